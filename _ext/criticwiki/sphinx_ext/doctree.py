"""Doctree traversal: prose, links and labels of a page, and the guard over its nodes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes
from sphinx import addnodes
from sphinx.util.nodes import clean_astext

from criticwiki.guard.files import picture_file_violation
from criticwiki.guard.policy import (
    SCHEMES,
    left_out_message,
    link_violation,
    path_in_wiki,
    picture_violation,
)
from criticwiki.markdown.links import file_at
from criticwiki.model.page import SUFFIX, Block, Link, Run, Term
from criticwiki.problems import Code, Problem
from criticwiki.text import NEVER_MEANT, hidden_message

from .directives import NO_LINK, inline_spoiler, panel, plot, spoiler, value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from criticwiki.model.numbering import Number

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
    panel,
)
"""Nodes whose text is no prose, and is skipped."""
_CLOSED: Final = (
    addnodes.download_reference,
    addnodes.pending_xref,
    nodes.literal,
    nodes.math,
    nodes.problematic,
    nodes.reference,
    value,
)
"""Nodes in whose text no mention becomes a link."""
_SILENT: Final = (nodes.footnote_reference, nodes.citation_reference, nodes.image, nodes.raw)
"""Nodes within prose that have no text of it."""
LANGUAGE_CLASS: Final = 'language-'
_NO_PROSE_CLASSES: Final = frozenset({NO_LINK, 'sd-card'})
"""Classes of blocks in which no mention becomes a link; a card is a link as a whole."""


def merge_text(root: nodes.Element) -> None:
    """Merge adjacent text nodes; MyST creates one for each line."""
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
    """Blocks of prose below `root`: see :func:`paragraphs`."""
    for section, spoils, paragraph in _walk(root, 'top', 0, [0]):
        yield Block(section, tuple(run for run, _ in _pieces(paragraph, open_=True)), spoils)


def runs_of(paragraph: nodes.Element) -> list[tuple[Run, nodes.Text | None]]:
    """Runs of a block, each with its text node."""
    return list(_pieces(paragraph, open_=True))


def paragraphs(root: nodes.Element) -> list[nodes.Element]:
    """Paragraphs of prose below `root`, and their inline spoilers, each a block of its own.

    Prose is paragraphs, lists and tables; not headings, quotations, code, footnotes or panels,
    nor pages that a single-file builder has put inside this one.
    """
    return [paragraph for _, _, paragraph in _walk(root, 'top', 0, [0])]


def _walk(
    node: nodes.Element, section: str, spoils: Number, blocks: list[int]
) -> Iterator[tuple[str, Number, nodes.Element]]:
    """Section, spoiler level and node of every block of prose."""
    for child in node.children:
        if isinstance(child, _NO_PROSE) or not isinstance(child, nodes.Element):
            continue
        if _NO_PROSE_CLASSES.intersection(child.get('classes', ())):
            continue
        if isinstance(child, nodes.paragraph):
            yield section, spoils, child
            for inline in child.findall(inline_spoiler):
                blocks[0] += 1
                inner = f'{section}/spoiler-{blocks[0]}'
                yield inner, max(spoils, inline['episode'], spoils_of(inline)), inline
        elif isinstance(child, nodes.section):
            yield from _walk(child, str(child['ids'][0]), spoils, blocks)
        elif isinstance(child, plot):
            yield from _walk(child, section, max(spoils, child['episode']), blocks)
        elif isinstance(child, spoiler):
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
        elif isinstance(child, (value, inline_spoiler)):
            yield Run('\u2026', open=False), None
        elif isinstance(child, addnodes.pending_xref):
            yield Run(child.astext(), open=False, link=link_of(child)), None
        elif isinstance(child, nodes.Element) and not isinstance(child, _SILENT):
            still = open_ and not isinstance(child, _CLOSED) and NO_LINK not in child['classes']
            yield from _pieces(child, open_=still, language=_language(child) or language)


def _language(node: nodes.Element) -> str:
    """Language of an element, which docutils writes as a class."""
    marks = (name for name in node['classes'] if name.startswith(LANGUAGE_CLASS))
    return str(next(marks, '')).removeprefix(LANGUAGE_CLASS)


INTERSPHINX: Final = 'intersphinx'
"""Attribute of a cross-reference of a role that leads to another project."""


def link_of(node: addnodes.pending_xref) -> Link | None:
    """Link of a cross-reference, or None if only Sphinx can resolve it."""
    if INTERSPHINX in node:
        return None
    domain, reftype, target = node.get('refdomain'), node['reftype'], str(node['reftarget'])
    explicit = bool(node.get('refexplicit'))
    line = line_of(node)
    spoils: Number = node.get('spoils') or spoils_of(node)
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
    """Link of {numref} and {any}, which Sphinx resolves; a spoiler block may hide its target."""
    if node['reftype'] not in {'numref', 'any'} or INTERSPHINX in node:
        return None
    return Link('numref', str(node['reftarget']), line_of(node), bool(node.get('refexplicit')))


def line_of(node: nodes.Node) -> int:
    """Line of a node, or of its nearest ancestor that has one; else 1."""
    ancestor: nodes.Node | None = node
    while ancestor is not None:
        if ancestor.line:
            return ancestor.line
        ancestor = ancestor.parent
    return 1


class DoctreeSummary:
    """Links, toctrees and glossary terms of a doctree, collected in one traversal."""

    def __init__(self, root: nodes.Element) -> None:
        """Traverse a doctree."""
        self._xrefs: list[addnodes.pending_xref] = []
        self._glossaries: list[addnodes.glossary] = []
        self._toctrees: list[addnodes.toctree] = []
        by_type: dict[type[nodes.Node], list[Any]] = {
            addnodes.pending_xref: self._xrefs,
            addnodes.glossary: self._glossaries,
            addnodes.toctree: self._toctrees,
        }
        for node in root.findall():
            if type(node) in by_type:
                by_type[type(node)].append(node)

    def links(self) -> Iterator[Link]:
        """Every link of the page that we resolve, in headings and panels too."""
        return filter(None, map(link_of, self._xrefs))

    def links_elsewhere(self) -> bool:
        """Whether it has cross-references that only Sphinx or another domain can resolve."""
        others = (
            node for node in self._xrefs if node.get('refdomain') != 'wiki' or INTERSPHINX in node
        )
        return any(link_of(node) is None for node in others)

    def lists_pages(self) -> bool:
        """Whether it has a visible toctree."""
        return any(not node['hidden'] for node in self._toctrees)

    def terms(self) -> Iterator[Term]:
        """Every glossary term, with the episodes of what closes around it."""
        for glossary in self._glossaries:
            yield from _terms(glossary)


def _terms(glossary: addnodes.glossary) -> Iterator[Term]:
    """Terms of a glossary; several of one entry share the anchor of the first."""
    for entry in glossary.findall(nodes.definition_list_item):
        terms = [node for node in entry.children if isinstance(node, nodes.term)]
        anchor = next((str(term['ids'][0]) for term in terms if term['ids']), '')
        for term in terms:
            told_by = (spoils_of(term, spoiler), spoils_of(term, plot))
            yield Term(clean_astext(term), anchor, *told_by)


def spoils_of(node: nodes.Node, *kinds: type[nodes.Element]) -> Number:
    """Number of the latest episode that what closes around a node gives away, or 0.

    Spoiler blocks and folds close, unless `kinds` names one of them.
    """
    level: Number = 0
    parent = node.parent
    while parent is not None:
        if isinstance(parent, kinds or (spoiler, plot)):
            assert isinstance(parent, nodes.Element)
            level = max(level, parent['episode'])
        parent = parent.parent
    return level


_SCHEME: Final = re.compile('[\x00-\x20]*([a-zA-Z][a-zA-Z0-9+.\x00-\x20-]*):')


def remove_harms(
    doctree: nodes.document, path: str, source: Path, is_excluded: Callable[[str], bool]
) -> Iterator[Problem]:
    """Remove nodes that the guard refuses from a doctree; yields a problem for each."""
    for node in list(doctree.findall(_may_harm)):
        message = _harm(node, path, source, is_excluded)
        if message is None:
            continue
        line = max(line_of(node), 1)
        yield Problem('', line, 1, Code.FORBIDDEN, message)
        if isinstance(node, addnodes.toctree):
            node['entries'] = [
                entry for entry in node['entries'] if not _has_unknown_scheme(entry[1])
            ]
        elif isinstance(node, (nodes.image, nodes.meta)):
            node.parent.replace(node, nodes.Text(node.get('alt', '')))
        elif isinstance(node, nodes.Element):
            node.parent.replace(node, node.children)  # a name that it bears goes with it


def remove_hidden(doctree: nodes.document) -> Iterator[Problem]:
    """Remove invisible characters from a doctree; yields a problem for each node that had any.

    The guard refuses them in the source; a directive may still produce some.
    """
    for node in list(doctree.findall()):
        if isinstance(node, nodes.Text):
            first = NEVER_MEANT.search(node)
            if first:
                node.parent.replace(node, nodes.Text(NEVER_MEANT.sub('', node)))
        elif isinstance(node, nodes.Element):
            first = None
            for name, value in node.attributes.items():
                if value and (match := _first_hidden(value)):
                    first = match
                    node[name] = _without_hidden(value)
        if first:
            line = max(line_of(node), 1)
            yield Problem('', line, 1, Code.CHARACTER, hidden_message(first[0]))


def _first_hidden(value: object) -> re.Match[str] | None:
    if isinstance(value, str):
        return NEVER_MEANT.search(value)
    if isinstance(value, (list, tuple)):
        return next(filter(None, map(_first_hidden, value)), None)
    return None


def _without_hidden(value: object) -> object:
    if isinstance(value, str):
        return NEVER_MEANT.sub('', value)
    if isinstance(value, (list, tuple)):
        return type(value)(map(_without_hidden, value))
    return value


def _may_harm(node: nodes.Node) -> bool:
    kinds = (nodes.image, nodes.reference, nodes.meta, nodes.target)
    return isinstance(node, (*kinds, addnodes.download_reference, addnodes.toctree))


def _harm(
    node: nodes.Node, path: str, source: Path, is_excluded: Callable[[str], bool]
) -> str | None:
    if isinstance(node, addnodes.download_reference):
        target = str(node.get('reftarget', ''))
        return link_violation(target, path) or f'{target!r} cannot be downloaded from a page'
    if isinstance(node, nodes.image):
        address = str(node['uri']).removeprefix('/')
        where = path_in_wiki(address, path if address == node['uri'] else '')
        if is_excluded(where):
            return left_out_message(where)
        return picture_violation(address, path) or picture_file_violation(source, where)
    if isinstance(node, nodes.meta):
        return 'http-equiv cannot stand on a page' if 'http-equiv' in node else None
    if isinstance(node, addnodes.toctree):
        astray = next((to for _, to in node['entries'] if _has_unknown_scheme(to)), None)
        return f'an address cannot begin like {astray!r}' if astray else None
    address = str(node.get('refuri', '')) if isinstance(node, nodes.Element) else ''
    return f'an address cannot begin like {address!r}' if _has_unknown_scheme(address) else None


def _has_unknown_scheme(address: str) -> bool:
    match = _SCHEME.match(address or '')
    if match is None:
        return False
    return re.sub('[\x00-\x20]', '', match[1]).lower() not in SCHEMES
