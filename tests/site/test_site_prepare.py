"""What is said where no browser can be had, and that tests then say it too."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import prepare

if TYPE_CHECKING:
    from collections.abc import Iterator

TOOLS = Path(prepare.__file__).parent
TESTS = Path(__file__).parent.parent
REASON = 'browser tests will not run: no Chromium here, and only root can install it'


@pytest.fixture
def note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(prepare, 'NOTE', tmp_path / '_build' / 'no-browser.txt')
    return prepare.NOTE


def test_reason_is_one_line_and_kept(note: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare, 'find_chromium', lambda: None)
    monkeypatch.setattr(prepare, 'install', lambda *_packages: 'only root can install it')
    assert prepare.prepare() == REASON
    assert note.read_text('utf-8') == f'{REASON}\n'
    assert prepare.why_no_browser() == REASON


def test_reason_goes_once_there_is_a_browser(note: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note.parent.mkdir()
    note.write_text(REASON, 'utf-8')
    found = iter([None, '/usr/bin/chromium'])
    monkeypatch.setattr(prepare, 'find_chromium', lambda: next(found))
    monkeypatch.setattr(prepare, 'install', lambda: None)
    assert prepare.prepare() is None
    assert prepare.why_no_browser() is None


def test_what_is_there_is_not_installed(note: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare, 'find_chromium', lambda: '/usr/bin/google-chrome')
    monkeypatch.setattr(prepare, '_debian', lambda: False)
    monkeypatch.setattr(prepare, 'install', pytest.fail)
    assert prepare.prepare() is None


@pytest.mark.parametrize('there', ['/usr/bin/chromium', None])
def test_the_build_without_windows_is_installed_where_it_is_missing(
    note: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: str | None
) -> None:
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(prepare, 'find_chromium', lambda: there)
    monkeypatch.setattr(prepare, '_debian', lambda: True)
    monkeypatch.setattr(prepare, 'INSTALLED', f'{tmp_path}/{{}}.list')

    def install(packages: tuple[str, ...] = prepare.PACKAGES) -> str:
        asked.append(packages)
        return 'apt-get install failed'

    monkeypatch.setattr(prepare, 'install', install)
    assert (prepare.prepare() is None) == bool(there)  # an old Debian may have none of it
    other = [('chromium', *prepare.FONTS)]
    assert asked == [('chromium-headless-shell', *prepare.FONTS), *([] if there else other)]


@pytest.mark.skipif(sys.platform == 'win32', reason='the stand-in is a shell script')
@pytest.mark.parametrize(('code', 'found'), [(0, True), (1, False)])
def test_a_browser_that_does_not_start_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, found: bool
) -> None:
    file = tmp_path / 'chromium'
    file.write_text(f'#!/bin/sh\nexit {code}\n', 'utf-8')
    file.chmod(0o755)
    monkeypatch.setattr(prepare, 'NAMES', ('chromium',))
    monkeypatch.setattr(prepare, 'PLACES', ())
    monkeypatch.setattr(prepare.shutil, 'which', lambda name: str(tmp_path / name))
    assert prepare.find_chromium() == (str(file) if found else None)


def _run_one_browser_test(folder: Path, note: str) -> str:
    """The end of a run in a folder without a browser, with or without a reason for that."""
    script = (
        'import sys; sys.path.insert(0, sys.argv[4]); import prepare, pathlib, pytest;'
        'prepare.find_chromium = lambda: None; prepare.NOTE = pathlib.Path(sys.argv[2]);'
        'sys.exit(pytest.main(["-q", "-p", "no:cacheprovider", "-rs", "-k", "leads_to_its_page",'
        ' "--rootdir", sys.argv[1], "-c", sys.argv[3], sys.argv[1] + "/browser"]))'
    )
    (folder / 'note.txt').write_text(note, 'utf-8')
    name = 'note.txt' if note else 'nothing.txt'
    project = str(TESTS.parent / 'pyproject.toml')
    done = subprocess.run(
        [sys.executable, '-c', script, str(TESTS), str(folder / name), project, str(TOOLS)],
        capture_output=True,
        text=True,
        encoding='utf-8',
        check=False,
    )
    return done.stdout


def test_browser_tests_are_skipped_with_the_reason(tmp_path: Path) -> None:
    found = _run_one_browser_test(tmp_path, REASON)
    assert '1 skipped' in found
    assert REASON in found


def test_browser_tests_fail_where_a_browser_is_expected(tmp_path: Path) -> None:
    found = _run_one_browser_test(tmp_path, '')
    assert '1 error' in found
    assert 'run `python tools/prepare.py`' in found
    assert 'skipped' not in found
