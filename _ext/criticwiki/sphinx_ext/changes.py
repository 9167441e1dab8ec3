"""Corpus and problems of the environment, whole or after an edit, and what an edit invalidates."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from criticwiki.checks.between_pages import STABLE_CODES, check
from criticwiki.checks.link_targets import LinkChecker
from criticwiki.checks.spelling import misspelled
from criticwiki.corpus.corpus import Corpus
from criticwiki.corpus.invalidation import EVERYTHING, Invalidation, affects_all_pages, after
from criticwiki.corpus.names import links_key
from criticwiki.guard.files import is_file
from criticwiki.model.encodings import decoded
from criticwiki.panels.standing import pages_placed_anew
from criticwiki.panels.view_reuse import reuse_views
from criticwiki.problems import Code, Problem

from .config import declared_fields, notations
from .domain import children_of_pages
from .transforms import external_roles

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sphinx.environment import BuildEnvironment

    from criticwiki.model.page import Page

    from .domain import PageStore, WikiDomain


def plain_corpus(env: BuildEnvironment, pages: PageStore, labels: dict[str, str]) -> Corpus:
    """All pages together."""
    return Corpus(
        pages.all(),
        labels,
        notations(env.config),
        pages.prose,
        declared_fields(env.config),
        pages.numbering,
    )


def make_corpus(env: BuildEnvironment, pages: PageStore, labels: dict[str, str]) -> Corpus:
    """All pages together, with the cached links between them."""
    corpus = plain_corpus(env, pages, labels)
    corpus.outgoing_cache = pages.outgoing(links_key(corpus))
    return corpus


def corpus_after(
    env: BuildEnvironment, pages: PageStore, before: Corpus | None, edited: Collection[str]
) -> Corpus:
    """All pages after the edit of a few, with the cached views that are still valid.

    Whatever depends on the prose of these pages must be in the cache of `before`, since the
    environment holds only their new prose.
    """
    labels = labels_of(env)
    if before and all(docname in pages and docname in before.pages for docname in edited):
        corpus = plain_corpus(env, pages, labels)
        if reuse_views(before, corpus, edited):
            return corpus
    return make_corpus(env, pages, labels)


def labels_of(env: BuildEnvironment) -> dict[str, str]:
    """Every label that `[](#name)` may lead to beside ids of pages, with its docname."""
    labels: dict[str, str] = {}
    for domain in env.domains.sorted():
        if domain.name == 'std':
            labels.update(_standard_labels(env))
        elif domain.name != 'wiki':
            labels.update({entry[0]: entry[3] for entry in domain.get_objects()})
    return labels


def _standard_labels(env: BuildEnvironment) -> dict[str, str]:
    """The labels of the domain `std`, whose `get_objects` would copy the title of every page."""
    standard = env.domains.standard_domain
    labels = {docname: docname for docname in env.all_docs}
    for (program, option), place in standard.progoptions.items():
        labels[f'{program}.{option}' if program else option] = place[0]
    labels |= {name: place[0] for (_type, name), place in standard.objects.items()}
    labels |= {name: place[0] for name, place in standard.anonlabels.items()}
    return labels | {name: place[0] for name, place in standard.labels.items()}


@dataclass
class Changes:
    """Snapshot of the wiki before the first change of a build, and the changed pages."""

    pages: PageStore
    labels: dict[str, str]
    shared: object
    """Toctrees and names of images, which many pages depend on."""
    titles: dict[str, str] = field(default_factory=dict)
    """Old title, with its markup, of each changed page."""

    @classmethod
    def begin(cls, env: BuildEnvironment, pages: PageStore) -> Changes:
        """Take the snapshot."""
        return cls(pages.copy(), labels_of(env), _shared(env))

    def note(self, env: BuildEnvironment, docname: str) -> None:
        """Record a page that is about to change."""
        if docname not in self.titles:
            self.titles[docname] = str(env.titles.get(docname, ''))

    def invalidation(self, env: BuildEnvironment, new: Corpus) -> Invalidation:
        """The pages that the changes invalidate, with those that depend on toctrees and labels."""
        retitled = any(str(env.titles.get(name, '')) != old for name, old in self.titles.items())
        if retitled or _shared(env) != self.shared:
            return EVERYTHING
        old = plain_corpus(env, self.pages, self.labels)
        if affects_all_pages(old, new, self.titles):
            return EVERYTHING
        stale = after(old, new, self.titles, pages_placed_anew)
        if stale.all_pages:
            return EVERYTHING
        others = (
            name for name, page in new.pages.items() if page.lists_pages or page.links_elsewhere
        )
        return Invalidation(tuple(dict.fromkeys((*stale.docnames, *others))), all_pages=False)

    def same_facts(self, pages: PageStore) -> bool:
        """Whether only prose has changed: no fact, title or term."""
        return all(
            docname in self.pages
            and docname in pages
            and _facts(self.pages[docname]) == _facts(pages[docname])
            for docname in self.titles
        )


def _shared(env: BuildEnvironment) -> object:
    images = {path: (set(docnames), name) for path, (docnames, name) in env.images.items()}
    return children_of_pages(env), images


def _facts(page: Page) -> object:
    return page.kind, page.title, page.facts, page.terms


_LASTING: Final = STABLE_CODES | {Code.DANGLING_LINK, Code.MISSPELLING}


def problems(domain: WikiDomain) -> list[Problem]:
    """All problems of a wiki, sorted."""
    return _sorted(domain, check(domain.corpus), domain.pages.values())


def problems_after(
    domain: WikiDomain, before: Iterable[Problem], edited: Collection[str]
) -> list[Problem]:
    """All problems after an edit that affects few pages, updated from the problems before it."""
    before = list(before)
    dangling = {p.path for p in before if p.code is Code.DANGLING_LINK}
    edits = frozenset(edited)
    pages = [page for page in domain.pages.values() if _is_judged_again(page, edits, dangling)]
    again = {page.path for page in pages}
    paths = {page.path for page in pages if page.docname in edits}
    kept = [
        p
        for p in before
        if p.code in _LASTING and p.path not in (again if p.code is Code.DANGLING_LINK else paths)
    ]
    return _sorted(domain, [*kept, *check(domain.corpus, edited)], pages)


def _is_judged_again(page: Page, edited: frozenset[str], dangling: set[str]) -> bool:
    """Whether the links of a page have to be judged: it is edited, or they lead to headings."""
    if page.docname in edited or page.path in dangling:
        return True
    return any(link.anchor and link.target in edited for link in page.links)


def _sorted(domain: WikiDomain, others: Iterable[Problem], edited: Iterable[Page]) -> list[Problem]:
    """These problems with those of links on edited pages and of external links, sorted by place."""
    source = Path(domain.env.srcdir)

    def lines_of(page: Page) -> list[str]:
        return decoded((source / page.path).read_bytes())[0].split('\n')

    judge = LinkChecker(
        domain.corpus,
        lines_of,
        has_file=partial(is_file, source),
        foreign=external_roles(domain),
    )
    every = set(others)
    for page in edited:
        every.update(judge.dangling(page))
        every.update(misspelled(domain.corpus, page, lines_of(page)))
    for page in domain.pages.values():
        every.update(judge.files(page))
        every.update(judge.values(page, domain.exported))
    return sorted(every)
