"""Addresses that a page may lead to, and pictures that it may show."""

from __future__ import annotations

import posixpath
import re
from typing import Final
from urllib.parse import unquote

from .names import harm_of_name
from .policy import PICTURES, SCHEMES

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
