"""Loader: reads and checks a page or a whole wiki without Sphinx."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from criticwiki.config import with_numbering
from criticwiki.corpus.corpus import Corpus
from criticwiki.export.wiki_data import lazy_wiki_data
from criticwiki.forks import forked_map
from criticwiki.guard.page_guard import guard_page
from criticwiki.markdown.foreign_marks import ForeignMarks, foreign_marks
from criticwiki.markdown.intersphinx import foreign_roles
from criticwiki.markdown.lint import check_fences
from criticwiki.markdown.phrases import check_silence, written_counts
from criticwiki.markdown.reader import PageText, read_page_text
from criticwiki.markdown.spoiler_marks import NearSpoilers, mentions_spoiler, near_spoilers
from criticwiki.model.declared_numbering import valid_numbering
from criticwiki.model.encodings import decoded
from criticwiki.model.fields import FieldContext
from criticwiki.model.front_matter import FrontMatter, read_front_matter
from criticwiki.model.indents import as_meant
from criticwiki.model.kinds import KINDS, Episode
from criticwiki.model.merge_marks import mark_of_merge
from criticwiki.model.numbering import UNKNOWN, Numbering
from criticwiki.model.page import SUFFIX, Page, kind_of
from criticwiki.model.placement import Location
from criticwiki.model.validation import check_placeholders, validate, validate_partially
from criticwiki.problems import Code, Problem, did_you_mean

from .between_pages import check
from .link_targets import LinkChecker, labels_of
from .spelling import misspelled
from .unfinished import check_unfinished

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from criticwiki.config import Settings
    from criticwiki.guard.page_guard import GuardResult
    from criticwiki.markdown.parser import Env
    from criticwiki.model.page import Term, WrittenCount


def read_page(
    path: str, content: str | bytes, settings: Settings, folder: Path | None = None
) -> Page:
    """One page, parsed and linted; its pictures are looked up below `folder`."""
    return read_page_source(path, content, settings, folder)[0]


def read_page_source(
    path: str, content: str | bytes, settings: Settings, folder: Path | None = None
) -> tuple[Page, FrontMatter, GuardResult]:
    """One page, with its front matter and the verdict of the guard."""
    docname = path.removesuffix(SUFFIX)
    text, undecoded = decoded(content)
    lines = text.removeprefix('\ufeff').split('\n')
    kind = kind_of(docname, settings.root, settings.folders)
    matter, merged = _matter_of(text, lines, undecoded)
    matter = as_meant(matter, kind, settings.declared)
    context = FieldContext(
        settings.notations,
        declared=settings.declared,
        numbering=settings.numbering,
        location=Location(docname, settings.root, settings.folders),
    )
    facts, problems = validate(matter, kind, context)
    if facts and not facts.draft:
        problems += check_placeholders(matter, kind)
    env: Env = {}
    verdict = guard_page(path, text, matter, settings, source=folder, env=env)
    facts = facts if verdict.counted else None
    body, fences, near = PageText(), [], NearSpoilers([], opened=False)
    foreign = ForeignMarks([], opened=False)
    unsaid: list[Problem] = []
    left: list[Problem] = []
    counts: tuple[WrittenCount, ...] = ()
    begun = bool(matter.end or not matter.problems)  # else nothing tells facts from text
    if verdict.readable and begun:
        first = matter.end + 1
        body = read_page_text(lines, first, (docname, kind), settings, env)
        fences = check_fences(lines, first, settings, env)
        near = near_spoilers(lines, first, settings, env)
        foreign = foreign_marks(lines, matter, settings, env)
        unsaid = check_silence(lines, matter, settings, env)
        if facts and not any(one.code is Code.HEADING for one in body.problems):
            left = list(check_unfinished(lines, first, (docname, kind), facts, body.outline))
        counts = written_counts(lines, matter, settings, env)
        opened = near.opened or foreign.opened or (fences and mentions_spoiler(lines, first))
        if merged:  # which explains all else
            body.problems, fences, unsaid, left = [], [], [], []
            near, foreign, opened = NearSpoilers([], True), ForeignMarks([], True), True
        if opened and settings.allowed.guarded:
            verdict = replace(verdict, text=None)
    violations = tuple(_not_reported(verdict, problems, [*body.problems, *near.problems]))
    refused = {violation.line for violation in violations if violation.code is Code.FORBIDDEN}
    partial = facts if left else None
    if not facts:
        partial = validate_partially(matter, kind, context)
    page = Page(
        docname=docname,
        path=path,
        kind=kind,
        title=body.title,
        facts=None if left else facts,
        partial_facts=partial,
        places=matter.places,
        links=tuple(link for link in body.links if link.line not in refused),
        spoilers=tuple(body.spoilers),
        terms=tuple(body.terms) if verdict.shown else (),
        values=tuple(body.values),
        counts=counts,
        files=tuple(file for file in body.files if file.line not in refused),
        labels=tuple(body.labels) if verdict.shown else (),
        slugs=tuple(body.slugs) if verdict.shown else (),
        written_labels=tuple(body.written_labels),
        ids=tuple(sorted(body.places)),
        panels=tuple(body.panels),
        toctree_weight=body.toctree_weight,
        toctrees=tuple(body.toctrees) if verdict.shown else (),
        unlisted=bool(matter.problems) or not _UNLISTED[kind].isdisjoint(matter.values),
        source=hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest(),
        problems=(
            *(undecoded if text else ()),
            *merged,
            *problems,
            *violations,
            *fences,
            *_not_at(fences, near.problems),
            *_not_at([*fences, *near.problems, *violations], foreign.problems),
            *body.problems,
            *unsaid,
            *left,
        ),
    )
    unknown = tuple(_unknown_sections(page, body.sections)) if verdict.readable and begun else ()
    terms = tuple(_terms(page, body.sections_of_terms, settings))
    return replace(page, problems=page.problems + unknown, terms=terms), matter, verdict


def _matter_of(
    text: str, lines: Sequence[str], undecoded: tuple[Problem, ...]
) -> tuple[FrontMatter, tuple[Problem, ...]]:
    """Front matter of a page, and the mark that a merge left in its text."""
    if undecoded and not text:
        return FrontMatter({}, {}, 0, undecoded), ()
    matter = read_front_matter(text)
    mark = mark_of_merge(lines)
    if mark is None or mark.line <= matter.end:
        return matter, ()
    if matter.end or (mark.line > 1 and not matter.problems):
        return matter, (mark,)
    return FrontMatter({}, {}, 0, (mark,)), ()


def _terms(page: Page, sections: Sequence[str], settings: Settings) -> Iterator[Term]:
    """The terms of a page, of which those in the plot of an episode are closed."""
    facts = page.facts or page.partial_facts
    if not isinstance(facts, Episode):
        yield from page.terms
        return
    for term, section in zip(page.terms, sections, strict=False):
        is_open = section in facts.open_sections
        yield term if is_open else term._replace(plot=facts.closes(settings.numbering))


def _unknown_sections(page: Page, sections: Sequence[str]) -> Iterator[Problem]:
    """Problems of the open sections of an episode that its page does not have."""
    facts = page.facts or page.partial_facts
    for index, heading in enumerate(facts.open_sections if isinstance(facts, Episode) else ()):
        if heading not in sections:
            hint = did_you_mean(heading, sections)
            message = f'the page has no section {heading!r}{hint}'
            yield page.problem(Code.UNKNOWN_HEADING, message, 'open', index)


def _not_at(reported: Sequence[Problem], others: Sequence[Problem]) -> Iterator[Problem]:
    """The others, without those in lines that are `reported` already."""
    lines = {problem.line for problem in reported}
    return (problem for problem in others if problem.line not in lines)


def _not_reported(
    verdict: GuardResult, of_facts: Sequence[Problem], of_text: Sequence[Problem]
) -> Iterator[Problem]:
    """Problems of the guard that no other check reports, which have a hint about unknown names."""
    places = {(problem.line, problem.column) for problem in of_facts}
    near = {problem.line for problem in of_text if problem.code is Code.SPOILER}
    names = {
        (problem.line, problem.column - 1)
        for problem in of_text
        if problem.code in {Code.UNKNOWN_DIRECTIVE, Code.UNKNOWN_ROLE}
    }
    for problem in verdict.problems:
        place = (problem.line, problem.column)
        if problem.code in {Code.CHARACTER, Code.FORBIDDEN} and place in places:
            continue
        if problem.code is Code.FORBIDDEN and problem.line in near:
            continue
        if problem not in verdict.unknown or place not in names:
            yield problem


_UNLISTED: Final = {kind: frozenset({'orphan', *KINDS}) - {kind} for kind in KINDS}
"""Keys of front matter, by kind, of a page that no table of contents need list: it is an orphan,
or in the wrong folder."""


@dataclass(frozen=True)
class Wiki:
    """Pages by path, of a folder or of a revision of it."""

    texts: Mapping[str, str | bytes]
    """Source of every page, by its path relative to the source folder."""
    settings: Settings
    has_file: Callable[[str], bool] | None = None
    """Whether a file exists; without it, pictures are not looked up."""
    read: Callable[[str, str | bytes, Settings], Page] = read_page
    """Parses a page; whoever compares two revisions passes a cached function."""
    processes: int = 1
    """Processes that parse the pages, see :func:`criticwiki.forks.forked_map`."""

    @cached_property
    def numbering(self) -> Numbering:
        """Seasons and specials, from the page about the series."""
        text = self.texts.get(f'{self.settings.root}{SUFFIX}')
        return UNKNOWN if text is None else valid_numbering(decoded(text)[0])

    @cached_property
    def corpus(self) -> Corpus:
        """The pages, and the index of them."""
        settings = with_numbering(self.settings, self.numbering)

        def page_at(path: str) -> Page:
            return self.read(path, self.texts[path], settings)

        read = forked_map(page_at, self.texts, self.processes)
        pages = {page.docname: page for page in read}
        return Corpus(
            pages.values(),
            labels_of(pages),
            settings.notations,
            declared=settings.declared,
            numbering=settings.numbering,
        )

    @cached_property
    def problems(self) -> list[Problem]:
        """All problems, sorted by position."""
        return sorted({*check(self.corpus), *self._links()})

    def _links(self) -> Iterator[Problem]:
        checker = LinkChecker(
            self.corpus,
            self._lines,
            has_file=self.has_file,
            foreign=foreign_roles(self.settings.allowed.inventories),
        )
        data = lazy_wiki_data(self.corpus)
        for page in self.corpus.pages.values():
            yield from checker.dangling(page)
            yield from checker.files(page)
            yield from checker.values(page, data)
            yield from misspelled(self.corpus, page, self._lines(page))

    def _lines(self, page: Page) -> Sequence[str]:
        text = self.texts[page.path]
        return decoded(text)[0].split('\n')
