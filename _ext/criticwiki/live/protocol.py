"""Connections that end by themselves: a slow or silent client keeps none for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from .gate import SAFE_HEADERS

if TYPE_CHECKING:
    import asyncio

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
