"""Panels of the reference: front-matter fields, problem codes, notations, method."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from textwrap import dedent
from typing import TYPE_CHECKING, Any, Final

from criticwiki.checks.problem_examples import MEANINGS, problem_examples
from criticwiki.corpus.drafts import field_definitions, nested_fields
from criticwiki.i18n import _
from criticwiki.model.fields import FieldContext
from criticwiki.model.kinds import NEEDED_BY_SERIALS, THEME_KEYS, schema_name
from criticwiki.model.numbering import Numbering
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
    from collections.abc import Iterable, Mapping, Sequence
    from typing import TypeAlias

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.model.declared_fields import DeclaredFields
    from criticwiki.model.notations import Notations
    from criticwiki.model.page import Page
    from criticwiki.model.works import Work

    from .elements import Piece

    _Schema: TypeAlias = Mapping[str, Any]

_COMMON_FIELDS: Final = ('summary', 'draft')
"""Fields of every kind, which come last."""
_UNLIMITED: Final = 999_999
"""Maximum in the schema that stands for no limit."""
_CODE: Final = re.compile('`([^`]+)`')


def code(text: str) -> Element:
    """Inline code."""
    return Element('code', [text])


def source(text: str, language: str) -> Element:
    """Code block; it stays out of the search, which would list examples as pages."""
    return Element('source', [text], (NO_SEARCH,), language)


def with_code(text: str) -> list[Piece]:
    """A text whose parts in backticks become inline code."""
    parts = _CODE.split(text)
    return [code(part) if index % 2 else part for index, part in enumerate(parts) if part]


# -- front matter -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FieldType:
    """Type of a front-matter field, as a tree."""

    form: str
    """`one`, `choice`, `list`, `lines`, `mapping`, or `either` of what is inside."""
    words: str = ''
    """Description of the type for `one`; of the keys for `lines`."""
    choices: tuple[str, ...] = ()
    inside: tuple[FieldType, ...] = ()
    least: int | None = None
    longest: int | None = None


@dataclass(frozen=True, slots=True)
class FieldRow:
    """Documentation of one front-matter field."""

    name: str
    means: str
    required: bool
    nullable: bool
    type: FieldType
    example: str
    """In YAML."""
    fields: tuple[FieldRow, ...] = ()
    """Nested fields of a mapping with keys of its own."""


@lru_cache
def field_rows(kind: str, declared: DeclaredFields, work: Work) -> tuple[FieldRow, ...]:
    """The fields of a kind of page, required ones first; those of use to the work."""
    if kind == 'episode' and not work.has_episodes:
        return ()
    definitions = field_definitions(
        kind, FieldContext(declared=declared, numbering=Numbering(work=work))
    )
    model = definitions[schema_name(kind)]
    required = {*model.get('required', ())}
    if work.has_episodes and kind in NEEDED_BY_SERIALS:
        required.add(NEEDED_BY_SERIALS[kind])
    rows = _rows(model['properties'], required, definitions)
    return tuple(sorted(rows, key=lambda row: (not row.required, row.name in _COMMON_FIELDS)))


def _rows(fields: _Schema, required: Any, definitions: _Schema) -> tuple[FieldRow, ...]:
    return tuple(_row(name, field, name in required, definitions) for name, field in fields.items())


def _row(name: str, field: _Schema, required: bool, definitions: _Schema) -> FieldRow:
    inside = nested_fields(field, definitions)
    needed = {key for key, inner in inside.items() if _is_required(inner, definitions, inside)}
    return FieldRow(
        name=name,
        means=field['description'],
        required=required,
        nullable=_is_nullable(field),
        type=_type(field),
        example=yaml_text({name: field['examples'][0]}),
        fields=_rows(inside, needed, definitions),
    )


def _is_required(field: _Schema, definitions: _Schema, fields: _Schema) -> bool:
    """Whether the model with these fields requires this one."""
    model = next(one for one in definitions.values() if one['properties'] is fields)
    return any(fields[name] is field for name in model.get('required', ()))


def _is_nullable(field: _Schema) -> bool:
    types = field.get('type', ())
    return 'null' in types or {'type': 'null'} in field.get('anyOf', ())


def _type(field: _Schema) -> FieldType:
    if 'enum' in field:
        return FieldType('choice', choices=tuple(field['enum']))
    if '$ref' in field:
        return FieldType('mapping')
    if 'title' in field:
        least = field['minimum'] if field.get('maximum') == _UNLIMITED else None
        return FieldType('one', field['title'], least=least, longest=field.get('maxLength'))
    if 'anyOf' in field:
        parts = [one for one in field['anyOf'] if one != {'type': 'null'}]
        if len(parts) == 1:
            return _type(parts[0])
        return FieldType('either', inside=tuple(map(_type, parts)))
    if field['type'] == 'array':
        return FieldType('list', inside=(_type(field['items']),))
    keys = field['propertyNames']
    return FieldType('lines', keys['title'], inside=(_type(field['additionalProperties']),))


def draw_fields(view: tuple[str, str, tuple[FieldRow, ...]]) -> list[Element]:
    """Definition list of fields; the view has the docname, a prefix of anchors, and the fields."""
    docname, prefix, rows = view
    if not rows:
        return []
    return [definitions([_draw_field(row, docname, prefix) for row in rows], 'wiki-reference')]


def _draw_field(row: FieldRow, docname: str, prefix: str) -> Element:
    anchor = f'{prefix}-{row.name.replace("_", "-")}'
    need = _('required') if row.required else _('may be left out')
    badge = span(need, 'field-need', *(['field-required'] if row.required else []))
    body = [
        para(with_code(_(row.means))),
        para(_type_sentence(row), classes=['field-type']),
        source(row.example, 'yaml'),
    ]
    if row.fields:
        nested = [_draw_field(field, docname, anchor) for field in row.fields]
        body += [para(_('Inside it:')), definitions(nested, 'wiki-reference')]
    return definition([link([code(row.name)], docname, anchor), ' ', badge], body, anchor)


def _type_sentence(row: FieldRow) -> list[Piece]:
    label = type_label(row.type)
    if row.nullable:
        return phrase(_('Takes %(what)s, or %(null)s.'), what=label, null=code('null'))
    return phrase(_('Takes %(what)s.'), what=label)


def type_label(kind: FieldType) -> list[Piece]:
    """Label of a type for readers who do not know YAML."""
    if kind.form == 'choice':
        return phrase(_('one of %(words)s'), words=joined(map(code, kind.choices)))
    if kind.form == 'mapping':
        return [_('lines of its own, indented')]
    if kind.form == 'either':
        label, *others = map(type_label, kind.inside)
        for other in others:
            label = phrase(_('%(one)s, or %(other)s'), one=label, other=other)
        return label
    if kind.form == 'list':
        return phrase(_('a list; each entry is %(what)s'), what=type_label(kind.inside[0]))
    if kind.form == 'lines':
        template = _('indented lines: %(key)s, a colon, and %(what)s')
        return phrase(template, key=with_code(_(kind.words)), what=type_label(kind.inside[0]))
    text = _(kind.words)
    if kind.least is not None:
        text = _('%(what)s from %(number)d up') % {'what': text, 'number': kind.least}
    if kind.longest is not None:
        values = {'what': text, 'number': kind.longest}
        text = _('%(what)s of at most %(number)d characters') % values
    return with_code(text)


def _fields_of(kind: str) -> Panel:
    def view(corpus: Corpus, page: Page) -> tuple[str, str, tuple[FieldRow, ...]]:
        return page.docname, kind, field_rows(kind, corpus.declared, corpus.work)

    return Panel(view, draw_fields)


SERIES_FIELDS: Final = _fields_of('series')
EPISODE_FIELDS: Final = _fields_of('episode')
CHARACTER_FIELDS: Final = _fields_of('character')
REVIEW_FIELDS: Final = _fields_of('review')
PAGE_FIELDS: Final = _fields_of('page')


def draw_theme_keys(view: Sequence[tuple[str, str]]) -> list[Element]:
    """Definition list of the top-level keys beside the mapping of a page."""
    items = [definition([code(name)], [para(with_code(_(means)))]) for name, means in view]
    other = _('What programs show of a link to the page, such as `og:title`.')
    items.append(definition([code('og:…')], [para(with_code(other))]))
    return [definitions(items, 'wiki-reference')]


THEME_FIELDS: Final = Panel(lambda _corpus, _page: tuple(THEME_KEYS.items()), draw_theme_keys)


# -- problem codes ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CodeRow:
    """Documentation of a problem code, with a wrong and a right example."""

    code: str
    means: str
    path: str
    wrong: str
    message: str
    """Message of the check on the wrong example."""
    right: str


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


def code_anchor(code: str) -> str:
    """Anchor of a problem code in the reference."""
    return f'problem-{code}'


def draw_codes(view: tuple[str, tuple[CodeRow, ...]]) -> list[Element]:
    """Definition list of problem codes, below a list of links to them."""
    docname, rows = view
    links = (link([code(row.code)], docname, code_anchor(row.code)) for row in rows)
    items = [_draw_code(row, docname) for row in rows]
    contents = bullets(([para(one)] for one in links), 'wiki-codes')
    return [contents, definitions(items, 'wiki-reference')]


def _draw_code(row: CodeRow, docname: str) -> Element:
    anchor = code_anchor(row.code)
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
    return definition([link([code(row.code)], docname, anchor)], body, anchor)


CODES: Final = Panel(lambda _corpus, page: (page.docname, code_rows()), draw_codes)


# -- notations and method -----------------------------------------------------------------


def draw_notations(view: Notations) -> list[Element]:
    """Tables of letter grades and of scales, with common values on 0 to 100."""
    letters = ((grade, f'{common:g}') for grade, common in view.letters.items())
    blocks = [_grades(_('Letter'), letters, 'letters')]
    for scale in view.scales:
        if scale.steps:
            steps = ((step, f'{float(common):g}') for step, common in scale.steps.items())
            blocks.append(_grades(scale.name, steps))
        else:
            values = {'name': scale.name, 'best': f'{float(scale.best):g}', 'unit': scale.unit}
            bare, counted = (
                _('%(name)s: out of %(best)s.'),
                _('%(name)s: out of %(best)s %(unit)s.'),
            )
            blocks.append(para((counted if scale.unit else bare) % values))
    if view.outlets:
        stated = [cells(name, scale.name) for name, scale in view.outlets.items()]
        blocks.append(table(cells(_('Outlet or critic'), _('Scale')), stated))
    if view.stars is not None:
        words = _('Stars of which nothing says how many there are: out of %(best)s.')
        blocks.append(para(words % {'best': f'{float(view.stars):g}'}))
    return blocks


def _grades(name: str, grades: Iterable[tuple[str, str]], *classes: str) -> Element:
    rows = [cells(span(grade, 'score'), common) for grade, common in grades]
    return table(cells(name, _('Of 100')), rows, 'scores', *classes)


NOTATIONS: Final = Panel(lambda corpus, _page: corpus.notations, draw_notations)


def draw_rules(has_episodes: bool) -> list[Element]:
    """List of the rules of the consensus, with links to its data files."""
    count = {'number': PROVISIONAL_BELOW}
    lines = [
        _('Common value: 100 × value / best of the printed score.'),
        _(
            'Headline: mean, median and range of the printed scores of critics who cover every'
            ' episode; provisional below %(number)d, where the scores themselves lead. A review'
            ' without a printed score is never given one.'
        )
        % count,
        _(
            'One voice a critic: of several reviews the one that covers most episodes, then the'
            ' latest; equals that differ make the critic mixed. A replaced review is not counted.'
        ),
        _('Evidence: 1 critic single, 2 limited, 3 or 4 medium, 5 and more robust.'),
        _(
            'Agreement, from two critics up: the share of the commonest stance is at least 0.8'
            ' for high, more than 0.5 for medium, else low.'
        ),
        _(
            'Split: the smaller of praise and criticism, among critics who judged the same'
            ' episodes; the widest first, then by the fewest mixed, then by how many critics'
            ' judged the same episodes, then as listed.'
        ),
        _(
            'The widest split is told by one critic of each side: first those whose words give'
            ' nothing away, then those who are quoted, then who had seen most.'
        ),
    ]
    if has_episodes:
        lines += [
            _('Out of scope: the critic had not seen the episode that the aspect needs.'),
            _(
                'Trend: claimed only where Kendall’s tau-b is significant at 5 %, and tested only'
                ' where the scores are enough for that: from five up, more where many are alike.'
            ),
        ]
    lines.append(_('Figures are rounded once, halves away from zero.'))
    files = phrase(
        _('Data: %(json)s, %(csv)s.'), json=_data_link('wiki.json'), csv=_data_link('scores.csv')
    )
    return [bullets([[para(line)] for line in lines]), para(files)]


def _data_link(name: str) -> Element:
    return Element('data', [name], (), name)


METHOD: Final = Panel(lambda corpus, _page: corpus.work.has_episodes, draw_rules)
