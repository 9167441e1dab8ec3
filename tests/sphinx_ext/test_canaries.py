"""A word in every kind of spoiler, looked for in everything that every builder writes."""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from functools import cache
from typing import TYPE_CHECKING, Final

import pytest
from bs4 import BeautifulSoup

from .canaries import Canary, closed_in, leaks, seen_in
from .pages import with_pages

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from conftest import Build

MARA: Final = 'characters/mara-voss'
DUST: Final = 'episodes/02-dust'
GAZETTE: Final = 'reviews/gazette'
CANARIES: Final = {
    'zoravak': Canary('words of a block', 3, 'notes'),
    'zorbvak': Canary('heading in a block', 3, 'notes'),
    'zorcvak': Canary('footnote in a block', 3, 'notes'),
    'zordvak': Canary('code in a block', 3, 'notes'),
    'zorevak': Canary('glossary term in a block', 3, 'notes'),
    'zorfvak': Canary('what is said of that term', 3, 'notes'),
    'zorgvak': Canary('index entry in a block', 3, 'notes'),
    'zorhvak': Canary('label in a block', 3, 'notes'),
    'zorivak': Canary('table in a block', 3, 'notes'),
    'zorjvak': Canary('block in a block', 4, 'notes'),
    'zorkvak': Canary('sentence of a block that links', 3, 'notes'),
    'zorlvak': Canary('revealed kind', 2, MARA),
    'zormvak': Canary('revealed alias', 2, MARA),
    'zornvak': Canary('revealed fact', 2, MARA),
    'zorovak': Canary('aspect of a review', 4, GAZETTE),
    'zorpvak': Canary('quotation for an aspect', 4, GAZETTE),
    'zorqvak': Canary('remark on a character', 4, GAZETTE),
    'zorrvak': Canary('quotation for a remark', 4, GAZETTE),
    'zorsvak': Canary('remark on an earlier episode', 4, GAZETTE),
    'zortvak': Canary('remark on an episode, of itself', 2, GAZETTE, DUST),
    'zoruvak': Canary('plot of an episode that links', 2, DUST, DUST),
    'zorvvak': Canary('block of an episode, of itself', 2, DUST, DUST),
    'zorwvak': Canary('block of an episode, of a later one', 4, DUST),
    'zorxvak': Canary('title of a link in a block', 3, 'notes'),
    'zorbavak': Canary('footnote of calls in blocks', 3, 'notes'),
    'zorbbvak': Canary('footnote of a plot', 2, DUST, DUST),
    'zorbcvak': Canary('heading in a plot', 2, DUST, DUST),
    'zorbdvak': Canary('words before the first section of a plot', 2, DUST, DUST),
    'zorbevak': Canary('footnote of a closed footnote', 2, DUST, DUST),
    'zoraavak': Canary('words of an inline spoiler', 3, 'notes'),
    'zorabvak': Canary('sentence of an inline spoiler that links', 3, 'notes'),
    'zoracvak': Canary('inline spoiler in a cell', 4, 'notes'),
    'zoradvak': Canary('inline spoiler in a footnote', 3, 'notes'),
    'zoraevak': Canary('inline spoiler in a block of an earlier episode', 4, 'notes'),
    'zorafvak': Canary('inline spoiler of an episode, of itself', 2, DUST, DUST),
    'zoragvak': Canary('inline spoiler of an episode, of a later one', 4, DUST),
    'zorahvak': Canary('inline spoiler in emphasis', 3, 'notes'),
    'zoraivak': Canary('glossary term in a plot', 2, DUST, DUST),
    'zorajvak': Canary('what is said of that term', 2, DUST, DUST),
    'zorakvak': Canary('index entry in a plot', 2, DUST, DUST),
}
PAGES: Final = with_pages(
    {
        'notes.md': """\
            ---
            page: {summary: What there is to know.}
            ---

            # Notes

            Before. Mara is open here.[^open]

            [^open]: An open footnote. {spoiler}`By zoradvak <3>`.

            He is {spoiler}`the zoraavak <3>`, and *so {spoiler}`zorahvak <3>`*.
            Then {spoiler}``*zorabvak* meets {character}`mara-voss` <3>``.

            * {spoiler}`Oren <2>` is in a list.

            | Who | What |
            | --- | --- |
            | Oren | {spoiler}`zoracvak <4>` |

            ::::{spoiler} 3
            Oren finds zoravak.[^closed] There is [a way](https://way.example "Zorxvak").

            [^closed]: By the zorcvak.

            ## Zorbvak

            ```
            zordvak
            ```

            ```{glossary}
            zorevak
              It is zorfvak.
            ```

            ```{index} zorgvak
            ```

            (zorhvak)=
            | Who | What |
            | --- | --- |
            | Zorivak | Oren |

            Here zorkvak stands by [](#mara-voss).[^late]

            :::{spoiler} 4
            It is all zorjvak.
            :::

            So it was.[^late] [^early] So {spoiler}`zoraevak <4>`.
            ::::

            After.[^early]

            [^late]: It is zorbavak.
            [^early]: It is known.
            """,
        'characters/mara-voss.md': """\
            ---
            character:
              name: Mara Voss
              aliases: [Mara]
              appears_in: 2-4
              revealed:
                - {episode: 2, kind: zorlvak, alias: Zormvak, fact: She is zornvak.}
                - {episode: 4, fact: She was there., appears_in: 1}
              summary: She leads the caravan.
            ---

            # Mara Voss

            She leads.
            """,
        'episodes/02-dust.md': """\
            ---
            episode:
              number: 2
              title: Dust
              open: [Making]
              summary: A storm comes up.
            ---

            # Dust

            It begins with zorbdvak.

            ## What happens

            Oren meets zoruvak in the storm.[^told]

            (the-turn)=
            ### Then zorbcvak

            :::{spoiler} 2
            So zorvvak.
            :::

            :::{spoiler} 4
            And zorwvak.
            :::

            Now {spoiler}`zorafvak <2>`, then {spoiler}`zoragvak <4>`.

            ```{glossary}
            zoraivak
              It is zorajvak.
            ```

            ```{index} zorakvak
            ```

            See {term}`zoraivak`.

            ## Making

            Openly told: see [](#the-turn).

            [^told]: Zorbbvak tells.[^told-too]
            [^told-too]: Zorbevak.
            """,
        'reviews/gazette.md': """\
            ---
            review:
              headline: Dry and good
              outlet: Gazette
              author: Ann Lee
              url: null
              published: null
              covers: 1-4
              score: 8/10
              aspects:
                plot: {stance: praise, says: Ends zorovak., quotes: [zorpvak], spoils: 4}
              remarks:
                - {about: oren, stance: mixed, says: Zorqvak., quotes: [zorrvak], spoils: 4}
                - {about: 1, stance: mixed, says: Points at zorsvak., spoils: 4}
                - {about: 2, stance: praise, says: The storm is zortvak., spoils: 2}
              summary: A critic who likes sand.
            ---

            # Dry and good

            Ann Lee walks along.
            """,
    }
)
SHOWN_NOWHERE: Final = frozenset({'zorgvak', 'zorakvak'})
"""An index entry has no words on its page, and the index must not list it."""
OPEN_IN_BOOKS: Final = frozenset(
    {
        *('zorvvak', 'zorbbvak', 'zorbcvak', 'zorbdvak', 'zorbevak', 'zorafvak'),
        *('zoraivak', 'zorajvak'),
    }
)
"""The plot of an episode: a book has a chapter of it, and nothing tells these elsewhere."""
NOT_IN_BOOKS: Final = frozenset({'zorxvak', 'zorhvak'})
"""Titles of links and names of places: web pages and EPUB alone have such."""


