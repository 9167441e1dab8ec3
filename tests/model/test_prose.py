"""Sentences, quotations and languages of running text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from criticwiki.model.page import (
    Block,
    LanguageSpan,
    Run,
    language_spans,
    quotation_spans,
    sentence_at,
)


def sentence(text: str, word: str) -> str:
    """The sentence in which `word` first stands."""
    start, end = sentence_at(text, text.index(word))
    return text[start:end]


@pytest.mark.parametrize(
    ('text', 'word', 'found'),
    [
        ('One here. Two there. Three.', 'One', 'One here.'),
        ('One here. Two there. Three.', 'there', 'Two there.'),
        ('One here. Two there. Three.', 'Three', 'Three.'),
        ('No end at all', 'end', 'No end at all'),
        ('  Space around.   And more.  ', 'Space', 'Space around.'),
        ('  Space around.   And more.  ', 'more', 'And more.'),
        ('Is it? It is! So be it.', 'is', 'It is!'),
        ('Is it? It is! So be it.', 'So', 'So be it.'),
        ('Wait … Then go.', 'Then', 'Then go.'),
        ('Wait... Then go.', 'Then', 'Then go.'),
        ('At 3.5 of 5. Next.', '5', 'At 3.5 of 5.'),
        ('It was 2.5. 13 came.', '13', '13 came.'),
        ('See wiki.example. It is.', 'wiki', 'See wiki.example.'),
        ('lower. case goes on. Here not.', 'goes', 'lower. case goes on.'),
        ('A line\nbreaks. The next\nline.', 'line.', 'The next\nline.'),
        ('She left. Éva stayed.', 'stayed', 'Éva stayed.'),
        ('Sie ging. Über ihr war Licht.', 'Licht', 'Über ihr war Licht.'),
    ],
)
def test_sentences(text: str, word: str, found: str) -> None:
    assert sentence(text, word) == found


@pytest.mark.parametrize(
    'text',
    ['Ask Dr. Lund for it.', 'With Mr. Hale and Mrs. Hale.', 'Ms. Kay sings.',
     'In St. Ives it was.',
     'As No. 4 says.', 'In Ep. 9 he goes.', 'Light vs. Dark it is.', 'Lamps, oil etc. Ida sells.',
     'Some, e.g. Ida, leave.', 'All, i.e. Ida and he.',
     'By J. Hale alone.', 'By J. R. Hale alone.'],
)  # fmt: skip
def test_an_abbreviation_ends_no_sentence(text: str) -> None:
    whole = f'Earlier on. {text} Later on.'
    assert sentence(whole, text.split()[-1]) == text


@pytest.mark.parametrize(
    ('text', 'word', 'found'),
    [
        ('It is “lost.” Then it ends.', 'lost', 'It is “lost.”'),
        ('It is “lost.” Then it ends.', 'Then', 'Then it ends.'),
        ('It is "lost." Then it ends.', 'Then', 'Then it ends.'),
        ('It ends (at last.) Then on.', 'Then', 'Then on.'),
        ('It ends. “Lost” they say.', 'they', '“Lost” they say.'),
        ('It ends. (Lost) they say.', 'they', '(Lost) they say.'),
    ],
)
def test_quotation_marks_stay_with_their_sentence(text: str, word: str, found: str) -> None:
    assert sentence(text, word) == found


def test_a_sentence_begins_where_the_last_one_ends() -> None:
    text = 'One. Two.'
    assert sentence_at(text, 3) == (0, 4)
    assert sentence_at(text, 5) == (5, 9)
    assert sentence_at('', 0) == (0, 0)


@settings(deadline=None)
@given(st.lists(st.sampled_from(['One', 'two', '.', '. ', '! ', ' ', '“', '”', 'Dr. ', '\n'])))
def test_a_sentence_is_a_trimmed_part_of_the_text(pieces: list[str]) -> None:
    text = ''.join(pieces)
    for offset, character in enumerate(text):
        start, end = sentence_at(text, offset)
        assert 0 <= start <= end <= len(text)
        assert text[start:end] == text[start:end].strip()
        if not character.isspace():
            assert start <= offset < end


# -- quotations -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ('text', 'found'),
    [
        ('It is “all lost” now', ['“all lost”']),
        ('It is "all lost" now', ['"all lost"']),
        ('“a” and “b”', ['“a”', '“b”']),
        ('"a" and "b"', ['"a"', '"b"']),
        ('“a "b" c”', ['“a "b" c”']),
        ("it isn’t 'so' much", []),
        ('5" wide', []),
        ('never “closed', []),
        ('', []),
    ],
)
def test_quotations(text: str, found: list[str]) -> None:
    assert [text[a:b] for a, b in quotation_spans(text)] == found


# -- words by language ------------------------------------------------------------------

RUNS = (Run('The title '), Run('灯台', language='ja'), Run(' means\n  a lighthouse.'))


def test_words_keep_their_language() -> None:
    assert language_spans(RUNS, 0, 99) == (
        LanguageSpan('The title '),
        LanguageSpan('灯台', 'ja'),
        LanguageSpan(' means a lighthouse.'),
    )


def test_words_of_a_stretch() -> None:
    assert language_spans(RUNS, 4, 11) == (LanguageSpan('title '), LanguageSpan('灯', 'ja'))
    assert language_spans(RUNS, 11, 18) == (LanguageSpan('台', 'ja'), LanguageSpan(' means'))
    assert language_spans(RUNS, 4, 4) == ()


def test_neighbours_of_one_language_are_joined() -> None:
    runs = (Run('Of '), Run('Ida', open=False), Run(' we know.'))
    assert language_spans(runs, 0, 99) == (LanguageSpan('Of Ida we know.'),)


@settings(deadline=None)
@given(st.lists(st.text('ab \n', max_size=5)))
def test_white_space_is_folded(pieces: list[str]) -> None:
    text = ''.join(pieces)
    found = language_spans([Run(piece) for piece in pieces], 0, len(text))
    assert ''.join(words.text for words in found).split() == text.split()
    assert all('  ' not in words.text for words in found)
    assert all('\n' not in words.text for words in found)


def test_the_text_of_a_block_is_that_of_its_runs() -> None:
    assert Block('top', RUNS).text == 'The title 灯台 means\n  a lighthouse.'
