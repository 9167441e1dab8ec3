"""Stray files: those that look like pages and are not read, and pictures whose names clash."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final

from criticwiki.guard.files import MAX_FOLDERS
from criticwiki.guard.policy import PICTURES, case_collisions, page_name_violation
from criticwiki.model.page import FOLDERS, SUFFIX
from criticwiki.problems import Code, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from pathlib import Path

_MARKDOWN: Final = re.compile(
    r'(.+?)\.(?:md|markdown|mdown|mdwn|mkdn?|mdtxt|mdtext)(?:\.(?:txt|text|md))?[ .]*',
    re.IGNORECASE,
)
"""Name of a file that says it is Markdown, by other endings than `SUFFIX`."""
_TEXT: Final = re.compile(r'(.+?)(?:\.(?:txt|text|rst|rest|adoc|org|wiki))?', re.IGNORECASE)
"""Name of a file of text that might be Markdown, or without an ending."""
_DOCUMENT: Final = re.compile(r'(.+?)\.(?:docx?|odt|rtf|pages|html?|tex|pdf)', re.IGNORECASE)
"""Name of a file of another program."""
_ABOUT_FILES: Final = re.compile(
    r'(?:readme|licen[cs]e|copying|change(?:s|log)|contributing|authors|code_of_conduct|security)\b.*',
    re.IGNORECASE,
)
"""Files of the top folder, which are about all others."""
_BEGINNING: Final = 2_000
"""Bytes in which a file says that it is a page."""
_KINDS: Final = b'|'.join(kind.encode() for kind in ('series', *FOLDERS.values(), 'page'))
_FACTS: Final = re.compile(
    rb'(?:\xef\xbb\xbf)?---[ \t]*\r?\n(?:[^\n]*\n){0,8}?(?:' + _KINDS + rb'):'
)


def stray_files(
    source: Path, folders: Collection[str], is_excluded: Callable[[str], bool]
) -> Iterator[Problem]:
    """Problems of files below the source folder that are no pages, though they seem meant to be.

    In `folders`, which hold pages of a kind, that is every text; elsewhere it says so itself.
    """
    waiting = ['']
    for folder in waiting:
        try:
            with os.scandir(source / folder) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError:  # whoever reads the pages in it says so
            continue
        base = f'{folder}/' if folder else ''
        kept = [
            one
            for one in listed
            if not one.name.startswith('.')
            and not is_excluded(f'{base}{one.name}')
            and not one.is_symlink()
        ]
        if folder.count('/') < MAX_FOLDERS:
            waiting += [f'{base}{one.name}' for one in kept if one.is_dir()]
        names = [one.name for one in kept if one.is_file()]
        for name, message in _strays(source / folder, names, is_kind=folder in folders):
            yield Problem(f'{base}{name}', 1, 1, Code.MISPLACED, message)


def apart_from_unread(
    problems: Iterable[Problem], unread: Collection[str], folders: Mapping[str, str]
) -> list[Problem]:
    """Problems without those that rest on a page which is told under its path not to be read.

    A verdict may have been written from all reviews, and a link may lead to that page.
    """
    meant = [path for path in unread if _kind_of_folder(path, folders)]
    is_review = any(_kind_of_folder(path, folders) == 'review' for path in meant)
    gone = tuple(beginning for path in meant for beginning in _beginnings(path))
    return [
        problem
        for problem in problems
        if not (problem.code is Code.VERDICT and is_review)
        and not (problem.code in _TO_PAGES and problem.message.startswith(gone))
    ]


_TO_PAGES: Final = frozenset({Code.DANGLING_LINK, Code.UNKNOWN_PAGE})


def _beginnings(path: str) -> Iterator[str]:
    """Beginnings of messages that there is no such page."""
    folder, _, name = path.rpartition('/')
    stem = (name.rpartition('.')[0] or name).removesuffix(SUFFIX)
    for what in ('page', *FOLDERS.values()):
        for target in (stem, f'{stem}{SUFFIX}', f'{folder}/{stem}', f'{folder}/{stem}{SUFFIX}'):
            yield f'there is no {what} {target!r}'


def _kind_of_folder(path: str, folders: Mapping[str, str]) -> str | None:
    """Kind of the pages of the folder in which a file lies, whatever the case of its letters."""
    folder = path.rpartition('/')[0].casefold()
    return next((kind for name, kind in folders.items() if name.casefold() == folder), None)


def _strays(folder: Path, names: list[str], *, is_kind: bool) -> Iterator[tuple[str, str]]:
    """Names of the stray files of one folder, each with the message."""
    pictures = [name for name in names if name.lower().endswith(PICTURES)]
    for name, owner in case_collisions(pictures):
        yield name, f'{name!r} and {owner!r} are one name on Windows and macOS; rename this one'
    if not is_kind and not any(name.endswith(SUFFIX) for name in names):
        return
    for name in names:
        if name.endswith(SUFFIX) or (not is_kind and _ABOUT_FILES.fullmatch(name)):
            continue
        if match := _MARKDOWN.fullmatch(name):
            yield name, _message(name, match[1], names)
        elif (match := _TEXT.fullmatch(name)) and '.' not in match[1].strip('.'):
            if is_kind or _says_that_it_is_a_page(folder / name):
                yield name, _message(name, match[1], names)
        elif is_kind and (match := _DOCUMENT.fullmatch(name)):
            cure = f'save its words as {match[1] + SUFFIX!r}, a file of plain text in Markdown'
            yield name, f'{name!r} is no page; {cure}, or put it elsewhere'


def _message(name: str, stem: str, names: Collection[str]) -> str:
    page = stem.strip() + SUFFIX
    if page in names:
        return f'{name!r} is no page, and {page!r} is there; delete it, or put it elsewhere'
    to = '' if page_name_violation(page, 'a page', SUFFIX) else f' to {page!r}'
    return f"{name!r} is no page: the name of a page ends with '{SUFFIX}'; rename it{to}"


def _says_that_it_is_a_page(file: Path) -> bool:
    try:
        with file.open('rb') as stream:
            return bool(_FACTS.match(stream.read(_BEGINNING)))
    except OSError:
        return False
