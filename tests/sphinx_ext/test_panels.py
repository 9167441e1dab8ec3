"""Panels stand on a page without any markup, or where an editor puts them."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from .pages import with_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from bs4 import BeautifulSoup, Tag
    from conftest import Build

PLACED = {
    'episodes/01-departure.md': """\
        ---
        episode: {number: 1, title: Departure}
        ---

        # Departure

        The caravan leaves.

        ```{facts}
        ```

        ## Seen by

        ```{scores}
        ```

        ```{coverage}
        ```

        ## On the road

        ```{cast}
        ```
        """,
    'characters/mara-voss.md': """\
        ---
        character: {name: Mara Voss, appears_in: 1-4}
        ---

        # Mara Voss

        ## In print

        ```{mentions}
        ```
        """,
    'reviews/gazette.md': """\
        ---
        review:
          headline: Dry and good
          outlet: Gazette
          author: null
          url: null
          published: null
          covers: 1-4
          score: 8/10
          episode_scores: {1: 4/5, 2: 3/5}
          aspects:
            plot: {stance: praise, says: Keeps walking.}
          remarks:
            - {about: mara-voss, stance: mixed, says: Stern to a fault.}
        ---

        # Dry and good

        ## Held

        ```{aspects}
        ```
        """,
    'numbers.md': """\
        # Numbers

        ```{episode-scores}
        ```
        """,
}
PARTS = (
    'brief', 'bars', 'split', 'headline', 'aspects', 'episodes', 'compared', 'fragility',
    'statistics', 'elsewhere', 'method',
)  # fmt: skip


def headings(page: BeautifulSoup) -> list[str]:
    """The second-level headings of a page, without the signs that link to them."""
    return [str(title.find(string=True, recursive=False)) for title in page.find_all('h2')]


def rows(table: Tag) -> list[list[str]]:
    return [
        [' '.join(cell.get_text().split()) for cell in row.find_all(['th', 'td'])]
        for row in table.find_all('tr')
    ]


@pytest.fixture(scope='module')
def plain(wiki: Callable[..., Build]) -> Build:
    return wiki(with_pages({}))


@pytest.fixture(scope='module')
def placed(wiki: Callable[..., Build]) -> Build:
    parts = '\n\n'.join(f'```{{consensus}} {part}\n```' for part in PARTS)
    pages = with_pages({**PLACED, 'brief.md': '# Brief\n\n```{consensus} brief\n```\n'})
    pages['parts.md'] = f'# Consensus\n\n{parts}\n'
    return wiki(pages)


def test_no_warnings(plain: Build, placed: Build) -> None:
    assert (plain.warnings, placed.warnings) == ([], [])
    assert (plain.status, placed.status) == (0, 0)


@pytest.mark.parametrize(
    ('docname', 'expected'),
    [
        (
            'episodes/01-departure',
            ['What critics say', 'Characters'],
        ),
        (
            'characters/mara-voss',
            ['What critics say', 'Appearances'],
        ),
        (
            'reviews/gazette',
            ['Score card', 'Aspect by aspect', 'On single episodes and characters'],
        ),
        ('index', ['The season at a glance']),
        ('consensus', []),
    ],
)
def test_injected_in_order(plain: Build, docname: str, expected: list[str]) -> None:
    assert headings(plain.body(docname)) == expected


@pytest.mark.parametrize(
    'docname', ['episodes/01-departure', 'characters/mara-voss', 'reviews/gazette']
)
def test_facts_follow_the_first_heading(plain: Build, docname: str) -> None:
    page = plain.body(docname)
    follows = page.h1.find_next_sibling()
    assert 'wiki-facts' in follows['class']
    assert len(page.select('.wiki-facts')) == 1


def test_pages_of_no_kind_have_no_facts(plain: Build) -> None:
    assert not plain.body('index').select('.wiki-facts')
    assert not plain.body('consensus').select('.wiki-facts')


def test_episode_panels_say_what_reviews_say(plain: Build) -> None:
    page = plain.body('episodes/01-departure')
    facts = ' '.join(page.select_one('.wiki-facts').get_text(' ').split())
    assert 'Score 4/5 , Ann Lee best of 2 with a score Covered by Ann Lee , Herald' in facts
    reception = page.select_one('#reception')
    assert reception.find_previous_sibling().name == 'aside'
    assert 'A fine first step.' in reception.get_text()
    assert [a.get_text() for a in page.select('#cast li a')] == ['Mara Voss']


def test_review_panels(plain: Build) -> None:
    page = plain.body('reviews/gazette')
    card = ' '.join(page.select_one('#scores').get_text().split())
    assert 'Printed score: 8/10, which is 80 of 100.' in card
    assert 'The mean of the 2 episodes is 3.5 of 5.' in card
    assert 'On the scale of the printed score that is 7 of 10.' in card
    assert 'The critic prints 8/10 for the whole' in card
    assert 'it keeps walking' in page.select_one('#aspects').get_text()
    assert 'Not discussed: looks.' in page.select_one('#aspects').get_text()
    herald = plain.body('reviews/herald')
    terms = [term.get_text() for term in herald.select('.wiki-facts dt')]
    assert terms == ['Outlet', 'Covers', 'Score']
    assert 'Out of scope, since the critic had not seen it: end.' in herald.get_text()


def test_character_panels(plain: Build) -> None:
    page = plain.body('characters/mara-voss')
    assert 'Stern to a fault.' in page.select_one('#mentions').get_text()
    assert 'In every episode.' in page.select_one('#appearances').get_text()
    nobody = plain.body('characters/oren')
    assert nobody.select_one('#mentions') is None
    assert headings(nobody)[0] == 'Appearances'


def test_placed_panels_are_not_injected_again(placed: Build) -> None:
    page = placed.body('episodes/01-departure')
    assert headings(page) == ['Seen by', 'On the road']
    assert len(page.select('.wiki-cast')) == 1
    assert len(page.select('.wiki-facts')) == 1
    before = page.select_one('.wiki-facts').find_previous_sibling('details')
    assert before.select_one('p').get_text() == 'The caravan leaves.'
    assert headings(placed.body('characters/mara-voss')) == [
        'In print',
        'Appearances',
    ]
    assert headings(placed.body('reviews/gazette')) == [
        'Held',
        'Score card',
        'On single episodes and characters',
    ]
    assert placed.body('reviews/gazette').get_text().count('Keeps walking.') == 1


def test_a_heading_over_an_empty_panel_goes_with_its_entry(wiki: Callable[..., Build]) -> None:
    text = dedent(PLACED['episodes/01-departure.md']).replace('number: 1', 'number: 4')
    more = '\n## Where they went\n\nWest.\n'
    made = wiki(
        with_pages({'episodes/04-end.md': text + more}),
        html_theme='alabaster',
        html_sidebars={'**': ['localtoc.html']},
    )
    page = made.html('episodes/04-end')
    assert headings(page.select_one('.body')) == ['On the road', 'Where they went']
    entries = [link.get_text() for link in page.select('.sphinxsidebar li li a')]
    assert entries == ['On the road', 'Where they went']
    assert made.warnings == []


def test_episode_scores_anywhere(placed: Build) -> None:
    table = placed.body('numbers').select_one('table.episode-scores')
    assert rows(table)[1:] == [['1. Departure', '2', '4/5'], ['2. Dust', '1', '3/5']]


def test_consensus_whole_is_its_parts_in_order(placed: Build) -> None:
    whole, parts = placed.body('consensus'), placed.body('parts')
    assert whole.get_text().split() == parts.get_text().split()


def test_consensus_parts(placed: Build) -> None:
    text = ' '.join(placed.body('parts').get_text().split())
    sentences = [
        '80 of 100, from the one critic who scores the season. Provisional',
        'Nothing that one critic praises is criticised by another.',
        'Without a score for the season, and given none: Herald (episode 1).',
        'What critics agree on comes last. A row opens to what each critic says.',
        'in scope discuss',
        'No critic discusses it.',
        'Gazette scores 2 episodes: mean 3.5 of 5, median 3.5, from 3 to 4.',
        'Critics who had seen no more than the first third of the season (1): Herald (episode 1).',
        'Without Gazette there is no score at all.',
        'With every printed score: 80 of 100.',
        'Common value: 100 × value / best of the printed score.',
    ]
    places = [text.find(sentence) for sentence in sentences]
    assert -1 not in places, sentences[places.index(-1)]
    assert places == sorted(places)


def test_consensus_brief(placed: Build) -> None:
    brief = placed.body('brief').select_one('.wiki-brief')
    assert '80 of 100, from the one critic' in ' '.join(brief.get_text().split())
    assert not brief.find_all('table')


def test_stances_and_quotations_lead_to_the_evidence(placed: Build) -> None:
    links = placed.body('consensus').select('table.aspects td a:has(.stance), .quotes a')
    assert links
    for link in links:
        docname, _, anchor = link['href'].partition('.html#')
        evidence = placed.body(docname).find(id=anchor)
        assert link.get_text() in evidence.get_text()


def test_panels_are_in_the_contents_of_the_page(wiki: Callable[..., Build]) -> None:
    made = wiki(with_pages({}), html_theme='alabaster', html_sidebars={'**': ['localtoc.html']})
    contents = made.html('episodes/01-departure').select_one('.sphinxsidebar').get_text()
    assert 'What critics say' in contents
