"""Links to other projects by intersphinx: roles `{external+...}`, addresses `inv:`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from criticwiki.problems import did_you_mean

from .directives import INTERSPHINX

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_MAPPING: Final = 'intersphinx_mapping'
_UNQUALIFIED: Final = frozenset({'any', 'path', 'term'})
"""Roles of links that intersphinx looks for in all projects."""
_OF_STANDARD: Final = ('doc', 'ref', 'term')
_OF_WIKI: Final = ('aspect', 'character', 'critic', 'episode', 'review')
EXTERNAL_ROLES: Final = frozenset(
    (*_OF_STANDARD, *(f'std:{name}' for name in _OF_STANDARD), *(f'wiki:{one}' for one in _OF_WIKI))
)
"""What may follow the name of the project in a role that leads to it."""
_ROLE: Final = re.compile(r'external(?:\+([^:]+))?:(.*)')
_ADDRESS: Final = re.compile(r'inv:([^:#/?\[\]]*)((?::[\w.*-]*){0,2})#(.+)', re.DOTALL)
MAX_STARS: Final = 3
"""Stars in an address, each of which matches any characters of each name of an inventory."""
_FORM: Final = 'inv:project:wiki:episode#7'


def inventories_of(values: Mapping[str, Any]) -> frozenset[str]:
    """Names of the projects that `intersphinx_mapping` of conf.py gives, if it has any effect."""
    mapping = values.get(_MAPPING)
    if INTERSPHINX not in values.get('extensions', ()) or not isinstance(mapping, dict):
        return frozenset()
    return frozenset(map(str, mapping))


def foreign_roles(inventories: Collection[str]) -> frozenset[str]:
    """Roles of links whose target may be in another project: only a build can look there."""
    return _UNQUALIFIED if inventories else frozenset()


def _hint_on_name(name: str, inventories: Collection[str]) -> str:
    """What to say of a project that conf.py does not name."""
    if not inventories:
        return f'{_MAPPING} in conf.py names no other project'
    return f'{_MAPPING} in conf.py names no project {name!r}{did_you_mean(name, inventories)}'


def hint_on_external_role(name: str, inventories: Collection[str]) -> str:
    """Suffix of a message on a role that leads to another project; empty if it may stand."""
    match = _ROLE.fullmatch(name)
    project, role = (match[1] or '', match[2]) if match else ('', '')
    if not inventories or (project and project not in inventories):
        return f'; {_hint_on_name(project, inventories)}'
    if role in EXTERNAL_ROLES:
        return ''
    start = name.removesuffix(role)
    if f'wiki:{role}' in EXTERNAL_ROLES:
        return f'; did you mean {f"{start}wiki:{role}"!r}?'
    return did_you_mean(name, {start + one for one in EXTERNAL_ROLES})


def inventory_link_violation(address: str, inventories: Collection[str]) -> str | None:
    """What is wrong with an address that begins with `inv:`, or None."""
    match = _ADDRESS.fullmatch(unquote(address))
    project = match[1] if match else unquote(address)[4:].partition('#')[0].partition(':')[0]
    if not inventories or (project and project not in inventories):
        return f"'inv:' leads to another project; {_hint_on_name(project, inventories)}"
    if match is None:
        return f'{address!r} names nothing in another project; write it as {_FORM}'
    if address.count('*') > MAX_STARS:
        return f"an address by 'inv:' has at most {MAX_STARS} stars"
    return None
