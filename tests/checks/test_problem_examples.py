"""Every code has an example, whose wrong page has that problem and no other."""

from __future__ import annotations

import re
from typing import Final

import pytest

from criticwiki.checks.loader import Wiki
from criticwiki.checks.problem_examples import (
    FILE,
    MEANINGS,
    PageCase,
    page_cases,
    problem_examples,
)
from criticwiki.checks.quotations import verify_quotations
from criticwiki.config import Settings
from criticwiki.problems import OPTIONAL, Code

EXAMPLES: Final = problem_examples()
CASES: Final = list(page_cases(FILE.read_text('utf-8')))
AROUND: Final = {case.path: case.content for case in CASES if not case.problems}
PAGES: Final = {path: content for path, content in AROUND.items() if path.endswith('.md')}
COPIES: Final = {path: content for path, content in AROUND.items() if path.endswith('.txt')}
PICTURES: Final = frozenset({'pictures/lighthouse.png'})


def problems(pages: dict[str, bytes]) -> list[str]:
    """What the check says of pages, with the private copies at hand."""
    wiki = Wiki(pages, Settings(checks=OPTIONAL), PICTURES.__contains__)
    texts = {path: content.decode('utf-8', 'replace') for path, content in pages.items()}
    return list(
        map(str, sorted({*wiki.problems, *verify_quotations(wiki.corpus, texts, COPIES).problems}))
    )


def test_every_code_has_an_example_and_a_meaning() -> None:
    assert set(EXAMPLES) == set(MEANINGS) == set(Code)
    assert len(CASES) == len(AROUND) + len(EXAMPLES)
    assert AROUND.keys() == PAGES.keys() | COPIES.keys()


def test_the_pages_beside_the_examples_are_good() -> None:
    assert problems(PAGES) == []


@pytest.mark.parametrize('code', EXAMPLES)
def test_the_wrong_page_has_that_problem_and_the_right_one_none(code: Code) -> None:
    case = EXAMPLES[code]
    (expected,) = case.problems
    assert expected.endswith(f' [{code}]')
    assert problems({**PAGES, case.path: case.content}) == [f'{case.path}:{expected}']
    assert problems({**PAGES, case.path: case.corrected.encode()}) == []


@pytest.mark.parametrize('code', EXAMPLES)
def test_the_message_names_a_line_that_is_shown(code: Code) -> None:
    case = EXAMPLES[code]
    first = case.above.count('\n') + 1
    assert first <= int(case.problems[0].split(':')[0]) < first + case.wrong.count('\n')


@pytest.mark.parametrize('code', EXAMPLES)
def test_the_meaning_is_whole_sentences(code: Code) -> None:
    assert re.fullmatch(r'(?=[A-Z`])(?:`[^`]+`|[^_`]){20,}[.]', MEANINGS[code])


PAGE: Final = '== A title\nguide/a.md\n>>>>\n# A\n<<<<\n1:1: error: no [heading]\n'


@pytest.mark.parametrize('line', ['guide/a.md\n', '>>>>\n', '<<<<\n'])
def test_a_case_that_cannot_be_read_is_refused(line: str) -> None:
    assert [case.source for case in page_cases(PAGE)] == ['# A\n']
    with pytest.raises(ValueError, match='a case has no'):
        list(page_cases(PAGE.replace(line, '')))


def test_parts_encoding_and_characters_that_cannot_be_seen() -> None:
    text = PAGE.replace('a.md', 'a.md in latin-1').replace(
        '# A', '# A\n>>>> wrong\nB{{U+00E9}}\n>>>> right\nC\n>>>> below\nD'
    )
    assert list(page_cases(text)) == [
        PageCase(
            'A title', 'guide/a.md', 'latin-1', '# A\n', 'Bé\n', 'C\n', 'D\n',
            ('1:1: error: no [heading]',),
        )
    ]  # fmt: skip
    (case,) = page_cases(text)
    assert (case.content, case.corrected) == (b'# A\nB\xe9\nD\n', '# A\nC\nD\n')