@pytest.fixture(scope='module', params=['basic', 'furo'])
def site(wiki: Callable[..., Build], request: pytest.FixtureRequest) -> Build:
    return wiki(PAGES, html_theme=request.param, html_copy_source=True, criticwiki_guard=False)


@pytest.fixture(scope='module')
def plain(wiki: Callable[..., Build]) -> Build:
    return wiki(PAGES, criticwiki_guard=False)  # for one that no page may use, {index}


@pytest.fixture(scope='module')
def tree_of(plain: Build) -> Callable[[str], Mapping[str, bytes]]:
    """What a builder writes of the wiki, built once, without a warning."""

    def tree(builder: str) -> Mapping[str, bytes]:
        made = plain if builder == 'html' else plain.also(builder)
        assert made.warnings == []
        return made.tree()

    return cache(tree)


def test_every_kind_is_closed_and_none_leaks(site: Build) -> None:
    assert site.warnings == []
    assert leaks(site.tree(), CANARIES) == []
    assert closed_in(site.tree()) == CANARIES.keys() - SHOWN_NOWHERE


def test_none_leaks_under_short_addresses(tree_of: Callable[[str], Mapping[str, bytes]]) -> None:
    tree = tree_of('dirhtml')
    assert leaks(tree, CANARIES) == []
    assert closed_in(tree) == CANARIES.keys() - SHOWN_NOWHERE


