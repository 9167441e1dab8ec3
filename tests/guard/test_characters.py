"""Characters that cannot be seen are told however they are spelt, at the place of the spelling."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_wiki import review, wiki

from criticwiki.checks.loader import read_page_source
from criticwiki.config import settings_of
from criticwiki.export.scores_csv import scores_csv
from criticwiki.guard.policy import decoded_value, value_violation
from criticwiki.problems import Code, Problem, as_github, as_json, as_text
from criticwiki.text import HIDDEN, escaped, in_one_line

SETTINGS = settings_of({'myst_enable_extensions': ['colon_fence', 'deflist']})


def told(text: str) -> list[str]:
    """Where characters are told; the page is then withheld."""
    page, _, verdict = read_page_source('notes.md', text, SETTINGS)
    places = [f'{p.line}:{p.column}' for p in page.problems if p.code is Code.CHARACTER]
    assert bool(places) == (verdict.text is None)
    return places


BODIES = {
    'A &#x202e; b': '3:3',
    'A &#8203; b': '3:3',
    '&ZeroWidthSpace;': '3:1',
    'a&rlm;': '3:2',
    'a &#12; b': '3:3',
    '*a &#x2066;*': '3:4',
    '[a&#x200b;](#a)': '3:3',
    '- a\n- &#xad;': '4:3',
    '[a](b.md "t&#x202e;")': '3:12',
    '![a&#x200b;](a.png)': '3:4',
    '| a |\n| - |\n| &#x200b; |': '5:3',
    '> [!note] &lrm;': '3:11',
    '<https://a.example/%E2%80%AE>': '3:20',
    '[a]\n\n[a]: b.md "&#x200b;"': '5:12',
    '```{note} &#x200b;\n```': '3:11',
    '```{image} a.png\n:alt: "a\\u202e"\n```': '4:9',
    '```{figure} a.png\n:alt: a\n\n&#x200b;\n```': '6:1',
    '```{toctree}\n:caption: "\\x08"\na\n```': '4:12',
    ':::{admonition} A &#8238;\nb\n:::': '3:19',
    'Term &#x200b;\n: b': '3:6',
    '## &#x200b; A': '3:4',
    '`code` then &#x200b;': '3:13',
    '{abbr}`a` &#x200b;': '3:11',
    '[^a]\n\n[^a]: &#x200b;': '5:7',
    '[a](b&#37;E2%80%AE.md)': '3:1',
    'x [a](b%&#69;2%80%AE.md)': '3:3',
    'x\n[a](#b%E2\\%80%AE)': '4:1',
    '[a]\n\n[a]: b&percnt;C2%AD.md': '5:1',
    'x <https://xn--ab-g4t.example/>': '3:3',
    '[a](b.md) then &#x200b;': '3:16',
    '[![x](/a.png) y](b.md) <b@a.example> &#x200b;': '3:38',
    '- [<https://xn--ab-g1t.example/>](b.md)': '3:4',
}


@pytest.mark.parametrize('body', BODIES)
def test_what_the_parser_decodes_is_judged(body: str) -> None:
    places = told(f'# Notes\n\n{body}\n')
    assert BODIES[body] in places
    assert len(places) == 1


def tags(text: str) -> str:
    """The invisible characters that spell a text."""
    return ''.join(chr(0xE0000 + ord(letter)) for letter in text)


UNSEEN = {
    'a\u200fb': '3:2',
    'C++\u200e': '3:4',
    '&rlm; a': '3:1',
    'Donau\xaddampf': '3:6',
    '\u0e20\u200b \u0e44': '3:2',
    '\u05e9\u202e\u05dc': '3:2',
    '\u05e9 \u2067a': '3:3',
    'a\U000e0100': '3:2',
    'a\U000e0067\U000e0062\U000e007f': '3:2',
    '\U0001f3f4' + tags('read on'): '3:2',
    '\U0001f3f4\U000e0067\U000e0062': '3:2',
    '\u200f\n\n\u05e9': '3:1',
    'Ann\u200d Lee': '3:4',
    'Mara Vo\u200css': '3:8',
    '\u5bab\u200d\u5d0e': '3:2',
    'Ma\ufe0fra': '3:3',
    'a \ufe00b': '3:3',
    'Ma\u180bra': '3:3',
    'a\U0001d173b': '3:2',
    'a\ufdd0b': '3:2',
    'a\U0005fffeb': '3:2',
    'Z' + '\u0336\u0353\u0300' * 3 + 'algo': '3:2',
    '\u0e01' + '\u0e47' * 9: '3:2',
    '&#x200d;a': '3:1',
    'a&#xfe0f;': '3:2',
}
"""What is meant beside other letters is told where it is not, once for a run of tags."""


@pytest.mark.parametrize('body', UNSEEN)
def test_what_is_meant_elsewhere_is_told(body: str) -> None:
    assert told(f'# Notes\n\n{body}\n') == [UNSEEN[body]]


MATTER = {
    'html_meta: {description: "a\\u202eb"}': '2:28', '"og:title": "x\\0y"': '2:15',
    'page:\n  summary: "a\\x1b[31m"': '3:14', 'page: {summary: "\\x08"}': '2:18',
    '"or\\u200bphan": true': '2:4', 'page: {summary: "A\\u200db"}': '2:19',
    'page:\n  summary: "one\n    two\\u2066"': '4:8',
}  # fmt: skip


@pytest.mark.parametrize('matter', MATTER)
def test_what_yaml_decodes_is_judged(matter: str) -> None:
    assert told(f'---\n{matter}\n---\n\n# Notes\n') == [MATTER[matter]]


REGIONS = ('gbeng', 'gbsct', 'gbwls', 'ustx', 'jp13')
"""Regions with a flag: https://unicode.org/reports/tr51/#flag-emoji-tag-sequences"""


