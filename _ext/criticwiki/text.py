"""Text utilities: invisible characters, natural order, glob patterns, Markdown escapes."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final, TypeAlias

from criticwiki.i18n import alphabet

if TYPE_CHECKING:
    from collections.abc import Iterable

# Control characters, rare line separators, bidirectional controls and invisible characters:
# https://trojansource.codes, and Default_Ignorable_Code_Point of
# https://www.unicode.org/reports/tr44/ but for joiners and selectors; then noncharacters
HIDDEN: Final = re.compile(
    '[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f'
    '\u2028-\u202e\u2060-\u206f\u2800\u3164\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff'
    '\ud800-\udfff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff'
    + ''.join(
        f'{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}' for plane in range(0x10000, 0x110000, 0x10000)
    )
    + ']'
)
"""Pattern of one invisible or control character; `hidden_in` judges joiners and selectors too."""
DEVICE: Final = re.compile(r'con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³]', re.IGNORECASE)
"""Devices of Windows: https://learn.microsoft.com/windows/win32/fileio/naming-a-file"""
_UNPRINTABLE: Final = re.compile(f'[\t\n]|{HIDDEN.pattern}')
_COMMAND: Final = re.compile(r'##(?=\w{0,20}\[)')
_LINE_BREAK: Final = re.compile('[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]')


_TAGS: Final = '\U000e0000-\U000e007f'
_SEPARATE: Final = (
    '\\x00-\u058f\u1e00-\u200d\u3000-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe00-\ufe0d\uff00-\uffef'
)
"""Signs of scripts whose letters no joiner joins or parts: Latin, Greek, Cyrillic, Chinese."""
_NO_JOINT: Final = f'(?<![^{_SEPARATE}])[\u200c\u200d](?![^{_SEPARATE}])'
"""Joiner between such signs; behind one of them, Persian endings have one."""
_NO_FORM: Final = (
    '(?<![^\\sA-Za-z\xaa\xba\xc0-\u024f\u0370-\u052f\u3041-\u30ff\uac00-\ud7af])[\ufe00-\ufe0f]'
    '|(?<![\u1820-\u18aa])[\u180b-\u180d\u180f]'
)
"""Selector of a form behind a sign that has one form only."""
_PILE: Final = (
    '(?:[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]'
    '|[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece]){6,}'
)
"""More marks over one letter than any language writes: they run over the lines beside it."""
_SUSPECT: Final = re.compile(f'[\u180b-\u180f\u200c\u200d\ufe00-\ufe0f]|{_PILE}|{HIDDEN.pattern}')
_MEANT: Final = re.compile(
    # the flag of a region, as England's: its letters stand behind a black flag
    '\U0001f3f4[\U000e0061-\U000e007a]{2}[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,3}\U000e007f'
    # the form of a Chinese character, as in Japanese names
    '|[\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff][\U000e0100-\U000e01ef]'
    '|[\u1820-\u18aa]\u180e'
    # between words of scripts without spaces: Thai, Lao, Burmese, Khmer
    '|(?<=[\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff])\u200b(?=[\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff])'
    f'|(?P<hidden>[{_TAGS}]+|{_NO_JOINT}|{_NO_FORM}|{_PILE}|{HIDDEN.pattern})'
)
"""Invisible characters that a script or an emoji needs, else one that is told, or a run of tags."""
_DIRECTIONAL: Final = '\u061c\u200e\u200f'
"""Marks that keep a sign on its side of a text from right to left."""
_RIGHT_TO_LEFT: Final = re.compile(
    '[\u05d0-\u061b\u0620-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff'
    '\U0001e800-\U0001efff]'
)
NEVER_MEANT: Final = re.compile(
    f'(?![{_TAGS}\U000e0100-\U000e01ef\u180e\u200b{_DIRECTIONAL}]){HIDDEN.pattern}'
)
"""Invisible character that no script and no emoji needs, whatever stands beside it."""


def hidden_in(text: str) -> list[re.Match[str]]:
    """Invisible characters in a line, without those that its script or an emoji needs."""
    if (text.isascii() and text.isprintable()) or _SUSPECT.search(text) is None:
        return []
    marks = _DIRECTIONAL if _RIGHT_TO_LEFT.search(text) else ''
    hidden = (match for match in _MEANT.finditer(text) if match['hidden'])
    return [match for match in hidden if match[0] not in marks or not marks]


_SOFT_HYPHEN: Final = '\xad'
_OVERRIDES: Final = frozenset('\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069')


def hidden_message(hidden: str) -> str:
    """Message about an invisible character, or a run of tags, in a text."""
    if len(hidden) > 1 and re.fullmatch(_PILE, hidden):
        return (
            f'{len(hidden)} marks stand on one letter, and cover what is beside it; take them out'
        )
    if len(hidden) > 1:
        return (
            f'{len(hidden)} tags from {character_name(hidden[0])} on cannot be seen; take them out'
        )
    message = f'{character_name(hidden)} cannot be seen; take it out'
    if hidden == _SOFT_HYPHEN:
        return f'{message}, for search and links take the word for another one with it'
    if hidden in _OVERRIDES:
        return f'{message}; words from right to left need none'
    return message


