"""Draws the picture that links to the wiki are shown with elsewhere: `_static/card.png`.

It says what the wiki is and no more, so that it gives nothing away on any page.
"""

from __future__ import annotations

import re
import sys
from html import escape
from typing import Final

from playwright.sync_api import sync_playwright

from prepare import FLAGS, ROOT, find_chromium, why_no_browser

SIZE: Final = {'width': 1200, 'height': 630}
CARD: Final = ROOT / '_static' / 'card.png'
_HTML: Final = """\
<!doctype html><meta charset="utf-8"><style>
body { margin: 0; width: 1200px; height: 630px; box-sizing: border-box; padding: 0 96px;
  display: flex; align-items: center; gap: 72px; color: #fff4f2;
  background: #7d0d22; font-family: sans-serif; }
svg { width: 300px; flex: none; background: #fff4f2; border-radius: 50%%; padding: 36px; }
h1 { font-size: 84px; line-height: 1.05; margin: 0 0 28px; }
p { font-size: 38px; line-height: 1.35; margin: 0; color: #f4cdd0; }
</style>%(mark)s<div><h1>%(title)s</h1><p>%(words)s</p></div>
"""


def main() -> None:
    """Draw it from the mark, the title and the description of the book in conf.py."""
    if reason := why_no_browser():
        sys.exit(reason)
    conf = (ROOT / 'conf.py').read_text('utf-8')
    title, words = (
        re.search(rf"^{name} = '(.*)'$", conf, re.MULTILINE)
        for name in ('project', 'epub_description')
    )
    assert title is not None
    assert words is not None
    html = _HTML % {
        'mark': (ROOT / '_static' / 'mark.svg').read_text('utf-8'),
        'title': escape(title[1]),
        'words': escape(words[1]),
    }
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        page = browser.new_page(viewport=SIZE, device_scale_factor=1)
        page.set_content(html)
        page.screenshot(path=CARD, type='png')
        browser.close()


if __name__ == '__main__':
    main()
