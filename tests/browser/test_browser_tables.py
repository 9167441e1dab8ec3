"""Tables are sorted and narrowed down by mouse, keyboard and touch; the address says how."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from barriers import barriers

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.browser
TITLES = ['Dry and good', 'Zebra', 'Echo', 'Fog', 'Gale', 'Hail', 'apple', 'First steps']
SORTED = {
    'Review': ['apple', 'Dry and good', 'Echo', 'First steps', 'Fog', 'Gale', 'Hail', 'Zebra'],
    'Critic': ['Dry and good', 'Echo', 'Fog', 'Gale', 'Hail', 'First steps', 'Zebra', 'apple'],
    'Score': ['Fog', 'Gale', 'Hail', 'Zebra', 'Dry and good', 'Echo', 'First steps', 'apple'],
}


@pytest.fixture
def address(road: Path) -> str:
    return (road / 'reviews' / 'index.html').as_uri()


def titles(page: Page) -> list[str]:
    return page.locator('table.reviews tbody tr:not([hidden]) td:nth-child(2)').all_inner_texts()


def order(page: Page) -> dict[str, str]:
    found: dict[str, str] = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('th[aria-sort]')]
            .map(head => [head.innerText.trim(), head.ariaSort]))"""
    )
    return found


@pytest.mark.parametrize('column', SORTED)
def test_a_column_sorts_up_then_down_then_as_it_was(
    page: Page, address: str, complaints: list[str], column: str
) -> None:
    page.goto(address)
    assert sorted(titles(page)) == sorted(TITLES)
    before = titles(page)
    button = page.get_by_role('columnheader', name=column).get_by_role('button')
    button.click()
    assert (titles(page), order(page)) == (SORTED[column], {column: 'ascending'})
    button.click()
    empty = {'Critic': 1, 'Score': 2}.get(column, 0)  # what is not stated comes last, both ways
    last = len(TITLES) - empty
    assert titles(page) == SORTED[column][:last][::-1] + SORTED[column][last:]
    assert order(page) == {column: 'descending'}
    button.click()
    assert (titles(page), order(page)) == (before, {})
    assert complaints == []


def test_numbers_are_sorted_as_numbers(page: Page, address: str) -> None:
    page.goto(address)
    page.evaluate(
        """keys => document.querySelectorAll('table.reviews tbody tr').forEach(
            (row, index) => row.cells[2].dataset.sort = keys[index])""",
        values := ['3.5', '10', '', '3.038', '-1', '4', '5', '6'],
    )
    page.get_by_role('button', name='Score').click()
    cells = page.locator('table.reviews tbody td:nth-child(3)')
    found = cells.evaluate_all('cells => cells.map(cell => cell.dataset.sort)')
    assert found == ['-1', '3.038', '3.5', '4', '5', '6', '10', '']
    assert sorted(found) == sorted(values)


@pytest.mark.parametrize('key', ['Enter', 'Space'])
def test_the_keyboard_sorts(page: Page, address: str, key: str) -> None:
    page.goto(address)
    page.get_by_role('button', name='Clear').focus()
    page.keyboard.press('Tab')
    expect(page.get_by_role('button', name='Critic')).to_be_focused()
    page.keyboard.press(key)
    assert titles(page) == SORTED['Critic']
    expect(page.get_by_role('button', name='Critic')).to_be_focused()


