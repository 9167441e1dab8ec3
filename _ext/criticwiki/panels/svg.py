"""SVG that is as wide as its place: across in per cent, down and text in pixels, no view box.

A style sheet gives colours and the margins in which labels may stand; nothing runs.
"""

from __future__ import annotations

from typing import Final
from xml.etree import ElementTree as ET

from .axis import TICKS, anchor

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
