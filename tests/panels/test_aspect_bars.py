"""Aspects as bars: who is counted, in which order, and how many marks stand for many critics."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from small_wiki import page, review, wiki

from criticwiki.panels.aspect_bars import aspect_bars, draw_bars, marks_of
from criticwiki.panels.common import MAX_NAMED
from criticwiki.panels.elements import text_of

CRITICS = (
    review('ann', author='Ann', aspects='{story: {stance: criticism, says: x}}'),
    review(
        'bob',
        author='Bob',
        aspects='{story: {stance: mixed, says: x}, finale: {stance: praise, says: x}}',
    ),
    review('cat', author='Cat', covers='1-3', aspects='{story: {stance: criticism, says: x}}'),
    review('dan', author='Dan', covers='1-3'),
)


def test_nobody_is_left_out_of_a_bar() -> None:
    corpus = wiki(*CRITICS)
    drawn, undiscussed = draw_bars(aspect_bars(corpus))
    rows = [' '.join(text_of(item).split()) for item in drawn.children]
    assert rows == [
        'finale 1 praise, 1 silent, 2 had not seen it',
        'story 1 mixed, 2 criticise, 1 silent',
    ]
    assert text_of(undiscussed) == 'Discussed by no critic: music.'


def test_an_aspect_leads_to_the_page_that_tells_of_it() -> None:
    assert [row.place for row in aspect_bars(wiki(*CRITICS)).rows] == [None, None]
    table = page('consensus', panels=(('consensus', 'matrix'),))
    for row in aspect_bars(wiki(*CRITICS, table)).rows:
        assert row.place is not None
        assert row.place[0] == 'consensus'


def test_without_a_stance_there_are_no_bars() -> None:
    assert draw_bars(aspect_bars(wiki(review('ann')))) == []


@settings(deadline=None)
@given(st.lists(st.integers(0, 300), min_size=5, max_size=5))
def test_marks_stand_for_all_counts(counts: list[int]) -> None:
    marks = marks_of(counts)
    assert sum(marks) == min(sum(counts), MAX_NAMED)
    assert [mark > 0 for mark in marks] == [count > 0 for count in counts]
    pairs = sorted(zip(counts, marks, strict=True))
    assert [mark for _count, mark in pairs] == sorted(marks)
