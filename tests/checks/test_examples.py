"""What CONTRIBUTING and the guide give as an example is right as it stands in their source."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from criticwiki.checks.loader import Wiki, read_page
from criticwiki.tools.source_files import pages_in, read_settings

ROOT = Path(__file__).parents[2]
SETTINGS = read_settings(ROOT)
GUIDE = sorted((ROOT / 'guide').glob('*.md'))
FILES = [ROOT / 'CONTRIBUTING.md', *(file for file in GUIDE if file.stem != 'publishing')]
"""Where examples are of pages; that on publishing has files of hosts, with tests of their own."""
FOLDERS = {'review': 'reviews', 'episode': 'episodes', 'character': 'characters'}
EXAMPLES = [
    pytest.param(match[1], match[2], id=f'{file.name}-{number}')
    for file in FILES
    for number, match in enumerate(
        re.finditer(r'^```(yaml|markdown)\n(.*?)^```$', file.read_text('utf-8'), re.M | re.S)
    )
]
MARK = re.compile(r'(`+)(.+?)\1(?!`)')


def told(path: str, text: str) -> list[str]:
    """What the check says of a page beside those of this wiki, but for links between them."""
    wiki = Wiki({**pages_in(ROOT, SETTINGS), path: text}, SETTINGS)
    return [str(problem) for problem in wiki.problems if problem.path == path]


@pytest.mark.parametrize(('language', 'text'), EXAMPLES)
def test_an_example_is_a_page_without_a_problem(language: str, text: str) -> None:
    if language == 'markdown':
        assert told('guide/example.md', f'---\norphan: true\n---\n# Example\n\n{text}') == []
        return
    kind = re.findall(r'^(\w+):', text, re.M)[0]
    assert told(f'{FOLDERS[kind]}/example.md', f'{text}\n# Example\n\nWords.\n') == []


def test_no_example_has_an_indent_that_makes_code_of_it() -> None:
    assert len(EXAMPLES) >= 4
    for file in FILES:
        assert not re.search(r'^(?: {4}|\t)(?:[:`~]{3}|!\[|---$)', file.read_text('utf-8'), re.M)


def rows() -> list[tuple[str, str]]:
    """The marks of other programs in the table of the guide, and what the table has instead."""
    text = (ROOT / 'guide' / 'problems.md').read_text('utf-8').partition('## Marks from')[2]
    cells = re.findall(r'^\* - (.*)\n  - .*\n  - (.*)$', text, re.M)
    assert len(cells) > 15
    return cells[1:]


@pytest.mark.parametrize('cell', [row[0] for row in rows()])
def test_a_mark_of_the_table_is_told(cell: str) -> None:
    pages = {
        '+++': '+++\na = "b"\n+++\n\n# A\n',
        '{': '{\n  "a": "b"\n}\n\n# A\n',
        'tags:': '---\ntags: [a]\n---\n\n# A\n',
        'dataview': '# A\n\n```dataview\na\n```\n',
        'mermaid': '# A\n\n```mermaid\na\n```\n',
        '{#id}': '# A\n\n## B {#id}\n',
    }
    for mark in (match[2] for match in MARK.finditer(cell)):
        page = pages.get(mark, f'# A\n\n{mark}\n')
        assert read_page('guide/example.md', page, SETTINGS).problems, mark
