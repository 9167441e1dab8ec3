"""Problems that only show when all pages are known, each at its place."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_wiki import character, episode, page, review, series, wiki

from criticwiki.checks.between_pages import STABLE_CODES, check
from criticwiki.corpus.corpus import Corpus
from criticwiki.model.page import Page, Spoiler
from criticwiki.problems import Code, Problem


def told(*pages: Page) -> list[str]:
    """All problems of a wiki of these pages."""
    return [f'{p.path}:{p.line}:{p.column}: {p.code}: {p.message}' for p in check(wiki(*pages))]


def only(start: str, *pages: Page) -> str:
    """The one problem, which begins so."""
    lines = told(*pages)
    assert len(lines) == 1, lines
    assert lines[0].startswith(start), lines
    return lines[0]


def test_nothing_is_wrong() -> None:
    pages = (
        episode(1, variants='{One: post}'),
        episode(6),
        character('Ida', aliases='[I]', appears_in='1-6', revealed='[{episode: 6, alias: First}]'),
        character('Bo', aliases='[B]'),
        review(
            'post',
            outlet='Ida',
            episode_scores='{1: 3/5, 6: 4/5}',
            aspects='{finale: {stance: praise, says: x, spoils: 6}}',
            remarks='[{about: 6, stance: praise, says: x}, {about: ida, stance: mixed, says: x}]',
        ),
        review('early', covers='1-4', aspects='{story: {stance: mixed, says: x}}'),
        page('notes', spoilers=(Spoiler(6, 3),)),
        page('guide/ida'),
        page('guide/index'),
        page('episodes/index'),
    )
    assert told(*pages) == []
    assert check(Corpus([])) == []


# -- duplicates -------------------------------------------------------------------------


def test_two_pages_with_one_id() -> None:
    line = only(
        'reviews/ida.md:2:1: duplicate-id: ', review('ida'), character('Ida'), page('guide/ida')
    )
    assert "'ida' is taken by characters/ida.md" in line


def test_three_pages_with_one_id() -> None:
    other = page('episodes/ida', 'episode: {number: 1, title: A}')
    lines = told(review('ida'), character('Ida'), other)
    assert [line.split(':')[0] for line in lines] == ['episodes/ida.md', 'reviews/ida.md']
    assert all('characters/ida.md' in line for line in lines)


def test_two_episodes_with_one_number() -> None:
    other = page('episodes/first', 'episode:\n  title: A\n  number: 1')
    line = only('episodes/first.md:4:3: duplicate-id: ', episode(1), other)
    assert 'episode 1 is taken by episodes/01-part.md' in line


@pytest.mark.parametrize(
    ('first', 'second', 'taken', 'at'),
    [
        ({'aliases': '[Twin]'}, {'aliases': '[X, Twin]'}, '4:13', '4:16'),
        ({'aliases': '[Bo]'}, {}, '4:13', '3:3'),
        ({'misspellings': '[Bo]'}, {}, '4:18', '3:3'),
        ({}, {'misspellings': '[Ann]'}, '3:3', '4:18'),
        ({'aliases': '[Y]', 'misspellings': '[Twin]'}, {'aliases': '[Twin]'}, '5:18', '4:13'),
        ({'aliases': '[Y]'}, {'revealed': '[{episode: 2, alias: Y}]'}, '4:13', '4:27'),
    ],
)
def test_two_characters_with_one_name(
    first: dict[str, str], second: dict[str, str], taken: str, at: str
) -> None:
    line = only(
        f'characters/bo.md:{at}: duplicate-name: ',
        character('Ann', **first),
        character('Bo', **second),
    )
    assert line.endswith(f'is taken by characters/ann.md:{taken}')


def test_names_that_are_no_duplicates() -> None:
    assert told(
        character('Ann', aliases='[Ann, Annie]', misspellings='[Annie]',
                  revealed='[{episode: 2, alias: Annie}]'),
        character('Bo', aliases='[annie]'),
        character('Cy', aliases='[Annie]', draft='true'),
        review('one', outlet='Tidewatch'),
        review('two', outlet='Tidewatch'),
    ) == []  # fmt: skip


# -- episodes ---------------------------------------------------------------------------


def test_episodes_outside_the_season() -> None:
    assert told(
        episode(7),
        character('Ida', appears_in='[1, 7, 8]',
                  revealed='[{episode: 1, appears_in: 8}, {episode: 9, fact: x}]'),
        review('post', covers='1-7', episode_scores='{7: 3/5}',
               aspects='{story: {stance: mixed, says: x, spoils: 8}}',
               remarks='[{about: 9, stance: mixed, says: x, spoils: 10}]'),
        page('notes', spoilers=(Spoiler(6, 3), Spoiler(7, 9))),
    ) == [
        'characters/ida.md:4:3: scope: appears_in: episode 7 is outside the season, which has 6',
        'characters/ida.md:5:27: scope: appears_in: episode 8 is outside the season, which has 6',
        'characters/ida.md:5:44: scope: episode: episode 9 is outside the season, which has 6',
        'episodes/07-part.md:3:3: scope: number: episode 7 is outside the season, which has 6',
        'notes.md:9:1: scope: spoiler: episode 7 is outside the season, which has 6',
        'reviews/post.md:8:3: scope: covers: episode 7 is outside the season, which has 6',
        'reviews/post.md:9:20: scope: 7: episode 7 is outside the season, which has 6',
        'reviews/post.md:10:45: scope: spoils: episode 8 is outside the season, which has 6',
        'reviews/post.md:11:14: scope: about: episode 9 is outside the season, which has 6',
        'reviews/post.md:11:48: scope: spoils: episode 10 is outside the season, which has 6',
    ]  # fmt: skip


def test_an_aspect_needs_an_episode_of_the_season() -> None:
    front = 'series:\n  title: A\n  episodes: 6\n  aspects:\n    end: {means: x, needs: 7}'
    (problem,) = check(Corpus([series(front)]))
    assert (problem.code, problem.line, problem.column) == (Code.SCOPE, 6, 21)


def test_without_a_series_no_season_is_known() -> None:
    pages = [episode(99), review('post', covers='1-99'), page('notes', spoilers=(Spoiler(99, 1),))]
    assert check(Corpus(pages)) == []


# -- reviews ----------------------------------------------------------------------------


def test_scores_of_episodes_that_the_critic_had_not_seen() -> None:
    line = only(
        'reviews/post.md:9:28: scope: ',
        review('post', covers='1-2', episode_scores='{1: 3/5, 3: 3/5}'),
    )
    assert line.endswith("episode 3 is not among those in 'covers' (1–2)")


def test_remarks_out_of_scope() -> None:
    remarks = '[{about: 2, stance: mixed, says: x}, {stance: mixed, says: x, about: 3}]'
    line = only('reviews/post.md:9:74: scope: ', review('post', covers='1-2', remarks=remarks))
    assert "episode 3 is not among those in 'covers' (1–2)" in line


def test_remarks_about_nobody() -> None:
    remarks = '[{about: ida-lun, stance: mixed, says: x}, {about: other, stance: mixed, says: x}]'
    hint = "; did you mean 'ida-lund'?"
    assert told(character('Ida Lund'), review('other'), review('post', remarks=remarks)) == [
        f"reviews/post.md:9:14: unknown-page: there is no character 'ida-lun'{hint}",
        "reviews/post.md:9:56: unknown-page: there is no character 'other'",
    ]


def test_unknown_aspects() -> None:
    judged = '{stance: mixed, says: x}'
    aspects = f'{{story: {judged}, musik: {judged}, zzz: {judged}}}'
    lines = told(review('post', aspects=aspects))
    assert lines == [
        "reviews/post.md:9:46: unknown-aspect: unknown aspect 'musik'; did you mean 'music'?",
        "reviews/post.md:9:79: unknown-aspect: unknown aspect 'zzz'; the list is in index.md",
    ]


def test_an_aspect_that_needs_an_unseen_episode() -> None:
    aspects = '{finale: {stance: mixed, says: x}}'
    line = only('reviews/post.md:9:13: scope: ', review('post', covers='1-5', aspects=aspects))
    assert "'finale' needs episode 6, which this critic had not seen" in line
    assert told(review('post', covers='[1, 6]', aspects=aspects)) == []


def test_a_variant_of_an_unknown_review() -> None:
    line = only(
        'episodes/01-part.md:5:25: unknown-page: ',
        episode(1, variants='{One: post, Won: pots, }'),
        review('post'),
    )
    assert line.endswith("there is no review 'pots'; did you mean 'post'?")


def test_a_variant_of_a_page_that_is_no_review() -> None:
    only(
        "episodes/01-part.md:5:14: unknown-page: there is no review 'ida'",
        episode(1, variants='{One: ida}'),
        character('Ida'),
    )


def test_drafts_are_checked_as_well() -> None:
    only('reviews/post.md:8:3: scope: covers: ', review('post', covers='1-7', draft='true'))


def test_what_is_wrong_with_a_page_by_itself_is_told_too() -> None:
    own = Problem('', 4, 2, Code.HEADING, 'no heading')
    broken = Page('reviews/b', 'reviews/b.md', 'review', problems=(own, own))
    lines = told(broken, review('a', covers='7'))
    assert lines[1:] == ['reviews/b.md:4:2: heading: no heading']
    assert lines[0].startswith('reviews/a.md:8:3: scope: ')


def test_a_page_without_facts_still_has_its_id() -> None:
    broken = Page('reviews/ida', 'reviews/ida.md', 'review')
    only('reviews/ida.md:1:1: duplicate-id: ', broken, character('Ida'))


def test_problems_of_known_pages_are_left_to_those_who_know_them() -> None:
    corpus = wiki(
        review('one', covers='1-9'),
        review('two', covers='1-9', remarks='[{about: nobody, stance: mixed, says: x}]'),
        character('Ida'),
        replace(character('Ida'), docname='more/ida', path='more/ida.md'),
    )
    every = check(corpus)
    assert {problem.code for problem in every} >= STABLE_CODES - {Code.UNKNOWN_ASPECT}
    assert Code.DUPLICATE_NAME in {problem.code for problem in every}
    some = check(corpus, ['reviews/one'])
    left = set(every) - set(some)
    assert {problem.path for problem in left} == {'reviews/two.md'}
    assert {problem.code for problem in left} <= STABLE_CODES
