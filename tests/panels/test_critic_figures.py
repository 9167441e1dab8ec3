"""How critics score: count, mean, range, distribution, and the distance from other critics."""

from __future__ import annotations

import json
import random
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from small_wiki import episode, review, series, wiki

from criticwiki.corpus.corpus import Corpus
from criticwiki.export.wiki_data import as_json, get_path, wiki_data
from criticwiki.export.wiki_schema import wiki_schema
from criticwiki.panels.critic_figures import MIN_COMMON, distances
from criticwiki.panels.critics import critic_page, draw_critic_page
from criticwiki.panels.elements import Element, text_of
from criticwiki.panels.view_reuse import reuse_views

if TYPE_CHECKING:
    from criticwiki.model.page import Page

SERIES = """
series:
  title: Harbour Lights
  episodes: 500
  aspects: {story: Whether it holds together.}
"""
LETTERS = ('0/10', '2.5/10', '4/10', '5/10', '5.5/10', '7/10', '8/10', '9.5/10', '10/10')


def whole(value: float) -> Decimal:
    """To a whole number, halves away from zero, by other means than the wiki's."""
    return Decimal(repr(round(value, 9))).quantize(Decimal(1), ROUND_HALF_UP)


def page_text(corpus: Corpus, name: str) -> str:
    drawing = draw_critic_page(critic_page(corpus, name))
    return ' '.join(text_of(piece) for part in drawing.sections for piece in part.pieces)


def weekly(name: str, author: str, scores: list[int], first: int = 1) -> list[Page]:
    """A review an episode, each with a score of 10."""
    return [
        review(f'{name}-{number}', author=author, covers=str(number), score=f'{score}/10')
        for number, score in enumerate(scores, first)
    ]


@pytest.fixture(scope='module')
def log() -> Corpus:
    """One critic with 500 reviews, each of one film."""
    scores = random.Random(15).choices(LETTERS, k=500)
    return wiki(
        *(
            review(f'film-{number}', author='Ann Lee', covers=str(number), score=score)
            for number, score in enumerate(scores, 1)
        ),
        front=SERIES,
    )


def test_five_hundred_scores_of_one_critic(log: Corpus) -> None:
    values = sorted(float(s.split('/')[0]) * 10 for s in random.Random(15).choices(LETTERS, k=500))
    view = critic_page(log, 'Ann Lee')
    assert view.sums.of_reviews is not None
    figures = view.sums.of_reviews.figures
    assert figures.count == 500
    assert figures.mean == whole(sum(values) / 500)
    assert figures.median == whole((values[249] + values[250]) / 2)
    assert (figures.low, figures.high) == (0, 100)
    assert view.sums.of_episodes is None  # it would say the same again
    assert view.distances == ()
    words = page_text(log, 'Ann Lee')
    assert f'Scores of 500 reviews: mean {figures.mean} of 100' in words
    assert 'other critics' not in words


def test_the_distribution_counts_every_score(log: Corpus) -> None:
    (section,) = (s for s in draw_critic_page(critic_page(log, 'Ann Lee')).sections
                  if s.anchor == 'figures')  # fmt: skip
    (numbers,) = (piece for piece in section.pieces if piece.tag == 'numbers')
    (table,) = numbers.children
    assert isinstance(table, Element)
    rows = [[text_of(cell) for cell in row.children] for row in table.children
            if isinstance(row, Element)]  # fmt: skip
    values = [float(s.split('/')[0]) * 10 for s in random.Random(15).choices(LETTERS, k=500)]
    assert rows[0] == ['0–9', str(sum(value < 10 for value in values))]
    assert rows[-1] == ['90–100', str(sum(value >= 90 for value in values))]
    assert sum(int(count) for _bin, count in rows) == 500


def test_the_distance_is_said_from_five_common_episodes_up() -> None:
    ours, theirs = [9, 9, 8, 7, 10, 2], [5, 6, 7, 8, 9]
    for common in (MIN_COMMON - 1, MIN_COMMON):
        corpus = wiki(*weekly('a', 'Ann', ours), *weekly('b', 'Ben', theirs[:common]))
        words = page_text(corpus, 'Ann')
        if common < MIN_COMMON:
            assert distances(corpus) == {}
            assert 'other critics' not in words
            continue
        differences = [10 * (a - b) for a, b in zip(ours, theirs, strict=False)]
        expected = whole(sum(differences) / 5)
        assert f'On the 5 episodes that others score too, {expected} of 100 above' in words
        assert 'It is given from 5 common episodes up.' in words
        assert f'{expected} of 100 below' in page_text(corpus, 'Ben')


