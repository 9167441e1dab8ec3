"""What becomes of each aspect: counts, evidence, agreement, splits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from criticwiki.panels.consensus import agreements, brief, tallies

from .sentences import Name, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.panels.consensus import AspectTally
    from criticwiki.panels.consensus_view import Tally

    from .sentences import Sentence


def aspect_changes(old: Corpus, new: Corpus) -> Iterator[Sentence]:
    """Every aspect of which critics hold something else, as listed; then the splits."""
    before = {row.aspect: row for row in tallies(old)}
    after = {row.aspect: row for row in tallies(new)}
    for name in before:
        if name not in after:
            yield (Name(name), ': is no aspect any more')
    for name, row in after.items():
        if name not in before:
            yield (Name(name), f': is a new aspect, {_counts(row.tally)}')
        elif told := '; '.join(_differences(before[name], row)):
            yield (Name(name), f': {told}')
    yield from _splits(old, new)
    yield from _agreed(old, new)


def _differences(old: AspectTally, new: AspectTally) -> Iterator[str]:
    was, now = old.tally, new.tally
    if was != now:
        yield f'was {_counts(was)}, now {_counts(now)}'
    if was.agreement != now.agreement:
        lost = f'no longer {was.agreement}' if was.agreement else ''
        told = f'now {now.agreement}' if now.agreement else ''
        yield 'agreement ' + ', '.join(filter(None, (lost, told)))
    if was.evidence != now.evidence:
        yield f'evidence was {was.evidence}, now {now.evidence}'


def _counts(tally: Tally) -> str:
    held = (
        (tally.praise, 'praise'),
        (tally.mixed, 'mixed'),
        (tally.criticism, 'criticism'),
    )
    told = [f'{count} {word}' for count, word in held if count]
    return f'{listed(told)} of {tally.discussing}' if told else 'not discussed'


def _splits(old: Corpus, new: Corpus) -> Iterator[Sentence]:
    """Which aspects critics are split on, and on which the widest."""
    was = [row.aspect for row in agreements(old).splits]
    now = [row.aspect for row in agreements(new).splits]
    yield from _comings(was, now, 'critics now split on ', 'critics no longer split on ')
    if now and was and was[0] != now[0]:
        yield ('the widest split is now on ', Name(now[0]), ', no longer on ', Name(was[0]))


def _agreed(old: Corpus, new: Corpus) -> Iterator[Sentence]:
    before, after = brief(old), brief(new)
    for was, now, held in (
        (before.praised, after.praised, 'praise'),
        (before.criticised, after.criticised, 'criticise'),
    ):
        names = ([row.aspect for row in was], [row.aspect for row in now])
        yield from _comings(
            *names, f'critics now agree to {held} ', f'no longer agreed to {held}: '
        )


def _comings(was: list[str], now: list[str], come: str, gone: str) -> Iterator[Sentence]:
    for words, names in ((come, [n for n in now if n not in was]),
                         (gone, [n for n in was if n not in now])):  # fmt: skip
        if names:
            parts: list[str | Name] = [words]
            for name in names:
                parts += [Name(name), ', ']
            yield tuple(parts[:-1])
