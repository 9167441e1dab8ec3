"""A whole wiki from the text of its pages, without Sphinx."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from criticwiki.core.checks import check
from criticwiki.core.corpus import Corpus
from criticwiki.core.fences import check_fences
from criticwiki.core.frontmatter import read_front_matter
from criticwiki.core.guard.verdict import judge
from criticwiki.core.pages import Page, kind_of
from criticwiki.core.salvage import salvage
from criticwiki.core.validate import validate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from criticwiki.core.problems import Problem
    from criticwiki.core.settings import Settings

SUFFIX: Final = '.md'


@dataclass(frozen=True)
class Wiki:
    """Pages by their path, as they stand in a folder or in a revision of it."""

    texts: Mapping[str, str]
    """Text of every page, by its path below the source folder."""
    settings: Settings

    @cached_property
    def corpus(self) -> Corpus:
        """What the pages say."""
        pages = (read_page(path, text, self.settings) for path, text in self.texts.items())
        return Corpus(pages, notations=self.settings.notations)

    @cached_property
    def problems(self) -> list[Problem]:
        """What is wrong with them, sorted by place."""
        return check(self.corpus)


def read_page(path: str, text: str, settings: Settings) -> Page:
    """What one page says."""
    docname = path.removesuffix(SUFFIX)
    matter = read_front_matter(text)
    kind = kind_of(docname, settings.root, settings.folders)
    facts, problems = validate(matter, kind, settings.notations)
    verdict = judge(path, text, matter, settings.allowed, settings.syntax)
    facts = facts if verdict.counted else None
    problems += verdict.problems
    if verdict.shown:
        problems += check_fences(text.split('\n')[matter.end :], matter.end + 1)
    return Page(
        docname=docname,
        path=path,
        kind=kind,
        facts=facts,
        salvaged=None if facts else salvage(matter, kind, settings.notations),
        places=matter.places,
        source=hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest(),
        problems=tuple(problems),
    )
