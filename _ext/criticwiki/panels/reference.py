"""Panels of the reference: front-matter fields, problem codes, notations, method."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from textwrap import dedent
from typing import TYPE_CHECKING, Any, Final

from criticwiki.checks.problem_examples import MEANINGS, problem_examples
from criticwiki.corpus.drafts import fields_inside
from criticwiki.i18n import _
from criticwiki.model.json_schema import front_matter_schema
from criticwiki.model.kinds import THEME_KEYS, schema_name
from criticwiki.model.yaml import yaml_text
from criticwiki.panel_registry import Panel

from .common import PROVISIONAL_BELOW
from .elements import (
    NO_SEARCH,
    Element,
    bullets,
    cells,
    definition,
    definitions,
    joined,
    link,
    para,
    phrase,
    span,
    table,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TypeAlias

    from criticwiki.model.scores import Notations

    from .elements import Piece

    _Schema: TypeAlias = Mapping[str, Any]

_OF_ALL: Final = ('summary', 'draft')
"""Fields of every kind, which are told last."""
_ANY_NUMBER: Final = 999_999


@dataclass(frozen=True, slots=True)
class FieldType:
    """What a field takes: `one` of something, some of `choices`, or a sort of collection."""

    form: str
    """`one`, `choice`, `list`, `lines`, `mapping`, or `either` of what is inside."""
    words: str = ''
    """The type in plain words, of `one`; of `lines`, what stands before the colon."""
    choices: tuple[str, ...] = ()
    inside: tuple[FieldType, ...] = ()
    least: int | None = None
    longest: int | None = None


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field."""

    name: str
    means: str
    required: bool
    nullable: bool
    type: FieldType
    example: str
    """Lines of YAML."""
    fields: tuple[FieldRow, ...] = ()
    """What stands inside, where that is a mapping with keys of its own."""


@lru_cache
def field_rows(kind: str) -> tuple[FieldRow, ...]:
    """The fields of a kind of page: those that must be there first."""
    definitions = front_matter_schema(kind)['$defs']
    model = definitions[schema_name(kind)]
    rows = _rows(model['properties'], model.get('required', ()), definitions)
    return tuple(sorted(rows, key=lambda row: (not row.required, row.name in _OF_ALL)))


def theme_rows() -> tuple[tuple[str, str], ...]:
    """What may stand beside the mapping of a page, and what it does."""
    return tuple(THEME_KEYS.items())


def _rows(fields: _Schema, required: Any, definitions: _Schema) -> tuple[FieldRow, ...]:
    return tuple(_row(name, field, name in required, definitions) for name, field in fields.items())


def _row(name: str, field: _Schema, required: bool, definitions: _Schema) -> FieldRow:
    inside = fields_inside(field, definitions)
    needed = {key for key, inner in inside.items() if _needed(inner, definitions, inside)}
    return FieldRow(
        name=name,
        means=field['description'],
        required=required,
        nullable=_nullable(field),
        type=_type(field),
        example=yaml_text({name: field['examples'][0]}),
        fields=_rows(inside, needed, definitions),
    )


def _needed(field: _Schema, definitions: _Schema, fields: _Schema) -> bool:
    """Whether the model that has these fields requires this one."""
    model = next(one for one in definitions.values() if one['properties'] is fields)
    return any(fields[name] is field for name in model.get('required', ()))


def _nullable(field: _Schema) -> bool:
    kinds = field.get('type', ())
    return 'null' in kinds or {'type': 'null'} in field.get('anyOf', ())


def _type(field: _Schema) -> FieldType:
    if 'enum' in field:
        return FieldType('choice', choices=tuple(field['enum']))
    if '$ref' in field:
        return FieldType('mapping')
    if 'title' in field:
        return FieldType('one', field['title'], least=_least(field), longest=field.get('maxLength'))
    if 'anyOf' in field:
        parts = [one for one in field['anyOf'] if one != {'type': 'null'}]
        if len(parts) == 1:
            return _type(parts[0])
        return FieldType('either', inside=tuple(map(_type, parts)))
    if field['type'] == 'array':
        return FieldType('list', inside=(_type(field['items']),))
    keys = field['propertyNames']
    return FieldType('lines', keys['title'], inside=(_type(field['additionalProperties']),))


