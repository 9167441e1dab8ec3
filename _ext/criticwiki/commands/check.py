"""`python -m criticwiki check`: every problem of every page, without a build."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from criticwiki.commands.conf import ConfError, read_settings
from criticwiki.commands.folder import pages_in
from criticwiki.core.formats import FORMATS
from criticwiki.core.wiki import Wiki

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from criticwiki.core.problems import Problem


@dataclass(frozen=True, slots=True)
class Checked:
    """What one check has found, and what it could not look at."""

    problems: Iterable[Problem]
    notes: tuple[str, ...] = ()


def check_pages(wiki: Wiki, _options: argparse.Namespace) -> Checked:
    """The pages by themselves and beside each other."""
    return Checked(wiki.problems)


def check_quotations(_wiki: Wiki, _options: argparse.Namespace) -> Checked:
    """Quotations need the private copies of their sources."""
    return Checked((), ('quotations were not proved',))


CHECKS: Final[tuple[Callable[[Wiki, argparse.Namespace], Checked], ...]] = (
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
    wiki = Wiki(pages_in(options.source, settings), settings, partial(_has_file, options.source))
    made = [check(wiki, options) for check in CHECKS]
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
    return parser


def _has_file(source: Path, path: str) -> bool:
    return (source / path).is_file()


def _from_here(source: Path, path: str) -> str:
    """The path from the current folder, with forward slashes."""
    return Path(os.path.relpath(source / path)).as_posix()