def character_name(character: str) -> str:
    """Code point and Unicode name of a character: `U+200B (zero width space)`."""
    name = unicodedata.name(character, 'a control character').lower()
    return f'U+{ord(character):04X} ({name})'


def invisible_escape_message(spelling: str, character: str) -> str:
    """Message about an entity or escape sequence that stands for an invisible character."""
    if character == '\n':
        return f'{spelling} stands for a line break; write the words in one line'
    return f'{spelling} stands for {character_name(character)}, which cannot be seen; take it out'


def has_line_break(text: str) -> bool:
    """Whether a text contains a line break of any kind, Unicode separators included."""
    return bool(_LINE_BREAK.search(text))


def in_one_line(text: str) -> str:
    """A text on one line: line breaks become single spaces, and the ends are stripped."""
    if not has_line_break(text):
        return text.strip()
    return ' '.join(filter(None, (piece.strip() for piece in _LINE_BREAK.split(text))))


_SPACES: Final = re.compile('[ \t\xa0]+')


def composed(text: str) -> str:
    """A name in the one form that programs compare: Unicode NFC, with single spaces.

    Some keyboards and file systems decompose an `é` into two characters that look like one.
    """
    if text.isascii() and '  ' not in text and '\t' not in text:
        return text
    return _SPACES.sub(' ', unicodedata.normalize('NFC', text))


def escaped(text: str) -> str:
    """A text that is safe to log: unprintable characters become Python escape sequences.

    Terminals interpret control characters, and a line break would start a false log entry. Build
    services take a line that begins with `::`, and `##[...]` anywhere in one, for a command:
    https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
    """
    if text.lstrip().startswith('::'):
        text = text.replace('::', '\\x3a:', 1)
    return _UNPRINTABLE.sub(_escape, _COMMAND.sub(r'#\\x23', text))


def _escape(match: re.Match[str]) -> str:
    return match[0].encode('unicode_escape').decode('ascii')


NO_ACCENT: Final = str.maketrans(
    {'ß': 'ss', 'æ': 'ae', 'œ': 'oe', 'ø': 'o', 'đ': 'd', 'ð': 'd', 'ł': 'l', 'þ': 'th', 'ı': 'i'}
)
"""Transliteration of letters that Unicode does not decompose into base and accent."""
_ACCENT: Final = re.compile('[\u0300-\u036f]')
SortKey: TypeAlias = tuple[str, str, str]


def sort_key(name: str) -> SortKey:
    """Sort key of a name as readers look it up: accents and case only decide between equals.

    What is a letter of its own in the language of the wiki has its place there: `å` after `z`.

    >>> sorted(['Zoe', 'Édouard', 'Eddy', 'eddy'], key=sort_key)
    ['Eddy', 'eddy', 'Édouard', 'Zoe']
    """
    folded = name.casefold()
    if name.isascii():
        return folded, folded, name
    letters = unicodedata.normalize('NFC', folded).translate(alphabet())
    plain = _ACCENT.sub('', unicodedata.normalize('NFKD', letters)).translate(NO_ACCENT)
    return plain, folded, name


_NUMBER: Final = re.compile('[0-9]+')


def natural_key(text: str) -> str:
    """Sort key in which numbers are in the order of their values: `r2` before `r10`."""
    return _NUMBER.sub(_digits_counted, text)


def _digits_counted(match: re.Match[str]) -> str:
    digits = match[0].lstrip('0')
    return f'{len(digits):04}{digits}'


_WILDCARD: Final = re.compile(r'\*\*|\*|\?|\[!?[^/\]]+\]')
_WILDCARDS: Final = {'**': '.*', '*': '[^/]*', '?': '[^/]'}


def compile_globs(globs: Iterable[str]) -> re.Pattern[str]:
    """Compile glob patterns to one regular expression that matches a whole path."""
    return re.compile('|'.join(f'(?:{_translate(glob)})' for glob in globs) + r'\Z')


def _translate(glob: str) -> str:
    parts: list[str] = []
    end = 0
    for wildcard in _WILDCARD.finditer(glob):
        parts.append(re.escape(glob[end : wildcard.start()]))
        parts.append(_WILDCARDS.get(wildcard[0]) or wildcard[0].replace('[!', '[^/'))
        end = wildcard.end()
    return ''.join([*parts, re.escape(glob[end:])]) + r'\Z'


_MARKUP: Final = re.compile(r'([\\`*_{}\[\]<>#|~$&^])')


def escape_markdown(text: str) -> str:
    """Plain text as Markdown: backslashes before all characters that are syntax in MyST."""
    return _MARKUP.sub(r'\\\1', text)
