"""Checks between pages: duplicates, unknown ids, broken links, unreachable pages."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Final

from criticwiki.corpus.aspects import aspect_places
from criticwiki.corpus.corpus import names_of, reviews_by_name
from criticwiki.corpus.critics import all_critics
from criticwiki.corpus.drafts import id_from
from criticwiki.export.wiki_data import format_value, get_path, latest_spoiler, valid_keys
from criticwiki.markdown.links import (
    HEADING,
    anchor_of,
    check_labels,
    file_at,
    find_target,
    given_twice,
)
from criticwiki.markdown.reader import message_on_hidden
from criticwiki.markdown.toctrees import check_contents
from criticwiki.model.kinds import Character, Episode, Series
from criticwiki.model.numbering import format_number
from criticwiki.model.page import SUFFIX
from criticwiki.model.review import Review
from criticwiki.problems import Code, Problem, did_you_mean
from criticwiki.text import composed

from .counts import written_counts
from .identity import duplicate_urls, similar_names
from .old_addresses import moved_to, old_addresses

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.corpus.names import PageName
    from criticwiki.export.wiki_data import LazyMapping
    from criticwiki.model.numbering import Number
    from criticwiki.model.page import Link, Page
    from criticwiki.model.page_facts import PageFacts
    from criticwiki.model.review import Passage


def did_you_mean_page(corpus: Corpus, kind: str, word: str) -> str:
    """Suffix of a message: the id of the page of a kind that is meant, or an empty string."""
    ids = {page.id for page in corpus.pages.values() if page.kind == kind}
    if moved := moved_to(corpus, word, kind):
        return moved
    matches = set(_ids_by_name(corpus, word)) if kind == 'character' else set()
    matches = matches or {one for one in ids if word and one.startswith(f'{id_from(word)}-')}
    return f'; did you mean {matches.pop()!r}?' if len(matches) == 1 else did_you_mean(word, ids)


def _ids_by_name(corpus: Corpus, word: str) -> Iterator[str]:
    """Ids of characters with a name, spoilers excluded."""
    folded = word.casefold()
    for page in corpus.pages.values():
        names = names_of(page.facts) if isinstance(page.facts, Character) else ()
        if any(name.casefold() == folded for name in names):
            yield page.id


_OF_SCORES: Final = frozenset(f'consensus.{name}' for name in ('mean', 'median', 'low', 'high'))
"""Values that need the printed score of a review of the whole work."""
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
    problems += _replacements(corpus)
    problems += check_contents(corpus)
    problems += check_labels(corpus)
    problems += written_counts(corpus)
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
                message = f'{_name(corpus, number)} is taken by {first.path}'
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


def _name(corpus: Corpus, number: Number) -> str:
    """An episode in a message: by its number through the series, with that in its season."""
    label, plain = str(corpus.place(number)), format_number(number)
    return f'episode {plain}' if label == plain else f'episode {plain} ({label})'


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
            message = f"{_name(self.corpus, number)} is not among those in 'covers' ({covers})"
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
                episode = _name(self.corpus, needs)
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


STANDARD_LABELS: Final = {
    'genindex': 'genindex',
    'modindex': 'py-modindex',
    'py-modindex': 'py-modindex',
    'search': 'search',
}
"""Built-in labels of Sphinx, with their docnames."""

MAX_HINTS: Final = 20
"""Maximum number of suggestions per page: each compares with all pages."""


def labels_of(pages: Mapping[str, Page]) -> dict[str, str]:
    """Docnames by label, as Sphinx collects them."""
    labels = {docname: docname for docname in pages}
    for docname, page in pages.items():
        labels |= {term.text.lower(): docname for term in page.terms if not term.spoils}
    labels |= STANDARD_LABELS
    for docname, page in pages.items():
        labels |= dict.fromkeys(page.labels, docname)
    return labels


class LinkChecker:
    """Checker of links, file references and `{value}` roles."""

    def __init__(
        self,
        corpus: Corpus,
        lines_of: Callable[[Page], Sequence[str]],
        *,
        has_file: Callable[[str], bool] | None = None,
        foreign: frozenset[str] = frozenset(),
    ) -> None:
        """Prepare a corpus; `lines_of` returns the lines of a page, to locate links.

        `has_file` tells whether a file exists, by path relative to the source folder; without
        it, files are not checked. Links of `foreign` roles belong to other extensions.
        """
        self._corpus = corpus
        self._lines_of = lines_of
        self._has_file = has_file
        self._foreign = foreign
        self._invalid_pages = [page for page in corpus.pages.values() if page.facts is None]
        self._hints_left = 0
        self._anchors: dict[str, set[str]] = {}
        self._invalid_prefixes = tuple(f'{page.kind}s.{page.id}.' for page in self._invalid_pages)

    def is_broken(self, link: Link, docname: str) -> bool:
        """Whether a link has no target."""
        if link.role == 'toctree':
            return link.target not in self._corpus.pages and link.target not in STANDARD_LABELS
        if link.role == 'numref':  # Sphinx reports unknown ones
            return message_on_hidden(self._corpus, link) is not None
        if link.role == HEADING:
            return False
        if link.role in self._foreign or self._corpus.resolve(link) is not None:
            return False
        if link.role != 'path':
            return True
        path = file_at(docname, link.target.partition('#')[0])
        return self._has_file is not None and not self._has_file(path)

    def dangling(self, page: Page) -> Iterator[Problem]:
        """Problems of the links of a page: unknown targets and anchors."""
        seen: Counter[tuple[int, str]] = Counter()
        self._hints_left = MAX_HINTS
        for link in page.links:
            if self.is_broken(link, page.docname):
                if self._may_be_invalid_page(link) or link.target in given_twice(self._corpus):
                    continue
                message = message_on_hidden(self._corpus, link) or self._target_message(link)
            elif link.anchor and link.anchor not in self._anchors_on(link.target):
                message = self._anchor_message(link)
            elif link.role == HEADING and (other := self._corpus.find('any', link.target)):
                message = (
                    f'{link.target!r} is a heading of this page and the page {other.path}; write'
                    f' [words](/{page.path}#{link.target}) or [words](/{other.path})'
                )
            else:
                continue
            place = (link.line, link.column)
            if not link.column:
                key = (link.line, link.target)
                place = find_target(self._lines_of(page), *key, seen[key])
                seen[key] += 1
            yield Problem(page.path, *place, Code.DANGLING_LINK, message)

    def _anchors_on(self, docname: str) -> set[str]:
        if docname not in self._anchors:
            page = self._corpus.pages[docname]
            slugs = (slug for slug, _text in page.slugs)
            self._anchors[docname] = {*page.labels, *map(anchor_of, page.labels), *slugs}
        return self._anchors[docname]

    def _hint(self, look_up: Callable[[], str]) -> str:
        """Suggestion for a message, up to `MAX_HINTS` per page."""
        self._hints_left -= 1
        return look_up() if self._hints_left >= 0 else ''

    def _anchor_message(self, link: Link) -> str:
        hidden = [mark.name for mark in self._corpus.pages[link.target].marks if mark.spoils]
        if link.anchor in {*hidden, *map(anchor_of, hidden)}:
            return (
                f'{link.anchor!r} is inside a spoiler block, where no link from elsewhere leads;'
                f' leave out {"#" + link.anchor!r}'
            )
        places = aspect_places(self._corpus)
        if aspect := next((a for a in places if places[a] == (link.target, link.anchor)), None):
            return f'{link.anchor!r} is an aspect; link to it by {{aspect}}`{aspect}`'
        hint = self._hint(lambda: did_you_mean(link.anchor, self._anchors_on(link.target)))
        return f'there is no place {link.anchor!r} on {link.target + SUFFIX!r}{hint}'

    def _near_page(self, docname: str) -> str:
        """Suffix of a message: the page whose name begins so, or is most similar."""
        names = self._corpus.pages
        longer = [name for name in names if name.startswith(f'{docname}-')]
        if len(longer) == 1:
            return f'; did you mean {longer[0] + SUFFIX!r}?'
        return did_you_mean(docname + SUFFIX, (name + SUFFIX for name in names))

    def _target_message(self, link: Link) -> str:
        if link.role in {'doc', 'toctree'}:
            target = link.target + SUFFIX
            moved = moved_to(self._corpus, link.target)
            hint = moved or self._hint(lambda: self._near_page(link.target))
            return f'there is no page {target!r}{hint}'
        if link.role == 'path' and not link.target:
            return 'the link has no address; write one between ( and )'
        if link.role == 'any' and (pages := self._pages_by_slug.get(link.target)):
            return (
                f'no heading of this page is {link.target!r}, but one of {pages[0]!r} is: write'
                f' [words](/{pages[0]}#{link.target})'
            )
        name, hash_, place = link.target.partition('#')
        if link.role == 'path' and hash_ and (page := self._corpus.find('any', name)):
            return f'there is no page {link.target!r}; write [words](/{page.path}#{place})'
        if link.role == 'character':
            hint = self._hint(lambda: did_you_mean_page(self._corpus, link.role, link.target))
        else:
            kind = '' if link.role in {'any', 'path'} else link.role
            old = link.target.removesuffix(SUFFIX)
            moved = moved_to(self._corpus, old, kind)
            hint = moved or self._hint(
                lambda: did_you_mean(link.target, self._candidates(link.role))
            )
        what = 'page' if link.role in {'any', 'path'} else link.role
        return f'there is no {what} {link.target!r}{hint}'

    def _candidates(self, role: str) -> set[str]:
        if role == 'aspect':
            return set(aspect_places(self._corpus))
        if role == 'critic':
            return set(reviews_by_name(self._corpus))
        if role == 'term':
            return {term.text for page in self._corpus.pages.values() for term in page.terms}
        anything = role in {'any', 'path'}
        pages = self._corpus.by_id.values()
        ids = {page.id for page in pages if anything or role == page.kind}
        return ids | set(self._corpus.labels) if anything else ids

    def _may_be_invalid_page(self, link: Link) -> bool:
        """Whether a link to an episode number may refer to an episode with invalid front matter.

        That page has a problem of its own.
        """
        number = self._corpus.numbering.find(link.target)
        if link.role in {'doc', 'toctree'} or number is None:
            return False
        if self._corpus.numbering.is_beyond(number):
            return False
        return any(page.kind == 'episode' for page in self._invalid_pages)

    def files(self, page: Page) -> Iterator[Problem]:
        """Problems of references to files that do not exist."""
        for file in page.files:
            if self._has_file is not None and not self._has_file(file.path):
                message = f'there is no file {file.path!r}'
                yield Problem(page.path, file.line, file.column, Code.MISSING_FILE, message)

    def values(self, page: Page, data: LazyMapping) -> Iterator[Problem]:
        """Problems of `{value}` roles: unknown paths, composite values and spoilers."""
        self._hints_left = MAX_HINTS
        for figure in page.values:
            path = figure.path
            if path.startswith(self._invalid_prefixes):
                continue
            try:
                value = get_path(data, path)
                shown = format_value(value)
            except KeyError as error:
                part = str(error.args[0])
                message = f'the data has no {path!r}: {self._why_not(data, path, part)}'
            else:
                episode = latest_spoiler(data, path)
                if value is None:
                    message = f'{path!r} has no value now{self._why_none(path)}'
                elif shown is None:
                    message = f'{path!r} is no single value in the data'
                    if value is None:
                        few = path.startswith('consensus.')
                        why = 'too few reviews print a score' if few else 'no page states it'
                        message = f'{path!r} has no value yet: {why}'
                elif episode > figure.spoils:
                    message = (
                        f'{path!r} gives away {_name(self._corpus, episode)}; print it only inside'
                        f" a block ':::{{spoiler}} {self._corpus.place(episode)}'"
                    )
                else:
                    continue
            yield Problem(page.path, figure.line, figure.column, Code.VALUE_PATH, message)

    def _why_none(self, path: str) -> str:
        """Explanation why a value of the consensus is not there."""
        if path not in _OF_SCORES:
            return ''
        whole = 'the whole' if not self._corpus.work.has_episodes else 'every episode so far'
        return f': no review that covers {whole} prints a score'

    def _why_not(self, data: LazyMapping, path: str, part: str) -> str:
        """Explanation why `part` of a path does not exist."""
        for page in self._by_any_id.get(part, ()):
            if page.draft and path.startswith(f'{page.kind}s.{part}'):
                return f'that {page.kind} is a draft and counts nowhere'
        hint = self._hint(lambda: did_you_mean(part, valid_keys(data, path)))
        return f'{part!r} leads nowhere{hint}'

    @cached_property
    def _pages_by_slug(self) -> Mapping[str, Sequence[str]]:
        """Paths of the pages with a heading of that slug."""
        paths: dict[str, list[str]] = defaultdict(list)
        for page in self._corpus.pages.values():
            for slug, _text in page.slugs:
                paths[slug].append(page.path)
        return paths

    @cached_property
    def _by_any_id(self) -> Mapping[str, Sequence[Page]]:
        table: dict[str, list[Page]] = defaultdict(list)
        for page in self._corpus.pages.values():
            table[page.id].append(page)
        return table
