"""What a page weighs on its way to a phone."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from site_build import ROOT
from test_browser_pages import PAGES

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page, Response

pytestmark = pytest.mark.browser
PAGE = 40_000
SCRIPT = 6_000
OF_FURO = ('styles/furo.css', 'styles/furo-extensions.css', 'scripts/furo.js')
STATIC = ROOT / '_ext' / 'criticwiki' / 'static'


def packed(files: list[Path]) -> int:
    return sum(len(gzip.compress(file.read_bytes(), mtime=0)) for file in files)


@pytest.mark.parametrize('kind', PAGES)
def test_a_page_is_light(page: Page, site: str, kind: str) -> None:
    got: list[Response] = []
    page.on('response', lambda response: got.append(response))
    page.goto(f'{site}{PAGES[kind]}')
    page.wait_for_load_state('networkidle')
    sizes = {
        urlsplit(one.url).path: one.request.sizes()['responseBodySize']
        for one in got
        if not urlsplit(one.url).path.endswith(OF_FURO) and one.request.resource_type != 'font'
    }
    assert all(sizes.values()), sizes
    assert sum(sizes.values()) < PAGE, sizes


def test_all_scripts_together_are_small() -> None:
    scripts = sorted(STATIC.glob('*.js'))
    assert scripts
    assert packed(scripts) < SCRIPT