def _least(field: _Schema) -> int | None:
    return field['minimum'] if field.get('maximum') == _ANY_NUMBER else None


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One code, with a page that has the problem and one that has not."""

    code: str
    means: str
    path: str
    wrong: str
    message: str
    """The very words of the check on the wrong page."""
    right: str


def place_of(code: str) -> str:
    """The part of the address of a reference where it tells of a code."""
    return f'problem-{code}'


@lru_cache
def code_rows() -> tuple[CodeRow, ...]:
    """Every code, in the order of the examples."""
    return tuple(
        CodeRow(
            code=code.value,
            means=MEANINGS[code],
            path=case.path,
            wrong=dedent(case.wrong).removesuffix('\n'),
            message=f'{case.path}:{case.problems[0]}',
            right=dedent(case.right).removesuffix('\n'),
        )
        for code, case in problem_examples().items()
    )


_CODE: Final = re.compile('`([^`]+)`')


def code(text: str) -> Element:
    """Words of a page or a program."""
    return Element('code', [text])


def source(text: str, language: str) -> Element:
    """Lines of a page; they stay out of the search, which would find examples for pages."""
    return Element('source', [text], (NO_SEARCH,), language)


def with_code(text: str) -> list[Piece]:
    """A sentence, with what stands in backticks as code."""
    parts = _CODE.split(text)
    return [code(part) if index % 2 else part for index, part in enumerate(parts) if part]


def draw_fields(view: tuple[str, str, tuple[FieldRow, ...]]) -> list[Element]:
    """The fields of one kind of page."""
    docname, prefix, rows = view
    return [definitions([_field(row, docname, prefix) for row in rows], 'wiki-reference')]


def draw_theme_keys(rows: Sequence[tuple[str, str]]) -> list[Element]:
    """What may stand beside the mapping of a page."""
    items = [definition([code(name)], [para(with_code(_(words)))]) for name, words in rows]
    other = _('What programs show of a link to the page, such as `og:title`.')
    items.append(definition([code('og:…')], [para(with_code(other))]))
    return [definitions(items, 'wiki-reference')]


def _field(row: FieldRow, docname: str, prefix: str) -> Element:
    place = f'{prefix}-{row.name.replace("_", "-")}'
    need = _('required') if row.required else _('may be left out')
    badge = span(need, 'field-need', *(['field-required'] if row.required else []))
    body = [
        para(with_code(_(row.means))),
        para(_type_line(row), classes=['field-type']),
        source(row.example, 'yaml'),
    ]
    if row.fields:
        inner = [_field(one, docname, place) for one in row.fields]
        body += [para(_('Inside it:')), definitions(inner, 'wiki-reference')]
    return definition([link([code(row.name)], docname, place), ' ', badge], body, place)


def _type_line(row: FieldRow) -> list[Piece]:
    words = type_words(row.type)
    if row.nullable:
        return [*phrase(_('Takes %(what)s, or %(null)s.'), what=words, null=code('null'))]
    return [*phrase(_('Takes %(what)s.'), what=words)]


def type_words(kind: FieldType) -> list[Piece]:
    """What a field takes, in words for people who never saw YAML."""
    if kind.form == 'choice':
        return phrase(_('one of %(words)s'), words=joined(code(word) for word in kind.choices))
    if kind.form == 'mapping':
        return [_('lines of its own, indented')]
    if kind.form == 'either':
        first, *others = map(type_words, kind.inside)
        made = first
        for other in others:
            made = phrase(_('%(one)s, or %(other)s'), one=made, other=other)
        return made
    if kind.form == 'list':
        return phrase(_('a list; each entry is %(what)s'), what=type_words(kind.inside[0]))
    if kind.form == 'lines':
        template = _('indented lines: %(key)s, a colon, and %(what)s')
        return phrase(template, key=with_code(_(kind.words)), what=type_words(kind.inside[0]))
    words = _(kind.words)
    if kind.least is not None:
        words = _('%(what)s from %(number)d up') % {'what': words, 'number': kind.least}
    if kind.longest is not None:
        counted = {'what': words, 'number': kind.longest}
        words = _('%(what)s of at most %(number)d characters') % counted
    return with_code(words)


def draw_codes(view: tuple[str, tuple[CodeRow, ...]]) -> list[Element]:
    """Every code of a problem, below a list that leads to each."""
    docname, rows = view
    short = [[para(link([code(row.code)], docname, place_of(row.code)))] for row in rows]
    items = [_code(row, docname) for row in rows]
    return [bullets(short, 'wiki-codes'), definitions(items, 'wiki-reference')]


def _code(row: CodeRow, docname: str) -> Element:
    place = place_of(row.code)
    right = phrase(_('Right in %(path)s:'), path=code(row.path))
    wrong = phrase(_('Wrong in %(path)s:'), path=code(row.path))
    language = 'yaml' if re.match(r'[a-z_]+:', row.wrong) else 'markdown'
    body = [
        para(with_code(_(row.means))),
        para(wrong, classes=['wiki-wrong']),
        source(row.wrong, language),
        para(_('The check says:')),
        source(row.message, 'text'),
        para(right, classes=['wiki-right']),
        source(row.right, language),
    ]
    return definition([link([code(row.code)], docname, place)], body, place)


def draw_notations(view: Notations) -> list[Element]:
    """Letter grades and declared scales, with what each is worth on 0 to 100."""
    rows = [cells(span(word, 'score'), f'{worth:g}') for word, worth in view.letters.items()]
    made: list[Element] = [table(cells(_('Letter'), _('Of 100')), rows, 'scores', 'letters')]
    for scale in view.scales:
        if scale.steps:
            steps = [
                cells(span(word, 'score'), f'{float(worth):g}')
                for word, worth in scale.steps.items()
            ]
            made.append(table(cells(scale.name, _('Of 100')), steps, 'scores'))
        else:
            values = {'name': scale.name, 'best': f'{float(scale.best):g}', 'unit': scale.unit}
            made.append(para(_('%(name)s: out of %(best)s %(unit)s.') % values))
    return made


def draw_rules(view: None) -> list[Element]:
    """The rules of the consensus in a few lines, and its data."""
    del view
    count = {'number': PROVISIONAL_BELOW}
    lines = [
        _('Common value: 100 × value / best of the printed score.'),
        _(
            'Headline: mean, median and range of the printed scores of reviews that cover'
            ' every episode; provisional below %(number)d. A review without a printed score is'
            ' never given one.'
        )
        % count,
        _('Evidence: 1 critic single, 2 limited, 3 or 4 medium, 5 and more robust.'),
        _(
            'Agreement, from two critics up: the share of the commonest stance is at least 0.8'
            ' for high, more than 0.5 for medium, else low.'
        ),
        _(
            'Split: the smaller of praise and criticism; the widest first, then by how many'
            ' critics discuss the aspect, then as listed.'
        ),
        _(
            'The widest split is told by one critic of each side: first those whose words give'
            ' nothing away, then those who are quoted, then who had seen most.'
        ),
        _('Out of scope: the critic had not seen the episode that the aspect needs.'),
        _('Trend: claimed only where Kendall’s tau-b is significant at 5 %.'),
        _('Figures are rounded once, halves away from zero.'),
    ]
    files = phrase(
        _('Data: %(json)s, %(csv)s.'), json=_data_link('wiki.json'), csv=_data_link('scores.csv')
    )
    return [bullets([[para(line)] for line in lines]), para(files)]


def _data_link(name: str) -> Element:
    return Element('data', [name], (), name)


def _fields_of(kind: str) -> Panel:
    return Panel(lambda _corpus, page: (page.docname, kind, field_rows(kind)), draw_fields)


SERIES_FIELDS: Final = _fields_of('series')
EPISODE_FIELDS: Final = _fields_of('episode')
CHARACTER_FIELDS: Final = _fields_of('character')
REVIEW_FIELDS: Final = _fields_of('review')
PAGE_FIELDS: Final = _fields_of('page')
THEME_FIELDS: Final = Panel(lambda _corpus, _page: theme_rows(), draw_theme_keys)
CODES: Final = Panel(lambda _corpus, page: (page.docname, code_rows()), draw_codes)
NOTATIONS: Final = Panel(lambda corpus, _page: corpus.notations, draw_notations)
METHOD: Final = Panel(lambda _corpus, _page: None, draw_rules)
