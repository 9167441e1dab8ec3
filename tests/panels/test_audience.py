"""Audience scores: beside the scores of critics, and in none of their figures."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from jsonschema import Draft202012Validator
from small_wiki import episode, page, review, wiki

from criticwiki.export.scores_csv import scores_csv
from criticwiki.export.wiki_data import as_json, get_path, wiki_data
from criticwiki.export.wiki_schema import wiki_schema
from criticwiki.panel_registry import find_panel
from criticwiki.panels.elements import text_of

if TYPE_CHECKING:
    from criticwiki.corpus.corpus import Corpus

SERIES = """
series:
  title: Harbour Lights
  episodes: 6
  aspects: {story: Whether it holds together.}
"""
AUDIENCE = """
  audience:
    - source: Harbour Forum
      score: 6.4/10
      votes: 12000
      date: 2024-05-01
      url: https://example.org/lights
    - {source: The Quay, score: 71%, date: 2023-12-31}
"""
CRITICS = [
    review('a', author='Ann', score='90%', episode_scores='{1: 4/5}'),
    review('b', author='Ben', score='50%'),
]


def drawn(corpus: Corpus, docname: str, name: str, part: str = '') -> str:
    shown = corpus.pages[docname]
    panel = find_panel(name, part, shown.kind)
    assert panel
    return ' '.join(map(text_of, panel.draw(panel.view(corpus, shown))))


def test_those_of_the_series_stand_beside_the_season_score() -> None:
    corpus = wiki(*CRITICS, front=SERIES + AUDIENCE.lstrip('\n'))
    words = drawn(corpus, 'index', 'consensus', 'headline')
    assert '50 and 90 of 100' in words
    assert (
        'Audiences, counted apart from the critics: Harbour Forum 6.4/10, which is 64 of 100'
        ' (12,000 votes, 1 May 2024); The Quay 71%, which is 71 of 100 (31 December 2023).'
    ) in words


def test_those_of_an_episode_stand_beside_its_scores() -> None:
    one = episode(1, audience='[{source: The Quay, score: 9/10, date: 2024-01-01}]')
    corpus = wiki(*CRITICS, one)
    assert 'The Quay 9/10, which is 90 of 100' in drawn(corpus, 'episodes/01-part', 'scores')
    unscored = wiki(one)
    words = drawn(unscored, 'episodes/01-part', 'reception')
    assert words.startswith('Audiences, counted apart from the critics: The Quay 9/10')


def test_no_figure_of_the_critics_differs() -> None:
    one = episode(1, audience='[{source: The Quay, score: 9/10, date: 2024-01-01}]')
    with_audience = wiki(*CRITICS, one, front=SERIES + AUDIENCE.lstrip('\n'))
    without = wiki(*CRITICS, episode(1), front=SERIES)
    data, plain = wiki_data(with_audience), wiki_data(without)
    Draft202012Validator(wiki_schema()).validate(json.loads(as_json(data)))
    assert data['consensus'] == plain['consensus']
    assert data['critics'] == plain['critics']
    assert scores_csv(with_audience) == scores_csv(without)
    assert [row['common'] for row in data['series']['audience']] == [64, 71]
    assert data['series']['audience'][0]['votes'] == 12000
    assert data['series']['audience'][1]['votes'] is None
    assert get_path(data, 'episodes.01-part.mean') == get_path(plain, 'episodes.01-part.mean')
    assert data['episodes']['01-part']['audience'][0]['date'] == '2024-01-01'


def test_a_wiki_without_any_says_nothing() -> None:
    corpus = wiki(*CRITICS, page('consensus'))
    assert 'Audience' not in drawn(corpus, 'consensus', 'consensus', 'headline')
