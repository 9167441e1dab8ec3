"""Further pages: the rows of long tables and lists that do not fit the page they belong to.

They are web pages without a source. One is written only when its page is written and its
own content is another than before; it goes when its page goes or the table shrinks.
"""

from __future__ import annotations

from functools import partial
from html import escape
from typing import TYPE_CHECKING, Any

from criticwiki.panels.further_names import free_name
from criticwiki.panels.html import HtmlWriter
from criticwiki.panels.pagination import Cutter
from criticwiki.panels.pieces import plan_of
from criticwiki.sphinx_ext.html.body import mark_links

from .domain import wiki_of
from .fingerprint import digest
from .sourceless import Sourceless, page_context

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sphinx.application import Sphinx

    from criticwiki.markdown.navigation import Tree
    from criticwiki.model.page import Page
    from criticwiki.panels.drawings import Panel
    from criticwiki.panels.pagination import Further
    from criticwiki.panels.pieces import Element, Piece

    from .addresses import Addresses


class FurtherPages:
    """The further pages of a build, from where panels are drawn to where they are written."""

    def __init__(self, app: Sphinx, addresses: Addresses) -> None:
        """Begin with what the last build wrote."""
        self._app = app
        self._addresses = addresses
        self._drawn: dict[str, list[Further]] = {}
        self._pages = Sourceless(app, 'further')
        self._planned: dict[str, tuple[object, str]] = {}
        """By further page: what it was last to be made from, and the digest of that."""

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
        season = wiki_of(self._app.env).season
        around = digest(self._above(docname), self._tree.sidebar(docname), season)
        made = {further.here.name: further for further in drawn}
        now = {name: self._digest(around, further) for name, further in made.items()}
        self._pages.write(docname, now, lambda name: self._context(docname, made[name]))

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
        rows = mark_links(self._app, here.name, writer.html)
        above = self._above(docname)
        near = (further.previous, further.following)
        previous, following = (
            {'link': self._addresses.page(here.name, one.name), 'title': escape(one.title)}
            if one
            else None
            for one in near
        )
        context = page_context(self._addresses, here.name, here.title, rows, docname, above)
        return {**context, 'prev': previous, 'next': following}

    def _above(self, docname: str) -> list[tuple[str, str]]:
        titles = self._app.env.titles
        return [(name, titles[name].astext()) for name in self._tree.path(docname)]

    def _digest(self, around: str, further: Further) -> str:
        """A digest of all that a further page is made from: most need not be drawn."""
        near = (further.here, further.previous, further.following)
        from criticwiki.panels.previews import previews_in

        rows = tuple(map(plan_of, further.pieces))
        plan = (around, repr(near), rows, previews_in(wiki_of(self._app.env).corpus, rows))
        known = self._planned.get(further.here.name)
        told = known[1] if known and _same(known[0], plan) else digest(plan)
        self._planned[further.here.name] = (plan, told)
        return told

    @property
    def _tree(self) -> Tree:
        return wiki_of(self._app.env).tree


def _same(one: object, other: object) -> bool:
    """Whether two plans are made of the very same rows, which is soon told."""
    if one is other:
        return True
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    return isinstance(one, str) and one == other


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
