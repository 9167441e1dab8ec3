"""A spoiler in a line: what it holds is a part of the page, and closed until its episode."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from .pages import with_pages
from .test_same_problems import told_by_build, told_by_check

if TYPE_CHECKING:
    from collections.abc import Callable

    from bs4 import Tag
    from conftest import Build

NOTES: Final = """\
    # Notes

    Oren is {spoiler}``the *copy* of {character}`mara-voss`, or {ja}`複製` <3>``. Mara rests. He is
    {spoiler}`with Mara and Zorm <3>`, and not {spoiler}`Zorm <2>`; then she {spoiler}`goes <S1E4>`.

    | Who | What |
    | --- | --- |
    | Oren | {spoiler}`[words](#oren) <2>` |
    """
MARA: Final = """\
    ---
    character:
      name: Mara Voss
      aliases: [Mara]
      revealed: [{episode: 3, alias: Zorm}]
      summary: She leads the caravan.
    ---

    # Mara Voss

    She leads.
    """
PAGES: Final = with_pages({'notes.md': NOTES, 'characters/mara-voss.md': MARA})


@pytest.fixture(scope='module')
def made(wiki: Callable[..., Build]) -> Build:
    return wiki(PAGES)


def inline(page: Tag) -> list[Tag]:
    return page.select('.spoiler-inline')


def test_each_names_its_episode_and_holds_its_words(made: Build) -> None:
    assert made.warnings == []
    marks = inline(made.body('notes'))
    assert [(one['data-episode'], one.label.get_text(strip=True)) for one in marks] == [
        (number, f'Spoiler: episode {number}') for number in ('3', '3', '2', '4', '2')
    ]
    words = [one.select_one('.spoiler-words') for one in marks]
    assert [one.get_text() for one in words] == [
        'the copy of Mara Voss, or 複製',
        'with Mara and Zorm',
        'Zorm',
        'goes',
        'words',
    ]
    assert words[0].em.get_text() == 'copy'
    assert words[0].select_one('[lang=ja]').get_text() == '複製'
    assert words[4].a['href'] == 'characters/oren.html'
    assert all(one.find_parent('p') for one in marks)


def test_names_become_links_as_far_as_its_episode_tells(made: Build) -> None:
    first, second, third, *_ = inline(made.body('notes'))
    assert [a.get_text() for a in first.select('a')] == ['Mara Voss']
    assert [a.get_text() for a in second.select('a')] == ['Mara']
    assert not third.select('a')  # the name is told in episode 3
    page = made.body('notes')
    for one in inline(page):
        one.decompose()
    assert [a.get_text() for a in page.select('p a')] == ['Oren', 'Mara']


def test_a_link_in_it_has_no_preview_and_one_after_it_has(made: Build) -> None:
    page = made.body('notes')
    assert not page.select('.spoiler-words [data-preview]')
    assert [a.get_text() for a in page.select('p a[data-preview]')] == ['Oren', 'Mara']


def test_backlinks_tell_what_it_holds_only_in_a_block(wiki: Callable[..., Build]) -> None:
    text = '# Notes\n\nAll rest. He {spoiler}``meets {character}`mara-voss` there <3>`` at last.\n'
    page = wiki(with_pages({'notes.md': text})).body('characters/mara-voss')
    block = page.select_one('#backlinks details.spoiler[data-episode="3"]')
    assert 'meets Mara Voss there' in block.get_text()
    block.decompose()
    assert 'meets' not in page.get_text()


def test_on_its_own_page_it_is_a_part_of_the_plot(wiki: Callable[..., Build]) -> None:
    dust = PAGES['episodes/02-dust.md'] + '\nHe is {spoiler}`old <1>`, {spoiler}`ill <2>`, '
    made = wiki({**PAGES, 'episodes/02-dust.md': dust + '{spoiler}`dead <3>`.\n'})
    page = made.body('episodes/02-dust')
    assert [one.select_one('.spoiler-words').get_text() for one in inline(page)] == ['dead']
    assert 'He is old, ill, ' in page.get_text()


def test_it_names_a_season(wiki: Callable[..., Build]) -> None:
    index = PAGES['index.md'].replace('episodes: 4', 'seasons: [2, 2]')
    page = wiki({**PAGES, 'index.md': index, 'notes.md': '# N\n\nHe {spoiler}`goes <S2E1>`.\n'})
    (mark,) = inline(page.body('notes'))
    assert (mark['data-episode'], mark.label.get_text(strip=True)) == (
        '3',
        'Spoiler: season 2, episode 1',
    )


def test_check_and_build_tell_the_same_of_it(wiki: Callable[..., Build]) -> None:
    text = (
        '# Notes\n\nHe {spoiler}``meets {character}`nobody` <9>`` and {spoiler}`goes <3>`.\n\n'
        'Is {value}`reviews.gazette.headline`, {spoiler}``{value}`reviews.no` <3>``.\n'
    )
    made = wiki(with_pages({'notes.md': text}))
    told = told_by_check(made)
    assert told_by_build(made) == told
    assert [line.partition(' error')[0] for line in told] == [
        'notes.md:3:33:',
        'notes.md:3:42:',
        'notes.md:5:58:',
    ]


def test_a_partial_build_is_a_clean_one(wiki: Callable[..., Build]) -> None:
    made = wiki(PAGES)
    made.replace('notes.md', 'with Mara and Zorm <3>', 'with Mara and Oren <4>')
    made.replace('characters/mara-voss.md', 'episode: 3', 'episode: 2')
    fresh = made.rebuild_and_clean()
    assert made.tree() == fresh.tree()
    marks = inline(made.body('notes'))
    assert (marks[1]['data-episode'], marks[2].a.get_text()) == ('4', 'Zorm')
