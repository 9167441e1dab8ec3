"""The data for others: `wiki.json` and its schema, `scores.csv`, and paths into the data."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from small_wiki import character, episode, review, series, wiki

from criticwiki.corpus.corpus import Corpus
from criticwiki.export.scores_csv import scores_csv
from criticwiki.export.wiki_data import VERSION, as_json, as_lines, get_path, wiki_data
from criticwiki.export.wiki_schema import wiki_schema

PAGES = (
    episode(
        1,
        title_ja='灯台',
        aired='2024-01-31',
        director='Ann',
        summary='It begins.',
        confidence='{title: one source}',
    ),
    episode(2),
    episode(3, draft='true'),
    character(
        'Ida Lund',
        aliases='[Ida]',
        voices='{ja: Ann}',
        appears_in='1-2',
        revealed='[{episode: 4, alias: The Keeper}]',
    ),
    review(
        'post',
        outlet='Buoy Post',
        url='https://buoy.example/',
        published='2024-01-31',
        score='6/10',
        verdict='Fair',
        episode_scores='{2: 3.5/5, 1: 2/5, 3: ★★★½☆}',
        categories='{Story: 5/10, "Sound, Music": B+}',
        aspects='{story: {stance: praise, says: Well told., quotes: [well told], spoils: 2}}',
        remarks='[{about: 1, stance: mixed, says: x}, {about: ida-lund, stance: praise, says: y}]',
    ),
    review('tide', author='Ann Hale', score='72%', aspects='{story: {stance: criticism, says: x}}'),
    review(
        'early',
        covers='1',
        score='4/5',
        covers_basis='inferred',
        access='a screener',
        aspects='{story: {stance: mixed, says: z}}',
    ),
    review('draft', draft='true', score='100%'),
)
SMALL = wiki(*PAGES)
SCHEMA = wiki_schema()


def read(corpus: Corpus) -> Any:
    """The data as those who download it read it."""
    return json.loads(as_json(wiki_data(corpus)))


def keys(value: Any) -> Any:
    if isinstance(value, dict):
        return [(key, keys(inner)) for key, inner in value.items()]
    return [keys(inner) for inner in value] if isinstance(value, list) else None


# -- the schema -------------------------------------------------------------------------


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA


@pytest.mark.parametrize(
    'corpus',
    [SMALL, Corpus([]), wiki(), Corpus(PAGES), Corpus([series(), review('a')])],
    ids=['small', 'empty', 'no pages', 'no series', 'one review'],
)
def test_the_data_fit_the_schema(corpus: Corpus) -> None:
    errors = [error.message for error in Draft202012Validator(SCHEMA).iter_errors(read(corpus))]
    assert errors == []


@pytest.mark.parametrize(
    ('path', 'value'),
    [
        ('version', VERSION + 1),
        ('more', 1),
        ('consensus.mean', 101),
        ('consensus.mean', '66'),
        ('consensus.provisional', None),
        ('consensus.matrix.story.post', 'silent'),
        ('consensus.aspects.story.agreement', 'total'),
        ('episodes.01-part.number', -1),
        ('episodes.01-part.mean', -1),
        ('reviews.post.score.printed', 6),
        ('reviews.post.covers_basis', 'guessed'),
        ('reviews.post.aspects.story.stance', 'silent'),
        ('characters.ida-lund.revealed', [{'alias': 'x'}]),
    ],
)
def test_the_schema_refuses(path: str, value: object) -> None:
    data = read(SMALL)
    *parents, key = path.split('.')
    holder = get_path(data, '.'.join(parents)) if parents else data
    holder[key] = value
    assert not Draft202012Validator(SCHEMA).is_valid(data)


@pytest.mark.parametrize('path', ['', 'consensus', 'episodes.01-part', 'reviews.post', 'series'])
def test_no_key_may_be_missing(path: str) -> None:
    for key in list(get_path(read(SMALL), path) if path else read(SMALL)):
        data = read(SMALL)
        del (get_path(data, path) if path else data)[key]
        assert not Draft202012Validator(SCHEMA).is_valid(data), key


# -- what the data say ------------------------------------------------------------------


def test_the_consensus() -> None:
    data = read(SMALL)['consensus']
    assert (data['mean'], data['median'], data['low'], data['high']) == (66, 66, 60, 72)
    assert (data['scored'], data['critics'], data['reviews']) == (2, 3, 3)
    assert data['provisional'] is True
    assert data['unscored'] == ['early']
    assert data['without'] == {'tide': {'mean': 60}, 'post': {'mean': 72}}
    assert data['agreed'] == {'praised': [], 'criticised': []}
    assert data['splits'] == ['story']
    assert data['split'] == {
        'aspect': 'story',
        'praise': {'critic': 'post', 'quote': 'well told', 'says': 'Well told.', 'spoils': 2},
        'criticism': {'critic': 'tide', 'quote': None, 'says': 'x', 'spoils': None},
    }
    assert data['aspects']['story'] == {
        'praise': 1, 'mixed': 1, 'criticism': 1, 'discussing': 3, 'in_scope': 3,
        'evidence': 'medium', 'agreement': 'low', 'same_episodes': 3,
        'silent': 0, 'out_of_scope': 0, 'otherwise': {'praise': 2, 'criticism': 2},
    }  # fmt: skip
    assert data['matrix'] == {
        'story': {'tide': 'criticism', 'post': 'praise', 'early': 'mixed'},
        'music': {'tide': 'not discussed', 'post': 'not discussed', 'early': 'not discussed'},
        'finale': {'tide': 'not discussed', 'post': 'not discussed', 'early': 'out of scope'},
    }
    assert (data['compared']['early'], data['compared']['rest']) == ('1–2', '3–6')
    assert data['compared']['critics']['post']['early']['mean'] == 2.75
    assert data['compared']['critics']['post']['rest']['mean'] == 3.5


def test_episodes_characters_and_reviews() -> None:
    data = read(SMALL)
    assert list(data['episodes']) == ['01-part', '02-part']
    assert list(data['characters']) == ['ida-lund']
    assert sorted(data['reviews']) == ['early', 'post', 'tide']
    first = data['episodes']['01-part']
    assert first['scores'] == {
        'post': {'printed': '2/5', 'common': 40, 'shared': None},
        'early': {'printed': '4/5', 'common': 80, 'shared': None},
    }
    assert first['mean'] == 60
    assert (first['aired'], first['director'], first['cast']) == (
        '2024-01-31',
        ['Ann'],
        ['ida-lund'],
    )
    assert sorted(first['covered_by']) == ['early', 'post', 'tide']
    assert first['said']['post'][0]['says'] == 'x'
    ida = data['characters']['ida-lund']
    assert ida['said'] == {
        'post': [{'stance': 'praise', 'says': 'y', 'quotes': [], 'spoils': None}]
    }
    assert ida['appears_in'] == [1, 2]
    assert ida['revealed'] == [{'episode': 4, 'alias': 'The Keeper'}]
    post = data['reviews']['post']
    assert post['score'] == {'printed': '6/10', 'common': 60}
    assert post['covers'] == [1, 2, 3, 4, 5, 6]
    assert post['episodes'] == {
        'count': 3, 'mean': 3, 'median': 3.5, 'low': 2, 'high': 3.5, 'best': 5, 'sum': 9,
        'on_verdict_scale': 6, 'trend': None,
    }  # fmt: skip
    assert post['category_mean'] == 67  # (50 + 83) / 2 = 66.5
    assert post['aspects']['story']['spoils'] == 2
    assert post['aspects']['finale'] == {'stance': None, 'why': 'not discussed'}
    assert data['reviews']['early']['aspects']['finale'] == {'stance': None, 'why': 'out of scope'}
    assert data['reviews']['tide']['episodes'] is None
    assert data['reviews']['tide']['critic'] == 'Ann Hale'


def test_an_empty_wiki() -> None:
    data = read(Corpus([]))
    assert data['series'] is None
    assert data['consensus']['mean'] is None
    assert (data['consensus']['scored'], data['consensus']['reviews']) == (0, 0)
    assert data['episodes'] == data['characters'] == data['reviews'] == {}


def test_the_file_is_stable() -> None:
    text = as_lines(wiki_data(SMALL))
    assert as_lines(wiki_data(Corpus([*reversed(PAGES), series()]))) == text
    assert text.endswith('}\n')
    assert '灯台' in text
    assert '\r' not in text
    assert keys(json.loads(text)) == keys(wiki_data(SMALL))


def test_figures_are_numbers() -> None:
    assert as_json({'a': Decimal('66'), 'b': Decimal('3.038'), 'c': Decimal('1E+2')}) == (
        '{\n "a": 66,\n "b": 3.038,\n "c": 100\n}\n'
    )
    with pytest.raises(TypeError, match='set is no data'):
        as_json({'a': set()})


# -- scores.csv -------------------------------------------------------------------------


def rows_of(corpus: Corpus) -> list[dict[str, str]]:
    """The rows, as a program reads them."""
    text = io.TextIOWrapper(io.BytesIO(scores_csv(corpus).encode()), 'utf-8-sig', newline='')
    return list(csv.DictReader(text))


def test_every_printed_score_is_a_line() -> None:
    assert scores_csv(SMALL) == (
        '\ufeffreview,critic,what,subject,printed,value,best,common,covers\n'
        'tide,Ann Hale,season,,72%,72,100,72,1–6\n'
        "post,Buoy Post,season,,'6/10,6,10,60,1–6\n"
        "post,Buoy Post,category,Story,'5/10,5,10,50,1–6\n"
        'post,Buoy Post,category,"Sound, Music",B+,83,100,83,1–6\n'
        "post,Buoy Post,episode,1,'2/5,2,5,40,1–6\n"
        "post,Buoy Post,episode,2,'3.5/5,3.5,5,70,1–6\n"
        'post,Buoy Post,episode,3,★★★½☆,3.5,5,70,1–6\n'
        "early,,episode,1,'4/5,4,5,80,1\n"
    )


def test_scores_of_an_empty_wiki() -> None:
    assert rows_of(Corpus([])) == []
    assert scores_csv(Corpus([])).startswith('\ufeffreview,critic,')


def test_without_a_series_no_score_is_the_seasons() -> None:
    rows = rows_of(Corpus([review('a', score='3/5')]))
    assert [row['what'] for row in rows] == ['covered episodes']


@pytest.mark.parametrize(
    ('name', 'cell'),
    [
        ('12/10', "'12/10"),
        ('3.5 / 5', "'3.5 / 5"),
        ('2024-01-05', "'2024-01-05"),
        ('1-2', "'1-2"),
        ('10:30', "'10:30"),
        ('Mar 7', "'Mar 7"),
        ('7 October', "'7 October"),
        ('OCT4', "'OCT4"),
        ('1e5', "'1e5"),
        ('=1+1', "'=1+1"),
        ('a;=1', "a;'=1"),
        ('＝1', "'＝1"),
        ('Look/Feel', 'Look/Feel'),
        ('Marvel 3', 'Marvel 3'),
        ('7.5', '7.5'),
        ('May', 'May'),
        ('Part 2', 'Part 2'),
        ('4K', '4K'),
    ],
)
def test_no_spreadsheet_makes_something_else_of_a_name(name: str, cell: str) -> None:
    rows = rows_of(wiki(review('a', categories=f'{{{json.dumps(name)}: 7/10}}')))
    assert [row['subject'] for row in rows] == [cell]


def test_values_in_the_file_are_exact() -> None:
    corpus = wiki(review('a', score='7.123456/10'))
    assert ",'7.123456/10,7.123456,10,71," in scores_csv(corpus)
