"""The pages that an edit invalidates, by what pages show of each other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from small_wiki import (
    PAGES,
    SERIES,
    character,
    episode,
    page,
    post,
    prose,
    review,
    series,
    wiki,
)

from criticwiki.corpus.corpus import Corpus
from criticwiki.corpus.invalidation import after
from criticwiki.model.page import Term
from criticwiki.panels.standing import pages_placed_anew

if TYPE_CHECKING:
    from criticwiki.corpus.invalidation import Invalidation
    from criticwiki.model.page import Page

TOM = prose('Old Tom stays ashore.')
SUMS = {'consensus', 'figures'}


def invalidation(*edited: Page, labels: dict[str, str] | None = None) -> Invalidation:
    """The invalidation of an edit that replaces pages."""
    old = Corpus(PAGES.values())
    new = Corpus({**PAGES, **{page.docname: page for page in edited}}.values(), labels)
    return after(old, new, [page.docname for page in edited], pages_placed_anew)


def stale(*edited: Page) -> set[str]:
    """The stale pages after an edit that does not affect all pages, without the edited ones."""
    found = invalidation(*edited)
    assert not found.all_pages
    return set(found.docnames) - {page.docname for page in edited}


def test_words_reach_what_they_link_to_before_and_after() -> None:
    assert stale(replace(PAGES['reviews/mail'], **prose('Ida Kerr stays.'))) == {
        'characters/old-tom',
        'characters/ida-kerr',
    }


def test_words_without_a_link_reach_nothing() -> None:
    assert stale(replace(PAGES['guide'], **prose('Something else.'))) == set()


def test_the_edited_page_comes_first_and_sums_come_last() -> None:
    found = invalidation(post(score='5/10')).docnames
    assert found[0] == 'reviews/post'
    assert set(found[-2:]) == SUMS


def test_a_score_reaches_what_it_covers_and_the_sums() -> None:
    told = {'characters/ida-kerr', *(f'episodes/0{number}-part' for number in (1, 2, 3))}
    assert stale(post(score='5/10')) == told | SUMS


def test_a_score_reaches_episodes_of_the_season_whose_place_is_another() -> None:
    scored = review('mail', author='Ben Ray', covers='4-5', episode_scores='{4: 3/5, 5: 2/5}')
    old = Corpus({**PAGES, scored.docname: scored}.values())
    best, worst = (post(episode_scores=f'{{1: {score}}}') for score in ('4/5', '1/5'))
    new = Corpus({**PAGES, scored.docname: scored, best.docname: best}.values())
    reached = set(after(old, new, [best.docname], pages_placed_anew).docnames)
    assert {'episodes/04-part', 'episodes/05-part'} < reached  # the first of three, not of two
    newer = Corpus({**PAGES, scored.docname: scored, worst.docname: worst}.values())
    assert 'episodes/05-part' in after(new, newer, [best.docname], pages_placed_anew).docnames
    again = Corpus({**PAGES, scored.docname: scored, 'reviews/post': post(score='5/10')}.values())
    assert 'episodes/05-part' not in after(old, again, ['reviews/post'], pages_placed_anew).docnames


def test_an_injected_panel_of_an_episode_is_no_sum() -> None:
    shown = replace(PAGES['episodes/04-part'], panels=(('going-on', ''), ('backlinks', '')))
    old = Corpus({**PAGES, shown.docname: shown}.values())
    mail = review(
        'mail', author='Ben Ray', covers='5', aspects='{story: {stance: mixed, says: Odd.}}'
    )
    new = Corpus({**PAGES, shown.docname: shown, mail.docname: mail}.values())
    assert shown.docname not in after(old, new, [mail.docname], pages_placed_anew).docnames


def test_a_review_of_one_episode_reaches_its_page_in_all_it_says() -> None:
    judged = '{story: {stance: mixed, says: Odd.}}'
    edited = review('mail', author='Ben Ray', covers='5', aspects=judged, page_=TOM)
    assert stale(edited) == {'episodes/05-part', 'characters/old-tom'} | SUMS
    summed = review('mail', author='Ben Ray', covers='5', summary='So.', page_=TOM)
    assert 'episodes/05-part' in invalidation(summed).docnames


def test_a_remark_that_goes_reaches_whom_it_was_about() -> None:
    found = stale(post(remarks='[]'))
    assert {'characters/ida-kerr', 'episodes/02-part'} <= found


def test_a_summary_reaches_the_episodes_of_a_character_and_whoever_links_to_them() -> None:
    found = invalidation(character('Ida Kerr', appears_in='[1, 3]', summary='A pilot.'))
    episodes = {f'episodes/0{number}-part' for number in (1, 2, 3)}
    assert {*episodes, *SUMS, 'reviews/post'} <= set(found.docnames)
    assert found.all_pages


def test_what_is_revealed_reaches_the_episodes_of_the_cast() -> None:
    edited = character('Ida Kerr', appears_in='[1, 2]', revealed='[{episode: 4, appears_in: 3}]')
    assert 'episodes/03-part' in invalidation(edited).docnames
    old = wiki(episode(3, title='Old'), edited)
    new = wiki(episode(3, title='New'), edited)
    assert (
        'characters/ida-kerr' in after(old, new, ['episodes/03-part'], pages_placed_anew).docnames
    )


def test_an_episode_reaches_its_neighbours_its_cast_and_its_critics() -> None:
    assert stale(episode(2, title='Another')) == SUMS | {
        'episodes/01-part',
        'episodes/03-part',
        'characters/ida-kerr',
        'reviews/post',
    }


def test_a_heading_reaches_the_pages_that_show_it() -> None:
    found = invalidation(replace(PAGES['episodes/03-part'], title='A new heading'))
    assert found.all_pages
    assert 'linking' in found.docnames


@pytest.mark.parametrize(
    'edited',
    [
        character('Ida Kerr', appears_in='[1, 2]', aliases='[Kerr]'),
        character('Ida Kerr', appears_in='[1, 2]', draft='true'),
        character('Ida Kerr', appears_in='[1, 2]', revealed='[{episode: 2, alias: Red}]'),
        post(author='Ann Leigh'),
        post(headline='Another headline'),
        post(covers='1-4'),
        replace(episode(6), docname='episodes/04-part', title='episodes/04-part'),
        series(SERIES.replace('6', '7', 1)),
        page('guide', terms=(Term('quay', 'term-quay'),)),
        replace(PAGES['reviews/post'], facts=None),
    ],
    ids=lambda page: page.docname,
)
def test_what_pages_are_called_and_count_as_reaches_everywhere(edited: Page) -> None:
    assert invalidation(edited).all_pages


def test_a_label_that_comes_reaches_everywhere() -> None:
    assert invalidation(PAGES['guide'], labels={'a-label': 'guide'}).all_pages


def test_a_page_that_is_new_reaches_everywhere() -> None:
    found = invalidation(episode(6))
    assert found.all_pages
    assert 'episodes/05-part' in found.docnames
