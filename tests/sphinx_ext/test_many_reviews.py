"""Wikis with more reviews than a page shows: lists keep what a reader looks for, and stay small."""

from __future__ import annotations

import json
import re
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import pytest

from .many import CRITICS, GRADES, LOG, log, many, short_tables, weekly_reviews
from .quick import different

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Build

MOST: Final = {'diary': 60_000, 'weekly': 80_000}
"""Most characters of a page."""


@pytest.fixture(scope='module')
def diary(wiki: Callable[..., Build]) -> Build:
    return wiki(log(), html_theme='furo')


@pytest.fixture(scope='module')
def weekly(wiki: Callable[..., Build]) -> Build:
    return wiki(weekly_reviews(), html_theme='furo')


def rows(page: Any) -> list[list[str]]:
    return [
        [cell.get_text() for cell in row(['th', 'td'])] for row in page.select('.reviews tbody tr')
    ]


def pages_of(build: Build, label: str) -> list[str]:
    """The pages of a list or a group, in order."""
    names = [name.removesuffix('.html') for name in build.tree() if name.endswith('.html')]
    found = [name for name in names if re.fullmatch(rf'reviews/index-{label}-\d+', name)]
    return sorted(found, key=lambda name: int(name.rpartition('-')[2]))


@cache
def sources() -> dict[str, dict[str, str]]:
    """What the front matter of each page says, read by other means."""
    return {
        path: dict(re.findall(r'^  (\w+): (.*)$', text, re.MULTILINE))
        for path, text in log().items()
    }


def source(number: int) -> dict[str, str]:
    return sources()[f'reviews/film-{number}.md']


def of_hundred(printed: str) -> int:
    value, best = printed.split('/')
    return int((Decimal(value) * 100 / Decimal(best)).quantize(Decimal(1), ROUND_HALF_UP))


# -- one critic with 260 reviews ----------------------------------------------------------


def test_the_list_keeps_critic_scope_score_and_date(diary: Build) -> None:
    assert diary.warnings == []
    page = diary.body('reviews/index')
    heads = [cell.get_text() for cell in page.select('.reviews thead th')]
    assert heads == ['Critic', 'Review', 'Score', 'Covers', 'Published']
    found = rows(page)
    for name in pages_of(diary, 'pages'):
        found += rows(diary.body(name))
    assert len(found) == LOG
    for critic, title, score, covers, published in found:
        number = int(title.removeprefix('Film '))
        facts = source(number)
        assert (critic, covers, score) == ('Dora Quill', f'episode {number}', facts['score'])
        assert (published == 'not stated') == (facts['published'] == 'null')
        assert facts['published'][:4] in {*published.split(), 'null'}


def test_the_newest_come_first_then_ids_in_natural_order(diary: Build) -> None:
    titles = [row[1] for row in rows(diary.body('reviews/index'))]
    for name in pages_of(diary, 'pages'):
        titles += [row[1] for row in rows(diary.body(name))]
    numbers = [int(title.removeprefix('Film ')) for title in titles]
    dated = [n for n in range(1, LOG + 1) if source(n)['published'] != 'null']
    expected = sorted(dated, key=lambda n: source(n)['published'], reverse=True)
    assert [source(n)['published'] for n in numbers[: len(dated)]] == [
        source(n)['published'] for n in expected
    ]
    assert numbers[len(dated) :] == [n for n in range(1, LOG + 1) if n not in dated]
    assert (
        'The newest come first; those without a date follow'
        in diary.body('reviews/index').get_text()
    )


def test_groups_by_score_and_year_are_pages_of_their_own(diary: Build) -> None:
    page = diary.body('reviews/index')
    (ways,) = page.select('nav.wiki-ways')
    counted: dict[str, int] = {}
    for link in ways.select('a'):
        title, count = re.fullmatch(r'(.+) \((\d+)\)', link.get_text()).groups()
        counted[title] = int(count)
        assert (diary.out / 'reviews' / link['href']).resolve().is_file()
    scores = [of_hundred(GRADES[n % len(GRADES)]) for n in range(1, LOG + 1)]
    for low, label in ((0, '0–19'), (20, '20–39'), (40, '40–59'), (60, '60–79')):
        assert counted.get(label, 0) == sum(low <= score < low + 20 for score in scores)
    assert counted['80–100'] == sum(score >= 80 for score in scores)
    years = [source(n)['published'][:4] for n in range(1, LOG + 1)]
    assert counted['2019'] == years.count('2019')
    assert counted['no date'] == years.count('null')
    assert counted['Dora Quill'] == LOG
    members = [row for name in pages_of(diary, 'score80') for row in rows(diary.body(name))]
    assert len(members) == counted['80–100']
    assert {row[2] for row in members} == {'9/10', '8/10', '10/10'}


def test_a_group_leads_on_and_back(diary: Build) -> None:
    names = pages_of(diary, 'score80')
    second = diary.html(names[1])
    assert second.h1.get_text() == 'Reviews: 80–100, 51–100'
    links = [a['href'] for a in second.select('nav.wiki-leads a')]
    assert links == ['index-score80-1.html', 'index-score80-3.html', 'index.html']
    first = diary.body(names[0])
    assert [a.get_text() for a in first.select('nav.wiki-leads a')] == ['51–100', 'Reviews']


