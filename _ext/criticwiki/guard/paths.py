"""Files below the source folder: whether there is one, for paths that anybody may have written.

The system refuses some paths outright (a NUL, a name of 300 bytes), and Python then raises
instead of saying that there is no such file.
"""

from __future__ import annotations

import stat
from pathlib import Path


def is_file(source: Path, path: str) -> bool:
    """Whether there is a file at `path` below the source folder; False for an impossible path."""
    try:
        return (source / path).is_file()
    except (OSError, ValueError):
        return False


def is_link(source: Path, path: str) -> bool:
    """Whether a file, or a folder on the way to it from the source folder, is a symbolic link."""
    here = Path(path)
    try:
        return any((source / part).is_symlink() for part in (here, *here.parents[:-1]))
    except (OSError, ValueError):
        return False


def is_special(source: Path, path: str) -> bool:
    """Whether a path leads to neither a file nor a folder: a pipe never ends."""
    try:
        mode = (source / path).stat().st_mode
    except (OSError, ValueError):
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))
