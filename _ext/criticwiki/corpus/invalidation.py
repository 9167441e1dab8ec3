"""Invalidation: the stale pages after an edit, by what each page depends on."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING, Final

from criticwiki.markdown.links import duplicate_labels_on
from criticwiki.model.kinds import Character, Episode, Series
from criticwiki.model.review import Review
from criticwiki.panel_registry import is_aggregate

from .aspects import aspect_places

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Set

    from criticwiki.model.numbering import Number
    from criticwiki.model.page import Page

    from .corpus import Corpus

    PlacedAnew = Callable[[Corpus, Corpus, Collection[str], Iterable[Number]], Set[Number]]
    """Which of some episodes have another place among the scores of their season, as the reviews of
    some docnames changed from one corpus to the next."""


@dataclass(frozen=True, slots=True)
class Invalidation:
    """The stale pages after an edit."""

    docnames: tuple[str, ...]
    """Pages that may show something else: the edited ones first, aggregates last."""
    all_pages: bool
    """Whether every other page may be stale too: names, titles, who counts as a critic."""


NOTHING: Final = Invalidation((), all_pages=False)
EVERYTHING: Final = Invalidation((), all_pages=True)


def after(
    old: Corpus,
    new: Corpus,
    edited: Iterable[str],
    placed_anew: PlacedAnew,
) -> Invalidation:
    """The pages that the edit of some pages invalidates, from one corpus to the next.

    `placed_anew` tells which episodes have another place among the scores of their season: few of
    all that might. The build, the live preview and the impact report all ask this.
    """
    names = sorted(edited)
    all_pages = affects_all_pages(old, new, names)
    if not all_pages:
        old.names = new.names  # equal, and slow to index
    stale = dict.fromkeys(names)
    renamed: set[str] = set()
    changed: list[Page] = []
    previewed = False
    for docname in names:
        before, page = old.pages.get(docname), new.pages.get(docname)
        for corpus, state in ((old, before), (new, page)):
            if state:
                stale |= dict.fromkeys(_linked(corpus, state))
        if before is None or page is None or before.facts != page.facts:
            changed += filter(None, (before, page))
        if before is None or page is None or before.title != page.title:
            renamed.add(docname)
        elif _summary(before) != _summary(page):
            renamed.add(docname)
            previewed = True  # whoever links to it, in words or in a table
    if changed:
        stale |= dict.fromkeys(_showing_facts_of(changed, new))
        stale |= dict.fromkeys(_placed_anew(changed, old, new, placed_anew))
    labelled = {target for label, target in new.labels.items() if label != target}
    if retitled := renamed | labelled.intersection(names):
        for corpus in (old, new):
            stale |= dict.fromkeys(_linking_to(corpus, retitled))
    if moved := {name for name in names if _slugs(old, name) != _slugs(new, name)}:
        stale |= dict.fromkeys(_linking_into(new, moved))
    if changed:
        stale |= dict.fromkeys(aggregates(new))
    docnames = tuple(docname for docname in stale if docname in new.pages)
    return Invalidation(docnames, previewed or all_pages)


def affects_all_pages(old: Corpus, new: Corpus, edited: Iterable[str]) -> bool:
    """Whether an edit may show on any page: in names, titles, links."""
    return (
        (old.labels, old.numbering) != (new.labels, new.numbering)
        or any(
            _identity(old.pages.get(docname)) != _identity(new.pages.get(docname))
            for docname in edited
        )
        or aspect_places(old) != aspect_places(new)
    )


def _identity(page: Page | None) -> object:
    """The part of a page that any other page may show: its kind, its title and its names."""
    if page is None:
        return None
    facts = page.facts
    shown: object = None
    if isinstance(facts, Episode):
        shown = facts.numbers
    elif isinstance(facts, Character):
        shown = (facts.name, facts.names, facts.aliases, facts.misspellings, facts.revealed)
        shown = (*shown, facts.group)
    elif isinstance(facts, Review):
        shown = (facts.author, facts.outlet, facts.headline, facts.label)
        shown = (*shown, facts.covers, facts.replaces)
    elif isinstance(facts, Series):
        shown = facts
    hidden = {mark.name for mark in page.written_labels if mark.spoils}
    return page.kind, page.title, page.draft, page.terms, shown, hidden, duplicate_labels_on(page)


def _summary(page: Page) -> str | None:
    return page.facts.summary if page.facts else None


def _linked(corpus: Corpus, page: Page) -> Iterator[str]:
    """Targets of the links of a page: their backlinks show the sentence."""
    for mention in corpus.mentions(page.docname):
        yield mention.name.docname
    for link in page.links:
        if target := corpus.resolve(link):
            yield target


def _linking_to(corpus: Corpus, targets: Set[str]) -> Iterator[str]:
    """Pages that show the title of a target, because they link to it."""
    for docname, page in corpus.pages.items():
        if any(corpus.resolve(link) in targets for link in page.links):
            yield docname


def _slugs(corpus: Corpus, docname: str) -> tuple[tuple[str, str], ...]:
    page = corpus.pages.get(docname)
    return page.slugs if page else ()


def _linking_into(corpus: Corpus, targets: Set[str]) -> Iterator[str]:
    """Pages that link to a heading of a target, whose words they may show."""
    for docname, page in corpus.pages.items():
        if any(link.anchor and link.target in targets for link in page.links):
            yield docname


def _showing_facts_of(changed: Iterable[Page], corpus: Corpus) -> Iterator[str]:
    """Pages that show facts of changed pages in a table, before or after the change.

    Drafts and pages with an id or a number that another has are in few tables of the corpus, but
    show the same panels, so all pages are searched, once for all changes.
    """
    episodes: set[Number | str] = set()
    characters: set[Number | str] = set()
    appearing: set[Number] = set()
    judged: set[Number | str] = set()
    near: set[int] = set()
    for page in changed:
        facts = page.facts
        if isinstance(facts, Episode):
            near.update(place + step for place in _floors(facts) for step in (-1, 0, 1))
            appearing.update(facts.numbers)
            judged.update(facts.numbers)
        elif isinstance(facts, Character):
            episodes |= _appearances(facts)
            appearing |= set(facts.appears_in or ())
            judged.add(page.id)
        elif isinstance(facts, Review):
            subjects = {remark.about for remark in facts.remarks}
            episodes |= {*facts.covers, *subjects}
            characters |= subjects
    for docname, page in corpus.pages.items():
        facts = page.facts
        if isinstance(facts, Episode):
            shows = not episodes.isdisjoint(facts.numbers) or not near.isdisjoint(_floors(facts))
        elif isinstance(facts, Character):
            shows = page.id in characters or not appearing.isdisjoint(_appearances(facts))
        elif isinstance(facts, Review):
            subjects = {remark.about for remark in facts.remarks}
            shows = not judged.isdisjoint(facts.covers) or not judged.isdisjoint(subjects)
        else:
            shows = False
        if shows:
            yield docname


def _placed_anew(
    changed: Iterable[Page],
    old: Corpus,
    new: Corpus,
    placed_anew: PlacedAnew,
) -> Iterator[str]:
    """Pages of episodes whose place among the scores of their season is another."""
    scoring = {
        page.docname: page.facts.covers
        for page in changed
        if isinstance(page.facts, Review) and (page.facts.score or page.facts.episode_scores)
    }
    seasons = {new.season_of(number) for covers in scoring.values() for number in covers}
    near = {
        docname: page.facts.number
        for docname, page in new.pages.items()
        if isinstance(page.facts, Episode) and new.season_of(page.facts.number) in seasons
    }
    moved = placed_anew(old, new, scoring.keys(), near.values())
    yield from (docname for docname, number in near.items() if number in moved)


def _floors(facts: Episode) -> set[int]:
    """Numbers of the regular episodes at the place of an episode, which has neighbours there."""
    return {step(number) for number in facts.numbers for step in (floor, ceil)}


def _appearances(facts: Character) -> set[Number]:
    """Numbers of all episodes with a character, also those that an episode reveals."""
    revealed = (number for fact in facts.revealed for number in fact.appears_in or ())
    return {*(facts.appears_in or ()), *revealed}


def aggregates(corpus: Corpus) -> Iterator[str]:
    """Pages with an aggregate panel, or with values of `wiki.json`."""
    for docname, page in corpus.pages.items():
        if page.values or any(is_aggregate(*panel, page.kind) for panel in page.panels):
            yield docname
