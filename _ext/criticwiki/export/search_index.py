"""Search index: names of pages, critics, aspects and terms, and the pages of every word.

The words of a text are made in the same way here and in `static/search.js`.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter, defaultdict
from fnmatch import fnmatchcase
from functools import cache
from itertools import chain
from operator import sub
from sys import intern
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from criticwiki.corpus.aspects import aspect_places
from criticwiki.corpus.generated_docnames import critic_pages, reviews_by_name
from criticwiki.model.kinds import Character, Episode
from criticwiki.model.numbering import format_number
from criticwiki.model.page import OTHER
from criticwiki.model.review import Review
from criticwiki.panels.components import episode_title

from .search_passages import json_number, read_page_script

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.model.numbering import Number
    from criticwiki.model.page_facts import PageFacts

KINDS: Final = ('episode', 'character', 'review', 'critic', 'aspect')
"""Kinds of results beside other pages, in their order."""

# -- Words -------------------------------------------------------------------------------


class _Folded(dict[int, str | int]):
    """Table that keeps letters, figures and marks, and makes a blank of any other character."""

    def __missing__(self, code: int) -> int | str:
        category = unicodedata.category(chr(code))
        # accents fall away; marks of other scripts are part of their letters
        kept: int | str = code if category[0] in 'LNM' or code == ord('_') else ' '
        self[code] = '' if 0x300 <= code <= 0x36F else kept
        return self[code]


_FOLDED: Final = _Folded()
_UNSPACED: Final = re.compile(
    '[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+'
)
"""Runs of scripts that are written without blanks between words."""
_DECIMAL: Final = re.compile(r'(?<=\d)[.,](?=\d)')
_WHOLE: Final = re.compile(r'(?<=\d)_0+(?![^\W_])')
_ZEROS: Final = re.compile(r'\b0+(?=\d)')


def fold(text: str) -> str:
    """A text in lower case, without accents, with blanks between its words."""
    if not text.isascii():
        text = unicodedata.normalize('NFKD', text.lower())
    text = text.lower()
    # a decimal point is part of its number, and `_` is no punctuation either
    text = _DECIMAL.sub('_', text).translate(_FOLDED)
    text = _WHOLE.sub('', text)
    return text if text.isascii() else unicodedata.normalize('NFC', text)


def words_of(text: str) -> list[str]:
    """Words to search for; of a script without blanks, each two characters that follow."""
    words: list[str] = []
    for word in _ZEROS.sub('', fold(text)).split():
        if word.isascii():
            words.append(word)
            continue
        place = 0
        for run in _UNSPACED.finditer(word):
            words += filter(None, [word[place : run.start()]])
            words += (run[0][i : i + 2] for i in range(len(run[0])))
            place = run.end()
        words += filter(None, [word[place:]])
    return words


_HYPHENED: Final = re.compile(r'\b\w+(?:[-\u2010\u2011]\w+)+\b')


def _compounds(text: str) -> Iterator[str]:
    """Words with hyphens, in one."""
    for match in _HYPHENED.finditer(text):
        yield from words_of(re.sub(r'\W', '', match[0]))


# -- Names -------------------------------------------------------------------------------


class SearchEntry(NamedTuple):
    """Something with a name that leads to a page or to a place on one."""

    docname: str
    anchor: str
    kind: str
    """One of `KINDS`, or `other`."""
    title: str
    names: tuple[str, ...] = ()
    """Other names, free of spoilers."""
    later: tuple[tuple[Number, str], ...] = ()
    """Names that an episode reveals, each with its number."""
    note: str = ''
    """Line under the title where the page has no summary."""
    last: bool = False
    """Whether it is for editors, and comes after what readers look for."""


def page_entries(
    corpus: Corpus, titles: Mapping[str, str], for_editors: Sequence[str]
) -> Iterator[SearchEntry]:
    """The entry of each page with passages, in the order of docnames."""
    for docname, title in titles.items():
        page = corpus.pages.get(docname)
        facts = page.facts if page else None
        kind = page.kind if page and page.kind in KINDS else OTHER
        names = tuple(dict.fromkeys(name for name in _names(corpus, facts) if name != title))
        later = tuple(_later_names(facts))
        note = ' · '.join(facts.bylines) if isinstance(facts, Review) else ''
        last = any(fnmatchcase(docname, pattern) for pattern in for_editors)
        yield SearchEntry(docname, '', kind, title, names, later, note, last)


def _names(corpus: Corpus, facts: PageFacts | None) -> Iterator[str]:
    """Names of a page to search for; those of a review are of critics who have no page."""
    names: Iterable[str | None] = ()
    if isinstance(facts, Episode):
        numbers = map(format_number, facts.numbers)
        places = [corpus.place(number) for number in facts.numbers]
        # `Episode 5` is found by its kind and its number; other languages write it as one word
        as_one_word = (word for word in map(episode_title, places) if ' ' not in word)
        names = (
            *dict.fromkeys((*numbers, *map(str, places), *as_one_word)),
            facts.title,
            *facts.titles.values(),
            *facts.variants,
        )
    elif isinstance(facts, Character):
        names = (facts.name, *facts.names.values(), *facts.aliases, *facts.misspellings)
    elif isinstance(facts, Review):
        names = (*(one for one in facts.bylines if one not in critic_pages(corpus)), facts.headline)
    return (name for name in names if name)


def _later_names(facts: PageFacts | None) -> Iterator[tuple[Number, str]]:
    if isinstance(facts, Character):
        yield from ((fact.episode, fact.alias) for fact in facts.revealed if fact.alias)


def critic_entries(corpus: Corpus) -> Iterator[SearchEntry]:
    """The entry of each critic and outlet that has a page."""
    reviews = reviews_by_name(corpus)
    for name, docname in critic_pages(corpus).items():
        facts = [entry.facts for entry in reviews[name]]
        others = dict.fromkeys(one for review in facts for one in review.bylines if one != name)
        note = ', '.join(others) or next((review.headline for review in facts), '')
        yield SearchEntry(docname, '', 'critic', name, note=note)


def aspect_entries(corpus: Corpus) -> Iterator[SearchEntry]:
    """The entry of each aspect, at its row in the table of aspects."""
    for aspect, (docname, anchor) in aspect_places(corpus).items():
        yield SearchEntry(docname, anchor, 'aspect', aspect[:1].upper() + aspect[1:])


def term_entries(corpus: Corpus) -> Iterator[SearchEntry]:
    """The entry of each glossary term; one that is closed leads nowhere before its episode."""
    for page in corpus.pages.values():
        by_anchor: dict[str, list[str]] = {}
        for term in page.terms:
            if not term.hidden_until:
                by_anchor.setdefault(term.anchor, []).append(term.text)
        for anchor, (title, *names) in by_anchor.items():
            yield SearchEntry(page.docname, anchor, OTHER, title, tuple(names), note=page.title)


# -- The index ---------------------------------------------------------------------------


class Posting(NamedTuple):
    """Pages that have a word from an episode on; 0 for those that have it in the open."""

    number: Number
    some: set[int]
    much: set[int]
    """Those of its pages that it is much of."""


Index: TypeAlias = 'dict[str, list[Posting]]'
"""Postings by word, in the order of their numbers."""
MUCH: Final = 3
"""Occurrences of a word from which a page is counted among those that it is much of."""


class PageWords(NamedTuple):
    """Title of a page, and its words by the episode that opens them, in order.

    A word that a page has in the open is not noted again for what an episode opens.
    """

    title: str
    by_episode: tuple[tuple[Number, tuple[str, ...], tuple[str, ...]], ...]
    """An episode, the words it opens, and those that the page has much of."""


def page_words(script: str) -> PageWords:
    """The words of a page, from the script with its passages."""
    title, passages = read_page_script(script)
    counts: defaultdict[Number, Counter[str]] = defaultdict(Counter)
    for passage in passages:
        count = counts[passage.number]
        count.update(words_of(passage.text))
        count.update(_compounds(passage.text))
        count.update(words_of(passage.heading) * MUCH)
    noted: set[str] = set()
    by_episode: list[tuple[Number, tuple[str, ...], tuple[str, ...]]] = []
    for number in sorted(counts):
        count = counts[number]
        words = sorted(map(intern, count.keys() - noted))  # pages share most of their words
        some = tuple(word for word in words if count[word] < MUCH)
        much = tuple(word for word in words if count[word] >= MUCH)
        by_episode.append((number, some, much))
        noted |= count.keys()
    return PageWords(title, tuple(by_episode))


class _Postings(dict[str, Posting]):
    """The posting of each word for one episode, which begins without pages."""

    def __init__(self, number: Number) -> None:
        super().__init__()
        self._number = number

    def __missing__(self, word: str) -> Posting:
        posting = self[word] = Posting(self._number, set(), set())
        return posting


def collect(pages: Iterable[PageWords], *, later: bool, shards: Set[str] | None = None) -> Index:
    """The index over pages, whose numbers are their places, of what is open or of what is `later`.

    With `shards`, it has the words of these alone.
    """
    by_episode: dict[Number, _Postings] = {}
    for page, words in enumerate(pages):
        for number, some, much in words.by_episode:
            if bool(number) is not later:
                continue
            postings = by_episode.setdefault(number, _Postings(number))
            for word in _of_shards(some, shards):
                postings[word].some.add(page)
            for word in _of_shards(much, shards):
                postings[word].much.add(page)
    index: Index = defaultdict(list)
    for number in sorted(by_episode):
        for word, posting in by_episode[number].items():
            index[word].append(posting)
    return index


def _of_shards(words: Sequence[str], shards: Set[str] | None) -> Sequence[str]:
    return words if shards is None else [one for one in words if _shard_of(one[0]) in shards]


_DIGITS: Final = '0123456789abcdefghijklmnopqrstuvwxyz'


def packed(index: Index, count: int) -> str:
    """An index over a number of pages as lines of text, in the order of words.

    A line has the number of letters that the word shares with the one above, the rest of it, and
    its postings, divided by `;`: the episode and a `:` unless they are open, the pages that have
    the word, and those that it is much of. Each page is the distance from the one before, in base
    36. After a `-` stand the pages that lack the word, where they are fewer.
    """
    lines: list[str] = []
    before = ''
    for word in sorted(index):
        shared = _shared(before, word)
        postings = ';'.join(_packed(posting, count) for posting in index[word])
        lines.append(f'{_DIGITS[shared]}{word[shared:]} {postings}')
        before = word
    return '\n'.join(lines)


def _shared(one: str, other: str) -> int:
    """Number of letters that two words begin with together, as far as a digit counts them."""
    for place, (a, b) in enumerate(zip(one[: len(_DIGITS) - 1], other, strict=False)):
        if a != b:
            return place
    return min(len(one), len(other), len(_DIGITS) - 1)


def _packed(posting: Posting, count: int) -> str:
    number, some, much = posting
    text = _distances(some)
    if len(some) + len(much) > count // 2 + 1:
        text = f'-{_distances(set(range(count)) - some - much)}'
    return f'{f"{number}:" if number else ""}{text}{f" {_distances(much)}" if much else ""}'


def _distances(numbers: Iterable[int]) -> str:
    ordered = sorted(numbers)
    return ','.join(map(_base36, map(sub, ordered, chain((0,), ordered))))


@cache
def _base36(number: int) -> str:
    if number < len(_DIGITS):
        return _DIGITS[number]
    return _base36(number // 36) + _DIGITS[number % 36]


def entry_row(entry: SearchEntry, kinds: Sequence[str]) -> list[Any]:
    """An entry as it is written, without what is empty at its end."""
    later = [[json_number(number), name] for number, name in entry.later]
    row: list[Any] = [
        entry.docname, kinds.index(entry.kind), entry.title, list(entry.names), later,
        entry.anchor, entry.note, int(entry.last),
    ]  # fmt: skip
    while not row[-1]:
        row.pop()
    return row


LARGE: Final = 100_000
"""Postings, of one page each, from which an index is divided by the first letters of words.

