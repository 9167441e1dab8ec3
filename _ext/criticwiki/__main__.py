"""Command line `python -m criticwiki COMMAND`: subcommands that work on a wiki without a build."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Final

import criticwiki

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

COMMANDS: Final[Mapping[str, str]] = {
    'check': 'every problem of every page, in a moment',
    'impact': 'what a change does to the consensus, in sentences',
    'new': 'writes a draft page, with every field explained',
    'schema': 'prints the JSON Schema of the front matter',
    'start': 'makes a wiki about another series, film, game, book, album or podcast',
}
"""Subcommands by name, with their line of help; all but `schema` are `criticwiki.tools.NAME`."""


def run() -> None:
    """Console script `criticwiki`: runs the command line and exits."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # titles have characters that some terminals lack
            stream.reconfigure(errors='backslashreplace')
    sys.exit(main(sys.argv[1:]))


def main(arguments: Sequence[str]) -> int:
    """Run a subcommand.

    :returns: its exit code; without a subcommand 0 for `--help` and `--version`, else 2.
    """
    if [*arguments] in (['--version'], ['-V']):
        sys.stdout.write(f'criticwiki {criticwiki.__version__}\n')
        return 0
    if arguments and arguments[0] == 'schema':
        return print_schema(arguments[1:])
    if arguments and arguments[0] in COMMANDS:
        # only the modules of this one subcommand are imported
        command = import_module(f'criticwiki.tools.{arguments[0]}').main
        return int(command(arguments[1:]))
    is_script = Path(sys.argv[0]).stem == 'criticwiki'
    program = 'criticwiki' if is_script else 'python -m criticwiki'
    lines = (
        f'usage: {program} COMMAND [--help]',
        f'       {program} --version',
        '',
    )
    usage = '\n'.join((*lines, *(f'  {name:8} {line}' for name, line in COMMANDS.items()), ''))
    wants_help = bool(arguments) and arguments[0] in {'-h', '--help'}
    (sys.stdout if wants_help else sys.stderr).write(usage)
    return 0 if wants_help else 2


def print_schema(arguments: Sequence[str]) -> int:
    """Subcommand `schema`: prints the JSON Schema of one kind of page, or of all.

    :returns: exit code 0; 2 where conf.py cannot be read.
    """
    from criticwiki.export.wiki_data import as_json
    from criticwiki.model.fields import FieldContext
    from criticwiki.model.json_schema import front_matter_schema
    from criticwiki.model.kinds import KINDS
    from criticwiki.tools.source_files import ConfError, numbering_in, read_settings

    parser = ArgumentParser(
        prog='python -m criticwiki schema',
        description='`python -m criticwiki schema`: prints the JSON Schema of the front matter.',
    )
    parser.add_argument('kind', nargs='?', choices=list(KINDS), help='all kinds without it')
    parser.add_argument(
        '--source', type=Path, default=Path(), help='the folder with conf.py, which knows scales'
    )
    options = parser.parse_args(arguments)
    try:
        settings = read_settings(options.source)
    except ConfError as error:
        sys.stderr.write(f'error: {error}\n')
        return 2
    numbering = numbering_in(options.source, settings)
    context = FieldContext(settings.notations, declared=settings.declared, numbering=numbering)
    schema = as_json(front_matter_schema(options.kind, context))
    sys.stdout.buffer.write(schema.encode())
    return 0


if __name__ == '__main__':
    run()
