"""The sidebar: whole while the wiki is small, then a window around the page."""

from __future__ import annotations

import pytest

from criticwiki.markdown.toctrees import WHOLE_UP_TO, WINDOW, Child, Item, Tree


def tree(pages: int) -> Tree:
    """Two sections below the root, one with so many pages, and an address elsewhere."""
    names = [f'a/{number:03}' for number in range(pages)]
    children = {
        'index': [Child('a'), Child('b', 'Bees'), Child('https://x.example/', 'Elsewhere')],
        'a': [Child(name) for name in names],
        'b': [Child('b/one'), Child('a/000'), Child('index')],
    }
    titles = {name: name.upper() for name in ('index', 'a', 'b', 'b/one', 'orphan', *names)}
    return Tree('index', children, titles)


def below(items: tuple[Item, ...], target: str) -> Item:
    return next(item for item in items if item.target == target)


def test_paths() -> None:
    small = tree(3)
    assert len(small) == 6
    assert small.path('b/one') == ('b', 'b/one')
    assert small.path('a/000') == ('a', 'a/000')  # its first parent counts
    assert small.path('index') == small.path('orphan') == ()


def test_a_small_wiki_is_shown_whole() -> None:
    items = tree(3).sidebar('a/001')
    assert [(item.target, item.title) for item in items] == [
        ('a', 'A'),
        ('b', 'Bees'),
        ('https://x.example/', 'Elsewhere'),
    ]
    assert [(item.on_path, item.is_page) for item in items] == [
        (True, False),
        *[(False, False)] * 2,
    ]
    pages = below(items, 'a').children
    assert [item.target for item in pages] == ['a/000', 'a/001', 'a/002']
    assert [item.is_page for item in pages] == [False, True, False]
    assert [item.target for item in below(items, 'b').children] == ['b/one']
    assert all(item.hidden == 0 for item in items)


def test_no_page_is_marked_beside_an_orphan() -> None:
    items = tree(3).sidebar('orphan')
    assert not any(item.on_path or item.is_page for item in items)


@pytest.mark.parametrize(
    ('position', 'first', 'last'),
    [(0, 0, 2 * WINDOW), (WINDOW, 0, 2 * WINDOW), (50, 50 - WINDOW, 50 + WINDOW),
     (199, 199 - 2 * WINDOW, 199)],
)  # fmt: skip
def test_a_window_in_a_large_wiki(position: int, first: int, last: int) -> None:
    section = below(tree(200).sidebar(f'a/{position:03}'), 'a')
    shown = [item.target for item in section.children]
    assert shown == [f'a/{number:03}' for number in range(first, last + 1)]
    assert section.hidden == 200 - len(shown)
    assert below(section.children, f'a/{position:03}').is_page


def test_a_section_off_the_path_is_closed_in_a_large_wiki() -> None:
    items = tree(200).sidebar('a/100')
    assert below(items, 'b').children == ()
    assert [item.children for item in tree(200).sidebar('orphan')] == [(), (), ()]


def test_where_a_wiki_becomes_large() -> None:
    # beside the pages, the tree has two sections and one page of the other
    assert below(tree(WHOLE_UP_TO - 3).sidebar('b/one'), 'a').children
    assert not below(tree(WHOLE_UP_TO - 2).sidebar('b/one'), 'a').children
