"""A review of one episode, or of two, on the pages of these episodes; mentions; weekly critics."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from small_wiki import character, character_of, episode, episode_of, review, review_of, wiki

from criticwiki.export.scores_csv import BOM, scores_csv
from criticwiki.export.wiki_data import wiki_data
from criticwiki.export.wiki_schema import wiki_schema
from criticwiki.panels.character import draw_remarks, remarks
from criticwiki.panels.common import MAX_NAMED
from criticwiki.panels.critics import critic_page, draw_critic_page
from criticwiki.panels.elements import text_of
from criticwiki.panels.episode import coverage, draw_coverage, draw_scores, episode_scores
from criticwiki.panels.episode_facts import draw_facts as draw_facts_of_episode
from criticwiki.panels.episode_facts import episode_facts
from criticwiki.panels.episode_scores import (
    draw_episode_scores,
    early_comparison,
    episode_score_table,
)
from criticwiki.panels.episode_strip import draw_strip, strip_of
from criticwiki.panels.related import related
from criticwiki.panels.review import disclosure, draw_facts
from criticwiki.panels.season_chart import season_chart

if TYPE_CHECKING:
    from collections.abc import Iterable

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.panels.elements import Element

JUDGED = (
    '{story: {stance: praise, says: Holds., quotes: [a quiet one]},'
    ' music: {stance: mixed, says: Dim.}}'
)
PAIR_FRONT = 'series: {title: A, episodes: 2, aspects: {story: So.}}'


def words(elements: Iterable[Element]) -> str:
    return ' '.join(' '.join(text_of(element).split()) for element in elements)


def links(elements: Iterable[Any]) -> list[str]:
    targets: list[str] = []
    for element in elements:
        if not isinstance(element, str):
            targets += [element.extra[0]] if element.tag == 'link' else []
            targets += links(element.children)
    return targets


def exported(corpus: Corpus) -> Any:
    """The data as a program reads it, after the schema has passed it."""
    data = wiki_data(corpus)
    jsonschema.Draft202012Validator(wiki_schema()).validate(_plain(data))
    return data


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return float(value) if isinstance(value, Decimal) else value


# -- a review of one episode --------------------------------------------------------------


def test_a_review_of_one_episode_stands_on_that_episode() -> None:
    corpus = wiki(
        episode(2), episode(3),
        review('visit', author='Ann', covers='2', score='3.5/4', verdict='Fine',
               aspects=JUDGED, summary='A short word.', headline='The visitor'),
        review('whole', author='Ben', aspects=JUDGED),
    )  # fmt: skip
    view = coverage(corpus, 2)
    assert [(one.critic.name, one.apart) for one in view.about] == [('Ann', False)]
    page = words(draw_coverage(view))
    assert 'Ann, The visitor: 3.5/4, “Fine”' in page
    assert 'A short word.' in page
    assert 'story praise' in page
    assert '“a quiet one”' in page
    assert 'music mixed' in page
    assert 'reviews/visit' in links(draw_coverage(view))
    assert coverage(corpus, 3).about == ()
    assert exported(corpus)['episodes']['02-part']['reviewed_by'] == {'visit': [2]}
    assert exported(corpus)['episodes']['03-part']['reviewed_by'] == {}


@pytest.mark.parametrize('count', [MAX_NAMED, MAX_NAMED + 1])
def test_of_many_reviews_of_one_episode_the_list_stays_short(count: int) -> None:
    said = '[{about: 2, stance: praise, says: Tense.}]'
    pages = [
        review(f'r{n:02}', author=f'Critic {n}', covers='2', aspects=JUDGED, remarks=said)
        for n in range(count)
    ]
    view = coverage(wiki(episode(2), *pages), 2)
    page = words(draw_coverage(view))
    assert len(view.about) == page.count('A review') == page.count('Tense.') == count
    assert page.count('Holds.') == (count if count <= MAX_NAMED else 0)


def test_a_review_of_two_episodes_stands_on_both_and_says_so() -> None:
    corpus = wiki(
        *(episode(number) for number in range(1, 7)),
        review('pair', author='Ann', covers='2-3', aspects=JUDGED,
               remarks='[{about: 3, stance: criticism, says: Ends flat.}]'),
    )  # fmt: skip
    second, third = (words(draw_coverage(coverage(corpus, number))) for number in (2, 3))
    for page in (second, third):
        assert 'Ann, A review, on episodes 2–3' in page
        assert 'story praise' in page
    assert 'Ends flat.' not in second
    assert 'the episode criticismEnds flat.' in third
    assert coverage(corpus, 4).about == ()
    assert exported(corpus)['episodes']['03-part']['reviewed_by'] == {'pair': [2, 3]}


SEASONS = 'series: {title: A, seasons: [2, 4], specials: {Night: 2.5}, aspects: {story: So.}}'


@pytest.mark.parametrize(
    ('covers', 'pages', 'label'),
    [
        # the first season has two episodes: a review of both is one of a season
        ('1-2', {}, ''),
        ('2-3', {2: True, 3: True}, 'S1E2–S2E1'),
        ('4-5', {4: True, 5: True}, 'S2E2–E3'),
        ('[2, 2.5]', {2: True}, 'S1E2, Night'),
        ('3', {3: False}, ''),
    ],
)
def test_episodes_of_seasons(covers: str, pages: dict[int, bool], label: str) -> None:
    said = review('a', author='Ann', covers=covers, score='8/10', aspects=JUDGED)
    corpus = wiki(*map(episode, range(1, 7)), said, front=SEASONS)
    about = {n: coverage(corpus, n).about for n in range(1, 7)}
    assert {n: one[0].apart for n, one in about.items() if one} == pages
    for number, shared in pages.items():
        (row,) = episode_scores(corpus, number).rows
        assert bool(row.shared) == shared
        if shared:
            assert f'on {label}' in words(draw_coverage(coverage(corpus, number)))
            assert f'8/10, for {label} together' in words(
                draw_scores(episode_scores(corpus, number))
            )


def test_a_page_of_two_episodes() -> None:
    corpus = wiki(
        episode(1), episode('[2, 3]'), episode(4),
        review('both', author='Ann', covers='2-3', score='8/10', aspects=JUDGED),
        review('one', author='Ben', covers='2', score='6/10', aspects=JUDGED),
        review('next', author='Cy', covers='3-4', score='4/10', aspects=JUDGED),
    )  # fmt: skip
    page = words(draw_coverage(coverage(corpus, 2)))
    assert 'Ann, A review: 8/10' in page
    assert 'Ben, A review, on episode 2: 6/10' in page
    assert 'Cy, A review, on episodes 3–4: 4/10' in page
    rows = {row.critic.name: bool(row.shared) for row in episode_scores(corpus, 2).rows}
    assert rows == {'Ann': False, 'Ben': False, 'Cy': True}
    assert episode_scores(corpus, 2).mean == 60
    assert [row.critic.name for row in episode_scores(corpus, 4).rows] == ['Cy']
    assert [str(row.place) for row in critic_page(corpus, 'Ann').episodes] == ['2–3']
    (box,) = draw_facts(disclosure(corpus, review_of(corpus, 'both')))
    assert 'episodes 2–3, Title' in text_of(box)


@pytest.mark.parametrize('covers', ['1-3', '[1, 3]', '1-6'])
def test_a_review_of_a_stretch_is_no_review_of_its_episodes(covers: str) -> None:
    corpus = wiki(episode(1), review('a', author='Ann', covers=covers, score='8/10'))
    assert coverage(corpus, 1).about == ()
    assert episode_scores(corpus, 1).rows == ()


def test_the_two_episodes_of_a_series_of_two_are_the_season() -> None:
    pages = episode(1), episode(2), review('a', author='Ann', covers='1-2', score='8/10')
    corpus = wiki(*pages, front=PAIR_FRONT)
    assert coverage(corpus, 1).about == ()
    assert episode_scores(corpus, 1).rows == ()


def test_what_gives_an_episode_away_is_closed_on_its_own_page_too() -> None:
    said = '{story: {stance: mixed, says: They part., spoils: 3}}'
    corpus = wiki(episode(2), episode(3), review('a', author='Ann', covers='2-3', aspects=said))
    closed = [coverage(corpus, number).about[0].aspects[0][1].spoils for number in (2, 3)]
    assert closed == [3, 3]


def test_an_aspect_out_of_scope_is_not_shown_on_the_episode() -> None:
    said = '{finale: {stance: praise, says: x}}'
    corpus = wiki(episode(2), review('a', author='Ann', covers='2', aspects=said))
    assert coverage(corpus, 2).about[0].aspects == ()


def test_a_replaced_review_is_not_shown_on_the_episode() -> None:
    corpus = wiki(
        episode(2),
        review('old', author='Ann', covers='2', aspects=JUDGED),
        review('new', author='Ann', covers='2', replaces='old'),
    )
    assert [one.critic.docname for one in coverage(corpus, 2).about] == ['reviews/new']


@pytest.mark.parametrize(
    ('covers', 'label', 'targets'),
    [
        ('2', 'episode 2, Title 2', ['episodes/02-part']),
        ('2-3', 'episodes 2–3', ['episodes/02-part', 'episodes/03-part']),
        ('[1, 2, 5]', 'episodes 1–2, 5', ['episodes/02-part']),
        ('1-5', 'episodes 1–5', []),
        ('1-6', 'the whole season', []),
        ('6', 'episode 6', []),
    ],
)
def test_a_review_leads_to_the_few_episodes_that_it_covers(
    covers: str, label: str, targets: list[str]
) -> None:
    corpus = wiki(episode(2), episode(3), review('a', author='Ann', covers=covers))
    (box,) = draw_facts(disclosure(corpus, review_of(corpus, 'a')))
    (scope,) = (
        one
        for one in box.children[0].children
        if not isinstance(one, str) and one.extra == 'Covers'
    )
    assert words(scope.children[:1]) == label
    assert links(scope.children) == targets


def test_who_covers_an_episode_is_named_and_nobody_is_called_silent() -> None:
    corpus = wiki(
        episode(2),
        episode(3),
        review('a', author='Ann', covers='1-4'),
        review('b', author='Ben', covers='1-3', remarks='[{about: 2, stance: praise, says: x}]'),
    )
    box = draw_facts_of_episode(episode_facts(corpus, episode_of(corpus, 2)))
    (reviewed,) = [one for one in box[0].children[0].children if one.extra == 'Covered by']
    assert text_of(reviewed) == 'Ann, Ben'
    assert words(draw_coverage(coverage(corpus, 2))) == 'Ben praisex'
    assert draw_coverage(coverage(corpus, 3)) == []


# -- a score for two episodes -------------------------------------------------------------


def test_a_score_for_two_episodes_stands_on_both() -> None:
    corpus = wiki(
        *(episode(number) for number in range(1, 6)),
        review('pair', author='Ann', covers='3-4', score='3.5/4'),
        review('one', author='Ben', covers='3', score='4/10'),
    )
    third = episode_scores(corpus, 3)
    assert [(row.critic.name, row.score.common) for row in third.rows] == [
        ('Ann', Decimal(88)),
        ('Ben', Decimal(40)),
    ]
    assert third.mean == Decimal(64)  # of 87.5 and 40
    assert '3.5/4, for episodes 3–4 together' in words(draw_scores(third))
    fourth = episode_scores(corpus, 4)
    assert [row.score.printed for row in fourth.rows] == ['3.5/4']
    assert episode_scores(corpus, 5).rows == ()
    data = exported(corpus)['episodes']
    assert data['03-part']['scores'] == {
        'pair': {'printed': '3.5/4', 'common': Decimal(88), 'shared': [3, 4]},
        'one': {'printed': '4/10', 'common': Decimal(40), 'shared': None},
    }
    rows = list(csv.DictReader(io.StringIO(scores_csv(corpus).removeprefix(BOM))))
    assert [(row['what'], row['subject']) for row in rows] == [
        ('episodes together', '3, 4'),
        ('episode', '3'),
    ]


def test_an_own_score_of_the_critic_beats_a_shared_one() -> None:
    corpus = wiki(
        review('pair', author='Ann', covers='3-4', score='8/10', published='2024-05-05'),
        review('third', author='Ann', covers='3', score='6/10', published='2024-01-01'),
    )
    assert [episode_scores(corpus, n).rows[0].score.printed for n in (3, 4)] == ['6/10', '8/10']
    assert [bool(episode_scores(corpus, n).rows[0].shared) for n in (3, 4)] == [False, True]


def test_a_score_beside_episode_scores_is_shared_by_none() -> None:
    corpus = wiki(
        review('pair', author='Ann', covers='3-4', score='8/10', episode_scores='{3: 6/10}')
    )
    assert [row.score.printed for row in episode_scores(corpus, 3).rows] == ['6/10']
    assert episode_scores(corpus, 4).rows == ()


def test_a_shared_score_is_marked_in_table_and_chart() -> None:
    pages = (
        *(episode(number) for number in range(1, 7)),
        review('pair', author='Ann', covers='3-4', score='3.5/4'),
        review('five', author='Ann', covers='5', score='2/4'),
    )
    corpus = wiki(
        *pages,
        review('ben', author='Ben', covers='1-3', episode_scores='{1: 2/4, 2: 3/4, 3: 1/4}'),
    )
    view = episode_score_table(corpus)
    table = words(draw_episode_scores(view))
    assert table.count('3.5/4 (3–4)') == 2
    assert '2/4 (' not in table
    assert 'A score with episodes in brackets is one score for these episodes together.' in table
    assert (
        words(draw_strip(strip_of(episode_score_table(wiki(*pages)).rows))).count('3.5/4 (3–4)')
        == 2
    )
    chart = season_chart(view)
    assert chart is not None
    assert 'A hollow mark is a score for two episodes together.' in text_of(chart)
    drawing = chart.extra('x')
    assert drawing.count('class="shared"') == 2
    assert 'Episode 3, Ann: 3.5/4, for episodes 3–4 together' in drawing
    assert 'Episode 5, Ann: 2/4<' in drawing


def test_nothing_is_marked_without_a_shared_score() -> None:
    scores = '{1: 1/4, 2: 2/4, 3: 3/4, 4: 4/4, 5: 0/4}'
    corpus = wiki(
        *map(episode, range(1, 6)),
        review('a', author='Ann', covers='1-5', episode_scores=scores),
    )
    view = episode_score_table(corpus)
    assert 'together' not in words(draw_episode_scores(view))
    chart = season_chart(view)
    assert chart is not None
    assert 'together' not in text_of(chart)
    assert 'shared' not in chart.extra('x')


def test_a_shared_score_counts_for_both_episodes_and_once_for_a_trend() -> None:
    corpus = wiki(
        *map(episode, range(1, 7)),
        review('a', author='Ann', covers='1-2', score='1/10'),
        review('b', author='Ann', covers='3', score='4/10'),
        review('c', author='Ann', covers='5', score='7/10'),
    )
    (row,) = episode_score_table(corpus).critics
    assert (row.figures.count, row.figures.mean) == (4, Decimal('3.25'))
    # three scores, each after the other: with four a tie would lower tau
    assert row.trend is None or row.trend.tau == pytest.approx(1)


# -- weekly critics -----------------------------------------------------------------------


def weekly() -> Corpus:
    return wiki(
        *map(episode, range(1, 7)),
        *(review(f'w{n}', author='Ann', covers=str(n), score=f'{n}/10') for n in range(1, 5)),
        review('pair', author='Ann', covers='5-6', score='9/10'),
        review('whole', author='Ben', score='60%', episode_scores='{1: 2/5, 2: 4/5}'),
    )


def test_a_weekly_critic_is_one_scorer_in_table_chart_and_sentence() -> None:
    view = episode_score_table(weekly())
    assert [critic.name for critic in view.scorers] == ['Ben', 'Ann']
    page = words(draw_episode_scores(view))
    assert 'Ann scores 6 episodes: mean 4.67 of 10, median 3.5, from 1 to 9.' in page
    assert season_chart(view).extra('x').count('<polyline') == 2  # type: ignore[union-attr]


def test_a_weekly_critic_has_episode_scores_and_figures_on_their_page() -> None:
    view = critic_page(weekly(), 'Ann')
    assert [(row.place.number, row.given.score.printed) for row in view.episodes] == [
        (1, '1/10'), (2, '2/10'), (3, '3/10'), (4, '4/10'), (5, '9/10'), (6, '9/10'),
    ]  # fmt: skip
    sections = {part.anchor: words(part.pieces) for part in draw_critic_page(view).sections}
    assert 'Ann scores 6 episodes: mean 4.67 of 10' in sections['episodes']
    assert sections['episodes'].count('9/10 (5–6)') == 2


def test_critics_in_the_data() -> None:
    critics = exported(weekly())['critics']
    assert list(critics) == ['ben', 'ann']
    ann = critics['ann']
    assert ann['names'] == ['Ann']
    assert set(ann['counted']) == set(ann['reviews']) == {'w1', 'w2', 'w3', 'w4', 'pair'}
    assert ann['score'] is None
    figures = ann['episodes']
    assert (figures['count'], figures['median'], figures['best']) == (6, Decimal('3.5'), 10)
    assert critics['ben']['score'] == {'printed': '60%', 'common': Decimal(60)}


def test_critics_in_the_data_without_a_name_or_with_one_slug() -> None:
    corpus = wiki(
        review('x', covers='1'),
        review('old', author='Ann'),
        review('new', author='Ann', replaces='old'),
        review('both', author='[Ann, Ben]'),
        review('y', author='Änn', covers='2'),
        review('z', author='Ann!', covers='3'),
    )
    critics = exported(corpus)['critics']
    assert {key: one['name'] for key, one in critics.items()} == {
        'ann': 'Ann', 'ann-ben': 'Ann & Ben', 'ann-2': 'Änn', 'ann-3': 'Ann!', 'x': None,
    }  # fmt: skip
    assert (critics['ann']['reviews'], critics['ann']['counted']) == (['new', 'old'], ['new'])


def test_a_shared_score_across_the_end_of_a_stretch_counts_in_both() -> None:
    corpus = wiki(
        review('early', author='Ben', covers='1-2'),
        review('whole', author='Ann'),
        *(review(f'w{n}', author='Ann', covers=c, score=s)
          for n, (c, s) in enumerate([('1', '2/10'), ('2-3', '6/10'), ('5', '8/10')])),
    )  # fmt: skip
    stretch = early_comparison(corpus)
    assert stretch is not None
    ((early, rest),) = ((row.early, row.rest) for row in stretch.rows)
    assert (early.mean, rest.mean) == (4, 7)


# -- mentions -----------------------------------------------------------------------------

NAMED = '[{about: ida, stance: none, says: Named once.}, {about: bo, stance: praise, says: Warm.}]'


def test_a_mention_is_shown_without_a_stance() -> None:
    corpus = wiki(
        character('Ida'), character('Bo'), character('Cy'), review('a', author='Ann', remarks=NAMED)
    )
    view = remarks(corpus, character_of(corpus, 'Ida'))
    assert [said.stance for row in view for said in row.remarks] == [None]
    (listed,) = draw_remarks(view)
    assert ' '.join(text_of(listed).split()) == 'Ann mentionedNamed once.'
    assert 'stance-mention' in str(classes(listed))
    assert not {'stance-praise', 'stance-mixed', 'stance-criticism'} & classes(listed)
    data = exported(corpus)['characters']
    assert data['ida']['said']['a'][0]['stance'] is None
    assert data['bo']['said']['a'][0]['stance'] == 'praise'


def classes(element: Element | str) -> set[str]:
    if isinstance(element, str):
        return set()
    return set(element.classes).union(*map(classes, element.children), set())


def test_a_mention_is_no_judgement_that_relates_pages() -> None:
    judged = NAMED.replace('none', 'mixed')
    for told, expected in ((judged, ['characters/bo']), (NAMED, [])):
        corpus = wiki(character('Ida'), character('Bo'), review('a', author='Ann', remarks=told))
        ida = character_of(corpus, 'Ida').page
        assert [row.page.docname for row in related(corpus, ida)] == expected


def test_a_mention_of_an_episode() -> None:
    named = '[{about: 2, stance: none, says: Passed over quickly.}]'
    corpus = wiki(episode(2), review('a', author='Ann', remarks=named))
    assert 'Ann mentionedPassed over quickly.' in words(draw_coverage(coverage(corpus, 2)))


def test_nothing_is_said_of_critics_without_an_entry() -> None:
    corpus = wiki(character('Cy', appears_in='1'), review('a', author='Ann', remarks='[]'))
    assert draw_remarks(remarks(corpus, character_of(corpus, 'Cy'))) == []
