"""`check` says what a build says: the same problems, word for word and place for place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from bad_page_cases import around, bad_pages

from criticwiki.checks.loader import Wiki
from criticwiki.tools.source_files import pages_in, read_settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Build

DESIGN = ['myst_parser', 'sphinx_design', 'criticwiki']
TOLD = re.compile(r'(\S+:\d+:\d+): WARNING: (.+) \[wiki\.([\w-]+)\]')


def told_by_build(made: Build) -> list[str]:
    found = filter(None, map(TOLD.fullmatch, made.warnings))
    return [f'{match[1]}: error: {match[2]} [{match[3]}]' for match in found]


def told_by_check(made: Build) -> list[str]:
    settings = read_settings(made.source)
    texts = pages_in(made.source, settings)
    return list(
        map(str, Wiki(texts, settings, lambda path: (made.source / path).is_file()).problems)
    )


@pytest.fixture(scope='module')
def bad(wiki: Callable[..., Build]) -> Build:
    pages = {case.path: case.source for case in bad_pages()}
    return wiki({**around(), **pages}, extensions=DESIGN)


def test_the_same_of_every_bad_page(bad: Build) -> None:
    found = told_by_check(bad)
    assert {line.partition(':')[0] for line in found} >= {case.path for case in bad_pages()}
    assert told_by_build(bad) == found


def test_nothing_is_told_twice(bad: Build) -> None:
    others = [line for line in bad.warnings if not TOLD.fullmatch(line)]
    assert others == []


def test_the_same_after_an_edit_and_from_scratch(bad: Build) -> None:
    (bad.source / 'guide' / 'latin.md').write_bytes(b'# Notes\n\nA caf\xe9.\n')
    bad.replace('guide/no-id.md', '# Notes', '# Other notes')
    fresh = bad.rebuild_and_clean()
    found = told_by_check(bad)
    assert [line for line in found if line.startswith('guide/latin.md:3:6: ')]
    assert told_by_build(bad) == found
    assert told_by_build(fresh) == found
