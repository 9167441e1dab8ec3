"""Partial dates: read as far as they are known, sorted, and refused where they cannot be."""

from __future__ import annotations

import datetime as dt
import pickle

import pytest

from criticwiki.model.dates import PartialDate
from criticwiki.panels.components import date_text


@pytest.mark.parametrize(
    ('text', 'shown', 'first'),
    [
        ('2014', '2014', dt.date(2014, 1, 1)),
        ('2014-05', 'May 2014', dt.date(2014, 5, 1)),
        ('2014-05-31', '31 May 2014', dt.date(2014, 5, 31)),
        ('1963-11', 'November 1963', dt.date(1963, 11, 1)),
    ],
)
def test_a_date_is_shown_as_far_as_it_is_known(text: str, shown: str, first: dt.date) -> None:
    date = PartialDate.parse(text)
    assert str(date) == text
    assert date_text(text) == shown
    assert date.first_day == first
    assert date.is_whole == (len(text) == 10)
    assert pickle.loads(pickle.dumps(date)) == date


@pytest.mark.parametrize(
    'text', ['2014-5', '14', '0000', '2014-13', '2014-00', '2014-02-30', '2014-05-00', 'May 2014']
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r'\w'):
        PartialDate.parse(text)


@pytest.mark.parametrize(
    ('one', 'other', 'sure'),
    [
        ('2013', '2014', True),
        ('2014', '2014-05', False),
        ('2014-05', '2014', False),
        ('2014-05', '2014-05-01', False),
        ('2014-04-30', '2014-05', True),
        ('2014-05-01', '2014-05-02', True),
        ('2014-05-02', '2014-05-02', False),
    ],
)
def test_a_date_is_before_another_only_where_that_is_sure(one: str, other: str, sure: bool) -> None:
    assert PartialDate.parse(one).is_surely_before(PartialDate.parse(other)) is sure


def test_what_is_less_known_comes_first() -> None:
    """A year stands before its months, a month before its days."""
    texts = ['2014-05-01', '2013', '2014', '2014-05', '2013-12-31', '2014-01']
    ordered = sorted(texts, key=PartialDate.parse)
    assert ordered == ['2013', '2013-12-31', '2014', '2014-01', '2014-05', '2014-05-01']
