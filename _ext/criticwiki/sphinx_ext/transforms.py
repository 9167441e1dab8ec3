"""Doctree transforms: panels, automatic links, hiding of spoilers, toctrees, footnotes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes
from docutils.transforms.references import Footnotes
from sphinx import addnodes
from sphinx.transforms import SphinxSmartQuotes, SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import is_smartquotable

from criticwiki.export.search_passages import panel_passages
from criticwiki.markdown.directives import forms_of
from criticwiki.markdown.intersphinx import foreign_roles
from criticwiki.markdown.reader import hidden_term, message_on_hidden
from criticwiki.markdown.toctrees import surplus_entries, topological_order
from criticwiki.markdown.value_role import in_form
from criticwiki.panel_registry import find_panel, is_searched
from criticwiki.panels.components import spoiler_title
from criticwiki.panels.elements import Element, any_from, opening_rows, row_name
from criticwiki.panels.pagination import MAX_ROWS, label_of
from criticwiki.sphinx_ext import lazy
from criticwiki.sphinx_ext.html.writer import HtmlWriter

from .config import inventories
from .directives import (
    EMPTIED,
    as_nodes,
    in_section,
    number,
    page_link,
    panel,
    plot,
    spoiler,
    value,
)
from .doctree import link_of, paragraphs, runs_of, spoils_of, unjudged_link_of
from .domain import WikiDomain, wiki_of
from .output import site_of
from .patches import MYST_ANCHORS, MYST_LINK, MYST_SLUGS
from .plot import open_own_plot

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence, Set

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

    from criticwiki.corpus.names import Mention, PageName
    from criticwiki.model.numbering import Number
    from criticwiki.model.page import Link
    from criticwiki.panels.elements import Piece


def remove_hidden_names(env: BuildEnvironment, docname: str, document: nodes.document) -> None:
    """Delete terms, labels and index entries of spoiler blocks from the environment.

    Sphinx has noted them by now (850), and would list them in objects.inv, in the general
    index and in the search index. Labels in the plot of an episode stay, without words, as links
    lead there: see `withhold_headings`.
    """
    hidden: set[str] = set()
    blocks: set[str] = set()
    folded: set[str] = set()
    for block in list(document.findall(lambda node: isinstance(node, (spoiler, plot)))):
        assert isinstance(block, nodes.Element)
        if isinstance(block, spoiler):
            hidden |= ids_in(block)
            blocks.update(block['ids'])
        folded |= ids_in(block)
        for entry in list(block.findall(addnodes.index)):
            hidden.update(target for _kind, _text, target, _main, _key in entry['entries'])
            entry.parent.remove(entry)
    if not folded | blocks:
        return
    standard = env.domains.standard_domain
    # a name of a block itself stays, without what Sphinx takes for its title
    tables: tuple[tuple[dict[Any, Any], set[str]], ...] = (
        (standard.objects, folded),
        (standard.labels, hidden | blocks),
        (standard.anonlabels, hidden),
    )
    for table, closed in tables:
        for name, place in list(table.items()):
            if place[0] == docname and place[1] in closed:
                del table[name]
    entries = env.domains.index_domain.entries
    if docname in entries:
        entries[docname] = [entry for entry in entries[docname] if entry[2] not in folded]
    slugs = env.metadata[docname].get(MYST_SLUGS)
    if isinstance(slugs, dict):
        open_ones = {name: place for name, place in slugs.items() if place[1] not in hidden}
        env.metadata[docname][MYST_SLUGS] = open_ones


def ids_in(block: nodes.Element) -> set[str]:
    """Ids in a block, and of a label at its end, which docutils puts on the next node."""
    ids: set[str] = set()
    for child in block.children:
        for node in child.findall(nodes.Element):
            ids.update(node.get('ids', ()))
            if isinstance(node, nodes.target) and 'refid' in node:
                ids.add(node['refid'])
    return ids


class MarkLinks(SphinxTransform):
    """Transform that marks links without explicit text.

    MyST gives each of them the words of its target, and nothing tells them from others then.
    """

    default_priority = MYST_ANCHORS - 1
    HAS_TEXT = 'criticwiki_has_text'

    def apply(self, **kwargs: Any) -> None:
        """Set the attribute on each link."""
        del kwargs
        for node in self.document.findall(nodes.reference):
            if node.get(MYST_LINK):
                node[self.HAS_TEXT] = bool(node.children)


class HideSpoilerTitles(SphinxTransform):
    """Transform that removes from links the text of a target in a spoiler block."""

    default_priority = MYST_ANCHORS + 1

    def apply(self, **kwargs: Any) -> None:
        """Replace that text by the episode."""
        del kwargs
        numbering = wiki_of(self.env).numbering
        episodes: dict[str, Number] = {}
        for block in self.document.findall(lambda node: isinstance(node, (spoiler, plot))):
            assert isinstance(block, nodes.Element)
            inner = max(block['episode'], spoils_of(block))
            for name in ids_in(block):
                episodes[name] = max(inner, episodes.get(name, 0))
        for node in self.document.findall(nodes.reference):
            has_text = node.attributes.pop(MarkLinks.HAS_TEXT, True)
            episode = episodes.get(str(node.get('refid', '')), 0)
            if not has_text and episode > spoils_of(node):
                words = spoiler_title(numbering.place(episode))
                node.children = []
                node += nodes.inline(words, words)


def disable_features_that_leak(_app: Sphinx, config: Config) -> None:
    """Switch off features that show content of spoiler blocks outside of them.

    Copies of the sources hold them, search excerpts are cut from whole pages, and without
    fences of colons a block would be a paragraph.
    """
    config.html_copy_source = False
    config.html_show_search_summary = False
    if 'myst_enable_extensions' in config:
        enabled = {*config.myst_enable_extensions, 'colon_fence'}
        config.myst_enable_extensions = sorted(enabled)


def external_roles(domain: WikiDomain) -> frozenset[str]:
    """Reference types that intersphinx may resolve in another project."""
    return foreign_roles(inventories(domain.env.config))


def is_broken(domain: WikiDomain, link: Link) -> bool:
    """Whether a link has no target, neither here nor in another project."""
    if link.role == 'numref':
        return message_on_hidden(domain.corpus, link) is not None
    return link.role not in external_roles(domain) and domain.corpus.resolve(link) is None


class DrawWiki(SphinxPostTransform):
    """Post-transform that draws panels, figures and links of mentions.

    Runs before MyST's resolver (9) and Sphinx's (10), so that the references it makes are
    resolved by them. It builds all nodes anew, so a document may be resolved any number
    of times.
    """

    default_priority = 4

    def run(self, **kwargs: Any) -> None:
        """Replace the placeholders, and link the mentions."""
        del kwargs
        domain = wiki_of(self.env)
        if further := site_of(self.env).continuations:
            further.begin(self.env.docname)
        for kind in (value, addnodes.pending_xref):
            for node in self.document.findall(kind):
                node['spoils'] = spoils_of(node)  # before blocks are opened
        for docname, root in _pages_in(self.document, self.env.docname):
            if docname in domain.pages:
                _link_mentions(domain, docname, root)
                open_own_plot(root)
        _resolve_links(domain, self.document)
        for holder in list(self.document.findall(value)):
            holder.replace_self(_figure(domain, holder))
        for place in list(self.document.findall(panel)):
            _draw(domain, place)
        _leave_out_empty(self.document)


def _pages_in(document: nodes.document, docname: str) -> Iterator[tuple[str, nodes.Element]]:
    """Pages in a document: single-file builders put all of them into one."""
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
    for index, in_block in mentions.items():
        offset = 0
        for run, node in runs_of(blocks[index]):
            end = offset + len(run.text)
            inside = [m for m in in_block if offset <= m.start and m.end <= end]
            if inside and node is not None:
                pieces = _pieces(domain, docname, run.text, offset, inside)
                node.parent.replace(node, pieces)
            offset = end


def _pieces(
    domain: WikiDomain, docname: str, text: str, offset: int, mentions: list[Mention]
) -> list[nodes.Node]:
    pieces: list[nodes.Node] = []
    cursor = 0
    for mention in mentions:
        start, end = mention.start - offset, mention.end - offset
        if start > cursor:
            pieces.append(nodes.Text(text[cursor:start]))
        words = nodes.Text(text[start:end])
        pieces.append(_mention_link(domain, docname, words, mention.name))
        cursor = end
    if cursor < len(text):
        pieces.append(nodes.Text(text[cursor:]))
    return pieces


def _mention_link(
    domain: WikiDomain, docname: str, words: nodes.Text, name: PageName
) -> nodes.Node:
    """Link on a mention; without pages of critics, to the review of one who wrote no other."""
    if name.docname in domain.pages:
        return page_link([words], name.docname, name.anchor, mention=True)
    addresses = site_of(domain.env).addresses
    if addresses is None:
        reviews = lazy.generated_docnames.reviews_by_name(domain.corpus).get(name.text, ())
        if len(reviews) != 1:
            return words
        return page_link([words], reviews[0].docname, '', mention=True)
    address = addresses.page(docname, name.docname)
    return nodes.reference('', '', words, refuri=address, internal=True)


def _resolve_links(domain: WikiDomain, document: nodes.document) -> None:
    """Resolve `[](#id)` to its page, and replace links without a target by their text.

    MyST would also take an id for a file in the same folder, and call it ambiguous. Links
    to nothing are reported by us, in full.
    """
    for node in list(document.findall(addnodes.pending_xref)):
        link = link_of(node) or unjudged_link_of(node)
        if link is None:
            continue
        if is_broken(domain, link):
            left = node.astext() or link.target
            node.replace_self(nodes.inline('', left, classes=['dangling']))
        elif link.role == 'any' and (page := domain.corpus.find('any', link.target)):
            words: list[nodes.Node] = [nodes.Text(page.title)]
            if link.explicit:
                words = list(node[0].children)
            node.replace_self(page_link(words, page.docname, ''))
        elif link.role == 'term' and (place := hidden_term(domain.corpus, link.target)):
            node.replace_self(page_link(list(node[0].children), *place))


def _figure(domain: WikiDomain, holder: value) -> nodes.Node:
    """Figure in the form of its role, if it gives away no more than the block around it."""
    data, path = lazy.wiki_data, holder['path']
    try:
        shown = data.format_value(data.get_path(domain.exported, path))
    except KeyError:
        shown = None
    if shown is None or data.latest_spoiler(domain.exported, path) > holder['spoils']:
        return nodes.Text(f'[{path}]')
    return number('', in_form(shown, holder['form']), pointer=data.pointer_of(path))


def _draw(domain: WikiDomain, holder: panel) -> None:
    page = domain.pages.get(holder['docname'])
    definition = find_panel(holder['name'], holder['part'], page.kind) if page else None
    if page is None or page.facts is None or definition is None:
        holder.parent.remove(holder)
        return
    pieces = definition.draw(definition.view(domain.corpus, page))
    if not pieces:  # nor a heading
        holder['empty'] = True
        return
    headed = definition.title and holder['ids'] and not definition.calm
    title = definition.title() if definition.title and headed else None
    site = site_of(domain.env)
    if site.addresses is None or site.continuations is None:
        drawn = as_nodes(pieces)
        if title is None:
            holder.replace_self(drawn)
        else:
            _put_section(holder, in_section(holder, title, drawn))
        return
    label = label_of(holder['name'], holder['part'])
    kept = site.continuations.paginate(page, definition, label, pieces)
    addresses = site.addresses.on(page.docname)
    writer = HtmlWriter(*addresses, label, domain.numbering)
    writer.write(kept)
    holder['html'] = writer.html
    if title is not None:
        holder['title'] = title
        holder['seen'] = any_from(pieces)
    if rows := _rows_to_open(pieces):
        holder['rows'] = rows
    if is_searched(holder['name'], holder['part'], page.kind):
        anchor = holder['ids'][0] if title is not None else ''
        holder['passages'] = panel_passages(pieces, anchor, title or '')


def _leave_out_empty(document: nodes.document) -> None:
    """Remove panels without content, and the sections that hold nothing else.

    The ids of these sections stay on the document: the contents of the page leave them out.
    """
    emptied: list[str] = []
    for holder in [node for node in document.findall(panel) if node.get('empty')]:
        section = holder.parent
        section.remove(holder)
        while isinstance(section.parent, nodes.section) and len(section) == 1:
            emptied += section['ids']
            section, left = section.parent, section
            section.remove(left)
    document[EMPTIED] = emptied


def _put_section(holder: panel, section: nodes.section) -> None:
    """Put a section in the place of its panel, or after the text that would become part of it."""
    parent = holder.parent
    place = parent.index(holder)
    parent.remove(holder)
    while place < len(parent) and not isinstance(parent[place], nodes.section):
        place += 1
    parent.insert(place, section)


def _rows_to_open(pieces: Sequence[Piece]) -> list[tuple[str, str]]:
    """Anchor and title of each row that opens, for the contents of the page."""
    tables = (one for one in pieces if isinstance(one, Element) and one.tag == 'table')
    rows = (row for table in tables for row in opening_rows(table)[:MAX_ROWS])
    titles = ((one.extra, row_name(row)) for one, row, _blocks in rows)
    return [(anchor, title[:1].upper() + title[1:]) for anchor, title in titles]


_ALL: Final = 'criticwiki_entries'
"""Attribute with all entries of a toctree, some of which are cut."""


def without_cycles(
    children: Mapping[str, Sequence[str]], root: str | None = None
) -> dict[str, list[str]]:
    """Adjacency lists without the edges that close a circle in a search from the root."""
    _, back = topological_order(children, root)
    return {
        name: [child for place, child in enumerate(listed) if place not in back[name]]
        for name, listed in children.items()
    }


def break_toctree_cycles(_app: Sphinx, env: BuildEnvironment) -> None:
    """Handler of `env-updated`: cut circles and surplus out of the toctrees of the environment."""
    if wiki_of(env).changed:
        cut_toctrees(env)


def cut_toctrees(env: BuildEnvironment) -> None:
    """Cut circles and surplus out of the toctrees; the live preview calls it outside a build."""
    toctrees = {
        docname: list(env.tocs[docname].findall(addnodes.toctree))
        for docname in env.toctree_includes
    }
    _order_folders(toctrees, env)
    _cut_surplus(toctrees, env)
    written = {
        docname: [name for toctree in on_page for name in toctree['includefiles']]
        for docname, on_page in toctrees.items()
    }
    env.toctree_includes.update(without_cycles(written, env.config.root_doc))


_REVERSED: Final = 'criticwiki_backwards'
"""Attribute of a toctree that an editor has turned round: Sphinx keeps only the result."""


def _order_folders(
    toctrees: Mapping[str, Sequence[addnodes.toctree]], env: BuildEnvironment
) -> None:
    """Put the entries that patterns have found in the order of the lists of their folders.

    What an editor lists page by page keeps its place.
    """
    corpus = wiki_of(env).corpus
    places = lazy.folders.folder_places(corpus)
    for docname, on_page in toctrees.items():
        page = corpus.pages.get(docname)
        tables = page.toctrees if page else ()
        listed = {one.target for table in tables for one in table if not one.is_pattern}
        for toctree in on_page:
            if toctree['glob']:
                _order_entries(toctree, places, listed)


def _order_entries(toctree: addnodes.toctree, places: Mapping[str, int], listed: Set[str]) -> None:
    entries = toctree.get(_ALL, toctree['entries'])
    slots = [at for at, (_, name) in enumerate(entries) if name in places and name not in listed]
    names = [entries[at][1] for at in slots]
    if _REVERSED not in toctree:
        toctree[_REVERSED] = len(names) > 1 and names == sorted(names, reverse=True)
    folders = dict.fromkeys(name.rpartition('/')[0] for name in names)
    rank = {folder: at for at, folder in enumerate(folders)}
    way = -1 if toctree[_REVERSED] else 1
    names.sort(key=lambda name: (rank[name.rpartition('/')[0]], way * places[name]))
    words = {name: title for title, name in entries}
    ordered = list(entries)
    for at, name in zip(slots, names, strict=True):
        ordered[at] = (words[name], name)
    if ordered != entries:
        toctree[_ALL if _ALL in toctree else 'entries'] = ordered
        order = {name: at for at, (_, name) in enumerate(ordered)}
        toctree['includefiles'].sort(key=order.__getitem__)


def _cut_surplus(toctrees: Mapping[str, Sequence[addnodes.toctree]], env: BuildEnvironment) -> None:
    """Remove from toctrees the entries that are reported as too many.

    All entries are kept beside the others, since an edit of another page can make room again.
    """
    listed = {
        docname: [
            (toctree, number, target)
            for toctree in on_page
            for number, (_, target) in enumerate(toctree.get(_ALL, toctree['entries']))
            if target in env.all_docs
        ]
        for docname, on_page in toctrees.items()
    }
    children = {docname: [target for *_, target in entries] for docname, entries in listed.items()}
    headings = {page.docname: page.toctree_weight for page in wiki_of(env).pages.values()}
    surplus = surplus_entries(children, headings, env.config.root_doc)
    for docname, on_page in toctrees.items():
        places = [listed[docname][one.place] for one in surplus.get(docname, ())]
        for toctree in on_page:
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


class ApplyToctreeCuts(SphinxPostTransform):
    """Post-transform that gives a page the toctree entries that are left, in their order."""

    default_priority = 1

    def run(self, **_options: Any) -> None:
        """Copy the entries of the environment."""
        docname = self.env.docname
        kept = (
            [*self.env.tocs[docname].findall(addnodes.toctree)] if docname in self.env.tocs else []
        )
        for toctree, left in zip(self.document.findall(addnodes.toctree), kept, strict=False):
            toctree['entries'] = left['entries']
            toctree['includefiles'] = left['includefiles']


def break_footnote_cycles(_app: Sphinx, doctree: nodes.document) -> None:
    """Handler of `doctree-read`: replace circles of footnotes by text; no book could be set."""
    notes = {note['ids'][0]: note for note in doctree.findall(nodes.footnote)}
    leads = {
        name: [call for call in note.findall(nodes.footnote_reference) if 'refid' in call]
        for name, note in notes.items()
    }
    kept = without_cycles({name: [to['refid'] for to in calls] for name, calls in leads.items()})
    for name, calls in leads.items():
        for to in calls:
            if to['refid'] not in kept[name]:
                back = notes[to['refid']]['backrefs']
                back[:] = [other for other in back if other not in to['ids']]
                to.parent.replace(to, nodes.Text(f'[{to.astext()}]'))


class KeepFootnotesInSpoilers(SphinxTransform):
    """Transform that leaves a footnote in its spoiler block.

    MyST moves all that the document lists to the end of the page, into the open.
    """

    default_priority = Footnotes.default_priority + 2  # numbered by now, and not yet moved

    def apply(self, **kwargs: Any) -> None:
        """Take those footnotes off the lists of the document."""
        del kwargs
        hidden = {
            id(note)
            for block in self.document.findall(spoiler)
            for note in block.findall(nodes.footnote)
        }
        document = self.document
        for notes in (document.footnotes, document.autofootnotes, document.symbol_footnotes):
            notes[:] = [note for note in notes if id(note) not in hidden]


_YEAR: Final = re.compile(r'(?<![\w\'"\u2019])\'(?=[0-9]{2}(?![0-9]))')
_CLOSING: Final = re.compile(r"(?<=\S)'(?!\w)")


class SetYearApostrophes(SphinxTransform):
    """Transform that sets the apostrophe of a year, as in ’95.

    Sphinx takes it for an opening quotation mark, unless an `s` follows the year. Where the same
    words hold a mark that may close a quotation, it is left to Sphinx.
    """

    default_priority = SphinxSmartQuotes.default_priority - 1

    def apply(self, **kwargs: Any) -> None:
        """Replace the apostrophes in English text."""
        del kwargs
        language = self.config.language or 'en'
        if (
            not language.startswith('en')
            or not SphinxSmartQuotes(self.document, None).is_available()
        ):
            return
        for text in list(self.document.findall(nodes.Text)):
            if not is_smartquotable(text):
                continue
            start = _YEAR.search(text)
            if start and not _CLOSING.search(text, start.end()):
                text.parent.replace(text, nodes.Text(_YEAR.sub('\u2019', text)))


class ReplaceUnknownFootnotes(SphinxTransform):
    """Transform that replaces a footnote reference without a footnote by text: a problem of ours.

    It also leaves the lists by which MyST sorts footnotes and docutils numbers them.
    """

    default_priority = Footnotes.default_priority - 10  # before MyST sorts them by their calls

    def apply(self, **kwargs: Any) -> None:
        """Take those references off the lists of the document."""
        del kwargs
        if not forms_of(tuple(self.config.extensions)).closed:
            return
        document = self.document
        notes = (*document.footnotes, *document.autofootnotes)
        footnote_names = {name for note in notes for name in (*note['names'], *note['dupnames'])}
        for call in list(document.findall(nodes.footnote_reference)):
            name = call.get('refname')
            if name is None or name in footnote_names:
                continue
            calls = document.footnote_refs.get(name, [])
            calls[:] = [other for other in calls if other is not call]
            document.autofootnote_refs[:] = [
                other for other in document.autofootnote_refs if other is not call
            ]
            for identifier in call['ids']:
                del document.ids[identifier]
            call.parent.replace(call, nodes.Text(call.rawsource))
