"""`wiki.json` in fragments, one for each page: those that an edit cannot change are kept."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeAlias

from criticwiki.model.page import id_of

from .wiki_data import FRONT, SECTIONS, as_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from criticwiki.corpus.corpus import Corpus

Fragments: TypeAlias = 'dict[tuple[str, str], str]'
"""By section and id, as they stand in the file."""


def wiki_json(corpus: Corpus, kept: Mapping[tuple[str, str], str]) -> str:
    """The file, byte for byte as `as_json(wiki_data(corpus))`; fragments are made if not `kept`."""
    parts = [as_json({key: make(corpus) for key, make in FRONT.items()}).removesuffix('\n}\n')]
    for key, section in SECTIONS.items():
        entries = {entry.id: entry for entry in section.entries(corpus)}
        lines = []
        for identifier, entry in entries.items():
            name = _name(identifier)
            text = kept.get((key, name))
            if text is None:
                text = as_json(section.make(corpus, entry)).rstrip('\n').replace('\n', '\n  ')
            lines.append(f'  "{name}": {text}')
        inner = ',\n'.join(lines)
        parts.append(f' "{key}": {{\n{inner}\n }}' if lines else f' "{key}": {{}}')
    return ',\n'.join(parts) + '\n}\n'


def fragments_in(text: str, without: Iterable[str]) -> Fragments:
    """The fragments of a file, without those of some pages."""
    found: Fragments = {}
    for key in SECTIONS:
        # only lines of a section itself begin with one space, those of its entries with two
        _, start, rest = text.partition(f'\n "{key}": {{\n')
        if start:
            inner = f'\n{rest[: rest.index(_END)]}'
            for entry in inner.split('\n  "')[1:]:
                name, _, fragment = entry.partition('": ')
                found[key, name] = fragment.removesuffix(',')
    for docname in without:
        for key in SECTIONS:
            found.pop((key, _name(id_of(docname))), None)
    return found


_END = '\n }'


def _name(identifier: str) -> str:
    return json.dumps(identifier, ensure_ascii=False)[1:-1]
