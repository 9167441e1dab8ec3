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

from criticwiki.live.board import Board
from criticwiki.live.builds import Builds
from criticwiki.live.gate import hosts_of
from criticwiki.live.news import Edit
from criticwiki.live.options import read_options
from criticwiki.live.server import make_app
from criticwiki.live.watch import Wanted, watch_files

if TYPE_CHECKING:
    from collections.abc import Sequence

    from criticwiki.live.news import News
    from criticwiki.live.options import Options


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
        listening = socket.create_server((options.host, options.port))
    except OSError as error:
        sys.stderr.write(f'{options.host}:{options.port}: {error.strerror}; see --port\n')
        return 1
    address = f'http://{options.host}:{listening.getsockname()[1]}/'
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
    hosts = hosts_of(options.host, listening.getsockname()[0], options.allowed_hosts)
    config = uvicorn.Config(
        make_app(wiki.out, board, hosts),
        http='h11',
        log_level='warning',
        lifespan='off',
        timeout_keep_alive=10,
        limit_concurrency=256,
        h11_max_incomplete_event_size=16_384,
    )
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


def main(arguments: Sequence[str] | None = None) -> int:
    """Run as `python -m criticwiki.live`."""
    return run(read_options(arguments))


if __name__ == '__main__':
    raise SystemExit(main())
