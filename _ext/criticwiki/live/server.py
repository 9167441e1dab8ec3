"""ASGI server of the live preview: access control, connections, files, event stream."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import threading
import time
from collections import deque
from dataclasses import dataclass
from html import escape
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import h11
from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    PlainTextResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from uvicorn.protocols.http.h11_impl import H11Protocol

from .messages import live_words

if TYPE_CHECKING:
    import os
    from collections.abc import AsyncIterator, Iterable, Iterator

    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from .messages import News

OURS: Final = '/-/live'
"""Where the script and the events are; no page of Sphinx has such an address."""
MAX_ADDRESS: Final = 8192
"""Characters of a path and its query."""
MAX_HEADERS: Final = 64
MAX_HEAD: Final = 16_384
"""Characters of all headers together."""
SAFE_HEADERS: Final = {
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'SAMEORIGIN',
    'Content-Security-Policy': "frame-ancestors 'self'",
    'Cross-Origin-Resource-Policy': 'same-origin',
}
"""What every answer carries: no other site can frame a page, or read it as a script."""
_METHODS: Final = ('GET', 'HEAD')
_HOST: Final = re.compile(r'(?:\[([0-9a-f:.]{2,45})\]|([a-z0-9_.-]{1,253}))(?::[0-9]{1,5})?', re.I)
_ORIGIN: Final = re.compile(r'https?://([^/?#@\s]+)', re.IGNORECASE)
_ODD: Final = re.compile(r'[\x00-\x1f\x7f\\]')


@dataclass(frozen=True, slots=True)
class Hosts:
    """The host names that requests may carry."""

    names: frozenset[str]
    any_address: bool = False
    """Whether every IP address will do: a stranger can give no address another meaning."""

    def serves(self, written: str) -> bool:
        """Whether a request with this `Host` header is for this server."""
        name = host_name(written)
        return name is not None and (name in self.names or (self.any_address and _is_address(name)))


def host_name(written: str) -> str | None:
    """The name in a `Host` header without its port, in one spelling; None for what is none."""
    parts = _HOST.fullmatch(written)
    if parts is None:
        return None
    if parts[1]:
        return ip_address(parts[1]).compressed if _is_address(parts[1]) else None
    return parts[2].lower().removesuffix('.') or None


def hosts_of(host: str, bound: str, allowed: Iterable[str] = ()) -> Hosts:
    """The names of a server that was asked to serve at `host`, and listens at address `bound`.

    One that other machines can reach also answers to addresses and to this machine's name.
    """
    names = {'localhost', '127.0.0.1', '::1', *filter(None, map(_spelled, (host, *allowed)))}
    if _is_address(bound) and ip_address(bound).is_loopback:
        return Hosts(frozenset(names))
    machine = socket.gethostname().lower()
    short = machine.partition('.')[0]
    return Hosts(frozenset({*names, machine, short, f'{short}.local'}), any_address=True)


class Gate:
    """Passes on what this machine's browser asks, and answers all else itself."""

    def __init__(self, app: ASGIApp, hosts: Hosts) -> None:
        """Stand before `app`, which answers to `hosts`."""
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""

        async def send_safely(message: Message) -> None:
            if message['type'] == 'http.response.start':
                MutableHeaders(scope=message).update(SAFE_HEADERS)
            await send(message)

        refusal = next(self._refusals(scope), None)
        if refusal is None:
            await self._app(scope, receive, send_safely)
            return
        status, words = refusal
        headers = {'Connection': 'close', 'Allow': ', '.join(_METHODS)}
        await PlainTextResponse(f'{words}\n', status, headers)(scope, receive, send_safely)

    def _refusals(self, scope: Scope) -> Iterator[tuple[int, str]]:
        """Status and words for each rule that a request breaks."""
        headers = Headers(scope=scope)
        hosts = headers.getlist('host')
        if len(hosts) != 1 or not self._hosts.serves(hosts[0]):
            yield 421, 'This preview answers to no such host name; --allow-host adds one.'
        elif not all(_is_same(origin, hosts[0]) for origin in headers.getlist('origin')):
            yield 403, 'This preview answers to no other site.'
        if _is_of_another_site(scope['path'], headers):
            yield 403, 'This preview answers to no other site.'
        if scope['method'] not in _METHODS:
            yield 405, 'A preview can only be read.'
        if headers.get('transfer-encoding') or headers.get('content-length', '0') != '0':
            yield 413, 'A request has no body here.'
        size = sum(len(name) + len(value) for name, value in scope['headers'])
        if len(headers) > MAX_HEADERS or size > MAX_HEAD:
            yield (
                431,
                f'A request has at most {MAX_HEADERS} headers, of {MAX_HEAD} characters in all.',
            )
        if len(scope['raw_path']) + len(scope['query_string']) > MAX_ADDRESS:
            yield 414, f'An address has at most {MAX_ADDRESS} characters.'
        if not scope['path'].startswith('/') or _ODD.search(scope['path']):
            yield 400, 'That is no address of a page.'


