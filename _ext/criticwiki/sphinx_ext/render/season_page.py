"""How the season is drawn, episode by episode."""

from __future__ import annotations

from typing import TYPE_CHECKING

from criticwiki.sphinx_ext.render.build import (
    bullets,
    cells,
    critic,
    critic_in_head,
    figure,
    joined,
    link,
    para,
    phrase,
    score,
    span,
    table,
)
from criticwiki.sphinx_ext.words import _

if TYPE_CHECKING:
    from criticwiki.core.consensus import Trend
    from criticwiki.core.views.season import CriticFigures, Season, SeasonRow
    from criticwiki.sphinx_ext.render.pieces import Element, Piece


def glance(view: Season) -> list[Element]:
    """Every episode in a line: number, title, what is printed for it, who covers it."""
    if not view.rows:
        return [para(_('No episode has a page yet.'))]
    items = []
    for row in view.rows:
        title = link(
            [span(str(row.number), 'number'), ' ', span(row.episode.text, 'title')],
            row.episode.docname,
        )
        printed = [span(row_score.score.printed, 'score') for row_score in row.scores.rows]
        reviews = _('%(count)d reviews') if row.covering != 1 else _('%(count)d review')
        covering = span(reviews % {'count': row.covering}, 'covering')
        pieces = [title, *printed, covering]
        items.append([para(joined(pieces, ' '))])
    return [bullets(items, 'wiki-glance', 'no-search')]


def episode_scores(view: Season) -> list[Element]:
    """All printed episode scores, and how many reviews cover each episode."""
    if not view.rows:
        return [para(_('No episode has a page yet.'))]
    scorers = {s.critic.docname: s.critic for row in view.rows for s in row.scores.rows}
    means = any(row.scores.mean is not None for row in view.rows)
    head = cells(
        _('Episode'),
        _('Reviews'),
        *(critic_in_head(known) for known in scorers.values()),
        *([_('Mean of 100')] if means else []),
    )
    rows = [_row(row, list(scorers), means=means) for row in view.rows]
    made: list[Element] = [table(head, rows, 'scores', 'episode-scores')]
    made += [para(_figures(known)) for known in view.critics]
    if not view.critics:
        made.append(para(_('No critic prints scores for several episodes.')))
    return made


def _row(row: SeasonRow, scorers: list[str], *, means: bool) -> Element:
    named = _('%(number)d. %(title)s') % {'number': row.number, 'title': row.episode.text}
    given = {found.critic.docname: found.score for found in row.scores.rows}
    mean = '–' if row.scores.mean is None else figure(row.scores.mean)
    return cells(
        link(named, row.episode.docname),
        str(row.covering),
        *(score(given[name]) if name in given else '–' for name in scorers),
        *([mean] if means else []),
    )


def _figures(known: CriticFigures) -> list[Piece]:
    figures = known.figures
    made = phrase(
        _(
            '%(critic)s scores %(count)s episodes: mean %(mean)s of %(best)s, median %(median)s,'
            ' from %(low)s to %(high)s.'
        ),
        critic=critic(known.critic),
        count=str(figures.count),
        mean=figure(figures.mean),
        best=figures.best,
        median=figure(figures.median),
        low=figure(figures.low),
        high=figure(figures.high),
    )
    if known.trend:
        made += [' ', _trend(known.trend)]
    return made


def _trend(trend: Trend) -> str:
    values = {'tau': f'{trend.tau:.3f}', 'p': f'{trend.p:.3f}'}
    if not trend.significant:
        return (
            _('The scores show no trend over the season (Kendall’s tau-b %(tau)s, p = %(p)s).')
            % values
        )
    if trend.tau > 0:
        return _('The scores rise over the season (Kendall’s tau-b %(tau)s, p = %(p)s).') % values
    return _('The scores fall over the season (Kendall’s tau-b %(tau)s, p = %(p)s).') % values
