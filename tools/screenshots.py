"""Takes the pictures of README and CONTRIBUTING into `docs/screenshots`.

Those of README are of the site in `_build/html`.
"""

from __future__ import annotations

import base64
import sys
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from playwright.sync_api import sync_playwright

from contributing_shots import take_contributing
from prepare import FLAGS, ROOT, find_chromium, why_no_browser
from serving import serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SITE: Final = ROOT / '_build' / 'html'
FOLDER: Final = ROOT / 'docs' / 'screenshots'
LIMIT: Final = 700_000
"""Bytes of all pictures together: a clone should stay small."""
QUALITY: Final = 60
SCHEMES: Final[tuple[Literal['light', 'dark'], ...]] = ('light', 'dark')
SIZES: Final = ((1280, 880), (390, 844))


class Shown(NamedTuple):
    """A page that is shown; what tells the plot is folded on each."""

    name: str
    page: str


PAGES: Final = (
    Shown('landing', 'index.html'),
    Shown('consensus', 'consensus.html'),
    Shown('episode', 'episodes/01-crimson-is-the-sound-of-dawn.html'),
)


def take(
    browser: Browser,
    address: str,
    shown: Shown,
    scheme: Literal['light', 'dark'],
    size: tuple[int, int],
) -> bytes:
    """A picture, as WebP: PNG takes four times the room."""
    context = browser.new_context(
        viewport={'width': size[0], 'height': size[1]},
        color_scheme=scheme,
        device_scale_factor=1,
        reduced_motion='reduce',
        locale='en-GB',
        timezone_id='UTC',
    )
    page = context.new_page()
    page.goto(f'{address}{shown.page}')
    page.wait_for_load_state('networkidle')
    page.evaluate('document.fonts.ready')
    picture = picture_of(page)
    context.close()
    return picture


def picture_of(page: Page) -> bytes:
    """What is seen of a page, when all that was asked for is drawn: two frames later."""
    page.evaluate('new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))')
    settings = {'format': 'webp', 'quality': QUALITY}
    taken = page.context.new_cdp_session(page).send('Page.captureScreenshot', settings)
    return base64.b64decode(taken['data'])


def main(site: Path = SITE, folder: Path = FOLDER) -> str | None:
    """Take all pictures; one line where that is not possible."""
    chromium = find_chromium()
    if chromium is None:
        return why_no_browser() or 'no screenshots: there is no Chromium here'
    if not (site / 'index.html').exists():
        return f'no screenshots: there is no site in {site}; run `make html` first'
    folder.mkdir(parents=True, exist_ok=True)
    total = 0
    with serve(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        for shown, scheme, size in product(PAGES, SCHEMES, SIZES):
            picture = take(browser, address, shown, scheme, size)
            (folder / f'{shown.name}-{scheme}-{size[0]}.webp').write_bytes(picture)
            total += len(picture)
        for name, picture in take_contributing(browser, picture_of).items():
            (folder / f'{name}.webp').write_bytes(picture)
            total += len(picture)
        browser.close()
    if total > LIMIT:
        return f'the screenshots have {total} bytes, which is more than {LIMIT}'
    return None


if __name__ == '__main__':
    sys.exit(main(*map(Path, sys.argv[1:3])))
