"""ASGI server of the live preview: output files, event stream, access control, timeouts."""

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

from .build_process import client_texts

if TYPE_CHECKING:
    import os
    from collections.abc import AsyncIterator, Iterable, Iterator

    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from .build_process import BuildResult

URL_PREFIX: Final = '/-/live'
"""Path of the client script and the event stream; no page of Sphinx has such a URL."""
MAX_STREAMS: Final = 64
"""Event streams open at the same time."""
MAX_CONNECTIONS: Final = 128
REQUEST_SECONDS: Final = 10.0
"""Timeout for the headers of a request."""
READ_SECONDS: Final = 30.0
"""Timeout for a client that does not read the response."""
MAX_URL: Final = 8192
"""Bytes of path and query string."""
MAX_HEADERS: Final = 64
MAX_HEADER_SIZE: Final = 16_384
"""Bytes of all header names and values."""
SAFE_HEADERS: Final = {
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'SAMEORIGIN',
    'Content-Security-Policy': "frame-ancestors 'self'",
    'Cross-Origin-Resource-Policy': 'same-origin',
}
"""Headers of every response: no other site can frame a page, or load it as a script."""
_NO_STORE: Final = {'Cache-Control': 'no-store'}
_SCRIPT: Final = Path(__file__).with_name('client.js')
_METHODS: Final = ('GET', 'HEAD')
_HOST: Final = re.compile(r'(?:\[([0-9a-f:.]{2,45})\]|([a-z0-9_.-]{1,253}))(?::[0-9]{1,5})?', re.I)
_ORIGIN: Final = re.compile(r'https?://([^/?#@\s]+)', re.IGNORECASE)
_UNSAFE: Final = re.compile(r'[\x00-\x1f\x7f\\]')
_EVENT_ID: Final = re.compile('[0-9]{1,18}')
_HISTORY: Final = 500
"""Changes that are kept for clients that reconnect."""
_KEEP_ALIVE: Final = 15.0
"""Seconds without an event after which a comment keeps a stream open."""
_END: Final = b'</html>'
_ATTEMPTS: Final = 20
_RETRY_SECONDS: Final = 0.01
_NOT_FOUND: Final = (
    '<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>{title}</title></head>'
    '<body><h1>{title}</h1><p>{text}</p></body></html>\n'
)
_BAD_REQUEST: Final = b'That is no request of a browser.\n'


def make_app(folder: Path, events: Broadcaster, hosts: AllowedHosts) -> Starlette:
    """ASGI application that serves an output folder and its event stream to `hosts`."""

    async def stream(request: Request) -> Response:
        if request.method == 'HEAD':
            return Response(media_type='text/event-stream', headers=_NO_STORE)
        if events.subscribers >= MAX_STREAMS:
            message = f'At most {MAX_STREAMS} browsers can follow a build.\n'
            return PlainTextResponse(message, 503, _NO_STORE)
        query = request.query_params
        last_id = request.headers.get('last-event-id') or query.get('since', '')
        since = int(last_id) if _EVENT_ID.fullmatch(last_id) else -1
        content = _event_stream(events, since, output_file(query.get('page', '/')))
        return StreamingResponse(content, media_type='text/event-stream', headers=_NO_STORE)

    async def script(_request: Request) -> Response:
        return FileResponse(_SCRIPT, headers=_NO_STORE)

    routes = [
        Route(f'{URL_PREFIX}/events', stream),
        Route(f'{URL_PREFIX}/client.js', script),
        Mount('/', OutputFiles(folder, events)),
    ]
    return Starlette(routes=routes, middleware=[Middleware(AccessControl, hosts)])


# -- output files


def output_file(path: str) -> str:
    """The file, relative to the output folder, that is served at the path of a URL."""
    file = path.removeprefix('/')
    return f'{file}index.html' if not file or file.endswith('/') else file


