"""Builds the package of the extension, has it judged, and uses it as a new owner does.

`make package` runs it with the tools of requirements-package.in, and leaves wheel and sdist in
_build/package. `pip install` gets the dependencies from the index, in an environment outside of
this repository.
"""

from __future__ import annotations

import argparse
import ast
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final
from urllib.request import urlopen

from prepare import ROOT

BUILT: Final = ROOT / '_build' / 'package'
TITLE: Final = 'Salt Road'
_EPOCH: Final = 'SOURCE_DATE_EPOCH'
_BACKEND: Final = 'from flit_core import buildapi; print(buildapi.build_{kind}({folder!r}))'
_REPOSITORY: Final = 'repository'
_DIST_INFO: Final = re.compile(r'[^/]+[.]dist-info/')


class PackageError(Exception):
    """Error: the package is not as it should be; the message says in what."""


def stage(folder: Path) -> Path:
    """Folder with all that the package is made of: `_ext`, the changes, addresses on the web."""
    source = folder / 'criticwiki'
    shutil.copytree(ROOT / '_ext', source, ignore=shutil.ignore_patterns('__pycache__', '.*'))
    shutil.copyfile(ROOT / 'CHANGELOG.md', source / 'CHANGELOG.md')
    project = source / 'pyproject.toml'
    text = project.read_text('utf-8')
    project.write_text(f'{text}\n[project.urls]\n{_urls()}', 'utf-8', newline='\n')
    return source


def _urls() -> str:
    """Addresses of the project, by the one that conf.py gives its repository."""
    address = os.environ.get('WIKI_REPOSITORY') or repository_in(ROOT / 'conf.py')
    urls = {
        'Source': address,
        'Issues': f'{address}/issues',
        'Changelog': f'{address}/blob/main/CHANGELOG.md',
    }
    return ''.join(f'{name} = "{url}"\n' for name, url in urls.items())


def repository_in(conf: Path) -> str:
    """Address of the repository that a conf.py has where the environment names none."""
    for node in ast.walk(ast.parse(conf.read_text('utf-8'))):
        if isinstance(node, ast.keyword) and node.arg == _REPOSITORY:
            return str(ast.literal_eval(node.value))
    raise PackageError(f'{conf} sets no {_REPOSITORY}')


def build(source: Path, kind: str, folder: Path) -> Path:
    """Build `wheel` or `sdist` of a folder, by the backend that its pyproject.toml names."""
    folder.mkdir(parents=True, exist_ok=True)
    program = _BACKEND.format(kind=kind, folder=str(folder))
    return folder / _run(sys.executable, '-c', program, cwd=source).strip()


def build_all(work: Path) -> tuple[Path, Path]:
    """Wheel and sdist, each built twice with the same bytes; the wheel of the sdist is the same.

    :raises PackageError: where it is not so.
    """
    source = stage(work / 'first')
    wheel, sdist = build(source, 'wheel', BUILT), build(source, 'sdist', BUILT)
    again = stage(work / 'second')
    for built, kind in ((wheel, 'wheel'), (sdist, 'sdist')):
        if build(again, kind, work / 'again').read_bytes() != built.read_bytes():
            raise PackageError(f'{built.name} has other bytes when it is built again')
    with tarfile.open(sdist) as archive:
        archive.extractall(work / 'unpacked', filter='data')
    unpacked = work / 'unpacked' / sdist.name.removesuffix('.tar.gz')
    if not (unpacked / 'CHANGELOG.md').is_file():
        raise PackageError(f'{sdist.name} has no CHANGELOG.md')
    if build(unpacked, 'wheel', work / 'from-sdist').read_bytes() != wheel.read_bytes():
        raise PackageError(f'the wheel of {sdist.name} is not {wheel.name}')
    return wheel, sdist


def judge(wheel: Path, sdist: Path) -> None:
    """Have twine, check-wheel-contents and pyroma look at both.

    :raises PackageError: where one of them has something to say.
    """
    tools = Path(sys.executable).parent
    _tell(_run(tools / 'twine', 'check', '--strict', wheel, sdist))
    _tell(_run(tools / 'check-wheel-contents', wheel))
    # of an address of mail, which the project has none of
    said = _run(tools / 'pyroma', '--min', '10', '--skip-tests', 'AuthorEmail', sdist)
    _tell(f'pyroma: {said.split("Final rating: ")[1]}')


