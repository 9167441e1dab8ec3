"""What pages say of themselves to programs: JSON-LD, link previews, and the sitemap."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from schema_org import faults, json_ld

from .many import many
from .pages import SMALL
from .test_seasons import PAGES as SEASONS
from .works import film, podcast

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Build

BASE = 'https://wiki.example/en/'
ABOUT = {
    'html_baseurl': BASE,
    'html_title': 'The wiki',
    'criticwiki_license': 'https://licence.example/by/',
}
WIKIS: dict[str, Callable[[], dict[str, str]]] = {
    'seasons': lambda: SEASONS,
    'a film': film,
    'a podcast': lambda: podcast(8, 6),
}
LOC = '{http://www.sitemaps.org/schemas/sitemap/0.9}loc'


@pytest.fixture(scope='module')
def seasons(wiki: Callable[..., Build]) -> Build:
    return wiki(SEASONS, **ABOUT)


def thing_on(made: Build, docname: str) -> dict[str, Any]:
    (text,) = json_ld(made.text(f'{docname}.html'))
    thing: dict[str, Any] = json.loads(text)
    return thing


@pytest.mark.parametrize('name', WIKIS)
@pytest.mark.parametrize('settings', [ABOUT, {}])
def test_each_statement_is_in_the_vocabulary(
    wiki: Callable[..., Build], name: str, settings: dict[str, str]
) -> None:
    made = wiki(WIKIS[name](), **settings)
    found = [text for file in made.out.rglob('*.html') for text in json_ld(file.read_text('utf-8'))]
    assert len(found) > 5
    assert [fault for text in found for fault in faults(text)] == []
    assert 'AggregateRating' not in ''.join(found)


def test_the_page_has_address_licence_and_path(seasons: Build) -> None:
    page = thing_on(seasons, 'episodes/film')['mainEntityOfPage']
    address = f'{BASE}episodes/film.html'
    assert (page['@id'], page['url'], page['inLanguage']) == (address, address, 'en')
    assert page['license'] == 'https://licence.example/by/'
    assert (page['isPartOf']['name'], page['isPartOf']['url']) == ('The wiki', BASE)
    steps = page['breadcrumb']['itemListElement']
    assert [(one['position'], one['item']['@id']) for one in steps] == [
        (1, f'{BASE}index.html'),
        (2, address),
    ]


def test_a_generated_page_of_a_season_is_a_season(seasons: Build) -> None:
    thing = thing_on(seasons, 'seasons/season-2')
    assert (thing['@type'], thing['seasonNumber'], thing['numberOfEpisodes']) == ('TVSeason', 2, 2)
    assert thing['partOfSeries'] == {'@type': 'TVSeries', 'name': 'Salt Road'}


def test_a_link_is_shown_with_what_the_page_says(seasons: Build) -> None:
    page = seasons.html('episodes/film')
    said = {str(tag['property']): tag['content'] for tag in page.select('meta[property^="og:"]')}
    assert said['og:title'] == 'The Camel'
    assert said['og:type'] == 'article'
    assert said['og:site_name'] == 'The wiki'
    assert said['og:url'] == f'{BASE}episodes/film.html'
    assert 'Not seen' not in ' '.join(map(str, said.values()))
    assert len(page.select('meta[property="og:title"]')) == 1
    root = seasons.html('index').select_one('meta[property="og:type"]')
    assert root is not None
    assert root['content'] == 'website'
    assert seasons.html('search').select('meta[property="og:url"]') == []


def test_a_picture_is_shown_where_the_wiki_has_one(wiki: Callable[..., Build]) -> None:
    made = wiki(SMALL, criticwiki_card='card.png', **ABOUT)
    image = made.html('index').select_one('meta[property="og:image"]')
    assert image is not None
    assert image['content'] == f'{BASE}_static/card.png'
    made.configure(criticwiki_card='card.png')
    (told,) = made.rebuild().warnings
    assert 'conf.py:' in told
    assert 'criticwiki_card is shown nowhere' in told


def addresses(made: Build) -> list[str]:
    return [str(loc.text) for loc in ET.fromstring(made.text('sitemap.xml')).iter(LOC)]


def test_the_sitemap_has_every_page_and_no_other(wiki: Callable[..., Build]) -> None:
    made = wiki(many(62), **ABOUT, extensions=['myst_parser', 'notfound.extension', 'criticwiki'])
    found = addresses(made)
    pages = {file.relative_to(made.out).as_posix() for file in made.out.rglob('*.html')}
    assert set(found) == {
        f'{BASE}{name}' for name in pages - {'404.html', 'search.html', 'genindex.html'}
    }
    assert len(found) == len(set(found))


def test_a_build_that_updates_has_the_sitemap_of_a_clean_one(wiki: Callable[..., Build]) -> None:
    made = wiki(SMALL, **ABOUT)
    before = addresses(made)
    made.rebuild()
    assert addresses(made) == before
    made.edit('more.md', '# More\n')
    made.rebuild()
    assert f'{BASE}more.html' in addresses(made)
    assert made.text('sitemap.xml') == made.clean().text('sitemap.xml')
    made.delete('more.md')
    made.rebuild()
    assert addresses(made) == before


@pytest.mark.parametrize('settings', [{}, {'html_baseurl': BASE, 'criticwiki_noindex': True}])
def test_no_sitemap_without_an_address_or_for_a_preview(
    wiki: Callable[..., Build], settings: dict[str, Any]
) -> None:
    assert not (wiki(SMALL, **settings).out / 'sitemap.xml').exists()
