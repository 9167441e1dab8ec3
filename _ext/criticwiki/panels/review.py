"""What a review's page shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from criticwiki.cached_view import remembered
from criticwiki.corpus.critics import page_of_critic
from criticwiki.model.kinds import Character
from criticwiki.model.scores import COMMON_BEST, mean, median, plain, rounded

from .common import Critic, Printed, Ref, Said, aspect_anchor, critic_of, episode_ref, printed, said

if TYPE_CHECKING:
    from decimal import Decimal

    from criticwiki.corpus.corpus import Corpus, ReviewEntry
    from criticwiki.model.kinds import Aspect
    from criticwiki.model.scores import Score


class Silence(StrEnum):
    """Why a critic has no stance on an aspect."""

    NOT_DISCUSSED = 'not discussed'
    OUT_OF_SCOPE = 'out of scope'


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Who says it, where, and after how much of the series."""

    critic: Critic
    headline: str
    outlet: str | None
    author: str | None
    outlet_page: str
    """The page of the outlet, where it has one."""
    url: str | None
    published: str | None
    inferred: bool
    """Whether what was seen is inferred rather than stated."""
    access: str | None
    score: Printed | None
    verdict: str | None
    draft: bool


@dataclass(frozen=True, slots=True)
class Check:
    """A mean of printed scores beside what is printed for the whole."""

    count: int
    mean: Decimal
    best: str
    """The best value of their scale."""
    on_verdict_scale: Decimal | None
    """The mean on the scale of the printed score, where that is another."""
    verdict_best: str | None
    matches: bool | None
    """Whether the exact mean is what is printed; None without a printed score."""


@dataclass(frozen=True, slots=True)
class ScoreCard:
    """The scores of a review and their arithmetic."""

    score: Printed | None
    verdict: str | None
    categories: tuple[tuple[str, Printed], ...]
    category_check: Check | None
    episodes: tuple[tuple[int, Ref | None, Printed], ...]
    episode_check: Check | None
    episode_sum: Decimal | None
    """Sum of the episode scores on their own scale, where all share one."""
    episode_median: Decimal | None


@dataclass(frozen=True, slots=True)
class AspectRow:
    """One aspect: what the critic holds, or why nothing."""

    aspect: str
    anchor: str
    said: Said | None
    silence: Silence | None


@dataclass(frozen=True, slots=True)
class SubjectRow:
    """What a critic says of one character or episode."""

    subject: Ref
    said: Said


def disclosure(corpus: Corpus, entry: ReviewEntry) -> Disclosure:
    """Who, where, covers what, how seen."""
    facts = entry.facts
    return Disclosure(
        critic=critic_of(corpus, entry),
        headline=facts.headline,
        outlet=facts.outlet,
        author=facts.author,
        outlet_page=page_of_critic(corpus, facts.outlet),
        url=facts.url,
        published=str(facts.published) if facts.published else None,
        inferred=facts.covers_basis == 'inferred',
        access=facts.access,
        score=printed(facts.score) if facts.score else None,
        verdict=facts.verdict,
        draft=facts.draft,
    )


@remembered
def score_card(corpus: Corpus, entry: ReviewEntry) -> ScoreCard:
    """The scores and whether they add up."""
    facts = entry.facts
    scores = [facts.episode_scores[number] for number in sorted(facts.episode_scores)]
    values = _own_values(scores)
    episodes = []
    for number, score in sorted(facts.episode_scores.items()):
        page = corpus.episode_by_number.get(number)
        episodes.append((number, episode_ref(page) if page else None, printed(score)))
    best = scores[0].best if scores else Fraction(1)
    return ScoreCard(
        score=printed(facts.score) if facts.score else None,
        verdict=facts.verdict,
        categories=tuple((name, printed(score)) for name, score in facts.categories.items()),
        category_check=_check(list(facts.categories.values()), facts.score),
        episodes=tuple(episodes),
        episode_check=_check(scores, facts.score),
        episode_sum=rounded(sum(values, Fraction(0)), best) if values else None,
        episode_median=rounded(median(values), best) if values else None,
    )


def _own_values(scores: list[Score]) -> list[Fraction]:
    """The values on their own scale, or none where they are of several."""
    return [s.value for s in scores] if len({s.best for s in scores}) == 1 else []


def _check(scores: list[Score], whole: Score | None) -> Check | None:
    if len(scores) < 2:
        return None
    own = _own_values(scores)
    best = scores[0].best if own else Fraction(COMMON_BEST)
    exact = mean(own or [score.common for score in scores])
    share = exact / best
    other = whole if whole and whole.best != best else None
    return Check(
        count=len(scores),
        mean=rounded(exact, best),
        best=plain(best),
        on_verdict_scale=rounded(share * other.best, other.best) if other else None,
        verdict_best=plain(other.best) if other else None,
        matches=share * whole.best == whole.value if whole else None,
    )


def in_scope(aspect: Aspect, entry: ReviewEntry) -> bool:
    """Whether the critic had seen what the aspect needs."""
    return aspect.needs is None or aspect.needs in entry.facts.covers


def aspect_rows(corpus: Corpus, entry: ReviewEntry) -> tuple[AspectRow, ...]:
    """Every aspect of the wiki's list, in its order."""
    rows = []
    for name, aspect in (corpus.series.aspects if corpus.series else {}).items():
        judgement = entry.facts.aspects.get(name)
        visible = in_scope(aspect, entry)
        silence = Silence.NOT_DISCUSSED if visible else Silence.OUT_OF_SCOPE
        found = said(judgement) if judgement and visible else None
        rows.append(AspectRow(name, aspect_anchor(name), found, None if found else silence))
    return tuple(rows)


def subject_rows(corpus: Corpus, entry: ReviewEntry) -> tuple[SubjectRow, ...]:
    """What the critic says of single episodes, then of characters, by name."""
    episodes: list[tuple[int, SubjectRow]] = []
    characters: list[tuple[str, SubjectRow]] = []
    for remark in entry.facts.remarks:
        if isinstance(remark.about, int):
            episode = corpus.episode_by_number.get(remark.about)
            if episode:
                row = SubjectRow(episode_ref(episode), said(remark))
                episodes.append((remark.about, row))
            continue
        page = corpus.by_id.get(remark.about)
        if page and isinstance(page.facts, Character):
            row = SubjectRow(Ref(page.facts.name, page.docname), said(remark))
            characters.append((page.facts.name.casefold(), row))
    ordered = sorted(episodes, key=lambda pair: pair[0])
    named = sorted(characters, key=lambda pair: (pair[0], pair[1].said.spoils))
    return tuple(row for _, row in (*ordered, *named))
