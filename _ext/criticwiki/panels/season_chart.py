"""Chart of a season: scores by episode above, and coverage of critics below."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final

from criticwiki.i18n import _
from criticwiki.model.scores import mean, rounded

from .charts import (
    FEWEST,
    GAP,
    NARROWEST,
    SHAPES,
    TICKS,
    Svg,
    chart,
    down,
    label_step,
    percent,
    pixels,
    width_of,
)
from .elements import Element, critic_words, figure, link, span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from .common import Printed
    from .elements import Piece
    from .season import Season, SeasonRow

SMALL: Final = 11
"""Size of the font of figures, in pixels."""
_TITLE: Final = 14
"""Baseline of the words above a part, from where the part begins."""
_PLOT: Final = 160
_AXIS: Final = 18
_STRIP: Final = 28
_NUMBER: Final = 14
"""Pixels for the figure above a bar."""
_APART: Final = 0.3
_SPREAD: Final = 0.6
"""Parts of an episode's width: between two marks of one score, and for all of them."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A mark: of which stretch, and where."""

    index: int
    at: float
    down: float


@dataclass(frozen=True, slots=True)
class Line:
    """The marks of one critic; runs are those of episodes that follow on one another."""

    dots: tuple[Dot, ...]
    runs: tuple[tuple[Dot, ...], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """Stretches in a row that as many reviews cover."""

    first: int
    last: int
    """By index."""
    count: int
    at: float
    width: float
    top: float
    height: float
    labelled: bool
    """Whether there is room for the figure."""


@dataclass(frozen=True, slots=True)
class Reach:
    """From the lowest to the highest score of a stretch."""

    index: int
    at: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Plot:
    """The part of the chart that has the axis of scores."""

    title: float
    top: float
    height: float
    lines: tuple[Line, ...]
    reaches: tuple[Reach, ...]


@dataclass(frozen=True, slots=True)
class SeasonChart:
    """The whole chart."""

    plot: Plot | None
    """None while nobody scores an episode."""
    labels: tuple[tuple[int, float], ...]
    """Which stretches have their number below them, and where."""
    axis: float
    strip_title: float
    bars: tuple[Bar, ...]
    height: float


def season_lines(parts: Sequence[Stretch], critics: Sequence[Mapping[int, Decimal]]) -> SeasonChart:
    """A line for each critic: worth on 0 to 100 by index of the episode."""
    slot = 100 / len(parts)
    marks: dict[tuple[int, int], Dot] = {}
    for (index, worth), holders in _alike(critics).items():
        apart = min(_APART, _SPREAD / max(1, len(holders) - 1))
        for rank, critic in enumerate(holders):
            aside = (rank - (len(holders) - 1) / 2) * apart
            at = (index + 0.5 + aside) * slot
            marks[critic, index] = Dot(index, at, down(worth, _TITLE * 2, _PLOT))
    lines = []
    for critic, scores in enumerate(critics):
        dots = tuple(marks[critic, index] for index in sorted(scores))
        lines.append(Line(dots, _runs(dots, parts)))
    return _chart(parts, tuple(lines), ())


def season_reaches(parts: Sequence[Stretch]) -> SeasonChart:
    """One mark for the mean of each stretch, and how far its scores reach."""
    slot = 100 / len(parts)
    dots, reaches = [], []
    for index, part in enumerate(parts):
        if part.mean is None or part.low is None or part.high is None:
            continue
        at = (index + 0.5) * slot
        dots.append(Dot(index, at, down(part.mean, _TITLE * 2, _PLOT)))
        ends = (down(worth, _TITLE * 2, _PLOT) for worth in (part.high, part.low))
        reaches.append(Reach(index, at, *ends))
    line = Line(tuple(dots), _runs(tuple(dots), parts))
    return _chart(parts, (line,), tuple(reaches))


def _alike(critics: Sequence[Mapping[int, Decimal]]) -> Mapping[tuple[int, Decimal], list[int]]:
    """Who gives one episode the same: their marks stand side by side."""
    found: defaultdict[tuple[int, Decimal], list[int]] = defaultdict(list)
    for critic, scores in enumerate(critics):
        for index, worth in scores.items():
            found[index, worth].append(critic)
    return found


def _runs(dots: tuple[Dot, ...], parts: Sequence[Stretch]) -> tuple[tuple[Dot, ...], ...]:
    """No line leads over an episode without a score, or over one that has no page."""
    runs: list[list[Dot]] = [[dot] for dot in dots[:1]]
    for before, dot in pairwise(dots):
        follows = parts[before.index].last + 1 == parts[dot.index].first
        if follows and before.index + 1 == dot.index:
            runs[-1].append(dot)
        else:
            runs.append([dot])
    return tuple(tuple(run) for run in runs if len(run) > 1)


def _chart(
    parts: Sequence[Stretch], lines: tuple[Line, ...], reaches: tuple[Reach, ...]
) -> SeasonChart:
    plot = None
    bottom = 0.0
    if any(line.dots for line in lines):
        plot = Plot(_TITLE, _TITLE * 2, _PLOT, lines, reaches)
        bottom = _TITLE * 2 + _PLOT + 6
    axis = bottom + _AXIS - 4
    strip_title = axis + 10 + _TITLE
    floor = strip_title + 8 + _NUMBER + _STRIP
    step = label_step([str(part.first) for part in parts], SMALL, NARROWEST)
    slot = 100 / len(parts)
    labels = tuple((index, (index + 0.5) * slot) for index in range(0, len(parts), step))
    return SeasonChart(plot, labels, axis, strip_title, _bars(parts, floor), floor)


def _bars(parts: Sequence[Stretch], floor: float) -> tuple[Bar, ...]:
    slot = 100 / len(parts)
    highest = max(1, *(part.fewest for part in parts))
    bars = []
    for count, group in groupby(range(len(parts)), lambda index: parts[index].fewest):
        indices = list(group)
        width = len(indices) * slot
        tall = count * _STRIP / highest
        room = width * NARROWEST / 100
        labelled = width_of(str(count), SMALL) + GAP <= room
        at = indices[0] * slot
        bars.append(Bar(indices[0], indices[-1], count, at, width, floor - tall, tall, labelled))
    return tuple(bars)


MOST: Final = 60
"""Stretches in one chart; a season of no more episodes has a stretch for each."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Episodes in a row, and what is printed for them on 0 to 100."""

    first: int
    last: int
    episodes: int
    fewest: int
    most: int
    """Reviews that cover one of them."""
    scores: int
    mean: Decimal | None
    """The mean of the episodes' means; None while nobody scores one."""
    low: Decimal | None
    high: Decimal | None


def stretches(rows: Sequence[SeasonRow]) -> tuple[Stretch, ...]:
    """The season in at most so many stretches, each as long as the others but the last."""
    length = max(1, -(-len(rows) // MOST))
    return tuple(_stretch(rows[at : at + length]) for at in range(0, len(rows), length))


def _stretch(rows: Sequence[SeasonRow]) -> Stretch:
    covering = [row.covering for row in rows]
    known = [row.spread for row in rows if row.spread]
    means = [Fraction(spread.mean) for spread in known]
    return Stretch(
        rows[0].number,
        rows[-1].number,
        len(rows),
        min(covering),
        max(covering),
        sum(spread.count for spread in known),
        rounded(mean(means)) if means else None,
        min((spread.low for spread in known), default=None),
        max((spread.high for spread in known), default=None),
    )


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
