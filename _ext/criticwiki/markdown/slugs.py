"""The names by which places on a page can be linked to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .headings_check import Heading

_NO_ANCHOR: Final = re.compile(r'[^a-z0-9]+')
_NO_SLUG: Final = re.compile(r'[^\w\u4e00-\u9fff\- ]')


def label_of(name: str) -> str:
    """A name as docutils keeps it."""
    return ' '.join(name.lower().split())


def anchor_of(label: str) -> str:
    """The anchor that docutils makes of a label."""
    plain = normalize('NFKD', label).encode('ascii', 'ignore').decode('ascii')
    return _NO_ANCHOR.sub('-', plain.lower()).strip('-')


def slugs_of(headings: Iterable[Heading], level: int) -> list[str]:
    """The anchors of headings down to a level, as GitHub and MyST make them."""
    found: dict[str, None] = {}
    for heading in headings:
        if heading.level > level:
            continue
        slug = wanted = _NO_SLUG.sub('', heading.text.lower().replace(' ', '-'))
        number = 1
        while slug and slug in found:
            slug, number = f'{wanted}-{number}', number + 1
        if slug:
            found[slug] = None
    return list(found)
