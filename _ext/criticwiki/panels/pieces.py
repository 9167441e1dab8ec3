"""What panels are made of: plain pieces, written as HTML or as docutils nodes.

A wiki shows the same panels on thousands of pages. As HTML text a panel costs a small part
of what its docutils nodes cost, so web pages get text, and every other output gets nodes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    Tag: TypeAlias = Literal[
        'paragraph',
        'inline',
        'link',
        'critic',
        'address',
        'data',
        'rubric',
        'container',
        'bullets',
        'item',
        'definitions',
        'definition',
        'term',
        'described',
        'fields',
        'field',
        'box',
        'table',
        'row',
        'cell',
        'spoiler',
        'entries',
        'line',
        'rows',
        'leads',
        'asked',
        'chart',
        'mark',
        'numbers',
        'filters',
        'code',
        'source',
    ]
    Piece: TypeAlias = 'str | Element'
    Pieces: TypeAlias = 'str | Element | Sequence[str | Element]'

SORTABLE = 'wiki-sortable'
"""The class of a table that a reader may sort."""
NO_SEARCH = 'no-search'
"""The class of what stays out of the search index."""


JAPANESE = re.compile('[\u3040-\u30ff\u3400-\u9fff]+')
"""Words in Japanese in lines of a page, which cannot say so themselves."""


class Element:
    """A piece with children; `extra` is what else its tag needs to know."""

    __slots__ = ('children', 'classes', 'extra', 'tag')

    def __init__(
        self,
        tag: Tag,
        children: Sequence[Piece] = (),
        classes: Sequence[str] = (),
        extra: Any = None,
    ) -> None:
        """Make a piece."""
        self.tag = tag
        self.children = children
        self.classes = classes
        self.extra = extra


Row = TypeVar('Row')


class Drawn(Sequence[Element], Generic[Row]):
    """Rows that are drawn when they are asked for: of thousands, a web page shows fifty."""

    def __init__(self, rows: Sequence[Row], make: Callable[..., Element], *shared: Any) -> None:
        """Take what is to be drawn, and what draws one from it and from what all rows share.

        That must be a plain function which reads nothing else: equal `plan`, equal drawing.
        """
        assert make.__closure__ is None
        self._rows = rows
        self._make = make
        self._shared = shared

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Element: ...
    @overload
    def __getitem__(self, index: slice) -> Drawn[Row]: ...
    def __getitem__(self, index: int | slice) -> Element | Drawn[Row]:
        if isinstance(index, slice):
            return Drawn(self._rows[index], self._make, *self._shared)
        return self._make(self._rows[index], *self._shared)

    @property
    def plan(self) -> tuple[Any, ...]:
        """All that the drawing depends on, as plain data, without a row being drawn."""
        shared = (_name_of(part) if callable(part) else part for part in self._shared)
        return _name_of(self._make), tuple(shared), tuple(self._rows)


def _name_of(make: Callable[..., Any]) -> str:
    return f'{make.__module__}.{make.__qualname__}'


def plan_of(piece: Any) -> Any:
    """A piece as plain data, without drawing what can be told from its rows."""
    if isinstance(piece, Drawn):
        return piece.plan
    if isinstance(piece, Element):
        children = piece.children
        plan = children.plan if isinstance(children, Drawn) else tuple(map(plan_of, children))
        return piece.tag, tuple(piece.classes), plan_of(piece.extra), plan
    return piece


def words_of(piece: Piece) -> str:
    """The text of a piece, without markup."""
    return piece if isinstance(piece, str) else ''.join(map(words_of, piece.children))
