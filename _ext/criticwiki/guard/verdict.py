"""Whether a page is shown: what check and build both ask before they read its Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from criticwiki.problems import Code

from .checker import harms_of_page
from .matter import harms_of_matter

if TYPE_CHECKING:
    from pathlib import Path

    from criticwiki.config import Settings
    from criticwiki.markdown.parser import Env
    from criticwiki.model.front_matter import FrontMatter
    from criticwiki.problems import Problem

MAX_ROUNDS: Final = 10
"""How often a page is mended: names in what a mended block holds are found in a later round."""


_UNREADABLE: Final = frozenset({Code.CHARACTER, Code.TOO_LARGE})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to become of a page."""

    text: str | None
    """What may be parsed of it, line for line as it was; None where nothing may."""
    problems: tuple[Problem, ...] = ()
    """Its harms, with an empty path."""
    counted: bool = True
    """Whether its facts may be used."""
    readable: bool = True
    """Whether it may be looked through for more problems: no parser should meet the others."""
    unknown: frozenset[Problem] = frozenset()
    """Those of its harms that are names which stand for nothing anywhere."""
    pictures: frozenset[str] = frozenset()
    """Files that it was judged by, below the source folder."""

    @property
    def shown(self) -> bool:
        """Whether its Markdown may be parsed."""
        return self.text is not None


def judge(
    path: str,
    text: str,
    matter: FrontMatter,
    settings: Settings,
    *,
    source: Path | None = None,
    env: Env | None = None,
) -> Verdict:
    """Judge the page `path`; `source` is the folder where its pictures lie.

    A role or directive that is not on the list loses its name, and what is left is judged
    again. A page with any other harm is not shown, and not counted where the harm is in its
    facts.
    """
    if not settings.allowed.guarded:
        return Verdict(text)
    at_matter = {*harms_of_matter(text, matter)}
    found: set[Problem] = set()
    unknown: set[Problem] = set()
    pictures: set[str] = set()
    kept: str | None = text
    for _ in range(MAX_ROUNDS):
        if kept is None:
            break
        notes = harms_of_page(path, kept, matter.end, settings, source=source, env=env)
        found |= notes.found
        unknown |= notes.unknown
        pictures |= notes.pictures
        kept = notes.mended if notes.found else kept
        if not notes.found:
            break
        env = None
    else:
        kept = None
    harms = {*found, *(problem for problem in at_matter if problem.code is not Code.WRONG_TYPE)}
    if harms - found or (matter.problems and not matter.end):
        kept = None
    counted = not any(
        problem.code is Code.TOO_LARGE or problem.line <= matter.end for problem in harms
    )
    readable = _UNREADABLE.isdisjoint(problem.code for problem in harms)
    found |= at_matter
    return Verdict(
        kept,
        tuple(sorted(found)),
        counted,
        readable,
        frozenset(unknown),
        frozenset(pictures),
    )
