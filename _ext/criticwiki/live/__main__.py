"""Serve a wiki that is built while it is edited."""

from __future__ import annotations

import signal
import socket
import sys
import threading
import webbrowser
from contextlib import suppress
from typing import TYPE_CHECKING

import uvicorn

from .board import Board
from .builds import Builds
from .gate import hosts_of
from .messages import Edit
from .options import read_options
from .protocol import Protocol
from .server import make_app
from .watch_part import Wanted, watch_files

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.types import ASGIApp

    from .messages import News
    from .options import Options


class Server(uvicorn.Server):
    """A server that lets its browsers go before it waits for them."""

    def __init__(self, config: uvicorn.Config, board: Board) -> None:
        """Take the board that browsers listen to."""
        super().__init__(config)
        self._board = board

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End."""
        self._board.close()
        await super().shutdown(sockets)


def run(options: Options) -> int:
    """Build, watch and serve until somebody ends it."""
    wiki = options.wiki
    try:
        listening = _listen(options.host, options.port)
    except OSError as error:
        sys.stderr.write(f'{options.host}:{options.port}: {error.strerror}; see --port\n')
        return 1
    bound, port = listening.getsockname()[:2]
    address = f'http://{f"[{options.host}]" if ":" in options.host else options.host}:{port}/'
    hosts = hosts_of(options.host, bound, options.allowed_hosts)
    board = Board()
    opened = threading.Event()

    def tell(news: News) -> None:
        board.publish(news)
        if not opened.is_set():
            opened.set()
            sys.stdout.write(f'Serving at {address}; Ctrl-C ends it\n')
            sys.stdout.flush()
            if options.open_browser:
                webbrowser.open(address)

    builds = Builds(wiki, tell)
    stop = threading.Event()
    wanted = Wanted((wiki.out, wiki.doctrees), options.ignored, options.ignored_patterns)
    folders = {wiki.source, *wiki.watched, *([wiki.settings] if wiki.settings else [])}
    watcher = threading.Thread(
        target=watch_files,
        args=(
            sorted(folders),
            wanted,
            stop,
            lambda paths: builds.send(Edit(paths, board.viewed)),
        ),
        name='watch',
    )
    config = server_config(make_app(wiki.out, board, hosts))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    watcher.start()
    builds.start()
    try:
        with suppress(KeyboardInterrupt):
            Server(config, board).run(sockets=[listening])
    finally:
        stop.set()
        builds.stop()
        watcher.join()
    return 0


def server_config(app: ASGIApp) -> uvicorn.Config:
    """How an application is served: on connections that end, and without WebSockets."""
    return uvicorn.Config(
        app,
        http=Protocol,
        ws='none',
        lifespan='off',
        log_level='error',  # requests that are none are no news for an editor
        timeout_keep_alive=10,
        server_header=False,
    )


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ':' in host else socket.AF_INET
    return socket.create_server((host, port), family=family)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run as `python -m criticwiki.live`."""
    return run(read_options(arguments))


if __name__ == '__main__':
    raise SystemExit(main())
