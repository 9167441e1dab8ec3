"""Panel of aggregators: what the same reviews give under the published rules of three kinds.

No aggregator is copied: which reviews it lists, how it weighs them and how its staff read a
review without a score is its own. Where a rule needs what no page here states, the panel says
what it assumes, and gives a range instead of a guess.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple

from criticwiki.cached_view import cached_view
from criticwiki.corpus.critics import (
    CriticEntry,
    all_critics,
    aspect_voice,
    leading,
    reach,
)
from criticwiki.i18n import _, counted, counted_noop
from criticwiki.model.judgements import Stance
from criticwiki.model.scores import COMMON_BEST, mean, rounded
from criticwiki.panel_registry import Panel

from .common import Group, Tally, aspects_of, group, score_of_whole
from .components import critic_list
from .elements import (
    NO_SEARCH,
    Element,
    data_number,
    definition,
    definitions,
    figure,
    joined,
    para,
    phrase,
    span,
)
from .pointers import below, pointer_field, pointer_to_consensus

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal

    from criticwiki.corpus.corpus import Corpus, ReviewEntry
    from criticwiki.corpus.critics import EpisodeScope

    from .elements import Piece, Pieces


class Bounds(NamedTuple):
    """A range on 0 to 100; both ends are equal where nothing is assumed."""

    low: Fraction
    high: Fraction


SHARE_NEEDED: Final = 5
"""Fewest reviews for a share of positive ones.

Rotten Tomatoes: "A Tomatometer score is calculated for a movie or TV show after it receives at
least five reviews" (https://www.rottentomatoes.com/about).
"""
POSITIVE_FROM: Final = 60
"""Score of 100 from which a review counts as positive; an assumption.

The critic or the staff mark each review as fresh or rotten, and no score is published from which
it is fresh. 60 is three of five stars, and the share from which a title as a whole is fresh.
"""
MEAN_NEEDED: Final = 4
"""Fewest reviews for a mean with imputed scores.

