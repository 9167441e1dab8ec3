"""One page as it was read: what the corpus is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, NamedTuple

from criticwiki.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from criticwiki.markdown.toctrees import Entry
    from criticwiki.problems import Code

    from .front_matter import KeyPath, Place
    from .kinds import PageFacts
    from .prose import Block, Label, Link, Spoiler, Term

SUFFIX: Final = '.md'
"""What the name of a page's file ends with."""
FOLDERS: Final[Mapping[str, str]] = {
    'episodes': 'episode',
    'characters': 'character',
    'reviews': 'review',
}
"""Which folder holds pages of which kind, unless conf.py says otherwise."""


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
