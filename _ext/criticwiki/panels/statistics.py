"""Panel of statistics for editors: the score without each critic, and the tests for a trend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from criticwiki.i18n import _, counted, decimal_figure
from criticwiki.panel_registry import Panel

from .common import MAX_NAMED
from .components import critic_link
from .elements import Element, bullets, data_number, para, phrase
from .episode_scores import episode_score_table
from .pointers import below
from .season_score import draw_without_each, fragility

if TYPE_CHECKING:
    from .episode_scores import CriticFigures, EpisodeScoreTable
    from .season_score import Fragility


def draw_statistics(view: tuple[Fragility, EpisodeScoreTable]) -> list[Element]:
    """The mean without each critic, and Kendall's tau-b of each critic's episode scores."""
    blocks = draw_without_each(view[0])
    tested = [row for row in view[1].critics if row.trend][:MAX_NAMED]
    if tested:
        blocks.append(para(_('Whether the scores of episodes rise or fall:')))
        blocks.append(bullets([_draw_trend(row)] for row in tested))
    return blocks


def _draw_trend(row: CriticFigures) -> Element:
    assert row.trend is not None
    count = row.figures.count
    template = counted(
        '%(critic)s: Kendall’s tau-b %(tau)s, p = %(p)s, from %(count)s scores.', count
    )
    at = row.figures.at
    return para(
        phrase(
            template,
            critic=critic_link(row.critic),
            tau=data_number(decimal_figure(f'{row.trend.tau:.3f}'), below(at, 'trend', 'tau')),
            p=data_number(decimal_figure(f'{row.trend.p:.3f}'), below(at, 'trend', 'p')),
            count=data_number(count, below(at, 'count')),
        )
    )


STATISTICS: Final = Panel(
    lambda corpus, _page: (fragility(corpus), episode_score_table(corpus)),
    draw_statistics,
    lambda: _('Statistics'),
)
