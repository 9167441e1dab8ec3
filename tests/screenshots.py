"""Takes the pictures of the README from the site in `_build/html`, into `docs`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, sync_playwright
from prepare import ROOT, find_chromium, why_no_browser

SITE = ROOT / '_build' / 'html'
FOLDER = ROOT / 'docs'
LIMIT = 700_000
"""Bytes of all pictures together: a clone should stay small."""


class Picture(NamedTuple):
    """What is shown, and how."""

    name: str
    page: str
    scheme: str
    width: int
    height: int
    start: str = ''
    """What stands at the top: on an episode the part that gives nothing away."""


PICTURES = (
    Picture('landing', 'index.html', 'light', 1280, 1000),
    Picture('consensus', 'consensus.html', 'dark', 1280, 900, 'section:has(> * .matrix) > h2'),
    Picture(
        'episode', 'episodes/01-crimson-is-the-sound-of-dawn.html', 'light', 390, 844, '#scores'
    ),
)


def take(browser: Browser, site: Path, folder: Path, picture: Picture) -> int:
    """Take one picture; its size in bytes."""
    context = browser.new_context(
        viewport={'width': picture.width, 'height': picture.height},
        color_scheme='dark' if picture.scheme == 'dark' else 'light',
        device_scale_factor=1,
        reduced_motion='reduce',
    )
    page = context.new_page()
    page.goto((site / picture.page).as_uri())
    page.evaluate('document.fonts.ready')
    if picture.start:
        page.add_style_tag(content='.back-to-top { visibility: hidden }')
        page.locator(picture.start).first.evaluate(
            'node => scrollTo(0, node.getBoundingClientRect().top - 72)'
        )
    target = folder / f'screenshot-{picture.name}.png'
    page.screenshot(path=target, animations='disabled')
    context.close()
    return target.stat().st_size


def main(site: Path = SITE, folder: Path = FOLDER) -> str | None:
    """Take all pictures; one line where that is not possible."""
    chromium = find_chromium()
    if chromium is None:
        return why_no_browser() or 'no screenshots: there is no Chromium here'
    if not (site / 'index.html').exists():
        return f'no screenshots: there is no site in {site}; run `make html` first'
    folder.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=['--no-sandbox', '--disable-gpu']
        )
        size = sum(take(browser, site.resolve(), folder, picture) for picture in PICTURES)
        browser.close()
    if size > LIMIT:
        return f'the screenshots have {size} bytes, which is more than {LIMIT}'
    return None


if __name__ == '__main__':
    sys.exit(main(*(Path(argument) for argument in sys.argv[1:3])))
