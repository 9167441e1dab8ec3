"""The answer that a reader gets first: two lines, the widest split, what numbers are made of."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from .many import many
from .pages import SMALL

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Build

REST = {name: text for name, text in SMALL.items() if not name.startswith('reviews/')}


def review(score: str | None, covers: str = '1-4', **aspects: str) -> str:
    """A review by its aspects: the stance, and what else is said there."""
    held = ''
    for name, told in aspects.items():
        stance, _comma, more = told.partition(',')
        held += f'    {name}: {{stance: {stance}, says: Told, {more}}}\n'
    facts = ''.join(
        f'  {line}\n'
        for line in (
            'headline: A word',
            'outlet: null',
            'author: AUTHOR',
            'url: null',
            'published: null',
            f'covers: {covers}',
            *([f'score: {score}'] if score else []),
            *(['aspects:'] if held else []),
        )
    )
    return f'---\nreview:\n{facts}{held}---\n\n# A word\n'


@pytest.fixture(scope='module')
def answered(
    wiki: Callable[..., Build],
) -> Callable[..., tuple[Build, str, str]]:
    """The two lines and the split, in a wiki of these reviews."""

    def build(**reviews: str) -> tuple[Build, str, str]:
        named = {
            f'reviews/{name}.md': text.replace('AUTHOR', name.title())
            for name, text in reviews.items()
        }
        made = wiki({**REST, **named})
        assert made.warnings == []
        page = made.body('consensus')
        brief, split = (
            page.select_one('.wiki-brief'),
            page.select_one('.wiki-split, .wiki-brief ~ p:not(.summary)'),
        )
        for asked in brief.select('details'):
            asked.decompose()
        return made, ' '.join(brief.get_text().split()), ' '.join(split.get_text().split())

    return build


def test_without_reviews(answered: Callable[..., tuple[Build, str, str]]) -> None:
    made, brief, split = answered()
    assert brief == split == 'No review is in the wiki yet.'
    assert not made.body('consensus').select('.wiki-asked')


def test_with_one_review(answered: Callable[..., tuple[Build, str, str]]) -> None:
    alone = 'One review alone cannot show what critics agree on, or what splits them.'
    _made, brief, split = answered(ann=review('3/4', plot='praise'))
    assert brief == (
        f'75 of 100, from the only review. Provisional: there is no other critic. {alone}'
    )
    assert split == alone
    _made, brief, _split = answered(ann=review(None, plot='praise'))
    assert brief == f'No score: the only review prints none for the whole season. {alone}'


def test_where_all_agree(answered: Callable[..., tuple[Build, str, str]]) -> None:
    nothing = 'Nothing that one critic praises is criticised by another.'
    same = {'plot': 'praise', 'end': 'criticism'}
    _made, brief, split = answered(ann=review('3/4', **same), bob=review('75%', **same))
    assert brief == (
        '75 of 100, from each of the two critics who score the season.'
        ' Provisional: 2 of 2 critics.'
        f' Both critics praise the plot. Both critics criticise the end. {nothing}'
    )
    assert split == nothing


def test_where_nobody_speaks_of_the_same(answered: Callable[..., tuple[Build, str, str]]) -> None:
    apart = 'Too few critics discuss the same aspect of the same episodes to compare them.'
    _made, brief, split = answered(
        ann=review(None, plot='praise'), bob=review(None, looks='praise')
    )
    assert brief == f'No score: neither critic prints one for the whole season. {apart}'
    assert split == apart


def test_a_split_is_told_by_both_sides(answered: Callable[..., tuple[Build, str, str]]) -> None:
    made, brief, split = answered(
        ann=review('1/4', plot='praise,quotes: ["such a plot"]'),
        bob=review('3/4', plot='criticism,quotes: ["no plot"],spoils: 3'),
        cat=review(None, covers='1', plot='mixed'),
        dan=review(None, covers='1'),
    )
    assert brief == (
        '25 and 75 of 100, from the two critics who score the season.'
        ' Mean 50, provisional: 2 of 4 critics.'
        ' Critics are split most on the plot.'
    )
    assert split.startswith('What splits critics most: plot. What happens.')
    told = made.body('consensus').select_one('.wiki-split')
    praise, criticism = told.select('.split-side')
    assert (
        ' '.join(praise.get_text().split())
        == 'praise 1 of 3 “such a plot” Ann, on the whole season'
    )
    assert praise.a['href'] == 'reviews/ann.html#aspect-plot'
    # what Bob says gives an episode away: it stands in a block, and nowhere else
    assert criticism.select_one('details.spoiler[data-episode="3"]').select_one('.voice')
    outside = told.__copy__()
    outside.select_one('details.spoiler').decompose()
    assert 'no plot' not in outside.get_text()
    lines = [' '.join(line.get_text().split()) for line in told.select('.wiki-asked > p')]
    assert told.select_one('.wiki-asked > summary').get_text() == '3 of 4 who saw it discuss it'
    assert lines == [
        'praise: Ann',
        'mixed: Cat',
        'criticism: Bob',
        'Say nothing of it: Dan (episode 1).',
    ]


def test_other_builders_print_what_numbers_are_made_of(
    answered: Callable[..., tuple[Build, str, str]],
) -> None:
    made, _brief, _split = answered(
        ann=review('1/4', end='praise'), bob=review('3/4', end='criticism'), cat=review(None, '1')
    )
    printed = ' '.join((made.also('text').out / 'consensus.txt').read_text('utf-8').split())
    assert 'Counted: Ann 1/4, which is 25 of 100; Bob 3/4, which is 75 of 100.' in printed
    assert '2 of 2 who saw it discuss it** praise: Ann criticism: Bob' in printed
    assert 'Out of scope, having seen too little: Cat (episode 1).' in printed


def test_of_many_only_numbers_are_told(wiki: Callable[..., Build]) -> None:
    pages = many(62)
    for name in ('reviews/night-001.md', 'reviews/night-002.md'):
        pages[name] = pages[name].replace('stance: praise', 'stance: criticism')
    page = wiki(pages).body('consensus')
    brief = ' '.join(page.select_one('.wiki-brief').get_text().split())
    assert 'from 63 of 64 reviews; 1 to 80. They' not in brief
    assert 'Critics are split most on the plot.' in brief
    assert 'Counted: 63 critics.' in brief
    split = page.select_one('.wiki-split')
    assert [' '.join(line.get_text().split()) for line in split.select('.wiki-asked > p')] == [
        'praise: 61 critics',
        'mixed: Herald',
        'criticism: Critic 001, Critic 002',
    ]
    assert len(split.select('a')) < 10


VERDICT = 'Ann & Bob like the plot; both "miss" an end.'
STATED = REST['index.md'].replace(
    '  summary:', f"  verdict: '{VERDICT}'\n  verdict_critics: 2\n  summary:"
)


def test_a_verdict_leads(wiki: Callable[..., Build]) -> None:
    same = {'plot': 'praise', 'end': 'criticism'}
    pages = {
        **REST,
        'index.md': STATED.replace('A caravan crosses', '```{consensus} brief\n```\n\nA caravan'),
        'reviews/ann.md': review('3/4', **same).replace('AUTHOR', 'Ann'),
        'reviews/bob.md': review('1/4', **same).replace('AUTHOR', 'Bob'),
    }
    made = wiki(pages)
    assert made.warnings == []
    for name, summary in (('index', 'A caravan and four nights.'), ('consensus', '')):
        brief = made.body(name).select_one('.wiki-brief')
        first, second, *_ = brief.find_all('p')
        assert first.get_text() == VERDICT
        assert ' '.join(second.get_text().split()).startswith('25 and 75 of 100')
        assert not brief.select('.brief-line')
        page = made.html(name)
        described = page.select_one('meta[name=description][property="og:description"]')
        assert described['content'] == f'{VERDICT} {summary}'.strip()
        data = json.loads(page.select_one('script[type="application/ld+json"]').string)
        assert data['description'] == VERDICT
    assert 'Ann &amp; Bob' not in made.html('reviews/ann').head.decode()
    assert made.data['consensus']['verdict'] == VERDICT
    made.replace('index.md', 'like the plot', 'love the plot')
    clean = made.rebuild_and_clean()
    assert made.data['consensus']['verdict'].startswith('Ann & Bob love')
    assert made.tree() == clean.tree()


def test_a_verdict_hides_not_that_there_is_nothing_to_compare(wiki: Callable[..., Build]) -> None:
    pages = {**REST, 'index.md': STATED.replace('verdict_critics: 2', 'verdict_critics: 1')}
    made = wiki({**pages, 'reviews/ann.md': review('3/4', plot='praise').replace('AUTHOR', 'Ann')})
    brief = made.body('consensus').select_one('.wiki-brief').get_text()
    assert 'One review alone cannot show what critics agree on' in brief


def test_a_page_that_gains_the_table_is_where_aspects_lead(wiki: Callable[..., Build]) -> None:
    made = wiki({**SMALL, 'index.md': f'{SMALL["index.md"]}\n```{{consensus}} bars\n```\n'})
    assert made.body('index').select_one('.wiki-bars a')['href'].startswith('consensus.html')
    made.replace('consensus.md', '```{consensus}', '```{consensus} brief')
    clean = made.rebuild_and_clean()
    assert not made.body('index').select('.wiki-bars a')
    assert made.tree() == clean.tree()
