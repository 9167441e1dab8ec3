"""Reads the pages of a revision from git, without a checkout."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, Final

from .folder import page_paths

if TYPE_CHECKING:
    from pathlib import Path

    from criticwiki.config import Settings

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
