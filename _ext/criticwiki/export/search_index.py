"""Search index: names of pages, critics, aspects and terms, and the pages of every word.

The words of a text are made in the same way here and in `static/search.js`.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter, defaultdict
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from criticwiki.corpus.aspects import aspect_places
from criticwiki.corpus.corpus import critic_pages, reviews_by_name
from criticwiki.model.kinds import Character, Episode, Review
from criticwiki.model.numbering import format_number
from criticwiki.model.page import OTHER

from .search_passages import read_page_script

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.model.kinds import PageFacts
    from criticwiki.model.numbering import Number

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
_ZEROS: Final = re.compile(r'\b0+(?=\d)')


def fold(text: str) -> str:
    """A text in lower case, without accents, with blanks between its words."""
    if text.isascii():
        text = text.lower()
    else:
        text = unicodedata.normalize('NFKD', text.lower()).lower()
    # a decimal point is part of its number, and `_` is no punctuation either
    text = _DECIMAL.sub('_', text).translate(_FOLDED)
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


class Entry(NamedTuple):
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
) -> Iterator[Entry]:
    """The entry of each page with passages, in the order of docnames."""
    for docname, title in titles.items():
        page = corpus.pages.get(docname)
        facts = page.facts if page else None
        kind = page.kind if page and page.kind in KINDS else OTHER
        names = tuple(dict.fromkeys(name for name in _names(corpus, facts) if name != title))
        later = tuple(_later_names(facts))
        last = any(fnmatchcase(docname, pattern) for pattern in for_editors)
        yield Entry(docname, '', kind, title, names, later, last=last)


def _names(corpus: Corpus, facts: PageFacts | None) -> Iterator[str]:
    """Names of a page to search for; those of a review are its author and outlet."""
    names: Iterable[str | None] = ()
    if isinstance(facts, Episode):
        numbers = map(format_number, facts.numbers)
        labels = (str(corpus.place(number)) for number in facts.numbers)
        names = (
            *dict.fromkeys((*numbers, *labels)),
            facts.title,
            *facts.titles.values(),
            *facts.variants,
        )
    elif isinstance(facts, Character):
        names = (facts.name, *facts.names.values(), *facts.aliases, *facts.misspellings)
    elif isinstance(facts, Review):
        names = (*facts.bylines, facts.headline)
    return (name for name in names if name)


def _later_names(facts: PageFacts | None) -> Iterator[tuple[Number, str]]:
    if isinstance(facts, Character):
        yield from ((fact.episode, fact.alias) for fact in facts.revealed if fact.alias)


def critic_entries(corpus: Corpus) -> Iterator[Entry]:
    """The entry of each critic and outlet that has a page."""
    reviews = reviews_by_name(corpus)
    for name, docname in critic_pages(corpus).items():
        facts = [entry.facts for entry in reviews[name]]
        others = dict.fromkeys(one for review in facts for one in review.bylines if one != name)
        note = ', '.join(others) or next((review.headline for review in facts), '')
        yield Entry(docname, '', 'critic', name, note=note)


def aspect_entries(corpus: Corpus) -> Iterator[Entry]:
    """The entry of each aspect, at its row in the table of aspects."""
    for aspect, (docname, anchor) in aspect_places(corpus).items():
        yield Entry(docname, anchor, 'aspect', aspect[:1].upper() + aspect[1:])


def term_entries(corpus: Corpus) -> Iterator[Entry]:
    """The entry of each glossary term; one that is closed leads nowhere before its episode."""
    for page in corpus.pages.values():
        for term in page.terms:
            if not term.spoils:
                yield Entry(page.docname, term.anchor, OTHER, term.text, note=page.title)


# -- The index ---------------------------------------------------------------------------

Postings = dict[str, tuple[set[int], set[int]]]
"""By word, the numbers of the pages that have it, and of those that it is much of."""
MUCH: Final = 3
"""Occurrences of a word from which a page is counted among those that it is much of."""


def collect(scripts: Iterable[tuple[int, str]]) -> tuple[dict[Number, Postings], dict[int, str]]:
    """Postings by episode from numbered scripts of passages, and the title of each page.

    A word that a page has in the open is not noted again for what an episode opens.
    """
    index: dict[Number, Postings] = defaultdict(dict)
    titles: dict[int, str] = {}
    for number, script in scripts:
        titles[number], passages = read_page_script(script)
        by_episode: dict[Number, Counter[str]] = defaultdict(Counter)
        for passage in passages:
            counts = by_episode[passage.number]
            counts.update(words_of(passage.text))
            counts.update(_compounds(passage.text))
            for word in words_of(passage.heading):
                counts[word] += MUCH
        noted: set[str] = set()
        for episode in sorted(by_episode):
            counts = by_episode[episode]
            for word in counts.keys() - noted:
                some, much = index[episode].setdefault(word, (set(), set()))
                (much if counts[word] >= MUCH else some).add(number)
            noted |= counts.keys()
    return index, titles


_DIGITS: Final = '0123456789abcdefghijklmnopqrstuvwxyz'


def packed(postings: Postings, count: int) -> str:
    """Postings as lines of text, in the order of words.

    A line has the number of letters that it shares with the word above, the rest of the word, the
    pages that have the word, and those that it is much of. Each number is the distance from the
    one before, in base 36. After a `-` stand the pages that lack the word, where they are fewer.
    """
    lines: list[str] = []
    before = ''
    for word in sorted(postings):
        shared = 0
        for a, b in zip(before[:35], word, strict=False):
            if a != b:
                break
            shared += 1
        some, much = postings[word]
        text = _distances(some)
        if len(some) + len(much) > count // 2 + 1:
            text = f'-{_distances(set(range(count)) - some - much)}'
        tail = f' {_distances(much)}' if much else ''
        lines.append(f'{_DIGITS[shared]}{word[shared:]} {text}{tail}')
        before = word
    return '\n'.join(lines)


def _distances(numbers: Collection[int]) -> str:
    before = 0
    out: list[str] = []
    for number in sorted(numbers):
        out.append(_base36(number - before))
        before = number
    return ','.join(out)


def _base36(number: int) -> str:
    if number < len(_DIGITS):
        return _DIGITS[number]
    return _base36(number // 36) + _DIGITS[number % 36]


def entry_row(entry: Entry, kinds: Sequence[str]) -> list[Any]:
    """An entry as it is written, without what is empty at its end."""
    later = [[_number(number), name] for number, name in entry.later]
    row: list[Any] = [
        entry.docname, kinds.index(entry.kind), entry.title, list(entry.names), later,
        entry.anchor, entry.note, int(entry.last),
    ]  # fmt: skip
    while not row[-1]:
        row.pop()
    return row


def _number(number: Number) -> int | float:
    return number if isinstance(number, int) else float(number)


LARGE: Final = 400_000
"""Characters of an index from which its words are split by their first letter."""


def index_scripts(
    entries: Sequence[Entry], index: Mapping[Number, Postings], count: int, site: dict[str, Any]
) -> dict[str, str]:
    """Scripts of the index by name: one, or one more for each first letter of a large wiki."""
    kinds = [*KINDS, OTHER]
    whole = [[_number(number), packed(index[number], count)] for number in sorted(index)]
    data = {
        **site,
        'pages': count,
        'kinds': kinds,
        'entries': [entry_row(entry, kinds) for entry in entries],
    }
    if sum(len(text) for _number_, text in whole) < LARGE:
        return {'index.js': _script('index', {**data, 'words': whole})}
    scripts: dict[str, str] = {}
    letters = sorted({initial(word) for postings in index.values() for word in postings})
    for letter in letters:
        part = [
            [
                _number(number),
                packed({w: p for w, p in index[number].items() if initial(w) == letter}, count),
            ]
            for number in sorted(index)
        ]
        scripts[f'words-{letter}.js'] = _script('words', [letter, [row for row in part if row[1]]])
    return {'index.js': _script('index', {**data, 'shards': letters}), **scripts}


def initial(word: str) -> str:
    """Shard of a word: its first letter, if that is in the Latin alphabet."""
    return word[0] if 'a' <= word[0] <= 'z' else '0' if word[0].isdecimal() else 'other'


def _script(name: str, data: Any) -> str:
    text = json.dumps(data, ensure_ascii=False, separators=(',', ':'))
    return f'wikiSearch.{name}({text});\n'
