"""Panels that list the pages of a folder, and the reviews with filters."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from criticwiki.cached_view import remembered
from criticwiki.corpus.corpus import ReviewEntry, review_order
from criticwiki.corpus.critics import critics_index
from criticwiki.i18n import _
from criticwiki.model.kinds import Character, Episode, Review
from criticwiki.panel_registry import Panel

from .common import Critic, Printed, Ref, critic_of, printed
from .elements import (
    MANY_ROWS,
    NO_SEARCH,
    Drawn,
    Element,
    Filters,
    Select,
    by,
    cells,
    critic_link,
    filters,
    joined,
    para,
    phrase,
    ref,
    rubric,
    scope_words,
    sortable,
    span,
    told,
)
from .elements import score as shown_score

if TYPE_CHECKING:
    from collections.abc import Mapping

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.model.page import Page

    from .elements import Piece

WITHOUT_GROUPS: Final = 60
"""A list of at most so many pages is shown in one piece."""
EPISODES: Final = 50
"""How many numbers of episodes a group of a longer list holds."""


@dataclass(frozen=True, slots=True)
class PageGroup:
    """Some pages of a folder, in order."""

    name: str
    """A letter, or a range of numbers; empty where all stand together."""
    pages: tuple[Ref, ...]


def folder_pages(corpus: Corpus, docname: str) -> tuple[PageGroup, ...]:
    """The pages beside `docname`, drafts too, as a table of contents has them.

    A short list is in the order of the wiki; a long one is to be looked up in, so it goes
    by number or by title.
    """
    beside = _by_folder(corpus).get(str(PurePosixPath(docname).parent), ())
    pages = [page for page in beside if page.docname != docname]
    if len(pages) <= WITHOUT_GROUPS:
        refs = tuple(map(_ref, sorted(pages, key=_place)))
        return (PageGroup('', refs),) if refs else ()
    groups: dict[tuple[int, str], list[Page]] = defaultdict(list)
    for page in sorted(pages, key=lambda page: (_title(page).casefold(), page.docname)):
        groups[_group(page)].append(page)
    return tuple(
        PageGroup(name, tuple(map(_ref, sorted(found, key=_number))))
        for (_order, name), found in sorted(groups.items())
    )


def critics_beside(corpus: Corpus, docname: str) -> str:
    """The list of critics, on the page of a folder that holds reviews; else empty."""
    beside = _by_folder(corpus).get(str(PurePosixPath(docname).parent), ())
    has_reviews = any(isinstance(page.facts, Review) for page in beside)
    return critics_index(corpus) if has_reviews else ''


@remembered
def _by_folder(corpus: Corpus) -> Mapping[str, tuple[Page, ...]]:
    table: dict[str, list[Page]] = defaultdict(list)
    for page in corpus.pages.values():
        table[str(PurePosixPath(page.docname).parent)].append(page)
    return {folder: tuple(pages) for folder, pages in table.items()}


def _title(page: Page) -> str:
    return page.title or page.docname


def _ref(page: Page) -> Ref:
    return Ref(_title(page), page.docname)


def _number(page: Page) -> int:
    return page.facts.number if isinstance(page.facts, Episode) else 0


def _place(page: Page) -> tuple[int, int, str, str]:
    """Where a page stands in a short list; pages with faulty front matter come last."""
    match page.facts:
        case Episode():
            return (0, page.facts.number, '', page.docname)
        case Character():
            return (0, 0, page.facts.name.casefold(), page.docname)
        case Review():
            return (0, *review_order(ReviewEntry(page, page.facts)))
        case _:
            return (1, 0, _title(page).casefold(), page.docname)


def _group(page: Page) -> tuple[int, str]:
    """The group of a page in a long list, with its place among the groups."""
    if number := _number(page):
        first = (number - 1) // EPISODES * EPISODES + 1
        return (first, f'{first}–{first + EPISODES - 1}')
    letter = next(
        (sign for sign in unicodedata.normalize('NFKD', _title(page)) if sign.isalnum()), ''
    )
    return (0, '0–9' if letter.isdecimal() else letter.upper() or '…')


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A review; of one with faulty front matter only the page is known."""

    page: Ref
    critic: Critic | None
    score: Printed | None
    draft: bool


def review_list(corpus: Corpus, docname: str) -> tuple[PageGroup, ...] | tuple[ReviewRow, ...]:
    """The pages beside `docname`, as rows where all are reviews and a table can hold them."""
    groups = folder_pages(corpus, docname)
    if len(groups) != 1 or groups[0].name:
        return groups
    if any(corpus.pages[page.docname].kind != 'review' for page in groups[0].pages):
        return groups
    return tuple(_row(corpus, page) for page in groups[0].pages)


