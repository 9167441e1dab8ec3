"""`check` says what a build says: the same problems, word for word and place for place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from bad_page_cases import around, bad_pages, good_pages

from criticwiki.checks.loader import Wiki
from criticwiki.tools.source_files import ConfError, pages_in, read_settings

from .pages import with_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Build

    from criticwiki.checks.problem_examples import PageCase

DESIGN = ['myst_parser', 'sphinx_design', 'criticwiki']
TOLD = re.compile(r'(\S+:\d+:\d+): WARNING: (.+) \[wiki\.([\w-]+)\]')
INDEX = 'index.md'
HUGE = {
    'characters/deep.md': '---\ncharacter: ' + '[' * 3000 + ']' * 3000 + '\n---\n\n# Deep\n',
    'characters/long.md': '---\ncharacter: {name: ' + 'x' * 100_000 + '}\n---\n\n# Long\n',
}


def told_by_build(made: Build) -> list[str]:
    """The problems that a build has warned of; it must not have warned of anything else."""
    matches = [TOLD.fullmatch(line) for line in made.warnings]
    assert all(matches), [line for line in made.warnings if not TOLD.fullmatch(line)]
    return [f'{match[1]}: error: {match[2]} [{match[3]}]' for match in matches if match]


def told_by_check(made: Build) -> list[str]:
    settings = read_settings(made.source)
    texts = pages_in(made.source, settings)
    return list(
        map(str, Wiki(texts, settings, lambda path: (made.source / path).is_file()).problems)
    )


@pytest.fixture(scope='module')
def bad(wiki: Callable[..., Build]) -> Build:
    """A wiki with every bad page."""
    pages = {case.path: case.source for case in bad_pages() if case.path != INDEX}
    return wiki({**around(), **pages, **HUGE}, extensions=DESIGN)


@pytest.fixture(scope='module')
def some_bad(wiki: Callable[..., Build]) -> Build:
    """A wiki with bad pages of every code, to be built in other ways."""
    pages: dict[str, str] = {'guide/no-id.md': ''}
    known: set[str] = set()
    for case in bad_pages():
        codes = {line.rpartition('[')[2] for line in case.problems}
        if case.path in pages or (case.path != INDEX and codes - known):
            pages[case.path] = case.source
            known |= codes
    return wiki({**around(), **pages}, extensions=DESIGN)


def test_the_same_of_every_bad_page(bad: Build) -> None:
    problems = told_by_check(bad)
    paths = [line.partition(':')[0] for line in problems]
    assert {*paths} >= {case.path for case in bad_pages() if case.path != INDEX} | HUGE.keys()
    assert told_by_build(bad) == problems


def test_in_order_of_place(bad: Build) -> None:
    places = [line.split(':')[:3] for line in told_by_build(bad)]
    assert places == sorted(places, key=lambda place: (place[0], int(place[1]), int(place[2])))


def test_again_in_the_next_run(some_bad: Build) -> None:
    first = list(some_bad.warnings)
    some_bad.rebuild(warnings_are_errors=True, command=True)
    assert (some_bad.returned, some_bad.warnings) == (1, first)
    other = some_bad.also('text', warnings_are_errors=True)
    assert (other.returned, other.warnings) == (1, first)


def test_the_same_after_an_edit_and_from_scratch_in_parallel(some_bad: Build) -> None:
    (some_bad.source / 'guide' / 'latin.md').write_bytes(b'# Notes\n\nA caf\xe9.\n')
    for name, codec in {'wide': 'utf-16', 'other': 'utf-16-be', 'wider': 'utf-32-le'}.items():
        (some_bad.source / 'guide' / f'{name}.md').write_bytes(
            '# Notes\r\n\r\nWords. [a](#no-such-page-here)\r\n'.encode(codec)
        )
    some_bad.replace('guide/no-id.md', '# Notes', '# Other notes')
    some_bad.rebuild()
    fresh = some_bad.clean(parallel=2, command=True)
    problems = told_by_check(some_bad)
    assert [line for line in problems if line.startswith('guide/latin.md:3:6: ')]
    for name in ('wide', 'other', 'wider'):
        first, second = (line for line in problems if line.startswith(f'guide/{name}.md:'))
        assert first.endswith('[encoding]')
        assert second.startswith(f'guide/{name}.md:3:13: ')
        assert 'Words.' in some_bad.text(f'guide/{name}.html')
    assert told_by_build(some_bad) == problems
    assert told_by_build(fresh) == problems


@pytest.mark.parametrize(
    'case', [case for case in bad_pages() if case.path == INDEX], ids=lambda case: case.title
)
def test_a_broken_index_makes_no_second_problem(wiki: Callable[..., Build], case: PageCase) -> None:
    made = wiki({**around(), case.path: case.source}, extensions=DESIGN)
    assert told_by_build(made) == [f'{INDEX}:{line}' for line in case.problems]


def test_good_pages_make_no_warning(wiki: Callable[..., Build]) -> None:
    pages = {case.path: case.source for case in good_pages()}
    assert wiki({**around(), **pages}, extensions=DESIGN).warnings == []


def test_a_problem_makes_no_second_one_elsewhere(wiki: Callable[..., Build]) -> None:
    pages = {
        'episodes/02-dust.md': '---\nepisode: {number: 2}\n---\n\n# Dust\n',
        'guide/notes.md': '# Notes\n\nSee {episode}`2` and {episode}`02-dust`.\n',
    }
    expected = ["episodes/02-dust.md:2:1: error: episode needs the key 'title' [missing-key]"]
    assert told_by_build(wiki({**around(), **pages})) == expected


def test_a_problem_mended_is_gone(wiki: Callable[..., Build]) -> None:
    made = wiki({**around(), 'guide/links.md': '# Links\n\nTo {character}`nil`.\n'})
    first = ["guide/links.md:3:16: error: there is no character 'nil' [dangling-link]"]
    assert told_by_build(made) == first
    made.edit('characters/nil.md', '---\ncharacter: {name: Nil}\n---\n\n# Nil\n')
    made.rebuild(warnings_are_errors=True)
    assert (made.returned, made.warnings) == (0, [])
    made.delete('characters/nil.md')
    made.rebuild(warnings_are_errors=True)
    assert (made.returned, told_by_build(made)) == (1, first)


@pytest.mark.parametrize(
    'setting',
    [
        {'criticwiki_guard': 'no'},
        {'criticwiki_scales': ['points']},
        {'criticwiki_search_last': 'guide/*'},
        {'criticwiki_outlet_scale': {}},
        {'html_tilte': 'A'},
    ],
    ids=lambda setting: next(iter(setting)),
)
def test_a_wrong_setting_ends_both(wiki: Callable[..., Build], setting: dict[str, object]) -> None:
    made = wiki(with_pages({}))
    made.configure(**setting)
    with pytest.raises(ConfError) as told:
        read_settings(made.source)
    message = str(told.value).removeprefix(f'{made.source / "conf.py"}: ')
    assert next(iter(setting)) in message
    made.rebuild()
    assert made.returned == 2
    assert [line for line in made.warnings if message in line]


@pytest.mark.parametrize(
    'change',
    [lambda text: b'\xef\xbb\xbf' + text, lambda text: text.replace(b'\n', b'\r\n')],
    ids=['byte order mark', 'two-character line ends'],
)
def test_files_of_other_editors(
    wiki: Callable[..., Build], change: Callable[[bytes], bytes]
) -> None:
    made = wiki(with_pages({}))
    file = made.source / 'reviews/gazette.md'
    file.write_bytes(change(file.read_bytes()))
    made.rebuild()
    assert (made.returned, made.warnings) == (0, [])
    assert made.data['reviews']['gazette']['score']['printed'] == '8/10'
