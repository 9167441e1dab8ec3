"""A fenced block with a name in braces, as MyST takes it apart: argument, options, content."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

    from .directives import Form, Forms

_NAME: Final = re.compile(r'\{(.*)\}\Z')
_OPTION: Final = re.compile(r'\s*:?([^:\s][^:]*?)\s*:(?:\s+(.*?))?\s*\Z')


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a directive."""

    name: str
    value: str
    line: int
    """Its line below the opening one, from 1."""


@dataclass(frozen=True, slots=True)
class Directive:
    """A directive as it is written."""

    name: str
    line: int
    """The line of the file with its name, from 1."""
    form: Form | None
    """How it should be written, where its name is known."""
    argument: str
    options: tuple[Option, ...]
    content: str
    """What stands in it, without the options."""
    start: int
    """The line of the file in which the content begins."""

    def option(self, name: str) -> Option | None:
        """An option by its name; the last counts."""
        return next((option for option in reversed(self.options) if option.name == name), None)


def head(info: str) -> tuple[str, str]:
    """Name and argument beside a fence, as MyST takes them apart."""
    parts = info.strip().split(maxsplit=1)
    return (parts[0] if parts else '', parts[1] if len(parts) > 1 else '')


def read_directive(token: Token, line: int, forms: Forms) -> Directive | None:
    """The directive that a fence is, or None for a block of code or a plain container."""
    name, argument = head(token.info)
    found = _NAME.match(name)
    if found is None:
        return None
    form = forms.directive(found[1])
    lines = token.content.split('\n')
    if lines and not lines[-1]:
        lines.pop()
    taken, options = _options(lines, form)
    lines = lines[taken:]
    start = line + taken + 1
    if form and not form.most and argument:
        # content may begin in the line of the name
        lines, start, argument = [argument, *lines], start - 1, ''
    return Directive(
        found[1], line, form, argument, tuple(options), '\n'.join(lines).rstrip('\n'), start
    )


def _options(lines: list[str], form: Form | None) -> tuple[int, list[Option]]:
    """How many lines the options take, and the options."""
    if form is None or not form.options or not lines:
        return 0, []
    if lines[0].startswith('---'):
        end = next((n for n, line in enumerate(lines[1:], 1) if line.startswith('---')), None)
        last = len(lines) if end is None else end
        return last + (end is not None), list(_read(lines[1:last], 2))
    end = next((n for n, line in enumerate(lines) if not _is_option(line)), len(lines))
    return end, list(_read(lines[:end], 1))


def _is_option(line: str) -> bool:
    return line.lstrip().startswith(':') and not line.lstrip().startswith(':::')


def _read(lines: list[str], first: int) -> Iterator[Option]:
    for number, line in enumerate(lines, first):
        if found := _OPTION.match(line):
            yield Option(found[1], found[2] or '', number)
