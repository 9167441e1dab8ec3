"""Page: the immutable record of one page as it was read, with its prose in blocks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, NamedTuple

from criticwiki.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from criticwiki.markdown.toctrees import Entry
    from criticwiki.problems import Code

    from .front_matter import KeyPath, Place
    from .kinds import PageFacts

SUFFIX: Final = '.md'
"""What the name of a page's file ends with."""
FOLDERS: Final[Mapping[str, str]] = {
    'episodes': 'episode',
    'characters': 'character',
    'reviews': 'review',
}
"""Which folder holds pages of which kind, unless conf.py says otherwise."""


OTHER: Final = 'other'
"""The kind of a page that is of none, where pages are told apart by kind."""


class Stance(StrEnum):
    """What a critic holds of something."""

    PRAISE = 'praise'
    MIXED = 'mixed'
    CRITICISM = 'criticism'


class Confidence(StrEnum):
    """How well a fact is known."""

    CONFIRMED = 'confirmed'
    ONE_SOURCE = 'one source'
    SOURCE_REVIEW_ONLY = 'source review only'


class Basis(StrEnum):
    """Whether the critic says which episodes they had seen."""

    STATED = 'stated'
    INFERRED = 'inferred'


class File(NamedTuple):
    """A picture or another file that a page shows or offers."""

    path: str
    """Where it is, below the source folder."""
    line: int = 0
    column: int = 0


class Figure(NamedTuple):
    """A `{value}` role."""

    path: str
    """The dotted path into the data."""
    line: int
    column: int
    spoils: int = 0
    """The episode that the spoiler block around it gives away; 0 outside one."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says, as plain data that can be pickled and compared."""

    docname: str
    """Path without suffix, as Sphinx names it."""
    path: str
    """Path of the file below the source folder."""
    kind: str
    """`series`, `episode`, `character`, `review`, or `page` for all others."""
    title: str = ''
    """The first heading."""
    facts: PageFacts | None = None
    """Front matter, or None where it has problems."""
    salvaged: PageFacts | None = None
    """What can be read of faulty front matter, for checks alone."""
    places: Mapping[KeyPath, Place] = field(default_factory=dict)
    """Where each key of the front matter stands."""
    blocks: tuple[Block, ...] = ()
    links: tuple[Link, ...] = ()
    spoilers: tuple[Spoiler, ...] = ()
    terms: tuple[Term, ...] = ()
    panels: tuple[tuple[str, str], ...] = ()
    """Name and part of every panel on the page, in order."""
    values: tuple[Figure, ...] = ()
    """Every `{value}` role."""
    files: tuple[File, ...] = ()
    labels: tuple[str, ...] = ()
    """The names of places on the page that links may lead to from anywhere."""
    marks: tuple[Label, ...] = ()
    """The names that an editor gave to places, also to those that spoiler blocks hide."""
    source: str = ''
    """Digest of the file as it was read."""
    stamp: tuple[int, int] = (0, 0)
    """Time of change in nanoseconds and size in bytes of the file when it was read."""
    headings: int = 0
    """How many headings it has, and addresses in its tables of contents: what these draw of it."""
    contents: tuple[tuple[Entry, ...], ...] = ()
    """The tables of contents on the page, each with its entries."""
    lists_pages: bool = False
    """Whether a table of contents shows in its text."""
    links_elsewhere: bool = False
    """Whether it has cross-references that are not for us to judge."""
    problems: tuple[Problem, ...] = ()
    """What is wrong with the page by itself."""

    @property
    def id(self) -> str:
        """The file name without suffix."""
        return id_of(self.docname)

    @property
    def draft(self) -> bool:
        """Whether it is shown but never counted."""
        return self.facts is None or self.facts.draft

    def place(self, *path: str | int) -> Place:
        """Where a key stands, or what is nearest to it."""
        here: KeyPath = (self.kind, *path)
        while here:
            if here in self.places:
                return self.places[here]
            here = here[:-1]
        return (1, 1)

    def problem(self, code: Code, message: str, *path: str | int) -> Problem:
        """A problem at a key, or at what is nearest to it."""
        return Problem(self.path, *self.place(*path), code, message)


def id_of(docname: str) -> str:
    """The id of a page: its file name without suffix."""
    return docname.rpartition('/')[2]


def kind_of(docname: str, root: str, folders: Mapping[str, str] = FOLDERS) -> str:
    """The kind of a page, from its folder; a folder's `index` is of no kind."""
    if docname == root:
        return 'series'
    path = PurePosixPath(docname)
    if path.name == 'index':
        return 'page'
    return folders.get(str(path.parent), 'page')


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
