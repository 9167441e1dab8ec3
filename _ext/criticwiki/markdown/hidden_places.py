"""Places and terms in spoiler blocks: what a link would show of them in the open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from criticwiki.cached_view import remembered
from criticwiki.problems import Code, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.model.prose import Label, Link, Term


def hidden_in(marks: Iterable[Label]) -> dict[str, int]:
    """The labels in spoiler blocks of one page, each with the latest episode given away."""
    hidden: dict[str, int] = {}
    for mark in marks:
        if mark.spoils:
            hidden[mark.name] = max(mark.spoils, hidden.get(mark.name, 0))
    return hidden


def check_hidden(links: Iterable[Link], hidden: Mapping[str, int]) -> Iterator[Problem]:
    """The links of a page to places in its own spoiler blocks that would open what they hide.

    An address with words of its own shows nothing of the place that it leads to.
    """
    for link in links:
        episode = hidden.get(link.target, 0) if link.role in {'any', 'numref'} else 0
        if not episode or (link.addressed and (link.explicit or link.spoils >= episode)):
            continue
        message = (
            f'{link.target!r} is inside a spoiler block, and a link must not show what that'
            f' hides; give it words of its own: [words](#{link.target})'
        )
        yield Problem('', link.line, link.column, Code.DANGLING_LINK, message)


@remembered
def hidden_labels(corpus: Corpus) -> Mapping[str, str]:
    """Every label that only spoiler blocks have, with its page."""
    return {
        name: page.docname
        for page in corpus.pages.values()
        for name in hidden_in(page.marks)
        if name not in corpus.labels
    }


@remembered
def terms_of(corpus: Corpus) -> Mapping[str, tuple[str, Term]]:
    """Every glossary term in small letters, with its page; one in the open comes first."""
    found: dict[str, tuple[str, Term]] = {}
    for page in corpus.pages.values():
        for term in page.terms:
            name = term.text.lower()
            if name not in found or not term.spoils or found[name][1].spoils:
                found[name] = (page.docname, term)
    return found


def page_of_term(corpus: Corpus, link: Link) -> str | None:
    """The page with the term that a link names, unless the term gives away too much for it."""
    docname, term = terms_of(corpus).get(link.target.lower(), (None, None))
    return None if term is None or term.spoils > link.spoils else docname


def hidden_term(corpus: Corpus, target: str) -> tuple[str, str] | None:
    """Page and anchor of a term that a spoiler block hides, of which nobody else knows."""
    docname, term = terms_of(corpus).get(target.lower(), ('', None))
    return (docname, term.anchor) if term is not None and term.spoils else None


def told_of_hidden(corpus: Corpus, link: Link) -> str | None:
    """What is wrong with a link to what a spoiler block of another page hides, or None."""
    if link.role == 'term' and link.target.lower() in terms_of(corpus):
        return (
            f'the term {link.target!r} is inside a spoiler block; name it inside a spoiler block'
            ' of that episode or a later one'
        )
    if link.role in {'any', 'numref', 'path'} and link.target in hidden_labels(corpus):
        path = corpus.pages[hidden_labels(corpus)[link.target]].path
        return (
            f'{link.target!r} is inside a spoiler block, where no link from elsewhere leads; link'
            f' to its page: [words](/{path})'
        )
    return None
