"""A run of the tests says how far it is, alone and shared by several processes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from progress import progress_line

if TYPE_CHECKING:
    from pathlib import Path

TESTS = """
import pytest

@pytest.mark.parametrize('number', range(60))
def test_it(number):
    pass
"""
CONFTEST = """
import itertools
import progress
import pytest

@pytest.hookimpl(trylast=True)
def pytest_configure(config):
    if not hasattr(config, 'workerinput'):
        reporter = config.pluginmanager.get_plugin('terminalreporter')
        clock = itertools.count(0, 2).__next__  # each look at it is two seconds later
        config.pluginmanager.register(progress.Progress(config, reporter, lambda: float(clock())))
"""


@pytest.mark.parametrize(
    'options', [[], ['-p', 'xdist', '-n', '2'], ['-q']], ids=['alone', 'shared', 'quiet']
)
def test_it_is_said_now_and_then(tmp_path: Path, options: list[str]) -> None:
    (tmp_path / 'conftest.py').write_text(CONFTEST, 'utf-8')
    (tmp_path / 'test_all.py').write_text(TESTS, 'utf-8')
    command = [sys.executable, '-m', 'pytest', '-p', 'no:cacheprovider', '-c', '/dev/null']
    folder = next(path for path in sys.path if path.endswith('tests'))
    command += ['--rootdir', str(tmp_path), '-o', f'pythonpath={folder}', *options, str(tmp_path)]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env={**os.environ, 'PYTEST_DISABLE_PLUGIN_AUTOLOAD': '1'},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    lines = re.findall(r'^(\d+) of 60 tests, in .+; about .+ left$', done.stdout, re.MULTILINE)
    assert len(lines) > 2, done.stdout
    assert all(20 <= int(line) < 60 for line in lines)


def test_the_time_that_is_left() -> None:
    assert progress_line(30, 120, 45, 1 / 4) == '30 of 120 tests, in 45 s; about 2 min left'
    # nearly all tests, but not the slow ones
    assert progress_line(119, 120, 480, 1 / 2) == '119 of 120 tests, in 8 min; about 8 min left'
