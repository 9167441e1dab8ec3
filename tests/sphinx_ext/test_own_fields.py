"""Fields of a wiki's own, fields by language and shared names, as readers and programs get them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pytest

from .pages import with_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from wiki_build import Build

FIELDS: Final[dict[str, Any]] = {
    'series': {'network': {'label': 'Network'}},
    'episode': {
        'writer': {'label': 'Written by', 'type': 'names', 'means': 'Who wrote it.'},
        'runtime': {'label': 'Minutes', 'type': 'number'},
        'filmed': {'label': 'Filmed', 'type': 'date'},
        'page': {'label': 'Page', 'type': 'address'},
        'live': {'label': 'Live', 'type': 'flag'},
        'code': {'label': 'Code', 'shown': 'nowhere'},
    },
    'character': {'actor': {'label': 'Played by', 'type': 'names'}},
    'review': {'platform': {'label': 'Platform', 'language': 'fr'}},
}
PAGES = with_pages(
    {
        'index.md': """\
            ---
            series:
              title: Salt Road
              episodes: 4
              aspects: {plot: What happens., looks: How it looks., end: How it ends.}
              network: Channel Nine
              shared_names: {The Keeper: [ida, tom]}
            ---

            # Salt Road

            ```{toctree}
            :glob:
            :hidden:

            *
            */*
            ```
            """,
        'episodes/03-bread.md': """\
            ---
            episode:
              number: 3
              title: Bread
              title_ko: 빵
              titles: {ja: null}
              aired: 1997
              writer: [Ann Hale, Bo Kay]
              runtime: 24.50
              filmed: 1996-11
              page: https://www.example.org/bread
              live: false
              code: B3
              confidence: {writer: one source}
            ---

            # Bread

            The Keeper bakes, and writes to the Gazette.
            """,
        'episodes/04-end.md': '---\nepisode: {number: 4, title: End}\n---\n\n# End\n\nOver.\n',
        'characters/ida.md': """\
            ---
            character:
              name: Ida
              aliases: [The Keeper]
              voices: {de: Ute Kern, pt-BR: null}
              actor: Una Dee
              summary: She has the lamp.
            ---

            # Ida

            The Keeper stays.
            """,
        'characters/tom.md': """\
            ---
            character: {name: Tom, aliases: [The Keeper], means: {The Keeper: tom}}
            ---

            # Tom

            He goes.
            """,
        'reviews/revue.md': """\
            ---
            review:
              headline: Le pain et le sel
              outlet: La Revue
              author: null
              url: null
              published: 2014-05
              language: fr
              covers: 3
              platform: Télé
              remarks: [{about: 3, stance: praise, says: Warm., quotes: [du bon pain]}]
            ---

            # Le pain et le sel

            Of bread.
            """,
        'notes.md': '---\npage: {means: {The Keeper: ida}}\n---\n\n# Notes\n\nThe Keeper rests.\n',
        'fields.md': '# Fields\n\n```{front-matter} episode\n```\n',
    }
)


@pytest.fixture(scope='module')
def made(wiki: Callable[..., Build]) -> Build:
    return wiki(PAGES, criticwiki_fields=FIELDS)


def rows(build: Build, docname: str) -> dict[str, str]:
    """Rows of the fact box."""
    box = build.body(docname).select_one('.wiki-facts')
    names = [' '.join(one.get_text(' ').split()) for one in box.select('dt')]
    values = [' '.join(one.get_text().split()) for one in box.select('dd')]
    return dict(zip(names, values, strict=True))


def test_a_fact_box_has_what_the_page_has(made: Build) -> None:
    assert made.warnings == []
    assert rows(made, 'episodes/03-bread') == {
        'Korean title': '빵',
        'First aired': '1997',
        'Written by': 'Ann Hale, Bo Kay one source',
        'Minutes': '24.50',
        'Filmed': 'November 1996',
        'Page': 'example.org',
        'Live': 'no',
        'Covered by': 'Ann Lee, La Revue',
    }
    assert rows(made, 'episodes/04-end') == {'Covered by': 'Ann Lee'}
    assert rows(made, 'characters/ida') == {
        'Also called': 'The Keeper',
        'German voice': 'Ute Kern',
        'Played by': 'Una Dee',
    }
    assert rows(made, 'index') == {'Network': 'Channel Nine'}
    shown = rows(made, 'reviews/revue')
    assert (shown['Published'], shown['Language'], shown['Platform']) == (
        'May 2014',
        'French',
        'Télé',
    )
    assert 'Seen as' not in shown


def test_words_in_another_language_say_so(made: Build) -> None:
    review = made.body('reviews/revue')
    assert [one.get_text() for one in review.select('[lang=fr]')] == [
        'Le pain et le sel',
        'Télé',
        'du bon pain',
    ]
    assert review.h1.select_one('[lang=fr]').get_text() == 'Le pain et le sel'
    episode = made.body('episodes/03-bread')
    assert [one.get_text() for one in episode.select('[lang=ko]')] == ['빵']
    assert 'du bon pain' in [one.get_text() for one in episode.select('[lang=fr]')]


def test_the_data_has_them_as_written(made: Build) -> None:
    data = json.loads(made.text('data/wiki.json'))
    assert data['series']['fields'] == {'network': 'Channel Nine'}
    episode = data['episodes']['03-bread']
    assert episode['titles'] == {'ja': None, 'ko': '빵'}
    assert episode['aired'] == '1997'
    assert episode['fields'] == {
        'writer': ['Ann Hale', 'Bo Kay'],
        'runtime': 24.5,
        'filmed': '1996-11',
        'page': 'https://www.example.org/bread',
        'live': False,
        'code': 'B3',
    }
    assert data['characters']['ida']['voices'] == {'de': ['Ute Kern'], 'pt-BR': []}
    review = data['reviews']['revue']
    assert (review['published'], review['language']) == ('2014-05', 'fr')
    assert '"datePublished":"2014-05"' in made.text('reviews/revue.html')
    assert '"inLanguage":"fr"' in made.text('reviews/revue.html')
    feed = made.text('data/reviews.atom')
    assert '<updated>2014-05-01T00:00:00Z</updated>' in feed
    assert 'Published in May 2014; the day is not known.' in feed
    assert '<published>2014' not in feed


def test_the_reference_and_the_schema_have_them(made: Build) -> None:
    terms = [term.get_text() for term in made.body('fields').select('dt')]
    assert any(term.startswith('writer') for term in terms)
    assert 'Who wrote it.' in made.body('fields').get_text()
    schema = json.loads(made.text('data/front-matter.schema.json'))
    assert 'runtime' in schema['$defs']['Episode']['properties']


def test_a_shared_name_leads_to_a_page_of_those_who_share_it(made: Build) -> None:
    link = made.body('episodes/03-bread').find('a', string='The Keeper')
    assert link['href'] == '../names/the-keeper.html'
    page = made.body('names/the-keeper')
    assert page.h1.get_text() == 'The Keeper'
    items = page.select('.wiki-cast li')
    assert [one.a['href'] for one in items] == ['../characters/ida.html', '../characters/tom.html']
    assert 'She has the lamp.' in items[0].get_text()
    assert made.body('notes').find('a', string='The Keeper')['href'] == 'characters/ida.html'
    assert made.body('characters/ida').find('a', string='The Keeper') is None


def test_other_outputs_have_the_words_without_a_link(made: Build) -> None:
    text = made.also('text').text('episodes/03-bread.txt')
    assert 'The Keeper bakes' in text
    assert 'May 2014' in made.also('text').text('reviews/revue.txt')


def test_a_wrong_declaration_stops_the_build(wiki: Callable[..., Build]) -> None:
    bad = wiki(PAGES, criticwiki_fields={'episode': {'title': {}}})
    assert bad.returned
    assert any('may have that field anyway' in line for line in bad.warnings), bad.warnings