def test_the_rows_for_the_filters_are_those_of_all_pages(diary: Build) -> None:
    (form,) = diary.body('reviews/index').select('form.wiki-filters')
    assert form['data-rows'] == '../data/rows/reviews/index.js'
    text = diary.text('data/rows/reviews/index.js')
    written = json.loads(text.removeprefix('window.wikiRows=').removesuffix(';\n'))
    assert len(written) == LOG
    shown = diary.text('reviews/index.html')
    assert all(row in shown for row in written[:50])


def test_every_page_stays_small(diary: Build, weekly: Build) -> None:
    for wiki, build in (('diary', diary), ('weekly', weekly)):
        sizes = {
            name: len(build.text(name)) for name in build.tree()
            if name.endswith('.html') and not name.startswith(('genindex', 'search'))
        }  # fmt: skip
        assert {name: size for name, size in sizes.items() if size > MOST[wiki]} == {}


def test_the_consensus_has_no_row_for_who_says_nothing(diary: Build) -> None:
    page = diary.body('consensus')
    tables = [table for table in page.select('table') if 'episode-scores' not in table['class']]
    assert sum(len(table.select('tbody tr')) for table in tables) < 10
    assert 'No review judges an aspect yet.' in page.get_text()
    further = {name.rpartition('-')[0] for name in diary.tree() if name.startswith('consensus-')}
    assert further == {'consensus-consensus6'} or len(further) == 1


def test_the_page_of_the_critic_has_figures(diary: Build) -> None:
    page = diary.body('critics/dora-quill')
    scores = [of_hundred(GRADES[n % len(GRADES)]) for n in range(1, LOG + 1)]
    mean = (Decimal(sum(scores)) / LOG).quantize(Decimal(1), ROUND_HALF_UP)
    words = ' '.join(page.get_text().split())
    assert f'Scores of {LOG} reviews: mean {mean} of 100' in words
    assert f'from {min(scores)} to {max(scores)}.' in words
    columns = [int(text.get_text()) for text in page.select('#figures svg .count')]
    assert sum(columns) == LOG
    assert page.select_one('#verdicts nav.wiki-leads')


# -- 64 reviews of 11 critics -------------------------------------------------------------


def test_sixty_four_reviews_keep_their_columns(weekly: Build) -> None:
    assert weekly.warnings == []
    found = rows(weekly.body('reviews/index'))
    for name in pages_of(weekly, 'pages'):
        found += rows(weekly.body(name))
    assert len(found) == 64
    assert {row[0] for row in found} == set(CRITICS)
    assert [row[1] for row in found if 'replaced' in row[1]] == ['Take 30 (replaced, not counted)']
    undated = [int(row[1].split()[1]) for row in found if row[4] == 'not stated']
    # without a date: the widest scope first, then the critic, then the number of the id
    facts = {n: weekly_reviews()[f'reviews/r{n}.md'] for n in range(64)}

    def width(number: int) -> int:
        first, _, last = re.search(r'covers: (\S+)', facts[number])[1].partition('-')
        return int(last or first) - int(first) + 1

    assert undated == sorted(undated, key=lambda n: (-width(n), CRITICS[n % 11], n))


def test_ways_by_critic_and_scope(weekly: Build) -> None:
    (ways,) = weekly.body('reviews/index').select('nav.wiki-ways')
    links = {a.get_text(): a['href'] for a in ways.select('a')}
    assert links['Abe (6)'] == '../critics/abe.html'
    assert links['the whole season (11)'] == 'index-whole-1.html'
    assert len(rows(weekly.body('reviews/index-whole-1'))) == 11


def test_the_table_of_the_season_score_has_only_who_scores(weekly: Build) -> None:
    page = weekly.body('consensus')
    scorers = [row.th.get_text() for row in page.select('table.scores')[0].select('tbody tr')]
    whole = [n for n in range(11) if n % 5]
    assert sorted(scorers) == sorted(CRITICS[n] for n in whole)
    words = ' '.join(page.get_text().split())
    unscored = [CRITICS[n] for n in range(11) if n % 5 == 0]
    sentence = re.search('Without a score for the season, and given none: ([^.]*)\\.', words)[1]
    assert all(name in sentence for name in unscored)
    assert 'none for the season' not in words


def test_the_matrix_has_only_who_has_a_stance(weekly: Build) -> None:
    (table,) = weekly.body('consensus').select('table.aspects')
    names = [cell.get_text() for cell in table.select('thead th')][1:-1]
    assert names == ['Abe', 'Bea', 'Cid', 'Dot']
    assert 'having no stance on any aspect: 7 critics.' in weekly.body('consensus').get_text()


def test_other_outputs_keep_the_whole_list(weekly: Build) -> None:
    text = weekly.also('text').text('reviews/index.txt')
    assert text.count('Take ') == 64
    assert 'Rows 1' not in text


def test_after_each_change_lists_and_rows_are_those_of_a_clean_build(
    wiki: Callable[..., Build],
) -> None:
    def score(made: Build) -> None:
        made.replace('reviews/night-007.md', 'score: 7%', 'score: 97%\n  replaces: night-008')

    def rename(made: Build) -> None:
        made.replace('reviews/index.md', '# Reviews', '# What they wrote')

    def fewer(made: Build) -> None:
        for number in range(1, 6):
            made.delete(f'reviews/night-{number:03}.md')

    made = wiki({**many(12), 'conf.py': short_tables()})
    assert 'data/rows/reviews/index.js' in made.tree()
    for change in (score, rename, fewer):
        change(made)
        fresh = made.rebuild_and_clean()
        assert different(made, fresh) == [], change
        assert ('data/rows/reviews/index.js' in made.tree()) == (change != fewer)
