"""What links to each page, with the sentence that does."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from criticwiki.cached_view import remembered
from criticwiki.model.prose import Words, sentence_at, words_between

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from criticwiki.model.prose import Block, Run

    from .corpus import Corpus

_STOPS: Final = re.compile(r'[.!?\u2026]')


@dataclass(frozen=True, slots=True, order=True)
class Backlink:
    """A sentence of another page that links to this one."""

    docname: str
    """The page that links here."""
    spoils: int
    """The episode that the sentence gives away; 0 for none."""
    order: int
    """Where it stands on that page."""
    sentence: tuple[Words, ...]


class Outgoing(NamedTuple):
    """The sentence of a page that links to another one."""

    target: str
    spoils: int
    order: int
    sentence: tuple[Words, ...]


@remembered
def backlinks(corpus: Corpus) -> Mapping[str, tuple[Backlink, ...]]:
    """For each page, one sentence of each other page that links to it."""
    found: dict[str, list[Backlink]] = defaultdict(list)
    for source in corpus.pages:
        for link in corpus.outgoing(source):
            found[link.target].append(Backlink(source, link.spoils, link.order, link.sentence))
    return {target: tuple(links) for target, links in found.items()}


def links_key(corpus: Corpus) -> str:
    """A digest of all that `outgoing` of a page depends on, beside that page itself.

    That is what pages are called, in prose and by their titles, and what leads to them.
    """
    called = [(name, page.kind, page.title, page.terms) for name, page in corpus.pages.items()]
    numbers = [(number, page.docname) for number, page in corpus.numbered.items()]
    parts = (called, numbers, sorted(corpus.labels.items()), corpus.names.all)
    return hashlib.sha256(repr(parts).encode('utf-8', 'replace')).hexdigest()


def outgoing(corpus: Corpus, source: str) -> tuple[Outgoing, ...]:
    """One sentence of a page for each page that it links to; none for a draft.

    A sentence that gives nothing away is preferred, then the one of the earliest episode,
    then the first.
    """
    page = corpus.pages[source]
    if page.facts and page.facts.draft:
        return ()
    open_to = corpus.open_to(source)
    mentioned: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for mention in corpus.mentions(source):
        mentioned[mention.block].append((mention.name.docname, mention.start))
    best: dict[str, Outgoing] = {}
    for index, block in enumerate(corpus.blocks(source)):
        links = [*mentioned.get(index, ()), *_written(corpus, block)]
        spoils = max(block.spoils, open_to)
        sentences: _Sentences | None = None
        for target, offset in links:
            known = best.get(target)
            if target == source or (known and (known.spoils, known.order) < (spoils, index)):
                continue
            sentences = sentences or _Sentences(corpus, block)
            found = Outgoing(target, spoils, index, sentences.at(offset))
            if known is None or found < known:
                best[target] = found
    return tuple(best.values())


def _written(corpus: Corpus, block: Block) -> Iterator[tuple[str, int]]:
    """Target and offset of every link that an editor wrote in a block."""
    offset = 0
    for run in block.runs:
        target = corpus.resolve(run.link) if run.link else None
        if target:
            yield target, offset
        offset += len(run.text)


class _Sentences:
    """The sentences of a block, as readers see them."""

    def __init__(self, corpus: Corpus, block: Block) -> None:
        self._runs = block.runs
        self._shown = [
            run._replace(text=corpus.shown_text(run)) if run.link else run for run in block.runs
        ]
        self._text = ''.join(map(_without_stops, self._shown))

    def at(self, offset: int) -> tuple[Words, ...]:
        """The sentence around an offset in the block's text."""
        position, shift = 0, 0
        for run, seen in zip(self._runs, self._shown, strict=True):
            position += len(run.text)
            if position > offset:
                break
            shift += len(seen.text) - len(run.text)
        return words_between(self._shown, *sentence_at(self._text, offset + shift))


def _without_stops(run: Run) -> str:
    """The text of a run, where no sentence ends inside a link: "Who Goes There?"."""
    return _STOPS.sub(',', run.text) if run.link else run.text
