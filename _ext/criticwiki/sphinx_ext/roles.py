"""Roles of the domain under names without it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sphinx.roles import XRefRole

if TYPE_CHECKING:
    from docutils import nodes

DOMAIN: Final = 'wiki'


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
