"""Scores as numbers: exact until they are shown, means, medians and rounding."""

from __future__ import annotations

import pickle
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from criticwiki.model.scores import Score, decimals, exact_decimal, mean, median, rounded

if TYPE_CHECKING:
    from collections.abc import Iterable


@pytest.mark.parametrize('worst', [None, Fraction(1)])
def test_pickled_scores_are_shared(worst: Fraction | None) -> None:
    score = Score('3\u00bd stars', Fraction(7, 2), Fraction(4), worst)
    one, other = (pickle.loads(pickle.dumps(score)) for _ in range(2))
    assert one == score
    assert one is other


# -- means ------------------------------------------------------------------------------


def test_mean_and_median() -> None:
    episodes = [
        Fraction(v)
        for v in ['3', '3.5', '3.5', '3.5', '2.5', '3', '2.5', '3', '3', '3', '3.5', '3', '2.5']
    ]
    assert sum(episodes) == Fraction('39.5')
    assert rounded(mean(episodes), 5) == Decimal('3.038')
    assert median(episodes) == 3
    assert median([Fraction(4), Fraction(1), Fraction(3), Fraction(2)]) == Fraction('2.5')
    assert median([Fraction(9)]) == mean([Fraction(9)]) == 9


def test_a_mean_may_be_of_what_is_read_only_once() -> None:
    values: Iterable[Fraction] = (Fraction(v) for v in (1, 2))
    assert mean(values) == Fraction(3, 2)


def test_nothing_has_no_mean() -> None:
    with pytest.raises(ValueError, match='mean'):
        mean([])
    with pytest.raises(ValueError, match='median'):
        median([])


# -- rounding ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ('best', 'places'),
    [(100, 0), (1000, 0), (10, 2), (20, 2), (Fraction(199, 2), 2), (5, 3), (4, 3), (1, 3),
     (Fraction(19, 2), 3)],
)  # fmt: skip
def test_decimals_of_a_scale(best: Fraction | int, places: int) -> None:
    assert decimals(best) == places


@pytest.mark.parametrize(
    ('value', 'best', 'shown'),
    [
        ('0.5', 100, '1'),
        ('1.5', 100, '2'),
        ('2.5', 100, '3'),
        ('62.5', 100, '63'),
        ('62.49999', 100, '62'),
        ('-0.5', 100, '-1'),
        ('-2.5', 100, '-3'),
        ('-0.4', 100, '0'),
        ('100', 100, '100'),
        ('0', 100, '0'),
        ('7.2', 10, '7.2'),
        ('7.125', 10, '7.13'),
        ('7.135', 10, '7.14'),
        ('7.00', 10, '7'),
        ('10', 10, '10'),
        ('1/3', 10, '0.33'),
        ('3.0625', 5, '3.063'),
        ('26/9', 5, '2.889'),
        ('27/8', 5, '3.375'),
        ('-3.0625', 5, '-3.063'),
    ],
)
def test_halves_go_away_from_zero(value: str, best: int, shown: str) -> None:
    assert str(rounded(Fraction(value), best)) == shown


def test_rounded_is_on_the_common_scale_unless_told() -> None:
    assert rounded(Fraction('66.4')) == 66


@pytest.mark.parametrize(
    ('value', 'text'),
    [('5', '5'), ('7.5', '7.5'), ('10.0', '10'), ('0', '0'), ('100', '100'), ('1000000', '1000000'),
     ('0.25', '0.25'), ('7.123456', '7.123456'), ('123456.5', '123456.5'), ('0.00001', '0.00001'),
     ('10/3', '3.333333'), ('2/3', '0.666667')],
)  # fmt: skip
def test_plain_figures_are_exact(value: str, text: str) -> None:
    assert exact_decimal(Fraction(value)) == text


# -- properties -------------------------------------------------------------------------

PROPERTY = settings(deadline=None)
FIGURES = st.fractions(0, 100, max_denominator=1000)


@PROPERTY
@given(
    st.lists(FIGURES, min_size=1, max_size=6).flatmap(
        lambda values: st.tuples(st.just(values), st.permutations(values))
    )
)
def test_a_mean_lies_between_and_knows_no_order(
    orders: tuple[list[Fraction], list[Fraction]],
) -> None:
    values, shuffled = orders
    assert min(values) <= mean(values) <= max(values)
    assert min(values) <= median(values) <= max(values)
    assert mean(values) == mean(shuffled)
    assert median(values) == median(shuffled)


@PROPERTY
@given(st.fractions(-1000, 1000), st.sampled_from([4, 5, 10, 20, 100]))
def test_rounding_is_near_and_symmetric(value: Fraction, best: int) -> None:
    shown = rounded(value, best)
    step = Fraction(1, 10 ** decimals(best))
    assert abs(Fraction(shown) - value) <= step / 2
    assert (Fraction(shown) / step).denominator == 1
    assert rounded(-value, best) == -shown
    if abs(Fraction(shown) - value) == step / 2:
        assert abs(Fraction(shown)) > abs(value)


@PROPERTY
@given(st.decimals(min_value=0, max_value=999_999, places=6))
def test_plain_figures_can_be_read_again(value: Decimal) -> None:
    assert Fraction(exact_decimal(Fraction(value))) == Fraction(value)
