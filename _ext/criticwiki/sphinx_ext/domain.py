"""The domain `wiki`: owns all that is known of the pages, and resolves links to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx.domains import Domain, ObjType
from sphinx.errors import NoUri
from sphinx.roles import XRefRole
from sphinx.util.nodes import make_refnode

from criticwiki.core.corpus import Corpus
from criticwiki.core.export import wiki_data
from criticwiki.sphinx_ext.addresses import Addresses, data_address, writes_data
from criticwiki.sphinx_ext.contents import read_tree
from criticwiki.sphinx_ext.settings import notations

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from criticwiki.core.navigation import Tree
    from criticwiki.core.pages import Page
    from criticwiki.core.prose import Link
    from criticwiki.sphinx_ext.further import FurtherPages

KINDS = ('episode', 'character', 'review')


class ShortRole(XRefRole):
    """A role of this domain under a name without the domain: `{episode}`."""

    def __init__(self, reftype: str, innernodeclass: type[nodes.TextElement]) -> None:
        """Make the role that creates references of `reftype`."""
        super().__init__(innernodeclass=innernodeclass)
        self.short = reftype

    def create_xref_node(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Give the reference the domain and type of the long role."""
        self.refdomain, self.reftype = WikiDomain.name, self.short
        self.classes = ['xref', self.refdomain, f'{self.refdomain}-{self.reftype}']
        return super().create_xref_node()


class WikiDomain(Domain):
    """Pages by kind and id."""

    name = 'wiki'
    label = 'Wiki'
    object_types: ClassVar[dict[str, ObjType]] = {
        kind: ObjType(kind, kind, 'any') for kind in KINDS
    }
    roles: ClassVar[dict[str, Any]] = {
        **{kind: XRefRole(innernodeclass=nodes.inline) for kind in KINDS},
        'data-file': XRefRole(innernodeclass=nodes.literal),
    }
    initial_data: ClassVar[dict[str, Any]] = {'pages': {}}
    data_version = 1

    addresses: Addresses | None = None
    """Where the builder's pages are, if it makes a web site with a file for each."""
    further: FurtherPages | None = None
    """What goes on further pages, if the builder makes such a site."""
    _corpus: Corpus | None = None
    _exported: dict[str, Any] | None = None
    _tree: Tree | None = None

    @property
    def pages(self) -> dict[str, Page]:
        """What was read of each page, by docname."""
        pages: dict[str, Page] = self.data['pages']
        return pages

    def note_page(self, page: Page) -> None:
        """Keep what was read of a page."""
        self.pages[page.docname] = page
        self._forget()

    def clear_doc(self, docname: str) -> None:
        """Forget a page."""
        self.pages.pop(docname, None)
        self._forget()

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take over what a worker read."""
        for docname, page in otherdata['pages'].items():
            if docname in docnames:
                self.pages[docname] = page
        self._forget()

    def _forget(self) -> None:
        self._corpus = None
        self._exported = None
        self._tree = None

    @property
    def corpus(self) -> Corpus:
        """All pages together; only to be asked for when all are read."""
        if self._corpus is None:
            self._corpus = Corpus(
                self.pages.values(), _labels(self.env), notations(self.env.config)
            )
        return self._corpus

    @property
    def exported(self) -> dict[str, Any]:
        """The data of `wiki.json`."""
        if self._exported is None:
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
        for docname, page in sorted(self.pages.items()):
            if page.kind in KINDS:
                yield page.id, page.title or page.id, page.kind, docname, '', 0


def _labels(env: BuildEnvironment) -> dict[str, str]:
    """Every other name that `[](#name)` may lead to, and the page that has it."""
    standard = env.domains.standard_domain
    labels = {name: entry[0] for name, entry in standard.anonlabels.items()}
    for domain in env.domains.sorted():
        if domain.name != WikiDomain.name:
            labels.update({entry[0]: entry[3] for entry in domain.get_objects()})
    return labels


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


def setup_domain(app: Sphinx) -> None:
    """Register the domain and the short roles."""
    app.connect('builder-inited', _note_builder)
    app.add_domain(WikiDomain)
    for kind in KINDS:
        app.add_role(kind, ShortRole(kind, nodes.inline))
    app.add_role('data-file', ShortRole('data-file', nodes.literal))
