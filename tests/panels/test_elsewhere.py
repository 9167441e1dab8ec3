"""The same reviews under the rules of three kinds of aggregators, computed by hand."""

from __future__ import annotations

from fractions import Fraction
from itertools import repeat
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_wiki import review, wiki

from criticwiki.export.wiki_data import get_path, wiki_data
from criticwiki.panels.elements import text_of
from criticwiki.panels.elsewhere import draw_elsewhere, elsewhere

if TYPE_CHECKING:
    from criticwiki.corpus.corpus import Corpus
    from criticwiki.model.page import Page
    from criticwiki.panels.elsewhere import Bounds

SIDES = {'+': 'praise', '~': 'mixed', '-': 'criticism'}


def stances(signs: str) -> str:
    """Judgements of the three aspects: `+~-`; a blank for one that is not judged."""
    judged = (
        f'{aspect}: {{stance: {SIDES[sign]}, says: x}}'
        for aspect, sign in zip(('story', 'music', 'finale'), signs, strict=False)
        if sign in SIDES
    )
    return f'{{{", ".join(judged)}}}'


def critic(name: str, score: str = '', signs: str = '', **facts: str) -> Page:
    """A review of the whole by the critic of that name."""
    if score:
        facts['score'] = score
    facts.setdefault('author', name.title())
    return review(name, aspects=stances(signs), **facts)


def ends(bounds: Bounds | None) -> tuple[Fraction, Fraction]:
    assert bounds is not None
    return bounds.low, bounds.high


def drawn(corpus: Corpus) -> list[str]:
    """The panel as lines: what counts, then title, result, rule and assumptions of each kind."""
    counting, *rest = draw_elsewhere(elsewhere(corpus))
    lines = [text_of(counting)]
    for container in rest:
        (kinds,) = container.children
        assert not isinstance(kinds, str)
        for kind in kinds.children:
            assert not isinstance(kind, str)
            term, body = kind.children
            assert not isinstance(body, str)
            lines += [text_of(term), *map(text_of, body.children)]
    return lines


ALL_SCORED = [
    critic('ann', '60%'),
    critic('ben', '3.5/5'),
    critic('cy', '9/10'),
    critic('dot', '50%'),
    critic('eve', 'B'),
]


def test_all_scored_gives_figures_without_a_range() -> None:
    view = elsewhere(wiki(*ALL_SCORED))
    # 60, 70, 90, 50, and B is 75: four of 60 or more, one of 80 or more
    assert (view.reviews, view.unscored.count) == (5, 0)
    assert (view.share.positive, view.share.negative, view.share.undecided) == (4, 1, 0)
    assert ends(view.share.percent) == (80, 80)
    assert ends(view.imputed.mean) == (69, 69)
    assert (view.imputed.printed, view.imputed.imputed) == (5, 0)
    assert view.printed.mean == 69
    assert view.printed.recommending == (1, 4)
    assert ends(view.printed.percent) == (20, 80)


def test_none_scored_rests_on_stances_alone() -> None:
    corpus = wiki(
        critic('ann', signs='++-'),  # most are praise: 60 to 100
        critic('ben', signs='--'),  # most are criticism: 0 to 39
        critic('cy', signs='+-'),  # no majority: 40 to 60
        critic('dot', signs='~'),  # mixed: 40 to 60
        critic('eve'),  # judges nothing: 0 to 100
    )
    view = elsewhere(corpus)
    assert (view.share.positive, view.share.negative, view.share.undecided) == (1, 1, 3)
    assert ends(view.share.percent) == (20, 80)
    assert ends(view.imputed.mean) == (28, Fraction(359, 5))
    assert (view.printed.mean, view.printed.percent) == (None, None)
    lines = drawn(corpus)
    assert lines[2] == '20 to 80 %: 1 positive, 1 negative, 3 undecided'
    assert 'positive because most stances are praise: Ann.' in lines[4]
    assert 'negative because most stances are criticism: Ben.' in lines[4]
    assert 'a majority among the stances, counted both ways: Cy, Dot.' in lines[4]
    assert 'Without a score or a stance, counted both ways: Eve.' in lines[4]
    assert lines[6] == '28 to 72 of 100: 0 printed, 5 imputed'
    assert '60 to 100 where most stances are praise: Ann.' in lines[8]
    assert '40 to 60 where no side has a majority: Cy, Dot.' in lines[8]
    assert '0 to 39 where most stances are criticism: Ben.' in lines[8]
    assert '0 to 100 where no aspect is judged: Eve.' in lines[8]
    assert lines[10] == 'No figure: no review prints a score for the whole'
    assert lines[12].endswith('Reviews without a score are left out.')


