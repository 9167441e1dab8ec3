"""Values as the front matter of a page would have them, for examples and drafts."""

from __future__ import annotations

import re
from typing import Any

import yaml


class _Lines(yaml.SafeDumper):
    """Writes words without quotation marks wherever they stay words for us."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - as PyYAML declares it

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indent the items of a list, as people do."""
        del indentless
        super().increase_indent(flow, indentless=False)


_Lines.add_implicit_resolver('tag:yaml.org,2002:null', re.compile(r'(?:~|null|Null|NULL|)\Z'), None)


def yaml_text(value: Any) -> str:
    """The lines of a value, without a line end after the last."""
    text = yaml.dump(
        _as_words(value), Dumper=_Lines, allow_unicode=True, sort_keys=False, width=10_000
    )
    return str(text).removesuffix('...\n').removesuffix('\n')


def _as_words(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _as_words(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_as_words(inner) for inner in value]
    if isinstance(value, bool):
        return 'true' if value else 'false'
    return value if value is None else str(value)
