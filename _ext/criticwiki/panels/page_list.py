"""Panel of the pages of a folder: a list in groups, or a table of reviews with filters."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import ceil
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, TypeAlias

from criticwiki.cached_view import remembered
from criticwiki.corpus.corpus import ReviewEntry, critics_index, review_order
from criticwiki.i18n import _
from criticwiki.model.kinds import Character, Episode, Review
from criticwiki.panel_registry import Panel
from criticwiki.text import SortKey, sort_key

from .common import Critic, PrintedScore, Ref, critic_of, optional_score
from .components import name_link, scope_cell, season_score_cell
from .elements import (
    MIN_SORTABLE,
    NO_SEARCH,
    Element,
    Filters,
    LazyRows,
    Select,
    cell_by,
    cells,
    filters,
    joined,
    link,
    para,
    phrase,
    ref,
    rubric,
    sortable,
    span,
    with_data,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.model.numbering import Number
    from criticwiki.model.page import Page

WITHOUT_GROUPS: Final = 60
"""Most pages in a list without groups."""
EPISODES: Final = 50
"""Size of a group of episodes: a range of so many numbers."""


@dataclass(frozen=True, slots=True)
class PageGroup:
    """Group of pages in a list, in order."""

    name: str
    """A letter, or a range of numbers; empty for the only group."""
    pages: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A review in a table; one with faulty front matter has only its page."""

    page: Ref
    critic: Critic | None
    score: PrintedScore | None
    draft: bool


Listing: TypeAlias = tuple[PageGroup, ...] | tuple[ReviewRow, ...]
"""Pages of a folder: groups, or rows where all are reviews that one table can hold."""


def review_list(corpus: Corpus, docname: str) -> Listing:
    """The pages in the folder of `docname`."""
    groups = folder_pages(corpus, docname)
    if len(groups) != 1 or groups[0].name:
        return groups
    if any(corpus.pages[page.docname].kind != 'review' for page in groups[0].pages):
        return groups
    return tuple(_review_row(corpus, page) for page in groups[0].pages)


def _review_row(corpus: Corpus, ref: Ref) -> ReviewRow:
    page = corpus.pages[ref.docname]
    if not isinstance(page.facts, Review):
        return ReviewRow(ref, None, None, draft=False)
    critic = critic_of(corpus, ReviewEntry(page, page.facts))
    return ReviewRow(ref, critic, optional_score(page.facts.score), draft=page.facts.draft)


def folder_pages(corpus: Corpus, docname: str) -> tuple[PageGroup, ...]:
    """The pages in the folder of `docname`, drafts too, as in a table of contents.

    A short list is in reading order; a long one is for look-ups, by number or title.
    """
    pages = [page for page in _folder_of(corpus, docname) if page.docname != docname]
    if len(pages) <= WITHOUT_GROUPS:
        refs = tuple(map(_ref, sorted(pages, key=_reading_order)))
        return (PageGroup('', refs),) if refs else ()
    groups: dict[tuple[int, str], list[Page]] = defaultdict(list)
    for page in sorted(pages, key=lambda page: (sort_key(_title(page)), page.docname)):
        groups[_group_key(page)].append(page)
    return tuple(
        PageGroup(name, tuple(map(_ref, sorted(members, key=_number))))
        for (_order, name), members in sorted(groups.items())
    )


def critics_beside(corpus: Corpus, docname: str) -> str:
    """Docname of the index of critics, if the folder of `docname` holds reviews; else empty."""
    has_reviews = any(isinstance(page.facts, Review) for page in _folder_of(corpus, docname))
    return critics_index(corpus) if has_reviews else ''


def _folder_of(corpus: Corpus, docname: str) -> tuple[Page, ...]:
    return _by_folder(corpus).get(str(PurePosixPath(docname).parent), ())


@remembered
def _by_folder(corpus: Corpus) -> Mapping[str, tuple[Page, ...]]:
    folders: dict[str, list[Page]] = defaultdict(list)
    for page in corpus.pages.values():
        folders[str(PurePosixPath(page.docname).parent)].append(page)
    return {folder: tuple(pages) for folder, pages in folders.items()}


def _title(page: Page) -> str:
    return page.title or page.docname


def _ref(page: Page) -> Ref:
    return Ref(_title(page), page.docname)


def _number(page: Page) -> Number:
    """Number of an episode; below all of them for other pages."""
    return page.facts.number if isinstance(page.facts, Episode) else -1


