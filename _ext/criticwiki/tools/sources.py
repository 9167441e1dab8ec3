"""Reads the private copies of reviews, which lie outside the wiki."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


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
