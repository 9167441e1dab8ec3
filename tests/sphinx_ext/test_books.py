"""Books of a small wiki: EPUB as shelves and readers take it, LaTeX as it is printed."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from small_pictures import PNG

from .pages import SMALL, with_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Build

MARA = SMALL['characters/mara-voss.md'].replace(
    'She leads. Oren follows.',
    'She leads.[^a] Rated ★★★½ by Мара 🐪.\n\n:::{spoiler} 3\nShe dug the well. (deep)=\n:::\n'
    '\nSee {spoiler}`the well <3>`.\n\n[^a]: A note.\n',
)
APPEARS = 'revealed: [{episode: 4, appears_in: [4]}, {episode: 2, kind: ghost}]\n'
PAGES = with_pages(
    {
        'characters/mara-voss.md': MARA,
        'characters/oren.md': SMALL['characters/oren.md'].replace(
            'appears_in: [2, 3]\n', f'appears_in: [2, 3]\n  {APPEARS}'
        ),
        'notes.md': """\
            # Notes

            Closed notes.

            :::{spoiler} 3
            Told later.[^later]
            :::

            Read on at [Mara](characters/mara-voss.md). Mara Voss leads. ![A camel](camel.png)

            [^later]: Where it stands.
            """,
    }
)
CONF = {
    'epub_identifier': 'https://wiki.example/?a=1&b=2',
    'epub_uid': 'book',
    'epub_tocscope': 'includehidden',
    'latex_engine': 'xelatex',
}


@pytest.fixture(scope='module')
def salt(wiki: Callable[..., Build]) -> Build:
    made = wiki(PAGES, **CONF)
    (made.source / 'camel.png').write_bytes(PNG)
    made.rebuild()
    return made


@pytest.fixture(scope='module')
def epub(salt: Build) -> Build:
    made = salt.also('epub', warnings_are_errors=True)
    assert (made.returned, made.warnings) == (0, [])
    return made


@pytest.fixture(scope='module')
def latex(salt: Build) -> str:
    made = salt.also('latex', warnings_are_errors=True)
    assert (made.returned, made.warnings) == (0, [])
    return made.text('testwiki.tex')


def packed(build: Build) -> dict[str, bytes]:
    (file,) = build.out.glob('*.epub')
    with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as book:
        return {name: book.read(name) for name in book.namelist()}


def elements(build: Build, file: str, name: str) -> list[ET.Element]:
    """The elements of a name in an XML file of the book."""
    return ET.fromstring(packed(build)[file]).findall(f'.//{{*}}{name}')


# -- EPUB -------------------------------------------------------------------------------


def test_each_page_is_xml_without_an_id_twice(epub: Build) -> None:
    pages = {name: text for name, text in packed(epub).items() if name.endswith('.xhtml')}
    assert 'notes.xhtml' in pages
    for name, text in pages.items():
        ids = Counter(node.get('id') for node in ET.fromstring(text).iter())
        del ids[None]
        assert [one for one, times in ids.items() if times > 1] == [], name


def test_it_has_one_identifier(epub: Build) -> None:
    (told,) = elements(epub, 'content.opf', 'identifier')
    values = {tag.get('name'): tag.get('content') for tag in elements(epub, 'toc.ncx', 'meta')}
    assert told.text == values['dtb:uid'] == CONF['epub_identifier']


def test_it_says_whom_it_suits(epub: Build) -> None:
    said = {
        (tag.get('property', '').removeprefix('schema:'), tag.text)
        for tag in elements(epub, 'content.opf', 'meta')
    }
    names = {name for name, _ in said}
    assert names >= {'accessMode', 'accessModeSufficient', 'accessibilitySummary'}
    assert said >= {
        ('accessMode', 'visual'),
        ('accessibilityFeature', 'alternativeText'),
        ('accessibilityFeature', 'tableOfContents'),
        ('accessibilityHazard', 'none'),
    }


def test_it_has_a_cover_with_its_title(epub: Build) -> None:
    items = elements(epub, 'content.opf', 'item')
    (cover,) = [item.get('href', '') for item in items if item.get('properties') == 'cover-image']
    words = [text.text for text in elements(epub, cover, 'text')]
    assert words == ['Test wiki', 'the editors']


def test_it_says_at_the_front_what_it_does_with_spoilers(epub: Build) -> None:
    first = BeautifulSoup(packed(epub)['index.xhtml'], 'html.parser').select_one('.note')
    assert 'folded under the name of the episode' in first.get_text()
    plot = BeautifulSoup(packed(epub)['episodes/02-dust.xhtml'], 'html.parser')
    assert plot.select_one('details.plot > summary').get_text() == 'What happens in episode 2'
    assert not plot.select('button')


def test_what_is_deleted_is_not_in_the_next_book(wiki: Callable[..., Build]) -> None:
    made = wiki(PAGES, **CONF)
    (made.source / 'camel.png').write_bytes(PNG)
    made.rebuild('epub')
    assert {'notes.xhtml', '_images/camel.png'} <= packed(made).keys()
    made.delete('notes.md')
    made.rebuild('epub', warnings_are_errors=True)
    assert (made.returned, made.warnings) == (0, [])
    assert packed(made).keys() == packed(made.clean('epub')).keys()
    assert not {'notes.xhtml', '_images/camel.png'} & packed(made).keys()
    spine = [item.get('idref') for item in elements(made, 'content.opf', 'itemref')]
    assert len(spine) == len(set(spine))


def test_spoilers_can_be_left_out(wiki: Callable[..., Build]) -> None:
    made = wiki(PAGES, criticwiki_book_spoilers='left out', **CONF)
    (made.source / 'camel.png').write_bytes(PNG)
    for builder in ('epub', 'latex', 'text'):
        other = made.also(builder, warnings_are_errors=True)
        assert (other.returned, other.warnings) == (0, [])
        files = packed(other) if builder == 'epub' else other.tree()
        texts = [text.decode('utf-8', 'replace') for text in files.values()]
        for words in ('dug the well', 'Told later', 'Where it stands', 'loses the map'):
            assert not [text for text in texts if words in text], (builder, words)
        assert any('Spoiler: episode 3, left out' in ' '.join(text.split()) for text in texts)
        assert any('This book leaves out' in ' '.join(text.split()) for text in texts)
    page = made.also('epub').html('notes')
    links = {link['href'] for link in page.select('a[href^="#"]')}
    assert {link[1:] for link in links} <= {tag['id'] for tag in page.select('[id]')}


# -- Print ------------------------------------------------------------------------------


def test_the_root_is_the_first_chapter(latex: str) -> None:
    chapters = re.findall(r'\\chapter\{(.*?)\}', latex)
    assert chapters[0] == 'Salt Road'
    assert chapters[1:3] == ['Consensus', 'Notes']
    start = latex.index(r'\chapter{Salt Road}')
    assert start < latex.index('This book does not know how far') < latex.index('Consensus}')


def test_no_environment_is_empty(latex: str) -> None:
    """LaTeX stops at a list without an item."""
    assert re.findall(r'\\begin\{(\w+)\}\s*\\end\{\1\}', latex) == []
    assert 'Spoiler: episode 4' not in latex.partition('Oren}')[2].partition('Appearances')[0]


def test_episodes_characters_and_critics_are_in_the_index(latex: str) -> None:
    entries = set(re.findall(r'\\spxentry\{(.*?)\}', latex))
    assert entries >= {'Mara Voss', 'Mara', 'Oren', 'Ann Lee', 'Gazette', 'Herald', 'Dust'}
    assert 'ghost' not in entries


def test_links_name_their_page_and_names_in_a_sentence_do_not(latex: str) -> None:
    notes = latex[latex.index('Read on at') :].partition('includegraphics')[0]
    assert notes.count(r'\wikipage{\detokenize{characters/mara-voss::doc}}') == 1
    assert notes.index(r'\wikipage') < notes.index('Mara Voss')


def test_the_font_of_each_letter_is_looked_for(salt: Build, latex: str) -> None:
    assert r'\usepackage{criticwikibook}' in latex
    assert r'\hypersetup{pdflang={en}}' in latex
    assert (salt.folder / 'latex' / 'criticwikibook.sty').is_file()
    assert 'Мара 🐪' in latex


# -- Spoilers gathered at the end ---------------------------------------------------------


@pytest.fixture(scope='module')
def gathered(wiki: Callable[..., Build]) -> Build:
    linked = PAGES['notes.md'].replace(
        'Told later.', '(well)=\nTold later, of [Mara](characters/mara-voss.md).'
    )
    linked = linked.replace('Read on at', 'See [the well](#well). Read on at')
    assert linked.count('well') == 3
    pages = {**PAGES, 'notes.md': linked}
    made = wiki(pages, criticwiki_book_spoilers='gathered', **CONF)
    (made.source / 'camel.png').write_bytes(PNG)
    return made


def in_a_line(text: str) -> str:
    return ' '.join(text.split())


@pytest.mark.parametrize('builder', ['epub', 'latex', 'text', 'man', 'texinfo', 'singlehtml'])
def test_a_book_with_gathered_spoilers_is_built(gathered: Build, builder: str) -> None:
    other = gathered.also(builder, warnings_are_errors=True)
    assert (other.returned, other.warnings) == (0, [])


def test_in_print_they_are_the_last_chapter(gathered: Build) -> None:
    text = gathered.also('latex').text('testwiki.tex')
    assert re.findall(r'\\chapter\{(.*?)\}', text)[-1] == 'Spoilers'
    body, _chapter, appendix = text.partition(r'\chapter{Spoilers}')
    for words in ('dug the well', 'Told later', 'Where it stands', 'loses the map', 'ghost'):
        assert words not in body, words
        assert words in appendix, words
    assert 'is gathered at the end, under the name' in in_a_line(body)
    assert re.findall(r'\\section\{(.*?)\}', appendix)[:2] == ['Notes', 'Mara Voss']


def test_each_link_of_print_leads_to_a_place(gathered: Build) -> None:
    text = gathered.also('latex').text('testwiki.tex')
    labels = re.findall(r'\\label\{\\detokenize\{(.*?)\}\}', text)
    assert [name for name, times in Counter(labels).items() if times > 1] == []
    links = set(re.findall(r'(?:hyperref\[|wikipage\{)\\detokenize\{(.*?)\}', text))
    assert links - set(labels) == set()
    assert '-/notes:well' in links
    # from its place into the appendix, with the number of the page, and back
    assert len([name for name in links if name.startswith('-/notes:criticwiki-spoiler-')]) == 1
    assert len([name for name in links if name.startswith('notes:criticwiki-spoiler-')]) == 1


def test_in_an_epub_they_end_their_page_and_are_folded(gathered: Build) -> None:
    other = gathered.also('epub')
    page = BeautifulSoup(packed(other)['notes.xhtml'], 'html.parser')
    appendix = page.select_one('section#criticwiki-spoilers')
    assert appendix.find_previous('a', string='the well')['href'] == '#well'
    assert 'Told later' in appendix.get_text()
    assert 'Where it stands' in appendix.get_text()
    assert appendix.select_one('details')
    appendix.extract()
    assert 'Told later' not in page.get_text()
    assert 'Spoiler: episode 3, at the end of this page' in page.get_text()
    first = BeautifulSoup(packed(other)['index.xhtml'], 'html.parser').select_one('.note')
    assert 'gathered at the end of each page' in in_a_line(first.get_text())
    for name, content in packed(other).items():
        if name.endswith('.xhtml'):
            root = BeautifulSoup(content, 'html.parser')
            ids = [tag['id'] for tag in root.select('[id]')]
            assert len(ids) == len(set(ids)), name
            inside = {tag['href'][1:] for tag in root.select('a[href^="#"]')}
            assert inside - {''} <= set(ids), name


def test_words_in_a_line_and_plots_are_gathered_too(gathered: Build) -> None:
    other = gathered.also('text')
    mara = in_a_line(other.text('characters/mara-voss.txt'))
    assert 'See *[Spoiler: episode 3, at the end of this page]*.' in mara
    assert mara.index('Spoilers ======') < mara.index('the well')
    dust = in_a_line(other.text('episodes/02-dust.txt'))
    assert dust.index('Spoilers ======') < dust.index('**Spoiler: episode 2** From: Dust')
    assert dust.index('From: Dust') < dust.index('loses the map')
