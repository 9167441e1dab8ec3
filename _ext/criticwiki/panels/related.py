"""Panels of related pages and of backlinks."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from criticwiki.cached_view import cached_view
from criticwiki.corpus.corpus import CharacterEntry, EpisodeEntry, ReviewEntry
from criticwiki.corpus.names import backlinks
from criticwiki.i18n import _, ngettext, separator
from criticwiki.model.judgements import NoStance
from criticwiki.model.kinds import Character, Episode
from criticwiki.model.numbering import EpisodeRanges
from criticwiki.model.review import Review
from criticwiki.panel_registry import Panel

from .common import MAX_NAMED, Ref, character_ref, covers_all, review_ref
from .elements import (
    NO_SEARCH,
    Element,
    LazyRows,
    data_number,
    details,
    foreign,
    guarded,
    joined,
    later,
    lazy_bullets,
    para,
    phrase,
    ref,
)
from .pointers import below, pointer_field, pointer_to_episode

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.model.numbering import Number
    from criticwiki.model.page import LanguageSpan, Page
    from criticwiki.model.review import Remark

    from .elements import Piece

MAX_RELATED: Final = 5
"""Most related pages in one panel."""
MAX_COMPARED: Final = 30
"""Most episodes of a character whose casts are compared, the smallest casts first."""
MAX_SHARED: Final = 200
"""Most pages with one thing in common for which it is a reason to relate them."""
MIN_SIMILARITY: Final = Fraction(1, 2)
"""Least Jaccard index of the episodes of related characters."""


@dataclass(frozen=True, slots=True)
class Related:
    """A related page with the reason."""

    page: Ref
    reason: str
    """Key of the reason, which the drawing translates."""
    shared: tuple[str, ...]
    """What both have in common: numbers of episodes, or names, truncated."""
    seen: Number = 0
    """The episode from which a reader may know of it; 0 where it rests on no episode."""
    at: str = pointer_field()
    """Pointer in `wiki.json` to what both have in common, where that is a number."""


@cached_view
def related(corpus: Corpus, page: Page) -> tuple[Related, ...]:
    """Related pages of the same kind, the most similar first."""
    match page.facts:
        case Character():
            groups = _characters(corpus, CharacterEntry(page, page.facts))
        case Episode():
            groups = _episodes(corpus, EpisodeEntry(page, page.facts))
        case Review():
            groups = _reviews(corpus, ReviewEntry(page, page.facts))
        case _:
            return ()
    return tuple(_nearest(groups))


def _nearest(groups: Iterable[Sequence[Related]]) -> Iterator[Related]:
    """Whole groups of equally similar pages, as many as fit in `MAX_RELATED`."""
    seen: set[str] = set()
    full: set[str] = set()
    for group in groups:
        new = [row for row in group if row.page.docname not in seen and row.reason not in full]
        if len(seen) + len(new) > MAX_RELATED:
            full.update(row.reason for row in new)  # less similar pages of that reason do not fit
            continue
        seen.update(row.page.docname for row in new)
        yield from new


def _characters(corpus: Corpus, entry: CharacterEntry) -> Iterator[list[Related]]:
    """Characters by the similarity of their episodes, then by the critics who judge both."""
    numbers = set(entry.facts.appears_in or ())
    casts = sorted((len(corpus.cast.get(number, ())), number) for number in numbers)
    others: dict[str, CharacterEntry] = {}
    for size, number in casts[:MAX_COMPARED]:
        if size <= MAX_SHARED and corpus.work.has_episodes:
            others |= {other.docname: other for other in corpus.cast.get(number, ())}
    others.pop(entry.docname, None)
    by_similarity: dict[Fraction, list[Related]] = defaultdict(list)
    for other in others.values():
        theirs = set(other.facts.appears_in or ())
        both = EpisodeRanges(tuple(sorted(numbers & theirs)))
        similarity = Fraction(len(both), len(numbers | theirs))
        by_similarity[similarity].append(
            Related(
                character_ref(other),
                'episodes',
                _truncated(_labels(corpus, both)),
                max(numbers | theirs),  # it rests on all appearances of both
            )
        )
    for similarity in sorted(by_similarity, reverse=True):
        if similarity >= MIN_SIMILARITY:
            yield by_similarity[similarity]
    for subjects in _judged_together(corpus, entry.id):
        yield [
            Related(character_ref(CharacterEntry(page, page.facts)), 'critics', names)
            for subject, names in subjects
            if (page := corpus.by_id.get(str(subject))) and isinstance(page.facts, Character)
            if not page.draft
        ]


def _episodes(corpus: Corpus, entry: EpisodeEntry) -> Iterator[list[Related]]:
    """Episodes by the critics who judge both, then those with the same coverage."""
    number = entry.facts.number
    for subjects in _judged_together(corpus, number):
        yield [
            Related(_titled(episode), 'critics', names)
            for subject, names in subjects
            if not isinstance(subject, str) and (episode := corpus.episode_by_number.get(subject))
        ]
    covering = corpus.reviews_of_page(number)
    count = (str(len(covering)),)
    at = below(pointer_to_episode(corpus, number), 'reviews')
    yield [
        Related(_titled(episode), 'coverage', count, at=at)
        for episode in _by_coverage(corpus).get(_coverage(corpus, number), ())
        # the foot of the page leads to the previous and the next episode
        if covering and not number - 1 <= episode.facts.number <= number + 1
    ]


def _labels(corpus: Corpus, numbers: EpisodeRanges) -> list[str]:
    """Labels of the ranges of episodes, without one if there are none."""
    return corpus.numbering.label(numbers).split(', ')


def _titled(entry: EpisodeEntry) -> Ref:
    return Ref(entry.page.title, entry.docname)


def _judged_together(
    corpus: Corpus, about: Number | str
) -> Iterator[list[tuple[Number | str, tuple[str, ...]]]]:
    """Other subjects of the critics who judge one, grouped by the number of these critics.

    Remarks with spoilers do not count, nor do mentions.
    """
    counts: Counter[Number | str] = Counter()
    critics: dict[Number | str, list[str]] = defaultdict(list)
    judging = {
        review.docname: review
        for review, remark in corpus.remarks.get(about, ())
        if _judges(remark) and review.facts.critic
    }
    if len(judging) > MAX_SHARED:
        return
    for review in judging.values():
        others = {
            remark.about: None
            for remark in review.facts.remarks
            if _judges(remark) and remark.about != about
            if isinstance(remark.about, str) == isinstance(about, str)
        }
        for other in others:
            counts[other] += 1
            critics[other].append(review.facts.critic or '')
    for most in sorted(set(counts.values()), reverse=True):
        subjects = (one for one in sorted(counts, key=str) if counts[one] == most)
        yield [(one, _truncated(critics[one])) for one in subjects]


def _judges(remark: Remark) -> bool:
    """Whether a remark judges its subject, and gives nothing away."""
    return remark.stance is not NoStance.NONE and not remark.spoils


def _reviews(corpus: Corpus, entry: ReviewEntry) -> Iterator[list[Related]]:
    """Reviews of the same author, of the same outlet, of the same scope."""
    scope = corpus.numbering.label(entry.facts.covers)
    for field, value in _review_keys(entry).items():
        if field == 'scope' and not corpus.work.has_episodes:
            continue
        others = _by_key(corpus, field).get(value, ()) if value else ()
        if len(others) > MAX_RELATED + 1:
            continue
        reason = field
        if field == 'scope' and covers_all(corpus, entry):
            reason = 'series' if corpus.numbering.several else 'season'
        shared = (value if isinstance(value, str) else scope,)
        yield [
            Related(review_ref(other), reason, shared)
            for other in others
            if other.docname != entry.docname
        ]


def _review_keys(entry: ReviewEntry) -> dict[str, Hashable]:
    facts = entry.facts
    return {'critic': facts.author, 'outlet': facts.outlet, 'scope': facts.covers.numbers}


@cached_view
def _by_key(corpus: Corpus, field: str) -> Mapping[Hashable, tuple[ReviewEntry, ...]]:
    reviews: dict[Hashable, list[ReviewEntry]] = defaultdict(list)
    for entry in corpus.reviews:
        reviews[_review_keys(entry)[field]].append(entry)
    return {key: tuple(entries) for key, entries in reviews.items()}


@cached_view
def _by_coverage(corpus: Corpus) -> Mapping[tuple[str, ...], tuple[EpisodeEntry, ...]]:
    episodes: dict[tuple[str, ...], list[EpisodeEntry]] = defaultdict(list)
    for entry in corpus.episodes:
        episodes[_coverage(corpus, entry.facts.number)].append(entry)
    return {
        key: tuple(entries) for key, entries in episodes.items() if len(entries) <= MAX_RELATED + 1
    }


def _coverage(corpus: Corpus, number: Number) -> tuple[str, ...]:
    return tuple(review.docname for review in corpus.reviews_of_page(number))


def _truncated(names: Iterable[str]) -> tuple[str, ...]:
    """Distinct names, truncated with an ellipsis above `MAX_NAMED`."""
    unique = tuple(dict.fromkeys(names))
    return unique if len(unique) <= MAX_NAMED else (*unique[:MAX_NAMED], '…')


def draw_related(view: tuple[Related, ...]) -> list[Element]:
    """One line of related pages with the reasons; nothing without one."""
    if not view:
        return []
    rows = Element('bullets', LazyRows(view, _draw_related))
    line = Element('container', [para(_('Related pages:')), rows], ('wiki-related', NO_SEARCH))
    return [later(min(row.seen for row in view), line)]


def _draw_related(row: Related) -> Element:
    words = phrase(_('(%(reason)s)'), reason=_reason_label(row))
    reason = Element('inline', words, ('summary',))
    return later(row.seen, Element('item', [para(ref(row.page), ' ', reason)]))


def _reason_label(row: Related) -> list[Piece]:
    shared = separator().join(row.shared)
    one = re.fullmatch('[0-9.]+', shared) is not None
    numbered = shared[:1].isdecimal()  # else the label names seasons, or a special
    templates = {
        'episodes': (
            _('also in %(shared)s')
            if not numbered
            else _('also in episode %(shared)s')
            if one
            else _('also in episodes %(shared)s')
        ),
        'critics': _('also singled out by %(shared)s'),
        'coverage': (
            _('covered by the same review')
            if shared == '1'
            else _('covered by the same %(shared)s reviews')
        ),
        'critic': _('also by %(shared)s'),
        'outlet': _('also in %(shared)s'),
        'season': _('also of the whole season'),
        'series': _('also of the whole series'),
        'scope': (
            _('also of %(shared)s')
            if not numbered
            else _('also of episode %(shared)s')
            if one
            else _('also of episodes %(shared)s')
        ),
    }
    counted = data_number(shared, row.at) if row.at else shared
    return phrase(templates[row.reason], shared=counted)


RELATED: Final = Panel(related, draw_related, calm=True)


@dataclass(frozen=True, slots=True)
class LinkRow:
    """Backlink: a page that links here, with the sentence of the link."""

    page: Ref
    sentence: tuple[LanguageSpan, ...]
    spoils: Number
    """The episode that the sentence gives away; 0 for none."""


def link_rows(corpus: Corpus, docname: str) -> tuple[LinkRow, ...]:
    """One backlink for each page that links to `docname`, in reading order."""
    order = reading_order(corpus)
    rows = [
        LinkRow(
            Ref(corpus.pages[link.docname].title or link.docname, link.docname),
            link.sentence,
            link.spoils,
        )
        for link in backlinks(corpus).get(docname, ())
    ]
    return tuple(sorted(rows, key=lambda row: order[row.page.docname]))


@cached_view
def reading_order(corpus: Corpus) -> dict[str, int]:
    """Sort key of each page: episodes by number, characters, reviews, then other pages."""
    of_a_kind = (*corpus.episodes, *corpus.characters, *corpus.reviews)
    docnames = dict.fromkeys([*(entry.docname for entry in of_a_kind), *corpus.pages])
    return {docname: place for place, docname in enumerate(docnames)}


def draw_backlinks(view: tuple[LinkRow, ...]) -> list[Element]:
    """One line that opens to the backlinks, those with spoilers in a block for each episode.

    The title of the page is inside too: it may give away as much as the sentence. Nothing without
    a link.
    """
    if not view:
        return []
    by_episode: dict[Number, list[LinkRow]] = {}
    for row in view:
        by_episode.setdefault(row.spoils, []).append(row)
    blocks: list[Element] = []
    for spoils, rows in sorted(by_episode.items()):
        blocks += guarded(spoils, [lazy_bullets(rows, _draw_backlink, 'backlinks', NO_SEARCH)])
    template = ngettext('%(count)d link to this page', '%(count)d links to this page', len(view))
    return [details(template % {'count': len(view)}, *blocks)]


def _draw_backlink(row: LinkRow) -> list[Element]:
    pieces = (
        foreign(piece.text, piece.language) if piece.language else piece.text
        for piece in row.sentence
    )
    return [para(ref(row.page)), para(joined(pieces, ''), classes=['sentence'])]


BACKLINKS: Final = Panel(
    lambda corpus, page: link_rows(corpus, page.docname),
    draw_backlinks,
    lambda: _('What links here'),
    calm=True,
)
