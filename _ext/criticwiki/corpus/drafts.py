"""Templates of new pages: front matter with comments and examples; ids from titles."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final

from criticwiki.model.json_schema import front_matter_schema
from criticwiki.model.kinds import SERIAL_FIELDS, schema_name
from criticwiki.model.page import id_of
from criticwiki.model.yaml import yaml_text
from criticwiki.text import DEVICE, NO_ACCENT, escape_markdown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from typing import TypeAlias

    from criticwiki.model.fields import FieldContext

    from .corpus import Corpus

    _Schema: TypeAlias = Mapping[str, Any]
    _Fields: TypeAlias = Mapping[str, tuple[_Schema, _Schema]]

_EPISODE_FIELDS: Final = frozenset({'spoils', 'episode', 'needs'})
_RANGE_FIELDS: Final = frozenset({'covers', 'appears_in'})


def field_definitions(kind: str, context: FieldContext) -> dict[str, Any]:
    """Schemas of the models of a kind of page, by name, with the fields of use to the work."""
    definitions: dict[str, Any] = front_matter_schema(kind, context)['$defs']
    if context.numbering.work.has_episodes:
        return definitions
    for definition in definitions.values():
        fields = definition['properties']
        for name in SERIAL_FIELDS & fields.keys():
            del fields[name]
        for name, field in fields.items():
            field['examples'] = [_without_episodes(name, one) for one in field['examples']]
    return definitions


def _without_episodes(key: str, example: Any) -> Any:
    """An example without what only works with episodes have."""
    if isinstance(example, dict):
        return {
            name: _without_episodes(name, inner)
            for name, inner in example.items()
            if name not in SERIAL_FIELDS
        }
    if isinstance(example, list):
        return [_without_episodes(key, inner) for inner in example]
    if key in _EPISODE_FIELDS:
        return 1
    return 'ida-lund' if key == 'about' else example


def adapt_example(corpus: Corpus, key: str, example: Any) -> Any:
    """Adapt the example value of a field so that it is valid in this wiki."""
    if key == 'confidence':
        return example
    if key in _EPISODE_FIELDS:
        return min(int(example), corpus.numbering.total or 1)
    if key in _RANGE_FIELDS:
        return 1
    if key in {'seasons', 'specials'}:
        return example
    if key == 'open':
        return [_OPEN_SECTION]
    if key == 'episode_scores':
        return {'1': example['1']}
    if key == 'variants':
        return dict.fromkeys(example, _first(corpus, 'review', 'some-review'))
    if key == 'aspects':
        return {_aspect(corpus): adapt_example(corpus, '', *example.values())}
    if key == 'group':
        return corpus.series.groups[0] if corpus.series and corpus.series.groups else example
    if key == 'means':
        name, claims = next(iter(corpus.shared_names.items()))
        return {name: id_of(claims[0].docname)}
    if key in _BY_LANGUAGE:
        (first, words), *_others = example.items()
        return {code: example.get(code, words) for code in _languages_of(corpus, key) or [first]}
    if isinstance(example, dict):
        return {name: adapt_example(corpus, name, inner) for name, inner in example.items()}
    if isinstance(example, list):
        return [adapt_example(corpus, '', inner) for inner in example]
    return example


def _first(corpus: Corpus, kind: str, otherwise: str) -> str:
    return next((page.id for page in corpus.pages.values() if page.kind == kind), otherwise)


def _aspect(corpus: Corpus) -> str:
    """Name of an aspect that a review of the first episode alone may have."""
    aspects = corpus.series.aspects if corpus.series else {}
    return next((name for name, one in aspects.items() if (one.needs or 1) <= 1), 'story')


WIDTH: Final = 96
_DEFAULTS: Final = {'covers': '1'}
"""Initial values of required fields."""
_TITLES: Final = {'episode': 'title', 'character': 'name', 'review': 'headline'}
"""Field with the title of a page, by kind."""

_GUIDANCE: Final[Mapping[str, str]] = {
    'review': (
        'Write two or three short sections in your own words: what is the case of this critic,'
        ' and what is weighed against it? A quotation is a phrase of at most twelve words, in'
        ' quotation marks.'
    ),
    'episode': (
        'Tell what happens, briefly. All that stands here is closed to readers who have not seen'
        ' the episode, but for the sections that are named behind `open:`. What a later one'
        ' reveals stands in a block that begins with :::{spoiler} and its number, and ends with'
        ' :::.'
    ),
    'character': (
        'Say who this is, without giving anything away. What an episode reveals stands in a block'
        ' that begins with :::{spoiler} and its number, and ends with :::.'
    ),
    'page': 'Write what the page is for. Every section has a heading that begins with ##.',
}
_OPEN_SECTION: Final = 'Making'
_ON_MAKING: Final = 'Say who made it, and how. This section is open: it gives nothing away.'
_COMMENT_HINT: Final = (
    'Lines that begin with % are notes to you: readers do not see them. Delete them.'
)


def draft_text(corpus: Corpus, kind: str, title: str, number: str = '') -> str:
    """Source text of a new draft page; `number` is that of an episode, as written, else empty."""
    definitions = field_definitions(kind, corpus.context)
    schema = definitions[schema_name(kind)]
    fields = {name: (field, definitions) for name, field in schema['properties'].items()}
    needed = {_TITLES[kind]: title} if kind in _TITLES else {}
    if number:
        needed['number'] = number
    lines = ['---', f'{kind}:']
    lines += _required(fields, schema.get('required', ()), {**_DEFAULTS, **needed})
    lines += ['  ## This page is a draft: shown as one, and counted nowhere. Take the line away']
    lines += ['  ## when the page is ready.', '  draft: true', '']
    lines += ['  ## All that follows may be left out. To use a line, take its "# " away; lines']
    lines += ['  ## with two # explain.']
    lines += _optional(fields, schema.get('required', ()), corpus)
    if kind == 'page':
        lines += ['# Take this line away when the page stands in a list of contents.']
        lines += ['orphan: true']
    lines += ['---', '', f'# {escape_markdown(title)}', '']
    lines += ['## What happens', ''] if kind == 'episode' else []
    lines += _notes(f'{_GUIDANCE[kind]} {_COMMENT_HINT}')
    lines += ['', f'## {_OPEN_SECTION}', '', *_notes(_ON_MAKING)] if kind == 'episode' else []
    return '\n'.join([*lines, ''])


def _notes(text: str) -> Iterator[str]:
    """Lines of a text for editors, which readers do not see."""
    yield from (f'% {line}' for line in wrap(text, WIDTH - 2))


def _required(
    fields: _Fields, required: Collection[str], filled: Mapping[str, str]
) -> Iterator[str]:
    for name in required:
        yield from _comments(*fields[name])
        yield f'  {yaml_text({name: filled.get(name)})}'
        yield ''


def _optional(fields: _Fields, required: Collection[str], corpus: Corpus) -> Iterator[str]:
    """Lines for optional fields: commented-out examples. What several may hold is told once."""
    explained: list[Mapping[str, Any]] = []
    for name, (field, definitions) in fields.items():
        if name in required or name == 'draft' or not _is_offered(corpus, name):
            continue
        example = {name: adapt_example(corpus, name, field['examples'][0])}
        yield ''
        yield from _wrapped(field_help(field), '')
        inside = nested_fields(field, definitions)
        if not any(inside is other for other in explained):
            yield from _nested(inside)
            explained.append(inside)
        mark = '' if name == 'open' else '# '  # the draft has such a section
        yield from (f'  {mark}{line}' for line in yaml_text(example).split('\n'))


_WHERE_USED: Final = frozenset({'storyboard'})
"""Fields of some trades only, which a draft has where a page of the wiki has them."""
_BY_LANGUAGE: Final = frozenset({'titles', 'names', 'voices'})


def _is_offered(corpus: Corpus, field: str) -> bool:
    if field == 'was':  # a new page has been nowhere else
        return False
    if field == 'means':
        return bool(corpus.shared_names)
    if field == 'group':
        return bool(corpus.series and corpus.series.groups)
    return field not in _WHERE_USED or any(
        page.facts.states(field) for page in corpus.pages.values() if page.facts
    )


def _languages_of(corpus: Corpus, field: str) -> list[str]:
    """Languages in which pages of the wiki have a field, the commonest first."""
    counts = Counter(
        code for page in corpus.pages.values() for code in getattr(page.facts, field, ())
    )
    return sorted(counts, key=lambda code: (-counts[code], code))


def _comments(field: _Schema, definitions: _Schema) -> Iterator[str]:
    yield from _wrapped(field_help(field), '')
    yield from _nested(nested_fields(field, definitions))


def _nested(fields: Mapping[str, _Schema]) -> Iterator[str]:
    for name, inner in fields.items():
        yield from _wrapped(f'{name}: {field_help(inner)}', '  ')


def _wrapped(text: str, indent: str) -> Iterator[str]:
    yield from wrap(
        text, WIDTH, initial_indent=f'  ## {indent}', subsequent_indent=f'  ## {indent}'
    )


def field_help(field: _Schema) -> str:
    """Description of a field, with its choices if it is an enum."""
    text: str = field['description']
    return f'{text} One of: {", ".join(field["enum"])}.' if 'enum' in field else text


def nested_fields(field: _Schema, definitions: _Schema) -> Mapping[str, Any]:
    """Properties of the model nested in a field; empty if there is none."""
    places = [field, field.get('items'), field.get('additionalProperties')]
    places += [one for place in places if isinstance(place, dict) for one in place.get('anyOf', ())]
    for place in places:
        if isinstance(place, dict) and '$ref' in place:
            properties: Mapping[str, Any] = definitions[place['$ref'].rpartition('/')[2]][
                'properties'
            ]
            return properties
    return {}


LONGEST_ID: Final = 60
_ID: Final = re.compile(r'[a-z0-9]+(?:-[a-z0-9]+)*')
_APOSTROPHES: Final = re.compile("['\u2019\u02bc]")


def _is_reserved(identifier: str) -> bool:
    """Whether an id is that of the page of a folder, or the name of a device of Windows."""
    return identifier == 'index' or bool(DEVICE.fullmatch(identifier))


def id_from(title: str) -> str:
    """Page id derived from a title; empty without Latin letters and digits.

    >>> id_from('Déjà Vu: the Keeper’s Light')
    'deja-vu-the-keepers-light'
    """
    text = _APOSTROPHES.sub('', unicodedata.normalize('NFKD', title)).lower().translate(NO_ACCENT)
    plain = ''.join(letter for letter in text if not unicodedata.combining(letter))
    identifier = '-'.join(re.findall('[a-z0-9]+', plain))
    if len(identifier) > LONGEST_ID:
        identifier = identifier[: LONGEST_ID + 1].rpartition('-')[0] or identifier[:LONGEST_ID]
    return f'{identifier}-page' if _is_reserved(identifier) else identifier


def title_from_id(kind: str, name: str) -> str:
    """Title of a page that has none but its id."""
    if kind == 'episode':
        name = _NUMBER.sub('', name)
    text = name.replace('-', ' ')
    return text.title() if kind == 'character' else text.capitalize()


_NUMBER: Final = re.compile(r'(?:s\d+e)?\d+(?:-\d+)?-')
"""Number of an episode at the start of an id."""


def check_id(identifier: str) -> str:
    """Message why an id is invalid, with a suggestion; empty if it is valid."""
    if _ID.fullmatch(identifier) and len(identifier) <= LONGEST_ID:
        if not _is_reserved(identifier):
            return ''
        return f'the id {identifier!r} has a meaning of its own; choose another'
    better = id_from(identifier.removesuffix('.md'))
    hint = f'; did you mean {better!r}?' if better else ', such as some-outlet-season-1'
    return (
        f'{identifier!r} is no id: it has at most {LONGEST_ID} lower-case letters from a to z and'
        f' digits, in words joined by hyphens{hint}'
    )
