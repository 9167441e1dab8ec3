"""What changes of the pages in one build, beside what they were before."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from criticwiki.core.backlinks import links_key
from criticwiki.core.corpus import Corpus
from criticwiki.core.dependents import dependents
from criticwiki.sphinx_ext.settings import notations

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from criticwiki.core.dependents import Reach
    from criticwiki.core.pages import Page
    from criticwiki.sphinx_ext.store import PageStore


def make_corpus(env: BuildEnvironment, pages: PageStore, labels: dict[str, str]) -> Corpus:
    """All pages together, with what is known of the links between them."""
    corpus = Corpus(pages.all(), labels, notations(env.config), pages.prose)
    corpus.kept_outgoing = pages.outgoing(links_key(corpus))
    return corpus


def labels_of(env: BuildEnvironment) -> dict[str, str]:
    """Every other name that `[](#name)` may lead to, and the page that has it."""
    standard = env.domains.standard_domain
    labels = {name: entry[0] for name, entry in standard.anonlabels.items()}
    for domain in env.domains.sorted():
        if domain.name != 'wiki':
            labels.update({entry[0]: entry[3] for entry in domain.get_objects()})
    return labels


@dataclass
class Changes:
    """The wiki before the first change in a build, and which pages change."""

    pages: PageStore
    labels: dict[str, str]
    docnames: set[str] = field(default_factory=set)

    def reach(self, env: BuildEnvironment, after: Corpus) -> Reach:
        """How far the changes reach."""
        return dependents(make_corpus(env, self.pages, self.labels), after, self.docnames)

    def same_facts(self, after: PageStore) -> bool:
        """Whether no fact or title has changed, but prose at most."""
        return all(
            docname in self.pages
            and docname in after
            and _facts(self.pages[docname]) == _facts(after[docname])
            for docname in self.docnames
        )


def _facts(page: Page) -> object:
    return page.kind, page.title, page.facts
