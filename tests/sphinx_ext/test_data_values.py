"""Every figure on a page is the value in the data that it points to, whatever the wiki is like."""

from __future__ import annotations

from typing import TYPE_CHECKING

import long_series
import pytest
from data_values import numbers_of, run_example

from .many import weekly_reviews
from .pages import HARBOUR, texts
from .test_seasons import PAGES as SEASONS
from .works import film, podcast

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Build

WIKIS: dict[str, Callable[[], dict[str, str]]] = {
    'seasons': lambda: SEASONS,
    'seven seasons': long_series.pages,
    'eleven critics': weekly_reviews,
    'a film': film,
    'a podcast': lambda: podcast(60, 6),
    'other folders': lambda: texts(HARBOUR),
}


@pytest.mark.parametrize('name', [*WIKIS, 'many reviews'])
def test_each_number_is_the_value_that_it_points_to(
    request: pytest.FixtureRequest, wiki: Callable[..., Build], name: str
) -> None:
    made = wiki(WIKIS[name]()) if name in WIKIS else request.getfixturevalue('large')
    found = numbers_of(made.out)
    assert len(found.printed) > 10
    assert found.wrong == []
    assert found.unmarked == []
    assert run_example(made.out).splitlines()[1:] == []


AUDIENCE = '{source: Votes/Site, score: 7.5/10, votes: 12345, date: 2024-05-01}'
ODD = {
    'index.md': f"""\
        ---
        series:
          title: Odd
          episodes: 3
          aspects: {{a/b~c: A key with the signs of pointers.}}
          audience: [{AUDIENCE}]
        ---

        # Odd

        Of {{value}}`consensus.mean`, {{value}}`consensus.aspects.a/b~c.praise` praise it.

        ```{{consensus}}
        ```

        ```{{toctree}}
        :hidden:

        reviews/one
        ```
        """,
    'reviews/one.md': """\
        ---
        review:
          headline: One
          outlet: A/B~C Times
          author: null
          url: null
          published: null
          covers: 1-3
          score: 7/10
          categories: {Look/Feel: 7/10, Sound~: 3/5}
          episode_scores: {1: 1/3, 2: 2/3}
          aspects: {a/b~c: {stance: praise, says: Good.}}
        ---

        # One
        """,
}


def test_keys_with_slashes_and_tildes(wiki: Callable[..., Build]) -> None:
    made = wiki(ODD)
    assert made.status == 0, made.warnings
    found = numbers_of(made.out)
    assert found.wrong == []
    pointers = {one.pointer: one.text for one in found.printed}
    assert pointers['/consensus/aspects/a~1b~0c/praise'] == '1'
    assert pointers['/reviews/one/categories/Look~1Feel/printed'] == '7/10'
    assert pointers['/series/audience/0/votes'] == '12,345'
    assert pointers['/unpaged/1/scores/one/printed'] == '1/3'


def test_a_draft_points_nowhere(wiki: Callable[..., Build]) -> None:
    made = wiki(
        {
            **ODD,
            'reviews/one.md': ODD['reviews/one.md'].replace(
                'score: 7/10', 'draft: true\n          score: 7/10'
            ),
        }
    )
    assert '7/10' in made.body('reviews/one').get_text()
    assert numbers_of(made.out).wrong == []


def test_a_figure_that_is_printed_wrong_is_told(wiki: Callable[..., Build]) -> None:
    made = wiki(ODD)
    page = made.out / 'reviews' / 'one.html'
    html = page.read_text('utf-8')
    figure = '<span data-value="/reviews/one/score/common">%s</span>'
    assert figure % 70 in html
    page.write_text(html.replace(figure % 70, figure % 71), 'utf-8')
    assert numbers_of(made.out).wrong == ["reviews/one.html: '71' at /reviews/one/score/common"]


def test_a_book_has_no_pointers(wiki: Callable[..., Build]) -> None:
    made = wiki(ODD).also('epub')
    assert 'data-value' not in made.text('reviews/one.xhtml')
    assert '7/10' in made.text('reviews/one.xhtml')
