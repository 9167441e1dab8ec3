"""A season from its first episode to its last: scores above, and below who covers what."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final

from .axis import NARROWEST, down
from .labels import GAP, label_step, width_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from .stretches import Stretch

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
