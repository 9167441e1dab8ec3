"""Cache invalidation of views: copies those that an edit cannot affect to the next corpus."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, TypeVar

from criticwiki.cached_view import copy_view, copy_views, set_view
from criticwiki.corpus.corpus import CharacterEntry, EpisodeEntry, ReviewEntry
from criticwiki.corpus.critics import critic_by_review
from criticwiki.corpus.invalidation import affects_all_pages
from criticwiki.corpus.names import Backlink, backlinks
from criticwiki.model.kinds import Episode, Series
from criticwiki.model.review import Review

from .aspect_table import aspect_table
from .common import critic_of
from .consensus import agreements, matrix, tallies
from .critic_figures import distances
from .elsewhere import elsewhere
from .episode import episode_scores, episode_voices
from .episode_scores import (
    critic_figures,
    early_comparison,
    row_without_page,
    score_sum,
    season_row,
)
from .related import reading_order
from .season_score import fragility, season_score, without_each
from .standing import scored_seasons

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.model.numbering import Number

AnyEntry = TypeVar('AnyEntry', bound=CharacterEntry | EpisodeEntry | ReviewEntry)


_READS: Final[Mapping[Callable[[Corpus], Any], tuple[str, ...]]] = {
    season_score: ('score', 'published'),
    without_each: ('score', 'published'),
    fragility: ('score', 'published'),
    early_comparison: ('score', 'episode_scores', 'published'),
    distances: ('score', 'episode_scores', 'published'),
    tallies: ('aspects', 'published'),
    agreements: ('aspects', 'published'),
    matrix: ('aspects', 'published'),
    aspect_table: ('aspects', 'language', 'published'),
    elsewhere: ('score', 'aspects', 'published'),
    scored_seasons: ('score', 'episode_scores', 'published'),
}
"""Fields of a review that a view of all reviews reads, beside its names and scope."""


def reuse_views(old: Corpus, new: Corpus, edited: Collection[str]) -> bool:
    """Copy the valid views of the old corpus to the new one; only the pages `edited` differ.

    Returns False, and copies nothing, if the edit may show on any page.
    """
    if affects_all_pages(old, new, edited):
        return False
    _reuse_order(old, new)
    cached = old.outgoing_cache.items()
    new.outgoing_cache = {name: links for name, links in cached if name not in edited}
    if all(old.pages[docname].facts == new.pages[docname].facts for docname in edited):
        new.view_cache.update(old.view_cache)
    else:
        _reuse_scores(old, new, edited)
    set_view(new, backlinks, _patched(old, new, edited))
    return True


def _reuse_order(old: Corpus, new: Corpus) -> None:
    """Copy the names of pages, and their order, which depends on names."""
    new.claims, new.names = old.claims, old.names
    new.episodes = tuple(_entry(new, entry) for entry in old.episodes)
    new.characters = tuple(_entry(new, entry) for entry in old.characters)
    new.reviews = tuple(_entry(new, entry) for entry in old.reviews)
    copy_view(old, new, reading_order)


def _entry(new: Corpus, entry: AnyEntry) -> AnyEntry:
    page = new.pages[entry.docname]
    if page is entry.page:
        return entry
    fields: dict[str, Any] = {'page': page, 'facts': page.facts}
    return replace(entry, **fields)


def _reuse_scores(old: Corpus, new: Corpus, edited: Collection[str]) -> None:
    """Copy the scores of episodes and the figures of critics that no edited page is about."""
    numbers: set[Number] = set()
    changed: set[str] = set()
    for docname in edited:
        for corpus in (old, new):
            facts = corpus.pages[docname].facts
            if isinstance(facts, Review):
                numbers.update(facts.covers, facts.episode_scores)
                changed |= _differing(facts, old.pages[docname].facts)
            elif isinstance(facts, Episode):
                numbers.update(facts.numbers)
            elif isinstance(facts, Series) or facts is None:
                return
    critics = critic_by_review(new)
    edited_critics = {critics[docname].docname for docname in edited if docname in critics}
    shared = {one for number in numbers for one in new.numbers_beside(number)}
    stale = {e.docname for e in new.episodes if not shared.isdisjoint(e.facts.numbers)}
    valid: dict[Callable[..., Any], Callable[[Any], bool]] = {
        critic_of: lambda _docname: True,
        critic_figures: lambda docname: docname not in edited_critics,
        score_sum: lambda docname: docname not in edited_critics,
        season_row: lambda docname: docname not in stale,
        row_without_page: lambda number: number not in shared,
        episode_scores: lambda number: number not in shared,
        episode_voices: lambda number: number not in shared,
    }
    copy_views(old, new, valid)
    for view, fields in _READS.items():
        if changed.isdisjoint(fields):
            copy_view(old, new, view)


def _differing(facts: Review, before: object) -> set[str]:
    fields = type(facts).model_fields
    return {name for name in fields if getattr(facts, name) != getattr(before, name, None)}


def _patched(
    old: Corpus, new: Corpus, edited: Collection[str]
) -> Mapping[str, tuple[Backlink, ...]]:
    """The backlinks of the old corpus, with those from edited pages replaced."""
    by_target = dict(backlinks(old))
    for source in sorted(edited):
        links = {
            link.target: Backlink(source, link.spoils, link.order, link.sentence)
            for link in new.outgoing(source)
        }
        before = {link.target for link in old.outgoing(source)}
        for target in sorted(before | links.keys()):
            rows = {row.docname: row for row in by_target.pop(target, ()) if row.docname != source}
            if target in links:
                rows[source] = links[target]
            if rows:
                by_target[target] = tuple(rows[docname] for docname in sorted(rows))
    return by_target
