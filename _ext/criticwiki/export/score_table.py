"""Every printed score, one a line: `scores.csv`."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Final

from criticwiki.model.scores import plain, rounded
from criticwiki.panels.common import covers_all

if TYPE_CHECKING:
    from collections.abc import Iterator

    from criticwiki.corpus.corpus import Corpus, ReviewEntry
    from criticwiki.model.scores import Score

COLUMNS: Final = (
    'review', 'critic', 'what', 'subject', 'printed', 'value', 'best', 'common', 'covers',
)  # fmt: skip
_FORMULA: Final = re.compile(
    r'(^|[;\t\n\r])(?=[\s"\']*[-=+@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b]|[\t\n\r])'
)
"""Where a cell begins like a formula: some programs read full-width signs as the others.

In half of Europe a spreadsheet ends a cell at a semicolon, whatever stands around it.
"""


def scores_csv(corpus: Corpus) -> str:
    """Every printed score, one a line, as comma-separated values."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator='\n')
    writer.writerow(COLUMNS)
    for entry in corpus.reviews:
        for what, subject, score in _scores(corpus, entry):
            critic = entry.facts.critic or ''
            worth = (plain(score.value), plain(score.best), rounded(score.common))
            row = (entry.id, critic, what, subject, score.printed, *worth, entry.facts.covers)
            writer.writerow(map(_cell, row))
    return out.getvalue()


def _cell(value: object) -> str:
    """A cell that a spreadsheet reads as words or a number: what begins like a formula is quoted.

    See https://owasp.org/www-community/attacks/CSV_Injection
    """
    return _FORMULA.sub(r"\1'", str(value))


def _scores(corpus: Corpus, entry: ReviewEntry) -> Iterator[tuple[str, str, Score]]:
    facts = entry.facts
    alone = facts.covers.numbers[0] if len(facts.covers) == 1 else None
    if facts.score and alone and alone not in facts.episode_scores:
        yield 'episode', str(alone), facts.score
    elif facts.score:
        yield 'season' if covers_all(corpus, entry) else 'covered episodes', '', facts.score
    for name, score in facts.categories.items():
        yield 'category', name, score
    for number, score in sorted(facts.episode_scores.items()):
        yield 'episode', str(number), score
