"""Ids of new pages: what one may be, and one made from a title."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST_ID: Final = 60
_ID: Final = re.compile(r'[a-z0-9]+(?:-[a-z0-9]+)*')
_NO_ACCENT: Final = str.maketrans(
    {'ß': 'ss', 'æ': 'ae', 'œ': 'oe', 'ø': 'o', 'đ': 'd', 'ð': 'd', 'ł': 'l', 'þ': 'th', 'ı': 'i'}
)
"""Letters that Unicode does not take apart into a Latin one and an accent."""
_APOSTROPHES: Final = re.compile("['\u2019\u02bc]")
_TAKEN: Final = re.compile('index|con|prn|aux|nul|com[0-9]|lpt[0-9]')
"""`index` is the first page of a folder; the others are no file names on Windows."""


def id_from(title: str) -> str:
    """An id that a title suggests; empty where it has no Latin letter and no digit.

    >>> id_from('Déjà Vu: the Keeper’s Light')
    'deja-vu-the-keepers-light'
    """
    words = _APOSTROPHES.sub('', unicodedata.normalize('NFKD', title)).lower().translate(_NO_ACCENT)
    plain = ''.join(letter for letter in words if not unicodedata.combining(letter))
    made = '-'.join(re.findall('[a-z0-9]+', plain))
    if len(made) > LONGEST_ID:
        made = made[: LONGEST_ID + 1].rpartition('-')[0] or made[:LONGEST_ID]
    return f'{made}-page' if _TAKEN.fullmatch(made) else made


def wrong_with_id(identifier: str) -> str:
    """Why an id cannot be one, with one that can; nothing where it can."""
    if _ID.fullmatch(identifier) and len(identifier) <= LONGEST_ID:
        if not _TAKEN.fullmatch(identifier):
            return ''
        return f'the id {identifier!r} has a meaning of its own; choose another'
    better = id_from(identifier.removesuffix('.md'))
    hint = f'; did you mean {better!r}?' if better else ', such as some-outlet-season-1'
    return (
        f'{identifier!r} is no id: it has at most {LONGEST_ID} lower-case letters from a to z and'
        f' digits, in words joined by hyphens{hint}'
    )
