"""`install.py`: an environment that is not whole is mended, and what cannot be done is said."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Final

import pytest

from starter import ROOT

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT: Final = ROOT / 'install.py'
NOWHERE: Final = {
    'PIP_CONFIG_FILE': os.devnull,
    'PIP_INDEX_URL': 'http://127.0.0.1:9/simple',
    'PIP_EXTRA_INDEX_URL': '',
    'PIP_FIND_LINKS': '',
    'PIP_NO_CACHE_DIR': '1',
}


def install(venv: Path, requirements: Path, *before: str) -> tuple[int, list[str]]:
    """Exit code and lines of the script, where no package can be had."""
    script = f'import runpy, sys; sys.argv[0] = {str(SCRIPT)!r}; {"; ".join(before)}'
    script += f'\nrunpy.run_path({str(SCRIPT)!r}, run_name="__main__")'
    done = subprocess.run(
        [sys.executable, '-c', script, str(venv), str(requirements)],
        env={name: text for name, text in {**os.environ, **NOWHERE}.items() if 'proxy' not in name},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == ''
    return done.returncode, done.stderr.splitlines()


@pytest.fixture
def nothing(tmp_path: Path) -> Path:
    """A list of requirements without any."""
    file = tmp_path / 'requirements.txt'
    file.write_text('# none\n', 'utf-8')
    return file


@pytest.fixture(scope='module')
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """An environment made of one without pip, and what was said of that."""
    folder = tmp_path_factory.mktemp('whole')
    venv, requirements = folder / '.venv', folder / 'requirements.txt'
    requirements.write_text('# none\n', 'utf-8')
    make = [sys.executable, '-m', 'venv', '--without-pip', str(venv)]
    subprocess.run(make, check=True)
    code, lines = install(venv, requirements)
    assert code == 0
    return venv, lines


def test_an_environment_that_is_not_whole_is_made_anew(whole: tuple[Path, list[str]]) -> None:
    venv, lines = whole
    told = f'installing what the site needs into {venv}: 0 packages, about a minute, once'
    assert lines[:2] == [f'{venv} is not whole: making it anew', told]
    assert lines[2].startswith('installed in ')


def test_where_nothing_answers_that_is_said_in_a_line(
    whole: tuple[Path, list[str]], nothing: Path
) -> None:
    venv, _lines = whole
    (venv / 'kept').touch()
    nothing.write_text(f'furo==1 --hash=sha256:{"0" * 64}\n', 'utf-8')
    code, lines = install(venv, nothing)
    assert (code, len(lines)) == (1, 2)
    assert lines[0].endswith('1 packages, about a minute, once')
    assert lines[1].startswith('no network: pip reaches no package index. Run the command again')
    assert (venv / 'kept').exists()


def test_a_python_that_is_gone_is_replaced(tmp_path: Path, nothing: Path) -> None:
    """As after an upgrade of the system."""
    venv = tmp_path / '.venv'
    (venv / 'bin').mkdir(parents=True)
    (venv / 'kept').touch()
    (venv / 'bin' / 'python').symlink_to(tmp_path / 'gone')
    # pip takes longest to make, and is not what this is about
    lean = 'import subprocess; run = subprocess.run'
    lean += '; subprocess.run = lambda command, **more: run('
    lean += '[*command, *["--without-pip"] * ("venv" in command)], **more)'
    _code, lines = install(venv, nothing, lean)
    assert lines[0] == f'{venv} is not whole: making it anew'
    assert not (venv / 'kept').exists()
    assert (venv / 'bin' / 'python').exists()


def test_debian_without_its_package_for_venv_is_told_what_to_install(
    tmp_path: Path, nothing: Path
) -> None:
    hide = 'sys.modules["ensurepip"] = None; import importlib.util'
    hide += '; importlib.util.find_spec = lambda name: None'
    for _time in range(2):
        code, lines = install(tmp_path / '.venv', nothing, hide)
        assert (code, len(lines)) == (1, 1)
        version = '.'.join(map(str, sys.version_info[:2]))
        assert f'sudo apt install python{version}-venv' in lines[0]


def test_what_pip_says_is_shown(whole: tuple[Path, list[str]], nothing: Path) -> None:
    venv, _lines = whole
    nothing.write_text('furo ~~ what\n', 'utf-8')
    code, lines = install(venv, nothing)
    assert code == 1
    assert any(line.startswith('ERROR: ') for line in lines)
    assert lines[-1] == 'pip could not install what the site needs; what it said stands above'


def test_every_list_of_requirements_says_how_long_it_takes() -> None:
    spec = importlib.util.spec_from_file_location('install', SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert set(module.NEEDS) == {file.name for file in ROOT.glob('requirements*.txt')}
