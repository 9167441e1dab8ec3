"""File names: which of them a page or a picture may have.

A name becomes an address, a line of a log, an argument of TeX, and a file on other systems.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from criticwiki.text import HIDDEN, described

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_NAME: Final = 120
_NAME: Final = re.compile(r"[\w][\w .,+()'@-]*")
_RESERVED: Final = re.compile(r'(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?', re.IGNORECASE)
"""Devices of Windows: https://learn.microsoft.com/windows/win32/fileio/naming-a-file"""
_OUTPUT: Final = re.compile(
    r'mimetype|META-INF|.*\.(?:atom|css|csv|epub|html?|inv|js|json|map|ncx|opf|txt|xhtml|xml)',
    re.IGNORECASE,
)
"""A page or a folder of pages of such a name would stand where a file has to be written."""
_GENERATED: Final = frozenset({'404', 'genindex', 'search'})
"""Pages at the top that Sphinx and its extensions make themselves."""
_WORD: Final = re.compile(r'[^\W\d_]+')
_ALPHABETS: Final = ('CYRILLIC', 'GREEK', 'LATIN')
"""Alphabets with letters that look alike."""


def harm_of_name(name: str, what: str) -> str | None:
    """What is wrong with the name of a file or folder, where `what` says what it is; or None."""
    if composed := composed_name(name):
        return (
            f'{name!r} cannot be the name of {what}: some of its letters are stored in a second'
            f' spelling, so it would have two names; rename it to {composed!r}, typed anew'
        )
    if hidden := HIDDEN.search(name):  # Hangul fillers count as letters
        return (
            f'{name!r} cannot be the name of {what}: {described(hidden[0])} cannot be seen;'
            ' take it out'
        )
    if len(name) > MAX_NAME or not _NAME.fullmatch(name):
        return (
            f'{name!r} cannot be the name of {what}: it begins with a letter or digit,'
            f' goes on with these and - _ . , + @ ( ), and has at most {MAX_NAME} characters'
        )
    if _RESERVED.fullmatch(name) or name.endswith(('.', ' ')):
        return f'{name!r} cannot be the name of {what}: Windows cannot store it; rename it'
    if mixed := _mixed_word(name):
        return (
            f'{name!r} cannot be the name of {what}: {mixed!r} mixes letters of two alphabets'
            ' that look alike; write it in one'
        )
    return None


def harm_of_page_name(name: str, what: str, suffix: str = '', *, top: bool = False) -> str | None:
    """The same of a page, or of a folder of pages: each becomes a file or folder of the output.

    `top` says that it lies in the source folder itself.
    """
    stem = name.removesuffix(suffix)
    if _OUTPUT.fullmatch(stem) or (top and stem.lower() in _GENERATED):
        return f'{name!r} cannot be the name of {what}: a build writes such a file; rename it'
    return harm_of_name(name, what)


def composed_name(name: str) -> str | None:
    """The NFC form of a name that is stored in another form, else None."""
    composed = unicodedata.normalize('NFC', name)
    return None if composed == name else composed


def same_elsewhere(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each name of a folder that Windows and macOS hold for another, with that other name.

    The one in lower case keeps its name.
    """
    owners: dict[str, str] = {}
    for name in sorted(names, key=lambda name: (name != name.lower(), name)):
        owner = owners.setdefault(unicodedata.normalize('NFC', name).casefold(), name)
        if owner != name:
            yield name, owner


def _mixed_word(name: str) -> str | None:
    if name.isascii():
        return None
    for word in _WORD.findall(name):
        alphabets = {unicodedata.name(letter, '').split(' ')[0] for letter in word}
        if len(alphabets.intersection(_ALPHABETS)) > 1:
            return str(word)
    return None
