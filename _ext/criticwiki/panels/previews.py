"""Summaries of pages for other places: link previews, and entries of the search."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from criticwiki.cached_view import remembered
from criticwiki.model.kinds import Character, Episode, Review
from criticwiki.model.page import OTHER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.model.kinds import PageFacts
    from criticwiki.model.page import Page


@dataclass(frozen=True, slots=True)
class Preview:
    """Content of the preview that a link to a page shows."""

    kind: str
    title: str
    summary: str
    number: int = 0
    """Number of an episode."""


def preview_of(corpus: Corpus, docname: str) -> Preview | None:
    """The preview of a page; None for a draft and for a page without a summary."""
    page = corpus.pages.get(docname)
    if page is None or page.draft or page.facts is None or not page.facts.summary:
        return None
    number = cast('Episode', page.facts).number if page.kind == 'episode' else 0
    return Preview(page.kind, page.title, page.facts.summary, number)


def linked_pages(corpus: Corpus, page: Page) -> Iterator[str]:
    """Docnames that the text of a page links to, by links and by mentions; with repetitions."""
    for link in page.links:
        if target := corpus.resolve(link):
            yield target
    for mention in corpus.mentions(page.docname):
        yield mention.name.docname


def previews_in(corpus: Corpus, key: Any) -> tuple[Preview, ...]:
    """The previews of pages that a cache key of rows names, in views or as strings."""
    if not has_previews(corpus):
        return ()
    names = dict.fromkeys((*pages_named(key), *_strings(key)))
    return tuple(preview for name in names if (preview := preview_of(corpus, name)))


@remembered
def has_previews(corpus: Corpus) -> bool:
    """Whether any page has a preview."""
    return any(preview_of(corpus, docname) for docname in corpus.pages)


def _strings(key: Any) -> Iterator[str]:
    for part in key:
        if isinstance(part, str):
            yield part
        elif isinstance(part, tuple):
            yield from _strings(part)


def pages_named(view: Any) -> Iterator[str]:
    """Every docname in a view, with repetitions."""
    stack = [view]
    while stack:
        value = stack.pop()
        if isinstance(value, (tuple, list)):
            stack += value
        elif isinstance(value, dict):
            stack += value.values()
        elif is_dataclass(value):
            kind: type = type(value)
            for name in _field_names(kind):
                field = getattr(value, name)
                if name == 'docname':
                    yield field
                elif not isinstance(field, (str, int)):
                    stack.append(field)


@cache
def _field_names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


MAX_SUMMARY: Final = 200
"""Most characters of a summary in the search."""
_KINDS: Final = ('episode', 'character', 'review')


class SearchEntry(NamedTuple):
    """Entry of a page in the index of the quick search."""

    docname: str
    kind: str
    """`episode`, `character`, `review`, or `other`."""
    summary: str
    """Free of spoilers, truncated to `MAX_SUMMARY`."""
    names: tuple[str, ...]
    """Other names than the title, free of spoilers."""
    terms: tuple[tuple[str, str], ...]
    """Glossary terms, each with its anchor."""


def search_entries(corpus: Corpus) -> Iterator[SearchEntry]:
    """The search entry of each page, in the order of docnames."""
    for page in corpus.pages.values():
        facts = page.facts
        kind = page.kind if page.kind in _KINDS else OTHER
        summary = _truncated(facts.summary or '') if facts else ''
        names = tuple(dict.fromkeys(name for name in _names(facts) if name != page.title))
        terms = tuple((term.text, term.anchor) for term in page.terms if not term.spoils)
        yield SearchEntry(page.docname, kind, summary, names, terms)


def _names(facts: PageFacts | None) -> Iterator[str]:
    """Names of a page to search for; those of a review are its author and outlet."""
    names: Iterable[str | None] = ()
    if isinstance(facts, Episode):
        names = (str(facts.number), facts.title, facts.title_ja, *facts.variants)
    elif isinstance(facts, Character):
        names = (facts.name, facts.name_ja, *facts.aliases, *facts.misspellings)
    elif isinstance(facts, Review):
        names = (facts.author, facts.outlet, facts.headline)
    return (name for name in names if name)


def _truncated(text: str) -> str:
    """A text truncated at the end of a word."""
    if len(text) <= MAX_SUMMARY:
        return text
    return f'{text[:MAX_SUMMARY].rpartition(" ")[0] or text[:MAX_SUMMARY]} …'
