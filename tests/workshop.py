"""Builds in processes that need not import Sphinx anew: each is a fork of one that has it.

A build is a process of its own, as on the command line, and can be killed. The benches of a
workshop have different hash seeds, so that the order of a set cannot pass for an order.

What takes a build long, and is the same for each, is kept for the next ones: imported modules,
compiled regular expressions, and compiled templates. None of them knows anything of a wiki.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import re
import site
import subprocess
import sys
import sysconfig
import tempfile
import traceback
from functools import cache
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from shared import run_folder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

EXTENSIONS: Final = Path(__file__).parent.parent / '_ext'
USED: Final = (
    'sphinx.cmd.build',
    'sphinx.builders.latex.transforms',
    'docutils.languages.en',
    'docutils.parsers.rst.languages.en',
    'docutils.readers.standalone',
    'docutils.writers.html5_polyglot',
    'jinja2.ext',
    'pygments.styles.native',
    'myst_parser.parsers.sphinx_',
    'myst_parser.sphinx_ext.directives',
    'myst_parser.sphinx_ext.main',
    'myst_parser.sphinx_ext.mathjax',
    'myst_parser.sphinx_ext.myst_refs',
    'a11y_pygments.a11y_high_contrast_dark.style',
    'a11y_pygments.a11y_light.style',
    'sphinx_basic_ng',
    'furo',
)
"""What a build of a wiki imports, beside the extensions of Sphinx and all of ours."""


class Bench:
    """A process with a hash seed, which forks for each build; one build at a time."""

    def __init__(self, hash_seed: int) -> None:
        self._place = tempfile.TemporaryDirectory(prefix='workshop-')
        self._working = False
        variables = {'PYTHONPATH': str(EXTENSIONS), 'PYTHONUTF8': '1'}
        self._process = subprocess.Popen(
            [sys.executable, __file__, self._place.name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding='utf-8',
            env={**os.environ, **variables, 'PYTHONHASHSEED': str(hash_seed % 2**32)},
        )

    def begin(self, arguments: Sequence[str], environment: Mapping[str, str]) -> None:
        assert not self._working, 'a bench builds one wiki at a time'
        self._working = True
        said = f'{self._place.name}/stderr'
        order = {'arguments': [*arguments], 'environment': {**environment}, 'said': said}
        assert self._process.stdin
        self._process.stdin.write(f'{json.dumps(order)}\n')
        self._process.stdin.flush()

    def end(self) -> tuple[int, str]:
        """Wait for the end of the build; its exit code, and what it wrote to standard error."""
        assert self._process.stdout
        status = int(self._process.stdout.readline())
        self._working = False
        return status, Path(self._place.name, 'stderr').read_text('utf-8')

    def close(self) -> None:
        self._process.communicate()
        self._place.cleanup()


class Job:
    """A build that has begun; told from as from a `Popen`."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self.returncode = -1

    def communicate(self) -> tuple[None, str]:
        """Wait for its end; what it wrote to standard error."""
        self.returncode, said = self._bench.end()
        return None, said


