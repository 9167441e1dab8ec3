"""What gives an episode away stands in a closed block, and nowhere else."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from sphinx.util.inventory import InventoryFile

from .pages import with_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Build

WORDS = ('xylophanta', 'xylophantb', 'xylophantc', 'xylophantd', 'xylophante', 'xylophantf')
PAGES = with_pages(
    {
        'notes.md': """\
            ---
            page: {summary: What there is to know.}
            ---

            # Notes

            Before.

            :::{spoiler} 3
            Oren meets xylophanta in [](#mara-voss).
            :::

            After.
            """,
        'characters/mara-voss.md': """\
            ---
            character:
              name: Mara Voss
              aliases: [Mara]
              misspellings: [Marra]
              appears_in: 1-4
              revealed:
                - {episode: 2, kind: xylophantb, alias: Xylophantc, fact: She is xylophantd.}
            ---

            # Mara Voss

            She leads.
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
              aspects:
                plot: {stance: praise, says: Ends xylophante., quotes: [xylophantf], spoils: 4}
              remarks:
                - {about: 2, stance: praise, says: The storm is xylophante., spoils: 2}
                - {about: 1, stance: mixed, says: Points at xylophante., spoils: 4}
                - {about: oren, stance: mixed, says: xylophante, quotes: [xylophantf], spoils: 4}
            ---

            # Dry and good

            Ann Lee walks along.
            """,
    }
)


@pytest.fixture(scope='module')
def secret(wiki: Callable[..., Build]) -> Build:
    return wiki(PAGES)


def test_no_warnings(secret: Build) -> None:
    assert secret.warnings == []


def test_a_block_is_closed_and_names_the_episode_only(secret: Build) -> None:
    block = secret.body('notes').select_one('details.spoiler')
    assert not block.has_attr('open')
    assert block['data-episode'] == '3'
    assert block.summary.get_text() == 'Spoiler: episode 3'
    assert 'xylophanta' in block.get_text()


@pytest.mark.parametrize(
    ('docname', 'episode', 'expected'),
    [
        ('characters/mara-voss', '2', ('xylophantb', 'Xylophantc', 'xylophantd')),
        ('characters/oren', '4', ('xylophante', 'xylophantf')),
        ('reviews/gazette', '4', ('xylophante', 'xylophantf')),
        ('reviews/gazette', '2', ('xylophante',)),
        ('episodes/01-departure', '4', ('xylophante',)),
    ],
)
def test_facts_and_judgements_that_spoil_are_closed(
    secret: Build, docname: str, episode: str, expected: tuple[str, ...]
) -> None:
    blocks = secret.body(docname).select(f'details.spoiler[data-episode="{episode}"]')
    text = ' '.join(block.get_text() for block in blocks)
    assert all(word in text for word in expected)


def test_the_plot_of_an_episode_is_open_on_its_page(secret: Build) -> None:
    page = secret.body('episodes/02-dust')
    for block in page.select('details'):
        block.decompose()
    assert 'The storm is xylophante.' in page.get_text()


def test_hidden_words_stand_in_closed_blocks_only(secret: Build) -> None:
    assert files_with(secret, 'xylophan') <= {'data/wiki.json', 'episodes/02-dust.html'}


def test_no_copied_source_tells(secret: Build) -> None:
    """Whatever conf.py says of `html_copy_source`: a copy has every block open."""
    copies = [name for name in secret.tree() if name.startswith('_sources/')]
    assert not [name for name in copies if 'xylophan' in secret.text(name).lower()]


def files_with(build: Build, word: str) -> set[str]:
    """The files in which a word stands outside of a closed block, copied sources aside."""
    found = set()
    for name, content in build.tree().items():
        text = content.decode('utf-8', 'replace').lower()
        if name.endswith('.html'):
            page = BeautifulSoup(text, 'html.parser')
            for block in page.select('details.spoiler'):
                block.decompose()
            text = str(page)
        if word in text and not name.startswith('_sources/'):
            found.add(name)
    return found


def test_hidden_words_are_in_no_inventory(wiki: Callable[..., Build]) -> None:
    made = wiki(
        with_pages(
            {
                'glossary.md': """\
                    # Glossary

                    :::{spoiler} 3
                    ```{glossary}
                    xylophant
                      The beast of the flats.
                    ```
                    :::
                    """
            }
        )
    )
    assert made.warnings == []
    inventory = InventoryFile.loads((made.out / 'objects.inv').read_bytes(), uri='')
    names = {name for kind in inventory.data.values() for name in kind}
    told = {name for name in ('genindex.html', 'searchindex.js') if 'xylo' in made.text(name)}
    assert (told, {name for name in names if 'xylo' in name}) == (set(), set())


@pytest.mark.parametrize('builder', ['text', 'latex'])
def test_other_builders_mark_the_section(secret: Build, builder: str) -> None:
    made = secret.also(builder)
    assert made.warnings == []
    name = 'notes.txt' if builder == 'text' else 'testwiki.tex'
    text = made.text(name)
    text = text[text.index('Before.') : text.index('After.')]
    assert text.index('Spoiler: episode 3') < text.index('xylophanta')
    assert builder == 'text' or r'\begin{sphinxadmonition}' in text


def test_epub_marks_the_section(secret: Build) -> None:
    made = secret.also('epub')
    assert made.warnings == []
    with zipfile.ZipFile(next(made.out.glob('*.epub'))) as book:
        page = BeautifulSoup(book.read('notes.xhtml'), 'html.parser')
    assert not page.find('details')
    box = page.select_one('.admonition.spoiler')
    assert box.select_one('.admonition-title').get_text() == 'Spoiler: episode 3'
    assert 'xylophanta' in box.get_text()
