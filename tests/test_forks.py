"""Calls that forks of this process share, as if this one made them all."""

from __future__ import annotations

import pytest

from criticwiki.forks import available_processes, forked_map


@pytest.mark.parametrize('processes', [1, 2])
def test_results_are_in_the_order_of_the_items(processes: int) -> None:
    factor = 3
    assert forked_map(lambda item: item * factor, range(200), processes) == [*range(0, 600, 3)]
    assert forked_map(str, [], processes) == []


@pytest.mark.parametrize('processes', [1, 2])
def test_an_exception_of_a_call_is_raised_here(processes: int) -> None:
    with pytest.raises(ZeroDivisionError):
        forked_map(lambda item: 1 // (item - 70), range(200), processes)


def test_there_is_a_process() -> None:
    assert 1 <= available_processes() <= 8
