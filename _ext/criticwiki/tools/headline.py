"""What becomes of the season score, and how far it rests on single critics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from criticwiki.export.lookup import shown_value
from criticwiki.panels.fragility import without_each
from criticwiki.panels.season import headline

from .sentences import plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.panels.season import Headline

    from .sentences import Sentence


def headline_stays(old: Corpus, new: Corpus) -> Sentence | None:
    """That mean, range and number of scores are as they were; None where they are not."""
    before, after = headline(old), headline(new)
    if before.figures != after.figures:
        return None
    if after.figures is None:
        return ('there is still no season score',)
    more = f', now from {_share(after)}' if before.reviews != after.reviews else ''
    return (f'the headline stays: {shown_value(after.figures.mean)} of 100{more}',)


def headline_changes(old: Corpus, new: Corpus) -> Iterator[Sentence]:
    """Mean, range, how many critics stand behind it, and whether it is provisional."""
    before, after = headline(old), headline(new)
    if before.figures != after.figures:
        yield (f'the headline: was {_told(before)}; is now {_told(after)}',)
    if before.figures and after.figures and before.provisional != after.provisional:
        word = 'provisional again' if after.provisional else 'no longer provisional'
        yield (f'the headline is {word}',)
    if len(before.unscored) != len(after.unscored):
        numbers = f'was {len(before.unscored)}, now {len(after.unscored)}'
        yield (f'reviews that print no season score: {numbers}',)
    was, now = _left(old), _left(new)
    if was != now:
        yield (f'the mean without one critic: was {was}, now {now}',)


def _told(top: Headline) -> str:
    known = top.figures
    if known is None:
        return 'no season score'
    low, high, mean = map(shown_value, (known.low, known.high, known.mean))
    wide = f' ({low} to {high})' if known.count > 1 else ''
    return f'{mean} of 100{wide}, from {_share(top)}'


def _share(top: Headline) -> str:
    count = top.figures.count if top.figures else 0
    return f'{count} of {plural(top.reviews, "review")}'


def _left(corpus: Corpus) -> str:
    """The lowest and the highest mean without one critic."""
    found = [left for _, left in without_each(corpus) if left is not None]
    if not found:
        return 'not known'
    low, high = shown_value(min(found)), shown_value(max(found))
    return f'{low} to {high}' if low != high else f'{low}'
