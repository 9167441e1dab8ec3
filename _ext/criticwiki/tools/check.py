"""`python -m criticwiki check`: every problem of every page, without a build."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from criticwiki.checks.loader import Wiki, read_page
from criticwiki.checks.quotations import prove
from criticwiki.gc_pause import uncollected
from criticwiki.guard.files import is_file
from criticwiki.model.front_matter import decoded
from criticwiki.problems import FORMATS

from .source_files import ConfError, pages_in, read_settings, refused_in, unpublished_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from criticwiki.problems import Problem


class SourcesError(Exception):
    """The folder of the private copies cannot be used; the message says why."""


def read_sources(folder: Path) -> dict[str, bytes]:
    """What every file in a folder holds, by its path below it with forward slashes.

    Pages name one of these, and so never a file elsewhere.

    :raises SourcesError: where it is no folder, or has no file that can be read.
    """
    if not folder.is_dir():
        raise SourcesError(f'{folder}: no such folder')
    try:
        found = {
            file.relative_to(folder).as_posix(): file.read_bytes()
            for file in sorted(folder.rglob('*'))
            if file.is_file() and not file.name.startswith('.')
        }
    except OSError as error:
        raise SourcesError(f'{error.filename}: {error.strerror}') from error
    if not found:
        raise SourcesError(f'{folder}: holds no private copy of a review')
    return found


@dataclass(frozen=True, slots=True)
class Checked:
    """What one check has found, and what it could not look at."""

    problems: Iterable[Problem]
    notes: tuple[str, ...] = ()


def check_pages(wiki: Wiki, _options: argparse.Namespace) -> Checked:
    """The pages by themselves and beside each other."""
    return Checked(wiki.problems)


def check_quotations(wiki: Wiki, options: argparse.Namespace) -> Checked:
    """Quotations need the private copies of their sources."""
    if options.sources is None:
        return Checked((), ('quotations were not proved',))
    texts = {path: decoded(content)[0] for path, content in wiki.texts.items()}
    sources = read_sources(options.sources)
    proof = prove(wiki.corpus, texts, sources)
    proved = '1 quotation was' if proof.proved == 1 else f'{proof.proved} quotations were'
    note = f'{proved} proved against {len(sources)} source{"s"[: len(sources) != 1]}'
    return Checked(proof.problems, (note,))


def check_files(wiki: Wiki, options: argparse.Namespace) -> Checked:
    """Files that cannot be pages, whatever they hold, and those that are published as they are."""
    place = (options.source, wiki.settings)
    return Checked([*refused_in(*place), *unpublished_in(*place)])


CHECKS: Final[tuple[Callable[[Wiki, argparse.Namespace], Checked], ...]] = (
    check_files,
    check_pages,
    check_quotations,
)
"""Every check, in the order in which they are made."""


def main(arguments: Sequence[str]) -> int:
    """Check a wiki; 0 without a problem, 1 with one, 2 for a wrong call."""
    options = _parser().parse_args(arguments)
    try:
        settings = read_settings(options.source)
    except ConfError as error:
        sys.stderr.write(f'{error}\n')
        return 2
    wiki = Wiki(
        pages_in(options.source, settings),
        settings,
        partial(is_file, options.source),
        partial(read_page, folder=options.source),
    )
    try:
        with uncollected():
            made = [check(wiki, options) for check in CHECKS]
    except SourcesError as error:
        sys.stderr.write(f'{error}\n')
        return 2
    found = sorted({problem for checked in made for problem in checked.problems})
    shown = [problem.at(_from_here(options.source, problem.path)) for problem in found]
    notes = [note for checked in made for note in checked.notes]
    sys.stdout.write(FORMATS[options.format](shown, len(wiki.texts), notes))
    return 1 if found else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser('python -m criticwiki check', description=__doc__)
    parser.add_argument(
        'source', nargs='?', type=Path, default=Path(), help='the folder with conf.py; this one'
    )
    parser.add_argument(
        '--format', choices=FORMATS, default='text', help='for people and editors; for programs'
    )
    parser.add_argument(
        '--sources', type=Path, help='a folder of private copies, to prove quotations against'
    )
    return parser


def _from_here(source: Path, path: str) -> str:
    """The path from the current folder, with forward slashes."""
    return Path(os.path.relpath(source / path)).as_posix()
