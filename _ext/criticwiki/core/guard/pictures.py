"""Picture files: they lie in the wiki, are no links, and those of text hold only shapes.

An SVG is a document that a browser runs when somebody opens the file by itself.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote
from xml.parsers import expat

from criticwiki.core.guard.addresses import path_in_wiki, path_of
from criticwiki.core.guard.allowed import words

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_PICTURE: Final = 5_000_000
_SHAPES: Final = words(
    'circle,clipPath,defs,desc,ellipse,g,line,linearGradient,marker,mask,metadata,path,'
    'pattern,polygon,polyline,radialGradient,rect,stop,svg,symbol,text,textPath,title,tspan,'
    'use'
)
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
    file = source / path
    try:
        if not file.is_file():
            return None
        if file.stat().st_size > MAX_PICTURE:
            return f'{path!r} has more than {MAX_PICTURE // 1_000_000} million bytes'
        return harm_of_svg(file.read_bytes()) if path.lower().endswith('.svg') else None
    except OSError as error:
        return f'{path!r} cannot be read: {error.strerror}'


def file_linked_to(source: Path, address: str, path: str) -> str | None:
    """The file that the page `path` leads to, if it is no page: Sphinx would hand it out."""
    plain = path_of(address)
    if not plain or plain.endswith('.md') or ':' in plain:
        return None
    where = path_in_wiki(unquote(plain), path)
    return where if (source / where).is_file() else None


def is_link(source: Path, path: str) -> bool:
    """Whether a file, or a folder on the way to it from the source folder, is a link."""
    here = Path(path)
    return any((source / part).is_symlink() for part in (here, *here.parents[:-1]))


def harm_of_svg(content: bytes) -> str | None:
    """What a drawing holds beside shapes and words, or None."""
    told: list[str] = []

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if name.rpartition(':')[2] not in _SHAPES:
            told.append(f'<{name}>')
        told.extend(f'{key}=' for key, value in attributes.items() if _harmful(key, value))

    def declare(*_declared: Any) -> None:
        told.append('<!ENTITY>')

    def instruct(target: str, _data: str) -> None:
        told.append(f'<?{target}>')

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EntityDeclHandler = declare
    parser.ProcessingInstructionHandler = instruct
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        return f'the drawing is no SVG: {error}'
    if told:
        return f'the drawing holds {told[0]!r}; an SVG has shapes and words only'
    return None


def _harmful(key: str, value: str) -> bool:
    name = key.rpartition(':')[2].lower()
    if key.startswith('xmlns'):
        return False
    if name == 'href':
        return not value.startswith('#')
    return name.startswith('on') or name in {'src', 'base'} or bool(_REACHES.search(value))
