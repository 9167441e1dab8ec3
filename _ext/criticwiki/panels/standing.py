"""Standing of an episode: its place by score in its season, and the scores before and after it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import accumulate
from math import floor
from typing import TYPE_CHECKING, Final

from criticwiki.cached_view import cached_view
from criticwiki.corpus.corpus import EpisodeEntry
from criticwiki.corpus.critics import critic_by_review
from criticwiki.i18n import _, counted
from criticwiki.model.scores import COMMON_BEST, exact_decimal, mean, rounded
from criticwiki.panel_registry import Panel

from .common import Critic, critic_of, entry_of, unscoped
from .components import critic_link, episode_words
from .elements import NO_SEARCH, data_number, on_screen, para, phrase, scored, with_data
from .episode import episode_voices
from .pointers import below, pointer_field, pointer_to_episode
from .season_score import shared_best

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set

    from criticwiki.corpus.corpus import Corpus, ReviewEntry
    from criticwiki.corpus.critics import ScoreVoice
    from criticwiki.model.numbering import EpisodePlace, Number
    from criticwiki.model.page import Page

    from .elements import Element, Piece

MIN_SCORES: Final = 2
"""Fewest scores of a critic on either side of an episode that make a mean."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Place of an episode among those of its season that have a score, the best first."""

    first: int
    last: int
    """The same as the first, unless others have the same score."""
    scored: int
    """Number of episodes with a score."""
    all: bool
    """Whether these are all episodes of the season."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What critics give on average after an episode, and up to it, within its season."""

    critic: Critic | None
    """The only critic with enough scores on both sides; None where there are several."""
    critics: int
    """Number of critics with enough scores on both sides."""
    alone: bool
    """Whether no other critic scores an episode of the season."""
    best: str
    """The best score of the scale of both means."""
    before: Decimal
    after: Decimal
    number: Number
    """The last episode that the earlier scores are about."""
    last: Number
    """The last episode that the later scores are about."""
    at: str = pointer_field()
    """Pointer to them in `wiki.json`."""


class _Scores:
    """A critic's scores of the episodes of a season, summed up so that any half has its mean."""

    def __init__(self, critic: str, scores: Mapping[Number, ScoreVoice]) -> None:
        """Take the docname of the critic, and the score of each page, in order."""
        self.critic = critic
        self.numbers = tuple(scores)
        self._voices = tuple(scores.values())

    @property
    def review(self) -> ReviewEntry:
        """One that prints some of them."""
        return self._voices[0].review

    @cached_property
    def best(self) -> Fraction | None:
        """The best value of the scale that all of them share; None where they share none."""
        return shared_best([score for voice in self._voices for score in voice.scores])

    @cached_property
    def own(self) -> tuple[Fraction, ...]:
        """Sums of the first scores on that scale, or on 0 to 100; of none of them first."""
        return self._sums(self.best)

    @cached_property
    def common(self) -> tuple[Fraction, ...]:
        """The same, on 0 to 100."""
        return self._sums(None)

    def _sums(self, best: Fraction | None) -> tuple[Fraction, ...]:
        scores = (voice.on_scale(best) for voice in self._voices)
        return tuple(accumulate(scores, initial=Fraction()))

    def splits(self, numbers: Sequence[Number]) -> Iterator[tuple[Number, int]]:
        """Pages with enough of them on either side, and how many are of those pages and before."""
        if len(self.numbers) < 2 * MIN_SCORES:
            return
        first, end = self.numbers[MIN_SCORES - 1], self.numbers[-MIN_SCORES]
        for number in numbers[bisect_left(numbers, first) : bisect_left(numbers, end)]:
            yield number, bisect_right(self.numbers, number)


@dataclass(frozen=True, slots=True)
class _Season:
    """Scores of a season by page: numbers in order, and each critic's."""

    numbers: tuple[Number, ...]
    ranked: Mapping[Number, Standing]
    critics: int
    """Number of critics with a score."""
    splits: Mapping[Number, Sequence[tuple[_Scores, int]]]
    """Critics with enough scores on either side of a page, and how many come first."""

    def split_after(self, number: Number) -> Sequence[tuple[_Scores, int]]:
        """The split at the last page with a score, up to one that may have none."""
        scored = bisect_right(self.numbers, number)
        return self.splits.get(self.numbers[scored - 1], ()) if scored else ()


