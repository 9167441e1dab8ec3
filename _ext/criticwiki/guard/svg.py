"""Guard of SVG pictures: shapes and text only, and a limit to their number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from xml.parsers import expat

from .policy import words

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_DRAWN: Final = 100_000
"""Elements that a drawing grows to where each reference draws again what it names."""
MAX_ROUNDS: Final = 8
"""How deep references lead to references."""
_SHAPES: Final = words(
    'circle,clipPath,defs,desc,ellipse,g,line,linearGradient,marker,mask,metadata,path,'
    'pattern,polygon,polyline,radialGradient,rect,stop,svg,symbol,text,textPath,title,tspan,'
    'use'
)
_ENCODINGS: Final = frozenset({'ascii', 'us-ascii', 'utf-8', 'utf8'})
_REACHES: Final = re.compile(
    r'url\((?!\s*["\']?#)|(?:image|image-set|src|cross-fade|expression)\s*\(|@import|\\|/\*',
    re.IGNORECASE,
)
_REFERENCE: Final = re.compile(r'url\(\s*["\']?#([^"\')\s]+)', re.IGNORECASE)


class _Harm(Exception):  # noqa: N818 - it is no error of the program
    """What a drawing holds; nothing more of it is read."""


def harm_of_svg(content: bytes) -> str | None:
    """What a drawing holds beside shapes and words, or None."""
    if not _is_utf8(content):
        return 'the drawing is no text in UTF-8; save it in UTF-8'
    elements: list[_Element] = []
    open_: list[int] = [-1]

    def start(name: str, attributes: Mapping[str, str]) -> None:
        _start(name, attributes)
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
    except _Harm as harm:
        return str(harm)
    except expat.ExpatError as error:
        return f'the drawing is no SVG in UTF-8: {error}'
    except Exception as error:  # codecs raise whatever they like, and one picture stops no check
        return f'the drawing cannot be read: {type(error).__name__}; save it as SVG in UTF-8'
    return _harm_of_growth(elements)


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


def _harm_of_growth(elements: list[_Element]) -> str | None:
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
