"""`python -m criticwiki new KIND [ID] [--title TITLE]`: writes a draft page.

`make new KIND=review ID=some-outlet-season-1` gives the same by name.
"""

from __future__ import annotations

import re
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING, Final

from criticwiki.checks.wiki import Wiki

from .conf import ConfError, read_settings
from .folder import is_page, pages_in
from .new_page import NewPage, NoDraftError, new_page

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

_NAMES: Final = ('KIND', 'ID', 'TITLE')
_QUOTED: Final = re.compile(rf"({'|'.join(_NAMES)})='((?:[^']|(?<=\w)'(?=\w))*)'")
_NEXT: Final = """\
wrote {path}, a draft, which is counted nowhere
  1. open it, fill in what you know, and leave null what the source does not say
  2. make live shows the page while you write, and make check names what to mend
  3. when it is ready, delete the notes, which begin with % or ##, and the line 'draft: true'
"""


def main(arguments: Sequence[str]) -> int:
    """Write a draft; says what to do next, or why there is none."""
    asked = _parse(arguments)
    try:
        page = _write(asked.source, asked.kind, asked.id, asked.title)
    except (ConfError, NoDraftError, OSError) as error:
        sys.stderr.write(f'error: {error}\n')
        return 2
    sys.stdout.write(_NEXT.format(path=page.path))
    return 0


def _parse(arguments: Sequence[str]) -> Namespace:
    """Arguments in order, or by name as make passes them."""
    arguments = _unquoted(arguments)
    pairs = [argument.partition('=') for argument in arguments]
    named = {name: value for name, sign, value in pairs if sign and name in _NAMES}
    rest = [argument for argument in arguments if argument.partition('=')[0] not in named]
    parser = ArgumentParser(prog='python -m criticwiki new', description=_purpose())
    parser.add_argument('kind', nargs='?', default=named.get('KIND', ''), help='like review')
    parser.add_argument(
        'id', nargs='?', default=named.get('ID', ''), help='like some-outlet-season-1'
    )
    parser.add_argument('--title', default=named.get('TITLE', ''), help='makes an id, without one')
    parser.add_argument('--source', type=Path, default=Path(), help='the folder with conf.py')
    return parser.parse_args(rest)


def _unquoted(arguments: Sequence[str]) -> list[str]:
    """The same with values whole that stand in single quotes, which cmd takes for letters."""
    found: list[str] = []
    waiting = list(arguments)
    while waiting:
        for end in range(1, len(waiting) + 1):
            quoted = _QUOTED.fullmatch(' '.join(waiting[:end]))
            if quoted:
                found.append(f'{quoted[1]}={quoted[2]}')
                del waiting[:end]
                break
        else:
            found.append(waiting.pop(0))
    return found


def _purpose() -> str:
    return 'Writes a draft page that passes the check, with every field explained.'


def _write(source: Path, kind: str, identifier: str, title: str) -> NewPage:
    settings = read_settings(source)
    texts = {
        path: text.decode('utf-8', 'replace') for path, text in pages_in(source, settings).items()
    }
    page = new_page(Wiki(texts, settings), kind, identifier, title)
    if not is_page(page.path, settings):
        raise NoDraftError(f'conf.py leaves {page.path} out of the wiki; choose another folder')
    file = source / page.path
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open('x', encoding='utf-8', newline='\n') as opened:
        opened.write(page.text)
    return page
