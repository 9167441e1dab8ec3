"""Installs what a command needs into `.venv`: `python install.py .venv requirements.txt`.

`make` and `make.bat` run it, with the Python that is there before anything is installed. It makes
the environment, or makes it anew where it is not whole, and says what it does and why it cannot.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Final

NEEDS: Final = {
    'requirements.txt': ('the site needs', 'about a minute'),
    'requirements-live.txt': ('the live preview needs', 'a few seconds'),
    'requirements-dev.txt': ('tests and maintainers need', 'two or three minutes'),
    'requirements-neighbours.txt': ('other extensions and themes need', 'a few minutes'),
    'requirements-package.txt': ('the package is judged with', 'half a minute'),
}
"""What each list of requirements is for, and how long it usually takes."""
_PINS: Final = re.compile(r'^([A-Za-z0-9][A-Za-z0-9._-]*)==', re.MULTILINE)
_HANDLED: Final = re.compile(r'\s*(?:Collecting|Requirement already satisfied:) ([A-Za-z0-9._-]+)')
_NO_NETWORK: Final = re.compile(
    r'NewConnectionError|NameResolutionError|ConnectTimeout|ProxyError|Max retries exceeded'
    r'|Temporary failure in name resolution|getaddrinfo failed|Network is unreachable'
)


def install(venv: Path, requirements: Path) -> str | None:
    """Install locked requirements; a sentence where that is not possible."""
    python = _python_of(venv)
    if not _has_pip(python):
        why_not = _make_venv(venv)
        if why_not:
            return why_not
    need, duration = NEEDS.get(requirements.name, (f'{requirements.name} lists', 'a while'))
    total = len(set(_PINS.findall(requirements.read_text('utf-8'))))
    _say(f'installing what {need} into {venv}: {total} packages, {duration}, once')
    began = time.monotonic()
    command = [str(python), '-m', 'pip', 'install', '--disable-pip-version-check', '--no-input']
    command += ['--progress-bar', 'off', '--retries', '2', '--require-hashes']
    code, lines = _run_pip([*command, '-r', str(requirements)], total)
    if code == 0:
        _say(f'installed in {time.monotonic() - began:.0f} seconds')
        return None
    if any(map(_NO_NETWORK.search, lines)):
        return (
            'no network: pip reaches no package index. Run the command again when there is one;'
            ' it goes on from here'
        )
    sys.stderr.write(''.join(lines[-20:]))
    return f'pip could not install what {need}; what it said stands above'


def _python_of(venv: Path) -> Path:
    return venv / ('Scripts/python.exe' if os.name == 'nt' else 'bin/python')


def _has_pip(python: Path) -> bool:
    """Whether an environment is there and whole: one that was cut off in the making has no pip."""
    try:
        command = [str(python), '-m', 'pip', '--version']
        done = subprocess.run(command, capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


def _make_venv(venv: Path) -> str | None:
    """Make an environment in place of whatever is there; a sentence where that is not possible."""
    version = '.'.join(map(str, sys.version_info[:2]))
    ensurepip = find_spec('ensurepip')
    if ensurepip is None or not ensurepip.origin:
        return (
            f'this Python {version} cannot make a virtual environment, since ensurepip is missing.'
            f' On Debian and Ubuntu run: sudo apt install python{version}-venv;'
            ' then run the command again'
        )
    if venv.exists():
        _say(f'{venv} is not whole: making it anew')
    command = [sys.executable, '-m', 'venv', '--clear', str(venv)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stdout + done.stderr).strip().splitlines() or ['no reason given']
        return f'Python could not make {venv}: {said[-1]}'
    return None


def _run_pip(command: list[str], total: int) -> tuple[int, list[str]]:
    """Run pip, and show how far it is; its exit code, and the lines that it printed."""
    pip = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding='utf-8',
        errors='replace',
    )
    lines: list[str] = []
    handled: set[str] = set()
    assert pip.stdout
    for line in pip.stdout:
        lines.append(line)
        name = _HANDLED.match(line)
        if name:
            handled.add(name[1].lower())
            _show(f'{len(handled)} of {total}: {name[1]}')
        elif line.startswith('Installing collected packages'):
            _show('unpacking')
    _show('')
    return pip.wait(), lines


def _say(line: str) -> None:
    sys.stderr.write(f'{line}\n')
    sys.stderr.flush()


def _show(text: str) -> None:
    """Show a text in a line that the next one takes the place of; only where somebody watches."""
    if sys.stderr.isatty():
        sys.stderr.write(f'\r{text[:70]:<70}\r')
        sys.stderr.flush()


def main(arguments: list[str]) -> int:
    """Install a list of requirements into an environment; the exit code."""
    venv, requirements = map(Path, arguments)
    try:
        why_not = install(venv, requirements)
    except KeyboardInterrupt:
        why_not = 'interrupted; the next command goes on from here'
    except OSError as error:
        why_not = f'{error.filename or venv}: {error.strerror}'
    if why_not:
        _say(why_not)
        return 1
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
