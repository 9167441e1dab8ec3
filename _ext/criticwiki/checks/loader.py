"""Loader: a page, or a whole wiki, from source files without Sphinx."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from criticwiki.corpus.corpus import Corpus
from criticwiki.export.wiki_data import data_of
from criticwiki.guard.verdict import judge
from criticwiki.markdown.reader import PageText, read_page_text
from criticwiki.markdown.spoilers import NearSpoilers, check_fences, mentions_spoiler, near_spoilers
from criticwiki.model.front_matter import decoded, read_front_matter
from criticwiki.model.page import SUFFIX, Page, kind_of
from criticwiki.model.validation import examples_left, salvage, validate
from criticwiki.problems import Code, Problem

from .between_pages import LinksCheck, check, labels_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from criticwiki.config import Settings
    from criticwiki.guard.verdict import Verdict
    from criticwiki.markdown.parser import Env
    from criticwiki.model.front_matter import FrontMatter


def read_page(
    path: str, content: str | bytes, settings: Settings, folder: Path | None = None
) -> Page:
    """What one page says; pictures that it shows are looked at below `folder`."""
    return read_with_matter(path, content, settings, folder)[0]


def read_with_matter(
    path: str, content: str | bytes, settings: Settings, folder: Path | None = None
) -> tuple[Page, FrontMatter, Verdict]:
    """The same, with its front matter, and what of it may be parsed."""
    docname = path.removesuffix(SUFFIX)
    text, undecoded = decoded(content)
    matter = read_front_matter(text)
    kind = kind_of(docname, settings.root, settings.folders)
    facts, problems = validate(matter, kind, settings.notations)
    if facts and not facts.draft:
        problems += examples_left(matter, kind)
    lines = text.removeprefix('\ufeff').split('\n')
    env: Env = {}
    verdict = judge(path, text, matter, settings, source=folder, env=env)
    facts = facts if verdict.counted else None
    found = PageText()
    fences: list[Problem] = []
    near = NearSpoilers([], opened=False)
    begun = bool(matter.end or not matter.problems)  # else nothing tells facts from text
    if verdict.readable and begun:
        found = read_page_text(lines, matter.end + 1, (docname, kind), settings, env)
        fences = check_fences(lines, matter.end + 1, settings, env)
        near = near_spoilers(lines, matter.end + 1, settings, env)
        opened = near.opened or (fences and mentions_spoiler(lines, matter.end + 1))
        if opened and settings.allowed.guarded:
            verdict = replace(verdict, text=None)
    harms = tuple(_not_told(verdict, problems, [*found.problems, *near.problems]))
    refused = {harm.line for harm in harms if harm.code is Code.FORBIDDEN}
    page = Page(
        docname=docname,
        path=path,
        kind=kind,
        title=found.title,
        facts=facts,
        salvaged=None if facts else salvage(matter, kind, settings.notations),
        places=matter.places,
        links=tuple(link for link in found.links if link.line not in refused),
        spoilers=tuple(found.spoilers),
        terms=tuple(found.terms) if verdict.shown else (),
        values=tuple(found.values),
        files=tuple(file for file in found.files if file.line not in refused),
        labels=tuple(found.labels) if verdict.shown else (),
        marks=tuple(found.marks),
        panels=tuple(found.panels),
        headings=found.headings,
        contents=tuple(found.contents) if verdict.shown else (),
        source=hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest(),
        problems=(
            *undecoded,
            *problems,
            *harms,
            *fences,
            *_not_at(fences, near.problems),
            *found.problems,
        ),
    )
    return page, matter, verdict


def _not_at(told: Sequence[Problem], others: Sequence[Problem]) -> Iterator[Problem]:
    """The others, but for those in lines of which something is told."""
    lines = {problem.line for problem in told}
    return (problem for problem in others if problem.line not in lines)


def _not_told(
    verdict: Verdict, of_facts: Sequence[Problem], of_text: Sequence[Problem]
) -> Iterator[Problem]:
    """The harms that nothing else tells of: a name that is unknown is told with what was meant."""
    places = {(problem.line, problem.column) for problem in of_facts}
    near = {problem.line for problem in of_text if problem.code is Code.SPOILER}
    names = {
        (problem.line, problem.column - 1)
        for problem in of_text
        if problem.code in {Code.UNKNOWN_DIRECTIVE, Code.UNKNOWN_ROLE}
    }
    for harm in verdict.problems:
        place = (harm.line, harm.column)
        if harm.code is Code.CHARACTER and place in places:
            continue
        if harm.code is Code.FORBIDDEN and harm.line in near:
            continue
        if harm not in verdict.unknown or place not in names:
            yield harm


__all__ = ['Wiki', 'read_page']


@dataclass(frozen=True)
class Wiki:
    """Pages by their path, as they stand in a folder or in a revision of it."""

    texts: Mapping[str, str | bytes]
    """What every page holds, by its path below the source folder."""
    settings: Settings
    has_file: Callable[[str], bool] | None = None
    """Tells whether there is a file of a path; without it, pictures are not looked for."""
    read: Callable[[str, str | bytes, Settings], Page] = read_page
    """Reads a page; whoever compares two states keeps what is the same in both."""

    @cached_property
    def corpus(self) -> Corpus:
        """What the pages say."""
        found = [self.read(path, text, self.settings) for path, text in self.texts.items()]
        pages = {page.docname: page for page in found}
        return Corpus(pages.values(), labels_of(pages), self.settings.notations)

    @cached_property
    def problems(self) -> list[Problem]:
        """What is wrong with them, sorted by place."""
        return sorted({*check(self.corpus), *self._links()})

    def _links(self) -> Iterator[Problem]:
        judge = LinksCheck(self.corpus, self._lines, has_file=self.has_file)
        data = data_of(self.corpus)
        for page in self.corpus.pages.values():
            yield from judge.dangling(page)
            yield from judge.files(page)
            yield from judge.values(page, data)

    def _lines(self, page: Page) -> Sequence[str]:
        text = self.texts[page.path]
        return (text if isinstance(text, str) else text.decode('utf-8', 'replace')).split('\n')
