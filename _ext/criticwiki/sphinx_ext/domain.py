"""Domain `wiki`: store of pages, their changes in a build, corpus and tree, roles, inventory."""

from __future__ import annotations

import os
import pickle
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypedDict, cast
from uuid import uuid4

from docutils import nodes
from sphinx import addnodes
from sphinx.domains import Domain, ObjType
from sphinx.errors import NoUri
from sphinx.roles import XRefRole
from sphinx.util.nodes import clean_astext, make_refnode

from criticwiki.cached_view import garbage_collection_paused
from criticwiki.corpus.aspects import aspect_places, aspect_slug, find_aspect
from criticwiki.markdown.links import DATA_FILES
from criticwiki.markdown.toctrees import Child, Tree
from criticwiki.model.numbering import UNKNOWN
from criticwiki.model.page import id_of
from criticwiki.text import has_line_break

from . import lazy
from .output import data_url, site_of
from .patches import entries

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence, Set

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.corpus.invalidation import Invalidation
    from criticwiki.corpus.names import Outgoing
    from criticwiki.export.wiki_data import LazyMapping
    from criticwiki.model.numbering import Numbering, SeriesKey
    from criticwiki.model.page import Block, Page

    from .changes import Changes


class Packed(TypedDict):
    """Domain data: the pickled pages and small tables about them, each by docname."""

    pages: dict[str, bytes]
    """Each page without its prose."""
    prose: dict[str, bytes]
    """The blocks of each page."""
    stamps: dict[str, tuple[int, int]]
    """Modification time and size of the source file of each page."""
    names: dict[str, tuple[str, str]]
    """Kind and title of each page."""
    numbering: Numbering
    """Seasons and specials by which the pages were read."""
    outgoing: dict[str, bytes]
    """Pickled sentences of each page that link to others: a cache."""
    outgoing_key: str
    """Key of that cache: what the sentences depend on beside the page itself."""


class PageStore(Mapping[str, 'Page']):
    """Lazy mapping of docname to page; unpickles a page on first access."""

    def __init__(self, packed: Packed, unpacked: dict[bytes, Page] | None = None) -> None:
        """Wrap the domain data; `unpacked` is the cache that copies share."""
        self._packed = packed
        self._unpacked: dict[bytes, Page] = {} if unpacked is None else unpacked

    def __getitem__(self, docname: str) -> Page:
        """The page without its prose."""
        packed = self._packed['pages'][docname]
        page = self._unpacked.get(packed)
        if page is None:
            page = self._unpacked[packed] = pickle.loads(packed)
        return page

    def __iter__(self) -> Iterator[str]:
        """All docnames, in the order of reading."""
        return iter(self._packed['pages'])

    def __len__(self) -> int:
        """How many pages there are."""
        return len(self._packed['pages'])

    def __contains__(self, docname: object) -> bool:
        """Whether there is such a page."""
        return docname in self._packed['pages']

    def all(self) -> list[Page]:
        """Every page, without its prose."""
        with garbage_collection_paused():
            return [self[docname] for docname in self]

    def prose(self, docname: str) -> tuple[Block, ...]:
        """The prose of a page; not cached."""
        blocks: tuple[Block, ...] = pickle.loads(self._packed['prose'][docname])
        return blocks

    def put(self, page: Page) -> None:
        """Store a page, replacing its earlier record."""
        self.drop(page.docname)
        self._packed['prose'][page.docname] = pickle.dumps(page.blocks, 5)
        self._packed['pages'][page.docname] = pickle.dumps(replace(page, blocks=()), 5)
        self._packed['stamps'][page.docname] = page.stamp
        self._packed['names'][page.docname] = (page.kind, page.title)

    def drop(self, docname: str) -> None:
        """Delete a page."""
        self._unpacked.pop(self._packed['pages'].get(docname, b''), None)
        for table in (*self._tables(self._packed), self._packed['outgoing']):
            table.pop(docname, None)

    def clear(self) -> None:
        """Delete all pages."""
        self._unpacked.clear()
        for table in (*self._tables(self._packed), self._packed['outgoing']):
            table.clear()

    def copy(self) -> PageStore:
        """A snapshot that later changes do not affect."""
        packed: Any = {
            name: dict(table) if isinstance(table, dict) else table
            for name, table in self._packed.items()
        }
        return PageStore(packed, self._unpacked)

    def take(self, docname: str, other: Packed) -> None:
        """Copy a page from the domain data of a worker process."""
        self.drop(docname)
        for table, source in zip(self._tables(self._packed), self._tables(other), strict=True):
            table[docname] = source[docname]

    def outgoing(self, key: str) -> dict[str, Sequence[Outgoing]]:
        """Cached sentences that link from page to page, if the cache has that key."""
        if self._packed['outgoing_key'] != key:
            self._packed['outgoing'].clear()
            self._packed['outgoing_key'] = key
        with garbage_collection_paused():
            return {name: pickle.loads(rows) for name, rows in self._packed['outgoing'].items()}

    def keep_outgoing(self, sentences: Mapping[str, Sequence[Outgoing]]) -> None:
        """Add sentences to that cache, for the next build."""
        packed = self._packed['outgoing']
        for docname in sentences.keys() - packed.keys():
            packed[docname] = pickle.dumps(sentences[docname], 5)

    @property
    def numbering(self) -> Numbering:
        """Seasons and specials by which the pages were read."""
        return self._packed['numbering']

    @property
    def stamps(self) -> Mapping[str, tuple[int, int]]:
        """The stamp of every page."""
        return self._packed['stamps']

    @property
    def names(self) -> Mapping[str, tuple[str, str]]:
        """Kind and title of every page."""
        return self._packed['names']

    @staticmethod
    def _tables(packed: Packed) -> tuple[dict[str, Any], ...]:
        return packed['pages'], packed['prose'], packed['stamps'], packed['names']


