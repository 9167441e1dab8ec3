"""Builds of the wiki itself, each made once in a test run and shared by all tests.

Every build reads a copy of the source, so that a test sees one state of it, and so that what a
build writes where it should not can be found.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bs4 import BeautifulSoup, NavigableString, Tag
from shared import once, run_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Set

ROOT = Path(__file__).resolve().parent.parent
NO_SOURCE = (
    '.git',
    '.venv',
    '_build',
    'node_modules',
    '__pycache__',
    '.*_cache',
    '.hypothesis',
    '*.egg-info',
)
SETTINGS = ('READTHEDOCS', 'WIKI_', 'SPHINX', 'SOURCE_DATE_EPOCH', 'PYTHONHASHSEED')
KIND_FOLDERS = ('episodes', 'characters', 'reviews')
GENERATED = ('search',)
"""Pages that no source file stands behind."""


class Built(NamedTuple):
    """What a build left behind."""

    out: Path
    status: int
    log: str


@cache
def workplace() -> Path:
    """The folder of this process, for builds that belong to one test."""
    folder = Path(tempfile.mkdtemp(prefix='criticwiki-site-'))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _copy(source: Path, target: Path) -> Path:
    shutil.copytree(source, target, ignore=shutil.ignore_patterns(*NO_SOURCE))
    return target


def source() -> Path:
    """The source as a fresh clone has it, for builds to read and nobody to change."""
    source_before()
    return run_folder() / 'source'


@cache
def source_before() -> dict[str, str]:
    """What the source held before the first build."""
    before: dict[str, str] = once('source', lambda: digests(_copy(ROOT, run_folder() / 'source')))
    return before


def copy_source(name: str) -> Path:
    """A copy of the source for a test of its own."""
    return _copy(source(), workplace() / name)


def digests(folder: Path) -> dict[str, str]:
    """Every file of a folder; caches of Python aside."""
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.rglob('*')
        if file.is_file() and '__pycache__' not in file.parts
    }


def build(
    builder: str,
    name: str,
    *,
    place: Path | None = None,
    src: Path | None = None,
    env: Mapping[str, str] | None = None,
    jobs: int = 2,
    doctrees: str = '',
) -> Built:
    """Run a build that fails on warnings; a second one of the same name only updates.

    It takes over what the build of the name `doctrees` has read.
    """
    place = place or workplace()
    out = place / name / 'out'
    kept = {key: value for key, value in os.environ.items() if not key.startswith(SETTINGS)}
    command = [sys.executable, '-m', 'sphinx', '-b', builder, '-W', '-n', '-q', '-j', str(jobs)]
    done = subprocess.run(
        [
            *command,
            '-d',
            str(place / (doctrees or name) / 'doctrees'),
            str(src or source()),
            str(out),
        ],
        cwd=place,
        env={**kept, **(env or {})},
        capture_output=True,
        text=True,
        encoding='utf-8',
        check=False,
    )
    return Built(out, done.returncode, done.stdout + done.stderr)


@cache
def built(builder: str) -> Built:
    """The wiki, as one builder makes it."""
    out, status, log = once(builder, lambda: _built(builder))
    return Built(Path(out), status, log)


def _built(builder: str) -> tuple[str, int, str]:
    """Build it; what the build of the web site has read need not be read again."""
    if builder != 'html':
        read = built('html').out.parent / 'doctrees'
        shutil.copytree(read, run_folder() / builder / 'doctrees')
    made = build(builder, builder, place=run_folder())
    return str(made.out), made.status, made.log


@cache
def html() -> Path:
    """The folder of the web site.

    Some tests have things to say of a site that was built in spite of warnings; that there are
    none is a test of its own.
    """
    site = built('html').out
    assert (site / 'index.html').exists(), built('html').log
    return site


def docnames(src: Path | None = None) -> list[str]:
    """Every page that a source file stands behind."""
    root = src or source()
    top = (root / name for name in ('index.md', 'consensus.md', 'glossary.md'))
    below = (file for folder in (*KIND_FOLDERS, 'guide') for file in (root / folder).glob('*.md'))
    return sorted(file.relative_to(root).with_suffix('').as_posix() for file in (*top, *below))


def of_kind(folder: str) -> list[str]:
    """Every page of a kind: its folder without the folder's own page."""
    return [name for name in docnames() if name.startswith(f'{folder}/') and name[-6:] != '/index']


@cache
def parsed(file: Path, _changed: int = 0) -> BeautifulSoup:
    """A page, read."""
    return BeautifulSoup(file.read_text('utf-8'), 'html.parser')


class Anatomy(HTMLParser):
    """The links, the ids and the head of a page, read without making a tree of it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
        """The attributes of every `<meta>`, `<link>` and `<a>`, by its name."""
        self.links: list[str] = []
        """Addresses of `<a>` and `<link>`."""
        self.sources: list[str] = []
        """Addresses of what else the page shows."""
        self._ids: Counter[str] = Counter()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {'meta', 'link', 'a'}:
            self.tags[tag].append({name: value or '' for name, value in attrs})
        for name, value in attrs:
            if name == 'id':
                self._ids[value or ''] += 1
            elif name in {'href', 'src'}:
                (self.links if name == 'href' else self.sources).append(value or '')

    @property
    def ids(self) -> Set[str]:
        return self._ids.keys()

    @property
    def ids_twice(self) -> list[str]:
        return sorted(name for name, count in self._ids.items() if count > 1)


@cache
def anatomy(file: Path) -> Anatomy:
    """The links and the ids of a page."""
    return Anatomy(file.read_text('utf-8'))


def page(docname: str, site: Path | None = None) -> BeautifulSoup:
    """A page of the site, read."""
    file = (site or html()) / f'{docname}.html'
    return parsed(file, file.stat().st_mtime_ns)


def main(soup: BeautifulSoup) -> Tag:
    """A page without the theme's furniture."""
    found = soup.select_one('[role=main]')
    assert found is not None
    return found


def words(node: Tag) -> str:
    """The text of a node as it is read, in one line."""
    return re.sub(r'\s+', ' ', node.get_text()).strip()


def text(docname: str, site: Path | None = None) -> str:
    """The text of a page, in one line."""
    return words(main(page(docname, site)))


def rows(table: Tag) -> list[list[str]]:
    """The cells of a table, its head first."""
    return [[words(cell) for cell in row.find_all(['th', 'td'])] for row in table.find_all('tr')]


def tables(docname: str, site: Path | None = None) -> list[list[list[str]]]:
    """All tables of a page."""
    return [rows(table) for table in main(page(docname, site)).find_all('table')]


def table_with(head: str, docname: str, site: Path | None = None) -> list[list[str]]:
    """The first table of a page with a column of that name."""
    for table in tables(docname, site):
        if head in table[0]:
            return table
    raise AssertionError(f'{docname} has no table with a column {head!r}')


def strings(node: Tag, *, inside: str, are_inside: bool) -> Iterator[NavigableString]:
    """The pieces of text that stand in an element of a class, or those that do not."""
    for piece in node.find_all(string=True):
        if type(piece) is NavigableString:
            closed = any(inside in parent.get('class', ()) for parent in piece.parents)
            if closed is are_inside:
                yield piece
