"""Command line `python -m criticwiki.live`: serves a wiki and rebuilds it while it is edited."""

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

from .build_process import BuildSupervisor, Edit
from .server import Broadcaster, HttpProtocol, allowed_hosts, host_name, make_app
from .session import BuildOptions
from .watch import WatchFilter, watch_files

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from starlette.types import ASGIApp

    from .build_process import BuildResult


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    :returns: exit code 0; 1 where the port is not available.
    """
    return run(read_options(arguments))


@dataclass(frozen=True)
class Options:
    """Options of the command line."""

    build: BuildOptions
    host: str
    port: int
    open_browser: bool
    allowed_hosts: tuple[str, ...]
    """Further host names that requests may have."""
    ignored: tuple[str, ...]
    """Globs of files and folders that are not watched."""
    ignored_patterns: tuple[str, ...]
    """Regular expressions of paths that are not watched."""


def read_options(arguments: Sequence[str] | None = None) -> Options:
    """Options parsed from the command line.

    :raises SystemExit: where they are invalid.
    """
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.filenames:
        parser.error('single files cannot be built: all pages are kept up to date')
    if not Path(options.sourcedir).resolve().is_dir():
        parser.error(f'there is no folder {options.sourcedir}')
    for name in options.allow_host:
        if host_name(name) is None:
            parser.error(f'--allow-host: {name!r} is no host name; leave out https:// and paths')
    return Options(
        _build_options(options),
        options.host,
        options.port,
        options.open_browser,
        tuple(options.allow_host),
        tuple(options.ignore),
        tuple(options.re_ignore),
    )


def _parser() -> ArgumentParser:
    """The parser of `sphinx-build` with further options."""
    init_console()  # else the help holds lazy translations, which argparse cannot format
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
    return parser


def _build_options(options: Namespace) -> BuildOptions:
    source, out = Path(options.sourcedir).resolve(), Path(options.outputdir).resolve()
    return BuildOptions(
        source,
        out,
        Path(options.doctreedir).resolve() if options.doctreedir else out / '.doctrees',
        None if options.noconfig else Path(options.confdir or source).resolve(),
        builder=options.builder,
        overrides=_overrides(options),
        tags=tuple(options.tags),
        fresh=options.freshenv,
        force=options.force_all,
        jobs=options.jobs,
        verbosity=options.verbosity,
        quiet=options.quiet or options.really_quiet,
        watched=tuple(Path(folder).resolve() for folder in options.watch),
    )


def _overrides(options: Namespace) -> dict[str, Any]:
    """Settings of `-D`, `-A` and `-n`, read as sphinx-build does."""
    settings: dict[str, Any] = dict(_pair(item) for item in options.define)
    for name, value in map(_pair, options.htmldefine):
        settings[f'html_context.{name}'] = int(value) if value.isdecimal() else value
    if options.nitpicky:
        settings['nitpicky'] = True
    return settings


def _pair(item: str) -> tuple[str, str]:
    name, _, value = item.partition('=')
    return name, value


def run(options: Options) -> int:
    """Build, watch and serve until SIGINT or SIGTERM.

    :returns: exit code 0; 1 where the port is not available.
    """
    build = options.build
    try:
        listener = _listen(options.host, options.port)
    except OSError as error:
        sys.stderr.write(f'{options.host}:{options.port}: {error.strerror}; see --port\n')
        return 1
    bound, port = listener.getsockname()[:2]
    url = f'http://{f"[{options.host}]" if ":" in options.host else options.host}:{port}/'
    hosts = allowed_hosts(options.host, bound, options.allowed_hosts)
    events = Broadcaster()
    announced = threading.Event()

    def on_result(result: BuildResult) -> None:
        events.publish(result)
        if not announced.is_set():
            announced.set()
            sys.stdout.write(f'Serving at {url}; Ctrl-C ends it\n')
            sys.stdout.flush()
            if options.open_browser:
                webbrowser.open(url)

    supervisor = BuildSupervisor(build, on_result)
    stop = threading.Event()
    watcher = threading.Thread(
        target=watch_files,
        args=(
            sorted({build.source, *build.watched, *([build.confdir] if build.confdir else [])}),
            WatchFilter((build.out, build.doctrees), options.ignored, options.ignored_patterns),
            stop,
            lambda paths: supervisor.send(Edit(paths, events.viewed)),
        ),
        name='watch',
    )
    config = server_config(make_app(build.out, events, hosts))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    watcher.start()
    supervisor.start()
    try:
        with suppress(KeyboardInterrupt):
            Server(config, events).run(sockets=[listener])
    finally:
        stop.set()
        supervisor.stop()
        watcher.join()
    return 0


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ':' in host else socket.AF_INET
    return socket.create_server((host, port), family=family)


def server_config(app: ASGIApp) -> uvicorn.Config:
    """Configuration of uvicorn: connections with timeouts, no WebSockets, no access log."""
    return uvicorn.Config(
        app,
        http=HttpProtocol,
        ws='none',
        lifespan='off',
        log_level='error',  # warnings on invalid requests are no use to an editor
        timeout_keep_alive=10,
        server_header=False,
    )


class Server(uvicorn.Server):
    """uvicorn server that ends event streams at shutdown, which would else wait for them."""

    def __init__(self, config: uvicorn.Config, events: Broadcaster) -> None:
        """Take the broadcaster of the event streams."""
        super().__init__(config)
        self._events = events

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End all event streams, then shut down."""
        self._events.close()
        await super().shutdown(sockets)


if __name__ == '__main__':
    raise SystemExit(main())
