"""The files of the search and its page: in any theme, after any edit, and without spoilers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from search_files import INDEX, index_of, open_texts

from .pages import SMALL, with_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Build

MARA = 'characters/mara-voss.md'
CHANGES: dict[str, Callable[[Build], None]] = {
    'alias': lambda build: build.replace(MARA, 'aliases: [Mara]', 'aliases: [Mara, Guide]'),
    'summary': lambda build: build.replace(MARA, 'She leads the caravan', 'She led it'),
    'text': lambda build: build.replace(MARA, '# Mara Voss', '# Mara Voss\n\nA zebra.\n\n## Voice'),
    'critic': lambda build: build.replace('reviews/gazette.md', 'Ann Lee', 'Bea Lee'),
    'aspect': lambda build: build.replace('index.md', 'looks: How it', 'sound: How it'),
    'deleted': lambda build: build.delete(MARA),
}


def entries(build: Build) -> dict[str, list[Any]]:
    """What the index has of each page: its kind, its title, its other names and more."""
    index = index_of(build.text(INDEX))
    return {
        docname: [index['kinds'][kind], *more]
        for docname, kind, *more in reversed(index['entries'])
    }


@pytest.fixture(scope='module')
def built(wiki: Callable[..., Build]) -> Build:
    made = wiki(SMALL, html_theme='furo')
    assert made.warnings == []
    made.save()
    return made


@pytest.fixture
def made(built: Build) -> Build:
    return built.restore()


def test_every_page_and_critic_is_in_the_index(made: Build) -> None:
    table = entries(made)
    pages = {name.removesuffix('.md') for name in SMALL}
    assert table.keys() - pages == {'critics/ann-lee', 'critics/herald'}
    assert pages <= table.keys()
    assert table['characters/mara-voss'] == ['character', 'Mara Voss', ['Mara', 'Marra']]
    assert table['episodes/02-dust'][0] == 'episode'
    assert 'She leads the caravan.' in open_texts(made.out)


@pytest.mark.parametrize('change', CHANGES.values(), ids=list(CHANGES))
def test_after_an_edit(made: Build, change: Callable[[Build], None]) -> None:
    before = made.text(INDEX)
    change(made)
    clean = made.rebuild_and_clean()
    assert made.tree() == clean.tree()
    assert made.text(INDEX) != before


def test_many_workers_write_the_same(made: Build) -> None:
    assert made.clean(parallel=2, command=True).tree() == made.tree()


@pytest.mark.parametrize('name', [INDEX, 'search/pages/characters/mara-voss.js'])
def test_what_is_lost_is_written_again(made: Build, name: str) -> None:
    before = made.tree()
    (made.out / name).unlink()
    made.rebuild()
    assert made.tree() == before


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
    assert page.select_one('meta[name=description]')['content'] == 'Search this wiki'
    assert page.select_one('noscript a')['href'] == 'index.html'
    examples = [link.get_text() for link in page.select('.wiki-search-examples a')]
    assert {'Mara Voss', 'Ann Lee'} <= set(examples)
    scripts = [script['src'].partition('?')[0] for script in page.select('script[src]')]
    assert {'_static/search.js', '_static/search-page.js', '_static/search-box.js'} <= set(scripts)
    assert not [name for name in scripts if 'searchtools' in name or 'searchindex' in name]


def test_other_pages_load_only_the_script_of_the_box(made: Build) -> None:
    pages = [name for name in made.tree() if name.endswith('.html') and name != 'search.html']
    assert len(pages) > len(SMALL)
    assert not [name for name in pages if '_static/search.' in made.text(name)]
    assert all('_static/search-box.js' in made.text(name) for name in pages if 'index' in name)


def test_in_folders(made: Build) -> None:
    site = made.also('dirhtml')
    assert index_of(site.text(INDEX))['suffix'] == '/'
    script = site.html('index').select_one('script[src*="search-box.js"]')
    assert script['data-page'] == 'search/'


@pytest.mark.parametrize('builder', ['singlehtml', 'epub', 'text'])
def test_where_nothing_is_searched_there_is_nothing(made: Build, builder: str) -> None:
    assert not [name for name in made.also(builder).tree() if name.startswith('search/')]


def test_a_spoiler_is_in_the_index_from_its_episode_on(wiki: Callable[..., Build]) -> None:
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
    words = {'xylophanta': 2, 'xylophantb': 2, 'beast': 3}
    for seen in range(4):
        known = open_texts(made.out, seen).lower()
        assert {word for word in words if word in known} == {
            word for word, episode in words.items() if episode <= seen
        }