@pytest.mark.parametrize(
    ('count', 'share', 'imputed'),
    [(3, None, None), (4, None, 70), (5, 100, 70), (6, 100, 70)],
)
def test_the_smallest_number_of_reviews_is_reached_exactly(
    count: int, share: int | None, imputed: int | None
) -> None:
    corpus = wiki(*(critic(f'critic-{n}', '7/10') for n in range(count)))
    view = elsewhere(corpus)
    assert view.share.percent == (None if share is None else (share, share))
    assert view.imputed.mean == (None if imputed is None else (imputed, imputed))
    assert view.printed.mean == 70
    result = drawn(corpus)[2]
    if share is None:
        assert result == f'No figure: {count} of the 5 reviews needed'
    else:
        assert result == f'100 %: {count} positive, 0 negative'


@pytest.mark.parametrize(
    ('score', 'positive', 'recommending'),
    [
        ('59%', False, (0, 0)),
        ('60%', True, (0, 1)),
        ('3/5', True, (0, 1)),
        ('79%', True, (0, 1)),
        ('8/10', True, (1, 1)),
        # letters by the table of the wiki: C+ is 58 and B- is 67, B+ is 83
        ('C+', False, (0, 0)),
        ('B-', True, (0, 1)),
        ('B+', True, (1, 1)),
        ('F', False, (0, 0)),
    ],
)
def test_a_printed_score_decides_whatever_the_stances(
    score: str, positive: bool, recommending: tuple[int, int]
) -> None:
    for signs in ('', '+++', '---'):
        view = elsewhere(wiki(critic('ann', score, signs)))
        assert (view.share.positive, view.share.negative) == (int(positive), int(not positive))
        assert view.printed.recommending == recommending


def test_several_reviews_of_one_critic_for_one_outlet_count_once() -> None:
    facts = {'author': 'Ann', 'outlet': 'Post'}
    corpus = wiki(
        critic('first', '4/10', published='2024-01-01', **facts),
        critic('again', '8/10', published='2024-02-01', **facts),
        review('early', covers='1', aspects=stances('-'), **facts),
        critic('ben', '60%'),
    )
    view = elsewhere(corpus)
    assert (view.reviews, view.imputed.printed, view.printed.mean) == (2, 2, 70)


def test_a_critic_counts_once_for_each_outlet() -> None:
    corpus = wiki(
        critic('post', '4/10', author='Ann', outlet='Post'),
        critic('mail', '8/10', author='Ann', outlet='Mail'),
    )
    assert elsewhere(corpus).reviews == 2
    assert elsewhere(corpus).printed.mean == 60


def test_a_replaced_review_counts_nowhere() -> None:
    corpus = wiki(
        critic('old', '2/10', author='Ann'),
        critic('new', '9/10', author='Ann', replaces='old'),
    )
    view = elsewhere(corpus)
    assert (view.reviews, view.printed.mean, view.share.positive) == (1, 90, 1)


def test_equal_scores_without_a_date_count_by_their_mean() -> None:
    corpus = wiki(critic('one', '50%', author='Ann'), critic('two', '80%', author='Ann'))
    view = elsewhere(corpus)
    assert (view.reviews, view.printed.mean, view.share.positive) == (1, 65, 1)


def test_a_score_for_a_part_is_not_the_score_of_the_whole() -> None:
    corpus = wiki(review('ann', covers='1-3', score='9/10', aspects=stances('-')))
    view = elsewhere(corpus)
    assert (view.imputed.printed, view.unscored.criticism.count, view.share.negative) == (0, 1, 1)


def test_a_stance_on_what_the_critic_had_not_seen_decides_nothing() -> None:
    corpus = wiki(review('ann', covers='1-3', aspects=stances('+ -')))
    assert elsewhere(corpus).unscored.praise.count == 1


def test_a_part_of_the_series_has_its_own_reviews() -> None:
    corpus = wiki(
        review('ann', covers='1-3', score='9/10', author='Ann'),
        review('ben', covers='4-6', score='5/10', author='Ben'),
    )
    view = elsewhere(corpus, frozenset({1, 2, 3}))
    assert (view.reviews, view.printed.mean) == (1, 90)


