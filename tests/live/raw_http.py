"""The live server over a folder, asked byte by byte as no client would."""

from __future__ import annotations

import logging
import socket
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from criticwiki.live.__main__ import Server, server_config
from criticwiki.live.build_process import BuildResult
from criticwiki.live.server import Broadcaster, allowed_hosts, make_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE = 10.0
LOGGERS = ('uvicorn.error', 'asyncio')


class _Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


class Raw:
    """A running server, and what it wrote to its terminal."""

    def __init__(self, port: int, board: Broadcaster, kept: _Kept) -> None:
        self.port = port
        self.board = board
        self._kept = kept

    @property
    def terminal(self) -> list[str]:
        return self._kept.lines

    def connect(self) -> socket.socket:
        return socket.create_connection(('127.0.0.1', self.port), PATIENCE)

    def send(self, request: bytes) -> bytes:
        """Everything that is answered until the connection ends."""
        answer = b''
        with self.connect() as connection:
            try:
                connection.sendall(request)
                while part := connection.recv(65536):
                    answer += part
            except ConnectionError:
                pass
        return answer

    def get(self, path: str = '/', *headers: str, method: str = 'GET') -> bytes:
        lines = [f'{method} {path} HTTP/1.1', *headers, 'Connection: close']
        if not any(line.lower().startswith('host:') for line in headers):
            lines.insert(1, f'Host: 127.0.0.1:{self.port}')
        return self.send('\r\n'.join((*lines, '', '')).encode('latin-1'))

    def first(self, path: str, *headers: str) -> bytes:
        """The beginning of an answer that does not end."""
        with self.connect() as connection:
            lines = (f'GET {path} HTTP/1.1', f'Host: localhost:{self.port}', 'Connection: close')
            connection.sendall('\r\n'.join((*lines, *headers, '', '')).encode('latin-1'))
            answer = connection.recv(65536)
            while b'\n\n' not in answer.partition(b'\r\n\r\n')[2]:
                part = connection.recv(65536)
                if not part:
                    break
                answer += part
            return answer


def status(answer: bytes) -> int:
    """The number of an answer; 0 where the connection was cut."""
    return int(answer.split(b' ', 2)[1]) if answer.startswith(b'HTTP/1.1 ') else 0


def body(answer: bytes) -> bytes:
    return answer.partition(b'\r\n\r\n')[2]


@contextmanager
def serving(folder: Path) -> Iterator[Raw]:
    """Serve a folder within this process."""
    board = Broadcaster()
    board.publish(BuildResult())  # the wiki has been built
    config = server_config(make_app(folder, board, allowed_hosts('127.0.0.1', '127.0.0.1')))
    listening = socket.create_server(('127.0.0.1', 0))
    server = Server(config, board)
    kept = _Kept()
    for name in LOGGERS:
        logging.getLogger(name).addHandler(kept)
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield Raw(listening.getsockname()[1], board, kept)
    finally:
        server.should_exit = server.force_exit = True
        thread.join(PATIENCE)
        listening.close()
        for name in LOGGERS:
            logging.getLogger(name).removeHandler(kept)
