"""Chart of a season: episode scores above, and the coverage of each episode below."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final

from criticwiki.i18n import _, counted, ngettext
from criticwiki.model.numbering import follows
from criticwiki.model.scores import mean, rounded

from .charts import (
    GAP,
    MIN_SCORES,
    MIN_WIDTH,
    SYMBOLS,
    TICKS,
    Svg,
    chart,
    label_step,
    percent,
    pixels,
    text_width,
    y_pixel,
)
from .components import critic_label, critic_link, episode_title
from .elements import Element, data_number, figure, span
from .episode import shared_label
from .pointers import below, pointer_field

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from criticwiki.model.numbering import EpisodePlace

    from .elements import Piece
    from .episode import EpisodeScore
    from .episode_scores import EpisodeScoreTable, SeasonRow

MAX_RANGES: Final = 60
"""Most ranges of episodes in one chart; a season of no more episodes has one for each."""
_MAX_LINES: Final = len(SYMBOLS)
"""Most series in one plot that readers can tell apart."""
_MAX_MARKERS: Final = 120
"""Most markers that do not hide one another on a phone."""

SMALL: Final = 11
"""Font size of tick labels and counts, in pixels."""
_TITLE: Final = 14
"""Baseline of the title of a part, from its top, in pixels."""
_PLOT: Final = 160
_AXIS: Final = 18
_STRIP: Final = 28
_COUNT: Final = 14
"""Height of the count above a bar, in pixels."""
_SMALL_RADIUS: Final = 4
"""Radius of a marker in a plot of many, in pixels."""
_APART: Final = 0.3
_SPREAD: Final = 0.6
"""Offset of two markers with one score, and of all of them, in parts of an episode's width."""


@dataclass(frozen=True, slots=True)
class EpisodeRange:
    """Consecutive episodes with their scores on 0 to 100, aggregated for one place on the axis."""

    first: EpisodePlace
    last: EpisodePlace
    episodes: int
    fewest: int
    """Least number of reviews that cover one of the episodes."""
    scores: int
    mean: Decimal | None
    """Mean of the means of the episodes; None without a score."""
    low: Decimal | None
    high: Decimal | None
    complete: bool
    """Whether every episode from the first to the last has a score."""
    at: str = pointer_field()
    """Pointer to its episode in `wiki.json`; empty for several."""


