"""Picture files: they lie in the wiki, are no links, and those of text hold only shapes.

An SVG is a document that a browser runs when somebody opens the file by itself.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from .paths import is_file, is_link, is_special
from .svg import harm_of_svg
from .urls import path_in_wiki, path_of

if TYPE_CHECKING:
    from pathlib import Path

MAX_PICTURE: Final = 5_000_000
MAX_DRAWING: Final = 1_000_000
"""Bytes of an SVG, which is read whole."""


def harm_of_picture_file(source: Path, path: str) -> str | None:
    """What is wrong with the picture at `path` below the source folder, or None.

    One that is not there is no harm; others tell of it.
    """
    if is_link(source, path):
        return f'{path!r} is a symbolic link; put the picture itself there'
    if not is_file(source, path):
        return (
            f'{path!r} is a device or a pipe; put a file there'
            if is_special(source, path)
            else None
        )
    drawn = path.lower().endswith('.svg')
    most = MAX_DRAWING if drawn else MAX_PICTURE
    try:
        status = (source / path).stat()
        if status.st_size > most:
            return f'{path!r} has more than {most:,} bytes'
        return (
            _harm_of_drawing(source / path, status.st_mtime_ns, status.st_size) if drawn else None
        )
    except OSError as error:
        return f'{path!r} cannot be read: {error.strerror}'


@lru_cache(maxsize=1000)
def _harm_of_drawing(file: Path, _changed: int, _size: int) -> str | None:
    """The same of an SVG, which is read once however often pages show it."""
    return harm_of_svg(file.read_bytes())


def file_linked_to(source: Path, address: str, path: str) -> str | None:
    """The file that the page `path` leads to, if it is no page: Sphinx would hand it out."""
    plain = path_of(address)
    if not plain or plain.endswith('.md') or ':' in plain:
        return None
    where = path_in_wiki(unquote(plain), path)
    return where if is_file(source, where) else None
