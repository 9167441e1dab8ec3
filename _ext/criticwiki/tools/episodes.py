"""What becomes of single episodes: their scores, and how many reviews cover them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from criticwiki.export.lookup import shown_value
from criticwiki.model.scopes import Scope
from criticwiki.panels.season import season

from .sentences import plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.panels.season import SeasonRow, Spread

    from .sentences import Sentence


def episode_changes(old: Corpus, new: Corpus) -> Iterator[Sentence]:
    """Episodes whose mean is another, by number."""
    was, now = season(old), season(new)
    before, after = _rows(was.rows), _rows(now.rows)
    for number in sorted(before.keys() | after.keys()):
        spreads = [rows[number].spread if number in rows else None for rows in (before, after)]
        told = [_told(spread) for spread in spreads]
        if told[0] != told[1]:
            yield (f'episode {number}: was {told[0]}, now {told[1]}',)


def season_changes(old: Corpus, new: Corpus) -> Iterator[Sentence]:
    """The mean over all episode scores."""
    was, now = (shown_value(season(corpus).mean) for corpus in (old, new))
    if was != now:
        yield (f'the mean of all episode scores: was {was or "none"}, now {now or "none"}',)


def coverage_changes(old: Corpus, new: Corpus) -> Iterator[Sentence]:
    """How many reviews cover the episodes, where that is another number; alike ones in one."""
    found: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number in range(1, max(old.season, new.season) + 1):
        counts = tuple(len(corpus.covering.get(number, ())) for corpus in (old, new))
        if counts[0] != counts[1]:
            found[counts[0], counts[1]].append(number)
    for (was, now), numbers in found.items():
        what = 'episode' if len(numbers) == 1 else 'episodes'
        covered = f'{Scope(tuple(numbers))}: covered by {plural(was, "review")}, now by {now}'
        yield (f'{what} {covered}',)


def _rows(rows: tuple[SeasonRow, ...]) -> dict[int, SeasonRow]:
    return {row.number: row for row in rows}


def _told(spread: Spread | None) -> str:
    if spread is None:
        return 'not scored'
    return f'{shown_value(spread.mean)} of 100 from {plural(spread.count, "score")}'