@cached_view
def scored_seasons(corpus: Corpus) -> Mapping[int, _Season]:
    """The scores of each season: of every episode with a page or a score."""
    without_page = (
        number for number in corpus.reviews_by_episode if number not in corpus.episode_by_number
    )
    numbers = {*(entry.facts.number for entry in corpus.episodes), *without_page}
    by_season: dict[int, list[Number]] = defaultdict(list)
    for number in sorted(numbers):
        if episode_voices(corpus, number):
            by_season[corpus.season_of(number)].append(number)
    return {season: _scored_season(corpus, season, each) for season, each in by_season.items()}


def _scored_season(corpus: Corpus, season: int, numbers: list[Number]) -> _Season:
    by_review = critic_by_review(corpus)
    voices: dict[str, dict[Number, ScoreVoice]] = defaultdict(dict)
    pages: dict[Fraction, list[Number]] = defaultdict(list)
    for number in numbers:
        here = episode_voices(corpus, number)
        pages[mean(voice.common for voice in here)].append(number)
        for voice in here:
            voices[by_review[voice.review.docname].docname][number] = voice
    counted = {one for number in numbers for one in corpus.numbers_beside(number)}
    everything = season > 0 and counted.issuperset(corpus.numbering.seasons[season - 1].numbers)
    ranked: dict[Number, Standing] = {}
    for value in sorted(pages, reverse=True):
        place = Standing(len(ranked) + 1, len(ranked) + len(pages[value]), len(numbers), everything)
        ranked |= dict.fromkeys(pages[value], place)
    splits: dict[Number, list[tuple[_Scores, int]]] = defaultdict(list)
    for scores in (_Scores(critic, each) for critic, each in voices.items()):
        for number, count in scores.splits(numbers):
            splits[number].append((scores, count))
    return _Season(tuple(numbers), ranked, len(voices), splits)


def _season(corpus: Corpus, number: Number) -> _Season | None:
    return scored_seasons(corpus).get(corpus.season_of(number))


def standing(corpus: Corpus, number: Number) -> Standing | None:
    """Place of the page of an episode in its season; None without a score, or with the only one."""
    season = _season(corpus, number)
    place = season.ranked.get(corpus.numbers_beside(number)[0]) if season else None
    return place if place and place.scored > 1 else None


def pages_placed_anew(
    old: Corpus, new: Corpus, reviews: Collection[str], numbers: Iterable[Number]
) -> set[Number]:
    """Numbers of pages that show another place among the scores of their season.

    `reviews` are docnames of those that changed. Means are computed only where their critics have
    some: those of the others stay the same.
    """
    critics = {
        by_review[docname].docname
        for by_review in (critic_by_review(old), critic_by_review(new))
        for docname in reviews
        if docname in by_review
    }
    return {
        number
        for number in numbers
        if standing(old, number) != standing(new, number)
        or (
            _may_differ(_season(old, number), _season(new, number), number, critics)
            and outlook(old, number) != outlook(new, number)
        )
    }


def _may_differ(
    before: _Season | None, after: _Season | None, number: Number, critics: Set[str]
) -> bool:
    """Whether the outlook may differ where only the scores of some critics have changed."""
    if before is None or after is None:
        return True
    if (before.numbers, before.critics) != (after.numbers, after.critics):
        return True
    split = (*before.split_after(number), *after.split_after(number))
    return any(scores.critic in critics for scores, _count in split)


def draw_standing(view: Standing, at: str) -> list[Piece]:
    """The place in words: `5th to 10th of 13`; `best of 13`.

    `at` is the pointer to the episode.
    """
    place = below(at, 'place')
    if view.first == view.last == 1:
        words = counted('best of %(count)d', view.scored)
    elif view.first == 1 and view.last == view.scored:
        words = counted('all %(count)d alike', view.scored)
    elif view.first == view.last:
        words = _('%(first)s of %(count)d')
    else:
        words = _('%(first)s to %(last)s of %(count)d')
    pieces = phrase(
        words,
        first=_ordinal(view.first, below(place, 'first')),
        last=_ordinal(view.last, below(place, 'last')),
        count=data_number(view.scored, below(place, 'scored')),
    )
    return pieces if view.all else phrase(_('%(place)s with a score'), place=pieces)


