"""A build after an edit writes what a build from nothing writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .pages import SMALL, with_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Build

INDEX = 'search/index.js'
FIRST = 'episodes/01-departure.md'
MARA = 'characters/mara-voss.md'
GAZETTE = 'reviews/gazette.md'
NOTES = {
    'notes.md': """\
        # Notes

        The camel driver knows {character}`oren`, see {episode}`1` and [](#gazette).
        The mean is {value}`consensus.mean`.
        """,
    'glossary.md': """\
        # Glossary

        ```{glossary}
        flat
          A dry lake.
        ```
        """,
}
THIRD = """\
---
episode: {number: 3, title: Bread}
---

# Bread

They bake, and Mara eats.
"""
POST = """\
---
review:
  headline: Sand in the gears
  outlet: Post
  author: null
  url: null
  published: null
  covers: 1-4
  score: 60%
  episode_scores: {1: 2/5}
  aspects:
    plot: {stance: criticism, says: Goes nowhere.}
---

# Sand in the gears

The flat is long.
"""


def swap(name: str, old: str, new: str) -> Callable[[Build], None]:
    return lambda build: build.replace(name, old, new)


def add(name: str, text: str) -> Callable[[Build], None]:
    return lambda build: build.edit(name, text)


def delete(name: str) -> Callable[[Build], None]:
    return lambda build: build.delete(name)


def rename(old: str, new: str) -> Callable[[Build], None]:
    def change(build: Build) -> None:
        text = (build.source / old).read_text('utf-8')
        build.delete(old)
        build.edit(new, text)

    return change


CHANGES: dict[str, Callable[[Build], None]] = {
    'score': swap(GAZETTE, '{1: 4/5', '{1: 2/5'),
    'season score': swap(GAZETTE, 'score: 8/10', 'score: 6/10'),
    'stance': swap(GAZETTE, 'plot: {stance: praise', 'plot: {stance: criticism'),
    'title': swap(FIRST, 'title: Departure', 'title: Setting out'),
    'heading': swap(FIRST, '# Departure', '# Setting out'),
    'alias gone': swap(MARA, 'aliases: [Mara]', 'aliases: [Mar]'),
    'alias added': swap(MARA, 'aliases: [Mara]', 'aliases: [Mara, camel driver]'),
    'critic': swap(GAZETTE, 'author: Ann Lee', 'author: Bea Lee'),
    'summary': swap(MARA, 'She leads the caravan', 'She led the caravan'),
    'sentence': swap(FIRST, 'Mara counts the camels.', 'Mara sells the camels.'),
    'no longer linking': swap(FIRST, 'Mara counts the camels. Nobody counts Mara.', 'They go.'),
    'spoiler': swap(MARA, '  kind: guide', '  revealed: [{episode: 2, kind: spy}]'),
    'draft': swap(GAZETTE, '  covers', '  draft: true\n  covers'),
    'aspects': swap('index.md', 'looks: How it looks.', 'sound: How it sounds.'),
    'season': swap('index.md', 'episodes: 4', 'episodes: 5'),
    'term': swap('glossary.md', 'flat\n', 'camels\n'),
    'episode added': add('episodes/03-bread.md', THIRD),
    'review added': add('reviews/post.md', POST),
    'episode deleted': delete(FIRST),
    'character deleted': delete('characters/oren.md'),
    'review deleted': delete('reviews/herald.md'),
    'renamed': rename('characters/oren.md', 'characters/oren-two.md'),
    'nothing': lambda build: None,
}  # fmt: skip


def different(partial: Build, clean: Build) -> list[str]:
    """The files in which two outputs differ.

    Sphinx never deletes the file of a page that is gone, so only what a clean build
    writes is compared.
    """
    ours, theirs = partial.tree(), clean.tree()
    return [name for name in theirs if ours.get(name) != theirs[name]]


@pytest.fixture(scope='module')
def built(wiki: Callable[..., Build]) -> Build:
    made = wiki(with_pages(NOTES))
    assert made.warnings == []
    made.save()
    return made


@pytest.fixture
def made(built: Build) -> Build:
    """A wiki that was built, as it was then."""
    return built.restore()


@pytest.mark.parametrize('name', CHANGES)
def test_after_an_edit(made: Build, name: str) -> None:
    CHANGES[name](made)
    clean = made.rebuild_and_clean()
    assert made.warnings == clean.warnings
    assert different(made, clean) == []


@pytest.mark.parametrize('name', ['character deleted', 'episode deleted'])
def test_a_link_to_a_page_that_is_gone_is_told_at_once(made: Build, name: str) -> None:
    CHANGES[name](made)
    made.rebuild(warnings_are_errors=True)
    assert made.returned == 1
    assert [line for line in made.warnings if line.startswith('notes.md:3:')]


def test_one_score_changes_every_place_that_shows_it(made: Build) -> None:
    before = made.tree()
    made.replace(GAZETTE, 'score: 8/10', 'score: 6/10')
    made.replace(GAZETTE, '{1: 4/5', '{1: 1/5')
    made.rebuild()
    after = made.tree()
    changed = {name for name in after if before[name] != after[name]}
    assert changed - {INDEX, f'_sources/{GAZETTE}.txt'} == {
        'episodes/01-departure.html',
        'episodes/02-dust.html',  # its place among the scored episodes
        'reviews/gazette.html',
        'consensus.html',
        'index.html',
        'notes.html',
        'critics/ann-lee.html',
        'critics/index.html',
        'data/wiki.json',
        'data/scores.csv',
        'data/reviews.atom',
        'search/pages/consensus.js',
        'search/pages/notes.js',
        'search/pages/reviews/gazette.js',
    }
    assert '1/5' in made.body('episodes/01-departure').select_one('.wiki-facts').get_text()
    assert '6/10' in made.body('reviews/gazette').select_one('.wiki-facts').get_text()
    assert '60 of 100' in ' '.join(made.body('consensus').get_text().split())
    assert '1/5' in made.body('index').select_one('.wiki-strip').get_text()
    assert 'The mean is 60.' in made.body('notes').get_text()
    assert made.data['consensus']['mean'] == 60
    assert ",'1/5,1,5,20," in made.text('data/scores.csv')
    assert ': 6/10. ' in made.text('data/reviews.atom')


@pytest.mark.parametrize('damage', ['lost', 'changed', 'cut off'])
def test_after_an_edit_the_data_file_is_right_whatever_it_was(made: Build, damage: str) -> None:
    file = made.out / 'data' / 'wiki.json'
    text = file.read_text('utf-8')
    file.unlink()
    if damage == 'changed':
        file.write_text(text.replace('He carries the map.', 'He carries nothing.'), 'utf-8')
    elif damage == 'cut off':
        file.write_text(text[: len(text) // 2], 'utf-8')
    made.replace(GAZETTE, 'score: 8/10', 'score: 6/10')
    fresh = made.rebuild_and_clean()
    assert made.text('data/wiki.json') == fresh.text('data/wiki.json')
    assert made.data['consensus']['mean'] == 60


def test_problems_of_other_pages_are_told_after_an_edit(made: Build) -> None:
    made.replace('notes.md', '`consensus.mean`', '`characters.oren.summary`')
    made.edit('guide.md', '# Guide\n\nSee {character}`nobody`.\n\n{value}`consensus.none`\n')
    made.replace('reviews/herald.md', 'plot: {', 'plots: {')
    made.rebuild()
    before = made.warnings
    assert {line.partition(':')[0] for line in before} == {'guide.md', 'reviews/herald.md'}
    made.replace(FIRST, 'Mara counts', 'Mara, {character}`orn`, counts')
    fresh = made.rebuild_and_clean()
    assert made.warnings == fresh.warnings
    assert len(made.warnings) == len(before) + 1
    made.replace('characters/oren.md', 'He carries the map.', 'They carry the map.')
    made.replace(FIRST, '{character}`orn`', 'the guide')
    made.rebuild()
    assert made.warnings == before


def test_nothing_is_written_without_a_change(made: Build) -> None:
    pages = sorted(made.out.rglob('*.html'))
    kept = [file for file in pages if file.name not in {'genindex.html', 'search.html'}]
    times = {file: file.stat().st_mtime_ns for file in kept}
    made.rebuild()
    assert {file: file.stat().st_mtime_ns for file in kept} == times


def test_the_search_index_stays_where_nothing_changed(made: Build) -> None:
    before = made.text(INDEX)
    assert '"flat"' in before
    made.rebuild()
    assert made.text(INDEX) == before


DIVIDED = """
import criticwiki.export.search_index
criticwiki.export.search_index.LARGE = 10
"""


def test_a_large_search_index_after_an_edit_and_after_a_lost_part(
    wiki: Callable[..., Build],
) -> None:
    made = wiki(with_pages(NOTES))
    made.write('conf.py', (made.source / 'conf.py').read_text('utf-8') + DIVIDED)
    made.rebuild()
    made.write('notes.md', NOTES['notes.md'] + '\nXylophones.\n')
    made.rebuild()
    assert different(made, made.clean()) == []
    (made.out / 'search' / 'words-t.js').unlink()
    made.write('notes.md', NOTES['notes.md'] + '\nZithers.\n')
    made.rebuild()
    assert different(made, made.clean()) == []


def test_after_a_failed_build(made: Build) -> None:
    made.replace(GAZETTE, 'score: 8/10', 'score: 18/10')
    assert made.rebuild(warnings_are_errors=True).returned == 1
    made.replace(GAZETTE, 'score: 18/10', 'score: 7/10')
    assert made.rebuild(warnings_are_errors=True).returned == 0
    assert different(made, made.clean()) == []


CRASH = """
import os

def _crash(app, pagename, templatename, context, doctree):
    if pagename == os.environ.get('TEST_CRASH_AT'):
        raise RuntimeError('a crash in the middle of writing')

def setup(app):
    app.connect('html-page-context', _crash)
"""


def test_after_a_crash_in_the_middle_of_writing(wiki: Callable[..., Build]) -> None:
    made = wiki(with_pages(NOTES))
    made.write('conf.py', (made.source / 'conf.py').read_text('utf-8') + CRASH)
    made.rebuild()
    made.replace(GAZETTE, 'score: 8/10', 'score: 6/10')
    assert (
        made.rebuild(environment={'TEST_CRASH_AT': 'reviews/gazette'}, command=True).returned == 2
    )
    clean = made.rebuild_and_clean()
    assert made.warnings == []
    assert different(made, clean) == []


def test_a_second_builder_on_the_same_doctrees(made: Build) -> None:
    made.also('text')
    made.replace(GAZETTE, 'score: 8/10', 'score: 6/10')
    made.replace(MARA, 'aliases: [Mara]', 'aliases: [Mara, camel driver]')
    book = made.also('text')
    assert different(book, made.clean('text')) == []
    clean = made.rebuild_and_clean()
    assert different(made, clean) == []


def test_after_a_build_of_single_files(made: Build) -> None:
    made.replace(GAZETTE, 'score: 8/10', 'score: 6/10')
    made.rebuild(only=('index.md',))
    clean = made.rebuild_and_clean()
    assert different(made, clean) == []


def test_in_parallel(made: Build) -> None:
    made.replace(GAZETTE, 'score: 8/10', 'score: 6/10')
    made.edit('episodes/03-bread.md', THIRD)
    clean = made.rebuild_and_clean(parallel=2, command=True)
    assert made.warnings == []
    assert different(made, clean) == []


def test_a_title_that_changes_reaches_every_sidebar(wiki: Callable[..., Build]) -> None:
    sidebars = {'**': ['globaltoc.html']}
    made = wiki(SMALL, html_theme='alabaster', html_sidebars=sidebars)
    made.replace('characters/oren.md', '# Oren', '# Oren of the flats')
    clean = made.rebuild_and_clean()
    assert different(made, clean) == []


def test_a_setting_that_changes_is_seen(wiki: Callable[..., Build]) -> None:
    pages = with_pages({})
    pages[GAZETTE] = pages[GAZETTE].replace('score: 8/10', 'score: B')
    made = wiki(pages)
    assert made.data['consensus']['mean'] == 75
    made.configure(criticwiki_letters={'A': 100, 'B': 50})
    clean = made.rebuild_and_clean()
    assert made.data['consensus']['mean'] == 50
    assert different(made, clean) == []
    made.configure(criticwiki_letters={'A': 100, 'B': 50}, criticwiki_noindex=True)
    clean = made.rebuild_and_clean()
    assert different(made, clean) == []
