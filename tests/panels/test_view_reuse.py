"""What one state of a wiki tells the next is what that would have found by itself."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from small_wiki import PAGES, character, episode, page, post, prose, review, series

from criticwiki.corpus.corpus import Corpus
from criticwiki.corpus.invalidation import after
from criticwiki.corpus.names import backlinks
from criticwiki.export.wiki_data import (
    SECTIONS,
    Earlier,
    as_json,
    as_lines,
    wiki_data,
    wiki_json,
)
from criticwiki.panels.consensus import agreements, matrix, tallies
from criticwiki.panels.elsewhere import elsewhere
from criticwiki.panels.episode_scores import early_comparison, episode_score_table
from criticwiki.panels.related import link_rows, reading_order
from criticwiki.panels.season_score import fragility, season_score, without_each
from criticwiki.panels.standing import pages_placed_anew, scored_seasons
from criticwiki.panels.view_reuse import reuse_views

if TYPE_CHECKING:
    from criticwiki.model.page import Page

VIEWS = (
    *(backlinks, season_score, episode_score_table, early_comparison, agreements, tallies, matrix),
    *(fragility, without_each, elsewhere, reading_order, scored_seasons, wiki_data),
)
MAIL = PAGES['reviews/mail']


def states(edited: Page) -> tuple[Corpus, Corpus, Corpus]:
    """The wiki before an edit, all of it asked for, and twice after it."""
    before = Corpus(PAGES.values())
    for view in VIEWS:
        view(before)
    pages = {**PAGES, edited.docname: edited}.values()
    return before, Corpus(pages), Corpus(pages)


ASPECT = '{story: {stance: mixed, says: x}}'
EDITS = [
    replace(MAIL, **prose('Ida Kerr meets Old Tom. They stay.')),
    replace(MAIL, **prose('Nobody stays.')),
    review('mail', author='Ben Ray', covers='5', score='3/10', page_=prose('Old Tom.')),
    review('mail', author='Ben Ray', covers='5', aspects=ASPECT, page_=prose('Old Tom.')),
    post(score='2/10'),
    review('post', author='Ann Lee', covers='1-3'),
    post(episode_scores='{1: 2/5, 3: 4/5}'),
    post(remarks='[{about: old-tom, stance: mixed, says: Odd.}]'),
    post(remarks='[{about: old-tom, stance: none, says: Named.}]'),
    review('mail', author='Ben Ray', covers='5', score='3/10', episode_scores='{5: 4/10}'),
    episode(2, title='Another'),
    character('Old Tom', appears_in='[3]', page_=prose('He knows Ida Kerr.')),
]


def name_of(page: Page) -> str:
    return page.docname


@pytest.mark.parametrize('edited', EDITS, ids=name_of)
def test_it_is_what_would_be_found(edited: Page) -> None:
    before, carried, alone = states(edited)
    assert reuse_views(before, carried, [edited.docname])
    for view in VIEWS:
        assert view(carried) == view(alone)
    assert carried.reviews == alone.reviews
    assert carried.episodes == alone.episodes
    assert carried.characters == alone.characters
    for docname in PAGES:
        assert carried.mentions(docname) == alone.mentions(docname)
        assert link_rows(carried, docname) == link_rows(alone, docname)


@pytest.mark.parametrize('edited', EDITS, ids=name_of)
def test_lines_of_the_data_file_are_used_again(edited: Page) -> None:
    before, carried, alone = states(edited)
    stale = after(before, alone, [edited.docname], pages_placed_anew).docnames
    assert reuse_views(before, carried, [edited.docname])
    old = wiki_json(before)
    assert old == as_lines(wiki_data(before))
    assert wiki_json(carried, earlier=Earlier(old, stale)) == as_lines(wiki_data(alone))
    marked = re.sub('^(  "[^"]*"): ', r'\1:  ', old, flags=re.MULTILINE)
    again = wiki_json(carried, earlier=Earlier(marked, stale))
    count = len(re.findall('^  "[^"]*":  ', again, flags=re.MULTILINE))
    assert 0 < count < len(PAGES)


def test_lines_are_read_whatever_a_page_says() -> None:
    words = '\\n  "tide": {\\n }, "reviews": {'
    odd = review('o-dd', author='Cy', covers='1', access=f'"{words.replace(chr(34), chr(39))}"')
    corpus = Corpus([*PAGES.values(), odd])
    text = wiki_json(corpus)
    assert text == as_lines(wiki_data(corpus))
    assert json.loads(text) == json.loads(as_json(wiki_data(corpus)))
    earlier = Earlier(text, ())
    assert wiki_json(corpus, earlier=earlier) == text
    assert '"o-dd"' in earlier.lines('reviews')
    assert all(f'"{name}"' in earlier.lines('bylines') for name in wiki_data(corpus)['bylines'])


def test_a_wiki_without_pages_has_a_data_file() -> None:
    text = wiki_json(Corpus([]))
    assert text == as_lines(wiki_data(Corpus([])))
    assert not any(Earlier(text, ()).lines(key) for key in SECTIONS)


@pytest.mark.parametrize(
    'edited',
    [
        character('Old Tom', appears_in='[4]', aliases='[Tom]'),
        replace(PAGES['episodes/03-part'], title='Another heading'),
        page('guide', 'page: {draft: true}'),
        series('series: {title: Else, episodes: 6, aspects: {story: So.}}'),
    ],
    ids=lambda page: page.docname,
)
def test_nothing_is_told_where_names_or_titles_change(edited: Page) -> None:
    before, carried, _alone = states(edited)
    assert not reuse_views(before, carried, [edited.docname])
    assert not carried.view_cache
