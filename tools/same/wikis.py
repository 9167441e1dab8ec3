"""The wikis that both codes get as input, taken from the working tree."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT: Final = Path(__file__).resolve().parents[2]
NO_PAGES: Final = frozenset({'_ext', 'tests', 'benchmarks', 'tools', 'docs'})
"""Folders of the root that are no part of the wiki."""
FOR_EDITORS: Final = frozenset({'CHANGELOG.md', 'CONTRIBUTING.md', 'README.md'})
PAGES: Final = 300
CONF: Final = """\
project = 'A wiki'
author = copyright = 'the editors'
version = release = '1'
language = 'en'
extensions = ['myst_parser', 'criticwiki']
myst_enable_extensions = ['colon_fence', 'deflist']
html_theme = 'furo'
html_baseurl = 'https://wiki.example/'
epub_show_urls = 'no'
latex_engine = 'xelatex'
"""


def write_this(target: Path) -> None:
    """The wiki of this project, with files that git does not hold yet."""
    names = subprocess.run(
        ['git', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'],
        cwd=ROOT,
        check=True,
        capture_output=True,
    ).stdout.decode()
    for name in sorted(set(names.split('\0'))):
        if name and _is_input(name) and (ROOT / name).is_file():
            file = target / name
            file.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, file)


def _is_input(name: str) -> bool:
    first, folder, _ = name.partition('/')
    if folder:
        return first not in NO_PAGES and not first.startswith('.')
    return first == 'conf.py' or (first.endswith('.md') and first not in FOR_EDITORS)


def write_second(target: Path) -> None:
    """The small wiki of another series, with other folders, scales and aspects."""
    hidden = shutil.ignore_patterns('__pycache__', '_build')
    shutil.copytree(ROOT / 'tests' / 'sphinx_ext' / 'harbour_lights', target, ignore=hidden)


def write_generated(target: Path) -> None:
    """The wiki of the benchmarks."""
    target.mkdir(parents=True)
    script = ROOT / 'benchmarks' / 'generate.py'
    subprocess.run([sys.executable, script, target, '--pages', str(PAGES)], check=True)
    (target / 'conf.py').write_text(CONF, 'utf-8')


def write_bad(target: Path) -> None:
    """Every bad page of the tests, and the good ones around them."""
    tests = str(ROOT / 'tests')
    sys.path.insert(0, tests)
    try:
        cases = import_module('bad_page_cases')
    finally:
        sys.path.remove(tests)
    pages = {case.path: case.source for case in cases.bad_pages()} | cases.around()
    for name, text in {**pages, 'conf.py': CONF}.items():
        file = target / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, 'utf-8', newline='\n')


WIKIS: Final[dict[str, Callable[[Path], None]]] = {
    'this': write_this,
    'second': write_second,
    'generated': write_generated,
    'bad': write_bad,
}
"""The wikis by name, each with the function that writes it into a folder."""


def fingerprint(folder: Path) -> str:
    """SHA-256 of the paths and contents of a folder."""
    digest = hashlib.sha256()
    for file in sorted(folder.rglob('*')):
        if file.is_file() and '__pycache__' not in file.parts:
            content = hashlib.sha256(file.read_bytes()).hexdigest()
            digest.update(f'{file.relative_to(folder).as_posix()}\0{content}\n'.encode())
    return digest.hexdigest()
