"""Builds this wiki in other themes, and measures each in a browser.

`make themes` runs it, and puts the table into docs/neighbours.md: how far pages are wider than a
phone, whether scripts fail, whether the control of progress opens blocks. With a folder it leaves
pictures there, light and dark.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from playwright.sync_api import sync_playwright

from prepare import FLAGS, ROOT, find_chromium
from serving import serve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

TABLE: Final = ROOT / 'docs' / 'neighbours.md'
PHONE: Final = {'width': 390, 'height': 844}
SCREEN: Final = {'width': 1280, 'height': 900}
PAGES: Final = (
    'index.html',
    'consensus.html',
    'episodes/index.html',
    'episodes/01-crimson-is-the-sound-of-dawn.html',
    'characters/index.html',
    'characters/rouge-redstar.html',
    'reviews/index.html',
    'reviews/review-geek-season-1.html',
    'critics/index.html',
    'music.html',
    'guide/front-matter.html',
    'search.html',
)


class Theme(NamedTuple):
    """A theme, with what conf.py says for it."""

    name: str
    package: str
    conf: tuple[str, ...] = ()
    """Lines of conf.py."""
    dark: str = ''
    """Script that makes a page dark, where that is not by the system's choice."""


NOT_COPIED: Final = ('.git', '.venv', '_build', 'docs', 'node_modules', 'tests', '__pycache__')
NONE: Final = 'html_theme_options = {}'
THEMES: Final = (
    Theme('furo', 'furo'),
    Theme('basic', 'sphinx', (NONE,)),
    Theme('alabaster', 'alabaster', (NONE,)),
    Theme('sphinx_rtd_theme', 'sphinx-rtd-theme', (NONE,)),
    Theme(
        'pydata_sphinx_theme',
        'pydata-sphinx-theme',
        (NONE,),
        "document.documentElement.dataset.theme = 'dark'",
    ),
    Theme(
        'sphinx_book_theme',
        'sphinx-book-theme',
        (NONE,),
        "document.documentElement.dataset.theme = 'dark'",
    ),
    Theme('shibuya', 'shibuya', (NONE,), "document.documentElement.classList.add('dark')"),
    Theme(
        'sphinx_immaterial',
        'sphinx-immaterial',
        (
            "html_theme_options = {'font': False}",
            "extensions.append('sphinx_immaterial')",
            "html_theme_options['palette'] = {'scheme': 'default'}",
        ),
        "document.body.setAttribute('data-md-color-scheme', 'slate')",
    ),
)


def build(theme: Theme, folder: Path) -> tuple[Path, int]:
    """Build this wiki in a theme; the folder, and how many warnings there were."""
    source = folder / 'wiki'
    shutil.copytree(ROOT, source, ignore=shutil.ignore_patterns(*NOT_COPIED), dirs_exist_ok=True)
    lines = [f'html_theme = {theme.name!r}', *theme.conf, '']
    text = (ROOT / 'conf.py').read_text('utf-8')
    (source / 'conf.py').write_text('\n'.join([text, *lines]), 'utf-8')
    out = folder / 'html'
    command = ['-m', 'sphinx', '-q', '-n', '-b', 'html', '-d', str(folder / 'doctrees')]
    done = subprocess.run(
        [sys.executable, *command, str(source), str(out)],
        env={**os.environ, 'PYTHONUTF8': '1'},
        stderr=subprocess.PIPE,
        encoding='utf-8',
        check=False,
    )
    if done.returncode:
        sys.stderr.write(done.stderr)
        raise SystemExit(f'{theme.name}: the build fails')
    if done.stderr.strip():
        sys.stderr.write(done.stderr)
    return out, done.stderr.count('WARNING')


def overflow(page: Page) -> int:
    """By how many pixels a page is wider than the window."""
    wide: int = page.evaluate(
        'document.scrollingElement.scrollWidth - document.documentElement.clientWidth'
    )
    return max(wide, 0)


