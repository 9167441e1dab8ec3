"""A problem is one line of bearable length, whatever the page holds."""

from __future__ import annotations

import pytest

from criticwiki.checks.loader import Wiki
from criticwiki.config import Settings
from criticwiki.problems import MAX_MESSAGE_LENGTH


@pytest.mark.parametrize(
    'key',
    ['begun\n\n    and so ended,\n\n    and more', 'word ' * 200],
    ids=['over lines', 'very long'],
)
def test_a_message_is_one_line(key: str) -> None:
    text = f'---\nreview:\n  headline: X\n  episode_scores: {{1: 3/5, {key}: 2/5}}\n---\n\n# X\n'
    found = Wiki({'reviews/x.md': text}, Settings()).problems
    assert found
    for problem in found:
        assert '\n' not in str(problem)
        assert len(problem.message) <= MAX_MESSAGE_LENGTH
