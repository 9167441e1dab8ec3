"""The pages of critics: all that one of them said, gathered from the pages of reviews.

They are web pages without a source, in a folder of their own.
"""

from __future__ import annotations

from functools import partial
from html import escape
from typing import TYPE_CHECKING, Any

from criticwiki.core.critics import critic_pages, critics_index
from criticwiki.core.views.critics import critic_page, critics
from criticwiki.sphinx_ext.digests import contents_digest, digest
from criticwiki.sphinx_ext.domain import wiki_of
from criticwiki.sphinx_ext.nodes import PANEL_CLASS
from criticwiki.sphinx_ext.render import critic_page as drawn
from criticwiki.sphinx_ext.render.as_html import HtmlWriter
from criticwiki.sphinx_ext.render.cut import Cutter
from criticwiki.sphinx_ext.sourceless import Sourceless, page_context

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sphinx.application import Sphinx

    from criticwiki.core.corpus import Corpus
    from criticwiki.sphinx_ext.addresses import Addresses
    from criticwiki.sphinx_ext.domain import WikiDomain
    from criticwiki.sphinx_ext.render.critic_page import Drawing


class CriticPages:
    """The pages of all critics, and the one that lists them."""

    def __init__(self, app: Sphinx, addresses: Addresses) -> None:
        """Begin with what the last build wrote."""
        self._app = app
        self._addresses = addresses
        self._pages = Sourceless(app, 'critics')

    def claims(self, file: Path) -> bool:
        """Whether an output file is that of such a page."""
        return self._pages.claims(file)

    def write_all(self) -> None:
        """Write what is another than before; nothing is looked at where no fact changed."""
        domain = wiki_of(self._app.env)
        parent = self._parent()
        above = self._above(domain, parent)
        around = (parent, above, domain.tree.sidebar(parent), contents_digest(self._app.env))
        same = self._pages.settle_frame(*around)
        if same and domain.data_settled and self._pages.complete:
            return
        corpus = domain.corpus
        pages = critic_pages(corpus)
        index = critics_index(corpus)
        for gone in sorted(self._pages.written.keys() - {index, *pages.values()}):
            self._pages.write(gone, {}, dict[str, dict[str, Any]]().__getitem__)
        if not index:
            return
        listed = critics(corpus)
        self._write(corpus, index, listed, lambda: drawn.index_page(listed), (parent, above))
        above = [*above, (index, drawn.index_title())]
        for name, page in pages.items():
            view = critic_page(corpus, name)
            self._write(corpus, page, view, partial(drawn.critic_page, view), (parent, above))

    def _write(
        self,
        corpus: Corpus,
        owner: str,
        view: object,
        draw: Any,
        place: tuple[str, list[tuple[str, str]]],
    ) -> None:
        content = digest(owner, view)
        before = self._pages.written.get(owner, {})
        if before and set(before.values()) == {content}:
            self._pages.write(
                owner, before, lambda name: self._contexts(corpus, owner, draw(), place)[name]
            )
            return
        made = self._contexts(corpus, owner, draw(), place)
        self._pages.write(owner, dict.fromkeys(made, content), made.__getitem__)

    def _contexts(
        self, corpus: Corpus, owner: str, drawing: Drawing, place: tuple[str, list[tuple[str, str]]]
    ) -> dict[str, dict[str, Any]]:
        """The contexts of a page and its further pages, by name."""
        parent, above = place
        taken = set(critic_pages(corpus).values())
        made: dict[str, dict[str, Any]] = {}
        body = []
        further = []
        for section in drawing.sections:
            cutter = Cutter(
                owner, drawing.title, section.title or drawing.title, section.anchor,
                lambda name: _free(name, taken),
            )  # fmt: skip
            html = self._html(owner, cutter.cut(section.pieces))
            further += cutter.further
            if section.title:
                head = f'<h2>{escape(section.title)}</h2>\n'
                html = f'<section class="{PANEL_CLASS}" id="{section.anchor}">\n{head}{html}</section>\n'
            body.append(html)
        context = page_context(self._addresses, owner, drawing.title, ''.join(body), parent, above)
        described = escape(drawing.summary)
        context['metatags'] = (
            f'\n    <meta name="description" property="og:description" content="{described}">'
            f'\n    <meta property="og:title" content="{escape(drawing.title)}">'
        )
        made[owner] = context
        for one in further:
            here = one.here
            higher = [*above, (owner, drawing.title)]
            made[here.name] = page_context(
                self._addresses, here.name, here.title, self._html(here.name, one.pieces),
                parent, higher,
            )  # fmt: skip
        return made

    def _html(self, here: str, pieces: Any) -> str:
        writer = HtmlWriter(
            partial(self._addresses.page, here), partial(self._addresses.data, here)
        )
        writer.write(pieces)
        return writer.html

    def _parent(self) -> str:
        """The page that these belong to: the index of the reviews, else the root."""
        folders = self._app.config.criticwiki_folders
        found = (f'{folder}/index' for folder, kind in folders.items() if kind == 'review')
        known = self._app.env.found_docs
        return next((name for name in found if name in known), self._app.config.root_doc)

    def _above(self, domain: WikiDomain, parent: str) -> list[tuple[str, str]]:
        titles = self._app.env.titles
        return [(name, titles[name].astext()) for name in domain.tree.path(parent)]


def _free(name: str, taken: set[str]) -> str:
    while name in taken:
        name += '-rows'
    return name


def _begin(app: Sphinx) -> None:
    domain = wiki_of(app.env)
    domain.critics = CriticPages(app, domain.addresses) if domain.addresses else None


def _write_all(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    if pages := wiki_of(app.env).critics:
        pages.write_all()
    return iter(())


def setup_critics(app: Sphinx) -> None:
    """Connect to the events of HTML builders; the addresses are known by now (500)."""
    app.connect('builder-inited', _begin, priority=600)
    app.connect('html-collect-pages', _write_all)
