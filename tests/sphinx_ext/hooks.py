"""What the conf.py of a random wiki connects: cuts a build off, notes what is written."""

from __future__ import annotations

import importlib
import json
import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

CUT: Final = 'TEST_CUT'
"""Variable: where a build ends too early, as `Cut` writes it."""
VERSIONS: Final = 'TEST_VERSIONS'
"""Variable: a library that is to be of another version."""
NOTES: Final = 'TEST_NOTES'
"""Variable: a file to note in what was read and written."""


class Cut:
    """The end of a build, at an event that is heard for the n-th time."""

    def __init__(self, event: str, times: int, priority: int, how: str) -> None:
        self.event, self.times, self.priority, self.how = event, times, priority, how

    def __str__(self) -> str:
        return f'{self.event}:{self.times}:{self.priority}:{self.how}'

    @classmethod
    def read(cls, text: str) -> Cut:
        event, times, priority, how = text.split(':')
        return cls(event, int(times), int(priority), how)

    def hear(self, *_arguments: Any) -> None:
        self.times -= 1
        if self.times:
            return
        if self.how == 'kill':
            os.killpg(0, signal.SIGKILL)
        if self.how == 'stop':
            raise KeyboardInterrupt
        raise RuntimeError('cut off')


class _Notes:
    """Keeps what a build read and wrote."""

    def __init__(self) -> None:
        self.read: list[str] = []
        self.written: list[str] = []

    def note_read(self, _app: Sphinx, _env: BuildEnvironment, docnames: list[str]) -> None:
        self.read = [*docnames]

    def note_written(self, _app: Sphinx, _doctree: object, docname: str) -> None:
        self.written.append(docname)

    def keep(self, _app: Sphinx, _error: Exception | None) -> None:
        known = {'read': self.read, 'written': self.written}
        Path(os.environ[NOTES]).write_text(json.dumps(known), 'utf-8')


def _upgrade(library: str) -> None:
    for name in (library, *(['sphinx.builders.html'] if library == 'sphinx' else [])):
        module = importlib.import_module(name)
        for variable in ('__version__', '__display_version__'):
            if hasattr(module, variable):
                setattr(module, variable, '99.9')


if _library := os.environ.get(VERSIONS):  # before the extensions look at it
    _upgrade(_library)


def setup(app: Sphinx) -> None:
    if text := os.environ.get(CUT):
        cut = Cut.read(text)
        app.connect(cut.event, cut.hear, priority=cut.priority)
    if os.environ.get(NOTES):
        notes = _Notes()
        app.connect('env-before-read-docs', notes.note_read)
        app.connect('doctree-resolved', notes.note_written)
        app.connect('build-finished', notes.keep)
