"""Roles of the domain under names without it, and links to data files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx.errors import NoUri
from sphinx.roles import XRefRole

from criticwiki.markdown.links import DATA_FILES

from .addresses import data_address, writes_data

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

DOMAIN: Final = 'wiki'
KINDS: Final = ('episode', 'character', 'review')


class ShortRole(XRefRole):
    """A role of this domain under a name without the domain: `{episode}`."""

    def __init__(self, reftype: str, innernodeclass: type[nodes.TextElement]) -> None:
        """Make the role that creates references of `reftype`."""
        super().__init__(innernodeclass=innernodeclass)
        self.short = reftype

    def create_xref_node(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Give the reference the domain and type of the long role."""
        self.refdomain, self.reftype = DOMAIN, self.short
        self.classes = ['xref', self.refdomain, f'{self.refdomain}-{self.reftype}']
        return super().create_xref_node()


def data_link(
    builder: Builder, fromdocname: str, target: str, contnode: nodes.Element
) -> nodes.reference:
    """A link to a data file.

    :raises NoUri: where the builder writes none, or none of that name; the words stay.
    """
    if not writes_data(builder) or target not in DATA_FILES:
        raise NoUri
    address = data_address(builder, fromdocname, target)
    return nodes.reference('', '', contnode, refuri=address, internal=False)


def add_short_roles(app: Sphinx) -> None:
    """Register the roles under their short names."""
    for kind in KINDS:
        app.add_role(kind, ShortRole(kind, nodes.inline))
    app.add_role('data-file', ShortRole('data-file', nodes.literal))