def stamp_of(env: BuildEnvironment, docname: str) -> tuple[int, int]:
    """Modification time and size of the source file of a page."""
    return file_stamp(f'{env.srcdir}/{env.doc2path(docname, base=False)}')


def file_stamp(path: str) -> tuple[int, int]:
    """Modification time in nanoseconds and size of a file; zeros where there is none."""
    try:
        status = os.stat(path)  # noqa: PTH116 - a Path for each of thousands takes longer
    except OSError:
        return (0, 0)
    return (status.st_mtime_ns, status.st_size)


def read_tree(env: BuildEnvironment, labels: Mapping[str, str]) -> Tree:
    """Tree of pages, as toctrees nest them, for the sidebar; some pages have short labels."""
    return Tree(env.config.root_doc, children_of_pages(env), _Titles(env, labels))


class _Titles(Mapping[str, str]):
    """Lazy mapping of docname to label, or title without markup: a sidebar shows few."""

    def __init__(self, env: BuildEnvironment, labels: Mapping[str, str]) -> None:
        self._nodes = env.titles
        self._texts: dict[str, str] = dict(labels)

    def __getitem__(self, docname: str) -> str:
        if docname not in self._texts:
            self._texts[docname] = clean_astext(self._nodes[docname])
        return self._texts[docname]

    def __contains__(self, docname: object) -> bool:
        return docname in self._nodes

    def __iter__(self) -> Iterator[str]:
        return iter(self._nodes)

    def __len__(self) -> int:
        return len(self._nodes)


def children_of_pages(env: BuildEnvironment) -> dict[str, list[Child]]:
    """Entries of the toctrees on each page that has any, by docname."""
    return {docname: _children(env, docname) for docname in env.toctree_includes}


def _children(env: BuildEnvironment, docname: str) -> list[Child]:
    return [
        Child(str(target), str(title or ''))
        for toctree in env.tocs[docname].findall(addnodes.toctree)
        for title, target in toctree['entries']
        if target != 'self'
    ]


DOMAIN: Final = 'wiki'
KINDS: Final = ('episode', 'character', 'review')


