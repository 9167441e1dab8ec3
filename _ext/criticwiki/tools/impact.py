"""Subcommand `impact`: says in sentences what a change does to the consensus."""

from __future__ import annotations

import hashlib
import re
import sys
from argparse import ArgumentParser
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from criticwiki.checks.loader import Wiki, read_page
from criticwiki.config import with_numbering
from criticwiki.corpus.corpus import Corpus
from criticwiki.i18n import use_words
from criticwiki.markdown.links import link_of_address, link_of_role, target_in
from criticwiki.markdown.parser import FENCES, Walk
from criticwiki.model.encodings import decoded
from criticwiki.model.front_matter import end_of_front_matter
from criticwiki.model.page import SUFFIX, Block, Link, Run
from criticwiki.panels.view_reuse import reuse_views
from criticwiki.problems import Code

from .impact_report import as_markdown, as_text, edited_pages, impact, panels_of
from .source_files import (
    ConfError,
    GitError,
    file_at,
    page_file_problems,
    pages_at,
    pages_in,
    read_settings,
    renames,
)
from .touched_sentences import touched_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from markdown_it.token import Token

    from criticwiki.config import Settings
    from criticwiki.markdown.directives import Directive
    from criticwiki.problems import Problem

    from .impact_report import Sentence

_NO_PROSE: Final = frozenset({'blockquote', 'footnote', 'footnote_reference', 'dt', 'heading'})
_CODE: Final = re.compile(r'(`+)(?!`).+?(?<!`)\1(?!`)', re.DOTALL)
_CARDS: Final = frozenset({'card', 'grid-item-card', 'toctree', 'figure'})
_OPEN: Final = frozenset({'ja', 'abbr', 'sub', 'sup'})
_DESCRIPTION: Final = """\
Compares the pages as they are now with those of a revision, and says what the difference does
to what critics say together, and which sentences print a number that it changes. Prints nothing
where it does nothing. Both states are read with the conf.py of now: the one of a revision is code,
which is not run. Problems of pages are told, and the pages count as they do in a build. Exit code:
0, or 1 where pages have problems now, or 2 where a state cannot be read.
"""
_PROBLEMS: Final = (
    'a page with a problem counts as in a build: not at all if its facts are invalid\n'
)


def main(arguments: Sequence[str]) -> int:
    """Compare the pages with those at a git revision and print the report.

    :returns: exit code 0; 1 where pages have problems now, and 2 where a state cannot be read.
    """
    parser = ArgumentParser('python -m criticwiki impact', description=_DESCRIPTION)
    parser.add_argument('base', metavar='BASE', help='the revision to compare with, like main')
    parser.add_argument('source', nargs='?', default='.', type=Path, help='the folder of conf.py')
    parser.add_argument('--format', choices=('text', 'markdown'), default='text')
    options = parser.parse_intermixed_args(arguments)
    try:
        settings = read_settings(options.source)
        base_pages = pages_at(options.source, options.base, settings)
        base_conf = file_at(options.source, options.base, 'conf.py')
        pages = pages_in(options.source, settings)
        refused = page_file_problems(options.source, settings)
    except (ConfError, GitError) as error:
        return _fail(str(error))
    except OSError as error:
        return _fail(f'{error.filename}: {error.strerror}')
    conf = (options.source / 'conf.py').read_bytes()
    if base_conf is not None and base_conf.splitlines() != conf.splitlines():
        sys.stderr.write(f'conf.py is another than in {options.base}; it is used for both\n')
    states = States(base_pages, pages, settings)
    _write_problems(states.problems_before, f'{options.base}:')
    problems = sorted([*refused, *states.problems])
    _write_problems(problems, '')
    if states.problems_before or problems:
        sys.stderr.write(_PROBLEMS)
    sentences = []
    if not states.same:
        use_words(states.after.numbering.words, settings.words)
        former = renames(base_pages, pages)
        sentences = states.report({_docname(new): _docname(old) for new, old in former.items()})
        use_words({}, {})
    if not sentences:
        sys.stderr.write(_no_impact(options.base, same=states.same))
    sys.stdout.write((as_markdown if options.format == 'markdown' else as_text)(sentences))
    return 1 if problems else 0


