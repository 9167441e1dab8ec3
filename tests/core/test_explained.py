"""Every code has an explanation, whose wrong page has that problem and no other."""

from __future__ import annotations

import re

import pytest

from criticwiki.checks.explained import EXPLAINED
from criticwiki.problems import Code


def test_every_code_is_explained() -> None:
    assert set(EXPLAINED) == set(Code)


@pytest.mark.parametrize('code', EXPLAINED)
def test_the_wrong_page_has_that_problem_and_the_right_one_none(code: Code) -> None:
    one = EXPLAINED[code]
    found = one.problems(one.wrong, one.encoding)
    assert [problem.code for problem in found] == [code], '\n'.join(map(str, found))
    assert one.problems(one.right) == []
    assert (one.wrong, one.encoding) != (one.right, 'utf-8')
    assert one.message(code) == str(found[0])
    assert found[0].path == one.path


@pytest.mark.parametrize('code', EXPLAINED)
def test_the_message_names_a_line_that_is_shown(code: Code) -> None:
    one = EXPLAINED[code]
    (problem,) = one.problems(one.wrong, one.encoding)
    first = one.before.count('\n') + 1
    assert first <= problem.line <= first + one.wrong.count('\n')


@pytest.mark.parametrize('code', EXPLAINED)
def test_the_meaning_is_whole_sentences(code: Code) -> None:
    assert re.fullmatch(r'[A-Z`][^_]{20,}[.]', EXPLAINED[code].means)
