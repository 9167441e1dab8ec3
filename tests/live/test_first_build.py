"""Until the first build has ended, every page says so, and appears by itself."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import httpx

from criticwiki.live.build_process import BuildResult
from criticwiki.live.server import Broadcaster, allowed_hosts, make_app

if TYPE_CHECKING:
    from pathlib import Path


def test_a_page_that_is_asked_for_too_early(tmp_path: Path) -> None:
    events = Broadcaster()
    app = make_app(tmp_path / 'out', events, allowed_hosts('localhost', '127.0.0.1'))

    def get(path: str) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url='http://localhost') as one:
                return await one.get(path)

        with ThreadPoolExecutor(1) as thread:  # in this one a browser may have a loop
            return thread.submit(asyncio.run, ask()).result()

    for path in ('/', '/episodes/01.html'):
        early = get(path)
        assert (early.status_code, early.headers['Retry-After']) == (503, '1')
        assert '<h1>The wiki is being built</h1>' in early.text
        assert 'This page will appear by itself.' in early.text
        assert '/client.js' in early.text
    seen = events.number
    events.publish(BuildResult(failure='conf.py: SyntaxError'))
    assert get('/').status_code == 503
    assert not events.state_since(seen, 'index.html')['reload']
    (tmp_path / 'out').mkdir()
    (tmp_path / 'out' / 'index.html').write_text('<html><body>Home</body></html>\n', 'utf-8')
    events.publish(BuildResult(pages=None, settled=True))
    assert events.state_since(seen, 'index.html')['reload']
    assert 'Home' in get('/').text
    missing = get('/episodes/99.html')
    assert (missing.status_code, 'Not found' in missing.text) == (404, True)
