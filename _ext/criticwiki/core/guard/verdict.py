"""Whether a page is shown: what check and build both ask before they read its Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from criticwiki.core.guard.matter import harms_of_matter
from criticwiki.core.guard.page import harms_of_page
from criticwiki.core.problems import Code

if TYPE_CHECKING:
    from pathlib import Path

    from criticwiki.core.frontmatter import FrontMatter
    from criticwiki.core.guard.allowed import Allowed
    from criticwiki.core.markdown import Env, Syntax
    from criticwiki.core.problems import Problem


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to become of a page."""

    problems: tuple[Problem, ...] = ()
    """Its harms, with an empty path."""
    shown: bool = True
    """Whether its Markdown may be parsed."""
    counted: bool = True
    """Whether its facts may be used."""


def judge(
    path: str,
    text: str,
    matter: FrontMatter,
    allowed: Allowed,
    syntax: Syntax,
    *,
    source: Path | None = None,
    env: Env | None = None,
) -> Verdict:
    """Judge the page `path`; `source` is the folder where its pictures lie.

    A page with a harm is not shown, and not counted where the harm is in its facts.
    """
    if not allowed.guarded:
        return Verdict()
    found = {*harms_of_matter(text, matter)}
    found.update(harms_of_page(path, text, matter.end, allowed, syntax, source=source, env=env))
    if matter.problems and not matter.end:
        return Verdict(tuple(sorted(found)), shown=False)
    harms = [problem for problem in found if problem.code is not Code.WRONG_TYPE]
    counted = not any(
        problem.code is Code.TOO_LARGE or problem.line <= matter.end for problem in harms
    )
    return Verdict(tuple(sorted(found)), shown=not harms, counted=counted)
