"""Panels of episode pages: scores, coverage, both together as reception, cast; neighbours."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from criticwiki.cached_view import cached_view
from criticwiki.corpus.corpus import EpisodeEntry, revealed_cast
from criticwiki.corpus.critics import CriticEntry, ScoreVoice, critics_of, score_voice
from criticwiki.i18n import _, counted, separator
from criticwiki.model.numbering import follows
from criticwiki.panel_registry import Panel

from .audience import AudienceScore, audience_scores, draw_audience
from .common import (
    MAX_NAMED,
    Critic,
    CriticRemarks,
    PrintedScore,
    Ref,
    Statement,
    character_ref,
    common_mean,
    critic_of,
    entry_of,
    episodes_reviewed,
    numbered_ref,
    printed_score,
    review_score,
    statement,
)
from .components import (
    common_value,
    critic_link,
    headline,
    remarks_by_critic,
    scope_label,
    score,
    score_with_verdict,
    statement_list,
)
from .elements import (
    NO_SEARCH,
    bullets,
    cell_by,
    cells,
    data_number,
    guarded,
    lazy_bullets,
    link,
    para,
    phrase,
    ref,
    scored,
    sortable,
    span,
)
from .pointers import below, pointer_field, pointer_to_episode
from .review import aspect_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from criticwiki.corpus.corpus import CharacterEntry, Corpus, ReviewEntry
    from criticwiki.model.numbering import EpisodePlace, Number
    from criticwiki.model.page import Page
    from criticwiki.model.scores import Score

    from .elements import Element, Piece


def _number(page: Page) -> Number:
    return entry_of(EpisodeEntry, page).facts.number


@dataclass(frozen=True, slots=True)
class EpisodeScore:
    """A printed score of an episode."""

    critic: Critic
    score: PrintedScore
    shared: tuple[Critic, ...] = ()
    """Reviews that print it for two episodes together; empty for a score of this episode."""


@dataclass(frozen=True, slots=True)
class EpisodeScores:
    """View of all printed scores of an episode."""

    rows: tuple[EpisodeScore, ...]
    mean: Decimal | None
    """On 0 to 100, of two scores or more."""
    number: Number
    """The last episode of the page: who has seen it may see them."""
    at: str = pointer_field()
    """Pointer to the episode in `wiki.json`."""


@cached_view
def episode_scores(corpus: Corpus, number: Number) -> EpisodeScores:
    """Printed scores of the page of an episode and their mean."""
    voices = episode_voices(corpus, number)
    at = pointer_to_episode(corpus, number)
    rows = [
        EpisodeScore(
            critic_of(corpus, voice.review),
            printed_score(voice, below(at, 'scores', voice.review.id)),
            tuple(critic_of(corpus, review) for review in voice.reviews) if voice.shared else (),
        )
        for voice in voices
    ]
    mean = common_mean([voice.common for voice in voices])
    return EpisodeScores(tuple(rows), mean, corpus.numbers_beside(number)[-1], at)


@cached_view
def episode_voices(corpus: Corpus, number: Number) -> tuple[ScoreVoice, ...]:
    """The score of each critic for the episodes of a page, in the order of reviews."""
    numbers = corpus.numbers_beside(number)
    critics = critics_of(corpus, corpus.reviews_of_page(number))
    voices = (page_voice(corpus, critic, numbers) for critic in critics)
    return tuple(voice for voice in voices if voice)


def page_voice(
    corpus: Corpus, critic: CriticEntry, numbers: tuple[Number, ...]
) -> ScoreVoice | None:
    """The score of a critic for the episodes of one page; several where they print several.

    A score of these episodes goes before one that is for another episode too.
    """
    if voice := score_voice(critic, partial(score_of, number=numbers)):
        return voice
    single = numbers if len(numbers) > 1 else ()
    each = (score_voice(critic, partial(score_of, number=number)) for number in single)
    voices = [voice for voice in each if voice]
    if not voices:
        shared = score_voice(critic, lambda review: shared_score(corpus, review, numbers))
        return replace(shared, shared=True) if shared else None
    scores = {score.printed: score for voice in voices for score in voice.scores}
    reviews = {entry.docname: entry for voice in voices for entry in voice.reviews}
    return ScoreVoice(critic, tuple(reviews.values()), tuple(scores.values()))


def score_of(review: ReviewEntry, number: Number | tuple[Number, ...]) -> Score | None:
    """Score that a review prints for an episode, or for all of a page together.

    The score of a review of a single episode is that episode's score.
    """
    facts = review.facts
    numbers = number if isinstance(number, tuple) else (number,)
    if len(numbers) == 1 and numbers[0] in facts.episode_scores:
        return facts.episode_scores[numbers[0]]
    return facts.score if facts.covers.numbers == numbers else None


def shared_score(corpus: Corpus, review: ReviewEntry, numbers: tuple[Number, ...]) -> Score | None:
    """Score that a review of two episodes prints for both, where one of them is among `numbers`.

    None where the review scores one of them alone.
    """
    both = episodes_reviewed(corpus, review)
    if len(both) < 2 or not any(number in both for number in numbers):
        return None
    return review.facts.score if review.facts.episode_scores.keys().isdisjoint(both) else None


def printed_by(
    corpus: Corpus, review: ReviewEntry
) -> Iterator[tuple[tuple[Number, ...], Score, bool]]:
    """Scores that a review prints for episodes: numbers, score, whether another page shares it."""
    facts = review.facts
    for number, printed in facts.episode_scores.items():
        yield (number,), printed, False
    reviewed = episodes_reviewed(corpus, review)
    if not reviewed or not facts.score or not facts.episode_scores.keys().isdisjoint(reviewed):
        return
    if reviewed == corpus.numbers_beside(reviewed[0]):
        yield reviewed, facts.score, False
    else:
        yield from (((number,), facts.score, len(reviewed) > 1) for number in reviewed)


def draw_scores(view: EpisodeScores) -> list[Element]:
    """Table of the printed scores, and their mean; a sentence for one score, nothing for none."""
    if len(view.rows) == 1:
        (row,) = view.rows
        template = _('%(critic)s gives it %(score)s.')
        printed = scored(view.number, _score_in_words(row))
        return [para(phrase(template, critic=critic_link(row.critic), score=printed))]
    if not view.rows:
        return []
    rows = [
        cells(
            critic_link(row.critic),
            cell_by(row.score.common, scored(view.number, _score_in_words(row))),
            cell_by(row.score.common, scored(view.number, common_value(row.score))),
            cell_by(row.critic.seen, scope_label(row.critic)),
        )
        for row in view.rows
    ]
    head = cells(_('Critic'), _('Score as printed'), _('Of 100'), _('The review covers'))
    blocks = [sortable(head, rows, 'scores')]
    if view.mean is not None:
        count = len(view.rows)
        template = counted('Mean: %(mean)s of 100, from %(count)s printed scores.', count)
        blocks.append(para(phrase(template, mean=draw_mean(view), count=count_of(view))))
    return blocks


def draw_mean(view: EpisodeScores, *classes: str) -> Element:
    """The mean of several scores of an episode."""
    assert view.mean is not None
    return scored(view.number, data_number(view.mean, below(view.at, 'mean')), *classes)


def count_of(view: EpisodeScores) -> Element:
    """The number of scores of an episode."""
    return data_number(len(view.rows), below(view.at, 'spread', 'count'))


def _score_in_words(row: EpisodeScore) -> list[Piece]:
    """A score as printed; one for two episodes says so."""
    if not row.shared:
        return [score(row.score)]
    template = _('%(score)s, for %(episodes)s together')
    return phrase(template, score=score(row.score), episodes=shared_label(row))


def shared_label(row: EpisodeScore) -> str:
    """Label of the episodes that a shared score is for."""
    return separator().join(dict.fromkeys(map(scope_label, row.shared)))


def marked_score(row: EpisodeScore) -> list[Piece]:
    """A score as printed, followed by its episodes in brackets where it is for two."""
    if not row.shared:
        return [score(row.score)]
    scopes = separator().join(dict.fromkeys(critic.scope for critic in row.shared))
    return [
        score(row.score),
        ' ',
        span(_('(%(scope)s)') % {'scope': scopes}, 'summary', 'shared-scope'),
    ]


def _audience(corpus: Corpus, entry: EpisodeEntry) -> tuple[AudienceScore, ...]:
    return audience_scores(entry.facts.audience, pointer_to_episode(corpus, entry.facts.number))


SCORES: Final = Panel(
    lambda corpus, page: (
        episode_scores(corpus, _number(page)),
        _audience(corpus, entry_of(EpisodeEntry, page)),
    ),
    lambda view: [*draw_scores(view[0]), *draw_audience(view[1])],
    lambda: _('Scores'),
)


@dataclass(frozen=True, slots=True)
class EpisodeReview:
    """A review of one episode, or of two together, as their pages show it."""

    critic: Critic
    apart: bool
    """Whether it is about other episodes than the page: about two, or one of several."""
    score: PrintedScore | None
    verdict: str | None
    summary: str | None
    remarks: tuple[Statement, ...] = ()
    """On this episode alone."""
    aspects: tuple[tuple[str, Statement], ...] = ()

    @property
    def previewed(self) -> str:
        """Docname of the review, to which its headline leads."""
        return self.critic.docname


@dataclass(frozen=True, slots=True)
class Coverage:
    """View of what reviews say of an episode."""

    about: tuple[EpisodeReview, ...]
    """Reviews of this episode, alone or with its neighbour; above `MAX_NAMED` without what they
    say of it."""
    rows: tuple[CriticRemarks, ...]
    """Statements on it in other reviews."""
    number: Number
    """The last episode of the page: who has seen it may see its scores."""


def coverage(corpus: Corpus, number: Number) -> Coverage:
    """What the reviews that cover an episode say of it."""
    remarks: dict[str, list[Statement]] = {}
    numbers = corpus.numbers_beside(number)
    for one in numbers:
        for review, remark in corpus.remarks.get(one, ()):
            remarks.setdefault(review.docname, []).append(statement(remark, review))
    covering = corpus.reviews_of_page(number)
    about = [review for review in covering if episodes_reviewed(corpus, review)]
    few = len(about) <= MAX_NAMED
    others = [
        review for review in covering if review.docname in remarks and not (few and review in about)
    ]
    return Coverage(
        tuple(
            _with_words(corpus, review, numbers, remarks.get(review.docname, ()))
            if few
            else _review(corpus, review, numbers)
            for review in about
        ),
        tuple(
            CriticRemarks(critic_of(corpus, review), tuple(remarks[review.docname]))
            for review in others
        ),
        numbers[-1],
    )


def _review(corpus: Corpus, review: ReviewEntry, numbers: tuple[Number, ...]) -> EpisodeReview:
    facts = review.facts
    return EpisodeReview(
        critic_of(corpus, review),
        facts.covers.numbers != numbers,
        review_score(corpus, review.page, facts),
        facts.verdict,
        facts.summary,
    )


def _with_words(
    corpus: Corpus,
    review: ReviewEntry,
    numbers: tuple[Number, ...],
    remarks: Iterable[Statement],
) -> EpisodeReview:
    rows = aspect_rows(corpus, review)
    aspects = tuple((row.aspect, row.statement) for row in rows if row.statement)
    return replace(_review(corpus, review, numbers), remarks=tuple(remarks), aspects=aspects)


def draw_coverage(view: Coverage) -> list[Element]:
    """The reviews of an episode, and what others say of it; nothing where none says a word."""
    if len(view.about) > MAX_NAMED:
        heads = [(row, view.number) for row in view.about]
        blocks = [lazy_bullets(heads, _draw_head, NO_SEARCH)]
    else:
        blocks = [block for row in view.about for block in _draw_review(row, view.number)]
    return blocks + remarks_by_critic(view.rows, NO_SEARCH)


def _draw_review(view: EpisodeReview, number: Number) -> list[Element]:
    """A review of the episode: its critic, score and summary, then what it says."""
    rows = [(_('the episode'), remark, '') for remark in view.remarks]
    rows += [(aspect, said, '') for aspect, said in view.aspects]
    return _draw_head((view, number)) + statement_list(rows, 'aspects', NO_SEARCH)


def _draw_head(row: tuple[EpisodeReview, Number]) -> list[Element]:
    """Critic, headline, score and summary of a review of the episode."""
    view, number = row
    review = link(headline(view.critic), view.critic.docname)
    head = phrase(_('%(critic)s, %(review)s'), critic=critic_link(view.critic), review=review)
    if view.apart:
        head += phrase(_(', on %(episodes)s'), episodes=scope_label(view.critic))
    if view.score:
        printed = scored(number, score_with_verdict(view.score, view.verdict))
        head += phrase(_(': %(score)s'), score=printed)
    blocks = [para(head, classes=['episode-review', NO_SEARCH])]
    if view.summary:
        blocks.append(para(view.summary, classes=['summary', NO_SEARCH]))
    return blocks


COVERAGE: Final = Panel(
    lambda corpus, page: coverage(corpus, _number(page)),
    draw_coverage,
    lambda: _('What critics say'),
)


@dataclass(frozen=True, slots=True)
class Reception:
    """View of scores and words of critics on an episode, but for what stands elsewhere on it."""

    scores: EpisodeScores | None
    """None where an editor has placed their panel."""
    audience: tuple[AudienceScore, ...]
    coverage: Coverage | None
    """None where an editor has placed its panel."""


def reception(corpus: Corpus, page: Page) -> Reception:
    """Scores and words of critics on an episode, as far as no panel of them is placed."""
    entry = entry_of(EpisodeEntry, page)
    number = entry.facts.number
    scores = ('scores', '') not in page.panels
    return Reception(
        episode_scores(corpus, number) if scores else None,
        _audience(corpus, entry) if scores else (),
        None if ('coverage', '') in page.panels else coverage(corpus, number),
    )


def draw_reception(view: Reception) -> list[Element]:
    """Scores and words; the fact box has a single score, which is said again beside words only."""
    words = draw_coverage(view.coverage) if view.coverage else []
    blocks = [*draw_audience(view.audience), *words]
    scores = view.scores
    if scores is None or (len(scores.rows) == 1 and (not words or _heads_say(view, scores.rows))):
        return blocks
    return draw_scores(scores) + blocks


def _heads_say(view: Reception, rows: Iterable[EpisodeScore]) -> bool:
    """Whether the head of a review of the episode prints each of some scores."""
    about = view.coverage.about if view.coverage else ()
    printed = {(one.critic.key, one.score.printed) for one in about if one.score}
    return all((row.critic.key, row.score.printed) in printed for row in rows)


RECEPTION: Final = Panel(reception, draw_reception, lambda: _('What critics say'))


@dataclass(frozen=True, slots=True)
class CastRow:
    """A character who appears in an episode."""

    character: Ref
    summary: str | None
    spoils: Number = 0
    """The episode, or a later one that reveals who it was; 0 for one that gives nothing away."""


def cast(corpus: Corpus, number: Number) -> tuple[CastRow, ...]:
    """Characters who appear in an episode, those whom a later one reveals last."""
    numbers = corpus.numbers_beside(number)
    seen = numbers[-1] if numbers[-1] >= 1 else 0
    entries: dict[tuple[Number, str], CharacterEntry] = {}
    for one in numbers:
        entries |= {(seen, entry.docname): entry for entry in corpus.cast.get(one, ())}
    for one in numbers:
        for episode, entry in revealed_cast(corpus).get(one, ()):
            if (seen, entry.docname) not in entries:
                entries[max(episode, seen), entry.docname] = entry
    return tuple(
        CastRow(character_ref(entry), entry.facts.summary, spoils)
        for (spoils, _docname), entry in entries.items()
    )


def draw_cast(view: tuple[CastRow, ...]) -> list[Element]:
    """List of the characters in spoiler blocks: who is in an episode tells who is still there."""
    by_episode: dict[Number, list[list[Element]]] = {}
    for row in view:
        summary: list[Piece] = [' ', span(row.summary, 'summary')] if row.summary else []
        item = [para(ref(row.character), summary)]
        by_episode.setdefault(row.spoils, []).append(item)
    blocks: list[Element] = []
    for spoils, items in sorted(by_episode.items()):
        blocks += guarded(spoils, [bullets(items, 'wiki-cast')])
    return blocks


CAST: Final = Panel(
    lambda corpus, page: cast(corpus, _number(page)), draw_cast, lambda: _('Characters')
)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """View of the previous and the next episode, by number and page."""

    previous: tuple[EpisodePlace, Ref] | None
    following: tuple[EpisodePlace, Ref] | None


@cached_view
def _numbers_in_order(corpus: Corpus) -> tuple[Number, ...]:
    """Numbers of all episodes with a page, ascending."""
    return tuple(sorted(corpus.episode_by_number))


def neighbours(corpus: Corpus, number: Number) -> Neighbours:
    """The previous and the next episode, specials too, where they have pages."""
    numbers = corpus.numbers_beside(number)
    order = _numbers_in_order(corpus)
    before, after = bisect_left(order, numbers[0]) - 1, bisect_right(order, numbers[-1])

    def at(index: int) -> tuple[EpisodePlace, Ref] | None:
        if not 0 <= index < len(order):
            return None
        other, episode = order[index], numbered_ref(corpus, order[index])
        beside = follows(other, numbers[0]) if index == before else follows(numbers[-1], other)
        return (corpus.page_place(other), episode) if episode and beside else None

    return Neighbours(at(before), at(after))