def _is_same(origin: str, host: str) -> bool:
    """Whether an `Origin` header is the site that is served under this `Host`."""
    parts = _ORIGIN.fullmatch(origin)
    return parts is not None and parts[1].lower() == host.lower()


def _is_of_another_site(path: str, headers: Headers) -> bool:
    """Whether the browser says that a page of another site asks.

    Who follows a link to a page of the preview asks for themselves.
    """
    sites = {site.strip() for site in headers.getlist('sec-fetch-site')}
    if sites <= {'same-origin', 'none'}:
        return False
    opened = (headers.getlist('sec-fetch-mode'), headers.getlist('sec-fetch-dest'))
    return opened != (['navigate'], ['document']) or path.startswith(f'{OURS}/')


def _spelled(host: str) -> str | None:
    """A host of the command line as a request spells it: an IPv6 address may lack brackets."""
    return host_name(f'[{host}]' if host.count(':') > 1 and '[' not in host else host)


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


MAX_STREAMS: Final = 64
"""Browsers that can follow a build at once."""
_NUMBER: Final = re.compile('[0-9]{1,18}')
_SCRIPT: Final = Path(__file__).with_name('client.js')
_FRESH: Final = {'Cache-Control': 'no-store'}
_END: Final = b'</html>'
_TRIES: Final = 20
_PAUSE: Final = 0.01
_MISSING: Final = (
    '<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>{title}</title></head>'
    '<body><h1>{title}</h1><p>{words}</p></body></html>\n'
)


def file_at(address: str) -> str:
    """The file below the output folder that an address leads to."""
    path = address.removeprefix('/')
    return f'{path}index.html' if not path or path.endswith('/') else path


class Site(StaticFiles):
    """The output folder; the script is in what is sent, never in a file."""

    def __init__(self, folder: Path, board: Board) -> None:
        """Serve `folder`, which may not be there yet."""
        super().__init__(directory=folder, html=True, check_dir=False)
        self._board = board

    async def check_config(self) -> None:
        """The first build makes the folder."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A file, or a page that says there is none and waits for it."""
        try:
            response = await super().get_response(path, scope)
            if isinstance(response, FileResponse) and response.media_type == 'text/html':
                return await self._page(response)
        except (HTTPException, OSError):  # a build may just have removed the file
            return self._missing()
        response.headers.update(_FRESH)
        return response

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """Always the whole file: what a browser has kept may be of an earlier build."""
        del scope
        return FileResponse(full_path, status_code, stat_result=stat_result)

    async def _page(self, found: FileResponse) -> Response:
        number = self._board.number
        content = await _whole(Path(found.path))
        return HTMLResponse(self._with_script(content, number), found.status_code, _FRESH)

    def _missing(self) -> Response:
        words = {key: escape(word) for key, word in self._board.words.items()}
        page = _MISSING.format(title=words['missing'], words=words['waits']).encode()
        return HTMLResponse(self._with_script(page, self._board.number), 404, _FRESH)

    def _with_script(self, page: bytes, number: int) -> bytes:
        script = (
            f'<script src="{OURS}/client.js" data-events="{OURS}/events" data-number="{number}"'
            f' data-words="{escape(json.dumps(self._board.words))}"></script>\n'
        ).encode()
        before, end, after = page.rpartition(b'</body>')
        return before + script + end + after if end else page + script


