"""Small wikis that several files of browser tests read, as texts by file name."""

from __future__ import annotations

from typing import Final

from sphinx_ext.pages import SMALL, with_pages
from sphinx_ext.test_charts import PAGES as CHARTS


def review(title: str, front: str) -> str:
    """A review with facts of its own."""
    facts = f'url: null, published: null, headline: "{title}", {front}'
    return f'---\nreview: {{{facts}}}\n---\n\n# {title}\n\nWords.\n'


REVIEWS: Final = {
    'reviews/index.md': '# Reviews\n\nAll of them.\n\n```{toctree}\n:glob:\n:hidden:\n\n*\n```\n',
    'reviews/zebra.md': review('Zebra', 'outlet: null, author: Zoe, covers: 1-4, score: 75/100'),
    'reviews/echo.md': review('Echo', 'outlet: null, author: Emil, covers: 1-3, score: 4.5/5'),
    'reviews/apple.md': review('apple', 'outlet: null, author: null, covers: 2'),
    'reviews/fog.md': review('Fog', 'outlet: null, author: Fay, covers: 1-2, score: 30/100'),
    'reviews/gale.md': review('Gale', 'outlet: null, author: Gus, covers: 1-2, score: 40/100'),
    'reviews/hail.md': review('Hail', 'outlet: null, author: Hal, covers: 1-2, score: 50/100'),
}
"""Reviews to be sorted and narrowed down."""
LINKS: Final = {
    'walk.md': """\
        ---
        page:
          summary: Where the road goes.
        ---

        # A walk

        Mara walks, and Oren says nothing. Later Oren and Mara meet Drift at
        [the start](episodes/01-departure.md), and [the end of
        it](episodes/01-departure.md#departure) is [here](walk.md).

        :::{spoiler} 2
        It was [a storm](episodes/02-dust.md).
        :::
        """,
    'characters/drift.md': '---\ncharacter: {name: Drift, draft: true, summary: Hidden.}\n'
    '---\n\n# Drift\n',
    'characters/oren.md': SMALL['characters/oren.md'].replace(
        '  summary: He carries the map.\n', ''
    ),
}
"""Links to pages with a summary, without one, and to a draft."""
SECRET: Final = {
    'characters/nila.md': """\
        ---
        character:
          name: Nila
          misspellings: [Nilla]
          revealed: [{episode: 2, kind: xylophanta, alias: Xylophantb, fact: Xylophantc.}]
          summary: She sings.
        ---

        # Nila & the *camels*

        She sings on the way.

        :::{spoiler} 3
        ## Xylophantd

        Then xylophante comes.
        :::
        """
}
"""A page with something to hide."""
IN_LINES: Final = {
    'lines.md': """\
        # In lines

        Mara is {spoiler}`the copy <2>`, and her map {spoiler}`[her maker's](walk.md) <4>`.

        | Who | What |
        | --- | --- |
        | Mara | {spoiler}`a copy of Oren <4>` |
        """
}
"""Spoilers in lines, beside nothing else."""
ROAD: Final = with_pages({**REVIEWS, **LINKS, **SECRET, **IN_LINES})

CHARTED: Final = with_pages(CHARTS)
"""A wiki whose scores are enough for each kind of chart."""
