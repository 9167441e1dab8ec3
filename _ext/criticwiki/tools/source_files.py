"""Sources of a wiki: conf.py, pages on disk and at a git revision; problems of its files."""

from __future__ import annotations

import os
import re
import subprocess
import unicodedata
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from criticwiki.checks.stray_files import stray_files
from criticwiki.config import Settings, require_settings, settings_of
from criticwiki.guard.files import glob_of, refused_files, refused_static_files
from criticwiki.guard.policy import page_path_violation
from criticwiki.model.declared_numbering import valid_numbering
from criticwiki.model.encodings import decoded
from criticwiki.model.keys import require_free_names
from criticwiki.model.numbering import UNKNOWN, Numbering
from criticwiki.model.page import SUFFIX
from criticwiki.sphinx_settings import card_problems, require_spelling, require_theme
from criticwiki.text import compile_globs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from criticwiki.problems import Problem

_ALWAYS_EXCLUDED: Final = ('**/_sources', '.#*', '**/.#*', '*.lproj/**')
"""Globs that Sphinx excludes whatever conf.py says: `sphinx.project.EXCLUDE_PATHS`."""
_COMMIT_HINT: Final = "commit first: git init, git add ., git commit -m 'First pages'"
_FILE_MODES: Final = frozenset({'100644', '100755', '100664'})
"""Git modes of regular files; symbolic links and submodules are no pages."""


class ConfError(Exception):
    """Error: conf.py cannot be read; the message says where and why."""


def read_settings(source: Path) -> Settings:
    """Settings from the conf.py of a source folder, which is executed.

    :raises ConfError: where it is missing, fails, or has a setting with an invalid value.
    """
    file = source / 'conf.py'
    names: dict[str, Any] = {'__file__': os.fspath(file.resolve())}
    try:
        content = file.read_bytes()
        code = compile(content, names['__file__'], 'exec')
        with chdir(source):
            exec(code, names)
        require_settings(names, [*names])
        require_spelling(content, names)
        settings = settings_of(names)
        require_theme(names, closed=settings.forms.closed)
        require_free_names(settings.declared)
        return settings
    except OSError as error:
        raise ConfError(f'{file}: {error.strerror}') from error
    except ValueError as error:
        raise ConfError(f'{file}: {error}') from error
    except Exception as error:  # conf.py may do, and fail at, anything
        raise ConfError(f'{file}: {type(error).__name__}: {error}') from error


def numbering_in(source: Path, settings: Settings) -> Numbering:
    """The numbering and the kind of work that the index page of a source folder declares."""
    try:
        text = (source / f'{settings.root}{SUFFIX}').read_bytes()
    except OSError:
        return UNKNOWN
    return valid_numbering(decoded(text)[0])


def pages_in(source: Path, settings: Settings) -> dict[str, bytes]:
    """Contents of all pages by path, sorted.

    Paths are relative to the source folder, with forward slashes.

    :raises OSError: where a page cannot be read.
    """
    return {path: (source / path).read_bytes() for path in sorted(_walk(source, settings))}


def _walk(source: Path, settings: Settings) -> Iterator[str]:
    """Paths of all pages below the source folder, in no order."""
    included = compile_globs(settings.include)
    refused = [glob_of(problem.path) for problem in page_file_problems(source, settings)]
    excluded = compile_globs((*settings.exclude, *_ALWAYS_EXCLUDED, *refused))
    for root, folders, files in os.walk(source, followlinks=True):
        base = Path(root).relative_to(source).as_posix().removeprefix('.')
        folders[:] = [name for name in folders if not excluded.match(_join(base, name))]
        for name in files:
            path = _join(base, name)
            if name.endswith(SUFFIX) and included.match(path) and not excluded.match(path):
                yield path


def is_page(path: str, settings: Settings) -> bool:
    """Whether a file of that path would be a page."""
    return bool(page_paths([path], settings))


def page_paths(paths: Iterable[str], settings: Settings) -> list[str]:
    """Those of the paths, relative to a source folder, that are pages; sorted."""
    included = compile_globs(settings.include)
    excluded = compile_globs((*settings.exclude, *_ALWAYS_EXCLUDED))
    paths_by_name = {_join('', path): path for path in paths if path.endswith(SUFFIX)}
    return [
        path
        for name, path in sorted(paths_by_name.items())
        if included.match(name) and not any(map(excluded.match, _with_parents(name)))
    ]


def _with_parents(path: str) -> Iterator[str]:
    """A path and all its parent folders."""
    yield path
    while folder := path.rpartition('/')[0]:
        yield folder
        path = folder


def _join(base: str, name: str) -> str:
    return unicodedata.normalize('NFC', f'{base}/{name}' if base else name)


def page_file_problems(source: Path, settings: Settings) -> list[Problem]:
    """Problems of files refused as pages: symbolic links and odd names. `pages_in` omits them."""
    if not settings.allowed.guarded:
        return []
    excluded = compile_globs((*settings.exclude, *_ALWAYS_EXCLUDED))
    return sorted(refused_files(source, lambda path: bool(excluded.match(path)), SUFFIX))


def stray_file_problems(source: Path, settings: Settings) -> list[Problem]:
    """Problems of files that seem to be meant for pages, and are none."""
    excluded = compile_globs((*settings.exclude, *_ALWAYS_EXCLUDED))
    return sorted(stray_files(source, settings.folders, lambda path: bool(excluded.match(path))))


def static_file_problems(source: Path, settings: Settings) -> list[Problem]:
    """Problems of static files that a build does not publish."""
    if not settings.allowed.guarded:
        return []
    excluded = compile_globs(settings.exclude)
    refused = refused_static_files(
        source, settings.static_files, lambda path: bool(excluded.match(path))
    )
    return sorted({file.problem for file in refused})


