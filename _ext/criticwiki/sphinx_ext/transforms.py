"""Transforms: panels and mentions drawn into doctrees, circles of contents cut."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from criticwiki.markdown.reader import hidden_term, message_on_hidden
from criticwiki.markdown.toctrees import depth_first, surplus_entries
from criticwiki.panel_registry import find_panel
from criticwiki.panels.html import HtmlWriter
from criticwiki.panels.pagination import label_of

from . import lazy
from .doctree import link_of, paragraphs, runs_of, spoils_of, unjudged_link_of
from .domain import WikiDomain, wiki_of
from .nodes import as_nodes, in_section, page_link, panel, spoiler, spoiler_title, value
from .output import site_of
from .spoilers import open_own_plot

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence, Set

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from criticwiki.corpus.names import Mention, Name
    from criticwiki.model.page import Link


def foreign_roles(domain: WikiDomain) -> frozenset[str]:
    """The roles of links that may lead to another project."""
    inventories = getattr(domain.env, 'intersphinx_inventory', None)
    return frozenset({'any', 'path', 'term'} if inventories else ())


def leads_nowhere(domain: WikiDomain, link: Link) -> bool:
    """Whether a link leads to nothing, neither here nor in another project."""
    if link.role == 'numref':
        return message_on_hidden(domain.corpus, link) is not None
    return link.role not in foreign_roles(domain) and domain.corpus.resolve(link) is None


class DrawWiki(SphinxPostTransform):
    """Puts panels, automatic links and figures in their places.

    Runs before MyST's resolver (9) and Sphinx's (10), so that the references it makes are
    resolved by them. It builds all nodes anew, so a document may be resolved any number
    of times.
    """

    default_priority = 4

    def run(self, **kwargs: Any) -> None:
        """Draw."""
        del kwargs
        domain = wiki_of(self.env)
        if further := site_of(self.env).further:
            further.begin(self.env.current_document.docname)
        for kind in (value, addnodes.pending_xref):
            for node in self.document.findall(kind):
                node['spoils'] = spoils_of(node)  # before blocks are opened
        for docname, root in _pages_in(self.document, self.env.current_document.docname):
            if docname in domain.pages:
                _link_mentions(domain, docname, root)
                open_own_plot(root, domain.corpus.open_to(docname))
        _settle_links(domain, self.document)
        for holder in list(self.document.findall(value)):
            shown = _figure(domain, holder['path'], holder['spoils'])
            holder.replace_self(nodes.Text(shown))
        for place in list(self.document.findall(panel)):
            _draw(domain, place)


def _pages_in(document: nodes.document, docname: str) -> Iterator[tuple[str, nodes.Element]]:
    """Every page in a document: single-file builders put all pages into one."""
    yield docname, document
    for node in document.findall(addnodes.start_of_file):
        yield node['docname'], node


def _link_mentions(domain: WikiDomain, docname: str, root: nodes.Element) -> None:
    mentions: dict[int, list[Mention]] = {}
    for mention in domain.corpus.mentions(docname):
        mentions.setdefault(mention.block, []).append(mention)
    if not mentions:
        return
    blocks = paragraphs(root)
    for index, found in mentions.items():
        offset = 0
        for run, node in runs_of(blocks[index]):
            end = offset + len(run.text)
            inside = [m for m in found if offset <= m.start and m.end <= end]
            if inside and node is not None:
                pieces = _pieces(domain, docname, run.text, offset, inside)
                node.parent.replace(node, pieces)
            offset = end


def _pieces(
    domain: WikiDomain, docname: str, text: str, offset: int, mentions: list[Mention]
) -> list[nodes.Node]:
    made: list[nodes.Node] = []
    cursor = 0
    for mention in mentions:
        start, end = mention.start - offset, mention.end - offset
        if start > cursor:
            made.append(nodes.Text(text[cursor:start]))
        words = nodes.Text(text[start:end])
        made.append(_led(domain, docname, words, mention.name))
        cursor = end
    if cursor < len(text):
        made.append(nodes.Text(text[cursor:]))
    return made


def _led(domain: WikiDomain, docname: str, words: nodes.Text, name: Name) -> nodes.Node:
    """The words of a name as a link; the page of a critic is on web sites alone."""
    if name.docname in domain.pages:
        return page_link([words], name.docname, name.anchor)
    addresses = site_of(domain.env).addresses
    if addresses is None:
        return words
    address = addresses.page(docname, name.docname)
    return nodes.reference('', '', words, refuri=address, internal=True)


def _settle_links(domain: WikiDomain, document: nodes.document) -> None:
    """Lead `[](#id)` to its page, and leave the words of links that lead to nothing.

    MyST would also take an id for a file in the same folder, and call it ambiguous. Links
    to nothing are reported by us, in full.
    """
    for node in list(document.findall(addnodes.pending_xref)):
        found = link_of(node) or unjudged_link_of(node)
        if found is None:
            continue
        if leads_nowhere(domain, found):
            left = node.astext() or found.target
            node.replace_self(nodes.inline('', left, classes=['dangling']))
        elif found.role == 'any' and (page := domain.corpus.find('any', found.target)):
            words: list[nodes.Node] = [nodes.Text(page.title)]
            if found.explicit:
                words = list(node[0].children)
            node.replace_self(page_link(words, page.docname, ''))
        elif found.role == 'term' and (place := hidden_term(domain.corpus, found.target)):
            node.replace_self(page_link(list(node[0].children), *place))


def _figure(domain: WikiDomain, path: str, spoils: int) -> str:
    """A figure as it is printed in a spoiler block of an episode; what tells more is not."""
    data = lazy.wiki_data
    try:
        shown = data.shown_value(data.lookup(domain.exported, path))
    except KeyError:
        shown = None
    if shown is None or data.closed_until(domain.exported, path) > spoils:
        return f'[{path}]'
    return shown


def _draw(domain: WikiDomain, holder: panel) -> None:
    page = domain.pages.get(holder['docname'])
    found = find_panel(holder['name'], holder['part'], page.kind) if page else None
    if page is None or page.facts is None or found is None:
        holder.parent.remove(holder)
        return
    pieces = found.draw(found.view(domain.corpus, page))
    if not pieces:  # nor a heading
        holder.parent.remove(holder)
        return
    title = found.title() if found.title and holder['ids'] else None
    site = site_of(domain.env)
    if site.addresses is None or site.further is None:
        drawn = as_nodes(pieces)
        holder.replace_self(drawn if title is None else in_section(holder, title, drawn))
        return
    label = label_of(holder['name'], holder['part'])
    kept = site.further.cut(page, found, label, pieces)
    writer = HtmlWriter(
        partial(site.addresses.page, page.docname),
        partial(site.addresses.data, page.docname),
        label,
    )
    writer.write(kept)
    holder['html'] = writer.html
    if title is not None:
        holder['title'] = title
    holder.children = [nodes.Text(writer.words)]


class MarkSpoilers(SphinxPostTransform):
    """Says of a spoiler block, where it cannot be closed, which episode it gives away."""

    default_priority = 5

    def is_supported(self) -> bool:
        """Web pages have closed blocks; EPUB is HTML, but readers differ too much."""
        return not site_of(self.env).is_web

    def run(self, **kwargs: Any) -> None:
        """Put a titled box in place of each block, or an indented part in plain text."""
        del kwargs
        boxes = site_of(self.env).format in {'html', 'latex'}
        for node in list(self.document.findall(spoiler)):
            words = spoiler_title(node['episode'])
            if boxes:
                title = nodes.title('', words)
                box = nodes.admonition('', title, *node.children, classes=node['classes'])
                node.replace_self(box)
            else:
                head = nodes.paragraph('', '', nodes.strong('', words))
                node.replace_self([head, nodes.block_quote('', *node.children)])


_ALL: Final = 'criticwiki_entries'
"""Where a table of contents keeps all its entries while some are left out."""


def without_circles(
    children: Mapping[str, Sequence[str]], root: str | None = None
) -> dict[str, list[str]]:
    """The same lists, followed from the root on, without what leads back to where it came from."""
    _, back = depth_first(children, root)
    return {
        name: [child for place, child in enumerate(listed) if place not in back[name]]
        for name, listed in children.items()
    }


def cut_circles(_app: Sphinx, env: BuildEnvironment) -> None:
    """Take circles and surplus out of what Sphinx knows; each time anew from what pages say."""
    if wiki_of(env).changed:
        cut_contents(env)


def cut_contents(env: BuildEnvironment) -> None:
    """The same, for whoever has read pages outside of a build."""
    toctrees = {
        docname: list(env.tocs[docname].findall(addnodes.toctree))
        for docname in env.toctree_includes
    }
    _cut_surplus(toctrees, env)
    written = {
        docname: [name for toctree in found for name in toctree['includefiles']]
        for docname, found in toctrees.items()
    }
    env.toctree_includes.update(without_circles(written, env.config.root_doc))


def _cut_surplus(toctrees: Mapping[str, Sequence[addnodes.toctree]], env: BuildEnvironment) -> None:
    """Take out of the contents of each page the entries that are told as too many.

    All entries are kept beside the others, since an edit of another page can make room again.
    """
    listed = {
        docname: [
            (toctree, number, target)
            for toctree in found
            for number, (_, target) in enumerate(toctree.get(_ALL, toctree['entries']))
            if target in env.all_docs
        ]
        for docname, found in toctrees.items()
    }
    children = {docname: [target for *_, target in entries] for docname, entries in listed.items()}
    headings = {page.docname: page.headings for page in wiki_of(env).pages.values()}
    surplus = surplus_entries(children, headings, env.config.root_doc)
    for docname, found in toctrees.items():
        places = [listed[docname][one.place] for one in surplus.get(docname, ())]
        for toctree in found:
            _leave_out(toctree, {number for one, number, _ in places if one is toctree}, env)


def _leave_out(toctree: addnodes.toctree, numbers: Set[int], env: BuildEnvironment) -> None:
    if not numbers and _ALL not in toctree:
        return
    entries = toctree.attributes.setdefault(_ALL, toctree['entries'])
    kept = [entry for number, entry in enumerate(entries) if number not in numbers]
    toctree['entries'] = kept
    toctree['includefiles'] = [target for _, target in kept if target in env.all_docs]
    if not numbers:
        del toctree[_ALL]


class LeaveOutSurplus(SphinxPostTransform):
    """The same on the page itself, before Sphinx draws what its tables of contents list."""

    default_priority = 1

    def run(self, **_options: Any) -> None:
        """Take over what is left of each table of contents."""
        docname = self.env.current_document.docname
        kept = (
            [*self.env.tocs[docname].findall(addnodes.toctree)] if docname in self.env.tocs else []
        )
        if not any(_ALL in toctree for toctree in kept):
            return
        for toctree, left in zip(self.document.findall(addnodes.toctree), kept, strict=False):
            toctree['entries'] = left['entries']
            toctree['includefiles'] = left['includefiles']


def open_footnotes(_app: Sphinx, doctree: nodes.document) -> None:
    """Make words of what leads from a footnote back to it: no book could be set of it."""
    notes = {note['ids'][0]: note for note in doctree.findall(nodes.footnote)}
    leads = {
        name: [note for note in found.findall(nodes.footnote_reference) if 'refid' in note]
        for name, found in notes.items()
    }
    kept = without_circles({name: [to['refid'] for to in found] for name, found in leads.items()})
    for name, found in leads.items():
        for to in found:
            if to['refid'] not in kept[name]:
                back = notes[to['refid']]['backrefs']
                back[:] = [other for other in back if other not in to['ids']]
                to.parent.replace(to, nodes.Text(f'[{to.astext()}]'))