@pytest.mark.parametrize(
    'body',
    [
        '`&#x202e;` and `"\\u202e"`',
        '```text\n&#x200b; "\\u202e"\n```',
        'Tom &amp; Ann &lt;3 &copy;',
        'family 👨\u200d👩\u200d👧 می\u200cخواهم',
        '[a](https://a.example/%E2%80%8B) 100% of 50%25',
        '[a](https://a.example/&#37;E2%80%8B) <https://xn--bcher-kva.example/>',
        '`[a](b&#37;E2%80%AE.md)` <https://a.example/&#37;E2%80%AE>',
        "```{image} a.png\n:alt: 'a \\u202e b'\n```",
        '```{image} a.png\n:alt: "say \\"a\\" \\\\ b"\n```',
        '&#xnothing; &nothing; & #x202e;',
        'a\u00a0b &nbsp; c',
        '&#9; tab',
        '\u05e9\u05dc\u05d5\u05dd\u200f! (C++\u200e)',
        '\u0627\u0644 \u061c12',
        *(f'\U0001f3f4{tags(region)}\U000e007f' for region in REGIONS),
        '\u845b\U000e0100\u57ce',
        '\u0e20\u0e32\u200b\u0e44\u0e17\u0e22',
        '\u182e\u180e\u1820 \u182e\u180b',
        'DVD\u200c\u0647\u0627 \u0915\u094d\u200d\u0937',
        '1\ufe0f\u20e3 \u2764\ufe0f\u200d\U0001f525 \xa9\ufe0f \u8449\ufe00',
        'Vie\u0323\u0302t \u0e17\u0e35\u0e48 \u05d1\u05b0\u05bc\u05e8\u05b5\u05d0',
    ],
)
def test_what_is_meant_is_left_alone(body: str) -> None:
    assert told(f'# Notes\n\n{body}\n') == []


@pytest.mark.parametrize(
    'value', ['"a \\. b"', '"a', "'a", '"a" b', '"\\xZZ"', '| a', '> a', 'a # b', 'a\tb']
)
def test_an_option_that_the_parser_cannot_read_is_told(value: str) -> None:
    assert value_violation(value)
    text = f'# Notes\n\n```{{image}} a.png\n:alt: {value}\n```\n'
    page, _, verdict = read_page_source('notes.md', text, SETTINGS)
    assert verdict.text is None
    assert [problem.line for problem in page.problems if problem.code is Code.FORBIDDEN] == [4]


