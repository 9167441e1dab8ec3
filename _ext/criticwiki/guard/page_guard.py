"""Decision whether a page may be parsed: its cleaned text and front matter, and its problems."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from criticwiki.model.front_matter import PlainScalar
from criticwiki.problems import Code, Problem

from .checker import page_violations

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from criticwiki.config import Settings
    from criticwiki.markdown.parser import Env
    from criticwiki.model.front_matter import FrontMatter, Value

_META: Final = 'html_meta'
_SHARED: Final = (
    r'(?:og:(?:description|determiner|image(?::(?:alt|height|width))?|locale(?::alternate)?'
    r'|site_name|title|type)|twitter:(?:card|creator|data[12]|description|image(?::alt)?|label[12]'
    r'|site|title))'
)
_OF_LINKS: Final = re.compile(rf'{_SHARED}(?: lang=[A-Za-z-]+)?')
_TAG: Final = re.compile(
    rf'(?:author|description|keywords|robots|(?:(?:property|name)=)?{_SHARED})(?: lang=[A-Za-z-]+)?'
)
_PREFIX: Final = 'og:'
_OF_PICTURE: Final = re.compile(r'(?:og|twitter):image(?: |\Z)')
_ELSEWHERE: Final = re.compile(r'\s*(?:[A-Za-z][A-Za-z0-9+.-]*:|[/\\]{2})')
_WORD: Final = re.compile(r'[A-Za-z0-9]+')


def front_matter_violations(text: str, matter: FrontMatter) -> Iterator[Problem]:
    """Problems of front matter that Sphinx and MyST would interpret."""
    if not matter.end and text.startswith('---') and not matter.problems:
        message = "a page that begins with '---' has front matter; the line is '---' alone"
        yield Problem('', 1, 1, Code.FORBIDDEN, message)
    yield from matter.hidden
    for key, value in matter.values.items():
        if key == _META:
            yield from _meta_violations(matter, value)
        elif key.startswith(_PREFIX):
            yield from _shared_tag_violations(matter, (key,), key, value)


def _meta_violations(matter: FrontMatter, value: Value) -> Iterator[Problem]:
    if not isinstance(value, dict):
        message = f'{_META}: must be a mapping of names to words'
        yield Problem('', *matter.place((_META,)), Code.WRONG_TYPE, message)
        return
    for name, content in value.items():
        if not _TAG.fullmatch(name):
            message = (
                f'{_META}: {name!r} cannot stand there; description, keywords, author, robots,'
                f" 'property=og:title' and 'twitter:title' can"
            )
            yield Problem('', *matter.place((_META, name)), Code.FORBIDDEN, message)
        elif not isinstance(content, str):
            message = f'{_META}: {name}: must be text'
            yield Problem('', *matter.place((_META, name)), Code.WRONG_TYPE, message)
        else:
            shared = name.partition('=')[2] or name
            yield from _shared_tag_violations(matter, (_META, name), shared, content)


def _shared_tag_violations(
    matter: FrontMatter, path: tuple[str, ...], name: str, value: Value
) -> Iterator[Problem]:
    """Problems of what a link elsewhere is shown with: it shows the page, and no other site."""
    if name.startswith((_PREFIX, 'twitter:')) and not _OF_LINKS.fullmatch(name):
        message = f'{name!r} cannot stand there; og:title, og:description and og:image can'
        yield Problem('', *matter.place(path), Code.FORBIDDEN, message)
    elif _OF_PICTURE.match(name) and (not isinstance(value, str) or _ELSEWHERE.match(value)):
        message = f'{name}: a picture cannot come from elsewhere; name one of the wiki by its path'
        yield Problem('', *matter.place(path), Code.FORBIDDEN, message)


def front_matter_for_myst(values: Mapping[str, Value], end: int) -> list[str]:
    """Front matter of `end` lines with nothing but `values`, all of them in one line."""
    if not values or end < 3:
        return [''] * end
    return ['---', _written(dict(values)), *[''] * (end - 3), '---']


def _written(value: Value) -> str:
    if value is None:
        return 'null'
    if isinstance(value, list):
        return f'[{", ".join(map(_written, value))}]'
    if isinstance(value, dict):
        pairs = (f'{json.dumps(key)}: {_written(item)}' for key, item in value.items())
        return f'{{{", ".join(pairs)}}}'
    plain = isinstance(value, PlainScalar) and _WORD.fullmatch(value)
    return str(value) if plain else json.dumps(value, ensure_ascii=False)


MAX_ROUNDS: Final = 10
"""Passes over a page: names in a mended block are judged in the next pass only."""


_UNREADABLE: Final = frozenset({Code.CHARACTER, Code.TOO_LARGE})


@dataclass(frozen=True, slots=True)
class GuardResult:
    """Decision on a page, and the reasons."""

    text: str | None
    """Text for the parser, line by line, mended if that is enough; None withholds the page."""
    problems: tuple[Problem, ...] = ()
    """Problems of the guard, with an empty path, which the caller fills in."""
    counted: bool = True
    """Whether the front matter of the page may be used."""
    readable: bool = True
    """Whether a withheld page may still be parsed in search of more problems."""
    unknown: frozenset[Problem] = frozenset()
    """The problems among them that are directives or roles unknown to all extensions."""
    pictures: frozenset[str] = frozenset()
    """Dependencies: pictures that it refers to, relative to the source folder."""

    @property
    def shown(self) -> bool:
        """Whether its Markdown may be parsed."""
        return self.text is not None


def guard_page(
    path: str,
    text: str,
    matter: FrontMatter,
    settings: Settings,
    *,
    source: Path | None = None,
    env: Env | None = None,
) -> GuardResult:
    """Decision on the page `path`; `source` is the folder of its pictures.

    A role or directive off the allow-list loses its name, and the page is judged again. A page
    with any other harm is not shown, and not counted where the harm is in its facts.
    """
    if not settings.allowed.guarded:
        return GuardResult(text)
    at_matter = {*front_matter_violations(text, matter)}
    problems: set[Problem] = set()
    unknown: set[Problem] = set()
    pictures: set[str] = set()
    remaining: str | None = text
    for _ in range(MAX_ROUNDS):
        if remaining is None:
            break
        notes = page_violations(path, remaining, matter.end, settings, source=source, env=env)
        problems |= notes.problems
        unknown |= notes.unknown
        pictures |= notes.pictures
        if not notes.problems:
            break
        remaining, env = notes.mended, None
    else:
        remaining = None
    violations = {
        *problems,
        *(problem for problem in at_matter if problem.code is not Code.WRONG_TYPE),
    }
    if violations - problems or (matter.problems and not matter.end):
        remaining = None
    counted = not any(
        problem.code is Code.TOO_LARGE or problem.line <= matter.end for problem in violations
    )
    readable = _UNREADABLE.isdisjoint(problem.code for problem in violations)
    problems |= at_matter
    return GuardResult(
        remaining,
        tuple(sorted(problems)),
        counted,
        readable,
        frozenset(unknown),
        frozenset(pictures),
    )
