"""Characters that cannot be seen and that Markdown spells another way: `&#x202e;`, `%E2%80%AE`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote

from markdown_it.common.utils import unescapeAll

from criticwiki.text import HIDDEN, harm_of_spelling

from .policy import SCHEMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from markdown_it.token import Token

_SPELLING: Final = re.compile(
    r'&(?:#[xX][0-9a-fA-F]{1,6}|#[0-9]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});'
    r'|%(?:[0-7][0-9a-fA-F]|[c-dC-D][0-9a-fA-F]%[89abAB][0-9a-fA-F]'
    r'|[eE][0-9a-fA-F](?:%[89abAB][0-9a-fA-F]){2}|[fF][0-7](?:%[89abAB][0-9a-fA-F]){3})'
)
_SPELLED: Final = re.compile('[&%]|xn--', re.IGNORECASE)
_SHORT: Final = 40
"""Characters of a spelling that a message repeats."""
_RAW: Final = frozenset({'code_inline', 'myst_role'})


class Spelled(NamedTuple):
    """A character that a text shows and does not hold."""

    offset: int
    written: str
    message: str


def may_spell(text: str) -> bool:
    """Whether a text may have anything that stands for a character which cannot be seen.

    Entities and backslashes may spell the signs of a spelling; names of hosts have one of their
    own, which only the parser reads.
    """
    if not _SPELLED.search(text):
        return False
    if any(map(_hides, _SPELLING.finditer(text))) or 'xn--' in text.lower():
        return True
    return bool(HIDDEN.search(unquote(unescapeAll(text))))


def spelled_in_line(text: str, tokens: Sequence[Token]) -> Iterator[Spelled]:
    """What the parser made of a line or paragraph: words, titles, addresses inside the wiki.

    An address that leaves it is shown as it is written; what it spells is for another server.
    """
    reached = until = 0
    for token in tokens:
        reached = max(reached, token.meta.get('at', 0))
        if token.type == 'link_open':
            until = token.meta.get('end', 0)
        elif token.type == 'link_close':
            reached, until = max(reached, until), 0
        if token.type in _RAW:
            inside = text.find(token.content, reached)
            reached = inside + len(token.content) if inside >= 0 else reached
        elif shows := list(_shown(token)):
            end = token.meta.get('end', until or len(text))
            for one in _spelled(text, reached, end, shows):
                yield one
                reached = one.offset + len(one.written)


def spelled_in_reference(text: str, reference: Mapping[str, Any]) -> Iterator[Spelled]:
    """The same of the lines of a reference definition."""
    shows = _of_address(str(reference['href'])) + str(reference.get('title') or '')
    return _spelled(text, 0, len(text), _hidden_in(shows))


def _shown(token: Token) -> Iterator[str]:
    """The characters that a token shows and that cannot be seen."""
    yield from _hidden_in(token.content)
    for name, value in token.attrs.items():
        yield from _hidden_in(_of_address(str(value)) if name in {'href', 'src'} else str(value))
    for child in token.children or ():
        yield from _shown(child)


def _of_address(address: str) -> str:
    leaves = address.partition(':')[0].lower() in SCHEMES
    return address if leaves else unquote(address)


def _hidden_in(text: str) -> list[str]:
    return re.findall(f'\n|{HIDDEN.pattern}', text)


def _spelled(text: str, start: int, end: int, shows: Sequence[str]) -> Iterator[Spelled]:
    """Each spelling at its place; what none accounts for is spelt by the whole."""
    left = list(shows)
    for found in _SPELLING.finditer(text, start, end):
        character = _meant(found)
        if character in left:
            left.remove(character)
            yield Spelled(found.start(), found[0], harm_of_spelling(found[0], character))
    if left:
        whole = text[start:end].partition('\n')[0][:_SHORT]
        yield Spelled(start, '', harm_of_spelling(whole, left[0]))


def _meant(found: re.Match[str]) -> str:
    return unescapeAll(found[0]) if found[0].startswith('&') else unquote(found[0])


def _hides(found: re.Match[str]) -> bool:
    return bool(_hidden_in(_meant(found)))
