"""Finds known names in prose: longest first, whole words, once per section."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Final, TypeAlias

from criticwiki.model.prose import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from criticwiki.model.prose import Block

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
        closed = [*quoted(text), *_closed_runs(block)] if found else []
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
