"""New pages: a draft that passes the check as it stands, with every field explained."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final

from criticwiki.model.json_schema import front_matter_schema
from criticwiki.model.kinds import KINDS
from criticwiki.model.yaml_text import yaml_text
from criticwiki.plain_words import plain_words

from .draft_examples import fitting

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from typing import TypeAlias

    from .corpus import Corpus

    _Schema: TypeAlias = Mapping[str, Any]
    _Fields: TypeAlias = Mapping[str, tuple[_Schema, _Schema]]

WIDTH: Final = 96
_FILLED: Final = {'covers': '1'}
"""What stands in a required field until the editor knows better."""
_TITLES: Final = {'episode': 'title', 'character': 'name', 'review': 'headline'}
"""The field that holds the title of a page."""

_GUIDANCE: Final[Mapping[str, str]] = {
    'review': (
        'Write two or three short sections in your own words: what is the case of this critic,'
        ' and what is weighed against it? A quotation is a phrase of at most twelve words, in'
        ' quotation marks.'
    ),
    'episode': (
        'Tell what happens, briefly. What this episode and earlier ones tell is open here. What a'
        ' later one reveals stands in a block that begins with :::{spoiler} and its number, and'
        ' ends with :::.'
    ),
    'character': (
        'Say who this is, without giving anything away. What an episode reveals stands in a block'
        ' that begins with :::{spoiler} and its number, and ends with :::.'
    ),
    'page': 'Write what the page is for. Every section has a heading that begins with ##.',
}
_OF_ALL: Final = 'Lines that begin with % are notes to you: readers do not see them. Delete them.'


def draft_text(corpus: Corpus, kind: str, title: str, number: int = 0) -> str:
    """The text of a draft; `number` is that of an episode."""
    definitions = front_matter_schema(kind, corpus.notations)['$defs']
    schema = definitions[KINDS[kind].__name__]
    fields = {name: (field, definitions) for name, field in schema['properties'].items()}
    needed = {_TITLES[kind]: title} if kind in _TITLES else {}
    if number:
        needed['number'] = str(number)
    lines = ['---', f'{kind}:']
    lines += _required(fields, schema.get('required', ()), {**_FILLED, **needed})
    lines += ['  ## This page is a draft: shown as one, and counted nowhere. Take the line away']
    lines += ['  ## when the page is ready.', '  draft: true', '']
    lines += ['  ## All that follows may be left out. To use a line, take its "# " away; lines']
    lines += ['  ## with two # explain.']
    lines += _optional(fields, schema.get('required', ()), corpus)
    if kind == 'page':
        lines += ['# Take this line away when the page stands in a list of contents.']
        lines += ['orphan: true']
    lines += ['---', '', f'# {plain_words(title)}', '']
    lines += [f'% {line}' for line in wrap(f'{_GUIDANCE[kind]} {_OF_ALL}', WIDTH - 2)]
    return '\n'.join([*lines, ''])


def _required(
    fields: _Fields, required: Collection[str], filled: Mapping[str, str]
) -> Iterator[str]:
    for name in required:
        yield from _explained(*fields[name])
        yield f'  {yaml_text({name: filled.get(name)})}'
        yield ''


def _optional(fields: _Fields, required: Collection[str], corpus: Corpus) -> Iterator[str]:
    """Every field that may be left out, as a comment that can be made a line."""
    for name, (field, definitions) in fields.items():
        if name in required or name == 'draft':
            continue
        example = {name: fitting(corpus, name, field['examples'][0])}
        yield ''
        yield from _explained(field, definitions)
        yield from (f'  # {line}' for line in yaml_text(example).split('\n'))


def _explained(field: _Schema, definitions: _Schema) -> Iterator[str]:
    yield from _note(words_for(field), '')
    for name, inner in fields_inside(field, definitions).items():
        yield from _note(f'{name}: {words_for(inner)}', '  ')


def _note(words: str, indent: str) -> Iterator[str]:
    yield from wrap(
        words, WIDTH, initial_indent=f'  ## {indent}', subsequent_indent=f'  ## {indent}'
    )


def words_for(field: _Schema) -> str:
    """What a field means, and the words that it takes where they are few."""
    words: str = field['description']
    return f'{words} One of: {", ".join(field["enum"])}.' if 'enum' in field else words


def fields_inside(field: _Schema, definitions: _Schema) -> Mapping[str, Any]:
    """The fields of what stands in a field, where that is a mapping with keys of its own."""
    places = [field, field.get('items'), field.get('additionalProperties')]
    places += [one for place in places if isinstance(place, dict) for one in place.get('anyOf', ())]
    for place in places:
        if isinstance(place, dict) and '$ref' in place:
            found: Mapping[str, Any] = definitions[place['$ref'].rpartition('/')[2]]['properties']
            return found
    return {}
