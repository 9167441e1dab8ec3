"""Panels of season scores: episode table, statistics by critic, first third against the rest."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from criticwiki.cached_view import cached_view
from criticwiki.corpus.critics import CriticEntry, all_critics, leading
from criticwiki.i18n import _, counted
from criticwiki.model.numbering import EpisodeRanges
from criticwiki.model.page import id_of
from criticwiki.model.scores import rounded
from criticwiki.panel_registry import Panel

from .charts import chart_data
from .common import (
    MAX_NAMED,
    Critic,
    Group,
    Ref,
    Trend,
    critic_of,
    episode_ref,
    group,
    kendall,
    unscoped,
)
from .components import (
    critic_link,
    critic_list,
    critic_with_scope,
    episode_link,
)
from .elements import (
    Element,
    LazyRows,
    cell_by,
    cells,
    data_number,
    para,
    phrase,
    scored,
    sortable,
    table,
    with_data,
)
from .episode import EpisodeScores, episode_scores, marked_score, page_voice, score_of
from .pointers import below, pointer_to_consensus, pointer_to_review
from .season_chart import season_chart
from .season_score import (
    Figures,
    figures,
    mean_of,
    shared_best,
    statistics,
    statistics_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal

    from criticwiki.corpus.corpus import Corpus, EpisodeEntry, ReviewEntry
    from criticwiki.corpus.critics import CriticKey, EpisodeScope, ScoreVoice
    from criticwiki.model.numbering import EpisodePlace, Number

    from .elements import Piece, Pieces
    from .episode import EpisodeScore


@dataclass(frozen=True, slots=True)
class Spread:
    """Statistics of the scores of an episode, on 0 to 100."""

    count: int
    mean: Decimal
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class SeasonRow:
    """An episode of the season."""

    number: Number
    place: EpisodePlace
    episode: Ref | None
    """None where it has no page, and critics score it."""
    covering: int
    """Number of reviews that cover it."""
    scores: EpisodeScores
    """Without its rows above `MAX_NAMED`."""
    spread: Spread | None
    """None without a score."""


@dataclass(frozen=True, slots=True)
class CriticFigures:
    """Statistics of one critic's episode scores."""

    critic: Critic
    figures: Figures
    trend: Trend | None


@dataclass(frozen=True, slots=True)
class EpisodeScoreTable:
    """View of the season by episode."""

    rows: tuple[SeasonRow, ...]
    scorers: tuple[Critic, ...]
    """Critics who score these episodes; empty where they are too many for columns."""
    critics: tuple[CriticFigures, ...]
    """Those who score two episodes or more."""
    mean: Decimal | None
    """Of all printed episode scores on 0 to 100, where two critics or more score some."""
    absent: bool = False
    """Whether the work has no episodes, so that nothing is said of them."""


@cached_view
def episode_score_table(corpus: Corpus, within: EpisodeScope = None) -> EpisodeScoreTable:
    """Every episode that has a page or a score, and every critic who scores episodes."""
    if not corpus.work.has_episodes:
        return EpisodeScoreTable((), (), (), None, absent=True)
    paged = (season_row(corpus, entry) for entry in corpus.episodes)
    others = (row_without_page(corpus, number) for number in _scored_without_page(corpus))
    every = (row for row in (*paged, *others) if _is_within(row.number, within))
    rows = tuple(sorted(every, key=attrgetter('number')))
    critics = []
    counts: list[int] = []
    sums: list[Fraction] = []
    for critic in all_critics(corpus):
        count, total = score_sum(corpus, critic, within)
        if count:
            counts.append(count)
            sums.append(total)
        if statistics := critic_figures(corpus, critic, within):
            critics.append(statistics)
    overall = rounded(sum(sums, Fraction(0)) / sum(counts)) if len(counts) > 1 else None
    numbers = dict.fromkeys(row.number for row in rows)
    return EpisodeScoreTable(rows, _scorers(corpus, numbers), tuple(critics), overall)


def _is_within(number: Number, within: EpisodeScope) -> bool:
    """Whether an episode is within a scope; a special is of the season of the one before it."""
    return within is None or floor(number) in within


@cached_view
def season_row(corpus: Corpus, entry: EpisodeEntry) -> SeasonRow:
    """An episode with its scores."""
    return _row(corpus, entry.facts.number, episode_ref(entry))


@cached_view
def row_without_page(corpus: Corpus, number: Number) -> SeasonRow:
    """An episode that critics score, and that has no page yet."""
    return _row(corpus, number, None)


def _scored_without_page(corpus: Corpus) -> Iterator[Number]:
    for number in corpus.reviews_by_episode:
        if number not in corpus.episode_by_number and episode_scores(corpus, number).rows:
            yield number