def _docname(path: str) -> str:
    return path.removesuffix(SUFFIX)


def _fail(message: str) -> int:
    sys.stderr.write(f'impact: {message}\n')
    return 2


def _stopping(wiki: Wiki) -> list[Problem]:
    """Problems of a wiki that may alter what is compared."""
    return [problem for problem in wiki.problems if problem.code not in _HARMLESS]


_HARMLESS: Final = frozenset({Code.UNLISTED, Code.MISSPELLING})
"""Codes of problems that no figure and no list depends on."""


def _write_problems(problems: Sequence[Problem], prefix: str) -> None:
    for problem in problems:
        sys.stderr.write(f'{prefix}{problem}\n')


def _no_impact(base: str, *, same: bool) -> str:
    """Why the report is empty: for stderr, as the report itself goes into a pull request."""
    if not same:
        return f'the pages have changed since {base}, but nothing that readers see\n'
    hint = '; after a commit, write BASE=main' if base == 'HEAD' else ''
    return f'no page has changed since {base}{hint}\n'


class States:
    """Pages before and after a change, checked and read into two corpora on demand."""

    def __init__(
        self, before: Mapping[str, bytes], after: Mapping[str, bytes], settings: Settings
    ) -> None:
        """Take contents of pages by path, and the settings for both states."""
        self._settings = settings
        self._prose = cache(
            lambda text, docname, numbering: read_prose(
                text, docname, with_numbering(settings, numbering)
            )
        )
        read = cache(
            lambda path, text, numbering: read_page(path, text, with_numbering(settings, numbering))
        )
        self._wikis = [
            Wiki(
                {path: decoded(content)[0] for path, content in pages.items()},
                settings,
                read=lambda path, text, its: read(path, text, its.numbering),
            )
            for pages in (before, after)
        ]

    @cached_property
    def problems_before(self) -> list[Problem]:
        """Problems of the pages before the change."""
        return _stopping(self._wikis[0])

    @cached_property
    def problems(self) -> list[Problem]:
        """Problems of the pages after the change."""
        return _stopping(self._wikis[1])

    @property
    def same(self) -> bool:
        """Whether every page has the same text before and after."""
        return self._wikis[0].texts == self._wikis[1].texts

    @cached_property
    def before(self) -> Corpus:
        """Corpus before the change."""
        return self._corpus(self._wikis[0])

    @cached_property
    def after(self) -> Corpus:
        """Corpus after the change, with results carried over from the one before."""
        corpus = self._corpus(self._wikis[1])
        if self.before.pages.keys() == corpus.pages.keys():
            reuse_views(self.before, corpus, edited_pages(self.before, corpus))
        return corpus

    def report(self, renames: Mapping[str, str]) -> list[Sentence]:
        """What the change does: the impact, then the sentences that it touches.

        :param renames: former docnames of renamed pages, by docname.
        """
        texts = {
            page.docname: str(self._wikis[1].texts[page.path]) for page in self.after.pages.values()
        }
        settings = with_numbering(self._settings, self.after.numbering)
        touched = touched_sentences(self.before, self.after, texts, settings)
        return [*impact(self.before, self.after, renames), *touched]

    def _corpus(self, wiki: Wiki) -> Corpus:
        """Corpus with prose and all panels, where a digest of its body is a page's source."""
        texts = {page.docname: str(wiki.texts[page.path]) for page in wiki.corpus.pages.values()}

        def prose(docname: str) -> Sequence[Block]:
            return self._prose(texts[docname], docname, wiki.numbering)

        pages = [
            replace(
                page, source=_body_digest(texts[name]), panels=tuple(panels_of(wiki.corpus, page))
            )
            for name, page in wiki.corpus.pages.items()
        ]
        return Corpus(
            pages,
            wiki.corpus.labels,
            self._settings.notations,
            prose,
            self._settings.declared,
            wiki.numbering,
        )


