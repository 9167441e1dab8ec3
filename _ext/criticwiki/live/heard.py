"""Collects what Sphinx warns of, as data."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util.logging import NAMESPACE, is_suppressed_warning
from sphinx.util.nodes import get_node_line, get_node_source

from .messages import Notice

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_OURS = 'wiki'


class Warnings(logging.Handler):
    """Listens for as long as an application lives; problems of ours are data already."""

    def __init__(self, app: Sphinx) -> None:
        """Listen for `app`."""
        super().__init__(logging.WARNING)
        self._app = app
        self._heard: list[Notice] = []
        logging.getLogger(NAMESPACE).addHandler(self)

    def close(self) -> None:
        """Listen no more."""
        logging.getLogger(NAMESPACE).removeHandler(self)
        super().close()

    def take(self) -> list[Notice]:
        """What was heard since this was last asked."""
        heard, self._heard = self._heard, []
        return heard

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a warning."""
        kind, subtype = getattr(record, 'type', None), getattr(record, 'subtype', None)
        if kind == _OURS:
            return
        if is_suppressed_warning(kind or '', subtype or '', self._app.config.suppress_warnings):
            return
        path, line = self._place(getattr(record, 'location', None))
        self._heard.append(Notice(path, line, 0, record.getMessage()))

    def _place(self, location: Any) -> tuple[str, int]:
        """Path and line of a location in any of the forms that Sphinx takes."""
        line: Any = None
        if isinstance(location, nodes.Element):
            location, line = get_node_source(location), get_node_line(location)
        elif isinstance(location, tuple):
            location, line = location
        if not location:
            return '', 0
        path = str(location).partition(':docstring of ')[0]
        if line is None and ':' in path:
            before, _, last = path.rpartition(':')
            path, line = (before, last) if last.isdecimal() else (path, None)
        if path in self._app.env.found_docs:
            path = str(self._app.env.doc2path(path))
        place = Path(path)
        if place.is_relative_to(self._app.srcdir):
            path = place.relative_to(self._app.srcdir).as_posix()
        return path, int(line or 0)
