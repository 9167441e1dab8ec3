"""Fields that a wiki declares itself, fields by language, and what is told of mistakes in them."""

from __future__ import annotations

import pickle
import re
from decimal import Decimal
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from criticwiki.config import settings_of
from criticwiki.model.dates import PartialDate
from criticwiki.model.declared_fields import declared_fields_of
from criticwiki.model.fields import FieldContext
from criticwiki.model.front_matter import read_front_matter
from criticwiki.model.json_schema import front_matter_schema
from criticwiki.model.judgements import Confidence
from criticwiki.model.keys import require_free_names
from criticwiki.model.validation import validate, validate_partially

if TYPE_CHECKING:
    from criticwiki.model.page_facts import PageFacts

FIELDS: dict[str, Any] = {
    'episode': {
        'writer': {'label': 'Written by', 'type': 'names'},
        'runtime': {'label': 'Minutes', 'type': 'number'},
        'filmed': {'label': 'Filmed', 'type': 'date'},
        'script_page': {'label': 'Script', 'type': 'address'},
        'two_parter': {'label': 'Two parts', 'type': 'flag'},
        'motto': {'label': 'Motto', 'language': 'la'},
    },
    'character': {'actor': {'label': 'Played by', 'type': 'names'}},
    'review': {'platform': {}},
    'series': {'network': {'label': 'Network'}},
}
CONTEXT = FieldContext(declared=declared_fields_of(FIELDS))


def read(front: str, kind: str) -> tuple[PageFacts | None, list[str]]:
    matter = read_front_matter(f'---\n{dedent(front).strip()}\n---\n')
    facts, problems = validate(matter, kind, CONTEXT)
    return facts, [f'{one.line}:{one.column}: {one.message} [{one.code}]' for one in problems]


EPISODE = """
    episode:
      number: 1
      title: Dust
      writer: [Ann Hale, Bo Kay]
      runtime: 24.50
      filmed: 1967-08
      script_page: https://example.org/script
      two_parter: false
      motto: null
      confidence: {writer: one source}
    """


def test_values_are_read_by_their_types() -> None:
    facts, problems = read(EPISODE, 'episode')
    assert problems == []
    assert facts is not None
    assert facts.declared == {
        'writer': ('Ann Hale', 'Bo Kay'),
        'runtime': Decimal('24.50'),
        'filmed': PartialDate(1967, 8),
        'script_page': 'https://example.org/script',
        'two_parter': False,
        'motto': None,
    }
    assert str(facts.declared['runtime']) == '24.50'
    assert facts.confidence_of('writer') is Confidence.ONE_SOURCE
    assert pickle.loads(pickle.dumps(facts)) == facts


def test_a_key_with_null_is_another_fact_than_no_key() -> None:
    bare, _ = read('episode: {number: 1, title: Dust}', 'episode')
    for key in ('director', 'motto', 'title_fr', 'titles'):
        value = '{ko: null}' if key == 'titles' else 'null'
        stated, problems = read(f'episode: {{number: 1, title: Dust, {key}: {value}}}', 'episode')
        assert problems == []
        assert stated != bare


@pytest.mark.parametrize(
    ('kind', 'line', 'told'),
    [
        ('episode', 'runtime: long', '5:3: runtime: must be a number, not '),
        ('episode', 'filmed: 3 May', '5:3: filmed: 3 May is no date; '),
        ('episode', 'writer: {a: b}', '5:3: writer: must be a list, not a mapping'),
        ('episode', 'writer: [Ann, ""]', '5:17: writer: must not be empty'),
        ('episode', 'two_parter: yes', '5:3: two_parter: must be true or false'),
        ('episode', 'writers: Ann', "5:3: unknown key 'writers'; did you mean 'writer'?"),
        ('episode', 'writer: n/a', '5:3: writer: write null where the source does not say'),
        ('episode', 'gaffer: Ann', "5:3: unknown key 'gaffer'; take it out, or have such"),
        ('episode', 'confidence: {actor: one source}', '5:16: actor: no such field; known are '),
        ('episode', 'title_jp: x', "5:3: title_jp: 'jp' is no language code"),
        ('episode', 'titles: {ja: [x]}', '5:12: ja: must be text, not a list'),
        ('episode', 'title_ko: [x]', '5:3: title_ko: must be text, not a list'),
        ('episode', 'name_ja: x', "5:3: unknown key 'name_ja'"),
        ('character', 'voices: {japanese: Ann}', '4:12: japanese: '),
    ],
)
def test_a_mistake_is_told_at_its_place(kind: str, line: str, told: str) -> None:
    start = 'number: 1\n  title: Dust' if kind == 'episode' else 'name: Ida'
    facts, problems = read(f'{kind}:\n  {start}\n  {line}', kind)
    assert facts is None
    assert len(problems) == 1
    assert problems[0].startswith(told), problems


