"""Accessibility by axe, in light and dark, wide and on a phone, with every spoiler open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from test_browser_pages import KINDS, visit

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
SERIOUS = {'serious', 'critical'}


def barriers(page: Page) -> list[str]:
    """What axe calls serious or critical, by place."""
    result = Axe().run(page, options={'resultTypes': ['violations']})
    return [
        f'{found["id"]}: {node["html"][:150]}: {node["failureSummary"]}'
        for found in result.response['violations']
        if found['impact'] in SERIOUS
        for node in found['nodes']
    ]


def look(page: Page, site: str, kind: str, scheme: str, width: int) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion='reduce')  # type: ignore[arg-type]
    visit(page, site, kind, width)
    page.evaluate("document.querySelectorAll('details').forEach(node => node.open = true)")


@pytest.mark.parametrize('width', [390, 1280])
@pytest.mark.parametrize('scheme', ['light', 'dark'])
@pytest.mark.parametrize('kind', KINDS)
def test_no_barrier(page: Page, site: str, kind: str, scheme: str, width: int) -> None:
    look(page, site, kind, scheme, width)
    assert barriers(page) == []


@pytest.mark.parametrize('scheme', ['light', 'dark'])
def test_barriers_are_found(page: Page, site: str, scheme: str) -> None:
    look(page, site, 'method', scheme, 1280)
    back, fore = page.evaluate(
        """faint => {
            const line = document.querySelector('[role=main] p');
            const style = getComputedStyle(document.body);
            const colours = [style.backgroundColor, style.color];
            line.style.color = faint;
            line.insertAdjacentHTML('beforeend', '<img src="/en/latest/_static/file.png">');
            return colours.map(colour => colour.match(/\\d+/g).map(Number));
        }""",
        '#bbb' if scheme == 'light' else '#444',
    )
    assert (sum(back) > sum(fore)) == (scheme == 'light')
    found = ' '.join(barriers(page))
    assert 'color-contrast' in found
    assert 'image-alt' in found


# axe does not judge text on a gradient
@pytest.mark.parametrize('scheme', ['light', 'dark'])
def test_headline_on_the_landing_page_has_contrast(page: Page, site: str, scheme: str) -> None:
    look(page, site, 'index', scheme, 1280)
    least = page.evaluate(
        """() => {
            const numbers = text => text.match(/[\\d.]+/g).slice(0, 3).map(Number);
            const light = colour => {
                const [r, g, b] = colour.map(part => part / 255).map(
                    part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            const box = document.querySelector('.wiki-brief');
            const style = getComputedStyle(box);
            const colours = [style.backgroundColor, style.backgroundImage].join(' ')
                .match(/rgb\\([^)]*\\)/g);
            const backs = (colours || [getComputedStyle(document.body).backgroundColor])
                .map(numbers).map(light);
            return [...box.querySelectorAll('p, p *')].map(node => {
                const fore = light(numbers(getComputedStyle(node).color));
                return Math.min(...backs.map(
                    back => (Math.max(fore, back) + 0.05) / (Math.min(fore, back) + 0.05)));
            });
        }"""
    )
    assert least
    assert min(least) >= 4.5