@pytest.mark.parametrize('builder', ['singlehtml', 'epub', 'text', 'latex', 'man', 'texinfo'])
def test_none_leaks_in_books(tree_of: Callable[[str], Mapping[str, bytes]], builder: str) -> None:
    tree = tree_of(builder)
    assert leaks(tree, CANARIES, one_file=builder not in {'epub', 'text'}) == []
    assert closed_in(tree) >= CANARIES.keys() - SHOWN_NOWHERE - OPEN_IN_BOOKS - NOT_IN_BOOKS


def test_an_epub_folds_blocks_and_marks_words(
    tree_of: Callable[[str], Mapping[str, bytes]],
) -> None:
    with zipfile.ZipFile(io.BytesIO(tree_of('epub')['Testwiki.epub'])) as book:
        page = BeautifulSoup(book.read('notes.xhtml'), 'html.parser')
    titles = [one.summary.get_text() for one in page.select('details.spoiler')]
    assert titles == ['Spoiler: episode 3', 'Spoiler: episode 4', 'Spoiler: episode 3']
    marked = [one.strong.get_text() for one in page.select('.spoiler-inline')]
    assert set(marked) == {f'Spoiler: episode {number}' for number in (2, 3, 4)}


@pytest.mark.parametrize(
    ('docname', 'words'),
    [
        ('notes', ('zoravak', 'zorjvak')),
        (MARA, ('zorlvak', 'zormvak', 'zornvak')),
        (GAZETTE, ('zorovak', 'zorpvak', 'zorqvak', 'zorrvak', 'zorsvak', 'zortvak')),
        ('characters/oren', ('zorqvak', 'zorrvak')),
        ('episodes/01-departure', ('zorsvak',)),
    ],
)
def test_what_spoils_stands_closed_on_each_page_that_it_concerns(
    plain: Build, docname: str, words: tuple[str, ...]
) -> None:
    seen = seen_in(f'{docname}.html', plain.text(f'{docname}.html').encode())
    closed = {(one.word, one.episode) for one in seen}
    assert closed >= {(word, CANARIES[word].episode) for word in words}


def test_the_plot_of_an_episode_folds(plain: Build) -> None:
    page = plain.body(DUST)
    folds = page.select('details.plot')
    assert {fold['data-episode'] for fold in folds} == {'2'}
    first, *further = (fold.summary.get_text() for fold in folds)
    assert (first, set(further)) == ('What happens in episode 2', {'Spoiler: episode 2'})
    assert [heading.get_text() for heading in folds[1].select('h3')] == ['Then zorbcvak¶']
    assert page.select('details.plot details[data-episode="4"]')
    assert not page.select('details.plot details[data-episode="2"]')
    for fold in folds:
        fold.decompose()
    headings = [heading.get_text().rstrip('¶') for heading in page.select('h2')]
    assert [one for one in headings if one in {'What happens', 'Making'}] == [
        'What happens',
        'Making',
    ]
    assert 'Openly told: see Spoiler: episode 2.' in page.get_text()


def test_lists_of_appearances_end_with_what_is_seen(plain: Build) -> None:
    page = plain.body('episodes/01-departure')
    block = page.select_one('details.spoiler:has(.wiki-cast)')
    assert block['data-episode'] == '4'
    assert block.select_one('.wiki-cast a').get_text() == 'Mara Voss'
    block.decompose()
    assert 'The sources place no character' not in page.get_text()
    assert not page.select('.wiki-cast')
    rows = plain.body(MARA).select('#appearances li')
    seen = [(row['data-episode'], row['class'], row.get_text(strip=True)[:2]) for row in rows]
    later = ['wiki-later']
    assert seen == [('4', later, '1.'), ('2', later, '2.'), ('3', later, '3'), ('4', later, '4')]
    none = plain.body(MARA).select_one('#appearances p.wiki-until')
    assert (none['data-episode'], none.get_text()) == ('2', 'None that you have seen.')
    assert plain.data['episodes']['01-departure']['cast'] == []
    assert plain.data['characters']['mara-voss']['revealed'][1]['appears_in'] == [1]


# -- A leak is found ----------------------------------------------------------------------


def planted(old: str, new: str) -> Callable[[bytes], bytes]:
    """Puts other words in the place of some that stand there."""

    def plant(content: bytes) -> bytes:
        found = re.sub(old, new, content.decode('utf-8'), count=1)
        assert found != content.decode('utf-8')
        return found.encode('utf-8')

    return plant


