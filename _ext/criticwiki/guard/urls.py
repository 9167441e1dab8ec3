"""Allow-list of URLs and file names that a page may refer to."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from criticwiki.text import HIDDEN, character_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SCHEMES: Final = ('http', 'https', 'mailto')
"""PageURLs that may leave the wiki begin with one of these."""
PICTURES: Final = ('.avif', '.gif', '.jpeg', '.jpg', '.png', '.svg', '.webp')
"""How the name of a picture may end."""
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
            f'{name!r} cannot be the name of {what}: {character_name(hidden[0])} cannot be seen;'
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


_BLANK: Final = re.compile('[\x00-\x20\x7f-\xa0]')
_SCHEME: Final = re.compile(r'([a-z][a-z0-9+.-]*):', re.IGNORECASE)
_CONTROL: Final = re.compile('[\x00-\x1f\x7f]')
MAX_PART: Final = 255
"""Bytes of a file's name: systems raise an error where they are asked for a longer one."""
MAX_PATH: Final = 1000
_SPACE: Final = re.compile(r'\s')
_INSIDE: Final = frozenset({'project'})
_PICTURE: Final = 'put the picture into the folder of the wiki and name it by its path'


def harm_of_link(address: str, path: str) -> str | None:
    """What is wrong with the address of a link on the page `path`, or None."""
    plain = _BLANK.sub('', address)
    scheme = _SCHEME.match(plain)
    if scheme and scheme[1].lower() in _INSIDE:
        plain = plain[scheme.end() :]
    elif scheme:
        if scheme[1].lower() in SCHEMES:
            return None
        return f'an address cannot begin with {scheme[0]!r}; write https://'
    if plain.startswith(('//', '\\')) or '\\' in plain:
        return f'{address!r} is no address; write https://'
    plain = path_of(plain)
    if harm := _harm_of_path(plain, path):
        return harm
    suffixes = {posixpath.splitext(form)[1].lower() for form in (plain, unquote(plain))}
    return no_page(plain) if suffixes - {'', '.md'} else None


def path_of(address: str) -> str:
    """An address without what it asks, and without the place on the page."""
    return address.removeprefix('project:').split('#')[0].split('?')[0]


def harm_of_picture(address: str, path: str) -> str | None:
    """What is wrong with a picture on the page `path`, or None."""
    plain = _BLANK.sub('', address)
    if _SCHEME.match(plain) or plain.startswith('//') or '\\' in plain:
        return f'a picture cannot come from elsewhere: {_shown(address)}; {_PICTURE}'
    if _SPACE.search(address):
        return f'a picture has no blank in its name: {_shown(address)}'
    if not plain.lower().endswith(PICTURES) or '*' in plain:
        return f'{_shown(address)} is no picture; its name ends with {", ".join(PICTURES)}'
    if harm := _harm_of_path(plain, path):
        return harm
    if '%' in plain:
        return (
            f'{_shown(unquote(plain))}: in ![](...) the name of a picture is written with the'
            ' letters a to z; rename the picture, or show it by ```{image}'
        )
    return harm_of_picture_name(path_in_wiki(plain, path))


def harm_of_picture_name(path: str) -> str | None:
    """What is wrong with a name on the path of a picture, or None.

    Sphinx writes it into TeX as it is: https://github.com/sphinx-doc/sphinx/issues/13189
    """
    *folders, name = path.split('/')
    harms = [harm_of_name(folder, 'a folder of pictures') for folder in folders]
    return next(filter(None, [*harms, harm_of_name(name, 'a picture')]), None)


def path_in_wiki(address: str, path: str) -> str:
    """Where below the source folder something lies that the page `path` names."""
    if address.startswith('/'):  # Sphinx counts such a path from the source folder
        return posixpath.normpath(address[1:])
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), address))


def _harm_of_path(plain: str, path: str) -> str | None:
    """What is wrong with a path, as it is written and as an address is decoded."""
    for form in (plain, unquote(plain)):
        if not form:
            continue
        whole = path_in_wiki(form, path)
        if _CONTROL.search(form):
            return f'{_shown(plain)} is no address: it holds a character that cannot be seen'
        if len(form) > MAX_PATH or any(map(_too_long, whole.split('/'))):
            return f'{_shown(plain)} is too long for the path of a file'
        if form.startswith('~') or whole.split('/')[0] == '..':
            return f'{plain!r} leads out of the wiki'
        if any(part.startswith('.') and part != '.' for part in whole.split('/')):
            return f'{plain!r} leads to a hidden file'
    return None


def _too_long(part: str) -> bool:
    return len(part.encode('utf-8', 'replace')) > MAX_PART


def no_page(address: str) -> str:
    """What to say of the address of a file that is not a page."""
    return f'{address!r} is no page of the wiki; link to a page, or to a web address'


def left_out(path: str) -> str:
    """What to say of a picture that is no part of the wiki."""
    return (
        f'{path!r} is no part of the wiki: exclude_patterns leaves it out, or builds write'
        ' there; put the picture elsewhere'
    )


def _shown(address: str) -> str:
    return repr(address if len(address) <= 60 else f'{address[:60]}…')
