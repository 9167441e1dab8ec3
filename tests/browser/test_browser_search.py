"""The search page: what is found, by which words, and how a reader gets on from there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from site_build import html

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Locator, Page

pytestmark = pytest.mark.browser
NAOMI = 'Naomi Orthmann'
GRAVEYARD = 'Episode 12: Mask Graveyard'


def seek(page: Page, place: str, query: str, **more: str) -> Locator:
    """The results of a search, when they are there."""
    asked = ''.join(f'&{name}={value}' for name, value in more.items())
    page.goto(f'{place}search.html?q={query}{asked}')
    expect(told(page)).to_contain_text(f'“{query}”')
    return page.locator('#search-results li')


def told(page: Page) -> Locator:
    return page.locator('.wiki-search').get_by_role('status')


def field(page: Page) -> Locator:
    return page.get_by_label('Episode, character, critic or any word')


def button(page: Page, name: str) -> Locator:
    return page.get_by_role('group', name='Show').get_by_role('button', name=name)


FIRST = {
    'naomi': (NAOMI, 'Character'),
    'Ortmann': (NAOMI, 'Character · found as “Ortmann”'),
    'naomi ortman': (NAOMI, 'Character'),
    'ナオミ': (NAOMI, 'Character · found as “ナオミ・オルトマン”'),
    '7Mononoke': (
        'Metallic Rouge Anime Review: Sugar-Free Candy of Sci-Fi',
        'Review · 7Mononoke · Anime Rants',
    ),
    'mecha alliance': (
        'Metallic Rouge Ep.1 Review: A not very impressive first episode',
        'Review · Getter Andy · Mecha Alliance',
    ),
    '12': (GRAVEYARD, 'Episode'),
    'ep 12': (GRAVEYARD, 'Episode'),
    'graveyard': (GRAVEYARD, 'Episode'),
    'Masked Graveyard': (GRAVEYARD, 'Episode · found as “Masked Graveyard”'),
    'wiki is made': ('How this wiki is made', 'Page'),
}
"""What is looked for, and the result that must come first."""


def test_what_is_looked_for_comes_first(page: Page, site: str) -> None:
    for query, (title, line) in FIRST.items():
        first = seek(page, site, query).first
        expect(first.get_by_role('link')).to_have_text(title)
        expect(first.locator('.wiki-search-kind')).to_have_text(line)


def test_a_result_shows_the_summary_and_leads_to_the_page(
    page: Page, site: str, complaints: list[str]
) -> None:
    first = seek(page, site, 'Ortmann').first
    expect(first).to_contain_text("Rouge's partner, supervisor and strategist")
    first.get_by_role('link').click()
    expect(page).to_have_url(f'{site}characters/naomi-orthmann.html')
    seek(page, site, 'nectar').first.get_by_role('link').click()
    expect(page).to_have_url(f'{site}glossary.html#term-Nectar')
    expect(page.locator(':target')).to_be_in_viewport()
    assert complaints == []


def test_what_blocks_hide_is_not_found(page: Page, site: str) -> None:
    results = seek(page, site, 'facilitator')
    expect(results.get_by_role('link', name=NAOMI)).to_have_count(0)
    seek(page, site, 'naomi facilitator first contact')
    expect(results).to_have_count(0)


def test_filters_by_kind_and_keeps_it_in_the_address(page: Page, site: str) -> None:
    results = seek(page, site, 'naomi')
    every = int(re.findall(r'\d+', button(page, 'All').inner_text())[0])
    button(page, 'Episodes').click()
    expect(page).to_have_url(f'{site}search.html?q=naomi&kind=episode')
    expect(button(page, 'Episodes')).to_have_attribute('aria-pressed', 'true')
    expect(button(page, 'All')).to_have_attribute('aria-pressed', 'false')
    kinds = results.locator('.wiki-search-kind').all_inner_texts()
    assert kinds
    assert {kind.partition(' ')[0] for kind in kinds} == {'Episode'}
    assert len(kinds) < every
    expect(told(page)).to_contain_text(f'{len(kinds)} pages found')
    button(page, 'Reviews').click()
    page.go_back()
    expect(button(page, 'Episodes')).to_have_attribute('aria-pressed', 'true')
    expect(results).to_have_count(len(kinds))
    page.reload()
    expect(results).to_have_count(len(kinds))
    expect(field(page)).to_have_value('naomi')


def test_none_of_a_kind_says_that_there_are_others(page: Page, site: str) -> None:
    seek(page, site, 'Ortmann', kind='episode')
    expect(told(page)).to_have_text('Nothing of this kind found for “Ortmann”. All kinds: 1.')


def test_the_rest_of_the_address_is_kept(page: Page, site: str) -> None:
    seek(page, site, 'naomi', seen='4', check_keywords='yes')
    button(page, 'Reviews').click()
    expect(page).to_have_url(f'{site}search.html?q=naomi&seen=4&kind=review')


def test_nothing_found_says_so_and_suggests(page: Page, site: str) -> None:
    for query in ('Ortmaan', 'naoni orthmn', 'noami'):
        expect(seek(page, site, query)).to_have_count(0)
        expect(told(page)).to_contain_text(f'Nothing found for “{query}”. Did you mean:')
        told(page).get_by_role('link', name=NAOMI).click()
        expect(page.locator('h1')).to_contain_text(NAOMI)


def test_nothing_like_it_found_says_what_to_try(page: Page, site: str) -> None:
    seek(page, site, 'qqzzxy')
    expect(told(page)).to_contain_text('Try fewer words')


def test_with_the_keyboard_from_any_page(page: Page, site: str) -> None:
    page.goto(f'{site}consensus.html')
    page.locator('.sidebar-search').focus()
    page.keyboard.type('giallon')
    page.keyboard.press('Enter')
    results = page.locator('#search-results li')
    expect(results.first.get_by_role('link')).to_have_text('Giallon Fate')
    page.goto(f'{site}search.html')
    expect(field(page)).to_be_focused()
    page.keyboard.type('jaron')
    expect(results.first.get_by_role('link')).to_have_text('Giallon Fate')
    expect(page).to_have_url(f'{site}search.html?q=jaron')
    page.keyboard.press('Enter')
    expect(page.get_by_role('region', name='Results')).to_be_focused()
    page.keyboard.press('Tab')
    expect(results.first.get_by_role('link')).to_be_focused()
    page.keyboard.press('Enter')
    expect(page.locator('h1')).to_contain_text('Giallon Fate')


def test_more_results_are_shown_when_asked_for(page: Page, site: str) -> None:
    results = seek(page, site, 'rouge')
    expect(results).to_have_count(20)
    page.get_by_role('button', name='Show more').click()
    expect(results.nth(20).get_by_role('link')).to_be_focused()


def test_words_are_shown_as_words(page: Page, site: str) -> None:
    seek(page, site, '<img src=x>')
    expect(page.locator('.wiki-search img')).to_have_count(0)


def test_from_files(page: Page, complaints: list[str]) -> None:
    folder = (html() / 'search.html').as_uri().removesuffix('search.html')
    seek(page, folder, 'Ortmann').first.get_by_role('link').click()
    expect(page.locator('h1')).to_contain_text(NAOMI)
    assert complaints == []


@pytest.fixture
def secret(road: Path) -> str:
    """The address of a folder, for pages with something to hide."""
    return f'{road.as_uri()}/'


def test_no_word_of_a_spoiler_finds_anything(page: Page, secret: str) -> None:
    for word in ('xylophan', *(f'xylophant{letter}' for letter in 'abcde')):
        expect(seek(page, secret, word)).to_have_count(0)
        expect(told(page).get_by_role('link')).to_have_count(0)
    expect(seek(page, secret, 'sings on the way')).to_have_count(1)


def test_a_title_is_shown_without_its_markup(page: Page, secret: str) -> None:
    first = seek(page, secret, 'nilla').first
    expect(first.get_by_role('link')).to_have_text('Nila & the camels')
    expect(first).to_contain_text('found as “Nilla”')


def test_words_that_do_not_load_are_told(page: Page, site: str) -> None:
    page.route('**/searchindex.js*', lambda route: route.abort())
    page.goto(f'{site}search.html?q=naomi')
    expect(told(page)).to_contain_text('could not be loaded')


def test_without_scripts_there_is_no_form_but_a_way_on(
    new_context: Callable[..., BrowserContext], site: str
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f'{site}search.html?q=naomi')
    expect(field(page)).to_be_hidden()
    page.get_by_role('link', name='All pages can be reached from the first one.').click()
    expect(page).to_have_url(f'{site}index.html')
