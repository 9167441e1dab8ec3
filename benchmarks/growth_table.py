"""What grows how between wikis of several sizes, as the table of docs/large-wikis.md."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

BEGIN: Final = '<!-- seen -->\n'
END: Final = '<!-- end -->'
FAR: Final = 50_000
"""Pages of the wiki that nothing is measured of."""
Measured = dict[str, dict[int, float]]
"""Figures by their names, then by the pages of the wiki."""


@dataclass(frozen=True)
class Figure:
    """A row of the table."""

    name: str
    means: str
    unit: str
    places: int = 0
    """Decimal places."""

    def told(self, value: float) -> str:
        """A value, with commas between thousands."""
        return f'{value:,.{self.places}f}'


FIGURES: Final = (
    Figure('full', 'full build', 'CPU s'),
    Figure('no change', 'build without a change', 'CPU s', 1),
    Figure('body edit', 'build after an edit of words', 'CPU s', 1),
    Figure('score edit', 'build after an edit of a score', 'CPU s', 1),
    Figure('check', '`make check`', 'CPU s', 1),
    Figure('memory', 'full build, peak memory', 'MiB'),
    Figure('edit memory', 'edit of words, peak memory', 'MiB'),
    Figure('site', 'the site', 'MiB', 1),
    Figure('files', 'the site, files', 'files'),
    Figure('doctrees', 'doctrees and what builds keep', 'MiB', 1),
    Figure('search', 'what a search may load, in all', 'MiB', 1),
    Figure('search start', 'of it, what every first search loads', 'KiB'),
    Figure('data', '`data/wiki.json`', 'MiB', 1),
    Figure('page', 'largest page', 'KiB'),
)
"""Rows of the table, in their order."""


def exponents(values: Mapping[int, float]) -> list[float]:
    """The power of the number of pages that a figure grows by, from each size to the next.

    1 is in step with the pages, 2 with their square, 0 not at all.
    """
    sizes = sorted(values)
    return [
        log(values[large] / values[small]) / log(large / small) for small, large in pairwise(sizes)
    ]


def extrapolated(values: Mapping[int, float], pages: int = FAR) -> float | None:
    """A figure at a size that was not measured, from the two largest that were.

    A straight line through both where it grows more slowly than the pages, since a part is the
    same for all sizes; else the power between them. None of fewer than two.
    """
    if len(values) < 2:
        return None
    small, large = sorted(values)[-2:]
    line = values[large] + (values[large] - values[small]) / (large - small) * (pages - large)
    return max(line, values[large] * (pages / large) ** exponents(values)[-1])


def table_of(ours: Measured, plain: Measured, sizes: list[int]) -> str:
    """Markdown of the table; in brackets the ratio to plain Sphinx, where it has such a thing."""
    head = ['', 'in', *(f'{size:,} pages' for size in sizes), 'grows by', f'{FAR:,}, extrapolated']
    lines = [head, ['---'] * 2 + ['--:'] * (len(head) - 2)]
    for figure in FIGURES:
        values = ours.get(figure.name, {})
        if not values:
            continue
        others = plain.get(figure.name, {})
        cells = [_cell(figure, values.get(size), others.get(size)) for size in sizes]
        grows = ', '.join(f'{power:.2f}' for power in exponents(values))
        beside = extrapolated(others) if others.keys() == values.keys() else None
        far = _cell(figure, extrapolated(values), beside)
        lines.append([figure.means, figure.unit, *cells, grows, far])
    return ''.join(f'| {" | ".join(line)} |\n' for line in lines)


def _cell(figure: Figure, value: float | None, other: float | None) -> str:
    if value is None:
        return ''
    return figure.told(value) + (f' ({value / other:.2f})' if other else '')


def replaced(text: str, said: str) -> str:
    """A page with something else between the marks."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f'{before}{BEGIN}{said}{END}{after}'