async def _whole(file: Path) -> bytes:
    """A page that may just be written: Sphinx empties the file before it fills it."""
    for _try in range(_TRIES):
        content = file.read_bytes()
        if _END in content[-200:]:
            break
        await asyncio.sleep(_PAUSE)
    return content


def make_app(folder: Path, board: Board, hosts: Hosts) -> Starlette:
    """The whole server, which answers to `hosts`."""

    async def events(request: Request) -> Response:
        if request.method == 'HEAD':
            return Response(media_type='text/event-stream', headers=_FRESH)
        if board.listeners >= MAX_STREAMS:
            words = f'At most {MAX_STREAMS} browsers can follow a build.\n'
            return PlainTextResponse(words, 503, _FRESH)
        asked = request.headers.get('last-event-id') or request.query_params.get('since', '')
        since = int(asked) if _NUMBER.fullmatch(asked) else -1
        file = file_at(request.query_params.get('page', '/'))
        stream = _stream(board, since, file)
        return StreamingResponse(stream, media_type='text/event-stream', headers=_FRESH)

    async def script(_request: Request) -> Response:
        return FileResponse(_SCRIPT, headers=_FRESH)

    routes = [
        Route(f'{OURS}/events', events),
        Route(f'{OURS}/client.js', script),
        Mount('/', Site(folder, board)),
    ]
    return Starlette(routes=routes, middleware=[Middleware(Gate, hosts)])


async def _stream(board: Board, since: int, file: str) -> AsyncIterator[str]:
    async for told in board.listen(since, file):
        yield ': alive\n\n' if told is None else _event(told)


def _event(told: dict[str, Any]) -> str:
    return f'id: {told["number"]}\ndata: {json.dumps(told)}\n\n'


_KEPT: Final = 500
"""How many changes are kept for a browser that comes back."""
_ALIVE: Final = 15.0
"""Seconds of silence after which a browser is told that there is nothing new."""


class Board:
    """Takes news from one thread, and tells browsers in another."""

    def __init__(self) -> None:
        """Begin at a number that no earlier server has reached."""
        self._lock = threading.Lock()
        self._number = self._first = time.time_ns() // 1_000_000
        self._changes: deque[tuple[int, frozenset[str] | None]] = deque(maxlen=_KEPT)
        self._state: dict[str, Any] = {'problems': [], 'failure': '', 'settled': False}
        self._listeners: dict[asyncio.Event, str] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed = False
        self.words = live_words()

    @property
    def number(self) -> int:
        """The number of the newest change."""
        return self._number

    @property
    def viewed(self) -> frozenset[str]:
        """The files of pages that somebody looks at."""
        with self._lock:
            return frozenset(self._listeners.values())

    @property
    def listeners(self) -> int:
        """How many browsers listen."""
        return len(self._listeners)

    def publish(self, news: News) -> None:
        """Take news; from any thread."""
        with self._lock:
            if news.pages or news.pages is None:
                self._number += 1
                self._changes.append((self._number, news.pages))
            state = {'failure': news.failure, 'settled': news.settled}
            if not news.failure:
                state['problems'] = [
                    {
                        'place': notice.place,
                        'message': notice.message,
                        'code': notice.code,
                        'about': notice.about,
                    }
                    for notice in news.notices
                ]
            self._state = self._state | state
            self.words = news.words or self.words
        self._wake()

    def close(self) -> None:
        """Let every browser go."""
        self._closed = True
        self._wake()

    def _wake(self) -> None:
        with self._lock:
            if self._loop and not self._loop.is_closed():
                for listener in self._listeners:
                    self._loop.call_soon_threadsafe(listener.set)

    def told(self, since: int, file: str) -> dict[str, Any]:
        """The state, and whether the page in `file` has changed after the number `since`."""
        with self._lock:
            missed = [pages for number, pages in self._changes if number > since]
            kept = self._changes[0][0] if self._changes else self._number + 1
            lost = since < self._first or since > self._number or since < kept - 1
            changed = lost or any(pages is None or file in pages for pages in missed)
            return {**self._state, 'number': self._number, 'reload': changed}

    async def listen(self, since: int, file: str) -> AsyncIterator[dict[str, Any] | None]:
        """What a browser is to know that looks at `file`; None as a sign of life."""
        woken = asyncio.Event()
        with self._lock:
            self._loop = asyncio.get_running_loop()
            self._listeners[woken] = file
        try:
            while not self._closed:
                woken.clear()
                told = self.told(since, file)
                since = told['number']
                yield told
                while not self._closed:
                    try:
                        await asyncio.wait_for(woken.wait(), _ALIVE)
                        break
                    except TimeoutError:
                        yield None
        finally:
            with self._lock:
                del self._listeners[woken]


