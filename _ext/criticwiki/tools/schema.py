"""`python -m criticwiki schema`: prints the JSON Schema of the front matter."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING

from criticwiki.export.wiki_data import as_json
from criticwiki.model.json_schema import front_matter_schema
from criticwiki.model.kinds import KINDS

from .source_files import ConfError, read_settings

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str]) -> int:
    """Print the schema of one kind of page, or of all."""
    parser = ArgumentParser(prog='python -m criticwiki schema', description=__doc__)
    parser.add_argument('kind', nargs='?', choices=list(KINDS), help='all kinds without it')
    parser.add_argument(
        '--source', type=Path, default=Path(), help='the folder with conf.py, which knows scales'
    )
    asked = parser.parse_args(arguments)
    try:
        settings = read_settings(asked.source)
    except ConfError as error:
        sys.stderr.write(f'error: {error}\n')
        return 2
    schema = as_json(front_matter_schema(asked.kind, settings.notations))
    sys.stdout.buffer.write(schema.encode())
    return 0
