"""The list of a folder's pages: order, groups, and what each row tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from small_wiki import SERIES, character, episode, page, review, wiki

from criticwiki.corpus.folders import EPISODES, MAX_UNGROUPED, folder_groups, folder_places
from criticwiki.model.page import Page
from criticwiki.panels.elements import Element, text_of
from criticwiki.panels.page_list import PAGES, draw_pages, page_groups
from criticwiki.panels.review_list import short_labels

if TYPE_CHECKING:
    from criticwiki.corpus.corpus import Corpus


def shown(corpus: Corpus, docname: str) -> list[tuple[str, list[str]]]:
    return [
        (group.name, [page.title for page in group.pages])
        for group in folder_groups(corpus, docname)
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
    assert folder_groups(wiki(), 'reviews/index') == ()


@pytest.mark.parametrize(('count', 'grouped'), [(MAX_UNGROUPED, False), (MAX_UNGROUPED + 1, True)])
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
    titles += [f'Night {n:02}' for n in range(MAX_UNGROUPED)]
    pages = (character(f'c{n:02}', page_=titled(title)) for n, title in enumerate(titles))
    corpus = wiki(*pages)
    found = dict(shown(corpus, 'characters/index'))
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
    drawn = draw_pages((page_groups(corpus, 'reviews/index'), ''))
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
    (group,) = folder_groups(wiki(*pages, page('reviews/index')), 'reviews/index')
    assert [one.docname.removeprefix('reviews/') for one in group.pages] == [
        *('new', 'old', 'r1', 'r2', 'r10')
    ]


def rows_of(corpus: Corpus, docname: str) -> list[list[str]]:
    """Text of the cells of each row, or of the lines of each item, without a head."""
    drawn = PAGES.draw(PAGES.view(corpus, corpus.pages[docname]))
    return [
        [' '.join(text_of(cell).split()) for cell in row.children]
        for block in drawn
        if block.tag in {'table', 'bullets'}
        for row in block.children
        if isinstance(row, Element)
    ]


def heads_of(corpus: Corpus, docname: str) -> list[str]:
    drawn = PAGES.draw(PAGES.view(corpus, corpus.pages[docname]))
    return [
        text_of(cell) for block in drawn if block.tag == 'table' for cell in block.extra.children
    ]


GROUPS = f'{SERIES}  groups: [Leads, The town]\n'


def test_characters_are_in_the_groups_of_the_index_page() -> None:
    corpus = wiki(
        character('Zoe', group='Leads'), character('Ann', group='The town'),
        character('Bo', group='Leads'), character('Cy'), page('characters/index'),
        front=GROUPS,
    )  # fmt: skip
    assert shown(corpus, 'characters/index') == [
        ('Leads', ['characters/bo', 'characters/zoe']),
        ('The town', ['characters/ann']),
        ('Others', ['characters/cy']),
    ]
    places = folder_places(corpus)
    assert sorted(places, key=places.__getitem__) == [
        *(f'characters/{name}' for name in ('bo', 'zoe', 'ann', 'cy'))
    ]


def test_a_character_is_listed_with_what_is_open_of_them() -> None:
    remarks = (
        '[{about: ida, stance: praise, says: x}, {about: ida, stance: criticism, says: x,'
        ' spoils: 4}]'
    )
    corpus = wiki(
        character(
            'Ida', name_fr='Ide', summary='A keeper.', appears_in='3-6',
            voices='{fr: Ann Hale, en: Bo Kay}',
            revealed='[{episode: 5, alias: The First, appears_in: 1}]',
        ),
        character('Old Tom', voices='{fr: null}'),
        review('a', author='A', remarks=remarks), review('b', author='B', remarks=remarks),
        page('characters/index'),
    )  # fmt: skip
    assert rows_of(corpus, 'characters/index') == [
        [
            'characters/ida Ide',
            'A keeper.',
            'French voice: Ann Hale · first in episode 3 2 praise',
        ],
        ['characters/old-tom'],
    ]


def test_the_first_episode_of_a_character_is_seen_by_whoever_has_seen_it() -> None:
    corpus = wiki(character('Ida', appears_in='3-6'), page('characters/index'))
    (listed,) = PAGES.draw(PAGES.view(corpus, corpus.pages['characters/index']))
    (item,) = listed.children
    assert isinstance(item, Element)
    words = item.children[-1].children[0]
    assert isinstance(words, Element)
    assert text_of(words) == 'first in episode 3'
    assert (words.classes, words.data) == (('wiki-later',), {'episode': 3})


def test_an_episode_is_listed_with_score_date_and_critics() -> None:
    corpus = wiki(
        episode(1, title_fr='Un', aired='2024-01-10'), episode(2, draft='true'),
        review('a', author='A', episode_scores='{1: 3/5}',
               remarks='[{about: 1, stance: praise, says: x}]'),
        review('b', author='B', covers='1'),
        page('episodes/index'),
    )  # fmt: skip
    assert heads_of(corpus, 'episodes/index') == ['Episode', 'Score', 'First aired', 'Critics']
    assert rows_of(corpus, 'episodes/index') == [
        ['1. Title 1 Un', '3/5', '10 January 2024', '2 cover it, 1 speaks of it'],
        ['2. Title 2 (draft)', '–', '–', '1 covers it'],
    ]


def test_scores_of_episodes_can_be_hidden() -> None:
    corpus = wiki(
        episode('[2, 3]'), review('a', author='A', episode_scores='{2: 3/5}'),
        page('episodes/index'),
    )  # fmt: skip
    _note, table = PAGES.draw(PAGES.view(corpus, corpus.pages['episodes/index']))
    (row,) = table.children
    assert isinstance(row, Element)
    (shown,) = row.children[1].children
    assert isinstance(shown, Element)
    assert (shown.tag, shown.extra) == ('scored', (3, None))


@pytest.mark.parametrize(
    ('critics', 'columns', 'cells'),
    [
        (0, [], []),
        (1, ['Score'], ['4/5']),
        (2, ['C0', 'C1'], ['4/5', '4/5']),
        (4, ['Mean of 100'], ['80, of 4 scores']),
    ],
)
def test_a_column_of_scores_for_each_of_few_critics(
    critics: int, columns: list[str], cells: list[str]
) -> None:
    reviews = (
        review(f'r{n}', author=f'C{n}', covers='1', episode_scores='{1: 4/5}')
        for n in range(critics)
    )
    corpus = wiki(episode(1), *reviews, page('episodes/index'))
    assert [head for head in heads_of(corpus, 'episodes/index')[1:] if head != 'Critics'] == columns
    (row,) = rows_of(corpus, 'episodes/index')
    assert row[1 : 1 + len(columns)] == cells


def test_a_review_is_listed_by_its_critic() -> None:
    corpus = wiki(
        review('a', author='Ann', outlet='Post', score='7/10', headline='Good'),
        review('b', outlet='Beacon', covers='1', published='2024-03'),
        review('c', label='First look', covers='2'),
        review('d', headline='Dim'),
        page('reviews/index'),
    )
    assert heads_of(corpus, 'reviews/index') == ['Critic', 'Review', 'Score', 'Covers', 'Published']
    assert rows_of(corpus, 'reviews/index') == [
        ['Beacon', 'reviews/b', 'none printed', 'episode 1', 'March 2024'],
        ['Ann Post', 'reviews/a', '7/10', 'the whole season', 'not stated'],
        [
            'unnamed critic',
            'reviews/d',
            'none printed',
            'the whole season',
            'not stated',
        ],
        ['First look', 'reviews/c', 'none printed', 'episode 2', 'not stated'],
    ]


def test_short_labels_tell_reviews_apart() -> None:
    corpus = wiki(
        review('one', author='Ann', covers='1'), review('two', author='Ann', covers='2'),
        review('again', author='Ann', covers='2', page_=titled('Ann again')),
        review('early', author='Bo', label='First look', covers='1-3'),
        review('late', author='Bo'), review('nameless', page_=titled('A night')),
    )  # fmt: skip
    labels = short_labels(corpus)
    assert {name.removeprefix('reviews/'): label for name, label in labels.items()} == {
        'one': 'Ann, episode 1', 'two': 'reviews/two', 'again': 'Ann again',
        'early': 'First look', 'late': 'Bo', 'nameless': 'A night',
    }  # fmt: skip
