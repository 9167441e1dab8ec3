"""Printed scores: read in every notation, kept as printed, exact until they are shown."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from criticwiki.model.scores import (
    LETTERS,
    Notations,
    Scale,
    Score,
    decimals,
    exact_decimal,
    mean,
    median,
    rounded,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

NOTATIONS = Notations()
DECLARED = Notations(
    scales=(
        Scale('points', unit='points', best=Fraction(20)),
        Scale(
            'thumbs', steps={'Thumbs up': Fraction(100), 'so-so': Fraction(50), 'B': Fraction(9)}
        ),
        Scale('of forty', unit='pts', best=Fraction(40)),
    )
)


@pytest.mark.parametrize(
    ('printed', 'value', 'best', 'common'),
    [
        ('7.2/10', '7.2', 10, '72'),
        ('7.2/10.0', '7.2', 10, '72'),
        ('7.20/10', '7.2', 10, '72'),
        ('3.5/5', '3.5', 5, '70'),
        ('6 / 10', '6', 10, '60'),
        ('0/5', '0', 5, '0'),
        ('5/5', '5', 5, '100'),
        ('2/3', '2', 3, '200/3'),
        ('80%', '80', 100, '80'),
        ('82.5 %', '82.5', 100, '82.5'),
        ('0%', '0', 100, '0'),
        ('B+', '83', 100, '83'),
        ('A', '100', 100, '100'),
        ('A-', '91', 100, '91'),
        ('A\u2212', '91', 100, '91'),
        ('A\u2013', '91', 100, '91'),
        ('F', '0', 100, '0'),
        ('★★★½', '3.5', 5, '70'),
        ('★★★', '3', 5, '60'),
        ('★★★★★', '5', 5, '100'),
        ('★★★☆☆', '3', 5, '60'),
        ('★★★½☆', '3.5', 5, '70'),
        ('☆☆☆☆☆', '0', 5, '0'),
        ('★★★★★★★☆☆☆', '7', 10, '70'),
        ('½', '0.5', 5, '10'),
        ('3.5 stars', '3.5', 5, '70'),
        ('3½ stars', '3.5', 5, '70'),
        ('½ stars', '0.5', 5, '10'),
        ('1 star', '1', 5, '20'),
    ],
)
def test_notations(printed: str, value: str, best: int, common: str) -> None:
    score = NOTATIONS.parse(printed)
    assert score == Score(printed, Fraction(value), Fraction(best))
    assert score.common == Fraction(common)
    assert str(score) == printed


def test_the_thirteen_letters() -> None:
    steps = ['A+', 'A', 'A-', 'B+', 'B', 'B-', 'C+', 'C', 'C-', 'D+', 'D', 'D-', 'F']
    worths = [100, 100, 91, 83, 75, 67, 58, 50, 42, 33, 25, 16, 0]
    assert list(LETTERS.items()) == list(zip(steps, worths, strict=True))
    assert [NOTATIONS.parse(step).common for step in steps] == worths


@pytest.mark.parametrize('printed', ['E', 'a', 'b+', 'A++', 'F+', 'B +'])
def test_no_other_letters(printed: str) -> None:
    with pytest.raises(ValueError, match='no known notation'):
        NOTATIONS.parse(printed)


def test_letters_may_be_worth_something_else() -> None:
    letters = Notations(letters={'A': 95, 'S': 100, 'C': 72.5})
    assert letters.parse('A').common == 95
    assert letters.parse('S').common == 100
    assert letters.parse('C').common == Fraction('72.5')
    with pytest.raises(ValueError, match='no known notation'):
        letters.parse('B')


@pytest.mark.parametrize(
    ('printed', 'value', 'best'),
    [
        ('17 points', '17', 20),
        ('17points', '17', 20),
        ('16.5 points', '16.5', 20),
        ('30 pts', '30', 40),
        ('so-so', '50', 100),
        ('Thumbs up', '100', 100),
        ('B', '9', 100),
        ('B+', '83', 100),
        ('4/5', '4', 5),
    ],
)
def test_declared_scales(printed: str, value: str, best: int) -> None:
    assert DECLARED.parse(printed) == Score(printed, Fraction(value), Fraction(best))


@pytest.mark.parametrize('printed', ['17 points', 'so-so'])
def test_scales_that_nobody_declared(printed: str) -> None:
    with pytest.raises(ValueError, match='declare its scale'):
        NOTATIONS.parse(printed)


@pytest.mark.parametrize(
    'printed',
    ['', ' ', '7', '7.2', '7,2/10', '-1/10', '+1/10', '1/10/10', '1e1/10', '7/', '/10', '.5/5',
     '5./5', 'seven/10', '80 percent', '%', '-5%', 'stars', '3.5', '3.5stars', '★★ stars',
     '★½½', '½★', '☆★', '★ ★', 'good', 'points', 'B+/A', '7/10!'],
)  # fmt: skip
def test_no_notation(printed: str) -> None:
    with pytest.raises(ValueError, match='no known notation') as caught:
        DECLARED.parse(printed)
    assert repr(printed) in str(caught.value)


@pytest.mark.parametrize(
    ('printed', 'best'),
    [('11/10', '10'), ('5.1/5', '5'), ('100.01%', '100'), ('★★★★★★', '5'), ('★★★★★½', '5'),
     ('5.5 stars', '5'), ('21 points', '20'), ('8/7.5', '7.5')],
)  # fmt: skip
def test_more_than_the_scale_has(printed: str, best: str) -> None:
    with pytest.raises(ValueError, match=f'; {best} is the best'):
        DECLARED.parse(printed)


@pytest.mark.parametrize('printed', ['0/0', '7/0', '1/0.0'])
def test_out_of_nothing(printed: str) -> None:
    with pytest.raises(ValueError, match='out of nothing'):
        NOTATIONS.parse(printed)


def test_white_space_around_is_no_part_of_it() -> None:
    assert NOTATIONS.parse(' 7.20/10 \n').printed == '7.20/10'


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
     ('0.25', '0.25'), ('7.123456', '7.123456'), ('123456.5', '123456.5'), ('0.00001', '0.00001')],
)  # fmt: skip
def test_plain_figures_are_exact(value: str, text: str) -> None:
    assert exact_decimal(Fraction(value)) == text


# -- properties -------------------------------------------------------------------------

PROPERTY = settings(deadline=None)
FIGURES = st.fractions(0, 100, max_denominator=1000)


@st.composite
def out_of(draw: st.DrawFn) -> str:
    best = draw(st.decimals(min_value='0.001', max_value=999, places=3))
    value = draw(st.decimals(min_value=0, max_value=best, places=3))
    return f'{value}/{best}'


@st.composite
def stars(draw: st.DrawFn) -> str:
    drawn = draw(st.integers(0, 4))
    half = draw(st.sampled_from(['', '½']))
    hollow = '☆' * (5 - drawn - len(half)) if draw(st.booleans()) else ''
    return ('★' * drawn + half + hollow) or '★'


PRINTED = st.one_of(
    out_of(),
    stars(),
    st.decimals(min_value=0, max_value=100, places=2).map(lambda value: f'{value}%'),
    st.decimals(min_value=0, max_value=5, places=1).map(lambda value: f'{value} stars'),
    st.decimals(min_value=0, max_value=20, places=1).map(lambda value: f'{value} points'),
    st.sampled_from([*LETTERS, 'Thumbs up', 'so-so']),
)


@PROPERTY
@given(PRINTED)
def test_a_score_is_within_0_and_100_and_shown_as_printed(printed: str) -> None:
    score = DECLARED.parse(printed)
    assert 0 <= score.common <= 100
    assert 0 <= score.value <= score.best
    assert score.printed == printed
    assert score.common * score.best == 100 * score.value


@PROPERTY
@given(st.text(max_size=12) | st.text('0123456789./%★½☆ABF+-stars ', max_size=12))
def test_any_text_is_a_score_or_is_refused(text: str) -> None:
    try:
        score = NOTATIONS.parse(text)
    except ValueError:
        return
    assert 0 <= score.common <= 100
    assert score.printed == text.strip()


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
