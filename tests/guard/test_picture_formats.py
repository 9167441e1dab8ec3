"""The bytes of a picture are those of its ending, whole, and nothing follows them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_pictures import GIF, JPEG, PNG, SMALLEST, SVG

from criticwiki.checks.loader import read_page
from criticwiki.config import settings_of
from criticwiki.guard.files import svg_violation
from criticwiki.guard.picture_formats import FORMATS, pixel_violation

if TYPE_CHECKING:
    from pathlib import Path

SUFFIXES = sorted(SMALLEST.keys() - {'svg'})
PAGE = b'<!doctype html><script>window.x=1</script>'
PIXELS = (60_000).to_bytes(4) * 2
VAST = {
    'a.png': PNG.replace(b'\0\0\0\1' * 2, PIXELS),
    'b.PNG': PNG.replace(b'\0\0\0\1' * 2, (2**31 - 1).to_bytes(4) + (1).to_bytes(4)),
    'c.gif': GIF.replace(b'\1\0\1\0', b'\xff\xff\xff\xff', 1),
    'd.jpg': JPEG.replace(b'\x08\0\1\0\1', b'\x08\xff\xff\xff\xff'),
}
UNLIKE = {
    'an SVG': (SVG, "is SVG, though its name ends with '.{}'"),
    'an SVG behind a declaration': (b'<?xml version="1.0"?>\n' + SVG, 'is SVG'),
    'a page': (PAGE, 'is no picture that a page can show; put one there'),
    'a page with an SVG': (PAGE + b'<html>' + SVG, 'is no picture'),
    'a script': (b'#!/bin/sh\nrm -r x\n', 'is no picture'),
    'nothing': (b'', 'is empty'),
    'a pointer': (b'version https://git-lfs.github.com/spec/v1\noid', 'run git lfs pull'),
}


def violation(content: bytes, name: str) -> str:
    return pixel_violation(io.BytesIO(content), name) or ''


@pytest.mark.parametrize('suffix', SUFFIXES)
def test_a_picture_is_what_its_ending_says(suffix: str) -> None:
    whole = SMALLEST[suffix]
    assert violation(whole, f'a.{suffix}') == violation(whole, f'a.{suffix.upper()}') == ''
    for other, content in SMALLEST.items():
        if content not in {whole, SVG}:
            assert f"though its name ends with '.{suffix}'; rename it to 'a.b." in violation(
                content, f'a.b.{suffix}'
            ), other
    for content, message in UNLIKE.values():
        assert message.format(suffix) in violation(content, f'a.{suffix}')


@pytest.mark.parametrize('suffix', SUFFIXES)
def test_a_picture_that_is_cut_off(suffix: str) -> None:
    whole = SMALLEST[suffix]
    ends = range(len(whole) // 2, len(whole))
    boxes = [28, 40] if suffix == 'avif' else []  # any of them may be the last
    assert [end for end in ends if not violation(whole[:end], f'a.{suffix}')] == boxes


@pytest.mark.parametrize('suffix', SUFFIXES)
@pytest.mark.parametrize('more', [PAGE, b'PK\3\4', b'\0', b'<?php x ?>'])
def test_a_picture_that_is_something_else_too(suffix: str, more: bytes) -> None:
    assert violation(SMALLEST[suffix] + more, f'a.{suffix}')


def test_a_picture_of_a_camera_has_others_behind_it() -> None:
    assert violation(JPEG + b'\0\0' + JPEG, 'a.jpg') == ''
    assert 'goes on where its picture ends' in violation(JPEG + JPEG + PAGE, 'a.jpg')


@pytest.mark.parametrize('name', VAST)
def test_a_picture_of_more_pixels_than_a_browser_can_show(name: str) -> None:
    assert 'browsers need too much memory' in violation(VAST[name], name)
    assert violation(PNG.replace(b'\0\0\0\1' * 2, (9_000).to_bytes(4) * 2), 'a.png') == ''


def test_a_drawing_begins_as_one() -> None:
    assert svg_violation(SVG) is None
    assert 'an SVG begins with' in str(svg_violation(b'<text>x</text>'))
    assert 'an SVG begins with' in str(svg_violation(b'<svg><path d="M0 0h1"/></svg>'))
    assert svg_violation(PNG)
    assert svg_violation(b'')


def test_each_page_that_shows_it_is_told(tmp_path: Path) -> None:
    folder = tmp_path / 'pictures'
    folder.mkdir()
    (folder / 'a.png').write_bytes(SVG)
    (folder / 'b.png').write_bytes(PNG)
    shown = '![A lamp](/pictures/a.png)\n\n![A lamp](/pictures/b.png)\n'
    figure = '\n```{figure} ../pictures/a.png\n:alt: A lamp\n```\n'
    for path, text, place in (
        ('one.md', f'# A\n\n{shown}', (3, 1)),
        ('more/two.md', f'# A\n{figure}', (3, 13)),
    ):
        told = read_page(path, text, settings_of({}), tmp_path).problems
        assert [(one.line, one.column) for one in told if 'is SVG' in one.message] == [place]
        assert len(told) == 1


@settings(deadline=None)
@given(st.sampled_from(SUFFIXES), st.binary(max_size=60), st.integers(0, 200), st.integers(0, 9))
def test_no_bytes_stop_a_check(suffix: str, more: bytes, at: int, gone: int) -> None:
    whole = SMALLEST[suffix]
    content = whole[:at] + more + whole[at + gone :]
    assert violation(content, f'a.{suffix}') is not None
    for one in FORMATS:
        violation(content, f'a{one.suffixes[0]}')