MAX_CONNECTIONS: Final = 128
REQUEST_SECONDS: Final = 10.0
"""How long a client may take to send the head of a request."""
READ_SECONDS: Final = 30.0
"""How long a client may read nothing of what was sent to it."""
_REFUSED: Final = b'That is no request of a browser.\n'


class Protocol(H11Protocol):
    """HTTP on one connection, with a time limit for each direction."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Begin without a limit; the loop gives the connection later."""
        super().__init__(*arguments, **options)
        self._request = _Limit(self, REQUEST_SECONDS)
        self._reader = _Limit(self, READ_SECONDS)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a request."""
        super().connection_made(transport)
        if len(self.connections) > MAX_CONNECTIONS:
            transport.abort()
        self._wait_for_request()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        self._request.stop()
        self._reader.stop()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on; a request that comes byte by byte gains no time by that."""
        super().data_received(data)
        self._wait_for_request()

    def on_response_complete(self) -> None:
        """Wait for the next request, or until the client has read the last answer."""
        super().on_response_complete()
        self._wait_for_request()
        if self.transport.is_closing():
            self._reader.start()

    def pause_writing(self) -> None:
        """Wait until the client reads."""
        super().pause_writing()
        self._reader.start()

    def resume_writing(self) -> None:
        """The client reads."""
        if not self.transport.is_closing():
            self._reader.stop()
        super().resume_writing()

    def eof_received(self) -> None:
        """The client sends no more, and what was sent to it may never be read."""
        self._reader.start()

    def timeout_keep_alive_handler(self) -> None:
        """Close a connection that nobody uses."""
        super().timeout_keep_alive_handler()
        self._reader.start()

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP; where an answer is on its way, there can be no other."""
        if self.conn.our_state is not h11.IDLE:
            if self.cycle is not None:
                self.cycle.disconnected = True
                self.cycle.message_event.set()
            self.transport.abort()
            return
        del msg
        headers = [
            *((name.encode(), value.encode()) for name, value in SAFE_HEADERS.items()),
            (b'content-type', b'text/plain; charset=utf-8'),
            (b'content-length', str(len(_REFUSED)).encode()),
            (b'connection', b'close'),
        ]
        answer = (
            h11.Response(status_code=400, headers=headers, reason=b'Bad Request'),
            h11.Data(data=_REFUSED),
            h11.EndOfMessage(),
        )
        self.transport.write(b''.join(self.conn.send(part) or b'' for part in answer))
        self.transport.close()
        self._reader.start()

    @property
    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _wait_for_request(self) -> None:
        if self._is_answering or self.transport.is_closing():
            self._request.stop()
        else:
            self._request.start()


class _Limit:
    """A time limit, after which a connection is cut."""

    def __init__(self, protocol: Protocol, seconds: float) -> None:
        self._protocol = protocol
        self._seconds = seconds
        self._timer: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Begin, unless it runs."""
        if self._timer is None:
            self._timer = self._protocol.loop.call_later(self._seconds, self._cut)

    def stop(self) -> None:
        """There is time enough."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _cut(self) -> None:
        self._protocol.transport.abort()
