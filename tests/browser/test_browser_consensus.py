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

    from playwright.sync_api import BrowserContext, Locator, Page

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


def test_a_side_leads_to_its_evidence(page: Page) -> None:
    page.goto((html() / 'index.html').as_uri())
    for side in ('praise', 'criticism'):
        told = page.locator(f'.side-{side}')
        quote = told.locator('.voice').inner_text()
        told.locator('.voice a').click()
        expect(page.locator('dt:target')).to_be_in_viewport()
        expect(page.locator('dt:target + dd')).to_contain_text(quote)
        page.go_back()


# -- The table of aspects ---------------------------------------------------------------


def opened(page: Page, aspect: str) -> Locator:
    """What the row of an aspect opens to."""
    return page.locator(f'tbody#{aspect} > .wiki-opened')


def test_the_consensus_page_is_short_and_shows_its_contents(page: Page, site: str) -> None:
    visit(page, site, 'consensus')
    page.set_viewport_size({'width': 1280, 'height': 800})
    assert page.evaluate('document.documentElement.scrollHeight') <= 2600
    expect(page.locator('.toc-tree a', has_text='Music')).to_be_in_viewport()
    assert overflowing(page) == ''


def test_an_address_opens_the_words_of_all_critics_on_one_screen(page: Page, site: str) -> None:
    page.set_viewport_size({'width': 1280, 'height': 800})
    page.goto(f'{site}consensus.html#music')
    words = opened(page, 'music').locator('dt, dd')
    assert words.count() == 8
    for word in words.all():
        expect(word).to_be_in_viewport(ratio=1)
    expect(opened(page, 'animation')).to_be_hidden()
    page.locator('#music summary').click()
    expect(opened(page, 'music')).to_be_hidden()
    page.locator('#music .headerlink').click()
    expect(opened(page, 'music')).to_be_visible()


def test_the_contents_lead_to_a_row_and_open_it(page: Page, site: str) -> None:
    page.set_viewport_size({'width': 1280, 'height': 800})
    visit(page, site, 'consensus')
    page.locator('.toc-tree a', has_text='Finale').click()
    expect(opened(page, 'finale')).to_be_visible()
    expect(page.locator('#finale summary')).to_be_in_viewport()


@pytest.mark.parametrize('script', [True, False])
def test_a_row_opens_by_keyboard_and_by_address_with_and_without_script(
    new_context: Callable[..., BrowserContext], site: str, *, script: bool
) -> None:
    page = new_context(java_script_enabled=script).new_page()
    visit(page, site, 'consensus', 390)
    expect(opened(page, 'leads')).to_be_hidden()
    page.locator('#leads summary').focus()
    page.keyboard.press('Enter')
    expect(opened(page, 'leads')).to_be_visible()
    page.keyboard.press('Enter')
    expect(opened(page, 'leads')).to_be_hidden()
    page.goto(f'{site}consensus.html#supporting-cast')
    expect(opened(page, 'supporting-cast')).to_be_visible()


def test_the_head_of_the_table_stays_in_sight(page: Page, site: str) -> None:
    visit(page, site, 'consensus')
    page.set_viewport_size({'width': 1280, 'height': 500})
    page.locator('#animation').scroll_into_view_if_needed()
    expect(page.locator('table.aspects thead th').nth(1)).to_be_in_viewport(ratio=1)


def test_the_first_column_stays_in_sight_on_a_phone(page: Page, site: str) -> None:
    visit(page, site, 'consensus', 320)
    assert overflowing(page) == ''
    box = page.locator('.table-wrapper:has(table.aspects)')
    box.evaluate('box => box.scrollLeft = 500')
    assert box.evaluate('box => box.scrollLeft') > 20
    name = page.locator('#music th').bounding_box()
    assert name is not None
    assert name['x'] >= 0
    size = page.locator('#music summary').bounding_box()
    assert size is not None
    assert size['height'] >= 44


def test_a_mark_of_arrival_is_calm_and_covers_the_whole_row(page: Page, site: str) -> None:
    page.goto(f'{site}reviews/anime-rants-sugar-free-candy.html#aspect-music')
    colours = page.evaluate(
        """() => [':target', ':target + dd'].map(
            place => getComputedStyle(document.querySelector(place)).backgroundColor)"""
    )
    assert colours[0] == colours[1] != 'rgba(0, 0, 0, 0)'
    mixed = page.locator('.stance-mixed').first
    assert colours[0] != mixed.evaluate('one => getComputedStyle(one).backgroundColor')
    expect(page.locator(':target .headerlink')).to_be_visible()


def test_remarks_have_addresses(page: Page, site: str) -> None:
    page.goto(f'{site}reviews/anime-rants-sugar-free-candy.html')
    sign = page.locator('#remarks dt .headerlink').first
    sign.click()
    assert page.locator('dt:target').get_attribute('id', timeout=1000).startswith('remark-')
