"""What links to a page, with the sentence that does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from criticwiki.core.views.base import Ref

if TYPE_CHECKING:
    from criticwiki.core.corpus import Corpus
    from criticwiki.core.prose import Words


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A page that links here."""

    page: Ref
    sentence: tuple[Words, ...]
    spoils: int
    """The episode that the sentence gives away; 0 for none, or one open here."""


def backlinks(corpus: Corpus, docname: str) -> tuple[LinkRow, ...]:
    """One row for each page that links to `docname`, by kind and order of the wiki."""
    open_to = corpus.open_to(docname)
    order = {name: index for index, name in enumerate(_reading_order(corpus))}
    rows = [
        LinkRow(
            Ref(corpus.pages[link.docname].title or link.docname, link.docname),
            link.sentence,
            link.spoils if link.spoils > open_to else 0,
        )
        for link in corpus.backlinks.get(docname, ())
    ]
    return tuple(sorted(rows, key=lambda row: order[row.page.docname]))


def _reading_order(corpus: Corpus) -> list[str]:
    """Docnames: episodes by number, characters and reviews by theirs, then the rest."""
    of_a_kind = (*corpus.episodes, *corpus.characters, *corpus.reviews)
    return list(dict.fromkeys([*(entry.docname for entry in of_a_kind), *corpus.pages]))