class OutputFiles(StaticFiles):
    """Static files of the output folder, with the client script injected into pages."""

    def __init__(self, folder: Path, events: Broadcaster) -> None:
        """Serve `folder`, which need not exist yet."""
        super().__init__(directory=folder, html=True, check_dir=False)
        self._events = events

    async def check_config(self) -> None:
        """Allow a missing folder, which the first build creates."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A file, or a page with status 404 or 503 that reloads when the file exists."""
        try:
            response = await super().get_response(path, scope)
            if isinstance(response, FileResponse) and response.media_type == 'text/html':
                return await self._page(response)
        except (HTTPException, OSError):  # a build may just have removed the file
            return self._not_found()
        response.headers.update(_NO_STORE)
        return response

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """The whole file, never 304: what a browser has cached may be of an earlier build."""
        del scope
        return FileResponse(full_path, status_code, stat_result=stat_result)

    async def _page(self, response: FileResponse) -> Response:
        number = self._events.number
        content = await _read_complete(Path(response.path))
        return HTMLResponse(self._with_script(content, number), response.status_code, _NO_STORE)

    def _not_found(self) -> Response:
        texts = {key: escape(text) for key, text in self._events.texts.items()}
        built = self._events.built
        title, text = (texts[key] for key in (('missing', 'waits') if built else ('first', 'soon')))
        page = _NOT_FOUND.format(title=title, text=text).encode()
        headers = _NO_STORE if built else {**_NO_STORE, 'Retry-After': '1'}
        number = self._events.number
        return HTMLResponse(self._with_script(page, number), 404 if built else 503, headers)

    def _with_script(self, page: bytes, number: int) -> bytes:
        script = (
            f'<script src="{URL_PREFIX}/client.js" data-events="{URL_PREFIX}/events"'
            f' data-number="{number}"'
            f' data-words="{escape(json.dumps(self._events.texts))}"></script>\n'
        ).encode()
        before, end, after = page.rpartition(b'</body>')
        return before + script + end + after if end else page + script


async def _read_complete(file: Path) -> bytes:
    """Content of a page, read again while Sphinx has emptied and not yet written it."""
    for _attempt in range(_ATTEMPTS):
        content = file.read_bytes()
        if _END in content[-200:]:
            break
        await asyncio.sleep(_RETRY_SECONDS)
    return content


# -- event stream


async def _event_stream(events: Broadcaster, since: int, file: str) -> AsyncIterator[str]:
    async for state in events.subscribe(since, file):
        if state is None:
            yield ': alive\n\n'
        else:
            yield f'id: {state["number"]}\ndata: {json.dumps(state)}\n\n'


class Broadcaster:
    """Broadcaster of build results from the supervisor's thread to event streams."""

    def __init__(self) -> None:
        """Start at a number of milliseconds, which no earlier server has reached."""
        self._lock = threading.Lock()
        self._number = self._first = time.time_ns() // 1_000_000
        self._changes: deque[tuple[int, frozenset[str] | None]] = deque(maxlen=_HISTORY)
        self._state: dict[str, Any] = {'problems': [], 'failure': '', 'settled': False}
        self._subscribers: dict[asyncio.Event, str] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed = False
        self.texts = client_texts()
        self.built = False
        """Whether a build has ended since the start."""

    @property
    def number(self) -> int:
        """Number of the latest change, which is the id of events."""
        return self._number

    @property
    def viewed(self) -> frozenset[str]:
        """Files, relative to the output folder, of pages open in a browser."""
        with self._lock:
            return frozenset(self._subscribers.values())

    @property
    def subscribers(self) -> int:
        """Number of open event streams."""
        return len(self._subscribers)

    def publish(self, result: BuildResult) -> None:
        """Publish a build result; may be called from any thread."""
        with self._lock:
            if result.pages or result.pages is None:
                self._number += 1
                self._changes.append((self._number, result.pages))
            state = {'failure': result.failure, 'settled': result.settled}
            if not result.failure:
                self.built = True
                state['problems'] = [
                    {
                        'place': notice.place,
                        'message': notice.message,
                        'code': notice.code,
                        'about': notice.about,
                    }
                    for notice in result.notices
                ]
            self._state = self._state | state
            self.texts = result.texts or self.texts
        self._wake()

    def close(self) -> None:
        """End every event stream."""
        self._closed = True
        self._wake()

    def _wake(self) -> None:
        with self._lock:
            if self._loop and not self._loop.is_closed():
                for event in self._subscribers:
                    self._loop.call_soon_threadsafe(event.set)

    def state_since(self, since: int, file: str) -> dict[str, Any]:
        """The state, and whether the page in `file` has changed after the number `since`.

        :returns: mapping with `problems`, `failure`, `settled`, `number` and `reload`.
        """
        with self._lock:
            missed = [pages for number, pages in self._changes if number > since]
            oldest = self._changes[0][0] if self._changes else self._number + 1
            unknown = since < self._first or since > self._number or since < oldest - 1
            changed = unknown or any(pages is None or file in pages for pages in missed)
            return {**self._state, 'number': self._number, 'reload': changed}

    async def subscribe(self, since: int, file: str) -> AsyncIterator[dict[str, Any] | None]:
        """States for the client that shows `file`; None where a stream is to be kept open."""
        event = asyncio.Event()
        with self._lock:
            self._loop = asyncio.get_running_loop()
            self._subscribers[event] = file
        try:
            while not self._closed:
                event.clear()
                state = self.state_since(since, file)
                since = state['number']
                yield state
                while not self._closed:
                    try:
                        await asyncio.wait_for(event.wait(), _KEEP_ALIVE)
                        break
                    except TimeoutError:
                        yield None
        finally:
            with self._lock:
                del self._subscribers[event]


