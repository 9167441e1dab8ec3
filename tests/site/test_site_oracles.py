"""The figures that the contract promises, on the pages and in the data."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from site_build import ROOT, main, of_kind, page, table_with, text, words
from sphinx.util.inventory import InventoryFile

from criticwiki.checks.loader import Wiki
from criticwiki.export.wiki_data import wiki_data
from criticwiki.tools.source_files import pages_in, read_settings

if TYPE_CHECKING:
    from pathlib import Path

    from bs4 import Tag

GEEK = 'reviews/review-geek-season-1'
RANTS = 'reviews/anime-rants-sugar-free-candy'
EXCLUSIVE = 'reviews/exclusive-review'
ALLIANCE = 'reviews/mecha-alliance-episode-1'

GEEK_SCORES = ['3', '3.5', '3.5', '3.5', '2.5', '3', '2.5', '3', '3', '3', '3.5', '3', '2.5']
GEEK_COMMON = ['60', '70', '70', '70', '50', '60', '50', '60', '60', '60', '70', '60', '50']
COVERING = [4, 3, 3, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2]
CATEGORIES = {
    'Story': ('5/10', 50),
    'Visuals': ('9/10', 90),
    'Audio': ('8/10', 80),
    'Characters': ('6/10', 60),
    'Personal Enjoyment': ('8/10', 80),
}
HEADLINE = '60 and 72 of 100, from the two critics who score the season'


def test_there_are_thirteen_episodes_and_four_reviews() -> None:
    assert len(of_kind('episodes')) == 13
    assert len(of_kind('reviews')) == 4


# -- Other rules ------------------------------------------------------------------------


def test_other_rules_on_the_method_page(data: dict[str, Any]) -> None:
    # printed 60 and 72; both early reviews praise most of what they judge, so 60 to 100 each
    panel = main(page('guide/method')).select_one('.wiki-elsewhere')
    assert panel is not None
    assert [words(result) for result in panel.select('.result')] == [
        'No figure: 4 of the 5 reviews needed',
        '63 to 83 of 100: 2 printed, 2 imputed',
        '66 of 100; recommended by 2 of 2 with a threshold of 60, by 0 with 80',
    ]
    assumed = [words(line) for line in panel.select('.assumed')]
    assert assumed[0].endswith('most stances are praise: Exclusive review, Getter Andy.')
    elsewhere = data['consensus']['elsewhere']
    assert elsewhere['positive_share']['positive'] == elsewhere['reviews'] == 4
    assert elsewhere['positive_share']['low'] is None
    assert (elsewhere['imputed_mean']['low'], elsewhere['imputed_mean']['high']) == (63, 83)
    assert elsewhere['printed_mean']['mean'] == data['consensus']['mean'] == 66


# -- The Review Geek --------------------------------------------------------------------


def test_review_geek_episode_scores_on_its_page() -> None:
    _head, *found = table_with('Episode', GEEK)
    assert [row[1] for row in found] == [f'{score}/5' for score in GEEK_SCORES]
    assert [row[2] for row in found] == GEEK_COMMON


@pytest.mark.parametrize('number', range(1, 14))
def test_review_geek_score_on_the_episode(number: int) -> None:
    docname = of_kind('episodes')[number - 1]
    equal = [
        place
        for place, score in enumerate(sorted(GEEK_SCORES, reverse=True), 1)
        if score == GEEK_SCORES[number - 1]
    ]
    ordinals = {1: '1st', 4: '4th', 5: '5th', 10: '10th', 11: '11th', 13: '13th'}
    place = f'{ordinals[equal[0]]} to {ordinals[equal[-1]]} of 13'
    box = words(main(page(docname)).select_one('.wiki-facts'))
    assert f'{GEEK_SCORES[number - 1]}/5, The Review Geek {place}' in box


@pytest.mark.parametrize('number', range(1, 14))
def test_whether_to_go_on_after_an_episode(number: int) -> None:
    scores = [float(score) for score in GEEK_SCORES]
    sides = scores[:number], scores[number:]
    line = main(page(of_kind('episodes')[number - 1])).select_one('.wiki-going-on')
    if min(map(len, sides)) < 2:
        assert line is None
    else:
        before, after = (int(sum(side) * 10 / len(side) + 0.5) / 10 for side in sides)
        assert words(line).endswith(f'gives {after} of 5 on average; up to here, {before}.')


def test_review_geek_arithmetic_on_its_page() -> None:
    found = text(GEEK)
    assert 'The mean of the 13 episodes is 3.038 of 5.' in found
    assert 'Their sum is 39.5 and their median 3.' in found
    assert 'that is 6.08 of 10' in found
    assert 'Printed score: 6/10, which is 60 of 100.' in found


def test_review_geek_in_the_data(data: dict[str, Any]) -> None:
    review = data['reviews']['review-geek-season-1']
    episodes = review['episodes']
    assert review['score'] == {'printed': '6/10', 'common': 60}
    assert (episodes['count'], episodes['sum'], episodes['best']) == (13, 39.5, 5)
    assert (episodes['mean'], episodes['median']) == (3.038, 3)
    assert episodes['on_verdict_scale'] == 6.08
    printed = [episode['scores']['review-geek-season-1'] for episode in data['episodes'].values()]
    assert [score['printed'] for score in printed] == [f'{score}/5' for score in GEEK_SCORES]
    assert [score['common'] for score in printed] == [int(score) for score in GEEK_COMMON]


# -- Anime Rants ------------------------------------------------------------------------


def test_anime_rants_on_its_page() -> None:
    _head, *found = table_with('Category', RANTS)
    assert found == [[name, score, str(common)] for name, (score, common) in CATEGORIES.items()]
    whole = text(RANTS)
    assert 'Printed score: 7.2/10.0 “Good”, which is 72 of 100.' in whole
    assert 'The mean of the 5 categories is 7.2 of 10.' in whole
    assert 'It is exactly what the critic prints for the whole.' in whole


def test_anime_rants_in_the_data(data: dict[str, Any]) -> None:
    review = data['reviews']['anime-rants-sugar-free-candy']
    assert review['score'] == {'printed': '7.2/10.0', 'common': 72}
    assert review['verdict'] == 'Good'
    assert review['category_mean'] == 7.2
    found = {
        name: (score['printed'], score['common']) for name, score in review['categories'].items()
    }
    assert found == CATEGORIES


# -- The reviews without a score --------------------------------------------------------


def test_unscored_reviews_are_listed_without_a_number(data: dict[str, Any]) -> None:
    sentences = re.findall(r'Without a score for the season, and given none: (.*?)\.(?: |$)',
                           text('consensus'))  # fmt: skip
    assert sentences
    assert set(sentences) == {'Exclusive review (episodes 1–4), Getter Andy (episode 1)'}
    assert set(data['consensus']['unscored']) == {'exclusive-review', 'mecha-alliance-episode-1'}
    for name in data['consensus']['unscored']:
        assert data['reviews'][name]['score'] is None
        assert 'prints no score, and the wiki makes none up' in text(f'reviews/{name}')


def test_what_the_exclusive_review_covers_is_inferred(data: dict[str, Any]) -> None:
    facts = {
        words(term).rstrip(':'): words(value)
        for term, value in zip(
            main(page(EXCLUSIVE)).select('.wiki-facts dt'),
            main(page(EXCLUSIVE)).select('.wiki-facts dd'),
            strict=True,
        )
    }
    assert facts['Covers'].startswith('episodes 1–4 (inferred) 1. Crimson Is the Sound of Dawn 2.')
    assert 'screener' in facts['Seen as'].lower()
    assert 'Address' not in facts
    review = data['reviews']['exclusive-review']
    assert review['covers'] == [1, 2, 3, 4]
    assert review['covers_basis'] == 'inferred'
    assert review['url'] is None
    assert data['reviews']['mecha-alliance-episode-1']['covers'] == [1]


# -- The season -------------------------------------------------------------------------


@pytest.mark.parametrize('docname', ['consensus', 'index'])
def test_headline(docname: str) -> None:
    found = [words(line) for line in main(page(docname)).select('p.headline')]
    assert len(found) == 1
    assert found[0].startswith(f'{HEADLINE}.')
    assert 'Mean 66, provisional: 2 of 4 critics.' in found[0]


def test_headline_in_the_data(data: dict[str, Any]) -> None:
    consensus = data['consensus']
    assert (consensus['mean'], consensus['median']) == (66, 66)
    assert (consensus['low'], consensus['high']) == (60, 72)
    assert (consensus['scored'], consensus['reviews']) == (2, 4)
    assert consensus['provisional'] is True


def test_headline_without_each_critic(data: dict[str, Any]) -> None:
    assert 'Without 7Mononoke the score is 60, without The Review Geek 72.' in text('consensus')
    method = text('guide/method')
    assert 'Without 7Mononoke: 60.' in method
    assert 'Without The Review Geek: 72.' in method
    assert data['consensus']['without'] == {
        'anime-rants-sugar-free-candy': {'mean': 60},
        'review-geek-season-1': {'mean': 72},
    }


def test_same_episodes_compared(data: dict[str, Any]) -> None:
    gives = 'The Review Geek gives episodes 1–4 a mean of 3.375 of 5, and episodes 5–13 one of'
    assert f'{gives} 2.889.' in text('consensus')
    means = data['consensus']['compared']['critics']['review-geek-season-1']
    assert (means['early']['mean'], means['rest']['mean']) == (3.375, 2.889)
    assert (means['early']['count'], means['rest']['count']) == (4, 9)


def test_no_trend_is_claimed() -> None:
    found = text('guide/method')
    assert 'Chance alone could explain the ups and downs.' in found
    statistics = 'The Review Geek: Kendall’s tau-b \N{MINUS SIGN}0.247, p = 0.289, from 13 scores.'
    assert statistics in found
    assert 'The scores rise' not in found
    assert 'The scores fall' not in found


# -- How many reviews cover each episode ------------------------------------------------


def test_coverage_on_the_page_on_method() -> None:
    _head, *found = table_with('Reviews', 'guide/method')
    assert [row[1] for row in found] == [str(count) for count in COVERING]
    assert [row[2] for row in found] == [f'{score}/5' for score in GEEK_SCORES]


def test_episode_scores_on_the_landing_page() -> None:
    strip = main(page('index')).select('.wiki-strip li')
    assert [words(found) for row in strip for found in row.select('.score')] == [
        f'{score}/5' for score in GEEK_SCORES
    ]
    assert 'Best: 2, 3, 4 and 11 (3.5/5). Lowest: 5, 7 and 13 (2.5/5).' in text('index')


def test_coverage_on_each_episode(data: dict[str, Any]) -> None:
    for docname, count in zip(of_kind('episodes'), COVERING, strict=True):
        box = main(page(docname)).select_one('.wiki-facts')
        (critics,) = [
            one.find_next_sibling('dd')
            for one in box.select('dt')
            if words(one).rstrip(':') == 'Covered by'
        ]
        assert len(critics.select('a')) == count
    assert [len(episode['covered_by']) for episode in data['episodes'].values()] == COVERING


# -- Pages and data say the same --------------------------------------------------------


def aspect_rows() -> list[tuple[Tag, Tag]]:
    """The rows of the table of aspects, each with the row that it opens to."""
    table = main(page('consensus')).select_one('table.aspects')
    assert table is not None
    return [tuple(body('tr', recursive=False)) for body in table('tbody') if body('tr')]


def test_rows_of_aspects_are_those_of_the_data(data: dict[str, Any]) -> None:
    consensus = data['consensus']
    order = [words(row.select_one('summary')) for row, _opened in aspect_rows()]
    assert sorted(order) == sorted(consensus['aspects'])
    assert order[: len(consensus['splits'])] == consensus['splits']
    for row, opened in aspect_rows():
        aspect = words(row.select_one('summary'))
        *held, counts = (words(cell) for cell in row('td'))
        assert held == list(consensus['matrix'][aspect].values())
        tally = consensus['aspects'][aspect]
        assert f'evidence {tally["evidence"]}' in words(opened)
        if tally['agreement']:
            assert f'agreement {tally["agreement"]}' in words(opened)
        for stance, verb in (('praise', 'praise'), ('mixed', 'mixed'), ('criticism', 'criticise')):
            assert (f'{tally[stance]} {verb}' in counts) == bool(tally[stance])


def test_a_row_opens_to_what_each_critic_says(data: dict[str, Any]) -> None:
    for row, opened in aspect_rows():
        aspect = words(row.select_one('summary'))
        statements = list(zip(opened('dt'), opened('dd'), strict=True))
        assert len(statements) == data['consensus']['aspects'][aspect]['discussing']
        for who, said in statements:
            to = who.select_one('a:has(.stance)')['href']
            name, anchor = to.removeprefix('reviews/').split('.html#')
            judgement = data['reviews'][name]['aspects'][aspect]
            assert anchor == f'aspect-{aspect.replace(" ", "-")}'
            assert words(who.select_one('.stance')) == judgement['stance']
            assert judgement['says'] in words(said)
            for quote in judgement.get('quotes', ()):
                (link,) = [a for a in said('a') if words(a) == f'“{quote}”']
                assert link['href'] == to


def test_each_aspect_is_a_place_to_link_to(html: Path) -> None:
    table = main(page('consensus')).select_one('table.aspects')
    contents = {link['href'] for link in page('consensus').select('.toc-tree a')}
    with (html / 'objects.inv').open('rb') as file:
        inventory = InventoryFile.loads(file.read(), uri='').data['wiki:aspect']
    assert len(inventory) == 13
    for slug, entry in inventory.items():
        assert entry.uri == f'consensus.html#{slug}'
        body = table.find(id=slug)
        assert body.select_one(f'a.headerlink[href="#{slug}"]')
        assert body.select_one('[role="heading"]')
        assert body.th['aria-label'] == words(body.summary)
        assert f'#{slug}' in contents


@pytest.mark.parametrize('docname', ['consensus', 'index'])
def test_the_answer_begins_with_the_verdict(docname: str, data: dict[str, Any]) -> None:
    told = main(page(docname)).select_one('.wiki-brief')
    assert words(told.p) == data['consensus']['verdict']
    assert words(told.select_one('.headline')).startswith('60 and 72 of 100, from the two critics')
    found = words(told.details)
    assert '7Mononoke 7.2/10.0, which is 72 of 100; The Review Geek 6/10, which is 60' in found
    assert 'given none: Exclusive review (episodes 1–4), Getter Andy (episode 1).' in found
    assert data['consensus']['agreed']['criticised'] == ['finale']


def test_the_widest_split_is_told_by_both_sides(data: dict[str, Any]) -> None:
    told = main(page('index')).select_one('.wiki-split')
    split = data['consensus']['split']
    assert split['aspect'] == data['consensus']['splits'][0] == words(told.select_one('.aspect'))
    for side, scope in (('praise', 'on episodes 1–4'), ('criticism', 'on the whole season')):
        voice, shown = split[side], told.select_one(f'.side-{side}')
        assert words(shown.select_one('.voice')) == f'“{voice["quote"]}”'
        evidence = data['reviews'][voice['critic']]['aspects'][split['aspect']]
        assert voice['quote'] in evidence['quotes']
        assert shown.a['href'] == f'reviews/{voice["critic"]}.html#aspect-{split["aspect"]}'
        assert scope in words(shown.select_one('.who'))


def test_the_bars_are_the_counts_of_the_data(data: dict[str, Any]) -> None:
    critics, counted = len(data['critics']), {}
    for row in main(page('index')).select('.wiki-bars li'):
        marks = Counter(mark['class'][1] for mark in row.select('.stance'))
        assert marks.total() == critics
        counted[words(row.select_one('.bar-name'))] = marks
        said = dict(
            part.split(maxsplit=1)[::-1] for part in words(row.select_one('.summary')).split(', ')
        )
        kinds = {'praise': 'praise', 'mixed': 'mixed', 'criticise': 'criticism', 'silent': 'silent'}
        assert {
            f'stance-{kinds.get(word, "out")}': int(count) for word, count in said.items()
        } == dict(marks)
    for aspect, tally in data['consensus']['aspects'].items():
        marks = counted.pop(aspect)
        for stance in ('praise', 'mixed', 'criticism'):
            assert marks[f'stance-{stance}'] == tally[stance], aspect
        assert marks['stance-out'] == critics - tally['in_scope'], aspect
    assert not counted


def test_finale_is_out_of_scope_for_those_who_stopped_early() -> None:
    (finale,) = [row for row, _opened in aspect_rows() if words(row.summary) == 'finale']
    cells = [words(cell) for cell in finale('td')]
    assert cells[:4] == ['criticism', 'criticism', 'out of scope', 'out of scope']


def test_csv_has_every_printed_score(html: Path) -> None:
    lines = list(csv.DictReader(io.StringIO((html / 'data' / 'scores.csv').read_text('utf-8-sig'))))
    by_kind = {
        (line['review'], line['what']): [
            other['printed']
            for other in lines
            if (other['review'], other['what']) == (line['review'], line['what'])
        ]
        for line in lines
    }
    assert by_kind == {
        ('review-geek-season-1', 'season'): ["'6/10"],
        ('review-geek-season-1', 'episode'): [f"'{score}/5" for score in GEEK_SCORES],
        ('anime-rants-sugar-free-candy', 'season'): ["'7.2/10.0"],
        ('anime-rants-sugar-free-candy', 'category'): [
            f"'{printed}" for printed, _common in CATEGORIES.values()
        ],
    }


# -- Another two reviews by a critic who is counted already ------------------------------


WEEKLY = """---
review:
  headline: "Episodes {covers}"
  outlet: Anime Rants
  author: 7Mononoke
  url: https://orianime.com/weekly-{covers}
  published: null
  covers: {covers}
  score: 9/10
  aspects:
    story: {{stance: praise, says: Likes it.}}
    animation: {{stance: criticism, says: Dislikes it.}}
---

# Episodes {covers}

Words.
"""


def test_further_reviews_by_the_same_critic_change_no_count() -> None:
    settings = read_settings(ROOT)
    texts = pages_in(ROOT, settings)
    weekly = {
        f'reviews/weekly-{covers}.md': WEEKLY.format(covers=covers).encode()
        for covers in ('1-2', '3-4')
    }
    before, after = (
        wiki_data(Wiki(pages, settings, lambda path: (ROOT / path).is_file()).corpus)['consensus']
        for pages in (texts, {**texts, **weekly})
    )
    assert (after['critics'], after['reviews']) == (4, 6)
    changed = {key for key in before if before[key] != after[key]}
    assert 'reviews' in changed
    assert changed <= {'reviews', 'episode_mean', 'episode_scores'}