@settings(deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=['Cs', 'Cc'], exclude_characters='#\t')))
def test_a_quoted_value_is_read_as_it_was_meant(text: str) -> None:
    for written in (json.dumps(text, ensure_ascii=False), "'" + text.replace("'", "''") + "'"):
        assert decoded_value(written) == text


@settings(deadline=None)
@given(st.text())
def test_what_a_log_shows_is_one_line_that_a_terminal_does_not_obey(text: str) -> None:
    shown = escaped(text)
    assert not HIDDEN.search(shown)
    assert len(shown.splitlines()) <= 1
    assert len(in_one_line(text).splitlines()) <= 1


def test_no_path_or_message_writes_a_line_of_its_own() -> None:
    path = 'characters/x\n::error file=a::pwn\x1b[31m.md'
    problem = Problem(path, 1, 1, Code.FORBIDDEN, 'the word \x1b[31m\u202e is wrong')
    text, github = as_text([problem], 1, ()), as_github([problem], 1, ())
    for output in (text, github):
        assert len(output.splitlines()) == 2
        assert not HIDDEN.search(output)
    assert len(re.findall('^::error', github, re.MULTILINE)) == 1
    read = json.loads(as_json([problem], 1, ()))
    assert read['problems'][0]['path'] == path
    assert not HIDDEN.search(as_json([problem], 1, ()))


COMMANDS = ['::error ::a', ' ::stop-commands::x', 'a ##[error]b', '##vso[task.setvariable]c']
"""What build services take for commands: GitHub, Azure Pipelines."""


@pytest.mark.parametrize('command', COMMANDS)
def test_nothing_of_a_page_is_a_command_for_a_build_service(command: str) -> None:
    for problem in (
        Problem(f'{command}.md', 1, 1, Code.FORBIDDEN, 'wrong'),
        Problem('a.md', 1, 1, Code.FORBIDDEN, f'the word {command} is wrong'),
    ):
        written = as_text([problem], 1, ()) + as_github([problem], 1, ())
        assert not re.search(r'##\w*\[', written)
        assert len(re.findall(r'^\s*::', written, re.MULTILINE)) == 1
        assert not re.match(r'\s*::|.*##\w*\[', escaped(command))
    assert escaped('## a :: b') == '## a :: b'


ONE_LINE = ('headline', 'outlet', 'author', 'verdict')


@pytest.mark.parametrize('name', ONE_LINE)
@pytest.mark.parametrize('value', ['"A\\nB"', '"A\\u2028B"', '|\n    A\n    B'])
def test_a_name_is_one_line(name: str, value: str) -> None:
    facts = {'headline': 'H', 'outlet': 'null', 'author': 'null', 'url': 'null'}
    facts |= {'published': 'null', 'covers': '1', 'verdict': 'null', name: value}
    lines = '\n'.join(f'  {key}: {value}' for key, value in facts.items())
    page, _, _ = read_page_source('reviews/r.md', f'---\nreview:\n{lines}\n---\n\n# R\n', SETTINGS)
    place = page.place(name)
    assert [p for p in page.problems if (p.line, p.column) == place or p.line == place[0]]
    assert page.facts is None


FORMULA = re.compile(r'[\s"\']*[-=+@＝＋－＠]')


@settings(deadline=None)
@given(st.text(st.sampled_from('=+-@＝＋－＠;\t a\'",1'), max_size=12))
def test_no_cell_is_a_formula_wherever_a_spreadsheet_cuts(name: str) -> None:
    author = json.dumps(f'{name}x')
    corpus = wiki(review('r', author=author, covers='1', score='3/5'))
    written = scores_csv(corpus)
    rows = list(csv.reader(io.StringIO(written)))
    assert len({len(row) for row in rows}) == 1
    for cell in (cell for row in rows for cell in row):
        for piece in re.split(r'[;\t]', cell):
            assert not FORMULA.match(piece) or piece.lstrip().startswith("'")