class ShortRole(XRefRole):
    """Role of this domain without its prefix: `{episode}` for `{wiki:episode}`."""

    def __init__(self, reftype: str, innernodeclass: type[nodes.TextElement]) -> None:
        """Create the role for cross-references of type `reftype`."""
        super().__init__(innernodeclass=innernodeclass)
        self.short = reftype

    def create_xref_node(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Create the cross-reference with domain and type of the prefixed role."""
        self.refdomain, self.reftype = DOMAIN, self.short
        self.classes = ['xref', self.refdomain, f'{self.refdomain}-{self.reftype}']
        return super().create_xref_node()


def data_link(
    env: BuildEnvironment,
    builder: Builder,
    fromdocname: str,
    target: str,
    contnode: nodes.Element,
) -> nodes.reference:
    """Reference to a data file.

    :raises NoUri: if the builder writes no data files, or none of that name; the text stays.
    """
    if not site_of(env).is_web or target not in DATA_FILES:
        raise NoUri
    address = data_url(builder, fromdocname, target)
    return nodes.reference('', '', contnode, refuri=address, internal=False)


def join_titles(doctree: nodes.document) -> None:
    """Replace line breaks in headings and captions, since `objects.inv` has one line an object."""
    for title in doctree.findall(_is_title):
        for text in list(title.findall(nodes.Text)):
            if has_line_break(text):
                text.parent.replace(text, nodes.Text(' '.join(text.splitlines()) or ' '))


def _is_title(node: nodes.Node) -> bool:
    return isinstance(node, (nodes.title, nodes.caption, nodes.rubric, nodes.term))


class WikiDomain(Domain):
    """Sphinx domain of wiki pages, by kind and id.

    Owns the records of all pages, and the caches computed from them while a build runs.
    """

    name = DOMAIN
    label = 'Wiki'
    object_types: ClassVar[dict[str, ObjType]] = {
        **{kind: ObjType(kind, kind, 'any') for kind in KINDS},
        'aspect': ObjType('aspect', 'aspect'),
        'critic': ObjType('critic', 'critic'),
    }
    roles: ClassVar[dict[str, Any]] = {
        **{kind: XRefRole(innernodeclass=nodes.inline) for kind in KINDS},
        'aspect': XRefRole(innernodeclass=nodes.inline),
        'critic': XRefRole(innernodeclass=nodes.inline),
        'data-file': XRefRole(innernodeclass=nodes.literal),
    }
    initial_data: ClassVar[dict[str, Any]] = {
        'state': '',
        'pages': {},
        'prose': {},
        'stamps': {},
        'names': {},
        'outgoing': {},
        'outgoing_key': '',
        'series': None,
        'aspects': {},
        'labels': {},
        'numbers': {},
        'numbering': UNKNOWN,
        'numbered': (0, 0),
        'unread': set(),
    }
    data_version = 7

    _changes: Changes | None = None
    _store: PageStore | None = None
    _corpus: Corpus | None = None
    _before: Corpus | None = None
    """Previous corpus, from which the next is built; pages in `_stale` have changed since."""
    _stale: frozenset[str] = frozenset()
    _exported: LazyMapping | None = None
    _tree: Tree | None = None

    @property
    def pages(self) -> PageStore:
        """Record of each page, by docname."""
        if self._store is None:
            self._store = PageStore(cast('Packed', self.data))
        return self._store

    @property
    def state(self) -> str:
        """Version of the pages: a new UUID after each build that changed any."""
        return str(self.data['state'])

    @property
    def changed(self) -> bool:
        """Whether this build has read or removed a page."""
        return self._changes is not None

    def note_change(self, docname: str) -> None:
        """Note that a page is about to be read or removed."""
        self._begin_changes().note(self.env, docname)
        before = self._corpus or self._before
        if before is not None and docname in before.pages:
            before.outgoing(docname)  # cached while the prose of the old state is still there

    def _begin_changes(self) -> Changes:
        """The changes of this build; the first call takes the snapshot of what was before."""
        if self._changes is None:
            self._changes = lazy.changes.Changes.begin(self.env, self.pages)
        return self._changes

    @property
    def edited(self) -> frozenset[str]:
        """Docnames that this build has read or removed."""
        return frozenset(self._changes.titles) if self._changes else frozenset()

    def invalidation(self) -> Invalidation:
        """Pages that the changes of this build invalidate."""
        if self._changes is None:
            return lazy.invalidation.NOTHING
        return self._changes.invalidation(self.env, self.corpus)

    def same_facts(self) -> bool:
        """Whether this build has changed prose at most: no fact, title or term."""
        return self._changes is None or self._changes.same_facts(self.pages)

    def settle(self) -> str:
        """End the set of changes; returns the version of the pages."""
        if self._changes is not None:
            self.data['state'] = uuid4().hex
            self._changes = None
        return self.state

    def note_page(self, page: Page) -> None:
        """Store the record of a page."""
        self.note_change(page.docname)
        self.pages.put(page)
        self._invalidate(page.docname)

    def clear_doc(self, docname: str) -> None:
        """Delete the record of a page."""
        self.note_change(docname)
        self.data['unread'].discard(docname)
        self.pages.drop(docname)
        self._invalidate(docname)

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Merge the pages that a worker process has read."""
        for docname in otherdata['pages'].keys() & docnames:
            self.note_change(docname)
            self.pages.take(docname, cast('Packed', otherdata))
            self._invalidate(docname)

    def pack(self) -> None:
        """Store caches in the domain data, just before the environment is pickled."""
        if self._corpus is not None:
            self.pages.keep_outgoing(self._corpus.outgoing_cache)
            self.data['series'] = self.series
            self.data['aspects'] = self.aspects
            self.data['labels'] = dict(self.short_labels)
            self.data['numbers'] = self.numbers

    def _invalidate(self, docname: str) -> None:
        self._before, self._corpus = self._corpus or self._before, None
        self._stale = self._stale | {docname}
        self._exported = None
        self._tree = None

    @property
    def corpus(self) -> Corpus:
        """All pages together; valid only after all are read."""
        if self._corpus is None:
            before, stale = self._before, self._stale
            self._before, self._stale = None, frozenset()
            self._corpus = lazy.changes.corpus_after(self.env, self.pages, before, stale)
        return self._corpus

    @property
    def series(self) -> SeriesKey | None:
        """What every page shows of the series: its title, its seasons and specials."""
        if self._corpus is None and self._changes is None:
            cached: SeriesKey | None = self.data['series']
            return cached
        return lazy.common.series_key(self.corpus)

    @property
    def aspects(self) -> Mapping[str, tuple[str, str]]:
        """Docname and anchor of each aspect in the table of aspects."""
        if self._corpus is None and self._changes is None:
            cached: Mapping[str, tuple[str, str]] = self.data['aspects']
            return cached
        return aspect_places(self.corpus)

    @property
    def short_labels(self) -> Mapping[str, str]:
        """What the sidebar calls reviews, by docname."""
        if self._corpus is None and self._changes is None:
            cached: Mapping[str, str] = self.data['labels']
            return cached
        return lazy.review_list.short_labels(self.corpus)

    @property
    def numbers(self) -> Mapping[str, str]:
        """Docname of the page of each episode, by its number as the inventory has it."""
        if self._corpus is None and self._changes is None:
            cached: Mapping[str, str] = self.data['numbers']
            return cached
        return lazy.corpus.numbers_of_episodes(self.corpus)

    @property
    def numbering(self) -> Numbering:
        """Seasons and specials by which the pages are read."""
        return self.pages.numbering

    @property
    def numbered(self) -> tuple[int, int]:
        """Stamp of the index page when its numbering was read."""
        stamp: tuple[int, int] = self.data['numbered']
        return stamp

    def renumber(self, numbering: Numbering, stamp: tuple[int, int]) -> None:
        """Take over the numbering of the index page; by another one all pages are outdated."""
        if numbering != self.numbering:
            self._begin_changes()
            self.data['unread'] = set(self.env.found_docs)
        self.data['numbering'], self.data['numbered'] = numbering, stamp

    @property
    def unread(self) -> frozenset[str]:
        """Pages that were read by an earlier numbering, in a build that was interrupted too."""
        return frozenset(self.data['unread'])

    @property
    def exported(self) -> LazyMapping:
        """The data of `wiki.json`."""
        if self._exported is None:
            self._exported = lazy.wiki_data.lazy_wiki_data(self.corpus)
        return self._exported

    @property
    def tree(self) -> Tree:
        """Tree of pages as toctrees nest them; the live preview sets it while it is unchanged."""
        if self._tree is None:
            self._tree = read_tree(self.env, self.short_labels)
        return self._tree

    @tree.setter
    def tree(self, tree: Tree) -> None:
        self._tree = tree

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: addnodes.pending_xref,
        contnode: nodes.Element,
    ) -> nodes.reference | None:
        """Resolve a role: a page by id, an aspect, a page and anchor by docname, or a data file."""
        if typ == 'data-file':
            return data_link(env, builder, fromdocname, target, contnode)
        if typ == 'page':
            return make_refnode(builder, fromdocname, target, node.get('refanchor', ''), contnode)
        if typ == 'aspect':
            name = find_aspect(self.corpus, target)
            place = self.aspects[name] if name else None
            return make_refnode(builder, fromdocname, *place, contnode) if place else None
        if typ == 'critic':
            return self._critic_link(builder, fromdocname, target, node, contnode)
        page = self.corpus.find(typ, target)
        return self._link(builder, fromdocname, page, node, contnode) if page else None

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: addnodes.pending_xref,
        contnode: nodes.Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Resolve `[](#id)` to a page."""
        del env
        page = self.corpus.find('any', target)
        if page is None:
            return []
        return [(f'wiki:{page.kind}', self._link(builder, fromdocname, page, node, contnode))]

    def _critic_link(
        self,
        builder: Builder,
        fromdocname: str,
        target: str,
        node: addnodes.pending_xref,
        contnode: nodes.Element,
    ) -> nodes.reference | None:
        """Link to the page of a critic; without such pages, to their review if they wrote one.

        :raises NoUri: if there is no one page to link to; the text stays.
        """
        name = lazy.generated_docnames.find_critic(self.corpus, target)
        if name is None:
            return None
        docname = lazy.generated_docnames.page_of_verdicts(self.corpus, name)
        if site_of(self.env).addresses is None:
            reviews = lazy.generated_docnames.reviews_by_name(self.corpus)[name]
            if len(reviews) > 1:
                raise NoUri
            docname = reviews[0].docname
        if not node.get('refexplicit'):
            contnode = nodes.inline(name, name, classes=contnode.get('classes', []))
        return make_refnode(builder, fromdocname, docname, '', contnode)

    @staticmethod
    def _link(
        builder: Builder,
        fromdocname: str,
        page: Page,
        node: addnodes.pending_xref,
        contnode: nodes.Element,
    ) -> nodes.reference:
        text = contnode
        if not node.get('refexplicit'):
            text = nodes.inline(page.title, page.title, classes=contnode.get('classes', []))
        return make_refnode(builder, fromdocname, page.docname, '', text)

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Objects for the inventory and the search: pages that have a kind, and critics."""
        return entries(self._objects(), self.name)

    def _objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        for docname, (kind, title) in sorted(self.pages.names.items()):
            if kind in KINDS:
                identifier = id_of(docname)
                yield identifier, title or identifier, kind, docname, '', 0
        # with -1 they stay out of the search, which has the same pages by their titles
        for number, docname in self.numbers.items():
            yield number, self.pages.names[docname][1] or number, 'episode', docname, '', -1
        for name, (docname, anchor) in self.aspects.items():
            yield aspect_slug(name), name, 'aspect', docname, anchor, 1
        # with -1 they stay out of the search, which knows only pages with a source
        critics = site_of(self.env).critics
        for docname, name in sorted(critics.titles.items() if critics else ()):
            for key in dict.fromkeys((docname.rpartition('/')[2], name)):
                yield key, name, 'critic', docname, '', -1


def wiki_of(env: BuildEnvironment) -> WikiDomain:
    """The wiki domain of an environment."""
    domain = env.get_domain(WikiDomain.name)
    assert isinstance(domain, WikiDomain)
    return domain


def note_change(_app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Note that a page is about to be read or removed."""
    wiki_of(env).note_change(docname)


def pack(_app: Sphinx, env: BuildEnvironment) -> None:
    """Store what was computed from the pages in the environment, just before it is saved."""
    wiki_of(env).pack()
