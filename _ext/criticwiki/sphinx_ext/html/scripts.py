"""Scripts of single pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder


def add_script(app: Sphinx, name: str, **attributes: str) -> None:
    """Add a script to the page that is being written.

    Not by the application's method: that remembers the script for all pages, which a live
    preview would then write with it.
    """
    builder = cast('StandaloneHTMLBuilder', app.builder)
    builder.add_js_file(name, defer='defer', **attributes)
