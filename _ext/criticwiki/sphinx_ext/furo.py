"""What is done for the theme furo, and for no other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class OneIdPerTable(SphinxPostTransform):
    """Takes from furo's wrapper of a table the ids that it copies from the table.

    furo's WrapTableAndMathInAContainerTransform (500) copies all attributes.
    """

    default_priority = 501
    formats = ('html',)

    def run(self, **kwargs: Any) -> None:
        """Clear them."""
        del kwargs
        if self.config.html_theme != 'furo':
            return
        for node in self.document.findall(nodes.container):
            if 'table-wrapper' in node['classes']:
                node['ids'] = []


def add_furo_style(app: Sphinx) -> None:
    """Map furo's colours to ours."""
    if app.builder.format == 'html' and app.config.html_theme == 'furo':
        app.add_css_file('furo.css')


def setup_furo(app: Sphinx) -> None:
    """Register what is done for furo."""
    app.add_post_transform(OneIdPerTable)
    app.connect('builder-inited', add_furo_style, priority=600)
