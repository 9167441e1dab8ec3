"""`python -m criticwiki.live`: serve a wiki and rebuild it while it is edited."""

from __future__ import annotations

import signal
import socket
import sys
import threading
import webbrowser
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uvicorn
from sphinx.cmd.build import get_parser
from sphinx.locale import init_console

from .build_process import Builds
from .messages import Edit, Wiki
from .server import Board, Protocol, host_name, hosts_of, make_app
from .watch import Wanted, watch_files

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.types import ASGIApp

    from .messages import News


@dataclass(frozen=True)
class Options:
    """What the command line says."""

    wiki: Wiki
    host: str
    port: int
    open_browser: bool
    allowed_hosts: tuple[str, ...]
    """Further names that requests may carry."""
    ignored: tuple[str, ...]
    """Globs of files and folders that are not watched."""
    ignored_patterns: tuple[str, ...]
    """The same as regular expressions."""


def read_options(arguments: Sequence[str] | None = None) -> Options:
    """Read the command line; exits where it makes no sense."""
    init_console()  # else the words of the help are no text yet
    parser = get_parser()
    parser.prog = 'python -m criticwiki.live'
    parser.usage = '%(prog)s [OPTIONS] SOURCEDIR OUTDIR'
    parser.description = 'Build a wiki, serve it, and show every edit at once.'
    group = parser.add_argument_group('live options')
    group.add_argument('--host', default='127.0.0.1', help='address to serve at (%(default)s)')
    group.add_argument(
        '--port', type=int, default=8000, help='port to serve at; 0 finds a free one (%(default)s)'
    )
    group.add_argument(
        '--allow-host',
        metavar='NAME',
        action='append',
        default=[],
        help='one more host name to answer to, such as that of a forwarded port:'
        ' 8000-wiki.example.dev; all names but those of this machine are refused',
    )
    group.add_argument(
        '--open-browser', action='store_true', help='open a browser after the first build'
    )
    group.add_argument(
        '--watch', metavar='DIR', action='append', default=[], help='one more folder to watch'
    )
    group.add_argument(
        '--ignore', metavar='GLOB', action='append', default=[], help='files not to watch'
    )
    group.add_argument(
        '--re-ignore', metavar='REGEX', action='append', default=[], help='files not to watch'
    )
    found = parser.parse_args(arguments)
    if found.filenames:
        parser.error('single files cannot be built: all pages are kept up to date')
    source, out = Path(found.sourcedir).resolve(), Path(found.outputdir).resolve()
    if not source.is_dir():
        parser.error(f'there is no folder {found.sourcedir}')
    for name in found.allow_host:
        if host_name(name) is None:
            parser.error(f'--allow-host: {name!r} is no host name; leave out https:// and paths')
    settings = None if found.noconfig else Path(found.confdir or source).resolve()
    wiki = Wiki(
        source,
        out,
        Path(found.doctreedir).resolve() if found.doctreedir else out / '.doctrees',
        settings,
        builder=found.builder,
        overrides=_overrides(found),
        tags=tuple(found.tags),
        fresh=found.freshenv,
        force=found.force_all,
        jobs=found.jobs,
        verbosity=found.verbosity,
        quiet=found.quiet or found.really_quiet,
        watched=tuple(Path(folder).resolve() for folder in found.watch),
    )
    return Options(
        wiki,
        found.host,
        found.port,
        found.open_browser,
        tuple(found.allow_host),
        tuple(found.ignore),
        tuple(found.re_ignore),
    )


def _overrides(found: Any) -> dict[str, Any]:
    """What `-D`, `-A` and `-n` say, as sphinx-build reads them."""
    settings: dict[str, Any] = dict(_pair(item) for item in found.define)
    for name, value in map(_pair, found.htmldefine):
        settings[f'html_context.{name}'] = int(value) if value.isdecimal() else value
    if found.nitpicky:
        settings['nitpicky'] = True
    return settings


def _pair(item: str) -> tuple[str, str]:
    name, _, value = item.partition('=')
    return name, value


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
