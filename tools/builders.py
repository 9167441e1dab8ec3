"""Builds this wiki with each builder of Sphinx: the table of docs/builders.md.

`make builders` runs it. Each builder works on a copy of the wiki: with `-W -n`; once more into
another folder, with two processes; after an edit of a review, beside a build from nothing.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from prepare import ROOT
from same.wikis import write_this
from seen_table import keep_table, markdown_table

TABLE: Final = ROOT / 'docs' / 'builders.md'
BUILDERS: Final = (
    'html', 'dirhtml', 'singlehtml', 'epub', 'latex', 'text', 'man', 'texinfo', 'xml', 'json',
    'pickle', 'gettext',
)  # fmt: skip
HEAD: Final = ('builder', '`-W -n`', 'two processes', 'after an edit', 'files', 'MiB')
EDITED: Final = Path('reviews', 'review-geek-season-1.md')
_STATE: Final = frozenset({'.buildinfo', '.doctrees', 'environment.pickle', 'last_build'})
"""What Sphinx keeps for its next build, beside the output."""


@dataclass(frozen=True, slots=True)
class Output:
    """What a build wrote, and what it said."""

    files: dict[str, bytes]
    """Contents by path below the folder."""
    said: str
    """Warnings and errors; empty where it was clean."""


def build(source: Path, out: Path, builder: str, *options: str) -> Output:
    """Build the wiki in a process of its own, with warnings as errors."""
    command = [sys.executable, '-m', 'sphinx', '-q', '-W', '-n', '-b', builder, *options]
    done = subprocess.run(
        [*command, '-d', f'{out}.doctrees', str(source), str(out)],
        env={**os.environ, 'PYTHONPATH': str(ROOT / '_ext'), 'SOURCE_DATE_EPOCH': '1700000000'},
        capture_output=True,
        encoding='utf-8',
        check=False,
    )
    files = {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob('*')
        if path.is_file() and _STATE.isdisjoint(path.relative_to(out).parts)
    }
    failed = f'exit code {done.returncode}' if done.returncode else ''
    return Output(files, done.stderr.strip() or failed)


def difference(one: Output, other: Output) -> str:
    """Names of the first files that differ, or `same`."""
    every = sorted({*one.files, *other.files})
    names = [name for name in every if one.files.get(name) != other.files.get(name)]
    return f'{", ".join(names[:2])}{", ..." if len(names) > 2 else ""}' if names else 'same'


def look(builder: str, folder: Path) -> tuple[str, ...]:
    """A row of the table: what was seen with one builder."""
    source = folder / 'wiki'
    write_this(source)
    first = build(source, folder / 'first', builder)
    parallel = build(source, folder / 'parallel', builder, '-j', '2')
    page = source / EDITED
    page.write_text(f'{page.read_text("utf-8")}\nA sentence more.\n', 'utf-8')
    edited = build(source, folder / 'first', builder)
    clean = build(source, folder / 'clean', builder)
    said = next((output.said for output in (first, parallel, edited) if output.said), '')
    size = sum(map(len, first.files.values())) / 1024**2
    return (
        f'`{builder}`',
        said.splitlines()[0].replace(f'{folder}/', '').replace('|', '/') if said else 'clean',
        difference(first, parallel),
        difference(edited, clean),
        f'{len(first.files)}',
        f'{size:.1f}',
    )


def main(arguments: list[str]) -> int:
    """Look at all builders, or at those named; returns how many there was something with."""
    parser = argparse.ArgumentParser(description='Build this wiki with each builder of Sphinx.')
    parser.add_argument('builders', nargs='*', metavar='BUILDER', help='only these')
    chosen = parser.parse_args(arguments).builders or BUILDERS
    rows = []
    for builder in chosen:
        with tempfile.TemporaryDirectory(prefix='builders-') as folder:
            rows.append(look(builder, Path(folder)))
        sys.stderr.write(f'{" | ".join(rows[-1])}\n')
    table = markdown_table(HEAD, rows)
    sys.stdout.write(table)
    if chosen is BUILDERS:
        keep_table(TABLE, table)
    return sum(row[1:4] != ('clean', 'same', 'same') for row in rows)


if __name__ == '__main__':
    sys.exit(min(main(sys.argv[1:]), 1))
