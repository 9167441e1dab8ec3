"""Guard of files: pages, pictures, SVG and static files that may be read or published."""

from __future__ import annotations

import os
import posixpath
import re
import stat
import unicodedata
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import unquote
from xml.parsers import expat

from criticwiki.problems import Code, Problem

from .picture_formats import pixel_violation
from .policy import (
    PICTURES,
    case_collisions,
    dirhtml_collisions,
    page_name_violation,
    path_in_wiki,
    path_of,
    picture_name_violation,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

MAX_DRAWN: Final = 100_000
"""Elements that a drawing grows to where each reference draws again what it names."""
MAX_ROUNDS: Final = 8
"""How deep references lead to references."""
_SHAPES: Final = words(
    'circle,clipPath,defs,desc,ellipse,g,line,linearGradient,marker,mask,metadata,path,'
    'pattern,polygon,polyline,radialGradient,rect,stop,svg,symbol,text,textPath,title,tspan,'
    'use'
)
_SVG: Final = 'http://www.w3.org/2000/svg'
_ENCODINGS: Final = frozenset({'ascii', 'us-ascii', 'utf-8', 'utf8'})
_REACHES: Final = re.compile(
    r'url\((?!\s*["\']?#)|(?:image|image-set|src|cross-fade|expression)\s*\(|@import|\\|/\*',
    re.IGNORECASE,
)
_REFERENCE: Final = re.compile(r'url\(\s*["\']?#([^"\')\s]+)', re.IGNORECASE)


class _Harm(Exception):  # noqa: N818 - it is no error of the program
    """What a drawing holds; nothing more of it is read."""


def svg_violation(content: bytes) -> str | None:
    """What a drawing holds beside shapes and words, or None."""
    if not _is_utf8(content):
        return 'the drawing is no text in UTF-8; save it in UTF-8'
    elements: list[_Element] = []
    open_: list[int] = [-1]

    def start(name: str, attributes: Mapping[str, str]) -> None:
        _start(name, attributes)
        if not elements and (name.rpartition(':')[2] != 'svg' or _SVG not in attributes.values()):
            raise _Harm(
                f'the drawing begins with <{name}>; an SVG begins with <svg xmlns="{_SVG}">'
            )
        elements.append(_element(open_[-1], attributes))
        open_.append(len(elements) - 1)

    # A browser may know another encoding by that name than expat, or none, and so read another
    # drawing than the one that is judged; hence UTF-8 whatever the drawing says.
    parser = expat.ParserCreate('utf-8')
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _name: open_.pop()
    parser.StartDoctypeDeclHandler = _declare
    parser.EntityDeclHandler = _declare_entity
    parser.ProcessingInstructionHandler = _instruct
    parser.XmlDeclHandler = _begin
    try:
        parser.Parse(content, True)
    except _Harm as violation:
        return str(violation)
    except expat.ExpatError as error:
        return f'the drawing is no SVG in UTF-8: {error}'
    except Exception as error:  # codecs raise whatever they like, and one picture stops no check
        return f'the drawing cannot be read: {type(error).__name__}; save it as SVG in UTF-8'
    return _growth_violation(elements)


class _Element(NamedTuple):
    """What an element adds to what is drawn."""

    parent: int
    """Its place among the elements; -1 for the first."""
    name: str
    """Its `id`."""
    references: tuple[str, ...]
    """The ids of what it draws again: by `use`, as a pattern, a mask, a marker."""


def _element(parent: int, attributes: Mapping[str, str]) -> _Element:
    references = [
        value.removeprefix('#')
        for key, value in attributes.items()
        if key.rpartition(':')[2].lower() == 'href'
    ]
    for value in attributes.values():
        if 'url(' in value.lower():
            references += _REFERENCE.findall(value)
    return _Element(parent, attributes.get('id', ''), tuple(references))


def _growth_violation(elements: list[_Element]) -> str | None:
    """Look what references in references make of a drawing: twelve in eight levels are 10^8."""
    if not any(element.references for element in elements):
        return None
    sizes: dict[str, int] = {}
    for _ in range(MAX_ROUNDS):
        whole = [1] * len(elements)
        named: dict[str, int] = {}
        for place in range(len(elements) - 1, -1, -1):
            element = elements[place]
            whole[place] += sum(sizes.get(name, 0) for name in element.references)
            if element.parent >= 0:
                whole[element.parent] += whole[place]
            if element.name:
                named[element.name] = whole[place]
        if max(whole) > MAX_DRAWN:
            break
        if named == sizes:
            return None
        sizes = named
    return (
        'the drawing draws its parts again and again; leave out references in what is referred to'
    )


def _holds(what: str) -> _Harm:
    return _Harm(f'the drawing holds {what!r}; an SVG has shapes and words only')


def _start(name: str, attributes: Mapping[str, str]) -> None:
    if name.rpartition(':')[2] not in _SHAPES:
        raise _holds(f'<{name}>')
    for key, value in attributes.items():
        if _harmful(key, value):
            raise _holds(f'{key}=')


def _declare(_name: str, _system: str | None, _public: str | None, inside: int) -> None:
    if inside:  # entities, and attributes that each element of a name is given
        raise _holds('<!DOCTYPE [')


def _declare_entity(*_declared: Any) -> None:
    raise _holds('<!ENTITY>')


def _instruct(target: str, _data: str) -> None:
    raise _holds(f'<?{target}>')


def _begin(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding and encoding.lower() not in _ENCODINGS:
        raise _Harm(f'the drawing has encoding="{encoding}"; save it in UTF-8')


def _is_utf8(content: bytes) -> bool:
    try:
        return '\0' not in content.decode('utf-8')
    except UnicodeDecodeError:
        return False


def _harmful(key: str, value: str) -> bool:
    name = key.rpartition(':')[2].lower()
    if key == 'xmlns' or key.startswith('xmlns:'):
        return False
    if ':' not in key and key.startswith(('data-', 'aria-')):
        return False
    if name == 'href':
        return not value.startswith('#')
    return name.startswith('on') or name in {'src', 'base'} or bool(_REACHES.search(value))


LINK: Final = 'it is a symbolic link; pages and pictures are files of their own'
MAX_FOLDERS: Final = 16
"""How deep folders stand in each other: Python follows them by calls of itself."""
DEEP: Final = f'it stands more than {MAX_FOLDERS} folders deep; move it up'
_WILDCARD: Final = re.compile(r'[*?\[]')


def refused_files(
    source: Path, is_excluded: Callable[[str], bool], suffix: str
) -> Iterator[Problem]:
    """Every link below the source folder, and every page with a name that cannot be."""
    return _below(str(source), '', is_excluded, suffix)


def _below(
    folder: str, base: str, is_excluded: Callable[[str], bool], suffix: str, violation: str = ''
) -> Iterator[Problem]:
    """The same of one folder, whose own name may have a `violation` that its pages share.

    An entry knows what it is, which asking each file would not.
    """
    if base.count('/') > MAX_FOLDERS:
        yield Problem(base.rstrip('/'), 1, 1, Code.FORBIDDEN, DEEP)
        return
    folders: list[tuple[str, str, str]] = []
    try:
        with os.scandir(folder) as entries:
            listed = sorted(entries, key=lambda entry: entry.name)
    except OSError:  # whoever reads the pages in it says so
        return
    kept = [entry for entry in listed if not is_excluded(f'{base}{entry.name}')]
    twins = {**dict(_twins(kept, suffix)), **dict(_beside_folders(kept, suffix))}
    for entry in kept:
        path = f'{base}{entry.name}'
        if entry.is_symlink():
            yield Problem(path, 1, 1, Code.FORBIDDEN, LINK)
        elif entry.is_dir():
            odd = (
                violation
                or twins.get(entry.name)
                or page_name_violation(entry.name, 'a folder of pages', top=not base)
            )
            folders.append((entry.path, f'{path}/', odd or ''))
        elif entry.name.endswith(suffix):
            message = (
                violation or twins.get(entry.name) or _page_violation(entry, suffix, top=not base)
            )
            if message:
                yield Problem(path, 1, 1, Code.FORBIDDEN, message)
    for place, name, odd in folders:
        yield from _below(place, name, is_excluded, suffix, odd)


def _page_violation(entry: os.DirEntry[str], suffix: str, *, top: bool) -> str | None:
    if not entry.is_file():
        return 'it is a device or a pipe; a page is a file'
    return page_name_violation(entry.name, 'a page', suffix, top=top)


def _twins(entries: list[os.DirEntry[str]], suffix: str) -> Iterator[tuple[str, str]]:
    """Pages and folders that have the name of another on some systems, with what to say."""
    names = [entry.name for entry in entries if entry.name.endswith(suffix) or entry.is_dir()]
    folders = {entry.name for entry in entries if entry.is_dir()}
    for name, owner in case_collisions(names):
        cure = 'rename this one'
        if name in folders and owner in folders:
            cure = f'move what is in {name}/ to {owner}/'
        yield name, f'{name!r} and {owner!r} are one name on Windows and macOS; {cure}'
    for name in names:
        match = _COPY.fullmatch(name.removesuffix(suffix)) if name.endswith(suffix) else None
        if match and (match['surely'] or (match['of'] or match['name']) + suffix in names):
            yield name, f'{name!r} is a copy that a program made; delete it, or give it a name'


def _beside_folders(entries: list[os.DirEntry[str]], suffix: str) -> Iterator[tuple[str, str]]:
    """Pages that have the address of a folder's first page, with what to say."""
    first = f'index{suffix}'
    pages = [
        entry.name
        for entry in entries
        if entry.name.endswith(suffix) and entry.name.casefold() != first
    ]
    stems = {name.removesuffix(suffix).casefold() for name in pages}
    folders = [
        entry.name
        for entry in entries
        if entry.name.casefold() in stems
        and entry.is_dir(follow_symlinks=False)
        and any(name.casefold() == first for name in _names_in(entry.path))
    ]
    for name in dirhtml_collisions(pages, folders, suffix):
        folder = name.removesuffix(suffix)
        yield name, f'{name!r} and {folder}/{first} have one address; rename or join them'


def _names_in(folder: str) -> list[str]:
    try:
        return [file.name for file in Path(folder).iterdir()]
    except OSError:
        return []


_COPY: Final = re.compile(
    r'(?P<name>.+?)(?:'
    r'(?P<surely> [-\u2013] (?:[Cc]op(?:y|ie|ia)|[Kk]opie|\u30b3\u30d4\u30fc|\u526f\u672c)'
    r'(?: ?\(?\d+\)?)?'
    r'| \([^()]*conflicted copy[^()]*\))'
    r'| [Cc]opy(?: \d+)?| ?\(\d+\))'
    r'|[Cc]opy (?:\(\d+\) )?of (?P<of>.+)'
)
"""Name, without its ending, of a copy that a file manager or a synchronizing program makes."""


def glob_of(path: str, *, composed: bool = True) -> str:
    """A pattern, as in `exclude_patterns`, that only this path matches.

    Sphinx compares `composed` names of pages, and those of static files as they are stored. A
    bracket alone in a set would be a warning of Python.
    """
    name = unicodedata.normalize('NFC', path) if composed else path
    return _WILDCARD.sub(lambda wild: r'[\[]' if wild[0] == '[' else f'[{wild[0]}]', name)


def is_file(source: Path, path: str) -> bool:
    """Whether there is a file at `path` below the source folder; False for an impossible path."""
    try:
        return (source / path).is_file()
    except (OSError, ValueError):
        return False


def is_link(source: Path, path: str) -> bool:
    """Whether a file, or a folder on the way to it from the source folder, is a symbolic link."""
    here = Path(path)
    try:
        return any((source / part).is_symlink() for part in (here, *here.parents[:-1]))
    except (OSError, ValueError):
        return False


def is_special(source: Path, path: str) -> bool:
    """Whether a path leads to neither a file nor a folder: a pipe never ends."""
    try:
        mode = (source / path).stat().st_mode
    except (OSError, ValueError):
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


MAX_PICTURE: Final = 5_000_000
MAX_DRAWING: Final = 1_000_000
"""Bytes of an SVG, which is read whole."""


def picture_file_violation(source: Path, path: str) -> str | None:
    """What is wrong with the picture at `path` below the source folder, or None.

    One that is not there is no harm; others tell of it.
    """
    if is_link(source, path):
        return f'{path!r} is a symbolic link; put the picture itself there'
    if not is_file(source, path):
        return (
            f'{path!r} is a device or a pipe; put a file there'
            if is_special(source, path)
            else None
        )
    drawn = path.lower().endswith('.svg')
    most = MAX_DRAWING if drawn else MAX_PICTURE
    try:
        status = (source / path).stat()
        if status.st_size > most:
            return f'{path!r} has more than {most:,} bytes'
        if not path.lower().endswith(PICTURES):  # a file of `html_extra_path`
            return None
        look = _drawing_violation if drawn else _pixel_violation
        return look(source / path, status.st_mtime_ns, status.st_size)
    except OSError as error:
        return f'{path!r} cannot be read: {error.strerror}'


@lru_cache(maxsize=1000)
def _pixel_violation(file: Path, _changed: int, _size: int) -> str | None:
    """What is wrong with the bytes of a picture that is no drawing, or None."""
    with file.open('rb') as stream:
        return pixel_violation(stream, file.name)


@lru_cache(maxsize=1000)
def _drawing_violation(file: Path, _changed: int, _size: int) -> str | None:
    """The same of an SVG, which is read once however often pages show it."""
    return svg_violation(file.read_bytes())


def file_linked_to(source: Path, address: str, path: str) -> str | None:
    """The file that the page `path` leads to, if it is no page: Sphinx would hand it out."""
    plain = path_of(address)
    if not plain or plain.endswith('.md') or ':' in plain:
        return None
    where = path_in_wiki(unquote(plain), path)
    return where if is_file(source, where) else None


INERT: Final = (
    *('.eot', '.ico', '.otf', '.ttf', '.woff', '.woff2'),
    *('.flac', '.m4a', '.mp3', '.mp4', '.ogg', '.opus', '.vtt', '.wav', '.webm'),
    *('.csv', '.json', '.txt', '.webmanifest'),
)
"""How the name of a file may end that no browser runs."""
TEMPLATES: Final = ('.jinja', '_t')
"""Endings of files that Sphinx renders: https://www.sphinx-doc.org/en/master/development/html_themes/index.html"""
_WILDCARDS: Final = frozenset('*?[')


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
        for name, message in _violations_below(root, files, is_excluded):
            path = f'{shown}/{name}' if shown != '.' else name
            yield name, Problem(path, 1, 1, Code.FORBIDDEN, message)
    elif root.is_file() and (violation := _picture_violation(root.parent, root.name)):
        yield '', Problem(shown, 1, 1, Code.FORBIDDEN, violation)


def _violations_below(
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
            elif message := _file_violation(root, name, entry, files):
                yield name, message


def _entries(root: Path, folder: str) -> Iterable[tuple[str, os.DirEntry[str] | None]]:
    try:
        with os.scandir(root / folder) as entries:
            listed = sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return [(folder, None)] if folder else []
    return [(posixpath.join(folder, entry.name), entry) for entry in listed]


def _file_violation(
    root: Path, name: str, entry: os.DirEntry[str], files: StaticFiles
) -> str | None:
    lower = name.lower()
    if not entry.is_file():
        return 'it is a device or a pipe; only files are published'
    if lower.endswith(TEMPLATES) and not _is_named(name, files.patterns):
        return (
            f'Sphinx would run {entry.name!r} as a template, which can read every file of the'
            ' machine; take it out, or name it in criticwiki_files of conf.py'
        )
    if lower.endswith(PICTURES):
        return _picture_violation(root, name)
    if lower.endswith(INERT) or name in files.named or _matches(name, files.patterns):
        return None
    return (
        f'{entry.name!r} is not published: a static folder has pictures, fonts, sounds, and the'
        ' style sheets and scripts that conf.py names (html_css_files, html_js_files,'
        ' criticwiki_files)'
    )


def _picture_violation(root: Path, name: str) -> str | None:
    return picture_name_violation(name) or picture_file_violation(root, name)


def _is_named(name: str, patterns: Iterable[str]) -> bool:
    """Whether it is named letter for letter: no star lets a template through."""
    return any(name == pattern for pattern in patterns if not _WILDCARDS.intersection(pattern))


def _matches(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)
