"""An edit is shown at once, by what it changes alone; then the output is a clean build's."""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING, Final

import pytest
from live_tools import alive, differ, written_html
from sphinx_ext.pages import SMALL, with_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from wiki_build import Build

pytestmark = pytest.mark.filterwarnings(
    # MyST asks for it where a page includes a file
    "ignore:'sphinx.environment.BuildEnvironment.app':PendingDeprecationWarning"
)
FIRST: Final = 'episodes/01-departure'
MARA: Final = 'characters/mara-voss'
GAZETTE: Final = 'reviews/gazette'
NOTES: Final = {
    'notes.md': """\
        # Notes

        The camel driver knows {character}`oren`, see {episode}`1` and [](#gazette).
        The mean is {value}`consensus.mean`.
        """,
}
POST: Final = """\
---
review:
  headline: Sand in the gears
  outlet: Post
  author: null
  url: null
  published: null
  covers: 1-4
  score: 60%
---

# Sand in the gears

Oren is lost.
"""


def swap(name: str, old: str, new: str) -> Callable[[Build], None]:
    return lambda build: build.replace(f'{name}.md', old, new)


def add(name: str, text: str) -> Callable[[Build], None]:
    return lambda build: build.edit(f'{name}.md', text)


def delete(name: str) -> Callable[[Build], None]:
    return lambda build: build.delete(f'{name}.md')


def rename(old: str, new: str) -> Callable[[Build], None]:
    def change(build: Build) -> None:
        (build.source / f'{old}.md').rename(build.source / f'{new}.md')

    return change


EDITS: Final[dict[str, Callable[[Build], None]]] = {
    'body': swap(FIRST, 'Nobody counts Mara.', 'Nobody counts Oren.'),
    'score': swap(GAZETTE, '{1: 4/5', '{1: 2/5'),
    'season score': swap(GAZETTE, 'score: 8/10', 'score: 6/10'),
    'summary': swap(MARA, 'She leads the caravan', 'She led the caravan'),
    'title': swap(FIRST, '# Departure', '# Setting out'),
    'alias': swap(MARA, 'aliases: [Mara]', 'aliases: [Mara, camel driver]'),
    'add': add('reviews/post', POST),
    'delete': delete('reviews/herald'),
    'rename': rename('characters/oren', 'characters/oren-two'),
    'kind of the work': swap('index', '  episodes: 4\n', '  episodes: 4\n  kind: podcast\n'),
    'root': swap('index', 'A caravan crosses the flats.', 'Oren crosses the flats.'),
    'dangling': swap(GAZETTE, 'Ann Lee walks along.', 'See {episode}`9` and [](gone.md).'),
    'mended': swap(GAZETTE, 'See {episode}`9` and [](gone.md).', 'Ann Lee walks on.'),
    'broken': swap(GAZETTE, 'score: 6/10', 'score: 16/10'),
    'whole': swap(GAZETTE, 'score: 16/10', 'score: 5/10'),
    'seasons': swap('index', 'episodes: 4', 'seasons: [2, 2]'),
    'scope': swap(GAZETTE, 'covers: 1-4', 'covers: seasons 1-2'),
    'announced': swap('index', 'seasons: [2, 2]', 'seasons: [2, 2, 5]'),
    'a special': swap('index', 'seasons: [2, 2, 5]', 'episodes: 4\n  specials: {Film: 1.5}'),
}
LAST: Final = list(EDITS)[-1]
SHOWN_AT_ONCE: Final = {'body', 'score', 'season score', 'summary', 'root', 'dangling', 'mended'}
"""Edits of which every page is known that shows them."""


@pytest.fixture(scope='module')
def _noted(wiki: Callable[..., Build]) -> Build:
    made = wiki(with_pages(NOTES))
    made.save()
    return made


@pytest.fixture
def noted(_noted: Build) -> Build:
    """A wiki with a page of notes, as it was built."""
    return _noted.restore()


IN_FURO: Final = frozenset(
    ('score', 'title', 'alias', 'rename', 'kind of the work', 'root', 'whole', 'scope', 'announced')
)
"""Edits after which one output is compared; the other is after all others."""