Metacritic: "when we've collected at least four critics' reviews"
(https://www.metacritic.com/about-metascores).
"""
IMPUTED: Final = {
    Stance.PRAISE: Bounds(Fraction(60), Fraction(100)),
    Stance.MIXED: Bounds(Fraction(40), Fraction(60)),
    Stance.CRITICISM: Bounds(Fraction(0), Fraction(39)),
    None: Bounds(Fraction(0), Fraction(COMMON_BEST)),
}
"""Scores that staff may give a review without one, by its impression; None for no stance.

Metacritic: "For those critics who do not provide a score, we'll assign a score from 0-100 based on
the general impression given by the review" (https://www.metacritic.com/faq); a good review gets
60, 70, 80, 90 or 100 (its help page), 40 to 60 is mixed, and 39 or less unfavourable.
"""
PRINTED_NEEDED: Final = 1
"""Fewest printed scores for their mean: no source states a minimum."""
THRESHOLDS: Final = (60, 80)
"""Scores of 100 between which the threshold of a recommendation lies; an assumption.

OpenCritic: "publications may elect to set their own threshold"; else it is "the publication's
median review score" (its FAQ, quoted at
https://www.gamedeveloper.com/business/opencritic-reviews-have-been-added-to-the-epic-games-store).
What else an outlet has scored is on no page of a wiki.
"""
SOURCES: Final = (
    ('Rotten Tomatoes', 'https://www.rottentomatoes.com/about'),
    ('Metacritic', 'https://www.metacritic.com/faq'),
    (
        'OpenCritic',
        'https://www.gamedeveloper.com/business/opencritic-reviews-have-been-added-to-the-epic-games-store',
    ),
)
"""Aggregators that are the examples of each kind, and pages that print their rules."""


@dataclass(frozen=True, slots=True)
class CountedReview:
    """One review as an aggregator counts it: one for each critic and outlet."""

    review: ReviewEntry
    """The review that speaks, where the critic wrote several for the outlet."""
    score: Fraction | None
    """Printed score for the whole, of 100."""
    impression: Stance | None
    """Stance on most of the aspects that it judges, mixed without a majority; None if it judges
    none."""

    @property
    def bounds(self) -> Bounds:
        """The printed score, or the scores that may be imputed."""
        return IMPUTED[self.impression] if self.score is None else Bounds(self.score, self.score)

    @property
    def positive(self) -> bool | None:
        """Whether it counts as positive; None where neither score nor stances decide."""
        if self.score is not None:
            return self.score >= POSITIVE_FROM
        sides: dict[Stance | None, bool] = {Stance.PRAISE: True, Stance.CRITICISM: False}
        return sides.get(self.impression)


@dataclass(frozen=True, slots=True)
class Unscored:
    """Critics of reviews without a score for the whole, by the impression of the review."""

    praise: Group
    mixed: Group
    criticism: Group
    unjudged: Group
    """Reviews that judge no aspect."""

    @property
    def count(self) -> int:
        """Number of these reviews."""
        groups = (self.praise, self.mixed, self.criticism, self.unjudged)
        return sum(one.count for one in groups)


@dataclass(frozen=True, slots=True)
class PositiveShare:
    """Percentage of positive reviews, as at Rotten Tomatoes."""

    positive: int
    negative: int
    undecided: int
    """Reviews that count both ways, which makes the figure a range."""
    percent: Bounds | None
    """None with fewer than `SHARE_NEEDED` reviews."""


@dataclass(frozen=True, slots=True)
class ImputedMean:
    """Mean in which every review has a score, as at Metacritic."""

    printed: int
    imputed: int
    mean: Bounds | None
    """None with fewer than `MEAN_NEEDED` reviews."""


@dataclass(frozen=True, slots=True)
class PrintedMean:
    """Mean of the printed scores, and the share that recommends, as at OpenCritic."""

    printed: int
    mean: Fraction | None
    """None with fewer than `PRINTED_NEEDED` scores."""
    recommending: tuple[int, int]
    """Number of scores at or above the higher and the lower of `THRESHOLDS`."""
    percent: Bounds | None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """View of what three kinds of aggregators would make of the reviews."""

    reviews: int
    """Number of reviews as aggregators count them."""
    unscored: Unscored
    share: PositiveShare
    imputed: ImputedMean
    printed: PrintedMean
    at: str = pointer_field()
    """Pointer to it in `wiki.json`."""

    def number(self, value: int | Decimal, *keys: str) -> Element:
        """A number, which the data has under these keys."""
        return data_number(value, below(self.at, *keys))


@cached_view
def elsewhere(corpus: Corpus, within: EpisodeScope = None) -> Elsewhere:
    """The reviews under the rules of three kinds of aggregators."""
    rows = list(_counted_reviews(corpus, within))
    scores = [row.score for row in rows if row.score is not None]
    at = below(pointer_to_consensus(corpus, within), 'elsewhere')
    return Elsewhere(
        len(rows),
        _unscored(corpus, rows, below(at, 'unscored')),
        _positive_share([row.positive for row in rows]),
        _imputed_mean([row.bounds for row in rows], len(scores)),
        _printed_mean(scores),
        at,
    )


def _counted_reviews(corpus: Corpus, within: EpisodeScope) -> Iterator[CountedReview]:
    for critic in all_critics(corpus):
        by_outlet: dict[str | None, list[ReviewEntry]] = {}
        for entry in critic.reviews:
            if within is None or reach(entry, within):
                by_outlet.setdefault(entry.facts.outlet, []).append(entry)
        for entries in by_outlet.values():
            yield _counted(corpus, CriticEntry(tuple(entries)), within)


def _counted(corpus: Corpus, critic: CriticEntry, within: EpisodeScope) -> CountedReview:
    if voice := score_of_whole(corpus, critic, within):
        return CountedReview(voice.review, voice.common, None)
    stances = [
        spoken.stance
        for name, aspect in aspects_of(corpus).items()
        if (spoken := aspect_voice(critic, name, aspect, within))
    ]
    speaking = leading(critic.reviews, within)[0]
    return CountedReview(speaking, None, impression(Tally.of(stances)))


def impression(tally: Tally) -> Stance | None:
    """Stance on more than half of the aspects, else mixed; None where none is judged."""
    if not tally.discussing:
        return None
    if 2 * tally.praise > tally.discussing:
        return Stance.PRAISE
    if 2 * tally.criticism > tally.discussing:
        return Stance.CRITICISM
    return Stance.MIXED


def _unscored(corpus: Corpus, rows: Iterable[CountedReview], at: str) -> Unscored:
    by_impression: dict[Stance | None, list[ReviewEntry]] = {key: [] for key in (*Stance, None)}
    for row in rows:
        if row.score is None:
            by_impression[row.impression].append(row.review)
    return Unscored(
        *(
            group(corpus, entries, len(entries), below(at, key.value if key else 'unjudged'))
            for key, entries in by_impression.items()
        )
    )


def _positive_share(marks: Sequence[bool | None]) -> PositiveShare:
    positive, negative, undecided = (marks.count(mark) for mark in (True, False, None))
    percent = None
    if len(marks) >= SHARE_NEEDED:
        shares = (Fraction(count, len(marks)) for count in (positive, positive + undecided))
        percent = Bounds(*(COMMON_BEST * share for share in shares))
    return PositiveShare(positive, negative, undecided, percent)


def _imputed_mean(bounds: Sequence[Bounds], printed: int) -> ImputedMean:
    means = None
    if len(bounds) >= MEAN_NEEDED:
        means = Bounds(mean(one.low for one in bounds), mean(one.high for one in bounds))
    return ImputedMean(printed, len(bounds) - printed, means)


def _printed_mean(scores: Sequence[Fraction]) -> PrintedMean:
    lower, higher = THRESHOLDS
    few, many = (sum(score >= threshold for score in scores) for threshold in (higher, lower))
    if len(scores) < PRINTED_NEEDED:
        return PrintedMean(len(scores), None, (few, many), None)
    percent = Bounds(*(COMMON_BEST * Fraction(count, len(scores)) for count in (few, many)))
    return PrintedMean(len(scores), mean(scores), (few, many), percent)


def draw_elsewhere(view: Elsewhere) -> list[Element]:
    """What is counted, then each kind: its result, its rule and what it had to assume."""
    if not view.reviews:
        return [para(_('No review is in the wiki yet.'))]
    tomatoes, metacritic, opencritic = SOURCES
    recommends = _('Mean of printed scores, and share that recommends')
    items = [
        _draw_kind(_('Share of positive reviews'), tomatoes, *_draw_share(view)),
        _draw_kind(_('Mean with imputed scores'), metacritic, *_draw_imputed(view)),
        _draw_kind(recommends, opencritic, *_draw_printed(view)),
    ]
    return [
        para(_counting(view)),
        Element('container', [definitions(items)], ('wiki-elsewhere', NO_SEARCH)),
    ]


def _counting(view: Elsewhere) -> list[Piece]:
    counting = counted('%(count)d reviews count, one for each critic and outlet.', view.reviews)
    if view.reviews == 1:
        counting = _('One review counts.')
    whole = _('Only a score for the whole is taken as the score of a review.')
    return [*phrase(counting, count=view.number(view.reviews, 'reviews')), ' ', whole]


def _draw_kind(
    title: str,
    source: tuple[str, str],
    result: Sequence[Piece],
    rule: Pieces,
    assumed: Sequence[Pieces],
) -> Element:
    name, address = source
    example = phrase(
        _(', as at %(aggregator)s'), aggregator=Element('address', [name], (), address)
    )
    term: list[Piece] = [title, Element('inline', example, ('summary',))]
    sentences = phrase(_('Assumed: %(sentences)s'), sentences=joined(assumed, ' '))
    blocks = [
        para(result, classes=['result']),
        para(phrase(_('Rule: %(rule)s'), rule=rule)),
        para(sentences, classes=['assumed']),
    ]
    return definition(term, blocks)


def _draw_share(view: Elsewhere) -> tuple[Sequence[Piece], Pieces, Sequence[Pieces]]:
    share = view.share
    key = 'positive_share'
    counts = phrase(
        _('%(positive)d positive, %(negative)d negative'),
        positive=view.number(share.positive, key, 'positive'),
        negative=view.number(share.negative, key, 'negative'),
    )
    if share.undecided:
        undecided = view.number(share.undecided, key, 'undecided')
        counts += phrase(_(', %(undecided)d undecided'), undecided=undecided)
    needed = view.number(SHARE_NEEDED, key, 'needed')
    result = _no_figure(_too_few(view, SHARE_NEEDED, needed))
    if share.percent:
        percent = _draw_bounds(
            view, key, share.percent, _('%(percent)s %%'), _('%(low)s to %(high)s %%')
        )
        result = phrase(_('%(share)s: %(counts)s'), share=percent, counts=counts)
    rule = _('the share of positive reviews among all, from %(needed)d reviews up.')
    assumed: list[Pieces] = [
        _('a printed score is positive from %(score)d of 100.') % {'score': POSITIVE_FROM}
    ]
    unscored = view.unscored
    for template, critics in (
        (_('Without a score, positive because most stances are praise: %(critics)s.'),
         unscored.praise),
        (_('Without a score, negative because most stances are criticism: %(critics)s.'),
         unscored.criticism),
        (_('Without a score or a majority among the stances, counted both ways: %(critics)s.'),
         unscored.mixed),
        (_('Without a score or a stance, counted both ways: %(critics)s.'), unscored.unjudged),
    ):  # fmt: skip
        assumed += _with_critics(template, critics)
    return result, phrase(rule, needed=needed), assumed


def _draw_imputed(view: Elsewhere) -> tuple[Sequence[Piece], Pieces, Sequence[Pieces]]:
    imputed = view.imputed
    key = 'imputed_mean'
    needed = view.number(MEAN_NEEDED, key, 'needed')
    result = _no_figure(_too_few(view, MEAN_NEEDED, needed))
    if imputed.mean:
        counts = phrase(
            _('%(printed)d printed, %(imputed)d imputed'),
            printed=view.number(imputed.printed, key, 'printed'),
            imputed=view.number(imputed.imputed, key, 'imputed'),
        )
        mean = _draw_bounds(view, key, imputed.mean, '%(percent)s', _('%(low)s to %(high)s'))
        result = phrase(_('%(mean)s of 100: %(counts)s'), mean=mean, counts=counts)
    rule = _(
        'the weighted mean of all reviews, from %(needed)d up; a review without a score is given'
        ' one by the impression it leaves.'
    )
    assumed: list[Pieces] = [_('equal weights, since the weights are not published.')]
    unscored = view.unscored
    for side, template, critics in (
        (Stance.PRAISE, _('%(low)s to %(high)s where most stances are praise: %(critics)s.'),
         unscored.praise),
        (Stance.MIXED, _('%(low)s to %(high)s where no side has a majority: %(critics)s.'),
         unscored.mixed),
        (Stance.CRITICISM, _('%(low)s to %(high)s where most stances are criticism: %(critics)s.'),
         unscored.criticism),
        (None, _('%(low)s to %(high)s where no aspect is judged: %(critics)s.'),
         unscored.unjudged),
    ):  # fmt: skip
        low, high = IMPUTED[side]
        values = {'low': figure(rounded(low)), 'high': figure(rounded(high))}
        assumed += _with_critics(template, critics, **values)
    return result, phrase(rule, needed=needed), assumed


def _draw_printed(view: Elsewhere) -> tuple[Sequence[Piece], Pieces, Sequence[Pieces]]:
    printed = view.printed
    lower, higher = THRESHOLDS
    few, many = printed.recommending
    key = 'printed_mean'
    result = _no_figure([_('no review prints a score for the whole')])
    if printed.mean is not None:
        result = phrase(
            _('%(mean)s of 100; %(recommended)s'),
            mean=data_number(rounded(printed.mean), below(view.at, key, 'mean'), 'figure'),
            recommended=phrase(
                _(
                    'recommended by %(many)d of %(printed)d with a threshold of %(lower)d,'
                    ' by %(few)d with %(higher)d'
                ),
                many=view.number(many, key, 'recommending', 'high'),
                few=view.number(few, key, 'recommending', 'low'),
                printed=view.number(printed.printed, key, 'printed'),
                lower=str(lower),
                higher=str(higher),
            ),
        )
    rule = _(
        'the mean of the printed scores, all of equal weight, and the share of them at or above'
        ' a threshold, which each outlet may set for itself.'
    )
    assumed: list[Pieces] = [
        _('a threshold between %(lower)d and %(higher)d.') % {'lower': lower, 'higher': higher}
    ]
    if view.unscored.count:
        assumed.append(_('Reviews without a score are left out.'))
    return result, rule, assumed


def _no_figure(reason: Iterable[Piece]) -> list[Piece]:
    return [span(_('No figure'), 'figure', 'no-figure'), ': ', *reason]


def _too_few(view: Elsewhere, needed: int, shown: Element) -> list[Piece]:
    template = counted('%(count)d of the %(needed)d reviews needed', needed)
    return phrase(template, count=view.number(view.reviews, 'reviews'), needed=shown)


def _with_critics(template: str, critics: Group, **values: str) -> list[Pieces]:
    """A sentence that names critics, or counts their reviews; none where there are none."""
    if not critics.count:
        return []
    names = critic_list(critics, counted_noop('%(count)d reviews'))
    return [phrase(template, critics=names, **values)]


def _draw_bounds(view: Elsewhere, key: str, bounds: Bounds, single: str, double: str) -> Element:
    low, high = map(rounded, bounds)
    lowest, highest = view.number(low, key, 'low'), view.number(high, key, 'high')
    if low == high:
        return Element('inline', phrase(single, percent=lowest), ('figure',))
    return Element('inline', phrase(double, low=lowest, high=highest), ('figure',))


ELSEWHERE: Final = Panel(lambda corpus, _page: elsewhere(corpus), draw_elsewhere)
