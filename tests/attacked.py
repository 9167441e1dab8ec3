"""A wiki with every page of `attacks`, and a file beside it that no page may get at."""

from __future__ import annotations

import os
import re
import secrets
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from attacks import PAGES, PICTURES
from small_pictures import PNG
from sphinx_ext.pages import SMALL

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from wiki_build import Build

LINKS: Final = {
    'pictures/linked.png': 'canary.png',
    'pictures/twin.en.png': 'canary.png',
    'linked': '.',
    'attacks/linked-page.md': 'canary.txt',
    'attacks/endless.md': '/dev/zero',
    'linked-pages': 'more',
}
"""Symbolic links in the wiki, with where each leads from the folder around it."""
NAMES: Final = (
    'attacks/"><img src=x onerror=window.__pwned=1>.md',
    "attacks/' onmouseover='window.__pwned=1.md",
    'attacks/$(id).md',
)
"""Names of pages that no address should have."""
SETTINGS: Final[Mapping[str, Any]] = {
    'extensions': ['myst_parser', 'sphinx_design', 'criticwiki'],
    'html_theme': 'furo',
    'suppress_warnings': ['toc.not_included'],
}
LINE: Final = re.compile(r'(\S.*?\.md|[\w/.-]+?):(\d+:\d+): WARNING: (.+) \[wiki\.([\w-]+)\]')


class Attacked(NamedTuple):
    """The wiki as it was built."""

    build: Build
    token: str
    """The word in the file that no page may get at."""

    def told(self) -> dict[str, list[str]]:
        """What was refused: by the path of the file, `line:column code` of each problem."""
        found: dict[str, list[str]] = {}
        for line in self.build.warnings:
            if match := LINE.fullmatch(line):
                found.setdefault(match[1], []).append(f'{match[2]} {match[4]}')
        return found


def attack(
    wiki: Callable[..., Build], texts: Mapping[str, str] | None = None, **conf: Any
) -> Attacked:
    """Build a wiki with the pages of `texts`, or with all attacks."""
    pages = texts or {name: page.text for name, page in PAGES.items()}
    token = f'canary{secrets.token_hex(8)}'
    made = wiki(SMALL, **SETTINGS, **conf)
    made.configure(**SETTINGS, **conf)
    outside = made.source.parent
    canary = (outside / 'canary.txt').resolve()
    lay_out(made.source, token)
    if conf.get('criticwiki_guard', True):  # without it, a build would read them
        make_links(made.source)
    for name, text in pages.items():
        made.write(f'{name}.md', text.replace('{canary}', str(canary)))
    return Attacked(made.rebuild(), token)


def lay_out(source: Path, token: str) -> None:
    """Put files outside the wiki, and links to them and pictures inside."""
    outside = source.parent
    (outside / 'more').mkdir()
    for name in ('canary.txt', 'more/page.md'):
        (outside / name).write_text(f'# {token}\n\n{token}\n', 'utf-8')
    (outside / 'canary.png').write_bytes(PNG + token.encode())
    for name in ('pictures', 'attacks'):
        (source / name).mkdir()
    for name in ('clean.png', 'twin.png'):
        (source / 'pictures' / name).write_bytes(PNG)
    (source / 'PLAIN').write_text(token, 'utf-8')
    for name, text in PICTURES.items():
        (source / 'pictures' / name).write_text(text, 'utf-8')


def make_links(source: Path) -> None:
    """Put links that lead out of the wiki, and pages with odd names, into it."""
    outside = source.parent
    for name, to in LINKS.items():
        (source / name).symlink_to(to if os.path.isabs(to) else outside / to)  # noqa: PTH117
    for name in NAMES:
        (source / name).write_text('# Title\n', 'utf-8')
