"""What links to a page, with the sentence that does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from criticwiki.cached_view import remembered
from criticwiki.corpus.backlinks import backlinks

from .common import Ref

if TYPE_CHECKING:
    from criticwiki.corpus.corpus import Corpus
    from criticwiki.model.prose import Words


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A page that links here."""

    page: Ref
    sentence: tuple[Words, ...]
    spoils: int
    """The episode that the sentence gives away; 0 for none, or one open here."""


def link_rows(corpus: Corpus, docname: str) -> tuple[LinkRow, ...]:
    """One row for each page that links to `docname`, by kind and order of the wiki."""
    open_to = corpus.open_to(docname)
    order = reading_order(corpus)
    rows = [
        LinkRow(
            Ref(corpus.pages[link.docname].title or link.docname, link.docname),
            link.sentence,
            link.spoils if link.spoils > open_to else 0,
        )
        for link in backlinks(corpus).get(docname, ())
    ]
    return tuple(sorted(rows, key=lambda row: order[row.page.docname]))


@remembered
def reading_order(corpus: Corpus) -> dict[str, int]:
    """Place of each page: episodes by number, characters and reviews by theirs, the rest."""
    of_a_kind = (*corpus.episodes, *corpus.characters, *corpus.reviews)
    names = dict.fromkeys([*(entry.docname for entry in of_a_kind), *corpus.pages])
    return {docname: place for place, docname in enumerate(names)}
