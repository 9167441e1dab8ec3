"""How long tables and lists are cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from criticwiki.i18n import use_language
from criticwiki.panels.elements import (
    Element,
    LazyRows,
    cache_key_of,
    cells,
    definition,
    definitions,
    lazy_bullets,
    opening,
    para,
    spoiler,
    table,
    text_of,
)
from criticwiki.panels.pagination import (
    MAX_ROWS,
    ROWS_PER_PAGE,
    Paginator,
    free_name,
    label_of,
    look_alikes,
)

if TYPE_CHECKING:
    from criticwiki.panels.elements import Piece


@pytest.fixture(autouse=True)
def words() -> None:
    """Words are looked up when they are asked for, as in a build."""
    use_language([], 'en')


def cutter() -> Paginator:
    return Paginator('page', 'A page', 'Panel', 'panel', lambda name: name)


def rows(count: int) -> Element:
    return table(cells('head'), LazyRows(range(count), lambda number: cells(str(number))))


def numbers(pieces: list[Piece]) -> list[str]:
    """The rows below some pieces."""
    found: list[str] = []
    for piece in pieces:
        if isinstance(piece, Element):
            found += [text_of(piece)] if piece.tag == 'row' else numbers(list(piece.children))
    return found


@pytest.mark.parametrize('count', [0, 1, ROWS_PER_PAGE, MAX_ROWS])
def test_what_is_not_long_is_left_alone(count: int) -> None:
    whole = rows(count)
    knife = cutter()
    assert knife.paginate([whole]) == [whole]
    assert knife.continuations == []


@pytest.mark.parametrize('count', [MAX_ROWS + 1, 2 * ROWS_PER_PAGE, 2 * ROWS_PER_PAGE + 1, 777])
def test_every_row_in_order(count: int) -> None:
    knife = cutter()
    shown = numbers(knife.paginate([rows(count)]))
    assert len(shown) == ROWS_PER_PAGE
    for index, page in enumerate(knife.continuations, 2):
        assert page.here.name == f'page-panel-{index}'
        here = numbers(page.pieces)
        assert 0 < len(here) <= ROWS_PER_PAGE
        assert page.here.rows == f'{len(shown) + 1}–{len(shown) + len(here)}'
        shown += here
    assert shown == [str(number) for number in range(count)]
    assert [page.following for page in knife.continuations] == [
        *(page.here for page in knife.continuations[1:]),
        None,
    ]
    assert [page.previous for page in knife.continuations][1:] == [
        page.here for page in knife.continuations[:-1]
    ]


def _noted(number: int, drawn: list[int]) -> Element:
    drawn.append(number)
    return cells(str(number))


def test_rows_are_drawn_only_where_they_are_shown() -> None:
    drawn: list[int] = []

    knife = cutter()
    (kept,) = knife.paginate([table(cells('head'), LazyRows(range(3000), _noted, drawn))])
    assert len(knife.continuations) == 59
    # the first row of a page says from which episode readers see it
    assert set(drawn) <= set(range(0, 3000, ROWS_PER_PAGE))
    drawn.clear()
    numbers([kept])
    assert drawn == list(range(ROWS_PER_PAGE))


def test_lists_of_one_panel_have_names_of_their_own() -> None:
    knife = cutter()
    knife.paginate([rows(70), rows(3), spoiler(4, rows(80))])
    assert [page.here.name for page in knife.continuations] == ['page-panel-2', 'page-panel3-2']
    closed = knife.continuations[1].pieces[0]
    assert isinstance(closed, Element)
    assert (closed.tag, closed.extra) == ('spoiler', 4)
    assert len(numbers([closed])) == 30


def test_what_other_pages_link_into_stays() -> None:
    held = definitions(definition([str(n)], [para('x')], f'aspect-{n}') for n in range(99))
    loose = definitions(definition([str(n)], [para('x')]) for n in range(99))
    opened = table(cells('head'), [opening(f'a{n}', cells(str(n)), [para('x')]) for n in range(99)])
    knife = cutter()
    assert knife.paginate([held]) == [held]
    assert knife.paginate([opened]) == [opened]
    assert knife.paginate([loose]) != [loose]


def test_a_list_is_cut_like_a_table() -> None:
    knife = cutter()
    (kept,) = knife.paginate([lazy_bullets(range(61), lambda number: [para(str(number))])])
    assert isinstance(kept, Element)
    first, leads = kept.children
    assert isinstance(first, Element)
    assert len(first.children) == ROWS_PER_PAGE
    assert text_of(leads) == 'Rows 1–50 of 61. Further: 51–61.'
    assert (
        text_of(knife.continuations[0].pieces[-1])
        == 'Rows 51–61 of 61. Before: 1–50. Back to Panel.'
    )


# -- names ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ('pages', 'name'),
    [
        ({'a'}, 'a-matrix-2'),
        ({'a-matrix-2'}, 'a-matrix-2-rows'),
        ({'a-matrix-2/index'}, 'a-matrix-2-rows'),
        ({'a-matrix-2', 'a-matrix-2-rows'}, 'a-matrix-2-rows-rows'),
    ],
)
def test_a_page_keeps_its_address(pages: set[str], name: str) -> None:
    assert free_name('a-matrix-2', pages) == name
    if len(pages) > 1 or 'a' not in pages:
        assert look_alikes(pages) == {'a': sorted(pages)}


def test_pages_that_are_not_alike() -> None:
    assert look_alikes({'a', 'a-2', 'a/matrix-2', 'a-matrix', 'a-matrix-x'}) == {}


def test_a_label_has_no_hyphen() -> None:
    assert label_of('episode-scores', '') == 'episodescores'
    assert label_of('consensus', 'matrix') == 'matrix'


def _numbered(number: int, sign: str) -> Element:
    return cells(f'{sign}{number}')


def _other(number: int, sign: str) -> Element:
    return cells(f'{number}{sign}')


def test_a_plan_tells_drawings_apart_without_drawing() -> None:
    def plan(of: LazyRows[int], head: str = 'head', name: str = 'a') -> object:
        return cache_key_of(spoiler(1, table(cells(head), of, name)))

    same = plan(LazyRows([1, 2], _numbered, '+'))
    assert same == plan(LazyRows((1, 2), _numbered, '+'))
    assert same == plan(LazyRows([0, 1, 2], _numbered, '+')[1:])
    others = [
        plan(LazyRows([1, 3], _numbered, '+')),
        plan(LazyRows([1, 2], _numbered, '-')),
        plan(LazyRows([1, 2], _other, '+')),
        plan(LazyRows([1, 2], _numbered, '+'), head='other'),
        plan(LazyRows([1, 2], _numbered, '+'), name='b'),
    ]
    assert same not in others


def test_what_draws_a_row_reads_nothing_that_a_plan_does_not_tell() -> None:
    sign = '+'
    with pytest.raises(AssertionError):
        LazyRows([1], lambda number: cells(f'{sign}{number}'))
