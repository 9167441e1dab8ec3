"""Build process of the live preview, and its supervisor in the server."""

from __future__ import annotations

import multiprocessing
import signal
import sys
import threading
import time
import traceback
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sphinx.errors import SphinxError
from sphinx.util.docutils import docutils_namespace, patch_docutils

from .messages import Edit, News, Over, live_words
from .session import Session
from .watch import Changes, Sorter

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

    from .messages import Wiki

IDLE: Final = 1.0
"""Seconds without an edit after which a build settles."""
AT_ONCE: Final = 0.1
"""The same where pages came or went, which only a build can show."""


def work(pipe: Connection, wiki: Wiki) -> None:
    """Build `wiki` for as long as the other end of `pipe` is there."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server ends us
    with (
        suppress(EOFError, BrokenPipeError),
        patch_docutils(wiki.settings or wiki.source),
        docutils_namespace(),
    ):
        Worker(pipe, wiki).run()


class Worker:
    """Does what edits ask for."""

    def __init__(self, pipe: Connection, wiki: Wiki) -> None:
        """Talk over `pipe`."""
        self._pipe = pipe
        self._wiki = wiki
        self._waiting = Changes()
        self._viewed: frozenset[str] = frozenset()
        self._gone = False
        self._due: float | None = None  # when to settle
        self._failed = False

    def run(self) -> None:
        """Build, then follow the edits.

        :raises EOFError: when the server is gone.
        """
        try:
            self._session = Session(self._wiki, self._edit_waits)
            self._session.start()
            self._sorter = Sorter(self._session.app, self._wiki)
        except Exception as error:  # whatever settings and code may raise
            self._tell_failure(error)
            self._pipe.recv()
            self._pipe.send(Over())
            return
        self._tell(None)
        self._rest()
        while True:
            self._wait()
            changes, self._waiting = self._waiting, Changes()
            if changes.loaded:
                self._pipe.send(Over())
                return
            if changes:
                self._show(changes)
            elif self._due is not None and time.monotonic() >= self._due:
                self._settle()

    # -- what the server says

    def _wait(self) -> None:
        """Wait for an edit, or until it is time to settle."""
        while not self._waiting:
            left = None if self._due is None else max(0.0, self._due - time.monotonic())
            if not self._pipe.poll(left):
                return
            self._receive()

    def _receive(self) -> None:
        edit: Edit = self._pipe.recv()
        self._viewed = edit.viewed
        self._waiting |= self._sorter.sort(edit.paths)

    def _edit_waits(self) -> bool:
        """Whether a build should give way."""
        try:
            while self._pipe.poll():
                self._receive()
        except (EOFError, OSError):
            self._gone = True
        return self._gone or bool(self._waiting)

    # -- what it asks for

    def _show(self, changes: Changes) -> None:
        self._due = time.monotonic() + (AT_ONCE if changes.shape or self._failed else IDLE)
        if not changes.pages or changes.shape or self._failed:
            return
        began = time.monotonic()
        viewed = [name for file in sorted(self._viewed) if (name := self._session.page_of(file))]
        written: list[str] = []
        try:
            for docname in self._session.refresh(changes.pages, viewed):
                written.append(docname)
                self._tell([docname])
                if self._edit_waits():
                    break
            else:
                self._session.examine()
                self._tell([])
        except Exception:  # a build goes further, or says why not
            self._failed = True
            self._due = time.monotonic()
        self._say(f'{", ".join(sorted(changes.pages))}: {len(written)} pages', began)
        if not self._failed:
            self._due = time.monotonic() + IDLE

    def _settle(self) -> None:
        began = time.monotonic()
        self._due = None
        try:
            done, changed = self._session.settle()
        except Exception as error:  # whatever pages and code may raise
            self._failed = True
            self._tell_failure(error)
            return
        if self._gone:
            raise EOFError
        if done:
            self._failed = False
            self._say('settled', began)
        else:
            self._due = time.monotonic() + IDLE
        self._tell(changed)
        if done:
            self._rest()

    def _rest(self) -> None:
        """Be ready for the next edit; what is there already is a whole build."""
        for _ in self._session.prepare():
            if self._edit_waits():
                return
        self._tell([], settled=True)

    # -- what the server is told

    def _tell(self, changed: list[str] | set[str] | None, *, settled: bool = False) -> None:
        pages = None
        if changed is not None:
            pages = frozenset(map(self._session.file_of, changed))
        words = live_words() if changed is None else {}
        self._pipe.send(News(pages, self._session.notices, settled=settled, words=words))

    def _tell_failure(self, error: Exception) -> None:
        traceback.print_exception(error)
        told = [str(error)] if isinstance(error, SphinxError) else []
        told = told or traceback.format_exception_only(error)
        self._pipe.send(News(failure=''.join(told).strip()))

    def _say(self, what: str, began: float) -> None:
        if not self._wiki.quiet:
            took = time.monotonic() - began
            sys.stdout.write(f'{time.strftime("%H:%M:%S")} {what} ({took:.2f} s)\n')
            sys.stdout.flush()


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
