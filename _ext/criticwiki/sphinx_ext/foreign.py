"""Links that may lead to another project, and links that lead nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from criticwiki.markdown.hidden_places import told_of_hidden

if TYPE_CHECKING:
    from criticwiki.model.prose import Link

    from .domain import WikiDomain


def foreign_roles(domain: WikiDomain) -> frozenset[str]:
    """The roles of links that may lead to another project."""
    inventories = getattr(domain.env, 'intersphinx_inventory', None)
    return frozenset({'any', 'path', 'term'} if inventories else ())


def leads_nowhere(domain: WikiDomain, link: Link) -> bool:
    """Whether a link leads to nothing, neither here nor in another project."""
    if link.role == 'numref':
        return told_of_hidden(domain.corpus, link) is not None
    return link.role not in foreign_roles(domain) and domain.corpus.resolve(link) is None
