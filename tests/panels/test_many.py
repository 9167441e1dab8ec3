"""Views of a wiki with many critics: numbers where few are named, and no cost that explodes."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_wiki import character, character_of, episode, episode_of, review, wiki

from criticwiki.model.scores import rounded, upper_bound
from criticwiki.panels import character as characters
from criticwiki.panels import episode_scores
from criticwiki.panels.common import MAX_NAMED
from criticwiki.panels.episode_facts import episode_facts
from criticwiki.panels.season_score import fragility, without_each

if TYPE_CHECKING:
    from criticwiki.model.page import Page


def reviews_by(count: int, **facts: Any) -> list[Page]:
    return [review(f'r{number:03}', author=f'Critic {number:03}', **facts)
            for number in range(count)]  # fmt: skip


def scored(worth: list[int]) -> list[Page]:
    return [review(f'r{n:03}', author=f'Critic {n:03}', score=f'{s}%') for n, s in enumerate(worth)]


@pytest.mark.parametrize(('count', 'named'), [(MAX_NAMED, MAX_NAMED), (MAX_NAMED + 1, 0)])
def test_a_sentence_names_a_dozen_and_counts_more(count: int, named: int) -> None:
    corpus = wiki(
        episode(1),
        character('Ida', appears_in='1-2'),
        *reviews_by(count - 1),
        *(review(f'late{n:02}', covers='3-6') for n in range(count)),
        review(
            'says',
            remarks='[{about: ida, stance: praise, says: x}, {about: 2, stance: mixed, says: x}]',
        ),
    )
    found = characters.remarks(corpus, character_of(corpus, 'Ida'))
    assert [row.critic.docname for row in found] == ['reviews/says']
    covered = episode_facts(corpus, episode_of(corpus, 1)).covering
    assert (len(covered.critics), covered.count) == (named, count)
    stretch = episode_scores.early_comparison(
        wiki(*(review(f'r{n:02}', covers='1-2') for n in range(count)))
    )
    assert stretch is not None
    assert (len(stretch.critics.critics), stretch.critics.count) == (named, count)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 100), min_size=2, max_size=40))
def test_the_mean_without_each_is_the_mean_of_the_others(worth: list[int]) -> None:
    corpus = wiki(*scored(worth))
    found = {critic.name: left for critic, left in without_each(corpus)}
    for index in range(len(worth)):
        others = worth[:index] + worth[index + 1 :]
        assert found[f'Critic {index:03}'] == rounded(Fraction(sum(others), len(others)))


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 100), min_size=MAX_NAMED + 1, max_size=40))
def test_of_many_critics_those_of_most_weight_are_told(worth: list[int]) -> None:
    found = fragility(wiki(*scored(worth)))
    whole = Fraction(sum(worth), len(worth))
    told = {int(critic.name[-3:]) for critic, _ in found.without if critic.name}
    moves = {
        index: abs((sum(worth) - score) * Fraction(1, len(worth) - 1) - whole)
        for index, score in enumerate(worth)
    }
    rest = [move for index, move in moves.items() if index not in told]
    assert len(told) == MAX_NAMED
    assert max(rest) <= min(moves[index] for index in told)
    assert found.rest is not None
    assert found.rest.count == len(worth) - MAX_NAMED
    assert max(rest) <= Fraction(found.rest.most) < max(rest) + Fraction(1, 100)


def test_a_dozen_critics_are_all_told() -> None:
    found = fragility(wiki(*scored(list(range(0, MAX_NAMED * 5, 5)))))
    assert (len(found.without), found.rest) == (MAX_NAMED, None)


@pytest.mark.parametrize(
    ('value', 'bound'), [('0', '0'), ('0.001', '0.01'), ('0.25', '0.25'), ('0.251', '0.26')]
)
def test_a_bound_is_never_too_small(value: str, bound: str) -> None:
    assert upper_bound(Fraction(value)) == Decimal(bound)


def test_scores_of_many_critics_become_four_figures() -> None:
    corpus = wiki(
        episode(1), episode(2), episode(3),
        *(review(f'r{n:02}', episode_scores=f'{{1: {n}/20}}') for n in range(1, MAX_NAMED + 2)),
        review('alone', covers='2', score='3/5'),
    )  # fmt: skip
    found = episode_scores.episode_score_table(corpus)
    assert found.scorers == ()
    assert found.rows[0].scores.rows == ()
    assert found.rows[0].spread == episode_scores.Spread(13, Decimal(35), Decimal(5), Decimal(65))
    assert found.rows[1].spread == episode_scores.Spread(1, Decimal(60), Decimal(60), Decimal(60))
    assert found.rows[2].spread is None


def test_scores_of_a_dozen_critics_have_their_columns() -> None:
    corpus = wiki(
        episode(1),
        *(review(f'r{n:02}', episode_scores=f'{{1: {n}/20}}') for n in range(MAX_NAMED)),
    )
    found = episode_scores.episode_score_table(corpus)
    assert len(found.scorers) == len(found.rows[0].scores.rows) == MAX_NAMED


def sums(monkeypatch: pytest.MonkeyPatch, count: int) -> int:
    """How many exact sums it takes to tell the season and its fragility."""
    counted = 0
    plus = Fraction.__add__

    def add(one: Fraction, other: Any) -> Fraction:
        nonlocal counted
        counted += 1
        return plus(one, other)

    corpus = wiki(
        *(episode(number) for number in range(1, 4)),
        *(
            review(f'r{n:03}', score=f'{n % 100}%', episode_scores='{1: 3/5, 2: 4/5, 3: 1/5}')
            for n in range(count)
        ),
        review('early', covers='1-2'),
    )
    with monkeypatch.context() as patch:
        patch.setattr(Fraction, '__add__', add)
        (
            fragility(corpus),
            episode_scores.episode_score_table(corpus),
            episode_scores.early_comparison(corpus),
        )
    return counted


def test_twice_the_reviews_take_twice_the_sums(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sums(monkeypatch, 80) < 2.5 * sums(monkeypatch, 40)
