"""Serves the output as it is on the disk, with a script that follows the build."""

from __future__ import annotations

import asyncio
import json
import re
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from starlette.applications import Starlette
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

from .gate import OURS, Gate

if TYPE_CHECKING:
    import os
    from collections.abc import AsyncIterator

    from starlette.requests import Request
    from starlette.types import Scope

    from .board import Board
    from .gate import Hosts

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
