"""Front matter: every value as written, every key at its place, never a traceback."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from criticwiki.model.front_matter import (
    MAX_CHARACTERS,
    MAX_DEPTH,
    FrontMatter,
    PlainScalar,
    read_front_matter,
)
from criticwiki.problems import Code

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = """---
review:
  headline: "Lost: a review"
  score: 7.50
  covers: [1, 3-4]
  aspects:
    pacing:
      stance: mixed
  remarks:
    - {about: 9, says: x}
    - about: ida
og:title: Words
---
# Heading
"""


def read(block: str) -> FrontMatter:
    return read_front_matter(f'---\n{block}\n---\n')


def refusal(block: str) -> tuple[int, int, str]:
    """The one reason why nothing of the block is read."""
    matter = read(block)
    assert matter.values == {}
    (problem,) = matter.problems
    assert problem.code is Code.FRONT_MATTER
    assert problem.path == ''
    return problem.line, problem.column, problem.message


# -- places -----------------------------------------------------------------------------


def test_every_key_and_item_has_its_place() -> None:
    matter = read_front_matter(PAGE)
    assert matter.problems == ()
    assert matter.places == {
        ('review',): (2, 1),
        ('review', 'headline'): (3, 3),
        ('review', 'score'): (4, 3),
        ('review', 'covers'): (5, 3),
        ('review', 'covers', 0): (5, 12),
        ('review', 'covers', 1): (5, 15),
        ('review', 'aspects'): (6, 3),
        ('review', 'aspects', 'pacing'): (7, 5),
        ('review', 'aspects', 'pacing', 'stance'): (8, 7),
        ('review', 'remarks'): (9, 3),
        ('review', 'remarks', 0): (10, 7),
        ('review', 'remarks', 0, 'about'): (10, 8),
        ('review', 'remarks', 0, 'says'): (10, 18),
        ('review', 'remarks', 1): (11, 7),
        ('review', 'remarks', 1, 'about'): (11, 7),
        ('og:title',): (12, 1),
    }


def test_columns_count_characters() -> None:
    matter = read('review: {ミドリ: ❄, "𝔸": 1, b: 2}')
    assert matter.place(('review', 'ミドリ')) == (2, 10)
    assert matter.place(('review', '𝔸')) == (2, 18)
    assert matter.place(('review', 'b')) == (2, 26)


@pytest.mark.parametrize(
    ('path', 'place'),
    [
        (('review', 'score'), (4, 3)),
        (('review', 'nothing'), (2, 1)),
        (('review', 'aspects', 'pacing', 'says'), (7, 5)),
        (('review', 'remarks', 7, 'about'), (9, 3)),
        (('episode', 'number'), (1, 1)),
        ((), (1, 1)),
    ],
)
def test_what_is_not_there_stands_at_the_nearest_mapping(
    path: tuple[str | int, ...], place: tuple[int, int]
) -> None:
    assert read_front_matter(PAGE).place(path) == place


def test_lines_of_a_top_level_key() -> None:
    matter = read_front_matter(PAGE)
    assert matter.lines_of('review') == range(2, 12)
    assert matter.lines_of('og:title') == range(12, 13)
    assert matter.end == 13


def test_lines_of_a_key_stop_at_the_next_one() -> None:
    matter = read('orphan: true\nreview:\n  a: 1\n\ntocdepth: 2')
    assert matter.lines_of('orphan') == range(2, 3)
    assert matter.lines_of('review') == range(3, 6)
    assert matter.lines_of('tocdepth') == range(6, 7)


# -- values -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    'written',
    ['7.50', '1.10', 'no', 'yes', 'true', 'False', 'off', '010', '0x1F', '12:30', '12:30:00',
     '2024-01-10', '1e3', '.5', '1_000', '-1', '+1', '.inf', '.nan', '6/10', '80%', 'B+', '★★½',
     'nothing', 'None', '='],
)  # fmt: skip
def test_a_plain_value_is_what_is_written(written: str) -> None:
    value = read(f'key: {written}').values['key']
    assert value == written
    assert isinstance(value, PlainScalar)


@pytest.mark.parametrize('written', ['', 'null', 'Null', 'NULL', '~', '# a comment'])
def test_nothing_is_none(written: str) -> None:
    matter = read(f'key: {written}')
    assert matter.values == {'key': None}
    assert matter.problems == ()


@pytest.mark.parametrize(
    ('written', 'value'),
    [('"null"', 'null'), ("''", ''), ('"7.50"', '7.50'), ("'no'", 'no'), ('|\n  a\n  b', 'a\nb')],
)
def test_quoted_words_are_words(written: str, value: str) -> None:
    found = read(f'key: {written}').values['key']
    assert found == value
    assert not isinstance(found, PlainScalar)


def test_nested_values() -> None:
    assert read_front_matter(PAGE).values == {
        'review': {
            'headline': 'Lost: a review',
            'score': '7.50',
            'covers': ['1', '3-4'],
            'aspects': {'pacing': {'stance': 'mixed'}},
            'remarks': [{'about': '9', 'says': 'x'}, {'about': 'ida'}],
        },
        'og:title': 'Words',
    }


def test_keys_are_words_as_written() -> None:
    assert list(read('{1: a, no: b, null: c, 7.50: d}').values) == ['1', 'no', 'null', '7.50']


# -- with and without a block -----------------------------------------------------------


@pytest.mark.parametrize(
    'text',
    [
        '',
        '\n',
        '# Heading\n',
        '--- a\n---\n',
        'Note: words\n\n---\n',
        '\n---\n',
        '\n---\nWords.\n\n---\n',
        'note:\nWords.\n\n---\n',
    ],
)
def test_a_page_without_front_matter(text: str) -> None:
    assert read_front_matter(text) == FrontMatter({}, {}, 0)


@pytest.mark.parametrize(
    'text',
    ['\n---\na: 1\n---\n', ' ---\na: 1\n---\n', '\n\n ---\n# a\na:\n---', 'a:\n  b: 1\n---\n'],
)
def test_a_block_that_does_not_begin_the_page(text: str) -> None:
    matter = read_front_matter(f'{text}\n# Heading\n')
    assert (matter.values, matter.end) == ({}, text.rstrip().count('\n') + 1)
    (problem,) = matter.problems
    assert (problem.line, problem.column) == (1, 1)
    assert "the page must begin with a line '---'" in problem.message


@pytest.mark.parametrize('block', ['', '# only a comment', '\n\n'])
def test_an_empty_block(block: str) -> None:
    matter = read(block)
    assert (matter.values, matter.problems) == ({}, ())
    assert matter.end == block.count('\n') + 3


@pytest.mark.parametrize(
    'text', ['---', '---\n', '---\na: 1\n', '---\na: 1\n\n# ---\n', '---\na: 1\n-- b\n']
)
def test_an_unclosed_block(text: str) -> None:
    matter = read_front_matter(text)
    assert (matter.values, matter.end) == ({}, 0)
    (problem,) = matter.problems
    assert (problem.line, problem.column) == (1, 1)
    assert "no closing '---'" in problem.message


@pytest.mark.parametrize('text', ['---  \na: 1\n--- \t\n', '---\na: 1\n---'])
def test_fences_may_have_white_space_behind_them(text: str) -> None:
    matter = read_front_matter(text)
    assert matter.values == {'a': '1'}
    assert matter.end == 3


def test_only_the_first_block_counts() -> None:
    matter = read_front_matter('---\na: 1\n---\ntext\n---\nb: 2\n---\n')
    assert matter.values == {'a': '1'}
    assert matter.end == 3


def test_line_ends_of_windows() -> None:
    windows = read_front_matter(PAGE.replace('\n', '\r\n'))
    assert windows == read_front_matter(PAGE)


def test_a_byte_order_mark() -> None:
    assert read_front_matter('\ufeff' + PAGE) == read_front_matter(PAGE)


@pytest.mark.parametrize('separator', ['\x85', '\u2028', '\u2029'])
def test_only_line_ends_end_lines(separator: str) -> None:
    """Editors and Python's files do not count these as line ends, so places must not either."""
    matter = read(f'a: x{separator}  y\nb: 1\nb: 2')
    if matter.values:
        assert matter.places[('b',)] == (3, 1)
        assert [(p.line, p.column) for p in matter.problems] == [(4, 1)]
    else:
        assert [(p.line, p.column) for p in matter.problems] == [(2, 5)]


