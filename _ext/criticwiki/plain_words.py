"""Words of others in Markdown that we write."""

from __future__ import annotations

import re
from typing import Final

_MARKUP: Final = re.compile(r'([\\`*_{}\[\]<>#|~$&^])')


def plain_words(words: str) -> str:
    """The same words, of which no sign of Markdown or MyST makes something else."""
    return _MARKUP.sub(r'\\\1', words)
