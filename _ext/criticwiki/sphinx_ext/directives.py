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
    """Hold the place of a panel; it is drawn when all pages are known."""
    return panel('', name=name, part=part, docname=docname)


class _Checked(SphinxDirective):
    """A directive of ours; how it is written on a Markdown page is checked before it runs."""

    def refuse(self, message: str) -> list[nodes.Node]:
        """Show nothing; on a page of another kind, which nobody has checked, say why."""
        if self.env.doc2path(self.env.docname, base=False).suffix == SUFFIX:
            return []
        raise self.error(message)


class PanelDirective(_Checked):
    """A panel, where the editor wants it: `{scores}`."""

    has_content = True  # so that it is for us to say that it takes none

    def run(self) -> list[nodes.Node]:
        """Hold the place."""
        made = make_panel(self.name, '', self.env.docname)
        self.set_source_info(made)
        return [made]


class PartedDirective(_Checked):
    """A panel of several parts, or one of them: `{consensus} matrix`."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Hold the place of the part, or of all in order."""
        known = PARTED[self.name]
        if self.arguments and self.arguments[0] not in known:
            return self.refuse(f'the {self.name} has no part {self.arguments[0]!r}')
        parts = (self.arguments[0],) if self.arguments else known
        made = [make_panel(self.name, part, self.env.docname) for part in parts]
        for node in made:
            self.set_source_info(node)
        return list(made)


class SpoilerDirective(_Checked):
    """A block that gives away an episode: `{spoiler} 9`."""

    optional_arguments = 1  # without its one it shows nothing
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[dict[str, Callable[[str], object]]] = {}

    def run(self) -> list[nodes.Node]:
        """Wrap the content."""
        number = self.arguments[0] if self.arguments else ''
        if not is_episode(number) or not any(line.strip() for line in self.content):
            return self.refuse('spoiler: write {spoiler} 9, and in it what it hides')
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
    """Register directives and roles, some in the places of others."""
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