def _row(corpus: Corpus, number: Number, episode: Ref | None) -> SeasonRow:
    scores = episode_scores(corpus, number)
    named = scores.rows if len(scores.rows) <= MAX_NAMED else ()
    return SeasonRow(
        number,
        corpus.page_place(number),
        episode,
        len(corpus.reviews_of_page(number)),
        EpisodeScores(
            tuple(replace(row, critic=unscoped(row.critic)) for row in named),
            scores.mean,
            scores.number,
            scores.at,
        ),
        spread_of(scores),
    )


def spread_of(scores: EpisodeScores) -> Spread | None:
    """Statistics of the scores of an episode; None without one."""
    values = [row.score.common for row in scores.rows]
    if not values:
        return None
    mean = values[0] if scores.mean is None else scores.mean
    return Spread(len(values), mean, min(values), max(values))


def _scorers(corpus: Corpus, numbers: Iterable[Number]) -> tuple[Critic, ...]:
    critics: dict[CriticKey, Critic] = {}
    for number in numbers:
        for row in episode_scores(corpus, number).rows:
            critics.setdefault(row.critic.key, unscoped(row.critic))
        if len(critics) > MAX_NAMED:
            return ()
    return tuple(critics.values())


@cached_view
def critic_voices(
    corpus: Corpus, critic: CriticEntry, within: EpisodeScope
) -> Sequence[ScoreVoice]:
    """The scores of a critic for the episodes within a scope, in order."""
    return _voices(corpus, critic, _episodes_of(critic, within))


@cached_view
def score_sum(
    corpus: Corpus, critic: CriticEntry, within: EpisodeScope = None
) -> tuple[int, Fraction]:
    """Number of a critic's scores of episodes in their scope, and their sum on 0 to 100."""
    voices = critic_voices(corpus, critic, within)
    return len(voices), sum((voice.common for voice in voices), Fraction(0))


@cached_view
def critic_figures(
    corpus: Corpus, critic: CriticEntry, within: EpisodeScope = None
) -> CriticFigures | None:
    """Statistics of a critic's episode scores; None for fewer than two."""
    voices = critic_voices(corpus, critic, within)
    scores = [score for voice in voices for score in voice.scores]
    if len(voices) < 2:
        return None
    trend = kendall([voice.common for voice in _once_each(voices)])
    leader = critic_of(corpus, leading(critic.reviews, within)[0])
    at = below(pointer_to_consensus(corpus, within), 'episode_scores', id_of(leader.docname))
    return CriticFigures(leader, _figures_of(voices, shared_best(scores), at), trend)


def _episodes_of(critic: CriticEntry, within: EpisodeScope) -> list[Number]:
    return sorted(number for number in critic.episodes if _is_within(number, within))


def _figures_of(voices: Sequence[ScoreVoice], best: Fraction | None, at: str) -> Figures:
    """Statistics of a critic's scores on their scale, or on 0 to 100 for None."""
    return statistics([voice.on_scale(best) for voice in voices], best, at)


@cached_view
def review_figures(corpus: Corpus, review: ReviewEntry) -> CriticFigures | None:
    """Statistics of the episode scores of one review; None for fewer than two."""
    scores = [score for number in review.facts.covers if (score := score_of(review, number))]
    values = figures(scores, below(pointer_to_review(corpus, review.docname), 'episodes'))
    if values is None or values.count < 2:
        return None
    trend = kendall([score.common for score in scores])
    return CriticFigures(critic_of(corpus, review), values, trend)


def _voices(corpus: Corpus, critic: CriticEntry, numbers: Iterable[Number]) -> list[ScoreVoice]:
    """The scores of a critic for some episodes, one voice each; a shared one for both of its."""
    covering: dict[Number, list[ReviewEntry]] = defaultdict(list)
    for review in critic.reviews:
        for number in review.facts.covers:
            covering[number].append(review)
    voices = (
        page_voice(corpus, CriticEntry(tuple(covering[number])), (number,)) for number in numbers
    )
    return [voice for voice in voices if voice]


def _once_each(voices: Iterable[ScoreVoice]) -> list[ScoreVoice]:
    """The scores without the second of a shared one: a trend test takes each as independent."""
    once: list[ScoreVoice] = []
    for voice in voices:
        if not (once and voice.shared and once[-1].shared and once[-1].reviews == voice.reviews):
            once.append(voice)
    return once


def draw_episode_scores(view: EpisodeScoreTable) -> list[Element]:
    """Table of all episode scores with its chart, and statistics by critic."""
    if view.absent:
        return []
    if not view.rows:
        return [para(_('No episode has a page yet.'))]
    if not any(row.covering or row.spread for row in view.rows):
        return [para(_('No review covers an episode yet.'))]
    many = not view.scorers and any(row.spread for row in view.rows)
    episodes = _table_of_spreads(view) if many else _table_of_scores(view)
    chart = season_chart(view)
    if chart:
        chart = with_data(chart, {'score-of': view.rows[-1].place.until})
    note = shared_note(_scores_in(view.rows))
    blocks = [chart, chart_data(episodes, *note)] if chart else [episodes, *note]
    if len(view.critics) > MAX_NAMED:
        blocks.append(_table_of_critics(view.critics))
    else:
        blocks += [para(critic_sentence(row)) for row in view.critics]
    if not view.critics:
        blocks.append(para(_('No critic prints scores for several episodes.')))
    return blocks


