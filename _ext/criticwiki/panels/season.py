"""Panels of the series page: the season at a glance, and the scores of its episodes."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from criticwiki.cached_view import remembered
from criticwiki.i18n import _
from criticwiki.model.fields import Scope
from criticwiki.model.scores import COMMON_BEST, exact_decimal, mean, median, rounded
from criticwiki.panel_registry import Panel

from .charts import numbers
from .common import (
    MANY,
    PROVISIONAL_BELOW,
    Critic,
    Group,
    Printed,
    Ref,
    Trend,
    covers_all,
    critic_of,
    episode_ref,
    group,
    kendall,
    printed,
)
from .elements import (
    NO_SEARCH,
    Drawn,
    by,
    cells,
    critic,
    critic_in_head,
    figure,
    joined,
    link,
    listed,
    para,
    phrase,
    score,
    sortable,
    span,
)
from .episode import EpisodeScores, episode_scores, score_of
from .season_chart import season_chart

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from criticwiki.corpus.corpus import Corpus, EpisodeEntry, ReviewEntry
    from criticwiki.model.scores import Score

    from .elements import Element, Piece


@dataclass(frozen=True, slots=True)
class Figures:
    """Mean, median and range of some scores, on one scale."""

    count: int
    mean: Decimal
    median: Decimal
    low: Decimal
    high: Decimal
    best: str
    """The best value of the scale."""


@dataclass(frozen=True, slots=True)
class Headline:
    """The printed season scores, summed up."""

    figures: Figures | None
    """On 0 to 100; None while no critic prints a season score."""
    reviews: int
    provisional: bool
    scored: tuple[tuple[Critic, Printed], ...]
    unscored: tuple[Critic, ...]
    """Reviews that print no score for the season: listed, never turned into numbers."""


@dataclass(frozen=True, slots=True)
class Spread:
    """The scores of an episode in four figures, on 0 to 100."""

    count: int
    mean: Decimal
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class SeasonRow:
    """One episode of the season."""

    number: int
    episode: Ref
    summary: str | None
    covering: int
    """How many reviews cover it."""
    scores: EpisodeScores
    """Without its rows where they are too many for a line."""
    spread: Spread | None
    """None while nobody scores it."""


@dataclass(frozen=True, slots=True)
class CriticFigures:
    """One critic's episode scores, summed up."""

    critic: Critic
    figures: Figures
    trend: Trend | None


@dataclass(frozen=True, slots=True)
class Season:
    """The season, episode by episode."""

    rows: tuple[SeasonRow, ...]
    scorers: tuple[Critic, ...]
    """Who scores these episodes; empty where they are too many for columns."""
    critics: tuple[CriticFigures, ...]
    """Those who score two episodes or more."""
    mean: Decimal | None
    """Over all printed episode scores on 0 to 100, where two critics or more score some."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One critic's scores for what the early reviews saw, and for the rest."""

    critic: Critic
    early: Figures
    rest: Figures


@dataclass(frozen=True, slots=True)
class Compared:
    """The stretch that the early reviews saw, against the rest."""

    early: str
    """Episodes that reviews of less than the season cover."""
    rest: str
    partial: Group
    rows: tuple[Comparison, ...]


def figures(scores: list[Score]) -> Figures | None:
    """Mean, median and range: on their own scale where they share one, else on 0 to 100."""
    if not scores:
        return None
    return _on_scale(scores, _shared_best(scores))


def _shared_best(scores: list[Score]) -> Fraction | None:
    """The best value of the scale that all scores share; None where they share none."""
    return scores[0].best if len({score.best for score in scores}) == 1 else None


def _on_scale(scores: list[Score], best: Fraction | None) -> Figures:
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


def season_scores(corpus: Corpus) -> list[tuple[ReviewEntry, Score]]:
    """Printed scores of reviews that cover every episode."""
    return [
        (review, review.facts.score)
        for review in corpus.reviews
        if review.facts.score and covers_all(corpus, review)
    ]


@remembered
def headline(corpus: Corpus) -> Headline:
    """Mean and range of the printed season scores, and who prints none."""
    found = season_scores(corpus)
    values = [score.common for _, score in found]
    counted = {review.docname for review, _ in found}
    return Headline(
        figures=_figures(values, Fraction(COMMON_BEST)) if values else None,
        reviews=len(corpus.reviews),
        provisional=len(values) < PROVISIONAL_BELOW,
        scored=tuple((critic_of(corpus, review), printed(score)) for review, score in found),
        unscored=tuple(critic_of(corpus, r) for r in corpus.reviews if r.docname not in counted),
    )


