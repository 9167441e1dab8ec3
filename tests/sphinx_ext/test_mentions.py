"""Names in prose become links by themselves, and every page lists what links to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .pages import with_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from bs4 import BeautifulSoup
    from conftest import Build

MARA, OREN = '../characters/mara-voss.html', '../characters/oren.html'
SALT, KEEPER = '../characters/salt.html', '../characters/stranger.html'
GAZETTE, HERALD = '../critics/ann-lee.html', '../critics/herald.html'
TAX = '../glossary.html#term-salt-tax'

SECTIONS: dict[str, tuple[str, list[tuple[str, str]]]] = {
    # name of the section: its text, and the links that it must have
    'first': ('Mara walks. Mara Voss rests. So does Mara.', [('Mara', MARA)]),
    'second': ('Mara again.', [('Mara', MARA)]),
    'paragraphs': ('Nobody.\n\nThen Mara.\n\nMara.', [('Mara', MARA)]),
    'longest': ('Mara Voss and Oren.', [('Mara Voss', MARA), ('Oren', OREN)]),
    'misspelling': ('Here it says Marra.', [('Marra', MARA)]),
    'possessive': ("Mara's map and Oren’s.", [('Mara', MARA), ('Oren', OREN)]),
    'critics': ('Ann Lee and the Herald.', [('Ann Lee', GAZETTE), ('Herald', HERALD)]),
    'term': ('They pay the salt tax.', [('salt tax', TAX)]),
    'series': ('Salt Road is long.', []),
    'after the series': ('Salt Road and Salt.', [('Salt', SALT)]),
    'whole words': ('Maraschino, Amara, Proto-Mara, Mara-like, mara, MARA_x, MARA.', []),
    'list': ('- Oren\n- Mara\n- Oren', [('Oren', OREN), ('Mara', MARA)]),
    'table': ('| who |\n| --- |\n| Oren |', [('Oren', OREN)]),
    'emphasis': ('It is *Mara* and **Oren**.', [('Mara', MARA), ('Oren', OREN)]),
    'code': ('`Mara` and\n\n```\nMara\n```', []),
    'link': ('[Mara](https://example.org) was there.', [('Mara', 'https://example.org')]),
    'quotation': ('“So Mara said”, and "Mara" too.', []),
    'after a quotation': ('“Mara” is Mara.', [('Mara', MARA)]),
    'block quotation': ('> Mara said so.', []),
    'nolink': ('{nolink}`Mara` stays.', []),
    'after nolink': ('{nolink}`Mara` stays, Mara goes.', [('Mara', MARA)]),
    'unlinked': ('Ash falls.', []),
    'episode title': ('Departure and Dust.', []),
    'revealed': ('The Keeper comes.', []),
    'revealed early': (':::{spoiler} 2\nThe Keeper comes.\n:::', []),
    'revealed then': (':::{spoiler} 3\nThe Keeper comes.\n:::', [('The Keeper', KEEPER)]),
    'revealed later': (':::{spoiler} 4\nThe Keeper comes.\n:::', [('The Keeper', KEEPER)]),
    'block of its own': (
        'Mara.\n\n:::{spoiler} 2\nMara.\n:::',
        [('Mara', MARA), ('Mara', MARA)],
    ),
}
NOTES = 'guide/notes'
PAGES = with_pages(
    {
        'glossary.md': """\
            # Glossary

            ```{glossary}
            salt tax
              Paid by the pound.
            ```
            """,
        'characters/salt.md': '---\ncharacter: {name: Salt}\n---\n\n# Salt\n\nA dog.\n',
        'characters/ash.md': '---\ncharacter: {name: Ash}\n---\n\n# Ash\n\nA cat.\n',
        'characters/stranger.md': """\
            ---
            character:
              name: The stranger
              revealed: [{episode: 3, alias: The Keeper}]
            ---

            # The stranger

            He walks behind. The stranger never speaks.
            """,
        'guide/heading.md': '# About\n\n## Mara\n\nNothing here.\n',
        'guide/linking.md': """\
            # Linking

            It began. Long ago, Dr. Wu met Mara in a bar! Then it ended.

            More about [her](#mara-voss) and {episode}`2`. And about {character}`oren`.

            :::{spoiler} 3
            The Keeper is near. Oren knew it.
            :::
            """,
        'episodes/03-bread.md': """\
            ---
            episode: {number: 3, title: Bread}
            ---

            # Bread

            The Keeper bakes for Mara.
            """,
    }
)
PAGES['index.md'] = PAGES['index.md'].replace(
    '  summary: A car', '  unlinked: [Ash]\n  summary: A car'
)
PAGES[f'{NOTES}.md'] = '# Notes\n\n' + '\n\n'.join(
    f'## {name.capitalize()}\n\n{text}' for name, (text, _) in SECTIONS.items()
)


@pytest.fixture(scope='module')
def named(wiki: Callable[..., Build]) -> Build:
    return wiki(PAGES)


def sentences(page: BeautifulSoup) -> dict[str, str]:
    """What links to a page: the sentence by the title of its page."""
    found = page.select('#backlinks li')
    return {
        item.find('a').get_text(): ' '.join(item.select_one('.sentence').get_text().split())
        for item in found
    }


def test_only_the_misspelling_is_told(named: Build) -> None:
    assert [line.rpartition(' [')[2] for line in named.warnings] == ['wiki.misspelling]']


@pytest.mark.parametrize('name', SECTIONS)
def test_mentions_in_a_section(named: Build, name: str) -> None:
    section = named.body(NOTES).find(id=name.replace(' ', '-'))
    found = section.select('a.reference')
    assert [(a.get_text(), a['href']) for a in found] == SECTIONS[name][1]


def test_no_mention_in_a_heading(named: Build) -> None:
    page = named.body('guide/heading')
    assert not page.find(id='mara').select('a.reference')
    assert 'About' not in sentences(named.body('characters/mara-voss'))


def test_no_page_mentions_itself(named: Build) -> None:
    page = named.body('characters/stranger')
    assert not page.select('p > a.reference[href="#"]')
    assert 'The stranger' not in sentences(page)


def test_a_revealed_name_stays_closed_on_earlier_episodes(wiki: Callable[..., Build]) -> None:
    pages = dict(PAGES)
    pages['episodes/02-dust.md'] += '\nThe Keeper waits.\n'
    page = wiki(pages).body('episodes/02-dust')
    assert not page.find_all('a', string='The Keeper')


def test_backlinks_give_the_sentence(named: Build) -> None:
    found = sentences(named.body('characters/mara-voss'))
    assert found['Linking'] == 'Long ago, Dr. Wu met Mara in a bar!'
    assert found['Departure'] == 'Mara counts the camels.'
    assert sentences(named.body('episodes/02-dust')) == {'Linking': 'More about her and Dust.'}
    assert sentences(named.body('characters/oren'))['Linking'] == 'And about Oren.'


def test_a_page_is_listed_once(named: Build) -> None:
    items = named.body('characters/mara-voss').select('#backlinks li')
    titles = [item.find('a').get_text() for item in items]
    assert titles.count('Notes') == 1
    assert len(titles) == len(set(titles))


def test_backlinks_of_spoilers_are_closed(named: Build) -> None:
    links = named.body('characters/stranger').select_one('#backlinks')
    closed = links.select('details.spoiler[data-episode="3"]')
    assert 'The Keeper is near.' in ' '.join(item.get_text() for item in closed)
    for item in links.select('details.spoiler'):
        item.decompose()
    assert 'Keeper' not in links.get_text()


def test_backlinks_that_give_an_episode_away_are_closed(
    wiki: Callable[..., Build],
) -> None:
    made = wiki(
        with_pages(
            {
                'notes.md': '# Notes\n\n:::{spoiler} 2\nThe storm of {episode}`2` is fake.\n:::\n',
                'later.md': '# Later\n\n:::{spoiler} 4\nDreamt since {episode}`2`.\n:::\n',
            }
        )
    )
    links = made.body('episodes/02-dust').select_one('#backlinks')
    assert 'is fake.' in links.select_one('details[data-episode="2"]').get_text()
    assert 'Dreamt' in links.select_one('details[data-episode="4"]').get_text()
    for item in links.select('details.spoiler'):
        item.decompose()
    assert 'is fake.' not in links.get_text()
    elsewhere = made.body('characters/oren').select_one('#backlinks')
    assert 'loses the map' in elsewhere.select_one('details[data-episode="2"]').get_text()


def test_backlinks_are_one_closed_line_with_their_number(named: Build) -> None:
    page = named.body('characters/mara-voss')
    (closed,) = page.select('#backlinks > details')
    rows = closed.select('li')
    assert not closed.has_attr('open')
    assert closed.summary.get_text() == f'{len(rows)} links to this page'
    assert [head.get_text() for head in page.select('#backlinks h2')] == []


def test_where_nothing_links_nothing_is_said(wiki: Callable[..., Build]) -> None:
    made = wiki(with_pages({'alone.md': '# Alone\n\nNobody.\n'}))
    alone = made.body('alone').select_one('section').get_text()
    assert alone.replace('¶', '').split() == ['Alone', 'Nobody.']


def test_no_index_page_says_what_links_to_it(wiki: Callable[..., Build]) -> None:
    back = '# Back\n\n{doc}`index`, {doc}`episodes/index`, {doc}`other`.\n'
    more = {'back.md': back, 'other.md': '# Other\n', 'episodes/index.md': '# Episodes\n'}
    made = wiki(with_pages(more))
    pages = ('index', 'episodes/index', 'other')
    assert [len(made.body(name).select('#backlinks')) for name in pages] == [0, 0, 1]
