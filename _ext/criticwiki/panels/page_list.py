"""Which pages a folder has, for the list on its index page."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from criticwiki.cached_view import remembered
from criticwiki.corpus.corpus import ReviewEntry, review_order
from criticwiki.corpus.critics import critics_index
from criticwiki.model.kinds import Character, Episode, Review

from .common import Ref

if TYPE_CHECKING:
    from collections.abc import Mapping

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.model.page import Page

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
