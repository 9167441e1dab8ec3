"""What the reference of problems says of each code."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from textwrap import dedent

from criticwiki.checks.explained import EXPLAINED


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One code, with a page that has the problem and one that has not."""

    code: str
    means: str
    path: str
    wrong: str
    message: str
    """The very words of the check on the wrong page."""
    right: str


def place_of(code: str) -> str:
    """The part of the address of a reference where it tells of a code."""
    return f'problem-{code}'


@lru_cache
def code_rows() -> tuple[CodeRow, ...]:
    """Every code, in the order in which they are told."""
    return tuple(
        CodeRow(
            code=code.value,
            means=one.means,
            path=one.path,
            wrong=dedent(one.wrong),
            message=one.message(code),
            right=dedent(one.right),
        )
        for code, one in EXPLAINED.items()
    )
