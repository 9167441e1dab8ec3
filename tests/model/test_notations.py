"""Printed scores: read as critics print them, kept as printed, refused where in doubt."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from criticwiki.config import notations_of
from criticwiki.model.json_schema import front_matter_schema
from criticwiki.model.notations import LETTERS, Notations, Scale, ScoreError

TABLE = Path(__file__).with_name('printed_scores.txt')
NOTATIONS = Notations()
FIVE_STARS = Notations(stars=Fraction(5))
DECLARED = Notations(
    scales=(
        Scale('points', unit='points', best=Fraction(20)),
        Scale(
            'thumbs', steps={'Thumbs up': Fraction(100), 'so-so': Fraction(50), 'B': Fraction(9)}
        ),
        Scale('of forty', unit='pts', best=Fraction(40)),
    )
)


class Row(NamedTuple):
    """One line of the table."""

    printed: str
    scale: str
    expected: str


def rows() -> list[Row]:
    lines = TABLE.read_text('utf-8').splitlines()
    cells = (line.split('|') for line in lines if line and not line.startswith('#'))
    return [Row(*(cell.strip() for cell in row)) for row in cells]


ROWS = rows()
READ = [row for row in ROWS if row.expected != 'refused']
REFUSED = [row for row in ROWS if row.expected == 'refused']


def scale_of(row: Row) -> Scale | None:
    return NOTATIONS.scale(row.scale) if row.scale else None


def ids(chosen: list[Row]) -> list[str]:
    return [f'{row.printed} on {row.scale}' if row.scale else row.printed for row in chosen]


@pytest.mark.parametrize('row', READ, ids=ids(READ))
def test_scores_that_are_read(row: Row) -> None:
    score = NOTATIONS.parse(row.printed, scale_of(row))
    value, best = map(Fraction, row.expected.split('/'))
    assert (score.value, score.best) == (value, best)
    assert score.common == 100 * value / best
    assert str(score) == score.printed == row.printed


@pytest.mark.parametrize('row', REFUSED, ids=ids(REFUSED))
def test_scores_that_are_refused_with_a_cure(row: Row) -> None:
    with pytest.raises(ScoreError) as caught:
        NOTATIONS.parse(row.printed, scale_of(row))
    message = str(caught.value)
    assert repr(row.printed) in message
    cures = ['{printed: ', 'scale', 'leave it out', 'out of nothing']
    assert any(cure in message for cure in cures), message


def test_the_table_has_what_critics_print() -> None:
    assert len({(row.printed, row.scale) for row in ROWS}) == len(ROWS) > 150


# -- what nothing states --------------------------------------------------------------------


@pytest.mark.parametrize(
    ('printed', 'readings'),
    [
        ('3.5 stars', 'of 4 it is 88, of 5 it is 70 on 0 to 100'),
        ('★★★½', 'of 4 it is 88, of 5 it is 70 on 0 to 100'),
        ('***', 'of 4 it is 75, of 5 it is 60 on 0 to 100'),
        ('4.5 stars', ': of 5 it is 90 on 0 to 100'),
        ('7 stars', ': of 10 it is 70, of 100 it is 7 on 0 to 100'),
        ('8', ': of 10 it is 80, of 100 it is 8 on 0 to 100'),
        ('3 1/2', 'of 5 it is 70, of 10 it is 35, of 100 it is 4 on 0 to 100'),
    ],
)
def test_the_readings_of_a_score_without_a_scale_are_shown(printed: str, readings: str) -> None:
    with pytest.raises(ScoreError) as caught:
        NOTATIONS.parse(printed)
    assert readings in str(caught.value)
    assert "'scale: " in str(caught.value)
    assert 'criticwiki_outlet_scales' in str(caught.value)
    assert caught.value.wanted


@pytest.mark.parametrize(
    ('printed', 'value', 'best'),
    [('3.5 stars', '3.5', 5), ('★★★½', '3.5', 5), ('***', '3', 5), ('zero stars', '0', 5),
     ('★★★☆', '3', 4), ('3.5 of 4 stars', '3.5', 4)],
)  # fmt: skip
def test_a_wiki_may_say_how_many_stars_there_are(printed: str, value: str, best: int) -> None:
    score = FIVE_STARS.parse(printed)
    assert (score.value, score.best) == (Fraction(value), best)
    four = notations_of({}, {'stars': {'unit': 'stars', 'best': 4}})
    assert four.parse('★★★½').common == four.parse('3.5 stars').common == Fraction('87.5')


def test_what_a_review_states_comes_before_what_the_wiki_says() -> None:
    assert FIVE_STARS.parse('3.5 stars', FIVE_STARS.scale('4 stars')).best == 4
    with pytest.raises(ScoreError, match='5 is the best'):
        FIVE_STARS.parse('6 stars')
    with pytest.raises(ScoreError, match="5 stars' is more than its scale has"):
        FIVE_STARS.parse('5 stars', FIVE_STARS.scale('4 stars'))


def test_the_readings_of_a_contradiction_are_told() -> None:
    with pytest.raises(ScoreError) as caught:
        NOTATIONS.parse('3/4', NOTATIONS.scale('5 stars'))
    assert str(caught.value) == (
        "'3/4' is out of 4, but the stated scale is '5 stars'; correct one of them, or write"
        ' {printed: "3/4", value: 3, best: 4}'
    )


# -- letters, and what conf.py declares ------------------------------------------------------


def test_the_thirteen_letters() -> None:
    steps = ['A+', 'A', 'A-', 'B+', 'B', 'B-', 'C+', 'C', 'C-', 'D+', 'D', 'D-', 'F']
    worths = [100, 100, 91, 83, 75, 67, 58, 50, 42, 33, 25, 16, 0]
    assert list(LETTERS.items()) == list(zip(steps, worths, strict=True))
    assert [NOTATIONS.parse(step).common for step in steps] == worths


def test_letters_may_be_worth_something_else() -> None:
    letters = Notations(letters={'A': 95, 'S': 100, 'C': 72.5, 'F+': 12, 'E': 8})
    worths = {'A': 95, 's': 100, 'C': Fraction('72.5'), 'F+': 12, 'f +': 12, 'E': 8}
    assert {step: letters.parse(step).common for step in worths} == worths
    with pytest.raises(ScoreError, match=r"'B' is no letter grade of this wiki \(A, S, C, F\+, E"):
        letters.parse('B')


def test_two_grades_in_one() -> None:
    with pytest.raises(ScoreError, match=r'two grades; .*\{printed: "B\+/A-", value: …'):
        NOTATIONS.parse('B+/A-')


@pytest.mark.parametrize(
    ('printed', 'value', 'best'),
    [
        ('17 points', '17', 20),
        ('17points', '17', 20),
        ('16.5 points', '16.5', 20),
        ('1 point', '1', 20),
        ('30 pts', '30', 40),
        ('so-so', '50', 100),
        ('Thumbs up', '100', 100),
        ('thumbs up', '100', 100),
        ('B', '9', 100),
        ('B+', '83', 100),
        ('4/5', '4', 5),
    ],
)
def test_declared_scales(printed: str, value: str, best: int) -> None:
    score = DECLARED.parse(printed)
    assert (score.printed, score.value, score.best) == (printed, Fraction(value), best)


def test_a_review_may_name_a_declared_scale() -> None:
    thumbs = DECLARED.scale('thumbs')
    assert DECLARED.parse('so-so', thumbs).common == 50
    with pytest.raises(ScoreError, match="'8/10' is out of 10, but the stated scale is 'thumbs'"):
        DECLARED.parse('8/10', thumbs)
    assert DECLARED.parse('30', DECLARED.scale('of forty')).common == 75


def test_bare_numbers_may_be_declared() -> None:
    bare = notations_of({}, {'points': {'unit': '', 'best': 10}})
    assert bare.parse('8').common == 80
    assert bare.parse('8,5').common == 85
    assert bare.parse('4/5').common == 80
    with pytest.raises(ScoreError, match='10 is the best'):
        bare.parse('48.64')
    assert bare.parse('48.64', bare.scale('100')).common == Fraction('48.64')


@pytest.mark.parametrize(
    ('settings_', 'message'),
    [
        (
            ({}, {'a': {'unit': '', 'best': 10}, 'b': {'unit': '', 'best': 5}}),
            "'a' and 'b' have no",
        ),
        (({}, {'a': {'unit': 'star', 'best': 4}, 'b': {'unit': 'stars', 'best': 5}}), 'the unit'),
        (({}, {'a': {'unit': 'x', 'best': 0}}), 'more than 0'),
        (({}, {'a': {'steps': {'up': 101}}}), "'up' must be 0 to 100"),
        (({}, {'a': {'unit': 'x'}}), "{'unit': '', 'best': 10} for bare numbers"),
        (({}, {}, 0), 'criticwiki_stars must be'),
        (({}, {}, '5'), 'criticwiki_stars must be'),
        (({}, {}, None, {'Buoy Post': 'lots'}), "criticwiki_outlet_scales: 'lots' is no scale"),
    ],
)
def test_settings_that_cannot_be_used(settings_: tuple[Any, ...], message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        notations_of(*settings_)


# -- scales that a review or an outlet states -------------------------------------------------


@pytest.mark.parametrize(
    ('text', 'best', 'unit', 'worst'),
    [
        ('4 stars', 4, 'stars', None),
        ('four stars', 4, 'stars', None),
        ('4-star', 4, 'star', None),
        ('★★★★', 4, 'stars', None),
        ('****', 4, 'stars', None),
        ('out of 4 stars', 4, 'stars', None),
        ('10', 10, '', None),
        ('/10', 10, '', None),
        ('10 points', 10, 'points', None),
        ('12 Tamales', 12, 'tamales', None),
        ('2 thumbs up', 2, 'thumbs up', None),
        ('1-10', 10, '', 1),
        ('1–5 stars', 5, 'stars', 1),
        ('0 to 100', 100, '', 0),
        ('100%', 100, '%', None),
        ('percent', 100, '%', None),
    ],
)
def test_stated_scales(text: str, best: int, unit: str, worst: int | None) -> None:
    assert NOTATIONS.scale(text) == Scale(text, unit=unit, best=Fraction(best), worst=worst)


@pytest.mark.parametrize('text', ['stars', 'lots', '0', '0 stars', '10-1', '5/5', '-4', 'thumbs'])
def test_no_scale(text: str) -> None:
    with pytest.raises(ScoreError, match=f'{text!r} is '):
        NOTATIONS.scale(text)


def test_the_worst_is_kept_where_the_scale_states_it() -> None:
    assert NOTATIONS.parse('7', NOTATIONS.scale('1-10')).worst == 1
    assert NOTATIONS.parse('7', NOTATIONS.scale('10')).worst is None
    assert NOTATIONS.parse('7/10').worst is None


def test_outlets_and_critics_have_scales_by_name() -> None:
    outlets = {'Buoy Post': '4 stars', 'Ann Hale': 10}
    notations = notations_of(LETTERS, {}, None, outlets)
    by_name = [notations.scale_of(names) for names in (['Ann  Hale', 'Buoy Post'], ['buoy post'])]
    assert [scale and scale.best for scale in by_name] == [10, 4]
    assert notations.scale_of(['Signal Box']) is None
    with pytest.raises(ScoreError, match=r"in conf.py: criticwiki_outlet_scales\['Buoy Post'\]"):
        notations.parse('8/10', by_name[1])


# -- properties -------------------------------------------------------------------------------

PROPERTY = settings(deadline=None)
SCALES = st.sampled_from([None, '4 stars', '5', '10 points', '1-10', '12 lamps', '%', 'letters'])
FRAGMENTS = st.sampled_from(
    ['3', '10', '0', '7.5', '8,5', '½', '1/2', '3 1/2', '★', '★★★', '☆', '*', '⭐', ' ', '/',
     ' of ', ' out of ', '%', ' percent', 'stars', ' star', ' lamps', 'lamp ', 'three',
     ' and a half', 'B', '+', '-', '−', ' plus', '８', '／', '(', ')', '.', ',', 'half a ', 'zero',
     'E', '\ufe0f']
)  # fmt: skip
TEXTS = st.lists(FRAGMENTS, min_size=1, max_size=6).map(''.join) | st.text(max_size=12)
VALIDATORS: dict[str | None, Draft202012Validator] = {}


def is_valid(printed: str, scale: str | None) -> bool:
    """Whether the JSON Schema takes a review with this score and this scale."""
    if scale not in VALIDATORS:
        VALIDATORS[scale] = Draft202012Validator(front_matter_schema('review'))
    review = {'headline': 'x', 'outlet': None, 'author': None, 'url': None, 'published': None}
    stated = {} if scale is None else {'scale': scale}
    return VALIDATORS[scale].is_valid(
        {'review': {**review, 'covers': 1, **stated, 'score': printed}}
    )


@settings(deadline=None, max_examples=400)
@given(TEXTS, SCALES)
@example('3 1/2 stars', '4 stars')
@example('☆', '1-10')
@example('\ufe0f3', '4 stars')
def test_any_text_is_a_score_or_is_refused(text: str, scale: str | None) -> None:
    stated = NOTATIONS.scale(scale) if scale else None
    try:
        score = NOTATIONS.parse(text, stated)
    except ScoreError:
        return
    assert 0 <= score.value <= score.best
    assert 0 <= score.common <= 100
    assert score.printed == text.strip()
    assert score == Notations().parse(text, stated)
    assert is_valid(text, scale), 'a program that reads the schema would refuse it'


@PROPERTY
@given(
    st.decimals(0, 999, places=3), st.decimals('0.001', 999, places=3), st.sampled_from(['.', ','])
)
def test_a_ratio_is_what_it_says(value: object, best: object, point: str) -> None:
    value, best = sorted([Fraction(str(value)), Fraction(str(best))])
    printed = f'{float(value):.2f}/{float(best):.2f}'.replace('.', point)
    numbers = [Fraction(part.replace(point, '.')) for part in printed.split('/')]
    if numbers[1] and numbers[0] <= numbers[1]:
        score = NOTATIONS.parse(printed)
        assert [score.value, score.best] == numbers


@PROPERTY
@given(st.integers(0, 6), st.booleans(), st.integers(0, 6))
def test_hollow_stars_state_the_scale(full: int, half: bool, hollow: int) -> None:
    printed = '★' * full + '½' * half + '☆' * hollow
    if hollow and full + half:
        score = NOTATIONS.parse(printed)
        assert score.best == full + half + hollow
        assert score.value == full + Fraction(half, 2)
    else:
        with pytest.raises(ScoreError):
            NOTATIONS.parse(printed)


@pytest.mark.parametrize('row', READ, ids=ids(READ))
def test_the_schema_takes_what_is_read(row: Row) -> None:
    assert is_valid(row.printed, row.scale or None)


OPEN = [
    row
    for row in READ
    if row.scale and row.scale != 'letters' and not row.printed.startswith(('B', '7/', '1/2'))
]


@pytest.mark.parametrize('row', OPEN[:20], ids=ids(OPEN[:20]))
def test_the_schema_refuses_an_open_score_without_a_scale(row: Row) -> None:
    assert not is_valid(row.printed, None)