def conf_problems(source: Path, settings: Settings) -> list[Problem]:
    """Problems of conf.py in which no setting is wrong by itself."""
    content = (source / 'conf.py').read_bytes()
    return list(card_problems(content, settings.card, settings.address))


class GitError(Exception):
    """Error: git cannot read the revision; the message says why, and what to do."""


def pages_at(source: Path, revision: str, settings: Settings) -> dict[str, bytes]:
    """Contents of all pages at a git revision, by path relative to the source folder.

    :raises GitError: where there is no git, no repository, or no such revision.
    """
    folder = f'{_commit(source, revision)}:{_prefix(source)}'
    if not _object_exists(source, folder):
        raise GitError(f'{revision} has not got this folder; commit it first: git add, git commit')
    listing = _git(source, 'ls-tree', '-r', '-z', '--full-tree', folder)
    ids_by_path: dict[str, str] = {}
    for entry in filter(None, listing.split(b'\0')):
        attributes, _, path = entry.partition(b'\t')
        mode, _type, object_id = attributes.decode('ascii').split()
        name = path.decode('utf-8', 'replace')
        if mode in _FILE_MODES and not (settings.allowed.guarded and page_path_violation(name)):
            ids_by_path[name] = object_id
    return _blobs(source, {path: ids_by_path[path] for path in page_paths(ids_by_path, settings)})


def file_at(source: Path, revision: str, path: str) -> bytes | None:
    """Content of a file of the source folder at a git revision; None where git has none."""
    try:
        blob = f'{_commit(source, revision)}:{_prefix(source)}{path}'
        return _git(source, 'cat-file', 'blob', blob)
    except GitError:
        return None


def renames(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> dict[str, str]:
    """Former paths of pages that git holds for renamed, by path.

    Neither pages that are not yet added to git nor a repository that is read-only are in the way:
    git compares the pages that came and went in a folder of their own.
    """
    sides = {
        'gone': sorted(before.keys() - after.keys()),
        'come': sorted(after.keys() - before.keys()),
    }
    if not all(sides.values()):
        return {}
    with TemporaryDirectory() as place:
        for side, contents in (('gone', before), ('come', after)):
            for number, path in enumerate(sides[side]):
                folder = Path(place, side, str(number))  # git also compares the names of files
                folder.mkdir(parents=True)
                (folder / path.rpartition('/')[2]).write_bytes(contents[path])
        options = ('--no-index', '--no-ext-diff', '--find-renames', '--name-status', '-z')
        words = _git(Path(place), 'diff', *options, 'gone', 'come', differs=True)
    found = words.decode('utf-8', 'replace').split('\0')
    numbers = [
        tuple(int(name.split('/')[1]) for name in found[index + 1 : index + 3])
        for index, word in enumerate(found)
        if re.fullmatch(r'R\d+', word)
    ]
    return {sides['come'][new]: sides['gone'][old] for old, new in numbers}


def _prefix(source: Path) -> str:
    """The path of the source folder relative to the top of its work tree."""
    return _git(source, 'rev-parse', '--show-prefix').decode('utf-8', 'replace').rstrip('\r\n')


def _commit(source: Path, revision: str) -> str:
    """The object id of the commit that a revision names."""
    _git(source, 'rev-parse', '--git-dir')
    options = ('--verify', '--quiet', '--end-of-options')
    try:
        answer = _git(source, 'rev-parse', *options, f'{revision}^{{commit}}')
        return answer.decode('ascii').strip()
    except GitError:
        if not _object_exists(source, 'HEAD'):
            raise GitError(f'there is no revision yet; {_COMMIT_HINT}') from None
        shallow = _git(source, 'rev-parse', '--is-shallow-repository').strip() == b'true'
        hint = '; this clone is shallow: `git fetch --unshallow` brings the rest' if shallow else ''
        raise GitError(f'there is no revision {revision!r} here{hint}') from None


def _object_exists(source: Path, name: str) -> bool:
    try:
        _git(source, 'cat-file', '-e', name)
    except GitError:
        return False
    return True


def _blobs(source: Path, ids_by_path: dict[str, str]) -> dict[str, bytes]:
    """Contents of blobs by path, read in one call of git."""
    request = ''.join(f'{object_id}\n' for object_id in ids_by_path.values()).encode('ascii')
    answer = _git(source, 'cat-file', '--batch', stdin=request)
    contents: dict[str, bytes] = {}
    cursor = 0
    for path in ids_by_path:
        end = answer.index(b'\n', cursor)
        _id, object_type, *size = answer[cursor:end].decode('ascii', 'replace').split()
        if object_type != 'blob':
            raise GitError(f'{path} is not in this clone; `git fetch` brings it')
        start = end + 1
        cursor = start + int(size[0]) + 1
        contents[path] = answer[start : cursor - 1]
    return contents


def _git(source: Path, *arguments: str, stdin: bytes | None = None, differs: bool = False) -> bytes:
    """Standard output of a git command; one that compares may find that files `differ`."""
    command = ['git', '-C', str(source), *arguments]
    environment = {**os.environ, 'LC_ALL': 'C'}  # one of its messages is recognised by its text
    try:
        process = subprocess.run(
            command, input=stdin, env=environment, capture_output=True, check=False
        )
    except FileNotFoundError:
        raise GitError('git is not installed, and it has the earlier state') from None
    if process.returncode and not (differs and process.returncode == 1):
        lines = process.stderr.decode('utf-8', 'replace').strip().splitlines()
        message = lines[0].removeprefix('fatal: ') if lines else 'git failed'
        if message.startswith('not a git repository'):
            message = f'there is no git repository here; {_COMMIT_HINT}'
        raise GitError(message)
    return process.stdout
