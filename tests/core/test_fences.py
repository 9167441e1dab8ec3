"""Fences of colons that close the wrong block, or none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criticwiki.core.fences import check_fences


def told(text: str) -> list[tuple[int, int]]:
    return [(problem.line, problem.column) for problem in check_fences(text.split('\n'))]


@pytest.mark.parametrize(
    ('text', 'expected'),
    [
        ('Words.', []),
        (':::{spoiler} 9\nHidden.\n:::', []),
        ('::::{spoiler} 9\n:::{note}\nInner.\n:::\nHidden.\n::::', []),
        (':::{spoiler} 9\n```{note}\nInner.\n```\nHidden.\n:::', []),
        ('```\n:::\n```', []),
        ('~~~text\n:::\n~~~', []),
        ('A word ::: in a line.', []),
        (':::{spoiler} 9\n:::{note}\nInner.\n:::\nOpen.\n:::', [(2, 1), (6, 1)]),
        ('Words.\n:::', [(2, 1)]),
        (':::{spoiler} 9\nHidden.', [(1, 1)]),
        ('  :::{spoiler} 9\n  Hidden.', [(1, 3)]),
        ('::::{spoiler} 9\n:::{note}\nInner.\n::::', [(2, 1)]),
        ('```{note}\n:::{spoiler} 3\nHidden.\n```', [(2, 1)]),
        (':::{spoiler} 9\r\nHidden.\r\n:::\r\n', []),
    ],
)
def test_fences(text: str, expected: list[tuple[int, int]]) -> None:
    assert told(text) == expected


@given(
    st.lists(st.sampled_from(['', ':::', '::::', ':::{spoiler} 9', '```', '~~~', '```{x}', 'a']))
)
def test_any_lines_are_read(lines: list[str]) -> None:
    for problem in check_fences(lines, 3):
        assert 3 <= problem.line < 3 + len(lines)
        assert lines[problem.line - 3][problem.column - 1] == ':'
