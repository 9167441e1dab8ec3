"""Pages in a narrow window, in large type, without motion, on paper, without scripts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from test_browser_access import kinds
from test_browser_pages import KINDS, go, overflowing, visit

import criticwiki

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.browser
STYLES = Path(criticwiki.__file__).parent / 'styles'
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
        go(page, f'{site}{name}')
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


SIZES = {'14px', '16px', '20px', '24px', '32px'}
"""Of all text, from what is small to the title: one more is noise."""
LONGEST = 78
"""Letters in a line: about 70 read well, and none has many more."""
TYPE = """() => {
    const sizes = {}, lines = {};
    const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    while (words.nextNode()) {
        const node = words.currentNode, parent = node.parentElement;
        range.selectNodeContents(node);
        const box = range.getBoundingClientRect();
        if (!node.data.trim() || box.width < 2 || parent.closest('script, style, select')) continue;
        if (!parent.checkVisibility({visibilityProperty: true})) continue;
        sizes[getComputedStyle(parent).fontSize] ??= parent.outerHTML.slice(0, 120);
    }
    for (const block of document.querySelectorAll('[role=main] section > p')) {
        if (!block.checkVisibility()) continue;
        range.selectNodeContents(block);
        const tops = new Set([...range.getClientRects()].map(box => Math.round(box.top / 16)));
        const text = block.textContent.trim();
        if (text.length > 2 * LONGEST && text.length / (tops.size || 1) > LONGEST)
            lines[text.slice(0, 60)] = [text.length, tops.size];
    }
    return [sizes, lines];
}""".replace('LONGEST', str(LONGEST))


@pytest.mark.parametrize('width', [1280, 390])
def test_type_has_five_sizes_and_lines_that_are_read_with_ease(
    page: Page, site: str, width: int
) -> None:
    page.set_viewport_size({'width': width, 'height': 900})
    other, long = {}, {}
    for kind, name in kinds().items():
        go(page, f'{site}{name}')
        if kind == 'found':
            expect(page.locator('#search-results li').first).to_be_visible()
        page.evaluate(SETTLED)
        sizes, lines = page.evaluate(TYPE)
        other |= {f'{kind} {size}': sizes[size] for size in sizes.keys() - SIZES}
        long |= {f'{kind} {text}': lines[text] for text in lines}
    assert (other, long) == ({}, {})


def test_a_further_size_and_a_long_line_are_found(page: Page, site: str) -> None:
    visit(page, site, 'index')
    page.evaluate(
        """() => {
            const block = document.querySelector('[role=main] section section > p');
            block.textContent = 'word '.repeat(80);
            block.style.cssText = 'font-size: 13px; max-width: none';
        }"""
    )
    sizes, lines = page.evaluate(TYPE)
    assert '13px' in sizes
    assert len(lines) == 1


def test_links_are_ink_and_criticism_alone_is_red(page: Page, site: str) -> None:
    for scheme in ('light', 'dark'):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        visit(page, site, 'consensus')
        link, text, fault = (
            page.locator(where).first.evaluate('node => getComputedStyle(node).color')
            for where in (
                '[role=main] section > p > a',
                '[role=main] section > p',
                'td .stance-criticism',
            )
        )
        assert link == text != fault
        underline = page.locator('[role=main] section > p > a').first.evaluate(
            'node => getComputedStyle(node).textDecorationLine'
        )
        assert underline == 'underline'


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
        dark = page.locator('.wiki-brief').evaluate_all(
            "boxes => boxes.filter(box => getComputedStyle(box).backgroundImage !== 'none').length"
        )
        assert dark == 0, kind


def test_own_colours_of_a_reader_leave_no_gradient(
    new_context: Callable[..., BrowserContext], site: str
) -> None:
    for scheme in ('light', 'dark'):
        page = new_context(forced_colors='active', color_scheme=scheme).new_page()
        visit(page, site, 'index')
        look = page.locator('.wiki-brief').evaluate(
            """box => [getComputedStyle(box).backgroundImage,
                parseFloat(getComputedStyle(box).borderTopWidth) > 0]"""
        )
        assert look == ['none', True]
        mark = page.locator('.stance-bar > .stance').first
        assert mark.evaluate('node => parseFloat(getComputedStyle(node).borderTopWidth)') > 0


def test_the_button_of_the_theme_says_which_is_on(page: Page, site: str) -> None:
    visit(page, site, 'index')
    names = []
    for _ in range(3):
        names.append(page.locator('.theme-toggle-content').aria_snapshot())
        page.locator('.theme-toggle-content button').click()
    assert len(set(names)) == 3
    assert all('Colours: ' in name for name in names)


def test_without_scripts_nothing_waits_for_one(
    new_context: Callable[..., BrowserContext], site: str
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    for kind in KINDS:
        visit(page, site, kind)
        assert page.get_by_role('button').count() == 0, kind
        expect(page.get_by_role('search')).to_be_hidden()
        expect(page.locator('h1')).to_be_visible()


def test_a_japanese_wiki_keeps_the_font_of_code(page: Page) -> None:
    style = (STYLES / 'criticwiki.css').read_text('utf-8')
    words = '<p>語<code>html_title</code></p><pre><span>a: 1</span></pre>'
    page.set_content(f'<html lang="ja"><style>{style}</style>{words}')
    fonts = page.evaluate(
        "() => [...document.querySelectorAll('p, code, pre span')]"
        '.map(one => getComputedStyle(one).fontFamily)'
    )
    assert ['monospace' in font for font in fonts] == [False, True, True]
