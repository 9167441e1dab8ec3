"""What readers may look a page up by, beside its words: its kind, its names, its summary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from criticwiki.model.kinds import Character, Episode, Review
from criticwiki.model.vocabulary import OTHER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.model.kinds import PageFacts
    from criticwiki.model.page import Page

LONGEST: Final = 200
"""So many characters of a summary are shown."""
_KINDS: Final = ('episode', 'character', 'review')


class Findable(NamedTuple):
    """How a page can be found."""

    docname: str
    kind: str
    """`episode`, `character`, `review`, or `other`."""
    summary: str
    """Free of spoilers, and cut where it is long."""
    names: tuple[str, ...]
    """All that it is called, its title aside; nothing that an episode gives away."""
    terms: tuple[tuple[str, str], ...]
    """What it explains, each with its anchor."""


def findable(corpus: Corpus) -> Iterator[Findable]:
    """How each page can be found, in the order of docnames."""
    for page in corpus.pages.values():
        facts = page.facts
        kind = page.kind if page.kind in _KINDS else OTHER
        summary = _cut(facts.summary or '') if facts else ''
        names = tuple(dict.fromkeys(name for name in _names(facts) if name != page.title))
        yield Findable(page.docname, kind, summary, names, _terms(page))


def _names(facts: PageFacts | None) -> Iterator[str]:
    """What a page is called; for a review that is who wrote it, and where."""
    found: Iterable[str | None] = ()
    if isinstance(facts, Episode):
        found = (str(facts.number), facts.title, facts.title_ja, *facts.variants)
    elif isinstance(facts, Character):
        found = (facts.name, facts.name_ja, *facts.aliases, *facts.misspellings)
    elif isinstance(facts, Review):
        found = (facts.author, facts.outlet, facts.headline)
    return (name for name in found if name)


def _terms(page: Page) -> tuple[tuple[str, str], ...]:
    return tuple((term.text, term.anchor) for term in page.terms if not term.spoils)


def _cut(text: str) -> str:
    """At most so much of a text, ending with a whole word."""
    if len(text) <= LONGEST:
        return text
    return f'{text[:LONGEST].rpartition(" ")[0] or text[:LONGEST]} …'
