"""Problems that only show when all pages are known, each at its place."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from small_wiki import SERIES, character, episode, page, review, series, wiki

from criticwiki.checks.between_pages import STABLE_CODES, check
from criticwiki.checks.identity import duplicate_urls, similar_names
from criticwiki.checks.loader import Wiki
from criticwiki.checks.stray_files import apart_from_unread
from criticwiki.config import Settings
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


def test_reviews_with_one_label() -> None:
    line = only(
        'reviews/late.md:9:3: duplicate-name: ',
        review('early', label='First look'),
        review('late', label='First look'),
    )
    assert "the label 'First look' is taken by reviews/early.md:9:3; give each its own" in line


def test_a_label_that_is_the_name_of_another_critic() -> None:
    line = only(
        'reviews/early.md:9:3: duplicate-name: ',
        review('early', label='Ann Hale'),
        review('late', author='Ann Hale'),
        review('more', author='Ann Hale'),
    )
    assert "'Ann Hale' is the name of a critic, of reviews/late.md" in line


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
    assert f'is taken by characters/ann.md:{taken}; if both go by it, list their ids' in line


def test_names_that_are_no_duplicates() -> None:
    assert told(
        character('Ann', aliases='[Ann, Annie]', misspellings='[Annie]',
                  revealed='[{episode: 2, alias: Annie}]'),
        character('Bo', aliases='[Anni]'),
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
        review(
            'two',
            covers='1-9',
            remarks='[{about: nobody, stance: mixed, says: x}]',
            means='{Bo: ida}',
        ),
        character('Ida'),
        character('Cy', group='Nobody'),
        replace(character('Ida'), docname='more/ida', path='more/ida.md'),
    )
    every = check(corpus)
    assert {problem.code for problem in every} >= STABLE_CODES - {Code.UNKNOWN_ASPECT}
    assert Code.DUPLICATE_NAME in {problem.code for problem in every}
    some = check(corpus, ['reviews/one'])
    left = set(every) - set(some)
    assert {problem.path for problem in left} == {'reviews/two.md', 'characters/cy.md'}
    assert {problem.code for problem in left} <= STABLE_CODES


# -- identity ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ('one', 'other'),
    [
        ('Ann Hale', 'ann hale'),
        ('A.V. Club', 'AV Club'),
        ('Zoë Brontë', 'Zoe Bronte'),
        ('Jean-Luc', 'Jean Luc'),
        ('Søren Łuk', 'Soren Luk'),
        ('O’Brien', "O'Brien"),
        ('ＡＢＣ', 'ABC'),
        ('山田　太郎', '山田太郎'),
    ],
)
def test_names_of_critics_that_differ_in_form_are_told_once(one: str, other: str) -> None:
    reviews = [
        review('a', author=f'"{one}"'),
        review('b', author=f'"{other}"'),
        review('c', author=f'"{other}"', covers='1'),
        review('d', author=f'"{one}"', covers='2'),
        review('e', author=f'"{one}"', covers='3'),
    ]
    line = only('reviews/b.md:5:3: similar-name: ', *reviews)
    assert f'{other!r} (2 times) is probably {one!r} of reviews/a.md:5:3;' in line


@pytest.mark.parametrize(
    ('one', 'other'),
    [('Ann Hale', 'Anna Hale'), ('IGN', 'IGM'), ('カガリ', 'カカリ'), ('C+', 'C'), ('...', '—')],
)
def test_names_that_differ_in_more_than_form(one: str, other: str) -> None:
    assert told(review('a', author=f'"{one}"'), review('b', author=f'"{other}"')) == []


def test_the_rarer_spelling_is_told_wherever_it_stands() -> None:
    reviews = [
        review('a', outlet='tidewatch'),
        review('b', author='Tidewatch', covers='1'),
        review('c', outlet='Tidewatch'),
    ]
    line = only('reviews/a.md:4:3: similar-name: ', *reviews)
    assert "'tidewatch' is probably 'Tidewatch' of reviews/b.md:5:3;" in line


def test_names_of_two_characters_that_differ_in_form() -> None:
    line = only(
        'characters/bo.md:4:13: similar-name: ',
        character('Ann', aliases='[The Keeper]'),
        character('Bo', aliases='[the keeper]'),
    )
    assert "'the keeper' is probably 'The Keeper' of characters/ann.md:4:13;" in line


def test_a_name_of_a_critic_may_be_like_that_of_a_character() -> None:
    assert told(character('Ann Hale'), review('a', author='ann hale')) == []


def test_different_names_are_declared_on_the_index_page() -> None:
    front = (
        'series:\n  title: A\n  episodes: 6\n  aspects: {}\n'
        '  different_names: [Jo Ann Hale, Joann Hale]'
    )
    reviews = [
        review('a', author='Jo Ann Hale'),
        review('b', author='Joann Hale'),
        review('c', author='joann hale'),
        review('d', author='JoAnn Hale'),
    ]
    problems = check(Corpus([series(front), *reviews]))
    assert [(problem.path, problem.code) for problem in problems] == [
        ('reviews/d.md', Code.SIMILAR_NAME)
    ]


@pytest.mark.parametrize(
    'other',
    [
        'http://example.org/a',
        'https://www.example.org/a',
        'https://m.example.org/a',
        'https://EXAMPLE.org:443/a/',
        'http://example.org:80/a',
        'https://example.org/a?utm_source=x&utm_medium=y',
        'https://example.org/a?fbclid=1',
        'https://example.org/a?gclid=1&ref=home',
        'https://example.org/a?',
        'https://example.org/a#top',
        'https://example.org/a#:~:text=a%20light',
        'https://example.org/%61',
        'https://example.org/a/index.html',
        'https://example.org/a/amp/',
        'https://example.org//a',
        'https://example.org/./b/../a',
        'https://example.org/a;jsessionid=1F',
        'https://example.org/a?output=amp',
        'https://web.archive.org/web/20240501000000/http://example.org/a',
    ],
)
def test_an_address_in_another_form_is_the_same(other: str) -> None:
    line = only(
        'reviews/b.md:6:3: duplicate-url: ',
        review('a', author='A', url='https://example.org/a'),
        review('b', author='A', url=f'"{other}"', covers='1'),
    )
    assert 'is reviews/a.md:6:3; keep one' in line
    assert 'episode_scores' in line


@pytest.mark.parametrize(
    'other',
    [
        'https://example.org/A',
        'https://example.org/a?p=2',
        'https://example.org:8080/a',
        'https://blog.example.org/a',
        'https://example.com/a',
        'https://example.org/a%2Fb',
        'https://example.org/a#!/other',
        'https://m.org/a',
        'https://example.org:99999/a',
    ],
)
def test_another_address_is_another_review(other: str) -> None:
    a = review('a', author='A', url='https://example.org/a')
    assert told(a, review('b', author='A', url=f'"{other}"')) == []


def test_words_of_an_address_may_stand_in_any_order_and_script() -> None:
    one, other = 'https://bücher.example/ä?b=2&a=1', 'https://xn--bcher-kva.example/%C3%A4?a=1&b=2'
    only('reviews/b.md:6:3: duplicate-url: ', review('a', url=one), review('b', url=other))


def test_sections_of_a_listing_on_other_episodes_are_other_reviews() -> None:
    def of(name: str, section: str, covers: str, author: str = 'A') -> Page:
        url = f'"https://example.org/season-1{section}"'
        return review(name, author=author, url=url, covers=covers)

    listing = [of('a', '#one', '1'), of('b', '#two', '2'), of('c', '#three', '3-4')]
    assert told(*listing) == []
    for more in (of('d', '#four', '2'), of('d', '#two', '5'), of('d', '', '5')):
        only('reviews/d.md:6:3: duplicate-url: ', *listing, more)
    assert told(*listing, of('d', '', '5', 'B')) == []
    only('reviews/d.md:6:3: duplicate-url: ', *listing, of('d', '#one', '5', 'null'))


def test_an_address_is_compared_by_authors_in_any_form() -> None:
    codes = [line.split()[1] for line in told(
        review('a', author='Ann Hale', url='https://example.org/a'),
        review('b', author='ann hale', url='https://example.org/a'),
    )]  # fmt: skip
    assert codes == ['similar-name:', 'duplicate-url:']


def test_authors_who_write_together_share_their_address_with_each() -> None:
    url = 'https://example.org/a'
    both = review('a', author='[Ann Hale, Bo Kay]', url=url)
    only('reviews/b.md:6:3: duplicate-url: ', both, review('b', author='Bo Kay', url=url))
    assert told(both, review('b', author='Cy Low', url=url)) == []
    line = only('reviews/b.md:5:12: similar-name: ', both, review('b', author='[bo kay, Cy Low]'))
    assert "'bo kay' is probably 'Bo Kay' of reviews/a.md:5:22;" in line


def test_a_review_that_replaces_another_may_stand_at_its_address() -> None:
    url = 'https://example.org/a'
    old, new = (
        review('old', author='A', url=url),
        review('new', author='A', url=url, replaces='old'),
    )
    assert told(old, new) == []
    only('reviews/other.md:6:3: duplicate-url: ', old, new, review('other', author='A', url=url))


def test_many_names_and_addresses_are_compared_in_a_moment() -> None:
    url = 'https://example.org/list'
    pages = [
        page_
        for number in range(2000)
        for page_ in (
            review(f'a{number}', author=f'A {number}', url=f'{url}/{number}'),
            review(f'b{number}', author='B', url=f'"{url}#{number}"', covers=str(number + 1)),
        )
    ]
    corpus = Corpus(pages)
    start = time.perf_counter()
    assert [*similar_names(corpus), *duplicate_urls(corpus)] == []
    assert time.perf_counter() - start < 3


# -- the verdict ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ('verdict', 'critics', 'told_'),
    [
        ('Fine.', 2, ''),
        ('Fine.', None, ''),
        (
            'Fine.',
            1,
            'the verdict was written when there were 1 critics; now there are 2: read it again,',
        ),
        (None, 3, 'it counts the critics of a verdict, and there is none; delete this line'),
    ],
)
def test_a_verdict_on_another_number_of_critics(
    verdict: str | None, critics: int | None, told_: str
) -> None:
    front = SERIES + (f'  verdict: {verdict}\n' if verdict else '')
    front += f'  verdict_critics: {critics}\n' if critics else ''
    pages = (review('ann', author='Ann'), review('ann-again', author='Ann'))
    found = check(wiki(*pages, review('bob', author='Bob'), front=front))
    about = [p for p in found if p.code is Code.VERDICT]
    assert [p.path for p in about] == (['index.md'] if told_ else [])
    assert all(p.message.startswith(told_) for p in about)


@pytest.mark.parametrize(
    ('path', 'changed'),
    [
        ('reviews/bob.md', ('covers: 1', 'covers: [')),
        ('reviews/bob.md', ('covers: 1', 'covers: 99')),
        ('episodes/bob.md', ('', '')),
    ],
)
def test_a_verdict_waits_for_a_review_that_a_problem_leaves_out(
    path: str, changed: tuple[str, str]
) -> None:
    critic = (
        '---\nreview:\n  headline: A\n  outlet: {}\n  author: null\n  url: null\n'
        '  published: null\n  covers: 1\n---\n\n# A\n\nWords.\n'
    )
    pages = {
        'index.md': '---\nseries: {title: Light, episodes: 6, aspects: {plot: What happens.},'
        ' verdict: Fine., verdict_critics: 2}\n---\n\n# Light\n',
        'reviews/ann.md': critic.format('Ann'),
    }
    codes = {one.code for one in Wiki(pages, Settings()).problems}
    assert Code.VERDICT in codes
    whole = {**pages, path: critic.format('Bob').replace(*changed, 1)}
    told = {one.code for one in Wiki(whole, Settings()).problems}
    assert told
    assert Code.VERDICT not in told


OWN_WORDS = {
    'Lundt came.': ['3:1'],
    'Then\ncame Lundt, and Ida Lundt.': ['4:6', '4:17'],
    '- Lundt\n- a *lamp* of Lundt': ['3:3', '4:15'],
    ':::{note}\nLundt\n:::': ['4:1'],
    'The Post writes “Lundt came”, and "Ida Lundt".': [],
    '*Lundt* is `Lundt`, and {nolink}`Lundt` <https://a.example/Lundt>.': [],
    '> Lundt': [],
    '```text\nLundt\n```': [],
    'Lundtson, Anna Lundt-Kerr': [],
    '[Lundt](https://a.example)': [],
}


@pytest.mark.parametrize('text', OWN_WORDS)
def test_a_misspelling_in_own_words_is_told(text: str) -> None:
    pages = {
        'index.md': '---\nseries: {title: Light, episodes: 6}\n---\n\n# Light\n',
        'characters/ida.md': (
            '---\ncharacter: {name: Ida Lund, misspellings: [Lundt, Ida Lundt]}\n---\n\n# Ida\n\n'
            'Lundt.\n'
        ),
        'notes.md': f'# Notes\n\n{text}\n',
    }
    told = [one for one in Wiki(pages, Settings()).problems if one.code is Code.MISSPELLING]
    assert {one.path for one in told} <= {'notes.md'}
    assert [f'{one.line}:{one.column}' for one in told] == OWN_WORDS[text]


def test_a_mean_that_is_not_there_says_why() -> None:
    index = (
        '---\nseries: {title: T, episodes: 2, aspects: {}}\n---\n\n# T\n\n{value}`consensus.mean`\n'
    )
    (problem,) = Wiki({'index.md': index}, Settings()).problems
    assert problem.message == (
        "'consensus.mean' has no value now:"
        ' no review that covers every episode so far prints a score'
    )


def test_a_page_where_builds_make_one_themselves() -> None:
    two = series(
        SERIES.replace('episodes: 6', 'seasons: [3, 3]\n  shared_names: {The Keeper: [ida, bo]}')
    )
    cast = (character('Ida', aliases='[The Keeper]'), character('Bo', aliases='[The Keeper]'))
    made = (two, *cast, review('post', author='Ann Lee'))
    free = ('critics/method', 'seasons/notes', 'names/other', 'critics/ann-lee-2', 'guide/season-2')
    assert told(*made, *map(page, free)) == []
    for docname, about in {
        'critics/ann-lee': 'of Ann Lee',
        'Critics/Ann-Lee': 'of Ann Lee',
        'critics/index': 'of all critics',
        'critics': 'of all critics',
        'critics/ann-lee/index': 'of Ann Lee',
        'seasons/season-2': 'of season 2',
        'names/the-keeper': "of the name 'The Keeper'",
    }.items():
        start = f'{docname}.md:1:1: duplicate-id: builds make the page {docname!r} themselves'
        assert f'{about}, and put it at' in only(start, *made, page(docname))


def test_what_rests_on_a_page_with_a_wrong_ending_is_not_told() -> None:
    verdict, link, other = (
        Problem('index.md', 3, 1, code, message)
        for code, message in (
            (Code.VERDICT, 'the verdict was written when there were 2 critics; now there are 1'),
            (Code.DANGLING_LINK, "there is no page 'bob'; did you mean 'bo'?"),
            (Code.DANGLING_LINK, "there is no page 'bobby'"),
        )
    )
    found, folders = [verdict, link, other], {'reviews': 'review', 'guide': 'page'}
    assert apart_from_unread(found, {'reviews/bob.markdown'}, folders) == [other]
    assert apart_from_unread(found, {'Reviews/bob.md'}, folders) == [other]
    assert apart_from_unread(found, {'_static/bob.svg'}, folders) == found