# -- what is refused --------------------------------------------------------------------


@pytest.mark.parametrize('block', ['- a\n- b', 'words', '[a, b]', '"a: b"', '7', '|\n a'])
def test_no_mapping(block: str) -> None:
    line, column, message = refusal(block)
    assert (line, column) == (1, 1)
    assert 'must be a mapping' in message


@pytest.mark.parametrize(
    ('block', 'line', 'column', 'words'),
    [
        ('a: &x 1\nb: 2', 2, 4, 'begins with'),
        ('a: &x {b: 1}', 2, 4, 'begins with'),
        ('a: [&x b]', 2, 5, 'begins with'),
        ('b: 2\na: *x', 3, 4, 'begins with'),
        ('*x : 1', 2, 1, 'begins with'),
        ('&x a: 1', 2, 1, 'begins with'),
        ('a: !!str 1', 2, 4, 'begins with !'),
        ('a: !python/name:os.system x', 2, 4, 'begins with !'),
        ('a: ! 1', 2, 4, 'begins with !'),
        ('!!str a: 1', 2, 1, 'begins with !'),
        ('[a]: 1', 2, 1, 'a key must be'),
        ('{a: 1}: 1', 2, 1, 'a key must be'),
        ('b: 1\n? {a: 1}\n: 1', 3, 3, 'a key must be'),
        ('a: 1\n--- b', 3, 1, 'one YAML document'),
    ],
)
def test_refused_yaml(block: str, line: int, column: int, words: str) -> None:
    assert refusal(block)[:2] == (line, column)
    assert words in refusal(block)[2]


