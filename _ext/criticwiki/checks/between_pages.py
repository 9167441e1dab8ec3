"""Checks between pages: duplicates, unknown ids, episodes out of scope, numbers written out."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from criticwiki.corpus.corpus import names_of
from criticwiki.corpus.critics import all_critics
from criticwiki.corpus.generated_docnames import reviews_by_name
from criticwiki.markdown.links import check_labels
from criticwiki.markdown.toctrees import check_contents
from criticwiki.model.kinds import Character, Episode, Series
from criticwiki.model.numbering import format_number
from criticwiki.model.review import Review
from criticwiki.problems import Code, Problem, did_you_mean
from criticwiki.text import composed

from .generated_pages import written_over
from .identity import duplicate_urls, similar_names
from .link_targets import did_you_mean_page, episode_name
from .old_addresses import old_addresses

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.corpus.names import PageName
    from criticwiki.model.numbering import Number
    from criticwiki.model.page import Page, WrittenCount
    from criticwiki.model.page_facts import PageFacts
    from criticwiki.model.review import Passage


STABLE_CODES: Final = frozenset(
    {Code.SCOPE, Code.UNKNOWN_ASPECT, Code.UNKNOWN_GROUP, Code.UNKNOWN_NAME, Code.UNKNOWN_PAGE}
)
"""Codes of problems between pages that stay valid when other pages are edited.

Exception: edits that invalidate every page, see :mod:`criticwiki.corpus.invalidation`.
"""


def check(corpus: Corpus, only: Collection[str] | None = None) -> list[Problem]:
    """All problems of all pages except broken links, sorted by location.

    `only` restricts checks for `STABLE_CODES` to these docnames, for incremental builds.
    """
    problems = [
        problem.at(page.path) for page in corpus.pages.values() for problem in page.problems
    ]
    problems += _duplicate_ids(corpus)
    problems += _duplicate_numbers(corpus)
    problems += _duplicate_names(corpus)
    problems += _duplicate_labels(corpus)
    problems += similar_names(corpus)
    problems += duplicate_urls(corpus)
    problems += old_addresses(corpus).problems
    problems += written_over(corpus)
    problems += _replacements(corpus)
    problems += check_contents(corpus)
    problems += check_labels(corpus)
    problems += _written_counts(corpus)
    for page in corpus.pages.values():
        if only is not None and page.docname not in only:
            continue
        problems += _spoiler_blocks(corpus, page)
        reported = {(problem.line, problem.column) for problem in page.problems}
        problems += [p for p in _facts(corpus, page) if (p.line, p.column) not in reported]
    return sorted(set(problems))


def _facts(corpus: Corpus, page: Page) -> Iterator[Problem]:
    """Problems of the front matter of a page with respect to other pages."""
    facts = page.facts or page.partial_facts
    if facts:
        yield from _meanings(corpus, page, facts)
    if isinstance(facts, Series):
        yield from _series(corpus, page, facts)
    elif isinstance(facts, Episode):
        yield from _episode(corpus, page, facts)
    elif isinstance(facts, Character):
        yield from _character(corpus, page, facts)
    elif isinstance(facts, Review):
        yield from _ReviewCheck(corpus, page, facts).problems()


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
        for number in entry.facts.numbers:
            first = corpus.episode_by_number[number].page
            if first is not entry.page:
                message = f'{episode_name(corpus, number)} is taken by {first.path}'
                yield entry.page.problem(Code.DUPLICATE_ID, message, 'number')
                break


def _duplicate_names(corpus: Corpus) -> Iterator[Problem]:
    for text, names in corpus.claims.items():
        claimants = {name.docname for name in names if _is_character(corpus, name)}
        listed = {name.docname for name in corpus.shared_names.get(text, ())}
        if len(claimants) < 2 or claimants <= listed:
            continue
        first, *others = (corpus.pages[docname] for docname in sorted(claimants))
        for page in others:
            message = (
                f'the name {text!r} is taken by {_place_of_name(first, text)}; if both go by it,'
                f" list their ids under 'shared_names' in {_series_path(corpus)}"
            )
            path = _path_of_name(page, text)
            yield page.problem(Code.DUPLICATE_NAME, message, *path)


def _duplicate_labels(corpus: Corpus) -> Iterator[Problem]:
    """Reviews with the label of another one, or with the name of another one's critic."""
    taken: dict[str, Page] = {}
    for page in corpus.pages.values():
        facts = page.facts or page.partial_facts
        if isinstance(facts, Review) and facts.label:
            first = taken.setdefault(composed(facts.label), page)
            if first is not page:
                where = _place_of(first, 'label')
                message = f'the label {facts.label!r} is taken by {where}; give each its own'
                yield page.problem(Code.DUPLICATE_NAME, message, 'label')
    for entry in corpus.reviews:
        label = entry.facts.label
        others = reviews_by_name(corpus).get(label or '', ())
        if other := next((one for one in others if label not in entry.facts.bylines), None):
            message = f'the label {label!r} is the name of a critic, of {other.page.path}'
            yield entry.page.problem(Code.DUPLICATE_NAME, message, 'label')


