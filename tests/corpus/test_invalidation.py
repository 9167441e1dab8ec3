"""Which pages an edit may reach, told from what pages say of each other."""

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
    series,
    wiki,
)

from criticwiki.corpus.corpus import Corpus
from criticwiki.corpus.invalidation import dependents
from criticwiki.model.page import Term

if TYPE_CHECKING:
    from criticwiki.corpus.invalidation import Reach
    from criticwiki.model.page import Page

SUMS = {'consensus', 'figures'}


def reach(*edited: Page, labels: dict[str, str] | None = None) -> Reach:
    """How far an edit reaches that puts pages in place of others."""
    before = Corpus(PAGES.values())
    after = Corpus({**PAGES, **{page.docname: page for page in edited}}.values(), labels)
    return dependents(before, after, [page.docname for page in edited])


def near(*edited: Page) -> set[str]:
    """The pages that an edit reaches, where it is known to reach no others."""
    found = reach(*edited)
    assert not found.everywhere
    return set(found.near) - {page.docname for page in edited}


def test_words_reach_what_they_link_to_before_and_after() -> None:
    assert near(replace(PAGES['reviews/mail'], **prose('Ida Kerr stays.'))) == {
        'characters/old-tom',
        'characters/ida-kerr',
    }


def test_words_without_a_link_reach_nothing() -> None:
    assert near(replace(PAGES['guide'], **prose('Something else.'))) == set()


def test_the_edited_page_comes_first_and_sums_come_last() -> None:
    found = reach(post(score='5/10')).near
    assert found[0] == 'reviews/post'
    assert set(found[-2:]) == SUMS


def test_a_score_reaches_the_episodes_and_the_sums() -> None:
    episodes = {f'episodes/0{number}-part' for number in (1, 2, 3)}
    told = {'characters/ida-kerr'}
    assert near(post(score='5/10')) == episodes | told | SUMS
    assert near(post(episode_scores='{1: 1/5}')) == episodes | told | SUMS


def test_a_remark_that_goes_reaches_whom_it_was_about() -> None:
    found = near(post(remarks='[]'))
    assert {'characters/ida-kerr', 'episodes/02-part'} <= found


def test_a_summary_reaches_the_episodes_of_a_character_and_whoever_links_to_them() -> None:
    found = reach(character('Ida Kerr', appears_in='[1, 3]', summary='A pilot.'))
    episodes = {f'episodes/0{number}-part' for number in (1, 2, 3)}
    assert {*episodes, *SUMS, 'reviews/post'} <= set(found.near)
    assert found.everywhere


def test_what_is_revealed_reaches_the_episodes_of_the_cast() -> None:
    edited = character('Ida Kerr', appears_in='[1, 2]', revealed='[{episode: 4, appears_in: 3}]')
    assert 'episodes/03-part' in reach(edited).near
    before = wiki(episode(3, title='Old'), edited)
    after = wiki(episode(3, title='New'), edited)
    assert 'characters/ida-kerr' in dependents(before, after, ['episodes/03-part']).near


def test_an_episode_reaches_its_neighbours_its_cast_and_its_critics() -> None:
    assert near(episode(2, title='Another')) == SUMS | {
        'episodes/01-part',
        'episodes/03-part',
        'characters/ida-kerr',
        'reviews/post',
    }


def test_a_heading_reaches_the_pages_that_show_it() -> None:
    found = reach(replace(PAGES['episodes/03-part'], title='A new heading'))
    assert found.everywhere
    assert 'linking' in found.near


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
    assert reach(edited).everywhere


def test_a_label_that_comes_reaches_everywhere() -> None:
    assert reach(PAGES['guide'], labels={'a-label': 'guide'}).everywhere


def test_a_page_that_is_new_reaches_everywhere() -> None:
    found = reach(episode(6))
    assert found.everywhere
    assert 'episodes/05-part' in found.near
