"""Charts of scores: layout of axes, dot plots and histograms, and their SVG."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final
from unicodedata import east_asian_width
from xml.etree import ElementTree as ET

from criticwiki.i18n import _, clause_separator, ngettext, ngettext_noop
from criticwiki.model.scores import COMMON_BEST

from .common import MAX_NAMED
from .components import critic_label, score
from .elements import NO_SEARCH, Element, data_number, figure, phrase, sequence, text_of
from .pointers import below

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from .common import PrintedScore
    from .elements import Piece, Pieces
    from .season_score import Figures, SeasonScore

MIN_SCORES: Final = 5
"""Fewest scores that are worth a chart: fewer are seen at once in words."""
MIN_WIDTH: Final = 240
"""Width of a chart on the narrowest phone, in pixels; labels are laid out for it."""
TICKS: Final = (0, 25, 50, 75, 100)
"""Values of the ticks and grid lines on an axis of 0 to 100."""
RADIUS: Final = 6
"""Radius of a marker, in pixels."""
SYMBOLS: Final = (
    'M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z',
    'M-4.5-4.5h9v9h-9z',
    'M0-6L5.5 4h-11z',
    'M0-6.2L6.2 0 0 6.2-6.2 0z',
    'M0 6L5.5-4h-11z',
    'M-2-5.5h4v3.5h3.5v4h-3.5v3.5h-4v-3.5h-3.5v-4h3.5z',
)
"""SVG path of the marker of each series: some readers cannot tell colours apart."""
_EDGE: Final = 15
"""Per cent of the width at either end where a centred label could overflow."""


def chart(draw: partial[str], *caption: Element | str) -> Element:
    """Figure with an SVG and a caption, on web pages only; `draw` takes a prefix for ids."""
    return Element('chart', caption, ('wiki-chart', NO_SEARCH), draw)


def chart_data(*tables: Element) -> Element:
    """Tables with the data of a chart: a closed `<details>` on web pages."""
    return Element('numbers', tables, ('wiki-numbers',), _('Show the numbers'))


# -- axes and labels ----------------------------------------------------------------------

WIDE: Final = 1.0
NARROW: Final = 0.56
"""Width of a character, in parts of the font size."""
GAP: Final = 5
"""Least distance of two labels, in pixels."""
_STEPS: Final = (1, 2, 5)


def x_percent(value: Decimal | int) -> float:
    """Position of a value of 0 to 100 on a horizontal axis, in per cent."""
    return float(value) * 100 / COMMON_BEST


def y_pixel(value: Decimal | int, top: float, height: float) -> float:
    """Position of a value of 0 to 100 on a vertical axis, in pixels; 100 is at the top."""
    return top + (1 - float(value) / COMMON_BEST) * height


def text_anchor(x: float) -> str:
    """Alignment of a label at a position in per cent, so that it does not overflow."""
    if x < _EDGE:
        return 'start'
    return 'end' if x > 100 - _EDGE else 'middle'


def pixels(value: float) -> str:
    """A length in pixels, in the shortest notation."""
    return f'{value:.2f}'.rstrip('0').rstrip('.')


def percent(value: float) -> str:
    """A length in per cent, in the shortest notation."""
    return f'{pixels(value)}%'


def text_width(text: str, size: float) -> float:
    """Estimated width of a text at a font size, both in pixels."""
    return sum(WIDE if east_asian_width(char) in 'WF' else NARROW for char in text) * size


def truncate(text: str, size: float, room: float) -> str:
    """A text that fits into `room` pixels, truncated with an ellipsis where it is too long."""
    if text_width(text, size) <= room:
        return text
    kept = text
    while kept and text_width(kept, size) + size > room:
        kept = kept[:-1]
    return f'{kept.rstrip()}…'


def label_step(labels: Sequence[str], size: float, room: float) -> int:
    """Interval of the labels shown on an axis, so that none overlap.

    Steps are round numbers: 1, 2, 5, 10, 20, 50 and so on.
    """
    if not labels:
        return 1
    needed = max(text_width(label, size) for label in labels) + GAP
    slot = room / len(labels)
    power = 1
    while True:
        for step in _STEPS:
            if step * power * slot >= needed or step * power >= len(labels):
                return step * power
        power *= 10


@dataclass(frozen=True, slots=True)
class Band:
    """Range band of some scores, with their mean, on 0 to 100."""

    low: float
    high: float
    mean: float


class Svg:
    """Builder of an SVG image with an accessible name and description."""

    def __init__(self, kind: str, height: float, title: str, description: str) -> None:
        """Create an empty image; `kind` is its class."""
        attributes = {'class': kind, 'role': 'img', 'width': '100%', 'height': pixels(height)}
        self.root = ET.Element('svg', attributes)
        self.add('title', title)
        self.add('desc', description)

    def add(
        self,
        tag: str,
        text: Pieces = '',
        *,
        within: ET.Element | None = None,
        tooltip: str = '',
        **attributes: str | float,
    ) -> ET.Element:
        """Append an SVG element; `kind` is its class, `tooltip` its title.

        A number from the data in its text is a `tspan` with the pointer.
        """
        child = ET.SubElement(self.root if within is None else within, tag)
        for name, value in attributes.items():
            written = value if isinstance(value, str) else pixels(value)
            child.set('class' if name == 'kind' else name, written)
        for piece in sequence(text):
            _append(child, piece)
        if tooltip:
            ET.SubElement(child, 'title').text = tooltip
        return child

    def vertical(self, x: float, top: float, bottom: float, kind: str) -> None:
        """Append a vertical line."""
        self.add('line', kind=kind, x1=percent(x), x2=percent(x), y1=top, y2=bottom)

    def horizontal(self, y: float, kind: str, end: float = 100) -> None:
        """Append a horizontal line from the left edge."""
        self.add('line', kind=kind, x1=0, x2=percent(end), y1=y, y2=y)

    def rect(
        self, across: tuple[float, float], down: tuple[float, float], kind: str, tooltip: str
    ) -> None:
        """Append a rectangle: x and width in per cent, y and height in pixels."""
        x, width = map(percent, across)
        self.add('rect', kind=kind, x=x, width=width, y=down[0], height=down[1], tooltip=tooltip)

    def dot(self, x: float, y: float, radius: float, tooltip: str) -> None:
        """Append a round marker."""
        self.add('circle', kind='dot', cx=percent(x), cy=y, r=radius, tooltip=tooltip)

    def label(self, text: Pieces, x: float, baseline: float, kind: str) -> None:
        """Append a label that is aligned so that it does not overflow."""
        self.add('text', text, x=percent(x), y=baseline, kind=f'{kind} {text_anchor(x)}')

    def centred(self, text: Pieces, x: float, baseline: float, kind: str) -> None:
        """Append a centred label."""
        self.add('text', text, x=percent(x), y=baseline, kind=f'{kind} middle')

    def x_axis(self, top: float, foot: float) -> None:
        """Append a horizontal axis of 0 to 100 with grid lines."""
        for tick in TICKS:
            self.vertical(tick, top, foot, 'grid')
            self.centred(str(tick), tick, foot + 16, 'tick')

    def mean(self, x: float, top: float, foot: float, label: Pieces) -> None:
        """Append a vertical line at a mean, with a label above it."""
        self.vertical(x, top, foot, 'mean')
        self.label(label, x, top - 7, 'mean-figure')

    def __str__(self) -> str:
        return ET.tostring(self.root, encoding='unicode')


def _append(parent: ET.Element, piece: Piece) -> None:
    if isinstance(piece, str):
        if len(parent):
            parent[-1].tail = (parent[-1].tail or '') + piece
        else:
            parent.text = (parent.text or '') + piece
        return
    data = {f'data-{name}': str(value) for name, value in piece.data.items()}
    ET.SubElement(parent, 'tspan', data).text = text_of(piece)


# -- dot plots ----------------------------------------------------------------------------

FONT_SIZE: Final = 13
"""Font size of a row, in pixels."""
_HEAD: Final = 24
"""Height of the label above a band, in pixels."""
_ROW: Final = 42
_BASELINE: Final = 16
_TRACK: Final = 29
_FOOT: Final = 22
"""Height of the tick labels, in pixels."""
_UNSCORED: Final = 24


@dataclass(frozen=True, slots=True)
class DotPlotRow:
    """Layout of one row of a dot plot."""

    name: str
    """Truncated where it would overlap the score."""
    printed: str
    baseline: float
    track: float
    x: float
    """In per cent."""


@dataclass(frozen=True, slots=True)
class DotPlot:
    """Layout of a dot plot: a labelled row for each score."""

    rows: tuple[DotPlotRow, ...]
    unscored: tuple[tuple[str, float], ...]
    """Names without a score below the axis, with their baselines."""
    band: Band | None
    top: float
    foot: float
    """Bottom of the rows, where the tick labels begin."""
    height: float


def dot_plot(
    rows: Sequence[tuple[str, str, Decimal]],
    band: Band | None = None,
    unscored: Sequence[str] = (),
    placeholder: str = '',
) -> DotPlot:
    """Lay out rows of a name, a printed score and its common value on 0 to 100.

    Names without a score have the placeholder in place of it.
    """
    top = _HEAD if band else 0
    placed = []
    for index, (name, printed, common) in enumerate(rows):
        y = top + index * _ROW
        label = _beside(name, printed)
        placed.append(DotPlotRow(label, printed, y + _BASELINE, y + _TRACK, x_percent(common)))
    foot = top + len(placed) * _ROW
    below = foot + _FOOT
    rest = tuple(
        (_beside(name, placeholder), below + index * _UNSCORED + _BASELINE)
        for index, name in enumerate(unscored)
    )
    return DotPlot(tuple(placed), rest, band, top, foot, below + len(rest) * _UNSCORED)


def _beside(name: str, score: str) -> str:
    """A name that leaves room for the score at the other end of its row."""
    return truncate(name, FONT_SIZE, MIN_WIDTH - text_width(score, FONT_SIZE) - GAP)


def _dot_rows(plot: DotPlot, title: str, scores: Iterable[tuple[str, PrintedScore]]) -> Svg:
    """Image of a dot plot with its axis and no rows yet; its description has all scores."""
    tooltips = (_tooltip(name, printed) for name, printed in scores)
    svg = Svg('dot-rows', plot.height, title, clause_separator().join(tooltips))
    svg.x_axis(plot.top, plot.foot)
    return svg


def _draw_rows(svg: Svg, plot: DotPlot, scores: Iterable[tuple[str, PrintedScore]]) -> None:
    for row, (name, printed) in zip(plot.rows, scores, strict=True):
        tooltip = _tooltip(name, printed)
        svg.label(row.name, 0, row.baseline, 'name')
        svg.label(score(printed), 100, row.baseline, 'printed')
        svg.horizontal(row.track, 'track')
        if plot.band is None:
            svg.horizontal(row.track, 'stem', row.x)
        svg.dot(row.x, row.track, RADIUS, tooltip)


def _tooltip(name: str, score: PrintedScore) -> str:
    values = {'name': name, 'score': score.printed, 'common': figure(score.common)}
    return _('%(name)s: %(score)s, %(common)s of 100') % values


# -- histograms ---------------------------------------------------------------------------

BIN_WIDTH: Final = 10
"""Width of a bin on the axis of 0 to 100; the last bin includes 100."""
_TOP: Final = 40
_HEIGHT: Final = 110
_TICKS: Final = 22


@dataclass(frozen=True, slots=True)
class Column:
    """Layout of one bin of a histogram."""

    first: int
    last: int
    """Least and greatest whole score of the bin."""
    count: int
    x: float
    width: float
    top: float
    height: float


@dataclass(frozen=True, slots=True)
class Histogram:
    """Layout of a histogram; an empty bin has no column."""

    columns: tuple[Column, ...]
    top: float
    foot: float
    height: float


def histogram(values: Iterable[Decimal]) -> Histogram:
    """Lay out a histogram of values on 0 to 100."""
    last = 100 // BIN_WIDTH - 1
    counts = Counter(min(int(value) // BIN_WIDTH, last) for value in values)
    most = max(counts.values(), default=1)
    foot = _TOP + _HEIGHT
    columns = []
    for index, count in sorted(counts.items()):
        height = max(2.0, count * _HEIGHT / most)
        x = index * BIN_WIDTH
        end = 100 if index == last else x + BIN_WIDTH - 1
        columns.append(Column(x, end, count, float(x), float(BIN_WIDTH), foot - height, height))
    return Histogram(tuple(columns), _TOP - 16, foot, foot + _TICKS)


# -- the charts ---------------------------------------------------------------------------


def headline_chart(view: SeasonScore) -> Element | None:
    """Chart of the season scores: a dot plot, or a histogram above `MAX_NAMED` critics."""
    figures = view.figures
    if figures is None or figures.count < MIN_SCORES:
        return None
    if view.critics <= MAX_NAMED:
        caption = _(
            'A dot for each critic’s score, a line at their mean, shaded from the lowest to the'
            ' highest; a critic without a score has no dot.'
        )
        return chart(partial(_draw_dot_plot, view, figures), caption)
    values = tuple(score.common for _critic, score in view.scored)
    words = HistogramWords(
        _('Printed season scores on 0 to 100'),
        _('Each column counts the critics whose score lies there; the line is at the mean.'),
        ngettext_noop(
            '%(low)d to %(high)d: %(count)d critic', '%(low)d to %(high)d: %(count)d critics'
        ),
    )
    return chart(partial(_draw_histogram, values, figures, words), words.caption)


@dataclass(frozen=True, slots=True)
class HistogramWords:
    """Title and caption of a histogram, and the message of what a column counts."""

    title: str
    caption: str
    counted: tuple[str, str]


def score_histogram(values: tuple[Decimal, ...], figures: Figures, title: str) -> Element:
    """Histogram of the scores of a critic on 0 to 100, with a line at their mean."""
    words = HistogramWords(
        title,
        _('Each column counts the scores that lie there; the line is at the mean.'),
        ngettext_noop(
            '%(low)d to %(high)d: %(count)d score', '%(low)d to %(high)d: %(count)d scores'
        ),
    )
    return chart(partial(_draw_histogram, values, figures, words), words.caption)


def _draw_dot_plot(view: SeasonScore, figures: Figures, _prefix: str) -> str:
    scored = [(critic_label(critic), score) for critic, score in view.scored]
    rows = [(name, score.printed, score.common) for name, score in scored]
    band = Band(x_percent(figures.low), x_percent(figures.high), x_percent(figures.mean))
    none = _('no score')
    plot = dot_plot(rows, band, [critic_label(critic) for critic in view.unscored], none)
    svg = _dot_rows(plot, _('Printed season scores on 0 to 100, by critic'), scored)
    extent, mean = _band_labels(figures)
    height = plot.foot - plot.top
    svg.rect((band.low, band.high - band.low), (plot.top, height), 'reach', extent)
    svg.mean(band.mean, plot.top, plot.foot, mean)
    _draw_rows(svg, plot, scored)
    for name, baseline in plot.unscored:
        svg.label(name, 0, baseline, 'name silent')
        svg.label(none, 100, baseline, 'printed silent')
    return str(svg)


def _draw_histogram(
    values: tuple[Decimal, ...], figures: Figures, words: HistogramWords, _prefix: str
) -> str:
    plot = histogram(values)
    extent, mean = _band_labels(figures)
    svg = Svg('columns', plot.height, words.title, f'{extent} {"".join(map(text_of, mean))}')
    svg.x_axis(plot.top, plot.foot)
    for column in plot.columns:
        counts = {'low': column.first, 'high': column.last, 'count': column.count}
        template = ngettext(*words.counted, column.count)
        place = (column.x, column.width), (column.top, column.height)
        svg.rect(*place, 'bar', template % counts)
        count = data_number(column.count, below(figures.at, 'bins', column.first))
        svg.centred(count, column.x + column.width / 2, column.top - 5, 'count')
    svg.mean(x_percent(figures.mean), plot.top, plot.foot, mean)
    return str(svg)


def _band_labels(figures: Figures) -> tuple[str, list[Piece]]:
    """Tooltip of the range band, and label of the mean."""
    low, high = figure(figures.low), figure(figures.high)
    mean = data_number(figures.mean, below(figures.at, 'mean'))
    extent = _('From %(low)s to %(high)s of 100.') % {'low': low, 'high': high}
    return extent, phrase(_('mean %(mean)s'), mean=mean)


def category_chart(view: Sequence[tuple[str, PrintedScore]]) -> Element | None:
    """Dot plot of the scores that a review prints by category."""
    if not MIN_SCORES <= len(view) <= MAX_NAMED * 2:
        return None
    return chart(partial(_draw_categories, view), _('The scores by category, on 0 to 100.'))


def _draw_categories(view: Sequence[tuple[str, PrintedScore]], _prefix: str) -> str:
    plot = dot_plot([(name, score.printed, score.common) for name, score in view])
    svg = _dot_rows(plot, _('Scores by category on 0 to 100'), view)
    _draw_rows(svg, plot, view)
    return str(svg)