def _replacements(corpus: Corpus) -> Iterator[Problem]:
    """Reviews whose `replaces` names none, another critic's, or one that is replaced already."""
    for page in corpus.pages.values():
        facts = page.facts
        if not isinstance(facts, Review) or facts.replaces is None:
            continue
        other = corpus.by_id.get(facts.replaces)
        if other is None or not isinstance(other.facts, Review):
            yield from _check_page_id(corpus, page, 'review', facts.replaces, 'replaces')
        elif message := _cannot_replace(corpus, page, facts, other, other.facts):
            yield page.problem(Code.BAD_VALUE, f'replaces: {message}', 'replaces')


def _cannot_replace(corpus: Corpus, page: Page, facts: Review, other: Page, old: Review) -> str:
    """Message of why a review cannot replace another; empty if it can."""
    if other is page:
        return 'a review cannot replace itself'
    if not set(facts.critics) & set(old.critics):
        return f'{other.path} is by another critic; a critic replaces their own reviews only'
    successor = corpus.replacements.get(other.id)
    if successor and successor.page is not page and not page.draft:
        return f'{other.path} is replaced by {successor.page.path} already; keep one of the two'
    if _is_replaced_in_turn(corpus, page, facts):
        return 'these reviews replace one another, so none of them would count'
    return ''


def _is_replaced_in_turn(corpus: Corpus, page: Page, facts: Review) -> bool:
    """Whether following `replaces` from a review leads back to it."""
    seen: set[str] = set()
    target = facts.replaces
    while target and target not in seen:
        seen.add(target)
        other = corpus.by_id.get(target)
        target = other.facts.replaces if other and isinstance(other.facts, Review) else None
    return page.id in seen


def _is_character(corpus: Corpus, name: PageName) -> bool:
    return corpus.pages[name.docname].kind == 'character'


def _place_of_name(page: Page, text: str) -> str:
    return _place_of(page, *_path_of_name(page, text))


def _place_of(page: Page, *path: str | int) -> str:
    line, column = page.place(*path)
    return f'{page.path}:{line}:{column}'


def _path_of_name(page: Page, text: str) -> tuple[str | int, ...]:
    facts = page.facts
    if isinstance(facts, Character):
        for field in ('aliases', 'misspellings'):
            for index, name in enumerate(getattr(facts, field)):
                if composed(name) == text:
                    return (field, index)
        for index, revealed in enumerate(facts.revealed):
            if revealed.alias and composed(revealed.alias) == text:
                return ('revealed', index, 'alias')
        for code, name in facts.names.items():
            if name and composed(name) == text and facts.name != name:
                whole = (page.kind, 'names', code) in page.places
                return ('names', code) if whole else (f'name_{code}',)
    return ('name',)


def _season_message(corpus: Corpus, number: Number | None) -> str | None:
    """Message if an episode number exceeds the series, else None."""
    if number is not None and corpus.numbering.is_beyond(number):
        if not corpus.work.has_episodes:
            return f'the {corpus.work.kind} has no episodes; 1 stands for all of it'
        what = 'series' if corpus.numbering.several else 'season'
        has = corpus.numbering.total
        return f'episode {format_number(number)} is outside the {what}, which has {has}'
    return None


def _check_numbers(
    corpus: Corpus, page: Page, numbers: Iterable[Number | None], *path: str | int
) -> Iterator[Problem]:
    for number in numbers:
        if message := _season_message(corpus, number):
            yield page.problem(Code.SCOPE, f'{path[-1]}: {message}', *path)
            return


def _series_path(corpus: Corpus) -> str:
    paths = (page.path for page in corpus.pages.values() if page.kind == 'series')
    return next(paths, 'index.md')


def _meanings(corpus: Corpus, page: Page, facts: PageFacts) -> Iterator[Problem]:
    """Problems of `means`: it takes a shared name, and one of those who go by it."""
    for text, identifier in facts.means.items():
        path = ('means', text)
        claims = corpus.shared_names.get(composed(text), ())
        target = corpus.find('character', identifier)
        if target is None:
            yield from _check_page_id(corpus, page, 'character', identifier, *path)
        elif not claims:
            message = (
                f'{text!r} is no name that characters share; list who goes by it under'
                f" 'shared_names' in {_series_path(corpus)}"
            )
            yield page.problem(Code.UNKNOWN_NAME, message, *path)
        elif not target.draft and target.docname not in {claim.docname for claim in claims}:
            message = f'{identifier!r} is not among those who share the name {text!r}'
            yield page.problem(Code.UNKNOWN_NAME, message, *path)


