"""Build process of the live preview, its supervisor, and the messages between them."""

from __future__ import annotations

import multiprocessing
import signal
import sys
import threading
import time
import traceback
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from sphinx.errors import SphinxError
from sphinx.util.docutils import docutils_namespace, patch_docutils

from criticwiki.i18n import _

from .session import Session
from .watch import ChangeClassifier, SourceChanges

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

    from .session import BuildOptions, Notice

_POLL: Final = 0.2
"""Seconds between two looks of the supervisor at whether it is to stop."""
_GRACE: Final = 3.0
"""Seconds that a process has to exit by itself, which it does between two pages."""
_IDLE: Final = 1.0
"""Seconds without an edit after which a full build starts."""
_SHORT_IDLE: Final = 0.1
"""The same after changes that only a full build can show."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Message to the build process: source files have changed."""

    paths: frozenset[str]
    """Absolute paths of the changed files."""
    viewed: frozenset[str]
    """Files, relative to the output folder, of pages open in a browser."""


@dataclass(frozen=True, slots=True)
class BuildResult:
    """Message from the build process: what has changed in the output, and all notices."""

    pages: frozenset[str] | None = frozenset()
    """Files, relative to the output folder, of changed pages; None for all pages."""
    notices: tuple[Notice, ...] = ()
    failure: str = ''
    """Why the build failed; empty where it did not."""
    settled: bool = False
    """Whether the output is that of a clean build."""
    texts: dict[str, str] = field(default_factory=dict)
    """Texts of the client in the wiki's language; empty where they are unchanged."""


@dataclass(frozen=True, slots=True)
class Restart:
    """Message from the build process: it exits and asks for a new process."""


def client_texts() -> dict[str, str]:
    """Texts shown in the browser by key, in the wiki's language once its catalog is loaded."""
    return {
        'problems': str(_('Problems')),
        'failure': str(_('The last build failed')),
        'more': str(_('and %(count)d more')),
        'close': str(_('Close')),
        'broken': str(_('The build has broken down; its terminal says why.')),
        'first': str(_('The wiki is being built')),
        'soon': str(_('This page will appear by itself.')),
        'missing': str(_('Not found')),
        'waits': str(_('There is no such page. It will be shown when there is.')),
    }


class BuildSupervisor:
    """Thread of the server that starts the build process, and starts it again on demand."""

    def __init__(self, options: BuildOptions, on_result: Callable[[BuildResult], None]) -> None:
        """Call `on_result` with every result, in the supervisor's thread."""
        self._options = options
        self._on_result = on_result
        self._stopping = threading.Event()
        self._edited = threading.Event()
        self._pipe: Connection | None = None
        self._thread = threading.Thread(target=self._run, name='builds')

    def start(self) -> None:
        """Start the thread and the first process."""
        self._thread.start()

    def stop(self) -> None:
        """Stop the process, between two pages if it can, and join the thread."""
        self._stopping.set()
        self._edited.set()
        self._thread.join()

    def send(self, edit: Edit) -> None:
        """Send an edit to the process; one that is just starting reads the files anyway."""
        pipe = self._pipe
        with suppress(OSError):
            if pipe:
                pipe.send(edit)
        self._edited.set()

    def _run(self) -> None:
        options = self._options
        context = multiprocessing.get_context('spawn')
        while not self._stopping.is_set():
            ours, theirs = context.Pipe()
            process = context.Process(
                target=run_builds, args=(theirs, options), name='criticwiki-build'
            )
            process.start()
            theirs.close()
            self._pipe = ours
            self._edited.clear()
            restart = self._forward(ours)
            self._pipe = None
            ours.close()
            process.join(_GRACE)
            if process.is_alive():
                process.terminate()
                process.join()
            if not restart and not self._stopping.is_set():
                self._on_result(BuildResult(failure=client_texts()['broken']))
                self._edited.wait()
            options = replace(options, fresh=False, force=False)

    def _forward(self, pipe: Connection) -> bool:
        """Pass on results until the process exits; whether it asked for a restart."""
        with suppress(EOFError, OSError):
            while not self._stopping.is_set():
                if not pipe.poll(_POLL):
                    continue
                message = pipe.recv()
                if isinstance(message, Restart):
                    return True
                self._on_result(message)
        return False


