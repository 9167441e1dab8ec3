"""What an editor may write: panels by name, spoiler blocks, figures, words left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective, SphinxRole

from criticwiki.core.panel_names import NAMES, PARTS
from criticwiki.sphinx_ext.extract import NO_LINK
from criticwiki.sphinx_ext.nodes import make_spoiler, panel, value
from criticwiki.sphinx_ext.render.as_nodes import as_nodes
from criticwiki.sphinx_ext.render.build import foreign

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx


def make_panel(name: str, part: str, docname: str) -> panel:
    """Hold the place of a panel; it is drawn when all pages are known."""
    return panel('', name=name, part=part, docname=docname)


class PanelDirective(SphinxDirective):
    """A panel, where the editor wants it: `{scores}`."""

    def run(self) -> list[nodes.Node]:
        """Hold the place."""
        made = make_panel(self.name, '', self.env.docname)
        self.set_source_info(made)
        return [made]


def _part(argument: str) -> str:
    return directives.choice(argument, PARTS)


class ConsensusDirective(SphinxDirective):
    """The consensus, or one part of it: `{consensus} matrix`."""

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Hold the place of the part, or of all in order."""
        try:
            parts = (_part(self.arguments[0]),) if self.arguments else PARTS
        except ValueError as error:
            raise self.error(f'consensus: {error}') from error
        made = [make_panel('consensus', part, self.env.docname) for part in parts]
        for node in made:
            self.set_source_info(node)
        return list(made)


class SpoilerDirective(SphinxDirective):
    """A block that gives away an episode: `{spoiler} 9`."""

    required_arguments = 1
    has_content = True
    option_spec: ClassVar[dict[str, Callable[[str], object]]] = {}

    def run(self) -> list[nodes.Node]:
        """Wrap the content."""
        number = self.arguments[0]
        if not (number.isdecimal() and int(number)):
            raise self.error(f'spoiler: {number!r} is no episode number; write {{spoiler}} 9')
        self.assert_has_content()
        made = make_spoiler(int(number), *self.parse_content_to_nodes())
        self.set_source_info(made)
        return [made]


class ValueRole(SphinxRole):
    """A figure from the data: `{value}` with a dotted path."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Hold the place."""
        made = value('', path=self.text.strip())
        self.set_source_info(made)
        return [made], []


class NoLinkRole(SphinxRole):
    """Words in which no name becomes a link."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Mark the words."""
        return [nodes.inline(self.rawtext, self.text, classes=[NO_LINK])], []


class JapaneseRole(SphinxRole):
    """Words in Japanese, which browsers and screen readers are told of."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Mark the words."""
        return as_nodes([foreign(self.text, 'ja')]), []


def setup_directives(app: Sphinx) -> None:
    """Register directives and roles."""
    for name in NAMES:
        app.add_directive(name, PanelDirective)
    app.add_directive('consensus', ConsensusDirective)
    app.add_directive('spoiler', SpoilerDirective)
    app.add_role('value', ValueRole())
    app.add_role('nolink', NoLinkRole())
    app.add_role('ja', JapaneseRole())
