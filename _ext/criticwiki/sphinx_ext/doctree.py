"""Doctree traversal: prose, links and labels of a page, and the guard over its nodes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes
from sphinx import addnodes
from sphinx.util.nodes import clean_astext

from criticwiki.guard.files import harm_of_picture_file
from criticwiki.guard.urls import SCHEMES, harm_of_link, harm_of_picture, left_out, path_in_wiki
from criticwiki.markdown.links import file_at
from criticwiki.model.page import SUFFIX, Block, Link, Run, Term
from criticwiki.problems import Code, Problem
from criticwiki.sphinx_ext import nodes as wiki_nodes
from criticwiki.text import HIDDEN, described

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_NO_PROSE: Final = (
    addnodes.start_of_file,
    addnodes.toctree,
    nodes.block_quote,
    nodes.caption,
    nodes.citation,
    nodes.comment,
    nodes.docinfo,
    nodes.footnote,
    nodes.literal_block,
    nodes.raw,
    nodes.sidebar,
    nodes.system_message,  # is taken out after a page was read
    nodes.title,
    wiki_nodes.panel,
)
_CLOSED: Final = (
    addnodes.download_reference,
    addnodes.pending_xref,
    nodes.literal,
    nodes.math,
    nodes.problematic,
    nodes.reference,
    wiki_nodes.value,
)
_SILENT: Final = (nodes.footnote_reference, nodes.citation_reference, nodes.image, nodes.raw)
LANGUAGE_CLASS: Final = 'language-'
NO_LINK: Final = 'nolink'
"""Class of words in which no mention becomes a link."""
_NO_PROSE_CLASSES: Final = frozenset({NO_LINK, 'sd-card'})
"""Classes of whole parts in which none does; a card is one link already."""


def merge_text(root: nodes.Element) -> None:
    """Make one text node of neighbours, which MyST makes at every end of a line."""
    for paragraph in root.findall(nodes.paragraph):
        for node in (paragraph, *paragraph.findall(nodes.TextElement)):
            merged: list[nodes.Node] = []
            for child in node.children:
                if isinstance(child, nodes.Text) and merged and isinstance(merged[-1], nodes.Text):
                    merged[-1] = nodes.Text(merged[-1] + child)
                else:
                    merged.append(child)
            if len(merged) < len(node.children):
                node.children = []
                node.extend(merged)


def prose_blocks(root: nodes.Element) -> Iterator[Block]:
    """Every block of prose below `root`."""
    for section, spoils, paragraph in _walk(root, 'top', 0, [0]):
        yield Block(section, tuple(run for run, _ in _pieces(paragraph, open_=True)), spoils)


def runs_of(paragraph: nodes.paragraph) -> list[tuple[Run, nodes.Text | None]]:
    """The runs of a block, each with its text node."""
    return list(_pieces(paragraph, open_=True))


def paragraphs(root: nodes.Element) -> list[nodes.paragraph]:
    """The paragraph of every block of prose below `root`.

    Prose is what stands in paragraphs, lists and tables; no headings, quotations, code,
    footnotes or panels, and no page that a single-file builder has put inside this one.
    """
    return [paragraph for _, _, paragraph in _walk(root, 'top', 0, [0])]


def _walk(
    node: nodes.Element, section: str, spoils: int, blocks: list[int]
) -> Iterator[tuple[str, int, nodes.paragraph]]:
    """Section, spoiler level and paragraph of every block of prose."""
    for child in node.children:
        if isinstance(child, _NO_PROSE) or not isinstance(child, nodes.Element):
            continue
        if _NO_PROSE_CLASSES.intersection(child.get('classes', ())):
            continue
        if isinstance(child, nodes.paragraph):
            yield section, spoils, child
        elif isinstance(child, nodes.section):
            yield from _walk(child, str(child['ids'][0]), spoils, blocks)
        elif isinstance(child, wiki_nodes.spoiler):
            blocks[0] += 1
            inner = f'{section}/spoiler-{blocks[0]}'
            yield from _walk(child, inner, max(spoils, child['episode']), blocks)
        else:
            yield from _walk(child, section, spoils, blocks)


def _pieces(
    node: nodes.Element, *, open_: bool, language: str = ''
) -> Iterator[tuple[Run, nodes.Text | None]]:
    for child in node.children:
        if isinstance(child, nodes.Text):
            yield Run(str(child), open_, language=language), child
        elif isinstance(child, wiki_nodes.value):
            yield Run('\u2026', open=False), None
        elif isinstance(child, addnodes.pending_xref):
            yield Run(child.astext(), open=False, link=link_of(child)), None
        elif isinstance(child, nodes.Element) and not isinstance(child, _SILENT):
            still = open_ and not isinstance(child, _CLOSED) and NO_LINK not in child['classes']
            yield from _pieces(child, open_=still, language=_language(child) or language)


def _language(node: nodes.Element) -> str:
    """The language that an element is marked with, as docutils marks it: by a class."""
    marks = (name for name in node['classes'] if name.startswith(LANGUAGE_CLASS))
    return str(next(marks, '')).removeprefix(LANGUAGE_CLASS)


def link_of(node: addnodes.pending_xref) -> Link | None:
    """What a cross-reference leads to, where that is for us to judge."""
    domain, reftype, target = node.get('refdomain'), node['reftype'], str(node['reftarget'])
    explicit = bool(node.get('refexplicit'))
    line = line_of(node)
    spoils = int(node.get('spoils') or spoils_of(node))
    if domain == 'wiki' and reftype not in {'data-file', 'page'}:
        return Link(reftype, target, line, explicit)
    if reftype == 'myst':
        if domain != 'doc' and target.partition('#')[0].endswith(SUFFIX):
            path = file_at(str(node['refdoc']), target.partition('#')[0])
            return Link('doc', path.removesuffix(SUFFIX), line, explicit)
        return Link('doc' if domain == 'doc' else 'any', target, line, explicit)
    if domain == 'std' and reftype == 'term':
        return Link('term', target.lower(), line, explicit, spoils=spoils)
    if domain == 'std' and reftype == 'ref':
        return Link('any', target, line, explicit)
    if domain == 'std' and reftype == 'doc':
        return Link('doc', file_at(str(node['refdoc']), target), line, explicit)
    return None


def unjudged_link_of(node: addnodes.pending_xref) -> Link | None:
    """What {numref} and {any} lead to: for Sphinx to judge, unless a spoiler block hides it."""
    if node['reftype'] not in {'numref', 'any'}:
        return None
    return Link('numref', str(node['reftarget']), line_of(node), bool(node.get('refexplicit')))


def line_of(node: nodes.Node) -> int:
    """The line of a node, or of what it stands in."""
    here: nodes.Node | None = node
    while here is not None:
        if here.line:
            return here.line
        here = here.parent
    return 1


class Found:
    """The nodes of a page that tell something, found in one pass."""

    def __init__(self, root: nodes.Element) -> None:
        """Look through a page."""
        self._xrefs: list[addnodes.pending_xref] = []
        self._glossaries: list[addnodes.glossary] = []
        self._toctrees: list[addnodes.toctree] = []
        kept: dict[type[nodes.Node], list[Any]] = {
            addnodes.pending_xref: self._xrefs,
            addnodes.glossary: self._glossaries,
            addnodes.toctree: self._toctrees,
        }
        for node in root.findall():
            if type(node) in kept:
                kept[type(node)].append(node)

    def links(self) -> Iterator[Link]:
        """Every link of the page that is for us to judge, in headings and panels too."""
        return filter(None, map(link_of, self._xrefs))

    def links_elsewhere(self) -> bool:
        """Whether it has cross-references that only Sphinx or another domain can judge."""
        others = (node for node in self._xrefs if node.get('refdomain') != 'wiki')
        return any(link_of(node) is None for node in others)

    def lists_pages(self) -> bool:
        """Whether a table of contents shows in its text."""
        return any(not node['hidden'] for node in self._toctrees)

    def terms(self) -> Iterator[Term]:
        """Every glossary term, with the spoiler block it may stand in."""
        for glossary in self._glossaries:
            yield from _terms(glossary)


def _terms(glossary: addnodes.glossary) -> Iterator[Term]:
    """Several terms of one entry lead to the first of them."""
    for entry in glossary.findall(nodes.definition_list_item):
        found = [node for node in entry.children if isinstance(node, nodes.term)]
        anchor = next((str(term['ids'][0]) for term in found if term['ids']), '')
        for term in found:
            yield Term(clean_astext(term), anchor, spoils_of(term))


def spoils_of(node: nodes.Node) -> int:
    """The latest episode that the spoiler blocks around a node give away, or 0."""
    level = 0
    parent = node.parent
    while parent is not None:
        if isinstance(parent, wiki_nodes.spoiler):
            level = max(level, parent['episode'])
        parent = parent.parent
    return level


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
