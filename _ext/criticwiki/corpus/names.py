"""Names and mentions: longest match of names in prose, titles, and backlinks with sentences."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from criticwiki.cached_view import remembered
from criticwiki.model.kinds import Character, Episode, Review, Series
from criticwiki.model.page import LanguageSpan, language_spans, quotation_spans, sentence_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from criticwiki.model.page import Block, Run

    from .corpus import Corpus

_SPACES: Final = str.maketrans('\n\r\t', '   ')
"""A name may stand over the end of a line."""
_WORD: Final = re.compile(r'\w+')


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """Something that prose may call a page by."""

    text: str
    docname: str
    """The page it leads to; empty for a name that leads nowhere."""
    anchor: str = ''
    spoils: int = 0
    """The episode that reveals it; 0 when it may link anywhere."""


_ByShape: TypeAlias = 'dict[tuple[int, int], dict[str, list[Name]]]'
"""Names by their length and the offset of their first word, then by their text."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name found in a block, to become a link."""

    block: int
    """Index of the block on its page."""
    start: int
    """Offset in the block's text."""
    end: int
    name: Name


class NameTable:
    """All names of a wiki, for finding them in one pass over a text.

    The cost of a text grows with its length and with how many lengths the names have that share
    their first word, not with how many names there are.
    """

    def __init__(self, names: Iterable[Name]) -> None:
        """Index `names` by their first word."""
        # as names compare themselves, in a fraction of the time
        self.all = tuple(sorted(set(names), key=attrgetter('text', 'docname', 'anchor', 'spoils')))
        by_word: dict[str, _ByShape] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
        for name in self.all:
            if first := _WORD.search(name.text):
                shape = (len(name.text), first.start())
                by_word[first[0]][shape][name.text].append(name)
        self._by_word = {
            word: sorted(shapes.items(), key=lambda entry: -entry[0][0])
            for word, shapes in by_word.items()
        }

    def occurrences(self, text: str, spoils: int) -> Iterator[tuple[int, Name]]:
        """Every name in `text`, as offset and name, none inside another.

        A name that a later episode than `spoils` reveals is no name here.
        """
        if self._by_word.keys().isdisjoint(_WORD.findall(text)):
            return
        cursor = 0
        for word in _WORD.finditer(text):
            if word.start() < cursor:
                continue
            for (length, lead), names in self._by_word.get(word[0], ()):
                start = word.start() - lead
                if start < cursor:
                    continue
                here = names.get(text[start : start + length], ())
                name = next((name for name in here if name.spoils <= spoils), None)
                if name is not None and _stands_alone(text, start, start + length):
                    yield start, name
                    cursor = start + length
                    break


def _stands_alone(text: str, start: int, end: int) -> bool:
    return not _joined(text, start - 1, start - 2) and not _joined(text, end, end + 1)


def _joined(text: str, near: int, beyond: int) -> bool:
    """Whether the neighbouring characters make a longer word: `Nean` in `Proto-Nean`."""
    if not 0 <= near < len(text):
        return False
    if text[near] in '-\u2010\u2011':
        return 0 <= beyond < len(text) and text[beyond].isalnum()
    return text[near].isalnum() or text[near] == '_'


def find_mentions(
    blocks: Sequence[Block], table: NameTable, docname: str, open_to: int = 0
) -> list[Mention]:
    """The mentions on the page `docname` that become links.

    `open_to` is the episode whose plot is open on the whole page, 0 for none.
    """
    mentions: list[Mention] = []
    seen: set[tuple[str, str, str]] = set()
    for index, block in enumerate(blocks):
        text = block.text.translate(_SPACES)
        found = list(table.occurrences(text, max(block.spoils, open_to)))
        closed = [*quotation_spans(text), *_closed_runs(block)] if found else []
        for start, name in found:
            end = start + len(name.text)
            key = (block.section, name.docname, name.anchor)
            if name.docname in {'', docname} or key in seen:
                continue
            if any(a < end and start < b for a, b in closed) or _crosses(block, start, end):
                continue
            seen.add(key)
            mentions.append(Mention(index, start, end, name))
    return mentions


