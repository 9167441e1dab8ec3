"""The JSON Schema says of front matter what the check says, as far as a schema can."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
import yaml12
from bad_page_cases import bad_pages, good_pages
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from test_validation import read

from criticwiki.config import notations_of
from criticwiki.model.fields import FieldContext
from criticwiki.model.front_matter import read_front_matter
from criticwiki.model.json_schema import front_matter_schema
from criticwiki.model.kinds import KINDS
from criticwiki.model.notations import Notations
from criticwiki.model.page import kind_of
from criticwiki.model.validation import validate
from criticwiki.problems import Code

if TYPE_CHECKING:
    from criticwiki.checks.problem_examples import PageCase

ROOT = Path(__file__).parent.parent.parent
BEYOND = {
    'a number with a fraction',
    'a quotation of too many characters',
    'a scope that runs backwards',
    'a score above its best',
    'a score in words',
    'a byline for a name',
    'a list of critics with an and',
    'an entry of two lines',
    'episodes backwards',
    'names below one another without hyphens',
    'three critics in one name',
    'two critics in one name',
    'words for null',
}
"""Cases that differ only in what the schema does not say."""


def validator(kind: str | None, notations: Notations | None = None) -> Draft202012Validator:
    schema = front_matter_schema(kind, FieldContext(notations or Notations()))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=FormatChecker())


OF_KIND = {kind: validator(kind) for kind in KINDS}
OF_ANY = validator(None)


def readable(case: PageCase) -> bool:
    """How YAML is written is nothing that a schema sees."""
    codes = {problem.code for problem in read(case)[1]}
    if codes and codes <= {Code.FRONT_MATTER, Code.DUPLICATE_KEY}:
        return False
    try:
        yaml12.read(case.source)
    except (yaml.YAMLError, IndexError):
        return False
    return True


CASES = [case for case in [*good_pages(), *bad_pages()] if readable(case)]


@pytest.mark.parametrize('case', CASES, ids=[case.title for case in CASES])
def test_a_schema_refuses_what_the_check_refuses(case: PageCase) -> None:
    facts, _problems = read(case)
    schema = OF_KIND[kind_of(case.path.removesuffix('.md'), 'index')]
    valid = facts is not None or case.title in BEYOND
    assert schema.is_valid(yaml12.read(case.source)) is valid


def pages() -> list[Path]:
    folders = ['.', 'episodes', 'characters', 'reviews', 'guide']
    files = [file for folder in folders for file in sorted((ROOT / folder).glob('*.md'))]
    return [file for file in files if file.read_text('utf-8').startswith('---\n')]


def test_every_page_of_this_wiki_keeps_to_it() -> None:
    assert len(pages()) > 45
    for file in pages():
        path = file.relative_to(ROOT).as_posix()
        data = yaml12.read(file.read_text('utf-8'))
        kind = kind_of(path.removesuffix('.md'), 'index')
        for one in (OF_KIND[kind], OF_ANY):
            assert [f'{path}: {error.message}' for error in one.iter_errors(data)] == []


# -- whatever is written, both say the same ------------------------------------------------

JUDGEMENT = {
    'stance': ['praise', 'mixed'],
    'says': ['Fine.', '7.50'],
    'quotes': ['[a light, "no"]', '[]'],
    'spoils': ['4', 'null'],
}
GOOD: dict[str, dict[str, Any]] = {
    'review': {
        'headline': ['A light', '7.50', 'no'],
        'outlet': ['Buoy Post', 'null'],
        'author': ['null', '"Ann: Hale"'],
        'url': ['https://example.org/a?b#c', 'http://[::1]/[x]', '~'],
        'published': ['2024-02-29', '"2024-01-31"', 'null'],
        'covers': ['1', '1-4', '[1, 3-5]', '"1, 3"', '010', '1\u20134'],
        'covers_basis': ['stated', 'inferred'],
        'access': ['screener', 'null'],
        'scale': ['null'],
        'score': [
            '6/10',
            'A\u2212',
            '★★½☆☆',
            '3½/5',
            '3.5 of 4 stars',
            '80 %',
            '7 / 10',
            'b+',
            '7,5/10',
            '{printed: ★★½, value: 2.5, best: 4}',
            '{printed: 7, value: 7, best: 10, worst: 1}',
            'null',
        ],
        'episode_scores': ['{1: 3/5, 2: B+}', '{}'],
        'categories': ['{Story: 5/10, 7.5: 80%}', '{}'],
        'aspects': {'story': JUDGEMENT},
        'remarks': [
            '[{about: ida-lund, stance: mixed, says: x}, {about: 3, stance: praise, says: y}]',
            '[]',
        ],
        'source': [f'{{file: buoy, sha256: {"0a" * 32}}}', 'null'],
        'summary': ['One sentence.', 'null'],
        'draft': ['true', 'false'],
    },
    'episode': {
        'number': ['1', '010'],
        'title': ['Dust', '2024-01-31'],
        'title_ja': ['灯台'],
        'aired': ['2024-01-31', 'null'],
        'director': ['Ann Hale', '[Ann Hale, 7]', 'null', '[]'],
        'variants': ['{Dusk: buoy}', '{}'],
        'confidence': ['{title: one source}', '{}'],
    },
    'character': {
        'name': ['Ida Lund', 'true'],
        'aliases': ['[Ida, 1]', '[]'],
        'voices': ['{ja: Ann Hale, en: [Bo Kay]}', '{}'],
        'appears_in': ['1-4, 6', 'null'],
        'revealed': ['[{episode: 4, kind: keeper}, {episode: 5, appears_in: [2]}]', '[]'],
        'confidence': ['{voices.en: confirmed}'],
    },
    'series': {
        'title': ['Harbour Lights'],
        'episodes': ['6'],
        'aspects': ['{story: Words., finale: {means: How it ends., needs: 6}}', '{}'],
        'unlinked': ['[Ash]', '[]'],
    },
    'page': {'summary': ['Words.'], 'draft': ['true']},
}
WRONG = [
    'null', '""', '" "', 'true', 'no', '0', '7', '-7', '1.5', '"7"', 'words', '[]', '{}', '[1, x]',
    '[null]', '[[1]]', '[{}]', '{a: b}', '{0: 3/5}', '{01: 3/5}', '{"": x}', '2024-13-01',
    '2024-02-30', '2024-1-1', 'ftp://example.org', 'https://', 'https://exa mple.org', 'https://[x/',
    '11/', 'G+', '★½★', '1-', '0-3', '10001', '1,,2', 'prase', 'one  source', f'[{"x " * 13}]',
    f'[{"x" * 101}]', '{stance: praise}', '[{about: 1, stance: praise, says: " "}]',
    '{file: a, sha256: b}', '{needs: 3}', '{story: {needs: 1}}', '{titel: confirmed}',
    '{title: sure}', '[{episode: 0}]', '[{kind: x}]', '{ja: {}}', '{story: {means: x, needs: 0}}',
    '3.5 stars', '½', '★★½', '{printed: x}', '{value: 1, best: 2}', '{printed: x, value: 1}',
]  # fmt: skip


@st.composite
def written(draw: st.DrawFn) -> tuple[str, str]:
    """The kind of a page, and front matter that is right in most of its fields."""
    kind = draw(st.sampled_from(sorted(GOOD)))
    wrong = draw(st.integers(0, 2))
    fields = dict.fromkeys(GOOD[kind])
    left_out = draw(st.sets(st.sampled_from(sorted(fields)), max_size=4))
    bad = draw(st.sets(st.sampled_from(sorted(fields)), min_size=min(wrong, 1), max_size=wrong))
    lines = [f'{kind}:', '  draft: false'] if 'draft' not in fields else [f'{kind}:']
    for name in fields:
        if name in left_out:
            continue
        good = GOOD[kind][name]
        if name in bad:
            lines.append(f'  {name}: {draw(st.sampled_from(WRONG))}')
        elif isinstance(good, dict):
            lines.append(f'  {name}:')
            for key, parts in good.items():
                lines.append(f'    {key}:')
                for part, values in parts.items():
                    lines.append(f'      {part}: {draw(st.sampled_from(values))}')
        else:
            lines.append(f'  {name}: {draw(st.sampled_from(good))}')
    lines += draw(st.sampled_from([[], [], ['orphan: true'], ['sumary: x'], ['  sumary: x']]))
    return kind, '---\n' + '\n'.join(lines) + '\n---\n'


SCALE_WITHOUT_UNIT = """\
---
review: {headline: A, outlet: null, author: null, url: null, published: null, covers: 1, scale: 11/}
---
"""


@settings(max_examples=150, deadline=None)
@example(('review', SCALE_WITHOUT_UNIT))
@example(('review', SCALE_WITHOUT_UNIT.replace('11/', '7, score: 6/10')))
@given(written())
def test_the_schema_and_the_check_agree(page: tuple[str, str]) -> None:
    kind, source = page
    _facts, problems = validate(read_front_matter(source), kind, FieldContext())
    # that a score is not of the scale of its review is between two fields, where no schema looks
    problems = [one for one in problems if 'but the stated scale is' not in one.message]
    errors = list(OF_KIND[kind].iter_errors(yaml12.read(source)))
    assert bool(errors) is bool(problems), (source, list(map(str, problems)), errors)


def test_one_page_is_of_one_kind() -> None:
    both = {'episode': {'number': 1, 'title': 'x'}, 'character': {'name': 'y'}}
    assert not OF_ANY.is_valid(both)
    assert OF_ANY.is_valid({'character': {'name': 'y'}})
    assert OF_ANY.is_valid({'orphan': True, 'og:title': 'Words'})
    assert not OF_KIND['character'].is_valid({'orphan': True})


def test_the_scales_of_a_wiki_are_in_its_schema() -> None:
    notations = notations_of(
        {'Ja (+)': 100},
        {
            'thumbs': {'steps': {'thumbs up': 100, '1': 0}},
            'points': {'unit': 'pt.', 'best': 20},
        },
    )
    mine = validator('review', notations)
    facts = {'headline': 'x', 'outlet': None, 'author': None, 'url': None, 'published': None}
    for score in ['Ja (+)', 'thumbs up', 1, '17 pt.', '6/10', None]:
        assert mine.is_valid({'review': {**facts, 'covers': 1, 'score': score}}), score
    for score in ['B+', 2, '17 ptx', 'thumbs', True]:
        assert not mine.is_valid({'review': {**facts, 'covers': 1, 'score': score}}), score


# -- every field is explained, with an example that passes ---------------------------------


def fields() -> list[tuple[str, str, dict[str, Any]]]:
    found = front_matter_schema()['$defs']
    return [
        (model, name, field)
        for model, schema in found.items()
        for name, field in schema['properties'].items()
    ]


@pytest.mark.parametrize(
    ('model', 'name', 'field'), fields(), ids=[f'{one[0]}.{one[1]}' for one in fields()]
)
def test_a_field_has_a_description_and_an_example(
    model: str, name: str, field: dict[str, Any]
) -> None:
    assert re.fullmatch(r'[A-Z`].{15,}[.]', field['description'])
    (example,) = field['examples']
    whole = {'$ref': f'#/$defs/{model}/properties/{name}', '$defs': OF_ANY.schema['$defs']}
    Draft202012Validator(whole, format_checker=FormatChecker()).validate(example)


def test_patterns_are_those_of_any_reader() -> None:
    """ECMAScript refuses needless escapes in the mode that readers of schemas use."""
    text = json.dumps(front_matter_schema(), ensure_ascii=False)
    patterns = set(re.findall(r'"pattern": ("(?:[^"\\]|\\.)*")', text))
    assert len(patterns) > 8
    for pattern in map(json.loads, patterns):
        re.compile(pattern)
        escaped = set(re.findall(r'\\(.)', pattern))
        assert escaped <= set('sSu^$\\.*+?()[]{}|/'), pattern


def test_the_command_prints_it(tmp_path: Path) -> None:
    (tmp_path / 'conf.py').write_text("criticwiki_letters = {'Zed': 5}\n", 'utf-8')
    done = subprocess.run(
        [sys.executable, '-m', 'criticwiki', 'schema', 'review', '--source', tmp_path],
        capture_output=True, env={'PYTHONPATH': str(ROOT / '_ext')}, check=True,
    )  # fmt: skip
    assert json.loads(done.stdout) == front_matter_schema(
        'review', FieldContext(notations_of({'Zed': 5}, {}))
    )
    assert done.stderr == b''
