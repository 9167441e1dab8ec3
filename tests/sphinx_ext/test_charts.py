"""Charts on web pages, each above the table that it is drawn from; elsewhere the table alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from .pages import with_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from bs4 import BeautifulSoup, Tag
    from conftest import Build

HIDDEN = 'Vanishing'
"""Stands in the title of an episode, which no mark may name."""


def review(name: str, covers: str, *facts: str) -> dict[str, str]:
    lines = '\n'.join(f'  {fact}' for fact in facts)
    return {
        f'reviews/{name}.md': f'---\nreview:\n  headline: By {name}\n  outlet: {name}\n'
        f'  author: null\n  url: null\n  published: null\n  covers: {covers}\n{lines}\n---\n\n# R\n'
    }


PAGES = {
    'episodes/03-gone.md': f'---\nepisode: {{number: 3, title: {HIDDEN}}}\n---\n\n# Gone\n',
    'episodes/04-home.md': '---\nepisode: {number: 4, title: Home}\n---\n\n# Home\n',
    **review('Almanac', '1-4', 'score: 60%', 'episode_scores: {1: 4/5, 3: B+, 4: 2/5}'),
    **review(
        'Courier',
        '1-4',
        'categories: {Story: 5/10, Sound & light: 9/10, Ending: F, Cast: 7/10, Pace: 6/10}',
    ),
    **review('Post', '1-4', 'score: 70%'),
    **review('Star', '1-4', 'score: 75%'),
    **review('Times', '1-4', 'score: 65%'),
}


@pytest.fixture(scope='module')
def made(wiki: Callable[..., Build]) -> Build:
    return wiki(with_pages(PAGES))


def chart(page: BeautifulSoup, kind: str) -> Tag:
    found = page.select(f'figure.wiki-chart > svg.{kind}')
    assert len(found) == 1
    return found[0]


def titles(drawing: Tag, marks: str) -> list[str]:
    return [mark.find('title').get_text() for mark in drawing.select(marks)]


def column(drawing: Tag, index: int) -> list[str]:
    """The cells of a column of the table below a chart."""
    table = drawing.find_parent('figure').find_next_sibling().find('table')
    lines = [line.find_all(['th', 'td']) for line in table.tbody.find_all('tr')]
    return [' '.join(cells[index].get_text().split()) for cells in lines]


def test_nothing_is_wrong(made: Build) -> None:
    assert made.warnings == []


def test_a_table_is_closed_below_each_chart(made: Build) -> None:
    figures = made.body('consensus').select('figure.wiki-chart')
    assert len(figures) == 2
    for figure in figures:
        below = figure.find_next_sibling()
        assert (below.name, below.get('open')) == ('details', None)
        assert below.summary.get_text() == 'Show the numbers'
        assert below.find('table')


def test_a_chart_says_what_it_is(made: Build) -> None:
    drawing = chart(made.body('consensus'), 'dot-rows')
    first, second = drawing.find_all(['title', 'desc'], recursive=False)
    assert drawing['role'] == 'img'
    assert (first.name, first.get_text()) == (
        'title', 'Printed season scores on 0 to 100, by critic',
    )  # fmt: skip
    assert second.get_text().startswith('Almanac: 60%, 60 of 100; Ann Lee: 8/10, 80 of 100; ')


def test_season_scores_are_those_of_the_table(made: Build) -> None:
    drawing = chart(made.body('consensus'), 'dot-rows')
    printed = [text.get_text() for text in drawing.select('.printed:not(.silent)')]
    scores = ['60%', '8/10', '70%', '75%', '65%']
    assert printed == [cell for cell in column(drawing, 1) if 'none' not in cell] == scores
    places = ['60%', '80%', '70%', '75%', '65%']
    assert [dot['cx'] for dot in drawing.select('circle')] == places
    first, second, *_others = titles(drawing, 'circle')
    assert (first, second) == ('Almanac: 60%, 60 of 100', 'Ann Lee: 8/10, 80 of 100')
    reach = drawing.select_one('rect.reach')
    assert (reach['x'], reach['width']) == ('60%', '20%')
    assert drawing.select_one('.mean')['x1'] == '70%'


def test_who_prints_no_score_has_no_mark(made: Build) -> None:
    drawing = chart(made.body('consensus'), 'dot-rows')
    names = [text.get_text() for text in drawing.select('.name.silent')]
    assert names == ['Courier', 'Herald']
    assert len(drawing.select('circle')) == 5
    axis = max(float(text['y']) for text in drawing.select('.tick'))
    assert all(float(text['y']) > axis for text in drawing.select('.silent'))


def test_categories_stand_on_one_axis(made: Build) -> None:
    drawing = chart(made.body('reviews/Courier'), 'dot-rows')
    assert [text.get_text() for text in drawing.select('.name')] == column(drawing, 0)
    assert [text.get_text() for text in drawing.select('.printed')] == column(drawing, 1)
    assert [dot['cx'] for dot in drawing.select('circle')] == ['50%', '90%', '0%', '70%', '60%']
    assert titles(drawing, 'circle')[1] == 'Sound & light: 9/10, 90 of 100'


def test_one_score_of_a_review_needs_no_chart(made: Build) -> None:
    page = made.body('reviews/gazette')
    assert not page.select('figure, details.wiki-numbers')
    assert page.select('#scores table.scores')


def test_a_mark_for_each_episode_score(made: Build) -> None:
    drawing = chart(made.body('consensus'), 'season')
    assert titles(drawing, 'use') == [
        'Episode 1, Almanac: 4/5',
        'Episode 3, Almanac: B+',
        'Episode 4, Almanac: 2/5',
        'Episode 1, Ann Lee: 4/5',
        'Episode 2, Ann Lee: 3/5',
    ]
    assert [one for one in column(drawing, 2) if one != '–'] == ['4/5', 'B+', '2/5']
    assert [one for one in column(drawing, 3) if one != '–'] == ['4/5', '3/5']
    at = [float(mark['x'].rstrip('%')) for mark in drawing.select('use')]
    assert at[0] < 12.5 < at[3], 'the same score of one episode stands side by side'
    assert at[1:3] == [62.5, 87.5]


def test_no_line_leads_over_an_episode_without_a_score(made: Build) -> None:
    drawing = chart(made.body('consensus'), 'season')
    runs = [line['points'].split() for line in drawing.select('polyline')]
    assert [len(run) for run in runs] == [2, 2]
    assert runs[0][0].startswith('62.5,')


def test_critics_have_a_shape_beside_their_colour(made: Build) -> None:
    figure = chart(made.body('consensus'), 'season').parent
    shapes = {shape['id']: shape['d'] for shape in figure.select('defs path')}
    assert list(shapes) == ['chart-episodes-1', 'chart-episodes-2']
    assert len(set(shapes.values())) == 2
    keys = figure.select('.wiki-key')
    assert [key.a.get_text() for key in keys] == ['Almanac', 'Ann Lee']
    for number, key in enumerate(keys, 1):
        used = {mark['href'] for mark in figure.select(f'g.series-{number} use')}
        assert used == {key.find('use')['href']} == {f'#chart-episodes-{number}'}


def test_reviews_of_each_episode_are_counted(made: Build) -> None:
    drawing = chart(made.body('consensus'), 'season')
    assert titles(drawing, 'rect.bar') == ['Episode 1: 7 reviews', 'Episodes 2–4: 6 reviews']
    assert column(drawing, 1) == ['7', '6', '6', '6']


def test_marks_name_no_title_of_an_episode(made: Build) -> None:
    page = made.body('consensus')
    assert HIDDEN in page.get_text()
    assert not [figure for figure in page.select('figure') if HIDDEN in str(figure)]
    searched = made.text('search/pages/consensus.js')
    assert 'dot-rows' not in searched
    assert 'a line at their mean' not in searched


def test_ids_are_the_page_s_own(wiki: Callable[..., Build]) -> None:
    page = with_pages({**PAGES, 'numbers.md': '# Numbers\n\n```{episode-scores}\n```\n'})
    page['consensus.md'] += '\n\n```{episode-scores}\n```\n'
    made = wiki(page)
    assert made.warnings == []
    for docname in ('consensus', 'numbers'):
        ids = [tag['id'] for tag in made.html(docname).select('[id]')]
        assert len(ids) == len(set(ids))
        used = {mark['href'] for mark in made.html(docname).select('use')}
        assert {name.removeprefix('#') for name in used} <= set(ids)
        assert '#chart-episodescores-1' in used


@pytest.mark.parametrize('builder', ['epub', 'latex', 'text', 'singlehtml'])
def test_other_outputs_have_the_tables_alone(made: Build, builder: str) -> None:
    other = made.also(builder)
    assert other.warnings == []
    whole = '\n'.join(
        data.decode()
        for name, data in other.tree().items()
        if re.search(r'\.(xhtml|html|tex|txt)$', name)
    )
    assert 'Sound' in whole
    assert '7.2' in whole or '9/10' in whole
    for sign in ('<svg', '<figure', 'Show the numbers', 'a line at their mean'):
        assert sign not in whole


# -- many critics, many episodes ----------------------------------------------------------


def many(critics: int, episodes: int) -> dict[str, str]:
    series = f'series: {{title: Long, episodes: {episodes}, aspects: {{plot: What happens.}}}}'
    tree = '```{toctree}\n:glob:\n:hidden:\n\n*\n*/*\n```'
    pages = {
        'index.md': f'---\n{series}\n---\n\n# Long\n\n{tree}\n',
        'consensus.md': '# Consensus\n\n```{consensus}\n```\n',
    }
    for number in range(1, episodes + 1):
        front = f'episode: {{number: {number}, title: Part {number}}}'
        pages[f'episodes/{number:03}-part.md'] = f'---\n{front}\n---\n\n# Part\n'
    for critic in range(1, critics + 1):
        scores = ', '.join(f'{n}: {1 + (critic + n) % 5}/5' for n in range(1, episodes + 1))
        facts = (f'score: {critic % 11}/10', f'episode_scores: {{{scores}}}')
        pages |= review(f'Critic{critic}', f'1-{episodes}', *facts)
    return pages


def test_many_critics_are_summed_up(wiki: Callable[..., Build]) -> None:
    made = wiki(many(14, 3))
    page = made.body('consensus')
    drawing = chart(page, 'columns')
    counts = [int(text.get_text()) for text in drawing.select('.count')]
    assert sum(counts) == len(column(drawing, 0)) == 14
    assert titles(drawing, 'rect.bar')[0] == '0 to 9: 1 critic'
    season = chart(page, 'season')
    assert titles(season, 'circle') == [
        f'Episode {number}: mean {mean} of 100, 20 to 100, from 14 scores'
        for number, mean in zip((1, 2, 3), column(season, 3), strict=True)
    ]
    assert 'Too many scores for a mark each' in season.parent.figcaption.get_text()
    assert not season.select('use')


def test_many_episodes_stand_in_stretches(wiki: Callable[..., Build]) -> None:
    made = wiki(many(2, 61))
    season = chart(made.body('consensus'), 'season')
    assert len(season.select('circle')) == 31
    assert titles(season, 'circle')[-1].startswith('Episode 61: mean')
    assert titles(season, 'circle')[0].startswith('Episodes 1–2: mean')
    assert titles(season, 'rect.bar') == ['Episodes 1–61: 2 reviews']
    assert 'Each dot stands for 2 episodes' in season.parent.figcaption.get_text()
    assert len(str(season)) < 12_000
    # the rest of the table is on a page of its own, where there is no chart
    assert not made.body('consensus-episodes-2').select('.wiki-numbers, figure')
    assert len(made.body('consensus-episodes-2').select('tbody tr')) == 11


def test_scores_of_episodes_without_pages_have_rows_that_lead_nowhere(
    wiki: Callable[..., Build],
) -> None:
    index = (
        '---\nseries: {title: Salt Road, episodes: 4, aspects: {plot: What happens.}}\n---\n\n'
        '# Salt Road\n\n```{toctree}\n:glob:\n\n*\n*/*\n```\n'
    )
    consensus = '# Consensus\n\n```{episode-scores}\n```\n'
    scores = review('Almanac', '1-4', 'episode_scores: {1: 4/5, 3: B+, 4: 2/5}')
    build = wiki({'index.md': index, 'consensus.md': consensus, **scores})
    assert build.warnings == []
    assert not build.body('consensus').select('figure'), 'three scores are seen at once'
    table = build.body('consensus').select_one('table.episode-scores')
    assert [row.th.get_text() for row in table.tbody('tr')] == ['1', '3', '4']
    strip = build.body('index').select('.wiki-strip > li')
    assert [' '.join(row.get_text().split()) for row in strip] == [
        '1 no page yet 4/5',
        '3 no page yet B+',
        '4 no page yet 2/5',
    ]
    assert not [link for row in (*strip, *table.tbody('tr')) for link in row('a', href=True)]
