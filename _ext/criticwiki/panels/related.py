"""Panels of related pages and of backlinks."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from criticwiki.cached_view import remembered
from criticwiki.corpus.corpus import CharacterEntry, EpisodeEntry, ReviewEntry
from criticwiki.corpus.names import backlinks
from criticwiki.i18n import _
from criticwiki.model.fields import Scope
from criticwiki.model.kinds import Character, Episode, Review
from criticwiki.panel_registry import Panel

from .common import MANY, Ref, character_ref, covers_all
from .elements import NO_SEARCH, foreign, guarded, joined, listed, para, ref, span

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.model.page import LanguageSpan, Page

    from .elements import Element

MOST: Final = 5
"""At most so many pages are shown."""
ASKED: Final = 30
"""Of a character's episodes so many are looked at, those with the fewest characters first."""
CROWD: Final = 200
"""What so many pages share makes none of them near."""


@dataclass(frozen=True, slots=True)
class Related:
    """A page that is near."""

    page: Ref
    reason: str
    """What makes it near: a word that the renderer knows."""
    shared: tuple[str, ...]
    """What both share: numbers of episodes, or names; few of many."""


@remembered
def related(corpus: Corpus, page: Page) -> tuple[Related, ...]:
    """The pages near to a page of a kind."""
    match page.facts:
        case Character():
            groups = _characters(corpus, CharacterEntry(page, page.facts))
        case Episode():
            groups = _episodes(corpus, EpisodeEntry(page, page.facts))
        case Review():
            groups = _reviews(corpus, ReviewEntry(page, page.facts))
        case _:
            return ()
    return tuple(_few(groups))


def _few(groups: Iterable[Sequence[Related]]) -> Iterator[Related]:
    """Whole groups, the nearest first, as long as there is room."""
    seen: set[str] = set()
    full: set[str] = set()
    for group in groups:
        new = [one for one in group if one.page.docname not in seen and one.reason not in full]
        if len(seen) + len(new) > MOST:
            full.update(one.reason for one in new)  # what is farther off for it has no place
            continue
        seen.update(one.page.docname for one in new)
        yield from new


def _characters(corpus: Corpus, entry: CharacterEntry) -> Iterator[list[Related]]:
    """Those who appear in most of the same episodes, then those whom the same critics judge."""
    numbers = set(entry.facts.appears_in or ())
    crowds = sorted((len(corpus.cast.get(number, ())), number) for number in numbers)
    found: dict[str, CharacterEntry] = {}
    for crowd, number in crowds[:ASKED]:
        if crowd <= CROWD:
            found |= {other.docname: other for other in corpus.cast.get(number, ())}
    found.pop(entry.docname, None)
    by_share: dict[Fraction, list[Related]] = defaultdict(list)
    for other in found.values():
        theirs = set(other.facts.appears_in or ())
        both = Scope(tuple(sorted(numbers & theirs)))
        share = Fraction(len(both), len(numbers | theirs))
        by_share[share].append(
            Related(character_ref(other), 'episodes', _named(str(both).split(', ')))
        )
    nearest = [by_share[share] for share in sorted(by_share, reverse=True) if share >= HALF]
    yield from nearest
    for subjects in _judged_together(corpus, entry.id, 0):
        yield [
            Related(character_ref(CharacterEntry(page, page.facts)), 'critics', names)
            for subject, names in subjects
            if (page := corpus.by_id.get(str(subject))) and isinstance(page.facts, Character)
            if not page.draft
        ]


HALF: Final = Fraction(1, 2)
"""Characters are near who share at least this part of all episodes that either is in."""


def _episodes(corpus: Corpus, entry: EpisodeEntry) -> Iterator[list[Related]]:
    """Those that the same critics single out, then those that the same reviews cover."""
    number = entry.facts.number
    for subjects in _judged_together(corpus, number, number):
        yield [
            Related(Ref(found.page.title, found.docname), 'critics', names)
            for subject, names in subjects
            if isinstance(subject, int) and (found := corpus.episode_by_number.get(subject))
        ]
    covering = corpus.covering.get(number, ())
    count = (str(len(covering)),)
    yield [
        Related(Ref(found.page.title, found.docname), 'coverage', count)
        for found in _by_coverage(corpus).get(_coverage(corpus, number), ())
        # the episodes right before and after are led to anyway
        if abs(found.facts.number - number) > 1 and covering
    ]


def _judged_together(
    corpus: Corpus, about: int | str, open_to: int
) -> Iterator[list[tuple[int | str, tuple[str, ...]]]]:
    """Other subjects of the critics who judge one: those of most critics first.

    A critic of whom too much else is known tells nothing; nor may a closed remark.
    """
    shared: Counter[int | str] = Counter()
    who: dict[int | str, list[str]] = defaultdict(list)
    judging = {
        review.docname: review
        for review, remark in corpus.remarks.get(about, ())
        if (remark.spoils or 0) <= open_to and review.facts.critic
    }
    if len(judging) > CROWD:
        return
    for review in judging.values():
        others = {
            remark.about: None
            for remark in review.facts.remarks
            if (remark.spoils or 0) <= open_to and remark.about != about
            if isinstance(remark.about, int) == isinstance(about, int)
        }
        for other in others:
            shared[other] += 1
            who[other].append(review.facts.critic or '')
    for count in sorted(set(shared.values()), reverse=True):
        yield [(one, _named(who[one])) for one in sorted(shared, key=str) if shared[one] == count]


