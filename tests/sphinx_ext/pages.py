"""A small wiki as texts by file name, for tests to build and to change."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

HARBOUR: Final = Path(__file__).parent / 'harbour_lights'


def texts(folder: Path) -> dict[str, str]:
    """The files of a folder by their names."""
    files = sorted(file for file in folder.rglob('*') if file.suffix in {'.md', '.py'})
    return {file.relative_to(folder).as_posix(): file.read_text('utf-8') for file in files}


def with_pages(pages: Mapping[str, str]) -> dict[str, str]:
    """The small wiki with some more pages, or with others in their place."""
    return {**SMALL, **{name: dedent(text) for name, text in pages.items()}}


SMALL: Final[dict[str, str]] = {
    name: dedent(text)
    for name, text in {
        'index.md': """\
            ---
            series:
              title: Salt Road
              episodes: 4
              aspects:
                plot: What happens.
                looks: How it looks.
                end: {means: How it ends., needs: 4}
              summary: A caravan and four nights.
            ---

            # Salt Road

            A caravan crosses the flats.

            ```{toctree}
            :glob:
            :hidden:

            *
            */*
            ```
            """,
        'consensus.md': """\
            # Consensus

            ```{consensus}
            ```
            """,
        'episodes/01-departure.md': """\
            ---
            episode:
              number: 1
              title: Departure
              summary: The caravan leaves.
            ---

            # Departure

            Mara counts the camels. Nobody counts Mara.
            """,
        'episodes/02-dust.md': """\
            ---
            episode:
              number: 2
              title: Dust
              summary: A storm comes up.
            ---

            # Dust

            Oren loses the map in the storm.
            """,
        'characters/mara-voss.md': """\
            ---
            character:
              name: Mara Voss
              aliases: [Mara]
              misspellings: [Marra]
              kind: guide
              appears_in: 1-4
              summary: She leads the caravan.
            ---

            # Mara Voss

            She leads. Oren follows.
            """,
        'characters/oren.md': """\
            ---
            character:
              name: Oren
              appears_in: [2, 3]
              summary: He carries the map.
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
              url: https://gazette.example/salt
              published: 2020-02-02
              covers: 1-4
              score: 8/10
              episode_scores: {1: 4/5, 2: 3/5}
              aspects:
                plot: {stance: praise, says: Keeps walking., quotes: ["it keeps walking"]}
                end: {stance: criticism, says: Stops too early.}
              remarks:
                - {about: 1, stance: praise, says: A fine first step.}
                - {about: mara-voss, stance: mixed, says: Stern to a fault.}
              summary: A critic who likes sand.
            ---

            # Dry and good

            Ann Lee walks along.
            """,
        'reviews/herald.md': """\
            ---
            review:
              headline: First steps
              outlet: Herald
              author: null
              url: null
              published: null
              covers: 1
              aspects:
                plot: {stance: mixed, says: Too soon to tell.}
              summary: An early word.
            ---

            # First steps

            One night is seen.
            """,
    }.items()
}
