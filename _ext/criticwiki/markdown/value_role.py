"""Content of the role `{value}`, as path and form; whole numbers in words, such as `three`."""

from __future__ import annotations

import re
from typing import Final

from criticwiki.i18n import N_, _

_IN_WORDS: Final = N_(
    'no, one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen,'
    ' fourteen, fifteen, sixteen, seventeen, eighteen, nineteen, twenty'
)
"""One message: alone, `no` is also the answer to a question, which other languages tell apart."""
WORDS: Final = tuple(_IN_WORDS.split(', '))
"""Numbers in words, from 0; greater ones are printed in figures."""
_FORM: Final = re.compile(r'\s+in ([Ww]ords)\Z')


def split_value_role(content: str) -> tuple[str, str]:
    """Path and form of a role: `words`, `Words` with a capital, or an empty string for figures."""
    written = content.strip()
    form = _FORM.search(written)
    return (written[: form.start()], form[1]) if form else (written, '')


def in_form(shown: str, form: str) -> str:
    """Text of a value in its form; only whole numbers have words."""
    words = _(_IN_WORDS).split(', ')
    if not form or not shown.isdecimal() or int(shown) >= len(words):
        return shown
    word = words[int(shown)]
    return word[:1].upper() + word[1:] if form == 'Words' else word
