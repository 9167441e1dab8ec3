"""Carries over, from one state of a wiki to the next, what an edit cannot have changed.

A corpus never changes, so each edit makes another; but most of what is known of it was known
before: names, the sentences that link from page to page, and all tables while no fact changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from criticwiki.core.backlinks import Backlink, backlinks
from criticwiki.core.dependents import shows_everywhere
from criticwiki.core.memo import keep, remember
from criticwiki.core.models import Episode, Review, Series
from criticwiki.core.views.episodes import episode_scores
from criticwiki.core.views.season import critic_figures, season_row

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from criticwiki.core.corpus import Corpus


def carry_over(old: Corpus, new: Corpus, edited: Collection[str]) -> bool:
    """Tell the new state what the old one knows, where only the pages `edited` differ.

    Returns False, and tells nothing, where the edit may show on any page.
    """
    if shows_everywhere(old, new, edited):
        return False
    new.names = old.names
    known = old.kept_outgoing.items()
    new.kept_outgoing = {name: links for name, links in known if name not in edited}
    if all(old.pages[docname].facts == new.pages[docname].facts for docname in edited):
        new.memo.update(old.memo)
    else:
        _keep_scores(old, new, edited)
    remember(new, backlinks, _patched(old, new, edited))
    return True


def _keep_scores(old: Corpus, new: Corpus, edited: Collection[str]) -> None:
    """Keep the scores of episodes, and the figures of critics, that no edited page is about."""
    numbers: set[int] = set()
    for docname in edited:
        for corpus in (old, new):
            facts = corpus.pages[docname].facts
            if isinstance(facts, Review):
                numbers.update(facts.covers, facts.episode_scores)
            elif isinstance(facts, Episode):
                numbers.add(facts.number)
            elif isinstance(facts, Series) or facts is None:
                return
    told = {entry.docname for entry in new.episodes if entry.facts.number in numbers}
    keep(old, new, episode_scores, lambda number: number not in numbers)
    keep(old, new, season_row, lambda docname: docname not in told)
    keep(old, new, critic_figures, lambda docname: docname not in edited)


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