def episode_ranges(rows: Sequence[SeasonRow]) -> tuple[EpisodeRange, ...]:
    """The season in at most `MAX_RANGES` ranges of one length; the last may be shorter."""
    length = max(1, -(-len(rows) // MAX_RANGES))
    return tuple(_episode_range(rows[at : at + length]) for at in range(0, len(rows), length))


def _episode_range(rows: Sequence[SeasonRow]) -> EpisodeRange:
    spreads = [row.spread for row in rows if row.spread]
    means = [Fraction(spread.mean) for spread in spreads]
    return EpisodeRange(
        rows[0].place,
        rows[-1].place,
        len(rows),
        min(row.covering for row in rows),
        sum(spread.count for spread in spreads),
        rounded(mean(means)) if means else None,
        min((spread.low for spread in spreads), default=None),
        max((spread.high for spread in spreads), default=None),
        len(spreads) == len(rows)
        and all(follows(one.place.until, other.number) for one, other in pairwise(rows)),
        rows[0].scores.at if len(rows) == 1 else '',
    )


# -- layout -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Dot:
    """Marker of a range of episodes: x in per cent, y in pixels."""

    index: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Line:
    """Series of markers; a run of consecutive episodes is joined by a polyline."""

    dots: tuple[Dot, ...]
    runs: tuple[tuple[Dot, ...], ...]


@dataclass(frozen=True, slots=True)
class RangeBar:
    """Vertical bar from the lowest to the highest score of a range of episodes."""

    index: int
    x: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Plot:
    """Part of the chart with the axis of scores."""

    title: float
    """Baseline of the title."""
    top: float
    height: float
    lines: tuple[Line, ...]
    ranges: tuple[RangeBar, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """Bar of consecutive ranges with the same coverage."""

    first: int
    last: int
    """By index."""
    count: int
    x: float
    width: float
    top: float
    height: float
    labelled: bool
    """Whether the count fits above it."""


@dataclass(frozen=True, slots=True)
class SeasonChart:
    """Layout of the whole chart."""

    plot: Plot
    labels: tuple[tuple[int, float], ...]
    """Stretches with a tick label, and its position in per cent."""
    axis: float
    strip_title: float
    bars: tuple[Bar, ...]
    height: float


def season_lines(
    parts: Sequence[EpisodeRange], critics: Sequence[Mapping[int, Decimal]]
) -> SeasonChart:
    """Lay out a line for each critic, from their scores on 0 to 100 by index of the episode."""
    slot = 100 / len(parts)
    dots: dict[tuple[int, int], Dot] = {}
    for (index, value), ties in _ties(critics).items():
        apart = min(_APART, _SPREAD / max(1, len(ties) - 1))
        for rank, critic in enumerate(ties):
            offset = (rank - (len(ties) - 1) / 2) * apart
            dots[critic, index] = Dot(index, (index + 0.5 + offset) * slot, _y(value))
    lines = (
        _line((dots[critic, index] for index in sorted(scores)), parts)
        for critic, scores in enumerate(critics)
    )
    return _chart(parts, tuple(lines), ())


def season_ranges(parts: Sequence[EpisodeRange]) -> SeasonChart:
    """Lay out a marker for the mean of each range of episodes, and a bar from low to high."""
    slot = 100 / len(parts)
    dots, ranges = [], []
    for index, part in enumerate(parts):
        if part.mean is None or part.low is None or part.high is None:
            continue
        x = (index + 0.5) * slot
        dots.append(Dot(index, x, _y(part.mean)))
        ranges.append(RangeBar(index, x, _y(part.high), _y(part.low)))
    return _chart(parts, (_line(dots, parts),), tuple(ranges))


def _y(value: Decimal) -> float:
    return y_pixel(value, _TITLE * 2, _PLOT)


def _ties(critics: Sequence[Mapping[int, Decimal]]) -> Mapping[tuple[int, Decimal], list[int]]:
    """Critics by episode and score: markers of ties stand side by side."""
    ties: defaultdict[tuple[int, Decimal], list[int]] = defaultdict(list)
    for critic, scores in enumerate(critics):
        for index, value in scores.items():
            ties[index, value].append(critic)
    return ties


def _line(markers: Iterable[Dot], parts: Sequence[EpisodeRange]) -> Line:
    """Series of markers, interrupted at an episode without a score, also inside a range."""
    dots = tuple(markers)
    runs: list[list[Dot]] = [[dot] for dot in dots[:1]]
    for before, dot in pairwise(dots):
        one, other = parts[before.index], parts[dot.index]
        beside = before.index + 1 == dot.index and follows(one.last.until, other.first.number)
        if beside and one.complete and other.complete:
            runs[-1].append(dot)
        else:
            runs.append([dot])
    return Line(dots, tuple(tuple(run) for run in runs if len(run) > 1))


def _chart(
    parts: Sequence[EpisodeRange], lines: tuple[Line, ...], ranges: tuple[RangeBar, ...]
) -> SeasonChart:
    plot = Plot(_TITLE, _TITLE * 2, _PLOT, lines, ranges)
    axis = plot.top + plot.height + 6 + _AXIS - 4
    strip_title = axis + 10 + _TITLE
    floor = strip_title + 8 + _COUNT + _STRIP
    step = label_step([str(part.first) for part in parts], SMALL, MIN_WIDTH)
    slot = 100 / len(parts)
    labels = tuple((index, (index + 0.5) * slot) for index in range(0, len(parts), step))
    return SeasonChart(plot, labels, axis, strip_title, _bars(parts, floor), floor)


def _bars(parts: Sequence[EpisodeRange], floor: float) -> tuple[Bar, ...]:
    slot = 100 / len(parts)
    highest = max(1, *(part.fewest for part in parts))
    bars = []
    for count, group in groupby(range(len(parts)), lambda index: parts[index].fewest):
        indices = list(group)
        width = len(indices) * slot
        height = count * _STRIP / highest
        labelled = text_width(str(count), SMALL) + GAP <= width * MIN_WIDTH / 100
        x = indices[0] * slot
        bars.append(Bar(indices[0], indices[-1], count, x, width, floor - height, height, labelled))
    return tuple(bars)


# -- drawing ------------------------------------------------------------------------------


def season_chart(view: EpisodeScoreTable) -> Element | None:
    """Chart of the season: a line for each of a few critics, else means and ranges."""
    if not _is_worth_seeing(view):
        return None
    parts = episode_ranges(view.rows)
    if _is_by_critic(view):
        return chart(partial(_draw_lines, view, parts), *_legend(view))
    return chart(partial(_draw_ranges, parts), *_caption(parts))


MIN_DISTINCT: Final = 5
"""Fewest different scores of a single critic that show more as a line than in a sentence."""


def _is_worth_seeing(view: EpisodeScoreTable) -> bool:
    """Whether a chart shows what a table does not: two critics' lines, or a line that moves."""
    if sum(row.spread.count for row in view.rows if row.spread) < MIN_SCORES:
        return False
    if len(view.scorers) != 1:
        return True
    return len({one.score.common for row in view.rows for one in row.scores.rows}) >= MIN_DISTINCT


def _is_by_critic(view: EpisodeScoreTable) -> bool:
    markers = len(view.scorers) * len(view.rows)
    return (
        len(view.scorers) <= _MAX_LINES
        and 0 < markers <= _MAX_MARKERS
        and len(view.rows) <= MAX_RANGES
    )


def _legend(view: EpisodeScoreTable) -> list[Piece]:
    pieces: list[Piece] = []
    for number, critic in enumerate(view.scorers, 1):
        symbol = Element('mark', (), (f'series-{number}',), number)
        pieces += [Element('inline', [symbol, ' ', critic_link(critic)], ('wiki-key',)), ' ']
    caption = _(
        'A mark for each printed score; no line leads over an episode that the critic does not'
        ' score.'
    )
    if _has_shared(view):
        caption += ' ' + _('A hollow mark is a score for two episodes together.')
    return [*pieces, span(caption, 'told')]


def _has_shared(view: EpisodeScoreTable) -> bool:
    return any(score.shared for row in view.rows for score in row.scores.rows)


def _caption(parts: Sequence[EpisodeRange]) -> list[Piece]:
    longest = parts[0].episodes
    template = _(
        'Too many scores for a mark each: a dot at the mean of each episode, and a bar from its'
        ' lowest to its highest.'
    )
    if longest > 1:
        template = counted(
            'Each dot stands for %(count)d episodes, at the mean of their means, and each bar'
            ' leads from their lowest score to their highest. A line leads over episodes only'
            ' where each has a score. The numbers are those of the first; below are counted the'
            ' reviews that cover every one of them.',
            longest,
        )
    return [template % {'count': longest}]


def _draw_lines(view: EpisodeScoreTable, parts: Sequence[EpisodeRange], prefix: str) -> str:
    series = {critic.key: index for index, critic in enumerate(view.scorers)}
    scores: list[dict[int, EpisodeScore]] = [{} for _critic in series]
    for index, row in enumerate(view.rows):
        for given in row.scores.rows:
            scores[series[given.critic.key]][index] = given
    values = [
        {index: given.score.common for index, given in by_index.items()} for by_index in scores
    ]
    layout = season_lines(parts, values)
    names = [critic_label(critic) for critic in view.scorers]
    svg = _begin(parts, layout, ', '.join(names))
    symbols = svg.add('defs')
    for number, _name in enumerate(names, 1):
        svg.add('path', within=symbols, id=f'{prefix}-{number}', d=SYMBOLS[number - 1])
    _draw_axis(svg, layout.plot)
    for number, line in enumerate(layout.plot.lines, 1):
        _draw_line(svg, layout.plot, line, f'series-{number}')
    for number, line in enumerate(layout.plot.lines, 1):
        group = svg.add('g', kind=f'series-{number}')
        for dot in line.dots:
            given = scores[number - 1][dot.index]
            template = _('%(episode)s, %(critic)s: %(score)s')
            if given.shared:
                template = _('%(episode)s, %(critic)s: %(score)s, for %(episodes)s together')
            tooltip = template % {
                'episode': _numbers_label(*[parts[dot.index].first] * 2),
                'critic': names[number - 1],
                'score': given.score.printed,
                'episodes': shared_label(given),
            }
            symbol, x = f'#{prefix}-{number}', percent(dot.x)
            kind = {'kind': 'shared'} if given.shared else {}
            svg.add('use', within=group, **kind, href=symbol, x=x, y=dot.y, tooltip=tooltip)
    _draw_coverage(svg, parts, layout)
    return str(svg)


def _draw_ranges(parts: Sequence[EpisodeRange], _prefix: str) -> str:
    layout = season_ranges(parts)
    svg = _begin(parts, layout, '')
    _draw_axis(svg, layout.plot)
    for bar in layout.plot.ranges:
        svg.vertical(bar.x, bar.top, bar.bottom, 'reach')
    for line in layout.plot.lines:
        _draw_line(svg, layout.plot, line, 'means')
        for dot in line.dots:
            svg.dot(dot.x, dot.y, _SMALL_RADIUS, _range_tooltip(parts[dot.index]))
    _draw_coverage(svg, parts, layout)
    return str(svg)


def _begin(parts: Sequence[EpisodeRange], layout: SeasonChart, critics: str) -> Svg:
    title = _('Episode scores over the season, and how many reviews cover each episode')
    values = {'first': parts[0].first, 'last': parts[-1].last, 'critics': critics}
    template = _('Episodes %(first)s to %(last)s from left to right.')
    if critics:
        template = _('Episodes %(first)s to %(last)s from left to right; scores by %(critics)s.')
    return Svg('season', layout.height, title, template % values)


def _draw_axis(svg: Svg, plot: Plot) -> None:
    svg.label(_('Scores of 100, by episode'), 0, plot.title, 'over')
    for tick in TICKS:
        y = y_pixel(tick, plot.top, plot.height)
        svg.horizontal(y, 'grid')
        svg.add('text', str(tick), x=-8, y=y + 4, kind='tick end')


def _draw_line(svg: Svg, plot: Plot, line: Line, kind: str) -> None:
    """Draw the polylines in a nested SVG that stretches: their points cannot be in per cent."""
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
        points = ' '.join(f'{pixels(dot.x)},{pixels(dot.y - plot.top)}' for dot in run)
        svg.add('polyline', within=box, points=points)


def _draw_coverage(svg: Svg, parts: Sequence[EpisodeRange], layout: SeasonChart) -> None:
    for index, x in layout.labels:
        svg.centred(str(parts[index].first), x, layout.axis, 'tick')
    svg.label(_('Reviews that cover each episode'), 0, layout.strip_title, 'over')
    for bar in layout.bars:
        place = (bar.x, bar.width), (bar.top, bar.height)
        svg.rect(*place, 'bar', _bar_tooltip(parts, bar))
        if bar.labelled:
            count = data_number(bar.count, below(parts[bar.first].at, 'reviews'))
            svg.centred(count, bar.x + bar.width / 2, bar.top - 4, 'count')


def _bar_tooltip(parts: Sequence[EpisodeRange], bar: Bar) -> str:
    numbers = _numbers_label(parts[bar.first].first, parts[bar.last].last)
    template = ngettext(
        '%(numbers)s: %(count)d review', '%(numbers)s: %(count)d reviews', bar.count
    )
    return template % {'numbers': numbers, 'count': bar.count}


def _range_tooltip(part: EpisodeRange) -> str:
    assert part.mean is not None
    assert part.low is not None
    assert part.high is not None
    template = counted(
        '%(numbers)s: mean %(mean)s of 100, %(low)s to %(high)s, from %(count)d scores', part.scores
    )
    if part.scores == 1:
        template = _('%(numbers)s: %(mean)s of 100, from one score')
    return template % {
        'numbers': _numbers_label(part.first, part.last),
        'mean': figure(part.mean),
        'low': figure(part.low),
        'high': figure(part.high),
        'count': part.scores,
    }


def _numbers_label(first: EpisodePlace, last: EpisodePlace) -> str:
    if first == last:
        return episode_title(first)
    return _('Episodes %(first)s–%(last)s') % {'first': first, 'last': last}
