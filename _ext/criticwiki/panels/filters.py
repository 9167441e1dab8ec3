"""What a reader may narrow a table down by, as boxes that a script puts above it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .pieces import NO_SEARCH, Element

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Select:
    """A choice: its rows are those that bear the chosen value under its name."""

    name: str
    label: str
    any: str
    """The words for no choice."""
    options: tuple[tuple[str, str], ...]
    """Value and words of each."""


@dataclass(frozen=True, slots=True)
class Filters:
    """All choices for one table."""

    label: str
    selects: tuple[Select, ...]
    clear: str
    """The words on the button that takes all choices back."""
    shown: str
    """How many rows are shown, with `%(shown)s` and `%(total)s`."""


def filters(form: Filters) -> Element:
    """The choices for the table that follows; web pages alone have them."""
    return Element('filters', (), (NO_SEARCH,), form)


def told(row: Element, values: Mapping[str, str]) -> Element:
    """A row that bears values to be chosen by."""
    return Element(row.tag, row.children, row.classes, values)
