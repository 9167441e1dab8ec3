"""Sentences on what no source says are told where an English wiki asks for it; others are not."""

from __future__ import annotations

import pytest

from criticwiki.checks.loader import read_page
from criticwiki.config import Settings, settings_of
from criticwiki.problems import Code

ON = settings_of({'criticwiki_checks': ['silence'], 'extensions': ['myst_parser', 'criticwiki']})
SILENT = {
    'where she goes, no source says.': 'no source',
    'No second source for that was at hand.': 'No second source',
    'none of the accounts tells how it ends.': 'none of the accounts',
    'None of the four reviews mentions the bus.': 'None of the four reviews mentions',
    'Only the Harbour Post says that he lives.': 'Only the Harbour Post says',
    'Only Ann Hale mentions the hair.': 'Only Ann Hale mentions',
    'Only the captions of this episode tell it.': 'Only the captions of this episode tell',
    'the only source to say so is a weekly post.': 'the only source to say',
    'The captions alone have the terms.': 'captions alone',
    'One recap, and it alone, reports a murder.': 'alone, reports',
    'Why he does it is not recorded.': 'is not recorded',
    'How it was seen is not stated.': 'is not stated',
    'Nobody else mentions the map.': 'Nobody else mentions',
    'Nothing else confirms the date.': 'Nothing else confirms',
    'Who made it could not be established.': 'could not be established',
    'The date is not stated in the source.': 'is not stated',
    'On this the accounts leave much open.': 'accounts leave much open',
    'It is left open in the recaps.': 'left open in the recaps',
    'Who sits there is told in no account.': 'no account',
    'It is not explained in any account used here.': 'not explained in any account',
    'Nothing outside the captions confirms it.': 'Nothing outside the captions confirms',
    'The accounts do not explain it.': 'accounts do not explain',
    'No epithet is recorded.': 'No epithet is recorded',
}
FINE = (
    'The Harbour Post says that she goes home; two recaps put her on the ferry.',
    'The sources differ: the captions count two, a press item three.',
    'Only Oren knows the way, and only at night.',
    'Only she says goodbye, and nobody else weeps.',
    'Nobody mentioned it. No one else is on board, and nothing else moves.',
    'On no account may they stop; there is no power source.',
    'A review of the first episode alone, told by itself.',
    'None of the crew tells him, and none of the critics likes it.',
    'The door is left open. He leaves the window open.',
    'The songs are not told apart. It could not be stopped.',
    'A critic writes that “no source says so”, and another that "nobody else mentions it".',
    'Write `no source says` here.',
    'All accounts agree, and any account of the storm is short.',
)


def silences(text: str, settings: Settings = ON) -> list[tuple[int, int, str]]:
    """Line, column and phrase of each such sentence of a page."""
    page = read_page('glossary.md', f'# Notes\n\n{text}\n', settings)
    assert {problem.code for problem in page.problems} <= {Code.SILENCE}
    return [(one.line, one.column, one.message.split("'")[1]) for one in page.problems]


@pytest.mark.parametrize(('sentence', 'phrase'), SILENT.items())
def test_a_sentence_on_what_no_source_says_is_told(sentence: str, phrase: str) -> None:
    text = f'She goes aboard. So {sentence}'
    assert silences(text) == [(3, text.index(phrase) + 1, phrase)]


@pytest.mark.parametrize('sentence', FINE)
def test_what_a_source_says_is_left_alone(sentence: str) -> None:
    assert silences(sentence) == []


def test_it_is_told_wherever_prose_stands() -> None:
    text = (
        'Words.[^1]\n\n* No\n  *source* says so.\n\n| A |\n| - |\n| It is not recorded. |\n\n'
        ':::{spoiler} 3\nNobody else mentions him.\n:::\n\n'
        'He {spoiler}`is the copy, no source says whose <9>`.\n\n[^1]: Only the captions tell it.'
    )
    assert [(line, phrase) for line, _, phrase in silences(text)] == [
        (5, 'No source'),
        (10, 'is not recorded'),
        (13, 'Nobody else mentions'),
        (16, 'no source'),
        (18, 'Only the captions tell'),
    ]


def test_it_is_told_of_prose_in_front_matter() -> None:
    review = (
        '---\nreview:\n  headline: No source says it\n  outlet: Post\n  author: null\n  url: null\n'
        '  published: null\n  covers: 1\n  aspects:\n    plot:\n      stance: praise\n'
        '      says: Likes it, and nobody else mentions it.\n      quotes: [no source says it]\n'
        '  summary: Why is not recorded.\n---\n\n# No source says it\n'
    )
    problems = read_page('reviews/post.md', review.replace('# No', '# Known'), ON).problems
    assert [(one.line, one.code) for one in problems] == [(12, 'silence'), (14, 'silence')]


@pytest.mark.parametrize(
    'values', [{}, {'criticwiki_checks': ['silence'], 'language': 'de'}, {'criticwiki_checks': []}]
)
def test_it_is_silent_unless_an_english_wiki_asks(values: dict[str, object]) -> None:
    assert silences('No source says so.', settings_of(values)) == []


@pytest.mark.parametrize(
    ('names', 'message'),
    [
        (['silense'], "no optional check 'silense'; did you mean 'silence'"),
        (['heading'], "no optional check 'heading'; there are silence"),
        ('silence', 'must be a list'),
    ],
)
def test_another_name_is_refused(names: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        settings_of({'criticwiki_checks': names})
