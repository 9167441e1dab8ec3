"""Pages as text: no page, however odd, makes the reader fail."""

from __future__ import annotations

from bad_page_cases import around, bad_pages
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from criticwiki.checks.loader import Wiki
from criticwiki.config import Settings
from criticwiki.markdown.parser import Syntax, parse_blocks, read_blocks
from criticwiki.markdown.reader import read_page_text

SETTINGS = Settings(extensions=('myst_parser', 'sphinx_design', 'criticwiki'))
PIECES = st.sampled_from(
    [
        ':::', '::::', '```', '````', '{spoiler} 2', '{note}', '{grid}', '{glossary}',
        '{value}`a.b`',
        '{character}`keeper`', '{episode}`9', '`', '``', '[a](b.md)', '[](#x)', '](', '[', ']', '<',
        '>', '<project:a.md>', '![a](b.png)', '# A', '## B', '- ', '1. ', '  ', '    ', '\t', '|',
        '| a | b |', '| - | - |', '> ', '---', ':name: x', ':link: a', '(label)=', '[^1]',
        '[^1]: a',
        '[a]: b.md', '\\', '*', '**', '&amp;', '\u3000', '\u202e', '\0', '\x0b', '\u2028', 'é',
        'word',
        '%', '+++', '$$', ': def', '\n', '\n\n', '\r\n', '{{ x }}', '{eval-rst}', '{unknown}',
    ]
)  # fmt: skip
YAML = st.sampled_from(
    [
        'review:', 'character:', 'name: X', 'headline: X', '  ', '    ', '- ', '{', '}', '[',
        ']', ': ',
        '"', "'", '&a', '*a', '!!str', '|', '>', '? ', '#', '1-4', '3/5', 'null', 'covers: ',
        'score: ',
        'aspects:', 'plot:', 'stance: praise', '\n', '\n  ', '\n    ', '\t', 'é', '---', '...',
        '<<',
    ]
)  # fmt: skip


def check(path: str, text: str) -> None:
    for problem in Wiki({**around(), path: text}, SETTINGS, lambda _path: False).problems:
        assert problem.line >= 1
        assert problem.column >= 1
        assert '\n' not in str(problem)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, max_size=40), st.booleans())
def test_any_markdown_is_read(pieces: list[str], spaced: bool) -> None:
    check('guide/odd.md', '# Odd\n\n' + (' ' if spaced else '').join(pieces))


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(YAML, max_size=30), st.sampled_from(['reviews', 'characters', 'episodes']))
def test_any_front_matter_is_read(pieces: list[str], folder: str) -> None:
    check(f'{folder}/odd.md', '---\n' + ''.join(pieces) + '\n---\n\n# Odd\n')


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    check('guide/odd.md', text.encode('utf-8', 'replace').decode())


@settings(deadline=None, max_examples=100)
@given(st.data())
def test_any_bad_page_cut_and_joined_is_read(data: st.DataObject) -> None:
    cases = st.sampled_from(bad_pages())
    first, second = data.draw(cases), data.draw(cases)
    one = first.source[: data.draw(st.integers(0, len(first.source)))]
    check(first.path, one + second.source[data.draw(st.integers(0, len(second.source))) :])


@settings(deadline=None, max_examples=400)
@given(st.lists(PIECES, max_size=30), st.booleans())
@example(['a', '\n', '='], False)
@example(['* * *'], False)
@example(['> ', 'a', '\n', '> ', '-'], False)
@example(['- ', '_ __'], False)
@example(['a', '\n', '- ', '\r\n'], False)
@example(['a', '\r', ': ', 'b'], False)
def test_rules_without_their_signs_would_find_nothing(pieces: list[str], spaced: bool) -> None:
    text = (' ' if spaced else '').join(pieces)
    syntax = Syntax(('colon_fence', 'deflist'))
    assert read_blocks(text, syntax, {}) == parse_blocks(text, syntax, {})


def test_a_tab_parts_a_name_from_what_follows_it_as_a_blank_does() -> None:
    def found(between: str) -> object:
        lines = ['# Odd', '', f':::{{spoiler}}{between}2', 'See {term}`x`.', ':::']
        return read_page_text(lines, 1, ('guide/odd', 'page'), SETTINGS)

    assert found('\t') == found(' ')
