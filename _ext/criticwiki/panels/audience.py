"""Audience scores: what visitors of other sites give, shown beside critics and never counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from criticwiki.i18n import _, counted, grouped_count

from .common import PrintedScore, printed_score
from .components import date_text, figure, score
from .elements import Element, joined, para, phrase

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


def audience_scores(rows: Iterable[Audience]) -> tuple[AudienceScore, ...]:
    """View of the audience scores of a page, in the order of its front matter."""
    return tuple(
        AudienceScore(
            row.source, printed_score(row.score), row.votes or 0, str(row.date), row.url or ''
        )
        for row in rows
    )


def season_audience(corpus: Corpus) -> tuple[AudienceScore, ...]:
    """Audience scores of the series."""
    return audience_scores(corpus.series.audience) if corpus.series else ()


def draw_audience(view: tuple[AudienceScore, ...]) -> list[Element]:
    """The scores in a sentence, said to be apart from those of critics."""
    if not view:
        return []
    template = _('Audiences, counted apart from the critics: %(scores)s.')
    scores = joined(map(_draw_score, view), '; ')
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
        common=figure(row.score.common),
        votes=grouped_count(row.votes),
        date=date_text(row.date),
    )
