"""A folder that is there as a whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_NOTHING: Final = frozenset({'.git'})
"""What a folder may hold that counts as empty: a repository may be there before its pages."""


class FolderError(Exception):
    """The folder can not be made; the message says why."""


@contextmanager
def new_folder(wanted: Path) -> Iterator[Path]:
    """Give a folder to write into, which becomes `wanted` when all is written.

    :raises FolderError: where `wanted` holds something, or can not be there.
    """
    target = wanted.absolute()
    held = _held_by(target)
    place = Path(tempfile.mkdtemp(prefix=f'.{target.name}-', dir=target.parent))
    try:
        yield place
        place.chmod(0o777 & ~_umask())
        if held is None:
            place.rename(target)
        else:
            _move_into(place, target)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _held_by(target: Path) -> set[str] | None:
    """What is in a folder; None where there is no folder."""
    try:
        held = {entry.name for entry in target.iterdir()}
    except FileNotFoundError:
        if target.is_symlink():
            raise FolderError(f'{target} is a link to nothing') from None
        if not target.parent.is_dir():
            raise FolderError(f'{target.parent} is no folder') from None
        return None
    except NotADirectoryError:
        raise FolderError(f'{target} is no folder') from None
    if others := sorted(held - _NOTHING):
        raise FolderError(f'{target} is not empty: {others[0]!r} is there')
    return held


def _move_into(place: Path, target: Path) -> None:
    """Fill a folder that is there, since whoever made it may stand in it."""
    moved: list[Path] = []
    try:
        for entry in sorted(place.iterdir()):
            moved.append(target / entry.name)
            entry.rename(moved[-1])
    except BaseException:
        for entry in moved:
            if entry.is_dir():
                shutil.rmtree(entry, ignore_errors=True)
            else:
                entry.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
