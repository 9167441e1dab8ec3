"""Numbers of all critics or reviews are told where they stand in words; other numbers are not."""

from __future__ import annotations

from typing import Final

import pytest

from criticwiki.checks.loader import Wiki
from criticwiki.config import Settings, settings_of
from criticwiki.problems import Code

INDEX: Final = '---\nseries: {title: Harbour Lights, episodes: 6, aspects: {plot: x}}\n---\n\n# H\n'
REVIEW: Final = """\
---
review:
  headline: A light
  outlet: null
  author: %s
  url: null
  published: null
  covers: 1-6
%s---

# A light
"""
WIKI: Final = {
    'index.md': INDEX,
    **{f'reviews/{name.lower()}.md': REVIEW % (name, '') for name in ('Ann', 'Bo', 'Cy')},
    'reviews/ann-again.md': REVIEW % ('Ann', '  label: Again\n'),
}
"""Three critics and four reviews."""


def counts(
    text: str, settings: Settings | None = None, **more: str
) -> list[tuple[str, int, int, str]]:
    """Path, line, column and message of each such number, with this text on a page."""
    texts = {**WIKI, 'notes.md': f'---\norphan: true\n---\n\n# Notes\n\n{text}\n', **more}
    problems = Wiki(texts, settings or Settings()).problems
    return [(p.path, p.line, p.column, p.message) for p in problems if p.code is Code.COUNT]


@pytest.mark.parametrize(
    ('text', 'phrase', 'value'),
    [
        ('All three critics like it.', 'All three critics', 'consensus.critics in words'),
        ('So do all of the three critics.', 'all of the three critics', 'consensus.critics'),
        ('They like it, the 3 critics say.', 'the 3 critics', 'consensus.critics`'),
        ('**Two of the *three* critics** agree.', 'the three critics', 'consensus.critics'),
        ('Two of three critics agree.', 'Two of three critics', 'consensus.critics'),
        ('It rests on these four reviews.', 'these four reviews', 'consensus.reviews'),
        ('One of the four published reviews.', 'the four published reviews', 'consensus.reviews'),
        ('the\nfour  reviews are here', 'the four reviews', 'consensus.reviews'),
        ('Of the four reviews in this wiki, one is long.', 'the four reviews', 'consensus.reviews'),
    ],
)
def test_a_number_of_them_all_is_told(text: str, phrase: str, value: str) -> None:
    ((path, line, _column, message),) = counts(f'Words.\n\n{text}')
    assert (path, line) == ('notes.md', 9)
    assert message.startswith(
        f'{phrase!r} is untrue after the next review; write {{value}}`{value}'
    )


@pytest.mark.parametrize(
    'text',
    [
        'Three critics like it, and four reviews say so.',
        'All two critics, or the five reviews.',
        'The three critics who finished it, and the three critics of The Post.',
        'The three critics, who had seen it all, agree.',
        'There is a mean once there are [four reviews](https://example.org/).',
        'The jury had {nolink}`three` critics: the {nolink}`three` critics voted.',
        'A critic writes that "all three critics agree", in “the four reviews”.',
        'Write `all three critics` here.',
        'The three critics\u2019 choice, the three critics-turned-writers.',
        'The four reviews needed, the three critics named here.',
        'Three of them, all three, the three episodes. The next three critics came late.',
        'All {value}`consensus.critics in words` critics.',
    ],
)
def test_another_number_is_left_alone(text: str) -> None:
    assert counts(text) == []


def test_it_is_told_wherever_prose_stands() -> None:
    text = (
        '* So say all three critics.\n\n| A |\n| - |\n| The four reviews. |\n\n'
        ':::{spoiler} 3\nAll three critics weep.\n:::\n\nIt {spoiler}`moved the three critics <4>`.'
    )
    assert [place[1] for place in counts(text)] == [7, 11, 14, 17]
    front = '---\npage: {summary: What the four reviews say.}\n---\n\n# More\n'
    ((path, line, _, message),) = counts('', **{'more.md': front})
    assert (path, line) == ('more.md', 2)
    assert (
        message == "'the four reviews' is untrue after the next review; say it without the number"
    )


def test_a_verdict_says_from_how_many_critics_it_was_written() -> None:
    index = INDEX.replace('episodes: 6', 'episodes: 6, verdict: All three critics like it.')
    ((path, _, _, message),) = counts('', **{'index.md': index})
    assert path == 'index.md'
    assert message.endswith("write 'verdict_critics: 3' below it, to be told then")
    dated = index.replace('episodes: 6', 'episodes: 6, verdict_critics: 3')
    assert counts('', **{'index.md': dated}) == []


def test_it_reads_english_only() -> None:
    assert counts('All three critics.', settings_of({'language': 'nl'})) == []
