"""The reference for editors: every field and every code, drawn from what checks them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from criticwiki.checks.problem_examples import problem_examples
from criticwiki.model.json_schema import front_matter_schema
from criticwiki.model.kinds import KINDS, THEME_KEYS
from criticwiki.problems import Code

from .pages import with_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Build

PAGES = with_pages(
    {
        'fields.md': '# Fields\n\n## Review\n\n```{front-matter} review\n```\n\n'
        '## Beside\n\n```{front-matter} beside\n```\n',
        'all.md': '# All\n\n```{front-matter}\n```\n',
        'codes.md': '# Codes\n\n```{problem-codes}\n```\n',
    }
)


@pytest.fixture(scope='module')
def made(wiki: Callable[..., Build]) -> Build:
    return wiki(PAGES)


def test_it_builds_without_a_word(made: Build) -> None:
    assert made.warnings == []


def test_every_field_is_told_with_its_type_and_an_example(made: Build) -> None:
    body = made.body('fields')
    model = front_matter_schema('review')['$defs']['Review']
    for name, field in model['properties'].items():
        term = body.find(id=f'review-{name.replace("_", "-")}')
        assert term is not None, name
        said = term.find_next_sibling('dd')
        assert said is not None
        need = 'required' if name in model['required'] else 'may be left out'
        assert ' '.join(term.get_text().split()) == f'{name} {need}'
        words = said.get_text()
        assert field['description'].replace('`', '') in words
        assert re.search(r'Takes .+\.\n', words)
        assert f'{name}:' in said.pre.get_text()
    stance = body.find(id='review-aspects-stance').find_next_sibling('dd').get_text()
    assert 'Takes one of praise, mixed, criticism.' in stance
    assert 'Takes an episode, like 3, S2E3 or 13.5, or null.' in body.get_text()
    assert 'each entry is a short phrase of at most 100 characters' in body.get_text()


def test_japanese_examples_say_that_they_are(made: Build) -> None:
    for build in (made, made.also('epub')):
        shown = [one.get_text() for one in build.body('all').select('pre [lang=ja]')]
        assert shown == ['灯台', 'アイダ・ルンド']


def test_the_keys_of_themes_are_told(made: Build) -> None:
    terms = [term.get_text() for term in made.body('fields').select('dt')]
    assert [*THEME_KEYS, 'og:…'] == terms[-len(THEME_KEYS) - 1 :]


def test_without_a_kind_it_tells_all(made: Build) -> None:
    ids = {term['id'] for term in made.body('all').select('dt[id]')}
    for kind, model in KINDS.items():
        assert {
            f'{kind}-{(field.alias or name).replace("_", "-")}'
            for name, field in model.model_fields.items()
        } <= ids


def test_every_code_is_told_with_the_words_of_the_check(made: Build) -> None:
    body = made.body('codes')
    for code in Code:
        term = body.find(id=f'problem-{code}')
        assert term is not None, code
        assert body.find('a', href=f'#problem-{code}') is not None
        wrong, message, right = (
            block.get_text().rstrip('\n') for block in term.find_next_sibling('dd').select('pre')
        )
        case = problem_examples()[code]
        assert message == f'{case.path}:{case.problems[0]}'
        assert message.endswith(f'[{code}]')
        assert (wrong, right) != ('', '')


def test_ids_are_unique(made: Build) -> None:
    for name in ('fields', 'all', 'codes'):
        ids = [one['id'] for one in made.html(name).select('[id]')]
        assert len(ids) == len(set(ids))


def test_examples_stay_out_of_the_search(made: Build) -> None:
    searched = made.text('search/pages/codes.js')
    assert 'codes' in searched.lower()
    assert 'lighthuos' not in searched


@pytest.mark.parametrize('builder', ['text', 'latex', 'epub'])
def test_books_have_it_too(made: Build, builder: str) -> None:
    book = made.also(builder)
    assert book.warnings == []
    files = {
        'text': ['codes.txt', 'fields.txt'],
        'latex': ['testwiki.tex'],
        'epub': ['codes.xhtml', 'fields.xhtml'],
    }[builder]
    text = ''.join(map(book.text, files))
    assert 'lighthuose.png' in text
    assert 'Whether the review states' in text
    assert 'The check says' in text


def test_an_unknown_part_is_a_problem(wiki: Callable[..., Build]) -> None:
    made = wiki({'index.md': '# Words\n\n```{front-matter} reviews\n```\n'})
    assert any(
        "the front-matter has no part 'reviews'; did you mean 'review'?" in line
        for line in made.warnings
    )


def test_the_schema_lies_beside_the_data(made: Build) -> None:
    assert json.loads(made.text('data/front-matter.schema.json')) == front_matter_schema()
