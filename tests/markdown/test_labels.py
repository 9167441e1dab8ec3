"""A label that does not lead to its place alone is a problem at every such place."""

from __future__ import annotations

import pytest
from bad_page_cases import around

from criticwiki.checks.loader import Wiki
from criticwiki.config import Settings
from criticwiki.markdown.links import RESERVED

SETTINGS = Settings(extensions=('myst_parser', 'sphinx_design', 'criticwiki'))
TABLE = '# Notes\n\n```{list-table} Words\n:name: %s\n\n* - A\n```\n'


def told(pages: dict[str, str]) -> list[str]:
    return [str(problem) for problem in Wiki({**around(), **pages}, SETTINGS).problems]


def test_on_two_pages_both_are_told() -> None:
    here, there = 'guide/notes.md:3:1', 'guide/marked.md:3:1'
    words = "error: the label 'the-mark' is given at {} too; give one another name [duplicate-id]"
    assert told({'guide/notes.md': '# Notes\n\n(the-mark)=\n## One\n'}) == [
        f'{there}: {words.format(here)}',
        f'{here}: {words.format(there)}',
    ]


@pytest.mark.parametrize('name', ['the-mark', 'The-Mark', 'keeper', '1', 'glossary', 'Lamp Room'])
def test_however_it_is_given(name: str) -> None:
    found = told({'guide/notes.md': TABLE % name})
    assert [line for line in found if line.startswith('guide/notes.md:4:8: ')] != []


@pytest.mark.parametrize('name', ['one', 'first', 'lamp-room', 'toc', 'the-marks'])
def test_others_are_left_alone(name: str) -> None:
    assert told({'guide/notes.md': TABLE % name}) == []


def test_one_in_a_block_and_one_in_the_open() -> None:
    text = '# Notes\n\n:::{spoiler} 2\n(a-mark)=\n## One\n:::\n\n(a-mark)=\n## Two\n'
    assert len(told({'guide/notes.md': text})) == 2


@pytest.mark.parametrize('name', sorted(RESERVED))
def test_ids_of_the_theme(name: str) -> None:
    found = told({'guide/notes.md': f'# Notes\n\n({name})=\nWords.\n'})
    assert found == [
        (
            f'guide/notes.md:3:1: error: every page has a place {name!r} already; give this one'
            ' another name [duplicate-id]'
        )
    ]


@pytest.mark.parametrize(
    'text', ['## Searchbox', '## 1. SVG *toc*', ':::{note}\n## Wiki preview\n:::']
)
def test_headings_with_ids_of_the_theme(text: str) -> None:
    found = told({'guide/notes.md': f'# Notes\n\n{text}\n'})
    assert [line for line in found if 'word the heading otherwise' in line]


def test_a_link_to_a_label_that_stands_twice_is_no_problem_more() -> None:
    text = '# Notes\n\n(a-mark)=\n## One\n\n(a-mark)=\n## Two\n\n[](#a-mark)\n'
    other = {'guide/other.md': '# Other\n\n[](#a-mark)\n'}
    assert all('duplicate-id' in line for line in told({'guide/notes.md': text, **other}))