def test_an_anchor_under_a_key_that_stands_twice_is_refused() -> None:
    matter = read('a: 1\na: &x 2')
    assert matter.values == {}
    assert 'begins with &' in matter.problems[-1].message


@pytest.mark.parametrize(
    ('block', 'line', 'column'),
    [
        ('a: b: c', 2, 5),
        ('a: 1\nb: "open', 3, None),
        ('a:\n\tb: 1', 3, 1),
        ('a: 1\n b: 2', 3, 2),
        ('a: @x', 2, 4),
        ('a: `x`', 2, 4),
        ('a: {b: 1}}', 2, 10),
    ],
)
def test_broken_yaml_is_told_where_it_breaks(block: str, line: int, column: int | None) -> None:
    found = refusal(block)
    assert found[2].startswith('cannot read front matter: ')
    assert found[0] == line
    assert column in {None, found[1]}


@pytest.mark.parametrize(
    ('character', 'name'),
    [('\0', 'U+0000'), ('\x07', 'U+0007'), ('\x0b', 'U+000B'), ('\x0c', 'U+000C'),
     ('\x1b', 'U+001B'), ('\x7f', 'U+007F'), ('\x80', 'U+0080'), ('\ud800', 'U+D800'),
     ('\ufeff', 'U+FEFF'), ('\uffff', 'U+FFFF')],
)  # fmt: skip
def test_control_characters(character: str, name: str) -> None:
    line, column, message = refusal(f'a: 1\nbc: d{character}e')
    assert (line, column) == (3, 6)
    assert name in message


def _nested(depth: int) -> str:
    return '{a: ' * depth + '1' + '}' * depth


def test_depth_is_bounded() -> None:
    assert read(_nested(MAX_DEPTH)).problems == ()
    line, column, message = refusal(_nested(MAX_DEPTH + 2))
    assert line == 2
    assert column > MAX_DEPTH
    assert f'more than {MAX_DEPTH} deep' in message
    assert 'deep' in refusal('a: ' + '[' * (MAX_DEPTH + 2) + ']' * (MAX_DEPTH + 2))[2]
    # which of the two true sentences it is depends on the version of libyaml
    assert re.search('deep|not closed', refusal('a: ' + '[' * 30_000)[2])


def test_depth_is_bounded_under_keys_that_stand_twice() -> None:
    matter = read('a: 1\n' + 'a: ' + '[' * 500 + ']' * 500)
    assert 'deep' in matter.problems[-1].message
    # each level stands twice, so each is skipped within what is skipped
    levels = 2_000
    matter = read('{a,a: ' * levels + '1' + '}' * levels)
    assert 'deep' in matter.problems[-1].message


