"""`python -m criticwiki impact`: what a change does to the consensus, in sentences."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING

from .conf import ConfError, read_settings
from .folder import pages_in
from .report import impact
from .sentences import as_markdown, as_text
from .source_files import GitError, file_at, pages_at
from .states import States

if TYPE_CHECKING:
    from collections.abc import Sequence

    from criticwiki.problems import Problem

_ABOUT = """\
Compares the pages as they are now with those of a revision, and says what the difference does
to what critics say together. Prints nothing where it does nothing. Both states are read with the
conf.py of now: the one of a revision is code, which is not run.
"""


def main(arguments: Sequence[str]) -> int:
    """Print the sentences; 1 where a state has problems, 2 where it cannot be read."""
    parser = ArgumentParser('python -m criticwiki impact', description=_ABOUT)
    parser.add_argument('base', metavar='BASE', help='the revision to compare with, like main')
    parser.add_argument('source', nargs='?', default='.', type=Path, help='the folder of conf.py')
    parser.add_argument('--format', choices=('text', 'markdown'), default='text')
    options = parser.parse_intermixed_args(arguments)
    try:
        settings = read_settings(options.source)
        base = pages_at(options.source, options.base, settings)
        conf = file_at(options.source, options.base, 'conf.py')
        now = pages_in(options.source, settings)
    except (ConfError, GitError) as error:
        return _refuse(str(error))
    except OSError as error:
        return _refuse(f'{error.filename}: {error.strerror}')
    if conf is not None and _lines(conf) != _lines((options.source / 'conf.py').read_bytes()):
        sys.stderr.write(f'conf.py is another than in {options.base}; it is used for both\n')
    states = States(base, now, settings)
    _report(states.problems_before, f'{options.base}:')
    _report(states.problems, '')
    if states.problems_before or states.problems:
        return 1
    sentences = [] if states.same else impact(states.before, states.after)
    if not sentences:
        sys.stderr.write(_nothing(options.base, same=states.same))
    sys.stdout.write((as_markdown if options.format == 'markdown' else as_text)(sentences))
    return 0


def _nothing(base: str, *, same: bool) -> str:
    """Why nothing is told: said beside the sentences, which go into a pull request."""
    if not same:
        return f'the pages have changed since {base}, but nothing that readers see\n'
    hint = '; after a commit, write BASE=main' if base == 'HEAD' else ''
    return f'no page has changed since {base}{hint}\n'


def _lines(text: bytes) -> list[bytes]:
    return text.splitlines()


def _report(problems: Sequence[Problem], where: str) -> None:
    for problem in problems:
        sys.stderr.write(f'{where}{problem}\n')


def _refuse(message: str) -> int:
    sys.stderr.write(f'impact: {message}\n')
    return 2
