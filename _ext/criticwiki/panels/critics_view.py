"""What the page of a critic shows, and the list of all critics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from criticwiki.cached_view import remembered
from criticwiki.corpus.critics import critic_pages, reviews_by_name

from .common import MANY, Critic, Printed, Ref, aspect_anchor, critic_of, episode_ref, printed
from .consensus_view import Tally
from .review import in_scope

if TYPE_CHECKING:
    from collections.abc import Sequence

    from criticwiki.corpus.corpus import Corpus, ReviewEntry
    from criticwiki.model.vocabulary import Stance


@dataclass(frozen=True, slots=True)
class Verdict:
    """One review of a critic."""

    critic: Critic
    """As the review names them, with what they had seen."""
    author: str | None
    outlet: str | None
    published: str | None
    score: Printed | None
    verdict: str | None
    seen_inferred: bool


@dataclass(frozen=True, slots=True)
class AspectStances:
    """What a critic holds of one aspect, review by review."""

    aspect: str
    tally: Tally
    held: tuple[tuple[Stance, Ref, Critic], ...]
    """With the evidence; empty where the reviews are too many to name."""


@dataclass(frozen=True, slots=True)
class EpisodeVerdict:
    """A score that a critic prints for one episode."""

    number: int
    episode: Ref | None
    score: Printed
    review: Critic


@dataclass(frozen=True, slots=True)
class CriticPage:
    """All that one critic, or all critics of one outlet, said."""

    name: str
    is_author: bool
    outlets: tuple[str, ...]
    """Where the reviews of an author stand."""
    verdicts: tuple[Verdict, ...]
    aspects: tuple[AspectStances, ...]
    episodes: tuple[EpisodeVerdict, ...]


@dataclass(frozen=True, slots=True)
class CriticRow:
    """A critic in the list of all."""

    name: str
    page: str
    """Empty where their only review stands for it."""
    review: str
    """The first of their reviews."""
    reviews: int
    outlets: tuple[str, ...]
    scores: tuple[Printed, ...]
    """What their reviews print for the whole, where these are few."""


@dataclass(frozen=True, slots=True)
class Critics:
    """All critics by name, and the reviews that name none."""

    rows: tuple[CriticRow, ...]
    unnamed: tuple[Critic, ...]


def critic_page(corpus: Corpus, name: str) -> CriticPage:
    """The page of a critic or outlet."""
    reviews = reviews_by_name(corpus)[name]
    return CriticPage(
        name,
        any(entry.facts.author == name for entry in reviews),
        _outlets(reviews, name),
        tuple(_verdict(corpus, entry) for entry in reviews),
        tuple(_aspects(corpus, reviews)),
        tuple(_episodes(corpus, reviews)),
    )


@remembered
def critics(corpus: Corpus) -> Critics:
    """All critics by name."""
    pages = critic_pages(corpus)
    rows = [
        CriticRow(
            name,
            pages.get(name, ''),
            reviews[0].docname,
            len(reviews),
            _outlets(reviews, name)[:MANY],
            tuple(printed(r.facts.score) for r in reviews[:MANY] if r.facts.score),
        )
        for name, reviews in reviews_by_name(corpus).items()
    ]
    unnamed = (critic_of(corpus, entry) for entry in corpus.reviews if not entry.facts.critic)
    return Critics(
        tuple(sorted(rows, key=lambda row: (row.name.casefold(), row.name))), tuple(unnamed)
    )


def _outlets(reviews: Sequence[ReviewEntry], name: str) -> tuple[str, ...]:
    found = dict.fromkeys(entry.facts.outlet for entry in reviews if entry.facts.outlet)
    return tuple(outlet for outlet in found if outlet != name)


def _verdict(corpus: Corpus, entry: ReviewEntry) -> Verdict:
    facts = entry.facts
    return Verdict(
        critic_of(corpus, entry),
        facts.author,
        facts.outlet,
        str(facts.published) if facts.published else None,
        printed(facts.score) if facts.score else None,
        facts.verdict,
        facts.covers_basis == 'inferred',
    )


def _aspects(corpus: Corpus, reviews: Sequence[ReviewEntry]) -> list[AspectStances]:
    made = []
    for name, aspect in (corpus.series.aspects if corpus.series else {}).items():
        found = [
            (entry.facts.aspects[name].stance, entry)
            for entry in reviews
            if name in entry.facts.aspects and in_scope(aspect, entry)
        ]
        if not found:
            continue
        held = [
            (
                stance,
                Ref(entry.facts.headline, entry.docname, aspect_anchor(name)),
                critic_of(corpus, entry),
            )
            for stance, entry in (found if len(reviews) <= MANY else ())
        ]
        made.append(AspectStances(name, Tally.of([stance for stance, _ in found]), tuple(held)))
    return made


def _episodes(corpus: Corpus, reviews: Sequence[ReviewEntry]) -> list[EpisodeVerdict]:
    made = []
    for entry in reviews:
        for number, score in entry.facts.episode_scores.items():
            page = corpus.episode_by_number.get(number)
            ref = episode_ref(page) if page else None
            made.append(EpisodeVerdict(number, ref, printed(score), critic_of(corpus, entry)))
    return sorted(made, key=lambda row: row.number)
