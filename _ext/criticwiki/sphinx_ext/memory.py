"""Garbage collection and caches of doctrees during a build."""

from __future__ import annotations

import atexit
import gc
import os
from typing import TYPE_CHECKING, Final

from .patches import drop_doctrees, empty

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

_PAGES: Final = 50
"""Pages between two collections."""
_PAGES_HELD: Final = 200
"""Pages between two collections while Sphinx holds doctrees for workers: each takes longer."""
_LOADED: Final = 10_000_000
"""Threshold of the collector while an environment is unpickled, of which every object stays."""


class BuildMemory:
    """Memory of a build: garbage collection, and the caches of doctrees."""

    def __init__(self) -> None:
        """Start with no page."""
        self._pages = 0
        self._sets_aside = False
        """Whether what is passed over was set aside here, and may be taken back here."""
        self._holds = False
        """Whether the collector is switched off here."""
        self._alone = True
        """Whether there are no workers."""
        self._thresholds: tuple[int, ...] = ()
        """Thresholds of the collector, to be restored after loading."""

    def watch_process(self) -> None:
        """Register for forks, and skip the last collection of Python, a tenth of a small build.

        At its end Python looks through all that is left before it gives it back.
        """
        atexit.unregister(gc.freeze)
        atexit.register(gc.freeze)
        if hasattr(os, 'register_at_fork'):  # where there are workers at all
            os.register_at_fork(after_in_child=self.in_worker)

    def before_loading(self, _app: Sphinx, _config: Config) -> None:
        """Handler of `config-inited`: pause collection while the environment is unpickled."""
        self._thresholds = gc.get_threshold()
        if self._thresholds[0]:  # it has not been switched off by that
            gc.set_threshold(_LOADED, *self._thresholds[1:])

    def begin(self, app: Sphinx) -> None:
        """Handler of `builder-inited`: freeze all objects, which this build will not free.

        That is for the first build: who goes on to others, as a live preview does, sets aside
        what they keep, and a large wiki must not be looked through again after each of them.
        """
        if self._thresholds:
            gc.set_threshold(*self._thresholds)
        self._sets_aside = not gc.get_freeze_count()
        if self._sets_aside:
            gc.freeze()
            self._holds = gc.isenabled()
            self._alone = app.parallel < 2
        if self._holds:
            gc.disable()

    def between_pages(self, app: Sphinx, *_event: object) -> None:
        """Drop cached doctrees, collect garbage every few pages, and freeze what stays.

        The collector by itself looks through everything again and again, a tenth of the time
        that a large wiki takes, and where few pages change the more for nothing.
        """
        drop_doctrees(app.env)
        self._pages += 1
        if self._sets_aside and self._pages % (_PAGES if self._alone else _PAGES_HELD) == 0:
            gc.collect()
            if self._alone:
                gc.freeze()

    def before_writing(self, _app: Sphinx, _builder: Builder) -> None:
        """Handler of `write-started`: freeze what was read, before workers are forked.

        Between two pages that cannot be: Sphinx holds the documents of hundreds of pages for
        them, and what is passed over is never given back.
        """
        if self._sets_aside and not self._alone:
            gc.freeze()

    def in_worker(self) -> None:
        """Let a worker process collect its own garbage."""
        if self._holds:
            gc.freeze()
            gc.enable()

    def after_worker(
        self,
        _app: Sphinx,
        _env: BuildEnvironment,
        _docnames: list[str],
        other: BuildEnvironment,
    ) -> None:
        """Handler of `env-merge-info`: empty the environment that a worker sent, once merged.

        Emptied, it holds no circle that only a collection could break.
        """
        empty(other)
        if self._sets_aside:
            gc.freeze()

    def end(self, _app: Sphinx, _exception: Exception | None) -> None:
        """Handler of `build-finished`: restore the settings of the collector."""
        if self._sets_aside:
            gc.freeze()  # what came since would be looked through as soon as it is on again
            gc.unfreeze()
        if self._holds:
            gc.enable()
        self._sets_aside = self._holds = False


def forget_documents(_app: Sphinx, env: BuildEnvironment) -> None:
    """Handler of `env-updated`: drop cached doctrees when all pages are read."""
    drop_doctrees(env)
