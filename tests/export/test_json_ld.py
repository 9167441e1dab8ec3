"""JSON-LD: what is said of a page, and what is not."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from schema_org import faults
from small_wiki import REVIEW, character, episode, page, review, series

from criticwiki.checks.loader import read_page
from criticwiki.config import Settings
from criticwiki.export.metadata import (
    PagePlace,
    WebSite,
    linked_data,
    linked_data_of_generated,
    script_text,
)
from criticwiki.model.declared_numbering import joined_numbering
from criticwiki.model.notations import Notations, Scale
from criticwiki.model.numbering import Numbering, Season, SeriesKey
from criticwiki.model.works import Work, WorkKind

SEASON = SeriesKey('Harbour Lights', Numbering((Season(1, 6),)), (Season(1, 6),))
SERIES = {'@type': 'TVSeries', 'name': 'Harbour Lights'}
NOTATIONS = Notations(
    scales=(
        Scale('flags', steps={'white flag': 100, 'red flag': 0}),
        Scale('anchors', unit='anchors', best=4),
    )
)


SITE = WebSite(
    'A wiki',
    'the keepers',
    'en',
    lambda name: f'https://wiki.example/{name}.html',
    'https://wiki.example/',
    'https://licence.example/by/',
    'https://wiki.example/_static/card.png',
)
SETTINGS = Settings(notations=NOTATIONS)
BREAKS = ['</script><script>', '<!--', ']]>', '\u2028']


def thing(kind: str, *required: str, **properties: Any) -> dict[str, Any]:
    return {
        'type': 'object',
        'properties': {'@type': {'const': kind}, **properties},
        'required': ['@type', *required],
        'additionalProperties': False,
    }


WORDS = {'type': 'string', 'minLength': 1}
DAY = {'type': 'string', 'pattern': r'^\d{4}-\d\d-\d\d$'}
NUMBER = {'type': 'integer', 'minimum': 1}
NAMED = thing('TVSeries', 'name', name=WORDS)
PERSON = thing('Person', 'name', name=WORDS)
PART = thing('TVEpisode', 'episodeNumber', episodeNumber=NUMBER, partOfSeries=NAMED)
RATING = thing(
    'Rating', 'ratingValue', 'bestRating',
    ratingValue=WORDS, bestRating=WORDS, worstRating=WORDS, reviewAspect=WORDS,
)  # fmt: skip
CITED = thing(
    'CriticReview', 'name', 'itemReviewed',
    name=WORDS, url={'type': 'string', 'pattern': '^https?://'}, datePublished=DAY, author=PERSON,
    publisher=thing('Organization', 'name', name=WORDS),
    itemReviewed={'anyOf': [NAMED, PART, {'type': 'array', 'items': PART, 'minItems': 2}]},
    reviewRating={'anyOf': [RATING, {'type': 'array', 'items': RATING, 'minItems': 2}]},
)  # fmt: skip
SUBJECT = thing(
    'Thing', 'name', name=WORDS, alternateName={'type': 'array', 'items': WORDS, 'minItems': 1}
)
KINDS = {
    'TVSeries': thing('TVSeries', 'name', name=WORDS, numberOfEpisodes=NUMBER),
    'TVEpisode': thing(
        'TVEpisode', 'name', 'episodeNumber',
        name=WORDS, alternateName=WORDS, episodeNumber=NUMBER, datePublished=DAY,
        director={'type': 'array', 'items': PERSON, 'minItems': 1}, partOfSeries=NAMED,
    ),
    'Article': {
        'oneOf': [
            thing('Article', 'headline', 'citation', headline=WORDS, citation=CITED),
            thing(
                'Article', 'headline', 'about',
                headline=WORDS, about={'type': 'array', 'items': {'anyOf': [SUBJECT, NAMED]}},
            ),
        ]
    },
    'WebPage': thing('WebPage', 'name', name=WORDS, about=NAMED),
}  # fmt: skip


def check(data: dict[str, Any]) -> None:
    """Raise where it is not of the shape that each kind of page has."""
    data = dict(data)
    assert data.pop('@context') == 'https://schema.org'
    Draft202012Validator(KINDS[data['@type']]).validate(data)


def said(of: Any) -> dict[str, Any]:
    found = linked_data(of, SEASON, NOTATIONS)
    assert found is not None
    check(found)
    del found['@context']
    return found


def cited(**facts: Any) -> dict[str, Any]:
    found = said(review('post', **facts))['citation']
    assert isinstance(found, dict)
    return found


def test_the_series() -> None:
    assert said(series()) == {**SERIES, 'numberOfEpisodes': 6}


def test_an_episode() -> None:
    facts = {'title_ja': '灯台', 'aired': '2024-01-31', 'director': '[Ann, Bo]', 'script': 'Cy'}
    assert said(episode(3, **facts)) == {
        '@type': 'TVEpisode',
        'name': 'Title 3',
        'alternateName': '灯台',
        'episodeNumber': 3,
        'datePublished': '2024-01-31',
        'director': [{'@type': 'Person', 'name': 'Ann'}, {'@type': 'Person', 'name': 'Bo'}],
        'partOfSeries': SERIES,
    }


def test_what_is_not_confirmed_or_not_known_is_left_out() -> None:
    doubtful = episode(
        3,
        aired='2024-01-31',
        director='Ann',
        title_ja='null',
        confidence='{aired: one source, director: source review only}',
    )
    bare = {'@type': 'TVEpisode', 'name': 'Title 3', 'episodeNumber': 3, 'partOfSeries': SERIES}
    assert said(doubtful) == bare


def test_a_character_by_open_names_only() -> None:
    facts = {
        'name_ja': 'アイダ',
        'aliases': '[Ida]',
        'misspellings': '[Eida]',
        'revealed': '[{episode: 4, alias: The Keeper, kind: ghost}]',
    }
    assert said(character('Ida Lund', **facts))['about'] == [
        {'@type': 'Thing', 'name': 'Ida Lund', 'alternateName': ['アイダ', 'Ida']},
        SERIES,
    ]
    assert said(character('Ida Lund'))['about'] == [{'@type': 'Thing', 'name': 'Ida Lund'}, SERIES]


def test_a_review_cites_what_the_critic_wrote() -> None:
    found = cited(
        outlet='The Post', author='Ann Lee', url='https://post.example/1', published='2024-02-03',
        score='7.2/10.0', verdict='Good',
        aspects='{story: {stance: praise, says: It ends well., spoils: 6}}',
    )  # fmt: skip
    assert found == {
        '@type': 'CriticReview',
        'name': 'A review',
        'url': 'https://post.example/1',
        'datePublished': '2024-02-03',
        'author': {'@type': 'Person', 'name': 'Ann Lee'},
        'publisher': {'@type': 'Organization', 'name': 'The Post'},
        'itemReviewed': SERIES,
        'reviewRating': {
            '@type': 'Rating', 'ratingValue': '7.2', 'bestRating': '10',
        },
    }  # fmt: skip


def test_a_review_of_which_nothing_is_known() -> None:
    assert cited() == {'@type': 'CriticReview', 'name': 'A review', 'itemReviewed': SERIES}


def part(number: int) -> dict[str, Any]:
    return {'@type': 'TVEpisode', 'episodeNumber': number, 'partOfSeries': SERIES}


@pytest.mark.parametrize(
    ('covers', 'item'),
    [
        ('1-6', SERIES),
        ('1-3', [part(1), part(2), part(3)]),
        ('[1, 3]', [part(1), part(3)]),
        ('2', part(2)),
    ],
)
def test_what_a_review_is_of(covers: str, item: Any) -> None:
    found = cited(covers=covers)
    assert found['itemReviewed'] == item
    assert 'reviewAspect' not in found


def test_a_review_of_a_season_and_one_of_very_many_episodes() -> None:
    parts = Season(1, 20), Season(21, 22, 'The Sea')
    key = SeriesKey('Harbour Lights', Numbering(parts), parts)
    one = linked_data(review('post', covers='[21, 22]'), key, NOTATIONS)
    assert one is not None
    assert one['citation']['itemReviewed'] == {
        '@type': 'TVSeason',
        'name': 'The Sea',
        'seasonNumber': 2,
        'partOfSeries': SERIES,
    }
    many = linked_data(review('post', covers='2-20'), key, NOTATIONS)
    assert many is not None
    assert many['citation']['itemReviewed'] == SERIES


def test_aspects_are_the_printed_categories() -> None:
    found = cited(
        score='7/10',
        categories='{Story: 5/10, Sound: B+}',
        aspects='{story: {stance: praise, says: Holds.}}',
    )
    ratings = [(one.get('reviewAspect'), one['ratingValue']) for one in found['reviewRating']]
    assert ratings == [(None, '7'), ('Story', '5'), ('Sound', 'B+')]


@pytest.mark.parametrize(
    ('score', 'ends'),
    [
        ('80%', ('80', '100', None)),
        ('★★★½☆', ('3.5', '5', None)),
        ('b+', ('B+', 'A+', None)),
        ('{printed: B+, value: 8, best: 10}', ('8', '10', None)),
        ('white flag', ('white flag', 'white flag', None)),
        ('3 anchors', ('3', '4', None)),
        ('7\n  scale: 1-10', ('7', '10', '1')),
        ('{printed: 7, value: 7, best: 10, worst: 0}', ('7', '10', '0')),
    ],
)
def test_a_rating_stands_between_the_ends_of_its_scale(
    score: str, ends: tuple[str, str, str | None]
) -> None:
    text = '\n'.join(['---', 'review:', *(f'  {k}: {v}' for k, v in REVIEW.items())])
    made = read_page('reviews/post.md', f'{text}\n  score: {score}\n---\n# A\n', SETTINGS)
    assert made.problems == ()
    found = linked_data(made, SEASON, NOTATIONS)
    assert found is not None
    check(found)
    rating = found['citation']['reviewRating']
    assert (rating['ratingValue'], rating['bestRating'], rating.get('worstRating')) == ends


def test_other_pages_and_drafts() -> None:
    assert said(page('guide/method', title='Method')) == {
        '@type': 'WebPage',
        'name': 'Method',
        'about': SERIES,
    }
    assert linked_data(review('post', draft='true'), SEASON, NOTATIONS) is None
    assert linked_data(episode(1, draft='true'), SEASON, NOTATIONS) is None


def test_no_series_is_made_up() -> None:
    found = linked_data(review('post'), None, NOTATIONS)
    assert found is not None
    assert 'itemReviewed' not in found['citation']
    assert linked_data(page('notes', title='N'), None, NOTATIONS) == {
        '@context': 'https://schema.org',
        '@type': 'WebPage',
        'name': 'N',
    }


@settings(deadline=None)
@given(
    st.text(st.characters(exclude_categories=['Cs']))
    | st.sampled_from(['</script><script>', '<!--', ']]>'])
)
def test_no_word_can_end_the_script(words: str) -> None:
    text = script_text({'name': words})
    assert not set(text) & set('<>&\u2028\u2029')
    assert json.loads(text) == {'name': words}


@pytest.mark.parametrize(
    ('kind', 'thing_', 'episode_'),
    [
        ('series', 'TVSeries', 'TVEpisode'),
        ('film', 'Movie', ''),
        ('game', 'VideoGame', ''),
        ('book', 'Book', ''),
        ('album', 'MusicAlbum', ''),
        ('podcast', 'PodcastSeries', 'PodcastEpisode'),
    ],
)
def test_each_kind_of_work_has_its_type(kind: str, thing_: str, episode_: str) -> None:
    numbering = Numbering((Season(1, 6),), work=Work(WorkKind(kind)))
    work = SeriesKey('Harbour Lights', numbering, numbering.seasons)
    front = f'series: {{title: Harbour Lights, kind: {kind}, episodes: 6, aspects: {{}}}}'
    named = {'@type': thing_, 'name': 'Harbour Lights'}
    count = {'numberOfEpisodes': 6} if kind == 'series' else {}
    said_ = linked_data(series(front), work, NOTATIONS)
    assert said_ == {'@context': 'https://schema.org', **named, **count}
    part_ = linked_data(episode(2), work, NOTATIONS)
    cited_ = linked_data(review('post', covers='2'), work, NOTATIONS)
    assert part_
    assert cited_
    if episode_:
        expected = {'@type': episode_, 'episodeNumber': 2, 'partOfSeries': named}
    else:
        expected = {'@type': 'CreativeWork', 'position': 2, 'isPartOf': named}
    assert expected.items() <= part_.items()
    assert cited_['citation']['itemReviewed'] == expected


@pytest.mark.parametrize('kind', list(WorkKind))
def test_each_statement_is_in_the_vocabulary(kind: WorkKind) -> None:
    seasons = (Season(1, 3), Season(4, 6, 'The Sea'))
    work = SeriesKey('Harbour Lights', Numbering(seasons, work=Work(kind)), seasons)
    home = PagePlace(SITE, 'index')
    place = PagePlace(
        SITE, 'one/two', (('index', 'Home'), ('one/index', 'One'), ('one/two', 'Two'))
    )
    known = {'author': '[Ann, Bo]', 'url': 'https://post.example/', 'published': '2024-05'}
    front = f'series: {{title: Harbour Lights, kind: {kind.value}, episodes: 6, aspects: {{}}}}'
    pages = [
        *(episode(2, aired='2014', director='[Ann, Bo]', title_ja='灯台'),),
        character('Ida Lund', name_ja='アイダ', aliases='[Ida]'),
        page('guide/method', title='Method'),
        *(review('post', covers=covers, **known, score='7/10') for covers in ('2', '1-3', '2-5')),
        review('post', **known, categories='{Story: 5/10, Sound: B+}'),
    ]
    things = [linked_data(series(front), work, NOTATIONS, 'It is good.', home)]
    things += [linked_data(one, work, NOTATIONS, '', place) for one in pages]
    things += [linked_data_of_generated('S', work, season, place) for season in (0, 2)]
    for thing_ in things:
        assert thing_ is not None
        assert faults(json.dumps(thing_)) == []


@pytest.mark.parametrize(
    'wrong',
    [
        {'@type': 'Articel', 'headline': 'A'},
        {'@type': 'Article', 'headlines': 'A'},
        {'@type': 'Person', 'headline': 'A'},
        {'@type': 'Article', 'author': 'Ann'},
        {'@type': 'TVEpisode', 'partOfSeries': {'@type': 'Movie', 'name': 'A'}},
        {'@type': 'Article', 'datePublished': 'May 2014'},
    ],
)
def test_what_is_not_in_the_vocabulary_is_found(wrong: dict[str, Any]) -> None:
    assert faults(json.dumps({'@context': 'https://schema.org', 'name': 'A', **wrong}))


def test_a_work_without_episodes_is_reviewed_as_a_whole() -> None:
    film = joined_numbering(0, (), (), WorkKind.FILM)
    glass = SeriesKey('Glass', film, film.seasons)
    found = linked_data(review('post', covers='1'), glass, NOTATIONS)
    assert found
    assert found['citation']['itemReviewed'] == {'@type': 'Movie', 'name': 'Glass'}
    assert 'reviewAspect' not in found['citation']
