"""Sentences of the consensus for none, one, a few and many critics, as a reader meets them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from small_wiki import aspects_drawn, review, wiki

from criticwiki.panels.common import MAX_NAMED
from criticwiki.panels.consensus import discussed_by, tallies
from criticwiki.panels.consensus_summary import brief, draw_brief, draw_split, main_split
from criticwiki.panels.elements import Element, text_of
from criticwiki.panels.season_score import (
    draw_fragility,
    draw_season_score,
    draw_without_each,
    fragility,
    season_score,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.model.page import Page

NOTHING = 'Nothing that one critic praises is criticised by another.'
SIDES = {'+': 'praise', '~': 'mixed', '-': 'criticism'}


def critic(
    name: str, story: str = '', music: str = '', finale: str = '', score: str = '', covers: str = ''
) -> Page:
    """A review with the signs of its stances."""
    signs = {'story': story, 'music': music, 'finale': finale}
    judged = [f'{key}: {{stance: {SIDES[sign]}, says: x}}' for key, sign in signs.items() if sign]
    facts = {'author': name.title(), 'aspects': f'{{{", ".join(judged)}}}'}
    if score:
        facts['score'] = score
    return review(name, covers=covers or '1-6', **facts)


def texts(elements: list[Element]) -> str:
    return ''.join(_texts(elements))


def _texts(elements: list[Element]) -> Iterator[str]:
    for element in elements:
        if element.tag == 'details':
            yield f' [{element.extra}] '
        for part in element.children:
            if isinstance(part, Element):
                yield from _texts([part])
            else:
                yield part
        if element.tag == 'paragraph':
            yield ' '


def in_brief(corpus: Corpus) -> str:
    """The two lines, without what they are made of."""
    return texts(draw_brief(brief(corpus))).partition(' [')[0].strip()


def in_split(corpus: Corpus) -> str:
    return texts(draw_split(main_split(corpus))).strip()


@pytest.mark.parametrize(
    ('scores', 'sentence'),
    [
        (['70%'], '70 of 100, from the one critic who scores the season.'),
        (['50%', '70%'], '50 and 70 of 100, from the two critics who score the season. Mean 60'),
        (['7/10', '70%'], '70 of 100, from each of the two critics who score the season. Prov'),
        (['50%', '70%', '50%'], '50, 50 and 70 of 100, from the three critics who score the'),
        (['50%', '50%', '50%'], '50 of 100, from each of the three critics who score the season.'),
    ],
)
def test_few_scores_are_all_told(scores: list[str], sentence: str) -> None:
    pages = [critic(f'critic-{n}', score=score) for n, score in enumerate(scores)]
    assert in_brief(wiki(*pages, critic('silent'))).startswith(sentence)


def test_scores_that_are_alike_have_no_mean_beside_them() -> None:
    corpus = wiki(critic('ann', score='7/10'), critic('ben', score='70%'))
    assert in_brief(corpus).startswith(
        '70 of 100, from each of the two critics who score the season. Provisional: 2 of 2 critics.'
    )


def test_one_score_has_neither_mean_nor_median() -> None:
    scores = [critic(f'critic-{n}', score=f'{n}%') for n in (50, 70, 60, 59, 61)]
    assert 'median' not in texts(draw_season_score(season_score(wiki(*scores[:4]))))
    assert 'Mean 60 and median 60 of 100.' in texts(draw_season_score(season_score(wiki(*scores))))


@pytest.mark.parametrize(
    ('critics', 'sentence'),
    [
        (1, 'No score: the only review prints none for the whole season.'),
        (2, 'No score: neither critic prints one for the whole season.'),
        (3, 'No score: none of 3 critics prints one for the whole season.'),
    ],
)
def test_no_score_at_all(critics: int, sentence: str) -> None:
    corpus = wiki(*(critic(f'critic-{n}') for n in range(critics)))
    assert in_brief(corpus).startswith(sentence)


def test_without_a_review_no_silence_is_told_of_critics() -> None:
    assert texts(aspects_drawn(wiki())).strip() == 'No review judges an aspect yet.'
    silent = wiki(critic('ann'))
    assert texts(aspects_drawn(silent)).strip() == 'No review judges an aspect yet.'


def test_the_split_is_of_all_critics_not_of_those_named_before() -> None:
    corpus = wiki(
        critic('ann', '+', finale='-'),
        critic('ben', '-', finale='-'),
        critic('cy', '~', covers='1-2'),
    )
    sentences = 'Both who had seen it criticise the finale. Critics are split most on the story.'
    assert in_brief(corpus).endswith(sentences)


def test_who_had_not_seen_it_is_not_hidden_beside_the_silent() -> None:
    corpus = wiki(
        *(critic(name, finale='+') for name in ('ann', 'ben', 'cy')),
        critic('dot'),
        *(critic(name, covers='1') for name in ('eve', 'fay')),
    )
    assert '3 of 4 who had seen it praise the finale, 1 silent.' in in_brief(corpus)


def test_praise_and_blame_of_different_episodes_are_not_denied() -> None:
    corpus = wiki(
        critic('ann', '+', '+', covers='1-3'),
        critic('ben', '-', '+', covers='4-6'),
        critic('cy', music='+'),
    )
    sentence = 'Of critics who judged the same episodes, none criticises what another praises.'
    assert NOTHING not in in_brief(corpus)
    assert in_brief(corpus).endswith(sentence)
    assert in_split(corpus) == sentence


def test_a_split_of_two_among_many_is_no_reason_to_compare_nothing() -> None:
    corpus = wiki(
        critic('ann', '+', '+'),
        critic('ben', '-', '+'),
        critic('cy', music='+'),
        critic('dot', music='+'),
    )
    assert in_split(corpus) == 'Critics split only on what fewer than three of them discuss.'
    assert 'All 4 praise the music.' in in_brief(corpus)
    assert NOTHING not in in_brief(corpus)


def test_where_nothing_else_is_told_a_split_of_two_is() -> None:
    corpus = wiki(
        critic('ann', '+', '+'),
        critic('ben', '-', '~'),
        critic('cy', music='+'),
        critic('dot', music='~'),
    )
    assert in_brief(corpus).endswith('Critics split only on what fewer than three of them discuss.')


def test_one_critic_discusses_in_the_singular() -> None:
    corpus = wiki(critic('ann', '+'), critic('ben', music='+'), critic('cy', music='-'))
    story, music = (text_of(discussed_by(row).extra) for row in tallies(corpus)[:2])
    assert story == '1 of 3 who saw it discusses it'
    assert music == '2 of 3 who saw it discuss it'


@pytest.mark.parametrize('critics', [2, 3, MAX_NAMED])
def test_critics_are_named_with_their_count(critics: int) -> None:
    names = [f'critic-{n:02}' for n in range(critics)]
    told = texts(draw_brief(brief(wiki(*(critic(name, '+') for name in names)))))
    listed = ', '.join(name.title() for name in names)
    assert f'story: praised by {critics} of {critics} ({listed}).' in told


@pytest.mark.parametrize('critics', [MAX_NAMED + 1, 64])
def test_many_critics_are_counted_once(critics: int) -> None:
    pages = (critic(f'critic-{n}', '+', finale='-') for n in range(critics))
    told = texts(draw_brief(brief(wiki(*pages))))
    assert f'story: praised by {critics} of {critics}. ' in told
    assert f'finale: criticised by {critics} of {critics}. ' in told
    assert f'({critics} critics)' not in told


def test_scores_in_a_list_are_set_apart() -> None:
    corpus = wiki(critic('ann', score='7/10'), critic('ben', score='5/10'))
    told = texts(draw_brief(brief(corpus)))
    assert 'Counted: Ann 7/10, which is 70 of 100; Ben 5/10, which is 50 of 100.' in told


@pytest.mark.parametrize(
    ('critics', 'sentence'),
    [
        (MAX_NAMED + 1, 'Without the other critic it moves by at most '),
        (MAX_NAMED + 2, 'Without any one of the other 2 critics it moves by at most '),
    ],
)
def test_the_rest_of_the_critics_in_singular_and_plural(critics: int, sentence: str) -> None:
    corpus = wiki(*(critic(f'critic-{n}', score=f'{40 + n}%') for n in range(critics)))
    assert sentence in texts(draw_without_each(fragility(corpus)))


@pytest.mark.parametrize(
    ('scores', 'sentence'),
    [
        ('7', 'Without A there is no score at all.'),
        ('75', 'Without A the score is 50, without B 70.'),
        ('756', 'Without any one of 3 critics the mean lies between 55 and 65.'),
        ('777', 'Without any one of 3 critics the mean is 70.'),
    ],
)
def test_how_fragile_the_score_is_takes_a_sentence(scores: str, sentence: str) -> None:
    names = zip('abc', scores, strict=False)
    corpus = wiki(*(critic(name, score=f'{score}/10') for name, score in names))
    assert texts(draw_fragility(fragility(corpus))).strip() == sentence
