"""How the season is drawn, episode by episode."""

from __future__ import annotations

from typing import TYPE_CHECKING

from criticwiki.i18n import _

from .charts import numbers
from .common import MANY
from .elements import (
    by,
    cells,
    critic,
    critic_in_head,
    figure,
    joined,
    link,
    listed,
    para,
    phrase,
    score,
    sortable,
    span,
)
from .pieces import NO_SEARCH, Drawn
from .season_chart import season_chart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .consensus_view import Trend
    from .pieces import Element, Piece
    from .season import CriticFigures, Season, SeasonRow


def glance(view: Sequence[SeasonRow]) -> list[Element]:
    """Every episode in a line: number, title, what is printed for it, who covers it."""
    if not view:
        return [para(_('No episode has a page yet.'))]
    made = [listed(view, _line, 'wiki-glance', NO_SEARCH)]
    scorers = {found.critic.docname: found.critic for row in view for found in row.scores.rows}
    if 0 < len(scorers) <= MANY:
        words = _('Scores are as printed by %(critics)s; reviews are counted where they cover it.')
        names = joined(critic_in_head(known) for known in scorers.values())
        made.append(para(phrase(words, critics=names), classes=['summary']))
    return made


def _line(row: SeasonRow) -> list[Element]:
    title = link(
        [span(str(row.number), 'number'), ' ', span(row.episode.text, 'title')],
        row.episode.docname,
    )
    printed = [score(found.score) for found in row.scores.rows]
    if row.spread and not printed:
        mean = {'mean': figure(row.spread.mean)}
        printed = [span(_('%(mean)s of 100') % mean, 'score')]
    reviews = _('%(count)d reviews') if row.covering != 1 else _('%(count)d review')
    covering = span(reviews % {'count': row.covering}, 'covering')
    return [para(joined([title, *printed, covering], ' '))]


def episode_scores(view: Season) -> list[Element]:
    """All printed episode scores, and how many reviews cover each episode."""
    if not view.rows:
        return [para(_('No episode has a page yet.'))]
    episodes = _wide(view) if _is_wide(view) else _by_critic(view)
    drawn = season_chart(view)
    made = [drawn, numbers(episodes)] if drawn else [episodes]
    if len(view.critics) > MANY:
        made.append(_critics(view.critics))
    else:
        made += [para(_figures(known)) for known in view.critics]
    if not view.critics:
        made.append(para(_('No critic prints scores for several episodes.')))
    return made


def _is_wide(view: Season) -> bool:
    return not view.scorers and any(row.spread for row in view.rows)


def _by_critic(view: Season) -> Element:
    """A column for each critic."""
    scorers = tuple(known.docname for known in view.scorers)
    means = any(row.scores.mean is not None for row in view.rows)
    head = cells(
        _('Episode'),
        _('Reviews'),
        *(critic_in_head(known) for known in view.scorers),
        *([_('Mean of 100')] if means else []),
    )

    rows = Drawn(view.rows, _with_scores, scorers, means)
    return sortable(head, rows, 'scores', 'episode-scores')


def _with_scores(row: SeasonRow, scorers: Sequence[str], means: bool) -> Element:
    given = {found.critic.docname: found.score for found in row.scores.rows}
    mean = '–' if row.scores.mean is None else figure(row.scores.mean)
    return cells(
        _named(row),
        str(row.covering),
        *(by(given[name].common, score(given[name])) if name in given else '–' for name in scorers),
        *([mean] if means else []),
    )


def _wide(view: Season) -> Element:
    """Too many critics for columns: every score stands on the page of its episode."""
    head = cells(
        _('Episode'), _('Reviews'), _('Scores'), _('Mean of 100'), _('Lowest'), _('Highest')
    )

    return sortable(head, Drawn(view.rows, _with_spread), 'scores', 'episode-scores')


def _with_spread(row: SeasonRow) -> Element:
    found = row.spread
    if found is None:
        return cells(_named(row), str(row.covering), '0', '–', '–', '–')
    values = (figure(value) for value in (found.mean, found.low, found.high))
    return cells(_named(row), str(row.covering), str(found.count), *values)


def _named(row: SeasonRow) -> Element:
    words = _('%(number)d. %(title)s') % {'number': row.number, 'title': row.episode.text}
    return link(words, row.episode.docname)


def _critics(view: Sequence[CriticFigures]) -> Element:
    """A line for each critic."""
    head = cells(
        _('Critic'), _('Episodes'), _('Mean'), _('Median'), _('Range'), _('Out of'), _('Trend')
    )

    return sortable(head, Drawn(view, _with_figures), 'scores')


def _with_figures(known: CriticFigures) -> Element:
    figures = known.figures
    return cells(
        critic(known.critic),
        str(figures.count),
        figure(figures.mean),
        figure(figures.median),
        _('%(low)s–%(high)s') % {'low': figure(figures.low), 'high': figure(figures.high)},
        figures.best,
        _trend_word(known.trend),
    )


def _trend_word(trend: Trend | None) -> str:
    if trend is None:
        return '–'
    if not trend.significant:
        return _('none')
    return _('rises') if trend.tau > 0 else _('falls')


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