def _closed_runs(block: Block) -> Iterator[tuple[int, int]]:
    offset = 0
    for run in block.runs:
        if not run.open:
            yield offset, offset + len(run.text)
        offset += len(run.text)


def _crosses(block: Block, start: int, end: int) -> bool:
    """Whether the stretch reaches over the border of two runs."""
    offset = 0
    for run in block.runs:
        offset += len(run.text)
        if start < offset:
            return end > offset
    return True


_ROLE_OR_LINK: Final = re.compile(r'`(?:[^`<]*<)?([^`<>]+)>?`|\]\(([^()\s]+)|\]\[([^\]\n]+)\]')


def titles(corpus: Corpus) -> Iterator[str]:
    """Every name of a work, a person, a term or an outlet that the wiki knows."""
    for page in corpus.pages.values():
        facts = page.facts
        yield page.title
        yield from (term.text for term in page.terms)
        if isinstance(facts, Series):
            yield from (facts.title, *facts.aspects, *facts.unlinked)
        elif isinstance(facts, Episode):
            yield from (facts.title, facts.title_ja or '', *facts.variants)
        elif isinstance(facts, Character):
            yield from (facts.name, facts.name_ja or '', *facts.aliases, *facts.misspellings)
            yield from (fact.alias for fact in facts.revealed if fact.alias)
        elif isinstance(facts, Review):
            yield from (facts.headline, facts.outlet or '', facts.author or '')


def critics_named(corpus: Corpus, text: str, *, unnamed: bool = True) -> list[str]:
    """The reviews whose critic a text names or links to.

    A critic without a name can only be described; where any other is named, `unnamed` adds
    all of these.
    """
    known = _critics(corpus)
    found = [
        docname
        for _, name in known.table.occurrences(' '.join(text.split()), 0)
        for docname in known.by_name[name.text]
    ]
    for target in _ROLE_OR_LINK.finditer(text):
        words = next(group for group in target.groups() if group)
        page = corpus.by_id.get(re.split('[#/]', words.removesuffix('.md'))[-1])
        if page and page.kind == 'review':
            found.append(page.docname)
    return list(dict.fromkeys((*found, *(known.unnamed if found and unnamed else ()))))


class _Critics(NamedTuple):
    """The reviews by who wrote them."""

    table: NameTable
    by_name: Mapping[str, tuple[str, ...]]
    unnamed: tuple[str, ...]


@remembered
def _critics(corpus: Corpus) -> _Critics:
    """The reviews by their author and by their outlet, in their order."""
    by_name: dict[str, tuple[str, ...]] = {}
    for entry in corpus.reviews:
        for name in filter(None, dict.fromkeys((entry.facts.author, entry.facts.outlet))):
            by_name[name] = (*by_name.get(name, ()), entry.docname)
    unnamed = (entry.docname for entry in corpus.reviews if not entry.facts.critic)
    return _Critics(NameTable(Name(name, '') for name in by_name), by_name, tuple(unnamed))


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
    sentence: tuple[LanguageSpan, ...]


class Outgoing(NamedTuple):
    """The sentence of a page that links to another one."""

    target: str
    spoils: int
    order: int
    sentence: tuple[LanguageSpan, ...]


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

    def at(self, offset: int) -> tuple[LanguageSpan, ...]:
        """The sentence around an offset in the block's text."""
        position, shift = 0, 0
        for run, seen in zip(self._runs, self._shown, strict=True):
            position += len(run.text)
            if position > offset:
                break
            shift += len(seen.text) - len(run.text)
        return language_spans(self._shown, *sentence_at(self._text, offset + shift))


def _without_stops(run: Run) -> str:
    """The text of a run, where no sentence ends inside a link: "Who Goes There?"."""
    return _STOPS.sub(',', run.text) if run.link else run.text