def _table_of_scores(view: EpisodeScoreTable) -> Element:
    """Table of the episodes with a column for each critic."""
    scorers = tuple(critic.key for critic in view.scorers)
    means = any(row.scores.mean is not None for row in view.rows)
    head = cells(
        _('Episode'),
        _('Reviews'),
        *map(critic_link, view.scorers),
        *([_('Mean of 100')] if means else []),
    )
    rows = LazyRows(view.rows, _draw_scores, scorers, means)
    return sortable(head, rows, 'scores', 'episode-scores')


def _draw_scores(row: SeasonRow, scorers: Sequence[CriticKey], means: bool) -> Element:
    scores = {one.critic.key: one for one in row.scores.rows}
    last = row.place.until
    mean: Pieces = '–'
    if row.scores.mean is not None:
        mean = scored(last, data_number(row.scores.mean, below(row.scores.at, 'mean')))
    return cells(
        episode_link(row.place, row.episode),
        _covering(row),
        *(
            cell_by(scores[key].score.common, scored(last, marked_score(scores[key])))
            if key in scores
            else '–'
            for key in scorers
        ),
        *([mean] if means else []),
    )


def _scores_in(rows: Iterable[SeasonRow]) -> Iterator[EpisodeScore]:
    return (score for row in rows for score in row.scores.rows)


def shared_note(scores: Iterable[EpisodeScore]) -> list[Element]:
    """What episodes in brackets mean; nothing without a shared score."""
    if not any(score.shared for score in scores):
        return []
    note = _('A score with episodes in brackets is one score for these episodes together.')
    return [para(note, classes=['summary'])]


def _table_of_spreads(view: EpisodeScoreTable) -> Element:
    """Table of the episodes with statistics, where critics are too many for columns."""
    head = cells(
        _('Episode'), _('Reviews'), _('Scores'), _('Mean of 100'), _('Lowest'), _('Highest')
    )
    return sortable(head, LazyRows(view.rows, _draw_spread), 'scores', 'episode-scores')


def _draw_spread(row: SeasonRow) -> Element:
    values: list[Pieces] = ['0', '–', '–', '–']
    if spread := row.spread:
        at = below(row.scores.at, 'spread')
        values = [
            data_number(spread.count, below(at, 'count')),
            *(
                scored(row.place.until, data_number(getattr(spread, key), below(at, key)))
                for key in ('mean', 'low', 'high')
            ),
        ]
    return cells(episode_link(row.place, row.episode), _covering(row), *values)


def _covering(row: SeasonRow) -> Element:
    return data_number(row.covering, below(row.scores.at, 'reviews'))


def _table_of_critics(critics: Sequence[CriticFigures]) -> Element:
    head = cells(
        _('Critic'), _('Episodes'), _('Mean'), _('Median'), _('Range'), _('Out of'), _('Trend')
    )
    return sortable(head, LazyRows(critics, _draw_critic), 'scores')


def _draw_critic(row: CriticFigures) -> Element:
    said = statistics_of(row.figures)
    return cells(
        critic_link(row.critic),
        said['count'],
        said['mean'],
        said['median'],
        phrase(_('%(low)s–%(high)s'), low=said['low'], high=said['high']),
        said['best'],
        _trend_label(row.trend),
    )


def _trend_label(trend: Trend | None) -> str:
    if trend is None:
        return '–'
    if not trend.significant:
        return _('none')
    return _('rises') if trend.tau > 0 else _('falls')


def critic_sentence(row: CriticFigures) -> list[Piece]:
    """Statistics of a critic's episode scores in a sentence, with the trend."""
    sentence = phrase(
        counted(
            '%(critic)s scores %(count)s episodes: mean %(mean)s of %(best)s, median %(median)s,'
            ' from %(low)s to %(high)s.',
            row.figures.count,
        ),
        critic=critic_link(row.critic),
        **statistics_of(row.figures),
    )
    if row.trend and not row.trend.significant:
        sentence += [' ', _('Chance alone could explain the ups and downs.')]
    elif row.trend:
        rises = row.trend.tau > 0
        sentence += [
            ' ',
            _('The scores rise from first to last.')
            if rises
            else _('The scores fall from first to last.'),
        ]
    return sentence


