"""A wiki with more reviews than a page shows, as texts by file name."""

from __future__ import annotations

from textwrap import dedent
from typing import Any, Final

from wiki_build import conf_text

from .pages import SMALL

REVIEWS: Final = 108


def review(number: int, *, stance: str = 'praise', score: int | None = None) -> str:
    """A review of the whole season that speaks of Mara, and gives away episode 3."""
    worth = number % 101 if score is None else score
    return dedent(f"""\
        ---
        review:
          headline: Night {number:03}
          outlet: null
          author: Critic {number:03}
          url: null
          published: null
          covers: 1-4
          score: {worth}%
          episode_scores: {{1: {number % 6}/5, 2: 3/5}}
          aspects:
            plot: {{stance: {stance}, says: Word {number}.}}
        ---

        # Night {number:03}

        Mara is on the road of {number}.

        :::{{spoiler}} 3
        Oren goes back with {number}.
        :::
        """)


def many(reviews: int = REVIEWS) -> dict[str, str]:
    """The small wiki with so many reviews more, and an index page for its reviews."""
    more = {f'reviews/night-{number:03}.md': review(number) for number in range(1, reviews + 1)}
    index = '# Reviews\n\nThey all looked.\n\n```{toctree}\n:glob:\n:hidden:\n\n*\n```\n'
    root = SMALL['index.md'].replace('*/*\n', 'episodes/*\ncharacters/*\nreviews/index\n')
    return {**SMALL, **more, 'index.md': root, 'reviews/index.md': index}


_SHORT: Final = """
import criticwiki.corpus.folders
import criticwiki.corpus.generated_docnames
import criticwiki.panels.pagination
import criticwiki.panels.review_list
import criticwiki.sphinx_ext.transforms

criticwiki.panels.pagination.MAX_ROWS = criticwiki.sphinx_ext.transforms.MAX_ROWS = 12
criticwiki.panels.pagination.ROWS_PER_PAGE = 10
criticwiki.corpus.folders.MAX_UNGROUPED = criticwiki.panels.review_list.MAX_UNGROUPED = 12
criticwiki.corpus.generated_docnames.MANY = 12
"""


def short_tables(**conf: Any) -> str:
    """The text of a conf.py with which tables and lists go on after a fifth of the rows."""
    return conf_text(**conf) + _SHORT


LOG: Final = 260
GRADES: Final = ('9/10', '3.5/10', '6/10', '10/10', '8/10', '0/10', '5.5/10')
"""Scores of the diarist, in turn."""


def log(reviews: int = LOG) -> dict[str, str]:
    """A wiki of one critic who writes of one film after another."""
    pages = {
        f'reviews/film-{number}.md': dedent(f"""\
            ---
            review:
              headline: Film {number}
              outlet: null
              author: Dora Quill
              url: null
              published: {_day(number)}
              covers: {number}
              score: {GRADES[number % len(GRADES)]}
            ---

            # Film {number}

            Seen in the dark.
            """)
        for number in range(1, reviews + 1)
    }
    return {**_around('The diary', reviews), **pages}


def _day(number: int) -> str:
    """Every third review has no date."""
    return (
        f'{2000 + number % 20}-{number % 12 + 1:02}-{number % 28 + 1:02}' if number % 3 else 'null'
    )


CRITICS: Final = ('Abe', 'Bea', 'Cid', 'Dot', 'Eve', 'Fay', 'Gus', 'Hal', 'Ivy', 'Jon', 'Kay')
EPISODES: Final = 40


def weekly_reviews() -> dict[str, str]:
    """A wiki of 64 reviews by 11 critics: of it all, of stretches, of episodes, and a re-review."""
    pages = {}
    for number in range(64):
        critic = CRITICS[number % len(CRITICS)]
        covers, score = f'{number % EPISODES + 1}', f'{(number * 7 + number // 11 * 3) % 11}/10'
        if number < len(CRITICS):
            covers = f'1-{EPISODES}'
        elif number % 9 == 0:
            covers = f'{number % 30 + 1}-{number % 30 + 4}'
        facts = [f'covers: {covers}', f'published: {_day(number)}']
        facts += [f'score: {score}'] if number % 5 else []
        if number == 63:
            facts.append('replaces: r30')
        if number in {0, 1, 2, 14, 25}:
            facts.append('aspects: {plot: {stance: praise, says: Holds.}}')
        pages[f'reviews/r{number}.md'] = '\n'.join(
            ['---', 'review:']
            + [f'  headline: Take {number}', '  outlet: null', f'  author: {critic}', '  url: null']
            + [f'  {fact}' for fact in facts]
            + ['---', '', f'# Take {number}', '', 'Words.', '']
        )
    return {**_around('The road', EPISODES), **pages}


def _around(title: str, episodes: int) -> dict[str, str]:
    index = f"""\
        ---
        series:
          title: {title}
          episodes: {episodes}
          aspects: {{plot: Whether it holds., looks: How it looks.}}
        ---

        # {title}

        ```{{toctree}}
        :hidden:

        consensus
        reviews/index
        ```
        """
    listed = '# Reviews\n\nAll of them.\n\n```{toctree}\n:glob:\n:hidden:\n\n*\n```\n'
    return {
        'index.md': dedent(index),
        'reviews/index.md': listed,
        'consensus.md': '# Consensus\n\n```{consensus}\n```\n',
    }
