"""The extension as a package: everything is in it, and it builds what a copy in `_ext` builds."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from email import message_from_string
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement
from wiki_build import Build
from workshop import EXTENSIONS

import criticwiki
from criticwiki.__main__ import main

if TYPE_CHECKING:
    from pathlib import Path

    from workshop import Workshop

ROOT = EXTENSIONS.parent
MAKE = 'from flit_core import buildapi; print(buildapi.build_wheel("."))'


@pytest.fixture(scope='module')
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package, built by its own backend from a copy."""
    folder = tmp_path_factory.mktemp('package') / '_ext'
    shutil.copytree(EXTENSIONS, folder, ignore=shutil.ignore_patterns('__pycache__'))
    command = [sys.executable, '-c', MAKE]
    made = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return folder / made.stdout.strip()


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as package:
        return set(package.namelist())


def test_every_file_is_in_it(wheel: Path) -> None:
    files = {
        file.relative_to(EXTENSIONS).as_posix()
        for file in (EXTENSIONS / 'criticwiki').rglob('*')
        if file.is_file() and '__pycache__' not in file.parts
    }
    assert {'criticwiki/py.typed', 'criticwiki/start/Makefile'} <= files
    beside = {name for name in names(wheel) if '.dist-info/' not in name}
    assert beside == files


def test_what_it_says_of_itself(wheel: Path) -> None:
    assert wheel.name == f'criticwiki-{criticwiki.__version__}-py3-none-any.whl'
    info = f'criticwiki-{criticwiki.__version__}.dist-info'
    with zipfile.ZipFile(wheel) as package:
        told = message_from_string(package.read(f'{info}/METADATA').decode())
        scripts = package.read(f'{info}/entry_points.txt').decode()
        licence = package.read(f'{info}/licenses/LICENSE').decode()
    assert told['Version'] == criticwiki.__version__
    assert told['License-Expression'] == 'MIT'
    assert told['Requires-Python'] == '>=3.11'
    assert 'criticwiki=criticwiki.__main__:run' in scripts
    assert licence.startswith('MIT License')
    assert licence in (ROOT / 'LICENSE').read_text('utf-8')


def requirements(file: Path) -> set[str]:
    lines = (line.partition('#')[0].strip() for line in file.read_text('utf-8').splitlines())
    return {line for line in lines if line and not line.startswith('-')}


def test_its_ranges_hold_what_the_wiki_installs() -> None:
    project = tomllib.loads((EXTENSIONS / 'pyproject.toml').read_text('utf-8'))['project']
    more = project['optional-dependencies']
    wanted = [Requirement(line) for line in (*project['dependencies'], *more['site'])]
    named = {Requirement(line).name for line in requirements(ROOT / 'requirements.in')}
    assert {one.name for one in wanted} == named
    wanted += map(Requirement, more['live'])
    locked = (ROOT / 'requirements-live.txt').read_text('utf-8')
    pins = dict(re.findall(r'^([a-z0-9-]+)==(\S+)', locked, re.MULTILINE))
    assert [str(one) for one in wanted if pins[one.name] not in one.specifier] == []
    assert set(more['live']) == requirements(ROOT / 'requirements-live.in')


def test_it_tells_the_pythons_that_are_tried() -> None:
    project = tomllib.loads((EXTENSIONS / 'pyproject.toml').read_text('utf-8'))['project']
    told = {line.rpartition(' :: ')[2] for line in project['classifiers'] if ':: 3.' in line}
    table = (ROOT / 'docs' / 'versions.md').read_text('utf-8')
    tried = re.findall(r'^\| (3[.]\d+) \| newest \| \d.* \| clean \|$', table, re.MULTILINE)
    assert told == set(tried)


def test_there_is_one_place_for_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(['--version']) == 0
    assert capsys.readouterr().out == f'criticwiki {criticwiki.__version__}\n'
    for name in ('conf.py', 'pyproject.toml', '_ext/pyproject.toml'):
        text = (ROOT / name).read_text('utf-8')
        assert not re.search(r'^(version|release)\b.*=\s*["\'][0-9]', text, re.MULTILINE), name


def test_it_builds_what_a_copy_builds(wheel: Path, tmp_path: Path, workshop: Workshop) -> None:
    installed = tmp_path / 'installed'
    with zipfile.ZipFile(wheel) as package:
        package.extractall(installed)
    trees = []
    for way, options in (('copy', []), ('wheel', ['--wheel', str(wheel)])):
        folder = tmp_path / way / 'wiki'
        folder.parent.mkdir()
        assert main(['start', str(folder), *options]) == 0
        build = Build(tmp_path / way, workshop)
        build.source = folder
        path = {'PYTHONPATH': str(installed)} if options else {}
        build.rebuild(command=bool(options), environment=path, warnings_are_errors=True)
        assert (build.returned, build.warnings) == (0, [])
        trees.append(build.tree())
    assert trees[0] == trees[1]


def test_a_wheel_is_kept_and_installed_by_its_hash(wheel: Path, tmp_path: Path) -> None:
    folder = tmp_path / 'wiki'
    assert main(['start', str(folder), '--wheel', str(wheel)]) == 0
    assert not (folder / '_ext').exists()
    assert 'sys.path' not in (folder / 'conf.py').read_text('utf-8')
    kept = folder / 'wheels' / wheel.name
    assert kept.read_bytes() == wheel.read_bytes()
    hashed = subprocess.run(
        [sys.executable, '-m', 'pip', 'hash', str(kept)], capture_output=True, text=True, check=True
    ).stdout
    line = f'./wheels/{wheel.name} \\\n    {hashed.splitlines()[1]}\n'
    assert (folder / 'requirements.txt').read_text('utf-8').endswith(line)


def test_a_wiki_can_name_the_package(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / 'wiki'
    assert main(['start', str(folder), '--package']) == 0
    assert re.search(r'make lock .*\n +make html', capsys.readouterr().out)
    assert not (folder / '_ext').exists()
    assert 'sys.path' not in (folder / 'conf.py').read_text('utf-8')
    wanted = requirements(folder / 'requirements.in')
    assert f'criticwiki=={criticwiki.__version__}' in wanted
    assert wanted - requirements(ROOT / 'requirements.in') == {
        f'criticwiki=={criticwiki.__version__}'
    }
    guide = (folder / 'CONTRIBUTING.md').read_text('utf-8')
    assert 'Write the newer version into `requirements.in`, and run `make lock`.' in guide


def test_a_wiki_has_the_extension_in_one_way(tmp_path: Path, wheel: Path) -> None:
    with pytest.raises(SystemExit):
        main(['start', str(tmp_path / 'wiki'), '--package', '--wheel', str(wheel)])
