"""A glossary as Sphinx takes it apart: terms at the margin, what they mean indented below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from criticwiki.model.prose import Term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .directive_text import Directive


def read_glossary(
    found: Directive,
    spoils: int,
    read: Callable[[str, int], None],
    read_words: Callable[[str, int], object],
) -> Iterator[Term]:
    """Every term; what it means is given to `read`, with the line in which it begins."""
    meaning: list[str] = []
    begins = 0
    for number, line in enumerate([*found.content.split('\n'), ''], found.start):
        at_margin = bool(line) and not line[0].isspace()
        if at_margin and meaning:
            read(_dedented(meaning), begins)
            meaning = []
        if at_margin and not line.startswith('.. '):
            text = line.split(' : ')[0].strip()
            read_words(text, number)
            yield Term(text, '', spoils)
        elif not at_margin and (meaning or line.strip()):
            begins = begins if meaning else number
            meaning.append(line)
    if meaning:
        read(_dedented(meaning), begins)


def _dedented(lines: list[str]) -> str:
    """Without the indent of the first line."""
    indent = len(lines[0]) - len(lines[0].lstrip())
    return '\n'.join(line[indent:] for line in lines)
