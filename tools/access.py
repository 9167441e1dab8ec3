"""Every page of `_build/html`, judged by axe: light and dark, on a phone and a wide screen."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright

from barriers import barriers_in_every_look
from prepare import FLAGS, ROOT, find_chromium, why_no_browser
from serving import serve

SITE: Final = ROOT / '_build' / 'html'


def main(site: Path = SITE) -> str | None:
    """Print every barrier; the last line where there is one, or where no browser is."""
    chromium = find_chromium()
    if chromium is None:
        return why_no_browser() or 'not looked at: there is no Chromium here'
    pages = sorted(file.relative_to(site).as_posix() for file in site.rglob('*.html'))
    if not pages:
        return f'not looked at: there is no site in {site}; run `make html` first'
    count = 0
    with serve(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        page = browser.new_page()
        for name in pages:
            page.goto(f'{address}{name}')
            for barrier in barriers_in_every_look(page, all_text=True):
                print(f'{name}: {barrier}', flush=True)
                count += 1
        browser.close()
    if count:
        return f'{count} barriers on {len(pages)} pages'
    print(f'{len(pages)} pages, no barrier')
    return None


if __name__ == '__main__':
    sys.exit(main(*map(Path, sys.argv[1:2])))
