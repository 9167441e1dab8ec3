"""Check of numbers of all critics or reviews that prose writes out: they go out of date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from criticwiki.corpus.critics import all_critics
from criticwiki.model.kinds import Series
from criticwiki.problems import Code, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.model.page import Page, WrittenCount


def written_counts(corpus: Corpus) -> Iterator[Problem]:
    """Problems of written numbers that are those of today, and need not be those of tomorrow.

    Another number is about other critics or reviews, for all that can be told, and is left alone.
    """
    pages = [page for page in corpus.pages.values() if page.counts]
    if not pages:
        return
    totals = {'critics': len(all_critics(corpus)), 'reviews': len(corpus.reviews)}
    for page in pages:
        for count in page.counts:
            if totals[count.noun] == count.number and not _is_dated(page, count):
                message = f'{count.phrase!r} is untrue after the next review; {_cure(count)}'
                yield Problem(page.path, count.line, count.column, Code.COUNT, message)


def _is_dated(page: Page, count: WrittenCount) -> bool:
    """Whether it stands in a verdict that says from how many critics it was written."""
    facts = page.facts
    return (
        count.key == 'verdict' and isinstance(facts, Series) and facts.verdict_critics is not None
    )


def _cure(count: WrittenCount) -> str:
    if count.key == 'verdict':
        return f"write 'verdict_critics: {count.number}' below it, to be told then"
    if count.key:
        return 'say it without the number'
    number = count.phrase.split()[-3 if ' published ' in count.phrase.lower() else -2]
    form = f'consensus.{count.noun}' + ('' if number.isdigit() else ' in words')
    return (
        f'write {{value}}`{form}` for the number, or {{nolink}}`{number}` where it has'
        ' nothing to do with this wiki'
    )
