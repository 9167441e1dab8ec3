"""Charts in a browser: readable at every width, inside their place, and without a script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Locator, Page

PAGES = {
    'season scores': ('consensus.html', 'svg.dot-rows'),
    'episodes': ('consensus.html', 'svg.season'),
    'categories': ('reviews/Courier.html', 'svg.dot-rows'),
}
WIDTHS = (320, 390, 1280)
DOTS = 'circle.dot, use'

pytestmark = pytest.mark.browser


def chart(page: Page, charted: Path, name: str, width: int = 390) -> Locator:
    path, selector = PAGES[name]
    page.set_viewport_size({'width': width, 'height': 900})
    page.goto((charted / path).as_uri())
    return page.locator(f'figure.wiki-chart > {selector}')


def boxes(drawing: Locator, selector: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = drawing.evaluate(
        """(drawing, selector) => [...drawing.querySelectorAll(selector)].map(node => {
            const { left, right, top, bottom } = node.getBoundingClientRect();
            const size = parseFloat(getComputedStyle(node).fontSize);
            return { left, right, top, bottom, size, words: node.textContent };
        })""",
        selector,
    )
    return found


@pytest.mark.parametrize('name', PAGES)
def test_all_stands_inside_and_no_label_covers_another(
    page: Page, charted: Path, name: str
) -> None:
    drawing = chart(page, charted, name)
    for width in WIDTHS:
        page.set_viewport_size({'width': width, 'height': 900})
        assert outside(drawing) == [], width
        assert covered(drawing) == [], width


def outside(drawing: Locator) -> list[dict[str, Any]]:
    """The parts of a drawing that its figure does not hold."""
    frame = drawing.evaluate(
        """drawing => {
            const { left, right } = drawing.closest('figure').getBoundingClientRect();
            const { top, bottom } = drawing.getBoundingClientRect();
            return { left, right, top, bottom };
        }"""
    )
    parts = boxes(drawing, f'text, rect, line, {DOTS}')
    assert len(parts) > 10
    return [
        part
        for part in parts
        if part['left'] < frame['left'] - 1
        or part['right'] > frame['right'] + 1
        or part['top'] < frame['top'] - 1
        or part['bottom'] > frame['bottom'] + 1
    ]


def covered(drawing: Locator) -> list[tuple[str, str]]:
    """Labels of a drawing that share a place."""
    labels = boxes(drawing, 'text')
    return [
        (one['words'], other['words'])
        for index, one in enumerate(labels)
        for other in labels[:index]
        if one['left'] < other['right']
        and other['left'] < one['right']
        # lines of text may touch, letters may not
        and one['top'] + 3 < other['bottom'] - 3
        and other['top'] + 3 < one['bottom'] - 3
    ]


def test_a_chart_has_a_name(page: Page, charted: Path) -> None:
    chart(page, charted, 'episodes')
    expect(page.get_by_role('img', name='Episode scores over the season')).to_be_visible()
    expect(page.get_by_role('img', name='Printed season scores')).to_be_visible()


@pytest.mark.parametrize('scheme', ['light', 'dark'])
def test_marks_stand_out(page: Page, site: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f'{site}consensus.html')
    contrasts = page.evaluate(
        """() => {
            const sheet = getComputedStyle(document.body);
            const canvas = document.createElement('canvas').getContext('2d');
            const light = colour => {
                canvas.fillStyle = colour;
                canvas.fillRect(0, 0, 1, 1);
                const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map(part => part / 255)
                    .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            const probe = document.createElement('i');
            document.body.append(probe);
            const back = light(sheet.backgroundColor);
            return [1, 2, 3, 4, 5, 6].map(number => {
                probe.style.color = `var(--wiki-chart-${number})`;
                const fore = light(getComputedStyle(probe).color);
                return (Math.max(fore, back) + 0.05) / (Math.min(fore, back) + 0.05);
            });
        }"""
    )
    assert min(contrasts) >= 4.5
    assert len({round(one, 4) for one in contrasts}) > 1


def test_numbers_open_by_key(page: Page, charted: Path) -> None:
    chart(page, charted, 'episodes')
    block = page.locator('figure:has(svg.season) + details.wiki-numbers')
    expect(block.locator('table')).to_be_hidden()
    block.locator('summary').focus()
    page.keyboard.press('Enter')
    expect(block.locator('table')).to_be_visible()
    expect(block.locator('tbody tr')).to_have_count(4)
    page.keyboard.press('Space')
    expect(block.locator('table')).to_be_hidden()


def test_charts_need_no_script_and_no_server(
    new_context: Callable[..., BrowserContext], charted: Path
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto((charted / 'consensus.html').as_uri())
    drawing = page.locator('svg.season')
    expect(drawing.locator('use')).to_have_count(5)
    frame, dot = drawing.bounding_box(), drawing.locator('use').last.bounding_box()
    assert frame is not None
    assert dot is not None
    assert frame['x'] < dot['x'] < frame['x'] + frame['width']
    page.locator('details.wiki-numbers summary').last.click()
    expect(page.locator('details.wiki-numbers table').last).to_be_visible()


@pytest.mark.parametrize('width', [390, 1280])
def test_every_stance_has_word_shape_and_colour(page: Page, site: str, width: int) -> None:
    page.set_viewport_size({'width': width, 'height': 900})
    page.goto(f'{site}consensus.html')
    states = page.evaluate(
        """() => Object.fromEntries(['praise', 'mixed', 'criticism', 'silent', 'out'].map(kind => {
            const held = document.querySelector(
                `table.aspects tr:first-child > td:not(:last-child) .stance-${kind}`);
            const cell = getComputedStyle(held.closest('td'));
            return [held.textContent, [
                getComputedStyle(held, '::before').content.split(' ')[0],
                cell.backgroundColor + cell.backgroundImage]];
        }))"""
    )
    assert list(states) == ['praise', 'mixed', 'criticism', 'not discussed', 'out of scope']
    shapes, tints = zip(*states.values(), strict=True)
    assert len(set(shapes)) == len(set(tints)) == 5