def test_the_address_tells_and_restores(page: Page, address: str) -> None:
    page.goto(f'{address}?seen=3&sort=9.9.desc&theirs=a')
    page.get_by_role('button', name='Score').click()
    page.get_by_role('button', name='Score').click()
    page.get_by_label('Score of 100').select_option('80–100')
    page.get_by_label('Covers').select_option('the whole season')
    assert titles(page) == ['Dry and good']
    page.get_by_label('Covers').select_option('any stretch')
    shown = ['Echo', 'Dry and good']
    assert titles(page) == shown
    found = page.evaluate('Object.fromEntries(new URLSearchParams(location.search))')
    told = {'sort': '1.3.desc', 'score': '80'}
    assert found == {'seen': '3', 'theirs': 'a', **told}
    page.reload()
    assert titles(page) == shown
    assert order(page) == {'Score': 'descending'}
    expect(page.locator('article').get_by_role('status')).to_have_text('2 of 8 reviews are shown.')
    page.locator('table.reviews').get_by_role('link', name='Echo').click()
    page.go_back()
    assert titles(page) == shown
    page.evaluate("history.pushState(null, '', '?seen=3&critic=Emil')")
    page.evaluate("history.pushState(null, '', '?seen=3')")
    page.go_back()
    expect(page.get_by_role('combobox', name='Critic', exact=True)).to_have_value('Emil')
    assert titles(page) == ['Echo']
    page.go_back()
    assert titles(page) == shown
    page.get_by_role('button', name='Clear').click()
    assert len(titles(page)) == len(TITLES)
    assert page.evaluate('location.search') == '?seen=3&theirs=a&sort=1.3.desc'
    expect(page.locator('article').get_by_role('status')).to_have_text('8 of 8 reviews are shown.')


def test_an_address_that_makes_no_sense_shows_all(page: Page, address: str) -> None:
    page.goto(f'{address}?sort=1.99.up&sort=x&critic=Nobody&covers=')
    assert len(titles(page)) == len(TITLES)
    expect(page.get_by_role('combobox', name='Critic', exact=True)).to_have_value('')
    expect(page.locator('article').get_by_role('status')).to_be_empty()


