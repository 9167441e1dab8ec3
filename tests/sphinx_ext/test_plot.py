"""The text on the page of an episode folds, whatever else stands on it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest

from .pages import SMALL, with_pages
from .test_incremental import different

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Build

MARA: Final = """\
    ---
    character:
      name: Mara Voss
      aliases: [Mara]
      appears_in: 1-2
      revealed: [{episode: 2, alias: Lady Grey}]
    ---

    # Mara Voss

    She leads.
    """
DUST: Final = """\
    ---
    episode: {number: %s, title: Dust, open: [Making]}
    ---

    # Dust

    Lady Grey comes by.

    ## A storm

    It blows simoom.

    ```{cast}
    ```

    ### The gale

    It blows khamsin.

    ## Making

    Lady Grey is a name. Oren walks, says Ann Lee.

    ### Wind machines

    They hum.
    """


def built(wiki: Callable[..., Build], number: str = '2', **pages: str) -> Build:
    made = wiki(
        with_pages(
            {
                'characters/mara-voss.md': MARA,
                'episodes/02-dust.md': DUST % number,
                **{f'{name.replace("_", "/")}.md': text for name, text in pages.items()},
            }
        ),
        html_theme='furo',
    )
    assert made.warnings == []
    return made


def with_special(place: str) -> str:
    return SMALL['index.md'].replace('episodes: 4', f'episodes: 4\n  specials: {{{place}}}')


def test_text_folds_and_panels_and_open_sections_do_not(wiki: Callable[..., Build]) -> None:
    made = built(wiki)
    page = made.body('episodes/02-dust')
    folds = page.select('details.plot')
    assert [fold.p.get_text() for fold in folds] == [
        'Lady Grey comes by.',
        'It blows simoom.',
        'It blows khamsin.',
    ]
    assert page.select_one('.wiki-cast').find_parent('details')['class'] == ['spoiler', 'no-search']
    contents = made.html('episodes/02-dust').select_one('.toc-tree').get_text()
    assert 'A storm' in contents
    assert 'Wind machines' in contents
    assert 'The gale' not in contents
    assert [link.get_text() for link in folds[0].select('a')] == ['Lady Grey']
    making = page.select_one('#making')
    assert [link.get_text() for link in making.select('a:not(.headerlink)')] == ['Oren', 'Ann Lee']


def indexed(script: str) -> set[str]:
    """Words of an index, where each begins with as many letters of the one before as it says."""
    found: list[str] = ['']
    for line in script.split('\\n'):
        if entry := re.match(r'(\w)(\S*) ', line):
            found.append(found[-1][: int(entry[1], 36)] + entry[2])
    return set(found)


def test_the_search_finds_what_folds_only_for_those_who_have_seen_it(
    wiki: Callable[..., Build],
) -> None:
    made = built(wiki)
    index, later = (indexed(made.text(f'search/{name}.js')) for name in ('index', 'later'))
    assert 'hum' in index
    assert {'simoom', 'khamsin'} <= later - index


@pytest.mark.parametrize(
    ('number', 'episode', 'title'),
    [
        ('[2, 3]', '3', 'What happens in episodes 2–3'),
        ('2.5', '2.5', 'What happens in Interlude'),
    ],
)
def test_a_double_episode_and_a_special(
    wiki: Callable[..., Build], number: str, episode: str, title: str
) -> None:
    page = built(wiki, number, index=with_special('Interlude: 2.5')).body('episodes/02-dust')
    fold = page.select_one('details.plot')
    assert (fold['data-episode'], fold.summary.get_text()) == (episode, title)


def test_a_special_before_the_first_episode_gives_nothing_away(wiki: Callable[..., Build]) -> None:
    page = built(wiki, 'Pilot', index=with_special('Pilot: 0')).body('episodes/02-dust')
    assert not page.select('details.plot')
    assert 'It blows simoom.' in page.get_text()


def test_the_plot_stays_in_its_chapter_in_a_book(wiki: Callable[..., Build]) -> None:
    text = built(wiki).also('text').text('episodes/02-dust.txt')
    assert 'It blows khamsin.' in text
    assert 'What happens in episode' not in text


def test_a_section_that_is_closed_again_is_a_clean_build(wiki: Callable[..., Build]) -> None:
    made = built(wiki)
    made.replace('episodes/02-dust.md', 'open: [Making]', 'open: [A storm]')
    clean = made.rebuild_and_clean()
    assert made.warnings == clean.warnings == []
    assert different(made, clean) == []
    page = made.body('episodes/02-dust')
    assert page.select_one('#a-storm > p').get_text() == 'It blows simoom.'
    assert page.select_one('#making > details.plot')
