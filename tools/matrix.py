"""Tries the extension on each Python with the oldest and the newest of what it needs.

`make matrix` runs it, and puts the table into docs/versions.md. A cell is an environment of its
own with the package of `_ext`, so that the ranges of its pyproject.toml are what is tried. It runs
the tests below, and builds this wiki with `-W -n`; `--all` runs every test that needs no browser.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from prepare import ROOT
from seen_table import keep_table, markdown_table

TABLE: Final = ROOT / 'docs' / 'versions.md'
PYTHONS: Final = ('3.11', '3.12', '3.13', '3.14')
RESOLUTIONS: Final = {'oldest': 'lowest-direct', 'newest': 'highest'}
"""How uv calls them."""
SHOWN: Final = (
    'sphinx', 'docutils', 'myst-parser', 'markdown-it-py', 'mdit-py-plugins', 'pydantic', 'babel',
    'furo', 'sphinx-design',
)  # fmt: skip
"""Packages whose versions the table tells."""
TESTS: Final = (
    'tests/model', 'tests/markdown', 'tests/corpus', 'tests/panels', 'tests/export',
    'tests/guard/test_static_files.py',
)  # fmt: skip
BUILDS: Final = tuple(
    f'tests/sphinx_ext/test_{name}.py'
    for name in (
        'added_panels', 'books', 'heading_links', 'inventory', 'languages', 'linkcheck',
        'page_lists', 'pages', 'search', 'spoilers_elsewhere', 'structured_data',
    )
)  # fmt: skip
ALL: Final = (
    'tests/checks', 'tests/corpus', 'tests/export', 'tests/guard', 'tests/markdown', 'tests/model',
    'tests/panels', 'tests/sphinx_ext', 'tests/tools',
)  # fmt: skip
NEEDED_BY_TESTS: Final = (
    'pytest', 'pytest-xdist', 'hypothesis', 'beautifulsoup4', 'feedparser', 'httpx', 'jsonschema',
    'lxml', 'rdflib', 'flit-core',
)  # fmt: skip
_SUMMARY: Final = re.compile(r'^(?:=+ )?((?:\d+ \w+(?:, )?)+) in [\d.]+s', re.MULTILINE)


class CellError(Exception):
    """Error: a step of a cell failed; the message is for the table."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A Python, and whether what is installed is the oldest or the newest."""

    python: str
    age: str
    folder: Path

    @property
    def binary(self) -> Path:
        """Its interpreter."""
        return self.folder / ('Scripts/python.exe' if os.name == 'nt' else 'bin/python')

    def install(self) -> None:
        """Make the environment.

        :raises CellError: where there is no such Python, or the ranges cannot be met.
        """
        uv = str(Path(sys.executable).parent / 'uv')
        made = ['venv', '--quiet', '--clear', '--no-python-downloads', '--python']
        if _run([uv, *made, _interpreter(self.python), str(self.folder)])[0]:
            raise CellError('not to be had here')
        install = [uv, 'pip', 'install', '--quiet', '--python', str(self.binary)]
        ranges = ['--resolution', RESOLUTIONS[self.age], f'{ROOT / "_ext"}[live,site]']
        for wanted in (ranges, list(NEEDED_BY_TESTS)):
            code, said = _run([*install, *wanted])
            if code:
                raise CellError(f'cannot be installed: {said.strip().splitlines()[-1]}')

    def version(self, package: str) -> str:
        """Version of a package that is installed."""
        program = f'from importlib.metadata import version; print(version({package!r}))'
        return _run([str(self.binary), '-c', program])[1].strip()

    def test(self, paths: tuple[str, ...], jobs: int) -> str:
        """Outcome of some tests."""
        command = [str(self.binary), '-m', 'pytest', '-q', '-p', 'no:cacheprovider']
        command += ['-n', str(jobs), '--dist', 'loadfile', *paths]
        code, said = _run(command)
        found = _SUMMARY.findall(said)
        if code:
            sys.stdout.write(said[-6000:])
        return found[-1] if found else f'exit code {code}'

    def build(self) -> str:
        """Outcome of a build of this wiki, in which a warning is an error."""
        with tempfile.TemporaryDirectory() as out:
            command = [str(self.binary), '-m', 'sphinx', '-q', '-W', '-n', '-b', 'html']
            code, said = _run([*command, '-d', f'{out}/doctrees', str(ROOT), f'{out}/html'])
        if code:
            sys.stdout.write(said[-4000:])
        return 'clean' if code == 0 else f'exit code {code}'


def _interpreter(python: str) -> str:
    """A Python of this version that pyenv has, else the version, for which uv looks itself."""
    folder = Path(os.environ.get('PYENV_ROOT', Path.home() / '.pyenv'), 'versions')
    return str(next(iter(sorted(folder.glob(f'{python}.*/bin/python'))), python))


def _run(command: list[str]) -> tuple[int, str]:
    """Exit code of a command, and all that it said."""
    variables = {name: value for name, value in os.environ.items() if name != 'PYTHONPATH'}
    variables['PYTHONDONTWRITEBYTECODE'] = '1'
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding='utf-8',
        errors='replace',
        check=False,
    )
    return done.returncode, done.stdout


def row_of(cell: Cell, suites: tuple[tuple[str, ...], ...], jobs: int) -> list[str]:
    """Cells of the table, after the Python and the age."""
    try:
        cell.install()
    except CellError as error:
        return [str(error), *[''] * (len(SHOWN) + len(suites))]
    versions = [cell.version(name) for name in SHOWN]
    return [*versions, *(cell.test(paths, jobs) for paths in suites), cell.build()]


def is_good(row: list[str]) -> bool:
    """Whether nothing failed; a Python that is not to be had is no failure."""
    if row[0] == 'not to be had here':
        return True
    outcomes = row[len(SHOWN) :]
    return outcomes[-1] == 'clean' and not any(
        word in one for one in outcomes for word in ('failed', 'error', 'exit')
    )


def table_of(rows: dict[tuple[str, str], list[str]]) -> str:
    """Markdown of the table."""
    head = ['Python', 'with', *SHOWN, 'core tests', 'builds in tests', 'this wiki']
    return markdown_table(head, ([python, age, *row] for (python, age), row in rows.items()))


def main() -> int:
    """Try the cells and keep the table where all were tried; exit code 1 where something failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or '').partition('\n')[0])
    parser.add_argument('--python', action='append', help='only this one')
    parser.add_argument('--age', choices=list(RESOLUTIONS), action='append', help='only this')
    parser.add_argument('--all', action='store_true', help='every test that needs no browser')
    parser.add_argument('--jobs', type=int, default=2, help='processes of tests (else 2)')
    options = parser.parse_args()
    pythons, ages = options.python or PYTHONS, options.age or tuple(RESOLUTIONS)
    suites = (ALL,) if options.all else (TESTS, BUILDS)
    rows = {}
    with tempfile.TemporaryDirectory(prefix='matrix-') as folder:
        for python in pythons:
            for age in ages:
                began = time.monotonic()
                cell = Cell(python, age, Path(folder, f'{python}-{age}'))
                rows[python, age] = row_of(cell, suites, options.jobs)
                took = time.monotonic() - began
                line = f'{python} {age}: {", ".join(rows[python, age])} ({took:.0f} s)\n'
                sys.stdout.write(line)
                sys.stdout.flush()
    if not (options.python or options.age or options.all):
        keep_table(TABLE, table_of(rows))
    return 0 if all(map(is_good, rows.values())) else 1


if __name__ == '__main__':
    sys.exit(main())
