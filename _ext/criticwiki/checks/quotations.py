"""Proves quotations against the private copies of reviews, which are no part of a wiki."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final, NamedTuple

from criticwiki.corpus.titles import critics_named, titles
from criticwiki.model.fields import MAX_QUOTE_CHARACTERS, MAX_QUOTE_WORDS
from criticwiki.model.front_matter import end_of_front_matter
from criticwiki.model.kinds import Character, Review
from criticwiki.problems import Code, Problem, did_you_mean

from .copied import MOST, Copies, folded_words
from .quoted_words import quoted_words
from .source_text import LIKE, SourceText, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.model.kinds import Judgement
    from criticwiki.model.page import Page

    from .quoted_words import Quoted

SUFFIX: Final = '.txt'
_ITALICS: Final = 'a quotation is exactly as in its source; titles and other words go in *italics*'


class Proof(NamedTuple):
    """What came of it."""

    problems: list[Problem]
    proved: int
    """How many quotations stand in their sources."""


def prove(corpus: Corpus, texts: Mapping[str, str], sources: Mapping[str, bytes]) -> Proof:
    """Look for every quotation of a wiki in the private copies, and for what is copied.

    `texts` are the pages by their path, `sources` the copies by the name of their file.
    """
    return _Prover(corpus, texts, sources).prove()


class _Prover:
    """The wiki and its sources, both looked into once."""

    def __init__(
        self, corpus: Corpus, texts: Mapping[str, str], sources: Mapping[str, bytes]
    ) -> None:
        self._corpus = corpus
        self._texts = texts
        self._files = {name: bytes_.decode('utf-8', 'replace') for name, bytes_ in sources.items()}
        self._sums = {name: hashlib.sha256(held).hexdigest() for name, held in sources.items()}
        self._copies = Copies(self._files)
        self._sources: dict[str, SourceText] = {}
        self._proved = 0
        self._titles = frozenset(map(fold, titles(corpus)))
        self._headlines = [
            folded_words(page.facts.headline)
            for page in corpus.pages.values()
            if isinstance(page.facts, Review)
        ]

    def prove(self) -> Proof:
        """Every page, in the order of paths."""
        for page in self._corpus.pages.values():
            facts = page.facts or page.salvaged
            source = facts.source if isinstance(facts, Review) else None
            if source and (name := self._file(source.file)):
                self._sources[page.docname] = SourceText(self._files[name])
        found: set[Problem] = set()
        for page in self._corpus.pages.values():
            text = self._texts.get(page.path, '')
            found.update(self._copied(page, text))
            found.update(self._source(page))
            found.update(self._facts(page))
            found.update(self._prose(page, text))
        return Proof(sorted(found), self._proved)

    def _file(self, name: str) -> str | None:
        return next((known for known in (name, name + SUFFIX) if known in self._files), None)

    def _source(self, page: Page) -> Iterator[Problem]:
        """Whether the private copy of a review is there, and the one that the page names."""
        facts = page.facts or page.salvaged
        if not isinstance(facts, Review):
            return
        if facts.source is None:
            if any(held.quotes for _, held in _judgements(facts)):
                message = "quotations need 'source: {file, sha256}' to be proved against"
                yield page.problem(Code.SOURCE, message)
            return
        name = self._file(facts.source.file)
        if name is None:
            known = (name.removesuffix(SUFFIX) for name in self._files)
            message = f'there is no source {facts.source.file!r}'
            message += did_you_mean(facts.source.file, known)
            yield page.problem(Code.SOURCE, message, 'source', 'file')
        elif self._sums[name] != facts.source.sha256:
            message = f'sha256: the source {name!r} has {self._sums[name]}'
            yield page.problem(Code.SOURCE, message, 'source', 'sha256')

    def _facts(self, page: Page) -> Iterator[Problem]:
        """The quotations in front matter."""
        facts = page.facts or page.salvaged
        if isinstance(facts, Review):
            for path, held in _judgements(facts):
                for index, phrase in enumerate(held.quotes):
                    place = page.place(*path, 'quotes', index)
                    yield from self._in(page, [page.docname], phrase, place)
                yield from self._told(page, held.says, *path, 'says')
        elif isinstance(facts, Character):
            for index, fact in enumerate(facts.revealed):
                yield from self._told(page, fact.fact, 'revealed', index, 'fact')
        yield from self._told(page, facts.summary if facts else None, 'summary')

    def _told(self, page: Page, words: str | None, *path: str | int) -> Iterator[Problem]:
        for quoted in quoted_words([words] if words else []):
            yield from self._quoted(page, quoted, page.place(*path))

    def _prose(self, page: Page, text: str) -> Iterator[Problem]:
        """The quotations below front matter."""
        end = end_of_front_matter(text)
        for quoted in quoted_words(text.split('\n')[end:], end + 1):
            yield from self._quoted(page, quoted, (quoted.line, quoted.column))

    def _quoted(self, page: Page, quoted: Quoted, place: tuple[int, int]) -> Iterator[Problem]:
        """Words in quotation marks: a title of the wiki, or a quotation of somebody."""
        if not quoted.words or fold(quoted.words).strip('.,;:!?') in self._titles:
            return
        count = len(quoted.words.split())
        if count > MAX_QUOTE_WORDS or len(quoted.words) > MAX_QUOTE_CHARACTERS:
            message = (
                f'a quotation has at most {MAX_QUOTE_WORDS} words and {MAX_QUOTE_CHARACTERS}'
                f' characters; this one has {count} and {len(quoted.words)}'
            )
            yield Problem(page.path, *place, Code.QUOTATION, message)
            return
        if isinstance(page.facts or page.salvaged, Review):
            yield from self._of_review(page, quoted, place)
            return
        speakers = critics_named(self._corpus, quoted.before, unnamed=False)
        named = speakers or critics_named(self._corpus, quoted.block)
        if quoted.noted or (quoted.sentence_noted and not speakers):
            return  # those are the words of another source
        if named or self._is_about_critics(page):
            yield from self._in(page, named or list(self._sources), quoted.words, place)

    def _of_review(self, page: Page, quoted: Quoted, place: tuple[int, int]) -> Iterator[Problem]:
        """On the page of a review it is the critic who speaks, or another who is named."""
        named = critics_named(self._corpus, quoted.before, unnamed=False)
        if quoted.noted or self._held_by((n for n in named if n != page.docname), quoted.words):
            return
        yield from self._in(page, [page.docname], quoted.words, place)

    def _is_about_critics(self, page: Page) -> bool:
        """Whether what a page quotes is said by critics: not so in a guide that names none."""
        if page.kind in {'episode', 'character'}:
            return True
        return bool(critics_named(self._corpus, self._texts.get(page.path, '')))

    def _held_by(self, reviews: Iterable[str], phrase: str) -> bool:
        return any(self._sources[name].has(phrase) for name in reviews if name in self._sources)

    def _in(
        self, page: Page, reviews: list[str], phrase: str, place: tuple[int, int]
    ) -> Iterator[Problem]:
        """Whether a phrase stands in the source of one of some reviews."""
        known = [name for name in reviews if name in self._sources]
        if self._held_by(known, phrase):
            self._proved += 1
        elif len(known) == len(reviews):
            message = f'{_source_of(known)} no {phrase!r}; {self._nearest(known, phrase)}'
            yield Problem(page.path, *place, Code.QUOTATION, message)

    def _nearest(self, reviews: list[str], phrase: str) -> str:
        found = [(*self._sources[name].nearest(phrase, MAX_QUOTE_WORDS), name) for name in reviews]
        like, passage, name = max(found, default=(0.0, '', ''))
        other = next((n for n in self._sources if self._sources[n].has(phrase)), None)
        if other:
            return f'it stands in the source of {other}'
        if like < LIKE:
            return _ITALICS
        where = 'it has' if len(reviews) == 1 else f'that of {name} has'
        return f'{where} {passage[:MAX_QUOTE_CHARACTERS]!r}'

    def _copied(self, page: Page, text: str) -> Iterator[Problem]:
        """Where a page has more than a phrase of a source; the headline of a review is none."""
        for run in self._copies.runs(text):
            if any(_within(run.words, headline) for headline in self._headlines):
                continue
            line = text.count('\n', 0, run.start) + 1
            column = run.start - text.rfind('\n', 0, run.start)
            message = (
                f'{len(run.words)} words in a row are those of the source {run.source!r};'
                f' more than {MOST} are not allowed: say it in your own'
            )
            yield Problem(page.path, line, column, Code.COPIED, message)


def _judgements(facts: Review) -> Iterator[tuple[tuple[str | int, ...], Judgement]]:
    """What a critic holds, and where in front matter it stands."""
    for name, held in facts.aspects.items():
        yield ('aspects', name), held
    for index, remark in enumerate(facts.remarks):
        yield ('remarks', index), remark


def _source_of(reviews: list[str]) -> str:
    return f'the source of {reviews[0]} has' if len(reviews) == 1 else 'the sources have'


def _within(words: tuple[str, ...], headline: tuple[str, ...]) -> bool:
    span = len(words)
    return any(headline[i : i + span] == words for i in range(len(headline) - span + 1))
