"""Corpus: the immutable index of all pages by id, kind and name, with their links."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from criticwiki.cached_view import remembered
from criticwiki.markdown.reader import page_of_term
from criticwiki.model.kinds import Character, Episode, Review, Series
from criticwiki.model.scores import Notations

from .critics import shared_name
from .names import Mention, Name, NameTable, Outgoing, find_mentions, outgoing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence

    from criticwiki.model.kinds import PageFacts, Remark
    from criticwiki.model.page import Block, Link, Page, Run

Facts = TypeVar('Facts', bound='PageFacts')


@dataclass(frozen=True, slots=True)
class Entry:
    """A page with its typed facts."""

    page: Page

    @property
    def docname(self) -> str:
        """The page's docname."""
        return self.page.docname

    @property
    def id(self) -> str:
        """The page's id."""
        return self.page.id


@dataclass(frozen=True, slots=True)
class EpisodeEntry(Entry):
    """An episode and its page."""

    facts: Episode


@dataclass(frozen=True, slots=True)
class CharacterEntry(Entry):
    """A character and their page."""

    facts: Character


@dataclass(frozen=True, slots=True)
class ReviewEntry(Entry):
    """A review and its page."""

    facts: Review


class Corpus:
    """An immutable view of all pages of a wiki.

    Every table of it is made once, when first asked for.
    """

    def __init__(
        self,
        pages: Iterable[Page],
        labels: Mapping[str, str] | None = None,
        notations: Notations | None = None,
        prose: Callable[[str], Sequence[Block]] | None = None,
    ) -> None:
        """Take all pages, the `labels` of Sphinx (label to docname), and how scores are read.

        `prose` gives the blocks of a page by its docname, where the pages come without them:
        they are the bulk of a wiki, and most of what is asked of it needs none.
        """
        self.pages = {page.docname: page for page in sorted(pages, key=lambda page: page.docname)}
        self.labels = dict(labels or {})
        self.notations = notations or Notations()
        self._prose = prose

    @cached_property
    def series(self) -> Series | None:
        """The series, from the index page."""
        found = (page.facts for page in self.pages.values() if page.kind == 'series')
        return next((facts for facts in found if isinstance(facts, Series)), None)

    @cached_property
    def season(self) -> int:
        """The number of episodes; 0 when it is not known."""
        return self.series.episodes if self.series else 0

    def _published(self, kind: type[Facts]) -> Iterable[tuple[Page, Facts]]:
        for page in self.pages.values():
            if isinstance(page.facts, kind) and not page.draft:
                yield page, page.facts

    @cached_property
    def episodes(self) -> tuple[EpisodeEntry, ...]:
        """Episodes that are no drafts, by number."""
        found = [EpisodeEntry(page, facts) for page, facts in self._published(Episode)]
        return tuple(sorted(found, key=lambda entry: (entry.facts.number, entry.docname)))

    @cached_property
    def episode_by_number(self) -> Mapping[int, EpisodeEntry]:
        """Episodes by their number; of two with one number, the first by name."""
        return {entry.facts.number: entry for entry in reversed(self.episodes)}

    @cached_property
    def characters(self) -> tuple[CharacterEntry, ...]:
        """Characters that are no drafts, by name."""
        found = [CharacterEntry(page, facts) for page, facts in self._published(Character)]
        return tuple(sorted(found, key=lambda entry: (entry.facts.name.casefold(), entry.docname)))

    @cached_property
    def reviews(self) -> tuple[ReviewEntry, ...]:
        """Reviews that are no drafts: those that saw most first, then by critic."""
        found = [ReviewEntry(page, facts) for page, facts in self._published(Review)]
        return tuple(sorted(found, key=review_order))

    @cached_property
    def unnamed(self) -> int:
        """How many reviews name neither an author nor an outlet."""
        return sum(not entry.facts.critic for entry in self.reviews)

    @cached_property
    def review_by_id(self) -> Mapping[str, ReviewEntry]:
        """Reviews by id; of two with one id, the first in order."""
        return {entry.id: entry for entry in reversed(self.reviews)}

    @cached_property
    def cast(self) -> Mapping[int, tuple[CharacterEntry, ...]]:
        """Characters by the number of each episode they appear in."""
        table: dict[int, list[CharacterEntry]] = defaultdict(list)
        for entry in self.characters:
            for number in entry.facts.appears_in or ():
                table[number].append(entry)
        return {number: tuple(entries) for number, entries in table.items()}

    @cached_property
    def covering(self) -> Mapping[int, tuple[ReviewEntry, ...]]:
        """Reviews by the number of each episode they cover, in the order of reviews."""
        table: dict[int, list[ReviewEntry]] = defaultdict(list)
        for entry in self.reviews:
            for number in entry.facts.covers:
                table[number].append(entry)
        return {number: tuple(entries) for number, entries in table.items()}

    @cached_property
    def remarks(self) -> Mapping[int | str, tuple[tuple[ReviewEntry, Remark], ...]]:
        """What reviews say of single episodes, by number, and characters, by id."""
        table: dict[int | str, list[tuple[ReviewEntry, Remark]]] = defaultdict(list)
        for entry in self.reviews:
            for remark in entry.facts.remarks:
                table[remark.about].append((entry, remark))
        return {subject: tuple(found) for subject, found in table.items()}

    @cached_property
    def memo(self) -> dict[tuple[object, ...], Any]:
        """Views that were made before, since a corpus never changes."""
        return {}

    @cached_property
    def by_id(self) -> Mapping[str, Page]:
        """Pages of a kind by their id; of two with one id, the first by docname."""
        of_a_kind = [page for page in self.pages.values() if page.kind not in {'page', 'series'}]
        return {page.id: page for page in reversed(of_a_kind)}

    def find(self, role: str, target: str) -> Page | None:
        """The page that `{role}`target`` leads to; episodes are also known by number."""
        number = episode_number(target)
        if number and role in {'episode', 'any'} and number in self.numbered:
            return self.numbered[number]
        page = self.by_id.get(target)
        return page if page and role in {page.kind, 'any'} else None

    @cached_property
    def numbered(self) -> Mapping[int, Page]:
        """Pages of episodes, drafts too, by number; of two with one number, the first."""
        found = [
            (page.facts.number, page)
            for page in self.pages.values()
            if isinstance(page.facts, Episode)
        ]
        return dict(reversed(found))

    @cached_property
    def names(self) -> NameTable:
        """Everything that prose may call a page by."""
        return NameTable(self._all_names())

    def _all_names(self) -> Iterable[Name]:
        unlinked = set(self.series.unlinked) if self.series else set()
        if self.series:
            yield Name(self.series.title, '')
        for text, names in self.claims.items():
            places = {(name.docname, name.anchor) for name in names}
            if text not in unlinked and len(places) == 1:
                yield min(names, key=lambda name: name.spoils)
            elif text not in unlinked:
                page = shared_name(self, text, {docname for docname, _anchor in places})
                if page:
                    yield Name(text, page)

    @cached_property
    def claims(self) -> Mapping[str, tuple[Name, ...]]:
        """Every name and who claims it."""
        table: dict[str, list[Name]] = defaultdict(list)
        for character in self.characters:
            facts = character.facts
            for text in dict.fromkeys((facts.name, *facts.aliases, *facts.misspellings)):
                table[text].append(Name(text, character.docname))
            for fact in facts.revealed:
                if fact.alias:
                    alias = Name(fact.alias, character.docname, spoils=fact.episode)
                    table[fact.alias].append(alias)
        for review in self.reviews:
            for text in filter(None, dict.fromkeys((review.facts.author, review.facts.outlet))):
                table[text].append(Name(text, review.docname))
        for page in self.pages.values():
            for term in () if page.facts and page.facts.draft else page.terms:
                table[term.text].append(Name(term.text, page.docname, term.anchor, term.spoils))
        return {text: tuple(names) for text, names in sorted(table.items())}

    def open_to(self, docname: str) -> int:
        """The episode whose plot is open on the whole page; 0 on all but episodes."""
        page = self.pages.get(docname)
        return page.facts.number if page and isinstance(page.facts, Episode) else 0

    def mentions(self, docname: str) -> list[Mention]:
        """The mentions on a page that become links."""
        page = self.pages.get(docname)
        if page is None:
            return []
        if docname not in self._mentions:
            found = find_mentions(self.blocks(docname), self.names, docname, self.open_to(docname))
            self._mentions[docname] = found
        return self._mentions[docname]

    def blocks(self, docname: str) -> Sequence[Block]:
        """The prose of a page."""
        return self._prose(docname) if self._prose else self.pages[docname].blocks

    @cached_property
    def _mentions(self) -> dict[str, list[Mention]]:
        return {}

    def outgoing(self, docname: str) -> Sequence[Outgoing]:
        """One sentence of a page for each page that it links to."""
        if docname not in self.kept_outgoing:
            self.kept_outgoing[docname] = outgoing(self, docname)
        return self.kept_outgoing[docname]

    @cached_property
    def kept_outgoing(self) -> MutableMapping[str, Sequence[Outgoing]]:
        """What `outgoing` gave before; whoever keeps it must keep it by `links_key`."""
        return {}

    def resolve(self, link: Link) -> str | None:
        """The docname that a written link leads to, or None."""
        if link.role == 'doc':
            return link.target if link.target in self.pages else None
        if link.role == 'term':
            return page_of_term(self, link)
        role = 'any' if link.role == 'path' else link.role
        page = self.find(role, link.target)
        if page:
            return page.docname
        return self.labels.get(link.target) if role == 'any' else None

    def shown_text(self, run: Run) -> str:
        """The words that a reader sees for a run."""
        if run.link is None or run.link.explicit:
            return run.text
        target = self.resolve(run.link)
        return self.pages[target].title if target in self.pages else run.text


def episode_number(target: str) -> int:
    """The episode that a link's target names by number; 0 when it names none."""
    return int(target) if re.fullmatch('[0-9]{1,6}', target) else 0


def review_order(entry: ReviewEntry) -> tuple[int, str, str]:
    """Those that saw most first, then by critic."""
    critic = entry.facts.critic
    return (-len(entry.facts.covers), critic.casefold() if critic else '\uffff', entry.docname)


@remembered
def revealed_cast(corpus: Corpus) -> Mapping[int, tuple[tuple[int, CharacterEntry], ...]]:
    """By episode: its hidden cast, each after the number of the episode that reveals it."""
    found: dict[int, dict[tuple[int, str], CharacterEntry]] = defaultdict(dict)
    for entry in corpus.characters:
        known = entry.facts.appears_in or ()
        for fact in entry.facts.revealed:
            for number in fact.appears_in or ():
                if number not in known:
                    found[number][fact.episode, entry.docname] = entry
    return {
        number: tuple((episode, entry) for (episode, _name), entry in sorted(cast.items()))
        for number, cast in found.items()
    }
