"""Tables of contents that lead to one page too often are told at the line that is too many."""

from __future__ import annotations

import pytest

from criticwiki.checks.loader import Wiki
from criticwiki.config import settings_of
from criticwiki.markdown.toctrees import (
    MAX_CIRCLES,
    MAX_LEVELS,
    MAX_LINES,
    MAX_WAYS,
    surplus_entries,
)

INDEX = '---\nseries: {title: T, episodes: 3, aspects: {plot: It.}}\n---\n\n# T\n\n'
SETTINGS = settings_of({'myst_enable_extensions': ['colon_fence']})


GLOB = ':glob:\n'
HIDDEN = ':hidden:\n'


def table(*entries: str, options: str = '') -> str:
    lines = '\n'.join(entries)
    return f'```{{toctree}}\n{options}{lines}\n```\n\n'


def told(pages: dict[str, str]) -> list[str]:
    wiki = Wiki({'index.md': INDEX, **pages}, SETTINGS)
    return [
        f'{problem.path}:{problem.line}:{problem.column}'
        for problem in wiki.problems
        if problem.code == 'too-large'
    ]


def twice_each(depth: int) -> dict[str, str]:
    pages = {f'p{n:02}.md': f'# P\n\n{table(f"p{n + 1:02}") * 2}' for n in range(depth)}
    return {**pages, f'p{depth:02}.md': '# P\n'}


def diamond(levels: int) -> dict[str, str]:
    lists = {
        f'{name}{n:02}.md': f'# P\n\n{table(f"a{n + 1:02}", f"b{n + 1:02}", options=HIDDEN)}'
        for n in range(levels)
        for name in 'ab'
    }
    return lists | {f'{name}{levels:02}.md': '# P\n' for name in 'ab'}


def test_pages_that_list_the_next_twice() -> None:
    assert told(twice_each(4)) == []
    assert told(twice_each(5)) == ['p04.md:8:1']
    assert len(told(twice_each(15))) == 8 + 2  # eight pages in too many ways, one too deep


def test_two_pages_that_list_the_next_two() -> None:
    assert told(diamond(3)) == []
    assert len(told(diamond(8))) >= 8


def test_a_pattern_lists_what_nothing_above_it_lists() -> None:
    pages = {f'd/p{n}.md': '# P\n' for n in range(3)}
    often = table('/d/*', options=GLOB) * 17
    assert told({**pages, 'a.md': f'# A\n\n{often}'}) == ['a.md:85:1']
    once = table('/d/p1', '/d/*', options=GLOB) * 16
    assert told({**pages, 'a.md': f'# A\n\n{once}'}) == []


def test_a_star_without_the_option_lists_nothing() -> None:
    often = table('/d/*') * 17
    assert told({'d/p.md': '# P\n', 'a.md': f'# A\n\n{often}'}) == []


def test_circles_are_followed_by_sphinx_while_they_are_few() -> None:
    few = {'a.md': f'# A\n\n{table("b")}', 'b.md': f'# B\n\n{table("a")}'}
    assert told(few) == []
    names = [f'p{n:02}' for n in range(12)]
    many = {f'{name}.md': f'# P\n\n{table(*(o for o in names if o != name))}' for name in names}
    assert len(told(many)) > MAX_CIRCLES


def test_tables_deep_in_each_other() -> None:
    def chain(length: int) -> dict[str, str]:
        pages = {f'p{n:02}.md': f'# P\n\n{table(f"p{n + 1:02}")}' for n in range(length)}
        return {**pages, f'p{length:02}.md': '# P\n'}

    assert told(chain(MAX_LEVELS)) == []
    assert told(chain(MAX_LEVELS + 1)) == [f'p{MAX_LEVELS:02}.md:4:1']


def test_long_pages_listed_again_and_again() -> None:
    pages = {f'd/p{n:02}.md': '# P\n' + '## H\n' * 400 for n in range(8)}
    twice = f'# A\n\n{table("/d/*", options=GLOB) * 2}'
    often = f'# A\n\n{table("/d/*", options=GLOB) * 12}'
    assert told({**pages, 'a.md': twice}) == []
    assert told({**pages, 'a.md': often}) == [f'a.md:{n}:1' for n in range(25, 65, 5)]


def test_a_large_wiki_that_lists_each_page_twice_has_room() -> None:
    pages = [f'p{n:04}' for n in range(5000)]
    sections = {f's{n:02}': pages[n * 100 : n * 100 + 100] for n in range(50)}
    children = {'index': [*sections], **sections}
    assert surplus_entries(children, dict.fromkeys([*pages, *sections], 12), 'index') == {}


@pytest.mark.parametrize('ways', [MAX_WAYS, MAX_WAYS + 1])
def test_the_entry_that_is_one_too_many(ways: int) -> None:
    surplus = surplus_entries({'index': ['a'] * ways}, {'a': 1}, 'index')
    assert [one.place for one in surplus.get('index', ())] == [MAX_WAYS][: ways - MAX_WAYS]
    assert MAX_LINES > 1000


def test_notes_do_not_count_contents_of_withheld_pages() -> None:
    often = table('p') * 17
    assert told({'p.md': '# P\n', 'a.md': f'# A\n\n<b>\n\n{often}'}) == []