# -- access control


class AccessControl:
    """ASGI middleware that refuses requests of other sites and other hosts.

    The preview shows unpublished pages, which a site open in the same browser could else read.
    """

    def __init__(self, app: ASGIApp, hosts: AllowedHosts) -> None:
        """Wrap `app`, which is served to `hosts`."""
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""

        async def send_safely(message: Message) -> None:
            if message['type'] == 'http.response.start':
                MutableHeaders(scope=message).update(SAFE_HEADERS)
            await send(message)

        refusal = next(self._refusals(scope), None)
        if refusal is None:
            await self._app(scope, receive, send_safely)
            return
        status, reason = refusal
        headers = {'Connection': 'close', 'Allow': ', '.join(_METHODS)}
        await PlainTextResponse(f'{reason}\n', status, headers)(scope, receive, send_safely)

    def _refusals(self, scope: Scope) -> Iterator[tuple[int, str]]:
        """Status code and reason for each rule that a request breaks."""
        headers = Headers(scope=scope)
        hosts = headers.getlist('host')
        if len(hosts) != 1 or not self._hosts.allow(hosts[0]):
            yield 421, 'This preview answers to no such host name; --allow-host adds one.'
        elif not all(_is_same_origin(origin, hosts[0]) for origin in headers.getlist('origin')):
            yield 403, 'This preview answers to no other site.'
        if _is_cross_site(scope['path'], headers):
            yield 403, 'This preview answers to no other site.'
        if scope['method'] not in _METHODS:
            yield 405, 'A preview can only be read.'
        if headers.get('transfer-encoding') or headers.get('content-length', '0') != '0':
            yield 413, 'A request has no body here.'
        size = sum(len(name) + len(value) for name, value in scope['headers'])
        if len(headers) > MAX_HEADERS or size > MAX_HEADER_SIZE:
            limits = f'{MAX_HEADERS} headers, of {MAX_HEADER_SIZE} characters in all'
            yield 431, f'A request has at most {limits}.'
        if len(scope['raw_path']) + len(scope['query_string']) > MAX_URL:
            yield 414, f'An address has at most {MAX_URL} characters.'
        if not scope['path'].startswith('/') or _UNSAFE.search(scope['path']):
            yield 400, 'That is no address of a page.'


def _is_same_origin(origin: str, host: str) -> bool:
    """Whether an `Origin` header is the site that is served under this `Host`."""
    parts = _ORIGIN.fullmatch(origin)
    return parts is not None and parts[1].lower() == host.lower()


def _is_cross_site(path: str, headers: Headers) -> bool:
    """Whether the request comes from a page of another site, by its Fetch Metadata headers.

    Links from other sites to a page of the preview are allowed.
    """
    sites = {site.strip() for site in headers.getlist('sec-fetch-site')}
    if sites <= {'same-origin', 'none'}:
        return False
    request = (headers.getlist('sec-fetch-mode'), headers.getlist('sec-fetch-dest'))
    return request != (['navigate'], ['document']) or path.startswith(f'{URL_PREFIX}/')


