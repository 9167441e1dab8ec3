"""The command line: options of sphinx-build, and those of sphinx-autobuild beside them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.cmd.build import get_parser
from sphinx.locale import init_console

from .gate import host_name
from .wiki import Wiki

if TYPE_CHECKING:
    from collections.abc import Sequence


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