def test_size_is_bounded() -> None:
    longest = 'a: ' + 'x' * (MAX_CHARACTERS - 3)
    assert read(longest).problems == ()
    line, column, message = refusal(longest + 'x')
    assert (line, column) == (1, 1)
    assert str(MAX_CHARACTERS) in message


# -- keys that stand twice --------------------------------------------------------------


def test_a_key_that_stands_twice() -> None:
    matter = read('review:\n  score: 1/5\n  a: x\n  score: {b: 2}\n  c: y\nreview: z')
    assert matter.values == {'review': {'score': '1/5', 'a': 'x', 'c': 'y'}}
    assert [(p.code, p.line, p.column) for p in matter.problems] == [
        (Code.DUPLICATE_KEY, 5, 3),
        (Code.DUPLICATE_KEY, 7, 1),
    ]
    assert 'first set in line 3' in matter.problems[0].message
    assert matter.places[('review', 'score')] == (3, 3)
    assert ('review', 'score', 'b') not in matter.places


def test_the_same_key_in_two_mappings_is_no_duplicate() -> None:
    assert read('a: {x: 1}\nb: {x: 1}\nc: [{x: 1}, {x: 2}]').problems == ()


def test_quoting_does_not_make_another_key() -> None:
    (problem,) = read('{a: 1, "a": 2}').problems
    assert (problem.line, problem.column) == (2, 8)


def test_a_key_that_stands_three_times_is_told_twice() -> None:
    assert [(p.line, p.column) for p in read('a: 1\na: 2\na: 3').problems] == [(3, 1), (4, 1)]


# -- any text at all --------------------------------------------------------------------

WORDS = st.sampled_from(
    ['---', '\n', '\n---\n', '---\n', ' ', '  ', ': ', ':', '- ', '[', ']', '{', '}', ',', '"',
     "'", '#', '&a', '*a', '!t', '|', '>', '%', '@', '`', '?', '...', '\t', '\r\n', '\x85',
     '\u2028', '\ufeff', '\0', 'a', 'b', '1', '7.50', 'null', 'é', '𝔸', 'review', '<<', '=']
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=40).map(''.join))
# a carriage return by itself never arrives: reading a file makes a line end of it
FILES = TEXTS.map(lambda text: re.sub(r'\r(?!\n)', '', text))
PAGES = st.one_of(FILES, FILES.map(lambda block: f'---\n{block}\n---\n'))


def _values(value: Any) -> Iterator[object]:
    yield value
    children = value.values() if isinstance(value, dict) else value
    for child in children if isinstance(value, (dict, list)) else ():
        yield from _values(child)


@settings(deadline=None, max_examples=400)
@given(PAGES)
@example('---\na: 1\u2028b: 2\u2028c: 3\u2028d: 4\n---\n')
@example('---\na:\n---')
@example('---\n"\n---\n')
@example('---\n\ufeff\n---\n')
def test_any_text_is_read_and_every_place_lies_inside(text: str) -> None:
    matter = read_front_matter(text)
    lines = text.split('\n')
    assert 0 <= matter.end <= len(lines)
    places = [*matter.places.values(), *((p.line, p.column) for p in matter.problems)]
    for line, column in places:
        assert 1 <= line <= (matter.end or len(lines))
        assert 1 <= column <= len(lines[line - 1]) + 1
    for value in _values(matter.values):
        assert value is None or isinstance(value, (str, list, dict))


SCALARS = st.text('abc xyz', min_size=1, max_size=8).map(str.strip).filter(bool)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(SCALARS, inner, max_size=3)
    ),
    max_leaves=8,
)


def _written(value: Any) -> str:
    if isinstance(value, dict):
        return '{' + ', '.join(f'"{key}": {_written(v)}' for key, v in value.items()) + '}'
    if isinstance(value, list):
        return '[' + ', '.join(map(_written, value)) + ']'
    return str(value)


@settings(deadline=None)
@given(st.dictionaries(SCALARS, VALUES, max_size=4))
def test_what_is_written_is_what_is_read(values: dict[str, Any]) -> None:
    block = '\n'.join(f'"{key}": {_written(value)}' for key, value in values.items())
    matter = read(block)
    assert matter.problems == ()
    assert matter.values == values
    for (first, *rest), (line, column) in matter.places.items():
        if not rest:
            assert block.split('\n')[line - 2].startswith(f'"{first}":', column - 1)
