"""scores.csv: every printed score, one to a row, for a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Final

from criticwiki.model.numbering import format_number
from criticwiki.model.scores import exact_decimal, rounded
from criticwiki.model.works import Work
from criticwiki.panels.common import covers_all
from criticwiki.panels.episode import shared_score

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
"""Start of a cell that spreadsheets evaluate as a formula, full-width characters included.

In some locales, spreadsheets also split cells at semicolons, even inside quotes.
"""

_NUMBER: Final = r'\d+(?:[.,]\d+)?'
_MONTH: Final = (
    '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?'
    '|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)'
)
_DATE: Final = re.compile(
    rf'\s*(?:{_NUMBER}(?:\s*[-/:]\s*{_NUMBER}){{1,2}}|\d+\.\d+\.\d+'
    rf'|(?:\d+[-/. ]*)?{_MONTH}[-/. ]*\d+|\d+[-/. ]*{_MONTH}|\d+e[-+]?\d+)\s*',
    re.IGNORECASE,
)
"""Text that spreadsheets take for a date, a time or a power of ten: `7/10` is a day of October.

`7.5/10` is none, and is among them so that all scores look alike.
"""
BOM: Final = '\ufeff'
"""Byte-order mark, without which Excel takes UTF-8 for the code page of the machine."""


def scores_csv(corpus: Corpus) -> str:
    """CSV of all printed scores, one per row, with a byte-order mark and a header."""
    out = io.StringIO()
    out.write(BOM)
    writer = csv.writer(out, lineterminator='\n')
    writer.writerow(COLUMNS)
    for entry in corpus.reviews:
        scope = entry.facts.covers if corpus.work.has_episodes else ''
        name, critic, covers = map(_cell, (entry.id, entry.facts.critic or '', scope))
        for what, subject, score in _scores(corpus, entry):
            worth = exact_decimal(score.value), exact_decimal(score.best), rounded(score.common)
            text = map(_cell, (what, subject, score.printed))
            writer.writerow((name, critic, *text, *worth, covers))
    return out.getvalue()


def _cell(value: object) -> str:
    """Text of a cell; an apostrophe before it where a spreadsheet would make something else of it.

    See https://owasp.org/www-community/attacks/CSV_Injection
    """
    text = str(value)
    if _DATE.fullmatch(text):
        return f"'{text}"
    return _FORMULA.sub(r"\1'", text) if _FORMULA.search(text) else text


def _season_scored(corpus: Corpus, entry: ReviewEntry) -> tuple[str, str]:
    """What the score of a review is of, and the number of the season where there are several."""
    several = len(corpus.seasons) > 1
    if covers_all(corpus, entry):
        whole = 'season' if corpus.work == Work() else 'whole'
        return ('series' if several else whole), ''
    for one in corpus.seasons if several else ():
        if covers_all(corpus, entry, frozenset(one.numbers)):
            return 'season', str(corpus.numbering.season_of(one.first))
    return 'covered episodes', ''


def _scores(corpus: Corpus, entry: ReviewEntry) -> Iterator[tuple[str, str, Score]]:
    facts = entry.facts
    serial = corpus.work.has_episodes
    alone = facts.covers.numbers[0] if serial and len(facts.covers) == 1 else None
    if facts.score and alone is not None and alone not in facts.episode_scores:
        yield 'episode', format_number(alone), facts.score
    elif facts.score and shared_score(corpus, entry, facts.covers.numbers[:1]):
        yield 'episodes together', ', '.join(map(format_number, facts.covers)), facts.score
    elif facts.score:
        yield *_season_scored(corpus, entry), facts.score
    for name, score in facts.categories.items():
        yield 'category', name, score
    for number, score in sorted(facts.episode_scores.items()):
        yield 'episode', format_number(number), score