def use(wheel: Path, folder: Path) -> None:
    """Install the wheel where nothing else is, and go the way of a new owner to a site.

    :raises PackageError: where a step fails, or something comes from this repository.
    """
    began = time.monotonic()
    _run(sys.executable, '-m', 'venv', folder / 'venv')
    bin_ = folder / 'venv' / ('Scripts' if os.name == 'nt' else 'bin')
    python, wiki = bin_ / 'python', folder / 'wiki'
    _run(python, '-m', 'pip', 'install', '--quiet', f'{wheel}[site]')
    installed = time.monotonic()
    _run(bin_ / 'criticwiki', 'start', wiki, '--title', TITLE, '--package')
    for command in (['new', 'KIND=review', 'ID=some-outlet'], ['check'], ['schema']):
        _run(bin_ / 'criticwiki', *command, cwd=wiki)
    _run(python, '-m', 'sphinx', '-q', '-W', '-n', '-b', 'html', '.', '_build/html', cwd=wiki)
    place = _run(python, '-c', 'import criticwiki; print(criticwiki.__file__)', cwd=wiki)
    if not Path(place.strip()).is_relative_to(folder / 'venv'):
        raise PackageError(f'the extension was imported from {place.strip()}')
    _require_served(wiki / '_build' / 'html')
    ended = time.monotonic()
    _tell(
        f'an owner: pip install {installed - began:.0f} s, and from there to a site on a plain'
        f' web server {ended - installed:.0f} s'
    )


def _require_served(site: Path) -> None:
    """Check that a plain web server gives out the first page and those in folders."""
    handler = partial(_QuietHandler, directory=str(site))
    with ThreadingHTTPServer(('127.0.0.1', 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for path in ('', 'consensus.html', 'episodes/index.html', 'data/wiki.json'):
            with urlopen(f'http://127.0.0.1:{server.server_port}/{path}') as answer:
                if TITLE not in answer.read().decode():
                    raise PackageError(f'/{path} of the site does not name {TITLE}')
        server.shutdown()


class _QuietHandler(SimpleHTTPRequestHandler):
    """Handler of a plain web server that writes no log."""

    def log_message(self, *_arguments: object) -> None:
        """Write nothing."""


def _run(*command: str | Path, cwd: Path | None = None) -> str:
    """Output of a command.

    :raises PackageError: where it fails, with what it said.
    """
    variables = {name: value for name, value in os.environ.items() if name != 'PYTHONPATH'}
    variables.setdefault(_EPOCH, _time_of_commit())
    done = subprocess.run(
        [*map(str, command)],
        cwd=cwd,
        env={**variables, 'PYTHONUTF8': '1'},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding='utf-8',
        check=False,
    )
    if done.returncode:
        raise PackageError(f'{" ".join(map(str, command))} failed:\n{done.stdout}')
    return done.stdout


def _time_of_commit() -> str:
    """Seconds since 1970 of the last commit, or those of 1980, from which on a zip can tell."""
    command = ['git', 'log', '-1', '--format=%ct']
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() or '315619200'


def _tell(text: str) -> None:
    sys.stdout.write(f'{text.strip()}\n')
    sys.stdout.flush()


def main() -> int:
    """Build, judge and use the package; the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or '').partition('\n')[0])
    parser.add_argument('--no-use', action='store_true', help='leave out the way of an owner')
    options = parser.parse_args()
    shutil.rmtree(BUILT, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix='criticwiki-package-') as work:
        try:
            wheel, sdist = build_all(Path(work))
            judge(wheel, sdist)
            if not options.no_use:
                use(wheel, Path(work).resolve())
        except PackageError as error:
            _tell(str(error))
            return 1
    _tell(f'{wheel.relative_to(ROOT)} and {sdist.name} are ready')
    return 0


if __name__ == '__main__':
    sys.exit(main())