def run_builds(pipe: Connection, options: BuildOptions) -> None:
    """Main function of the build process; it ends when the other end of `pipe` is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the supervisor stops this process
    with (
        suppress(EOFError, BrokenPipeError),
        patch_docutils(options.confdir or options.source),
        docutils_namespace(),
    ):
        BuildLoop(pipe, options).run()


class BuildLoop:
    """Event loop of the build process: refreshes edited pages, and builds fully when idle."""

    def __init__(self, pipe: Connection, options: BuildOptions) -> None:
        """Receive edits from `pipe`, and send results to it."""
        self._pipe = pipe
        self._options = options
        self._pending = SourceChanges()
        self._viewed: frozenset[str] = frozenset()
        self._disconnected = False
        self._full_build_at: float | None = None  # of the monotonic clock
        self._failed = False

    def run(self) -> None:
        """Build for the first time, then react to edits.

        :raises EOFError: when the server has closed the pipe.
        """
        try:
            self._session = Session(self._options, self._edit_waits)
            self._session.first_build()
            self._classifier = ChangeClassifier(self._session.app, self._options)
        except Exception as error:  # whatever settings and code may raise
            self._send_failure(error)
            self._pipe.recv()
            self._pipe.send(Restart())
            return
        self._send_result(None)
        self._prepare()
        while True:
            self._wait()
            changes, self._pending = self._pending, SourceChanges()
            if changes.reload:
                self._pipe.send(Restart())
                return
            if changes:
                self._refresh(changes)
            elif self._full_build_at is not None and time.monotonic() >= self._full_build_at:
                self._full_build()

    # -- edits

    def _wait(self) -> None:
        """Wait for an edit, or until a full build is due."""
        while not self._pending:
            due = self._full_build_at
            if not self._pipe.poll(None if due is None else max(0.0, due - time.monotonic())):
                return
            self._receive()

    def _receive(self) -> None:
        edit: Edit = self._pipe.recv()
        self._viewed = edit.viewed
        self._pending |= self._classifier.classify(edit.paths)

    def _edit_waits(self) -> bool:
        """Whether a build should be interrupted."""
        try:
            while self._pipe.poll():
                self._receive()
        except (EOFError, OSError):
            self._disconnected = True
        return self._disconnected or bool(self._pending)

    # -- builds

    def _refresh(self, changes: SourceChanges) -> None:
        only_full = changes.full_build or self._failed
        self._full_build_at = time.monotonic() + (_SHORT_IDLE if only_full else _IDLE)
        if not changes.pages or only_full:
            return
        start = time.monotonic()
        viewed = [name for file in sorted(self._viewed) if (name := self._session.page_of(file))]
        written: list[str] = []
        try:
            for docname in self._session.refresh(changes.pages, viewed):
                written.append(docname)
                self._send_result([docname])
                if self._edit_waits():
                    break
            else:
                self._session.check()
                self._send_result([])
        except Exception:  # the full build succeeds, or reports why not
            self._failed = True
            self._full_build_at = time.monotonic()
        self._log(f'{", ".join(sorted(changes.pages))}: {len(written)} pages', start)
        if not self._failed:
            self._full_build_at = time.monotonic() + _IDLE

    def _full_build(self) -> None:
        start = time.monotonic()
        self._full_build_at = None
        try:
            completed, changed = self._session.full_build()
        except Exception as error:  # whatever pages and code may raise
            self._failed = True
            self._send_failure(error)
            return
        if self._disconnected:
            raise EOFError
        if completed:
            self._failed = False
            self._log('settled', start)
        else:
            self._full_build_at = time.monotonic() + _IDLE
        self._send_result(changed)
        if completed:
            self._prepare()

    def _prepare(self) -> None:
        """Prepare for the next edit, and report that the output is that of a clean build."""
        for _step in self._session.prepare():
            if self._edit_waits():
                return
        self._send_result([], settled=True)

    # -- results

    def _send_result(self, changed: list[str] | set[str] | None, *, settled: bool = False) -> None:
        pages = None
        if changed is not None:
            pages = frozenset(map(self._session.file_of, changed))
        texts = client_texts() if changed is None else {}
        self._pipe.send(BuildResult(pages, self._session.notices, settled=settled, texts=texts))

    def _send_failure(self, error: Exception) -> None:
        traceback.print_exception(error)
        lines = [str(error)] if isinstance(error, SphinxError) else []
        lines = lines or traceback.format_exception_only(error)
        self._pipe.send(BuildResult(failure=''.join(lines).strip()))

    def _log(self, message: str, start: float) -> None:
        if not self._options.quiet:
            seconds = time.monotonic() - start
            sys.stdout.write(f'{time.strftime("%H:%M:%S")} {message} ({seconds:.2f} s)\n')
            sys.stdout.flush()
