"""A wiki of two seasons, with specials and a page for two episodes, as readers see it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from criticwiki.checks.loader import Wiki
from criticwiki.config import settings_of

from .pages import with_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Build

INDEX = """\
    ---
    series:
      title: Salt Road
      seasons: [3, 2]
      specials: {Pilot: 0, Film: 3.5}
      aspects:
        plot: What happens.
        end: {means: How it ends., needs: S2E2}
      summary: A caravan and two winters.
    ---

    # Salt Road

    See {episode}`S2E1`, {episode}`2x01`, {episode}`Film`, [](#S1E3) and {episode}`3`.

    :::{spoiler} S2E1
    The well is dry.
    :::

    :::{spoiler} Film
    The camel talks.
    :::

    ```{toctree}
    :glob:
    :hidden:

    *
    */*
    ```
    """
PAGES = with_pages(
    {
        'index.md': INDEX,
        'episodes/02-dust.md': """\
            ---
            episode: {number: S1E2-E3, title: Dust}
            ---

            # Dust

            A storm in two parts.
            """,
        'episodes/film.md': """\
            ---
            episode: {number: Film, title: The Camel}
            ---

            # The Camel

            A long night.

            :::{spoiler} S2E1
            Not seen in the film.
            :::

            :::{spoiler} 3
            Seen before the film.
            :::
            """,
        'episodes/pilot.md': """\
            ---
            episode: {number: 0, title: Pilot}
            ---

            # Pilot

            What came first.
            """,
        'episodes/s2e1.md': """\
            ---
            episode: {number: S2E1, title: The Well}
            ---

            # The Well

            A well is found.
            """,
        'characters/mara-voss.md': """\
            ---
            character:
              name: Mara Voss
              appears_in: season 1, Film
              revealed: [{episode: S2E1, fact: She dug the well., appears_in: 2x01}]
            ---

            # Mara Voss

            She leads.
            """,
        'characters/oren.md': """\
            ---
            character: {name: Oren, appears_in: all}
            ---

            # Oren

            He carries the map.
            """,
        'reviews/gazette.md': """\
            ---
            review:
              headline: Dry and good
              outlet: Gazette
              author: Ann Lee
              url: null
              published: null
              covers: seasons 1-2
              score: 8/10
              episode_scores: {S1E1: 4/5, 3: 3/5, Film: 2/5, S2E1: 5/5}
              remarks:
                - {about: Film, stance: praise, says: A good camel.}
                - {about: S1E3, stance: mixed, says: Too much sand., spoils: S2E1}
            ---

            # Dry and good

            Words.
            """,
        'reviews/herald.md': """\
            ---
            review:
              headline: A winter
              outlet: Herald
              author: null
              url: null
              published: null
              covers: season 2
            ---

            # A winter

            Words.
            """,
    }
)
COVERS = PAGES['reviews/gazette.md'].replace('seasons 1-2', 'seasons 1-2, Film')
PAGES = {**PAGES, 'reviews/gazette.md': COVERS}


@pytest.fixture(scope='module')
def seasons(wiki: Callable[..., Build]) -> Build:
    return wiki(PAGES)


def words(build: Build, docname: str) -> str:
    return ' '.join(build.body(docname).get_text(' ').split())


def problems(pages: dict[str, str]) -> list[str]:
    settings = settings_of({'myst_enable_extensions': ['colon_fence', 'deflist']})
    return [str(problem) for problem in Wiki(pages, settings).problems]


def test_all_of_it_passes(seasons: Build) -> None:
    assert seasons.warnings == []
    assert problems(PAGES) == []


def test_links_by_season_number_and_name(seasons: Build) -> None:
    links = [(link['href'], link.get_text()) for link in seasons.body('index').select('p a')]
    well, film, dust = ('episodes/s2e1.html', 'The Well'), ('episodes/film.html', 'The Camel'), (
        'episodes/02-dust.html', 'Dust'
    )  # fmt: skip
    assert links[:5] == [well, well, film, dust, dust]


def test_a_spoiler_names_the_episode_in_its_season(seasons: Build) -> None:
    blocks = seasons.body('index').select('details.spoiler')
    titles = [(block['data-episode'], block.summary.get_text()) for block in blocks]
    assert titles == [('4', 'Spoiler: season 2, episode 1'), ('3.5', 'Spoiler: Film')]


def test_a_special_is_open_up_to_its_place(seasons: Build) -> None:
    closed = seasons.body('episodes/film').select('details.plot, details.plot details')
    assert [block['data-episode'] for block in closed] == ['3.5', '4']
    assert 'Seen before the film.' in words(seasons, 'episodes/film')


@pytest.mark.parametrize(
    ('docname', 'title'),
    [
        ('episodes/01-departure', 'Episode 1 of 3, season 1'),
        ('episodes/02-dust', 'Episodes 2–3 of 3, season 1'),
        ('episodes/film', 'Film'),
        ('episodes/pilot', 'Pilot'),
        ('episodes/s2e1', 'Episode 1 of 2, season 2'),
    ],
)
def test_the_box_of_facts_says_which_of_how_many(seasons: Build, docname: str, title: str) -> None:
    assert seasons.body(docname).select_one('.sidebar-title').get_text() == title


def test_the_order_leads_through_specials(seasons: Build) -> None:
    order = ['pilot', '01-departure', '02-dust', 'film', 's2e1']
    for index, name in enumerate(order):
        near = seasons.html(f'episodes/{name}').select('link[rel=prev], link[rel=next]')
        expected = [f'{order[i]}.html' for i in (index - 1, index + 1) if 0 <= i < len(order)]
        found = sorted(link['href'] for link in near if '/' not in link['href'])
        assert found == sorted(expected), name
    after, before = seasons.html('episodes/film').select('link[rel=next], link[rel=prev]')
    assert (before['title'], after['title']) == ('S1E2–E3. Dust', 'S2E1. The Well')


def test_both_episodes_of_a_page_are_known(seasons: Build) -> None:
    dust = words(seasons, 'episodes/02-dust')
    assert 'Ann Lee' in dust
    assert '3/5' in dust  # the score of the third episode, under its own number
    assert 'Mara Voss' in dust
    said = seasons.body('episodes/02-dust').select_one('.judgements details.spoiler')
    assert said['data-episode'] == '4'
    assert 'Too much sand.' in said.get_text()


def test_scopes_in_words(seasons: Build) -> None:
    assert 'Covers season 2' in words(seasons, 'reviews/herald')
    assert 'the whole series' in words(seasons, 'reviews/gazette')
    assert 'S1E3. Dust' in words(seasons, 'reviews/gazette')
    assert 'S2E1. The Well' in words(seasons, 'reviews/gazette')


def test_appearances_in_seasons(seasons: Build) -> None:
    mara = words(seasons, 'characters/mara-voss')
    assert 'S1E1. Departure S1E2–E3. Dust Film. The Camel' in mara
    assert 'Spoiler: season 2, episode 1' in mara
    assert 'In every episode.' in words(seasons, 'characters/oren')


def test_the_data_have_numbers(seasons: Build) -> None:
    data = seasons.data
    assert data['series']['episodes'] == 5
    assert data['series']['seasons'] == [
        {'title': None, 'episodes': 3},
        {'title': None, 'episodes': 2},
    ]
    assert data['series']['specials'] == {'Pilot': 0, 'Film': 3.5}
    assert data['episodes']['02-dust']['numbers'] == [2, 3]
    assert data['episodes']['film']['number'] == 3.5
    assert data['reviews']['gazette']['covers'] == [1, 2, 3, 3.5, 4, 5]
    assert data['characters']['mara-voss']['appears_in'] == [1, 2, 3, 3.5]
    schema = json.loads(seasons.text('data/wiki.schema.json'))
    from jsonschema import Draft202012Validator

    Draft202012Validator(schema).validate(data)


def test_the_structured_data_name_the_season(seasons: Build) -> None:
    def of(docname: str) -> dict[str, object]:
        script = seasons.html(docname).select_one('script[type="application/ld+json"]')
        found: dict[str, object] = json.loads(script.get_text())
        return found

    well = of('episodes/s2e1')
    assert well['episodeNumber'] == 1
    assert well['partOfSeason'] == {
        '@type': 'TVSeason', 'name': 'Salt Road, season 2', 'seasonNumber': 2
    }  # fmt: skip
    assert of('episodes/film')['episodeNumber'] == 'Film'
    assert of('index')['numberOfSeasons'] == 2


def test_the_progress_control_lists_seasons_and_specials(seasons: Build) -> None:
    control = seasons.html('index').select_one('.wiki-seen')
    assert [(o['value'], o.get_text()) for o in control.select('option')] == [
        ('', 'nothing yet'),
        ('1', 'up to season 1, episode 1'),
        ('2', 'up to season 1, episode 2'),
        ('3', 'up to season 1, episode 3'),
        ('3.5', 'up to Film'),
        ('4', 'up to season 2, episode 1'),
        ('5', 'up to season 2, episode 2'),
    ]


def test_workers_read_by_the_same_numbering(wiki: Callable[..., Build], seasons: Build) -> None:
    made = wiki(PAGES, parallel=2)
    assert made.warnings == []
    assert made.tree() == seasons.tree()


@pytest.mark.parametrize(
    ('old', 'new'),
    [
        ('seasons: [3, 2]', 'seasons: [2, 3]'),
        ('seasons: [3, 2]', 'seasons: [3, 2, 6]'),
        ('Film: 3.5', 'Film: 0.5'),
        ('seasons: [3, 2]', 'seasons: [{title: The Salt, episodes: 3}, 2]'),
    ],
)
def test_another_numbering_reads_every_page_again(
    wiki: Callable[..., Build], old: str, new: str
) -> None:
    made = wiki(PAGES)
    made.replace('index.md', old, new)
    clean = made.rebuild_and_clean()
    assert made.warnings == clean.warnings
    assert made.tree() == clean.tree()


def test_an_announced_season_changes_no_figure(wiki: Callable[..., Build]) -> None:
    made = wiki(PAGES)
    before = made.data
    made.replace('index.md', 'seasons: [3, 2]', 'seasons: [3, 2, 6]')
    made.replace('index.md', 'needs: S2E2', 'needs: S2E2')
    made.rebuild()
    assert made.data['consensus'] == before['consensus']
    assert made.data['consensus']['scored'] == 1
    assert 'the whole series' in words(made, 'reviews/gazette')


HERALD, GAZETTE, WELL = 'reviews/herald.md', 'reviews/gazette.md', 'episodes/s2e1.md'
MISTAKES = [
    (WELL, 'S2E1', '1, season: 2', "unknown key 'season'; the season is part of the number: S2E3"),
    (WELL, 'S2E1', 'S2E3', 'number: season 2 has 2 episodes; it has no episode 3'),
    (WELL, 'S2E1', 'season 2', 'number: a page is about an episode, not a season; write S2E3'),
    (WELL, 'S2E1', 'OVA', "number: 'OVA' is no episode; write 3, S2E3 or 13.5, or declare the"),
    (WELL, 'S2E1', 'OVA', 'on the index page: specials: {OVA: 13.5}'),
    (WELL, 'S2E1', 'Filn', "did you mean 'Film'?"),
    (WELL, 'S2E1', '3', 'episode 3 (S1E3) is taken by episodes/02-dust.md'),
    (HERALD, 'season 2', 'season 3', 'covers: there is no season 3: the series has 2 seasons'),
    (HERALD, 'covers: season', 'season:', "unknown key 'season'; the season stands under covers"),
    (HERALD, 'season 2', '4-6', 'covers: episode 6 is outside the series, which has 5'),
    (GAZETTE, 'S1E1: 4/5,', 'S1E3: 4/5,', "'S1E3' and '3' are the same episode; keep one"),
    (GAZETTE, 'Film: 2/5', 'Pilot: 2/5', "episode 0 (Pilot) is not among those in 'covers'"),
    (GAZETTE, 'spoils: S2E1', 'spoils: Pilot', 'spoils: what comes before episode 1 gives nothing'),
    ('index.md', '} S2E1', '} Pilot', 'spoiler: what Pilot tells comes before episode 1 and'),
    ('index.md', '} S2E1', '} S2E9', 'spoiler: season 2 has 2 episodes; it has no episode 9'),
    ('index.md', '`S2E1`', '`S2E2`', "there is no episode 'S2E2'"),
    ('index.md', 'Pilot: 0', 'Pilot: 2', 'Pilot: 2 is the number of a regular episode; 2.5 comes'),
    (
        'index.md',
        'seasons: [3, 2]',
        'seasons: [3, 2]\n  episodes: 6',
        'episodes: the seasons have 5 together, not 6; correct one',
    ),
]


@pytest.mark.parametrize(('name', 'old', 'new', 'message'), MISTAKES)
def test_mistakes_are_told_with_their_cure(name: str, old: str, new: str, message: str) -> None:
    assert old in PAGES[name]
    told = problems({**PAGES, name: PAGES[name].replace(old, new, 1)})
    assert any(line.startswith(f'{name}:') and message in line for line in told), told


def test_a_mistake_in_the_numbering_is_told_once() -> None:
    index = PAGES['index.md'].replace('seasons: [3, 2]', 'seasons: [3, 2]\n  episodes: 6')
    (told,) = problems({**PAGES, 'index.md': index})
    assert told.startswith('index.md:5:3: error: episodes: ')