def _shared_names(corpus: Corpus, page: Page, facts: Series) -> Iterator[Problem]:
    for text, identifiers in facts.shared_names.items():
        for index, identifier in enumerate(identifiers):
            path = ('shared_names', text, index)
            target = corpus.find('character', identifier)
            if target is None:
                yield from _check_page_id(corpus, page, 'character', identifier, *path)
            elif isinstance(target.facts, Character) and composed(text) not in {
                *names_of(target.facts),
                *(composed(fact.alias) for fact in target.facts.revealed if fact.alias),
            }:
                message = f"{identifier!r} does not go by {text!r}; add it to 'aliases' there"
                yield page.problem(Code.UNKNOWN_NAME, message, *path)


def _no_episodes(corpus: Corpus, so: str) -> str:
    """Message that the work has no episodes, what follows from that, and the cure."""
    root = _series_path(corpus)
    return f"the {corpus.work.kind} has no episodes, so {so}; {root} says how many under 'episodes'"


def _series(corpus: Corpus, page: Page, facts: Series) -> Iterator[Problem]:
    yield from _shared_names(corpus, page, facts)
    for name, aspect in facts.aspects.items():
        yield from _check_numbers(corpus, page, [aspect.needs], 'aspects', name, 'needs')
    critics = len(all_critics(corpus))
    if facts.verdict_critics not in {None, critics} and not _lacks_reviews(corpus):
        cure = f'write {critics} here' if critics else 'delete this line'
        message = (
            f'the verdict was written when there were {facts.verdict_critics} critics; now there'
            f' are {critics}: read it again, then {cure}'
        )
        if not facts.verdict:
            message = 'it counts the critics of a verdict, and there is none; delete this line'
        yield page.problem(Code.VERDICT, message, 'verdict_critics')


def _lacks_reviews(corpus: Corpus) -> bool:
    """Whether a problem keeps a review from being counted, so that the critics may be more."""
    return any(
        page.facts is None
        and (page.kind == 'review' or any(one.code is Code.MISPLACED for one in page.problems))
        for page in corpus.pages.values()
    )


def _written_counts(corpus: Corpus) -> Iterator[Problem]:
    """Problems of written numbers that are those of today, and need not be those of tomorrow.

    Another number is about other critics or reviews, for all that can be told, and is left alone.
    """
    pages = [page for page in corpus.pages.values() if page.counts]
    if not pages:
        return
    totals = {'critics': len(all_critics(corpus)), 'reviews': len(corpus.reviews)}
    for page in pages:
        for count in page.counts:
            if totals[count.noun] == count.number and not _is_dated(page, count):
                cure = _cure_of_count(count)
                message = f'{count.phrase!r} is untrue after the next review; {cure}'
                yield Problem(page.path, count.line, count.column, Code.COUNT, message)


def _is_dated(page: Page, count: WrittenCount) -> bool:
    """Whether it stands in a verdict that says from how many critics it was written."""
    facts = page.facts
    return (
        count.key == 'verdict' and isinstance(facts, Series) and facts.verdict_critics is not None
    )


def _cure_of_count(count: WrittenCount) -> str:
    if count.key == 'verdict':
        return f"write 'verdict_critics: {count.number}' below it, to be told then"
    if count.key:
        return 'say it without the number'
    number = count.phrase.split()[-3 if ' published ' in count.phrase.lower() else -2]
    form = f'consensus.{count.noun}' + ('' if number.isdigit() else ' in words')
    return (
        f'write {{value}}`{form}` for the number, or {{nolink}}`{number}` where it has'
        ' nothing to do with this wiki'
    )


def _spoiler_blocks(corpus: Corpus, page: Page) -> Iterator[Problem]:
    for spoiler in page.spoilers:
        if message := _season_message(corpus, spoiler.episode):
            place = (spoiler.line, spoiler.column)
            yield Problem(page.path, *place, Code.SCOPE, f'spoiler: {message}')


def _episode(corpus: Corpus, page: Page, facts: Episode) -> Iterator[Problem]:
    if not corpus.work.has_episodes:
        yield page.problem(Code.SCOPE, _no_episodes(corpus, 'no page can be about one'), 'number')
        return
    yield from _check_numbers(corpus, page, facts.numbers, 'number')
    for variant, review in facts.variants.items():
        yield from _check_page_id(corpus, page, 'review', review, 'variants', variant)


