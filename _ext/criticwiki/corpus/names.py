"""Automatic links: index of names, matching in prose, and backlinks with sentences."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from criticwiki.cached_view import cached_view
from criticwiki.model.kinds import Character, Episode, Series
from criticwiki.model.page import LanguageSpan, language_spans, quotation_spans, sentence_at
from criticwiki.model.review import Review
from criticwiki.text import composed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from criticwiki.model.numbering import Number
    from criticwiki.model.page import Block, Run

    from .corpus import Corpus

_SPACES: Final = str.maketrans(dict.fromkeys('\n\r\t\xa0\u2007\u2009\u202f\u3000', ' '))
"""Translation of line breaks and of other spaces, so that names match across them."""
_SPACELESS: Final = (
    '\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u31ff'
    '\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc'
    '\U00020000-\U0003ffff'
)
"""Ranges of characters of scripts in which names stand without spaces around them.

Japanese, Chinese, Korean (where particles follow at once), Thai, Lao, Khmer and Burmese.
"""
_IS_SPACELESS: Final = re.compile(f'[{_SPACELESS}]')
_IS_KATAKANA: Final = re.compile('[\u30a1-\u30fa\u30fc-\u30ff\uff66-\uff9f]')
"""Letter of Japanese words from other languages: those that touch are one word."""
_BETWEEN_SPACELESS: Final = re.compile(f'(?<=[{_SPACELESS}]) (?=[{_SPACELESS}])')
_WORD: Final = re.compile(f'[{_SPACELESS}]|[^\\W{_SPACELESS}]+')
"""Word, or one character of a script without spaces."""


def spacings(name: str) -> dict[str, None]:
    """A name with plain spaces and, as prose in its script writes it, without: `山田 太郎`."""
    if name.isascii():
        return {name: None}
    plain = name.translate(_SPACES)
    return {plain: None, _BETWEEN_SPACELESS.sub('', plain): None}


@dataclass(frozen=True, slots=True, order=True)
class PageName:
    """Name of a page or of one of its terms, as it may occur in prose."""

    text: str
    docname: str
    """Docname of the target; empty for names that are matched but not linked."""
    anchor: str = ''
    spoils: Number = 0
    """Episode that reveals the name; 0 if it is no spoiler."""


_NamesByShape: TypeAlias = 'dict[tuple[int, int], dict[str, list[PageName]]]'
"""Names by length and offset of the first word, then by text."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Occurrence of a name in a block, which becomes a link."""

    block: int
    """Index of the block on its page."""
    start: int
    """Start offset in the text of the block."""
    end: int
    name: PageName


