"""The domain `wiki`: owns all that is known of the pages, and resolves links to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast
from uuid import uuid4

from docutils import nodes
from sphinx.domains import Domain, ObjType
from sphinx.roles import XRefRole
from sphinx.util.nodes import make_refnode

from criticwiki.corpus.reach import NOWHERE
from criticwiki.model.page import id_of

from .addresses import Addresses
from .inventory import entries
from .roles import DOMAIN, KINDS, add_short_roles, data_link
from .store import PageStore
from .toctrees import read_tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.corpus.reach import Reach
    from criticwiki.export.lookup import Made
    from criticwiki.markdown.navigation import Tree
    from criticwiki.model.page import Page

    from .changes import Changes
    from .data_state import DataFiles
    from .further import FurtherPages
    from .generated_pages import CriticPages
    from .store import Packed


class WikiDomain(Domain):
    """Pages by kind and id.

    What works things out of pages is loaded late: a build without a change asks for nothing.
    """

    name = DOMAIN
    label = 'Wiki'
    object_types: ClassVar[dict[str, ObjType]] = {
        **{kind: ObjType(kind, kind, 'any') for kind in KINDS},
        'critic': ObjType('critic', 'any'),
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
        'season': None,
    }
    data_version = 4

    addresses: Addresses | None = None
    """Where the builder's pages are, if it makes a web site with a file for each."""
    data_files: DataFiles | None = None
    """What of the data files is known to be as it would be now."""
    _changes: Changes | None = None
    _store: PageStore | None = None
    further: FurtherPages | None = None
    """What goes on further pages, if the builder makes such a site."""
    critics: CriticPages | None = None
    """The pages of critics, likewise."""
    _corpus: Corpus | None = None
    _before: Corpus | None = None
    """The last corpus, until there is one with the pages that are `_stale` in it."""
    _stale: frozenset[str] = frozenset()
    _exported: Made | None = None
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
        return str(self.data['state'])

    @property
    def data_settled(self) -> bool:
        """Whether no fact or title has changed since the data files were written."""
        return self.data_files is not None and self.data_files.settled

    @property
    def changed(self) -> bool:
        """Whether a page was read or removed in this build."""
        return self._changes is not None

    def note_change(self, docname: str) -> None:
        """Note that a page is about to be read or removed."""
        if self._changes is None:
            from .changes import Changes

            self._changes = Changes.begin(self.env, self.pages)
        self._changes.note(self.env, docname)
        before = self._corpus or self._before
        if before is not None and docname in before.pages:
            before.outgoing(docname)  # asked for while its prose is still that of before

    @property
    def edited(self) -> frozenset[str]:
        """The pages that were read or removed in this build."""
        return frozenset(self._changes.titles) if self._changes else frozenset()

    def reach(self) -> Reach:
        """How far the changes of this build reach."""
        if self._changes is None:
            return NOWHERE
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
        self._forget(page.docname)

    def clear_doc(self, docname: str) -> None:
        """Forget a page."""
        self.note_change(docname)
        self.pages.drop(docname)
        self._forget(docname)

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take over what a worker read."""
        for docname in otherdata['pages'].keys() & docnames:
            self.note_change(docname)
            self.pages.take(docname, cast('Packed', otherdata))
            self._forget(docname)

    def pack(self) -> None:
        """Make what was worked out part of the environment, just before it is saved."""
        if self._corpus is not None:
            self.pages.keep_outgoing(self._corpus.kept_outgoing)
            self.data['season'] = self.season

    def _forget(self, docname: str) -> None:
        self._before, self._corpus = self._corpus or self._before, None
        self._stale = self._stale | {docname}
        self._exported = None
        self._tree = None

    @property
    def corpus(self) -> Corpus:
        """All pages together; only to be asked for when all are read."""
        if self._corpus is None:
            from .changes import corpus_after

            before, stale = self._before, self._stale
            self._before, self._stale = None, frozenset()
            self._corpus = corpus_after(self.env, self.pages, before, stale)
        return self._corpus

    @property
    def season(self) -> tuple[str, int] | None:
        """The series and its number of episodes, which every page says."""
        if self._corpus is None and self._changes is None:
            known: tuple[str, int] | None = self.data['season']
            return known
        from criticwiki.panels.common import season_key

        return season_key(self.corpus)

    @property
    def exported(self) -> Made:
        """The data of `wiki.json`."""
        if self._exported is None:
            from criticwiki.export.lookup import data_of

            self._exported = data_of(self.corpus)
        return self._exported

    @property
    def tree(self) -> Tree:
        """The pages as their tables of contents nest them; who knows it unchanged may keep it."""
        if self._tree is None:
            self._tree = read_tree(self.env)
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
        node: pending_xref,
        contnode: nodes.Element,
    ) -> nodes.reference | None:
        """Lead to a page by id, to a page and anchor by docname, or to a data file."""
        del env
        if typ == 'data-file':
            return data_link(builder, fromdocname, target, contnode)
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
        return entries(self._objects(), self.name)

    def _objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        for docname, (kind, title) in sorted(self.pages.names.items()):
            if kind in KINDS:
                identifier = id_of(docname)
                yield identifier, title or identifier, kind, docname, '', 0
        # with -1 they stay out of the search, which knows only pages with a source
        for docname, name in sorted(self.critics.titles.items() if self.critics else ()):
            yield docname.rpartition('/')[2], name, 'critic', docname, '', -1


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
    add_short_roles(app)
