"""A wiki in a folder of its own, built as a user builds it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from textwrap import dedent
from typing import TYPE_CHECKING, Any, Final, Self

from bs4 import BeautifulSoup
from lxml import html
from workshop import EXTENSIONS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from lxml.html import HtmlElement
    from workshop import Workshop

ANSI: Final = re.compile(r'\x1b\[[0-9;]*m')
_UTF8: Final = html.HTMLParser(encoding='utf-8', remove_comments=True)
NO_OUTPUT: Final = ('.buildinfo', '.buildinfo.bak', 'environment.pickle')
"""What Sphinx keeps for itself beside what it writes for readers."""
PLAIN: Final[dict[str, Any]] = {
    'project': 'Test wiki',
    'author': 'the editors',
    'copyright': 'the editors',
    'version': '1',
    'release': '1',
    'language': 'en',
    'extensions': ['myst_parser', 'criticwiki'],
    'exclude_patterns': ['README.md'],
    'myst_enable_extensions': ['colon_fence', 'deflist'],
    'html_theme': 'basic',
    'epub_show_urls': 'no',
}


def conf_text(**conf: Any) -> str:
    """The text of a conf.py: that of a plain wiki, and some settings."""
    return ''.join(f'{key} = {value!r}\n' for key, value in (PLAIN | conf).items())


def html_tree(file: Path) -> HtmlElement:
    """A page as a tree of lxml, which reads it in a tenth of the time that BeautifulSoup takes."""
    return html.document_fromstring(file.read_bytes(), parser=_UTF8)


class Build:
    """A wiki in its folder, and what its last build said and wrote."""

    def __init__(self, folder: Path, workshop: Workshop, turn: int = 0) -> None:
        self.folder = folder
        self.workshop = workshop
        self.turn = turn
        self.source = folder / 'source'
        self.doctrees = folder / 'doctrees'
        self.builder = 'html'
        self.returned = 0
        self.warnings: list[str] = []

    @property
    def status(self) -> int:
        """The exit code that `-W` gives."""
        return self.returned or int(bool(self.warnings))

    @property
    def out(self) -> Path:
        """The output folder of the last build."""
        return self.folder / self.builder

    def write(self, name: str, text: str | bytes) -> None:
        """Write a source file, and say that it was written now."""
        file = self.source / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        # Sphinx compares this time with the microsecond at which it read the page; a file
        # system by itself may say a tick that was before
        now = time.time_ns()
        os.utime(file, ns=(now, now))

    def configure(self, **conf: Any) -> None:
        """Write conf.py."""
        self.write('conf.py', conf_text(**conf))

    def edit(self, name: str, text: str) -> None:
        """Give a page another text, or add a page."""
        self.write(name, dedent(text))

    def replace(self, name: str, old: str, new: str) -> None:
        """Replace words on a page; they must stand there."""
        text = (self.source / name).read_text('utf-8')
        assert old in text
        self.write(name, text.replace(old, new))

    def delete(self, name: str) -> None:
        """Delete a page."""
        (self.source / name).unlink()

    def rebuild(self, builder: str = 'html', **options: Any) -> Build:
        """Build again what Sphinx and the extension hold for changed."""
        return self._finish(self._start(builder, **options))

    def also(self, builder: str, **options: Any) -> Build:
        """Build from the same doctrees with another builder; this handle stays as it is."""
        other = self._named(self.folder, self.turn)
        return other.rebuild(builder, **options)

    def clean(self, builder: str = 'html', **options: Any) -> Build:
        """A build of the same sources that knows nothing of an earlier one."""
        return self._fresh(self.turn).rebuild(builder, **options)

    def rebuild_and_clean(self, builder: str = 'html', **options: Any) -> Build:
        """Both at once; the clean one, which is never parallel, is returned."""
        fresh = self._fresh(self.turn + 1)
        theirs = fresh._start(builder)
        self.rebuild(builder, **options)
        return fresh._finish(theirs)

    def _fresh(self, turn: int) -> Build:
        fresh = self._named(self.folder.with_name(f'{self.folder.name}-clean'), turn)
        shutil.rmtree(fresh.folder, ignore_errors=True)
        fresh.source = self.source
        return fresh

    def _named(self, folder: Path, turn: int) -> Build:
        return Build(folder, self.workshop, turn)

    def _start(
        self,
        builder: str,
        *,
        parallel: int = 1,
        warnings_are_errors: bool = False,
        environment: Mapping[str, str] | None = None,
        only: tuple[str, ...] = (),
        command: bool = False,
    ) -> Any:
        self.builder = builder
        arguments = ['-b', builder, '-q', '-n', '--no-color', '-j', str(parallel)]
        arguments += ['-d', str(self.doctrees), *(['-W'] if warnings_are_errors else [])]
        arguments += [str(self.source), str(self.out)]
        arguments += [str(self.source / name) for name in only]
        run = self._command if command else self._run
        return run(arguments, environment or {})

    def _run(self, arguments: list[str], environment: Mapping[str, str]) -> Any:
        self.turn += 1  # so that a build and the next one have different hash seeds
        return self.workshop.start(arguments, environment, self.turn)

    def _command(self, arguments: list[str], environment: Mapping[str, str]) -> Any:
        """Run the command itself, for what a fork cannot show."""
        variables = {**os.environ, 'PYTHONPATH': str(EXTENSIONS), 'PYTHONUTF8': '1'}
        return subprocess.Popen(
            [sys.executable, '-m', 'sphinx', *arguments],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding='utf-8',
            env={**variables, **environment},
        )

    def _finish(self, process: Any) -> Build:
        said = process.communicate()[1]
        said = ANSI.sub('', said).replace(f'{self.source}{os.sep}', '')
        self.warnings = [line for line in said.splitlines() if line.strip()]
        self.returned = process.returncode
        return self

    def save(self) -> None:
        """Keep the wiki and all that was built, to come back to it."""
        shutil.copytree(self.folder, self.folder.with_name(f'{self.folder.name}-saved'))

    def restore(self) -> Self:
        """Come back to what was saved, in the same place and with the same times."""
        shutil.rmtree(self.folder)
        shutil.copytree(self.folder.with_name(f'{self.folder.name}-saved'), self.folder)
        self.builder = 'html'
        return self

    def tree(self) -> dict[str, bytes]:
        """Every file that the last build left for readers."""
        files = sorted(file for file in self.out.rglob('*') if file.is_file())
        return {
            file.relative_to(self.out).as_posix(): file.read_bytes()
            for file in files
            if file.name not in NO_OUTPUT
        }

    def text(self, path: str) -> str:
        """A file of the output."""
        return (self.out / path).read_text('utf-8')

    def html(self, docname: str) -> BeautifulSoup:
        """A page of the output."""
        names = [f'{docname}.html', f'{docname}.xhtml', f'{docname}/index.html']
        if docname == 'index' or docname.endswith('/index'):
            names = [f'{docname}.html', f'{docname}.xhtml']
        found = [self.out / name for name in names if (self.out / name).is_file()]
        return BeautifulSoup(found[0].read_text('utf-8'), 'html.parser')

    def body(self, docname: str) -> BeautifulSoup:
        """What stands on a page, without what the theme puts around it."""
        page = self.html(docname)
        body = page.find(attrs={'role': 'main'}) or page.body
        alone = BeautifulSoup('', 'html.parser')
        if body:
            alone.append(body.extract())
        return alone

    @property
    def data(self) -> Any:
        """`wiki.json`."""
        return json.loads(self.text('data/wiki.json'))
