"""Ways about a site: the path to a page, episodes in order, pages that are near, print."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .pages import SMALL, with_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from wiki_build import Build

FOLDERS = {
    'index.md': SMALL['index.md'].replace('*\n*/*\n', 'episodes/index\nconsensus\n'),
    'episodes/index.md': """\
        # All episodes

        ```{toctree}
        :hidden:

        03-last
        01-departure
        02-dust
        ```
        """,
    'episodes/03-last.md': """\
        ---
        episode: {number: 3, title: Last & least}
        ---

        # Last

        The end.
        """,
}
ORPHANS = ('characters', 'reviews')


@pytest.fixture(scope='module', params=['furo', 'basic'])
def made(wiki: Callable[..., Build], request: pytest.FixtureRequest) -> Build:
    pages = {
        name: text.replace('---\n', '---\norphan: true\n', 1) if name.startswith(ORPHANS) else text
        for name, text in with_pages(FOLDERS).items()
    }
    return wiki(pages, html_theme=request.param, html_short_title='Salt')


def test_the_path_stands_above_the_first_heading(made: Build) -> None:
    assert made.warnings == []
    body = made.body('episodes/02-dust')
    (path,) = body.select('nav.wiki-path')
    assert path['aria-label']
    assert [(a.get_text(), a['href']) for a in path.select('ol > li > a')] == [
        ('Salt', '../index.html'),
        ('All episodes', 'index.html'),
    ]
    assert path in body.h1.find_all_previous('nav')


def test_the_root_has_no_path_and_a_page_outside_the_contents_leads_to_it(made: Build) -> None:
    assert not made.html('index').select('.wiki-path')
    assert not made.html('genindex').select('.wiki-path')
    assert [a['href'] for a in made.body('reviews/gazette').select('.wiki-path a')] == [
        '../index.html'
    ]


def around(build: Build, docname: str) -> dict[str, str]:
    links = build.html(docname).select('head link[rel=prev], head link[rel=next]')
    return {link['rel'][0]: link['href'] for link in links}


def test_episodes_lead_on_by_number_whatever_the_contents_say(made: Build) -> None:
    assert around(made, 'episodes/01-departure') == {'next': '02-dust.html'}
    assert around(made, 'episodes/02-dust') == {'prev': '01-departure.html', 'next': '03-last.html'}
    assert around(made, 'episodes/03-last') == {'prev': '02-dust.html'}


def test_other_pages_lead_on_as_the_contents_say(made: Build) -> None:
    assert around(made, 'episodes/index')['next'] == '03-last.html'


def test_pages_that_are_near_say_why(made: Build) -> None:
    (item,) = made.body('characters/oren').select('.wiki-related li')
    assert item.a['href'] == 'mara-voss.html'
    assert '(also in episodes 2–3)' in item.get_text()


def test_a_page_with_nothing_near_has_no_heading_for_it(made: Build) -> None:
    assert 'Related pages' not in made.body('reviews/herald').get_text()
