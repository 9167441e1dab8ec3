"""The domain `wiki`: owns all that is known of the pages, and resolves links to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast
from uuid import uuid4

from docutils import nodes
from sphinx.domains import Domain, ObjType
from sphinx.errors import NoUri
from sphinx.roles import XRefRole
from sphinx.util.nodes import make_refnode

from criticwiki.core.pages import id_of
from criticwiki.sphinx_ext.addresses import Addresses, data_address, writes_data
from criticwiki.sphinx_ext.contents import read_tree
from criticwiki.sphinx_ext.roles import DOMAIN, ShortRole
from criticwiki.sphinx_ext.store import PageStore

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Set

    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from criticwiki.core.corpus import Corpus
    from criticwiki.core.dependents import Reach
    from criticwiki.core.navigation import Tree
    from criticwiki.core.pages import Page
    from criticwiki.core.prose import Link
    from criticwiki.sphinx_ext.changes import Changes
    from criticwiki.sphinx_ext.further import FurtherPages
    from criticwiki.sphinx_ext.store import Packed

KINDS = ('episode', 'character', 'review')


class WikiDomain(Domain):
    """Pages by kind and id.

    What it works out of the pages is loaded when it is asked for: a build without a change
    asks for nothing, and loading takes as long as such a build.
    """

    name = DOMAIN
    label = 'Wiki'
    object_types: ClassVar[dict[str, ObjType]] = {
        kind: ObjType(kind, kind, 'any') for kind in KINDS
    }
    roles: ClassVar[dict[str, Any]] = {
        **{kind: XRefRole(innernodeclass=nodes.inline) for kind in KINDS},
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
    }
    data_version = 3

    addresses: Addresses | None = None
    """Where the builder's pages are, if it makes a web site with a file for each."""
    data_settled: bool = False
    """Whether the data files are what they would be now."""
    _changes: Changes | None = None
    _store: PageStore | None = None
    further: FurtherPages | None = None
    """What goes on further pages, if the builder makes such a site."""
    _corpus: Corpus | None = None
    _exported: dict[str, Any] | None = None
    _tree: Tree | None = None

    @property
    def pages(self) -> PageStore:
        """What was read of each page, by docname."""
        if self._store is None:
            self._store = PageStore(cast('Packed', self.data))
        return self._store

    @property
    def state(self) -> str:
        """The name of the state of all pages at the end of the last build that changed one."""
        state: str = self.data['state']
        return state

    @property
    def changed(self) -> bool:
        """Whether a page was read or removed in this build."""
        return self._changes is not None

    def note_change(self, docname: str) -> None:
        """Note that a page is about to be read or removed."""
        if self._changes is None:
            from criticwiki.sphinx_ext.changes import Changes

            self._changes = Changes.begin(self.env, self.pages)
        self._changes.note(self.env, docname)

    def reach(self) -> Reach:
        """How far the changes of this build reach."""
        if self._changes is None:
            from criticwiki.core.dependents import Reach

            return Reach((), everywhere=False)
        return self._changes.reach(self.env, self.corpus)

    def same_facts(self) -> bool:
        """Whether no fact, title or term has changed in this build, but prose at most."""
        return self._changes is None or self._changes.same_facts(self.pages)

    def settle(self) -> str:
        """Take the pages as they are for compared, and give the name of their state."""
        if self._changes is not None:
            self.data['state'] = uuid4().hex
            self._changes = None
        return self.state

    def note_page(self, page: Page) -> None:
        """Keep what was read of a page."""
        self.note_change(page.docname)
        self.pages.put(page)
        self._forget()

    def clear_doc(self, docname: str) -> None:
        """Forget a page."""
        self.note_change(docname)
        self.pages.drop(docname)
        self._forget()

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take over what a worker read."""
        for docname in otherdata['pages'].keys() & docnames:
            self.note_change(docname)
            self.pages.take(docname, cast('Packed', otherdata))
        self._forget()

    def pack(self) -> None:
        """Make what was worked out part of the environment, just before it is saved."""
        if self._corpus is not None:
            self.pages.keep_outgoing(self._corpus.kept_outgoing)

    def _forget(self) -> None:
        self._corpus = None
        self._exported = None
        self._tree = None

    @property
    def corpus(self) -> Corpus:
        """All pages together; only to be asked for when all are read."""
        if self._corpus is None:
            from criticwiki.sphinx_ext.changes import labels_of, make_corpus

            self._corpus = make_corpus(self.env, self.pages, labels_of(self.env))
        return self._corpus

    def follow(self, before: Corpus, edited: Collection[str], tree: Tree | None) -> None:
        """Make the corpus after the edit of a few pages from the one before it.

        What is asked of that one about these pages must have been asked before they were
        read, since their prose is no longer at hand. `tree` is given where it is the same.
        """
        from criticwiki.core.carry import carry_over
        from criticwiki.sphinx_ext.changes import labels_of, plain_corpus

        self._tree = tree
        if all(docname in self.pages and docname in before.pages for docname in edited):
            corpus = plain_corpus(self.env, self.pages, labels_of(self.env))
            if carry_over(before, corpus, edited):
                self._corpus = corpus

    @property
    def exported(self) -> dict[str, Any]:
        """The data of `wiki.json`."""
        if self._exported is None:
            from criticwiki.core.export import wiki_data

            self._exported = wiki_data(self.corpus)
        return self._exported

    @property
    def tree(self) -> Tree:
        """The pages as their tables of contents nest them."""
        if self._tree is None:
            self._tree = read_tree(self.env)
        return self._tree

    def leads_nowhere(self, link: Link) -> bool:
        """Whether a link leads to nothing, neither here nor in another project."""
        inventories = getattr(self.env, 'intersphinx_inventory', None)
        if link.role in {'any', 'term'} and inventories:
            return False
        return self.corpus.resolve(link) is None

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> nodes.reference | None:
        """Lead to a page by id, to a page and anchor by docname, or to a data file."""
        del env
        if typ == 'data-file':
            return _data_link(builder, fromdocname, target, contnode)
        if typ == 'page':
            return make_refnode(builder, fromdocname, target, node.get('refanchor', ''), contnode)
        page = self.corpus.find(typ, target)
        return self._link(builder, fromdocname, page, node, contnode) if page else None

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Lead `[](#id)` to a page."""
        del env
        page = self.corpus.find('any', target)
        if page is None:
            return []
        return [(f'wiki:{page.kind}', self._link(builder, fromdocname, page, node, contnode))]

    @staticmethod
    def _link(
        builder: Builder, fromdocname: str, page: Page, node: pending_xref, contnode: nodes.Element
    ) -> nodes.reference:
        text = contnode
        if not node.get('refexplicit'):
            text = nodes.inline(page.title, page.title, classes=contnode.get('classes', []))
        return make_refnode(builder, fromdocname, page.docname, '', text)

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Pages of a kind, for the inventory and the search."""
        for docname, (kind, title) in sorted(self.pages.names.items()):
            if kind in KINDS:
                identifier = id_of(docname)
                yield identifier, title or identifier, kind, docname, '', 0


def _data_link(
    builder: Builder, fromdocname: str, target: str, contnode: nodes.Element
) -> nodes.reference:
    """A link to a data file.

    :raises NoUri: where the builder writes none; the name of the file stays.
    """
    if not writes_data(builder):
        raise NoUri
    address = data_address(builder, fromdocname, target)
    return nodes.reference('', '', contnode, refuri=address, internal=False)


def wiki_of(env: BuildEnvironment) -> WikiDomain:
    """The wiki domain of an environment."""
    domain = env.get_domain(WikiDomain.name)
    assert isinstance(domain, WikiDomain)
    return domain


def _note_builder(app: Sphinx) -> None:
    wiki_of(app.env).addresses = Addresses.of(app.builder)


def _note_change(_app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    wiki_of(env).note_change(docname)


def _pack(_app: Sphinx, env: BuildEnvironment) -> None:
    wiki_of(env).pack()


def setup_domain(app: Sphinx) -> None:
    """Register the domain and the short roles."""
    app.connect('builder-inited', _note_builder)
    app.connect('env-purge-doc', _note_change, priority=100)  # before collectors forget the page
    app.connect('env-updated', _pack, priority=900)
    app.add_domain(WikiDomain)
    for kind in KINDS:
        app.add_role(kind, ShortRole(kind, nodes.inline))
    app.add_role('data-file', ShortRole('data-file', nodes.literal))
