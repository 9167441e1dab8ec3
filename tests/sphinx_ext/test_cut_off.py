"""A build that was cut off, by Ctrl-C or worse, leaves nothing stale, lost or behind."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from criticwiki.sphinx_ext.output import write_whole

from .hooks import CUT
from .pages import with_pages
from .quick import different, doctrees

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .quick import QuickBuild

OREN = 'characters/oren.md'
NEW = '# New\n\nOf salt.\n'


def cut_off(made: QuickBuild, where: str, **how: Any) -> None:
    assert made.rebuild(environment={CUT: where}, **how).returned not in {0, 1}


def same_as_clean(made: QuickBuild) -> None:
    clean = made.rebuild_and_clean()
    assert made.warnings == clean.warnings
    assert different(made, clean) == []
    assert doctrees(made) == doctrees(clean)


@pytest.mark.parametrize(
    ('where', 'parallel'),
    [
        ('env-check-consistency:1:1:stop', 2),
        ('html-page-context:1:1:kill', 1),
        ('html-page-context:1:1:raise', 2),
        ('build-finished:1:1:stop', 1),
    ],
)
def test_warnings_come_again(small_built: QuickBuild, where: str, parallel: int) -> None:
    made = small_built
    made.replace(OREN, 'He carries the map.\n', '{nothing}`here`, {doc}`/nowhere`, [](#nobody)\n')
    cut_off(made, where, parallel=parallel)
    for _run in range(2):
        made.rebuild(warnings_are_errors=True, parallel=parallel)
        assert made.returned == 1
        assert [line.split(': ')[1] for line in made.warnings] == ['WARNING'] * 4
    same_as_clean(made)


@pytest.mark.parametrize(
    'where',
    [
        'env-updated:1:1:kill',
        'html-page-context:3:999:stop',
        'html-page-context:3:999:raise',
        'build-finished:1:1:kill',
    ],
)
def test_a_page_that_was_there_only_then(small_built: QuickBuild, where: str) -> None:
    made = small_built
    made.write('new.md', NEW)
    cut_off(made, where)
    made.delete('new.md')
    same_as_clean(made)


def test_an_edit_that_was_taken_back(small_built: QuickBuild) -> None:
    made = small_built
    file = made.source / OREN
    text, before = file.read_text('utf-8'), file.stat()
    made.replace(OREN, 'He carries the map.\n', 'He carries the lamp.\n')
    cut_off(made, 'env-updated:1:1:kill')
    made.write(OREN, text)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    made.replace('reviews/gazette.md', 'about: mara-voss', 'about: oren')
    same_as_clean(made)


def test_then_a_build_of_single_files(small_built: QuickBuild) -> None:
    made = small_built
    made.replace(OREN, 'He carries the map.\n', 'He carries the lamp.\n')
    cut_off(made, 'html-collect-pages:1:1:kill')
    made.replace(OREN, 'He carries the lamp.\n', 'He carries the map.\n')
    made.rebuild(only=('consensus.md',))
    same_as_clean(made)


IMAGE = '<svg xmlns="http://www.w3.org/2000/svg"/>\n'


@pytest.mark.parametrize('cut', ['', 'html-collect-pages:1:1:kill'])
def test_files_that_only_a_deleted_page_used(small_built: QuickBuild, cut: str) -> None:
    new = f'{NEW}\n![A mark](mark.svg)\n\n{{download}}`mark.svg`\n'
    made = small_built
    made.configure(criticwiki_guard=False)  # it offers a file for download
    made.write('mark.svg', IMAGE)
    made.write('new.md', new)
    made.rebuild()
    assert (made.out / '_images' / 'mark.svg').is_file()
    if cut:
        cut_off(made, cut)
    made.delete('new.md')
    same_as_clean(made)
    assert not (made.out / '_images').exists()


def test_a_page_that_is_gone_from_a_book_of_text(quick: Callable[[], QuickBuild]) -> None:
    made = quick()
    made.begin(with_pages({'folder/new.md': NEW}))
    made.rebuild('text')
    assert made.warnings == []
    made.delete('folder/new.md')
    clean = made.clean('text')
    made.rebuild('text')
    assert different(made, clean) == []
    assert doctrees(made) == doctrees(clean)
    assert not (made.out / 'folder').exists()


def test_what_is_known_of_a_build_is_kept_whole(tmp_path: Path) -> None:
    file = tmp_path / 'state' / 'criticwiki-html.json'
    write_whole(file, 'of before')
    with pytest.raises(UnicodeEncodeError):  # as a disk that is full: in the middle
        write_whole(file, f'{"of now" * 100_000}\udc00')
    assert file.read_text('utf-8') == 'of before'
    write_whole(file, 'of now')
    assert file.read_text('utf-8') == 'of now'
