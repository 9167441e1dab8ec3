"""Season score: its panel, its sensitivity to single critics, and the statistics of scores."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from criticwiki.cached_view import cached_view
from criticwiki.corpus.critics import (
    ScoreVoice,
    all_critics,
    critics_within,
    leading,
    reach,
)
from criticwiki.i18n import _, clause_separator, counted, separator
from criticwiki.model.page import id_of
from criticwiki.model.scores import COMMON_BEST, exact_decimal, mean, median, rounded, upper_bound
from criticwiki.panel_registry import Panel

from .audience import draw_audience, season_audience
from .charts import MIN_SCORES, chart_data, headline_chart
from .common import (
    MAX_NAMED,
    PROVISIONAL_BELOW,
    Critic,
    PrintedScore,
    critic_of,
    printed_score,
    score_of_whole,
)
from .components import (
    common_value,
    critic_link,
    critic_with_scope,
    scope_cells,
    scope_heads,
    score,
    score_cells,
)
from .elements import Element, LazyRows, bullets, cells, data_number, joined, para, phrase, sortable
from .pointers import below, pointer_field, pointer_to_consensus

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.corpus.critics import EpisodeScope
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
    at: str = pointer_field()
    """Pointer to them in `wiki.json`; empty where it does not have them."""


def figures(scores: list[Score], at: str) -> Figures | None:
    """Statistics on the scale that all scores share, else on 0 to 100; None without a score.

    `at` is the pointer to them.
    """
    if not scores:
        return None
    best = shared_best(scores)
    values = [score.common if best is None else score.value for score in scores]
    return statistics(values, best, at)


def shared_best(scores: list[Score]) -> Fraction | None:
    """The best value of the scale that all scores share; None where they share none."""
    return scores[0].best if len({score.best for score in scores}) == 1 else None


def statistics(values: list[Fraction], best: Fraction | None, at: str) -> Figures:
    """Statistics of values on the scale with that best value, or on 0 to 100 for None.

    `at` is the pointer to them.
    """
    scale = Fraction(COMMON_BEST) if best is None else best
    return Figures(
        len(values),
        rounded(mean(values), scale),
        rounded(median(values), scale),
        rounded(min(values), scale),
        rounded(max(values), scale),
        exact_decimal(scale),
        at,
    )


def mean_of(figures: Figures) -> Element:
    """The mean, as a number."""
    return data_number(figures.mean, below(figures.at, 'mean'))


def range_of(figures: Figures) -> dict[str, Element]:
    """The lowest and the highest value, by the names `low` and `high` of templates."""
    return {
        'low': data_number(figures.low, below(figures.at, 'low')),
        'high': data_number(figures.high, below(figures.at, 'high')),
    }


def statistics_of(figures: Figures) -> dict[str, Element]:
    """All statistics, as numbers by the names of the templates."""
    keys = 'count', 'mean', 'median', 'low', 'high', 'best'
    return {key: data_number(getattr(figures, key), below(figures.at, key)) for key in keys}


@dataclass(frozen=True, slots=True)
class SeasonScore:
    """View of the printed season scores and their statistics."""

    figures: Figures | None
    """On 0 to 100; None while no critic prints a season score."""
    critics: int
    """Number of all critics."""
    reviews: int
    """Number of all reviews, also of those that another one replaces."""
    provisional: bool
    scored: tuple[tuple[Critic, PrintedScore], ...]
    unscored: tuple[Critic, ...]
    """Critics who print no score for the season: listed, never turned into numbers."""
    series: bool = False
    """Whether it is about a series of several seasons, not about one season."""
    at: str = pointer_field()
    """Pointer to the consensus in `wiki.json`."""


@cached_view
def season_scores(corpus: Corpus, within: EpisodeScope = None) -> tuple[ScoreVoice, ...]:
    """The score of each critic for all within a scope, in the order of critics."""
    voices = (score_of_whole(corpus, critic, within) for critic in all_critics(corpus))
    return tuple(voice for voice in voices if voice)


@cached_view
def season_score(corpus: Corpus, within: EpisodeScope = None) -> SeasonScore:
    """Printed season scores with their statistics, and who prints none."""
    voices = season_scores(corpus, within)
    values = [voice.common for voice in voices]
    scoring = {voice.critic.docname for voice in voices}
    critics = critics_within(corpus, within)
    at = pointer_to_consensus(corpus, within)
    return SeasonScore(
        figures=statistics(values, None, at) if values else None,
        critics=len(critics),
        reviews=sum(within is None or reach(review, within) > 0 for review in corpus.reviews),
        provisional=len(values) < PROVISIONAL_BELOW,
        scored=tuple(
            (
                critic_of(corpus, voice.review),
                printed_score(voice, below(at, 'scores', voice.review.id)),
            )
            for voice in voices
        ),
        unscored=tuple(
            critic_of(corpus, leading(critic.reviews, within)[0])
            for critic in critics
            if critic.docname not in scoring
        ),
        series=within is None and len(corpus.seasons) > 1,
        at=at,
    )


def draw_season_score(view: SeasonScore, *, with_sentence: bool = True) -> list[Element]:
    """Mean and range of the season scores, who scores and who does not.

    A few scores are told in words, more in a chart with its table. The sentence on the score may
    stand elsewhere on the page.
    """
    blocks: list[Element] = []
    if with_sentence or view.figures is None:
        blocks.append(para(headline_sentence(view), classes=['season-score']))
    if 0 < len(view.scored) < MIN_SCORES:
        scores = joined(map(with_score, view.scored), clause_separator())
        blocks.append(para(phrase(_('Counted: %(critics)s.'), critics=scores)))
    elif view.scored:
        scopes = scope_heads((critic for critic, _score in view.scored), _('The review covers'))
        head = cells(_('Critic'), _('Score as printed'), _('Of 100'), *scopes)
        table = sortable(head, LazyRows(view.scored, _draw_row), 'scores')
        chart = headline_chart(view)
        blocks += [chart, chart_data(table)] if chart else [table]
    if view.figures and view.figures.count >= MIN_SCORES:
        template = _('Mean %(mean)s and median %(median)s of 100.')
        median = data_number(view.figures.median, below(view.figures.at, 'median'))
        blocks.append(para(phrase(template, mean=mean_of(view.figures), median=median)))
    if view.unscored and not view.series:  # who scores seasons is on their pages
        blocks.append(para(_draw_unscored(view)))
    return blocks


def with_score(row: tuple[Critic, PrintedScore]) -> list[Piece]:
    """A critic with the printed score and its common value, in words."""
    critic, printed = row
    template = _('%(critic)s %(score)s, which is %(common)s of 100')
    common = common_value(printed)
    return phrase(template, critic=critic_link(critic), score=score(printed), common=common)


def _draw_row(row: tuple[Critic, PrintedScore]) -> Element:
    critic, score = row
    return cells(critic_link(critic), *score_cells(score), *scope_cells(critic))


def _draw_unscored(view: SeasonScore) -> list[Piece]:
    """Critics without a score for the season, by name while they are few."""
    if len(view.unscored) > MAX_NAMED:
        unscored = len(view.unscored)
        template = counted(
            '%(count)d critics print no score for the season, and are given none.', unscored
        )
        count = data_number(unscored, below(view.at, 'unscored_critics'))
        return phrase(template, count=count)
    names = joined(map(critic_with_scope, view.unscored))
    return phrase(_('Without a score for the season, and given none: %(critics)s.'), critics=names)


def headline_sentence(view: SeasonScore) -> list[Piece]:
    """The season score in a sentence, or the reason why there is none.

    The printed scores themselves lead while they are few; their mean stands beside them.
    """
    if view.figures is None:
        return _no_score(view)
    if view.provisional:
        return _few_scores(view, view.figures)
    template = counted(
        '%(mean)s of 100, from %(scored)s of %(critics)s critics; %(low)s to %(high)s.',
        view.critics,
    )
    if view.figures.low == view.figures.high:
        template = counted(
            '%(mean)s of 100, from %(scored)s of %(critics)s critics, all alike.', view.critics
        )
    return phrase(
        template,
        mean=data_number(view.figures.mean, below(view.at, 'mean'), 'headline-figure'),
        **who_scores(view),
        **range_of(view.figures),
    )


def who_scores(view: SeasonScore) -> dict[str, Element]:
    """Numbers of the critics who score and of all, by the names `scored` and `critics`."""
    count = view.figures.count if view.figures else 0
    return {
        'scored': data_number(count, below(view.at, 'scored')),
        'critics': data_number(view.critics, below(view.at, 'critics')),
    }


def _few_scores(view: SeasonScore, figures: Figures) -> list[Piece]:
    """The scores of one to three critics, then their mean and how many critics there are."""
    values = sorted((score for _critic, score in view.scored), key=attrgetter('common'))
    same = figures.count > 1 and figures.low == figures.high
    template = _few_scorers(figures.count, same=same, series=view.series)
    if view.reviews == 1:
        template = _('%(scores)s of 100, from the only review.')
    if same:
        values = values[:1]
    sentence = phrase(template, scores=_draw_figures(values))
    note = counted('Mean %(mean)s, provisional: %(scored)d of %(critics)d critics.', view.critics)
    if len(values) == 1:
        note = counted('Provisional: %(scored)d of %(critics)d critics.', view.critics)
    if view.critics == 1:
        note = _('Provisional: there is no other critic.')
    said = phrase(note, mean=mean_of(figures), **who_scores(view))
    return [*sentence, ' ', Element('inline', said, ('provisional',))]


def _few_scorers(count: int, *, same: bool, series: bool) -> str:
    """Template of the sentence on the scores of one to three critics."""
    if series:
        templates = {
            1: _('%(scores)s of 100, from the one critic who scores the series.'),
            2: _('%(scores)s of 100, from the two critics who score the series.'),
            3: _('%(scores)s of 100, from the three critics who score the series.'),
        }
        alike = {
            2: _('%(scores)s of 100, from each of the two critics who score the series.'),
            3: _('%(scores)s of 100, from each of the three critics who score the series.'),
        }
    else:
        templates = {
            1: _('%(scores)s of 100, from the one critic who scores the season.'),
            2: _('%(scores)s of 100, from the two critics who score the season.'),
            3: _('%(scores)s of 100, from the three critics who score the season.'),
        }
        alike = {
            2: _('%(scores)s of 100, from each of the two critics who score the season.'),
            3: _('%(scores)s of 100, from each of the three critics who score the season.'),
        }
    return alike[count] if same else templates[count]


def _draw_figures(scores: Sequence[PrintedScore]) -> Element:
    """The scores that lead, on 0 to 100: one large figure each."""
    spans = [
        data_number(score.common, below(score.at, 'common'), 'headline-figure') for score in scores
    ]
    if len(spans) == 1:
        return spans[0]
    template = _('%(all)s and %(last)s')
    return Element(
        'inline', phrase(template, all=joined(spans[:-1]), last=spans[-1]), ('headline-figures',)
    )


def listed(words: Iterable[str]) -> str:
    """Words in a sentence: `60`, `60 and 72`, `60, 70 and 72`."""
    *first, last = words
    if not first:
        return last
    return _('%(all)s and %(last)s') % {'all': separator().join(first), 'last': last}


def _no_score(view: SeasonScore) -> list[Piece]:
    template = counted(
        'No score: none of %(critics)d critics prints one for the whole season.', view.critics
    )
    if not view.reviews:
        template = _('No review is in the wiki yet.')
    elif view.series:
        template = _('No critic prints a score for the whole series.')
    elif view.reviews == 1:
        template = _('No score: the only review prints none for the whole season.')
    elif view.critics == 1:
        template = _('No score: the only critic prints none for the whole season.')
    elif view.critics == 2:
        template = _('No score: neither critic prints one for the whole season.')
    return phrase(template, **who_scores(view))


HEADLINE: Final = Panel(
    lambda corpus, page: (
        season_score(corpus),
        season_audience(corpus),
        ('consensus', 'brief') not in page.panels,
    ),
    lambda view: [*draw_season_score(view[0], with_sentence=view[2]), *draw_audience(view[1])],
    lambda: _('The season score'),
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
    between: tuple[Decimal, Decimal] | None = None
    """Lowest and highest mean without any one critic; None where none is left."""
    at: str = pointer_field()
    """Pointer to the consensus in `wiki.json`."""

    def mean_without(self, critic: Critic, mean: Decimal) -> Element:
        """The mean of all others, as a number."""
        return data_number(mean, below(self.at, 'without', id_of(critic.docname), 'mean'))


@cached_view
def without_each(
    corpus: Corpus, within: EpisodeScope = None
) -> tuple[tuple[Critic, Decimal | None], ...]:
    """Every critic who prints a season score, with the mean of all others."""
    return tuple(
        (critic, None if left is None else rounded(left))
        for critic, left, _ in _leave_one_out(corpus, within)
    )


@cached_view
def fragility(corpus: Corpus, within: EpisodeScope = None) -> Fragility:
    """The headline without each critic in turn, or without those of most weight."""
    statistics = season_score(corpus, within).figures
    every = without_each(corpus, within)
    means = [left for _critic, left in every if left is not None]
    between = (min(means), max(means)) if means else None
    at = pointer_to_consensus(corpus, within)
    if len(every) <= MAX_NAMED:
        return Fragility(statistics, every, None, between, at)
    shifts = [shift for _critic, _mean, shift in _leave_one_out(corpus, within)]
    order = sorted(range(len(shifts)), key=lambda index: -shifts[index])
    rest = OtherCritics(len(order) - MAX_NAMED, upper_bound(shifts[order[MAX_NAMED]]))
    named = tuple(every[index] for index in order[:MAX_NAMED])
    return Fragility(statistics, named, rest, between, at)


@cached_view
def _leave_one_out(
    corpus: Corpus, within: EpisodeScope
) -> list[tuple[Critic, Fraction | None, Fraction]]:
    """Each critic, the exact mean of all others, and its distance from the mean of all."""
    voices = season_scores(corpus, within)
    values = [voice.common for voice in voices]
    critics = [critic_of(corpus, voice.review) for voice in voices]
    if len(values) < 2:
        return [(critic, None, Fraction(0)) for critic in critics]
    whole = mean(values)
    total = whole * len(values)
    means = [(total - value) / (len(values) - 1) for value in values]
    return [
        (critic, without, abs(without - whole))
        for critic, without in zip(critics, means, strict=True)
    ]


def draw_fragility(view: Fragility) -> list[Element]:
    """Sentence on how far the headline moves without one critic."""
    if view.figures is None:
        return [para(_('There is no headline to take a critic from.'))]
    links = {'critic': critic_link(view.without[0][0])}
    if view.between is None:
        return [para(phrase(_('Without %(critic)s there is no score at all.'), **links))]
    if len(view.without) == 2:
        template = _('Without %(critic)s the score is %(mean)s, without %(other)s %(rest)s.')
        (critic, left), (other, rest) = view.without
        assert left is not None
        assert rest is not None
        links['other'] = critic_link(other)
        means = {'mean': view.mean_without(critic, left), 'rest': view.mean_without(other, rest)}
        return [para(phrase(template, **links, **means))]
    low, high = view.between
    count = view.figures.count
    template = counted(
        'Without any one of %(count)d critics the mean lies between %(low)s and %(high)s.', count
    )
    if low == high:
        template = counted('Without any one of %(count)d critics the mean is %(low)s.', count)
    return [
        para(
            phrase(
                template,
                count=data_number(count, below(view.at, 'scored')),
                low=data_number(low, below(view.at, 'without_any', 'low')),
                high=data_number(high, below(view.at, 'without_any', 'high')),
            )
        )
    ]


def draw_without_each(view: Fragility) -> list[Element]:
    """List of the headline without each critic."""
    if view.figures is None:
        return [para(_('There is no headline to take a critic from.'))]
    items: list[list[Element]] = []
    for critic, left in view.without:
        template = _('Without %(critic)s there is no score at all.')
        if left is not None:
            template = _('Without %(critic)s: %(mean)s.')
        mean_without = '' if left is None else view.mean_without(critic, left)
        items.append([para(phrase(template, critic=critic_link(critic), mean=mean_without))])
    total = phrase(_('With every printed score: %(mean)s of 100.'), mean=mean_of(view.figures))
    blocks = [para(total), bullets(items)]
    if view.rest:
        template = counted(
            'Without any one of the other %(count)d critics it moves by at most %(most)s.',
            view.rest.count,
        )
        if view.rest.count == 1:
            template = _('Without the other critic it moves by at most %(most)s.')
        at = below(view.at, 'without_others')
        count = data_number(view.rest.count, below(at, 'count'))
        most = data_number(view.rest.most, below(at, 'most'))
        blocks.append(para(phrase(template, count=count, most=most)))
    return blocks


FRAGILITY: Final = Panel(lambda corpus, _page: fragility(corpus), draw_fragility)
