"""The table of aspects: its order, its columns, and what its rows open to."""

from __future__ import annotations

import pytest
from small_wiki import aspects_drawn, review, wiki

from criticwiki.corpus.aspects import plain_anchors
from criticwiki.panels.aspect_table import MAX_QUOTED, aspect_table
from criticwiki.panels.common import MAX_NAMED
from criticwiki.panels.elements import opening_rows, row_name, text_of

FRONT = """
series:
  title: Harbour Lights
  episodes: 6
  aspects: {story: Plot., music: Score., finale: {means: The end., needs: 6}, looks: Colours.}
"""
STANCES = {'+': 'praise', '~': 'mixed', '-': 'criticism'}


def critic(name: str, **signs: str):
    """A review with a stance on each aspect that has a sign."""
    judged = (f'{aspect}: {{stance: {STANCES[sign]}, says: {name} on {aspect}.}}'
              for aspect, sign in signs.items())  # fmt: skip
    return review(name, author=name.title(), aspects=f'{{{", ".join(judged)}}}')


def names(*critics) -> list[str]:
    drawn = aspects_drawn(wiki(*critics, front=FRONT))
    return [row_name(row) for _piece, row, _blocks in opening_rows(drawn[1])]


def test_the_widest_split_comes_first_and_the_widest_agreement_last() -> None:
    critics = (
        critic('ann', story='+', music='+', finale='+', looks='~'),
        critic('ben', story='+', music='+', finale='-'),
        critic('cy', story='+', finale='~'),
    )
    assert names(*critics) == ['finale', 'looks', 'music', 'story']


def test_what_nobody_discusses_has_a_row_too() -> None:
    drawn = aspects_drawn(wiki(critic('ann', story='+'), front=FRONT))
    rows = opening_rows(drawn[1])
    assert [row_name(row) for _piece, row, _blocks in rows] == ['story', 'music', 'finale', 'looks']
    assert 'No critic discusses it.' in ''.join(map(text_of, rows[1][2]))


@pytest.mark.parametrize('critics', [1, MAX_NAMED])
def test_every_critic_with_a_stance_has_a_column(critics: int) -> None:
    pages = [critic(f'critic-{n:02}', story='+') for n in range(critics)]
    table = aspects_drawn(wiki(*pages, review('silent'), front=FRONT))[1]
    heads = [text_of(cell) for cell in table.extra.children]
    named = [f'Critic-{n:02}' for n in range(critics)]
    assert heads == ['Aspect', *named, 'All together']


@pytest.mark.parametrize('critics', [MAX_NAMED + 1, 200])
def test_many_critics_are_counted_and_some_are_heard(critics: int) -> None:
    signs = '+-~'
    pages = [critic(f'critic-{n:03}', story=signs[n % 3]) for n in range(critics)]
    corpus = wiki(*pages, front=FRONT)
    drawn = aspects_drawn(corpus)
    (story, *_others) = opening_rows(drawn[1])
    assert [text_of(cell) for cell in drawn[1].extra.children] == ['Aspect', 'All together']
    praise = len(range(0, critics, 3))
    assert f'{praise} praise' in text_of(story[1])
    words = ''.join(map(text_of, story[2]))
    assert words.count(' on story.') == 3 * min(MAX_QUOTED, critics // 3)
    assert f'{3 * MAX_QUOTED} of {critics} critics who discuss it.' in words
    by_critic = drawn[2]
    assert 'by-critic' in by_critic.classes
    assert len(by_critic.children) == critics


def test_of_many_those_who_give_nothing_away_are_heard_first() -> None:
    secret = '{story: {stance: praise, says: The boat sinks., spoils: 5}}'
    pages = [review(f'a-{n}', author=f'A{n}', aspects=secret) for n in range(MAX_NAMED)]
    corpus = wiki(*pages, critic('zoe', story='+'), front=FRONT)
    (story, *_others) = aspect_table(corpus).rows
    assert story.words[0].critic.name == 'Zoe'
    assert len(story.words) == MAX_QUOTED


@pytest.mark.parametrize(
    ('aspect', 'anchor'),
    [
        ('music', 'music'),
        ('Supporting  cast', 'supporting-cast'),
        ('taken', 'aspect-taken'),
        ('scores', 'aspect-scores'),  # the heading of a panel
        ('searchbox', 'aspect-searchbox'),  # of a theme
    ],
)
def test_an_aspect_has_its_name_as_anchor_unless_that_is_taken(aspect: str, anchor: str) -> None:
    assert plain_anchors([aspect], {'taken'}) == {aspect: anchor}
