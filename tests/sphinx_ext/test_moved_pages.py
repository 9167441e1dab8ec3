"""Pages at old addresses: they lead on, stay out of all lists, and follow every edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from .pages import SMALL, with_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Build

OREN = 'characters/oren.md'
OLD = ('characters/the-map', 'people/Ör', 'people/oren')
PAGES = with_pages(
    {OREN: SMALL[OREN].replace('name: Oren\n', f'name: Oren\n  was: [{", ".join(OLD)}]\n')}
)


@pytest.fixture
def salt(wiki: Callable[..., Build]) -> Build:
    return wiki(PAGES, html_theme='furo', html_baseurl='https://wiki.example/en')


@pytest.mark.parametrize(('builder', 'old', 'there', 'target'), [
    ('html', 'characters/the-map.html', 'oren.html', 'characters/oren.html'),
    ('html', 'people/Ör.html', '../characters/oren.html', 'characters/oren.html'),
    ('dirhtml', 'characters/the-map/index.html', '../oren/', 'characters/oren/'),
    ('dirhtml', 'people/oren/index.html', '../../characters/oren/', 'characters/oren/'),
])  # fmt: skip
def test_an_old_address_leads_on(
    salt: Build, builder: str, old: str, there: str, target: str
) -> None:
    made = salt.also(builder, parallel=2)
    assert made.warnings == []
    page = BeautifulSoup(made.text(old), 'html.parser')
    assert page.body.a['href'] == there
    assert page.body.a.get_text() == page.title.get_text() == 'Oren'
    refresh = page.select_one('noscript > meta[http-equiv=refresh]')
    assert refresh['content'] == f'0; url={there}'
    canonical = page.select_one('link[rel=canonical]')['href']
    assert canonical == f'https://wiki.example/en/{target}'
    assert 'location.search + location.hash' in page.script.get_text()


def test_no_list_has_it(salt: Build) -> None:
    tree = salt.tree()
    others = {name: text for name, text in tree.items() if not name.startswith(OLD)}
    assert len(others) == len(tree) - len(OLD)
    for name, text in others.items():
        assert b'the-map' not in text, name
        assert b'people/' not in text, name


EDITS = {
    'another old address': lambda build: build.replace(OREN, 'the-map,', 'the-atlas,'),
    'one less': lambda build: build.replace(OREN, 'characters/the-map, ', ''),
    'none': lambda build: build.edit(OREN, SMALL[OREN]),
    'another title': lambda build: build.replace(OREN, '# Oren', '# Oren of the map'),
    'the page is deleted': lambda build: build.delete(OREN),
    'a page comes back': lambda build: build.edit('people/oren.md', '# Someone\n\nWords.\n'),
    'the page is moved': lambda build: (
        build.write('people/carrier.md', f'---\npage: {{was: characters/oren}}\n---\n\n{CARRIER}'),
        build.delete(OREN),
    ),
    'the address of the site': lambda build: build.configure(html_theme='furo'),
}
CARRIER = '# Carrier\n\nHe carries.\n'


@pytest.mark.parametrize('edit', EDITS)
def test_a_partial_build_is_a_clean_one(salt: Build, edit: str) -> None:
    EDITS[edit](salt)
    fresh = salt.rebuild_and_clean()
    assert salt.warnings == fresh.warnings
    assert salt.tree() == fresh.tree()
    salt.rebuild()
    assert salt.tree() == fresh.tree()


def test_a_deleted_file_is_written_again(salt: Build) -> None:
    before = salt.tree()
    (salt.out / 'people/oren.html').unlink()
    salt.rebuild()
    assert salt.tree() == before


def test_a_page_is_never_written_over(salt: Build) -> None:
    salt.edit('people/oren.md', '# Someone\n\nWords.\n')
    salt.rebuild()
    assert salt.body('people/oren').h1.get_text().startswith('Someone')
    (told,) = [line for line in salt.warnings if 'duplicate-id' in line]
    assert told.startswith(f'{OREN}:4:')
    assert "'people/oren' is the address of people/oren.md" in told


def test_a_page_may_have_become_the_first_of_a_folder(wiki: Callable[..., Build]) -> None:
    pages = {'notes/index.md': '---\npage: {was: notes}\n---\n\n# Notes\n\nWords.\n'}
    made = wiki(with_pages(pages))
    assert 'notes/index.html' in made.text('notes.html')
    short = made.also('dirhtml')
    assert short.warnings == []
    assert short.body('notes/index').h1.get_text().startswith('Notes')


def test_a_link_with_an_old_id_is_told_the_new_one(salt: Build) -> None:
    links = '{character}`the-map`, [](#the-map), {doc}`characters/the-map`'
    salt.edit('notes.md', f'# Notes\n\n{links}, [that](characters/the-map.md).\n')
    salt.replace('reviews/gazette.md', 'about: mara-voss', 'about: the-map')
    salt.rebuild()
    told = [line.partition(': ')[2] for line in salt.warnings]
    assert len(told) == 5
    assert all("is 'oren' now" in line or "is 'characters/oren.md' now" in line for line in told)
