"""What a page weighs on its way to a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from site_build import ROOT
from test_browser_pages import PAGES

if TYPE_CHECKING:
    from playwright.sync_api import Page, Response

pytestmark = pytest.mark.browser
PAGE = 40_000
SCRIPT = 6_000
OF_OTHERS = ('styles/furo.css', 'styles/furo-extensions.css', 'scripts/furo.js', '.woff2')
STATIC = ROOT / '_ext' / 'criticwiki' / 'static'


ALL = {**PAGES, 'search': 'search.html?q=Naomi'}


def loaded(page: Page, address: str) -> dict[str, int]:
    """What a page asks for, with the bytes of each as they are sent."""
    got: list[Response] = []
    page.on('response', lambda response: got.append(response))
    page.goto(address)
    page.wait_for_load_state('networkidle')
    sizes = {urlsplit(one.url).path: one.request.sizes()['responseBodySize'] for one in got}
    assert all(sizes.values()), sizes
    return sizes


@pytest.mark.parametrize('kind', PAGES)
def test_a_page_is_light(page: Page, site: str, kind: str) -> None:
    sizes = loaded(page, f'{site}{PAGES[kind]}')
    own = {path: size for path, size in sizes.items() if not path.endswith(OF_OTHERS)}
    assert len(own) < len(sizes)
    assert sum(own.values()) < PAGE, own


@pytest.mark.parametrize('kind', ALL)
def test_our_script_is_small(page: Page, site: str, kind: str) -> None:
    ours = tuple(file.name for file in STATIC.glob('*.js'))
    sizes = loaded(page, f'{site}{ALL[kind]}')
    own = {path: size for path, size in sizes.items() if path.endswith(ours)}
    assert own
    assert sum(own.values()) < SCRIPT, own


def test_the_style_of_cards_is_loaded_where_there_are_cards(page: Page, site: str) -> None:
    for kind in ('index', 'episode'):
        page.goto(f'{site}{PAGES[kind]}')
        cards = page.locator('.sd-card').count()
        assert (
            page.locator('link[href*="sphinx-design"]').count() == bool(cards) == (kind == 'index')
        )
