"""Audience scores from other sites, shown beside critics' scores and left out of the consensus."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from criticwiki.i18n import _, clause_separator, counted, grouped_count

from .common import PrintedScore, printed_score
from .components import common_value, date_text, score
from .elements import Element, data_number, joined, para, phrase
from .pointers import below

if TYPE_CHECKING:
    from collections.abc import Iterable

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.model.kinds import Audience

    from .elements import Piece


@dataclass(frozen=True, slots=True)
class AudienceScore:
    """Score that the visitors of a site gave, as it stood on a day."""

    source: str
    score: PrintedScore
    votes: int
    """0 where the source does not say."""
    date: str
    """ISO date."""
    url: str


def audience_scores(rows: Iterable[Audience], at: str) -> tuple[AudienceScore, ...]:
    """View of the audience scores of a page, in the order of its front matter.

    `at` is the pointer to the page.
    """
    return tuple(
        AudienceScore(
            row.source,
            printed_score(row.score, below(at, 'audience', index)),
            row.votes or 0,
            str(row.date),
            row.url or '',
        )
        for index, row in enumerate(rows)
    )


def season_audience(corpus: Corpus) -> tuple[AudienceScore, ...]:
    """Audience scores of the series."""
    return audience_scores(corpus.series.audience, '/series') if corpus.series else ()


def draw_audience(view: tuple[AudienceScore, ...]) -> list[Element]:
    """The scores in a sentence, said to be apart from those of critics."""
    if not view:
        return []
    template = _('Audiences, counted apart from the critics: %(scores)s.')
    scores = joined(map(_draw_score, view), clause_separator())
    return [para(phrase(template, scores=scores), classes=['audience'])]


def _draw_score(row: AudienceScore) -> list[Piece]:
    source: Piece = Element('address', [row.source], (), row.url) if row.url else row.source
    template = _('%(source)s %(score)s, which is %(common)s of 100 (%(date)s)')
    if row.votes:
        template = counted(
            '%(source)s %(score)s, which is %(common)s of 100 (%(votes)s votes, %(date)s)',
            row.votes,
        )
    return phrase(
        template,
        source=source,
        score=score(row.score),
        common=common_value(row.score),
        votes=data_number(grouped_count(row.votes), below(row.score.at, 'votes')),
        date=date_text(row.date),
    )