class Workshop:
    """Two benches, each made when it is needed; a context that ends them."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._benches: dict[int, Bench] = {}

    def start(self, arguments: Sequence[str], environment: Mapping[str, str], turn: int) -> Job:
        """Begin to build, with the arguments of `sphinx-build`, at the bench whose turn it is."""
        assert not any(name.startswith('PYTHON') for name in environment), 'Python has begun'
        side = turn % 2
        bench = self._benches.get(side) or self._benches.setdefault(side, Bench(self._seed + side))
        bench.begin(arguments, environment)
        return Job(bench)

    def __enter__(self) -> Workshop:
        return self

    def __exit__(self, *_error: object) -> None:
        for bench in self._benches.values():
            bench.close()


def _build(order: dict[str, Any]) -> int:
    """Run in the fork: what `python -m sphinx` does."""
    os.setsid()
    os.environ.update(order['environment'])
    for stream, name in ((1, os.devnull), (2, order['said'])):
        place = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(place, stream)
        os.close(place)
    from sphinx.cmd.build import main

    return main(order['arguments'])


class _Learned:
    """What a build imported and compiled, told by its process to the bench."""

    def __init__(self, file: Path) -> None:
        self._file = file
        libraries = (sysconfig.get_path('stdlib'), *site.getsitepackages(), str(EXTENSIONS))
        self._libraries = tuple(f'{folder}{os.sep}' for folder in libraries)
        re._MAXCACHE = 20_000  # type: ignore[attr-defined]
        self._modules: set[str] = set()
        self._patterns: set[Any] = set()

    def begin(self) -> None:
        """Note what is there before a build."""
        self._file.unlink(missing_ok=True)
        self._modules = {*sys.modules}
        self._patterns = {*re._cache}  # type: ignore[attr-defined]

    def tell(self) -> None:
        """Write what the build of this process added."""
        modules = [
            name
            for name, module in [*sys.modules.items()]
            if name not in self._modules
            and (getattr(module, '__file__', None) or '').startswith(self._libraries)
        ]
        patterns = [
            (pattern, int(flags))
            for key in re._cache.keys() - self._patterns  # type: ignore[attr-defined]
            for _type, pattern, flags in [key]
            if isinstance(pattern, str)
        ]
        if modules or patterns:
            self._file.write_text(json.dumps([modules, patterns]), 'utf-8')

    def take(self) -> None:
        """Import and compile the same, for all builds that follow."""
        if not self._file.exists():
            return
        modules, patterns = json.loads(self._file.read_text('utf-8'))
        for name in modules:
            importlib.import_module(name)
        for pattern, flags in patterns:
            re.compile(pattern, flags)
        if modules:
            gc.collect()
            gc.freeze()


def _keep_templates(folder: Path) -> None:
    """Let every build take templates that one has compiled, as long as their text is the same."""
    from jinja2 import FileSystemBytecodeCache
    from sphinx.jinja2glue import BuiltinTemplateLoader

    folder.mkdir(exist_ok=True)
    kept = FileSystemBytecodeCache(str(folder))
    init = BuiltinTemplateLoader.init

    def begin(self: BuiltinTemplateLoader, *arguments: Any, **more: Any) -> None:
        init(self, *arguments, **more)
        self.environment.bytecode_cache = kept

    BuiltinTemplateLoader.init = begin  # type: ignore[method-assign]


def _keep_tables() -> None:
    """Read what builds read of packages, and what our models are like, once for all builds."""
    from babel import localedata

    from criticwiki.model.json_schema import front_matter_schema

    localedata.load('en')
    front_matter_schema()
    for group in ('sphinx.html_themes', 'sphinx.builders'):
        metadata.entry_points(group=group)


def _serve(place: Path) -> None:
    sys.path[0] = str(Path.cwd())  # as `python -m` has it
    metadata.entry_points = cache(metadata.entry_points)  # type: ignore[assignment]
    from sphinx.application import builtin_extensions

    from criticwiki import sphinx_ext

    learned = _Learned(place / 'learned')
    _keep_templates(run_folder() / 'templates')
    ours = [
        module.name
        for module in pkgutil.iter_modules(sphinx_ext.__path__, 'criticwiki.sphinx_ext.')
    ]
    for name in (*USED, *builtin_extensions, *ours):
        if find_spec(name.partition('.')[0]):  # older themes lack some
            importlib.import_module(name)
    _keep_tables()
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        learned.begin()
        child = os.fork()
        if not child:
            status = 70
            try:
                status = _build(json.loads(line))
                learned.tell()
            except BaseException:  # nothing may get into the loop of the parent
                traceback.print_exc()
            finally:
                sys.stderr.flush()
                os._exit(status)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        learned.take()
        print(status, flush=True)


if __name__ == '__main__':
    _serve(Path(sys.argv[1]))
