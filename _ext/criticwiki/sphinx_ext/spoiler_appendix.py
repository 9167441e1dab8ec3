"""Appendix of a book in which its spoilers are gathered, with links to and from their places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from criticwiki.i18n import _

from .directives import inline_spoiler, make_spoiler, plot, spoiler

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

_APPENDIX: Final = '-/'
"""How the docnames of the appendix begin, which no page can have; the page follows."""
_ENTRY: Final = 'criticwiki-spoiler'
"""How the ids of its entries begin."""


def outermost_spoilers(document: nodes.document) -> Iterator[nodes.Element]:
    """Spoilers and plots that stand in no other, each of which may be replaced."""
    for node in list(document.findall(nodes.Element)):
        if isinstance(node, plot | spoiler) and not any(
            isinstance(around, plot | spoiler) for around in ancestors(node)
        ):
            yield node


def ancestors(node: nodes.Node) -> Iterator[nodes.Element]:
    """The nodes around a node, from the inside."""
    while (parent := node.parent) is not None:
        yield parent
        node = parent


def put_in_place(node: nodes.Element, words: nodes.Node, names: Iterable[str]) -> None:
    """Replace a spoiler by words, to which links to `names` lead."""
    kind = nodes.inline if isinstance(node, inline_spoiler) else nodes.paragraph
    # LaTeX has no labels for paragraphs
    target = nodes.target('', '', ids=[*names])
    node.parent.replace(node, kind('', '', target, nodes.emphasis('', '', words)))


class SpoilerAppendix:
    """The appendix of a document: of a page, or of a book that is joined of many.

    A joined book has one at its end, with a part for each page that has spoilers.
    """

    def __init__(self, document: nodes.document, docname: str, titles: Mapping[str, Any]) -> None:
        """Take the document, the page that it is or begins with, and the titles of all."""
        self._document = document
        self._docname = docname
        self._titles = titles
        self._is_joined = next(document.findall(addnodes.start_of_file), None) is not None
        self._parts: dict[str, list[nodes.Node]] = {}
        self._number = 0

    def gather(self, title_of: Callable[[nodes.Element], str]) -> None:
        """Move all spoilers into it; `title_of` gives the words that name their episode."""
        for node in list(outermost_spoilers(self._document)):
            self._move(node, title_of(node))
        if not self._parts:
            return
        for docname, part in self._parts.items():
            part += self._notes_of(docname)
        appendix = nodes.section('', nodes.title('', _('Spoilers')), ids=[f'{_ENTRY}s'])
        around: nodes.Element = self._document
        for section in self._document.children:
            if isinstance(section, nodes.section):
                around = section
        if not self._is_joined:
            appendix += self._parts[self._docname]
            around += appendix
            return
        for docname, part in self._parts.items():
            title = nodes.title('', self._titles[docname].astext())
            section = nodes.section('', title, *part, ids=[f'{_ENTRY}s-of-page'])
            appendix += addnodes.start_of_file('', section, docname=f'{_APPENDIX}{docname}')
        around += nodes.compound(
            '', addnodes.start_of_file('', appendix, docname=_APPENDIX), classes=['toctree-wrapper']
        )

    def _move(self, node: nodes.Element, title: str) -> None:
        self._number += 1
        entry, place = f'{_ENTRY}-{self._number}', f'{_ENTRY}-{self._number}-place'
        docname = _docname_of(node, self._docname)
        words = (_('[%(spoiler)s, at the end of this page]'), _('[%(spoiler)s, at the end]'))
        there = words[self._is_joined] % {'spoiler': title}
        back = _('From: %(place)s') % {'place': self._heading(node, docname)}
        put_in_place(node, self._link(there, f'{_APPENDIX}{docname}', entry), [place])
        if isinstance(node, inline_spoiler):
            node = make_spoiler(node['episode'], nodes.paragraph('', '', *node.children))
        head: list[nodes.Node] = [nodes.target('', '', ids=[entry])]
        if isinstance(node, plot):
            head += [nodes.strong('', title), nodes.Text(' ')]
        head.append(self._link(back, docname, place))
        self._parts.setdefault(docname, []).extend([nodes.paragraph('', '', *head), node])

    def _link(self, words: str, docname: str, name: str) -> nodes.reference:
        if self._is_joined:
            return nodes.reference('', words, refuri=f'%{docname}#{name}', internal=True)
        return nodes.reference('', words, refid=name, internal=True)

    def _heading(self, node: nodes.Element, docname: str) -> str:
        """The heading below which a node stands, if that gives nothing away."""
        for around in ancestors(node):
            if isinstance(around, nodes.section) and isinstance(around[0], nodes.title):
                return around[0].astext()
        return str(self._titles[docname].astext())

    def _notes_of(self, docname: str) -> Iterator[nodes.Node]:
        """Footnotes that only this part calls, which move there."""
        inside = {
            call['refid']
            for node in self._parts[docname]
            for call in node.findall(nodes.footnote_reference)
            if 'refid' in call
        }
        left = {
            call['refid']
            for call in self._document.findall(nodes.footnote_reference)
            if 'refid' in call and _docname_of(call, self._docname) == docname
        }
        for note in list(self._document.findall(nodes.footnote)):
            if _docname_of(note, self._docname) == docname and not inside.isdisjoint(note['ids']):
                if left.isdisjoint(note['ids']):
                    note.parent.remove(note)
                    yield note
                elif self._is_joined:  # print sets a note where it is called
                    yield note.deepcopy()


def _docname_of(node: nodes.Node, default: str) -> str:
    """The page of a node in a joined book, where Sphinx writes it on each section.

    What it joins has its own document above it, and not the one that it is joined to.
    """
    docname = ''
    for around in ancestors(node):
        if isinstance(around, addnodes.start_of_file):
            return str(around['docname'])
        docname = docname or str(around.get('docname', ''))
    return docname or default


class LeadIntoAppendix(SphinxPostTransform):
    """Post-transform for print: links to what was moved into the appendix lead there."""

    default_priority = 890  # references are resolved; page numbers follow
    formats = ('latex', 'texinfo')

    def run(self, **kwargs: Any) -> None:
        """Give each link into, out of and within the appendix the address of its target."""
        del kwargs
        moved = {
            (str(part['docname']).removeprefix(_APPENDIX), name)
            for part in self.document.findall(addnodes.start_of_file)
            if str(part['docname']).startswith(_APPENDIX)
            for node in part.findall(nodes.Element)
            for name in node['ids']
        }
        for link in self.document.findall(nodes.reference) if moved else ():
            here = _docname_of(link, self.env.docname)
            page, name = here.removeprefix(_APPENDIX), str(link.get('refid', ''))
            if not name and str(link.get('refuri', '')).startswith('%'):
                page, _hash, name = link['refuri'][1:].partition('#')
            if not name or not (page != here or (page, name) in moved):
                continue
            if 'refid' in link:
                del link['refid']
            prefix = _APPENDIX if (page, name) in moved else ''
            link['refuri'] = f'%{prefix}{page}#{name}'