def test_the_distance_from_several_critics_by_a_second_way() -> None:
    made = random.Random(7)
    table = {
        author: {n: made.randint(0, 10) for n in made.sample(range(1, 41), made.randint(10, 40))}
        for author in ('Ann', 'Ben', 'Cy', 'Di')
    }
    pages = [
        review(f'{author}-{n}', author=author, covers=str(n), score=f'{score}/10')
        for author, scores in table.items()
        for n, score in scores.items()
    ]
    corpus = wiki(*pages, front=SERIES)
    data: dict[str, Any] = json.loads(as_json(wiki_data(corpus)))
    Draft202012Validator(wiki_schema()).validate(data)
    by_name = {entry['names'][0]: entry for entry in data['critics'].values()}
    for author, scores in table.items():
        gaps = []
        for number, score in scores.items():
            others = [table[o][number] for o in table if o != author and number in table[o]]
            if others:
                gaps.append(10 * score - 10 * sum(others) / len(others))
        assert by_name[author]['distance'] == {
            'episodes': len(gaps),
            'mean': int(whole(sum(gaps) / len(gaps))),
            'points': abs(int(whole(sum(gaps) / len(gaps)))),
        }
        values = [10 * score for score in scores.values()]
        assert by_name[author]['scores']['count'] == len(values)
        assert by_name[author]['scores']['mean'] == int(whole(sum(values) / len(values)))
        assert by_name[author]['scores']['low'] == min(values)


def test_scores_of_episodes_stand_beside_those_of_reviews() -> None:
    corpus = wiki(
        episode(1),
        review('all', author='Ann', score='6/10', episode_scores='{1: 3/5, 2: 4/5, 6: 5/5}'),
        review('one', author='Ann', covers='3', score='2/10'),
    )
    words = page_text(corpus, 'Ann')
    assert 'Scores of 2 reviews: mean 40 of 100, median 40, from 20 to 60.' in words
    assert 'Scores of 4 episodes: mean 65 of 100, median 70, from 20 to 100.' in words
    data = wiki_data(corpus)
    assert get_path(data, 'critics.ann.episodes.count') == 4
    assert get_path(data, 'critics.ann.counted') == ['all', 'one']


def test_a_replaced_review_is_marked_and_not_counted() -> None:
    corpus = wiki(
        review('old', author='Ann', headline='First look', score='9/10'),
        review('new', author='Ann', headline='Second look', score='5/10', replaces='old'),
        review('more', author='Ann', headline='Part two', covers='1-2', score='4/10'),
    )
    words = page_text(corpus, 'Ann')
    assert 'Scores of 2 reviews: mean 45 of 100' in words
    assert 'First look (replaced, not counted)' in words
    assert words.count('replaced') == 1
    assert get_path(wiki_data(corpus), 'critics.ann.counted') == ['new', 'more']


def test_an_outlet_counts_its_critics() -> None:
    corpus = wiki(
        review('a', author='Ann', outlet='The Post'),
        review('b', author='Ben', outlet='The Post'),
        review('c', author='[Ann, Ben]', outlet='The Post', covers='1'),
        review('d', author='Ben', outlet='The Post', covers='2'),
    )
    assert 'Outlet; 4 reviews by 3 critics in this wiki.' in page_text(corpus, 'The Post')


def test_two_who_write_together_are_told_as_such() -> None:
    corpus = wiki(
        *weekly('a', '[Ann, Cy]', [9, 9, 9, 9, 9]),
        *weekly('b', 'Ben', [5, 5, 5, 5, 5]),
        review('alone', author='Ann', score='3/10'),
    )
    assert 'Ann & Cy: On the 5 episodes that others score too, 40 of 100' in page_text(
        corpus, 'Ann'
    )


@pytest.mark.parametrize('changed', [{'score': '1/10'}, {'score': 'null'}, {'url': 'https://a.b/'}])
def test_after_an_edit_the_distance_is_that_of_a_fresh_corpus(changed: dict[str, str]) -> None:
    pages = {
        one.docname: one
        for one in (*weekly('a', 'Ann', [9, 8, 7, 6, 5]), *weekly('b', 'Ben', [1, 2, 3, 4, 5]))
    }
    before = Corpus([series(), *pages.values()])
    assert len(distances(before)) == 2
    facts = {'author': 'Ben', 'covers': '3', 'score': '3/10'} | changed
    after = {**pages, 'reviews/b-3': review('b-3', **facts)}
    kept, fresh = (Corpus([before.pages['index'], *after.values()]) for _ in range(2))
    assert reuse_views(before, kept, ['reviews/b-3'])
    assert distances(kept) == distances(fresh)
    assert critic_page(kept, 'Ann') == critic_page(fresh, 'Ann')
    assert as_json(wiki_data(kept)) == as_json(wiki_data(fresh))
