"""The pages of critics: all that one of them said, gathered from the pages of reviews.

They are web pages without a source, in a folder of their own.
"""

from __future__ import annotations

from functools import partial
from html import escape
from typing import TYPE_CHECKING, Any

from criticwiki.panels.further_names import free_name
from criticwiki.panels.html import HtmlWriter
from criticwiki.panels.pagination import Cutter

from .domain import wiki_of
from .fingerprint import contents_digest, digest
from .nodes_drawing import PANEL_CLASS
from .sourceless import Sourceless, page_context

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Set
    from pathlib import Path
    from typing import TypeAlias

    from sphinx.application import Sphinx

    from criticwiki.panels.critics import Drawing, Section
    from criticwiki.panels.pagination import Further
    from criticwiki.panels.pieces import Piece

    from .addresses import Addresses

    Place: TypeAlias = tuple[str, list[tuple[str, str]]]


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

    @property
    def titles(self) -> dict[str, str]:
        """By page: the name of its critic, for the inventory."""
        return self._pages.titles

    def write_all(self) -> None:
        """Write what is another than before; nothing is looked at where no fact changed."""
        domain = wiki_of(self._app.env)
        parent, above = self._place()
        contents = contents_digest(self._app.env)
        same = self._pages.settle_frame(parent, above, domain.tree.sidebar(parent), contents)
        if same and domain.data_settled and self._pages.complete:
            return
        from criticwiki.corpus.critics import critic_pages, critics_index

        pages = critic_pages(domain.corpus)
        index = critics_index(domain.corpus)
        named = {*pages.values(), *([index] if index else [])}
        self._pages.titles = {page: name for name, page in pages.items()}
        self._pages.begin(named)
        for gone in sorted(self._pages.written.keys() - named):
            self._pages.remove(gone)
        self._write_those(named)
        self._pages.end()

    def write_of(self, docnames: Iterable[str]) -> list[str]:
        """Write, outside a whole build, the pages of those whose reviews were edited.

        Returns the names of those that were another than before.
        """
        from criticwiki.corpus.critics import critics_index, page_of_critic
        from criticwiki.model.kinds import Review

        corpus = wiki_of(self._app.env).corpus
        facts = (corpus.pages[name].facts for name in docnames if name in corpus.pages)
        reviews = [found for found in facts if isinstance(found, Review)]
        names = (name for found in reviews for name in (found.author, found.outlet))
        named = {page_of_critic(corpus, name) for name in names}
        named = {*named, critics_index(corpus)} - {''} if reviews else set()
        if named:
            self._pages.begin(named)  # without an end: another process will doubt them
        return self._write_those(named)

    def _write_those(self, named: Set[str]) -> list[str]:
        from criticwiki.corpus.critics import critic_pages, critics_index
        from criticwiki.panels.critics import critic_page as draw_critic_page
        from criticwiki.panels.critics import index_page, index_title
        from criticwiki.panels.critics_view import critic_page, critics

        corpus = wiki_of(self._app.env).corpus
        pages, index = critic_pages(corpus), critics_index(corpus)
        taken = {index, *pages.values()}
        parent, above = self._place()
        written: list[str] = []
        if index in named:
            listed = critics(corpus)
            draw = partial(index_page, listed)
            if self._write(index, listed, draw, (parent, above), taken):
                written.append(index)
        above = [*above, (index, index_title())]
        for name, page in pages.items():
            if page in named:
                view = critic_page(corpus, name)
                draw = partial(draw_critic_page, view)
                if self._write(page, view, draw, (parent, above), taken):
                    written.append(page)
        return written

    def _write(
        self,
        owner: str,
        view: object,
        draw: Callable[[], Drawing],
        place: Place,
        taken: Set[str],
    ) -> bool:
        """Write a page and its further pages; they are drawn only where one is another."""
        content = digest(owner, view, wiki_of(self._app.env).season)
        before = self._pages.written.get(owner, {})
        if before and set(before.values()) == {content} and self._pages.has_all(owner):
            return False
        made = self._contexts(owner, draw(), place, taken)
        self._pages.write(owner, dict.fromkeys(made, content), made.__getitem__)
        return True

    def _contexts(
        self, owner: str, drawing: Drawing, place: Place, taken: Set[str]
    ) -> dict[str, dict[str, Any]]:
        """The contexts of a page and its further pages, by name."""
        body: list[str] = []
        further: list[Further] = []
        free = partial(free_name, pages=taken)
        for part in drawing.sections:
            panel = part.title or drawing.title
            cutter = Cutter(owner, drawing.title, panel, part.anchor, free)
            body.append(_section(part, self._html(owner, cutter.cut(part.pieces))))
            further += cutter.further
        page = page_context(self._addresses, owner, drawing.title, ''.join(body), *place)
        page['metatags'] = _described(drawing)
        parent, above = place
        higher = (parent, [*above, (owner, drawing.title)])
        made = {owner: page}
        for one in further:
            name, title = one.here.name, one.here.title
            html = self._html(name, one.pieces)
            made[name] = page_context(self._addresses, name, title, html, *higher)
        return made

    def _html(self, here: str, pieces: Iterable[Piece]) -> str:
        writer = HtmlWriter(
            partial(self._addresses.page, here), partial(self._addresses.data, here)
        )
        writer.write(pieces)
        return writer.html

    def _place(self) -> Place:
        """The page that these belong to: the index of the reviews, else the root; and its path."""
        folders = self._app.config.criticwiki_folders
        found = (f'{folder}/index' for folder, kind in folders.items() if kind == 'review')
        known = self._app.env.found_docs
        parent = next((name for name in found if name in known), self._app.config.root_doc)
        titles, tree = self._app.env.titles, wiki_of(self._app.env).tree
        return parent, [(name, titles[name].astext()) for name in tree.path(parent)]


def _section(part: Section, html: str) -> str:
    if not part.title:
        return html
    head = f'<h2>{escape(part.title)}</h2>\n'
    return f'<section class="{PANEL_CLASS}" id="{part.anchor}">\n{head}{html}</section>\n'


def _described(drawing: Drawing) -> str:
    summary, title = escape(drawing.summary), escape(drawing.title)
    return (
        f'\n    <meta name="description" property="og:description" content="{summary}">'
        f'\n    <meta property="og:title" content="{title}">'
    )


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
