"""Keeps a building process at work, and another after it when it asks for one."""

from __future__ import annotations

import multiprocessing
import threading
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from .build_process import work
from .messages import Edit, News, Over
from .words import live_words

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

    from .wiki import Wiki

_LOOK: Final = 0.2
"""Seconds after which it is asked whether all is to end."""
_PATIENCE: Final = 3.0
"""Seconds that a process has to end by itself: it does so between two pages."""


class Builds:
    """The building process, as the server sees it."""

    def __init__(self, wiki: Wiki, tell: Callable[[News], None]) -> None:
        """Hand everything that the process tells to `tell`, in a thread of its own."""
        self._wiki = wiki
        self._tell = tell
        self._stopping = threading.Event()
        self._edited = threading.Event()
        self._pipe: Connection | None = None
        self._thread = threading.Thread(target=self._run, name='builds')

    def start(self) -> None:
        """Begin to build."""
        self._thread.start()

    def stop(self) -> None:
        """End the process, at the next page if it can be."""
        self._stopping.set()
        self._edited.set()
        self._thread.join()

    def send(self, edit: Edit) -> None:
        """Tell the process of an edit; one that is just beginning sees it on the disk."""
        pipe = self._pipe
        with suppress(OSError):
            if pipe:
                pipe.send(edit)
        self._edited.set()

    def _run(self) -> None:
        wiki = self._wiki
        context = multiprocessing.get_context('spawn')
        while not self._stopping.is_set():
            ours, theirs = context.Pipe()
            process = context.Process(target=work, args=(theirs, wiki), name='criticwiki-build')
            process.start()
            theirs.close()
            self._pipe = ours
            self._edited.clear()
            asked = self._follow(ours)
            self._pipe = None
            ours.close()
            process.join(_PATIENCE)
            if process.is_alive():
                process.terminate()
                process.join()
            if not asked and not self._stopping.is_set():
                self._tell(News(failure=live_words()['broken']))
                self._edited.wait()
            wiki = replace(wiki, fresh=False, force=False)

    def _follow(self, pipe: Connection) -> bool:
        """Pass on what a process tells; whether it asked for another in its place."""
        with suppress(EOFError, OSError):
            while not self._stopping.is_set():
                if not pipe.poll(_LOOK):
                    continue
                told = pipe.recv()
                if isinstance(told, Over):
                    return True
                self._tell(told)
        return False