def _character(corpus: Corpus, page: Page, facts: Character) -> Iterator[Problem]:
    if facts.group and corpus.series and facts.group not in corpus.series.groups:
        listed = f"; the list is 'groups' in {_series_path(corpus)}"
        hint = did_you_mean(facts.group, corpus.series.groups) or listed
        yield page.problem(Code.UNKNOWN_GROUP, f'unknown group {facts.group!r}{hint}', 'group')
    yield from _check_numbers(corpus, page, facts.appears_in or (), 'appears_in')
    for index, revealed in enumerate(facts.revealed):
        path = ('revealed', index)
        yield from _check_numbers(corpus, page, [revealed.episode], *path, 'episode')
        yield from _check_numbers(corpus, page, revealed.appears_in or (), *path, 'appears_in')


def _check_page_id(
    corpus: Corpus, page: Page, role: str, target: str, *path: str | int
) -> Iterator[Problem]:
    if corpus.find(role, target) is None:
        message = f'there is no {role} {target!r}{did_you_mean_page(corpus, role, target)}'
        yield page.problem(Code.UNKNOWN_PAGE, message, *path)


class _ReviewCheck:
    """Checks of one review against the series and other pages."""

    def __init__(self, corpus: Corpus, page: Page, facts: Review) -> None:
        self.corpus = corpus
        self.page = page
        self.facts = facts

    def problems(self) -> Iterator[Problem]:
        if (self.page.kind, 'covers') in self.page.places:
            yield from _check_numbers(self.corpus, self.page, self.facts.covers, 'covers')
        for number in self.facts.episode_scores:
            if not self.corpus.work.has_episodes:
                message = _no_episodes(self.corpus, "its score stands under 'score'")
                yield self.page.problem(Code.SCOPE, message, 'episode_scores', self._key_of(number))
                continue
            yield from self._check_covered(number, 'episode_scores', self._key_of(number))
        yield from self._aspects()
        yield from self._remarks()

    def _key_of(self, number: Number) -> str:
        """Key of an episode score as it is written: `S2E3`, `13.5`, the name of a special."""
        keys = (str(path[-1]) for path in self.page.places if path[1:-1] == ('episode_scores',))
        find = self.corpus.numbering.find
        return next((key for key in keys if find(key) == number), format_number(number))

    def _check_covered(self, number: Number, *path: str | int) -> Iterator[Problem]:
        beyond = list(_check_numbers(self.corpus, self.page, [number], *path))
        yield from beyond
        if not beyond and number not in self.facts.covers:
            covers = self.corpus.numbering.label(self.facts.covers)
            message = (
                f"{episode_name(self.corpus, number)} is not among those in 'covers' ({covers})"
            )
            yield self.page.problem(Code.SCOPE, message, *path)

    def _aspects(self) -> Iterator[Problem]:
        if self.corpus.series is None:
            return
        aspects = self.corpus.series.aspects
        for name, judgement in self.facts.aspects.items():
            path = ('aspects', name)
            if name not in aspects:
                hint = did_you_mean(name, aspects) or f'; the list is in {self._aspect_page()}'
                message = f'unknown aspect {name!r}{hint}'
                yield self.page.problem(Code.UNKNOWN_ASPECT, message, *path)
            elif (needs := aspects[name].needs) is not None and needs not in self.facts.covers:
                episode = episode_name(self.corpus, needs)
                message = f'{name!r} needs {episode}, which this critic had not seen'
                yield self.page.problem(Code.SCOPE, message, *path)
            yield from self._check_spoils(judgement, *path)

    def _aspect_page(self) -> str:
        """Path of the page with the list of aspects."""
        return _series_path(self.corpus)

    def _remarks(self) -> Iterator[Problem]:
        for index, remark in enumerate(self.facts.remarks):
            path = ('remarks', index)
            if not isinstance(remark.about, str) and not self.corpus.work.has_episodes:
                message = _no_episodes(self.corpus, 'a remark is about a character')
                yield self.page.problem(Code.SCOPE, message, *path, 'about')
            elif not isinstance(remark.about, str):
                yield from self._check_covered(remark.about, *path, 'about')
            else:
                yield from _check_page_id(
                    self.corpus, self.page, 'character', remark.about, *path, 'about'
                )
            yield from self._check_spoils(remark, *path)

    def _check_spoils(self, passage: Passage, *path: str | int) -> Iterator[Problem]:
        yield from _check_numbers(self.corpus, self.page, [passage.spoils], *path, 'spoils')
