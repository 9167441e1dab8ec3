"""A second look at every page that was read: addresses and files that no rule foresaw.

The first look is at the Markdown. This one is at what became of it, before anything is made
of images, downloads and links, so that a directive nobody thought of can lead nowhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx import addnodes

from criticwiki.guard.pictures import harm_of_picture_file
from criticwiki.guard.policy import SCHEMES
from criticwiki.guard.urls import harm_of_link, harm_of_picture, left_out, path_in_wiki
from criticwiki.problems import Code, Problem
from criticwiki.text import HIDDEN, described

from .doctree import line_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_SCHEME: Final = re.compile('[\x00-\x20]*([a-zA-Z][a-zA-Z0-9+.\x00-\x20-]*):')


def caught(
    doctree: nodes.document, path: str, source: Path, leaves_out: Callable[[str], bool]
) -> Iterator[Problem]:
    """Take what leads astray out of a page, and name it."""
    for node in list(doctree.findall(_may_harm)):
        message = _harm(node, path, source, leaves_out)
        if message is None:
            continue
        line = max(line_of(node), 1)
        yield Problem('', line, 1, Code.FORBIDDEN, message)
        if isinstance(node, addnodes.toctree):
            node['entries'] = [entry for entry in node['entries'] if not _astray(entry[1])]
        elif isinstance(node, (nodes.image, nodes.meta)):
            node.parent.replace(node, nodes.Text(node.get('alt', '')))
        elif isinstance(node, nodes.Element):
            node.parent.replace(node, node.children)  # a name that it bears goes with it


def hidden(doctree: nodes.document) -> Iterator[Problem]:
    """Take out characters that cannot be seen, and name the place of each piece that had some.

    What the first look knows of is on no page that is shown; a directive may spell them too.
    """
    for node in list(doctree.findall()):
        if isinstance(node, nodes.Text):
            first = HIDDEN.search(node)
            if first:
                node.parent.replace(node, nodes.Text(HIDDEN.sub('', node)))
        elif isinstance(node, nodes.Element):
            first = None
            for name, value in node.attributes.items():
                if value and (found := _first_hidden(value)):
                    first = found
                    node[name] = _without_hidden(value)
        if first:
            line = max(line_of(node), 1)
            message = f'{described(first[0])} cannot be seen; take it out'
            yield Problem('', line, 1, Code.CHARACTER, message)


def _first_hidden(value: object) -> re.Match[str] | None:
    if isinstance(value, str):
        return HIDDEN.search(value)
    if isinstance(value, (list, tuple)):
        return next(filter(None, map(_first_hidden, value)), None)
    return None


def _without_hidden(value: object) -> object:
    if isinstance(value, str):
        return HIDDEN.sub('', value)
    if isinstance(value, (list, tuple)):
        return type(value)(map(_without_hidden, value))
    return value


def _may_harm(node: nodes.Node) -> bool:
    kinds = (nodes.image, nodes.reference, nodes.meta, nodes.target)
    return isinstance(node, (*kinds, addnodes.download_reference, addnodes.toctree))


def _harm(
    node: nodes.Node, path: str, source: Path, leaves_out: Callable[[str], bool]
) -> str | None:
    if isinstance(node, addnodes.download_reference):
        target = str(node.get('reftarget', ''))
        return harm_of_link(target, path) or f'{target!r} cannot be downloaded from a page'
    if isinstance(node, nodes.image):
        address = str(node['uri']).removeprefix('/')
        where = path_in_wiki(address, path if address == node['uri'] else '')
        if leaves_out(where):
            return left_out(where)
        return harm_of_picture(address, path) or harm_of_picture_file(source, where)
    if isinstance(node, nodes.meta):
        return 'http-equiv cannot stand on a page' if 'http-equiv' in node else None
    if isinstance(node, addnodes.toctree):
        astray = next((to for _, to in node['entries'] if _astray(to)), None)
        return f'an address cannot begin like {astray!r}' if astray else None
    address = str(node.get('refuri', '')) if isinstance(node, nodes.Element) else ''
    return f'an address cannot begin like {address!r}' if _astray(address) else None


def _astray(address: str) -> bool:
    found = _SCHEME.match(address or '')
    if found is None:
        return False
    return re.sub('[\x00-\x20]', '', found[1]).lower() not in SCHEMES