EPISODE_SCORES: Final = Panel(
    lambda corpus, _page: episode_score_table(corpus),
    draw_episode_scores,
    lambda: _('Episode scores'),
)


@dataclass(frozen=True, slots=True)
class CriticComparison:
    """Statistics of one critic's scores in the early stretch and in the rest."""

    critic: Critic
    early: Figures
    rest: Figures


@dataclass(frozen=True, slots=True)
class EarlyComparison:
    """View of the first third of a season, compared with the rest of it."""

    early: str
    """Episodes of the first third."""
    rest: str
    critics: Group
    """Critics who had seen nothing beyond the first third."""
    rows: tuple[CriticComparison, ...]


@cached_view
def early_comparison(corpus: Corpus, within: EpisodeScope = None) -> EarlyComparison | None:
    """Comparison of the first third of a season, which early reviews are about, with the rest.

    The border follows from the number of episodes alone, so that no further review moves it. None
    where no critic stops within the first third; and for a series of several seasons, where each
    season has its own.
    """
    if within is None and len(corpus.seasons) > 1:
        return None
    whole = corpus.whole if within is None else within
    seen = {one.docname: frozenset(_episodes_of(one, within)) for one in all_critics(corpus)}
    critics = [one for one in all_critics(corpus) if within is None or seen[one.docname]]
    early = frozenset(sorted(whole)[: len(whole) // 3])
    rest = whole - early
    early_critics = [one for one in critics if seen[one.docname] and seen[one.docname] <= early]
    if not early_critics:
        return None
    place = below(pointer_to_consensus(corpus, within), 'compared')
    rows = []
    for critic in critics:
        first = _voices(corpus, critic, sorted(seen[critic.docname] & early))
        second = _voices(corpus, critic, sorted(seen[critic.docname] & rest))
        if first and second:
            best = shared_best([score for voice in (*first, *second) for score in voice.scores])
            leader = critic_of(corpus, leading(critic.reviews, within)[0])
            at = below(place, 'critics', id_of(leader.docname))
            both = (
                _figures_of(first, best, below(at, 'early')),
                _figures_of(second, best, below(at, 'rest')),
            )
            rows.append(CriticComparison(leader, *both))
    return EarlyComparison(
        corpus.numbering.label(EpisodeRanges(tuple(sorted(early)))),
        corpus.numbering.label(EpisodeRanges(tuple(sorted(rest)))),
        group(
            corpus,
            (leading(one.reviews, within)[0] for one in early_critics),
            len(early_critics),
            below(place, 'early_critics'),
        ),
        tuple(rows),
    )


def draw_early_comparison(view: EarlyComparison | None) -> list[Element]:
    """Means in both stretches: of one critic in a sentence, of several in a table."""
    if view is None:
        note = _(
            'There is nothing to compare: no critic stops within the first third of the season.'
        )
        return [para(note)]
    critics = critic_list(view.critics, '%(count)d', critic_with_scope)
    template = _(
        'Critics who had seen no more than the first third of the season (%(episodes)s):'
        ' %(critics)s.'
    )
    early = phrase(template, episodes=view.early, critics=critics)
    if len(view.rows) == 1:
        return [para(early, ' ', _comparison_sentence(view, view.rows[0]))]
    blocks: list[Element] = [para(early)]
    if not view.rows:
        return [*blocks, para(_('No critic prints scores for episodes of both stretches.'))]
    head = cells(
        _('Critic'),
        _('Mean of episodes %(numbers)s') % {'numbers': view.early},
        _('Mean of episodes %(numbers)s') % {'numbers': view.rest},
        _('Out of'),
    )
    return [*blocks, table(head, LazyRows(view.rows, _draw_comparison), 'scores')]


def _comparison_sentence(view: EarlyComparison, row: CriticComparison) -> list[Piece]:
    return phrase(
        _(
            '%(critic)s gives episodes %(early)s a mean of %(mean)s of %(best)s, and episodes'
            ' %(rest)s one of %(other)s.'
        ),
        critic=critic_link(row.critic),
        early=view.early,
        mean=mean_of(row.early),
        best=data_number(row.early.best, below(row.early.at, 'best')),
        rest=view.rest,
        other=mean_of(row.rest),
    )


def _draw_comparison(row: CriticComparison) -> Element:
    best = data_number(row.early.best, below(row.early.at, 'best'))
    return cells(critic_link(row.critic), mean_of(row.early), mean_of(row.rest), best)


def _draw_if_serial(view: tuple[bool, EarlyComparison | None]) -> list[Element]:
    """Draw the comparison; nothing where the work has no episodes."""
    has_episodes, comparison = view
    return draw_early_comparison(comparison) if has_episodes else []


COMPARED: Final = Panel(
    lambda corpus, _page: (corpus.work.has_episodes, early_comparison(corpus)),
    _draw_if_serial,
    lambda: _('The same episodes compared'),
)
