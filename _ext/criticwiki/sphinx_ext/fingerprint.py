"""Fingerprints of pages: a digest of all that a page shows, which `incremental` compares."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from criticwiki.panel_registry import find_panel
from criticwiki.panels.pagination import look_alikes

from . import lazy
from .patches import MYST_SLUGS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sphinx.environment import BuildEnvironment

    from criticwiki.model.page import Page

    from .domain import WikiDomain


def digest(*parts: object) -> str:
    """SHA-256 of plain data, the same on every machine and in every run."""
    return hashlib.sha256(repr(parts).encode('utf-8', 'replace')).hexdigest()


@dataclass(frozen=True, slots=True)
class ViewFingerprint:
    """The view of a panel with its fingerprint."""

    view: object
    digest: str
    names: tuple[str, ...]
    """Docnames in the view, whose previews the page depends on."""


ViewFingerprints: TypeAlias = dict[tuple[str, str, str], ViewFingerprint]
"""Cache by docname, name and part of the panel."""


class PageFingerprints:
    """Fingerprints of pages in one version of the wiki."""

    def __init__(
        self,
        domain: WikiDomain,
        shared: object,
        relations: Mapping[str, Sequence[str | None]] | None = None,
        views: ViewFingerprints | None = None,
    ) -> None:
        """Take the fingerprint of what all pages share, and the relations if they are at hand.

        `views` is a cache that outlives an edit.
        """
        self._views = views
        self._domain = domain
        self._env = domain.env
        self._shared = shared
        self._relations: Mapping[str, Sequence[str | None]]
        self._relations = domain.env.collect_relations() if relations is None else relations
        self._contents: dict[str, tuple[object, ...]] = {}
        self._titles: dict[str, str] = {}
        self._images: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for path, (docnames, name) in sorted(self._env.images.items()):
            for docname in docnames:
                self._images[docname].append((path, name))
        self._look_alikes = look_alikes(self._env.found_docs)

    def of(self, docname: str) -> str:
        """The fingerprint of one page."""
        page = self._domain.pages.get(docname)
        parts: list[object] = [
            self._shared,
            self._files(docname),
            self._images.get(docname),
            self._domain.tree.sidebar(docname),
            [(name, self._title(name)) for name in self._neighbours(docname)],
            self._look_alikes.get(docname),
            self._series_on(page),
            self._episodes_beside(page),
        ]
        if page is None:
            return digest(parts, sorted(map(self._title, self._env.titles)))
        parts += [page.source, page.title, page.facts and page.facts.summary]
        views = list(self._panels(page))
        parts += [view.digest for view in views]
        parts += self._domain.corpus.mentions(docname)
        parts += self._previews(page, views)
        parts += self._links(page)
        parts += self._values(page)
        if page.lists_pages:
            parts.append(self._env.toctree_includes.get(docname))
            parts += self._contents_below(docname, set())
        if page.links_elsewhere:
            parts += self._elsewhere()
        return digest(parts)

    def _series_on(self, page: Page | None) -> tuple[object, ...]:
        """What a page shows of the series; a review also whether it covers all that is out."""
        series = self._domain.series
        scope = page.facts.covers if page and isinstance(page.facts, lazy.review.Review) else None
        whole = scope is not None and self._domain.corpus.is_whole(scope.numbers)
        return series and series.title, series and series.numbering, whole

    def _episodes_beside(self, page: Page | None) -> object:
        """The previous and the next episode, to which the foot of an episode leads."""
        if page is None or not isinstance(page.facts, lazy.kinds.Episode):
            return None
        return lazy.episode.neighbours(self._domain.corpus, page.facts.number)

    def _title(self, docname: str) -> str:
        """The title of a page, with its markup."""
        if docname not in self._titles:
            self._titles[docname] = str(self._env.titles.get(docname, ''))
        return self._titles[docname]

    def _neighbours(self, docname: str) -> Iterator[str]:
        """The previous and the next page, and the parents up to the root."""
        above, before, after = self._relations.get(docname, (None, None, None))
        yield before or ''
        yield after or ''
        seen: set[str] = set()
        while above and above not in seen:
            yield above
            seen.add(above)
            above = self._relations.get(above, (None,))[0]

    def _files(self, docname: str) -> list[str]:
        """Checksums of the files that the page includes."""
        names = sorted(map(str, self._env.dependencies.get(docname, ())))
        return [_checksum(Path(self._env.srcdir, name)) for name in names]

    def _panels(self, page: Page) -> Iterator[ViewFingerprint]:
        for name, part in page.panels:
            panel = find_panel(name, part, page.kind)
            if page.facts and panel:
                view = panel.view(self._domain.corpus, page)
                yield self._of_view((page.docname, name, part), view)

    def _of_view(self, place: tuple[str, str, str], view: object) -> ViewFingerprint:
        cached = self._views.get(place) if self._views is not None else None
        if cached is None or cached.view is not view:
            cached = ViewFingerprint(
                view, digest(view), tuple(dict.fromkeys(lazy.metadata.pages_named(view)))
            )
            if self._views is not None:
                self._views[place] = cached
        return cached

    def _previews(self, page: Page, views: list[ViewFingerprint]) -> Iterator[object]:
        corpus = self._domain.corpus
        named = chain(lazy.metadata.linked_pages(corpus, page), *(view.names for view in views))
        for target in dict.fromkeys(named):
            yield target, lazy.metadata.preview_of(corpus, target)

    def _links(self, page: Page) -> Iterator[object]:
        labels = self._env.domains.standard_domain.labels
        for link in page.links:
            target = self._domain.corpus.resolve(link)
            title = self._title(target) if target else None
            yield target, title, labels.get(link.target)
            if link.anchor:
                slugs = self._env.metadata.get(link.target, {}).get(MYST_SLUGS) or {}
                yield labels.get(link.anchor), slugs.get(link.anchor, ())[1:]
            if link.role == 'critic':
                yield lazy.generated_docnames.find_critic(self._domain.corpus, link.target)
            elif link.role == 'aspect':
                yield sorted(self._domain.aspects.items())

    def _values(self, page: Page) -> Iterator[object]:
        wiki_data, data = lazy.wiki_data, self._domain.exported
        for figure in page.values:
            try:
                shown = wiki_data.get_path(data, figure.path)
                yield shown, wiki_data.latest_spoiler(data, figure.path)
            except KeyError:
                yield None

    def _contents_below(self, docname: str, seen: set[str]) -> Iterator[tuple[object, ...]]:
        for child in self._env.toctree_includes.get(docname, ()):
            if child in seen or child not in self._env.tocs:
                continue
            seen.add(child)
            if child not in self._contents:
                depth = self._env.metadata.get(child, {}).get('tocdepth')
                self._contents[child] = (depth, self._env.tocs[child].pformat())
            yield self._contents[child]
            yield from self._contents_below(child, seen)

    def _elsewhere(self) -> Iterator[object]:
        for domain in self._env.domains.sorted():
            if domain.name != self._domain.name:
                yield sorted(domain.get_objects())


def shared_digest(env: BuildEnvironment) -> str:
    """Fingerprint of what all pages of a web site depend on beside the tables of contents.

    That is static files and templates, and the title, author and base URL of the site.
    """
    config = env.config
    return digest(_static_files(env), config.html_baseurl, config.html_title, config.author)


def contents_digest(env: BuildEnvironment) -> str:
    """Fingerprint of all tables of contents, if any page may show them.

    The sidebar of furo is part of the fingerprint of each page; another theme may show any
    part of the tree there.
    """
    if env.config.html_theme == 'furo':
        return ''
    titles = sorted((name, str(title)) for name, title in env.titles.items())
    return digest(titles, sorted((name, str(toc)) for name, toc in env.tocs.items()))


def _static_files(env: BuildEnvironment) -> list[tuple[str, str]]:
    """Static files and templates, with checksums."""
    config = env.config
    names = [*config.html_static_path, *config.templates_path]
    names += [name for name in (config.html_logo, config.html_favicon) if name]
    checksums: list[tuple[str, str]] = []
    for name in names:
        place = Path(env.srcdir, str(name))
        files = sorted(place.rglob('*')) if place.is_dir() else [place]
        checksums += [(file.name, _checksum(file)) for file in files if file.is_file()]
    return checksums


def _checksum(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ''
