"""Words for evidence and agreement, and the test for a trend."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, permutations
from statistics import NormalDist
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from criticwiki.model.judgements import Stance
from criticwiki.panels.common import Agreement, Evidence, Tally, Trend, kendall

if TYPE_CHECKING:
    from collections.abc import Sequence


@pytest.mark.parametrize(
    ('critics', 'word'),
    [(0, 'none'), (1, 'single'), (2, 'limited'), (3, 'medium'), (4, 'medium'), (5, 'robust'),
     (6, 'robust'), (100, 'robust')],
)  # fmt: skip
def test_evidence(critics: int, word: str) -> None:
    assert Evidence.of(critics) == word
    assert Tally(critics, 0, 0).evidence == word
    assert Tally(0, critics, 0).evidence == word


@pytest.mark.parametrize(
    ('counts', 'word'),
    [
        ((0, 0, 0), None),
        ((1, 0, 0), None),
        ((0, 0, 1), None),
        ((2, 0, 0), 'high'),
        ((0, 2, 0), 'high'),
        ((0, 0, 2), 'high'),
        ((1, 1, 0), 'low'),
        ((1, 0, 1), 'low'),
        ((2, 1, 0), 'medium'),
        ((1, 1, 1), 'low'),
        ((3, 1, 0), 'medium'),
        ((2, 1, 1), 'low'),
        ((2, 2, 0), 'low'),
        ((0, 4, 1), 'high'),
        ((1, 0, 4), 'high'),
        ((3, 1, 1), 'medium'),
        ((79, 21, 0), 'medium'),
        ((80, 20, 0), 'high'),
        ((51, 49, 0), 'medium'),
        ((50, 50, 0), 'low'),
    ],
)
def test_agreement(counts: tuple[int, int, int], word: str | None) -> None:
    assert Tally(*counts).agreement == word


@pytest.mark.parametrize(
    ('counts', 'split'),
    [((0, 0, 0), 0), ((3, 2, 0), 0), ((0, 2, 3), 0), ((3, 0, 1), 1), ((2, 5, 4), 2)],
)
def test_how_wide_critics_are_split(counts: tuple[int, int, int], split: int) -> None:
    assert Tally(*counts).split == split


def test_counting_stances() -> None:
    praise, mixed, criticism = Stance
    stances = iter([praise, criticism, praise, mixed, praise, mixed])
    assert Tally.of(stances) == Tally(praise=3, mixed=2, criticism=1)
    assert Tally.of([]).discussing == 0
    assert Tally(3, 2, 1).discussing == 6


@settings(deadline=None)
@given(st.lists(st.sampled_from(list(Stance)), max_size=12))
def test_a_tally_knows_no_order(stances: list[Stance]) -> None:
    tally = Tally.of(stances)
    assert Tally.of(sorted(stances)) == tally
    assert tally.discussing == len(stances)
    assert (tally.agreement is None) == (len(stances) < 2)
    assert tally.agreement in {None, *Agreement}


# -- trend ------------------------------------------------------------------------------


def trend(values: Sequence[float]) -> Trend:
    found = kendall([Fraction(value) for value in values])
    assert found is not None
    return found


@pytest.mark.parametrize(
    ('values', 'tau', 'p'),
    [
        # scipy.stats.kendalltau(..., method='asymptotic') of SciPy 1.17
        ([3, 3.5, 3.5, 3.5, 2.5, 3, 2.5, 3, 3, 3, 3.5, 3, 2.5],
         -0.24653342054454624, 0.28931483238198774),
        ([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5], 0.30510802855858954, 0.20495706812150782),
        # exact: 1, 5, 14 and 29 of 720 orders of six have 0, 1, 2 and 3 inversions
        ([1, 2, 3, 4, 5], 1.0, 2 / 120),
        ([1, 2, 3, 4, 5, 6, 7, 8], 1.0, 2 / 40320),
        ([1, 2, 4, 3, 5, 6], 13 / 15, 2 * 6 / 720),
        ([1, 4, 3, 2, 5, 6], 9 / 15, 2 * 49 / 720),
    ],
)  # fmt: skip
def test_known_values(values: list[float], tau: float, p: float) -> None:
    found = trend(values)
    assert found.tau == pytest.approx(tau, abs=1e-12)
    assert found.p == pytest.approx(p, abs=1e-12)


def test_the_oracle_claims_no_trend() -> None:
    found = trend([3, 3.5, 3.5, 3.5, 2.5, 3, 2.5, 3, 3, 3, 3.5, 3, 2.5])
    assert (round(found.tau, 3), round(found.p, 3)) == (-0.247, 0.289)
    assert not found.significant


def test_what_is_significant() -> None:
    assert trend([1, 2, 3, 4, 5]).significant
    assert not trend([1, 2, 4, 3, 6, 5]).significant  # 0.056; 0.039 in the normal approximation
    assert not Trend(1.0, 0.05).significant
    assert Trend(-1.0, 0.0499).significant


ALIKE: Final[list[list[int]]] = [[], [1], [1, 2], [2, 1], [3, 3, 3], [4] * 13]
TOO_FEW: Final = [[1, 2, 3], [1, 1, 2], [4, 3, 2, 1], [7, 7, 7, 8], [1, 1, 1, 1, 2], [1] * 30 + [2]]
"""No order of these would be significant: the best are two of n! / t!, and 2 / 24 for four."""


@pytest.mark.parametrize('values', [*ALIKE, *TOO_FEW])
def test_where_nothing_can_be_said(values: list[int]) -> None:
    assert kendall([Fraction(value) for value in values]) is None


SERIES = st.lists(st.integers(0, 6), min_size=5, max_size=12).filter(
    lambda values: kendall([Fraction(value) for value in values]) is not None
)


@settings(deadline=None)
@given(SERIES)
def test_tau_by_counting_pairs(values: list[int]) -> None:
    pairs = list(combinations(values, 2))
    rising = sum(a < b for a, b in pairs)
    falling = sum(a > b for a, b in pairs)
    tau = (rising - falling) / ((rising + falling) * len(pairs)) ** 0.5
    assert trend(values).tau == pytest.approx(tau)
    assert -1 - 1e-9 <= trend(values).tau <= 1 + 1e-9
    assert 0 <= trend(values).p <= 1


@settings(deadline=None)
@given(SERIES)
def test_a_series_backwards_has_the_opposite_trend(values: list[int]) -> None:
    forth, back = trend(values), trend(values[::-1])
    assert forth.tau == pytest.approx(-back.tau)
    assert forth.p == pytest.approx(back.p)
    assert trend([10 * value + 3 for value in values]) == forth


def difference(order: Sequence[int]) -> int:
    return sum((b > a) - (b < a) for a, b in combinations(order, 2))


@pytest.mark.parametrize(
    'values', [[1, 2, 3, 4, 5, 6], [1, 3, 1, 2, 3, 4], [1, 1, 2, 1, 5, 2], [7, 5, 6, 4, 3, 2, 1]]
)
def test_few_scores_are_compared_with_all_their_orders(values: list[int]) -> None:
    scores = [abs(difference(order)) for order in permutations(values)]
    extreme = sum(score >= abs(difference(values)) for score in scores)
    assert trend(values).p == pytest.approx(extreme / len(scores), abs=1e-12)


def test_the_variance_is_that_of_all_orders() -> None:
    """The spread of S over every order of ten values is what its probability rests on."""
    orders = []
    for one, other in permutations(range(10), 2):
        order = [1] * 10
        order[one], order[other] = 2, 5
        orders.append(order)
    variance = sum(difference(order) ** 2 for order in orders) / len(orders)
    values = [1, 1, 1, 1, 1, 2, 1, 1, 5, 1]
    chance = 2 * (1 - NormalDist().cdf(abs(difference(values)) / variance**0.5))
    assert trend(values).p == pytest.approx(chance, abs=1e-9)
