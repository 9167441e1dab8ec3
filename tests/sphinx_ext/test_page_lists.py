"""The index page of a folder lists its pages, and the sidebar leads to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .many import REVIEWS
from .pages import SMALL

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Build

HIDDEN = (
    '# {title}\n\nSome words.\n\n```{{toctree}}\n:glob:\n:hidden:\n\n*\n```\n\n## After\n\nMore.\n'
)
ROOT = SMALL['index.md'].replace(
    '*/*\n', ''.join(f'{folder}/index\n' for folder in ('episodes', 'characters', 'reviews'))
)
FOLDERS = {
    f'{folder}/index.md': HIDDEN.format(title=folder.capitalize())
    for folder in ('episodes', 'characters', 'reviews')
}
MORE = {
    'episodes/00-last.md': '---\nepisode: {number: 4, title: Last}\n---\n\n# A last night\n',
    'characters/aa.md': '---\ncharacter: {name: Zoe, draft: true}\n---\n\n# Zoe\n',
}


@pytest.fixture(scope='module')
def small(wiki: Callable[..., Build]) -> Build:
    return wiki({**SMALL, **FOLDERS, **MORE, 'index.md': ROOT})


def listed(build: Build, page: str) -> list[str]:
    rows = '.wiki-pages a, .episodes th a, .wiki-people > li > p:first-child a, .reviews td a'
    return [a.get_text() for a in build.body(page).select(rows)]


def test_the_pages_of_a_folder_in_the_order_of_the_wiki(small: Build) -> None:
    assert small.warnings == []
    assert listed(small, 'episodes/index') == ['1. Departure', '2. Dust', '4. Last']
    assert listed(small, 'characters/index') == ['Mara Voss', 'Oren', 'Zoe']  # drafts too
    assert listed(small, 'reviews/index') == ['Dry and good', 'First steps']


def test_the_list_stands_before_the_sections(small: Build) -> None:
    page = small.body('episodes/index').get_text()
    assert page.index('Some words.') < page.index('4. Last') < page.index('After')


def test_no_folder_is_listed_twice_or_elsewhere(wiki: Callable[..., Build]) -> None:
    shown = FOLDERS['episodes/index.md'].replace(':hidden:\n', '')
    placed = FOLDERS['reviews/index.md'].replace('Some words.', '```{pages}\n```')
    made = wiki(
        {**SMALL, **FOLDERS, 'index.md': ROOT, 'episodes/index.md': shown,
         'reviews/index.md': placed}
    )  # fmt: skip
    assert listed(made, 'episodes/index') == []
    assert made.body('episodes/index').select('.toctree-wrapper')
    assert listed(made, 'reviews/index') == ['Dry and good', 'First steps']
    assert listed(made, 'index') == listed(made, 'consensus') == []


def test_a_list_follows_its_pages(wiki: Callable[..., Build]) -> None:
    made = wiki({**SMALL, **FOLDERS, 'index.md': ROOT})
    made.edit('episodes/03.md', MORE['episodes/00-last.md'])
    made.replace('episodes/02-dust.md', 'title: Dust', 'title: Ashes')
    made.delete('reviews/herald.md')
    fresh = made.rebuild_and_clean()
    assert made.tree() == fresh.tree()
    assert listed(made, 'episodes/index') == ['1. Departure', '2. Ashes', '4. Last']
    assert listed(made, 'reviews/index') == ['Dry and good']


@pytest.mark.parametrize('builder', ['text', 'epub', 'latex'])
def test_other_outputs_have_the_list(small: Build, builder: str) -> None:
    book = small.also(builder)
    name = {'text': 'episodes/index.txt', 'epub': 'episodes/index.xhtml'}.get(builder)
    text = book.text(name or next(file for file in book.tree() if file.endswith('.tex')))
    assert 'Last' in text[text.index('Some words') : text.index('More.')]


def test_a_long_list_of_other_pages_is_by_title_with_links_to_each_letter(
    wiki: Callable[..., Build],
) -> None:
    more = {
        f'characters/c{n}.md': f'---\ncharacter: {{name: Night {n:03}}}\n---\n\n# Night {n:03}\n'
        for n in range(62)
    }
    made = wiki({**SMALL, **FOLDERS, **more, 'index.md': ROOT})
    page = made.body('characters/index')
    titles = listed(made, 'characters/index')
    assert len(titles) == 64
    assert titles == sorted(titles)
    jumps = page.select('nav.wiki-jumps a')
    assert [a.get_text() for a in jumps] == ['M', 'N', 'O']
    for jump in jumps:
        assert page.select_one(jump['href']).get_text() == jump.get_text()
    assert not page.select('nav.wiki-leads')


def test_every_review_is_three_clicks_away(large: Build) -> None:
    """From any page: by its sidebar to the page of the folder, and from there by its pages."""
    everything = {name for name in large.tree() if name.startswith('reviews/night')}
    start = [a['href'] for a in large.html('characters/oren').select('.sidebar-tree a')]
    assert '../reviews/index.html' in start
    page = large.body('reviews/index')
    leads = [a['href'].removesuffix('.html') for a in page.select('nav.wiki-leads a')]
    lists = [page, *(large.body(f'reviews/{name}') for name in leads)]
    reached = {f'reviews/{a["href"]}' for one in lists for a in one.select('.reviews a')}
    assert everything <= reached
    assert len(everything) == REVIEWS
    beside = large.html('reviews/night-060').select_one('.sidebar-tree')
    (more,) = [a for a in beside.select('a') if a.get_text().startswith('… and ')]
    assert more['href'] == 'index.html'
