"""Corpus: index of all pages by id, kind, name and episode."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from math import floor
from typing import TYPE_CHECKING, Any, Final, TypeVar

from criticwiki.cached_view import cached_view
from criticwiki.markdown.reader import page_of_term
from criticwiki.model.declared_fields import NONE_DECLARED, DeclaredFields
from criticwiki.model.fields import FieldContext
from criticwiki.model.kinds import Character, Episode, Series
from criticwiki.model.notations import Notations
from criticwiki.model.numbering import UNKNOWN, folded, format_number
from criticwiki.model.review import Review
from criticwiki.text import SortKey, composed, natural_key, sort_key

from .aspects import aspect_page, find_aspect
from .generated_docnames import find_critic, page_of_byline, page_of_verdicts, shared_name_pages
from .names import Mention, NameTable, Outgoing, PageName, find_mentions, outgoing, spacings

if TYPE_CHECKING:
    from collections.abc import (
        Callable,
        Collection,
        Iterable,
        Mapping,
        MutableMapping,
        Sequence,
    )

    from criticwiki.model.numbering import EpisodePlace, Number, Numbering, Season
    from criticwiki.model.page import Block, Link, Page, Run
    from criticwiki.model.page_facts import PageFacts
    from criticwiki.model.review import Remark
    from criticwiki.model.works import Work

NAMED_ROLES: Final = frozenset({'aspect', 'critic'})
"""Roles whose links show the name that they are written with."""

Facts = TypeVar('Facts', bound='PageFacts')


@dataclass(frozen=True, slots=True)
class PageEntry:
    """Page whose front matter is valid; subclasses type its facts."""

    page: Page

    @property
    def docname(self) -> str:
        """Docname of the page."""
        return self.page.docname

    @property
    def id(self) -> str:
        """Id of the page."""
        return self.page.id


@dataclass(frozen=True, slots=True)
class EpisodeEntry(PageEntry):
    """An episode and its page."""

    facts: Episode


@dataclass(frozen=True, slots=True)
class CharacterEntry(PageEntry):
    """A character and their page."""

    facts: Character


@dataclass(frozen=True, slots=True)
class ReviewEntry(PageEntry):
    """A review and its page."""

    facts: Review


class Corpus:
    """Immutable index of all pages of a wiki; its tables are computed lazily, once."""

    def __init__(
        self,
        pages: Iterable[Page],
        labels: Mapping[str, str] | None = None,
        notations: Notations | None = None,
        prose: Callable[[str], Sequence[Block]] | None = None,
        declared: DeclaredFields | None = None,
        numbering: Numbering | None = None,
    ) -> None:
        """Index the pages; `labels` map labels of Sphinx to docnames.

        `prose` loads the blocks of a page by docname, for pages that come without: blocks are
        most of the data, and most views do not need them. `numbering` is the one by which the
        pages were read, by default that of the index page.
        """
        self.pages = {page.docname: page for page in sorted(pages, key=lambda page: page.docname)}
        self.labels = dict(labels or {})
        self.notations = notations or Notations()
        self.declared = declared or NONE_DECLARED
        self._prose = prose
        self._numbering = numbering

    @property
    def context(self) -> FieldContext:
        """What the wiki itself says of the values of its fields."""
        return FieldContext(self.notations, declared=self.declared, numbering=self.numbering)

    @cached_property
    def series(self) -> Series | None:
        """Front matter of the series, from the index page; None if missing or invalid."""
        candidates = (page.facts for page in self.pages.values() if page.kind == 'series')
        return next((facts for facts in candidates if isinstance(facts, Series)), None)

    @cached_property
    def numbering(self) -> Numbering:
        """Seasons and specials of the series."""
        if self._numbering is not None:
            return self._numbering
        return self.series.numbering if self.series else UNKNOWN

    @cached_property
    def seasons(self) -> tuple[Season, ...]:
        """Seasons of which something is in the wiki: an episode, or a review that covers some.

        An announced season is no part of the whole series yet. `all` announces nothing.
        """
        every = self.numbering.seasons
        pages = (facts.numbers for _page, facts in self._published(Episode))
        scopes = (facts.covers for _page, facts in self._published(Review))
        named = (scope.numbers for scope in scopes if not scope.everything)
        reached = {self.numbering.season_of(n) for numbers in (*pages, *named) for n in numbers}
        return tuple(one for place, one in enumerate(every, 1) if place in reached) or every

    @cached_property
    def whole(self) -> frozenset[Number]:
        """Numbers of the regular episodes of these seasons: the whole series, as far as it is."""
        return frozenset(number for season in self.seasons for number in season.numbers)

    def is_whole(self, numbers: Collection[Number]) -> bool:
        """Whether numbers include every regular episode of the whole series."""
        return 0 < len(self.whole) <= len(numbers) and self.whole.issubset(numbers)

    @property
    def work(self) -> Work:
        """The kind of the work, and whether it has episodes."""
        return self.numbering.work

    def _published(self, kind: type[Facts]) -> Iterable[tuple[Page, Facts]]:
        for page in self.pages.values():
            if isinstance(page.facts, kind) and not page.draft:
                yield page, page.facts

    @cached_property
    def episodes(self) -> tuple[EpisodeEntry, ...]:
        """Published episodes, sorted by number."""
        entries = [EpisodeEntry(page, facts) for page, facts in self._published(Episode)]
        return tuple(sorted(entries, key=lambda entry: (entry.facts.number, entry.docname)))

    @cached_property
    def episode_by_number(self) -> Mapping[Number, EpisodeEntry]:
        """Published episodes by each of their numbers; of duplicates, the first docname."""
        entries = reversed(self.episodes)
        return {number: entry for entry in entries for number in entry.facts.numbers}

    @cached_property
    def characters(self) -> tuple[CharacterEntry, ...]:
        """Published characters, sorted by name."""
        entries = [CharacterEntry(page, facts) for page, facts in self._published(Character)]
        return tuple(sorted(entries, key=lambda entry: (sort_key(entry.facts.name), entry.docname)))

    @cached_property
    def reviews(self) -> tuple[ReviewEntry, ...]:
        """Published reviews, sorted by :func:`review_order`."""
        entries = [ReviewEntry(page, facts) for page, facts in self._published(Review)]
        return tuple(sorted(entries, key=review_order))

    @cached_property
    def replacements(self) -> Mapping[str, ReviewEntry]:
        """Published reviews that replace another, by the id of the replaced one."""
        return {e.facts.replaces: e for e in self.reviews if e.facts.replaces not in {None, e.id}}

    @cached_property
    def counted(self) -> tuple[ReviewEntry, ...]:
        """Published reviews that count: those that no other one replaces."""
        return tuple(entry for entry in self.reviews if entry.id not in self.replacements)

    @cached_property
    def unnamed(self) -> int:
        """Number of reviews with neither author nor outlet, and no label to call them by."""
        return sum(not (entry.facts.critic or entry.facts.label) for entry in self.reviews)

    @cached_property
    def review_by_id(self) -> Mapping[str, ReviewEntry]:
        """Published reviews by id; of duplicates, the first in order."""
        return {entry.id: entry for entry in reversed(self.reviews)}

    @cached_property
    def cast(self) -> Mapping[Number, tuple[CharacterEntry, ...]]:
        """Published characters by number of each episode they appear in."""
        table: dict[Number, list[CharacterEntry]] = defaultdict(list)
        for entry in self.characters:
            for number in entry.facts.appears_in or ():
                table[number].append(entry)
        return {number: tuple(entries) for number, entries in table.items()}

    @cached_property
    def reviews_by_episode(self) -> Mapping[Number, tuple[ReviewEntry, ...]]:
        """Counted reviews by number of each episode they cover, in the order of `reviews`."""
        table: dict[Number, list[ReviewEntry]] = defaultdict(list)
        for entry in self.counted:
            for number in entry.facts.covers:
                table[number].append(entry)
        return {number: tuple(entries) for number, entries in table.items()}

    @cached_property
    def remarks(self) -> Mapping[Number | str, tuple[tuple[ReviewEntry, Remark], ...]]:
        """Remarks of counted reviews, by subject: number of an episode or id of a character."""
        table: dict[Number | str, list[tuple[ReviewEntry, Remark]]] = defaultdict(list)
        for entry in self.counted:
            for remark in entry.facts.remarks:
                table[remark.about].append((entry, remark))
        return {subject: tuple(remarks) for subject, remarks in table.items()}

    def numbers_beside(self, number: Number) -> tuple[Number, ...]:
        """Numbers of the page of an episode, which may be about several."""
        page = self.episode_pages.get(number)
        return page.facts.numbers if page and isinstance(page.facts, Episode) else (number,)

    def reviews_of_page(self, number: Number) -> tuple[ReviewEntry, ...]:
        """Published reviews that cover an episode, or one that shares its page."""
        numbers = self.numbers_beside(number)
        if len(numbers) == 1:
            return self.reviews_by_episode.get(number, ())
        entries = {one.docname: one for n in numbers for one in self.reviews_by_episode.get(n, ())}
        return tuple(sorted(entries.values(), key=review_order))

    def season_of(self, number: Number) -> int:
        """Which season an episode is in, a special that of the one before it.

        0 for one before the first season, and where the series does not say how many there are.
        """
        return self.numbering.season_of(floor(number))

    def place(self, number: Number) -> EpisodePlace:
        """Place of an episode in the series, as readers are told it."""
        return self.numbering.place(number)

    def page_place(self, number: Number) -> EpisodePlace:
        """Place of the page of an episode, which may be about several."""
        return self.numbering.place(*self.numbers_beside(number))

    @cached_property
    def view_cache(self) -> dict[tuple[object, ...], Any]:
        """Cache of views, see :func:`criticwiki.cached_view.cached_view`."""
        return {}

    @cached_property
    def by_id(self) -> Mapping[str, Page]:
        """Pages of episodes, characters and reviews by id; of duplicates, the first docname."""
        of_a_kind = [page for page in self.pages.values() if page.kind not in {'page', 'series'}]
        return {page.id: page for page in reversed(of_a_kind)}

    def find(self, role: str, target: str) -> Page | None:
        """Page that `{role}`target`` refers to, or None; episodes also match by number.

        A number goes before an id, an id before the name of a special.
        """
        number = self.numbering.find(target) if role in {'episode', 'any'} else None
        page = self.by_id.get(target) or self.by_id.get(composed(target))
        if number in self.episode_pages and not (page and self._is_name(target)):
            return self.episode_pages[number]
        return page if page and role in {page.kind, 'any'} else None

    def _is_name(self, target: str) -> bool:
        return any(folded(name) == folded(target) for name, _place in self.numbering.specials)

    @cached_property
    def episode_pages(self) -> Mapping[Number | None, Page]:
        """Pages of episodes, drafts included, by number; of duplicates, the first docname."""
        pairs = [
            (number, page)
            for page in self.pages.values()
            if isinstance(page.facts, Episode)
            for number in page.facts.numbers
        ]
        return dict(reversed(pairs))

    @cached_property
    def names(self) -> NameTable:
        """Index of the unambiguous names of pages, for automatic links."""
        return NameTable(self._all_names())

    def _all_names(self) -> Iterable[PageName]:
        unlinked = set(self.series.unlinked) if self.series else set()
        if self.series:
            yield PageName(composed(self.series.title), '')
        pages = shared_name_pages(self)
        for text, names in self.claims.items():
            if text in self.shared_names:
                if text not in unlinked:
                    # to list who bears a name only later would give that away
                    first = min(self.shared_names[text], key=lambda name: name.spoils)
                    yield PageName(text, pages[text]) if text in pages else first
                continue
            places = {(name.docname, name.anchor) for name in names}
            if text in unlinked:
                continue
            if page := page_of_byline(self, text, {docname for docname, _anchor in places}):
                yield PageName(text, page)
            elif len(places) == 1:
                yield min(names, key=lambda name: name.spoils)

    @cached_property
    def claims(self) -> Mapping[str, tuple[PageName, ...]]:
        """Names with the pages that use them; two or more make a name ambiguous."""
        table: dict[str, list[PageName]] = defaultdict(list)
        for character in self.characters:
            facts = character.facts
            for text in dict.fromkeys(one for name in names_of(facts) for one in spacings(name)):
                table[text].append(PageName(text, character.docname))
            for fact in facts.revealed:
                if fact.alias:
                    text = composed(fact.alias)
                    table[text].append(PageName(text, character.docname, spoils=fact.episode))
        for review in self.reviews:
            for text in review.facts.bylines:
                table[text].append(PageName(text, review.docname))
        for page in self.pages.values():
            for term in () if page.facts and page.facts.draft else page.terms:
                table[term.text].append(
                    PageName(term.text, page.docname, term.anchor, term.hidden_until)
                )
        return {text: tuple(names) for text, names in sorted(table.items())}

    @cached_property
    def shared_names(self) -> Mapping[str, tuple[PageName, ...]]:
        """Names that the series lists as shared, each with the characters that go by it."""
        listed = self.series.shared_names if self.series else {}
        table: dict[str, tuple[PageName, ...]] = {}
        for name, ids in listed.items():
            text = composed(name)
            docnames = {page.docname for id_ in ids if (page := self.find('character', id_))}
            claims = tuple(one for one in self.claims.get(text, ()) if one.docname in docnames)
            if claims:
                table[text] = claims
        return table

    def meanings(self, docname: str) -> Mapping[str, PageName]:
        """Shared names that stand for one character on a page: its own, or whom it `means`."""
        page = self.pages.get(docname)
        meant = (
            {composed(text): id_ for text, id_ in page.facts.means.items()}
            if (page and page.facts)
            else {}
        )
        meanings: dict[str, PageName] = {}
        for text, claims in self.shared_names.items():
            target = self.find('character', meant[text]) if text in meant else page
            for claim in claims:
                if target and claim.docname == target.docname:
                    meanings[text] = claim
        return meanings

    def mentions(self, docname: str) -> list[Mention]:
        """Names in the prose of a page that become links."""
        page = self.pages.get(docname)
        if page is None:
            return []
        if docname not in self._mentions:
            mentions = find_mentions(
                self.blocks(docname),
                self.names,
                docname,
                self.meanings(docname),
            )
            self._mentions[docname] = mentions
        return self._mentions[docname]

    def blocks(self, docname: str) -> Sequence[Block]:
        """Blocks of text of a page."""
        return self._prose(docname) if self._prose else self.pages[docname].blocks

    @cached_property
    def _mentions(self) -> dict[str, list[Mention]]:
        return {}

    def outgoing(self, docname: str) -> Sequence[Outgoing]:
        """Links of a page to others, one sentence per target; cached."""
        if docname not in self.outgoing_cache:
            self.outgoing_cache[docname] = outgoing(self, docname)
        return self.outgoing_cache[docname]

    @cached_property
    def outgoing_cache(self) -> MutableMapping[str, Sequence[Outgoing]]:
        """Cache of :meth:`outgoing`; if persisted, it must be keyed by `links_key`."""
        return {}

    def resolve(self, link: Link) -> str | None:
        """Docname that a link refers to, or None."""
        if link.role == 'doc':
            return link.target if link.target in self.pages else None
        if link.role == 'term':
            return page_of_term(self, link)
        if link.role == 'aspect':
            return aspect_page(self) if find_aspect(self, link.target) else None
        if link.role == 'critic':
            name = find_critic(self, link.target)
            return page_of_verdicts(self, name) if name else None
        role = 'any' if link.role == 'path' else link.role
        page = self.find(role, link.target)
        if page:
            return page.docname
        return self.labels.get(link.target) if role == 'any' else None

    def shown_text(self, run: Run) -> str:
        """Rendered text of a run: a link without text shows the title of its target."""
        if run.link is None or run.link.explicit or run.link.role in NAMED_ROLES:
            return run.text
        target = self.resolve(run.link)
        return self.pages[target].title if target in self.pages else run.text


@cached_view
def numbers_of_episodes(corpus: Corpus) -> Mapping[str, str]:
    """Docname of each episode by what other projects may call it: `7`, `S1E7`, a special.

    A name that is an id as well is left out, for the page of that id has it.
    """
    names: dict[str, str] = {}
    for number, page in corpus.episode_pages.items():
        if number is not None:
            for name in (format_number(number), str(corpus.place(number))):
                if name not in corpus.by_id:
                    names.setdefault(name, page.docname)
    return names


def names_of(facts: Character) -> tuple[str, ...]:
    """Names of a character that give nothing away, in any language, misspellings included."""
    names = (facts.name, *facts.names.values(), *facts.aliases, *facts.misspellings)
    return tuple(dict.fromkeys(composed(name) for name in names if name))


def review_order(entry: ReviewEntry) -> tuple[int, SortKey, str, str]:
    """Sort key of reviews: most episodes first, then critic, then docname, `r2` before `r10`."""
    critic = entry.facts.critic
    by_name = sort_key(critic or '\uffff')
    return (-len(entry.facts.covers), by_name, natural_key(entry.docname), entry.docname)


@cached_view
def revealed_cast(corpus: Corpus) -> Mapping[Number, tuple[tuple[Number, CharacterEntry], ...]]:
    """Characters whose appearance is a spoiler: `(revealing episode, entry)` pairs by episode."""
    cast_by_episode: dict[Number, dict[tuple[Number, str], CharacterEntry]] = defaultdict(dict)
    for entry in corpus.characters:
        visible = entry.facts.appears_in or ()
        for fact in entry.facts.revealed:
            for number in fact.appears_in or ():
                if number not in visible:
                    cast_by_episode[number][fact.episode, entry.docname] = entry
    return {
        number: tuple((episode, entry) for (episode, _name), entry in sorted(cast.items()))
        for number, cast in cast_by_episode.items()
    }
