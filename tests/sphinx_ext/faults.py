"""What may go wrong around a build, and whether the next build makes up for it."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any, ClassVar, Final

from workshop import EXTENSIONS

from .editor import EDITED, Editor
from .hooks import VERSIONS
from .quick import QuickBuild, different, doctrees

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from workshop import Workshop

PICTURE: Final = '<svg xmlns="http://www.w3.org/2000/svg" width="{width}"/>\n'
SHOWN: Final = '# Pictures\n\n![A mark](/_static/pictures/mark.svg)\n'
_LONG: Final = 120.0
"""Seconds after which a build hangs."""


class Wiki:
    """A wiki that is edited at random, and suffers one fault after another."""

    def __init__(self, folder: Path, workshop: Workshop, seed: str, builder: str = 'html') -> None:
        self.random = random.Random(seed)
        self.builder = builder
        self.build = QuickBuild(folder / 'quick', workshop)
        pages = {**EDITED, 'pictures.md': f'---\norphan: true\n---\n\n{SHOWN}'}
        self.build.begin(pages, html_theme='furo', html_static_path=['_static'])
        self.build.write('_static/pictures/mark.svg', PICTURE.format(width=1))
        self.editor = Editor(self.build, seed)
        self.build.rebuild(builder)

    def suffer(self, name: str) -> list[str]:
        """Edit, let a fault happen, build, and say what is not as in a clean build."""
        done = [*self.editor.edits(), f'{name}: {getattr(self, name)()}']
        self.build.rebuild(self.builder)
        clean = self.build.clean(self.builder)
        wrong = different(self.build, clean)
        if self.build.returned != clean.returned:
            wrong.append(f'exit code {self.build.returned}, not {clean.returned}')
        if self.build.warnings != clean.warnings:
            wrong += [f'said: {line}' for line in self.build.warnings[:3]]
        if doctrees(self.build) != doctrees(clean):
            wrong.append('other doctrees')
        return [*done, *wrong] if wrong else []

    faults: ClassVar[tuple[str, ...]] = (
        *('killed', 'killed_twice', 'disk_full', 'file_limit', 'read_only', 'two_at_once'),
        *('clock_back', 'clock_ahead', 'branch', 'branch_in_a_build', 'cache_spoiled'),
        *('cache_cut', 'cache_of_another', 'output_spoiled', 'picture_gone', 'libraries'),
    )

    # -- builds that are disturbed

    def _command(self, *before: str) -> list[str]:
        # as `python -m sphinx`, in a process of its own
        options = ['-b', self.builder, '-q', '-n', '--no-color', '-d', str(self.build.doctrees)]
        return [
            *(*before, sys.executable, '-m', 'sphinx', *options),
            *(str(self.build.source), str(self.build.folder / self.builder)),
        ]

    def _start(self, command: Sequence[str], limit: int | None = None) -> subprocess.Popen[str]:
        def prepare() -> None:
            if limit is not None:
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        return subprocess.Popen(
            command,
            preexec_fn=prepare,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding='utf-8',
            errors='replace',
            env={**os.environ, 'PYTHONPATH': str(EXTENSIONS), 'PYTHONUTF8': '1'},
        )

    def _ended(self, process: subprocess.Popen[str]) -> str:
        said = process.communicate(timeout=_LONG)[1]
        if 'Traceback (most recent call last)' in said:
            raise AssertionError(f'a build ended in a traceback: {said[-500:]}')
        return f'exit code {process.returncode}'

    def killed(self) -> str:
        """Kill a build at any moment."""
        after = self.random.uniform(0.3, 2.2)
        process = self._start(self._command())
        time.sleep(after)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return f'after {after:.2f} s: {process.returncode}'

    def killed_twice(self) -> str:
        """Kill a build, edit, and kill the next."""
        return f'{self.killed()}, {self.editor.edits()}, {self.killed()}'

    def disk_full(self) -> str:
        """Build on a disk that has no room for all; where a disk can be mounted."""
        folder = self.build.folder / self.builder
        blocks = sum(-(-file.lstat().st_size // 4096) + 1 for file in folder.rglob('*'))
        size = 4 * blocks + self.random.randint(0, 600)  # what is there must find room
        kept = self.build.folder / 'kept'
        script = (
            f'mount -t tmpfs -o size={size}k none {folder} && cp -a {kept}/. {folder};'
            f' "$@"; code=$?; rm -rf {kept}/* {kept}/.buildinfo*; cp -a {folder}/. {kept};'
            ' exit $code'
        )
        if not _can_mount():
            return f'no mounts here, instead {self.file_limit()}'
        shutil.copytree(folder, kept)
        words = ['unshare', '--map-root-user', '--mount', 'sh', '-c', script, 'sh']
        ended = self._ended(self._start(self._command(*words)))
        shutil.rmtree(folder)
        kept.rename(folder)
        return f'{size} kB: {ended}'

    def file_limit(self) -> str:
        """Build where no file can be longer than a limit: each is cut there."""
        limit = int(2 ** self.random.uniform(0, 18))
        process = self._start(self._command(), limit)
        process.communicate(timeout=_LONG)  # Sphinx cannot even write what it met into a file
        return f'{limit} bytes: {process.returncode}'

    def read_only(self) -> str:
        """Build into folders that cannot be written."""
        which = self.random.choice((self.build.folder / self.builder, self.build.doctrees))
        if os.geteuid() == 0:
            if not _can_mount():
                return 'no mounts here'
            script = (
                f'mount --bind {which} {which} && mount -o remount,ro,bind {which} && exec "$@"'
            )
            words = ['unshare', '--map-root-user', '--mount', 'sh', '-c', script, 'sh']
            return f'{which.name}: {self._ended(self._start(self._command(*words)))}'
        for place in (which, *which.rglob('*')):
            place.chmod(place.stat().st_mode & 0o555)
        ended = self._ended(self._start(self._command()))
        for place in (which, *which.rglob('*')):
            place.chmod(place.stat().st_mode | 0o200)
        return f'{which.name}: {ended}'

    def two_at_once(self) -> str:
        """Start a second build into the same folders while one runs."""
        first = self._start(self._command())
        wait = self.random.uniform(0, 1.5)
        time.sleep(wait)
        second = self._start(self._command())
        return f'after {wait:.2f} s: {self._ended(first)}, {self._ended(second)}'

    # -- sources that change oddly

    def _set_clock(self, seconds: float) -> str:
        files = [file for file in self.build.source.rglob('*.md') if self.random.random() < 0.5]
        for file in files:
            os.utime(file, (time.time() + seconds, time.time() + seconds))
        return f'{seconds:.0f} s, {len(files)} files'

    def clock_back(self) -> str:
        """Have pages that were written long ago by the clock of now."""
        return self._set_clock(-self.random.choice((1, 3600, 400_000_000)))

    def clock_ahead(self) -> str:
        """Build while the clock is ahead, then edit after it was set right."""
        told = self._set_clock(self.random.choice((2, 3600, 100_000_000)))
        self.build.rebuild(self.builder)
        return f'{told}; {self.editor.edits()}'

    def branch(self) -> str:
        """Switch to another branch, build, and switch back."""
        with self._branch() as edits:
            self.build.rebuild(self.builder)
        return str(edits)

    def branch_in_a_build(self) -> str:
        """Switch to another branch and back while a build runs."""
        process = self._start(self._command())
        time.sleep(self.random.uniform(0.3, 1.5))
        with self._branch() as edits:
            time.sleep(self.random.uniform(0, 1))
        process.communicate(timeout=_LONG)  # pages may be gone in the middle: anything goes
        return f'{edits}: {process.returncode}'

    def _branch(self) -> _Branch:
        return _Branch(self)

    # -- state of earlier builds

    def _state_files(self) -> list[Path]:
        found = [file for file in self.build.doctrees.rglob('*') if file.is_file()]
        found.append(self.build.folder / self.builder / '.buildinfo')
        return sorted(file for file in found if file.is_file())

    def _spoil(self, files: Sequence[Path], how: Callable[[bytes], bytes]) -> str:
        chosen = self.random.sample(files, min(len(files), self.random.choice((1, 1, 3))))
        for file in chosen:
            file.write_bytes(how(file.read_bytes()))
        return ', '.join(file.name for file in chosen)

    def cache_spoiled(self) -> str:
        """Flip a few bits in the state of earlier builds."""

        def flip(data: bytes) -> bytes:
            spoiled = bytearray(data or b'\0')
            for _time in range(self.random.choice((1, 5))):
                spoiled[self.random.randrange(len(spoiled))] ^= 1 << self.random.randrange(8)
            return bytes(spoiled)

        return self._spoil(self._state_files(), flip)

    def cache_cut(self) -> str:
        """Cut off the end of files of the state."""

        def cut(data: bytes) -> bytes:
            return data[: self.random.choice((0, 1, len(data) // 2, len(data) - 1))]

        return self._spoil(self._state_files(), cut)

    def cache_of_another(self) -> str:
        """Put other files in the place of the state, or nothing."""
        files = self._state_files()
        words = (b'{}', b'[]', b'null', b'<html>', b'\x80\x05K\x01.')
        told = self._spoil(files, lambda _data: self.random.choice(words))
        gone = self.random.choice(self._state_files())
        gone.unlink()
        return f'{told}; {gone.name} is gone'

    def output_spoiled(self) -> str:
        """Delete files of the output."""
        out = self.build.folder / self.builder
        files = sorted(file for file in out.rglob('*') if file.is_file())
        chosen = self.random.sample(files, 3)
        for file in chosen:
            file.unlink()
        return ', '.join(file.name for file in chosen)

    def picture_gone(self) -> str:
        """Take a picture away, or put another in its place."""
        name = '_static/pictures/mark.svg'
        file = self.build.source / name
        if file.exists() and self.random.random() < 0.5:
            file.unlink()
            return 'gone'
        self.build.write(name, PICTURE.format(width=self.random.randint(2, 99)))
        return 'another'

    def libraries(self) -> str:
        """Build with another version of a library, then with the one of now."""
        library = self.random.choice(('sphinx', 'docutils', 'myst_parser'))
        self.build.rebuild(self.builder, environment={VERSIONS: library})
        return library


class _Branch:
    """Another state of the sources, for as long as the context lasts."""

    def __init__(self, wiki: Wiki) -> None:
        self._wiki = wiki
        self._source = wiki.build.source
        self._kept = self._source.with_name('kept')

    def __enter__(self) -> list[str]:
        shutil.copytree(self._source, self._kept)
        return [edit for _time in range(3) for edit in self._wiki.editor.edits()]

    def __exit__(self, *_error: Any) -> None:
        kept = {file.relative_to(self._kept) for file in self._kept.rglob('*') if file.is_file()}
        for file in [file for file in self._source.rglob('*') if file.is_file()]:
            if file.relative_to(self._source) not in kept:
                file.unlink()
        for name in sorted(kept):
            data = (self._kept / name).read_bytes()
            target = self._source / name
            # as git does it: only what differs is written, with the time of now
            if not target.is_file() or target.read_bytes() != data:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)
        shutil.rmtree(self._kept)


def _can_mount() -> bool:
    words = ['unshare', '--map-root-user', '--mount', 'true']
    try:
        return subprocess.run(words, capture_output=True, check=False).returncode == 0
    except OSError:
        return False