@remembered
def season(corpus: Corpus) -> Season:
    """Every episode with its scores, and every critic who scores episodes."""
    rows = tuple(season_row(corpus, entry) for entry in corpus.episodes)
    critics = []
    counts: list[int] = []
    sums: list[Fraction] = []
    for review in corpus.reviews:
        count, total = given(corpus, review)
        if count:
            counts.append(count)
            sums.append(total)
        if found := critic_figures(corpus, review):
            critics.append(found)
    overall = rounded(sum(sums, Fraction(0)) / sum(counts)) if len(counts) > 1 else None
    return Season(rows, _scorers(corpus), tuple(critics), overall)


@remembered
def given(_corpus: Corpus, review: ReviewEntry) -> tuple[int, Fraction]:
    """How many scores a critic gives the episodes they cover, and their sum on 0 to 100."""
    scores = _scores_in(review, review.facts.covers)
    return len(scores), sum((score.common for score in scores), Fraction(0))


@remembered
def critic_figures(corpus: Corpus, review: ReviewEntry) -> CriticFigures | None:
    """The figures of a critic who scores two episodes or more."""
    scores = _scores_in(review, review.facts.covers)
    found = figures(scores)
    if found is None or found.count < 2:
        return None
    trend = kendall([score.common for score in scores])
    return CriticFigures(critic_of(corpus, review), found, trend)


@remembered
def season_row(corpus: Corpus, entry: EpisodeEntry) -> SeasonRow:
    """One episode with its scores."""
    scores = episode_scores(corpus, entry.facts.number)
    worth = [row.score.common for row in scores.rows]
    spread = None
    if worth:
        mean_of_all = worth[0] if scores.mean is None else scores.mean
        spread = Spread(len(worth), mean_of_all, min(worth), max(worth))
    return SeasonRow(
        entry.facts.number,
        episode_ref(entry),
        entry.facts.summary,
        len(corpus.covering.get(entry.facts.number, ())),
        scores if len(worth) <= MANY else EpisodeScores((), scores.mean),
        spread,
    )


def _scorers(corpus: Corpus) -> tuple[Critic, ...]:
    known: dict[str, Critic] = {}
    for entry in corpus.episodes:
        for row in episode_scores(corpus, entry.facts.number).rows:
            known[row.critic.docname] = row.critic
        if len(known) > MANY:
            return ()
    return tuple(known.values())


@remembered
def figures_by_critic(corpus: Corpus) -> dict[str, CriticFigures]:
    """The figures of critics who score two episodes or more, by their review."""
    return {row.critic.docname: row for row in season(corpus).critics}


def _scores_in(review: ReviewEntry, numbers: Iterable[int]) -> list[Score]:
    found = [score_of(review, number) for number in numbers]
    return [score for score in found if score]


@remembered
def compared(corpus: Corpus) -> Compared | None:
    """What those who score episodes gave the stretch that early reviews saw, and the rest.

    None where no review stops early, or all together cover the season.
    """
    partial = [review for review in corpus.reviews if not covers_all(corpus, review)]
    early = {number for review in partial for number in review.facts.covers}
    rest = set(range(1, corpus.season + 1)) - early
    if not early or not rest:
        return None
    rows = []
    for review in corpus.reviews:
        mine = sorted({*review.facts.covers, *review.facts.episode_scores})
        first = _scores_in(review, (number for number in mine if number in early))
        second = _scores_in(review, (number for number in mine if number in rest))
        if first and second:
            best = _shared_best([*first, *second])
            stretches = (_on_scale(first, best), _on_scale(second, best))
            rows.append(Comparison(critic_of(corpus, review), *stretches))
    return Compared(
        str(Scope(tuple(sorted(early)))),
        str(Scope(tuple(sorted(rest)))),
        group(corpus, partial, len(partial)),
        tuple(rows),
    )


def draw_glance(view: Sequence[SeasonRow]) -> list[Element]:
    """Every episode in a line: number, title, what is printed for it, who covers it."""
    if not view:
        return [para(_('No episode has a page yet.'))]
    made = [listed(view, _line, 'wiki-glance', NO_SEARCH)]
    scorers = {found.critic.docname: found.critic for row in view for found in row.scores.rows}
    if 0 < len(scorers) <= MANY:
        words = _('Scores are as printed by %(critics)s; reviews are counted where they cover it.')
        names = joined(critic_in_head(known) for known in scorers.values())
        made.append(para(phrase(words, critics=names), classes=['summary']))
    return made


def _line(row: SeasonRow) -> list[Element]:
    title = link(
        [span(str(row.number), 'number'), ' ', span(row.episode.text, 'title')],
        row.episode.docname,
    )
    printed = [score(found.score) for found in row.scores.rows]
    if row.spread and not printed:
        mean = {'mean': figure(row.spread.mean)}
        printed = [span(_('%(mean)s of 100') % mean, 'score')]
    reviews = _('%(count)d reviews') if row.covering != 1 else _('%(count)d review')
    covering = span(reviews % {'count': row.covering}, 'covering')
    return [para(joined([title, *printed, covering], ' '))]


