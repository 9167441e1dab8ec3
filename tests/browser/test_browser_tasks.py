"""What readers come for, from the landing page on a phone, each in two clicks at most."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.browser
PHONE = {'viewport': {'width': 390, 'height': 844}, 'has_touch': True, 'is_mobile': True}


@pytest.fixture
def landing(new_context: Callable[..., BrowserContext], site: str) -> Page:
    """The landing page on a phone, for somebody who comes for the first time."""
    page = new_context(**PHONE).new_page()
    page.goto(f'{site}index.html')
    return page


def far(page: Page, seen: str) -> None:
    page.get_by_label('How far have you seen?').select_option(seen)


def test_whether_to_go_on_after_episode_six(landing: Page) -> None:
    far(landing, '6')
    landing.locator('[class*=strip] a').filter(has_text='6').first.tap()
    expect(landing.locator('h1')).to_contain_text('Episode 6')
    line = landing.get_by_text('From the next episode on')
    expect(line).to_be_visible()
    assert re.search(r'gives [\d.]+ of 5 on average; up to here, [\d.]+', line.inner_text())
    expect(landing.locator('details.plot').first).to_have_attribute('open', '')


def test_what_critics_say_of_the_music(
    landing: Page, new_context: Callable[..., BrowserContext], site: str
) -> None:
    landing.get_by_role('link', name='music', exact=True).first.tap()
    expect(landing).to_have_url(re.compile(r'consensus\.html#music$'))
    words = 'ending song even more'
    expect(landing.get_by_text(words).first).to_be_visible()
    wide = new_context(viewport={'width': 1280, 'height': 800}).new_page()
    wide.goto(f'{site}consensus.html#music')
    for said in (
        words,
        'a lineup of absolutely fantastic',
        'an incredible score',
        'overuse of said',
    ):
        quote = wide.get_by_text(said).last
        expect(quote).to_be_in_viewport()


def test_who_voices_naomi(landing: Page) -> None:
    landing.get_by_role('link', name='Naomi').first.tap()
    expect(landing.locator('.wiki-facts')).to_contain_text('Tomoyo Kurosawa')


def test_the_best_episode(landing: Page) -> None:
    expect(landing.get_by_text('Best: 2, 3, 4 and 11 (3.5/5)')).to_be_visible()


def test_who_cyan_is_for_somebody_at_episode_five(landing: Page) -> None:
    far(landing, '5')
    landing.locator('article').get_by_role('link', name='characters', exact=True).tap()
    landing.locator('article').get_by_role('link', name='Cyan', exact=True).first.tap()
    expect(landing.locator('h1')).to_have_text(re.compile('Cyan'))
    shown = landing.locator('article').inner_text()
    assert 'Bluestar' not in shown
    assert 'copy of' not in shown
    assert not re.search(r'Episode (8|9|1[0-3])\b', shown)


def test_how_the_mean_is_computed(landing: Page) -> None:
    landing.get_by_text('What this is made of').tap()
    expect(landing.locator('details[open]').filter(has_text='7.2/10')).to_be_visible()


def test_two_critics_side_by_side(landing: Page) -> None:
    landing.locator('article').get_by_role('link', name='consensus', exact=True).tap()
    table = landing.locator('table').first
    for critic in ('7Mononoke', 'The Review Geek'):
        expect(table.get_by_role('columnheader', name=re.compile(critic)).first).to_be_attached()


@pytest.mark.parametrize(
    ('words', 'goal'),
    [
        ('Orthman', 'characters/naomi-orthmann.html'),
        ('Orthmaan', 'characters/naomi-orthmann.html'),
        ('家族の肖像', 'episodes/10-family-portrait.html'),
        ('10', 'episodes/10-family-portrait.html'),
        ('ep10', 'episodes/10-family-portrait.html'),
    ],
)
def test_a_name_is_found(
    new_context: Callable[..., BrowserContext], site: str, words: str, goal: str
) -> None:
    page = new_context(viewport={'width': 1280, 'height': 800}).new_page()
    page.goto(f'{site}index.html')
    page.keyboard.press('/')
    page.keyboard.type(words)
    first = page.locator('[role=option]').first
    expect(first).to_be_visible()
    page.keyboard.press('ArrowDown')
    page.keyboard.press('Enter')
    expect(page).to_have_url(re.compile(re.escape(goal)))


def test_who_types_on_chooses_among_the_results_of_all_words(page: Page, site: str) -> None:
    page.goto(f'{site}index.html')
    page.keyboard.press('/')
    page.keyboard.type('1')
    expect(page.locator('[role=option]').first).to_contain_text('Crimson')
    page.keyboard.type('0')
    page.keyboard.press('ArrowDown')
    page.keyboard.press('Enter')
    expect(page).to_have_url(re.compile('episodes/10-family-portrait.html'))


TYPES_ON = """async box => {
    const press = key => box.dispatchEvent(
        new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}));
    box.value = '1';
    box.dispatchEvent(new Event('focus'));  // the results of it come after the next letter
    box.value = '10';
    box.dispatchEvent(new Event('input'));
    const list = document.querySelector('[role=listbox]');
    while (list.hidden) await new Promise(done => setTimeout(done, 5));
    press('ArrowDown');
    press('Enter');
}"""


def test_results_of_fewer_words_that_come_late_are_not_chosen_from(page: Page, site: str) -> None:
    page.goto(f'{site}index.html')
    page.keyboard.press('/')
    page.keyboard.type('1')
    expect(page.locator('[role=option]').first).to_contain_text('Crimson')
    page.keyboard.press('Backspace')
    expect(page.get_by_role('listbox')).to_be_hidden()
    page.get_by_role('combobox', name='Search').evaluate(TYPES_ON)
    expect(page).to_have_url(re.compile('episodes/10-family-portrait.html'))


def test_a_stance_has_an_address(landing: Page) -> None:
    landing.get_by_role('link', name='music', exact=True).first.tap()
    landing.locator('a[href*="#aspect-music"]:visible').first.tap()
    expect(landing).to_have_url(re.compile(r'reviews/.+\.html#aspect-music$'))
    expect(landing.locator('#aspect-music')).to_be_in_viewport()
