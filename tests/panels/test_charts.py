"""Where the marks of charts stand: all inside, in order, one for each score, labels apart."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_wiki import episode, review, wiki

from criticwiki.model.numbering import EpisodePlace
from criticwiki.panels.charts import (
    FONT_SIZE,
    MIN_WIDTH,
    RADIUS,
    Band,
    dot_plot,
    histogram,
    label_step,
    text_width,
    truncate,
    x_percent,
)
from criticwiki.panels.episode_scores import draw_episode_scores, episode_score_table
from criticwiki.panels.season_chart import (
    MAX_RANGES,
    SMALL,
    EpisodeRange,
    episode_ranges,
    season_lines,
    season_ranges,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.panels.season_chart import SeasonChart

worths = st.integers(0, 100).map(Decimal)
names = st.text(st.characters(codec='utf-8', exclude_categories=['C', 'Z']), min_size=1)
rows = st.lists(st.tuples(names, st.text('0123456789./', max_size=12), worths), max_size=12)


def at(number: int) -> EpisodePlace:
    """Place of an episode of a series with one season."""
    return EpisodePlace(number, within=number, until=number)


@st.composite
def parts(draw: st.DrawFn) -> list[EpisodeRange]:
    """Stretches of one episode or more, some without a score, some numbers left out."""
    made, number = [], 0
    for _index in range(draw(st.integers(2, MAX_RANGES))):
        number += draw(st.integers(1, 3))
        few = draw(st.integers(0, 400))
        known = sorted(draw(st.lists(worths, max_size=3)))
        ends = (known[len(known) // 2], known[0], known[-1]) if known else (None, None, None)
        made.append(EpisodeRange(at(number), at(number), 1, few, len(known), *ends, bool(known)))
    return made


@st.composite
def seasons(draw: st.DrawFn) -> tuple[list[EpisodeRange], list[dict[int, Decimal]]]:
    """Stretches, and what some critics give to some of them."""
    known = draw(parts())
    indices = st.integers(0, len(known) - 1)
    critics = draw(st.lists(st.dictionaries(indices, worths, min_size=1), max_size=6))
    return known, critics


# -- rows and columns ---------------------------------------------------------------------


@settings(deadline=None)
@given(rows, st.lists(names, max_size=12))
def test_rows_are_inside_and_in_order(
    given_rows: list[tuple[str, str, Decimal]], unscored: list[str]
) -> None:
    placed = dot_plot(given_rows, Band(0, 100, 50), unscored, 'no score')
    assert [row.x for row in placed.rows] == [x_percent(worth) for _n, _p, worth in given_rows]
    assert [row.printed for row in placed.rows] == [printed for _n, printed, _w in given_rows]
    assert all(0 <= row.x <= 100 for row in placed.rows)
    assert all(row.track + RADIUS <= placed.foot for row in placed.rows)
    heights = [height for row in placed.rows for height in (row.baseline, row.track)]
    heights += [placed.foot, *(baseline for _name, baseline in placed.unscored)]
    assert heights == sorted(set(heights))
    assert heights[-1] <= placed.height
    assert len(placed.unscored) == len(unscored)


@settings(deadline=None)
@given(rows)
def test_no_name_touches_its_score(given_rows: list[tuple[str, str, Decimal]]) -> None:
    for row in dot_plot(given_rows).rows:
        assert text_width(row.name, FONT_SIZE) + text_width(row.printed, FONT_SIZE) < MIN_WIDTH


@settings(deadline=None)
@given(names, st.integers(20, 300))
def test_what_is_cut_begins_alike(name: str, room: int) -> None:
    shown = truncate(name, FONT_SIZE, room)
    assert shown == name or (shown.endswith('…') and name.startswith(shown[:-1]))
    assert text_width(shown, FONT_SIZE) <= room


@settings(deadline=None)
@given(st.lists(worths, min_size=1, max_size=500))
def test_every_score_is_in_one_column(scores: list[Decimal]) -> None:
    placed = histogram(scores)
    assert sum(column.count for column in placed.columns) == len(scores)
    assert len(placed.columns) <= 10
    for column in placed.columns:
        inside = [worth for worth in scores if column.first <= worth <= column.last]
        assert len(inside) == column.count
        assert 0 <= column.x < column.x + column.width <= 100
        assert placed.top <= column.top < column.top + column.height <= placed.foot
    tallest = max(placed.columns, key=lambda column: column.height)
    assert tallest.count == max(column.count for column in placed.columns)


# -- the season ---------------------------------------------------------------------------


def check(placed: SeasonChart, known: list[EpisodeRange]) -> None:
    """What holds of every chart of a season."""
    slot = 100 / len(known)
    for (_i, at), (_j, after) in pairwise(placed.labels):
        widest = max(text_width(str(part.first), SMALL) for part in known)
        assert (after - at) * MIN_WIDTH / 100 > widest
    bars = placed.bars
    assert [bar.first for bar in bars] == [0, *(bar.last + 1 for bar in bars[:-1])]
    assert bars[-1].last == len(known) - 1
    for bar in bars:
        assert {part.fewest for part in known[bar.first : bar.last + 1]} == {bar.count}
        assert -1e-6 <= bar.x < bar.x + bar.width <= 100 + 1e-6
        assert placed.strip_title < bar.top <= bar.top + bar.height <= placed.height + 1e-6
        if bar.labelled:
            assert text_width(str(bar.count), SMALL) < bar.width * MIN_WIDTH / 100
    for line in placed.plot.lines:
        for dot in line.dots:
            assert dot.index * slot <= dot.x <= (dot.index + 1) * slot
            assert placed.plot.top <= dot.y <= placed.plot.top + placed.plot.height
        for run in line.runs:
            numbers = [known[dot.index].first.number for dot in run]
            assert numbers == list(range(numbers[0], numbers[0] + len(run)))
    assert placed.plot.top + placed.plot.height < placed.axis < placed.strip_title


@settings(deadline=None)
@given(seasons())
def test_a_mark_for_each_score(
    given_season: tuple[list[EpisodeRange], list[dict[int, Decimal]]],
) -> None:
    known, critics = given_season
    placed = season_lines(known, critics)
    check(placed, known)
    lines = placed.plot.lines
    assert [[dot.index for dot in line.dots] for line in lines] == [sorted(c) for c in critics]
    places = {(dot.x, dot.y) for line in lines for dot in line.dots}
    assert len(places) == sum(map(len, critics)), 'one mark hides another'
    for index in range(len(known)):
        down = {
            critic: dot.y
            for critic, line in enumerate(lines)
            for dot in line.dots
            if dot.index == index
        }
        by_worth = [critics[critic][index] for critic in sorted(down, key=down.__getitem__)]
        assert by_worth == sorted(by_worth, reverse=True)


@settings(deadline=None)
@given(parts())
def test_reaches_hold_their_mean(known: list[EpisodeRange]) -> None:
    placed = season_ranges(known)
    check(placed, known)
    (line,) = placed.plot.lines
    scored = [index for index, part in enumerate(known) if part.scores]
    assert [dot.index for dot in line.dots] == scored
    assert [reach.index for reach in placed.plot.ranges] == scored
    for dot, reach in zip(line.dots, placed.plot.ranges, strict=True):
        assert reach.x == dot.x
        assert reach.top <= dot.y <= reach.bottom


@settings(deadline=None)
@given(st.integers(1, 5000))
def test_steps_are_those_of_people(count: int) -> None:
    labels = [str(number) for number in range(1, count + 1)]
    step = label_step(labels, SMALL, MIN_WIDTH)
    assert str(step).strip('0') in {'1', '2', '5'}
    assert len(labels[::step]) * text_width(str(count), SMALL) <= MIN_WIDTH + text_width(
        '5000', SMALL
    )


def test_thirteen_numbers_stand_under_thirteen_episodes() -> None:
    assert label_step([str(number) for number in range(1, 14)], SMALL, MIN_WIDTH) == 1


# -- stretches ----------------------------------------------------------------------------


def test_a_short_season_has_a_stretch_for_each_episode() -> None:
    corpus = wiki(
        *(episode(number) for number in (1, 2, 4)),
        review('a', covers='1-4', episode_scores='{1: 1/5, 2: 2/5}'),
        review('b', covers='[1]', score='4/5'),
    )
    assert episode_ranges(episode_score_table(corpus).rows) == (
        EpisodeRange(at(1), at(1), 1, 2, 2, Decimal(50), Decimal(20), Decimal(80), True),
        EpisodeRange(at(2), at(2), 1, 1, 1, Decimal(40), Decimal(40), Decimal(40), True),
        EpisodeRange(at(4), at(4), 1, 1, 0, None, None, None, False),
    )


def test_a_long_season_is_told_in_stretches() -> None:
    scores = ', '.join(f'{number}: {1 + number % 5}/5' for number in range(1, 101))
    series = 'series: {title: Long, episodes: 130, aspects: {plot: What happens.}}'
    corpus = wiki(
        *(episode(number) for number in range(1, 131)),
        review('a', covers='1-100', episode_scores=f'{{{scores}}}'),
        front=series,
    )
    made = episode_ranges(episode_score_table(corpus).rows)
    assert (len(made), len(made) <= MAX_RANGES) == (44, True)
    assert made[0] == EpisodeRange(
        at(1), at(3), 3, 1, 3, Decimal(60), Decimal(40), Decimal(80), True
    )
    assert made[33] == EpisodeRange(
        at(100), at(102), 3, 0, 1, Decimal(20), Decimal(20), Decimal(20), False
    )
    assert made[-1] == EpisodeRange(at(130), at(130), 1, 0, 0, None, None, None, False)
    assert sum(part.scores for part in made) == 100


def long_season(scored: Iterable[int], paged: Iterable[int] = range(1, 181)) -> Corpus:
    """180 episodes in stretches of three, of which one critic scores some."""
    numbers = set(scored)
    scores = ', '.join(f'{number}: {1 + number % 5}/5' for number in sorted(numbers))
    return wiki(
        *(episode(number) for number in paged),
        review('a', covers='1-180', episode_scores=f'{{{scores}}}'),
        front='series: {title: Long, episodes: 180, aspects: {plot: What happens.}}',
    )


@pytest.mark.parametrize(
    ('unscored', 'joined'),
    [
        ([], [(0, 59)]),
        ([31, 32, 33], [(0, 9), (11, 59)]),  # a whole stretch
        ([30, 31], [(0, 8), (11, 59)]),  # the end of one and the beginning of the next
        ([32], [(0, 9), (11, 59)]),  # the middle of one
        (range(4, 180, 3), []),
    ],
)
def test_no_line_leads_over_an_episode_that_nobody_scored(
    unscored: Iterable[int], joined: list[tuple[int, int]]
) -> None:
    made = episode_ranges(episode_score_table(long_season({*range(1, 181)} - {*unscored})).rows)
    assert len(made) == MAX_RANGES
    placed = season_ranges(made)
    (line,) = placed.plot.lines
    assert [(run[0].index, run[-1].index) for run in line.runs] == joined


def test_no_line_leads_over_a_number_without_a_page_inside_a_stretch() -> None:
    numbers = [number for number in range(1, 181) if number != 32]
    made = episode_ranges(episode_score_table(long_season(numbers, numbers)).rows)
    (cut,) = (part for part in made if part.last.number - part.first.number > 2)
    assert (cut.first, cut.last, cut.episodes, cut.complete) == (at(31), at(34), 3, False)


def test_without_scores_and_reviews_there_is_no_chart() -> None:
    (sentence,) = draw_episode_scores(episode_score_table(wiki(*map(episode, range(1, 4)))))
    assert list(sentence.children) == ['No review covers an episode yet.']


def test_scores_of_episodes_without_pages_have_rows_and_marks() -> None:
    corpus = wiki(
        episode(2),
        review('a', author='A', episode_scores='{1: 1/5, 2: 2/5, 3: 3/5}'),
        review('b', author='B', covers='5', score='4/5'),
    )
    view = episode_score_table(corpus)
    assert [(row.number, row.episode is None) for row in view.rows] == [
        (1, True), (2, False), (3, True), (5, True)
    ]  # fmt: skip
    assert [critic.name for critic in view.scorers] == ['A', 'B']
    assert [row.spread.mean if row.spread else None for row in view.rows] == [20, 40, 60, 80]
