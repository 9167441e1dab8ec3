"""Link previews and search entries: what other pages say about a page."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from criticwiki.cached_view import remembered
from criticwiki.model.fields import OTHER
from criticwiki.model.kinds import Character, Episode, Review

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.model.kinds import PageFacts
    from criticwiki.model.page import Page


@dataclass(frozen=True, slots=True)
class Preview:
    """What is told of a page."""

    kind: str
    title: str
    summary: str
    number: int = 0
    """Of an episode."""


def preview_of(corpus: Corpus, docname: str) -> Preview | None:
    """The preview of a page; None for a draft and for a page without a summary."""
    page = corpus.pages.get(docname)
    if page is None or page.draft or page.facts is None or not page.facts.summary:
        return None
    number = cast('Episode', page.facts).number if page.kind == 'episode' else 0
    return Preview(page.kind, page.title, page.facts.summary, number)


def linked_pages(corpus: Corpus, page: Page) -> Iterator[str]:
    """The pages that a page may link to beside its panels, some more than once.

    That is by what its editor wrote, and by what its prose mentions.
    """
    for link in page.links:
        if target := corpus.resolve(link):
            yield target
    for mention in corpus.mentions(page.docname):
        yield mention.name.docname


def previews_in(corpus: Corpus, plan: Any) -> tuple[Preview, ...]:
    """The previews of pages that rows of a table or list name: in views, or as words."""
    if not summarised(corpus):
        return ()
    named = dict.fromkeys((*pages_named(plan), *_words(plan)))
    return tuple(found for name in named if (found := preview_of(corpus, name)))


@remembered
def summarised(corpus: Corpus) -> bool:
    """Whether any page has a preview."""
    return any(preview_of(corpus, docname) for docname in corpus.pages)


def _words(plan: Any) -> Iterator[str]:
    for part in plan:
        if isinstance(part, str):
            yield part
        elif isinstance(part, tuple):
            yield from _words(part)


def pages_named(view: Any) -> Iterator[str]:
    """Every docname in a view, some more than once."""
    waiting = [view]
    while waiting:
        found = waiting.pop()
        if isinstance(found, (tuple, list)):
            waiting += found
        elif isinstance(found, dict):
            waiting += found.values()
        elif is_dataclass(found):
            kind: type = type(found)
            for name in _field_names(kind):
                value = getattr(found, name)
                if name == 'docname':
                    yield value
                elif not isinstance(value, (str, int)):
                    waiting.append(value)


@cache
def _field_names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


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
        names = tuple(dict.fromkeys(name for name in _searched_names(facts) if name != page.title))
        yield Findable(page.docname, kind, summary, names, _terms(page))


def _searched_names(facts: PageFacts | None) -> Iterator[str]:
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
