"""The live server as a user starts it: a process with an address."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

import httpx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

EXTENSIONS: Final = Path(__file__).parent.parent / '_ext'
EVENTS: Final = '/-/live/events'
LONG: Final = 120.0
"""Seconds after which a test gives up; nothing takes nearly as long."""


class Wiki(Protocol):
    """The folders of a wiki that is served."""

    @property
    def source(self) -> Path:
        """Where its pages are."""
        ...

    @property
    def doctrees(self) -> Path:
        """Where builds keep the doctrees."""
        ...

    @property
    def out(self) -> Path:
        """Where builds write the pages."""
        ...


class Server:
    """A running server and what it says."""

    def __init__(self, process: subprocess.Popen[str], address: str) -> None:
        self.process = process
        self.address = address
        self.client = httpx.Client(base_url=address, timeout=LONG)

    def get(self, path: str) -> httpx.Response:
        """The response to a request."""
        return self.client.get(path)

    def told(self, page: str, since: int | str = 0) -> Iterator[dict[str, Any]]:
        """What a browser is told that looks at a page."""
        asked = {'page': page, 'since': str(since)}
        with self.client.stream('GET', EVENTS, params=asked) as stream:
            for line in stream.iter_lines():
                if line.startswith('data: '):
                    yield json.loads(line.removeprefix('data: '))

    def wait(self, page: str, wanted: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
        """Wait until a browser is told what is wanted."""
        return next(state for state in self.told(page) if wanted(state))

    def settled(self) -> dict[str, Any]:
        """Wait until everything is settled."""
        return self.wait('/', lambda state: state['settled'])

    def after(self, edit: Callable[[], object], page: str) -> Iterator[dict[str, Any]]:
        """Edit, and give what a browser is told that looked at a page before."""
        number = next(self.told(page))['number']
        states = self.told(page, number)
        next(states)
        edit()
        return states


@contextmanager
def serve(wiki: Wiki, *options: str) -> Iterator[Server]:
    """Start the server for a wiki, and end it as Ctrl-C does."""
    command = [sys.executable, '-m', 'criticwiki.live', '--port', '0', *options]
    command += ['-d', str(wiki.doctrees), str(wiki.source), str(wiki.out)]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding='utf-8',
        env={**os.environ, 'PYTHONPATH': str(EXTENSIONS), 'PYTHONUTF8': '1'},
    )
    watchdog = threading.Timer(4 * LONG, process.kill)
    watchdog.start()
    try:
        assert process.stdout
        lines = (line for line in process.stdout if line.startswith('Serving at '))
        address = next(lines).split()[2].rstrip(';')
        drain = threading.Thread(target=process.stdout.read, daemon=True)
        drain.start()
        server = Server(process, address)
        yield server
        server.client.close()
        process.send_signal(signal.SIGINT)
        assert process.wait(LONG) == 0
        drain.join()
    finally:
        watchdog.cancel()
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()
