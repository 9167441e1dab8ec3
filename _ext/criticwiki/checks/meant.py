"""Which character an editor meant who wrote no id but a name, or the beginning of an id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from criticwiki.corpus.ids import id_from
from criticwiki.model.kinds import Character
from criticwiki.problems import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from criticwiki.corpus.corpus import Corpus


def did_you_mean_page(corpus: Corpus, kind: str, word: str) -> str:
    """A hint to append to a message: the id of the page of a kind that was meant, or nothing."""
    known = {page.id for page in corpus.pages.values() if page.kind == kind}
    meant = set(_named(corpus, word)) if kind == 'character' else set()
    meant = meant or {one for one in known if word and one.startswith(f'{id_from(word)}-')}
    return f'; did you mean {meant.pop()!r}?' if len(meant) == 1 else did_you_mean(word, known)


def _named(corpus: Corpus, word: str) -> Iterator[str]:
    """The characters who go by a name, as far as it gives nothing away."""
    wanted = word.casefold()
    for page in corpus.pages.values():
        if isinstance(page.facts, Character):
            names = (page.facts.name, *page.facts.aliases, *page.facts.misspellings)
            if any(name.casefold() == wanted for name in names):
                yield page.id
