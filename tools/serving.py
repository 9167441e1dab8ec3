"""A built site behind an address, served as Read the Docs serves it."""

from __future__ import annotations

import gzip
import threading
from contextlib import contextmanager
from functools import cache, partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VERSION: Final = '/en/latest/'
"""The site stands below the address of a version."""
PACKED: Final = ('text/', 'application/json', 'application/javascript', 'image/svg')
FRESH: Final = 1200
"""Seconds that a browser keeps what never changes under its address."""


class Site(BaseHTTPRequestHandler):
    """Serves files packed and kept, and the site's own page for what is missing."""

    protocol_version = 'HTTP/1.1'

    def __init__(self, *connection: Any, folder: Path) -> None:
        self.folder = folder
        super().__init__(*connection)

    def do_GET(self) -> None:
        """Send a file, or say that there is none."""
        if file := self._file():
            self._send(HTTPStatus.OK, file)
        else:
            self._send(HTTPStatus.NOT_FOUND, self.folder / '404.html')

    do_HEAD = do_GET  # noqa: N815

    def _file(self) -> Path | None:
        place = unquote(urlsplit(self.path).path)
        if not place.startswith(VERSION):
            return None
        file = (self.folder / place.removeprefix(VERSION)).resolve()
        if place.endswith('/'):
            file /= 'index.html'
        return file if file.is_file() and file.is_relative_to(self.folder) else None

    def _send(self, status: HTTPStatus, file: Path) -> None:
        kind = guess_type(file.name)[0] or 'application/octet-stream'
        plain, packed = _read(file, file.stat().st_mtime_ns) if file.is_file() else (b'', b'')
        pack = kind.startswith(PACKED) and 'gzip' in self.headers.get('Accept-Encoding', '')
        sent = packed if pack else plain
        self.send_response(status)
        self.send_header('Content-Type', f'{kind}; charset=utf-8' if 'text' in kind else kind)
        self.send_header('Content-Length', str(len(sent)))
        self.send_header('Cache-Control', f'max-age={0 if "html" in kind else FRESH}')
        if pack:
            self.send_header('Content-Encoding', 'gzip')
            self.send_header('Vary', 'Accept-Encoding')
        self.end_headers()
        if self.command == 'GET':
            self.wfile.write(sent)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name it has there
        """Stay silent."""


@cache
def _read(file: Path, _changed: int) -> tuple[bytes, bytes]:
    """What a file holds, and the same packed."""
    plain = file.read_bytes()
    return plain, gzip.compress(plain, mtime=0)


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """The address of a site while it is served."""
    server = ThreadingHTTPServer(('127.0.0.1', 0), partial(Site, folder=folder.resolve()))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f'http://127.0.0.1:{server.server_port}{VERSION}'
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
