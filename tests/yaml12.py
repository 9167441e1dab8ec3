"""Front matter as any reader of YAML 1.2 has it: what a JSON Schema is about."""

from __future__ import annotations

import re
from typing import Any

import yaml


class Core(yaml.SafeLoader):
    """The core schema of YAML 1.2, with keys as they are written."""

    yaml_implicit_resolvers: dict[str, list[Any]] = {}  # noqa: RUF012 - PyYAML's own name


for tag, pattern in {
    'null': r'~|null|Null|NULL|',
    'bool': r'true|True|TRUE|false|False|FALSE',
    'int': r'[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+',
    'float': r'[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.inf|\.nan',
}.items():
    Core.add_implicit_resolver(f'tag:yaml.org,2002:{tag}', re.compile(f'(?:{pattern})\\Z'), None)


def _integer(loader: Core, node: yaml.ScalarNode) -> int:
    digits = node.value
    base = {'0o': 8, '0x': 16}.get(digits[:2], 10)
    return int(digits.removeprefix('0o').removeprefix('0x'), base)


def _mapping(loader: Core, node: yaml.MappingNode) -> dict[str, Any]:
    return {key.value: loader.construct_object(value, deep=True) for key, value in node.value}


Core.add_constructor('tag:yaml.org,2002:int', _integer)
Core.add_constructor(
    'tag:yaml.org,2002:float', lambda _, node: float(re.sub(r'\.(?=[in])', '', node.value))
)
Core.add_constructor('tag:yaml.org,2002:map', _mapping)


def read(page: str) -> Any:
    """The front matter of a page."""
    block = page.removeprefix('\ufeff').split('---\n', 2)[1]
    return yaml.load(block, Loader=Core)
