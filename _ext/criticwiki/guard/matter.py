"""Keys of front matter that are not ours: which of them are safe, and how they are passed on.

They are written anew, never copied: two readers of YAML need not agree where a block or a
key ends, and the parser of MyST takes orders from the one that it sees.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from criticwiki.model.front_matter import Plain
from criticwiki.problems import Code, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from criticwiki.model.front_matter import FrontMatter, Value

_META: Final = 'html_meta'
_TAG: Final = re.compile(
    r'(?:author|description|keywords|robots|twitter:[\w:]+|(?:property|name)=(?:og|twitter):[\w:]+)'
    r'(?: lang=[A-Za-z-]+)?'
)
_WORD: Final = re.compile(r'[A-Za-z0-9]+')


def harms_of_matter(text: str, matter: FrontMatter) -> Iterator[Problem]:
    """What stands in front matter, beside our facts, and must not be passed on."""
    if not matter.end and text.startswith('---') and not matter.problems:
        message = "a page that begins with '---' has front matter; the line is '---' alone"
        yield Problem('', 1, 1, Code.FORBIDDEN, message)
    yield from matter.hidden
    for key, value in matter.values.items():
        if key == _META:
            yield from _harms_of_meta(matter, value)


def _harms_of_meta(matter: FrontMatter, value: Value) -> Iterator[Problem]:
    if not isinstance(value, dict):
        message = f'{_META}: must be a mapping of names to words'
        yield Problem('', *matter.place((_META,)), Code.WRONG_TYPE, message)
        return
    for name, content in value.items():
        if not _TAG.fullmatch(name):
            message = (
                f'{_META}: {name!r} cannot stand there; description, keywords, author, robots,'
                f" 'property=og:...' and 'twitter:...' can"
            )
            yield Problem('', *matter.place((_META, name)), Code.FORBIDDEN, message)
        elif not isinstance(content, str):
            message = f'{_META}: {name}: must be text'
            yield Problem('', *matter.place((_META, name)), Code.WRONG_TYPE, message)


def passed_on(values: Mapping[str, Value], end: int) -> list[str]:
    """The lines of a front matter of `end` lines that holds `values`, and nothing else."""
    pairs = ', '.join(
        f'{json.dumps(key)}: {_written(value)}'
        for key, value in values.items()
        if value is None or isinstance(value, str)
    )
    if not pairs or end < 3:
        return [''] * end
    return ['---', f'{{{pairs}}}', *[''] * (end - 3), '---']


def _written(value: str | None) -> str:
    if value is None:
        return 'null'
    plain = isinstance(value, Plain) and _WORD.fullmatch(value)
    return str(value) if plain else json.dumps(value, ensure_ascii=False)
