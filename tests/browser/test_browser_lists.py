"""Lists of pages on a phone, the order of hidden scores, and the place of the sidebar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.browser
LISTS = ['episodes/index', 'characters/index', 'reviews/index', 'critics/index']


@pytest.mark.parametrize('width', [320, 390])
@pytest.mark.parametrize('name', LISTS)
def test_a_list_fits_a_phone(
    new_context: Callable[..., BrowserContext], site: str, name: str, width: int
) -> None:
    page = new_context(viewport={'width': width, 'height': 800}, has_touch=True).new_page()
    page.goto(f'{site}{name}.html')
    assert page.evaluate('document.documentElement.scrollWidth') == width
    beyond = page.locator('article :is(td, th, li)').evaluate_all(
        f'cells => cells.filter(cell => cell.getBoundingClientRect().right > {width}).length'
    )
    assert beyond == 0


def test_episodes_are_sorted_by_score(page: Page, site: str) -> None:
    page.goto(f'{site}episodes/index.html')
    page.get_by_role('columnheader', name='Score').get_by_role('button').click()
    cells = page.locator('table.episodes tbody td:nth-child(2)').all_inner_texts()
    assert cells == sorted(cells, key=lambda text: float(text.partition('/')[0]))


def test_the_order_does_not_tell_a_hidden_score(page: Page, site: str) -> None:
    page.goto(f'{site}episodes/index.html')
    page.evaluate(
        "() => { localStorage.setItem('hide scores: Metallic Rouge', '1');"
        " localStorage.setItem('seen: Metallic Rouge', '4'); }"
    )
    page.reload()
    for _ in range(2):
        page.get_by_role('columnheader', name='Score').get_by_role('button').click()
        titles = page.locator('table.episodes tbody th a').all_inner_texts()
        assert [title.partition('.')[0] for title in titles[4:]] == [str(n) for n in range(5, 14)]


@pytest.mark.parametrize('height', [500, 800])
def test_the_sidebar_shows_the_page(
    new_context: Callable[..., BrowserContext], site: str, height: int
) -> None:
    page = new_context(viewport={'width': 1280, 'height': height}).new_page()
    for name in (
        'characters/rion',
        'characters/naomi-orthmann',
        'reviews/mecha-alliance-episode-1',
    ):
        page.goto(f'{site}{name}.html')
        expect(page.locator('.sidebar-tree [aria-current=page]')).to_be_in_viewport(ratio=1)


def test_the_sidebar_stays_where_it_shows_the_page(page: Page, site: str) -> None:
    page.set_viewport_size({'width': 1280, 'height': 800})
    for name in ('index', 'characters/index', 'characters/rouge-redstar'):
        page.goto(f'{site}{name}.html')
        assert page.locator('.sidebar-scroll').evaluate('box => box.scrollTop') == 0
