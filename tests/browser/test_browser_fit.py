"""Pages in a narrow window, in large type, without motion, on paper, without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from test_browser_access import kinds
from test_browser_pages import KINDS, overflowing, visit

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.browser
NARROWEST = 320
PLAIN, DOUBLED = 16, 32
"""Type as browsers have it, and as a reader sets it who wants it twice as large."""
SETTLED = """async () => {
    document.querySelectorAll('details').forEach(node => { node.open = true; });
    await document.fonts.ready;
}"""


def test_every_kind_of_page_fits_the_narrowest_phone(page: Page, site: str) -> None:
    page.set_viewport_size({'width': NARROWEST, 'height': 640})
    wide = {}
    for kind, name in {**kinds(), 'critics': 'critics/index.html'}.items():
        page.goto(f'{site}{name}')
        if kind == 'found':
            expect(page.locator('#search-results li').first).to_be_visible()
        page.evaluate(SETTLED)
        if found := overflowing(page):
            wide[kind] = found
    assert wide == {}


# a window of 1280 at 200 % is one of 640; only text can be enlarged as well
@pytest.mark.parametrize(('width', 'size'), [(640, PLAIN), (1280, DOUBLED), (390, DOUBLED)])
def test_200_percent_holds(page: Page, site: str, width: int, size: int) -> None:
    chromium = page.context.new_cdp_session(page)
    chromium.send('Page.setFontSizes', {'fontSizes': {'standard': size}})
    wide = {}
    for kind in KINDS:
        visit(page, site, kind, width)
        page.evaluate(SETTLED)
        assert page.evaluate('parseFloat(getComputedStyle(document.body).fontSize)') >= size
        if found := overflowing(page):
            wide[kind] = found
    assert wide == {}


def test_nothing_moves_for_those_who_ask_for_that(page: Page, site: str) -> None:
    moving = """() => [...document.querySelectorAll('*')].filter(node => {
        const style = getComputedStyle(node);
        const times = `${style.transitionDuration}, ${style.animationDuration}`;
        return style.scrollBehavior === 'smooth'
            || times.split(', ').some(time => parseFloat(time) > 0
                && style.transitionProperty !== 'none');
    }).map(node => node.outerHTML.slice(0, 80))"""
    visit(page, site, 'consensus')
    assert page.evaluate(moving) != []
    page.emulate_media(reduced_motion='reduce')
    for kind in KINDS:
        visit(page, site, kind)
        assert page.evaluate(moving) == [], kind


def test_on_paper_there_is_the_text_alone_and_it_is_dark_on_light(page: Page, site: str) -> None:
    page.emulate_media(media='print', color_scheme='dark')
    for kind in KINDS:
        visit(page, site, kind, 720)
        for part in ('.sidebar-drawer', '.toc-drawer', '.mobile-header', '.content-icon-container'):
            expect(page.locator(part)).not_to_be_in_viewport()
        expect(page.locator('.skip-to-content')).to_be_hidden()
        expect(page.locator('h1')).to_be_visible()
        cut = page.locator('.table-wrapper').evaluate_all(
            'boxes => boxes.map(box => getComputedStyle(box).overflowX)'
        )
        assert set(cut) <= {'visible'}, kind
        assert overflowing(page) == '', kind
        light = page.evaluate(
            """() => ['color', 'backgroundColor'].map(part => getComputedStyle(document.body)[part]
                .match(/\\d+/g).slice(0, 3).reduce((sum, one) => sum + Number(one), 0))"""
        )
        assert light[0] < 250 < 600 < light[1], kind


def test_without_scripts_nothing_waits_for_one(
    new_context: Callable[..., BrowserContext], site: str
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    for kind in KINDS:
        visit(page, site, kind)
        assert page.get_by_role('button').count() == 0, kind
        expect(page.get_by_role('search')).to_be_hidden()
        expect(page.locator('h1')).to_be_visible()
