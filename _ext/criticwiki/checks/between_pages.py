"""What only shows when all pages are known: the problems between pages."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from criticwiki.markdown.labels_check import check_labels
from criticwiki.markdown.toctrees import check_contents
from criticwiki.model.kinds import Character, Episode, Review, Series
from criticwiki.problems import Code, Problem, did_you_mean

from .meant import did_you_mean_page

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.corpus.names import Name
    from criticwiki.model.kinds import Judgement
    from criticwiki.model.page import Page

LASTING: Final = frozenset({Code.SCOPE, Code.UNKNOWN_ASPECT, Code.UNKNOWN_PAGE})
"""Problems of a page with others that an edit of others does not change, unless it may show
on any page: see :mod:`criticwiki.corpus.invalidation`."""


def check(corpus: Corpus, only: Collection[str] | None = None) -> list[Problem]:
    """Every problem of every page, sorted by place.

    Where the `LASTING` problems of all other pages are known, `only` names the edited ones.
    """
    found = [problem.at(page.path) for page in corpus.pages.values() for problem in page.problems]
    found += _duplicate_ids(corpus)
    found += _duplicate_numbers(corpus)
    found += _duplicate_names(corpus)
    found += _duplicate_addresses(corpus)
    found += check_contents(corpus)
    found += check_labels(corpus)
    for page in corpus.pages.values():
        if only is not None and page.docname not in only:
            continue
        found += _spoiler_blocks(corpus, page)
        told = {(problem.line, problem.column) for problem in page.problems}
        found += [p for p in _facts(corpus, page) if (p.line, p.column) not in told]
    return sorted(set(found))


def _facts(corpus: Corpus, page: Page) -> Iterator[Problem]:
    """What is wrong with the facts of a page beside the other pages."""
    facts = page.facts or page.salvaged
    if isinstance(facts, Series):
        yield from _series(corpus, page, facts)
    elif isinstance(facts, Episode):
        yield from _episode(corpus, page, facts)
    elif isinstance(facts, Character):
        yield from _character(corpus, page, facts)
    elif isinstance(facts, Review):
        yield from _Reviewed(corpus, page, facts).problems()


def _duplicate_ids(corpus: Corpus) -> Iterator[Problem]:
    groups: dict[str, list[Page]] = defaultdict(list)
    for page in corpus.pages.values():
        if page.kind not in {'page', 'series'}:
            groups[page.id].append(page)
    for identifier, (first, *others) in sorted(groups.items()):
        for page in others:
            message = f'the id {identifier!r} is taken by {first.path}; rename one of the files'
            yield page.problem(Code.DUPLICATE_ID, message)


def _duplicate_numbers(corpus: Corpus) -> Iterator[Problem]:
    for entry in corpus.episodes:
        first = corpus.episode_by_number[entry.facts.number].page
        if first is not entry.page:
            message = f'episode {entry.facts.number} is taken by {first.path}'
            yield entry.page.problem(Code.DUPLICATE_ID, message, 'number')


def _duplicate_names(corpus: Corpus) -> Iterator[Problem]:
    for text, names in corpus.claims.items():
        claimants = {name.docname: name for name in names if _is_character(corpus, name)}
        if len(claimants) < 2:
            continue
        first, *others = (corpus.pages[docname] for docname in sorted(claimants))
        for page in others:
            message = f'the name {text!r} is taken by {_place_of_name(first, text)}'
            path = _path_of_name(page, text)
            yield page.problem(Code.DUPLICATE_NAME, message, *path)


def _duplicate_addresses(corpus: Corpus) -> Iterator[Problem]:
    """Reviews of one address, unless each names another author."""
    groups: dict[str, list[tuple[Page, str | None]]] = defaultdict(list)
    for page in corpus.pages.values():
        if isinstance(page.facts, Review) and page.facts.url:
            address = page.facts.url.partition('#')[0].rstrip('/')
            groups[address].append((page, page.facts.author))
    for entries in groups.values():
        for index, (page, author) in enumerate(entries):
            earlier = entries[:index]
            same = (one for one, other in earlier if not author or not other or author == other)
            if (first := next(same, None)) is not None:
                line, column = first.place('url')
                message = f'the review of this address is {first.path}:{line}:{column}; keep one'
                yield page.problem(Code.DUPLICATE_URL, message, 'url')


def _is_character(corpus: Corpus, name: Name) -> bool:
    return corpus.pages[name.docname].kind == 'character'


def _place_of_name(page: Page, text: str) -> str:
    line, column = page.place(*_path_of_name(page, text))
    return f'{page.path}:{line}:{column}'


def _path_of_name(page: Page, text: str) -> tuple[str | int, ...]:
    facts = page.facts
    if isinstance(facts, Character):
        for field in ('aliases', 'misspellings'):
            if text in getattr(facts, field):
                return (field, getattr(facts, field).index(text))
        for index, revealed in enumerate(facts.revealed):
            if revealed.alias == text:
                return ('revealed', index, 'alias')
    return ('name',)


def _beyond(corpus: Corpus, number: int | None) -> str | None:
    """What is wrong with an episode number, or None."""
    if number and corpus.season and number > corpus.season:
        return f'episode {number} is outside the season, which has {corpus.season}'
    return None


def _outside(
    corpus: Corpus, page: Page, numbers: Iterable[int | None], *path: str | int
) -> Iterator[Problem]:
    for number in numbers:
        if message := _beyond(corpus, number):
            yield page.problem(Code.SCOPE, f'{path[-1]}: {message}', *path)
            return


def _series(corpus: Corpus, page: Page, facts: Series) -> Iterator[Problem]:
    for name, aspect in facts.aspects.items():
        yield from _outside(corpus, page, [aspect.needs], 'aspects', name, 'needs')


def _spoiler_blocks(corpus: Corpus, page: Page) -> Iterator[Problem]:
    for spoiler in page.spoilers:
        if message := _beyond(corpus, spoiler.episode):
            place = (spoiler.line, spoiler.column)
            yield Problem(page.path, *place, Code.SCOPE, f'spoiler: {message}')


def _episode(corpus: Corpus, page: Page, facts: Episode) -> Iterator[Problem]:
    yield from _outside(corpus, page, [facts.number], 'number')
    for variant, review in facts.variants.items():
        yield from _unknown(corpus, page, 'review', review, 'variants', variant)


def _character(corpus: Corpus, page: Page, facts: Character) -> Iterator[Problem]:
    yield from _outside(corpus, page, facts.appears_in or (), 'appears_in')
    for index, revealed in enumerate(facts.revealed):
        path = ('revealed', index)
        yield from _outside(corpus, page, [revealed.episode], *path, 'episode')
        yield from _outside(corpus, page, revealed.appears_in or (), *path, 'appears_in')


def _unknown(
    corpus: Corpus, page: Page, role: str, target: str, *path: str | int
) -> Iterator[Problem]:
    if corpus.find(role, target) is None:
        message = f'there is no {role} {target!r}{did_you_mean_page(corpus, role, target)}'
        yield page.problem(Code.UNKNOWN_PAGE, message, *path)


class _Reviewed:
    """The checks of one review against the series and the other pages."""

    def __init__(self, corpus: Corpus, page: Page, facts: Review) -> None:
        self.corpus = corpus
        self.page = page
        self.facts = facts

    def problems(self) -> Iterator[Problem]:
        yield from _outside(self.corpus, self.page, self.facts.covers, 'covers')
        for number in self.facts.episode_scores:
            yield from self._seen(number, 'episode_scores', str(number))
        yield from self._aspects()
        yield from self._remarks()

    def _seen(self, number: int, *path: str | int) -> Iterator[Problem]:
        beyond = list(_outside(self.corpus, self.page, [number], *path))
        yield from beyond
        if not beyond and number not in self.facts.covers:
            message = f"episode {number} is not among those in 'covers' ({self.facts.covers})"
            yield self.page.problem(Code.SCOPE, message, *path)

    def _aspects(self) -> Iterator[Problem]:
        if self.corpus.series is None:
            return
        known = self.corpus.series.aspects
        for name, judgement in self.facts.aspects.items():
            path = ('aspects', name)
            if name not in known:
                hint = did_you_mean(name, known) or f'; the list is in {self._list()}'
                message = f'unknown aspect {name!r}{hint}'
                yield self.page.problem(Code.UNKNOWN_ASPECT, message, *path)
            elif (needs := known[name].needs) and needs not in self.facts.covers:
                message = f'{name!r} needs episode {needs}, which this critic had not seen'
                yield self.page.problem(Code.SCOPE, message, *path)
            yield from self._spoils(judgement, *path)

    def _list(self) -> str:
        """The page with the list of aspects."""
        return next(page.path for page in self.corpus.pages.values() if page.kind == 'series')

    def _remarks(self) -> Iterator[Problem]:
        for index, remark in enumerate(self.facts.remarks):
            path = ('remarks', index)
            if isinstance(remark.about, int):
                yield from self._seen(remark.about, *path, 'about')
            else:
                yield from _unknown(
                    self.corpus, self.page, 'character', remark.about, *path, 'about'
                )
            yield from self._spoils(remark, *path)

    def _spoils(self, judgement: Judgement, *path: str | int) -> Iterator[Problem]:
        yield from _outside(self.corpus, self.page, [judgement.spoils], *path, 'spoils')
