"""Full names of several people in one text: `John Smith and Ann Hale`."""

from __future__ import annotations

import re
from typing import Final

_AND: Final = r'(?:and|und|et|och|og|en|и)'
"""Lower-case words for *and*, without those that stand inside of surnames: *y*, *e*, *i*."""
_BETWEEN: Final = re.compile(
    rf'\s*[,;、，；]\s*(?:{_AND}\s+|&\s*)?|\s+(?:{_AND}|[&+/])\s+|\s*[／＆]\s*'
)
_LEADING: Final = re.compile(rf'({_AND}|&)\s+(\S.*)')
_CASED: Final = re.compile(r"[^\W\d_][\w.'\u2019\u2010-]*")
_PARTICLE: Final = re.compile('al|bin|da|del?|de[nr]|di|dos|du|el|l[ae]|ten|van|von|zu[mr]?')
"""Word in lower case inside of names."""
_NO_PERSON: Final = re.compile(
    r'An?|The|Contributor|Critic|Editor|Writer|Reporter|Columnist|Staff|Team|[JS]r\.?'
)
"""Word of outlets, titles and suffixes, which are parts of what is no list of people."""
_WRITTEN_TOGETHER: Final = re.compile('[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,}')
"""Names of scripts that put no space between the parts of one."""
_INVERTED: Final = re.compile(r'[^\W\d_][^,;]*,\s*[^\W\d_][^,;]*')
"""A name with the last part first: `Smith, John`."""
_SIGN: Final = re.compile(r'[,:#\[\]{}]|\A\W')


def joined_names(text: str) -> list[str]:
    """The names that a text joins, if each is a full name, so that it cannot be a single one.

    `Simon and Garfunkel`, `Smith, John` and `Ann and Bo Kay` stay one: each has a part of one word.
    """
    inverted = [part.strip() for part in text.split(';')]
    if len(inverted) > 1 and all(map(_INVERTED.fullmatch, inverted)):
        return inverted
    parts = [part for part in _BETWEEN.split(text.strip()) if part]
    return parts if len(parts) > 1 and all(map(_is_full_name, parts)) else []


def _is_full_name(text: str) -> bool:
    if _WRITTEN_TOGETHER.fullmatch(text):
        return True
    words = text.split()
    if not words or _PARTICLE.fullmatch(words[0]) or any(map(_NO_PERSON.fullmatch, words)):
        return False
    names = [word for word in words if not _PARTICLE.fullmatch(word)]
    return len(names) > 1 and all(
        _CASED.fullmatch(name) and name[0] == name[0].upper() != name[0].lower() for name in names
    )


def without_conjunction(text: str) -> tuple[str, str] | None:
    """The word for *and* that an entry of a list begins with, and the rest; else None."""
    match = _LEADING.fullmatch(text.strip())
    return (match[1], match[2]) if match else None


def flow_list(names: list[str]) -> str:
    """List in brackets, in which a name with a sign of YAML stands in quotation marks."""
    return f'[{", ".join(map(_quoted, names))}]'


def _quoted(name: str) -> str:
    return f'"{name}"' if _SIGN.search(name) else name
