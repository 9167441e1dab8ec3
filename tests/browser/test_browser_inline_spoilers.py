"""Words in a line stay closed until their episode is seen, or until a reader opens them by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope='module')
def address(road: Path) -> str:
    return (road / 'lines.html').as_uri()


def shown(page: Page) -> str:
    """What can be read in the paragraph and in the table."""
    lines = page.locator('[role=main] :is(section > p, td)').all_inner_texts()
    return ' '.join(' '.join(lines).split())


def test_closed_words_are_nowhere_to_be_read(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_role('switch')).to_have_count(3)
    assert 'Mara is Spoiler: episode 2, and her map Spoiler: episode 4.' in shown(page)
    assert 'the copy' not in page.locator('[role=main]').aria_snapshot()
    assert not page.evaluate("window.find('the copy')")


def test_they_open_by_hand_and_close_again(page: Page, address: str) -> None:
    page.goto(address)
    first = page.get_by_role('switch').first
    page.get_by_text('Spoiler: episode 2').click()
    assert 'Mara is Spoiler: episode 2the copy, and' in shown(page)
    assert 'maker' not in shown(page)
    expect(first).to_be_checked()
    first.press('Space')
    assert 'copy' not in shown(page)
    page.keyboard.press('Tab')
    page.keyboard.press('Space')
    page.keyboard.press('Tab')
    expect(page.get_by_role('link', name='her maker’s')).to_be_focused()


def test_who_starts_anew_finds_them_closed_again(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_text('Spoiler: episode 2').click()
    assert 'the copy' in shown(page)
    far = page.get_by_role('combobox', name='I have seen')
    far.select_option('4')
    far.select_option('')
    assert 'copy' not in shown(page)


def test_they_open_with_the_episode_that_was_seen(page: Page, address: str) -> None:
    page.goto(f'{address}?seen=2')
    assert 'Mara is the copy, and her map Spoiler: episode 4.' in shown(page)
    page.goto(f'{address}?seen=4')
    assert 'Mara is the copy, and her map her maker’s.' in shown(page)
    assert 'Mara a copy of Oren' in shown(page)


def test_without_scripts_they_open_by_hand(
    new_context: Callable[..., BrowserContext], address: str
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(address)
    assert 'copy' not in shown(page)
    page.get_by_text('Spoiler: episode 2').click()
    assert 'the copy, and' in shown(page)


@pytest.mark.parametrize('width', [320, 390])
def test_a_finger_has_room_and_nothing_is_cut_off(
    new_context: Callable[..., BrowserContext], address: str, width: int
) -> None:
    page = new_context(viewport={'width': width, 'height': 700}, has_touch=True, is_mobile=True)
    page = page.new_page()
    page.goto(address)
    assert page.evaluate('document.documentElement.scrollWidth') == width
    boxes = [one.bounding_box() for one in page.locator('.spoiler-inline label').all()]
    assert all(box and box['height'] >= 32 for box in boxes)
