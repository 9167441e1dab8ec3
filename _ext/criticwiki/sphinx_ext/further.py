"""Further pages: the rows of long tables and lists that do not fit the page they belong to.

They are web pages without a source. One is written only when its page is written and its
own content is another than before; it goes when its page goes or the table shrinks.
"""

from __future__ import annotations

import json
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from criticwiki.sphinx_ext.digests import digest, static_digest
from criticwiki.sphinx_ext.domain import wiki_of
from criticwiki.sphinx_ext.files import output_of, remove
from criticwiki.sphinx_ext.further_names import free_name, is_taken
from criticwiki.sphinx_ext.render.as_html import HtmlWriter
from criticwiki.sphinx_ext.render.cut import Cutter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

    from criticwiki.core.navigation import Tree
    from criticwiki.core.pages import Page
    from criticwiki.sphinx_ext.addresses import Addresses
    from criticwiki.sphinx_ext.panels import Panel
    from criticwiki.sphinx_ext.render.cut import Further
    from criticwiki.sphinx_ext.render.pieces import Element, Piece

PARENT: Final = 'criticwiki_parent'
"""In the context of a template: the page that a further page belongs to."""
_FILE: Final = 'criticwiki-further-{builder}.json'
_UNKNOWN: Final = ''


class FurtherPages:
    """The further pages of a build, from where panels are drawn to where they are written."""

    def __init__(self, app: Sphinx, addresses: Addresses) -> None:
        """Begin with what the last build wrote."""
        self._app = app
        self._addresses = addresses
        self._drawn: dict[str, list[Further]] = {}
        self._file = Path(app.doctreedir, _FILE.format(builder=app.builder.name))
        self._written: dict[str, dict[str, str]] = {}
        """By page: its further pages, and a digest of each."""
        self._frame = ''
        """A digest of all else that the files were made from."""
        self._words: dict[str, list[str]] = {}
        """By page, the words of its further pages that the search may find."""
        self._load()

    def begin(self, docname: str) -> None:
        """A page is drawn anew."""
        self._drawn[docname] = []
        self._words.pop(docname, None)

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
        before = self._written.get(docname, {})
        if not drawn and not before:
            return
        self._settle_frame()
        before = self._written.get(docname, {})
        made = [(further, self._context(docname, further)) for further in drawn]
        now = {further.here.name: self._digest(docname, context) for further, context in made}
        # until all are written, it is not known what any of them holds
        self._written[docname] = dict.fromkeys([*before, *now], _UNKNOWN)
        self._save()
        for further, context in made:
            name = further.here.name
            if before.get(name) != now[name] or not self._builder.get_output_path(name).exists():
                self._builder.handle_page(name, context, 'page.html')
        for name in sorted(before.keys() - now.keys()):
            self._remove(name)
        self._written[docname] = now
        if not now:
            del self._written[docname]
        self._save()

    def write_all(self) -> None:
        """Write those of all pages that were drawn in this build."""
        for docname in sorted(self._drawn):
            self.write(docname)
        for docname in sorted(self._written.keys() - self._app.env.found_docs):
            self.write(docname)

    def take_words(self) -> dict[str, list[str]]:
        """The words for the search that were written since this was last asked."""
        taken, self._words = self._words, {}
        return taken

    def claims(self, file: Path) -> bool:
        """Whether an output file is that of a further page."""
        names = (name for pages in self._written.values() for name in pages)
        return any(self._builder.get_output_path(name) == file for name in names)

    @property
    def _builder(self) -> StandaloneHTMLBuilder:
        builder: Any = self._app.builder
        found: StandaloneHTMLBuilder = builder
        return found

    def _context(self, docname: str, further: Further) -> dict[str, Any]:
        here = further.here
        writer = HtmlWriter(
            partial(self._addresses.page, here.name), partial(self._addresses.data, here.name)
        )
        writer.write(further.pieces)
        self._words.setdefault(docname, []).append(writer.words)
        title = escape(here.title)
        titles = self._app.env.titles
        above = [(name, titles[name].astext()) for name in self._tree.path(docname)]
        near = (further.previous, further.following)
        previous, following = (
            {'link': self._addresses.page(here.name, one.name), 'title': escape(one.title)}
            if one
            else None
            for one in near
        )
        return {
            PARENT: docname,
            'title': title,
            'body': f'<section>\n<h1>{title}</h1>\n{writer.html}</section>\n',
            'parents': [
                {'link': self._addresses.page(here.name, name), 'title': escape(words)}
                for name, words in above
            ],
            'prev': previous,
            'next': following,
        }

    def _digest(self, docname: str, context: dict[str, Any]) -> str:
        return digest(sorted(context.items()), self._tree.sidebar(docname))

    @property
    def _tree(self) -> Tree:
        return wiki_of(self._app.env).tree

    def _settle_frame(self) -> None:
        """Where settings, templates or code are others, no file is what it should be."""
        app = self._app
        templates: Any = app.builder.templates
        settings = app.config.filter({'env', 'html'})
        frame = digest(
            sorted((value.name, _steady(value.value)) for value in settings),
            sorted((e.name, e.version, e.metadata) for e in app.extensions.values()),
            static_digest(app.env),
            templates.newest_template_mtime(),
        )
        if frame != self._frame:
            self._frame = frame
            self._written = {
                docname: dict.fromkeys(names, _UNKNOWN) for docname, names in self._written.items()
            }

    def _remove(self, name: str) -> None:
        if is_taken(name, self._app.env.found_docs):
            return
        remove(self._app.outdir, output_of(self._builder, name))

    def _load(self) -> None:
        try:
            known: dict[str, Any] = json.loads(self._file.read_text('utf-8'))
            self._frame, self._written = known['frame'], known['written']
        except (OSError, ValueError, KeyError, TypeError):
            self._frame, self._written = '', {}

    def _save(self) -> None:
        known = {'frame': self._frame, 'written': self._written}
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.write_text(json.dumps(known, indent=0, sort_keys=True), 'utf-8')


def _steady(value: Any) -> Any:
    """A setting as it reads in every run: the order of a set changes."""
    return sorted(map(repr, value)) if isinstance(value, (set, frozenset)) else value


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
