"""`make.bat` does what the Makefile does: the same commands, and for each the same programs."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING, Final

import pytest
from batch import FOLDER, Batch

from starter import ROOT, START

if TYPE_CHECKING:
    from pathlib import Path

RULE: Final = re.compile(r'^((?:[a-z-]+ )*[a-z-]+):(?!=)', re.MULTILINE)
OPTIONS: Final = '-k "a b" --two'
OTHER: Final = {'help', 'clean', 'new', 'pdf', 'neighbours', 'package', 'themes'}
"""Commands whose programs are others on Windows."""


def commands(folder: Path) -> list[str]:
    """All commands of a Makefile."""
    text = (folder / 'Makefile').read_text('utf-8')
    return [name for found in RULE.findall(text) for name in found.split()]


def batch(folder: Path, line: str, *, installed: bool = True) -> Batch:
    text = (folder / 'make.bat').read_bytes().decode()
    assert text.count('\r\n') == text.count('\n'), 'cmd wants both ends of a line'
    return Batch(text, line, installed=installed)


def of_batch(done: Batch) -> list[str]:
    """Its programs, as a shell would write them."""
    lines = []
    for run in done.runs:
        if ' -c "import sys; ' in run.command:
            continue
        path = run.variables.get('PYTHONPATH', '').replace(';', ':')
        before = f'cd {run.folder} && ' if run.folder != FOLDER else ''
        line = f'{before}{f"PYTHONPATH={path} " if path else ""}{run.command}'
        lines.append(line.replace(FOLDER, '/wiki/').replace('\\', '/').replace('"', ''))
    return [line.replace('.venv/Scripts', 'BIN') for line in lines]


@pytest.fixture(scope='module')
def venv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment in which everything seems to be installed."""
    folder = tmp_path_factory.mktemp('wiki') / 'venv'
    (folder / 'bin').mkdir(parents=True)
    (folder / 'bin' / 'python').touch(0o755)
    for name in ('.site', '.live', '.dev'):
        (folder / name).touch()
    return folder


def of_make(folder: Path, venv: Path, *arguments: str) -> list[str]:
    """The programs that `make` would run."""
    done = subprocess.run(
        ['make', '-n', '--no-print-directory', f'VENV={venv}', *arguments],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    lines = [line.replace(str(venv / 'bin'), 'BIN') for line in done.stdout.splitlines()]
    lines = [line.replace(f'{folder}/BIN', '/wiki/BIN') for line in lines]
    lines = [re.sub(r'(?<![\w/])BIN/uv(?= .*--no-annotate)', '/wiki/BIN/uv', x) for x in lines]
    return [x.replace(f'{folder}/', '/wiki/').replace('"', '').replace('//', '/') for x in lines]


@pytest.mark.parametrize('folder', [ROOT, START], ids=['here', 'a new wiki'])
def test_every_command_is_there_and_told(folder: Path) -> None:
    told = {line.split()[1] for line in batch(folder, 'help').said if line.startswith('make ')}
    makefile = (folder / 'Makefile').read_text('utf-8')
    assert told == set(re.findall(r'^([a-z-]+):.*## ', makefile, re.MULTILINE))
    assert batch(folder, '').said == batch(folder, 'help').said
    for name in commands(folder):
        assert batch(folder, name).status == 0, name
    for name in ('none', 'none BASE=main'):
        done = batch(folder, name)
        assert (done.status, done.runs) == (2, [])
        assert done.said == ['make: there is no command none; make.bat help lists them']


@pytest.mark.parametrize('name', sorted({*commands(ROOT)} - OTHER))
def test_a_command_runs_what_make_runs(name: str, venv: Path) -> None:
    ours = of_batch(batch(ROOT, f'{name} BASE=main SOURCES="a b" OPTIONS="--one --two=x"'))
    theirs = of_make(ROOT, venv, name, 'BASE=main', 'SOURCES=a b', 'OPTIONS=--one --two=x')
    assert ours == theirs
    assert ours


def test_a_book_of_tex(venv: Path) -> None:
    ours = batch(ROOT, 'pdf OPTIONS=-W')
    sphinx, make = ours.runs[-2:]
    theirs = of_make(ROOT, venv, 'pdf', 'OPTIONS=-W')
    assert of_batch(ours)[0] == theirs[0]
    assert (make.command, make.folder) == ('call make.bat', r'_build\latex')
    assert f"LATEXMKOPTS='{make.variables['LATEXMKOPTS']}'" in theirs[1]
    assert sphinx.folder == FOLDER


@pytest.mark.parametrize(
    ('line', 'command'),
    [
        ('html OPTIONS="-E -a -W -n"', '-d _build/doctrees -E -a -W -n . _build/html'),
        ("html OPTIONS='-E -a -W -n'", '-d _build/doctrees -E -a -W -n . _build/html'),
        ('html OPTIONS=-E -a', '-d _build/doctrees -E -a . _build/html'),
        ('html options="-D language=de"', '-d _build/doctrees -D language=de . _build/html'),
        ('impact BASE=main OPTIONS="--format markdown"', 'impact main --format markdown'),
        ("impact OPTIONS='--format markdown' BASE=main", 'impact main --format markdown'),
        ('impact OPTIONS="--format markdown"', 'impact HEAD --format markdown'),
        ('impact', 'impact HEAD'),
        ('check SOURCES="my copies" OPTIONS="--format json"', '--sources my copies --format json'),
        ('check OPTIONS="--format json" SOURCES=copies', 'check --sources copies --format json'),
        ('new KIND=review TITLE="As printed"', 'criticwiki new KIND=review TITLE=As printed'),
        ('html PYTHON=python', '-d _build/doctrees  . _build/html'),
    ],
)
def test_all_arguments_are_read(line: str, command: str) -> None:
    assert of_batch(batch(ROOT, line))[-1].endswith(command)


def test_a_second_command_is_told() -> None:
    done = batch(ROOT, 'html check')
    assert (done.status, done.runs) == (2, [])
    assert done.said == ['make: one command at a time, and NAME=value: what is check']


@pytest.mark.parametrize(
    ('command', 'lists'),
    [
        ('html', ['requirements.txt']),
        ('live', ['requirements.txt', 'requirements-live.txt']),
        ('lint', ['requirements.txt', 'requirements-live.txt', 'requirements-dev.txt']),
    ],
)
def test_what_a_command_needs_is_installed_first(
    command: str, lists: list[str], tmp_path: Path
) -> None:
    ours = of_batch(batch(ROOT, command, installed=False))[: len(lists)]
    assert ours == [f'py -3 install.py .venv {name}' for name in lists]
    theirs = [line for line in of_make(ROOT, tmp_path / 'none', command) if ' install.py ' in line]
    assert theirs == [f'python3 install.py {tmp_path}/none {name}' for name in lists]
