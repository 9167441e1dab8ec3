"""Static files: what Sphinx copies whole folders of, whether a page names it or not.

A picture that no page shows is published with the others, so each file of `html_static_path`
and `html_extra_path` is judged. What a browser runs when somebody opens it by itself, and what
Sphinx renders as a template, is not published.
"""

from __future__ import annotations

import os
import posixpath
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from criticwiki.problems import Code, Problem

from .page_files import DEEP, LINK, MAX_FOLDERS
from .paths import is_link
from .pictures import harm_of_picture_file
from .policy import PICTURES
from .urls import harm_of_picture_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

INERT: Final = (
    *('.eot', '.ico', '.otf', '.ttf', '.woff', '.woff2'),
    *('.flac', '.m4a', '.mp3', '.mp4', '.ogg', '.opus', '.vtt', '.wav', '.webm'),
    *('.csv', '.json', '.txt', '.webmanifest'),
)
"""How the name of a file may end that no browser runs."""
TEMPLATES: Final = ('.jinja', '_t')
"""Endings of files that Sphinx renders: https://www.sphinx-doc.org/en/master/development/html_themes/index.html"""
_WILD: Final = frozenset('*?[')


@dataclass(frozen=True, slots=True)
class StaticFiles:
    """What conf.py says of files that are published as they are."""

    static: tuple[str, ...] = ()
    """`html_static_path`: folders, or files, below the source folder."""
    extra: tuple[str, ...] = ()
    """`html_extra_path`, the same; here names may begin with a dot."""
    named: frozenset[str] = frozenset()
    """Style sheets and scripts that conf.py names, by their path in a static folder."""
    patterns: tuple[str, ...] = ()
    """`criticwiki_files`: paths in these folders, with stars, of what else may be published."""


class Refused(NamedTuple):
    """A static file that is not published."""

    setting: str
    """`html_static_path` or `html_extra_path`."""
    entry: str
    """The entry of the setting that it lies below."""
    name: str
    """Its path below that; empty for the entry itself."""
    problem: Problem


def static_files_of(values: Mapping[str, Any]) -> StaticFiles:
    """The same from the names that conf.py sets.

    :raises ValueError: where `criticwiki_files` is no list.
    """
    patterns = values.get('criticwiki_files', ())
    if isinstance(patterns, str):
        raise ValueError('criticwiki_files must be a list of paths in the static folders')
    named = [
        file if isinstance(file, str) else file[0]
        for setting in ('html_css_files', 'html_js_files')
        for file in values.get(setting) or ()
    ]
    style = values.get('html_style') or ()
    named += [style] if isinstance(style, str) else [*style]
    return StaticFiles(
        tuple(map(os.fspath, values.get('html_static_path') or ())),
        tuple(map(os.fspath, values.get('html_extra_path') or ())),
        frozenset(posixpath.normpath(str(file)) for file in named),
        tuple(map(str, patterns)),
    )


def refused_static_files(
    source: Path, files: StaticFiles, is_excluded: Callable[[str], bool]
) -> Iterator[Refused]:
    """Every static file that is not published, in the order of the settings."""
    for entry in files.static:
        for name, problem in _refused_below(
            source, entry, files, lambda name: _hidden(name, is_excluded)
        ):
            yield Refused('html_static_path', entry, name, problem)
    for entry in files.extra:
        for name, problem in _refused_below(source, entry, files, is_excluded):
            yield Refused('html_extra_path', entry, name, problem)


def _hidden(name: str, is_excluded: Callable[[str], bool]) -> bool:
    """Whether Sphinx leaves out a file of a static folder: what begins with a dot."""
    return posixpath.basename(name).startswith('.') or is_excluded(name)


def _refused_below(
    source: Path, entry: str, files: StaticFiles, is_excluded: Callable[[str], bool]
) -> Iterator[tuple[str, Problem]]:
    """Path below an entry of what is refused, empty for the entry itself, and the problem."""
    root = source / entry
    shown = Path(os.path.relpath(root, source)).as_posix()
    if is_link(source, shown):
        yield '', Problem(shown, 1, 1, Code.FORBIDDEN, LINK)
    elif root.is_dir():
        for name, message in _harms_below(root, files, is_excluded):
            path = f'{shown}/{name}' if shown != '.' else name
            yield name, Problem(path, 1, 1, Code.FORBIDDEN, message)
    elif root.is_file() and (harm := _harm_of_picture(root.parent, root.name)):
        yield '', Problem(shown, 1, 1, Code.FORBIDDEN, harm)


def _harms_below(
    root: Path, files: StaticFiles, is_excluded: Callable[[str], bool]
) -> Iterator[tuple[str, str]]:
    """Path below `root` of what is refused, and why; a refused folder is not looked into."""
    folders = ['']
    for folder in folders:
        for name, entry in _entries(root, folder):
            # as Sphinx's copy_asset asks: the path below the folder, './' before the first level
            if is_excluded(name if folder else f'./{name}'):
                continue
            if entry is None:
                yield name, 'the folder cannot be read'
            elif entry.is_symlink():
                yield name, LINK
            elif entry.is_dir() and name.count('/') >= MAX_FOLDERS:
                yield name, DEEP
            elif entry.is_dir():
                folders.append(name)
            elif message := _harm_of_file(root, name, entry, files):
                yield name, message


def _entries(root: Path, folder: str) -> Iterable[tuple[str, os.DirEntry[str] | None]]:
    try:
        with os.scandir(root / folder) as entries:
            listed = sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return [(folder, None)] if folder else []
    return [(posixpath.join(folder, entry.name), entry) for entry in listed]


def _harm_of_file(root: Path, name: str, entry: os.DirEntry[str], files: StaticFiles) -> str | None:
    lower = name.lower()
    if not entry.is_file():
        return 'it is a device or a pipe; only files are published'
    if lower.endswith(TEMPLATES) and not _is_named(name, files.patterns):
        return (
            f'Sphinx would run {entry.name!r} as a template, which can read every file of the'
            ' machine; take it out, or name it in criticwiki_files of conf.py'
        )
    if lower.endswith(PICTURES):
        return _harm_of_picture(root, name)
    if lower.endswith(INERT) or name in files.named or _matches(name, files.patterns):
        return None
    return (
        f'{entry.name!r} is not published: a static folder has pictures, fonts, sounds, and the'
        ' style sheets and scripts that conf.py names (html_css_files, html_js_files,'
        ' criticwiki_files)'
    )


def _harm_of_picture(root: Path, name: str) -> str | None:
    return harm_of_picture_name(name) or harm_of_picture_file(root, name)


def _is_named(name: str, patterns: Iterable[str]) -> bool:
    """Whether it is named letter for letter: no star lets a template through."""
    return any(name == pattern for pattern in patterns if not _WILD.intersection(pattern))


def _matches(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)
