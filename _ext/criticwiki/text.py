"""Text utilities: invisible characters, glob patterns, Markdown escapes."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

# Controls, ends of line that only some programs see, what turns the direction of text, and
# what nobody sees: https://trojansource.codes
HIDDEN: Final = re.compile(
    '[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f'
    '\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff'
    '\ud800-\udfff\U000e0000-\U000e0fff]'
)
"""One such character; what joins letters in Persian or an emoji is none."""
_UNPRINTABLE: Final = re.compile(f'[\t\n]|{HIDDEN.pattern}')
_LINE_BREAK: Final = re.compile('[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]')


def described(character: str) -> str:
    """The number of a character, and what Unicode calls it."""
    name = unicodedata.name(character, 'a control character').lower()
    return f'U+{ord(character):04X} ({name})'


def harm_of_spelling(spelling: str, character: str) -> str:
    """What to say of a character that is written as an entity or an escape."""
    if character == '\n':
        return f'{spelling} stands for a line break; write the words in one line'
    return f'{spelling} stands for {described(character)}, which cannot be seen; take it out'


def has_line_break(text: str) -> bool:
    """Whether any program would see more than one line in a text."""
    return bool(_LINE_BREAK.search(text))


def in_one_line(text: str) -> str:
    """A text with a blank for each line break, and nothing around it."""
    if not has_line_break(text):
        return text.strip()
    return ' '.join(filter(None, (piece.strip() for piece in _LINE_BREAK.split(text))))


def escaped(text: str) -> str:
    """A text as a log may show it, with an escape for each such character.

    A terminal obeys some of them, and a line break begins what looks like another message.
    """
    return _UNPRINTABLE.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    return found[0].encode('unicode_escape').decode('ascii')


_WILD: Final = re.compile(r'\*\*|\*|\?|\[!?[^/\]]+\]')
_MEANS: Final = {'**': '.*', '*': '[^/]*', '?': '[^/]'}


def compile_globs(globs: Iterable[str]) -> re.Pattern[str]:
    """A pattern that matches a whole path where one of `globs` does."""
    return re.compile('|'.join(f'(?:{_translate(glob)})' for glob in globs) + r'\Z')


def _translate(glob: str) -> str:
    parts: list[str] = []
    end = 0
    for wild in _WILD.finditer(glob):
        parts.append(re.escape(glob[end : wild.start()]))
        parts.append(_MEANS.get(wild[0]) or wild[0].replace('[!', '[^/'))
        end = wild.end()
    return ''.join([*parts, re.escape(glob[end:])]) + r'\Z'


_MARKUP: Final = re.compile(r'([\\`*_{}\[\]<>#|~$&^])')


def plain_words(words: str) -> str:
    """The same words, of which no sign of Markdown or MyST makes something else."""
    return _MARKUP.sub(r'\\\1', words)
