"""Incremental preview: writes edited pages and their dependents without a whole build."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.util.build_phase import BuildPhase

from criticwiki.corpus.invalidation import after, aggregates
from criticwiki.corpus.names import backlinks
from criticwiki.sphinx_ext.checks import problems, problems_after
from criticwiki.sphinx_ext.domain import wiki_of
from criticwiki.sphinx_ext.fingerprint import PageFingerprints, contents_digest
from criticwiki.sphinx_ext.generated_pages import write_further
from criticwiki.sphinx_ext.incremental import append_to_journal
from criticwiki.sphinx_ext.output import site_of
from criticwiki.sphinx_ext.transforms import cut_contents

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

    from criticwiki.problems import Problem
    from criticwiki.sphinx_ext.fingerprint import ViewFingerprints
    from criticwiki.sphinx_ext.incremental import Comparison


class Quick:
    """Incremental preview: fingerprints of the output, and the queue of stale pages."""

    def __init__(self, app: Sphinx, builder: StandaloneHTMLBuilder) -> None:
        """Take an application that has built or will."""
        self._app = app
        self._env = app.env
        self._builder = builder
        self._shared = ('', '')
        self._relations: dict[str, list[str | None]] | None = None
        self._edited: set[str] | None = set()
        """Pages that were read since problems were looked for; None where all may have some."""
        self._stale: dict[str, None] = {}
        """Queue of pages that may be stale, the most urgent first."""
        self._views: ViewFingerprints = {}
        self._reviewed: list[str] = []
        """Pages that were read since the pages of critics were written."""
        self.shown: dict[str, str] = {}
        """Fingerprint of the file of each page; a page without one is written again."""

    def settled(self, compared: Comparison) -> None:
        """A whole build has written everything."""
        self.shown = dict(compared.digests)
        self._shared = compared.shared
        self._stale = {}
        self._edited = set()
        self._relations = None

    def prepare(self) -> Iterator[None]:
        """Work out what the next edit will ask for, step by step."""
        domain = wiki_of(self._env)
        backlinks(domain.corpus)
        yield
        self._relations = self._env.collect_relations()
        yield
        digests = self._digests()
        for docname in aggregates(domain.corpus):
            digests.of(docname)
            yield

    def interrupted(self) -> None:
        """A whole build has read what it liked and not come to its end."""
        self._edited = None

    def doubt(self, docnames: Iterable[str]) -> None:
        """Invalidate the files of some pages."""
        for docname in docnames:
            self.shown.pop(docname, None)

    def read(self, docnames: Iterable[str], viewed: Iterable[str]) -> None:
        """Read pages again, and queue the pages that they invalidate; those `viewed` come first."""
        edited = list(docnames)
        domain = wiki_of(self._env)
        before = domain.corpus
        for docname in edited:
            # cached while the prose of the old version is still there
            before.mentions(docname)
            before.outgoing(docname)
        contents, tree = self._contents(edited), domain.tree
        self._builder.phase = BuildPhase.READING
        self._app.emit('env-before-read-docs', self._env, edited)
        for docname in edited:
            self._app.emit('env-purge-doc', self._env, docname)
            self._env.clear_doc(docname)
            self._builder.read_doc(docname)
        same = self._contents(edited) == contents
        if same:
            domain.tree = tree
        else:
            cut_contents(self._env)
        # collectors number sections and figures here
        numbered = self._env.check_dependents(self._app, set(edited))
        stale = after(before, domain.corpus, edited)
        order = list(stale.docnames)
        self._edited = None if stale.all_pages or self._edited is None else {*self._edited, *edited}
        if not same:
            self._relations = None
            self._shared = (self._shared[0], contents_digest(self._env))
            order += [name for name, page in domain.pages.items() if page.lists_pages]
        self._reviewed += edited
        order = [*edited, *viewed, *self._stale, *order, *numbered]
        self._stale = {name: None for name in order if name in self._env.all_docs}

    def problems(self, before: Iterable[Problem]) -> list[Problem]:
        """All problems of the wiki, from those that were there when this was last asked."""
        domain, edited = wiki_of(self._env), self._edited
        self._edited = set()
        return problems(domain) if edited is None else problems_after(domain, before, edited)

    def _contents(self, docnames: Iterable[str]) -> list[tuple[str, str]]:
        """What tables of contents on other pages may show of some pages."""
        titles, contents = self._env.titles, self._env.tocs
        return [(str(titles.get(name)), str(contents.get(name))) for name in docnames]

    def show(self) -> Iterator[str]:
        """Write the stale pages whose fingerprint differs; yields each docname once written."""
        if self._relations is None:
            self._relations = self._env.collect_relations()
        self._builder.relations = self._relations
        digests = self._digests()
        for docname in list(self._stale):
            now = digests.of(docname)
            if self.shown.get(docname) != now:
                append_to_journal(self._app, docname)
                self.doubt([docname])
                self._write(docname)
                self.shown[docname] = now
                del self._stale[docname]
                yield docname
            else:
                del self._stale[docname]
        if critics := site_of(self._env).critics:
            edited, self._reviewed = self._reviewed, []
            yield from critics.write_of(edited)

    def _digests(self) -> PageFingerprints:
        return PageFingerprints(wiki_of(self._env), self._shared, self._relations, self._views)

    def _write(self, docname: str) -> None:
        """Write the files of one page, as a build would without its search index."""
        builder = self._builder
        builder.phase = BuildPhase.RESOLVING
        doctree = self._env.get_and_resolve_doctree(docname, builder, tags=self._app.tags)
        builder.phase = BuildPhase.WRITING
        images, builder.images = builder.images, {}
        builder.post_process_images(doctree)
        builder.write_doc(docname, doctree)
        write_further(self._app, docname)
        if builder.images:
            builder.copy_image_files()
        builder.images = images | builder.images
