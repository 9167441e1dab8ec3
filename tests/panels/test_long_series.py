"""A series of seven seasons, 170 episodes, 11 critics and 64 reviews, counted a second way."""

from __future__ import annotations

import json
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from long_series import (
    ASPECTS,
    SEASONS,
    TOTAL,
    by_critic,
    episode_scores,
    episodes_of,
    in_scope,
    largest_common,
    pages,
    season_scores,
    stances,
    written_reviews,
)

from criticwiki.checks.loader import Wiki
from criticwiki.config import Settings
from criticwiki.export.wiki_data import as_json, wiki_data
from criticwiki.export.wiki_schema import wiki_schema
from criticwiki.panels.standing import standing

if TYPE_CHECKING:
    from collections.abc import Iterable

EVERY = set(range(1, TOTAL + 1))
STRETCHES: dict[str, set[int]] = {
    'the series': EVERY,
    **{f'season {number}': episodes_of(number) for number in range(1, len(SEASONS) + 1)},
}


@pytest.fixture(scope='module')
def wiki() -> Wiki:
    return Wiki(pages(), Settings())


@pytest.fixture(scope='module')
def data(wiki: Wiki) -> Any:
    return wiki_data(wiki.corpus)


def consensus(data: Any, name: str) -> Any:
    whole = data['consensus']
    return whole if name == 'the series' else whole['seasons'][name.removeprefix('season ')]


def rounded_mean(values: Iterable[Fraction]) -> int | None:
    """Mean of 100, halves away from zero."""
    numbers = list(values)
    if not numbers:
        return None
    return floor(sum(numbers, Fraction(0)) / len(numbers) + Fraction(1, 2))


def test_it_is_of_the_size_that_it_says() -> None:
    assert (len(written_reviews()), len(by_critic(EVERY)), TOTAL) == (64, 11, 170)


def test_nothing_is_wrong_with_its_pages(wiki: Wiki) -> None:
    assert [str(problem) for problem in wiki.problems] == []


def test_its_data_fit_the_schema(data: Any) -> None:
    errors = Draft202012Validator(wiki_schema()).iter_errors(json.loads(as_json(data)))
    assert [error.message for error in errors] == []


@pytest.mark.parametrize('name', STRETCHES)
def test_scores(data: Any, name: str) -> None:
    stretch = STRETCHES[name]
    scores = season_scores(stretch)
    here = consensus(data, name)
    assert here['mean'] == rounded_mean(scores)
    assert here['scored'] == len(scores)
    assert here['critics'] == len(by_critic(stretch))
    assert here['reviews'] == sum(bool(row.episodes & stretch) for row in written_reviews())
    assert (here['low'], here['high']) == (
        floor(min(scores) + Fraction(1, 2)),
        floor(max(scores) + Fraction(1, 2)),
    )
    assert here['provisional'] == (len(scores) < 4)


@pytest.mark.parametrize('name', STRETCHES)
@pytest.mark.parametrize('aspect', ASPECTS)
def test_aspects(data: Any, name: str, aspect: str) -> None:
    stretch = STRETCHES[name]
    if aspect == 'ending' and TOTAL not in stretch:
        assert aspect not in consensus(data, name)['aspects']
        return
    held = [stance for stance, _episodes in stances(aspect, stretch)]
    row = consensus(data, name)['aspects'][aspect]
    counts = {stance: held.count(stance) for stance in ('praise', 'mixed', 'criticism')}
    assert {stance: row[stance] for stance in counts} == counts
    assert row['discussing'] == len(held)
    assert row['in_scope'] == in_scope(aspect, stretch)
    common = largest_common(aspect, stretch)
    assert row['same_episodes'] == common.total()
    share = Fraction(max(common.values()), common.total()) if common.total() > 1 else None
    grade = None
    if share is not None:
        grade = 'high' if share >= Fraction(4, 5) else 'medium' if share > Fraction(1, 2) else 'low'
    assert row['agreement'] == grade


@pytest.mark.parametrize('name', STRETCHES)
def test_splits(data: Any, name: str) -> None:
    stretch = STRETCHES[name]
    commons = {aspect: largest_common(aspect, stretch) for aspect in ASPECTS}
    order = [
        (-min(c['praise'], c['criticism']), c['mixed'], -c.total(), ASPECTS.index(aspect), aspect)
        for aspect, c in commons.items()
        if (aspect != 'ending' or TOTAL in stretch) and min(c['praise'], c['criticism'])
    ]
    assert consensus(data, name)['splits'] == [row[-1] for row in sorted(order)]


def test_scores_of_episodes(data: Any) -> None:
    for page in data['episodes'].values():
        if len(page['numbers']) > 1 or page['number'] != int(page['number']):
            continue
        scores = episode_scores(page['number'])
        assert len(page['scores']) == len(scores), page['title']
        assert page['mean'] == (rounded_mean(scores) if len(scores) > 1 else None), page['title']


@pytest.mark.parametrize('name', STRETCHES)
def test_the_mean_of_all_episode_scores(data: Any, name: str) -> None:
    scores = [
        score
        for number in STRETCHES[name]
        if number > 2  # the first two share a page
        for score in episode_scores(number)
    ]
    assert scores
    if name not in {'the series', 'season 1'}:
        assert consensus(data, name)['episode_mean'] == rounded_mean(scores)


def test_the_place_of_each_episode_is_one_in_its_season(wiki: Wiki) -> None:
    for season in range(2, len(SEASONS) + 1):  # the first has a page about two episodes
        means = {
            number: sum(values, Fraction(0)) / len(values)
            for number in episodes_of(season)
            if (values := episode_scores(number))
        }
        assert len(means) > 1
        for number, value in means.items():
            better = sum(other > value for other in means.values())
            equal = sum(other == value for other in means.values())
            view = standing(wiki.corpus, number)
            assert view is not None
            place = (view.first, view.last, view.scored)
            assert place == (better + 1, better + equal, len(means)), number
