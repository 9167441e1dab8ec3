"""The answer on the landing and the consensus page: what a phone shows first, and on asking."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from site_build import html, of_kind
from test_browser_pages import overflowing, visit

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ('width', 'height', 'parts'),
    [
        (1280, 800, ('h1', '.verdict', '.headline', '.wiki-bars')),
        (390, 844, ('h1', '.verdict', '.headline')),
    ],
)
def test_the_first_screen_answers(
    page: Page, site: str, width: int, height: int, parts: tuple[str, ...]
) -> None:
    page.set_viewport_size({'width': width, 'height': height})
    page.goto(f'{site}index.html')
    bottom = 0.0
    for words in parts:
        box = page.locator(words).first.bounding_box()
        assert box is not None
        assert bottom <= box['y'] < box['y'] + box['height'] <= height, words
        bottom = box['y'] + box['height']


SHIFTS = """
    window.shifted = 0;
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) window.shifted += entry.value;
    }).observe({type: 'layout-shift', buffered: true});
"""


@pytest.mark.parametrize('width', [1280, 390, 320])
def test_the_landing_page_stands_still(page: Page, site: str, width: int) -> None:
    page.set_viewport_size({'width': width, 'height': 800})
    page.add_init_script(SHIFTS)
    page.goto(f'{site}index.html', wait_until='networkidle')
    assert page.evaluate('window.shifted') <= 0.02


@pytest.mark.parametrize('width', [1280, 390, 320])
def test_every_aspect_and_episode_is_a_click_away(page: Page, site: str, width: int) -> None:
    page.set_viewport_size({'width': width, 'height': 800})
    page.goto(f'{site}index.html')
    assert overflowing(page) == ''
    names = [f'{site}{name}.html' for name in of_kind('episodes')]
    cells = page.locator('.wiki-strip a')
    assert cells.evaluate_all('links => links.map(link => link.href)') == names
    for cell in cells.all():
        box = cell.bounding_box()
        assert box is not None
        assert min(box['width'], box['height']) >= 44
    music = page.locator('.wiki-bars a', has_text='music')
    expect(music.locator('xpath=ancestor::li')).to_contain_text('4 praise')
    music.click()
    expect(page).to_have_url(re.compile(r'consensus\.html'))


@pytest.mark.parametrize('kind', ['index', 'consensus'])
def test_numbers_are_asked_by_keyboard(page: Page, site: str, kind: str) -> None:
    visit(page, site, kind, 390)
    asked = page.locator('details.wiki-asked')
    for index in range(asked.count()):
        one = asked.nth(index)
        expect(one.locator('p').first).to_be_hidden()
        one.locator('summary').focus()
        page.keyboard.press('Enter')
        expect(one.locator('p').first).to_be_visible()
    assert overflowing(page) == ''
    page.keyboard.press('Enter')
    expect(asked.last.locator('p').first).to_be_hidden()


def test_numbers_are_asked_by_touch_without_script(
    new_context: Callable[..., BrowserContext], site: str
) -> None:
    page = new_context(java_script_enabled=False, has_touch=True).new_page()
    visit(page, site, 'consensus', 390)
    for asked in page.locator('details.wiki-asked, details.wiki-numbers').all():
        summary = asked.locator('summary')
        size = summary.bounding_box()
        assert size is not None
        assert size['height'] >= 24
        summary.tap()
        expect(asked.locator('p, table').first).to_be_visible()


def test_there_is_room_for_the_marks_of_many_critics(page: Page, site: str) -> None:
    visit(page, site, 'consensus')
    for count in (5, 6, 7, 9, 10, 12):
        page.set_viewport_size({'width': 1280, 'height': 900})
        gaps, columns = page.evaluate(
            """count => {
                const strips = [...document.querySelectorAll('.stance-strip')];
                for (const [row, strip] of strips.entries())
                    while (strip.children.length < (row % 2 ? count : count - 1))
                        strip.append(strip.firstElementChild.cloneNode(true));
                const found = strips.map(strip => {
                    const words = document.createRange();
                    words.selectNode(strip.nextSibling);
                    const left = words.getBoundingClientRect().left;
                    const end = strip.lastElementChild.getBoundingClientRect().right;
                    return [left - end, strip.closest('table'), left];
                });
                const columns = new Map(found.map(([_, table]) => [table, new Set()]));
                for (const [_, table, left] of found) columns.get(table).add(left);
                const apart = lefts => Math.max(...lefts) - Math.min(...lefts);
                return [found.map(one => one[0]), [...columns.values()].map(apart)];
            }""",
            count,
        )
        assert len(gaps) > 4
        assert min(gaps) >= 6, count
        assert max(gaps) < 100, count
        assert max(columns) < 1, count
        page.set_viewport_size({'width': 390, 'height': 900})
        assert overflowing(page) == '', count


def test_a_side_leads_to_its_evidence(page: Page) -> None:
    page.goto((html() / 'consensus.html').as_uri())
    for side in ('praise', 'criticism'):
        told = page.locator(f'.side-{side}')
        quote = told.locator('.voice').inner_text()
        told.locator('.who a').click()
        expect(page.locator('dt:target')).to_be_in_viewport()
        expect(page.locator('dt:target + dd')).to_contain_text(quote)
        page.go_back()
