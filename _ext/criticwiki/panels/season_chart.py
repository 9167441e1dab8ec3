"""The chart of episode scores: by critic while they can be told apart, else their range."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from criticwiki.i18n import _

from .axis import TICKS, down
from .charts import FEWEST, chart
from .elements import critic_words, figure, link, span
from .pieces import Element
from .season_view import season_lines, season_reaches
from .stretches import MOST, stretches
from .svg import SHAPES, Svg, percent, pixels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .common import Printed
    from .pieces import Piece
    from .season import Season
    from .season_view import Bar, Line, Plot, SeasonChart
    from .stretches import Stretch

LINES: Final = len(SHAPES)
"""More critics than that cannot be told apart in one plot."""
_MARKS: Final = 120
"""More marks than that hide one another on a phone."""
_SMALL: Final = 4
"""Radius of a mark where there are many."""


def season_chart(view: Season) -> Element | None:
    """Scores from episode to episode, and how many reviews cover each."""
    if len(view.rows) < FEWEST:
        return None
    parts = stretches(view.rows)
    if _is_by_critic(view):
        return chart(partial(_draw_lines, view, parts), *_key(view))
    return chart(partial(_draw_reaches, parts), *_caption(parts))


def _is_by_critic(view: Season) -> bool:
    marks = len(view.scorers) * len(view.rows)
    return len(view.scorers) <= LINES and 0 < marks <= _MARKS and len(view.rows) <= MOST


def _key(view: Season) -> list[Piece]:
    """Which mark is whose."""
    made: list[Piece] = []
    for index, known in enumerate(view.scorers):
        words = link(critic_words(known), known.docname)
        key = Element('mark', (), (f'series-{index + 1}',), index + 1)
        made += [Element('inline', [key, ' ', words], ('wiki-key',)), ' ']
    told = _(
        'A mark for each printed score; no line leads over an episode that the critic does not'
        ' score.'
    )
    return [*made, span(told, 'told')]


def _caption(parts: Sequence[Stretch]) -> list[Piece]:
    longest = parts[0].episodes
    scored = any(part.scores for part in parts)
    if longest == 1:
        if not scored:
            return []
        told = _(
            'Too many scores for a mark each: a dot at the mean of each episode, and a bar from'
            ' its lowest to its highest.'
        )
    elif scored:
        told = _(
            'Each dot stands for %(count)d episodes, at the mean of their means, and each bar'
            ' leads from their lowest score to their highest. The numbers are those of the'
            ' first; below are counted the reviews that cover every one of them.'
        )
    else:
        told = _(
            'Each part stands for %(count)d episodes and counts the reviews that cover every one'
            ' of them; the numbers are those of the first.'
        )
    return [told % {'count': longest}]


def _draw_lines(view: Season, parts: Sequence[Stretch], prefix: str) -> str:
    scorers = [known.docname for known in view.scorers]
    scores: list[dict[int, Printed]] = [{} for _known in scorers]
    for index, row in enumerate(view.rows):
        for found in row.scores.rows:
            scores[scorers.index(found.critic.docname)][index] = found.score
    worths = [{index: score.common for index, score in mine.items()} for mine in scores]
    placed = season_lines(parts, worths)
    names = [critic_words(known) for known in view.scorers]
    svg = _begin(parts, placed, ', '.join(names))
    shapes = svg.add('defs')
    for number, _name in enumerate(names, 1):
        svg.add('path', within=shapes, id=f'{prefix}-{number}', d=SHAPES[number - 1])
    assert placed.plot is not None
    _frame(svg, placed.plot)
    for number, line in enumerate(placed.plot.lines, 1):
        _line(svg, placed.plot, line, f'series-{number}')
    for number, line in enumerate(placed.plot.lines, 1):
        group = svg.add('g', kind=f'series-{number}')
        for dot in line.dots:
            known = {
                'number': parts[dot.index].first,
                'critic': names[number - 1],
                'score': scores[number - 1][dot.index].printed,
            }
            told = _('Episode %(number)d, %(critic)s: %(score)s') % known
            shape, at = f'#{prefix}-{number}', percent(dot.at)
            svg.add('use', within=group, href=shape, x=at, y=dot.down, told=told)
    _coverage(svg, parts, placed)
    return str(svg)


def _draw_reaches(parts: Sequence[Stretch], _prefix: str) -> str:
    placed = season_reaches(parts)
    svg = _begin(parts, placed, '')
    if placed.plot:
        _frame(svg, placed.plot)
        for reach in placed.plot.reaches:
            svg.rule(reach.at, reach.top, reach.bottom, 'reach')
        for line in placed.plot.lines:
            _line(svg, placed.plot, line, 'means')
            for dot in line.dots:
                svg.dot(dot.at, dot.down, _SMALL, _of_stretch(parts[dot.index]))
    _coverage(svg, parts, placed)
    return str(svg)


def _begin(parts: Sequence[Stretch], placed: SeasonChart, names: str) -> Svg:
    title = _('How many reviews cover each episode')
    if placed.plot:
        title = _('Episode scores over the season, and how many reviews cover each episode')
    known = {'first': parts[0].first, 'last': parts[-1].last, 'critics': names}
    told = _('Episodes %(first)d to %(last)d from left to right.')
    if names:
        told = _('Episodes %(first)d to %(last)d from left to right; scores by %(critics)s.')
    return Svg('season', placed.height, title, told % known)


def _frame(svg: Svg, plot: Plot) -> None:
    svg.words(_('Scores of 100, by episode'), 0, plot.title, 'over')
    for tick in TICKS:
        y = down(tick, plot.top, plot.height)
        svg.level(y, 'grid')
        svg.add('text', str(tick), x=-8, y=y + 4, kind='tick end')


def _line(svg: Svg, plot: Plot, line: Line, kind: str) -> None:
    """Lines need a box that stretches: what lies across in them is in per cent as well."""
    if not line.runs:
        return
    box = svg.add(
        'svg',
        kind=f'line {kind}',
        y=plot.top,
        width='100%',
        height=plot.height,
        viewBox=f'0 0 100 {pixels(plot.height)}',
        preserveAspectRatio='none',
    )
    for run in line.runs:
        points = ' '.join(f'{pixels(dot.at)},{pixels(dot.down - plot.top)}' for dot in run)
        svg.add('polyline', within=box, points=points)


def _coverage(svg: Svg, parts: Sequence[Stretch], placed: SeasonChart) -> None:
    for index, at in placed.labels:
        svg.figure(str(parts[index].first), at, placed.axis, 'tick')
    svg.words(_('Reviews that cover each episode'), 0, placed.strip_title, 'over')
    for bar in placed.bars:
        svg.box((bar.at, bar.width), (bar.top, bar.height), 'bar', _of_bar(parts, bar))
        if bar.labelled:
            svg.figure(str(bar.count), bar.at + bar.width / 2, bar.top - 4, 'count')


def _of_bar(parts: Sequence[Stretch], bar: Bar) -> str:
    known = {
        'numbers': _numbers(parts[bar.first].first, parts[bar.last].last),
        'count': bar.count,
    }
    if bar.count == 1:
        return _('%(numbers)s: %(count)d review') % known
    return _('%(numbers)s: %(count)d reviews') % known


def _of_stretch(part: Stretch) -> str:
    assert part.mean is not None
    assert part.low is not None
    assert part.high is not None
    known = {
        'numbers': _numbers(part.first, part.last),
        'mean': figure(part.mean),
        'low': figure(part.low),
        'high': figure(part.high),
        'count': part.scores,
    }
    if part.scores == 1:
        return _('%(numbers)s: %(mean)s of 100, from one score') % known
    return (
        _('%(numbers)s: mean %(mean)s of 100, %(low)s to %(high)s, from %(count)d scores') % known
    )


def _numbers(first: int, last: int) -> str:
    if first == last:
        return _('Episode %(number)d') % {'number': first}
    return _('Episodes %(first)d–%(last)d') % {'first': first, 'last': last}
