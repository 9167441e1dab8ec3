"""Encodings of source files: UTF-8, and what to say of any other; newlines in one form."""

from __future__ import annotations

import codecs
from typing import Final, NamedTuple

from criticwiki.problems import Code, Problem

_MARKS: Final = (
    (codecs.BOM_UTF32_LE, 'utf-32-le', 'UTF-32'),
    (codecs.BOM_UTF32_BE, 'utf-32-be', 'UTF-32'),
    (codecs.BOM_UTF16_LE, 'utf-16-le', 'UTF-16'),
    (codecs.BOM_UTF16_BE, 'utf-16-be', 'UTF-16'),
)
"""Byte-order marks, the codec and the name of each encoding; longer ones before their beginning."""
_SAVE: Final = (
    "save it as UTF-8 (in most editors: 'Save as' or 'Save with encoding'; in PowerShell:"
    ' Set-Content -Encoding utf8)'
)
_NO_TEXT: Final = (b'\x89PNG', b'\xff\xd8\xff', b'GIF8', b'%PDF', b'PK\3\4', b'\x1f\x8b')
"""How pictures, documents and archives begin."""
_NOT_READ: Final = 'the file is no text; a page is a text file, written in Markdown'
_ALLOWED: Final = frozenset('\t\n\r\x0b\x0c\ufeff')


def decoded(content: str | bytes) -> tuple[str, tuple[Problem, ...]]:
    """Decode a file and normalise its newlines; problems have an empty path.

    The text is empty, and there is a problem, where the file is no text.
    """
    if isinstance(content, str):
        return _normalise_newlines(content), ()
    text, message, at = _decode(content)
    text = _normalise_newlines(text)
    if not message:
        return text, ()
    before = _normalise_newlines(content[:at].decode('utf-8'))
    place = (before.count('\n') + 1, len(before) - before.rfind('\n'))
    return text, (Problem('', *place, Code.ENCODING, message),)


def _normalise_newlines(text: str) -> str:
    return text.replace('\r\n', '\n').replace('\r', '\n')


class _Decoded(NamedTuple):
    """The text of a file, and what is wrong with its encoding."""

    text: str
    """Empty for a file that is no text."""
    message: str = ''
    """Message on the encoding; empty for UTF-8."""
    at: int = 0
    """Offset of the first byte that is wrong."""


def _decode(content: bytes) -> _Decoded:
    """Decode a file, which should be UTF-8."""
    for mark, codec, name in _MARKS:
        if content.startswith(mark):
            text = content[len(mark) :].decode(codec, 'replace')
            return _Decoded(text, f'the file is saved as {name}; {_SAVE}')
    if content.startswith(_NO_TEXT):
        return _Decoded('', _NOT_READ)
    if b'\0' in content:
        for _, codec, name in _MARKS:
            if (plausible := _plausible(content, codec)) is not None:
                return _Decoded(plausible, f'the file is saved as {name}; {_SAVE}')
    try:
        return _Decoded(content.decode('utf-8'))
    except UnicodeDecodeError as error:
        if b'\0' in content:
            return _Decoded('', _NOT_READ)
        byte = content[error.start]
        message = f'the byte 0x{byte:02X} is no UTF-8; save the file as UTF-8'
        return _Decoded(content.decode('utf-8', 'replace'), message, error.start)


def _plausible(content: bytes, codec: str) -> str | None:
    """The text that a codec makes of a file, if it may be one: lines without control characters."""
    try:
        text = content.decode(codec)
    except UnicodeDecodeError:
        return None
    if not any(character in text for character in '\n \r'):
        return None
    ordinary = all(character >= ' ' or character in _ALLOWED for character in text)
    return text if ordinary else None
