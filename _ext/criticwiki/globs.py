"""Glob patterns as Sphinx reads them: one star stops at a slash, two do not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_WILD: Final = re.compile(r'\*\*|\*|\?|\[!?[^/\]]+\]')
_MEANS: Final = {'**': '.*', '*': '[^/]*', '?': '[^/]'}


def compile_globs(globs: Iterable[str]) -> re.Pattern[str]:
    """A pattern that matches a whole path where one of `globs` does."""
    return re.compile('|'.join(f'(?:{_translate(glob)})' for glob in globs) + r'\Z')


def _translate(glob: str) -> str:
    parts: list[str] = []
    end = 0
    for wild in _WILD.finditer(glob):
        parts.append(re.escape(glob[end : wild.start()]))
        parts.append(_MEANS.get(wild[0]) or wild[0].replace('[!', '[^/'))
        end = wild.end()
    return ''.join([*parts, re.escape(glob[end:])]) + r'\Z'
