"""Damaged caches and stale static files, deleted before a build; an error where a write fails."""

from __future__ import annotations

import json
import logging
import os
import zlib
from contextlib import suppress
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, Final

from sphinx.application import ENV_PICKLE_FILENAME
from sphinx.builders.html._build_info import BuildInfo
from sphinx.errors import SphinxError
from sphinx.locale import __ as of_sphinx
from sphinx.util import logging as sphinx_logging

from .incremental import drop_manifest
from .output import remove, site_of, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.util._pathlib import _StrPath as StrPath

_log = sphinx_logging.getLogger(__name__)
_SUM: Final = 'criticwiki-environment.sum'
_COPIES: Final = 'criticwiki-{builder}-copies.json'
_TEMPLATES: Final = ('.jinja', '_t')


def drop_damaged_environment(app: Sphinx, _config: Config) -> None:
    """Handler of `config-inited`, before the environment is loaded: delete one that is not whole.

    Unpickled, a spoiled one may do anything; a disk that was full, or a second build that wrote
    at the same time, leaves such files.
    """
    pickled = Path(app.doctreedir, ENV_PICKLE_FILENAME)
    try:
        kept = Path(app.doctreedir, _SUM).read_bytes()
    except OSError:
        kept = b''
    if pickled.is_file() and kept != _sum_of(pickled):
        with suppress(OSError):  # a build into a folder that is read-only fails by itself
            pickled.unlink()


def save_environment_checksum(app: Sphinx, _env: BuildEnvironment) -> None:
    """Handler of `env-check-consistency`, which follows the pickling: keep its checksum."""
    write_whole(Path(app.doctreedir, _SUM), _sum_of(Path(app.doctreedir, ENV_PICKLE_FILENAME)))


def _sum_of(file: Path) -> bytes:
    data = file.read_bytes()
    return f'{zlib.crc32(data)} {len(data)}\n'.encode()


_SEAL: Final = b'wiki'
"""What stands before the checksum at the end of a doctree; unpickling ignores both."""


def save_doctree_checksums(app: Sphinx) -> None:
    """Handler of `builder-inited`: have every doctree end in a checksum."""
    write = app.builder.write_doctree

    def sealed(docname: str, doctree: nodes.document, *, _cache: bool = True) -> None:
        write(docname, doctree, _cache=_cache)
        with Path(app.doctreedir, f'{docname}.doctree').open('r+b') as file:
            content = file.read()
            file.write(_SEAL + zlib.crc32(content).to_bytes(4, 'big'))

    setattr(app.builder, 'write_doctree', sealed)  # noqa: B010 - Sphinx calls it final


def damaged_doctrees(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], _removed: set[str]
) -> list[str]:
    """Handler of `env-get-outdated`: pages whose doctree is not as it was written."""
    names = (env.all_docs.keys() & env.found_docs) - added - changed
    return sorted(name for name in names if not _is_sealed(app.doctreedir, name))


def _is_sealed(folder: StrPath, docname: str) -> bool:
    try:
        with open(f'{folder}/{docname}.doctree', 'rb') as file:  # noqa: PTH123 - of all pages
            content = file.read()
    except OSError:
        return False
    end = len(content) - 8
    seal = _SEAL + zlib.crc32(memoryview(content)[: max(end, 0)]).to_bytes(4, 'big')
    return content[max(end, 0) :] == seal


class OutputError(SphinxError):
    """Error: a page cannot be written. Sphinx by itself warns, and leaves half a page for good."""

    category = 'Output error'


def fail_where_nothing_is_written(_app: Sphinx) -> None:
    """Handler of `builder-inited`: end a build that cannot write a page, as on a full disk.

    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/builders/html/__init__.py#L1150
    """
    logger = logging.getLogger('sphinx.sphinx.builders.html')
    logger.removeFilter(_raise)
    logger.addFilter(_raise)


def _raise(record: logging.LogRecord) -> bool:
    if record.msg == of_sphinx('error writing file %s: %s') and record.args:
        message = 'error writing file {}: {}'.format(*record.args)
        _log.error('%s; make room for it, then build again', message)
        raise OutputError(message)
    return True


def drop_damaged_build_info(app: Sphinx) -> None:
    """Handler of `builder-inited`: delete a `.buildinfo` that is not whole, on which Sphinx fails.

    Without one nothing says with which settings pages were written: all are written again.
    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/builders/html/_build_info.py#L30
    """
    if not site_of(app.env).is_html:
        return
    file = Path(app.outdir, '.buildinfo')
    try:
        BuildInfo.load(file)
    except (OSError, ValueError, IndexError):
        with suppress(OSError):
            drop_manifest(app)
            file.unlink(missing_ok=True)


def remove_stale_static_files(app: Sphinx) -> None:
    """Handler of `builder-inited`: delete copies of static files that are no more.

    Sphinx copies these folders and deletes nothing. Where it is not known what was copied, all
    copies go: they are made anew in every build.
    """
    if not site_of(app.env).is_html:
        return
    state = Path(app.doctreedir, _COPIES.format(builder=app.builder.name))
    now = {*_copies(app)}
    with suppress(OSError):
        try:
            before = {str(name) for name in json.loads(state.read_text('utf-8'))}
        except (OSError, ValueError, TypeError):
            before = set()
            rmtree(Path(app.outdir, '_static'), ignore_errors=True)
        for name in before - now:
            remove(app.outdir, name)
        if before != now:
            write_whole(state, json.dumps(sorted(now)))


def _copies(app: Sphinx) -> Iterator[str]:
    """Files below the output folder that are copied from the static folders."""
    for setting, folder in (('html_static_path', '_static/'), ('html_extra_path', '')):
        for entry in app.config[setting]:
            root = Path(app.confdir, entry)
            if root.is_file():
                yield folder + _copied_name(root.name)
            for place, _folders, files in os.walk(root):
                below = Path(place).relative_to(root)
                yield from (folder + _copied_name((below / name).as_posix()) for name in files)


def _copied_name(name: str) -> str:
    for suffix in _TEMPLATES:
        name = name.removesuffix(suffix)
    return name
