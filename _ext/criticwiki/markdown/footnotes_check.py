"""Footnotes: each is called for, stands on the page once, and none is called for in vain."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from criticwiki.problems import Code, Problem

from .slugs import label_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence


class Mark(NamedTuple):
    """A footnote, or where one is called for."""

    label: str
    line: int
    column: int


def check_footnotes(
    calls: Sequence[Mark], notes: Sequence[Mark], labels: Collection[str]
) -> Iterator[Problem]:
    """What is wrong with the footnotes of a page that has these `labels` too."""
    first: dict[str, Mark] = {}
    called = {call.label for call in calls}
    for note in notes:
        label, line, column = note
        before = first.setdefault(label, note)
        message = ''
        if before is not note:
            message = f'the footnote [^{label}] stands twice; it is first in line {before.line}'
        elif label_of(label) in labels:
            message = f'the footnote [^{label}] has the name of a label on this page'
        elif label not in called:
            message = (
                f'nothing calls for the footnote [^{label}]; write [^{label}] where it belongs'
            )
        if message:
            yield Problem('', line, column, Code.FOOTNOTE, message)
    for label, line, column in calls:
        if label not in first:
            message = f"there is no footnote [^{label}]; write a line '[^{label}]: ...' below"
            yield Problem('', line, column, Code.FOOTNOTE, message)
