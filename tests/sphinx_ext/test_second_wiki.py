"""The extension serves any series and any theme: a wiki of another one, in every builder."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from .pages import HARBOUR, texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Build

BUILDERS = [
    'html', 'dirhtml', 'singlehtml', 'epub', 'latex', 'text', 'man', 'texinfo', 'xml', 'gettext',
]  # fmt: skip


@pytest.fixture(scope='module')
def harbour(wiki: Callable[..., Build]) -> Build:
    return wiki(texts(HARBOUR), parallel=2, command=True)


@pytest.mark.parametrize('builder', BUILDERS)
def test_builds_without_a_warning(harbour: Build, builder: str) -> None:
    made = harbour
    if builder == 'gettext':  # it shares doctrees with no other
        made = harbour.clean(builder, warnings_are_errors=True)
    elif builder != 'html':
        made = harbour.also(builder, parallel=2, warnings_are_errors=True)
    assert made.warnings == []
    assert made.status == 0


@pytest.mark.parametrize('theme', ['basic', 'furo'])
def test_themes(wiki: Callable[..., Build], theme: str) -> None:
    pages = texts(HARBOUR)
    pages['conf.py'] = pages['conf.py'].replace('alabaster', theme)
    made = wiki(pages)
    assert made.warnings == []
    page = made.html('folgen/05-dead-calm')
    assert [a['href'] for a in page.select('#cast li a')] == [
        '../figuren/ida-lund.html',
        '../figuren/stranger.html',
    ]


def test_no_deprecated_part_of_sphinx_is_used(harbour: Build) -> None:
    told = harbour.clean(environment={'PYTHONWARNINGS': 'always'}, command=True).warnings
    assert not [line for line in told if 'criticwiki' in line]


def test_parallel_output_is_serial_output(harbour: Build) -> None:
    parallel, serial = harbour.tree(), harbour.clean().tree()
    assert sorted(serial) == sorted(parallel)
    assert [name for name in serial if serial[name] != parallel[name]] == []


def test_folders_of_other_names(harbour: Build) -> None:
    assert list(harbour.data['episodes']) == [
        '01-first-watch',
        '02-low-pressure',
        '03-the-stranger',
        '04-oil-and-wick',
        '05-dead-calm',
        '06-morning',
    ]
    assert set(harbour.data['characters']) == {'ida-lund', 'stranger', 'harbour-master'}
    assert list(harbour.data['reviews']) == ['tidewatch', 'signal-box', 'low-water', 'buoy-post']


def test_stars_letters_and_a_declared_scale(harbour: Build) -> None:
    rows = list(csv.DictReader(io.StringIO(harbour.text('data/scores.csv').removeprefix('\ufeff'))))
    season = {row['review']: (row['printed'], row['common']) for row in rows if not row['subject']}
    assert season == {
        'tidewatch': ('★★★½', '70'),
        'signal-box': ('B+', '83'),
    }
    (alone,) = (row for row in rows if row['review'] == 'buoy-post')
    assert (alone['what'], alone['subject']) == ('episode', '3')
    assert (alone['printed'], alone['common']) == ('3 anchors', '75')
    consensus = harbour.data['consensus']
    assert (consensus['mean'], consensus['low'], consensus['high']) == (77, 70, 83)
    assert (consensus['scored'], consensus['reviews']) == (2, 4)
    assert list(consensus['aspects']) == ['plot', 'setting', 'performances', 'music', 'ending']
    assert consensus['aspects']['ending']['in_scope'] == 2
    method = ' '.join(harbour.body('about/method').get_text().split())
    assert 'anchors: out of 4 anchors.' in method
    assert 'The Tidewatch 5 stars' in method
    assert 'white flag 100 red flag 0' in method


def test_the_series_is_no_character(harbour: Build) -> None:
    found = harbour.body('folgen/02-low-pressure').find_all('p')
    paragraph = next(p for p in found if p.get_text().startswith('Ida reads'))
    assert [a.get_text() for a in paragraph.find_all('a')] == ['Ida', 'Harbour']
    assert paragraph.get_text().endswith('quay of Harbour Lights.')


def test_text_tables_can_be_read(harbour: Build) -> None:
    text = harbour.also('text').text('consensus.txt')
    table = [line for line in text.splitlines() if line.startswith('|')]
    # one critic to a line, not one letter
    assert [line for line in table if 'Signal Box' in line and 'Aspect' in line]


def test_book_pages_resolved_again_say_nothing_twice(harbour: Build) -> None:
    """The builder of books resolves the first page several times in one build."""
    made = harbour.also('epub')
    with zipfile.ZipFile(next(made.out.glob('*.epub'))) as book:
        pages = {
            name: BeautifulSoup(book.read(name), 'html.parser')
            for name in book.namelist()
            if name.endswith('.xhtml')
        }
    index = pages['index.xhtml']
    assert len(index.select('.wiki-strip')) == 1
    assert len(index.select('.wiki-strip > li')) == 6
    assert len(index.select('.wiki-brief')) == 1
    for name, page in pages.items():
        ids = [tag['id'] for tag in page.find_all(id=True)]
        assert len(ids) == len(set(ids)), name


def test_a_review_says_the_scale_of_its_outlet(harbour: Build) -> None:
    facts = {
        name: harbour.body(f'kritiken/{name}').get_text(' ', strip=True)
        for name in harbour.data['reviews']
    }
    assert [name for name, text in facts.items() if 'Scale of its scores 5 stars' in text] == [
        'tidewatch'
    ]
    assert harbour.data['reviews']['tidewatch']['scale'] == '5 stars'
    assert harbour.data['reviews']['signal-box']['scale'] is None