def draw_episode_scores(view: Season) -> list[Element]:
    """All printed episode scores, and how many reviews cover each episode."""
    if not view.rows:
        return [para(_('No episode has a page yet.'))]
    episodes = _wide(view) if _is_wide(view) else _by_critic(view)
    drawn = season_chart(view)
    made = [drawn, numbers(episodes)] if drawn else [episodes]
    if len(view.critics) > MANY:
        made.append(_critics(view.critics))
    else:
        made += [para(_draw_figures(known)) for known in view.critics]
    if not view.critics:
        made.append(para(_('No critic prints scores for several episodes.')))
    return made


def _is_wide(view: Season) -> bool:
    return not view.scorers and any(row.spread for row in view.rows)


def _by_critic(view: Season) -> Element:
    """A column for each critic."""
    scorers = tuple(known.docname for known in view.scorers)
    means = any(row.scores.mean is not None for row in view.rows)
    head = cells(
        _('Episode'),
        _('Reviews'),
        *(critic_in_head(known) for known in view.scorers),
        *([_('Mean of 100')] if means else []),
    )

    rows = Drawn(view.rows, _with_scores, scorers, means)
    return sortable(head, rows, 'scores', 'episode-scores')


def _with_scores(row: SeasonRow, scorers: Sequence[str], means: bool) -> Element:
    given = {found.critic.docname: found.score for found in row.scores.rows}
    mean = '–' if row.scores.mean is None else figure(row.scores.mean)
    return cells(
        _named(row),
        str(row.covering),
        *(by(given[name].common, score(given[name])) if name in given else '–' for name in scorers),
        *([mean] if means else []),
    )


def _wide(view: Season) -> Element:
    """Too many critics for columns: every score stands on the page of its episode."""
    head = cells(
        _('Episode'), _('Reviews'), _('Scores'), _('Mean of 100'), _('Lowest'), _('Highest')
    )

    return sortable(head, Drawn(view.rows, _with_spread), 'scores', 'episode-scores')


def _with_spread(row: SeasonRow) -> Element:
    found = row.spread
    if found is None:
        return cells(_named(row), str(row.covering), '0', '–', '–', '–')
    values = (figure(value) for value in (found.mean, found.low, found.high))
    return cells(_named(row), str(row.covering), str(found.count), *values)


def _named(row: SeasonRow) -> Element:
    words = _('%(number)d. %(title)s') % {'number': row.number, 'title': row.episode.text}
    return link(words, row.episode.docname)


def _critics(view: Sequence[CriticFigures]) -> Element:
    """A line for each critic."""
    head = cells(
        _('Critic'), _('Episodes'), _('Mean'), _('Median'), _('Range'), _('Out of'), _('Trend')
    )

    return sortable(head, Drawn(view, _with_figures), 'scores')


def _with_figures(known: CriticFigures) -> Element:
    figures = known.figures
    return cells(
        critic(known.critic),
        str(figures.count),
        figure(figures.mean),
        figure(figures.median),
        _('%(low)s–%(high)s') % {'low': figure(figures.low), 'high': figure(figures.high)},
        figures.best,
        _trend_word(known.trend),
    )


def _trend_word(trend: Trend | None) -> str:
    if trend is None:
        return '–'
    if not trend.significant:
        return _('none')
    return _('rises') if trend.tau > 0 else _('falls')


def _draw_figures(known: CriticFigures) -> list[Piece]:
    figures = known.figures
    made = phrase(
        _(
            '%(critic)s scores %(count)s episodes: mean %(mean)s of %(best)s, median %(median)s,'
            ' from %(low)s to %(high)s.'
        ),
        critic=critic(known.critic),
        count=str(figures.count),
        mean=figure(figures.mean),
        best=figures.best,
        median=figure(figures.median),
        low=figure(figures.low),
        high=figure(figures.high),
    )
    if known.trend:
        made += [' ', _trend(known.trend)]
    return made


def _trend(trend: Trend) -> str:
    values = {'tau': f'{trend.tau:.3f}', 'p': f'{trend.p:.3f}'}
    if not trend.significant:
        return (
            _('The scores show no trend over the season (Kendall’s tau-b %(tau)s, p = %(p)s).')
            % values
        )
    if trend.tau > 0:
        return _('The scores rise over the season (Kendall’s tau-b %(tau)s, p = %(p)s).') % values
    return _('The scores fall over the season (Kendall’s tau-b %(tau)s, p = %(p)s).') % values


GLANCE: Final = Panel(
    lambda corpus, _page: season(corpus).rows, draw_glance, lambda: _('The season at a glance')
)
EPISODE_SCORES: Final = Panel(
    lambda corpus, _page: season(corpus), draw_episode_scores, lambda: _('Episode scores')
)
