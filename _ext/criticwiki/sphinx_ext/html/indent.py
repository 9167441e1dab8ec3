"""Leaves out the indentation of templates: a tenth of each page, which no reader sees."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from jinja2.ext import Extension

from criticwiki.sphinx_ext.addresses import writes_data

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_INDENT: Final = re.compile(r'^[ \t]+', re.MULTILINE)


class NoIndent(Extension):
    """Reads templates without the blanks at the start of lines; line ends stay."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The template, to be compiled."""
        del name, filename
        return _INDENT.sub('', source)


def drop_indent(app: Sphinx) -> None:
    """Give web sites short pages; a template that shows its own blanks would lose them."""
    if writes_data(app.builder) and app.config.html_theme == 'furo':
        templates: Any = app.builder.templates
        templates.environment.add_extension(NoIndent)


def setup_indent(app: Sphinx) -> None:
    """Connect where the templates' environment is made, and none is read yet."""
    app.connect('builder-inited', drop_indent)
