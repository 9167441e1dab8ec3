"""The place of an episode in its season, and the scores before and after it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_wiki import PAGES, episode, episode_of, page, review, wiki

from criticwiki.corpus.corpus import Corpus
from criticwiki.export.wiki_data import wiki_data
from criticwiki.panels.elements import Element, text_of
from criticwiki.panels.episode import RECEPTION
from criticwiki.panels.episode_facts import draw_facts, episode_facts
from criticwiki.panels.standing import (
    draw_outlook,
    draw_standing,
    outlook,
    pages_placed_anew,
    standing,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from criticwiki.model.page import Page

GEEK = ('3', '3.5', '3.5', '3.5', '2.5', '3', '2.5', '3', '3', '3', '3.5', '3', '2.5')
SEASON = 'series: {title: A, episodes: 13, aspects: {story: So.}}'
SEASONS = 'series: {title: A, seasons: [3, 4], specials: {Night: 3.5}, aspects: {story: So.}}'


def scores(values: Iterable[str], first: int = 1, best: int = 5) -> str:
    pairs = ', '.join(f'{n}: {value}/{best}' for n, value in enumerate(values, first))
    return f'{{{pairs}}}'


def words(elements: Iterable[Element]) -> str:
    return ' '.join(' '.join(text_of(one).split()) for one in elements)


def scored_by_one() -> Corpus:
    geek = review('geek', author='Geek', covers='1-13', episode_scores=scores(GEEK))
    return wiki(*map(episode, range(1, 14)), geek, front=SEASON)


def place(corpus: Corpus, number: int) -> str | None:
    view = standing(corpus, number)
    return view and ''.join(map(text_of, draw_standing(view, '')))


def going_on(corpus: Corpus, number: int) -> str:
    return words(draw_outlook(outlook(corpus, number)))


def marked(element: Element) -> list[tuple[object, str]]:
    """The scores that readers may hide, each with its episode."""
    here = [(element.extra[0], text_of(element))] if element.tag == 'scored' else []
    return here + [
        one for child in element.children if isinstance(child, Element) for one in marked(child)
    ]


# -- the place ----------------------------------------------------------------------------


def test_the_place_of_an_episode_counts_equals() -> None:
    corpus = scored_by_one()
    assert {place(corpus, number) for number in (2, 3, 4, 11)} == {'1st to 4th of 13'}
    assert {place(corpus, number) for number in (1, 6, 8, 9, 10, 12)} == {'5th to 10th of 13'}
    assert {place(corpus, number) for number in (5, 7, 13)} == {'11th to 13th of 13'}


@pytest.mark.parametrize(
    ('values', 'places'),
    [
        (('1', '4', '3', '2'), ['4th of 4', 'best of 4', '2nd of 4', '3rd of 4']),
        (('2', '2', '2', '2'), ['all 4 alike'] * 4),
        (('2', '3'), ['2nd of 2 with a score', 'best of 2 with a score', None, None]),
        (('2',), [None] * 4),
    ],
)
def test_the_words_of_a_place(values: tuple[str, ...], places: list[str | None]) -> None:
    front = 'series: {title: A, episodes: 4, aspects: {}}'
    geek = review('geek', author='Geek', covers='1-4', episode_scores=scores(values))
    corpus = wiki(*map(episode, range(1, 5)), geek, front=front)
    assert [place(corpus, number) for number in range(1, 5)] == places


def test_the_place_follows_the_mean_of_several_critics() -> None:
    corpus = wiki(
        episode(1), episode(2),
        review('a', author='Ann', episode_scores='{1: 9/10, 2: 5/10}'),
        review('b', author='Ben', episode_scores='{1: 1/10, 2: 6/10}'),
    )  # fmt: skip
    assert place(corpus, 2) == 'best of 2 with a score'
    (box,) = draw_facts(episode_facts(corpus, episode_of(corpus, 2)))
    assert '55 of 100, mean of 2 critics' in text_of(box)


def test_a_page_of_two_episodes_has_one_place() -> None:
    values = '{1: 9/10, 2: 7/10, 3: 5/10, 4: 1/10, 5: 1/10}'
    corpus = wiki(
        episode(1),
        page('episodes/02-03', 'episode: {number: [2, 3], title: Two}'),
        *map(episode, (4, 5, 6)),
        review('a', author='Ann', episode_scores=values),
    )
    assert place(corpus, 2) == place(corpus, 3) == '2nd of 4 with a score'
    (line,) = draw_outlook(outlook(corpus, 2))
    assert marked(line) == [(5, '1.0'), (3, '7.5')]


def test_the_box_has_score_critic_and_place_and_marks_both_for_hiding() -> None:
    corpus = scored_by_one()
    (box,) = draw_facts(episode_facts(corpus, episode_of(corpus, 6)))
    assert '3/5, Geek5th to 10th of 13' in text_of(box)
    assert marked(box) == [(6, '3/5'), (6, '5th to 10th of 13')]


def test_a_place_is_one_in_the_season() -> None:
    values = '{1: 1/10, 2: 2/10, 3: 3/10, 3.5: 4/10, 4: 9/10, 7: 8/10}'
    seen = '[1, 2, 3, 3.5, 4, 5, 6, 7]'
    critic = review('c', author='Cy', covers=seen, episode_scores=values)
    corpus = wiki(*map(episode, (*range(1, 8), '3.5')), critic, front=SEASONS)
    assert place(corpus, 3) == '2nd of 4'  # the special goes with the season before it
    assert place(corpus, 4) == 'best of 2 with a score'


# -- whether to go on ---------------------------------------------------------------------


def test_the_one_critic_after_an_episode_and_up_to_it() -> None:
    corpus = scored_by_one()
    assert going_on(corpus, 6) == (
        'From the next episode on, Geek, the one critic who scores episodes, gives 2.9 of 5 on'
        ' average; up to here, 3.2.'
    )
    (line,) = draw_outlook(outlook(corpus, 6))
    assert marked(line) == [(13, '2.9'), (6, '3.2')]
    assert wiki_data(corpus)['episodes']['06-part']['outlook'] == {
        'critics': 1, 'best': 5, 'before': Decimal('3.2'), 'after': Decimal('2.9'), 'until': 13,
    }  # fmt: skip


@pytest.mark.parametrize('number', [1, 12, 13])
def test_one_score_is_no_mean(number: int) -> None:
    assert outlook(scored_by_one(), number) is None


def test_the_same_critics_are_compared_with_themselves() -> None:
    corpus = wiki(
        *map(episode, range(1, 7)),
        review('a', author='Ann', episode_scores=scores('888844', best=10)),
        review('b', author='Ben', episode_scores=scores('664422', best=10)),
        review('c', author='Cy', covers='1-3', episode_scores=scores('111', best=10)),
    )
    # after 4: 40 and 20; up to it: 80 and 50. Cy stopped before
    assert going_on(corpus, 4) == (
        'From the next episode on, 2 critics give 30 of 100 on average; up to here, the same'
        ' critics give 65.'
    )


def test_one_critic_of_several_is_not_called_the_only_one() -> None:
    corpus = wiki(
        *map(episode, range(1, 7)),
        review('a', author='Ann', episode_scores=scores('888844', best=10)),
        review('c', author='Cy', covers='1-3', episode_scores=scores('111', best=10)),
    )
    assert going_on(corpus, 4) == (
        'From the next episode on, Ann gives 4.0 of 10 on average; up to here, 8.0.'
    )


def test_the_last_episodes_of_a_season_do_not_look_into_the_next() -> None:
    critic = review('c', author='Cy', covers='1-7', episode_scores=scores('1234567', best=10))
    corpus = wiki(*map(episode, range(1, 8)), critic, front=SEASONS)
    assert outlook(corpus, 3) is None
    later = outlook(corpus, 5)
    assert later is not None
    assert (later.before, later.after, later.last) == (Decimal('4.5'), Decimal('6.5'), 7)


# -- reception ----------------------------------------------------------------------------


def reception(corpus: Corpus, page: Page) -> str:
    return words(RECEPTION.draw(RECEPTION.view(corpus, page)))


def test_a_single_score_has_no_section_of_its_own() -> None:
    corpus = scored_by_one()
    assert reception(corpus, corpus.pages['episodes/06-part']) == ''


def test_a_single_score_is_a_sentence_beside_words() -> None:
    said = '[{about: 2, stance: praise, says: Holds., quotes: [a quiet one]}]'
    geek = review('geek', author='Geek', episode_scores='{2: 3/5}')
    corpus = wiki(episode(2), geek, review('a', author='Ann', remarks=said))
    told = reception(corpus, corpus.pages['episodes/02-part'])
    assert told.startswith('Geek gives it 3/5. Ann praise')
    assert 'a quiet one' in told


def test_a_score_is_not_said_again_below_the_head_of_its_review() -> None:
    corpus = wiki(episode(2), review('a', author='Ann', covers='2', score='3/5', summary='Good.'))
    told = reception(corpus, corpus.pages['episodes/02-part'])
    assert told == 'Ann, A review: 3/5 Good.'


def test_reception_leaves_out_what_an_editor_has_placed() -> None:
    said = '[{about: 2, stance: praise, says: Holds.}]'
    critics = [review(name, author=name, episode_scores='{2: 3/5}') for name in ('ann', 'ben')]
    words_of = {}
    for placed in ('', 'scores', 'coverage'):
        page = episode(2, page_={'panels': ((placed, ''),)} if placed else {})
        corpus = wiki(page, *critics, review('c', author='Cy', remarks=said))
        words_of[placed] = reception(corpus, corpus.pages['episodes/02-part'])
    assert 'Mean: 60' in words_of['']
    assert 'Holds.' in words_of['']
    assert 'Mean' not in words_of['scores']
    assert 'Holds.' not in words_of['coverage']


def test_an_episode_without_a_score_has_neither_place_nor_line() -> None:
    corpus = Corpus(PAGES.values())
    assert standing(corpus, 4) is None
    (box,) = draw_facts(episode_facts(corpus, episode_of(corpus, 4)))
    assert 'Score' not in text_of(box)


# -- after an edit -----------------------------------------------------------------------


SCORES = st.dictionaries(st.integers(1, 8), st.sampled_from(('1/5', '2/5', '8/10')), max_size=6)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.sampled_from('ABC'), SCORES), min_size=1, max_size=5), SCORES)
def test_an_edit_places_anew_what_shows_another_place(
    written: list[tuple[str, dict[int, str]]], other: dict[int, str]
) -> None:
    def corpus(reviews: Iterable[tuple[str, dict[int, str]]]) -> Corpus:
        pages = [
            review(
                f'r{index}',
                author=author,
                covers='1-8',
                episode_scores=f'{{{", ".join(f"{n}: {score}" for n, score in given.items())}}}',
            )
            for index, (author, given) in enumerate(reviews)
        ]
        return wiki(*map(episode, range(1, 9)), *pages, front=SEASONS)

    old = corpus(written)
    new = corpus([(written[0][0], other), *written[1:]])
    numbers = range(1, 9)
    assert pages_placed_anew(old, new, ['reviews/r0'], numbers) == {
        number
        for number in numbers
        if (standing(old, number), outlook(old, number))
        != (standing(new, number), outlook(new, number))
    }