def _reviews(corpus: Corpus, entry: ReviewEntry) -> Iterator[list[Related]]:
    """Others of the same author, of the same outlet, of the same episodes."""
    facts = entry.facts
    keys: dict[str, Hashable] = {
        'critic': facts.author, 'outlet': facts.outlet, 'scope': facts.covers.numbers,
    }  # fmt: skip
    for reason, key in keys.items():
        others = _by_key(corpus, reason).get(key, ()) if key else ()
        if len(others) > MOST + 1:
            continue
        yield [
            Related(
                Ref(other.facts.headline, other.docname),
                _reason(corpus, reason, entry),
                (_shown(key, entry),),
            )
            for other in others
            if other.docname != entry.docname
        ]


def _shown(key: Hashable, entry: ReviewEntry) -> str:
    return key if isinstance(key, str) else str(entry.facts.covers)


def _reason(corpus: Corpus, reason: str, entry: ReviewEntry) -> str:
    return 'season' if reason == 'scope' and covers_all(corpus, entry) else reason


@remembered
def _by_key(corpus: Corpus, reason: str) -> Mapping[Hashable, tuple[ReviewEntry, ...]]:
    found: dict[Hashable, list[ReviewEntry]] = defaultdict(list)
    for entry in corpus.reviews:
        facts = entry.facts
        keys: dict[str, Hashable] = {
            'critic': facts.author, 'outlet': facts.outlet, 'scope': facts.covers.numbers,
        }  # fmt: skip
        found[keys[reason]].append(entry)
    return {key: tuple(entries) for key, entries in found.items()}


@remembered
def _by_coverage(corpus: Corpus) -> Mapping[tuple[str, ...], tuple[EpisodeEntry, ...]]:
    found: dict[tuple[str, ...], list[EpisodeEntry]] = defaultdict(list)
    for entry in corpus.episodes:
        found[_coverage(corpus, entry.facts.number)].append(entry)
    return {key: tuple(entries) for key, entries in found.items() if len(entries) <= MOST + 1}


def _coverage(corpus: Corpus, number: int) -> tuple[str, ...]:
    return tuple(review.docname for review in corpus.covering.get(number, ()))


def _named(words: Iterable[str]) -> tuple[str, ...]:
    """A few words of many, each once."""
    found = tuple(dict.fromkeys(words))
    return found if len(found) <= MANY else (*found[:MANY], '…')


def draw_related(view: tuple[Related, ...]) -> list[Element]:
    """Each page with the reason; nothing where no page is near."""
    return [listed(view, _related_item, 'wiki-related', NO_SEARCH)] if view else []


def _related_item(row: Related) -> list[Element]:
    return [para(ref(row.page), ' ', span(_draw_reason(row), 'summary'))]


def _draw_reason(row: Related) -> str:
    shared = ', '.join(row.shared)
    one = shared.isdecimal()
    templates = {
        'episodes': _('also in episode %(shared)s') if one else _('also in episodes %(shared)s'),
        'critics': _('also singled out by %(shared)s'),
        'coverage': (
            _('covered by the same review')
            if shared == '1'
            else _('covered by the same %(shared)s reviews')
        ),
        'critic': _('also by %(shared)s'),
        'outlet': _('also in %(shared)s'),
        'season': _('also of the whole season'),
        'scope': _('also of episode %(shared)s') if one else _('also of episodes %(shared)s'),
    }
    return templates[row.reason] % {'shared': shared}


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A page that links here."""

    page: Ref
    sentence: tuple[LanguageSpan, ...]
    spoils: int
    """The episode that the sentence gives away; 0 for none, or one open here."""


def link_rows(corpus: Corpus, docname: str) -> tuple[LinkRow, ...]:
    """One row for each page that links to `docname`, by kind and order of the wiki."""
    open_to = corpus.open_to(docname)
    order = reading_order(corpus)
    rows = [
        LinkRow(
            Ref(corpus.pages[link.docname].title or link.docname, link.docname),
            link.sentence,
            link.spoils if link.spoils > open_to else 0,
        )
        for link in backlinks(corpus).get(docname, ())
    ]
    return tuple(sorted(rows, key=lambda row: order[row.page.docname]))


@remembered
def reading_order(corpus: Corpus) -> dict[str, int]:
    """Place of each page: episodes by number, characters and reviews by theirs, the rest."""
    of_a_kind = (*corpus.episodes, *corpus.characters, *corpus.reviews)
    names = dict.fromkeys([*(entry.docname for entry in of_a_kind), *corpus.pages])
    return {docname: place for place, docname in enumerate(names)}


def draw_backlinks(view: tuple[LinkRow, ...]) -> list[Element]:
    """Pages that link here, with the sentence; those that give an episode away are closed.

    They are closed with the name of the page, which may tell as much as the sentence.
    """
    if not view:
        return [para(_('No other page mentions this one.'))]
    by_episode: dict[int, list[LinkRow]] = {}
    for row in view:
        by_episode.setdefault(row.spoils, []).append(row)
    made: list[Element] = []
    for spoils, rows in sorted(by_episode.items()):
        made += guarded(spoils, [listed(rows, _link_item, 'backlinks', 'no-search')])
    return made


def _link_item(row: LinkRow) -> list[Element]:
    words = (
        foreign(piece.text, piece.language) if piece.language else piece.text
        for piece in row.sentence
    )
    return [para(ref(row.page)), para(joined(words, ''), classes=['sentence'])]


RELATED: Final = Panel(related, draw_related, lambda: _('Related pages'))
BACKLINKS: Final = Panel(
    lambda corpus, page: link_rows(corpus, page.docname),
    draw_backlinks,
    lambda: _('What links here'),
)
