"""Finds the roles and links of a line that holds nothing but plain ones, at a fifth of the cost.

Most lines are such: `See [a page](page.md) and {episode}`9`.` Whatever else may be in a line,
the parser reads it. A test compares the two.
"""

from __future__ import annotations

import re
from typing import Final

from markdown_it.token import Token

_PLAIN: Final = re.compile(
    r'\{([a-zA-Z0-9_+:-]+)\}`([^`\n]+)`(?!`)'
    r'|\[([^\[\]`{}\\<>!\n]+)\]\(((?:https?://)?[A-Za-z0-9_./#-]+)\)'
)
_OTHER: Final = re.compile(r'[\[\]`<\\]')


def read_simply(text: str) -> list[Token] | None:
    """The tokens of roles and links in a line, or None where the parser has to read it."""
    found: list[Token] = []
    end = 0
    for match in _PLAIN.finditer(text):
        start = match.start()
        if _OTHER.search(text, end, start) or text[start - 1 : start] in {'!', '\\'}:
            return None
        _add_text(found, text[end:start])
        end = match.end()
        meta = {'at': start, 'end': end}
        if match[1]:
            role = Token('myst_role', '', 0, content=match[2], meta={'name': match[1], **meta})
            found.append(role)
        else:
            found.append(Token('link_open', 'a', 1, attrs={'href': match[4]}, meta=meta))
            _add_text(found, match[3])
            found.append(Token('link_close', 'a', -1))
    if _OTHER.search(text, end):
        return None
    _add_text(found, text[end:])
    return found


def _add_text(found: list[Token], text: str) -> None:
    if text:
        found.append(Token('text', '', 0, content=text))
