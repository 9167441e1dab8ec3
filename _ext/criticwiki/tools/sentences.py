"""Sentences of ours with names of others in them, as plain text or as Markdown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MOST: Final = 12
"""Of one sort so many are told one by one."""
_LONGEST: Final = 100
_MARKUP: Final = re.compile(r'([\\`*_{}\[\]()<>#+\-.!|~@&:"])')
_ODD: Final = re.compile(
    r'[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+'
)


@dataclass(frozen=True, slots=True)
class Name:
    """Words that an editor or a critic chose: never markup, never more than a line."""

    text: str

    def __str__(self) -> str:
        """The words in one line, of which none has a hidden sign."""
        words = ' '.join(_ODD.sub(' ', self.text).split())
        return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + '\u2026'

    @property
    def markdown(self) -> str:
        """The words for a comment, where no sign of them is markup or calls a user."""
        escaped = _MARKUP.sub(r'\\\1', str(self))
        return escaped.replace('\\@', '@\u2060').replace('\\<', '&lt;').replace('\\&', '&amp;')


@dataclass(frozen=True, slots=True)
class File(Name):
    """The path of a page, to be copied as it stands."""

    @property
    def markdown(self) -> str:
        """The path as code: between more backticks than it has itself."""
        words = str(self)
        fence = '`' * (max(map(len, re.findall('`+', words)), default=0) + 1)
        space = ' ' if words.startswith('`') or words.endswith('`') else ''
        return f'{fence}{space}{words}{space}{fence}'


Sentence: TypeAlias = 'tuple[str | Name, ...]'


def as_text(sentences: Iterable[Sentence]) -> str:
    """A line for each."""
    return ''.join(f'{"".join(map(str, sentence))}\n' for sentence in sentences)


def as_markdown(sentences: Sequence[Sentence]) -> str:
    """A comment with an item for each; nothing where there is none."""
    if not sentences:
        return ''
    lines = (
        ''.join(part.markdown if isinstance(part, Name) else part for part in sentence)
        for sentence in sentences
    )
    return ''.join(('**What this change does to the consensus**\n\n', *(f'* {x}\n' for x in lines)))


def shortened(sentences: Iterable[Sentence], others: str) -> Iterator[Sentence]:
    """The first of many, and how many `others` there are."""
    found = list(sentences)
    yield from found[:MOST]
    if left := found[MOST:]:
        yield (f'and {len(left)} more {others}',)


def listed(parts: Iterable[str]) -> str:
    """Words as a list: `a, b and c`."""
    *first, last = parts
    return f'{", ".join(first)} and {last}' if first else last


def plural(count: int, one: str, many: str = '') -> str:
    """A number with its word."""
    return f'{count} {one if count == 1 else many or one + "s"}'
