"""Incremental rebuild of a corpus: reuse of cached views that the edit cannot affect."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, TypeVar

from criticwiki.cached_view import keep, keep_whole, remember
from criticwiki.corpus.corpus import CharacterEntry, EpisodeEntry, ReviewEntry
from criticwiki.corpus.invalidation import shows_everywhere
from criticwiki.corpus.names import Backlink, backlinks
from criticwiki.model.kinds import Episode, Review, Series

from .common import critic_of
from .consensus import agreements, fragility, matrix, tallies, without_each
from .episode import episode_scores
from .related import reading_order
from .season import compared, critic_figures, given, headline, season_row

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from criticwiki.corpus.corpus import Corpus

AnyEntry = TypeVar('AnyEntry', bound=CharacterEntry | EpisodeEntry | ReviewEntry)


_RESTS_ON: Final = {
    headline: ('score',),
    without_each: ('score',),
    fragility: ('score',),
    compared: ('score', 'episode_scores'),
    tallies: ('aspects',),
    agreements: ('aspects',),
    matrix: ('aspects',),
}
"""Views of all reviews, and what of a review they show beside who wrote it about what."""


def carry_over(old: Corpus, new: Corpus, edited: Collection[str]) -> bool:
    """Tell the new state what the old one knows, where only the pages `edited` differ.

    Returns False, and tells nothing, where the edit may show on any page.
    """
    if shows_everywhere(old, new, edited):
        return False
    _keep_order(old, new)
    known = old.kept_outgoing.items()
    new.kept_outgoing = {name: links for name, links in known if name not in edited}
    if all(old.pages[docname].facts == new.pages[docname].facts for docname in edited):
        new.memo.update(old.memo)
    else:
        _keep_scores(old, new, edited)
    remember(new, backlinks, _patched(old, new, edited))
    return True


def _keep_order(old: Corpus, new: Corpus) -> None:
    """Keep who is called what, and the order of pages, which rests on that."""
    new.claims, new.names = old.claims, old.names
    new.episodes = tuple(_entry(new, entry) for entry in old.episodes)
    new.characters = tuple(_entry(new, entry) for entry in old.characters)
    new.reviews = tuple(_entry(new, entry) for entry in old.reviews)
    keep_whole(old, new, reading_order)


def _entry(new: Corpus, entry: AnyEntry) -> AnyEntry:
    page = new.pages[entry.docname]
    if page is entry.page:
        return entry
    fields: dict[str, Any] = {'page': page, 'facts': page.facts}
    return replace(entry, **fields)


def _keep_scores(old: Corpus, new: Corpus, edited: Collection[str]) -> None:
    """Keep the scores of episodes, and the figures of critics, that no edited page is about."""
    numbers: set[int] = set()
    changed: set[str] = set()
    for docname in edited:
        for corpus in (old, new):
            facts = corpus.pages[docname].facts
            if isinstance(facts, Review):
                numbers.update(facts.covers, facts.episode_scores)
                changed |= _differing(facts, old.pages[docname].facts)
            elif isinstance(facts, Episode):
                numbers.add(facts.number)
            elif isinstance(facts, Series) or facts is None:
                return
    told = {entry.docname for entry in new.episodes if entry.facts.number in numbers}
    kept: dict[Callable[..., Any], Callable[[Any], bool]] = {
        critic_of: lambda _docname: True,
        critic_figures: lambda docname: docname not in edited,
        given: lambda docname: docname not in edited,
        season_row: lambda docname: docname not in told,
        episode_scores: lambda number: number not in numbers,
    }
    keep(old, new, kept)
    for view, fields in _RESTS_ON.items():
        if changed.isdisjoint(fields):
            keep_whole(old, new, view)


def _differing(facts: Review, before: object) -> set[str]:
    fields = type(facts).model_fields
    return {name for name in fields if getattr(facts, name) != getattr(before, name, None)}


def _patched(
    old: Corpus, new: Corpus, edited: Collection[str]
) -> Mapping[str, tuple[Backlink, ...]]:
    """The backlinks of the old state, with those from the edited pages put anew."""
    found = dict(backlinks(old))
    for source in sorted(edited):
        come = {
            link.target: Backlink(source, link.spoils, link.order, link.sentence)
            for link in new.outgoing(source)
        }
        gone = {link.target for link in old.outgoing(source)}
        for target in sorted(gone | come.keys()):
            rows = {row.docname: row for row in found.pop(target, ()) if row.docname != source}
            if target in come:
                rows[source] = come[target]
            if rows:
                found[target] = tuple(rows[docname] for docname in sorted(rows))
    return found
