"""Draws, in every document that is written, what only all pages together can say."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from criticwiki.markdown.hidden_places import hidden_term
from criticwiki.panels.further_names import label_of
from criticwiki.panels.html import HtmlWriter

from .blocks import open_own_plot
from .doctree import link_of, paragraphs, runs_of, spoils_of, unjudged_link_of
from .domain import WikiDomain, wiki_of
from .foreign import leads_nowhere
from .headings import in_section
from .nodes import as_nodes, page_link
from .nodes_drawing import panel, spoiler, spoiler_title, value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

    from criticwiki.corpus.names import Mention, Name


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
        if domain.further:
            domain.further.begin(self.env.current_document.docname)
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
    if domain.addresses is None:
        return words
    address = domain.addresses.page(docname, name.docname)
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
    from criticwiki.export.lookup import closed_until, lookup, shown_value

    try:
        shown = shown_value(lookup(domain.exported, path))
    except KeyError:
        shown = None
    if shown is None or closed_until(domain.exported, path) > spoils:
        return f'[{path}]'
    return shown


def _draw(domain: WikiDomain, holder: panel) -> None:
    from criticwiki.panels.drawings import find_panel
    from criticwiki.panels.views import view_of

    page = domain.pages.get(holder['docname'])
    found = find_panel(holder['name'], holder['part'], page.kind) if page else None
    if page is None or page.facts is None or found is None:
        holder.parent.remove(holder)
        return
    pieces = found.render(view_of(domain.corpus, page, holder['name'], holder['part']))
    if not pieces:  # nor a heading
        holder.parent.remove(holder)
        return
    title = found.title() if found.title and holder['ids'] else None
    if domain.addresses is None or domain.further is None:
        drawn = as_nodes(pieces)
        holder.replace_self(drawn if title is None else in_section(holder, title, drawn))
        return
    label = label_of(holder['name'], holder['part'])
    kept = domain.further.cut(page, found, label, pieces)
    writer = HtmlWriter(
        partial(domain.addresses.page, page.docname),
        partial(domain.addresses.data, page.docname),
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
        builder = self.env._builder_cls
        return builder.format != 'html' or builder.name == 'epub'

    def run(self, **kwargs: Any) -> None:
        """Put a titled box in place of each block, or an indented part in plain text."""
        del kwargs
        boxes = self.env._builder_cls.format in {'html', 'latex'}
        for node in list(self.document.findall(spoiler)):
            words = spoiler_title(node['episode'])
            if boxes:
                title = nodes.title('', words)
                box = nodes.admonition('', title, *node.children, classes=node['classes'])
                node.replace_self(box)
            else:
                head = nodes.paragraph('', '', nodes.strong('', words))
                node.replace_self([head, nodes.block_quote('', *node.children)])


def setup_resolve(app: Sphinx) -> None:
    """Register the transforms."""
    app.add_post_transform(DrawWiki)
    app.add_post_transform(MarkSpoilers)
