"""Order and groups of the pages of a folder: by number, name, date; season, initial, group."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import ceil, floor
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from criticwiki.cached_view import cached_view
from criticwiki.i18n import _
from criticwiki.model.kinds import Character, Episode
from criticwiki.model.review import Review
from criticwiki.text import SortKey, sort_key

from .corpus import ReviewEntry, review_order

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from criticwiki.model.numbering import Number, Numbering
    from criticwiki.model.page import Page

    from .corpus import Corpus

MAX_UNGROUPED: Final = 60
"""Most pages in a list without groups, unless the wiki declares some."""
EPISODES: Final = 50
"""Size of a group of episodes: a range of so many numbers."""


@dataclass(frozen=True, slots=True)
class FolderGroup:
    """Group of pages of a folder, in order."""

    name: str
    """A group of characters, a letter, a season or a range of numbers; empty for the only one."""
    pages: tuple[Page, ...]
    is_letter: bool = False
    """Whether it is one of very many pages, which are looked up."""


def folder_groups(corpus: Corpus, docname: str) -> tuple[FolderGroup, ...]:
    """The pages beside the page `docname` in its folder, drafts too, in groups where it is long."""
    pages = [page for page in pages_of(corpus, _folder(docname)) if page.docname != docname]
    if any(_group_of(corpus, page) for page in pages):
        return _groups_of_characters(corpus, pages)
    if len(pages) <= MAX_UNGROUPED or all(page.kind == 'review' for page in pages):
        return (FolderGroup('', _in_order(pages)),) if pages else ()
    groups: dict[tuple[int, str], list[Page]] = defaultdict(list)
    for page in sorted(
        pages, key=lambda page: (sort_key(page.title or page.docname), page.docname)
    ):
        groups[_key_of(corpus.numbering, page)].append(page)
    return tuple(
        FolderGroup(name, tuple(sorted(members, key=_number)), is_letter=not order)
        for (order, name), members in sorted(groups.items())
    )


@cached_view
def folder_places(corpus: Corpus) -> Mapping[str, int]:
    """Place of each page that is of a kind in the order of its folder, by docname."""
    places: dict[str, int] = {}
    for folder, pages in _by_folder(corpus).items():
        if any(page.kind in _KINDS for page in pages):
            index = f'{folder}/index' if folder != '.' else 'index'
            listed = (page for group in folder_groups(corpus, index) for page in group.pages)
            places |= {page.docname: at for at, page in enumerate(listed) if page.kind in _KINDS}
    return places


_KINDS: Final = frozenset({'episode', 'character', 'review'})


def pages_of(corpus: Corpus, folder: str) -> tuple[Page, ...]:
    """The pages of a folder by docname."""
    return _by_folder(corpus).get(folder, ())


@cached_view
def _by_folder(corpus: Corpus) -> Mapping[str, tuple[Page, ...]]:
    folders: dict[str, list[Page]] = defaultdict(list)
    for page in corpus.pages.values():
        folders[_folder(page.docname)].append(page)
    return {folder: tuple(pages) for folder, pages in folders.items()}


def _folder(docname: str) -> str:
    return str(PurePosixPath(docname).parent)


def _groups_of_characters(corpus: Corpus, pages: Sequence[Page]) -> tuple[FolderGroup, ...]:
    """Characters by the groups of the index page, in its order; then those of none."""
    groups: dict[str, list[Page]] = defaultdict(list)
    for page in pages:
        groups[_group_of(corpus, page)].append(page)
    names = corpus.series.groups if corpus.series else ()
    listed = [FolderGroup(name, _in_order(groups[name])) for name in names if name in groups]
    if '' in groups:
        listed.append(FolderGroup(_('Others'), _in_order(groups[''])))
    return tuple(listed)


def _group_of(corpus: Corpus, page: Page) -> str:
    """Group of a character as the index page declares it; empty for none."""
    group = page.facts.group if isinstance(page.facts, Character) else None
    return group if group and corpus.series and group in corpus.series.groups else ''


def _in_order(pages: Sequence[Page]) -> tuple[Page, ...]:
    """Pages in reading order; reviews with a date before the others, the newest first."""
    # sorted() keeps the reading order of those of one day, and of those without a date
    return tuple(sorted(sorted(pages, key=_reading_order), key=published, reverse=True))


def published(page: Page) -> str:
    """Date of a review in ISO; empty where it is not known, and for other pages."""
    facts = page.facts
    return str(facts.published) if isinstance(facts, Review) and facts.published else ''


def _reading_order(page: Page) -> tuple[int, Number, SortKey, str, str]:
    """Sort key in a short list; pages with faulty front matter are last."""
    match page.facts:
        case Episode():
            return (0, page.facts.number, sort_key(''), '', page.docname)
        case Character():
            return (0, 0, sort_key(page.facts.name), '', page.docname)
        case Review():
            return (0, *review_order(ReviewEntry(page, page.facts)))
        case _:
            return (1, 0, *_by_title(page), '')


def _by_title(page: Page) -> tuple[SortKey, str]:
    return sort_key(page.title or page.docname), page.docname


def _number(page: Page) -> Number:
    """Number of an episode; below all of them for other pages."""
    return page.facts.number if isinstance(page.facts, Episode) else -1


def _key_of(numbering: Numbering, page: Page) -> tuple[int, str]:
    """Sort key and name of the group of a page in a long list."""
    if (number := _number(page)) >= 0:
        return _group_of_episodes(numbering, number)
    characters, _folded, _name = sort_key(page.title or page.docname)
    initial = next((char for char in characters if char.isalnum()), '')
    return (0, '0–9' if initial.isdecimal() else initial.upper() or '…')


def _group_of_episodes(numbering: Numbering, number: Number) -> tuple[int, str]:
    """A season, where there are several; a special is in that of the episode before it."""
    if numbering.several:
        season = numbering.season_of(max(1, floor(number)))
        return season, _('Season %(number)d') % {'number': season}
    first = max(0, ceil(number) - 1) // EPISODES * EPISODES + 1
    last = first + EPISODES - 1
    if first <= numbering.total:
        last = min(last, numbering.total)
    return first, f'{first}–{last}'
