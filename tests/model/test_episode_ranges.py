"""Sets of episodes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from criticwiki.model.numbering import MAX_EPISODE, EpisodeRanges


@pytest.mark.parametrize(
    ('written', 'numbers', 'shown'),
    [
        ('1', [1], '1'),
        ('1-4', [1, 2, 3, 4], '1–4'),
        ('1–4', [1, 2, 3, 4], '1–4'),
        (' 1 - 4 ', [1, 2, 3, 4], '1–4'),
        ('5-5', [5], '5'),
        (['1', '3'], [1, 3], '1, 3'),
        (['3', '1'], [1, 3], '1, 3'),
        (['1', '2'], [1, 2], '1–2'),
        (['1-3', '2-4', '6'], [1, 2, 3, 4, 6], '1–4, 6'),
        ('1-2, 6, 8-9', [1, 2, 6, 8, 9], '1–2, 6, 8–9'),
        ('010', [10], '10'),
    ],
)
def test_what_is_written(written: str | list[str], numbers: list[int], shown: str) -> None:
    scope = EpisodeRanges.parse(written)
    assert list(scope) == numbers
    assert str(scope) == shown
    assert len(scope) == len(numbers)


def test_membership_and_runs() -> None:
    scope = EpisodeRanges.parse('1-3, 7')
    assert 3 in scope
    assert 4 not in scope
    assert '3' not in scope
    assert scope.ranges == ((1, 3), (7, 7))


@pytest.mark.parametrize(
    ('written', 'message'),
    [
        ([], 'no episode is named'),
        ('', 'names no episodes'),
        ('1,', 'names no episodes'),
        ('all', "must say what 'all' stands for"),
        ('1-', 'names no episodes'),
        ('-1', 'names no episodes'),
        ('1-4-6', 'names no episodes'),
        (['1', 'x'], "'x' names no episodes"),
        ('4-1', "'4-1' runs backwards; write 1-4"),
        (str(MAX_EPISODE + 1), 'is beyond'),
        ('1-999999', 'is beyond'),
        ('1-9999999', 'names no episodes'),
    ],
)
def test_what_is_no_set_of_episodes(written: str | list[str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        EpisodeRanges.parse(written)


@settings(deadline=None)
@given(st.sets(st.integers(1, 60), min_size=1))
def test_what_is_shown_can_be_read_again(numbers: set[int]) -> None:
    scope = EpisodeRanges.parse(map(str, numbers))
    assert list(scope) == sorted(numbers)
    assert EpisodeRanges.parse(str(scope)) == scope
    within = [number for a, b in scope.ranges for number in range(a, b + 1)]
    assert within == sorted(numbers)
    assert all(b + 1 < a for (_, b), (a, _) in zip(scope.ranges, scope.ranges[1:], strict=False))
