"""Picture files: they lie in the wiki, are no links, and those of text hold only shapes.

An SVG is a document that a browser runs when somebody opens the file by itself.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote
from xml.parsers import expat

from criticwiki.core.files import is_file, is_link, is_special
from criticwiki.core.guard.addresses import path_in_wiki, path_of
from criticwiki.core.guard.allowed import words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MAX_PICTURE: Final = 5_000_000
MAX_DRAWING: Final = 1_000_000
"""Bytes of an SVG, which is read whole."""
_SHAPES: Final = words(
    'circle,clipPath,defs,desc,ellipse,g,line,linearGradient,marker,mask,metadata,path,'
    'pattern,polygon,polyline,radialGradient,rect,stop,svg,symbol,text,textPath,title,tspan,'
    'use'
)
_ENCODINGS: Final = frozenset({'ascii', 'us-ascii', 'utf-8', 'utf8'})
_REACHES: Final = re.compile(
    r'url\(\s*["\']?(?!#)|(?:image|image-set|src|cross-fade)\(|expression|@import|\\|/\*',
    re.IGNORECASE,
)


def harm_of_picture_file(source: Path, path: str) -> str | None:
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
        return (
            _harm_of_drawing(source / path, status.st_mtime_ns, status.st_size) if drawn else None
        )
    except OSError as error:
        return f'{path!r} cannot be read: {error.strerror}'


@lru_cache(maxsize=1000)
def _harm_of_drawing(file: Path, _changed: int, _size: int) -> str | None:
    """The same of an SVG, which is read once however often pages show it."""
    return harm_of_svg(file.read_bytes())


def file_linked_to(source: Path, address: str, path: str) -> str | None:
    """The file that the page `path` leads to, if it is no page: Sphinx would hand it out."""
    plain = path_of(address)
    if not plain or plain.endswith('.md') or ':' in plain:
        return None
    where = path_in_wiki(unquote(plain), path)
    return where if is_file(source, where) else None


class _Harm(Exception):  # noqa: N818 - it is no error of the program
    """What a drawing holds; nothing more of it is read."""


def harm_of_svg(content: bytes) -> str | None:
    """What a drawing holds beside shapes and words, or None."""
    if not _is_utf8(content):
        return 'the drawing is no text in UTF-8; save it in UTF-8'
    # A browser may know another encoding by that name than expat, or none, and so read another
    # drawing than the one that is judged; hence UTF-8 whatever the drawing says.
    parser = expat.ParserCreate('utf-8')
    parser.StartElementHandler = _start
    parser.StartDoctypeDeclHandler = _declare
    parser.EntityDeclHandler = _declare_entity
    parser.ProcessingInstructionHandler = _instruct
    parser.XmlDeclHandler = _begin
    try:
        parser.Parse(content, True)
    except _Harm as harm:
        return str(harm)
    except expat.ExpatError as error:
        return f'the drawing is no SVG in UTF-8: {error}'
    except Exception as error:  # codecs raise whatever they like, and one picture stops no check
        return f'the drawing cannot be read: {type(error).__name__}; save it as SVG in UTF-8'
    return None


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
    if key.startswith('xmlns'):
        return False
    if name == 'href':
        return not value.startswith('#')
    return name.startswith('on') or name in {'src', 'base'} or bool(_REACHES.search(value))