@dataclass(frozen=True, slots=True)
class AllowedHosts:
    """Allow-list of host names, which protects from DNS rebinding."""

    names: frozenset[str]
    any_address: bool = False
    """Whether every IP address is allowed, as no DNS server can rebind one."""

    def allow(self, header: str) -> bool:
        """Whether a request with this `Host` header is allowed."""
        name = host_name(header)
        return name is not None and (name in self.names or (self.any_address and _is_address(name)))


def allowed_hosts(host: str, bound: str, further: Iterable[str] = ()) -> AllowedHosts:
    """Allow-list of a server for the option `host`, whose socket is bound to address `bound`.

    A server that other machines can reach also allows IP addresses and this machine's name.
    """
    names = {'localhost', '127.0.0.1', '::1', *filter(None, map(_normalized, (host, *further)))}
    if _is_address(bound) and ip_address(bound).is_loopback:
        return AllowedHosts(frozenset(names))
    machine = socket.gethostname().lower()
    short = machine.partition('.')[0]
    return AllowedHosts(frozenset({*names, machine, short, f'{short}.local'}), any_address=True)


def host_name(header: str) -> str | None:
    """The normalized name in a `Host` header without its port; None for an invalid header."""
    parts = _HOST.fullmatch(header)
    if parts is None:
        return None
    if parts[1]:
        return ip_address(parts[1]).compressed if _is_address(parts[1]) else None
    return parts[2].lower().removesuffix('.') or None


def _normalized(host: str) -> str | None:
    """A host of the command line as requests have it: an IPv6 address may lack brackets."""
    return host_name(f'[{host}]' if host.count(':') > 1 and '[' not in host else host)


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


# -- connections


class HttpProtocol(H11Protocol):
    """asyncio protocol for HTTP/1.1, with timeouts for clients that do not send or read."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Create the timers; the event loop connects the transport later."""
        super().__init__(*arguments, **options)
        self._request_timer = _Timer(self, REQUEST_SECONDS)
        self._write_timer = _Timer(self, READ_SECONDS)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a request."""
        super().connection_made(transport)
        if len(self.connections) > MAX_CONNECTIONS:
            transport.abort()
        self._wait_for_request()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop all timers."""
        self._request_timer.stop()
        self._write_timer.stop()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Parse data; a request sent byte by byte does not restart its timer."""
        super().data_received(data)
        self._wait_for_request()

    def on_response_complete(self) -> None:
        """Wait for the next request, or until the client has read the last response."""
        super().on_response_complete()
        self._wait_for_request()
        if self.transport.is_closing():
            self._write_timer.start()

    def pause_writing(self) -> None:
        """Wait until the client reads."""
        super().pause_writing()
        self._write_timer.start()

    def resume_writing(self) -> None:
        """Stop waiting, as the client reads."""
        if not self.transport.is_closing():
            self._write_timer.stop()
        super().resume_writing()

    def eof_received(self) -> None:
        """Limit the time for the response, which the client may never read."""
        self._write_timer.start()

    def timeout_keep_alive_handler(self) -> None:
        """Close an idle connection."""
        super().timeout_keep_alive_handler()
        self._write_timer.start()

    def send_400_response(self, msg: str) -> None:
        """Respond to what is no HTTP, unless another response is being sent."""
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
            (b'content-length', str(len(_BAD_REQUEST)).encode()),
            (b'connection', b'close'),
        ]
        response = (
            h11.Response(status_code=400, headers=headers, reason=b'Bad Request'),
            h11.Data(data=_BAD_REQUEST),
            h11.EndOfMessage(),
        )
        self.transport.write(b''.join(self.conn.send(part) or b'' for part in response))
        self.transport.close()
        self._write_timer.start()

    @property
    def _is_responding(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _wait_for_request(self) -> None:
        if self._is_responding or self.transport.is_closing():
            self._request_timer.stop()
        else:
            self._request_timer.start()


class _Timer:
    """Timer that aborts a connection."""

    def __init__(self, protocol: HttpProtocol, seconds: float) -> None:
        self._protocol = protocol
        self._seconds = seconds
        self._handle: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Start, unless it is running."""
        if self._handle is None:
            self._handle = self._protocol.loop.call_later(self._seconds, self._abort)

    def stop(self) -> None:
        """Stop, if it is running."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None

    def _abort(self) -> None:
        self._protocol.transport.abort()
