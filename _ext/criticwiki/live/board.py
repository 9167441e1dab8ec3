"""What browsers are told: which pages have changed since they asked, and what is to be mended."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from typing import TYPE_CHECKING, Any, Final

from .words import live_words

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from .messages import News

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
