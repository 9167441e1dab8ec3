"""Who is in an episode, as only a later one reveals."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from criticwiki.cached_view import remembered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .corpus import CharacterEntry, Corpus


@remembered
def revealed_cast(corpus: Corpus) -> Mapping[int, tuple[tuple[int, CharacterEntry], ...]]:
    """By episode: its hidden cast, each after the number of the episode that reveals it."""
    found: dict[int, dict[tuple[int, str], CharacterEntry]] = defaultdict(dict)
    for entry in corpus.characters:
        known = entry.facts.appears_in or ()
        for fact in entry.facts.revealed:
            for number in fact.appears_in or ():
                if number not in known:
                    found[number][fact.episode, entry.docname] = entry
    return {
        number: tuple((episode, entry) for (episode, _name), entry in sorted(cast.items()))
        for number, cast in found.items()
    }