def in_inventory(content: bytes) -> bytes:
    *head, packed = content.split(b'\n', 4)
    lines = zlib.decompress(packed) + b'zorevak std:term -1 notes.html#$ -\n'
    return b'\n'.join([*head, zlib.compress(lines)])


def in_data(content: bytes) -> bytes:
    data = json.loads(content)
    data['reviews']['gazette']['aspects']['plot']['spoils'] = None
    return json.dumps(data).encode('utf-8')


def in_book(content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, 'w') as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, text + b'<!-- zoravak -->' if name == 'toc.ncx' else text)
    return made.getvalue()


def after(words: str) -> Callable[[bytes], bytes]:
    return lambda content: content + words.encode('utf-8')


TELLER: Final = """
myst_enable_extensions = ['colon_fence', 'deflist']


def tell(app, name, template, context, document):
    if name == 'notes':
        words = document.astext()
        context['metatags'] += f'<meta name="description" content="{words[:9999]}">'


def setup(app):
    app.connect('html-page-context', tell)
"""
"""Describes a page by all its words, as extensions do that know nothing of spoilers."""
PLANTS: Final = {
    'an open block': (
        'html',
        'notes.html',
        planted(r'<details (?=[^>]*spoiler)', '<details open '),
    ),
    'another episode': ('html', 'notes.html', planted('data-episode="3"', 'data-episode="2"')),
    'its title': ('html', 'notes.html', planted('episode 3</summary>', 'episode 3: zoravak<')),
    'the title of the page': ('html', 'notes.html', planted('<title>', '<title>zoravak')),
    'a description': ('html', 'notes.html', planted('<head>', '<head><meta content="zoravak">')),
    'structured data': ('html', 'notes.html', planted(r'ld\+json">\{', 'ld+json">{"a":"zoravak",')),
    'words in a line': ('html', 'notes.html', planted(' wiki-later"', ' wiki-later wiki-open"')),
    'words without a switch': ('html', 'notes.html', planted('<label class="wiki-until"', '<b')),
    'a snippet': ('html', 'notes.html', planted(' data-nosnippet', '')),
    'a line of print': ('latex', 'testwiki.tex', planted(r'\{\[\}', '')),
    'a feed': ('html', 'data/reviews.atom', planted('<title>', '<title>zoravak')),
    'a preview': ('html', 'index.html', planted('<a ', '<a data-preview="Zoravak." ')),
    'a comment': ('html', 'notes.html', planted('</body>', '<!-- zoravak -->')),
    'the plot of an episode': ('html', 'episodes/01-departure.html', planted('Mara', 'zoruvak')),
    'the search': ('html', 'search/pages/notes.js', planted('"Notes"', '"zoravak"')),
    'the inventory': ('html', 'objects.inv', in_inventory),
    'the data': ('html', 'data/wiki.json', in_data),
    'a table of data': ('html', 'data/scores.csv', after('zoravak,1')),
    'a style sheet': ('html', '_static/criticwiki.css', after('/* zoravak */')),
    'a book': ('epub', 'Testwiki.epub', in_book),
    'plain text': ('text', 'notes.txt', after('\nzoravak\n')),
    'print': ('latex', 'testwiki.tex', planted(r'\\chapter', 'zoravak \\\\chapter')),
    'a manual': ('texinfo', 'testwiki.texi', after('\nzoravak\n')),
    'a manual page': ('man', 'testwiki.1', after('\nzoravak\n')),
}


@pytest.mark.parametrize('place', PLANTS)
def test_a_planted_leak_is_found(tree_of: Callable[[str], Mapping[str, bytes]], place: str) -> None:
    builder, name, plant = PLANTS[place]
    content = tree_of(builder)[name]
    one_file = builder in {'latex', 'man', 'texinfo'}
    assert leaks({name: content}, CANARIES, one_file=one_file) == []
    assert leaks({name: plant(content)}, CANARIES, one_file=one_file)


@pytest.mark.parametrize('name', ['data/reviews.atom', '_sources/notes.md.txt', 'zoravak.html'])
def test_a_file_that_tells_is_found(name: str) -> None:
    assert leaks({name: b'zoravak'}, CANARIES)


def test_a_leak_by_another_extension_is_found(wiki: Callable[..., Build]) -> None:
    conf = "extensions = ['myst_parser', 'criticwiki']\nhtml_theme = 'basic'\n" + TELLER
    made = wiki({**PAGES, 'conf.py': conf})
    assert {leak.partition(':')[0] for leak in leaks(made.tree(), CANARIES)} == {'notes.html'}
