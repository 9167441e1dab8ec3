"""Charts of scores: layout of axis, rows and columns, and their SVG."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final
from unicodedata import east_asian_width
from xml.etree import ElementTree as ET

from criticwiki.i18n import _
from criticwiki.model.scores import COMMON_BEST

from .common import MANY
from .elements import NO_SEARCH, Element, critic_words, figure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from .common import Printed
    from .season import Figures, Headline

TICKS: Final = (0, 25, 50, 75, 100)
"""Where lines lead across or down a plot."""
NARROWEST: Final = 240
"""Pixels of a plot on the narrowest phone: what fits there fits everywhere."""
RADIUS: Final = 6
"""Of a mark, in pixels."""
EDGE: Final = 15
"""Per cent at either end of an axis where a label cannot be centred on its mark."""


@dataclass(frozen=True, slots=True)
class Band:
    """From the lowest to the highest of some scores, and their mean, on 0 to 100."""

    low: float
    high: float
    mean: float


def across(value: Decimal | int) -> float:
    """Per cent of the width at which a value on 0 to 100 stands."""
    return float(value) * 100 / COMMON_BEST


def down(value: Decimal | int, top: float, height: float) -> float:
    """The pixel at which a value on 0 to 100 stands in a plot: the best is at the top."""
    return top + (1 - float(value) / COMMON_BEST) * height


def anchor(at: float) -> str:
    """Which end of a label stands at a place across, so that the label stays inside."""
    if at < EDGE:
        return 'start'
    return 'end' if at > 100 - EDGE else 'middle'


SHAPES: Final = (
    'M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z',
    'M-4.5-4.5h9v9h-9z',
    'M0-6L5.5 4h-11z',
    'M0-6.2L6.2 0 0 6.2-6.2 0z',
    'M0 6L5.5-4h-11z',
    'M-2-5.5h4v3.5h3.5v4h-3.5v3.5h-4v-3.5h-3.5v-4h3.5z',
)
"""One for each critic who shares a plot: colour alone would tell nothing to some."""


def pixels(value: float) -> str:
    """A number as short as it can be."""
    return f'{value:.2f}'.rstrip('0').rstrip('.')


def percent(value: float) -> str:
    """A place across."""
    return f'{pixels(value)}%'


class Svg:
    """One drawing: a picture to assistive technology, with a name and a description."""

    def __init__(self, kind: str, height: float, title: str, described: str) -> None:
        """Start with an empty one."""
        attributes = {'class': kind, 'role': 'img', 'width': '100%', 'height': pixels(height)}
        self.root = ET.Element('svg', attributes)
        self.add('title', title)
        self.add('desc', described)

    def add(
        self,
        tag: str,
        text: str = '',
        *,
        within: ET.Element | None = None,
        told: str = '',
        **attributes: str | float,
    ) -> ET.Element:
        """An element, and what it tells a pointer that rests on it; `kind` is its class."""
        made = ET.SubElement(self.root if within is None else within, tag)
        for name, value in attributes.items():
            written = value if isinstance(value, str) else pixels(value)
            made.set('class' if name == 'kind' else name, written)
        made.text = text or None
        if told:
            ET.SubElement(made, 'title').text = told
        return made

    def rule(self, at: float, top: float, bottom: float, kind: str) -> None:
        """A line down."""
        self.add('line', kind=kind, x1=percent(at), x2=percent(at), y1=top, y2=bottom)

    def level(self, height: float, kind: str, end: float = 100) -> None:
        """A line across, from the left."""
        self.add('line', kind=kind, x1=0, x2=percent(end), y1=height, y2=height)

    def box(
        self, across: tuple[float, float], down: tuple[float, float], kind: str, told: str
    ) -> None:
        """A filled box: where it begins and how much it takes, across and down."""
        x, width = map(percent, across)
        self.add('rect', kind=kind, x=x, width=width, y=down[0], height=down[1], told=told)

    def dot(self, at: float, height: float, radius: float, told: str) -> None:
        """A round mark."""
        self.add('circle', kind='dot', cx=percent(at), cy=height, r=radius, told=told)

    def words(self, text: str, at: float, baseline: float, kind: str) -> None:
        """Words that begin, end or are centred at a place, so that they stay inside."""
        self.add('text', text, x=percent(at), y=baseline, kind=f'{kind} {anchor(at)}')

    def figure(self, text: str, at: float, baseline: float, kind: str) -> None:
        """A figure centred at a place."""
        self.add('text', text, x=percent(at), y=baseline, kind=f'{kind} middle')

    def scale(self, top: float, foot: float) -> None:
        """The axis of 0 to 100 across, with lines down."""
        for tick in TICKS:
            self.rule(tick, top, foot, 'grid')
            self.figure(str(tick), tick, foot + 16, 'tick')

    def mean(self, at: float, top: float, foot: float, words: str) -> None:
        """A line at a mean, with words above it."""
        self.rule(at, top, foot, 'mean')
        self.words(words, at, top - 7, 'mean-figure')

    def __str__(self) -> str:
        return ET.tostring(self.root, encoding='unicode')


POINTS: Final = 10
"""On the axis, in each column; the best value belongs to the last."""
_TOP: Final = 40
_HEIGHT: Final = 110
_COLUMNS_FOOT: Final = 22


@dataclass(frozen=True, slots=True)
class Column:
    """The scores that lie in one part of the axis."""

    first: int
    last: int
    """The least and the greatest whole score of its own."""
    count: int
    at: float
    width: float
    top: float
    height: float


@dataclass(frozen=True, slots=True)
class Columns:
    """A plot of columns; a part of the axis without a score has none."""

    columns: tuple[Column, ...]
    band: Band
    top: float
    foot: float
    height: float


def columns(worths: Iterable[Decimal], band: Band) -> Columns:
    """Count scores on 0 to 100."""
    last = 100 // POINTS - 1
    counts = Counter(min(int(worth) // POINTS, last) for worth in worths)
    most = max(counts.values(), default=1)
    foot = _TOP + _HEIGHT
    made = []
    for index, count in sorted(counts.items()):
        tall = max(2.0, count * _HEIGHT / most)
        first = index * POINTS
        end = 100 if index == last else first + POINTS - 1
        made.append(Column(first, end, count, float(first), float(POINTS), foot - tall, tall))
    return Columns(tuple(made), band, _TOP - 16, foot, foot + _COLUMNS_FOOT)


WIDE: Final = 1.0
NARROW: Final = 0.56
"""Width of a letter in parts of the size of the font."""
GAP: Final = 5
"""Pixels between two labels."""
_STEPS: Final = (1, 2, 5)


def width_of(text: str, size: float) -> float:
    """Pixels that words take at a size of font."""
    return sum(WIDE if east_asian_width(one) in 'WF' else NARROW for one in text) * size


def shortened(text: str, size: float, room: float) -> str:
    """The words, or as many of their letters as fit, with an ellipsis."""
    if width_of(text, size) <= room:
        return text
    kept = text
    while kept and width_of(kept, size) + size > room:
        kept = kept[:-1]
    return f'{kept.rstrip()}…'


def label_step(labels: Sequence[str], size: float, room: float) -> int:
    """Every how many of evenly spaced labels are shown, so that none touches another.

    Steps are those of people: 1, 2, 5, 10, 20, 50 and so on.
    """
    if not labels:
        return 1
    needed = max(width_of(label, size) for label in labels) + GAP
    slot = room / len(labels)
    power = 1
    while True:
        for step in _STEPS:
            if step * power * slot >= needed or step * power >= len(labels):
                return step * power
        power *= 10


TEXT: Final = 13
"""Size of the font of a row, in pixels."""
_HEAD: Final = 24
"""Pixels for the words above a band."""
_ROW: Final = 42
_BASELINE: Final = 16
_TRACK: Final = 29
_FOOT: Final = 22
"""Pixels for the figures of the axis."""
_UNSCORED: Final = 24


@dataclass(frozen=True, slots=True)
class DotRow:
    """Where one row stands."""

    name: str
    """Cut where it would touch the score."""
    printed: str
    baseline: float
    track: float
    at: float
    """Per cent across."""


@dataclass(frozen=True, slots=True)
class DotRows:
    """A plot of rows."""

    rows: tuple[DotRow, ...]
    unscored: tuple[tuple[str, float], ...]
    """Names without a score, and their baselines: below the axis, where nothing is measured."""
    band: Band | None
    top: float
    foot: float
    """Where the rows end, and the figures of the axis begin."""
    height: float


def dot_rows(
    rows: Sequence[tuple[str, str, Decimal]],
    band: Band | None = None,
    unscored: Sequence[str] = (),
    beside: str = '',
) -> DotRows:
    """Place rows of a name, what is printed, and its worth on 0 to 100.

    The words `beside` the names without a score are the same for all.
    """
    top = _HEAD if band else 0
    placed = []
    for index, (name, printed, worth) in enumerate(rows):
        begin = top + index * _ROW
        shown = _beside(name, printed)
        placed.append(DotRow(shown, printed, begin + _BASELINE, begin + _TRACK, across(worth)))
    foot = top + len(placed) * _ROW
    below = foot + _FOOT
    silent = tuple(
        (_beside(name, beside), below + index * _UNSCORED + _BASELINE)
        for index, name in enumerate(unscored)
    )
    return DotRows(tuple(placed), silent, band, top, foot, below + len(silent) * _UNSCORED)


def _beside(name: str, other: str) -> str:
    return shortened(name, TEXT, NARROWEST - width_of(other, TEXT) - GAP)


FEWEST = 2
"""Scores that make a chart worth more than its table."""


def chart(draw: partial[str], *caption: Element | str) -> Element:
    """A drawing above its caption, on web pages alone; `draw` takes a prefix for ids."""
    return Element('chart', caption, ('wiki-chart', NO_SEARCH), draw)


def numbers(*tables: Element) -> Element:
    """The tables that a chart is drawn from: closed on web pages, where they follow it."""
    return Element('numbers', tables, ('wiki-numbers',), _('Show the numbers'))


def headline_chart(view: Headline) -> Element | None:
    """The printed season scores, their range and their mean."""
    if view.figures is None:
        return None
    band = None
    if view.figures.count >= FEWEST:
        found = view.figures
        band = Band(across(found.low), across(found.high), across(found.mean))
    if view.reviews <= MANY:
        told = _('A dot for each printed score; a review without one has no dot.')
        if band:
            told = _(
                'A dot for each printed score, a line at their mean, shaded from the lowest to'
                ' the highest; a review without a score has no dot.'
            )
        return chart(partial(_draw_headline, view, band), told)
    if band is None:
        return None
    told = _('Each column counts the reviews whose score lies there; the line is at the mean.')
    return chart(partial(_draw_columns, view, band), told)


def _draw_headline(view: Headline, band: Band | None, _prefix: str) -> str:
    named = [(critic_words(known), score) for known, score in view.scored]
    rows = [(name, score.printed, score.common) for name, score in named]
    none = _('no score')
    placed = dot_rows(rows, band, [critic_words(known) for known in view.unscored], none)
    title = _('Printed season scores on 0 to 100, by critic')
    svg = Svg('dot-rows', placed.height, title, _listed(named))
    svg.scale(placed.top, placed.foot)
    if band and view.figures:
        reach, mean = _band_words(view.figures)
        tall = (placed.top, placed.foot - placed.top)
        svg.box((band.low, band.high - band.low), tall, 'reach', reach)
        svg.mean(band.mean, placed.top, placed.foot, mean)
    _rows(svg, placed, [_worth(name, score) for name, score in named])
    for name, baseline in placed.unscored:
        svg.words(name, 0, baseline, 'name silent')
        svg.words(none, 100, baseline, 'printed silent')
    return str(svg)


def _draw_columns(view: Headline, band: Band, _prefix: str) -> str:
    placed = columns((score.common for _known, score in view.scored), band)
    title = _('Printed season scores on 0 to 100')
    assert view.figures is not None
    reach, mean = _band_words(view.figures)
    svg = Svg('columns', placed.height, title, f'{reach} {mean}')
    svg.scale(placed.top, placed.foot)
    for column in placed.columns:
        known = {'low': column.first, 'high': column.last, 'count': column.count}
        told = _('%(low)d to %(high)d: %(count)d reviews')
        if column.count == 1:
            told = _('%(low)d to %(high)d: %(count)d review')
        svg.box((column.at, column.width), (column.top, column.height), 'bar', told % known)
        middle = column.at + column.width / 2
        svg.figure(str(column.count), middle, column.top - 5, 'count')
    svg.mean(band.mean, placed.top, placed.foot, mean)
    return str(svg)


def category_chart(view: Sequence[tuple[str, Printed]]) -> Element | None:
    """The scores that a critic prints by category."""
    if not FEWEST <= len(view) <= MANY * 2:
        return None
    return chart(partial(_draw_categories, view), _('The scores by category, on 0 to 100.'))


def _draw_categories(view: Sequence[tuple[str, Printed]], _prefix: str) -> str:
    placed = dot_rows([(name, score.printed, score.common) for name, score in view])
    title = _('Scores by category on 0 to 100')
    svg = Svg('dot-rows', placed.height, title, _listed(view))
    svg.scale(placed.top, placed.foot)
    _rows(svg, placed, [_worth(name, score) for name, score in view])
    return str(svg)


def _rows(svg: Svg, placed: DotRows, told: Sequence[str]) -> None:
    for index, row in enumerate(placed.rows):
        svg.words(row.name, 0, row.baseline, 'name')
        svg.words(row.printed, 100, row.baseline, 'printed')
        svg.level(row.track, 'track')
        if placed.band is None:
            svg.level(row.track, 'stem', row.at)
        svg.dot(row.at, row.track, RADIUS, told[index])


def _band_words(found: Figures) -> tuple[str, str]:
    known = {'low': figure(found.low), 'high': figure(found.high), 'mean': figure(found.mean)}
    return _('From %(low)s to %(high)s of 100.') % known, _('mean %(mean)s') % known


def _worth(name: str, score: Printed) -> str:
    known = {'name': name, 'score': score.printed, 'common': figure(score.common)}
    return _('%(name)s: %(score)s, %(common)s of 100') % known


def _listed(scores: Sequence[tuple[str, Printed]]) -> str:
    return '; '.join(_worth(name, score) for name, score in scores)
