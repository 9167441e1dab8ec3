"""Page: the immutable, picklable record of one source page, and its inline text model."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, NamedTuple

from criticwiki.problems import Problem

from .front_matter import nearest_place
from .numbering import Number  # noqa: TC001 - annotations of tuples are resolved at run time

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from criticwiki.markdown.toctrees import ToctreeEntry
    from criticwiki.problems import Code

    from .front_matter import KeyPath, Place
    from .page_facts import PageFacts

SUFFIX: Final = '.md'
"""File extension of pages."""
FOLDERS: Final[Mapping[str, str]] = {
    'episodes': 'episode',
    'characters': 'character',
    'reviews': 'review',
}
"""Kind of page by folder: the default of `criticwiki_folders`."""


OTHER: Final = 'other'
"""Name for pages of no kind, where pages are grouped by kind."""


class FileReference(NamedTuple):
    """Reference to a picture or download."""

    path: str
    """Path relative to the source folder."""
    line: int = 0
    column: int = 0


class ValueReference(NamedTuple):
    """One use of the `{value}` role, which prints a value of the exported data."""

    path: str
    """Dotted path into the data."""
    line: int
    column: int
    spoils: Number = 0
    """Episode that the surrounding spoiler block gives away; 0 outside one."""


class WrittenCount(NamedTuple):
    """A number of all critics or reviews that an editor wrote out, as in `all four critics`."""

    number: int
    noun: str
    """`critics` or `reviews`."""
    phrase: str
    """The words, in one line."""
    key: str
    """The field of the front matter; empty for the text of the page."""
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Page:
    """Record of one source page: front matter, links, spoilers and problems."""

    docname: str
    """Sphinx docname: path without suffix."""
    path: str
    """Path of the file, relative to the source folder."""
    kind: str
    """`series`, `episode`, `character`, `review`, or `page` for all others."""
    title: str = ''
    """Text of the first heading."""
    facts: PageFacts | None = None
    """Validated front matter, or None if it is invalid."""
    partial_facts: PageFacts | None = None
    """Valid part of invalid front matter, for checks between pages only."""
    places: Mapping[KeyPath, Place] = field(default_factory=dict)
    """Line and column, from 1, by key path of the front matter."""
    blocks: tuple[Block, ...] = ()
    links: tuple[Link, ...] = ()
    spoilers: tuple[Spoiler, ...] = ()
    terms: tuple[Term, ...] = ()
    panels: tuple[tuple[str, str], ...] = ()
    """Name and part of every panel on the page, in document order."""
    values: tuple[ValueReference, ...] = ()
    """Every `{value}` role."""
    counts: tuple[WrittenCount, ...] = ()
    """Numbers of all critics or reviews in the words of editors."""
    files: tuple[FileReference, ...] = ()
    labels: tuple[str, ...] = ()
    """Labels that other pages may link to."""
    slugs: tuple[tuple[str, str], ...] = ()
    """Slug and text of each heading that a link may name after the page: `page.md#slug`."""
    written_labels: tuple[Label, ...] = ()
    """Labels that editors wrote, including those inside spoiler blocks."""
    ids: tuple[str, ...] = ()
    """Ids of its headings, labels and footnotes: parts that are generated have others."""
    source: str = ''
    """SHA-256 digest of the decoded file, in hexadecimal."""
    stamp: tuple[int, int] = (0, 0)
    """Modification time in nanoseconds and size in bytes of the file when it was read."""
    toctree_weight: int = 0
    """Number of headings, plus that of URLs in its toctrees: the weight of the page in toctrees."""
    toctrees: tuple[tuple[ToctreeEntry, ...], ...] = ()
    """Entries of each toctree on the page."""
    unlisted: bool = False
    """Whether no table of contents has to list it: by `orphan`, or for want of front matter."""
    lists_pages: bool = False
    """Whether a toctree is rendered in the body of the page."""
    links_elsewhere: bool = False
    """Whether it has cross-references of other extensions, which are not checked."""
    problems: tuple[Problem, ...] = ()
    """Problems of the page on its own, without other pages."""

    @property
    def id(self) -> str:
        """File name without suffix."""
        return id_of(self.docname)

    @property
    def draft(self) -> bool:
        """Whether the page is a draft or invalid: rendered, but left out of statistics."""
        return self.facts is None or self.facts.draft

    def place(self, *path: str | int) -> Place:
        """Line and column of a key of the front matter, or of its nearest ancestor."""
        return nearest_place(self.places, (self.kind, *path))

    def problem(self, code: Code, message: str, *path: str | int) -> Problem:
        """Problem at a key of the front matter, or at its nearest ancestor."""
        return Problem(self.path, *self.place(*path), code, message)


def id_of(docname: str) -> str:
    """Id of a page: the file name without suffix."""
    return docname.rpartition('/')[2]


def kind_of(docname: str, root: str, folders: Mapping[str, str] = FOLDERS) -> str:
    """Kind of a page, by its folder: `page` for other folders and for every `index`."""
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
"""Maximum length of an abbreviation."""
_QUOTED: Final = re.compile('\u201c[^\u201d]*\u201d|"[^"]*"')


class Link(NamedTuple):
    """Unresolved cross-reference: role and target, as written."""

    role: str
    """`episode`, `character`, `review`, `aspect`, `term`, `any` for `[](#id)`, `heading` for one on
    its own page, `doc`, `toctree`, `path`."""
    target: str
    """An id, an episode number, a term, a label, a docname, or an address as written."""
    line: int
    """Line of the link or of the block around it, from 1."""
    explicit: bool = True
    """Whether the link has text of its own; otherwise it shows the title of its target."""
    column: int = 0
    """Column of the target, from 1; 0 if unknown."""
    anchor: str = ''
    """Fragment of the target, as in `page.md#fragment`; empty without one."""
    spoils: Number = 0
    """Episode that the surrounding spoiler block gives away; 0 outside one."""
    prefers_own_page: bool = False
    """Whether it is written `[text](#label)`, which prefers labels of its own page."""


class Run(NamedTuple):
    """Text run: inline text with the same properties."""

    text: str
    open: bool = True
    """Whether names in it may be linked: not in code, in links and in `nolink`."""
    link: Link | None = None
    language: str = ''
    """Language code, if marked as different from that of the page."""


class LanguageSpan(NamedTuple):
    """Text in one language."""

    text: str
    language: str = ''


class Block(NamedTuple):
    """Block of text: a paragraph, the text of a list item, a table cell."""

    section: str
    """Key of the section or spoiler block around it; a name is linked once per section."""
    runs: tuple[Run, ...]
    spoils: Number = 0
    """Episode that the surrounding spoiler block gives away; 0 outside one."""

    @property
    def text(self) -> str:
        """Text without markup."""
        return ''.join(run.text for run in self.runs)


class Spoiler(NamedTuple):
    """Location and episode number of a spoiler block."""

    episode: Number
    line: int
    column: int = 1


class Label(NamedTuple):
    """Label: explicit link target, written `(name)=` or `:name:`."""

    name: str
    line: int
    column: int
    spoils: Number = 0
    """Episode that the surrounding spoiler block gives away; 0 outside one."""


class Term(NamedTuple):
    """Term of a glossary, with its anchor."""

    text: str
    anchor: str
    spoils: Number = 0
    """Episode that the spoiler block around it gives away; 0 outside one."""
    plot: Number = 0
    """Episode in whose folded plot it stands: links may lead to it, and no list has it."""

    @property
    def hidden_until(self) -> Number:
        """Episode after which readers see it; 0 if it is always visible."""
        return max(self.spoils, self.plot)


def quotation_spans(text: str) -> list[tuple[int, int]]:
    """Start and end offsets of passages in double quotation marks."""
    return [match.span() for match in _QUOTED.finditer(text)]


def sentence_at(text: str, offset: int) -> tuple[int, int]:
    """Start and end offset of the sentence around `offset`, without surrounding white space."""
    start, end = 0, len(text)
    for match in _SENTENCE_END.finditer(text):
        boundary = match.end()
        if match[1].islower() or _ABBREVIATION.search(text, boundary - _SHORT, boundary):
            continue
        if match.end() <= offset:
            start = match.end()
        else:
            end = match.end()
            break
    sentence = text[start:end]
    start += len(sentence) - len(sentence.lstrip())
    return start, start + len(sentence.strip())


def language_spans(runs: Iterable[Run], start: int, end: int) -> tuple[LanguageSpan, ...]:
    """Text from offset `start` to `end`, split by language, with white space collapsed."""
    spans: list[LanguageSpan] = []
    position = 0
    for run in runs:
        part = run.text[max(start - position, 0) : max(end - position, 0)]
        position += len(run.text)
        if not part:
            continue
        folded = _SPACE.sub(' ', part)
        if spans and spans[-1].text.endswith(' '):
            folded = folded.lstrip()
        if spans and spans[-1].language == run.language:
            spans[-1] = LanguageSpan(spans[-1].text + folded, run.language)
        elif folded:
            spans.append(LanguageSpan(folded, run.language))
    return tuple(spans)
