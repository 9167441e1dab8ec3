"""The table of docs/large-wikis.md: how figures grow, and what follows for a size beyond them."""

from __future__ import annotations

from pathlib import Path

import pytest
from growth_table import BEGIN, END, exponents, extrapolated, replaced, table_of

PAGE = Path(__file__).parents[2] / 'docs' / 'large-wikis.md'
OURS = {'full': {1000: 30.0, 5000: 150.0, 10000: 300.0}, 'check': {1000: 2.0, 10000: 200.0}}
PLAIN = {'full': {1000: 20.0, 5000: 100.0, 10000: 200.0}, 'check': {1000: 1.0}}


@pytest.mark.parametrize(
    ('values', 'powers', 'far'),
    [
        ({1000: 30, 5000: 150, 10000: 300}, [1, 1], 1500),
        ({1000: 1, 10000: 100}, [2], 2500),  # by the square of the pages
        ({1000: 12, 10000: 30}, [0.398], 110),  # ten, and two more for each thousand
        ({1000: 7, 10000: 7}, [0], 7),
        ({1000: 7}, [], None),
        ({}, [], None),
    ],
)
def test_growth_is_a_power_of_the_pages(
    values: dict[int, float], powers: list[float], far: float | None
) -> None:
    assert exponents(values) == pytest.approx(powers, abs=0.001)
    assert extrapolated(values, 50_000) == pytest.approx(far)


def test_a_figure_is_a_row_with_its_ratio_to_plain_sphinx() -> None:
    lines = table_of(OURS, PLAIN, [1000, 5000, 10000]).splitlines()
    assert lines[0].split(' | ')[2:5] == ['1,000 pages', '5,000 pages', '10,000 pages']
    assert lines[2:] == [
        '| full build | CPU s | 30 (1.50) | 150 (1.50) | 300 (1.50) | 1.00, 1.00 | 1,500 (1.50) |',
        '| `make check` | CPU s | 2.0 (2.00) |  | 200.0 | 2.00 | 5,000.0 |',
    ]


def test_only_the_table_of_the_page_is_replaced() -> None:
    text = PAGE.read_text('utf-8')
    before, after = text.split(BEGIN)[0], text.split(END)[1]
    assert before
    assert after
    once = replaced(text, 'x\n')
    assert once == f'{before}{BEGIN}x\n{END}{after}'
    assert replaced(once, 'x\n') == once
