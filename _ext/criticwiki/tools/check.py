"""Subcommand `check`: prints every problem of every page, without a build."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from criticwiki.cached_view import garbage_collection_paused
from criticwiki.checks.loader import Wiki, read_page
from criticwiki.checks.quotations import verify_quotations
from criticwiki.checks.stray_files import apart_from_unread
from criticwiki.forks import available_processes
from criticwiki.guard.files import is_file
from criticwiki.model.encodings import decoded
from criticwiki.problems import FORMATS

from .source_files import (
    ConfError,
    conf_problems,
    page_file_problems,
    pages_in,
    read_settings,
    static_file_problems,
    stray_file_problems,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from criticwiki.problems import Problem


MANY_PAGES: Final = 500
"""Pages beyond which several processes read them: fewer are read while those would begin."""


def main(arguments: Sequence[str]) -> int:
    """Check a wiki and print its problems.

    :returns: exit code 0 without a problem, 1 with one, 2 where conf.py or the private copies
        cannot be read.
    """
    options = _parser().parse_args(arguments)
    try:
        settings = read_settings(options.source)
    except ConfError as error:
        sys.stderr.write(f'{error}\n')
        return 2
    pages = pages_in(options.source, settings)
    wiki = Wiki(
        pages,
        settings,
        partial(is_file, options.source),
        partial(read_page, folder=options.source),
        available_processes() if len(pages) > MANY_PAGES else 1,
    )
    try:
        with garbage_collection_paused():
            results = [check(wiki, options) for check in CHECKS]
    except SourcesError as error:
        sys.stderr.write(f'{error}\n')
        return 2
    found = sorted({problem for result in results for problem in result.problems})
    unread = {problem.path for problem in found} - wiki.texts.keys()
    problems = apart_from_unread(found, unread, settings.folders)
    located = [problem.at(_from_here(options.source, problem.path)) for problem in problems]
    notes = [note for result in results for note in result.notes]
    sys.stdout.write(FORMATS[options.format](located, len(wiki.texts), notes))
    return 1 if problems else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        'python -m criticwiki check',
        description='`python -m criticwiki check`: every problem of every page, without a build.',
    )
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
    """The path relative to the working directory, with forward slashes."""
    return Path(os.path.relpath(source / path)).as_posix()


@dataclass(frozen=True, slots=True)
class CheckResult:
    """Problems that one check reports, with notes on what it did or skipped."""

    problems: Iterable[Problem]
    notes: tuple[str, ...] = ()


def check_files(wiki: Wiki, options: argparse.Namespace) -> CheckResult:
    """Check of conf.py, of file names and links, of stray and of static files."""
    folder = (options.source, wiki.settings)
    problems = (conf_problems, page_file_problems, stray_file_problems, static_file_problems)
    return CheckResult([problem for of in problems for problem in of(*folder)])


def check_pages(wiki: Wiki, _options: argparse.Namespace) -> CheckResult:
    """Check of every page by itself and against the others."""
    return CheckResult(wiki.problems)


def check_quotations(wiki: Wiki, options: argparse.Namespace) -> CheckResult:
    """Check of quotations against the private copies of their sources.

    :raises SourcesError: where these cannot be read.
    """
    if options.sources is None:
        return CheckResult(
            (), ('quotations were not proved: a maintainer compares them with the reviews',)
        )
    texts = {path: decoded(content)[0] for path, content in wiki.texts.items()}
    sources = read_sources(options.sources)
    report = verify_quotations(wiki.corpus, texts, sources)
    proved = '1 quotation was' if report.verified == 1 else f'{report.verified} quotations were'
    note = f'{proved} proved against {len(sources)} source{"s"[: len(sources) != 1]}'
    return CheckResult(report.problems, (note,))


CHECKS: Final[tuple[Callable[[Wiki, argparse.Namespace], CheckResult], ...]] = (
    check_files,
    check_pages,
    check_quotations,
)
"""All checks, in the order in which they run."""


class SourcesError(Exception):
    """Error: the folder of private copies cannot be used; the message says why."""


def read_sources(folder: Path) -> dict[str, bytes]:
    """Contents of all files in a folder, by POSIX path relative to it.

    Pages name one of these paths, and so can never reach a file elsewhere.

    :raises SourcesError: where it is no folder, or has no file that can be read.
    """
    if not folder.is_dir():
        raise SourcesError(f'{folder}: no such folder')
    try:
        contents = {
            file.relative_to(folder).as_posix(): file.read_bytes()
            for file in sorted(folder.rglob('*'))
            if file.is_file() and not file.name.startswith('.')
        }
    except OSError as error:
        raise SourcesError(f'{error.filename}: {error.strerror}') from error
    if not contents:
        raise SourcesError(f'{folder}: holds no private copy of a review')
    return contents
