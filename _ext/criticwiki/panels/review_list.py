"""Which reviews a folder has, with what a reader chooses by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from criticwiki.corpus.corpus import ReviewEntry
from criticwiki.model.kinds import Review

from .common import Critic, Printed, Ref, critic_of, printed
from .page_list import folder_pages

if TYPE_CHECKING:
    from criticwiki.corpus.corpus import Corpus

    from .page_list import PageGroup


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