def _row(corpus: Corpus, page: Ref) -> ReviewRow:
    found = corpus.pages[page.docname]
    if not isinstance(found.facts, Review):
        return ReviewRow(page, None, None, draft=False)
    facts = found.facts
    return ReviewRow(
        page,
        critic_of(corpus, ReviewEntry(found, facts)),
        printed(facts.score) if facts.score else None,
        draft=facts.draft,
    )


def lead_to(critics: str) -> list[Element]:
    """The way to the page that lists all critics, on that of a folder of reviews."""
    if not critics:
        return []
    label = _('Critics')
    words = para(critic_link(_('All critics, each with everything they said'), critics))
    return [Element('leads', [words], ('wiki-critics', NO_SEARCH), label)]


def page_list(view: tuple[PageGroup, ...]) -> list[Element]:
    """Every page by its title; in a long list with links to each letter or number."""
    if not view:
        return [para(_('The folder has no other page yet.'))]
    made: list[Element] = []
    names: tuple[str, ...] = ('wiki-pages', NO_SEARCH)
    if len(view) > 1:
        names = ('wiki-pages', 'by-group', NO_SEARCH)
        links = (
            Element('link', [group.name], (), ('', _anchor(index)))
            for index, group in enumerate(view, 1)
        )
        leads = para(joined(links, ' '))
        made.append(Element('leads', [leads], ('wiki-jumps', NO_SEARCH), _('Within the list')))
    for index, group in enumerate(view, 1):
        if group.name:
            made.append(rubric(group.name, _anchor(index)))
        made.append(Element('entries', Drawn(group.pages, _entry), names))
    return made


def _anchor(index: int) -> str:
    return f'pages-{index}'


def _entry(page: Ref) -> Element:
    return Element('item', [Element('line', [ref(page)])])


def draw_review_list(
    view: tuple[tuple[PageGroup, ...] | tuple[ReviewRow, ...], str],
) -> list[Element]:
    """Every review with its critic, what it covers and its score; else every page by title."""
    listed, critics = view
    return [*lead_to(critics), *_listed(listed)]


def _listed(view: tuple[PageGroup, ...] | tuple[ReviewRow, ...]) -> list[Element]:
    rows = [row for row in view if isinstance(row, ReviewRow)]
    if not rows:
        return page_list(tuple(group for group in view if not isinstance(group, ReviewRow)))
    head = cells(_('Review'), _('Critic'), _('Covers'), _('Score'))
    drawn = sortable(head, [_draw_row(row) for row in rows], 'reviews')
    return [filters(_form(rows)), drawn] if len(rows) > MANY_ROWS else [drawn]


def _draw_row(row: ReviewRow) -> Element:
    known = row.critic
    named: list[Piece] = [ref(row.page)]
    if row.draft:
        named = phrase(_('%(review)s (draft)'), review=named)
    if known is None:
        return cells(named, '–', '–', '–')
    printed = (
        by(row.score.common, shown_score(row.score))
        if row.score
        else by('', span(_('none for the season'), 'unstated'))
    )
    made = cells(
        named,
        _name(known) if known.name else by('', span(_name(known), 'unstated')),
        by(known.seen, scope_words(known)),
        printed,
    )
    values = {'critic': known.name or '-', 'covers': _covers(known)}
    return told(made, {**values, 'scored': 'yes' if row.score else 'no'})


def _name(known: Critic) -> str:
    return known.name or _('unnamed critic')


def _covers(known: Critic) -> str:
    if known.whole:
        return 'whole'
    return 'part' if known.seen > 1 else 'one'


def _form(rows: list[ReviewRow]) -> Filters:
    critics = {row.critic.name or '-': _name(row.critic) for row in rows if row.critic}
    return Filters(
        label=_('Choose reviews'),
        selects=(
            Select(
                'critic',
                _('Critic'),
                _('all'),
                tuple(sorted(critics.items(), key=lambda one: (one[0] == '-', one[1].casefold()))),
            ),
            Select(
                'covers',
                _('Covers'),
                _('any stretch'),
                (
                    ('whole', _('the whole season')),
                    ('part', _('part of the season')),
                    ('one', _('a single episode')),
                ),
            ),
            Select(
                'scored',
                _('Season score'),
                _('with or without'),
                (('yes', _('with a score')), ('no', _('without a score'))),
            ),
        ),
        clear=_('Clear'),
        shown=_('%(shown)s of %(total)s reviews are shown.'),
    )


PAGES: Final = Panel(
    lambda corpus, page: (
        review_list(corpus, page.docname),
        critics_beside(corpus, page.docname),
    ),
    draw_review_list,
)
