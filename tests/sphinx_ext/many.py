"""A wiki with more reviews than a page shows, as texts by file name."""

from __future__ import annotations

from textwrap import dedent
from typing import Final

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
