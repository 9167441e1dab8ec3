"""What each panel says, as plain data."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from small_wiki import (
    SERIES,
    character,
    character_of,
    episode,
    episode_of,
    review,
    review_of,
    wiki,
)

from criticwiki.corpus.corpus import Corpus
from criticwiki.model.judgements import Confidence
from criticwiki.model.numbering import EpisodeRanges
from criticwiki.panels import character as characters
from criticwiki.panels import consensus as agreement
from criticwiki.panels import consensus_summary as split
from criticwiki.panels import episode as episodes
from criticwiki.panels import episode_scores, season_score, standing
from criticwiki.panels import review as reviews
from criticwiki.panels.common import Group
from criticwiki.panels.episode_facts import episode_facts
from criticwiki.panels.related import link_rows
from criticwiki.panels.review import Silence

if TYPE_CHECKING:
    from criticwiki.model.page import Page

PRAISE = '{stance: praise, says: x}'
MIXED = '{stance: mixed, says: x}'
CRITICISM = '{stance: criticism, says: x}'


def ids(critics: Any) -> list[str]:
    return [critic.docname.removeprefix('reviews/') for critic in critics]


# -- the season's headline --------------------------------------------------------------


def test_no_score_makes_no_headline() -> None:
    top = season_score.season_score(wiki(review('a'), review('b', covers='1')))
    assert top.figures is None
    assert (top.reviews, top.provisional, top.scored) == (2, True, ())
    assert ids(top.unscored) == ['a', 'b']


def test_one_score() -> None:
    top = season_score.season_score(wiki(review('a', score='3.5/5'), review('b')))
    assert top.figures == season_score.Figures(
        1, Decimal(70), Decimal(70), Decimal(70), Decimal(70), '100'
    )
    assert ids(critic for critic, _ in top.scored) == ['a']
    assert ids(top.unscored) == ['b']


def test_two_scores() -> None:
    corpus = wiki(
        review('a', score='6/10'), review('b', score='7.2/10.0'), review('c'), review('d')
    )
    top = season_score.season_score(corpus)
    assert top.figures == season_score.Figures(
        2, Decimal(66), Decimal(66), Decimal(60), Decimal(72), '100'
    )
    assert [(p.printed, p.common) for _, p in top.scored] == [('6/10', 60), ('7.2/10.0', 72)]
    assert (top.reviews, top.provisional) == (4, True)


@pytest.mark.parametrize(('scored', 'provisional'), [(3, True), (4, False), (5, False)])
def test_provisional_under_four(scored: int, provisional: bool) -> None:
    corpus = wiki(*(review(f'r{i}', score='3/5') for i in range(scored)))
    assert season_score.season_score(corpus).provisional is provisional


def test_figures_are_rounded_once_and_only_when_shown() -> None:
    top = season_score.season_score(
        wiki(review('a', score='1/3'), review('b', score='1/3'), review('c', score='34%'))
    )
    assert top.figures is not None
    assert (top.figures.mean, top.figures.low) == (34, 33)  # 33.555..., not (33 + 33 + 34) / 3


def test_median_and_mean_differ() -> None:
    corpus = wiki(*(review(f'r{i}', score=s) for i, s in enumerate(['10%', '20%', '90%'])))
    known = season_score.season_score(corpus).figures
    assert known is not None
    assert (known.mean, known.median, known.low, known.high) == (40, 20, 10, 90)


def test_the_score_of_a_partial_review_is_not_the_seasons() -> None:
    corpus = wiki(review('whole', score='60%'), review('early', covers='1-5', score='100%'))
    top = season_score.season_score(corpus)
    assert top.figures is not None
    assert (top.figures.count, top.figures.mean) == (1, 60)
    assert ids(top.unscored) == ['early']
    assert ids(critic for critic, _ in season_score.fragility(corpus).without) == ['whole']


def test_the_score_of_a_draft_is_nobodys() -> None:
    corpus = wiki(review('a', score='60%'), review('b', score='100%', draft='true'))
    top = season_score.season_score(corpus)
    assert (top.reviews, top.figures and top.figures.mean) == (1, 60)


def test_without_a_season_no_review_covers_it() -> None:
    corpus = Corpus([review('a', score='60%')])
    assert season_score.season_score(corpus).figures is None
    assert not reviews.disclosure(corpus, corpus.reviews[0]).critic.whole


# -- how fragile it is ------------------------------------------------------------------


def test_without_each_critic_in_turn() -> None:
    fragile = season_score.fragility(
        wiki(
            review('a', score='60%'),
            review('b', score='72%'),
            review('c', score='90%'),
            review('d'),
        )
    )
    assert {critic.docname[8:]: left for critic, left in fragile.without} == {
        'a': 81, 'b': 75, 'c': 66,
    }  # fmt: skip
    assert fragile.figures is not None
    assert fragile.figures.mean == 74


def test_without_the_only_critic_nothing_is_left() -> None:
    ((critic, left),) = season_score.fragility(wiki(review('a', score='60%'))).without
    assert (critic.docname, left) == ('reviews/a', None)


# -- aspects ----------------------------------------------------------------------------


def test_out_of_scope_is_not_silence() -> None:
    corpus = wiki(
        review('whole', aspects=f'{{finale: {CRITICISM}}}'),
        review('silent'),
        review('early', covers='1-5', aspects=f'{{story: {PRAISE}}}'),
    )
    rows = {entry.id: reviews.aspect_rows(corpus, entry) for entry in corpus.reviews}
    states = {
        name: [row.statement.stance.value if row.statement else row.silence for row in found]
        for name, found in rows.items()
    }
    not_discussed, out = Silence.NOT_DISCUSSED, Silence.OUT_OF_SCOPE
    assert states == {
        'whole': [not_discussed, not_discussed, 'criticism'],
        'silent': [not_discussed, not_discussed, not_discussed],
        'early': ['praise', not_discussed, out],
    }
    tallies = {
        row.aspect: (row.tally.discussing, row.in_scope) for row in agreement.tallies(corpus)
    }
    assert tallies == {'story': (1, 3), 'music': (0, 3), 'finale': (1, 2)}
    matrix = agreement.matrix(corpus)
    assert ids(critic for critic, _ in matrix.rows) == [entry.id for entry in corpus.reviews]
    assert [name for name, _ in matrix.aspects] == ['story', 'music', 'finale']
    assert {
        critic.docname[8:]: [cell.value for cell in cells] for critic, cells in matrix.rows
    } == states


def test_a_judgement_that_is_out_of_scope_is_not_counted() -> None:
    corpus = wiki(review('early', covers='1-5', aspects=f'{{finale: {PRAISE}}}'))
    (row,) = [row for row in agreement.tallies(corpus) if row.aspect == 'finale']
    assert (row.tally.discussing, row.in_scope) == (0, 0)
    assert reviews.aspect_rows(corpus, corpus.reviews[0])[2].silence is Silence.OUT_OF_SCOPE


def test_a_partial_review_may_have_seen_what_an_aspect_needs() -> None:
    corpus = wiki(review('last', covers='6', aspects=f'{{finale: {MIXED}}}'))
    assert agreement.tallies(corpus)[2].tally.mixed == 1


def test_an_aspect_has_an_anchor() -> None:
    front = 'series: {title: A, episodes: 6, aspects: {Voice acting: x}}'
    corpus = wiki(review('a'), front=front)
    assert reviews.aspect_rows(corpus, corpus.reviews[0])[0].anchor == 'aspect-voice-acting'


def _judged(**stances: str) -> list[Page]:
    """One review for each column of letters: p, m, c, or - for silence."""
    words = {'p': PRAISE, 'm': MIXED, 'c': CRITICISM}
    made = []
    for index in range(len(next(iter(stances.values())))):
        said = {name: column[index] for name, column in stances.items()}
        facts = ', '.join(f'{name}: {words[x]}' for name, x in said.items() if x != '-')
        made.append(review(f'r{index}', aspects=f'{{{facts}}}'))
    return made


def _aspects(**stances: str) -> agreement.Agreements:
    listed = ', '.join(f'{name}: What it is.' for name in stances)
    front = f'series: {{title: A, episodes: 6, aspects: {{{listed}}}}}'
    return agreement.agreements(wiki(*_judged(**stances), front=front))


def test_splits_agreements_and_the_rest() -> None:
    groups = _aspects(
        nobody='------',
        one='p-----',
        shared='pp----',
        mixed='mmmmm-',
        leaning='ppm---',
        first_split='pc----',
        fuller_split='pcm---',
        wide_split='ppcc--',
        second_split='pc----',
        lone_voice='ppppc-',
        most='pppp-m',
    )
    assert [row.aspect for row in groups.splits] == [
        'wide_split', 'lone_voice', 'first_split', 'second_split', 'fuller_split',
    ]  # fmt: skip
    assert [row.aspect for row in groups.shared] == ['mixed', 'most', 'shared']
    assert [row.aspect for row in groups.others] == ['leaning', 'one']
    assert groups.undiscussed == ('nobody',)


def test_the_consensus_in_two_lines() -> None:
    stances = {
        'good': 'pppp',
        'bad': '-ccc',
        'so': 'mmmm',
        'one': 'p---',
        'two': 'pp--',
        'split': 'pcm-',
        'narrow': 'pc--',
    }
    listed = ', '.join(f'{name}: What it is.' for name in stances)
    front = f'series: {{title: A, episodes: 6, aspects: {{{listed}}}}}'
    short = split.brief(wiki(*_judged(**stances), front=front))
    assert [row.aspect for row in short.praised] == ['good']
    assert [row.aspect for row in short.criticised] == ['bad']
    assert short.split is not None
    assert short.split.aspect == 'split'
    assert short.comparable == 4
    assert short.headline.reviews == 4


@pytest.mark.parametrize(
    ('stances', 'praised', 'criticised', 'divided'),
    [
        ('ppppm', 1, 0, False),
        ('cccc-m', 0, 1, False),
        ('pppmm', 0, 0, False),
        ('mmmmm', 0, 0, False),
        ('ppppc', 0, 0, True),
        ('p----', 0, 0, False),
    ],
)
def test_what_most_hold(stances: str, praised: int, criticised: int, divided: bool) -> None:
    front = 'series: {title: A, episodes: 6, aspects: {most: x}}'
    short = split.brief(wiki(*_judged(most=stances), front=front))
    assert (len(short.praised), len(short.criticised)) == (praised, criticised)
    assert (short.split is not None) == divided


def test_who_stands_behind_a_tally() -> None:
    corpus = wiki(
        review('a', aspects=f'{{finale: {PRAISE}}}'),
        review('b', aspects=f'{{finale: {CRITICISM}}}'),
        review('c'),
        review('early', covers='1', aspects=f'{{story: {MIXED}}}'),
    )
    story, _music, finale = (row.holders for row in agreement.tallies(corpus))
    assert [ids(group.critics) for group in (finale.praise, finale.mixed, finale.criticism)] == [
        ['a'],
        [],
        ['b'],
    ]
    assert (ids(finale.silent.critics), ids(finale.out_of_scope.critics)) == (['c'], ['early'])
    assert (ids(story.mixed.critics), story.out_of_scope.count) == (['early'], 0)


def test_of_many_holders_only_the_number_is_kept() -> None:
    front = 'series: {title: A, episodes: 6, aspects: {most: x}}'
    (row,) = agreement.tallies(wiki(*_judged(most='p' * 200 + 'c'), front=front))
    assert row.holders.praise == Group((), 200)
    assert len(row.holders.criticism.critics) == 1


# -- episodes ---------------------------------------------------------------------------


def test_scores_of_an_episode() -> None:
    corpus = wiki(
        episode(2),
        review('whole', score='100%', episode_scores='{1: 1/5, 2: 3/5}'),
        review('single', covers='2', score='8/10'),
        review('pair', covers='1-2', score='0/10'),
        review('other', covers='3', score='0/10'),
    )
    found = episodes.episode_scores(corpus, 2)
    assert [(ids([row.critic]), row.score.printed) for row in found.rows] == [
        (['whole'], '3/5'),
        (['pair'], '0/10'),
        (['single'], '8/10'),
    ]
    assert found.mean == 47  # (60 + 0 + 80) / 3


def test_what_is_printed_for_the_episode_goes_before_the_whole() -> None:
    corpus = wiki(episode(2), review('single', covers='2', score='8/10', episode_scores='{2: 3/5}'))
    assert [row.score.printed for row in episodes.episode_scores(corpus, 2).rows] == ['3/5']


def test_a_mean_needs_two_scores() -> None:
    corpus = wiki(episode(1), review('a', episode_scores='{1: 3/5}'), review('b'))
    assert episodes.episode_scores(corpus, 1).mean is None
    assert episodes.episode_scores(corpus, 5) == episodes.EpisodeScores((), None, 5)


def test_a_season_of_one_episode() -> None:
    front = 'series: {title: A, episodes: 1, aspects: {}}'
    corpus = wiki(episode(1), review('a', covers='1', score='3/5'), front=front)
    top = season_score.season_score(corpus)
    assert top.figures is not None
    assert top.figures.mean == 60
    assert episodes.episode_scores(corpus, 1).rows[0].score.common == 60


def test_coverage() -> None:
    remarks = (
        '[{about: 2, stance: mixed, says: one}, {about: 3, stance: mixed, says: two},'
        ' {about: 2, stance: praise, says: three, spoils: 4, quotes: [a]}]'
    )
    corpus = wiki(
        episode(2), review('a', remarks=remarks), review('b', covers='1-2'), review('c', covers='1')
    )
    found = episodes.coverage(corpus, 2)
    covering = episode_facts(corpus, episode_of(corpus, 2)).covering
    assert ids(row.critic for row in found.rows) == ['a']
    assert ids(covering.critics) == ['a', 'b']
    assert [(said.says, said.spoils, said.quotes) for said in found.rows[0].remarks] == [
        ('one', 0, ()),
        ('three', 4, ('a',)),
    ]
    _whole, other = covering.critics
    assert (other.scope, other.whole) == ('1–2', False)
    assert found.rows[0].critic.whole


def test_cast_and_neighbours() -> None:
    corpus = wiki(
        episode(1), episode(2), episode(4),
        character('Ida', appears_in='1-2', summary='A keeper.'), character('Bo', appears_in='2'),
    )  # fmt: skip
    names = [(row.character.text, row.summary) for row in episodes.cast(corpus, 2)]
    assert names == [('Bo', None), ('Ida', 'A keeper.')]
    assert episodes.cast(corpus, 4) == ()
    around = episodes.neighbours(corpus, 2)
    assert around.previous is not None
    assert (around.previous[0].number, around.previous[1].docname) == (1, 'episodes/01-part')
    assert around.following is None
    assert episodes.neighbours(corpus, 1).previous is None


def test_whom_a_later_episode_reveals_is_in_the_cast_with_its_number() -> None:
    corpus = wiki(
        *(episode(number) for number in range(1, 5)),
        character('Ida', appears_in='2', revealed='[{episode: 3, appears_in: 1-3}]'),
        character('Bo', revealed='[{episode: 4, appears_in: 1}, {episode: 2, fact: x}]'),
    )
    rows = [
        [(row.character.text, row.spoils) for row in episodes.cast(corpus, number)]
        for number in range(1, 5)
    ]
    assert rows == [[('Ida', 3), ('Bo', 4)], [('Ida', 2)], [('Ida', 3)], []]
    found = characters.appearances(corpus, character_of(corpus, 'Ida'))
    assert [(one.place.number, one.seen) for one in found.episodes] == [(1, 3), (2, 2), (3, 3)]


def test_facts_of_an_episode() -> None:
    corpus = wiki(
        episode(1, title_ja='灯台', script='[Ann, Bo]', aired='2024-01-31', director='null',
                variants='{One: post, Two: gone}', confidence='{script: one source}'),
        review('post', outlet='Buoy Post'),
        review('gone', draft='true'),
    )  # fmt: skip
    shown = episode_facts(corpus, episode_of(corpus, 1))
    facts = {fact.key: fact for fact in shown.facts}
    assert (shown.place.number, shown.season_length, shown.draft) == (1, 6, False)
    assert (facts['title_ja'].values, facts['title_ja'].language) == (('灯台',), 'ja')
    assert facts['aired'].values == ('2024-01-31',)
    assert 'director' not in facts
    assert facts['script'].values == ('Ann', 'Bo')
    assert facts['script'].confidence is Confidence.ONE_SOURCE
    assert facts['aired'].confidence is Confidence.CONFIRMED
    assert [(text, critic.name) for text, critic in shown.variants] == [('One', 'Buoy Post')]


def test_a_season_episode_by_episode() -> None:
    corpus = wiki(
        episode(1, summary='It begins.'), episode(2), episode(6),
        review('a', episode_scores='{1: 2/5, 2: 3/5, 6: 4/5}'),
        review('b', covers='1-2', episode_scores='{1: 6/10, 2: 80%}'),
        review('c', covers='6', score='0/10'),
        review('d'),
    )  # fmt: skip
    found = episode_scores.episode_score_table(corpus)
    assert [(row.number, row.covering) for row in found.rows] == [(1, 3), (2, 3), (6, 3)]
    assert [row.scores.mean for row in found.rows] == [50, 70, 40]
    assert ids(row.critic for row in found.critics) == ['a', 'b']
    one, two = (row.figures for row in found.critics)
    assert (one.count, one.mean, one.median, one.low, one.high, one.best) == (3, 3, 3, 2, 4, '5')
    assert (two.mean, two.best) == (70, '100')
    assert [row.trend for row in found.critics] == [None, None]  # too few scores to rise or fall
    assert found.mean == 53  # (40 + 60 + 80 + 60 + 80 + 0) / 6


def test_a_season_mean_needs_two_critics() -> None:
    one = review('a', episode_scores='{1: 2/5, 2: 3/5}')
    assert episode_scores.episode_score_table(wiki(episode(1), one)).mean is None
    both = wiki(episode(1), one, review('b', covers='1', score='80%'))
    assert episode_scores.episode_score_table(both).mean == 60  # (40 + 60 + 80) / 3


def test_scores_are_taken_in_the_order_of_episodes() -> None:
    scores = '{3: 3/5, 1: 5/5, 2: 4/5, 5: 1/5, 4: 2/5}'
    corpus = wiki(review('a', episode_scores=scores))
    trend = episode_scores.episode_score_table(corpus).critics[0].trend
    assert trend is not None
    assert (trend.tau, trend.significant) == (pytest.approx(-1), True)
    card = reviews.score_card(corpus, corpus.reviews[0])
    assert [place.number for place, _, _ in card.episodes] == [1, 2, 3, 4, 5]


def test_four_scores_are_too_few_for_a_trend() -> None:
    for scores in ('{1: 1/5, 2: 2/5, 3: 3/5}', '{1: 4/5, 2: 3/5, 3: 2/5, 4: 1/5}'):
        (row,) = episode_scores.episode_score_table(
            wiki(review('a', episode_scores=scores))
        ).critics
        assert row.figures.count >= 3
        assert row.trend is None


# -- the same episodes compared ---------------------------------------------------------

SCORED = '{1: 3/5, 2: 4/5, 3: 1/5, 4: 2/5, 5: 3/5, 6: 3/5}'


def test_what_early_reviews_saw_and_the_rest() -> None:
    found = episode_scores.early_comparison(
        wiki(review('whole', episode_scores=SCORED), review('silent'),
             review('early', covers='1-2', episode_scores='{1: 5/5}'), review('first', covers='1'))
    )  # fmt: skip
    assert found is not None
    assert (found.early, found.rest) == ('1–2', '3–6')
    assert ids(found.critics.critics) == ['early', 'first']
    (row,) = found.rows
    assert row.critic.docname == 'reviews/whole'
    assert (row.early.mean, row.early.count, row.early.best) == (Decimal('3.5'), 2, '5')
    assert (row.rest.mean, row.rest.count) == (Decimal('2.25'), 4)


@pytest.mark.parametrize(
    'partial', [[], ['1-3', '4-6'], ['[1, 2, 3, 4, 5, 6]']], ids=['none', 'all together', 'whole']
)
def test_nothing_to_compare(partial: list[str]) -> None:
    others = [review(f'r{index}', covers=covers) for index, covers in enumerate(partial)]
    assert (
        episode_scores.early_comparison(wiki(review('whole', episode_scores=SCORED), *others))
        is None
    )


def test_a_weekly_critic_is_compared_with_their_own_reviews() -> None:
    weekly = [
        review(f'week-{number}', author='Ann', covers=str(number), score=f'{number}/10')
        for number in range(1, 7)
    ]
    found = episode_scores.early_comparison(
        wiki(*weekly, review('early', author='Bo', covers='1-2'))
    )
    assert found is not None
    assert (found.early, found.rest) == ('1–2', '3–6')
    (row,) = found.rows
    assert row.critic.name == 'Ann'
    assert (row.early.mean, row.rest.mean) == (Decimal('1.5'), Decimal('4.5'))


def test_it_is_said_only_so_where_no_critic_scores_both_stretches() -> None:
    sentence = 'No critic prints scores for episodes of both stretches.'
    silent = [
        review('whole'),
        review('early', author='Bo', covers='1-2', episode_scores='{1: 3/5}'),
    ]
    for reviews_, said in (
        (silent, True),
        ([review('a', episode_scores=SCORED), silent[1]], False),
    ):
        blocks = episode_scores.draw_early_comparison(
            episode_scores.early_comparison(wiki(*reviews_))
        )
        assert any(list(block.children) == [sentence] for block in blocks) == said


def test_no_number_of_weekly_reviews_moves_the_border() -> None:
    front = SERIES.replace('episodes: 6', 'episodes: 13').replace('needs: 6', 'needs: 13')
    scores = ', '.join(f'{n}: {n % 5 + 1}/5' for n in range(1, 14))
    alone = [
        review('whole', covers='1-13', episode_scores=f'{{{scores}}}'),
        review('early', covers='1-4'),
    ]
    weekly = [
        *(review(f'w{n}', author='Ann', covers=str(n), score='9/10') for n in range(1, 11)),
        *(review(f'x{n}', outlet=f'The Site, week {n}', covers=str(n)) for n in range(1, 11)),
        review('column', author='Bo', covers='1-10', episode_scores='{1: 5/5, 9: 1/5}'),
    ]
    for reviews_ in (alone, [*alone, *weekly[:10]], [*alone, *weekly]):
        found = episode_scores.early_comparison(wiki(*reviews_, front=front))
        assert found is not None
        assert (found.early, found.rest) == ('1–4', '5–13')
        assert 'Ann' not in [critic.name for critic in found.critics.critics]


def test_drafts_do_not_make_a_stretch() -> None:
    draft = review('early', covers='1-2', draft='true')
    assert (
        episode_scores.early_comparison(wiki(review('whole', episode_scores=SCORED), draft)) is None
    )


def test_stretches_are_compared_on_one_scale() -> None:
    scores = '{1: 3/5, 2: 4/5, 3: 6/10, 4: 3/5}'
    found = episode_scores.early_comparison(
        wiki(review('whole', episode_scores=scores), review('early', covers='1-2'))
    )
    assert found is not None
    assert found.rows[0].early.best == found.rows[0].rest.best


# -- a review ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ('facts', 'name'),
    [({'author': 'Ann', 'outlet': 'Buoy'}, 'Ann'), ({'outlet': 'Buoy'}, 'Buoy'), ({}, None)],
)
def test_who_judges(facts: dict[str, str], name: str | None) -> None:
    corpus = wiki(review('a', headline='A light', **facts))
    critic = reviews.disclosure(corpus, corpus.reviews[0]).critic
    assert (critic.name, critic.headline) == (name, 'A light')
    assert (critic.scope, critic.whole) == ('1–6', True)


def test_disclosure() -> None:
    corpus = wiki(
        review('a', outlet='Buoy', url='https://x.example/', published='2024-01-31',
               covers='[1, 4]', covers_basis='inferred', access='screener', score='3/5',
               verdict='Good'),
        review('b'),
    )  # fmt: skip
    told = reviews.disclosure(corpus, review_of(corpus, 'a'))
    assert (told.outlet, told.authors, told.url) == ('Buoy', (), 'https://x.example/')
    assert (told.published, told.inferred, told.access) == ('2024-01-31', True, 'screener')
    assert told.score is not None
    assert (told.score.printed, told.score.common, told.verdict) == ('3/5', 60, 'Good')
    plain = reviews.disclosure(corpus, review_of(corpus, 'b'))
    assert (plain.published, plain.inferred, plain.score, plain.draft) == (None, False, None, False)


def card(**facts: str) -> reviews.ScoreCard:
    corpus = wiki(episode(1), review('a', **facts))
    return reviews.score_card(corpus, corpus.reviews[0])


def test_categories_that_add_up() -> None:
    shown = card(score='7.2/10.0', categories='{A: 5/10, B: 9/10, C: 8/10, D: 6/10, E: 8/10}')
    check = shown.category_check
    assert check == reviews.Check(5, Decimal('7.2'), '10', None, None, matches=True)
    assert [(name, score.printed, score.common) for name, score in shown.categories] == [
        ('A', '5/10', 50), ('B', '9/10', 90), ('C', '8/10', 80), ('D', '6/10', 60),
        ('E', '8/10', 80),
    ]  # fmt: skip


def test_categories_that_do_not() -> None:
    check = card(score='7.3/10', categories='{A: 5/10, B: 9/10}').category_check
    assert check == reviews.Check(2, Decimal(7), '10', None, None, matches=False)
    assert card(categories='{A: 5/10, B: 9/10}').category_check == reviews.Check(
        2, Decimal(7), '10', None, None, matches=None
    )


def test_a_mean_that_only_looks_the_same_does_not_match() -> None:
    check = card(score='2.667/4', categories='{A: 2/4, B: 3/4, C: 3/4}').category_check
    assert check is not None
    assert (check.mean, check.matches) == (Decimal('2.667'), False)


def test_episodes_on_another_scale_than_the_verdict() -> None:
    shown = card(
        score='6/10', episode_scores='{1: 3/5, 2: 3.5/5, 3: 2.5/5, 4: 3/5, 5: 3/5, 6: 3.25/5}'
    )
    check = shown.episode_check
    assert check is not None
    assert (check.count, check.mean, check.best) == (6, Decimal('3.042'), '5')
    assert (check.on_verdict_scale, check.verdict_best) == (Decimal('6.08'), '10')
    assert check.matches is False
    assert (shown.episode_sum, shown.episode_median) == (Decimal('18.25'), Decimal(3))
    assert shown.episodes[0][1] is not None
    assert shown.episodes[1][1] is None


def test_another_scale_may_match() -> None:
    check = card(score='60%', episode_scores='{1: 2/5, 2: 4/5}').episode_check
    assert check == reviews.Check(2, Decimal(3), '5', Decimal(60), '100', matches=True)


def test_episodes_on_different_scales() -> None:
    shown = card(score='5/10', episode_scores='{1: 3/5, 2: 4/10}')
    check = shown.episode_check
    assert check == reviews.Check(2, Decimal(50), '100', Decimal(5), '10', matches=True)
    assert shown.episode_sum is shown.episode_median is None


def test_a_single_score_has_nothing_to_check() -> None:
    shown = card(score='5/10', categories='{A: 5/10}', episode_scores='{1: 3/5}')
    assert shown.category_check is shown.episode_check is None
    assert card().episodes == card().categories == ()


def test_subjects_of_a_review() -> None:
    remarks = ', '.join(
        f'{{about: {about}, stance: mixed, says: {says}, spoils: {spoils}}}'
        for about, says, spoils in [
            ('cy', 'c2', 6), ('4', 'e4', 4), ('ann', 'a', 1), ('2', 'e2', 2), ('cy', 'c1', 3),
            ('bo', 'b', 1), ('nobody', 'n', 1), ('5', 'e5', 5),
        ]
    )  # fmt: skip
    corpus = wiki(
        review('a', remarks=f'[{remarks}]'), episode(2), episode(4), character('Cy'),
        character('bo'), character('Ann'), review('nobody', covers='1'),
    )  # fmt: skip
    rows = reviews.subject_rows(corpus, review_of(corpus, 'a'))
    assert [row.statement.says for row in rows] == ['e2', 'e4', 'a', 'b', 'c1', 'c2']
    assert rows[2].subject.docname == 'characters/ann'


# -- a character ------------------------------------------------------------------------


def test_only_critics_who_say_something_of_a_character_are_named() -> None:
    corpus = wiki(
        character('Ida', appears_in='3-4'),
        character('Bo'),
        review('says', remarks='[{about: ida, stance: praise, says: x, spoils: 4}]'),
        review('other'),
        review('early', covers='1-2'),
    )
    (row,) = characters.remarks(corpus, character_of(corpus, 'Ida'))
    assert ids([row.critic]) == ['says']
    assert row.remarks[0].spoils == 4
    assert characters.remarks(corpus, character_of(corpus, 'Bo')) == ()


def test_facts_of_a_character() -> None:
    corpus = wiki(
        character('Ida', name_ja='アイダ', aliases='[I, A]', misspellings='[Idda]',
                  voices='{ja: null, en: [Ann, Bo]}', confidence='{voices.en: one source}',
                  kind='human', revealed='[{episode: 5, fact: Falls.}, '
                  '{episode: 3, kind: keeper, alias: First}, {episode: 5, fact: Rises.}]'),
        character('Bo'),
    )  # fmt: skip
    shown = characters.character_facts(corpus, character_of(corpus, 'Ida'))
    facts = {fact.key: (fact.values, fact.confidence.value) for fact in shown.facts}
    assert facts == {
        'name_ja': (('アイダ',), 'confirmed'),
        'aliases': (('I', 'A'), 'confirmed'),
        'kind': (('human',), 'confirmed'),
        'voices.en': (('Ann', 'Bo'), 'one source'),
    }
    assert shown.spellings == ('Idda',)
    assert shown.kinds == ((0, 'human'), (3, 'keeper'))
    assert [(r.episode, r.facts) for r in shown.revealed] == [
        (3, (('kind', 'keeper'), ('alias', 'First'))),
        (5, (('fact', 'Falls.'), ('fact', 'Rises.'))),
    ]
    bare = characters.character_facts(corpus, character_of(corpus, 'Bo'))
    assert bare.facts == ()


def test_a_kind_that_is_revealed_later_is_not_called_unknown() -> None:
    revealed = '[{episode: 3, kind: keeper}, {episode: 3, alias: One}, {episode: 3, alias: Two}]'
    corpus = wiki(character('Cy', kind='null', revealed=revealed))
    shown = characters.character_facts(corpus, character_of(corpus, 'Cy'))
    assert 'kind' not in {fact.key for fact in shown.facts}
    assert shown.kinds == ((3, 'keeper'),)
    assert [(r.episode, r.facts) for r in shown.revealed] == [
        (3, (('kind', 'keeper'), ('alias', 'One, Two')))
    ]


def test_appearances() -> None:
    corpus = wiki(
        episode(1), character('Ida', appears_in='1-2', confidence='{appears_in: one source}'),
        character('Bo', appears_in='1-6'), character('Cy'),
    )  # fmt: skip
    found = characters.appearances(corpus, character_of(corpus, 'Ida'))
    episodes = found.episodes
    assert [(one.place.number, one.page and one.page.docname) for one in episodes] == [
        (1, 'episodes/01-part'),
        (2, None),
    ]
    assert (found.confidence, found.all) == (Confidence.ONE_SOURCE, False)
    assert characters.appearances(corpus, character_of(corpus, 'Bo')).all
    nowhere = characters.appearances(corpus, character_of(corpus, 'Cy'))
    assert (nowhere.episodes, nowhere.all) == ((), False)


def test_a_page_on_two_episodes_opens_with_the_later_one() -> None:
    corpus = wiki(
        episode('[2, 4]'), episode(3), character('Ida', appears_in='2', revealed=(
            '[{episode: 6, appears_in: 3}, {episode: 5, appears_in: 4}]')),
    )  # fmt: skip
    shown = characters.appearances(corpus, character_of(corpus, 'Ida')).episodes
    assert [(str(one.place), one.seen) for one in shown] == [('2 + 4', 5), ('3', 6)]


# -- a wiki of nothing ------------------------------------------------------------------


@pytest.mark.parametrize(
    'corpus',
    [
        Corpus([]),
        wiki(),
        Corpus([episode(1), character('Ida', appears_in='1'), review('a')]),
        wiki(episode(1), character('Ida')),
    ],
    ids=['no pages', 'only a series', 'no series', 'no reviews'],
)
def test_every_view_of_a_wiki_that_lacks_something(corpus: Corpus) -> None:
    top = season_score.season_score(corpus)
    assert (top.figures, top.provisional, top.scored) == (None, True, ())
    assert season_score.fragility(corpus) == season_score.Fragility(None, ())
    assert episode_scores.early_comparison(corpus) is None
    assert episode_scores.episode_score_table(corpus).critics == ()
    assert episode_scores.episode_score_table(corpus).mean is None
    assert split.brief(corpus) == split.Brief(top, (), (), None, 0, any_split=False)
    assert split.main_split(corpus).split is None
    groups = agreement.agreements(corpus)
    assert groups.splits == groups.shared == groups.others == ()
    assert (
        len(groups.undiscussed)
        == len(agreement.tallies(corpus))
        == len(agreement.matrix(corpus).aspects)
    )
    assert episodes.episode_scores(corpus, 1).rows == ()
    assert episodes.neighbours(corpus, 1) == episodes.Neighbours(None, None)
    assert episodes.draw_coverage(episodes.coverage(corpus, 1)) == []
    assert standing.standing(corpus, 1) is None
    assert standing.draw_outlook(standing.outlook(corpus, 1)) == []
    assert len(episodes.cast(corpus, 1)) == len(corpus.cast)
    assert link_rows(corpus, 'index') == link_rows(corpus, 'nowhere') == ()
    for entry in corpus.episodes:
        assert episode_facts(corpus, entry).place.number == 1
    for entry in corpus.characters:
        assert characters.remarks(corpus, entry) == ()
        assert not characters.appearances(corpus, entry).all
        assert characters.character_facts(corpus, entry).revealed == ()
    for entry in corpus.reviews:
        assert reviews.aspect_rows(corpus, entry) == reviews.subject_rows(corpus, entry) == ()
        assert reviews.score_card(corpus, entry).episode_check is None
        assert reviews.disclosure(corpus, entry).critic.scope == str(EpisodeRanges.parse('1-6'))
