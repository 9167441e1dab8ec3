"""Drafts of new pages: every field explained, with examples from this wiki; ids from titles."""

from __future__ import annotations

import re
import unicodedata
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final

from criticwiki.model.json_schema import front_matter_schema
from criticwiki.model.kinds import schema_name
from criticwiki.model.yaml import yaml_text
from criticwiki.text import escape_markdown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from typing import TypeAlias

    from .corpus import Corpus

    _Schema: TypeAlias = Mapping[str, Any]
    _Fields: TypeAlias = Mapping[str, tuple[_Schema, _Schema]]

_ONE_EPISODE: Final = frozenset({'spoils', 'episode', 'needs'})
_EPISODES: Final = frozenset({'covers', 'appears_in'})


def fitting(corpus: Corpus, key: str, example: Any) -> Any:
    """An example as an editor of this wiki could write it."""
    if key == 'confidence':
        return example
    if key in _ONE_EPISODE:
        return min(int(example), corpus.season or 1)
    if key in _EPISODES:
        return 1
    if key == 'episode_scores':
        return {'1': example['1']}
    if key == 'variants':
        return dict.fromkeys(example, _first(corpus, 'review', 'some-review'))
    if key == 'aspects':
        return {_aspect(corpus): fitting(corpus, '', *example.values())}
    if isinstance(example, dict):
        return {name: fitting(corpus, name, inner) for name, inner in example.items()}
    if isinstance(example, list):
        return [fitting(corpus, '', inner) for inner in example]
    return example


def _first(corpus: Corpus, kind: str, otherwise: str) -> str:
    return next((page.id for page in corpus.pages.values() if page.kind == kind), otherwise)


def _aspect(corpus: Corpus) -> str:
    """An aspect that a critic of the first episode alone can be asked about."""
    aspects = corpus.series.aspects if corpus.series else {}
    return next((name for name, one in aspects.items() if (one.needs or 1) <= 1), 'story')


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
    schema = definitions[schema_name(kind)]
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
    lines += ['---', '', f'# {escape_markdown(title)}', '']
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


LONGEST_ID: Final = 60
_ID: Final = re.compile(r'[a-z0-9]+(?:-[a-z0-9]+)*')
_NO_ACCENT: Final = str.maketrans(
    {'ß': 'ss', 'æ': 'ae', 'œ': 'oe', 'ø': 'o', 'đ': 'd', 'ð': 'd', 'ł': 'l', 'þ': 'th', 'ı': 'i'}
)
"""Letters that Unicode does not take apart into a Latin one and an accent."""
_APOSTROPHES: Final = re.compile("['\u2019\u02bc]")
_TAKEN: Final = re.compile('index|con|prn|aux|nul|com[0-9]|lpt[0-9]')
"""`index` is the first page of a folder; the others are no file names on Windows."""


def id_from(title: str) -> str:
    """An id that a title suggests; empty where it has no Latin letter and no digit.

    >>> id_from('Déjà Vu: the Keeper’s Light')
    'deja-vu-the-keepers-light'
    """
    words = _APOSTROPHES.sub('', unicodedata.normalize('NFKD', title)).lower().translate(_NO_ACCENT)
    plain = ''.join(letter for letter in words if not unicodedata.combining(letter))
    made = '-'.join(re.findall('[a-z0-9]+', plain))
    if len(made) > LONGEST_ID:
        made = made[: LONGEST_ID + 1].rpartition('-')[0] or made[:LONGEST_ID]
    return f'{made}-page' if _TAKEN.fullmatch(made) else made


def wrong_with_id(identifier: str) -> str:
    """Why an id cannot be one, with one that can; nothing where it can."""
    if _ID.fullmatch(identifier) and len(identifier) <= LONGEST_ID:
        if not _TAKEN.fullmatch(identifier):
            return ''
        return f'the id {identifier!r} has a meaning of its own; choose another'
    better = id_from(identifier.removesuffix('.md'))
    hint = f'; did you mean {better!r}?' if better else ', such as some-outlet-season-1'
    return (
        f'{identifier!r} is no id: it has at most {LONGEST_ID} lower-case letters from a to z and'
        f' digits, in words joined by hyphens{hint}'
    )
