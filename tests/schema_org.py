"""Structured data, read by rdflib and held against the vocabulary of schema.org.

`schema_org.json` has the part of the vocabulary that the wiki uses, of one release.
"""

from __future__ import annotations

import json
import re
import warnings
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bs4 import BeautifulSoup
from rdflib import RDF, Graph, Literal, URIRef

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node

SCHEMA: Final = 'https://schema.org/'
VOCABULARY: Final[dict[str, Any]] = json.loads(
    Path(__file__).with_suffix('.json').read_text('utf-8')
)
CONTEXT: Final = {
    '@vocab': SCHEMA,
    **{name: {'@type': '@id'} for name in VOCABULARY['addresses']},
}
FORMS: Final = {
    'Date': r'\d{4}(-\d\d){0,2}',
    'Integer': r'\d+',
    'Number': r'-?\d+(\.\d+)?',
    'URL': r'https?://\S+',
    'Text': r'(?s).+',
}
"""Forms of the simple types of values."""


def json_ld(html: str) -> list[str]:
    """The structured data of a page."""
    tags = BeautifulSoup(html, 'html.parser').find_all('script', type='application/ld+json')
    return [tag.get_text() for tag in tags]


def graph_of(text: str) -> Graph:
    """Statements of a JSON-LD text."""
    data = json.loads(text)
    assert data.pop('@context') == 'https://schema.org'
    graph = Graph()
    with warnings.catch_warnings():
        # rdflib 7 reads JSON-LD by a class of its own that it has deprecated
        warnings.simplefilter('ignore', DeprecationWarning)
        graph.parse(data=json.dumps({'@context': CONTEXT, **data}), format='json-ld')
    return graph


def faults(text: str) -> list[str]:
    """Statements that the vocabulary does not have, or has for other types."""
    graph = graph_of(text)
    assert len(graph) > 1
    return sorted(fault for statement in graph for fault in _faults(graph, *statement))


def _faults(graph: Graph, subject: Node, predicate: Node, value: Node) -> Iterator[str]:
    name = str(predicate).removeprefix(SCHEMA)
    if predicate == RDF.type:
        if str(value).removeprefix(SCHEMA) not in VOCABULARY['types']:
            yield f'{value} is no type'
    elif name not in VOCABULARY['properties']:
        yield f'{predicate} is no property'
    else:
        allowed = VOCABULARY['properties'][name]
        owners = types_of(graph, subject)
        if not owners & set(allowed['domain']):
            yield f'{name} is no property of {sorted(owners)}'
        if not _is_in_range(graph, value, allowed['range']):
            yield f'{name} may not be {value!r}'


def _is_in_range(graph: Graph, value: Node, allowed: list[str]) -> bool:
    if isinstance(value, Literal):
        return any(re.fullmatch(FORMS[kind], str(value)) for kind in allowed if kind in FORMS)
    if isinstance(value, URIRef) and 'URL' in allowed:
        return True
    kinds = types_of(graph, value) or ({'Thing'} if isinstance(value, URIRef) else set())
    return bool(kinds & set(allowed))


def types_of(graph: Graph, node: Node) -> set[str]:
    """Types of a thing, with those above them."""
    named = (str(kind).removeprefix(SCHEMA) for kind in graph.objects(node, RDF.type))
    return {one for name in named for one in _with_parents(name)}


@cache
def _with_parents(name: str) -> frozenset[str]:
    above = (_with_parents(parent) for parent in VOCABULARY['types'].get(name, ()))
    return frozenset({name}).union(*above)