@pytest.mark.parametrize(
    ('theme', 'builder', 'compared'),
    [('furo', 'html', IN_FURO), ('basic', 'dirhtml', EDITS.keys() - IN_FURO)],
)
def test_settled_output_is_a_clean_build(
    wiki: Callable[..., Build], theme: str, builder: str, compared: set[str]
) -> None:
    made = wiki(with_pages(NOTES), html_theme=theme, builder=builder)
    since: list[str] = []
    with alive(made, builder=builder) as live:
        for name, edit in EDITS.items():
            live.show(edit)
            since.append(name)
            assert live.session.full_build()[0], name
            if name in compared or name == LAST:
                clean = made.clean(builder)
                assert differ(made.tree(), clean.tree()) == set(), since
                assert len(live.session.notices) == len(clean.warnings), since
                since = []


def test_an_edit_writes_what_it_changes_and_nothing_else(noted: Build) -> None:
    with alive(noted) as live:
        for name in sorted(SHOWN_AT_ONCE - {'mended'}):
            before = written_html(noted)
            written = live.show(EDITS[name])
            shown = written_html(noted)
            clean = written_html(noted.clean())
            assert differ(shown, clean) == set(), name
            assert set(written) == differ(before, clean), name
            live.session.full_build()


def test_the_edited_page_is_first_and_what_is_viewed_next(noted: Build) -> None:
    with alive(noted) as live:
        written = live.show(EDITS['season score'], 'notes', 'characters/oren')
        assert written[:2] == [GAZETTE, 'notes']
        assert 'characters/oren' not in written


def test_a_page_in_view_shows_a_new_name_at_once(noted: Build) -> None:
    with alive(noted) as live:
        assert 'notes' in live.show(EDITS['alias'], 'notes')
        link = noted.body('notes').find('a', string='camel driver')
        assert link is not None


def test_settling_tells_which_pages_show_something_else(noted: Build) -> None:
    with alive(noted) as live:
        before = written_html(noted)
        written = set(live.show(EDITS['alias']))
        shown = written_html(noted)
        done, changed = live.session.full_build()
        assert done
        assert changed == differ(shown, written_html(noted))
        assert written | changed == differ(before, written_html(noted))
        assert live.session.full_build() == (True, set())


class Cut:
    """Says after some questions that an edit waits."""

    def __init__(self, after: int) -> None:
        self.left = after

    def __call__(self) -> bool:
        self.left -= 1
        return self.left < 0


def test_a_settling_that_is_cut_off_ends_right_later(noted: Build, seed: int) -> None:
    chance = random.Random(seed)
    with alive(noted) as live:
        for name in EDITS:
            live.show(EDITS[name])
            live.waiting = Cut(chance.randrange(1, 45))
            done, _changed = live.session.full_build()
            live.waiting = lambda: False
            if chance.random() < 0.3 or name == LAST:
                assert live.session.full_build()[0]
                told = f'{name}, {done}'
                assert differ(noted.tree(), noted.clean().tree()) == set(), told


def test_settling_gives_way_at_every_step(wiki: Callable[..., Build]) -> None:
    made = wiki(SMALL)
    with alive(made) as live:
        cuts = 0
        for step in range(0, 80, 3):
            live.show(lambda build: build.write('episodes/02-dust.md', _dust(step)))  # noqa: B023
            live.waiting = Cut(step)
            done, _ = live.session.full_build()
            cuts += not done
            if done:
                break
        assert cuts > 5
        live.waiting = lambda: False
        assert live.session.full_build()[0]
        assert differ(made.tree(), made.clean().tree()) == set()


def test_an_edit_shows_on_a_page_whose_reading_was_cut_off(wiki: Callable[..., Build]) -> None:
    made = wiki(SMALL)
    text = (made.source / f'{GAZETTE}.md').read_text('utf-8')
    with alive(made) as live:
        for step in range(12):
            (made.source / f'{FIRST}.md').touch()  # to be read again, and nothing tells of it
            live.waiting = Cut(step)
            live.session.full_build()
            live.waiting = lambda: False
            edited = text.replace('{1: 4/5', f'{{1: {step / 4}/5')
            shown = live.show(lambda build: build.write(f'{GAZETTE}.md', edited))  # noqa: B023
            assert FIRST in shown
        assert live.session.full_build()[0]
        assert differ(made.tree(), made.clean().tree()) == set()


