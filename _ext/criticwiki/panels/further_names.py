"""Names of further pages: a page that an editor writes may never have the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Set

_FURTHER: Final = re.compile(r'(.+)-[a-z]+\d*-\d+(?:-rows)*(?:/index)?')


def label_of(name: str, part: str) -> str:
    """What the further pages of a panel have in their names.

    It has no hyphen, so that no other page and panel together make the same name.
    """
    return (part or name).replace('-', '')


def free_name(name: str, pages: Set[str]) -> str:
    """The name, or another where a page of the wiki would have the same address."""
    while is_taken(name, pages):
        name += '-rows'
    return name


def is_taken(name: str, pages: Set[str]) -> bool:
    """Whether a page has the address that a further page of that name would have."""
    return name in pages or f'{name}/index' in pages


def look_alikes(pages: Iterable[str]) -> dict[str, list[str]]:
    """By page: pages whose names are such as its further pages might have."""
    found: dict[str, list[str]] = {}
    for docname in sorted(pages):
        if alike := _FURTHER.fullmatch(docname):
            found.setdefault(alike[1], []).append(docname)
    return found
