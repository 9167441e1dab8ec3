"""After any fault the next build is a clean one: a part of what `make faults` tries at length."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

import pytest

from .faults import Wiki
from .hooks import VERSIONS
from .quick import different, doctrees

if TYPE_CHECKING:
    from pathlib import Path

    from workshop import Workshop

    from .quick import QuickBuild

FAULTS: Final = int(os.environ.get('WIKI_FAULTS', '5'))
"""How many faults at random; more for a long search."""
OREN: Final = 'characters/oren.md'
MARK: Final = '_static/pictures/mark.svg'


def test_faults_at_random(workshop: Workshop, seed: int, tmp_path: Path) -> None:
    wiki = Wiki(tmp_path, workshop, f'{seed} faults')
    tried: list[str] = []
    for name in wiki.random.sample(Wiki.faults, min(FAULTS, len(Wiki.faults))):
        assert wiki.suffer(name) == [], f'seed {seed}, after {tried}'
        tried.append(name)


@pytest.fixture
def made(small_built: QuickBuild) -> QuickBuild:
    """A small wiki that has been built."""
    return small_built


def same_as_clean(made: QuickBuild) -> None:
    clean = made.rebuild_and_clean()
    assert (made.returned, made.warnings) == (clean.returned, clean.warnings)
    assert different(made, clean) == []
    assert doctrees(made) == doctrees(clean)


@pytest.mark.parametrize('content', [b'', b'# Sphinx', b'\x80\xff\xfe', None])
def test_a_record_of_settings_that_is_not_whole(made: QuickBuild, content: bytes | None) -> None:
    file = made.out / '.buildinfo'
    if content is None:
        file.unlink()
    else:
        file.write_bytes(content)
    made.configure(html_static_path=['_static'], html_title='Another title')
    same_as_clean(made)


@pytest.mark.parametrize('name', ['characters/oren.doctree', 'environment.pickle'])
def test_a_letter_that_a_disk_has_lost(made: QuickBuild, name: str) -> None:
    file = made.doctrees / name
    content = file.read_bytes()
    assert b'Oren' in content
    file.write_bytes(content.replace(b'Oren', b'Omen'))
    made.replace('reviews/gazette.md', 'about: mara-voss', 'about: oren')  # writes his page again
    same_as_clean(made)


def test_a_style_sheet_that_is_no_text(made: QuickBuild) -> None:
    (sheet,) = made.doctrees.rglob('criticwiki.css')
    sheet.write_bytes(b'\x80\xff')
    same_as_clean(made)


def test_a_static_file_that_is_gone(made: QuickBuild) -> None:
    assert (made.out / MARK).exists()
    made.delete(MARK)
    same_as_clean(made)
    assert not (made.out / MARK).exists()
    made.write(MARK, '<svg xmlns="http://www.w3.org/2000/svg"/>\n')
    made.rebuild()
    (made.doctrees / 'criticwiki-html-copies.json').write_text('{', 'utf-8')
    made.delete(MARK)
    same_as_clean(made)


@pytest.mark.parametrize('library', ['sphinx', 'docutils', 'myst_parser'])
def test_a_library_of_another_version(made: QuickBuild, library: str) -> None:
    made.rebuild(environment={VERSIONS: library})
    if library == 'sphinx':
        assert '99.9' in made.text('genindex.html')
    same_as_clean(made)
    made.rebuild()
    assert made.notes['read'] == []


@pytest.mark.parametrize('name', ['characters/oren.html', 'critics/ann-lee.html'])
def test_a_page_that_cannot_be_written_ends_the_build(made: QuickBuild, name: str) -> None:
    file = made.out / name
    file.unlink()
    file.mkdir()  # nothing can be written there, as on a disk that is full
    made.replace('reviews/gazette.md', 'about: mara-voss', 'about: oren')
    made.replace('reviews/gazette.md', '8/10', '9/10')
    made.rebuild()
    assert made.returned == 2
    (told,) = [line for line in made.warnings if line.startswith('ERROR: error writing file')]
    assert name in told
    assert told.endswith('; make room for it, then build again')
    file.rmdir()
    same_as_clean(made)
