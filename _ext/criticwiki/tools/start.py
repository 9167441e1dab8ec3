"""`criticwiki start DIR`: begins a wiki about another series."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final
from unicodedata import category

from criticwiki.checks.wiki import Wiki

from .conf import ConfError, read_settings
from .folder import pages_in
from .new_folder import FolderError, new_folder
from .starter import Beginning, WheelError, write_wiki

if TYPE_CHECKING:
    from collections.abc import Sequence

_EPISODES: Final = 12
_UNPRINTED: Final = frozenset({'Cc', 'Cs', 'Zl', 'Zp'})
"""Control characters, halves of characters, ends of lines and paragraphs."""


class _UnsoundError(Exception):
    """What was made does not pass the check."""


def main(arguments: Sequence[str]) -> int:
    """Make a wiki in a folder that holds nothing yet, or say why not."""
    parser = _parser()
    given = parser.parse_args(arguments)
    wanted = Beginning(
        title=given.title,
        editors=given.editors or f'the editors of {given.title}',
        episodes=given.episodes or _EPISODES,
        language=given.language,
        repository=given.repository or '',
        wheel=given.wheel,
    )
    try:
        with new_folder(given.folder) as folder:
            write_wiki(folder, wanted)
            _check(folder)
    except (FolderError, WheelError, _UnsoundError, ConfError) as error:
        sys.stderr.write(f'criticwiki start: error: {error}\n')
        return 1
    except OSError as error:
        place = f'{error.filename}: ' if error.filename else ''
        sys.stderr.write(f'criticwiki start: error: {place}{error.strerror or error}\n')
        return 1
    sys.stdout.write(_next_steps(given.folder, wanted, counted=given.episodes is not None))
    return 0


def _check(folder: Path) -> None:
    """Whatever the words were that it was given: a wiki begins without a problem.

    :raises _UnsoundError: where it does not.
    """
    settings = read_settings(folder)
    if problems := Wiki(pages_in(folder, settings), settings).problems:
        raise _UnsoundError('\n'.join(['the new wiki has problems', *map(str, problems)]))


def _next_steps(folder: Path, wanted: Beginning, *, counted: bool) -> str:
    guess = '' if counted else f' (it says {wanted.episodes} for now)'
    return f"""{folder} is a wiki about {wanted.title}. What to do next:

  cd {folder}
  git init                   unless it is in a repository already
  make html                  the site, in _build/html (on Windows: make.bat html)
  make check                 every problem of every page, in a moment

  index.md                   how many episodes there are{guess}, and what critics are compared on
  episodes/ characters/ reviews/    a draft in each, to fill in or to delete
  guide/method.md            how you choose and read reviews
  LICENSE                    CC BY-SA 4.0 for the pages, unless you choose another
  CONTRIBUTING.md            how pages are written, and how to move to a newer extension
"""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog='criticwiki start', description='Make a wiki about another series.'
    )
    parser.add_argument('folder', type=Path, metavar='DIR', help='where; it must not hold anything')
    parser.add_argument('--title', type=_words, default='Another Series', help='of the series')
    parser.add_argument('--episodes', type=_count, help=f'how many there are (else {_EPISODES})')
    parser.add_argument('--editors', type=_words, help="whose wiki it is: 'the editors of ...'")
    parser.add_argument('--language', type=_language, default='en', help='of the pages: en, pt_BR')
    parser.add_argument('--repository', type=_address, help='its address on the web')
    parser.add_argument(
        '--wheel',
        type=Path,
        help='a wheel of criticwiki, which is kept and installed instead of a copy in _ext/',
    )
    return parser


def _words(value: str) -> str:
    words = value.strip()
    if not words or any(category(sign) in _UNPRINTED or sign in '\ufffe\uffff' for sign in words):
        raise argparse.ArgumentTypeError(f'must be words on one line, not {value!r}')
    return words


def _count(value: str) -> int:
    if not re.fullmatch('[0-9]{1,6}', value) or int(value) < 1:
        raise argparse.ArgumentTypeError(f'must be a whole number from 1, not {value!r}')
    return int(value)


def _language(value: str) -> str:
    if not re.fullmatch('[a-z]{2,3}([_-][A-Za-z]{2,4})?', value):
        raise argparse.ArgumentTypeError(f'must be like en or pt_BR, not {value!r}')
    return value


def _address(value: str) -> str:
    if not re.fullmatch(r'https?://[^\s"\'<>\\]+', value):
        raise argparse.ArgumentTypeError(f'must be a web address, not {value!r}')
    return value