def _reading_order(page: Page) -> tuple[int, Number, SortKey, str]:
    """Sort key in a short list; pages with faulty front matter are last."""
    match page.facts:
        case Episode():
            return (0, page.facts.number, sort_key(''), page.docname)
        case Character():
            return (0, 0, sort_key(page.facts.name), page.docname)
        case Review():
            return (0, *review_order(ReviewEntry(page, page.facts)))
        case _:
            return (1, 0, sort_key(_title(page)), page.docname)


def _group_key(page: Page) -> tuple[int, str]:
    """Sort key and name of the group of a page in a long list."""
    if (number := _number(page)) >= 0:
        first = max(0, ceil(number) - 1) // EPISODES * EPISODES + 1
        return (first, f'{first}–{first + EPISODES - 1}')
    characters, _folded, _name = sort_key(_title(page))
    initial = next((char for char in characters if char.isalnum()), '')
    return (0, '0–9' if initial.isdecimal() else initial.upper() or '…')


def draw_pages(view: tuple[Listing, str]) -> list[Element]:
    """Table of reviews, or list of pages, below a link to the index of critics."""
    listing, critics = view
    blocks = [_index_link(critics)] if critics else []
    rows = [row for row in listing if isinstance(row, ReviewRow)]
    if rows:
        return blocks + _draw_reviews(rows)
    return blocks + _draw_groups([row for row in listing if isinstance(row, PageGroup)])


def _index_link(critics: str) -> Element:
    body = para(name_link(_('All critics, each with everything they said'), critics))
    return Element('nav', [body], ('wiki-critics', NO_SEARCH), _('Critics'))


def _draw_groups(groups: Sequence[PageGroup]) -> list[Element]:
    """List of pages by title, with links to the groups of a long one."""
    if not groups:
        return [para(_('The folder has no other page yet.'))]
    blocks: list[Element] = []
    classes: tuple[str, ...] = ('wiki-pages', NO_SEARCH)
    if len(groups) > 1:
        classes = ('wiki-pages', 'by-group', NO_SEARCH)
        jumps = (link(group.name, '', _anchor(index)) for index, group in enumerate(groups, 1))
        body = para(joined(jumps, ' '))
        blocks.append(Element('nav', [body], ('wiki-jumps', NO_SEARCH), _('Within the list')))
    for index, group in enumerate(groups, 1):
        if group.name:
            blocks.append(rubric(group.name, _anchor(index)))
        blocks.append(Element('entries', LazyRows(group.pages, _draw_page), classes))
    return blocks


def _anchor(index: int) -> str:
    return f'pages-{index}'


def _draw_page(page: Ref) -> Element:
    return Element('item', [Element('line', [ref(page)])])


def _draw_reviews(rows: Sequence[ReviewRow]) -> list[Element]:
    head = cells(_('Review'), _('Critic'), _('Covers'), _('Score'))
    table = sortable(head, [_draw_review(row) for row in rows], 'reviews')
    return [filters(_filters(rows)), table] if len(rows) >= MIN_SORTABLE else [table]


def _draw_review(row: ReviewRow) -> Element:
    critic = row.critic
    review = [ref(row.page)]
    title = phrase(_('%(review)s (draft)'), review=review) if row.draft else review
    if critic is None:
        return cells(title, '–', '–', '–')
    name = critic.name or cell_by('', span(_name(critic), 'unstated'))
    columns = cells(title, name, scope_cell(critic), season_score_cell(row.score))
    scored = 'yes' if row.score else 'no'
    values = {'critic': critic.name or '-', 'covers': _scope_option(critic), 'scored': scored}
    return with_data(columns, values)


def _name(critic: Critic) -> str:
    return critic.name or _('unnamed critic')


def _scope_option(critic: Critic) -> str:
    if critic.whole:
        return 'whole'
    return 'part' if critic.seen > 1 else 'one'


def _filters(rows: Sequence[ReviewRow]) -> Filters:
    names = {row.critic.name or '-': _name(row.critic) for row in rows if row.critic}
    critics = tuple(sorted(names.items(), key=lambda one: (one[0] == '-', sort_key(one[1]))))
    scopes = (
        ('whole', _('the whole season')),
        ('part', _('part of the season')),
        ('one', _('a single episode')),
    )
    scores = (('yes', _('with a score')), ('no', _('without a score')))
    return Filters(
        label=_('Choose reviews'),
        selects=(
            Select('critic', _('Critic'), _('all'), critics),
            Select('covers', _('Covers'), _('any stretch'), scopes),
            Select('scored', _('Season score'), _('with or without'), scores),
        ),
        clear=_('Clear'),
        shown=_('%(shown)s of %(total)s reviews are shown.'),
    )


PAGES: Final = Panel(
    lambda corpus, page: (
        review_list(corpus, page.docname),
        critics_beside(corpus, page.docname),
    ),
    draw_pages,
)
