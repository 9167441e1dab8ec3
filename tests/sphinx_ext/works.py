"""Wikis of works that are no series, as texts by file name: a film, and a podcast."""

from __future__ import annotations

from textwrap import dedent
from typing import Final

CONTENTS: Final = """\
```{toctree}
:hidden:
:glob:

*
*/*
```
"""
FOLDERS: Final = {
    'consensus.md': """\
        # What the critics say

        ```{consensus}
        ```
        """,
    'reviews/index.md': '# Reviews\n\nAll of them.\n',
    'characters/index.md': '# Characters\n\nAll of them.\n',
    'all-panels.md': """\
        # More

        ```{episode-scores}
        ```

        ```{notations}
        ```

        ```{pages}
        ```

        ```{front-matter} review
        ```

        ```{front-matter} episode
        ```

        ```{front-matter} character
        ```

        ```{front-matter} series
        ```
        """,
}
PEOPLE: Final = ('Ada Brandt', 'Ben Osei', 'Cora Lin', 'Dev Rao', 'Eva Nord', 'Fay Quill')
SCORES: Final = ('4/5', '6/10', '72%', 'B+', '40/100', None)
STANCES: Final = ('praise', 'praise', 'mixed', 'criticism', 'criticism', 'praise')


def film() -> dict[str, str]:
    """A film with six reviews, one of which prints no score."""
    files = {
        'index.md': f"""\
---
series:
  title: The Glass Tide
  kind: film
  aspects:
    story: Whether it holds together.
    look: How it looks.
    music: The songs.
  summary: A diver, a drowned town and a bell.
---

# The Glass Tide

```{{consensus}} brief
```

A diver looks for a bell.

```{{consensus}} split
```

:::{{spoiler}} 1
The bell is the diver's own.
:::

{CONTENTS}""",
        **FOLDERS,
        'characters/mara.md': """\
            ---
            character:
              name: Mara Voss
              aliases: [the diver]
              revealed: [{episode: 1, kind: ghost, fact: She drowned long ago.}]
              summary: A diver.
            ---

            # Mara Voss

            She dives.
            """,
        'characters/bell.md': """\
            ---
            character: {name: The Bell, appears_in: 1, summary: It rings.}
            ---

            # The Bell

            It rings where Mara Voss dives.
            """,
    }
    for index, (name, score, stance) in enumerate(zip(PEOPLE, SCORES, STANCES, strict=True)):
        slug = name.split()[0].lower()
        lines = [
            f'headline: What {name} thinks',
            f'outlet: {"The Mole" if index % 3 else "Tide Weekly"}',
            f'author: {name}',
            f'url: https://example.org/{slug}',
            f'published: 2024-05-0{index + 1}',
            *([f'score: {score}'] if score else []),
            *(['categories: {Sound: 7/10, Light: 5/10}'] if index == 1 else []),
            'aspects:',
            f'  story: {{stance: {stance}, says: Thinks so., quotes: [a bell at last]}}',
            *(['  look: {stance: praise, says: Fine.}'] if index < 4 else []),
            'remarks: [{about: mara, stance: mixed, says: Half there., spoils: 1}]',
            f'summary: {name} on the film.',
        ]
        front = '\n'.join(f'  {line}' for line in lines)
        files[f'reviews/{slug}.md'] = (
            f'---\nreview:\n{front}\n---\n\n# What {name} thinks\n\n{name} sees a bell.\n'
        )
    return {name: dedent(text) for name, text in files.items()}


def podcast(episodes: int, reviews: int = 0) -> dict[str, str]:
    """A podcast with a page for each episode, and some reviews of stretches of it."""
    files = {
        'index.md': f"""\
---
series:
  title: Night Radio
  kind: podcast
  episodes: {episodes}
  aspects:
    voices: How it is told.
    sound: How it sounds.
  summary: A voice, a road and a lamp.
---

# Night Radio

```{{consensus}} brief
```

A voice tells of a road.

{CONTENTS}""",
        **FOLDERS,
        'episodes/index.md': '# Episodes\n\nAll of them.\n',
        'characters/keeper.md': """\
            ---
            character: {name: The Keeper, appears_in: 1-3, summary: Keeps a lamp.}
            ---

            # The Keeper

            Keeps a lamp.
            """,
    }
    for number in range(1, episodes + 1):
        files[f'episodes/{number:03}-night.md'] = (
            f'---\nepisode: {{number: {number}, title: Night {number},'
            f' aired: {2000 + number // 12}-0{number % 9 + 1}-11}}\n---\n\n'
            f'# Night {number}\n\nA night.\n'
        )
    for index in range(reviews):
        name = PEOPLE[index]
        slug = name.split()[0].lower()
        whole = index % 3 == 0
        covers = f'1-{episodes}' if whole else f'{index * 10 + 1}-{index * 10 + 20}'
        first = index * 10 + 1
        scores = ', '.join(f'{n}: {n % 5 + 1}/5' for n in range(first, first + 12))
        files[f'reviews/{slug}.md'] = f"""\
---
review:
  headline: {name} listens
  outlet: Ear Post
  author: {name}
  url: https://example.org/{slug}
  published: null
  covers: {covers}
  score: {5 + index}/10
  episode_scores: {{{scores}}}
  aspects:
    voices: {{stance: {STANCES[index]}, says: So., quotes: [a lamp at last]}}
    sound: {{stance: praise, says: Good.}}
  remarks: [{{about: {first + 1}, stance: praise, says: A good night.}}]
---

# {name} listens

{name} listens to the keeper.
"""
    return {name: dedent(text) for name, text in files.items()}