def test_a_wiki_without_reviews_says_so() -> None:
    assert drawn(wiki()) == ['No review is in the wiki yet.']
    data = wiki_data(wiki())['consensus']['elsewhere']
    assert data['positive_share']['low'] is None
    assert data['printed_mean'] == {
        'printed': 0,
        'needed': 1,
        'mean': None,
        'recommended': {'low': None, 'high': None},
        'recommending': {'low': 0, 'high': 0},
    }


def test_one_review_is_told_in_the_singular() -> None:
    lines = drawn(wiki(critic('ann', '8/10')))
    assert lines[0].startswith('One review counts. ')
    assert lines[2] == 'No figure: 1 of the 5 reviews needed'
    assert lines[10] == ('80 of 100; recommended by 1 of 1 with a threshold of 60, by 1 with 80')


def test_many_reviews_are_counted_not_listed() -> None:
    corpus = wiki(*(critic(f'critic-{n}', signs='+') for n in range(13)))
    assert 'most stances are praise: 13 reviews.' in drawn(corpus)[4]


def test_the_data_are_rounded_as_the_page_is() -> None:
    corpus = wiki(*ALL_SCORED, critic('fay', signs='+'), critic('gus', signs='~'))
    # 5 of 7 and 6 of 7; (345 + 60 + 40) / 7 and (345 + 100 + 60) / 7
    data = wiki_data(corpus)
    assert get_path(data, 'consensus.elsewhere.positive_share.low') == 71
    assert get_path(data, 'consensus.elsewhere.positive_share.high') == 86
    assert get_path(data, 'consensus.elsewhere.imputed_mean.low') == 64
    assert get_path(data, 'consensus.elsewhere.imputed_mean.high') == 72
    lines = drawn(corpus)
    assert lines[2].startswith('71 to 86 %: ')
    assert lines[6].startswith('64 to 72 of 100: ')


REVIEWS = st.lists(
    st.tuples(
        st.none() | st.integers(min_value=0, max_value=100),
        st.text('+~- ', max_size=3),
        st.sampled_from(['Ann', 'Ben', 'Cy', 'Dot', 'Eve', 'Fay']),
        st.sampled_from(['Post', 'Mail', 'null']),
    ),
    max_size=12,
)


@settings(deadline=None)
@given(REVIEWS)
def test_figures_stay_in_their_bounds(rows: list[tuple[int | None, str, str, str]]) -> None:
    pages = [
        critic(f'r{n}', '' if score is None else f'{score}%', signs, author=author, outlet=outlet)
        for n, (score, signs, author, outlet) in enumerate(rows)
    ]
    view = elsewhere(wiki(*pages))
    assert view.reviews == len({(author, outlet) for _score, _signs, author, outlet in rows})
    share = view.share
    assert share.positive + share.negative + share.undecided == view.reviews
    assert view.imputed.imputed == view.unscored.count
    for bounds in (share.percent, view.imputed.mean, view.printed.percent):
        assert bounds is None or 0 <= bounds.low <= bounds.high <= 100
    if view.imputed.imputed == 0 and view.imputed.mean:
        assert view.imputed.mean == (view.printed.mean, view.printed.mean)
    if view.imputed.mean and view.printed.mean is not None:
        # imputed scores move the mean by no more than their share, printed ones stay
        printed = view.printed.mean * view.imputed.printed
        low, high = (end * view.reviews - printed for end in view.imputed.mean)
        assert 0 <= low <= high <= 100 * view.imputed.imputed


@settings(deadline=None)
@given(st.lists(st.integers(min_value=0, max_value=100), min_size=5, max_size=9))
def test_a_further_review_without_a_score_only_widens_what_is_printed(scores: list[int]) -> None:
    pages = [critic(f'r{n}', f'{score}%') for n, score in enumerate(scores)]
    before, after = elsewhere(wiki(*pages)), elsewhere(wiki(*pages, critic('silent')))
    assert after.printed == before.printed
    exact = Fraction(sum(scores), len(scores))
    assert ends(before.imputed.mean) == tuple(repeat(exact, 2))
    low, high = ends(after.imputed.mean)
    assert low <= exact <= high
