"""What the roles and addresses on a page lead to, as Sphinx and MyST take them."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from criticwiki.model.page import SUFFIX, File
from criticwiki.model.prose import Link

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .parser import Syntax

_TITLED: Final = re.compile(r'^(.+?)\s*(?<!\x00)<(.*?)>$', re.DOTALL)
_SCHEME: Final = re.compile(r'^([a-zA-Z][a-zA-Z0-9+.-]*):')
DATA_FILES: Final = (
    'wiki.json',
    'wiki.schema.json',
    'front-matter.schema.json',
    'scores.csv',
    'reviews.atom',
)
"""What `{data-file}` leads to."""
_KINDS: Final = ('episode', 'character', 'review')


def target_in(text: str) -> tuple[str, int, bool]:
    """The target in the text of a role, where it begins, and whether a title stands before it."""
    found = _TITLED.match(text)
    if found:
        return found[2], found.start(2), True
    return text, 0, False


def link_of_role(name: str, text: str, docname: str) -> Link | File | None:
    """What a role leads to, without its place; None where it leads nowhere."""
    target, _, explicit = target_in(text)
    target = ' '.join(target.split())
    short = name.removeprefix('wiki:').removeprefix('std:')
    if short in _KINDS:
        return None if text.startswith('!') else Link(short, target, 0, explicit)
    if text.startswith('!'):
        return None
    if short in {'term', 'ref'}:
        return Link('term' if short == 'term' else 'any', target.lower(), 0, explicit)
    if short == 'numref':
        return Link('numref', target.lower(), 0, explicit)
    if short == 'doc':
        return Link('doc', file_at(docname, target), 0, explicit)
    if short == 'any':
        return Link('any', target, 0, explicit)
    if name == 'download' and '://' not in target:
        return File(file_at(docname, target))
    return None


def link_of_address(
    address: str, docname: str, syntax: Syntax, *, auto: bool, explicit: bool
) -> Link | File | None:
    """What `[text](address)` or `<address>` leads to, without its place."""
    if address.startswith('#'):
        return Link('any', _readable(address[1:]), 0, explicit, addressed=True)
    scheme = _SCHEME.match(address)
    if scheme and scheme[1] in syntax.schemes:
        return None
    if scheme and scheme[1] == 'inv':
        return None
    if scheme and scheme[1] == 'path':
        return File(file_at(docname, _readable(address).removeprefix('path:')))
    project = scheme is not None and scheme[1] == 'project'
    if auto and not project:
        return None
    written = _readable(address).removeprefix('project:')
    if written.startswith('#'):
        return Link('any', written[1:], 0, explicit, addressed=True)
    path, _, anchor = written.partition('#')
    if path.endswith(SUFFIX):
        target = file_at(docname, path).removesuffix(SUFFIX)
        return Link('doc', target, 0, explicit, anchor=anchor)
    return Link('path', written, 0, explicit)


def listed_pages(content: str, docname: str) -> Iterator[tuple[int, str, str, bool]]:
    """The entries of a table of contents: line in it, words, target, and whether it is a pattern.

    Addresses are none.
    """
    for number, line in enumerate(content.split('\n')):
        name, _, _ = target_in(line.strip())
        if name and name != 'self' and '://' not in name:
            is_pattern = bool(set(name) & set('*?['))
            target = name if is_pattern else name.removesuffix(SUFFIX)
            yield number, name, file_at(docname, target), is_pattern


def file_at(docname: str, path: str) -> str:
    """The path below the source folder of a file that a page names."""
    if path.startswith('/'):
        return posixpath.normpath(path.lstrip('/'))
    return posixpath.normpath(posixpath.join(posixpath.dirname(docname), path))


def _readable(address: str) -> str:
    """An address as it was written: the parser encodes what is no ASCII."""
    return unquote(address)
