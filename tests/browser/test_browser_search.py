"""Search: what is found by which words, in the box beside a page and on the search page."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from site_build import html

from barriers import barriers
from criticwiki.export.search_index import words_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Locator, Page, Response, Route

pytestmark = pytest.mark.browser
NAOMI = 'Naomi Orthmann'
LIST = (Path(__file__).parent / 'searches.txt').read_text('utf-8')
SEARCHES = [
    re.match(r'(?P<words>.*) -> (?P<wanted>\S+)(?: @ (?P<seen>\d+))?$', line)
    for line in LIST.splitlines()
    if line and not line.startswith('#')
]
FIND = """async searches => {
  const address = hit => hit && hit.docname + (hit.anchor ? `#${hit.anchor}` : '');
  const found = [];
  for (const [words, seen] of searches) {
    const {hits} = await wikiSearch.find(words, seen);
    found.push(hits.map(address));
  }
  return found;
}"""
TEXTS = """async ([words, seen]) => {
  const {hits} = await wikiSearch.find(words, seen);
  const parts = await Promise.all(hits.map(hit => wikiSearch.excerpt(hit, seen)));
  return hits.map((hit, i) => [hit.title, wikiSearch.line(hit), parts[i]?.heading,
    parts[i]?.pieces.map(([text]) => text).join('')].join(' '));
}"""


def test_each_search_of_the_list(page: Page, site: str) -> None:
    page.goto(f'{site}search.html')
    assert len(SEARCHES) >= 115
    asked = [[one['words'], int(one['seen'] or 0)] for one in SEARCHES if one]
    found = page.evaluate(FIND, asked)
    wrong = []
    first = 0
    for one, addresses in zip(SEARCHES, found, strict=True):
        assert one
        wanted = one['wanted']
        if wanted not in {'-', '~'}:
            first += 1
        if wanted == '~':
            addresses = addresses and ['~']
        if (addresses or ['-'])[0] != wanted:
            wrong.append(f'{one[0]}: {addresses[:3]}')
    assert wrong == []
    assert first >= 40


def test_words_are_made_as_in_the_index(page: Page, site: str) -> None:
    texts = ['Café ÉCLAIR', 'Ep.07, 7.2/10.0', '나오미', 'ﾅｵﾐ', 'हिन्दी', 'Straße', '[ ( %', 'x_1 Ø']
    page.goto(f'{site}search.html')
    made = page.evaluate('texts => texts.map(text => wikiSearch.split(text))', texts)
    assert [''.join(words) for words in made] == [
        ''.join(word[0] if '\u3040' < word < '\u9fff' else word for word in words_of(text))
        for text in texts
    ]


def test_closed_words_are_found_from_their_episode_on(page: Page, site: str) -> None:
    page.goto(f'{site}search.html')
    for words, episode, title in (
        ('Silvia', 7, 'Jill Sturgeon'),
        ('facilitator', 7, NAOMI),
        ('unmasked', 12, 'Roy Junghardt'),
    ):
        for seen in (0, episode - 1):
            before = page.evaluate(TEXTS, [words, seen])
            assert not [text for text in before if title in text and words in text]
        assert [text for text in page.evaluate(TEXTS, [words, episode]) if title in text]


# -- The search page ---------------------------------------------------------------------


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


def test_a_result_shows_where_the_words_stand_and_leads_there(
    page: Page, site: str, complaints: list[str]
) -> None:
    first = seek(page, site, 'Ortmann').first
    expect(first.locator('.wiki-search-kind')).to_have_text('Character · found as “Ortmann”')
    first.get_by_role('link').first.click()
    expect(page).to_have_url(f'{site}characters/naomi-orthmann.html')
    first = seek(page, site, 'kurosawa').first
    expect(first.locator('mark').first).to_have_text('Kurosawa')
    seek(page, site, 'music').first.get_by_role('link').click()
    expect(page).to_have_url(f'{site}consensus.html#music')
    seek(page, site, 'fully trusts').locator('.wiki-search-place').first.click()
    expect(page.locator(':target')).to_be_in_viewport()
    assert complaints == []


def test_filters_by_kind_and_keeps_it_in_the_address(page: Page, site: str) -> None:
    results = seek(page, site, 'rouge')
    button(page, 'Reviews').click()
    expect(page).to_have_url(f'{site}search.html?q=rouge&kind=review')
    expect(button(page, 'Reviews')).to_have_attribute('aria-pressed', 'true')
    expect(button(page, 'All')).to_have_attribute('aria-pressed', 'false')
    kinds = results.locator('.wiki-search-kind').all_inner_texts()
    assert {kind.partition(' ')[0] for kind in kinds} == {'Review'}
    expect(told(page)).to_contain_text(f'{len(kinds)} results')
    button(page, 'Critics').click()
    page.go_back()
    expect(button(page, 'Reviews')).to_have_attribute('aria-pressed', 'true')
    expect(results).to_have_count(len(kinds))
    page.reload()
    expect(results).to_have_count(len(kinds))
    expect(field(page)).to_have_value('rouge')
    seek(page, site, 'Ortmann', kind='episode')
    expect(told(page)).to_have_text('Nothing of this kind found for “Ortmann”. All kinds: 1.')


def test_nothing_typed_shows_examples_and_lists_each_kind(page: Page, site: str) -> None:
    page.goto(f'{site}search.html')
    expect(field(page)).to_be_focused()
    page.get_by_role('link', name=NAOMI).first.wait_for()
    button(page, 'Episodes').click()
    expect(page.locator('#search-results li')).to_have_count(13)


def test_a_slip_is_forgiven_and_nothing_says_so(page: Page, site: str) -> None:
    for query in ('naoni orthmn', 'noami'):
        seek(page, site, query)
        expect(told(page)).to_contain_text('Did you mean:')
        told(page).get_by_role('link', name=NAOMI).click()
        expect(page.locator('h1')).to_contain_text(NAOMI)
    seek(page, site, 'qqzzxy')
    expect(told(page)).to_contain_text('Nothing found for “qqzzxy”. Try fewer words')
    seek(page, site, 'naomi xylophone')
    expect(told(page)).to_contain_text('No page answers to every word')


def test_the_progress_of_the_reader_counts(page: Page, site: str) -> None:
    expect(seek(page, site, 'Silvia')).to_have_count(0)
    first = seek(page, site, 'Silvia', seen='7').first
    expect(first.get_by_role('link').first).to_have_text('Jill Sturgeon')


def test_by_keyboard_on_the_search_page(page: Page, site: str) -> None:
    page.goto(f'{site}search.html')
    page.keyboard.type('jaron')
    results = page.locator('#search-results li')
    expect(results.first.get_by_role('link').first).to_have_text('Giallon Fate')
    expect(page).to_have_url(f'{site}search.html?q=jaron')
    page.keyboard.press('Enter')
    expect(page.get_by_role('region', name='Results')).to_be_focused()
    page.keyboard.press('ArrowDown')
    expect(results.first.get_by_role('link').first).to_be_focused()
    page.keyboard.press('Enter')
    expect(page.locator('h1')).to_contain_text('Giallon Fate')


def test_more_results_are_shown_when_asked_for(page: Page, site: str) -> None:
    results = seek(page, site, 'story')
    expect(results).to_have_count(20)
    page.get_by_role('button', name='Show more').click()
    expect(results.nth(20).get_by_role('link').first).to_be_focused()


def test_words_are_shown_as_words(page: Page, site: str) -> None:
    seek(page, site, '<img src=x>')
    expect(page.locator('.wiki-search img')).to_have_count(0)


def test_words_that_do_not_load_are_told(page: Page, site: str) -> None:
    page.route('**/search/index.js*', lambda route: route.abort())
    page.goto(f'{site}search.html?q=naomi')
    expect(told(page)).to_contain_text('could not be loaded')


def test_without_scripts_there_is_no_form_but_a_way_on(
    new_context: Callable[..., BrowserContext], site: str
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f'{site}search.html?q=naomi')
    expect(field(page)).to_be_hidden()
    expect(page.locator('.sidebar-search')).to_be_hidden()
    page.get_by_role('link', name='All pages can be reached from the first one.').click()
    expect(page).to_have_url(f'{site}index.html')


# -- The box beside a page ---------------------------------------------------------------


def options(page: Page) -> Locator:
    return page.get_by_role('listbox').get_by_role('option')


def type_naomi(page: Page) -> None:
    """Type a name into the box beside the page, and wait for its results."""
    page.keyboard.press('Control+k')
    page.keyboard.type('naomi')
    expect(options(page).first).to_contain_text(NAOMI)


@pytest.mark.parametrize('keys', ['Control+k', '/'])
def test_results_as_one_types_beside_the_page(
    page: Page, site: str, complaints: list[str], keys: str
) -> None:
    page.goto(f'{site}episodes/10-family-portrait.html')
    page.keyboard.press(keys)
    box = page.get_by_role('combobox', name='Search')
    expect(box).to_be_focused()
    page.keyboard.type('music')
    expect(options(page).first).to_contain_text('Music')
    marks = page.get_by_role('listbox').locator('mark')
    expect(marks.first).to_have_text(re.compile('music', re.I))
    expect(box).to_have_attribute('aria-expanded', 'true')
    page.keyboard.press('Escape')
    expect(page.get_by_role('listbox')).to_be_hidden()
    expect(box).to_have_value('music')
    page.keyboard.press('ArrowDown')
    page.keyboard.press('ArrowDown')
    active = options(page).first
    expect(active).to_have_attribute('aria-selected', 'true')
    expect(box).to_have_attribute('aria-activedescendant', active.get_attribute('id') or '')
    page.keyboard.press('Enter')
    expect(page).to_have_url(f'{site}consensus.html#music')
    assert complaints == []


def test_enter_in_the_box_leads_to_all_results_and_focuses_them(page: Page, site: str) -> None:
    page.goto(f'{site}consensus.html')
    page.keyboard.press('Control+k')
    page.keyboard.type('giallon')
    page.keyboard.press('Enter')
    expect(page).to_have_url(re.compile(r'search\.html\?q=giallon'))
    expect(page.get_by_role('region', name='Results')).to_be_focused()


def test_arrow_keys_where_there_is_no_result(page: Page, site: str) -> None:
    page.goto(f'{site}consensus.html')
    page.keyboard.press('Control+k')
    page.keyboard.type('qqzzxy')
    expect(page.locator('.wiki-results-note')).to_be_visible()
    page.keyboard.press('ArrowDown')
    page.keyboard.press('Enter')
    expect(page).to_have_url(re.compile('search.html.*q=qqzzxy'))


def test_the_arrow_up_chooses_the_last_result(page: Page, site: str) -> None:
    page.goto(f'{site}consensus.html')
    type_naomi(page)
    page.keyboard.press('ArrowUp')
    expect(options(page).last).to_have_attribute('aria-selected', 'true')


def test_the_list_stays_away_once_it_is_closed(page: Page, site: str) -> None:
    page.goto(f'{site}consensus.html')
    type_naomi(page)
    page.keyboard.type('x')
    page.keyboard.press('Escape')
    page.wait_for_timeout(300)  # longer than the pause after which results are looked up
    expect(page.get_by_role('listbox')).to_be_hidden()


def test_who_types_on_keeps_the_focus(page: Page, site: str) -> None:
    held: list[Route] = []
    page.route('**/search/**', lambda route: held.append(route))
    page.goto(f'{site}search.html', wait_until='domcontentloaded')
    field(page).fill('music')
    field(page).press('Enter')
    field(page).press_sequentially(' in')
    for route in held:
        route.continue_()
    page.unroute('**/search/**')
    expect(page.locator('#search-results li').first).to_be_visible()
    field(page).press_sequentially(' space')
    expect(field(page)).to_have_value('music in space')


def test_the_list_has_no_barrier(page: Page, site: str) -> None:
    page.goto(f'{site}consensus.html')
    type_naomi(page)
    page.keyboard.press('ArrowDown')
    assert barriers(page) == []
    expect(options(page).first).to_be_visible()


def test_from_files(page: Page, complaints: list[str]) -> None:
    folder = (html() / 'search.html').as_uri().removesuffix('search.html')
    first = seek(page, folder, 'kurosawa').first
    expect(first.locator('mark').first).to_have_text('Kurosawa')
    page.goto(f'{folder}consensus.html')
    type_naomi(page)
    assert complaints == []


MOST: int = 40_000
"""Bytes that a first search may load, compressed: engine, index, styles, first excerpts."""


def test_a_first_search_is_light(page: Page, site: str) -> None:
    page.goto(f'{site}consensus.html')
    page.wait_for_load_state('networkidle')
    loaded: list[Response] = []
    page.on('response', lambda response: loaded.append(response))
    type_naomi(page)
    for place in range(3):
        expect(options(page).nth(place).locator('.wiki-results-text')).not_to_be_empty()
    assert len(loaded) > 5
    assert sum(len(gzip.compress(response.body(), 9)) for response in loaded) < MOST
