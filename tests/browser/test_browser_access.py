"""No barrier that axe knows, on a page of each kind: light and dark, wide and on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from site_build import docnames, html
from test_browser_pages import PAGES, go, visit

from barriers import barriers, barriers_in_every_look, open_all
from serving import serve

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.browser
FOUND = 'search.html?q=Naomi'


def kinds() -> dict[str, str]:
    """A page of each kind: those with a source, each folder's own, and all that have none."""
    made = {file.relative_to(html()).with_suffix('').as_posix() for file in html().rglob('*.html')}
    extra: dict[str, str] = {}
    for name in sorted(made - set(docnames())):
        folder = name.rpartition('/')[0]
        extra.setdefault(folder or name, f'{name}.html')
    return {**PAGES, 'folder': 'episodes/index.html', **extra, 'found': FOUND}


def test_no_barrier(page: Page, site: str) -> None:
    names = kinds()
    assert {'index', 'episode', 'search', 'found'} <= names.keys()
    found: dict[str, list[str]] = {}
    for kind, name in names.items():
        go(page, f'{site}{name}')
        if kind == 'found':
            expect(page.locator('#search-results li').first).to_be_visible()
        found[kind] = barriers_in_every_look(page)
    assert found == {kind: [] for kind in names}


def test_no_barrier_on_a_further_page(page: Page, many_reviews: Path) -> None:
    with serve(many_reviews) as address:
        page.goto(f'{address}consensus-aspects2-2.html')
        expect(page.locator('h1')).to_contain_text('51')
        assert barriers_in_every_look(page) == []


def test_barriers_are_found(page: Page, site: str) -> None:
    visit(page, site, 'method')
    page.evaluate(
        """() => {
            const [light, dark, text] = document.querySelectorAll('[role=main] p');
            light.style.color = '#bbb';
            dark.style.color = '#444';
            light.insertAdjacentHTML('beforeend', '<img src="/en/latest/_static/file.png">');
            const faint = 'color-mix(in srgb, currentcolor, #808080 15%)';
            const plain = `color: ${faint}; text-decoration: none`;
            text.insertAdjacentHTML('beforeend', `<a href="#x" style="${plain}">a link</a>`);
            document.body.insertAdjacentHTML('beforeend', '<p>In no landmark.</p>');
        }"""
    )
    found = {': '.join(line.split(': ')[:2]) for line in barriers(page)}
    assert found == {
        *('light: color-contrast', 'light: link-in-text-block', 'light: image-alt'),
        *('light: region', 'dark: color-contrast', 'dark: link-in-text-block', 'dark: image-alt'),
    }


# axe does not judge text on a gradient
@pytest.mark.parametrize('scheme', ['light', 'dark'])
def test_headline_on_the_landing_page_has_contrast(page: Page, site: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    visit(page, site, 'index')
    open_all(page)
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


# -- Keys ---------------------------------------------------------------------------------


def tab_to(page: Page, wanted: str, limit: int = 300) -> None:
    """Go on by Tab until something that matches has the focus."""
    for _ in range(limit):
        page.keyboard.press('Tab')
        if page.evaluate('wanted => document.activeElement.matches(wanted)', wanted):
            return
    raise AssertionError(f'no key leads to {wanted}')


def test_keys_scroll_a_table_that_does_not_fit_and_pass_one_that_does(
    page: Page, site: str
) -> None:
    visit(page, site, 'method')
    table = page.locator('.table-wrapper').first
    expect(table).not_to_have_attribute('tabindex', '0')
    table.locator('table').evaluate("node => { node.style.width = '3000px'; }")
    expect(table).to_have_attribute('tabindex', '0')
    tab_to(page, '.table-wrapper')
    page.keyboard.press('ArrowRight')
    page.wait_for_function("document.querySelector('.table-wrapper').scrollLeft > 0")


def test_every_table_is_in_a_region_with_a_name(
    new_context: Callable[..., BrowserContext], site: str
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    for kind in ('consensus', 'review', 'method'):
        visit(page, site, kind)
        tables = page.locator('[role=main] table').count()
        regions = page.locator('[role=region][tabindex="0"][aria-label] > table').count()
        assert tables == regions > 0, kind


def test_keys_reach_the_pages_on_a_phone(page: Page, site: str) -> None:
    page.emulate_media(reduced_motion='reduce')
    visit(page, site, 'episode', 390)
    entry = page.locator('.sidebar-tree a', has_text='Critic consensus')
    expect(entry).not_to_be_in_viewport()
    tab_to(page, '.sidebar-tree a[href$="consensus.html"]')
    expect(entry).to_be_in_viewport()
    page.keyboard.press('Enter')
    expect(page.locator('h1')).to_contain_text('Critic consensus')
    expect(entry).not_to_be_in_viewport()


def test_keys_open_a_part_of_the_tree(page: Page, site: str) -> None:
    visit(page, site, 'consensus')
    below = page.locator('.sidebar-tree a', has_text='Rouge Redstar')
    expect(below).to_be_hidden()
    tab_to(page, '.toctree-checkbox[aria-label*=Characters]')
    page.keyboard.press('Space')
    expect(below).to_be_visible()


def test_the_first_key_leads_past_the_frame(page: Page, site: str) -> None:
    visit(page, site, 'index', 390)
    page.keyboard.press('Tab')
    skip = page.locator('.skip-to-content')
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press('Enter')
    page.keyboard.press('Tab')
    inside = "document.querySelector('.article-container').contains(document.activeElement)"
    assert page.evaluate(inside)
