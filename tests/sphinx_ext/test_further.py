"""Long tables and lists of web pages: every row is there, on the page or on a further one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from search_files import index_of

from .many import REVIEWS, many, review, short_tables
from .pages import SMALL
from .quick import different

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from bs4 import BeautifulSoup, Tag
    from conftest import Build

CONSENSUS = 'consensus-aspects2-'


@pytest.fixture(scope='module')
def smaller(wiki: Callable[..., Build]) -> Build:
    """A wiki with a further page for the table of aspects, which it has after 10 rows."""
    made = wiki({**many(12), 'conf.py': short_tables(html_theme='furo')})
    made.save()
    return made


@pytest.fixture
def edited(smaller: Build) -> Iterator[Build]:
    """The smaller wiki, for a test to change."""
    yield smaller
    smaller.restore()


def further(build: Build, page: str) -> list[str]:
    """The further pages of a page, in their order."""
    found = [name.removesuffix('.html') for name in build.tree() if name.startswith(f'{page}-')]
    return sorted(found, key=lambda name: int(name.rpartition('-')[2]))


def critics(page: BeautifulSoup | Tag) -> list[str]:
    return [cell.get_text() for cell in page.select('table.matrix tbody th')]


def names(build: Build) -> list[str]:
    """The critics of the large wiki, in the order of reviews."""
    facts = build.data['reviews'].values()
    return [fact['critic'] for fact in facts]


def test_every_row_is_on_a_page_once_and_in_order(large: Build) -> None:
    assert large.warnings == []
    pages = ['consensus', *further(large, 'consensus-aspects2')]
    assert pages == ['consensus', 'consensus-aspects2-2', 'consensus-aspects2-3']
    rows = [critics(large.html(page)) for page in pages]
    assert [len(found) for found in rows] == [50, 50, REVIEWS - 98]
    assert [name for found in rows for name in found] == names(large)


def test_a_further_page_is_led_to_and_leads_on_and_back(large: Build) -> None:
    page = large.body('consensus')
    (leads,) = [nav for nav in page.select('nav.wiki-leads') if 'Aspect' in nav['aria-label']]
    assert 'Rows 1–50 of 110.' in leads.get_text()
    assert {a.get_text(): a['href'] for a in leads.select('a')} == {
        '51–100': 'consensus-aspects2-2.html',
        '101–110': 'consensus-aspects2-3.html',
    }
    second = large.html('consensus-aspects2-2')
    assert second.title.get_text().startswith('Consensus: Aspect by aspect, 51–100')
    assert second.h1.get_text() == 'Consensus: Aspect by aspect, 51–100'
    links = {a.get_text(): a['href'] for a in second.select('nav.wiki-leads a')}
    assert links == {
        '1–50': 'consensus.html#wiki-rows-aspects2',
        '101–110': 'consensus-aspects2-3.html',
        'Aspect by aspect': 'consensus.html#wiki-rows-aspects2',
    }
    assert page.select_one('#wiki-rows-aspects2 table.matrix')
    assert second.select_one('link[rel=prev]')['href'] == 'consensus.html'
    assert second.select_one('link[rel=next]')['href'] == 'consensus-aspects2-3.html'
    assert large.html('consensus-aspects2-3').select_one('link[rel=next]') is None


def test_the_sidebar_of_a_further_page_is_that_of_its_page(large: Build) -> None:
    sidebar = large.html('consensus-aspects2-2').select_one('.sidebar-tree')
    (current,) = sidebar.select('a[aria-current]')
    assert (current.get_text(), current['href']) == ('Consensus', 'consensus.html')
    assert current['aria-current'] == 'true'
    page = large.html('consensus').select_one('.sidebar-tree')
    assert [a.get_text() for a in page.select('a')] == [a.get_text() for a in sidebar.select('a')]


def test_what_is_closed_on_a_page_is_closed_on_its_further_pages(large: Build) -> None:
    (second, *_) = further(large, 'characters/oren-backlinks3')
    page = large.body(second)
    words = 'Oren goes back with'
    assert words in page.get_text()
    for block in page.select('details.spoiler'):
        assert block['data-episode'] == '3'
        block.decompose()
    assert words not in page.get_text()
    assert page.select('nav.wiki-leads')


def test_further_pages_are_in_no_search_and_no_inventory(large: Build) -> None:
    index = index_of(large.text('search/index.js'))
    names = {docname for docname, *_rest in index['entries']}
    assert 'consensus' in names
    assert not [name for name in names if name.startswith(CONSENSUS)]
    assert b'consensus-aspects2' not in large.tree()['objects.inv']


def test_links_of_further_pages_lead_to_pages(large: Build) -> None:
    files = large.tree()
    for name in files:
        if not name.endswith('.html') or '-2' not in name:
            continue
        page = large.html(name.removesuffix('.html'))
        folder = name.rpartition('/')[0]
        for link in page.select('article a[href]'):
            target, _, anchor = link['href'].partition('#')
            path = f'{folder}/{target}' if folder else target
            while '/../' in f'/{path}':
                head, _, tail = f'/{path}'.partition('/../')
                path = f'{head.rpartition("/")[0]}/{tail}'.removeprefix('/')
            assert path in files, (name, link['href'])
            if anchor:
                assert f'id="{anchor}"'.encode() in files[path], (name, link['href'])


def test_a_table_that_is_not_long_stays_whole(wiki: Callable[..., Build]) -> None:
    made = wiki(many(58))
    assert len(critics(made.body('consensus'))) == 60
    assert not [name for name in made.tree() if '-2.html' in name]
    assert not made.body('consensus').select('nav.wiki-leads')


@pytest.mark.parametrize('builder', ['text', 'epub'])
def test_other_outputs_keep_the_whole_table(smaller: Build, builder: str) -> None:
    book = smaller.also(builder)
    name = 'consensus.txt' if builder == 'text' else 'consensus.xhtml'
    assert 'Critic 012' in book.text(name)
    assert 'Rows 1' not in book.text(name)
    assert not [path for path in book.tree() if path.startswith(CONSENSUS)]


def test_in_folders(smaller: Build) -> None:
    site = smaller.also('dirhtml')
    second = site.html('consensus-aspects2-2')
    assert len(critics(second)) == 4
    hrefs = [a['href'] for a in second.select('nav.wiki-leads a')]
    assert hrefs[0] == '../consensus/#wiki-rows-aspects2'
    link = second.select_one('table.matrix tbody th a')['href']
    assert (site.out / 'consensus-aspects2-2' / link / 'index.html').is_file()


def test_many_workers_write_the_same(smaller: Build) -> None:
    fresh = smaller.clean(parallel=2)
    assert fresh.tree() == smaller.tree()


def drop(count: int) -> Callable[[Build], None]:
    def change(build: Build) -> None:
        for number in range(1, count + 1):
            build.delete(f'reviews/night-{number:03}.md')

    return change


def edit(name: str, text: str) -> Callable[[Build], None]:
    return lambda build: build.edit(name, text)


def swap(name: str, old: str, new: str) -> Callable[[Build], None]:
    return lambda build: build.replace(name, old, new)


def together(*changes: Callable[[Build], None]) -> Callable[[Build], None]:
    def change(build: Build) -> None:
        for one in changes:
            one(build)

    return change


CHANGES: Mapping[str, Callable[[Build], None]] = {
    'no further page': together(
        drop(2), swap('episodes/01-departure.md', '# Departure', '# Parting')
    ),
    'the page deleted': lambda build: build.delete('consensus.md'),
    'its front matter broken': edit('consensus.md', '---\npage: 3\n---\n\n# Consensus\n'),
    'a setting': lambda build: build.edit(
        'conf.py', short_tables(html_theme='furo', project='Another wiki')
    ),
}


@pytest.mark.parametrize('change', CHANGES.values(), ids=list(CHANGES))
def test_after_a_change_further_pages_are_those_of_a_clean_build(
    edited: Build, change: Callable[[Build], None]
) -> None:
    change(edited)
    fresh = edited.rebuild_and_clean()
    assert different(edited, fresh) == []


def test_a_page_more_and_a_page_less_are_those_of_a_clean_build(edited: Build) -> None:
    edited.edit('reviews/night-011.md', review(11, stance='criticism'))
    for number in range(900, 908):
        edited.edit(f'reviews/night-{number}.md', review(number))
    fresh = edited.rebuild_and_clean()
    assert different(edited, fresh) == [], 'other words and a page more'
    assert further(edited, 'consensus-aspects2')[-1] == 'consensus-aspects2-3'
    drop(4)(edited)
    edited.replace('consensus.md', '# Consensus', '# All that was held')
    fresh = edited.rebuild_and_clean()
    assert different(edited, fresh) == [], 'a page less and another title'
    assert further(edited, 'consensus-aspects2')[-1] == 'consensus-aspects2-2'


def test_an_address_is_given_back(edited: Build) -> None:
    before = edited.tree()
    edited.edit('consensus-aspects2-2.md', '# Mine\n\nMy own words.\n')
    fresh = edited.rebuild_and_clean()
    assert different(edited, fresh) == []
    assert 'My own words.' in edited.text('consensus-aspects2-2.html')
    assert len(critics(edited.html('consensus-aspects2-2-rows'))) == 4
    edited.delete('consensus-aspects2-2.md')
    edited.rebuild()
    assert edited.tree() == before


def times(build: Build) -> dict[str, int]:
    return {name: (build.out / name).stat().st_mtime_ns for name in build.tree()}


def written(build: Build, before: dict[str, int]) -> set[str]:
    now = times(build)
    return {name for name in now if now[name] != before.get(name) and name.endswith('.html')}


def test_a_build_without_a_change_writes_none(edited: Build) -> None:
    before = times(edited)
    edited.rebuild()
    assert not {name for name in written(edited, before) if '-2' in name or '-3' in name}


def test_only_further_pages_with_other_words_are_written(edited: Build) -> None:
    before, old = times(edited), edited.tree()
    edited.edit('reviews/night-011.md', review(11, stance='criticism'))
    edited.rebuild()
    now = edited.tree()
    found = {name for name in written(edited, before) if name.startswith('consensus-')}
    changed = {name for name in old if name.startswith('consensus-') and now[name] != old[name]}
    assert found == changed == {'consensus-aspects2-2.html'}


def test_what_was_lost_is_written_with_its_page(edited: Build) -> None:
    (edited.out / 'consensus-aspects2-2.html').unlink()
    edited.edit('reviews/night-001.md', review(1, stance='mixed'))
    edited.rebuild()
    assert len(critics(edited.html('consensus-aspects2-2'))) == 4


def test_a_small_wiki_has_none(wiki: Callable[..., Build]) -> None:
    made: Any = wiki(SMALL)
    assert not (made.doctrees / 'criticwiki-further-html.json').exists()