def _ordinal(value: int, at: str) -> list[Piece]:
    """A place as an ordinal: `1st`, `12th`, `23rd`."""
    templates = {1: _('%(number)dst'), 2: _('%(number)dnd'), 3: _('%(number)drd')}
    is_teen = value % 100 in {11, 12, 13}
    template = _('%(number)dth') if is_teen else templates.get(value % 10, _('%(number)dth'))
    return phrase(template, number=data_number(value, at))


@cached_view
def outlook(corpus: Corpus, number: Number) -> Outlook | None:
    """What critics give after the page of an episode, and up to it.

    Each critic has one mean on either side, so that it is the same who are compared. None after
    the last episode, and where no critic has enough scores on both sides.
    """
    season = _season(corpus, number)
    if season is None:
        return None
    split = season.split_after(number)
    if not split:
        return None
    only = split[0][0] if len(split) == 1 else None
    sums = [(only.own if only else one.common, count) for one, count in split]
    before = mean(total[count] / count for total, count in sums)
    after = mean((total[-1] - total[count]) / (len(total) - 1 - count) for total, count in sums)
    scale = Fraction(COMMON_BEST) if only is None or only.best is None else only.best
    return Outlook(
        unscoped(critic_of(corpus, only.review)) if only else None,
        len(split),
        season.critics == 1,
        exact_decimal(scale),
        _coarse(before, scale),
        _coarse(after, scale),
        corpus.numbers_beside(number)[-1],
        corpus.numbers_beside(season.numbers[-1])[-1],
        below(pointer_to_episode(corpus, number), 'outlook'),
    )


def _coarse(value: Fraction, best: Fraction) -> Decimal:
    """A mean to one decimal, to none on a scale up to 100: it is of a few scores."""
    if best >= COMMON_BEST:
        return rounded(value)
    return Decimal(floor(value * 10 + Fraction(1, 2))).scaleb(-1)


def draw_outlook(view: Outlook | None) -> list[Element]:
    """One line without plot, for whoever wonders whether to go on; nothing without an outlook."""
    return [para(_sentence(view), classes=['wiki-going-on', NO_SEARCH])] if view else []


def _sentence(view: Outlook) -> list[Piece]:
    if view.critic is None:
        template = counted(
            'From the next episode on, %(count)s critics give %(after)s of %(best)s on average;'
            ' up to here, the same critics give %(before)s.',
            view.critics,
        )
    elif view.alone:
        template = _(
            'From the next episode on, %(critic)s, the one critic who scores episodes, gives'
            ' %(after)s of %(best)s on average; up to here, %(before)s.'
        )
    else:
        template = _(
            'From the next episode on, %(critic)s gives %(after)s of %(best)s on average; up to'
            ' here, %(before)s.'
        )
    return phrase(
        template,
        critic=critic_link(view.critic) if view.critic else '',
        count=data_number(view.critics, below(view.at, 'critics')),
        best=data_number(view.best, below(view.at, 'best')),
        after=scored(view.last, data_number(view.after, below(view.at, 'after')), 'score'),
        before=scored(view.number, data_number(view.before, below(view.at, 'before')), 'score'),
    )


def _outlook_of(corpus: Corpus, page: Page) -> Outlook | None:
    return outlook(corpus, entry_of(EpisodeEntry, page).facts.number)


GOING_ON: Final = Panel(_outlook_of, draw_outlook)


def outlooks(corpus: Corpus) -> list[tuple[EpisodePlace, Outlook]]:
    """The outlook after each episode that has one, in their order."""
    pages = ((entry.facts.numbers, entry.facts.number) for entry in corpus.episodes)
    found = ((numbers, outlook(corpus, number)) for numbers, number in pages)
    return [(corpus.numbering.place(*numbers), one) for numbers, one in found if one]


def draw_outlooks(view: Sequence[tuple[EpisodePlace, Outlook]]) -> list[Element]:
    """The line for each place that a reader may have reached; the script shows theirs."""
    lines: list[Element] = []
    for place, one in view:
        here = _('You are at %(episode)s.') % {'episode': episode_words(place)}
        line = para([here, ' ', *_sentence(one)], classes=['wiki-at', NO_SEARCH])
        lines.append(on_screen(with_data(line, {'episode': place.until})))
    return lines


WHEREVER: Final = Panel(lambda corpus, _page: outlooks(corpus), draw_outlooks)
