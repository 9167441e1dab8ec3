"""Panels that other extensions add, and the rebuilding of pages when such a panel changes."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.errors import ExtensionError

from criticwiki import panel_registry

from .directives import PanelDirective

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from criticwiki.panel_registry import Panel


def add_panel(
    app: Sphinx,
    name: str,
    panel: Panel,
    *,
    on: str = '',
    injected: str = '',
    leads: bool = False,
) -> None:
    """Add a panel and its directive, from the `setup` of an extension.

    `on` and `injected` are kinds of pages, separated by blanks: those that may have it (all if
    empty), and those that have it after their body, or before it where it `leads`.

    :raises ExtensionError: where the name is taken, or there is no such kind of page.
    """
    app.setup_extension('criticwiki')
    try:
        panel_registry.add(name, panel, on=on, injected=injected, leads=leads)
    except ValueError as error:
        raise ExtensionError(str(error)) from error
    app.add_directive(name, PanelDirective)


def note_panels(_app: Sphinx, config: Config) -> None:
    """Handler of `config-inited`: note what pages depend on, so that a change outdates them."""
    config.criticwiki_panels = '\n'.join(map(_state, panel_registry.added()))


def _state(entry: panel_registry.AddedEntry) -> str:
    """What is known of a panel, with a digest of the modules of its view and its drawing."""
    names = {entry.panel.view.__module__, entry.panel.draw.__module__}
    digest = hashlib.sha256()
    for name in sorted(names):
        file = getattr(sys.modules.get(name), '__file__', None)
        digest.update(Path(file).read_bytes() if file else b'')
    return f'{entry.name}|{entry.on}|{entry.injected}|{entry.leads}|{digest.hexdigest()}'
