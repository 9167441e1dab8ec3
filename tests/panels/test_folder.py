"""The list of a folder's pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from small_wiki import SERIES, character, episode, page, review, wiki

from criticwiki.model.page import Page
from criticwiki.panels.elements import Element
from criticwiki.panels.page_list import (
    EPISODES,
    WITHOUT_GROUPS,
    draw_pages,
    folder_pages,
    review_list,
)

if TYPE_CHECKING:
    from criticwiki.corpus.corpus import Corpus


def shown(corpus: Corpus, docname: str) -> list[tuple[str, list[str]]]:
    return [
        (group.name, [ref.text for ref in group.pages]) for group in folder_pages(corpus, docname)
    ]


def titled(title: str) -> dict[str, str]:
    return {'title': title}


def test_a_short_list_is_in_the_order_of_the_wiki() -> None:
    corpus = wiki(
        episode(10, page_=titled('Ten')), episode(2, page_=titled('Two'), draft='true'),
        character('bo', page_=titled('Z')), character('Ann', page_=titled('Y')),
        review('early', author='Ann', covers='1', page_=titled('Early')),
        review('whole', author='Zoe', page_=titled('Whole')),
        review('draft', author='Bea', page_=titled('Draft'), draft='true'),
        Page('reviews/faulty', 'reviews/faulty.md', 'review', title='A fault'),
        page('reviews/index', title='Reviews'), page('reviews/more/deep', title='Deep'),
    )  # fmt: skip
    assert shown(corpus, 'episodes/index') == [('', ['Two', 'Ten'])]
    assert shown(corpus, 'characters/index') == [('', ['Y', 'Z'])]
    assert shown(corpus, 'reviews/index') == [('', ['Draft', 'Whole', 'Early', 'A fault'])]


def test_a_folder_without_pages() -> None:
    assert folder_pages(wiki(), 'reviews/index') == ()


@pytest.mark.parametrize(
    ('count', 'grouped'), [(WITHOUT_GROUPS, False), (WITHOUT_GROUPS + 1, True)]
)
def test_many_episodes_are_grouped_by_number(count: int, grouped: bool) -> None:
    front = SERIES.replace('episodes: 6', f'episodes: {count}')
    parts = (episode(n, page_=titled(f'Part {n}')) for n in range(count, 0, -1))
    found = shown(wiki(*parts, front=front), 'episodes/index')
    names = [f'1–{EPISODES}', f'{EPISODES + 1}–{count}'] if grouped else ['']
    assert [name for name, _ in found] == names
    assert [text for _, group in found for text in group] == [
        f'Part {n}' for n in range(1, count + 1)
    ]


def test_many_others_are_grouped_by_letter() -> None:
    titles = ['Éclat', 'eager', '“Quoted”', '7 days', '…', 'Zebra']
    titles += [f'Night {n:02}' for n in range(WITHOUT_GROUPS)]
    corpus = wiki(*(review(f'r{n:02}', page_=titled(title)) for n, title in enumerate(titles)))
    found = dict(shown(corpus, 'reviews/index'))
    assert list(found) == ['0–9', 'E', 'N', 'Q', 'Z', '…']
    assert found['E'] == ['eager', 'Éclat']
    assert found['N'] == titles[6:]


SEASONS = """
series:
  title: Harbour Lights
  seasons: [12, 12, 10]
  aspects: {story: Whether it holds together.}
"""


def test_ways_into_a_long_list_by_season() -> None:
    covers = ['1-12', '15', '25-34', '12-13', '1-34']
    pages = [review(f'r{n}', author='Ann', covers=covers[n % 5]) for n in range(65)]
    corpus = wiki(*pages, page('reviews/index'), front=SEASONS)
    drawn = draw_pages((review_list(corpus, 'reviews/index'), ''))
    (ways,) = (piece for piece in drawn if piece.tag == 'ways')
    groups = {
        group.extra[1]: (group.extra[0], len(group.children[0].children))
        for line in ways.children
        for group in line.children
        if isinstance(group, Element) and group.tag == 'group'
    }
    assert groups == {
        'the whole series': ('whole', 13),
        'part of the series': ('part', 39),
        'a single episode': ('one', 13),
        'season 1': ('season1', 13),
        'season 2': ('season2', 13),
        'season 3': ('season3', 13),
        'several seasons, or a special': ('noseason', 26),
    }


def test_a_list_of_reviews_is_in_natural_order_after_the_dated_ones() -> None:
    pages = [review(f'r{n}', author='Ann') for n in (10, 2, 1)]
    pages += [review('old', author='Zoe', published='2019'), review('new', published='2024-05')]
    rows = review_list(wiki(*pages, page('reviews/index')), 'reviews/index')
    assert [row.page.docname.removeprefix('reviews/') for row in rows] == [
        *('new', 'old', 'r1', 'r2', 'r10')
    ]
