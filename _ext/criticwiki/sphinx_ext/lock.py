"""Lock of the folders of a build: a second build into one of them waits for the first."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakValueDictionary

from sphinx.errors import SphinxError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.config import Config

PATIENCE: Final = 600.0
"""Seconds that a build waits for another one."""
_PAUSE: Final = 0.1
"""Seconds between two attempts to lock a folder."""


class FolderInUseError(SphinxError):
    """Error: another build works in a folder, and does not end."""

    category = 'Folder in use'


class FolderLock:
    """Lock of a folder, held by this process and its workers until it is freed, or they end.

    It is the operating system's, so no process that has died holds one, and no file of it is in
    the folder. Where folders cannot be locked, as on some network drives, builds do not wait.
    """

    def __init__(self, handle: int) -> None:
        """Take the open file that carries the lock."""
        self._handle = handle

    @property
    def is_held(self) -> bool:
        """Whether it has not been freed."""
        return self._handle >= 0

    def free(self) -> None:
        """Free it; once is enough."""
        handle, self._handle = self._handle, -1
        if handle >= 0:
            with suppress(OSError):
                os.close(handle)

    def __del__(self) -> None:
        """Free what a build that never began has left in a process that goes on."""
        self.free()


_held: Final[WeakValueDictionary[Path, FolderLock]] = WeakValueDictionary()
"""Locks of this process, which need not wait for itself."""


def lock_folders(folders: Iterable[Path], patience: float = PATIENCE) -> list[FolderLock]:
    """Lock folders, except those that this process has locked.

    :raises FolderInUseError: where another process does not free one of them in time.
    """
    end = time.monotonic() + patience
    locks = []
    for folder in sorted(set(folders)):  # in one order: two builds cannot wait for each other
        if (held := _held.get(folder)) and held.is_held:
            continue
        with suppress(OSError):  # cannot be locked; or written, which Sphinx tells
            lock = _lock(folder, end)
            _held[folder] = lock
            locks.append(lock)
    return locks


def _lock(folder: Path, end: float) -> FolderLock:
    told = False
    while True:
        folder.mkdir(parents=True, exist_ok=True)
        handle = _open(folder)
        try:
            locked = _try_to_lock(handle)
            if locked and _is_still(handle, folder):
                lock, handle = FolderLock(handle), -1
                return lock
        finally:
            if handle >= 0:
                os.close(handle)
        if locked:
            continue  # the folder was deleted meanwhile, or replaced
        if time.monotonic() >= end:
            raise FolderInUseError(
                f'another build is still at work in {folder}; end it, or build into other folders'
                ' (-d for the doctrees)'
            )
        if not told:
            told = True
            sys.stderr.write(f'another build is at work in {folder}: waiting for it to end\n')
            sys.stderr.flush()
        time.sleep(_PAUSE)


if sys.platform == 'win32':
    import msvcrt

    def _open(folder: Path) -> int:
        # a folder cannot be opened there, and a file in it would be published
        name = hashlib.sha256(os.path.normcase(folder).encode()).hexdigest()[:16]
        file = Path(tempfile.gettempdir(), f'criticwiki-{name}.lock')
        return os.open(file, os.O_RDWR | os.O_CREAT)

    def _try_to_lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _is_still(_handle: int, _folder: Path) -> bool:
        return True

else:
    import fcntl

    def _open(folder: Path) -> int:
        return os.open(folder, os.O_RDONLY)

    def _try_to_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _is_still(handle: int, folder: Path) -> bool:
        try:
            return os.path.samestat(os.fstat(handle), folder.stat())
        except FileNotFoundError:
            return False


class BuildLock:
    """Lock of the output folder and of the doctrees, from reading the settings to the last file."""

    def __init__(self) -> None:
        """Begin without a lock."""
        self._locks: list[FolderLock] = []

    def take(self, app: Sphinx, _config: Config) -> None:
        """Handler of `config-inited`, before anything is read from these folders."""
        self._locks = lock_folders(folders_of(app.outdir, app.doctreedir))

    def free(self, _app: Sphinx, _error: Exception | None) -> None:
        """Handler of `build-finished`, after whatever still writes."""
        for lock in self._locks:
            lock.free()
        self._locks = []


def folders_of(out: Any, doctrees: Any) -> tuple[Path, Path]:
    """The folders that a build writes into, as they are locked."""
    return Path(out).resolve(), Path(doctrees).resolve()
