"""A link shows what its page is about, to a mouse and to the keyboard, and never to a finger."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import expect

from barriers import barriers

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Locator, Page

pytestmark = pytest.mark.browser
LONG = 10_000
"""Milliseconds: more than anything waits for."""


@pytest.fixture
def address(road: Path) -> str:
    return (road / 'walk.html').as_uri()


@pytest.fixture
def walk(page: Page, address: str) -> Page:
    page.clock.install()
    page.goto(address)
    return page


def box(page: Page) -> Locator:
    return page.locator('.wiki-preview')


def link(page: Page, name: str) -> Locator:
    return page.get_by_role('main').get_by_role('link', name=name, exact=True).first


def hover(page: Page, name: str) -> None:
    page.mouse.move(0, 0)  # the preview of another link may lie over this one
    page.clock.run_for(LONG)
    link(page, name).hover()
    page.clock.run_for(LONG)


def test_it_tells_title_kind_and_summary(walk: Page, complaints: list[str]) -> None:
    asked: list[str] = []
    walk.on('request', lambda sent: asked.append(sent.url))
    hover(walk, 'Mara')
    expect(box(walk)).to_be_visible()
    lines = box(walk).locator('span').all_inner_texts()
    assert lines == ['Character', 'Mara Voss', 'She leads the caravan.']
    hover(walk, 'the start')
    lines = box(walk).locator('span').all_inner_texts()
    assert lines == ['Episode 1', 'Departure', 'The caravan leaves.']
    assert (asked, complaints) == ([], [])


@pytest.mark.parametrize('name', ['Oren', 'the end of it', 'here'])
def test_there_is_none_of_a_page_without_summary_a_part_or_itself(walk: Page, name: str) -> None:
    hover(walk, name)
    expect(box(walk)).to_be_hidden()


def test_there_is_nothing_of_drafts_and_of_what_a_block_speaks_of(road: Path) -> None:
    text = (road / 'walk.html').read_text('utf-8')
    links = BeautifulSoup(text, 'html.parser').select('[role=main] a[data-preview]')
    told = [str(link['data-preview']) for link in links]
    assert [words.split('\n')[1] for words in told] == ['Mara Voss', 'Departure']
    assert 'Hidden.' not in text
    assert 'A storm comes up.' not in text


def test_it_stays_while_the_mouse_is_on_it_and_goes_when_it_leaves(walk: Page) -> None:
    hover(walk, 'Mara')
    box(walk).hover()
    walk.clock.run_for(LONG)
    expect(box(walk)).to_be_visible()
    walk.mouse.move(1, 1)
    walk.clock.run_for(LONG)
    expect(box(walk)).to_be_hidden()


def test_a_mouse_that_passes_by_opens_nothing(walk: Page) -> None:
    link(walk, 'Mara').hover()
    walk.mouse.move(1, 1)
    walk.clock.run_for(LONG)
    expect(box(walk)).to_be_hidden()


def test_escape_closes_it_and_leaves_all_else(walk: Page) -> None:
    hover(walk, 'Mara')
    walk.keyboard.press('Escape')
    expect(box(walk)).to_be_hidden()
    walk.clock.run_for(LONG)
    expect(box(walk)).to_be_hidden()


def test_the_focus_of_the_keyboard_opens_it(walk: Page) -> None:
    link(walk, 'Mara').focus()
    walk.keyboard.press('Shift+Tab')
    walk.keyboard.press('Tab')
    expect(link(walk, 'Mara')).to_be_focused()
    expect(box(walk)).to_be_visible()
    expect(link(walk, 'Mara')).to_have_accessible_description(
        'Character Mara Voss She leads the caravan.'
    )
    walk.mouse.move(1, 1)
    walk.clock.run_for(LONG)
    expect(box(walk)).to_be_visible()
    walk.keyboard.press('Escape')
    expect(box(walk)).to_be_hidden()
    expect(link(walk, 'Mara')).to_be_focused()
    walk.keyboard.press('Tab')
    expect(box(walk)).to_be_hidden()


def test_a_finger_opens_none(new_context: Callable[..., BrowserContext], address: str) -> None:
    page = new_context(viewport={'width': 390, 'height': 700}, has_touch=True).new_page()
    page.clock.install()
    page.goto(address)
    page.evaluate("document.addEventListener('click', event => event.preventDefault())")
    link(page, 'Mara').tap()
    page.clock.run_for(LONG)
    expect(box(page)).to_be_hidden()
    link(page, 'Mara').dispatch_event('pointerover', {'pointerType': 'touch', 'bubbles': True})
    page.clock.run_for(LONG)
    expect(box(page)).to_be_hidden()
    hover(page, 'Mara')  # the same page opens one for a mouse
    expect(box(page)).to_be_visible()


@pytest.mark.parametrize('width', [320, 390, 1280])
@pytest.mark.parametrize('side', ['left', 'right'])
@pytest.mark.parametrize('foot', [False, True])
def test_it_is_never_cut_off(walk: Page, width: int, side: str, *, foot: bool) -> None:
    walk.set_viewport_size({'width': width, 'height': 500})
    walk.add_style_tag(
        content=f'article p {{text-align: {side}; margin: 600px 0}} html {{scroll-behavior: auto}}'
    )
    for name in ('Mara', 'the start'):
        link(walk, name).evaluate(f'node => node.scrollIntoView({str(not foot).lower()})')
        walk.evaluate(f'scrollBy({{top: {20 if foot else -80}, behavior: "instant"}})')
        hover(walk, name)
        expect(box(walk)).to_be_visible()
        inside = box(walk).evaluate(
            """node => {
                const { left, top, right, bottom } = node.getBoundingClientRect();
                return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight
                    && document.documentElement.scrollWidth <= innerWidth;
            }"""
        )
        assert inside


def test_without_script_nothing_is_there(
    new_context: Callable[..., BrowserContext], address: str
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(address)
    expect(box(page)).to_have_count(0)
    expect(link(page, 'Mara')).to_be_visible()


def test_it_is_no_barrier(walk: Page) -> None:
    hover(walk, 'Mara')
    walk.clock.resume()
    # a description belongs to its link, not to a landmark
    assert [one for one in barriers(walk) if ': region:' not in one] == []
    expect(walk.locator('.wiki-preview')).to_be_visible()
