"""What links to each page, with the sentence that does."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from criticwiki.core.memo import remembered
from criticwiki.core.prose import Words, sentence_at, words_between

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from criticwiki.core.corpus import Corpus
    from criticwiki.core.prose import Run

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


@remembered
def backlinks(corpus: Corpus) -> Mapping[str, tuple[Backlink, ...]]:
    """For each page, one sentence of each other page that links to it.

    Drafts do not count. A sentence that gives nothing away is preferred, then the one of
    the earliest episode, then the first.
    """
    found: dict[str, dict[str, Backlink]] = defaultdict(dict)
    for source, page in corpus.pages.items():
        if page.facts and page.facts.draft:
            continue
        for target, index, offset in _links_from(corpus, source):
            if target == source:
                continue
            backlink = _backlink(corpus, source, index, offset)
            best = found[target].get(source)
            if best is None or backlink < best:
                found[target][source] = backlink
    return {target: tuple(sorted(links.values())) for target, links in found.items()}


def _links_from(corpus: Corpus, source: str) -> Iterator[tuple[str, int, int]]:
    """Target, block and offset of every link on a page."""
    for mention in corpus.mentions(source):
        yield mention.name.docname, mention.block, mention.start
    for index, block in enumerate(corpus.pages[source].blocks):
        offset = 0
        for run in block.runs:
            target = corpus.resolve(run.link) if run.link else None
            if target:
                yield target, index, offset
            offset += len(run.text)


def _backlink(corpus: Corpus, source: str, index: int, offset: int) -> Backlink:
    block = corpus.pages[source].blocks[index]
    shown = [replace(run, text=corpus.shown_text(run)) for run in block.runs]
    position, shift = 0, 0
    for run, seen in zip(block.runs, shown, strict=True):
        position += len(run.text)
        if position > offset:
            break
        shift += len(seen.text) - len(run.text)
    start, end = sentence_at(''.join(map(_without_stops, shown)), offset + shift)
    spoils = max(block.spoils, corpus.open_to(source))
    return Backlink(source, spoils, index, words_between(shown, start, end))


def _without_stops(run: Run) -> str:
    """The text of a run, where no sentence ends inside a link: "Who Goes There?"."""
    return _STOPS.sub(',', run.text) if run.link else run.text
