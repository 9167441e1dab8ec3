"""Panels of the season score: the headline, and its sensitivity to single critics."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from criticwiki.cached_view import remembered
from criticwiki.i18n import _
from criticwiki.model.scores import COMMON_BEST, exact_decimal, mean, median, rounded, upper_bound
from criticwiki.panel_registry import Panel

from .charts import chart_data, headline_chart
from .common import (
    MAX_NAMED,
    PROVISIONAL_BELOW,
    Critic,
    PrintedScore,
    covers_all,
    critic_of,
    printed_score,
)
from .components import critic_link, figure, scope_cell, season_score_cell
from .elements import Element, LazyRows, bullets, cells, para, phrase, sortable, span

if TYPE_CHECKING:
    from decimal import Decimal

    from criticwiki.corpus.corpus import Corpus, ReviewEntry
    from criticwiki.model.scores import Score

    from .elements import Piece


@dataclass(frozen=True, slots=True)
class Figures:
    """Descriptive statistics of some scores, on one scale."""

    count: int
    mean: Decimal
    median: Decimal
    low: Decimal
    high: Decimal
    best: str
    """The best value of the scale."""


def figures(scores: list[Score]) -> Figures | None:
    """Statistics on the scale that all scores share, else on 0 to 100; None without a score."""
    return figures_on_scale(scores, shared_best(scores)) if scores else None


def shared_best(scores: list[Score]) -> Fraction | None:
    """The best value of the scale that all scores share; None where they share none."""
    return scores[0].best if len({score.best for score in scores}) == 1 else None


def figures_on_scale(scores: list[Score], best: Fraction | None) -> Figures:
    """Statistics on the scale with that best value, or on 0 to 100 for None."""
    if best is None:
        return _figures([score.common for score in scores], Fraction(COMMON_BEST))
    return _figures([score.value for score in scores], best)


def _figures(values: list[Fraction], best: Fraction) -> Figures:
    return Figures(
        len(values),
        rounded(mean(values), best),
        rounded(median(values), best),
        rounded(min(values), best),
        rounded(max(values), best),
        exact_decimal(best),
    )


@dataclass(frozen=True, slots=True)
class Headline:
    """View of the printed season scores and their statistics."""

    figures: Figures | None
    """On 0 to 100; None while no critic prints a season score."""
    reviews: int
    provisional: bool
    scored: tuple[tuple[Critic, PrintedScore], ...]
    unscored: tuple[Critic, ...]
    """Reviews that print no score for the season: listed, never turned into numbers."""


def season_scores(corpus: Corpus) -> list[tuple[ReviewEntry, Score]]:
    """Printed scores of reviews that cover every episode."""
    return [
        (review, review.facts.score)
        for review in corpus.reviews
        if review.facts.score and covers_all(corpus, review)
    ]


@remembered
def headline(corpus: Corpus) -> Headline:
    """Printed season scores with their statistics, and who prints none."""
    scores = season_scores(corpus)
    values = [score.common for _, score in scores]
    counted = {review.docname for review, _ in scores}
    return Headline(
        figures=_figures(values, Fraction(COMMON_BEST)) if values else None,
        reviews=len(corpus.reviews),
        provisional=len(values) < PROVISIONAL_BELOW,
        scored=tuple((critic_of(corpus, review), printed_score(s)) for review, s in scores),
        unscored=tuple(critic_of(corpus, r) for r in corpus.reviews if r.docname not in counted),
    )


def draw_headline(view: Headline) -> list[Element]:
    """Mean and range of the season scores, and a table of all reviews."""
    blocks: list[Element] = [para(headline_sentence(view), classes=['season-score'])]
    rows = [*view.scored, *((critic, None) for critic in view.unscored)]
    if rows:
        head = cells(_('Critic'), _('Score as printed'), _('Of 100'), _('The review covers'))
        table = sortable(head, LazyRows(rows, _draw_row), 'scores')
        chart = headline_chart(view)
        blocks += [chart, chart_data(table)] if chart else [table]
    if view.figures:
        template = _('Mean %(mean)s and median %(median)s of 100.')
        values = {'mean': figure(view.figures.mean), 'median': figure(view.figures.median)}
        blocks.append(para(template % values))
    return blocks


def _draw_row(row: tuple[Critic, PrintedScore | None]) -> Element:
    critic, score = row
    common = figure(score.common) if score else '–'
    return cells(critic_link(critic), season_score_cell(score), common, scope_cell(critic))


def headline_sentence(view: Headline) -> list[Piece]:
    """The season score in a sentence, or the reason why there is none."""
    if view.figures is None:
        return [_no_score(view.reviews)]
    template = _('%(mean)s of 100, from %(scored)s of %(reviews)s reviews; %(low)s to %(high)s.')
    if view.reviews == 1:
        template = _('%(mean)s of 100, from the only review.')
    elif view.figures.count == 1:
        template = _('%(mean)s of 100, from 1 of %(reviews)s reviews.')
    elif view.figures.low == view.figures.high:
        template = _('%(mean)s of 100, from %(scored)s of %(reviews)s reviews, all alike.')
    sentence = phrase(
        template,
        mean=span(figure(view.figures.mean), 'headline-figure'),
        scored=str(view.figures.count),
        reviews=str(view.reviews),
        low=figure(view.figures.low),
        high=figure(view.figures.high),
    )
    if view.provisional:
        note = _('Provisional: fewer than four critics print a score for the season.')
        sentence += [' ', span(note, 'provisional')]
    return sentence


def _no_score(reviews: int) -> str:
    if not reviews:
        return _('No review is in the wiki yet.')
    if reviews == 1:
        return _('No score: the only review prints none for the whole season.')
    template = _('No score: none of %(reviews)d reviews prints one for the whole season.')
    return template % {'reviews': reviews}


HEADLINE: Final = Panel(
    lambda corpus, _page: headline(corpus), draw_headline, lambda: _('The season score')
)


@dataclass(frozen=True, slots=True)
class OtherCritics:
    """Critics of little weight, who are only counted."""

    count: int
    most: Decimal
    """Upper bound of how far the mean moves without any one of them."""


@dataclass(frozen=True, slots=True)
class Fragility:
    """View of the leave-one-out sensitivity of the headline."""

    figures: Figures | None
    without: tuple[tuple[Critic, Decimal | None], ...]
    """Critics with the mean of all others: in the order of reviews, or of many by weight."""
    rest: OtherCritics | None = None


@remembered
def without_each(corpus: Corpus) -> tuple[tuple[Critic, Decimal | None], ...]:
    """Every critic who prints a season score, with the mean of all others."""
    return tuple(
        (critic, None if left is None else rounded(left))
        for critic, left, _ in _leave_one_out(corpus)
    )


@remembered
def fragility(corpus: Corpus) -> Fragility:
    """The headline without each critic in turn, or without those of most weight."""
    statistics = headline(corpus).figures
    every = without_each(corpus)
    if len(every) <= MAX_NAMED:
        return Fragility(statistics, every)
    shifts = [shift for _critic, _mean, shift in _leave_one_out(corpus)]
    order = sorted(range(len(shifts)), key=lambda index: -shifts[index])
    rest = OtherCritics(len(order) - MAX_NAMED, upper_bound(shifts[order[MAX_NAMED]]))
    return Fragility(statistics, tuple(every[index] for index in order[:MAX_NAMED]), rest)


@remembered
def _leave_one_out(corpus: Corpus) -> list[tuple[Critic, Fraction | None, Fraction]]:
    """Each critic, the exact mean of all others, and its distance from the mean of all."""
    scores = season_scores(corpus)
    values = [score.common for _, score in scores]
    if len(values) < 2:
        return [(critic_of(corpus, review), None, Fraction(0)) for review, _ in scores]
    whole = mean(values)
    total = whole * len(values)
    means = [(total - value) / (len(values) - 1) for value in values]
    return [
        (critic_of(corpus, review), without, abs(without - whole))
        for (review, _), without in zip(scores, means, strict=True)
    ]


def draw_fragility(view: Fragility) -> list[Element]:
    """List of the headline without each critic."""
    if view.figures is None:
        return [para(_('There is no headline to take a critic from.'))]
    items: list[list[Element]] = []
    for critic, left in view.without:
        template = _('Without %(critic)s there is no score at all.')
        if left is not None:
            template = _('Without %(critic)s: %(mean)s.')
        mean_without = '' if left is None else figure(left)
        items.append([para(phrase(template, critic=critic_link(critic), mean=mean_without))])
    total = _('With every printed score: %(mean)s of 100.') % {'mean': figure(view.figures.mean)}
    blocks = [para(total), bullets(items)]
    if view.rest:
        template = _('Without any one of the other %(count)d critics it moves by at most %(most)s.')
        blocks.append(para(template % {'count': view.rest.count, 'most': figure(view.rest.most)}))
    return blocks


FRAGILITY: Final = Panel(lambda corpus, _page: fragility(corpus), draw_fragility)