def test_the_critic_without_a_name_can_be_chosen(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role('combobox', name='Critic', exact=True).select_option('unnamed critic')
    assert titles(page) == ['apple']
    page.get_by_label('Covers').select_option('part of the season')
    assert titles(page) == []
    expect(page.locator('article').get_by_role('status')).to_have_text('0 of 8 reviews are shown.')


def test_it_works_by_touch(new_context: Callable[..., BrowserContext], address: str) -> None:
    page = new_context(viewport={'width': 320, 'height': 700}, has_touch=True).new_page()
    page.goto(address)
    page.get_by_role('button', name='Review').tap()
    assert titles(page) == SORTED['Review']
    page.get_by_label('Covers').select_option('a single episode')
    assert titles(page) == ['apple', 'First steps']
    page.get_by_role('button', name='Clear').tap()
    assert titles(page) == SORTED['Review']
    assert page.evaluate('document.documentElement.scrollWidth') == 320


def test_without_script_it_is_a_plain_table(
    new_context: Callable[..., BrowserContext], address: str
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f'{address}?score=80&sort=1.2.asc')
    assert sorted(titles(page)) == sorted(TITLES)
    for button in page.locator('article :is(table button, form.wiki-filters)').all():
        expect(button).to_be_hidden()


def test_buttons_and_boxes_are_no_barrier(page: Page, address: str) -> None:
    page.goto(f'{address}?sort=1.1.asc&score=80')
    assert barriers(page) == []


def test_a_head_with_a_link_has_a_button_beside_it(page: Page, site: str) -> None:
    page.goto(f'{site}guide/method.html')
    for fold in page.locator('details', has=page.locator('table.episode-scores')).all():
        fold.locator('summary').first.click()
    head = page.locator('table.episode-scores thead th').nth(2)
    name = head.get_by_role('link').inner_text()
    button = head.get_by_role('button', name=f'Sort by {name}', exact=True)
    button.click()
    button.click()
    first = page.locator('table.episode-scores tbody tr').first
    assert first.locator('td').nth(1).inner_text() == '3.5/5'
    page.get_by_role('columnheader', name='Episode', exact=True).get_by_role('button').last.click()
    assert first.locator('th').inner_text().startswith('1. ')
    names = page.locator('table.episode-scores tbody th').all_inner_texts()
    assert names[1].startswith('2. ')
    assert names[-1].startswith('13. ')


def test_what_goes_on_elsewhere_is_not_sorted(page: Page, many_reviews: Path) -> None:
    page.goto((many_reviews / 'episodes' / '01-departure.html').as_uri())
    expect(page.locator('#reception table.scores tbody tr')).to_have_count(50)
    expect(page.locator('#reception table.scores button')).to_have_count(0)


# -- a list of reviews that goes on from page to page ---------------------------------------

HIGH = [*range(80, 101)]
"""Percentages of 80 and more, one a review; the Gazette prints 8/10."""


@pytest.fixture
def long_list(many_reviews: Path) -> str:
    return (many_reviews / 'reviews' / 'index.html').as_uri()


def test_filters_reach_the_rows_of_all_pages(
    page: Page, long_list: str, complaints: list[str]
) -> None:
    page.goto(long_list)
    before = titles(page)
    assert len(before) == 50
    page.get_by_label('Score of 100').select_option('80–100')
    rows = page.locator('table.reviews tbody tr')
    expect(rows).to_have_count(len(HIGH) + 1)
    assert set(titles(page)) == {'Dry and good', *(f'Night {n:03}' for n in HIGH)}
    status = page.locator('article').get_by_role('status')
    expect(status).to_have_text('22 of 110 reviews.')
    expect(page.locator('article nav.wiki-leads')).to_be_hidden()
    assert page.evaluate('location.search') == '?score=80'
    page.reload()
    expect(rows).to_have_count(len(HIGH) + 1)
    page.locator('table.reviews').get_by_role('link', name='Night 099').click()
    expect(page.locator('h1')).to_contain_text('Night 099')
    page.go_back()
    expect(rows).to_have_count(len(HIGH) + 1)
    page.get_by_role('button', name='Clear').click()
    assert titles(page) == before
    expect(status).to_be_empty()
    expect(page.locator('article nav.wiki-leads')).to_be_visible()
    assert complaints == []


def test_sorting_reaches_the_rows_of_all_pages_part_by_part(page: Page, long_list: str) -> None:
    page.goto(f'{long_list}?sort=1.3.desc')
    rows = page.locator('table.reviews tbody tr')
    expect(rows.first).to_contain_text('Night 100')
    expect(rows).to_have_count(50)
    page.get_by_role('button', name='Show more').click()
    expect(rows).to_have_count(100)
    expect(rows.nth(50).get_by_role('link').first).to_be_focused()
    page.get_by_role('button', name='Show more').click()
    expect(rows).to_have_count(110)
    expect(page.get_by_role('button', name='Show more')).to_be_hidden()
    expect(rows.last).to_contain_text('none printed')


def test_a_filter_and_a_sort_together_on_a_phone(
    new_context: Callable[..., BrowserContext], long_list: str
) -> None:
    page = new_context(viewport={'width': 320, 'height': 700}, has_touch=True).new_page()
    page.goto(f'{long_list}?score=20&sort=1.2.desc')
    rows = page.locator('table.reviews tbody tr')
    expect(rows).to_have_count(20)
    assert titles(page) == [f'Night {n:03}' for n in range(39, 19, -1)]
    assert page.evaluate('document.documentElement.scrollWidth') == 320


def test_rows_that_do_not_load_are_told(page: Page, long_list: str) -> None:
    page.route('**/rows/**', lambda route: route.abort())
    page.goto(long_list)
    page.get_by_label('Score of 100').select_option('80–100')
    status = page.locator('article').get_by_role('status')
    expect(status).to_have_text('The reviews could not be loaded.')
    expect(page.locator('table.reviews tbody tr')).to_have_count(50)


def test_without_script_groups_are_pages(
    new_context: Callable[..., BrowserContext], long_list: str
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(long_list)
    expect(page.locator('article form.wiki-filters')).to_be_hidden()
    page.get_by_role('link', name='80–100 (22)').click()
    expect(page.locator('table.reviews tbody tr')).to_have_count(22)
    page.locator('article').get_by_role('link', name='Reviews', exact=True).last.click()
    expect(page).to_have_url(long_list)


def test_ways_and_further_rows_are_no_barrier(page: Page, long_list: str) -> None:
    page.goto(f'{long_list}?sort=1.3.desc')
    expect(page.get_by_role('button', name='Show more')).to_be_visible()
    assert barriers(page) == []
