"""The value of an option as MyST reads it: a scalar of YAML, in one line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from criticwiki.model.yaml_escapes import EscapeError, decoded_escapes, hidden_escapes

if TYPE_CHECKING:
    from collections.abc import Iterator

_QUOTED: Final = re.compile(r'"((?:[^"\\]|\\.)*)"|\'((?:[^\']|\'\')*)\'')
_COMMENT: Final = re.compile(r'(?:^|\s)#')


def decoded_value(written: str) -> str:
    """What a value stands for.

    :raises EscapeError: where MyST cannot read it, or not all of it.
    """
    if written.startswith(('"', "'")):
        return _decoded_quotation(written)
    if written.startswith(('|', '>')):
        raise EscapeError(f'put quotation marks round a value that begins with {written[0]}')
    if '\t' in written:
        raise EscapeError('a tab ends a value; write a blank')
    if _COMMENT.search(written):
        raise EscapeError("'#' begins a comment here; put quotation marks round the value")
    return written


def harm_of_value(written: str) -> str | None:
    """Why MyST could not read a value, or None."""
    try:
        decoded_value(written)
    except EscapeError as error:
        return str(error)
    return None


def hidden_in_value(written: str) -> Iterator[tuple[int, str]]:
    """Offset of each escape that stands for what cannot be seen, and what to say of it."""
    if written.startswith('"'):
        yield from hidden_escapes(written, line_breaks=True)


def _decoded_quotation(written: str) -> str:
    found = _QUOTED.match(written)
    if found is None:
        raise EscapeError(f'the quotation mark {written[0]} that begins here is not closed')
    if found.end() < len(written):
        raise EscapeError('the value goes on behind its closing quotation mark')
    if written[0] == "'":
        return found[2].replace("''", "'")
    return decoded_escapes(found[1])
