"""An edit is seen without a hand on the browser, and so is what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from sphinx_ext.pages import with_pages

from live_server import serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page
    from wiki_build import Build

    from live_server import Server

pytestmark = pytest.mark.browser
LONG = '# Long\n\nThe first line.\n\n' + 'Words of a long page.\n\n' * 200


@pytest.fixture(scope='module')
def made(wiki: Callable[..., Build]) -> Build:
    codes = '# All codes\n\n```{problem-codes}\n```\n'
    return wiki(with_pages({'long.md': LONG, 'help/codes.md': codes}), html_theme='furo')


@pytest.fixture(scope='module')
def server(made: Build) -> Iterator[Server]:
    with serve(made) as running:
        running.settled()
        yield running


def test_an_edit_shows_where_the_reader_was(page: Page, made: Build, server: Server) -> None:
    page.goto(f'{server.address}long.html')
    page.evaluate('scrollTo({top: 1500, behavior: "instant"})')
    made.replace('long.md', 'The first line.', 'A new first line.')
    expect(page.get_by_text('A new first line.')).to_be_attached()
    page.wait_for_function('scrollY === 1500')


def test_an_edit_elsewhere_shows_too(page: Page, made: Build, server: Server) -> None:
    page.goto(f'{server.address}episodes/01-departure.html')
    made.replace('reviews/gazette.md', '{1: 4/5', '{1: 1.5/5')
    expect(page.locator('.wiki-facts')).to_contain_text('1.5/5')


def test_problems_show_in_a_panel_that_can_be_closed(
    page: Page, made: Build, server: Server
) -> None:
    page.goto(f'{server.address}characters/oren.html')
    panel = page.get_by_role('alert')
    expect(panel).to_have_count(0)
    made.replace('reviews/gazette.md', 'score: 8/10', 'score: 18/10')
    expect(panel).to_contain_text('reviews/gazette.md:')
    expect(panel).to_contain_text('Problems: 1')
    code = panel.get_by_role('link', name='score', exact=True)
    expect(panel.get_by_role('listitem')).to_contain_text('[score]')
    expect(code).to_have_attribute('href', '/help/codes.html#problem-score')
    found = Axe().run(page, context={'include': [['criticwiki-live']]})
    assert found.response['violations'] == []
    page.get_by_role('button', name='Close').click()
    expect(panel).to_have_count(0)
    page.reload()
    made.replace('reviews/gazette.md', 'author: Ann Lee', 'author: Ann Lea\n  oops: 1')
    expect(panel).to_contain_text('oops')
    code.click()
    expect(page.locator('#problem-score')).to_be_in_viewport()
    with page.expect_event('load'):  # the open page is loaded anew
        made.delete('help/codes.md')
    page.goto(f'{server.address}characters/oren.html')
    expect(panel).to_contain_text('[score]')
    expect(code).to_have_count(0)
    made.replace('reviews/gazette.md', 'score: 18/10', 'score: 8/10')
    made.replace('reviews/gazette.md', '\n  oops: 1', '')
    expect(panel).to_have_count(0)
