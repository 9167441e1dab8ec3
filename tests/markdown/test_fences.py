"""Fences that close the wrong block, or none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from criticwiki.config import Settings
from criticwiki.markdown.lint import check_fences

SETTINGS = Settings()


def told(text: str) -> list[tuple[int, int]]:
    return [
        (problem.line, problem.column) for problem in check_fences(text.split('\n'), 1, SETTINGS)
    ]


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
        ('```\nWords.\n\n:::{spoiler} 9\nHidden.\n:::', [(1, 1)]),
        ('~~~text\n```\nWords.\n```', [(1, 1)]),
        ('````\n```\nWords.\n````\n\n```', [(6, 1)]),
        ('- ```\n  Words.\n  ```\n- ```\n  Words.\n\nWords.\n', [(4, 3)]),
        ('1. Words.\n\n   ~~~\n   Words.\n   ~~~\n', []),
        ('> :::{spoiler} 3\n> Hidden.\n\nWords.', [(1, 3)]),
        ('> :::{spoiler} 3\n> Hidden.\n> :::\n\nWords.', []),
        ('> - :::{spoiler} 3\n>   Hidden.\n>   :::\n', []),
        ('- :::{spoiler} 3\n  Hidden.\n\n:::{note}\nWords.\n:::', [(1, 3)]),
        ('::{spoiler} 9\nHidden.\n:::\n\n:::{note}\nWords.\n:::', [(1, 1)]),
        ('Words.\n``{spoiler} 9\nHidden.\n``', [(2, 1)]),
        ('Words.\n`{a} b\nc` and :{ja}`d`.', []),
        (':::{note}\n```\nWords.\n:::\n', [(2, 1)]),
        ('::::{note}\n:::\nWords.\n::::\n', [(2, 1)]),
        ('```\nWords.\n    ```\n', [(1, 1)]),
        ('```\n', [(1, 1)]),
        ('    ```\n', []),
        (':::\n:::{spoiler} 3\nHidden.\n:::\n', [(1, 1)]),
    ],
)
def test_fences(text: str, expected: list[tuple[int, int]]) -> None:
    assert told(text) == expected


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(['', ':::', '::::', ':::{spoiler} 9', '```', '~~~', '```{x}', 'a']))
)
def test_any_lines_are_read(lines: list[str]) -> None:
    for problem in check_fences(['---', '---', *lines], 3, SETTINGS):
        assert 3 <= problem.line < 3 + len(lines)
        assert lines[problem.line - 3][problem.column - 1] in ':`~'
