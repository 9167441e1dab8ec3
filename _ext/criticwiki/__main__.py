"""`python -m criticwiki COMMAND`: what can be done with a wiki without building it."""

from __future__ import annotations

import sys
from importlib import import_module
from io import TextIOWrapper
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

COMMANDS: Final[Mapping[str, str]] = {
    'check': 'every problem of every page, in a moment',
    'impact': 'what a change does to the consensus, in sentences',
    'new': 'writes a draft page, with every field explained',
    'schema': 'prints the JSON Schema of the front matter',
    'start': 'makes a wiki about another series',
}
"""Each command, with what it is for; `criticwiki.tools.NAME` has its `main`."""


def main(arguments: Sequence[str]) -> int:
    """Run a command; returns its exit code."""
    if arguments and arguments[0] in COMMANDS:
        run = import_module(f'criticwiki.tools.{arguments[0]}').main
        return int(run(arguments[1:]))
    lines = ('usage: python -m criticwiki COMMAND [--help]', '')
    told = '\n'.join((*lines, *(f'  {name:8} {what}' for name, what in COMMANDS.items()), ''))
    asked = bool(arguments) and arguments[0] in {'-h', '--help'}
    (sys.stdout if asked else sys.stderr).write(told)
    return 0 if asked else 2


def run() -> None:
    """What the script `criticwiki` does."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a title may have signs that a terminal has not
            stream.reconfigure(errors='backslashreplace')
    sys.exit(main(sys.argv[1:]))


if __name__ == '__main__':
    run()
