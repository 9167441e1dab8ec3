"""Critics are counted, not reviews: one voice each, by a stated rule."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from small_wiki import aspects_drawn, character, episode, review, wiki

from criticwiki.corpus.critics import all_critics
from criticwiki.corpus.generated_docnames import critic_pages
from criticwiki.panels.consensus import agreements, matrix, tallies
from criticwiki.panels.consensus_summary import brief, draw_brief
from criticwiki.panels.elements import text_of as elements_text
from criticwiki.panels.episode import coverage, episode_scores
from criticwiki.panels.episode_scores import early_comparison, episode_score_table
from criticwiki.panels.season_score import season_score

if TYPE_CHECKING:
    from criticwiki.corpus.corpus import Corpus
    from criticwiki.model.page import Page
    from criticwiki.panels.consensus import AspectTally
    from criticwiki.panels.elements import Element

LATER = '2024-05-01'
EARLIER = '2024-03-01'


def story(name: str, author: str, stance: str, covers: str = '1-6', **facts: str) -> Page:
    """A review that judges the story."""
    judged = f'{{story: {{stance: {stance}, says: x}}}}'
    return review(name, author=author, covers=covers, aspects=judged, **facts)


def tally_of(corpus: Corpus, aspect: str = 'story') -> AspectTally:
    (row,) = (row for row in tallies(corpus) if row.aspect == aspect)
    return row


def text_of(elements: list[Element]) -> str:
    return ' '.join(map(elements_text, elements))


# -- aspects ----------------------------------------------------------------------------


def test_five_reviews_of_one_critic_are_one_voice() -> None:
    corpus = wiki(*(story(f'r{n}', 'Ann', 'praise', str(n)) for n in range(1, 6)))
    row = tally_of(corpus)
    assert (row.tally.praise, row.tally.discussing, row.in_scope, row.critics) == (1, 1, 1, 1)
    assert (row.tally.evidence, row.agreement) == ('single', None)
    assert [critic.name for critic in row.holders.praise.critics] == ['Ann']
    assert brief(corpus).praised == ()


def test_a_critic_is_not_split_with_themselves() -> None:
    corpus = wiki(story('one', 'Ann', 'praise', '1'), story('two', 'Ann', 'criticism', '2'))
    row = tally_of(corpus)
    assert (row.tally.praise, row.tally.mixed, row.tally.criticism) == (0, 1, 0)
    assert agreements(corpus).splits == ()
    (differing,) = row.holders.differing
    assert [stance.value for stance, _review in differing.stances] == ['praise', 'criticism']
    page = text_of(aspects_drawn(corpus))
    assert 'Ann counts as mixed, since their reviews differ' in page
    assert '(episode 1)' in page
    assert '(episode 2)' in page


@pytest.mark.parametrize(
    ('first', 'second', 'stance'),
    [
        # the one that covers most speaks, whenever it was published
        (('1-6', EARLIER), ('1-4', LATER), 'praise'),
        (('1-4', LATER), ('1-6', EARLIER), 'criticism'),
        # of equals, the latest
        (('1-4', LATER), ('3-6', EARLIER), 'praise'),
        (('1-4', EARLIER), ('3-6', LATER), 'criticism'),
        # without a date nobody knows which is the latest
        (('1-4', 'null'), ('3-6', LATER), 'mixed'),
        (('1-4', EARLIER), ('1-4', EARLIER), 'mixed'),
        # a date that is known in part decides only where it is surely before the other
        (('1-4', '2023'), ('3-6', '2024-05'), 'criticism'),
        (('1-4', '2024'), ('3-6', '2024-05-01'), 'mixed'),
    ],
)
def test_which_review_speaks(first: tuple[str, str], second: tuple[str, str], stance: str) -> None:
    corpus = wiki(
        story('a', 'Ann', 'praise', first[0], published=first[1]),
        story('b', 'Ann', 'criticism', second[0], published=second[1]),
    )
    tally = tally_of(corpus).tally
    counts = {'praise': tally.praise, 'mixed': tally.mixed, 'criticism': tally.criticism}
    assert counts == {'praise': 0, 'mixed': 0, 'criticism': 0} | {stance: 1}


def test_aspect_by_aspect_another_review_may_speak() -> None:
    corpus = wiki(
        story('whole', 'Ann', 'praise'),
        review('early', author='Ann', covers='1', aspects='{music: {stance: praise, says: x}}'),
    )
    ((critic, cells),) = matrix(corpus).rows
    assert critic.name == 'Ann'
    assert [(cell.value, cell.docname) for cell in cells] == [
        ('praise', 'reviews/whole'),
        ('praise', 'reviews/early'),
        ('not discussed', 'reviews/whole'),
    ]


def test_judgements_of_different_episodes_are_no_split() -> None:
    corpus = wiki(story('a', 'Ann', 'praise', '1-3'), story('b', 'Ben', 'criticism', '4-6'))
    assert agreements(corpus).splits == ()
    row = tally_of(corpus)
    assert (row.tally.praise, row.tally.criticism, row.split, row.agreement) == (1, 1, 0, None)
    page = text_of(aspects_drawn(corpus))
    assert 'No two of them judged the same episodes, so they neither agree nor split.' in page


def test_an_agreement_is_counted_among_those_who_judged_the_same_episodes() -> None:
    corpus = wiki(
        story('a', 'Ann', 'praise', '1-3'),
        story('b', 'Ben', 'praise', '2-3'),
        story('c', 'Cy', 'criticism', '5'),
    )
    row = tally_of(corpus)
    assert (row.tally.discussing, row.shared.discussing, str(row.shared_episode)) == (3, 2, '2')
    assert row.agreement == 'high'


# -- scores -----------------------------------------------------------------------------


def scored(name: str, author: str, score: str, covers: str = '1-6', **facts: str) -> Page:
    return review(name, author=author, score=score, covers=covers, **facts)


def test_the_latest_of_two_season_scores_counts() -> None:
    corpus = wiki(
        scored('first', 'Ann', '5/10', published=EARLIER),
        scored('again', 'Ann', '9/10', published=LATER),
        scored('other', 'Ben', '7/10'),
    )
    top = season_score(corpus)
    assert top.figures is not None
    assert (top.figures.mean, top.figures.count, top.critics, top.reviews) == (80, 2, 2, 3)
    assert top.provisional


def test_two_undated_season_scores_are_one_voice_with_both_printed() -> None:
    corpus = wiki(scored('first', 'Ann', '5/10'), scored('again', 'Ann', '9/10'))
    top = season_score(corpus)
    ((_critic, score),) = top.scored
    assert (score.printed, score.common) == ('5/10, 9/10', 70) or score.printed == '9/10, 5/10'
    assert (top.figures and top.figures.count, top.critics) == (1, 1)


def test_four_reviews_of_one_critic_stay_provisional() -> None:
    corpus = wiki(*(scored(f'r{n}', 'Ann', f'{n}/10') for n in range(4, 8)))
    assert season_score(corpus).provisional


def test_one_score_a_critic_for_an_episode() -> None:
    corpus = wiki(
        episode(1),
        scored('weekly', 'Ann', '8/10', '1', published=EARLIER),
        review('whole', author='Ann', episode_scores='{1: 6/10}', published=LATER),
        scored('other', 'Ben', '7/10', '1'),
    )
    rows = episode_scores(corpus, 1)
    assert [(row.critic.name, row.score.printed) for row in rows.rows] == [
        ('Ann', '6/10'),
        ('Ben', '7/10'),
    ]
    assert rows.mean == 65


def test_weekly_reviews_make_one_line_of_figures() -> None:
    weekly = [scored(f'w{n}', 'Ann', f'{n}/10', str(n)) for n in range(1, 5)]
    view = episode_score_table(wiki(*(episode(n) for n in range(1, 7)), *weekly))
    (row,) = view.critics
    assert (row.critic.name, row.figures.count, row.figures.mean) == ('Ann', 4, Decimal('2.5'))
    assert [critic.name for critic in view.scorers] == ['Ann']


def test_a_weekly_critic_who_saw_it_all_stops_nowhere() -> None:
    weekly = [review(f'w{n}', author='Ann', covers=str(n)) for n in range(1, 7)]
    assert early_comparison(wiki(*weekly)) is None


# -- replaced reviews -------------------------------------------------------------------


def test_a_replaced_review_counts_nowhere() -> None:
    corpus = wiki(
        episode(1),
        character('Ida', appears_in='1'),
        story(
            'old',
            'Ann',
            'praise',
            score='9/10',
            published=LATER,
            episode_scores='{1: 9/10}',
            remarks='[{about: 1, stance: praise, says: x}]',
        ),
        story('new', 'Ann', 'criticism', '1-4', replaces='old', published=EARLIER),
    )
    row = tally_of(corpus)
    assert (row.tally.praise, row.tally.criticism) == (0, 1)
    assert season_score(corpus).figures is None
    assert episode_scores(corpus, 1).rows == ()
    assert coverage(corpus, 1).rows == ()
    assert [entry.id for entry in corpus.reviews] == ['old', 'new']


# -- names ------------------------------------------------------------------------------


def test_two_authors_are_one_voice_on_both_pages() -> None:
    corpus = wiki(story('both', '[Ann, Ben]', 'praise'), story('alone', 'Cy', 'praise'))
    assert [critic.name for critic in all_critics(corpus)] == ['Ann & Ben', 'Cy']
    assert tally_of(corpus).tally.praise == 2
    assert set(critic_pages(corpus)) == {'Ann', 'Ben', 'Cy'}


def test_unsigned_reviews_of_one_outlet_are_one_critic() -> None:
    corpus = wiki(
        story('a', 'null', 'praise', '1-3', outlet='The Daily', published=EARLIER),
        story('b', 'null', 'praise', '4-6', outlet='The Daily', published=LATER),
        story('c', 'null', 'praise'),
        story('d', 'null', 'praise'),
    )
    assert tally_of(corpus).tally.praise == 3  # nothing tells that two unnamed ones are one


def test_the_summary_hides_no_silence() -> None:
    pages = [
        review(name, author=name, aspects=f'{{{aspects}}}')
        for name, aspects in (
            ('Ann', 'story: {stance: praise, says: x}, music: {stance: praise, says: x}'),
            ('Ben', 'story: {stance: praise, says: x}, music: {stance: praise, says: x}'),
            ('Cy', 'story: {stance: praise, says: x}, music: {stance: praise, says: x}'),
            ('Di', 'story: {stance: praise, says: x}'),
        )
    ]
    page = text_of(draw_brief(brief(wiki(*pages))))
    assert 'All 4 praise the story.' in page
    assert '3 of 4 praise the music, 1 silent.' in page


def test_no_page_of_a_critic_has_the_name_of_a_device() -> None:
    names = ('CON', 'Nul', 'aux.', 'COM1', 'Conrad', 'Index', '...')
    corpus = wiki(*(review(f'r{n}', author=f'"{name}"') for n, name in enumerate(names)))
    pages = {name: page.rpartition('/')[2] for name, page in critic_pages(corpus).items()}
    assert [pages[name] for name in names] == [
        'con-critic', 'nul-critic', 'aux-critic', 'com1-critic', 'conrad', 'index-2', 'critic',
    ]  # fmt: skip
