"""Links by role and by id reach the right page, from anywhere, in every builder."""

from __future__ import annotations

import posixpath
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from .pages import HARBOUR, texts, with_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Build

NOTES = 'guide/deep/notes'
LINES = [
    ('{wiki:review}`gazette`', 'reviews/gazette', 'Dry and good'),
    ('{review}`the Gazette <gazette>`', 'reviews/gazette', 'the Gazette'),
    ('{episode}`2`', 'episodes/02-dust', 'Dust'),
    ('{wiki:episode}`02-dust`', 'episodes/02-dust', 'Dust'),
    ('{character}`oren`', 'characters/oren', 'Oren'),
    ('{wiki:character}`her <mara-voss>`', 'characters/mara-voss', 'her'),
    ('[](#oren)', 'characters/oren', 'Oren'),
    ('[the *leader*](#mara-voss)', 'characters/mara-voss', 'the leader'),
    ('[](#02-dust)', 'episodes/02-dust', 'Dust'),
    ('[](#gazette)', 'reviews/gazette', 'Dry and good'),
    ('[](../../consensus.md)', 'consensus', 'Consensus'),
    ('[the small print](#small-print)', 'consensus', 'the small print'),
]
PAGES = with_pages(
    {
        f'{NOTES}.md': '# Notes\n\n' + '\n\n'.join(line for line, _, _ in LINES),
        'consensus.md': '(small-print)=\n# Consensus\n\n```{consensus}\n```\n',
    }
)
PAGES['index.md'] = PAGES['index.md'].replace('*/*\n', '*/*\n*/*/*\n')


@pytest.fixture(scope='module')
def notes(wiki: Callable[..., Build]) -> Build:
    return wiki(PAGES)


def leads_to(build: Build, here: str, href: str) -> str:
    """The page that an address leads to; it must be there."""
    path, _, anchor = href.partition('#')
    if build.builder == 'singlehtml':
        page = build.html('index')
        found = page.find(id=anchor)
        assert path in {'', 'index.html'}, href
        assert found is not None, href
        inside = found if anchor.startswith('document-') else found.find_previous('span', id=True)
        return str(inside['id']).removeprefix('document-')
    base = f'{here}/' if build.builder == 'dirhtml' else here
    file = posixpath.normpath(posixpath.join(posixpath.dirname(base), path)) if path else here
    if build.builder == 'dirhtml':
        assert (build.out / file / 'index.html').is_file(), href
        return file
    assert (build.out / file).is_file(), href
    return file.removesuffix('.html')


@pytest.mark.parametrize('builder', ['html', 'dirhtml'])
def test_links_reach_their_pages(notes: Build, builder: str) -> None:
    made = notes if builder == 'html' else notes.also(builder)
    assert made.warnings == []
    found = made.body(NOTES).select('p > a.reference')[: len(LINES)]
    reached = [(leads_to(made, NOTES, a['href']), a.get_text()) for a in found]
    assert reached == [(target, text) for _, target, text in LINES]


def test_links_in_one_file(notes: Build) -> None:
    made = notes.also('singlehtml')
    assert made.warnings == []
    start = made.html('index').find(id=f'document-{NOTES}')
    found = start.find_all_next('a', class_='reference internal')[: len(LINES)]
    assert [a.get_text() for a in found] == [text for _, _, text in LINES]
    for a, (line, target, _) in zip(found, LINES, strict=True):
        # Sphinx gives an address in one file two '#' where it leads to a place on a page:
        # https://github.com/sphinx-doc/sphinx/issues/14221
        if 'small-print' not in line:
            assert leads_to(made, NOTES, a['href']) == target


def test_no_page_has_an_id_twice(wiki: Callable[..., Build]) -> None:
    made = wiki(texts(HARBOUR))
    for file in sorted(made.out.rglob('*.html')):
        docname = file.relative_to(made.out).as_posix().removesuffix('.html')
        ids = [tag['id'] for tag in made.html(docname).find_all(id=True)]
        assert len(ids) == len(set(ids)), docname


def test_inventory(notes: Build) -> None:
    done = subprocess.run(
        [sys.executable, '-m', 'sphinx.ext.intersphinx', str(notes.out / 'objects.inv')],
        capture_output=True, text=True, encoding='utf-8', check=True,
    )  # fmt: skip
    listed: dict[str, dict[str, str]] = {}
    kind = ''
    for line in done.stdout.splitlines():
        if line and not line.startswith((' ', '\t')):
            kind = line.strip()
        elif ': ' in line:
            name, _, where = line.strip().rpartition(':')
            listed.setdefault(kind, {})[name.split()[0]] = where.strip()
    first, second = 'episodes/01-departure.html', 'episodes/02-dust.html'
    assert listed['wiki:episode'] == {
        '01-departure': first,
        '1': first,
        '02-dust': second,
        '2': second,
    }
    assert set(listed['wiki:character']) == {'mara-voss', 'oren'}
    assert set(listed['wiki:review']) == {'gazette', 'herald'}


def test_another_project_links_here(notes: Build, wiki: Callable[..., Build]) -> None:
    other = wiki(
        {'index.md': '# Other\n\n[](inv:salt:wiki:episode#02-dust)\n'},
        extensions=['myst_parser', 'sphinx.ext.intersphinx'],
        intersphinx_mapping={'salt': ('https://salt.example', str(notes.out / 'objects.inv'))},
    )
    assert other.warnings == []
    link = other.body('index').find('a', class_='external')
    assert (link['href'], link.get_text()) == (
        'https://salt.example/episodes/02-dust.html',
        'Dust',
    )
