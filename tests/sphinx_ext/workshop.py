"""Builds in processes that need not import Sphinx anew: each is a fork of one that has it.

A build is a process of its own, as on the command line, and can be killed. Two workshops
have different hash seeds, so that the order of a set cannot pass for an order.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HERE: Final = Path(__file__).parent
EXTENSIONS: Final = HERE.parent.parent / '_ext'
USED: Final = (
    'sphinx.cmd.build',
    'sphinx.builders.dirhtml',
    'sphinx.builders.html',
    'sphinx.ext.mathjax',
    'sphinx.search.en',
    'docutils.languages.en',
    'docutils.parsers.rst.languages.en',
    'docutils.readers.standalone',
    'docutils.writers.html5_polyglot',
    'myst_parser.sphinx_ext.main',
    'myst_parser.parsers.sphinx_',
    'furo',
    'criticwiki.sphinx_ext.collect',
    'criticwiki.sphinx_ext.furo',
    'criticwiki.sphinx_ext.freshness',
    'criticwiki.sphinx_ext.html',
    'criticwiki.sphinx_ext.lasting',
    'criticwiki.sphinx_ext.resolve',
    'criticwiki.sphinx_ext.search',
)
"""What a build of a wiki imports."""


class Job:
    """A build that a workshop has begun; told from as from a `Popen`."""

    def __init__(self, workshop: Workshop, folder: Path) -> None:
        self._workshop = workshop
        self._folder = folder
        self.returncode = -1

    def communicate(self) -> tuple[None, str]:
        """Wait for its end; what it wrote to standard error."""
        self.returncode = int(self._workshop.answer())
        return None, (self._folder / 'stderr').read_text('utf-8')


class Workshop:
    """Builds one wiki at a time; a context that ends its process."""

    def __init__(self, hash_seed: int) -> None:
        self._places = tempfile.TemporaryDirectory(prefix='workshop-')
        variables = {'PYTHONPATH': str(EXTENSIONS), 'PYTHONUTF8': '1'}
        self._process = subprocess.Popen(
            [sys.executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding='utf-8',
            env={**os.environ, **variables, 'PYTHONHASHSEED': str(hash_seed % 2**32)},
        )

    def start(self, arguments: Sequence[str], environment: Mapping[str, str]) -> Job:
        """Begin to build, with the arguments of `sphinx-build`."""
        folder = Path(self._places.name)
        order = {'arguments': [*arguments], 'environment': {**environment}, 'folder': str(folder)}
        assert self._process.stdin
        self._process.stdin.write(f'{json.dumps(order)}\n')
        self._process.stdin.flush()
        return Job(self, folder)

    def answer(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline()

    def __enter__(self) -> Workshop:
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.communicate()
        self._places.cleanup()


def _build(order: dict[str, Any]) -> int:
    """Run in the fork: what `python -m sphinx` does."""
    os.setsid()
    os.environ.update(order['environment'])
    for stream, name in ((1, os.devnull), (2, f'{order["folder"]}/stderr')):
        place = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(place, stream)
        os.close(place)
    from sphinx.cmd.build import main

    return main(order['arguments'])


def _serve() -> None:
    for name in USED:
        importlib.import_module(name)
    from sphinx.application import builtin_extensions

    for name in builtin_extensions:
        importlib.import_module(name)
    for line in sys.stdin:
        child = os.fork()
        if not child:
            status = 70
            try:
                status = _build(json.loads(line))
            finally:
                sys.stderr.flush()
                os._exit(status)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == '__main__':
    _serve()
