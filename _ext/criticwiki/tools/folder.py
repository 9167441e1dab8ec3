"""The pages in a source folder: the files that Sphinx would read."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Final

from criticwiki.globs import compile_globs
from criticwiki.guard.files import refused_static_files
from criticwiki.guard.page_files import glob_of, refused_files
from criticwiki.model.page import SUFFIX

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from criticwiki.config import Settings
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
