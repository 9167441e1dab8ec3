"""One kind of problem: what it means, and a small page that has it beside one that has not."""

from __future__ import annotations

from dataclasses import dataclass, field
from textwrap import dedent
from typing import TYPE_CHECKING, Final

from criticwiki.checks.loader import Wiki
from criticwiki.config import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from criticwiki.problems import Code, Problem

AROUND: Final[Mapping[str, str]] = {
    'index.md': dedent("""\
        ---
        series:
          title: Harbour Lights
          episodes: 6
          aspects:
            story: Whether it holds together.
            ending: {means: How it ends., needs: 6}
        ---

        # Harbour Lights
        """),
    'episodes/01-first-watch.md': dedent("""\
        ---
        episode: {number: 1, title: First Watch}
        ---

        # First Watch
        """),
    'reviews/beacon.md': dedent("""\
        ---
        review:
          headline: A beacon
          outlet: The Beacon
          author: null
          url: https://example.org/light
          published: null
          covers: 1-4
          draft: true
        ---

        # A beacon
        """),
    'characters/ida-lund.md': dedent("""\
        ---
        character: {name: Ida Lund, aliases: [Ida]}
        ---

        # Ida Lund
        """),
}
"""The wiki that every example stands in."""
FILES: Final = frozenset({'pictures/lighthouse.png'})
"""Its files that are no pages."""


def _of_pages(wiki: Wiki) -> Iterable[Problem]:
    return wiki.problems


@dataclass(frozen=True, slots=True)
class Explained:
    """What there is to say of one code."""

    means: str
    """What is wrong, and what to do, in a sentence or two."""
    wrong: str
    """Lines of a page that have the problem."""
    right: str
    """The same, mended."""
    path: str = 'characters/stranger.md'
    before: str = ''
    """What the page has above these lines, if it is not shown."""
    after: str = ''
    """What it has below."""
    encoding: str = 'utf-8'
    """In which the wrong page is saved."""
    found: Callable[[Wiki], Iterable[Problem]] = field(default=_of_pages)
    """What finds the problem."""

    def problems(self, lines: str, encoding: str = 'utf-8') -> list[Problem]:
        """Every problem of the wiki with these lines on the page."""
        page = f'{self.before}{lines}\n{self.after}'.encode(encoding)
        wiki = Wiki({**AROUND, self.path: page}, Settings(), FILES.__contains__)
        return sorted(self.found(wiki))

    def message(self, code: Code) -> str:
        """The very words of the check on the wrong page."""
        told = self.problems(self.wrong, self.encoding)
        return next((str(problem) for problem in told if problem.code is code), '')
