from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import site_build
from browser_wikis import CHARTED, ROAD
from playwright.sync_api import sync_playwright

import prepare
from serving import serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Page
    from wiki_build import Build


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip only what `prepare.py` has said it cannot make possible."""
    mine = [item for item in items if Path(__file__).parent in item.path.parents]
    reason = prepare.why_no_browser() if mine and not prepare.find_chromium() else None
    for item in mine:
        item.add_marker(pytest.mark.browser)
        if reason:
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope='session')
def browser() -> Iterator[Browser]:
    """A browser process for the tests of a session."""
    chromium = prepare.find_chromium()
    assert chromium, 'there is no Chromium: run `python tools/prepare.py`'
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(prepare.FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Open a browser context with options of its own; it is closed after the test."""
    contexts: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        contexts.append(browser.new_context(**options))
        return contexts[-1]

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_context: Callable[..., BrowserContext]) -> Page:
    """A page in a browser context without cookies and storage."""
    return new_context().new_page()


@pytest.fixture(scope='session')
def site() -> Iterator[str]:
    """The address of the site."""
    with serve(site_build.html()) as address:
        yield address


@pytest.fixture(scope='session')
def road(shared_wiki: Callable[..., Build]) -> Path:
    """The folder of a small wiki with all that several files of tests read."""
    return shared_wiki('road', ROAD, html_theme='furo').out


@pytest.fixture(scope='session')
def many_reviews(large: Build) -> Path:
    """The folder of a wiki whose lists go on from page to page."""
    return large.out


@pytest.fixture(scope='session')
def charted(shared_wiki: Callable[..., Build]) -> Path:
    """The folder of a wiki whose scores are enough for each kind of chart."""
    return shared_wiki('charted', CHARTED, html_theme='furo').out


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser says against a page: errors, failed requests, requests elsewhere."""
    found: list[str] = []

    def request(sent: Any) -> None:
        address = urlsplit(sent.url)
        if address.scheme not in {'data', 'blob', 'file'} and address.hostname != '127.0.0.1':
            found.append(f'asks {sent.url}')

    def failed(sent: Any) -> None:
        if sent.failure != 'net::ERR_ABORTED':  # whoever goes on to another page ends what loads
            found.append(f'{sent.url}: {sent.failure}')

    page.on('console', lambda said: found.append(said.text) if said.type == 'error' else None)
    page.on('pageerror', lambda error: found.append(str(error)))
    page.on('request', request)
    page.on('requestfailed', failed)
    page.on(
        'response',
        lambda got: found.append(f'{got.url}: {got.status}') if got.status >= 400 else None,
    )
    return found