def test_short_and_whole_form_are_one() -> None:
    facts, problems = read(
        'character: {name: Ida, name_ja: アイダ, names: {ko: 이다}, name_pt_BR: Aida}', 'character'
    )
    assert problems == []
    assert getattr(facts, 'names', None) == {'ko': '이다', 'ja': 'アイダ', 'pt-BR': 'Aida'}
    _facts, problems = read(
        'episode:\n  number: 1\n  title: x\n  titles: {ja: y}\n  title_ja: z', 'episode'
    )
    assert problems == ["6:3: 'title_ja' and 'titles.ja' say the same; keep one [duplicate-key]"]


def test_a_page_with_a_wrong_field_keeps_the_others() -> None:
    matter = read_front_matter('---\ncharacter: {name: Ida, actor: {a: b}, name_ja: アイダ}\n---\n')
    facts = validate_partially(matter, 'character', CONTEXT)
    assert getattr(facts, 'name', None) == 'Ida'
    assert getattr(facts, 'names', None) == {'ja': 'アイダ'}


def test_the_schema_has_them() -> None:
    schema = Draft202012Validator(front_matter_schema('episode', CONTEXT))
    page = {'number': 1, 'title': 'Dust', 'writer': ['Ann'], 'runtime': 24.5, 'filmed': 1967}
    assert schema.is_valid({'episode': {**page, 'motto': None, 'title_pt-BR': 'Pó'}})
    assert schema.is_valid({'episode': {**page, 'confidence': {'writer': 'one source'}}})
    for wrong in ({'runtime': 'long'}, {'two_parter': 'yes'}, {'actor': 'Ann'}, {'title_x': 'y'}):
        assert not schema.is_valid({'episode': {**page, **wrong}}), wrong
    assert not schema.is_valid({'episode': {**page, 'confidence': {'actor': 'one source'}}})
    assert schema.schema['$defs']['Episode']['properties']['writer']['description'].startswith(
        'Written by'
    )


@pytest.mark.parametrize(
    ('setting', 'told'),
    [
        ([], 'criticwiki_fields must be a mapping of kinds'),
        ({'episodes': {}}, "no kind of page 'episodes'; did you mean 'episode'?"),
        ({'episode': ['writer']}, r"criticwiki_fields\['episode'\] must be a mapping"),
        ({'episode': {'Writer': {}}}, 'has lower-case letters'),
        ({'episode': {'writer': 'names'}}, "must be like {'label'"),
        ({'episode': {'writer': {'type': 'name'}}}, "no type 'name'; did you mean 'names'?"),
        ({'episode': {'writer': {'lable': 'x'}}}, "no key 'lable'; did you mean 'label'?"),
        ({'episode': {'writer': {'label': ''}}}, "'label'] must be a text"),
        ({'episode': {'writer': {'shown': 'list'}}}, "no place 'list'; one of facts, nowhere"),
        ({'episode': {'motto': {'language': 'latin!'}}}, "'latin!' is no language code"),
        ({'episode': {'motto': {'language': 'jp'}}}, "'jp' is no language code"),
        ({'episode': {'title': {}}}, 'may have that field anyway'),
        ({'episode': {'title_fr': {}}}, 'may have that field anyway'),
        ({'review': {'score': {}}}, 'may have that field anyway'),
    ],
)
def test_a_wrong_declaration_is_told(setting: Any, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        require_free_names(settings_of({'criticwiki_fields': setting}).declared)


@pytest.mark.parametrize(
    ('setting', 'says'),
    [
        ('tags', "must be a list: ['blogpost', 'tags']"),
        (['a b'], "'a b' is no key"),
        (['*'], "'*' is no key"),
        (['myst'], "'myst' has a meaning of its own"),
        (['my*'], "'myst' has a meaning of its own"),
        (['review'], "'review' has a meaning of its own"),
    ],
)
def test_a_foreign_key_that_is_none_is_told(setting: object, says: str) -> None:
    with pytest.raises(ValueError, match=re.escape(says)):
        declared_fields_of({}, setting)