def _dust(step: int) -> str:
    return SMALL['episodes/02-dust.md'].replace('the storm', f'storm {step} with Mara')


def test_an_edit_taken_back_before_anything_settled(noted: Build) -> None:
    before = noted.tree()
    text = (noted.source / f'{GAZETTE}.md').read_text('utf-8')
    with alive(noted) as live:
        live.show(EDITS['season score'])
        assert noted.tree() != before
        live.show(lambda build: build.write(f'{GAZETTE}.md', text))
        live.session.full_build()
    assert noted.tree() == before


def test_an_end_before_anything_settled(noted: Build) -> None:
    before = noted.tree()
    file = noted.source / f'{GAZETTE}.md'
    text, stat = file.read_text('utf-8'), file.stat()
    with alive(noted) as live:
        live.show(EDITS['season score'])
    file.write_text(text, 'utf-8')
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    noted.rebuild()
    assert noted.tree() == before


def test_a_title_of_the_root_reaches_a_theme_that_lists_it(wiki: Callable[..., Build]) -> None:
    sidebars = {'**': ['globaltoc.html']}
    made = wiki(SMALL, html_theme='alabaster', html_sidebars=sidebars)
    listed = '*\n*/*'
    with alive(made) as live:
        for new in ('episodes/*\nconsensus', '*\n*/*'):
            live.show(lambda build: build.replace('index.md', listed, new))  # noqa: B023
            live.session.full_build()
            listed = new
            assert differ(made.tree(), made.clean().tree()) == set()


def test_an_included_file_is_part_of_its_pages(wiki: Callable[..., Build]) -> None:
    pages = {'notes.md': '# Notes\n\n```{include} words.txt\n```\n'}
    made = wiki({**with_pages(pages), 'words.txt': 'Oren was here.\n'}, criticwiki_guard=False)
    with alive(made) as live:
        assert 'notes' in live.show(lambda build: build.write('words.txt', 'Mara was here.\n'))
        assert 'Mara was here' in made.body('notes').get_text()


def test_problems_come_and_go(noted: Build) -> None:
    with alive(noted) as live:
        live.show(swap(GAZETTE, 'Ann Lee walks along.', '{nothing}`x` and {episode}`9`'))
        notices = live.session.notices
        assert {notice.path for notice in notices} == {'reviews/gazette.md'}
        assert ('dangling-link', '') in {(notice.code, notice.about) for notice in notices}
        assert [notice.place for notice in notices if "no episode '9'" in notice.message] == [
            'reviews/gazette.md:22:28'
        ]
        assert any('nothing' in notice.message and notice.line == 22 for notice in notices)
        live.session.full_build()
        assert live.session.notices == notices
        live.show(swap(GAZETTE, '{nothing}`x` and {episode}`9`', 'Ann Lee walks along.'))
        assert live.session.notices == ()


def test_files_are_sorted_by_what_they_are(wiki: Callable[..., Build]) -> None:
    made = wiki(SMALL, html_static_path=['_static'], exclude_patterns=['drafts', '.*'])
    (made.source / '_static').mkdir()
    with alive(made) as live:
        assert live.changes(add('drafts/a', '# A')) == live.sorter.classify([])
        assert not live.changes(add('.hidden', '# A'))
        assert not live.changes(lambda build: build.write('notes.txt', 'x'))
        assert live.changes(add('new', '# New\n')).full_build
        assert live.changes(delete('characters/oren')).full_build
        assert live.changes(EDITS['body']).pages == {FIRST}
        assert live.changes(lambda build: build.write('_static/a.css', 'a {}')).reload
        assert live.changes(lambda build: build.configure(project='Else')).reload
        assert live.sorter.classify([__file__]).reload == (__file__ in _loaded())
        assert live.sorter.classify([str(made.source / 'episodes')]).full_build


def _loaded() -> set[str]:
    import sys

    return {getattr(module, '__file__', None) or '' for module in sys.modules.values()}
