"""Measures how soon an edit is served: `make live` beside sphinx-autobuild, on one wiki.

From the moment a file is written until every page that shows the edit is served with it:
the page alone for a body edit; for a score the review, the episode, the landing page and the
consensus. The median of some edits, each after the server has come to rest.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final

import httpx
from generate import write_wiki
from measure import OURS, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

POLL: Final = 0.005
LIMIT: Final = 120.0
FIRST_SLICE: Final = 50
"""Episodes up to this one stand on the landing page itself, not on a further one."""


def early_review(source: Path) -> tuple[Path, int]:
    """A review with a score for an episode that stands on the landing page."""
    for file in sorted((source / 'reviews').glob('review-*.md')):
        found = re.search(r'episode_scores: \{(\d+):', file.read_text('utf-8'))
        if found and int(found[1]) <= FIRST_SLICE:
            return file, int(found[1])
    raise SystemExit('no review scores an early episode')


class Served:
    """A running server and the wiki that it serves."""

    def __init__(self, address: str, source: Path, out: Path, *, live: bool) -> None:
        self._client = httpx.Client(base_url=address, timeout=LIMIT)
        self._source = source
        self._out = out
        self._live = live

    def rest(self) -> None:
        """Wait until the server has nothing left to do."""
        if self._live:
            with self._client.stream('GET', '/-/live/events', params={'page': '/'}) as stream:
                for line in stream.iter_lines():
                    if line.startswith('data: ') and json.loads(line[6:])['settled']:
                        return
        before = -1.0
        while before != (now := max(file.stat().st_mtime for file in self._out.iterdir())):
            before = now
            time.sleep(3)

    def _text(self, page: str) -> str:
        try:
            return self._client.get(page).text
        except httpx.TransportError:
            return ''

    def body_edit(self, token: str) -> float:
        """Seconds until a page shows a new sentence."""
        file = self._source / 'reviews' / 'review-0002.md'
        text = f'{file.read_text("utf-8")}\n{token}\n'
        return self._wait(file, text, {'/reviews/review-0002.html': token})

    def score_edit(self, token: str) -> float:
        """Seconds until all pages show a new score."""
        file, number = early_review(self._source)
        text = re.sub(
            r'(episode_scores: \{\d+: )[\d.]+/5', rf'\g<1>{token}/5', file.read_text('utf-8')
        )
        wanted = {
            f'/reviews/{file.stem}.html': f'{token}/5',
            f'/episodes/{number:04}-part.html': f'{token}/5',
            '/index.html': '',  # a mean, where many critics score the episode
            '/consensus.html': '',
        }
        return self._wait(file, text, wanted)

    def _wait(self, file: Path, text: str, wanted: dict[str, str]) -> float:
        before = {page: self._text(page) for page in wanted}
        start = time.monotonic()
        file.write_text(text, 'utf-8')
        for page, token in wanted.items():
            while True:
                now = self._text(page)
                if (token in now) if token else (now and now != before[page]):
                    break
                if time.monotonic() - start > LIMIT:
                    raise SystemExit(f'{page} does not show the edit')
                time.sleep(POLL)
        return time.monotonic() - start


@contextmanager
def running(tool: str, source: Path, out: Path) -> Iterator[Served]:
    """A server, from its first build to its end."""
    with socket.create_server(('127.0.0.1', 0)) as free:
        port = free.getsockname()[1]
    module = {'live': 'criticwiki.live', 'sphinx-autobuild': 'sphinx_autobuild'}[tool]
    command = [sys.executable, '-m', module, '-q', '--port', str(port), str(source), str(out)]
    environment = {**os.environ, 'PYTHONPATH': str(ROOT / '_ext')}
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet) as process:
        address = f'http://127.0.0.1:{port}'
        while True:
            try:
                if httpx.get(f'{address}/consensus.html').status_code == httpx.codes.OK:
                    break
            except httpx.TransportError:
                pass
            if process.poll() is not None:
                raise SystemExit(f'{tool} has ended')
            time.sleep(1)
        try:
            yield Served(address, source, out, live=tool == 'live')
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(LIMIT)


def measure(tool: str, folder: Path, edits: int) -> dict[str, float]:
    """The median of some edits of each kind."""
    found: dict[str, list[float]] = {'body edit': [], 'score edit': []}
    with running(tool, folder, folder.with_suffix(f'.{tool}')) as served:
        for count in range(edits + 1):
            served.rest()
            body = served.body_edit(f'{tool} edit {count}')
            served.rest()
            # far enough from the last one to move a rounded mean
            score = served.score_edit(f'{(0 if count % 2 else 4) + count / 16:.4f}')
            if count:  # the first is slower: caches are cold
                found['body edit'].append(body)
                found['score edit'].append(score)
    print(
        tool,
        {kind: [round(time, 3) for time in times] for kind, times in found.items()},
        flush=True,
    )
    return {kind: round(median(times), 3) for kind, times in found.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--pages', type=int, default=300)
    parser.add_argument('--edits', type=int, default=3)
    parser.add_argument('--alone', action='store_true', help='without sphinx-autobuild')
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--target', type=Path, default=ROOT / '_build' / 'bench')
    options = parser.parse_args()
    folder = options.target / f'latency-{options.pages}'
    write_wiki(folder, options.pages, options.seed)
    (folder / 'conf.py').write_text(OURS, 'utf-8')
    found = {'live': measure('live', folder, options.edits)}
    versions = {}
    try:
        if not options.alone:
            versions['sphinx-autobuild'] = version('sphinx-autobuild')
            found['sphinx-autobuild'] = measure('sphinx-autobuild', folder, options.edits)
    except PackageNotFoundError:
        print('sphinx-autobuild is not installed: nothing to compare with')
    for tool, times in found.items():
        for kind, seconds in times.items():
            slower = seconds / found['live'][kind]
            print(f'{tool:18} {kind:12} {seconds:8.3f} s {slower:7.1f}x')
    result = {
        'pages': options.pages,
        'edits': options.edits,
        'date': time.strftime('%Y-%m-%d'),
        'versions': versions,
        'seconds': found,
    }
    file = options.target / f'latency-{options.pages}.json'
    file.write_text(json.dumps(result, indent=1) + '\n', 'utf-8')
    print(f'written to {file}')


if __name__ == '__main__':
    main()
