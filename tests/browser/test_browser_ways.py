"""Finding the way in a browser: paths, critics, addresses without a page, paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from site_build import html

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page, Route

pytestmark = pytest.mark.browser

EPISODE = 'episodes/03-marginal-city.html'


def ask_for(page: Page, site: str, name: str, *, root: str = '/') -> None:
    """Ask for a page that is not there; the server gives what Read the Docs gives.

    `root` is the path of the address that the build was told; it was told none.
    """
    missing = (html() / '404.html').read_text('utf-8')
    missing = missing.replace('="/', f'="{root}').replace('("/")', f'("{root}")')
    address = f'{site}{name}'
    page.route(address, lambda route: route.fulfill(status=404, body=missing))
    page.goto(address)


@pytest.mark.parametrize(
    ('name', 'near'),
    [
        ('episodes/9.html', 'episodes/09-the-ones-who-visited.html'),
        ('characters/naomi-ortmann.html', 'characters/naomi-orthmann.html'),
        ('naomi-orthmann', 'characters/naomi-orthmann.html'),
        ('reviews/review-geek.html', 'reviews/review-geek-season-1.html'),
        ('critics/review-geek/', 'critics/the-review-geek.html'),
        ('concensus.html', 'consensus.html'),
    ],
)
def test_a_missing_page_suggests_those_that_are_near(
    page: Page, site: str, name: str, near: str
) -> None:
    ask_for(page, site, name)
    first = page.locator('[data-inventory] a').first
    expect(first).to_have_attribute('href', re.compile(f'{re.escape(near)}$'))
    first.click()
    expect(page).to_have_url(f'{site}{near}')
    expect(page.locator('h1')).to_be_visible()


def test_a_missing_page_that_is_near_to_none_suggests_none(page: Page, site: str) -> None:
    ask_for(page, site, 'xyzzy/qqqq')
    expect(page.locator('.wiki-missing form')).to_be_visible()
    page.wait_for_load_state('networkidle')
    expect(page.locator('[data-inventory]')).to_be_hidden()


def test_a_missing_page_is_searched_for_by_keyboard(page: Page, site: str) -> None:
    ask_for(page, site, 'deep/down/sylvia')
    box = page.get_by_role('searchbox', name='Search this wiki')
    expect(box).to_have_value('sylvia')
    box.fill('Naomi')
    box.press('Enter')
    expect(page).to_have_url(f'{site}search.html?q=Naomi')


STYLED = """() => [...document.styleSheets].filter(sheet => sheet.cssRules.length > 50).length"""


@pytest.mark.parametrize('root', ['/', '/en/latest/', '/elsewhere/'])
def test_a_missing_page_is_whole_wherever_the_site_lies(page: Page, site: str, root: str) -> None:
    ask_for(page, site, 'some/where/deep/xyzzy', root=root)
    expect(page.locator('.wiki-missing form')).to_be_visible()
    page.wait_for_function(f'() => ({STYLED})() >= 2')
    page.locator('.wiki-missing a', has_text='Critic consensus').click()
    expect(page).to_have_url(f'{site}consensus.html')


def test_a_missing_page_is_not_shown_before_it_has_its_style(page: Page, site: str) -> None:
    asked: list[Route] = []
    page.route('**/objects.inv', lambda route: asked.append(route))
    ask_for(page, site, 'some/where/xyzzy')
    expect(page.locator('.wiki-missing form')).to_be_hidden()
    page.unroute('**/objects.inv')
    asked[0].continue_()
    expect(page.locator('.wiki-missing form')).to_be_visible()
    assert page.evaluate(STYLED) >= 2


def test_a_missing_page_is_shown_although_its_root_is_not_to_be_had(page: Page, site: str) -> None:
    page.route('**/objects.inv', lambda route: route.abort())
    ask_for(page, site, 'some/where/xyzzy')
    expect(page.locator('.wiki-missing form')).to_be_visible()


@pytest.mark.parametrize('name', ['caf%E9', 'unscripted'])
def test_a_missing_page_is_shown_in_the_end_to_who_wants_no_motion(
    new_context: Callable[..., BrowserContext], site: str, name: str
) -> None:
    page = new_context(reduced_motion='reduce').new_page()
    if name == 'unscripted':
        page.route('**/missing.js*', lambda route: route.abort())
    ask_for(page, site, name, root=urlsplit(site).path)
    expect(page.locator('.wiki-missing form')).to_be_visible()
    expect(page.locator('.wiki-missing ul a').first).to_be_visible()


def test_a_missing_page_without_script_leads_on(
    new_context: Callable[..., BrowserContext], site: str
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    ask_for(page, site, 'episodes/deeper/9.html', root=urlsplit(site).path)
    expect(page.locator('.wiki-missing form')).to_be_hidden()
    expect(page.locator('[data-inventory]')).to_be_hidden()
    page.locator('.wiki-missing a', has_text='Episodes').click()
    expect(page).to_have_url(f'{site}episodes/index.html')


def test_the_path_leads_up(page: Page, site: str) -> None:
    page.goto(f'{site}{EPISODE}')
    path = page.get_by_role('navigation', name='Path to this page')
    expect(path.get_by_role('listitem')).to_have_count(2)
    path.get_by_role('link').last.click()
    expect(page).to_have_url(f'{site}episodes/index.html')


def test_a_critic_leads_to_all_they_said_and_to_the_words_for_it(page: Page, site: str) -> None:
    page.goto(f'{site}reviews/review-geek-season-1.html')
    page.locator('.wiki-facts a', has_text='The Review Geek').click()
    expect(page).to_have_url(f'{site}critics/the-review-geek.html')
    page.locator('#aspects a', has_text='pacing').click()
    expect(page.locator('dt:target')).to_be_in_viewport()


def test_paper_shows_what_is_folded_for_room_but_no_spoiler(page: Page, site: str) -> None:
    page.goto(f'{site}characters/rouge-redstar.html')
    page.evaluate(
        """() => document.querySelector('h1').insertAdjacentHTML('afterend',
            '<details id="numbers"><summary>Numbers</summary><p id="inside">1, 2</p></details>')"""
    )
    inside = '() => document.querySelector("#inside").checkVisibility()'
    spoilers = """() => [...document.querySelectorAll('.spoiler-body')].filter(
        node => node.checkVisibility()).length"""
    shown = """() => ['.sidebar-drawer', '.related-pages', '.wiki-path'].filter(
        name => document.querySelector(name)?.checkVisibility())"""
    assert page.evaluate(inside) is False
    page.emulate_media(media='print')
    assert page.evaluate(inside) is True
    assert page.evaluate(spoilers) == 0
    assert page.evaluate(shown) == []


def test_paper_names_the_address_of_a_link_to_elsewhere(page: Page, site: str) -> None:
    page.goto(f'{site}reviews/review-geek-season-1.html')
    page.emulate_media(media='print')
    after = page.locator('.wiki-facts a.external').evaluate(
        "node => getComputedStyle(node, '::after').content"
    )
    assert 'thereviewgeek.com/metallicrouge-s1review/' in after