Packed, they take some 400,000 characters.
"""


class LastIndex(NamedTuple):
    """What the last build has written, for an index over the same pages."""

    scripts: Set[str]
    """Names of its scripts."""
    stale: Set[tuple[bool, str]]
    """Shards with words that an edit has added, removed or moved, and whether of what is later."""

    def shards(self, *, later: bool) -> set[str]:
        """The stale shards of one table."""
        return {shard for of_later, shard in self.stale if of_later is later}


def stale_shards(edits: Iterable[tuple[PageWords, PageWords]]) -> set[tuple[bool, str]]:
    """Shards that edits of pages change, by the words of each page before and after."""
    return {
        (bool(number), _shard_of(word[0]))
        for old, new in edits
        for number, word in _occurrences(old, new)
    }


def _occurrences(old: PageWords, new: PageWords) -> Iterator[tuple[Number, str]]:
    """Words that a page has more or less of, or from another episode on, with that episode."""
    before, after = (
        {
            (number, much, word)
            for number, *groups in words.by_episode
            for much, group in enumerate(groups)
            for word in group
        }
        for words in (old, new)
    )
    yield from ((number, word) for number, _much, word in before ^ after)


def index_scripts(
    entries: Sequence[SearchEntry],
    pages: Sequence[PageWords],
    about: dict[str, Any],
    last: LastIndex | None = None,
) -> dict[str, str | None]:
    """Scripts of the index by name: names and what is open, and what episodes open.

    The second is of no use to who has seen nothing. The words of a large wiki are divided by their
    first letter. None stands for a script that is the same as in the last build.
    """
    kinds = [*KINDS, OTHER]
    rows = [entry_row(entry, kinds) for entry in entries]
    data = {**about, 'pages': len(pages), 'kinds': kinds, 'entries': rows}
    scripts: dict[str, str | None] = {}
    for name, later in (('words', False), ('later', True)):
        if _count(pages, later=later) >= LARGE:
            scripts |= _shards(name, pages, last, later=later)
            continue
        if later and last and f'{name}.js' in last.scripts and not last.shards(later=True):
            scripts[f'{name}.js'] = None
            continue
        text = packed(collect(pages, later=later), len(pages))
        if later:
            scripts[f'{name}.js'] = _script('words', [name, text])
        else:
            data['words'] = text  # everybody needs them
    data['scripts'] = sorted(name.removesuffix('.js') for name in scripts)
    return {'index.js': _script('index', data), **scripts}


def _count(pages: Iterable[PageWords], *, later: bool) -> int:
    """Number of postings, one for each page of a word."""
    return sum(
        len(some) + len(much)
        for words in pages
        for number, some, much in words.by_episode
        if bool(number) is later
    )


def _shards(
    name: str, pages: Sequence[PageWords], last: LastIndex | None, *, later: bool
) -> dict[str, str | None]:
    """The script of each shard of a divided index, in order."""
    stale = None
    scripts: dict[str, str | None] = {}
    before = [one for one in last.scripts if one.startswith(f'{name}-')] if last else []
    if last and before:
        stale = last.shards(later=later)
        rewritten = {f'{name}-{shard}.js' for shard in stale}
        scripts = {one: None for one in before if one not in rewritten}
    divided: defaultdict[str, Index] = defaultdict(dict)
    for word, postings in collect(pages, later=later, shards=stale).items():
        divided[_shard_of(word[0])][word] = postings
    for shard, index in divided.items():
        text = packed(index, len(pages))
        scripts[f'{name}-{shard}.js'] = _script('words', [f'{name}-{shard}', text])
    return dict(sorted(scripts.items()))


@cache
def _shard_of(letter: str) -> str:
    """Shard of words by their first letter: one of the Latin alphabet, `0`, or `other`."""
    if 'a' <= letter <= 'z':
        return letter
    return '0' if letter.isdecimal() else 'other'


def _script(name: str, data: Any) -> str:
    text = json.dumps(data, ensure_ascii=False, separators=(',', ':'))
    return f'wikiSearch.{name}({text});\n'
