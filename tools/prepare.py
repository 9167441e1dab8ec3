"""Gets what no Python package brings: a Chromium and its fonts, from Debian.

`make test` runs it before pytest. Where it cannot help it says so in one line, keeps that line
for the tests, which then skip what needs a browser, and lets everything else run.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parent.parent
NOTE = ROOT / '_build' / 'no-browser.txt'
"""Why browser tests cannot run here; there only where that is so."""

NAMES = (
    *('chromium-headless-shell', 'chromium', 'chromium-browser'),
    *('google-chrome', 'google-chrome-stable', 'chrome'),
)
"""The names of Chromium, the first one that starts is taken.

Its build without windows has the same engine, and opens a page in a new context in a fifth of
the time.
"""
PLACES = (
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    r'C:\Program Files\Google\Chrome\Application\chrome.exe',
    r'C:\Program Files (x86)\Google\Chrome\Application\chrome.exe',
)
FLAGS = (
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
)
"""With which a browser starts as root, and asks for nothing by itself."""
FONTS = ('fonts-noto-cjk', 'fonts-liberation')
"""For Japanese; and one as wide as Arial, since what fits a screen is measured in it."""
PACKAGES = ('chromium-headless-shell', *FONTS)
OPTIONS = ('-o', 'DPkg::Lock::Timeout=120', '-o', 'Acquire::http::Timeout=30')
INSTALLED = '/var/lib/dpkg/info/{}.list'


def find_chromium() -> str | None:
    """A Chromium that starts, or None."""
    found = [path for name in NAMES if (path := shutil.which(name))]
    found += [place for place in PLACES if Path(place).is_file()]
    return next((path for path in found if _starts(path)), None)


def _starts(path: str) -> bool:
    if sys.platform == 'win32':  # there it opens a window instead of telling its version
        return True
    try:
        done = subprocess.run([path, '--version'], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def why_no_browser() -> str | None:
    """The line that prepare() left where it could get no browser."""
    return NOTE.read_text('utf-8').strip() if NOTE.exists() else None


def _debian() -> bool:
    try:
        release = Path('/etc/os-release').read_text('utf-8')
    except OSError:
        return False
    return 'ID=debian' in release.replace('"', '').splitlines()


def _lacks_packages() -> bool:
    """Whether this is a Debian that lacks one of the packages."""
    return _debian() and not all(Path(INSTALLED.format(name)).exists() for name in PACKAGES)


def install(
    packages: Sequence[str] = PACKAGES, name: str = 'Chromium or Google Chrome'
) -> str | None:
    """Install packages of Debian; the reason where that is not possible."""
    if not (_debian() and shutil.which('apt-get')):
        return f'only on Debian can it be installed by itself; install {name}'
    if os.geteuid() != 0:
        return f'only root can install it: apt-get install {" ".join(packages)}'
    command = ['install', '--yes', '--no-install-recommends', *packages]
    for arguments in (['update'], command):
        done = subprocess.run(
            ['apt-get', '-qq', *OPTIONS, *arguments],
            env={**os.environ, 'DEBIAN_FRONTEND': 'noninteractive'},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            said = (done.stderr or done.stdout).strip().splitlines() or ['no reason given']
            return f'apt-get {arguments[0]} failed: {said[-1]}'
    return None


def prepare() -> str | None:
    """Get what is missing; one line where that is not possible."""
    NOTE.unlink(missing_ok=True)
    there = find_chromium()
    if there and not _lacks_packages():
        return None
    reason = install()
    if there or find_chromium():
        return None  # every test still runs: more slowly, or in other fonts
    if _debian():  # an old one has no build without windows
        reason = install(('chromium', *FONTS))
        if find_chromium():
            return None
    line = f'browser tests will not run: no Chromium here, and {reason or "it does not start"}'
    NOTE.parent.mkdir(exist_ok=True)
    NOTE.write_text(line + '\n', 'utf-8')
    return line


if __name__ == '__main__':
    if problem := prepare():
        print(problem)
