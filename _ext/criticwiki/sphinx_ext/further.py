"""Further pages: the rows of long tables and lists that do not fit the page they belong to.

They are web pages without a source. One is written only when its page is written and its
own content is another than before; it goes when its page goes or the table shrinks.
"""

from __future__ import annotations

from functools import partial
from html import escape
from typing import TYPE_CHECKING, Any

from criticwiki.sphinx_ext.digests import digest
from criticwiki.sphinx_ext.domain import wiki_of
from criticwiki.sphinx_ext.further_names import free_name
from criticwiki.sphinx_ext.render.as_html import HtmlWriter
from criticwiki.sphinx_ext.render.cut import Cutter
from criticwiki.sphinx_ext.sourceless import Sourceless, page_context

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sphinx.application import Sphinx

    from criticwiki.core.navigation import Tree
    from criticwiki.core.pages import Page
    from criticwiki.sphinx_ext.addresses import Addresses
    from criticwiki.sphinx_ext.panels import Panel
    from criticwiki.sphinx_ext.render.cut import Further
    from criticwiki.sphinx_ext.render.pieces import Element, Piece


class FurtherPages:
    """The further pages of a build, from where panels are drawn to where they are written."""

    def __init__(self, app: Sphinx, addresses: Addresses) -> None:
        """Begin with what the last build wrote."""
        self._app = app
        self._addresses = addresses
        self._drawn: dict[str, list[Further]] = {}
        self._pages = Sourceless(app, 'further')

    def begin(self, docname: str) -> None:
        """A page is drawn anew."""
        self._drawn[docname] = []

    def cut(self, page: Page, panel: Panel, label: str, pieces: list[Element]) -> list[Piece]:
        """What stands on the page itself; the rest is kept until it is written."""
        title = panel.title() if panel.title else label
        free = partial(free_name, pages=self._app.env.found_docs)
        cutter = Cutter(page.docname, page.title, title, label, free)
        kept = cutter.cut(pieces)
        self._drawn[page.docname] += cutter.further
        return kept

    def write(self, docname: str) -> None:
        """Write the further pages of a page that was just drawn, and remove those of before."""
        drawn = self._drawn.pop(docname, [])
        if not drawn and docname not in self._pages.written:
            return
        self._pages.settle_frame()
        made = {further.here.name: self._context(docname, further) for further in drawn}
        now = {name: self._digest(docname, context) for name, context in made.items()}
        self._pages.write(docname, now, made.__getitem__)

    def write_all(self) -> None:
        """Write those of all pages that were drawn in this build."""
        for docname in sorted(self._drawn):
            self.write(docname)
        for docname in sorted(self._pages.written.keys() - self._app.env.found_docs):
            self.write(docname)

    def claims(self, file: Path) -> bool:
        """Whether an output file is that of a further page."""
        return self._pages.claims(file)

    def _context(self, docname: str, further: Further) -> dict[str, Any]:
        here = further.here
        writer = HtmlWriter(
            partial(self._addresses.page, here.name), partial(self._addresses.data, here.name)
        )
        writer.write(further.pieces)
        titles = self._app.env.titles
        above = [(name, titles[name].astext()) for name in self._tree.path(docname)]
        near = (further.previous, further.following)
        previous, following = (
            {'link': self._addresses.page(here.name, one.name), 'title': escape(one.title)}
            if one
            else None
            for one in near
        )
        context = page_context(self._addresses, here.name, here.title, writer.html, docname, above)
        return {**context, 'prev': previous, 'next': following}

    def _digest(self, docname: str, context: dict[str, Any]) -> str:
        return digest(sorted(context.items()), self._tree.sidebar(docname))

    @property
    def _tree(self) -> Tree:
        return wiki_of(self._app.env).tree


def write_further(app: Sphinx, docname: str) -> None:
    """Write the further pages of a page that was just drawn, outside a whole build."""
    if further := wiki_of(app.env).further:
        further.write(docname)


def _begin(app: Sphinx) -> None:
    domain = wiki_of(app.env)
    domain.further = FurtherPages(app, domain.addresses) if domain.addresses else None


def _write_all(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    if further := wiki_of(app.env).further:
        further.write_all()
    return iter(())


def setup_further(app: Sphinx) -> None:
    """Connect to the events of HTML builders; the addresses are known by now (500)."""
    app.connect('builder-inited', _begin, priority=600)
    app.connect('html-collect-pages', _write_all)