def _body_digest(text: str) -> str:
    """SHA-256 of a page without its front matter, which shows in panels or not at all."""
    body = '\n'.join(text.split('\n')[end_of_front_matter(text) :]).strip()
    return hashlib.sha256(body.encode('utf-8', 'replace')).hexdigest()


def read_prose(text: str, docname: str, settings: Settings) -> tuple[Block, ...]:
    """Every block of prose of a page, in order."""
    reader = _ProseReader(docname, settings)
    lines = text.removeprefix('\ufeff').split('\n')[end_of_front_matter(text) :]
    reader.read('\n'.join(lines), 1)
    return tuple(reader.blocks)


class _ProseReader(Walk):
    """Visitor that collects the paragraphs in which a page itself speaks."""

    def __init__(self, docname: str, settings: Settings) -> None:
        super().__init__(settings)
        self.blocks: list[Block] = []
        self._docname = docname
        self._sections = self._closed = 0
        self._skipped = 0
        self._inside = ''

    def read(self, text: str, first: int) -> None:
        before, self._skipped = self._skipped, 0
        super().read(text, first)
        self._skipped = before

    def visit(self, token: Token, line: int) -> None:
        kind, _, step = token.type.rpartition('_')
        if kind in _NO_PROSE:
            self._skipped += {'open': 1, 'close': -1}.get(step, 0)
            self._sections += token.type == 'heading_open'
        elif token.type in FENCES or not self._skipped:
            super().visit(token, line)

    def visit_inline(self, text: str, _line: int) -> None:
        if runs := tuple(self._runs(text)):
            self.blocks.append(Block(f'{self._sections}{self._inside}', runs, self.spoils))

    def visit_term(self, text: str, line: int) -> None:
        """A term is a name, and no prose."""

    def visit_directive(self, directive: Directive) -> None:
        if directive.name in _CARDS:
            return
        before = self._inside
        if directive.spoils(self.settings.numbering):
            self._closed += 1
            self._inside = f'/{self._closed}'
        self.visit_body(directive)
        self._inside = before

    def _runs(self, text: str) -> Iterator[Run]:
        tokens = self.parse_inline(text)
        if not tokens:
            yield from _plain(text)
            return
        link: Link | None = None
        closed = False
        for token in tokens:
            if token.type == 'link_open':
                address = str(token.attrGet('href') or '')
                found = link_of_address(
                    address, self._docname, self.syntax, auto=False, explicit=True
                )
                link, closed = (found if isinstance(found, Link) else None), True
            elif token.type == 'link_close':
                link, closed = None, False
            elif token.type == 'myst_role':
                yield self._role(token)
            elif token.type in {'softbreak', 'hardbreak'}:
                yield Run('\n', not closed)
            elif token.content and token.type in {'text', 'text_special', 'code_inline'}:
                yield Run(token.content, not closed and token.type != 'code_inline', link)

    def _role(self, token: Token) -> Run:
        name = token.meta['name']
        found = link_of_role(name, token.content, self._docname)
        target, start, titled = target_in(token.content)
        shown = token.content[: max(start - 1, 0)].strip() if titled else target
        if name == 'value':
            shown = '\u2026'
        return Run(shown, name in _OPEN, found if isinstance(found, Link) else None)


def _plain(text: str) -> Iterator[Run]:
    """Words without links and roles, where code may stand."""
    start = 0
    for found in _CODE.finditer(text):
        yield Run(text[start : found.start()].replace('*', ''))
        yield Run(found[0], open=False)
        start = found.end()
    yield Run(text[start:].replace('*', ''))
