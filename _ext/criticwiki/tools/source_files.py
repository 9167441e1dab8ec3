"""Source files of a wiki: its folder, its conf.py, and its pages at a git revision."""

from __future__ import annotations

import os
import subprocess
import unicodedata
from contextlib import chdir
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from criticwiki.config import Settings, settings_of
from criticwiki.guard.files import glob_of, refused_files, refused_static_files
from criticwiki.model.page import SUFFIX
from criticwiki.text import compile_globs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from criticwiki.problems import Problem

_ALWAYS_EXCLUDED: Final = ('**/_sources', '.#*', '**/.#*', '*.lproj/**')
"""What Sphinx leaves out whatever conf.py says: `sphinx.project.EXCLUDE_PATHS`."""


def refused_in(source: Path, settings: Settings) -> list[Problem]:
    """Files that cannot be pages: symbolic links, and odd names. They are not in `pages_in`."""
    if not settings.allowed.guarded:
        return []
    unwanted = compile_globs((*settings.exclude, *_ALWAYS_EXCLUDED))
    return sorted(refused_files(source, lambda path: bool(unwanted.match(path)), SUFFIX))


def unpublished_in(source: Path, settings: Settings) -> list[Problem]:
    """Static files that a build leaves out."""
    if not settings.allowed.guarded:
        return []
    unwanted = compile_globs(settings.exclude)
    refused = refused_static_files(
        source, settings.static_files, lambda path: bool(unwanted.match(path))
    )
    return sorted({one.problem for one in refused})


def pages_in(source: Path, settings: Settings) -> dict[str, bytes]:
    """What every page holds, by its path with forward slashes, sorted."""
    return {path: (source / path).read_bytes() for path in sorted(_paths(source, settings))}


def is_page(path: str, settings: Settings) -> bool:
    """Whether a file of that path would be a page."""
    return bool(page_paths([path], settings))


def page_paths(paths: Iterable[str], settings: Settings) -> list[str]:
    """Which of some files below a source folder are pages, sorted; the others are left out."""
    wanted = compile_globs(settings.include)
    unwanted = compile_globs((*settings.exclude, *_ALWAYS_EXCLUDED))
    known = {_join('', path): path for path in paths if path.endswith(SUFFIX)}
    return [
        path
        for name, path in sorted(known.items())
        if wanted.match(name) and not any(map(unwanted.match, _with_folders(name)))
    ]


def _with_folders(path: str) -> Iterator[str]:
    """A path, and every folder that it is in."""
    yield path
    while folder := path.rpartition('/')[0]:
        yield folder
        path = folder


def _paths(source: Path, settings: Settings) -> Iterator[str]:
    wanted = compile_globs(settings.include)
    refused = [glob_of(problem.path) for problem in refused_in(source, settings)]
    unwanted = compile_globs((*settings.exclude, *_ALWAYS_EXCLUDED, *refused))
    for root, folders, files in os.walk(source, followlinks=True):
        base = Path(root).relative_to(source).as_posix().removeprefix('.')
        folders[:] = [name for name in folders if not unwanted.match(_join(base, name))]
        for name in files:
            path = _join(base, name)
            if name.endswith(SUFFIX) and wanted.match(path) and not unwanted.match(path):
                yield path


def _join(base: str, name: str) -> str:
    return unicodedata.normalize('NFC', f'{base}/{name}' if base else name)


_COMMIT: Final = "commit first: git init, git add ., git commit -m 'First pages'"
_FILES: Final = frozenset({'100644', '100755', '100664'})
"""Modes of files; a link or a repository inside this one is no page."""


class GitError(Exception):
    """Git cannot give the revision; the message says why, and what to do."""


def pages_at(source: Path, revision: str, settings: Settings) -> dict[str, bytes]:
    """What every page held in a revision, by its path below the source folder.

    :raises GitError: where there is no git, no repository, or no such revision.
    """
    folder = f'{_commit(source, revision)}:{_prefix(source)}'
    if not _is_known(source, folder):
        raise GitError(f'{revision} has not got this folder; commit it first: git add, git commit')
    listed = _git(source, 'ls-tree', '-r', '-z', '--full-tree', folder)
    known: dict[str, str] = {}
    for entry in filter(None, listed.split(b'\0')):
        told, _, path = entry.partition(b'\t')
        mode, _kind, name = told.decode('ascii').split()
        if mode in _FILES:
            known[path.decode('utf-8', 'replace')] = name
    return _blobs(source, {path: known[path] for path in page_paths(known, settings)})


