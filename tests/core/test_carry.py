"""What one state of a wiki tells the next is what that would have found by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from small_wiki import character, episode, page, prose, review, series
from test_dependents import PAGES

from criticwiki.core.backlinks import backlinks
from criticwiki.core.carry import carry_over
from criticwiki.core.corpus import Corpus
from criticwiki.core.views.agreement import agreements, matrix
from criticwiki.core.views.links import link_rows
from criticwiki.core.views.season import headline, season

if TYPE_CHECKING:
    from criticwiki.core.pages import Page

VIEWS = (backlinks, headline, season, agreements, matrix)
MAIL = PAGES['reviews/mail']


def states(edited: Page) -> tuple[Corpus, Corpus, Corpus]:
    """The wiki before an edit, all of it asked for, and twice after it."""
    before = Corpus(PAGES.values())
    for view in VIEWS:
        view(before)
    pages = {**PAGES, edited.docname: edited}.values()
    return before, Corpus(pages), Corpus(pages)


@pytest.mark.parametrize(
    'edited',
    [
        replace(MAIL, **prose('Ida Kerr meets Old Tom. They stay.')),
        replace(MAIL, **prose('Nobody stays.')),
        replace(PAGES['guide'], **prose('Ann Lee likes it. So does Ben Ray.')),
        review('mail', author='Ben Ray', covers='5', score='3/10', page_=prose('Old Tom.')),
        episode(2, title='Another'),
        character('Old Tom', appears_in='[3]', page_=prose('He knows Ida Kerr.')),
    ],
    ids=lambda page: page.docname,
)
def test_it_is_what_would_be_found(edited: Page) -> None:
    before, carried, alone = states(edited)
    assert carry_over(before, carried, [edited.docname])
    for view in VIEWS:
        assert view(carried) == view(alone)
    for docname in PAGES:
        assert carried.mentions(docname) == alone.mentions(docname)
        assert link_rows(carried, docname) == link_rows(alone, docname)


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
    assert not carry_over(before, carried, [edited.docname])
    assert not carried.memo
