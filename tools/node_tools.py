"""Tools that come as packages of npm, in a folder that no build looks into."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING, Final

from prepare import ROOT

if TYPE_CHECKING:
    from pathlib import Path

FOLDER: Final = ROOT / '_build' / 'node'
QUIET: Final = ('--no-save', '--no-audit', '--no-fund', '--loglevel=error')


class NotHereError(Exception):
    """Why a tool cannot run, in a line."""


def node_tool(package: str, file: str) -> Path:
    """A file of a package, installed when it is not there; `package` has its version."""
    npm = shutil.which('npm')
    if npm is None:
        raise NotHereError('npm is not here: install Node.js')
    name, _, version = package.rpartition('@')
    home = FOLDER / f'{name}-{version}'
    found = home / 'node_modules' / name / file
    if not found.is_file():
        home.mkdir(parents=True, exist_ok=True)
        command = [npm, 'install', *QUIET, '--prefix', str(home), package]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode or not found.is_file():
            said = done.stderr.strip().splitlines() or ['no reason given']
            raise NotHereError(f'npm install {package} failed: {said[-1]}')
    return found
