"""The role `{value}`: a dotted path into the data, and the form in which its value is printed."""

from __future__ import annotations

import re
from typing import Final

from criticwiki.i18n import N_, _

WORDS: Final = (
    N_('no'), N_('one'), N_('two'), N_('three'), N_('four'), N_('five'), N_('six'), N_('seven'),
    N_('eight'), N_('nine'), N_('ten'), N_('eleven'), N_('twelve'), N_('thirteen'),
    N_('fourteen'), N_('fifteen'), N_('sixteen'), N_('seventeen'), N_('eighteen'),
    N_('nineteen'), N_('twenty'),
)  # fmt: skip
"""Numbers in words, from 0; greater ones are printed in figures."""
_FORM: Final = re.compile(r'\s+in ([Ww]ords)\Z')


def split_value_role(content: str) -> tuple[str, str]:
    """Path and form of a role: `words`, `Words` with a capital, or an empty string for figures."""
    written = content.strip()
    form = _FORM.search(written)
    return (written[: form.start()], form[1]) if form else (written, '')


def in_form(shown: str, form: str) -> str:
    """Text of a value in its form; only whole numbers have words."""
    if not form or not shown.isdecimal() or int(shown) >= len(WORDS):
        return shown
    word = _(WORDS[int(shown)])
    return word[:1].upper() + word[1:] if form == 'Words' else word