def file_at(source: Path, revision: str, name: str) -> bytes | None:
    """What a file of the source folder held in a revision; None where it was not there."""
    try:
        return _git(
            source, 'cat-file', 'blob', f'{_commit(source, revision)}:{_prefix(source)}{name}'
        )
    except GitError:
        return None


def _prefix(source: Path) -> str:
    """The path of the source folder below the top of its repository."""
    return _git(source, 'rev-parse', '--show-prefix').decode('utf-8', 'replace').rstrip('\r\n')


def _commit(source: Path, revision: str) -> str:
    _git(source, 'rev-parse', '--git-dir')
    try:
        asked = ('rev-parse', '--verify', '--quiet', '--end-of-options', f'{revision}^{{commit}}')
        return _git(source, *asked).decode('ascii').strip()
    except GitError:
        if not _is_known(source, 'HEAD'):
            raise GitError(f'there is no revision yet; {_COMMIT}') from None
        shallow = _git(source, 'rev-parse', '--is-shallow-repository').strip() == b'true'
        hint = '; this clone is shallow: `git fetch --unshallow` brings the rest' if shallow else ''
        raise GitError(f'there is no revision {revision!r} here{hint}') from None


def _is_known(source: Path, name: str) -> bool:
    """Whether git has something of that name."""
    try:
        _git(source, 'cat-file', '-e', name)
    except GitError:
        return False
    return True


def _blobs(source: Path, names: dict[str, str]) -> dict[str, bytes]:
    """What files hold, by path, from the names of their contents."""
    asked = ''.join(f'{name}\n' for name in names.values()).encode('ascii')
    answer = _git(source, 'cat-file', '--batch', given=asked)
    found: dict[str, bytes] = {}
    cursor = 0
    for path in names:
        end = answer.index(b'\n', cursor)
        _name, kind, *size = answer[cursor:end].decode('ascii', 'replace').split()
        if kind != 'blob':
            raise GitError(f'{path} is not in this clone; `git fetch` brings it')
        start = end + 1
        cursor = start + int(size[0]) + 1
        found[path] = answer[start : cursor - 1]
    return found


def _git(source: Path, *arguments: str, given: bytes | None = None) -> bytes:
    command = ['git', '-C', str(source), *arguments]
    english = {**os.environ, 'LC_ALL': 'C'}  # one of its messages is known by its words
    try:
        done = subprocess.run(command, input=given, env=english, capture_output=True, check=False)
    except FileNotFoundError:
        raise GitError('git is not installed, and it has the earlier state') from None
    if done.returncode:
        lines = done.stderr.decode('utf-8', 'replace').strip().splitlines()
        message = lines[0].removeprefix('fatal: ') if lines else 'git failed'
        if message.startswith('not a git repository'):
            message = f'there is no git repository here; {_COMMIT}'
        raise GitError(message)
    return done.stdout


class ConfError(Exception):
    """conf.py cannot be read; the message says where and why."""


def read_settings(source: Path) -> Settings:
    """The settings in the conf.py of a source folder, which is run.

    :raises ConfError: where it is not there, fails, or holds a setting that cannot be used.
    """
    file = source / 'conf.py'
    names: dict[str, Any] = {'__file__': os.fspath(file.resolve())}
    try:
        code = compile(file.read_bytes(), names['__file__'], 'exec')
        with chdir(source):
            exec(code, names)
        return settings_of(names)
    except OSError as error:
        raise ConfError(f'{file}: {error.strerror}') from error
    except ValueError as error:
        raise ConfError(f'{file}: {error}') from error
    except Exception as error:  # conf.py may do, and fail at, anything
        raise ConfError(f'{file}: {type(error).__name__}: {error}') from error
