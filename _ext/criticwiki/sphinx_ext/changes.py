"""Changed pages of one build: what they were before, and the corpus after the edit."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from criticwiki.corpus.corpus import Corpus
from criticwiki.corpus.invalidation import Reach, dependents, shows_everywhere
from criticwiki.corpus.names import links_key
from criticwiki.panels.carry import carry_over

from .config import notations
from .domain import children_of_pages

if TYPE_CHECKING:
    from collections.abc import Collection

    from sphinx.environment import BuildEnvironment

    from criticwiki.model.page import Page

    from .domain import PageStore


def plain_corpus(env: BuildEnvironment, pages: PageStore, labels: dict[str, str]) -> Corpus:
    """All pages together."""
    return Corpus(pages.all(), labels, notations(env.config), pages.prose)


def make_corpus(env: BuildEnvironment, pages: PageStore, labels: dict[str, str]) -> Corpus:
    """All pages together, with what is known of the links between them."""
    corpus = plain_corpus(env, pages, labels)
    corpus.kept_outgoing = pages.outgoing(links_key(corpus))
    return corpus


def corpus_after(
    env: BuildEnvironment, pages: PageStore, before: Corpus | None, edited: Collection[str]
) -> Corpus:
    """All pages after the edit of a few: what is known of them before it is kept if it can be.

    What is asked of `before` about these pages must have been asked before they were read,
    since their prose is no longer at hand.
    """
    labels = labels_of(env)
    if before and all(docname in pages and docname in before.pages for docname in edited):
        corpus = plain_corpus(env, pages, labels)
        if carry_over(before, corpus, edited):
            return corpus
    return make_corpus(env, pages, labels)


def labels_of(env: BuildEnvironment) -> dict[str, str]:
    """Every other name that `[](#name)` may lead to, and the page that has it."""
    labels: dict[str, str] = {}
    for domain in env.domains.sorted():
        if domain.name == 'std':
            labels.update(_standard_labels(env))
        elif domain.name != 'wiki':
            labels.update({entry[0]: entry[3] for entry in domain.get_objects()})
    return labels


def _standard_labels(env: BuildEnvironment) -> dict[str, str]:
    """The same of Sphinx's own domain, which would copy the title of every page."""
    standard = env.domains.standard_domain
    labels = {docname: docname for docname in env.all_docs}
    for (program, option), place in standard.progoptions.items():
        labels[f'{program}.{option}' if program else option] = place[0]
    labels |= {name: place[0] for (_type, name), place in standard.objects.items()}
    labels |= {name: place[0] for name, place in standard.anonlabels.items()}
    return labels | {name: place[0] for name, place in standard.labels.items()}


@dataclass
class Changes:
    """The wiki before the first change in a build, and which pages change."""

    pages: PageStore
    labels: dict[str, str]
    around: object
    """What stands around many pages: tables of contents, names of images."""
    titles: dict[str, str] = field(default_factory=dict)
    """The title, with its markup, of each page that changes."""

    @classmethod
    def begin(cls, env: BuildEnvironment, pages: PageStore) -> Changes:
        """Keep what the wiki is now."""
        return cls(pages.copy(), labels_of(env), _around(env))

    def note(self, env: BuildEnvironment, docname: str) -> None:
        """Note that a page is about to change."""
        if docname not in self.titles:
            self.titles[docname] = str(env.titles.get(docname, ''))

    def reach(self, env: BuildEnvironment, after: Corpus) -> Reach:
        """How far the changes reach."""
        before = plain_corpus(env, self.pages, self.labels)
        if shows_everywhere(before, after, self.titles):
            return Reach((), everywhere=True)
        before.names = after.names
        reach = dependents(before, after, self.titles)
        retitled = any(str(env.titles.get(name, '')) != old for name, old in self.titles.items())
        if retitled or _around(env) != self.around:
            return replace(reach, everywhere=True)
        others = (
            name for name, page in after.pages.items() if page.lists_pages or page.links_elsewhere
        )
        return replace(reach, near=tuple(dict.fromkeys((*reach.near, *others))))

    def same_facts(self, after: PageStore) -> bool:
        """Whether no fact, title or term has changed, but prose at most."""
        return all(
            docname in self.pages
            and docname in after
            and _facts(self.pages[docname]) == _facts(after[docname])
            for docname in self.titles
        )


def _around(env: BuildEnvironment) -> object:
    images = {path: (set(docnames), name) for path, (docnames, name) in env.images.items()}
    return children_of_pages(env), images


def _facts(page: Page) -> object:
    return page.kind, page.title, page.facts, page.terms