def sticking_out(page: Page) -> list[str]:
    """Parts of panels that stick out of the panel, with the pixels."""
    parts: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('body [class*="wiki-"]')].flatMap(box => {
             const edge = box.getBoundingClientRect(), style = getComputedStyle(box)
             if (!edge.width || style.overflowX !== 'visible' || style.display === 'inline' ||
                 style.position === 'absolute') return []
             return [...box.querySelectorAll('*')].filter(part => {
               const r = part.getBoundingClientRect()
               if (!r.width || part.closest('svg') || part.closest('.visually-hidden')) return false
               let up = part.parentElement
               while (up && up !== box) {
                 if (getComputedStyle(up).overflowX !== 'visible') return false
                 up = up.parentElement
               }
               return r.right > edge.right + 6
             }).slice(0, 1).map(part => {
               const out = Math.round(part.getBoundingClientRect().right - edge.right)
               return `${box.className}: ${part.tagName.toLowerCase()}.${part.className} ${out}`
             })
           })"""
    )
    return parts


def measure(browser: Browser, theme: Theme, site: str, pictures: Path | None) -> Iterator[str]:
    """Cells of the table for a theme."""
    widest, outside, errors = ('', 0), set(), []
    for size, dark in ((PHONE, False), (SCREEN, False), (PHONE, True), (SCREEN, True)):
        scheme: Any = 'dark' if dark else 'light'
        context = browser.new_context(
            viewport=size, color_scheme=scheme, reduced_motion='reduce', locale='en-GB'
        )
        page = context.new_page()
        page.on('pageerror', lambda error: errors.append(str(error)))
        for name in PAGES:
            page.goto(f'{site}{name}', wait_until='load')
            if dark and theme.dark:
                page.evaluate(theme.dark)
            if size is PHONE and not dark and overflow(page) > widest[1]:
                widest = (name, overflow(page))
            if not dark:
                outside |= {f'{size["width"]} {name}: {one}' for one in sticking_out(page)}
            if pictures:
                file = f'{theme.name}-{name.replace("/", "-")}-{size["width"]}-{scheme}.png'
                page.screenshot(path=pictures / file, full_page=size is SCREEN)
        context.close()
    for one in sorted(outside):
        sys.stderr.write(f'{theme.name}: {one}\n')
    yield f'{widest[1]} px on {widest[0]}' if widest[1] else 'none'
    yield str(len(set(errors))) if errors else 'none'
    for error in sorted(set(errors)):
        sys.stderr.write(f'{theme.name}: {error}\n')
    yield opened(browser, site)


def opened(browser: Browser, site: str) -> str:
    """How many closed blocks of a page the control opens for one who has seen all."""
    page = browser.new_page()
    page.goto(f'{site}characters/rouge-redstar.html?seen=13', wait_until='load')
    count = 'document.querySelectorAll("details.spoiler{}").length'
    shown = page.evaluate(count.format('[open]')), page.evaluate(count.format(''))
    page.close()
    return f'{shown[0]} of {shown[1]}'


def main() -> int:
    """Measure all themes, or those named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('themes', nargs='*', help='all without one')
    parser.add_argument('--pictures', type=Path, help='a folder for pictures')
    parser.add_argument('--keep', type=Path, help='a folder for the sites')
    options = parser.parse_args()
    chromium = find_chromium()
    if chromium is None:
        raise SystemExit('there is no Chromium: run `python tools/prepare.py`')
    rows = []
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as temporary:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        for theme in THEMES:
            if options.themes and theme.name not in options.themes:
                continue
            out, warned = build(theme, (options.keep or Path(temporary)) / theme.name)
            if options.pictures:
                options.pictures.mkdir(parents=True, exist_ok=True)
            with serve(out) as site:
                cells = measure(browser, theme, site, options.pictures)
                rows.append((f'`{theme.name}`', version(theme.package), str(warned), *cells))
            sys.stderr.write(f'{" | ".join(rows[-1])}\n')
        browser.close()
    head = ('theme', 'version', 'warnings', 'wider than 390 px', 'script errors', 'opens')
    table = [head, tuple('---' for _ in head), *rows]
    lines = ''.join(f'| {" | ".join(row)} |\n' for row in table)
    sys.stdout.write(lines)
    if not options.themes:
        text = TABLE.read_text('utf-8')
        begin, rest = text.split('<!-- themes -->\n')[0], text.split('<!-- end of themes -->\n')[1]
        end = f'<!-- themes -->\n{lines}<!-- end of themes -->\n'
        TABLE.write_text(f'{begin}{end}{rest}', 'utf-8')
    return 0


if __name__ == '__main__':
    sys.exit(main())
