"""One line for each object in `objects.inv`, which other sites read line by line.

Sphinx writes names and titles into it as they are. A title can go over two lines, and a label
or a term can be worded like a line of its own: a reader would see an object that is not there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeAlias

from docutils import nodes
from sphinx.domains.std import StandardDomain

from criticwiki.text import has_line_break, in_one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx

Entry: TypeAlias = tuple[str, str, str, str, str, int]
"""Name, title, type, docname, anchor and priority, as a domain gives them."""

# sphinx.util.inventory.InventoryFile._loads_v2
_READ_AS: Final = re.compile(r'(.+?)\s+(\S+)\s+(-?\d+)\s+?(\S*)\s+(.*)')


def entries(objects: Iterable[Entry], domain: str) -> Iterator[Entry]:
    """Objects with name and title in one line each, without those that would be read as others."""
    for name, title, kind, docname, anchor, priority in objects:
        one = in_one_line(name)
        read = _READ_AS.match(f'{one} {domain}:{kind} {priority} x x')
        if read and read.group(1, 2) == (one, f'{domain}:{kind}'):
            yield one, in_one_line(str(title)) or one, kind, docname, anchor, priority


class OneLineDomain(StandardDomain):
    """The domain of Sphinx for labels, terms and documents."""

    def get_objects(self) -> Iterator[Entry]:
        """The same objects, each fit for a line."""
        return entries(super().get_objects(), self.name)


def join_titles(doctree: nodes.document) -> None:
    """Have a blank for each line break in headings and captions; readers see the same."""
    for title in doctree.findall(_is_title):
        for text in list(title.findall(nodes.Text)):
            if has_line_break(text):
                text.parent.replace(text, nodes.Text(' '.join(text.splitlines()) or ' '))


def _is_title(node: nodes.Node) -> bool:
    return isinstance(node, (nodes.title, nodes.caption, nodes.rubric, nodes.term))


def setup_inventory(app: Sphinx) -> None:
    """Put the domain in the place of the one of Sphinx."""
    app.add_domain(OneLineDomain, override=True)
