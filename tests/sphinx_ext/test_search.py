"""The search page and what it is given, in any theme, after any edit."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from .pages import SMALL, with_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Build

PAGES = 'searchpages.js'
MARA = 'characters/mara-voss.md'
CHANGES: dict[str, Callable[[Build], None]] = {
    'alias': lambda build: build.replace(MARA, 'aliases: [Mara]', 'aliases: [Mara, Guide]'),
    'summary': lambda build: build.replace(MARA, 'She leads the caravan', 'She led it'),
    'critic': lambda build: build.replace('reviews/gazette.md', 'Ann Lee', 'Bea Lee'),
    'deleted': lambda build: build.delete(MARA),
    'draft': lambda build: build.replace(MARA, '  kind: guide', '  kind: guide\n  draft: true'),
}


def known(build: Build) -> Any:
    """What the search page is told of each page."""
    return json.loads(build.text(PAGES).removeprefix('window.wikiPages=').removesuffix(';\n'))


def words(build: Build) -> dict[str, list[str]]:
    """The pages of each word that is searched for."""
    index = json.loads(build.text('searchindex.js').removeprefix('Search.setIndex(')[:-1])
    return {
        word: [
            index['docnames'][number] for number in ([pages] if isinstance(pages, int) else pages)
        ]
        for word, pages in index['terms'].items()
    }


@pytest.fixture(scope='module')
def built(wiki: Callable[..., Build]) -> Build:
    made = wiki(SMALL, html_theme='furo')
    assert made.warnings == []
    made.save()
    return made


@pytest.fixture
def made(built: Build) -> Build:
    built.restore()
    return built


def test_every_page_has_its_kind_summary_and_names(made: Build) -> None:
    table = known(made)
    assert list(table) == sorted(name.removesuffix('.md') for name in SMALL)
    assert table['characters/mara-voss'] == [
        'character', 'She leads the caravan.', ['Mara', 'Marra'],
    ]  # fmt: skip
    assert table['reviews/gazette'][2] == ['Ann Lee', 'Gazette']
    assert table['episodes/02-dust'] == ['episode', 'A storm comes up.', ['2']]
    assert table['index'][0] == 'other'


@pytest.mark.parametrize('change', CHANGES.values(), ids=list(CHANGES))
def test_after_an_edit(made: Build, change: Callable[[Build], None]) -> None:
    before = made.text(PAGES)
    change(made)
    clean = made.rebuild_and_clean()
    assert made.tree() == clean.tree()
    assert (made.text(PAGES) == before) == (change is CHANGES['draft'])


def test_many_workers_write_the_same(made: Build) -> None:
    assert made.clean(parallel=2, command=True).tree() == made.tree()


def test_what_is_lost_is_written_again(made: Build) -> None:
    before = made.text(PAGES)
    (made.out / PAGES).unlink()
    made.rebuild()
    assert made.text(PAGES) == before


@pytest.mark.parametrize('theme', ['basic', 'alabaster', 'furo', 'classic'])
def test_the_page_is_whole_in_any_theme(wiki: Callable[..., Build], theme: str) -> None:
    made = wiki(SMALL, html_theme=theme)
    assert made.warnings == []
    page = made.html('search')
    assert [heading.get_text() for heading in page.select('h1')].count('Search') == 1
    assert page.title.get_text().startswith('Search')
    field = page.select_one('.wiki-search input[name=q]')
    assert page.select_one(f'label[for={field["id"]}]').get_text()
    assert page.select_one('meta[name=robots][content=noindex]')
    assert page.select_one('.wiki-search search').has_attr('hidden')
    assert page.select_one('noscript a')['href'] == 'index.html'
    scripts = [script['src'].partition('?')[0] for script in page.select('script[src]')]
    assert '_static/search.js' in scripts
    assert not [name for name in scripts if 'searchtools' in name or 'searchindex' in name]


def test_other_pages_load_nothing_of_it(made: Build) -> None:
    pages = [name for name in made.tree() if name.endswith('.html') and name != 'search.html']
    assert len(pages) > len(SMALL)
    assert not [name for name in pages if '_static/search.' in made.text(name)]


def test_in_folders(made: Build) -> None:
    site = made.also('dirhtml')
    page = site.html('search')
    places = json.loads(page.select_one('.wiki-search')['data-search'])
    assert (places['root'], places['suffix']) == ('../', '/')
    for name in ('index', 'pages', 'language'):
        assert (site.out / 'search' / places[name]).resolve().is_file()


@pytest.mark.parametrize('builder', ['singlehtml', 'epub', 'text'])
def test_where_nothing_is_searched_there_is_nothing(made: Build, builder: str) -> None:
    assert PAGES not in made.also(builder).tree()


def test_nothing_that_spoils_is_told(wiki: Callable[..., Build]) -> None:
    made = wiki(
        with_pages(
            {
                MARA: """\
                    ---
                    character:
                      name: Mara Voss
                      revealed: [{episode: 2, kind: xylophanta, alias: Xylophantb}]
                    ---

                    # Mara Voss

                    She leads.
                    """,
                'glossary.md': """\
                    # Glossary

                    :::{spoiler} 3
                    ```{glossary}
                    xylophantc
                      The beast of the flats.
                    ```
                    :::
                    """,
            }
        )
    )
    assert made.warnings == []
    assert 'xylo' not in (made.text(PAGES) + made.text('searchindex.js')).lower()
