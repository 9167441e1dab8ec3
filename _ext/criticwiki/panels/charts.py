"""Charts of single scores: those of the season by critic, and those of a review by category."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from criticwiki.i18n import _

from .axis import RADIUS, Band, across
from .columns import columns
from .common import MANY
from .dot_rows import dot_rows
from .elements import critic_words, figure
from .pieces import NO_SEARCH, Element
from .svg import Svg

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .common import Printed
    from .dot_rows import DotRows
    from .season import Figures, Headline

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
