"""Invalidation: the pages to write again after an edit, by what they depend on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from criticwiki.markdown.links import twice_on
from criticwiki.model.kinds import Character, Episode, Review, Series
from criticwiki.panel_registry import AGGREGATES

from .corpus import revealed_cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Set

    from criticwiki.model.page import Page

    from .corpus import Corpus


@dataclass(frozen=True, slots=True)
class Reach:
    """How far an edit reaches."""

    near: tuple[str, ...]
    """The edited pages, then those that may show them, those that sum up many pages last."""
    everywhere: bool
    """Whether any other page may show them too: names, titles, who counts as a critic."""


NOWHERE = Reach((), everywhere=False)
EVERYWHERE = Reach((), everywhere=True)


"""Panels that sum up many pages."""


def dependents(old: Corpus, new: Corpus, changed: Iterable[str]) -> Reach:
    """How far the change of some pages reaches, from one state of a wiki to the next."""
    edited = sorted(changed)
    found = dict.fromkeys(edited)
    renamed: set[str] = set()
    facts_changed = previewed = False
    for docname in edited:
        before, after = old.pages.get(docname), new.pages.get(docname)
        told = before is None or after is None or before.facts != after.facts
        facts_changed |= told
        for corpus, page in ((old, before), (new, after)):
            if page:
                found |= dict.fromkeys(_linked(corpus, page))
            if page and told:
                found |= dict.fromkeys(_told_by(corpus, page))
        if before is None or after is None or before.title != after.title:
            renamed.add(docname)
        elif _summary(before) != _summary(after):
            renamed.add(docname)
            previewed = True  # whoever links to it, in words or in a table
    labelled = {place for label, place in new.labels.items() if label != place}
    if shown := renamed | labelled.intersection(edited):
        for corpus in (old, new):
            found |= dict.fromkeys(_naming(corpus, shown))
    if facts_changed:
        found |= dict.fromkeys(sums(new))
    near = tuple(docname for docname in found if docname in new.pages)
    return Reach(near, previewed or shows_everywhere(old, new, edited))


def shows_everywhere(old: Corpus, new: Corpus, changed: Iterable[str]) -> bool:
    """Whether the change of some pages may show on any page: in names, titles, links."""
    return old.labels != new.labels or any(
        _identity(old.pages.get(docname)) != _identity(new.pages.get(docname))
        for docname in changed
    )


def _identity(page: Page | None) -> object:
    """What any page may show of this one: as what it counts, and what it is called."""
    if page is None:
        return None
    facts = page.facts
    shown: object = None
    if isinstance(facts, Episode):
        shown = facts.number
    elif isinstance(facts, Character):
        shown = (facts.name, facts.aliases, facts.misspellings, facts.revealed)
    elif isinstance(facts, Review):
        shown = (facts.author, facts.outlet, facts.headline, facts.covers)
    elif isinstance(facts, Series):
        shown = facts
    hidden = {mark.name for mark in page.marks if mark.spoils}
    return page.kind, page.title, page.draft, page.terms, shown, hidden, twice_on(page)


def _summary(page: Page) -> str | None:
    return page.facts.summary if page.facts else None


def _linked(corpus: Corpus, page: Page) -> Iterator[str]:
    """The pages that a page links to: they show the sentence that does."""
    for mention in corpus.mentions(page.docname):
        yield mention.name.docname
    for link in page.links:
        if target := corpus.resolve(link):
            yield target


def _naming(corpus: Corpus, shown: Set[str]) -> Iterator[str]:
    """The pages that may show titles of others, because they link to them."""
    for docname, page in corpus.pages.items():
        if any(corpus.resolve(link) in shown for link in page.links):
            yield docname


def _told_by(corpus: Corpus, page: Page) -> Iterator[str]:
    """The pages that show facts of this one in a table."""
    facts = page.facts
    if isinstance(facts, Episode):
        yield from _around(corpus, facts.number)
    elif isinstance(facts, Character):
        yield from _episodes(corpus, facts.appears_in or ())
        for fact in facts.revealed:
            yield from _episodes(corpus, fact.appears_in or ())
        for number in facts.appears_in or ():
            yield from (entry.docname for entry in corpus.cast.get(number, ()))
        yield from (entry.docname for entry, _remark in corpus.remarks.get(page.id, ()))
    elif isinstance(facts, Review):
        yield from _episodes(corpus, facts.covers)
        for remark in facts.remarks:
            if isinstance(remark.about, int):
                yield from _episodes(corpus, (remark.about,))
            elif subject := corpus.by_id.get(remark.about):
                yield subject.docname


def _around(corpus: Corpus, number: int) -> Iterator[str]:
    """The pages about an episode: its neighbours, its cast, those who judge it."""
    yield from _episodes(corpus, (number - 1, number + 1))
    yield from (entry.docname for entry in corpus.cast.get(number, ()))
    yield from (entry.docname for _by, entry in revealed_cast(corpus).get(number, ()))
    yield from (entry.docname for entry in corpus.covering.get(number, ()))
    yield from (entry.docname for entry, _remark in corpus.remarks.get(number, ()))


def _episodes(corpus: Corpus, numbers: Iterable[int]) -> Iterator[str]:
    for number in numbers:
        if entry := corpus.episode_by_number.get(number):
            yield entry.docname


def sums(corpus: Corpus) -> Iterator[str]:
    """The pages that sum up many others, or print figures of the data."""
    for docname, page in corpus.pages.items():
        if page.values or any(name in AGGREGATES for name, _part in page.panels):
            yield docname