class NameTable:
    """Index of names for matching in one pass: longest match first, by first word.

    The cost grows with the length of the text and with the number of distinct lengths of names
    that share a first word, not with the number of names.
    """

    def __init__(self, names: Iterable[PageName]) -> None:
        """Index `names` by their first word."""
        # the order of the dataclass, but much faster than its generated comparison
        self.all = tuple(sorted(set(names), key=attrgetter('text', 'docname', 'anchor', 'spoils')))
        by_word: dict[str, _NamesByShape] = defaultdict(
            lambda: defaultdict(lambda: defaultdict(list))
        )
        for name in self.all:
            if first := _WORD.search(name.text):
                shape = (len(name.text), first.start())
                by_word[first[0]][shape][name.text].append(name)
        self._by_word = {
            word: sorted(shapes.items(), key=lambda entry: -entry[0][0])
            for word, shapes in by_word.items()
        }

    def occurrences(self, text: str, spoils: Number) -> Iterator[tuple[int, PageName]]:
        """Offset and name of each match in `text`, without overlaps.

        Names that an episode after `spoils` reveals do not match.
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
                if name is not None and _is_whole_word(text, start, start + length):
                    yield start, name
                    cursor = start + length
                    break


def _is_whole_word(text: str, start: int, end: int) -> bool:
    if _is_mark(text[end : end + 1]):
        return False
    between = end - start > 1
    return not _continues_word(text, start, start - 1, start - 2, between=between) and not (
        _continues_word(text, end - 1, end, end + 1, between=between)
    )


def _continues_word(text: str, edge: int, near: int, beyond: int, *, between: bool) -> bool:
    """Whether the match is part of a longer word, as `Dax` of `Ex-Dax`.

    `edge` is its first or last character, `near` the one beside it, `beyond` the next. With
    `between`, a name may stand between characters of a script without spaces.
    """
    if not 0 <= near < len(text):
        return False
    if _IS_KATAKANA.match(text[edge]) and _IS_KATAKANA.match(text[near]):
        return True
    if between and (_IS_SPACELESS.match(text[edge]) or _IS_SPACELESS.match(text[near])):
        return False
    if text[near] in '-\u2010\u2011':
        return 0 <= beyond < len(text) and text[beyond].isalnum()
    return text[near].isalnum() or text[near] == '_' or _is_mark(text[near])


def _is_mark(character: str) -> bool:
    """Whether a character, or none, is a combining mark, which belongs to the one before."""
    return bool(character) and unicodedata.category(character).startswith('M')


def find_mentions(
    blocks: Sequence[Block],
    table: NameTable,
    docname: str,
    meanings: Mapping[str, PageName] | None = None,
) -> list[Mention]:
    """Matches on a page that become links: the first per section and target.

    `meanings` are the shared names that stand for one character on this page.
    """
    mentions: list[Mention] = []
    seen: set[tuple[str, str, str]] = set()
    for index, block in enumerate(blocks):
        text = block.text.translate(_SPACES)
        matches = list(_occurrences(table, text, block.spoils))
        closed = [*quotation_spans(text), *_unlinkable_runs(block)] if matches else []
        for start, end, found in matches:
            meant = meanings.get(found.text) if meanings else None
            name = meant if meant and meant.spoils <= block.spoils else found
            key = (block.section, name.docname, name.anchor)
            if name.docname in {'', docname} or key in seen:
                continue
            if any(a < end and start < b for a, b in closed) or _crosses(block, start, end):
                continue
            seen.add(key)
            mentions.append(Mention(index, start, end, name))
    return mentions


def _occurrences(
    table: NameTable, text: str, spoils: Number
) -> Iterator[tuple[int, int, PageName]]:
    """Start and end offset of each match in a text that need not be in normalization form C."""
    if text.isascii() or unicodedata.is_normalized('NFC', text):
        for start, name in table.occurrences(text, spoils):
            yield start, start + len(name.text), name
        return
    parts: list[str] = []
    offsets: list[int] = []
    for match in _CLUSTER.finditer(text):
        part = unicodedata.normalize('NFC', match[0])
        parts.append(part)
        offsets += [min(match.start() + index, match.end() - 1) for index in range(len(part))]
    offsets.append(len(text))
    for start, name in table.occurrences(''.join(parts), spoils):
        yield offsets[start], offsets[start + len(name.text)], name


_CLUSTER: Final = re.compile(
    '.[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0900-\u0d7f\u1160-\u11ff'
    '\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f]*',
    re.DOTALL,
)
"""Character with what may be composed with it: marks, and the vowels and ends of Hangul."""


def _unlinkable_runs(block: Block) -> Iterator[tuple[int, int]]:
    offset = 0
    for run in block.runs:
        if not run.open:
            yield offset, offset + len(run.text)
        offset += len(run.text)


def _crosses(block: Block, start: int, end: int) -> bool:
    """Whether a match extends over more than one run."""
    offset = 0
    for run in block.runs:
        offset += len(run.text)
        if start < offset:
            return end > offset
    return True


_ROLE_OR_LINK: Final = re.compile(r'`(?:[^`<]*<)?([^`<>]+)>?`|\]\(([^()\s]+)|\]\[([^\]\n]+)\]')


def titles(corpus: Corpus) -> Iterator[str]:
    """Titles, terms and names of persons and outlets in the wiki, drafts included."""
    for page in corpus.pages.values():
        facts = page.facts
        yield page.title
        yield from (term.text for term in page.terms)
        if isinstance(facts, Series):
            yield from (facts.title, *facts.aspects, *facts.unlinked)
        elif isinstance(facts, Episode):
            yield from (facts.title, *filter(None, facts.titles.values()), *facts.variants)
        elif isinstance(facts, Character):
            yield from (facts.name, *filter(None, facts.names.values()))
            yield from (*facts.aliases, *facts.misspellings)
            yield from (fact.alias for fact in facts.revealed if fact.alias)
        elif isinstance(facts, Review):
            yield from (facts.headline, *facts.bylines)


def critics_named(corpus: Corpus, text: str, *, unnamed: bool = True) -> list[str]:
    """Docnames of the reviews whose critic a text names or links to.

    Anonymous reviews cannot be named: with `unnamed`, all of them are added to any match.
    """
    index = _critics(corpus)
    reviews = [
        docname
        for _, name in index.table.occurrences(composed(' '.join(text.split())), 0)
        for docname in index.by_name[name.text]
    ]
    for target in _ROLE_OR_LINK.finditer(text):
        words = next(group for group in target.groups() if group)
        page = corpus.by_id.get(re.split('[#/]', words.removesuffix('.md'))[-1])
        if page and page.kind == 'review':
            reviews.append(page.docname)
    return list(dict.fromkeys((*reviews, *(index.unnamed if reviews and unnamed else ()))))


class _Critics(NamedTuple):
    """Index of reviews by author and outlet."""

    table: NameTable
    by_name: Mapping[str, tuple[str, ...]]
    unnamed: tuple[str, ...]


@cached_view
def _critics(corpus: Corpus) -> _Critics:
    """Index of published reviews by author and outlet, cached."""
    by_name: dict[str, tuple[str, ...]] = {}
    for entry in corpus.reviews:
        for name in entry.facts.bylines:
            by_name[name] = (*by_name.get(name, ()), entry.docname)
    unnamed = (entry.docname for entry in corpus.reviews if not entry.facts.critic)
    return _Critics(NameTable(PageName(name, '') for name in by_name), by_name, tuple(unnamed))


_STOPS: Final = re.compile(r'[.!?\u2026]')


@dataclass(frozen=True, slots=True, order=True)
class Backlink:
    """Link from another page, with the sentence around it."""

    docname: str
    """Docname of the linking page."""
    spoils: Number
    """Episode that the sentence gives away; 0 for none."""
    order: int
    """Index of the block on that page."""
    sentence: tuple[LanguageSpan, ...]


class Outgoing(NamedTuple):
    """Link to another page, with the sentence around it."""

    target: str
    spoils: Number
    order: int
    sentence: tuple[LanguageSpan, ...]


@cached_view
def backlinks(corpus: Corpus) -> Mapping[str, tuple[Backlink, ...]]:
    """Backlinks by docname of the target, one per linking page."""
    links_by_target: dict[str, list[Backlink]] = defaultdict(list)
    for source in corpus.pages:
        for link in corpus.outgoing(source):
            links_by_target[link.target].append(
                Backlink(source, link.spoils, link.order, link.sentence)
            )
    return {target: tuple(links) for target, links in links_by_target.items()}


def links_key(corpus: Corpus) -> str:
    """Fingerprint (SHA-256) of what links of any page depend on, apart from that page.

    That is: titles, terms and names of pages, episode numbers and labels.
    """
    pages = [(name, page.kind, page.title, page.terms) for name, page in corpus.pages.items()]
    numbers = [(number, page.docname) for number, page in corpus.episode_pages.items()]
    parts = (
        pages,
        numbers,
        corpus.numbering,
        sorted(corpus.labels.items()),
        corpus.names.all,
        corpus.shared_names,
    )
    return hashlib.sha256(repr(parts).encode('utf-8', 'replace')).hexdigest()


def outgoing(corpus: Corpus, source: str) -> tuple[Outgoing, ...]:
    """Links of a page to others, one sentence per target; empty for a draft.

    Preferred are sentences without spoilers, then of the earliest episode, then the first.
    """
    page = corpus.pages[source]
    if page.facts and page.facts.draft:
        return ()
    mentioned: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for mention in corpus.mentions(source):
        mentioned[mention.block].append((mention.name.docname, mention.start))
    best: dict[str, Outgoing] = {}
    for index, block in enumerate(corpus.blocks(source)):
        links = [*mentioned.get(index, ()), *_explicit_links(corpus, block)]
        spoils = block.spoils
        sentences: _Sentences | None = None
        for target, offset in links:
            current = best.get(target)
            if target == source or (current and (current.spoils, current.order) < (spoils, index)):
                continue
            sentences = sentences or _Sentences(corpus, block)
            candidate = Outgoing(target, spoils, index, sentences.at(offset))
            if current is None or candidate < current:
                best[target] = candidate
    return tuple(best.values())


def _explicit_links(corpus: Corpus, block: Block) -> Iterator[tuple[str, int]]:
    """Target and offset of every explicit link in a block."""
    offset = 0
    for run in block.runs:
        target = corpus.resolve(run.link) if run.link else None
        if target:
            yield target, offset
        offset += len(run.text)


class _Sentences:
    """Sentence segmentation of a block, with the rendered text of its links."""

    def __init__(self, corpus: Corpus, block: Block) -> None:
        self._runs = block.runs
        self._shown = [
            run._replace(text=corpus.shown_text(run)) if run.link else run for run in block.runs
        ]
        self._text = ''.join(map(_without_stops, self._shown))

    def at(self, offset: int) -> tuple[LanguageSpan, ...]:
        """Sentence around an offset in the source text of the block."""
        position, shift = 0, 0
        for run, seen in zip(self._runs, self._shown, strict=True):
            position += len(run.text)
            if position > offset:
                break
            shift += len(seen.text) - len(run.text)
        return language_spans(self._shown, *sentence_at(self._text, offset + shift))


def _without_stops(run: Run) -> str:
    """Text of a run; in links without sentence ends, as in "Who Goes There?"."""
    return _STOPS.sub(',', run.text) if run.link else run.text
