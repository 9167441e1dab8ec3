"""Fixture pages as text: `bad_pages/README.txt` describes the format."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from criticwiki.checks.problem_examples import PageCase, page_cases

CASES: Final = Path(__file__).parent / 'bad_pages'
_AROUND: Final = 'around.txt'


def bad_pages() -> list[PageCase]:
    """All pages that have problems."""
    return [case for case in _cases() if case.problems]


def good_pages() -> list[PageCase]:
    """All pages that have none, apart from those of `around`."""
    return [case for case in _cases() if not case.problems]


def around() -> dict[str, str]:
    """The good pages that stand beside every other one."""
    text = (CASES / _AROUND).read_text('utf-8')
    return {case.path: case.source for case in page_cases(text)}


def _cases() -> list[PageCase]:
    files = [file for file in sorted(CASES.glob('[a-z]*.txt')) if file.name != _AROUND]
    return [case for file in files for case in page_cases(file.read_text('utf-8'))]
