"""Critics: whose reviews belong together, and which review speaks for a critic on what.

A critic has one voice on an aspect, on an episode and on the season. Of several reviews the one
that covers most episodes speaks, then the latest; equals that differ both speak, and the critic is
mixed. A review that another one replaces is shown and never counted.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from criticwiki.cached_view import cached_view
from criticwiki.model.judgements import Stance
from criticwiki.model.numbering import EpisodeRanges
from criticwiki.model.scores import mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from fractions import Fraction

    from criticwiki.model.kinds import Aspect
    from criticwiki.model.numbering import Number
    from criticwiki.model.scores import Score

    from .corpus import Corpus, ReviewEntry

EpisodeScope: TypeAlias = 'frozenset[Number] | None'
"""Episodes that a statistic is about; None for the whole series."""
CriticKey: TypeAlias = 'tuple[str, ...]'
"""Identity of a critic by their names, which no edit of another review changes; never shown."""


@dataclass(frozen=True, slots=True)
class CriticEntry:
    """One critic: an author, authors who write together, an outlet, or one unnamed review."""

    reviews: tuple[ReviewEntry, ...]
    """The reviews that count, in the order of reviews; not empty."""

    @property
    def docname(self) -> str:
        """Docname of the first review, which identifies the critic."""
        return self.reviews[0].docname

    @property
    def name(self) -> str | None:
        """Name as a byline prints it."""
        return self.reviews[0].facts.critic

    @property
    def episodes(self) -> frozenset[Number]:
        """Every episode that one of their reviews covers."""
        return frozenset(number for entry in self.reviews for number in entry.facts.covers)


@dataclass(frozen=True, slots=True)
class AspectVoice:
    """What a critic holds on an aspect, and the review that shows it."""

    stance: Stance
    reviews: tuple[ReviewEntry, ...]
    """One review, or those that differ where no rule prefers one of them."""

    @property
    def review(self) -> ReviewEntry:
        """The review that is shown for it."""
        return self.reviews[0]

    def judges(self, number: Number) -> bool:
        """Whether the judgement is about an episode."""
        return any(number in entry.facts.covers for entry in self.reviews)

    @property
    def ranges(self) -> tuple[tuple[Number, Number], ...]:
        """Ranges of the episodes that the judgement is about."""
        if len(self.reviews) == 1:
            return self.review.facts.covers.ranges
        numbers = {number for entry in self.reviews for number in entry.facts.covers}
        return EpisodeRanges(tuple(sorted(numbers))).ranges


@dataclass(frozen=True, slots=True)
class ScoreVoice:
    """The score that a critic gives to the season or to an episode."""

    critic: CriticEntry
    reviews: tuple[ReviewEntry, ...]
    """One review, or those whose scores differ where no rule prefers one of them."""
    scores: tuple[Score, ...]
    shared: bool = False
    """Whether it is one score for two episodes together."""

    @property
    def review(self) -> ReviewEntry:
        """The review that is shown for it."""
        return self.reviews[0]

    @property
    def common(self) -> Fraction:
        """Value on 0 to 100: the mean where the critic prints several."""
        if len(self.scores) == 1:  # as nearly all: exact fractions are slow to add
            return self.scores[0].common
        return mean(score.common for score in self.scores)

    def on_scale(self, best: Fraction | None) -> Fraction:
        """Value on the scale of all scores, whose best value that is; on 0 to 100 for None."""
        if best is None:
            return self.common
        if len(self.scores) == 1:
            return self.scores[0].value
        return mean(score.value for score in self.scores)

    @property
    def printed(self) -> str:
        """The scores as printed."""
        return ', '.join(score.printed for score in self.scores)


@cached_view
def all_critics(corpus: Corpus) -> tuple[CriticEntry, ...]:
    """Every critic with a review that counts, in the order of their first review."""
    reviews: dict[CriticKey, list[ReviewEntry]] = defaultdict(list)
    for entry in corpus.counted:
        reviews[critic_key(entry)].append(entry)
    return tuple(CriticEntry(tuple(entries)) for entries in reviews.values())


def critics_within(corpus: Corpus, within: EpisodeScope = None) -> tuple[CriticEntry, ...]:
    """The critics who cover an episode within a scope, in the order of critics."""
    critics = all_critics(corpus)
    if within is None:
        return critics
    return tuple(one for one in critics if any(reach(entry, within) for entry in one.reviews))


def critic_key(entry: ReviewEntry) -> CriticKey:
    """Identity of the critic of a review."""
    facts = entry.facts
    if facts.authors:
        return ('authors', *sorted({*facts.authors}))
    return ('outlet', facts.outlet) if facts.outlet else ('review', entry.docname)


@cached_view
def critic_by_review(corpus: Corpus) -> Mapping[str, CriticEntry]:
    """Critics by docname of each review of theirs that counts."""
    return {entry.docname: critic for critic in all_critics(corpus) for entry in critic.reviews}


@cached_view
def reviews_by_critic(corpus: Corpus) -> Mapping[str, tuple[ReviewEntry, ...]]:
    """All published reviews of each critic, also replaced ones, by docname of the critic."""
    critics = {critic_key(critic.reviews[0]): critic.docname for critic in all_critics(corpus)}
    reviews: dict[str, list[ReviewEntry]] = defaultdict(list)
    for entry in corpus.reviews:
        if docname := critics.get(critic_key(entry)):
            reviews[docname].append(entry)
    return {docname: tuple(entries) for docname, entries in reviews.items()}


def critics_of(corpus: Corpus, reviews: Iterable[ReviewEntry]) -> tuple[CriticEntry, ...]:
    """The critics of some reviews, each with those of the reviews that count."""
    by_review = critic_by_review(corpus)
    groups: dict[str, list[ReviewEntry]] = defaultdict(list)
    for review in reviews:
        if critic := by_review.get(review.docname):
            groups[critic.docname].append(review)
    return tuple(CriticEntry(tuple(entries)) for entries in groups.values())


def reach(entry: ReviewEntry, within: EpisodeScope = None) -> int:
    """Number of episodes within a scope that a review covers."""
    covers = entry.facts.covers
    return len(covers) if within is None else sum(number in within for number in covers)


def leading(entries: Sequence[ReviewEntry], within: EpisodeScope = None) -> tuple[ReviewEntry, ...]:
    """The reviews that speak: those that cover most, without those that are certainly older.

    Several are left only where dates do not tell which is the latest.
    """
    if len(entries) < 2:
        return tuple(entries)
    most = max(reach(entry, within) for entry in entries)
    widest = [entry for entry in entries if reach(entry, within) == most]
    return tuple(entry for entry in widest if not any(_is_older(entry, other) for other in widest))


def _is_older(entry: ReviewEntry, other: ReviewEntry) -> bool:
    ours, theirs = entry.facts.published, other.facts.published
    return ours is not None and theirs is not None and ours.is_surely_before(theirs)


def in_scope(aspect: Aspect, review: ReviewEntry) -> bool:
    """Whether the scope of a review includes the episode that an aspect needs."""
    return aspect.needs is None or aspect.needs in review.facts.covers


def aspect_voice(
    critic: CriticEntry, name: str, aspect: Aspect, within: EpisodeScope = None
) -> AspectVoice | None:
    """What a critic holds on an aspect; None where no review of theirs judges it in scope."""
    judging = [
        entry
        for entry in critic.reviews
        if name in entry.facts.aspects
        and in_scope(aspect, entry)
        and (within is None or reach(entry, within))
    ]
    if not judging:
        return None
    speaking = leading(judging, within)
    stances = {entry.facts.aspects[name].stance for entry in speaking}
    if len(stances) == 1:
        return AspectVoice(stances.pop(), speaking[:1])
    return AspectVoice(Stance.MIXED, speaking)


def score_voice(
    critic: CriticEntry,
    score_of: Callable[[ReviewEntry], Score | None],
    within: EpisodeScope = None,
) -> ScoreVoice | None:
    """The score of a critic, from the scores of their reviews; None where none has one."""
    if len(critic.reviews) == 1:
        score = score_of(critic.reviews[0])
        return ScoreVoice(critic, critic.reviews, (score,)) if score else None
    scoring = {entry.docname: score for entry in critic.reviews if (score := score_of(entry))}
    if not scoring:
        return None
    speaking = leading([e for e in critic.reviews if e.docname in scoring], within)
    by_value = {scoring[entry.docname].common: entry for entry in reversed(speaking)}
    distinct = tuple(entry for entry in speaking if entry in by_value.values())
    return ScoreVoice(critic, distinct, tuple(scoring[entry.docname] for entry in distinct))
