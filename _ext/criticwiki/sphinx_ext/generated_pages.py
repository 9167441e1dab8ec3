"""Pages without a source file: of critics, seasons and shared names, continuations of tables."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final, cast

from criticwiki.panels.elements import cache_key_of
from criticwiki.panels.pagination import Paginator, free_name, is_taken, rows_file
from criticwiki.sphinx_ext import lazy
from criticwiki.sphinx_ext.html.assets import mark_links
from criticwiki.sphinx_ext.html.writer import HtmlWriter

from .builders import WikiBuilder
from .directives import PANEL_CLASS
from .domain import wiki_of
from .fingerprint import contents_digest, digest, shared_digest
from .moved_pages import MovedPages
from .output import (
    DATA_FOLDER,
    begin_site,
    output_of,
    remove,
    site_of,
    write_changed,
    write_whole,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Set
    from typing import TypeAlias

    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

    from criticwiki.markdown.toctrees import Tree
    from criticwiki.model.page import Page
    from criticwiki.panel_registry import Panel
    from criticwiki.panels.elements import Drawing, Element, PageSection, Piece
    from criticwiki.panels.pagination import ContinuationPage

    from .output import PageURLs

    Place: TypeAlias = tuple[str, list[tuple[str, str]]]

PARENT: Final = 'criticwiki_parent'
"""Key of the template context: the page of the wiki that a generated page belongs to."""
SUBJECT: Final = 'criticwiki_thing'
"""Key of the template context of a generated page: its title, the number of the season that it is
about, and docnames and titles of the pages above it."""
UNKNOWN: Final = ''


class PageManifest:
    """Manifest of generated pages of one sort: their files and fingerprints."""

    def __init__(self, app: Sphinx, sort: str) -> None:
        """Load what the last build wrote."""
        self._app = app
        self._file = Path(app.doctreedir, f'criticwiki-{sort}-{app.builder.name}.json')
        self.written: dict[str, dict[str, str]] = {}
        """Fingerprints by page, by owner; an unknown one is that of a stale page."""
        self.titles: dict[str, str] = {}
        """Title by page, of pages in the inventory."""
        self._frame = ''
        """Fingerprint of what all these pages depend on."""
        self._many = False
        self._load()

    @property
    def complete(self) -> bool:
        """Whether every page is up to date and its file exists."""
        return all(
            fingerprint != UNKNOWN and self._exists(name)
            for pages in self.written.values()
            for name, fingerprint in pages.items()
        )

    def update_shared_inputs(self, *around: object) -> bool:
        """Invalidate all pages if settings, templates, code or static files have changed.

        `around` is what else all these pages show. Returns whether nothing has changed.
        """
        app = self._app
        templates: Any = app.builder.templates
        settings = app.config.filter({'env', 'html'})
        frame = digest(
            sorted((value.name, _steady(value.value)) for value in settings),
            sorted((e.name, e.version, e.metadata) for e in app.extensions.values()),
            shared_digest(app.env),
            templates.newest_template_mtime(),
            *around,
        )
        same = frame == self._frame
        if not same:
            self._frame = frame
            self.written = {
                owner: dict.fromkeys(names, UNKNOWN) for owner, names in self.written.items()
            }
        return same

    def write(
        self, owner: str, now: Mapping[str, str], context_of: Callable[[str], dict[str, Any]]
    ) -> None:
        """Write the pages of an owner whose fingerprint has changed, and remove its others."""
        before = self.written.get(owner, {})
        if before == now and all(map(self._exists, now)):
            return
        # until all are written, it is not known what any of them holds
        self.written[owner] = dict.fromkeys([*before, *now], UNKNOWN)
        self._note(owner)
        for name, content in now.items():
            if before.get(name) != content or not self._exists(name):
                self._builder.handle_page(name, context_of(name), 'page.html')
        for name in sorted(before.keys() - now.keys()):
            self._remove(name)
        self.written[owner] = dict(now)
        if not now:
            del self.written[owner]
        if not self._many:
            self._save()

    def begin(self, owners: Iterable[str]) -> None:
        """Begin to write pages of many owners: saving after each would take long.

        Whatever stops it before `end`, the next build writes them all.
        """
        for owner in owners:
            self.written.setdefault(owner, {owner: UNKNOWN})
        self._many = True
        self._save()

    def end(self) -> None:
        """End it, and save."""
        self._many = False
        self._save()

    def _note(self, owner: str) -> None:
        if not self._many or len(self.written[owner]) > 1:
            self._save()

    def remove(self, owner: str) -> None:
        """Remove the pages of an owner."""
        for name in sorted(self.written.pop(owner, {})):
            self._remove(name)
        if not self._many:
            self._save()

    def has_all(self, owner: str) -> bool:
        """Whether the files of all pages of an owner exist."""
        return all(map(self._exists, self.written.get(owner, ())))

    @property
    def names(self) -> Iterator[str]:
        """Names of these pages."""
        return (name for pages in self.written.values() for name in pages)

    def claims(self, file: Path) -> bool:
        """Whether an output file belongs to one of these pages."""
        return any(self._builder.get_output_path(name) == file for name in self.names)

    @property
    def _builder(self) -> StandaloneHTMLBuilder:
        return cast('StandaloneHTMLBuilder', self._app.builder)

    def _exists(self, name: str) -> bool:
        return Path(self._builder.get_output_path(name)).exists()

    def _remove(self, name: str) -> None:
        if is_taken(name, self._app.env.found_docs):
            return
        remove(self._app.outdir, output_of(self._builder, name))

    def _load(self) -> None:
        try:
            state: dict[str, Any] = json.loads(self._file.read_text('utf-8'))
            self._frame, self.written = state['frame'], state['written']
            self.titles = state['titles']
        except (OSError, ValueError, KeyError, TypeError):
            self._frame, self.written, self.titles = '', {}, {}

    def _save(self) -> None:
        frame = '' if self._many else self._frame
        state = {'frame': frame, 'written': self.written, 'titles': self.titles}
        write_whole(self._file, json.dumps(state, indent=0, sort_keys=True))


def page_context(
    addresses: PageURLs,
    here: str,
    title: str,
    body: str,
    parent: str,
    above: Iterable[tuple[str, str]],
) -> dict[str, Any]:
    """Template context of a generated page: title, body and breadcrumbs."""
    shown = escape(title)
    return {
        PARENT: parent,
        'title': shown,
        'body': f'<section>\n<h1>{shown}</h1>\n{body}</section>\n',
        'parents': [
            {'link': addresses.page(here, name), 'title': escape(words)} for name, words in above
        ],
    }


def _steady(value: Any) -> Any:
    """A setting in a form that is the same in every run: sets have no order."""
    return sorted(map(repr, value)) if isinstance(value, (set, frozenset)) else value


class GeneratedPages(ABC):
    """Generated pages of one sort, each made of a view of the corpus."""

    sort: ClassVar[str]
    """Name of their manifest."""
    kind: ClassVar[str]
    """Kind of the pages whose index is their parent."""

    def __init__(self, app: Sphinx, addresses: PageURLs) -> None:
        """Load what the last build wrote."""
        self._app = app
        self._addresses = addresses
        self._pages = PageManifest(app, self.sort)

    @property
    def names(self) -> Iterator[str]:
        """Names of these pages."""
        return self._pages.names

    def claims(self, file: Path) -> bool:
        """Whether an output file belongs to one of these pages."""
        return self._pages.claims(file)

    def write_all(self) -> None:
        """Write the stale pages; skip all of them if no fact has changed."""
        if self._is_up_to_date():
            return
        named = self._names()
        self._pages.begin(named)
        for gone in sorted(self._pages.written.keys() - named):
            self._pages.remove(gone)
        self._write_those(named)
        self._pages.end()

    @abstractmethod
    def _names(self) -> Set[str]:
        """Docnames of all these pages."""

    @abstractmethod
    def _write_those(self, named: Set[str]) -> list[str]:
        """Write the stale ones of some pages; returns their names."""

    def _is_up_to_date(self) -> bool:
        """Whether nothing that these pages show has changed since they were written."""
        parent, above = self._place()
        sidebar = wiki_of(self._app.env).tree.sidebar(parent)
        same = self._pages.update_shared_inputs(
            parent, above, sidebar, contents_digest(self._app.env)
        )
        return same and site_of(self._app.env).data_files.settled and self._pages.complete

    def _write(
        self,
        owner: str,
        view: object,
        draw: Callable[[], Drawing],
        place: Place,
        taken: Set[str],
    ) -> bool:
        """Write a page and its continuation pages, if its fingerprint has changed."""
        content = digest(owner, view, wiki_of(self._app.env).series)
        before = self._pages.written.get(owner, {})
        if before and set(before.values()) == {content} and self._pages.has_all(owner):
            return False
        contexts = self._contexts(owner, draw(), place, taken)
        self._pages.write(owner, dict.fromkeys(contexts, content), contexts.__getitem__)
        return True

    def _contexts(
        self, owner: str, drawing: Drawing, place: Place, taken: Set[str]
    ) -> dict[str, dict[str, Any]]:
        """Template contexts of a page and its continuation pages, by name."""
        body: list[str] = []
        further: list[ContinuationPage] = []
        free = partial(free_name, pages=taken)
        for part in drawing.sections:
            panel = part.title or drawing.title
            paginator = Paginator(owner, drawing.title, panel, part.anchor, free)
            body.append(_section(part, self._html(owner, paginator.paginate(part.pieces))))
            further += paginator.continuations
        page = page_context(self._addresses, owner, drawing.title, ''.join(body), *place)
        page['metatags'] = _described(drawing)
        page[SUBJECT] = drawing.title, self._season(owner), tuple(place[1])
        parent, above = place
        higher = (parent, [*above, (owner, drawing.title)])
        contexts = {owner: page}
        for one in further:
            name, title = one.here.name, one.here.title
            html = self._html(name, one.pieces)
            contexts[name] = page_context(self._addresses, name, title, html, *higher)
        return contexts

    def _season(self, owner: str) -> int:
        """Number of the season that a page is about; 0 for none."""
        del owner
        return 0

    def _html(self, here: str, pieces: Iterable[Piece]) -> str:
        numbering = wiki_of(self._app.env).numbering
        writer = HtmlWriter(*self._addresses.on(here), numbering=numbering)
        writer.write(pieces)
        return writer.html

    def _place(self) -> Place:
        """Parent of these pages, the index of their kind or the root, and the breadcrumbs to it."""
        folders = self._app.config.criticwiki_folders
        indices = (f'{folder}/index' for folder, kind in folders.items() if kind == self.kind)
        docnames = self._app.env.found_docs
        parent = next((name for name in indices if name in docnames), self._app.config.root_doc)
        titles, tree = self._app.env.titles, wiki_of(self._app.env).tree
        return parent, [(name, titles[name].astext()) for name in tree.path(parent)]


class CriticPages(GeneratedPages):
    """Generated pages of critics, and their index."""

    sort = 'critics'
    kind = 'review'

    @property
    def titles(self) -> dict[str, str]:
        """Name of the critic by page, for the inventory."""
        return self._pages.titles

    def _names(self) -> Set[str]:
        corpus = wiki_of(self._app.env).corpus
        pages = lazy.generated_docnames.critic_pages(corpus)
        index = lazy.generated_docnames.critics_index(corpus)
        self._pages.titles = {page: name for name, page in pages.items()}
        return {*pages.values(), *([index] if index else [])}

    def write_affected_by(self, docnames: Iterable[str]) -> list[str]:
        """Write, outside a build, the pages of critics whose reviews were edited.

        Returns the names of those that were another than before.
        """
        corpus = wiki_of(self._app.env).corpus
        facts = (corpus.pages[name].facts for name in docnames if name in corpus.pages)
        reviews = [one for one in facts if isinstance(one, lazy.review.Review)]
        names = (name for review in reviews for name in review.bylines)
        named = {lazy.generated_docnames.page_of_critic(corpus, name) for name in names}
        named = {*named, lazy.generated_docnames.critics_index(corpus)} - {''} if reviews else set()
        if named:
            self._pages.begin(named)  # without an end: another process will doubt them
        return self._write_those(named)

    def _write_those(self, named: Set[str]) -> list[str]:
        panels = lazy.critics
        corpus = wiki_of(self._app.env).corpus
        pages, index = (
            lazy.generated_docnames.critic_pages(corpus),
            lazy.generated_docnames.critics_index(corpus),
        )
        taken = {index, *pages.values()}
        parent, above = self._place()
        written: list[str] = []
        if index in named:
            listed = panels.critics(corpus)
            draw = partial(panels.draw_critics_index, listed)
            if self._write(index, listed, draw, (parent, above), taken):
                written.append(index)
        above = [*above, (index, panels.critics_index_title())]
        for name, page in pages.items():
            if page in named:
                view = panels.critic_page(corpus, name)
                draw = partial(panels.draw_critic_page, view)
                if self._write(page, view, draw, (parent, above), taken):
                    written.append(page)
        return written


class SharedNamePages(GeneratedPages):
    """Generated pages of names that several characters share."""

    sort = 'names'
    kind = 'character'

    def _names(self) -> Set[str]:
        return set(
            lazy.generated_docnames.shared_name_pages(wiki_of(self._app.env).corpus).values()
        )

    def write_affected_by(self, docnames: Iterable[str]) -> list[str]:
        """Write, outside a build, what an edit of these pages changes; returns names of pages."""
        return self._write_those(self._names()) if any(docnames) else []

    def _write_those(self, named: Set[str]) -> list[str]:
        corpus = wiki_of(self._app.env).corpus
        written: list[str] = []
        for name, page in lazy.generated_docnames.shared_name_pages(corpus).items():
            view = lazy.character_list.shared_name(corpus, name)
            draw = partial(lazy.character_list.draw_shared_name, view)
            if page in named and self._write(page, view, draw, self._place(), named):
                written.append(page)
        return written


class SeasonPages(GeneratedPages):
    """Generated pages of the seasons of a series that has several."""

    sort = 'seasons'
    kind = 'episode'

    def _season(self, owner: str) -> int:
        corpus = wiki_of(self._app.env).corpus
        return corpus.numbering.season_of(lazy.seasons.season_pages(corpus)[owner].first)

    def _names(self) -> Set[str]:
        return set(lazy.seasons.season_pages(wiki_of(self._app.env).corpus))

    def write_affected_by(self, docnames: Iterable[str]) -> list[str]:
        """Write, outside a build, what an edit of these pages changes; returns names of pages."""
        return self._write_those(self._names()) if any(docnames) else []

    def _write_those(self, named: Set[str]) -> list[str]:
        corpus = wiki_of(self._app.env).corpus
        written: list[str] = []
        for page in sorted(named):
            view = lazy.seasons.season_page(corpus, page)
            draw = partial(lazy.seasons.draw_season_page, view)
            if self._write(page, view, draw, self._place(), named):
                written.append(page)
        return written


def _section(part: PageSection, html: str) -> str:
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


class ContinuationPages:
    """Continuation pages of one build, collected while panels are drawn and written afterwards."""

    def __init__(self, app: Sphinx, addresses: PageURLs) -> None:
        """Load what the last build wrote."""
        self._app = app
        self._addresses = addresses
        self._drawn: dict[str, list[ContinuationPage]] = {}
        self._filtered: dict[str, Element] = {}
        """Long tables below filters, by page."""
        self._pages = PageManifest(app, 'further')
        self._planned: dict[str, tuple[object, str]] = {}
        """Cache by continuation page: what it was last made from, and the fingerprint of that."""

    def begin(self, docname: str) -> None:
        """Begin to draw a page."""
        self._drawn[docname] = []
        self._filtered.pop(docname, None)

    def paginate(self, page: Page, panel: Panel, label: str, pieces: list[Element]) -> list[Piece]:
        """Paginate a panel: returns what stays on the page, keeps the rest until it is written."""
        title = panel.title() if panel.title else ''
        free = partial(free_name, pages=self._app.env.found_docs)
        paginator = Paginator(page.docname, page.title, title, label, free)
        kept = paginator.paginate(pieces)
        self._drawn[page.docname] += paginator.continuations
        if paginator.filtered:
            self._filtered[page.docname] = paginator.filtered
        return kept

    def write(self, docname: str) -> None:
        """Write the continuation pages of a page that was drawn, and remove its others."""
        drawn = self._drawn.pop(docname, [])
        if not drawn and docname not in self._pages.written:
            return
        self._pages.update_shared_inputs()
        season = wiki_of(self._app.env).series
        around = digest(self._above(docname), self._tree.sidebar(docname), season)
        pages = {further.here.name: further for further in drawn}
        now = {name: self._digest(around, further) for name, further in pages.items()}
        self._pages.write(docname, now, lambda name: self._context(docname, pages[name]))
        self._write_rows(docname)

    def _write_rows(self, docname: str) -> None:
        """Write the rows of a long table for its filters, or remove what is left of them.

        A JavaScript file: pages opened from disk cannot load JSON.
        """
        name = f'{DATA_FOLDER}/{rows_file(docname)}'
        table = self._filtered.pop(docname, None)
        if table is None:
            remove(self._app.outdir, name)
            return
        rows = HtmlWriter(*self._addresses.on(docname)).rows_of(table)
        text = json.dumps(rows, ensure_ascii=False, indent=0)
        write_changed(Path(self._app.outdir, name), f'window.wikiRows={text};\n')

    def write_all(self) -> None:
        """Write those of all pages that this build has drawn."""
        for docname in sorted(self._drawn):
            self.write(docname)
        for docname in sorted(self._pages.written.keys() - self._app.env.found_docs):
            self.write(docname)

    @property
    def names(self) -> Iterator[str]:
        """Names of these pages."""
        return self._pages.names

    def claims(self, file: Path) -> bool:
        """Whether an output file belongs to a continuation page."""
        return self._pages.claims(file)

    def _context(self, docname: str, further: ContinuationPage) -> dict[str, Any]:
        here = further.here
        numbering = wiki_of(self._app.env).numbering
        writer = HtmlWriter(*self._addresses.on(here.name), numbering=numbering)
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

    def _digest(self, around: str, further: ContinuationPage) -> str:
        """Fingerprint of all that a continuation page shows: most need not be drawn."""
        near = (further.here, further.previous, further.following)
        rows = tuple(map(cache_key_of, further.pieces))
        previews = lazy.metadata.previews_in(wiki_of(self._app.env).corpus, rows)
        plan = (around, repr(near), rows, previews)
        cached = self._planned.get(further.here.name)
        fingerprint = cached[1] if cached and _same(cached[0], plan) else digest(plan)
        self._planned[further.here.name] = (plan, fingerprint)
        return fingerprint

    @property
    def _tree(self) -> Tree:
        return wiki_of(self._app.env).tree


def _same(one: object, other: object) -> bool:
    """Whether two plans have the very same rows, which is faster than to compute a fingerprint."""
    if one is other:
        return True
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    return isinstance(one, str) and one == other


def write_continuations(app: Sphinx, docname: str) -> None:
    """Write the continuation pages of a page that was drawn outside a build."""
    if further := site_of(app.env).continuations:
        further.write(docname)


def prepare_site(app: Sphinx) -> None:
    """Create the site of the builder, with generated pages if each page has a file of its own."""
    site = begin_site(app)
    if isinstance(app.builder, WikiBuilder):
        site.wiki_builder = app.builder
    if site.addresses:
        site.continuations = ContinuationPages(app, site.addresses)
        site.critics = CriticPages(app, site.addresses)
        site.shared_names = SharedNamePages(app, site.addresses)
        site.seasons = SeasonPages(app, site.addresses)
        site.moved = MovedPages(app, site.addresses)


def write_generated(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Write all generated pages; Sphinx has none of them left to write."""
    site = site_of(app.env)
    # those at old addresses last: what stood there before is removed by now
    for pages in (site.continuations, site.critics, site.shared_names, site.seasons, site.moved):
        if pages:
            pages.write_all()
    return iter(())
