"""The builders of web sites, in the place of Sphinx's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx.builders.dirhtml import DirectoryHTMLBuilder

from .builders import LeavesUnchanged
from .search import KeepsWords
from .titles import RemembersTitles

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class WikiBuilder(LeavesUnchanged, KeepsWords, RemembersTitles):
    """What both have in common."""


class WikiHTMLBuilder(WikiBuilder):
    """The builder `html`."""

    name = 'html'


class WikiDirectoryHTMLBuilder(WikiBuilder, DirectoryHTMLBuilder):
    """The builder `dirhtml`."""

    name = 'dirhtml'


def setup_builders(app: Sphinx) -> None:
    """Put the builders in the place of those that they extend."""
    builders: tuple[Any, ...] = (WikiHTMLBuilder, WikiDirectoryHTMLBuilder)
    for builder in builders:
        app.add_builder(builder, override=True)
