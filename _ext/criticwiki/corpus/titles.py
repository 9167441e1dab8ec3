"""What a text may call things by: titles, which also stand in quotation marks, and critics."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from criticwiki.cached_view import remembered
from criticwiki.model.kinds import Character, Episode, Review, Series

from .names import Name, NameTable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .corpus import Corpus

_ROLE_OR_LINK: Final = re.compile(r'`(?:[^`<]*<)?([^`<>]+)>?`|\]\(([^()\s]+)|\]\[([^\]\n]+)\]')


def titles(corpus: Corpus) -> Iterator[str]:
    """Every name of a work, a person, a term or an outlet that the wiki knows."""
    for page in corpus.pages.values():
        facts = page.facts
        yield page.title
        yield from (term.text for term in page.terms)
        if isinstance(facts, Series):
            yield from (facts.title, *facts.aspects, *facts.unlinked)
        elif isinstance(facts, Episode):
            yield from (facts.title, facts.title_ja or '', *facts.variants)
        elif isinstance(facts, Character):
            yield from (facts.name, facts.name_ja or '', *facts.aliases, *facts.misspellings)
            yield from (fact.alias for fact in facts.revealed if fact.alias)
        elif isinstance(facts, Review):
            yield from (facts.headline, facts.outlet or '', facts.author or '')


def critics_named(corpus: Corpus, text: str, *, unnamed: bool = True) -> list[str]:
    """The reviews whose critic a text names or links to.

    A critic without a name can only be described; where any other is named, `unnamed` adds
    all of these.
    """
    known = _critics(corpus)
    found = [
        docname
        for _, name in known.table.occurrences(' '.join(text.split()), 0)
        for docname in known.by_name[name.text]
    ]
    for target in _ROLE_OR_LINK.finditer(text):
        words = next(group for group in target.groups() if group)
        page = corpus.by_id.get(re.split('[#/]', words.removesuffix('.md'))[-1])
        if page and page.kind == 'review':
            found.append(page.docname)
    return list(dict.fromkeys((*found, *(known.unnamed if found and unnamed else ()))))


class _Critics(NamedTuple):
    """The reviews by who wrote them."""

    table: NameTable
    by_name: Mapping[str, tuple[str, ...]]
    unnamed: tuple[str, ...]


@remembered
def _critics(corpus: Corpus) -> _Critics:
    """The reviews by their author and by their outlet, in their order."""
    by_name: dict[str, tuple[str, ...]] = {}
    for entry in corpus.reviews:
        for name in filter(None, dict.fromkeys((entry.facts.author, entry.facts.outlet))):
            by_name[name] = (*by_name.get(name, ()), entry.docname)
    unnamed = (entry.docname for entry in corpus.reviews if not entry.facts.critic)
    return _Critics(NameTable(Name(name, '') for name in by_name), by_name, tuple(unnamed))
