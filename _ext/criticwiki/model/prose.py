"""Running text as the core sees it: blocks of runs, the sentences in them, what is quoted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

_SENTENCE_END: Final = re.compile(r'[.!?\u2026][\'"\u2019\u201d)\]]*(?=\s+["\u201c\u2018(]?(\w))')
_ABBREVIATION: Final = re.compile(r'(?:\b(?:Dr|Mr|Mrs|Ms|St|No|Ep|vs|etc|e\.g|i\.e)|\b[A-Z])\.\Z')
_SPACE: Final = re.compile(r'\s+')
_SHORT: Final = 8
"""No abbreviation is longer."""
_QUOTED: Final = re.compile('\u201c[^\u201d]*\u201d|"[^"]*"')


class Link(NamedTuple):
    """A link that an editor wrote, to be resolved when all pages are known."""

    role: str
    """`episode`, `character`, `review`, `term`, `any` for `[](#id)`, `doc`, `toctree`, `path`."""
    target: str
    """An id, an episode number, a term, a label, a docname, or an address as written."""
    line: int
    """Its line in the file, or that of the block it stands in, from 1."""
    explicit: bool = True
    """Whether the editor wrote its text; else it shows the title of its target."""
    column: int = 0
    """Where in its line its target is written, from 1; 0 where that is not known."""
    anchor: str = ''
    """The place on the page that it names, where it names one: `page.md#place`."""
    spoils: int = 0
    """The episode that the spoiler block around it gives away; 0 outside one."""
    addressed: bool = False
    """Whether it is written `[words](#label)`, which finds places on its own page first."""


class Run(NamedTuple):
    """A stretch of text of one nature."""

    text: str
    open: bool = True
    """Whether a mention in it may become a link: no code, no link, no `nolink`."""
    link: Link | None = None
    language: str = ''
    """Language of the words, where it is marked as another than the page's."""


class Words(NamedTuple):
    """Words of one language."""

    text: str
    language: str = ''


class Block(NamedTuple):
    """A paragraph, a list item's text, a table cell."""

    section: str
    """Key of the section or spoiler block it stands in; mentions count per section."""
    runs: tuple[Run, ...]
    spoils: int = 0
    """The episode that the surrounding spoiler block gives away; 0 outside one."""

    @property
    def text(self) -> str:
        """The words, without markup."""
        return ''.join(run.text for run in self.runs)


class Spoiler(NamedTuple):
    """A spoiler block, for the check of its episode."""

    episode: int
    line: int
    column: int = 1


class Label(NamedTuple):
    """A name that an editor gave to a place, by `(name)=` or `:name:`."""

    name: str
    line: int
    column: int
    spoils: int = 0
    """The episode that the spoiler block around the place gives away; 0 outside one."""


class Term(NamedTuple):
    """A glossary term."""

    text: str
    anchor: str
    spoils: int = 0


def quoted(text: str) -> list[tuple[int, int]]:
    """Where text stands in double quotation marks, as start and end offsets."""
    return [found.span() for found in _QUOTED.finditer(text)]


def sentence_at(text: str, offset: int) -> tuple[int, int]:
    """Where the sentence of `text` around `offset` stands, without white space around it."""
    start, end = 0, len(text)
    for found in _SENTENCE_END.finditer(text):
        end_of_word = found.end()
        if found[1].islower() or _ABBREVIATION.search(text, end_of_word - _SHORT, end_of_word):
            continue
        if found.end() <= offset:
            start = found.end()
        else:
            end = found.end()
            break
    sentence = text[start:end]
    start += len(sentence) - len(sentence.lstrip())
    return start, start + len(sentence.strip())


def words_between(runs: Iterable[Run], start: int, end: int) -> tuple[Words, ...]:
    """The words of a stretch of text, by language, with white space folded."""
    found: list[Words] = []
    position = 0
    for run in runs:
        piece = run.text[max(start - position, 0) : max(end - position, 0)]
        position += len(run.text)
        if not piece:
            continue
        folded = _SPACE.sub(' ', piece)
        if found and found[-1].text.endswith(' '):
            folded = folded.lstrip()
        if found and found[-1].language == run.language:
            found[-1] = Words(found[-1].text + folded, run.language)
        elif folded:
            found.append(Words(folded, run.language))
    return tuple(found)
