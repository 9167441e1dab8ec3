"""Two builds into one folder: the second waits for the first, however that ends."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest
from workshop import EXTENSIONS

from criticwiki.sphinx_ext.lock import FolderInUseError, lock_folders

from .pages import SMALL
from .quick import QuickBuild, different

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

HOLD = """
import sys, time
from pathlib import Path
from criticwiki.sphinx_ext.lock import lock_folders
locks = lock_folders(map(Path, sys.argv[1:]))
print('locked', flush=True)
time.sleep(60)
"""


class Holder:
    """Another process, which works in some folders until it is killed."""

    def __init__(self, *folders: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, '-c', HOLD, *map(str, folders)],
            stdout=subprocess.PIPE,
            encoding='utf-8',
            env={**os.environ, 'PYTHONPATH': str(EXTENSIONS)},
        )
        assert self._process.stdout
        assert self._process.stdout.readline() == 'locked\n'

    def kill(self) -> None:
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGKILL)
            self._process.communicate()


@pytest.fixture
def hold() -> Iterator[Callable[..., Holder]]:
    holders = []

    def begin(*folders: Path) -> Holder:
        holders.append(Holder(*folders))
        return holders[-1]

    yield begin
    for holder in holders:
        holder.kill()


@pytest.fixture
def small(quick: Callable[[], QuickBuild]) -> QuickBuild:
    build = quick()
    build.begin(SMALL)
    return build


def wait_for(build: QuickBuild, end: Callable[[], None]) -> None:
    """Begin a build, have what it waits for end once it says so, and let it end."""
    process = build._start('html', command=True)
    assert process.stderr.readline().startswith('another build is at work in')
    time.sleep(0.3)
    assert not build.tree()
    end()
    build._finish(process)
    assert (build.returned, build.warnings) == (0, [])


@pytest.mark.parametrize('name', ['doctrees', 'out'])
def test_a_build_waits_for_another_in_either_folder(
    small: QuickBuild, hold: Callable[..., Holder], name: str
) -> None:
    wait_for(small, hold(getattr(small, name)).kill)
    assert different(small, small.clean()) == []
    small.rebuild()
    assert small.warnings == []  # the one that was killed holds nothing


def test_other_folders_are_free(small: QuickBuild, hold: Callable[..., Holder]) -> None:
    hold(small.folder / 'doctrees-epub', small.folder / 'epub')
    small.rebuild(parallel=2)
    assert (small.returned, small.warnings) == (0, [])
    assert not [name for name in small.tree() if 'lock' in name]


def test_a_lock_is_freed_by_the_end_of_a_build(small: QuickBuild) -> None:
    locks = lock_folders([small.out, small.doctrees])
    assert lock_folders([small.out]) == []  # a process does not wait for itself

    def free() -> None:
        for lock in locks:
            lock.free()

    wait_for(small, free)
    assert len(lock_folders([small.out, small.doctrees], patience=0)) == 2


def test_waiting_has_an_end(tmp_path: Path, hold: Callable[..., Holder]) -> None:
    hold(tmp_path / 'a')
    with pytest.raises(FolderInUseError, match=r'still at work in .*a; end it, or build into'):
        lock_folders([tmp_path / 'a'], patience=0.3)


def test_a_folder_that_is_deleted_while_a_build_waits(
    tmp_path: Path, hold: Callable[..., Holder]
) -> None:
    folder = tmp_path / 'out'
    holder = hold(folder)
    threading.Timer(0.5, lambda: (shutil.rmtree(folder), folder.mkdir())).start()
    (lock,) = lock_folders([folder], patience=20)
    holder.kill()
    with pytest.raises(subprocess.TimeoutExpired):  # another process now waits for this one
        subprocess.run(
            [sys.executable, '-c', HOLD, str(folder)],
            timeout=2,
            stderr=subprocess.DEVNULL,
            check=False,
            env={**os.environ, 'PYTHONPATH': str(EXTENSIONS)},
        )
    lock.free()


def test_a_folder_that_cannot_be_made_is_left_to_sphinx(tmp_path: Path) -> None:
    (tmp_path / 'file').write_text('', 'utf-8')
    assert lock_folders([tmp_path / 'file' / 'out']) == []
