"""Every kind of bad page, each with the exact place and words; good pages have none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bad_page_cases import around, bad_pages, good_pages

from criticwiki.checks.loader import Wiki
from criticwiki.config import Settings

if TYPE_CHECKING:
    from criticwiki.checks.problem_examples import PageCase

SETTINGS = Settings(extensions=('myst_parser', 'sphinx_design', 'criticwiki'))
ALL = bad_pages()


def told(pages: dict[str, str | bytes]) -> list[str]:
    return [str(problem) for problem in Wiki(pages, SETTINGS, lambda _path: False).problems]


def test_there_are_enough() -> None:
    assert len({case.title for case in ALL}) == len(ALL) >= 160
    paths = [case.path for case in ALL if case.path != 'index.md']
    assert len(set(paths)) == len(paths)


def test_good_pages_are_good() -> None:
    assert told({**around()}) == []
    assert told({**around(), **{case.path: case.content for case in good_pages()}}) == []


def test_several_processes_tell_what_one_does() -> None:
    pages = {**around(), **{case.path: case.content for case in ALL if case.path != 'index.md'}}
    found = Wiki(pages, SETTINGS, lambda _path: False, processes=2).problems
    assert len(found) > len(pages)
    assert found == Wiki(pages, SETTINGS, lambda _path: False).problems


@pytest.mark.parametrize('case', ALL, ids=lambda case: case.title)
def test_each_is_told_at_its_place(case: PageCase) -> None:
    expected = [f'{case.path}:{line}' for line in case.problems]
    assert told({**around(), case.path: case.content}) == expected


def test_with_line_ends_of_windows_and_a_mark_before_them() -> None:
    for case in ALL:
        other = b'\xef\xbb\xbf' + case.source.replace('\n', '\r\n').encode()
        assert told({**around(), case.path: other}) == told({**around(), case.path: case.source})


@pytest.mark.parametrize(
    ('content', 'place'),
    [
        (b'# Caf\xe9\n', '1:6: error: the byte 0xE9 '),
        (b'# Notes\r\n\r\nA caf\xc3\xa9 and a caf\xe9.\r\n', '3:17: error: the byte 0xE9 '),
        (b'---\nepisode:\n  title: \xff\n---\n\n# X\n', '3:10: error: the byte 0xFF '),
    ],
)
def test_a_page_that_is_no_utf_8(content: bytes, place: str) -> None:
    lines = told({**around(), 'guide/latin.md': content})
    found = [line for line in lines if line.endswith('[encoding]')]
    assert len(found) == 1
    assert found[0].startswith(f'guide/latin.md:{place}')


PAGE = '---\ncharacter:\n  name: Zoë “Z” 灯\n---\n\n# Zoë\n\nWords é 灯台\u3000光.\n'
BYTE_ORDER_MARK = '\ufeff'


@pytest.mark.parametrize('mark', ['', BYTE_ORDER_MARK])
@pytest.mark.parametrize('codec', ['utf-16-le', 'utf-16-be', 'utf-32-le', 'utf-32-be'])
@pytest.mark.parametrize('page', [PAGE, PAGE.replace('\n', '\r\n')])
def test_a_page_in_a_wider_encoding_is_one_mistake(page: str, codec: str, mark: str) -> None:
    (line,) = told({**around(), 'characters/zoe.md': (mark + page).encode(codec)})
    place = f'characters/zoe.md:1:1: error: the file is saved as {codec[:6].upper()}; save it as'
    assert line.startswith(place)


@pytest.mark.parametrize(
    'content',
    [b'\x89PNG\r\n\x1a\n\0\0', b'PK\3\4\x14\0', b'%PDF-1.7\n', b'\x1f\x8b\x08\0', b'\0\xff\0'],
)
def test_a_file_that_is_no_text_is_one_mistake(content: bytes) -> None:
    (line,) = told({**around(), 'reviews/file.md': content})
    assert line.startswith('reviews/file.md:1:1: error: the file is no text;')
