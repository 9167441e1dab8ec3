from __future__ import annotations

import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))

import prepare
import site_build

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

VERSION = '/en/latest/'
FLAGS = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip only what `prepare.py` has said it cannot make possible."""
    mine = [item for item in items if Path(__file__).parent in item.path.parents]
    reason = prepare.why_no_browser() if mine and not prepare.find_chromium() else None
    for item in mine:
        item.add_marker(pytest.mark.browser)
        if reason:
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope='session')
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    chromium = prepare.find_chromium()
    assert chromium, 'there is no Chromium: run `python tests/prepare.py`'
    return {**browser_type_launch_args, 'executable_path': chromium, 'args': FLAGS}


class Site(SimpleHTTPRequestHandler):
    """Serves the site below the address of a version, as Read the Docs does."""

    def translate_path(self, path: str) -> str:
        """Lead nowhere outside the version."""
        place = urlsplit(path).path
        if not place.startswith(VERSION):
            return str(Path(self.directory) / 'no such version')
        return super().translate_path('/' + place.removeprefix(VERSION))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name it has there
        """Stay silent."""


@pytest.fixture(scope='session')
def base_url(site: str) -> str:
    # pytest-playwright's own is a method, which pytest 9.2 warns of
    return site


@pytest.fixture(scope='session')
def site() -> Iterator[str]:
    """The address of the site."""
    server = ThreadingHTTPServer(('127.0.0.1', 0), partial(Site, directory=str(site_build.html())))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f'http://127.0.0.1:{server.server_port}{VERSION}'
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser says against a page: errors, failed requests, requests elsewhere."""
    found: list[str] = []

    def request(sent: Any) -> None:
        address = urlsplit(sent.url)
        if address.scheme not in {'data', 'blob', 'file'} and address.hostname != '127.0.0.1':
            found.append(f'asks {sent.url}')

    page.on('console', lambda said: found.append(said.text) if said.type == 'error' else None)
    page.on('pageerror', lambda error: found.append(str(error)))
    page.on('request', request)
    page.on('requestfailed', lambda sent: found.append(f'{sent.url}: {sent.failure}'))
    page.on(
        'response',
        lambda got: found.append(f'{got.url}: {got.status}') if got.status >= 400 else None,
    )
    return found
