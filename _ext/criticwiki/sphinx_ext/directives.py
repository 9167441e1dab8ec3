"""Directives: panels, spoiler blocks, figures and passages without links."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from sphinx.util.docutils import SphinxDirective, SphinxRole

from criticwiki.markdown.directives import is_episode
from criticwiki.model.page import SUFFIX
from criticwiki.panel_registry import NAMES, PARTED
from criticwiki.panels.elements import foreign

from .doctree import NO_LINK
from .domain import KINDS, ShortRole
from .nodes import as_nodes, make_spoiler, panel, value
from .patches import EpigraphDirective, FigureDirective

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx


def make_panel(name: str, part: str, docname: str) -> panel:
    """Placeholder node of a panel, which a post-transform draws."""
    return panel('', name=name, part=part, docname=docname)


class _Checked(SphinxDirective):
    """Base of our directives, which the guard has checked in the source of a Markdown page."""

    def refuse(self, message: str) -> list[nodes.Node]:
        """Insert nothing; on a page that is not Markdown, and so not checked, warn."""
        if self.env.doc2path(self.env.docname, base=False).suffix == SUFFIX:
            return []
        raise self.error(message)


class PanelDirective(_Checked):
    """Directive of a panel, which places it where it is written: `{scores}`."""

    has_content = True  # so that it is for us to say that it takes none

    def run(self) -> list[nodes.Node]:
        """Insert the placeholder."""
        node = make_panel(self.name, '', self.env.docname)
        self.set_source_info(node)
        return [node]


class PartedDirective(_Checked):
    """Directive of a panel with parts: `{consensus} matrix`, or all parts without argument."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Insert a placeholder for each part."""
        valid_keys = PARTED[self.name]
        if self.arguments and self.arguments[0] not in valid_keys:
            return self.refuse(f'the {self.name} has no part {self.arguments[0]!r}')
        parts = (self.arguments[0],) if self.arguments else valid_keys
        placeholders = [make_panel(self.name, part, self.env.docname) for part in parts]
        for node in placeholders:
            self.set_source_info(node)
        return list(placeholders)


class SpoilerDirective(_Checked):
    """Directive of a spoiler block, with the number of an episode: `{spoiler} 9`."""

    optional_arguments = 1  # without its one it shows nothing
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[dict[str, Callable[[str], object]]] = {}

    def run(self) -> list[nodes.Node]:
        """Parse the content into a spoiler node."""
        number = self.arguments[0] if self.arguments else ''
        if not is_episode(number) or not any(line.strip() for line in self.content):
            return self.refuse('spoiler: write {spoiler} 9, and in it what it hides')
        block = make_spoiler(int(number), *self.parse_content_to_nodes())
        self.set_source_info(block)
        return [block]


class ValueRole(SphinxRole):
    """Role of a figure from the exported data, by its dotted path: `{value}`."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Insert the placeholder."""
        node = value('', path=self.text.strip())
        self.set_source_info(node)
        return [node], []


class NoLinkRole(SphinxRole):
    """Role of text in which no mention becomes a link."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Insert an inline node with the class."""
        return [nodes.inline(self.rawtext, self.text, classes=[NO_LINK])], []


class JapaneseRole(SphinxRole):
    """Role of Japanese text, which gets a `lang` attribute."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Insert an inline node with the class of the language."""
        return as_nodes([foreign(self.text, 'ja')]), []


def setup_directives(app: Sphinx) -> None:
    """Register directives and roles, some of which replace those of docutils and Sphinx."""
    for name in NAMES:
        app.add_directive(name, PanelDirective)
    for name in PARTED:
        app.add_directive(name, PartedDirective)
    app.add_directive('spoiler', SpoilerDirective)
    app.add_role('value', ValueRole())
    app.add_role('nolink', NoLinkRole())
    app.add_role('ja', JapaneseRole())
    for kind in KINDS:
        app.add_role(kind, ShortRole(kind, nodes.inline))
    app.add_role('data-file', ShortRole('data-file', nodes.literal))
    app.add_directive('figure', FigureDirective, override=True)
    app.add_directive('epigraph', EpigraphDirective, override=True)
