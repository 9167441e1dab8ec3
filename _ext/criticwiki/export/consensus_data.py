"""Exported data of what sums up several reviews: the consensus, critics, authors and outlets."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from criticwiki.corpus.critics import all_critics, critic_by_review, reviews_by_critic
from criticwiki.corpus.generated_docnames import reviews_by_name
from criticwiki.model.scores import rounded
from criticwiki.panels.aspect_table import aspect_table
from criticwiki.panels.charts import histogram
from criticwiki.panels.consensus import agreements, matrix, tallies
from criticwiki.panels.consensus_summary import brief, main_split
from criticwiki.panels.critic_figures import critic_keys, distances, review_scores
from criticwiki.panels.critics import byline
from criticwiki.panels.elsewhere import (
    MEAN_NEEDED,
    PRINTED_NEEDED,
    SHARE_NEEDED,
    elsewhere,
)
from criticwiki.panels.episode_scores import critic_figures, early_comparison, episode_score_table
from criticwiki.panels.season_score import fragility, season_score, season_scores, without_each
from criticwiki.text import sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.corpus.critics import EpisodeScope
    from criticwiki.panels.common import Critic, PrintedScore, Trend
    from criticwiki.panels.consensus_summary import Voice
    from criticwiki.panels.critic_figures import Distance, ScoreSet
    from criticwiki.panels.elsewhere import Bounds
    from criticwiki.panels.episode_scores import CriticFigures
    from criticwiki.panels.season_score import Figures

Json = Any


def consensus_data(corpus: Corpus) -> Json:
    """JSON of the consensus on the series, and on each season where there are several."""
    seasons = corpus.seasons if len(corpus.seasons) > 1 else ()
    return {
        **_consensus_on(corpus),
        'seasons': {
            str(corpus.numbering.season_of(season.first)): _consensus_on(
                corpus, frozenset(season.numbers)
            )
            for season in seasons
        },
    }


def _consensus_on(corpus: Corpus, within: EpisodeScope = None) -> Json:
    """JSON of the consensus: statistics of all critics, and two opposed judgements."""
    summary = season_score(corpus, within)
    figures = summary.figures
    groups = agreements(corpus, within)
    brief_view = brief(corpus, within)
    comparison = early_comparison(corpus, within)
    episodes = episode_score_table(corpus, within)
    return {
        'verdict': brief_view.verdict or None,
        'mean': figures.mean if figures else None,
        'median': figures.median if figures else None,
        'low': figures.low if figures else None,
        'high': figures.high if figures else None,
        'scored': figures.count if figures else 0,
        'critics': summary.critics,
        'reviews': summary.reviews,
        'provisional': summary.provisional,
        'scores': {
            voice.review.id: {
                'printed': voice.printed,
                'common': rounded(voice.common),
                'exact': float(voice.common),
            }
            for voice in season_scores(corpus, within)
        },
        'bins': _bins(score.common for _critic, score in summary.scored),
        'unscored': [review_id(corpus, critic) for critic in summary.unscored],
        'unscored_critics': len(summary.unscored),
        **_without(corpus, within),
        'aspects': {
            row.aspect: {
                'praise': row.tally.praise,
                'mixed': row.tally.mixed,
                'criticism': row.tally.criticism,
                'discussing': row.tally.discussing,
                'in_scope': row.in_scope,
                'evidence': row.tally.evidence.value,
                'agreement': row.agreement.value if row.agreement else None,
                'same_episodes': row.shared.discussing,
                'silent': row.holders.silent.count,
                'out_of_scope': row.holders.out_of_scope.count,
                'otherwise': {
                    'praise': row.tally.discussing - row.tally.praise,
                    'criticism': row.tally.discussing - row.tally.criticism,
                },
            }
            for row in tallies(corpus, within)
        },
        'agreed': {
            'praised': [row.aspect for row in brief_view.praised],
            'criticised': [row.aspect for row in brief_view.criticised],
        },
        'splits': [row.aspect for row in groups.splits],
        'split': _split(corpus, within),
        'matrix': _matrix(corpus, within),
        'without_stance': aspect_table(corpus, within).silent,
        'compared': None
        if comparison is None
        else {
            'early': comparison.early,
            'rest': comparison.rest,
            'early_critics': comparison.critics.count,
            'critics': {
                review_id(corpus, row.critic): {
                    'early': figures_data(row.early),
                    'rest': figures_data(row.rest),
                }
                for row in comparison.rows
            },
        },
        'episode_mean': episodes.mean,
        'episode_scores': {
            review_id(corpus, row.critic): episode_figures_data(row) for row in episodes.critics
        },
        'elsewhere': _elsewhere(corpus, within),
    }


def _without(corpus: Corpus, within: EpisodeScope) -> dict[str, Json]:
    """The mean without each critic in turn, and how far it moves at most."""
    view = fragility(corpus, within)
    low, high = view.between or (None, None)
    return {
        'without': {
            review_id(corpus, critic): {'mean': left}
            for critic, left in without_each(corpus, within)
        },
        'without_any': {'low': low, 'high': high},
        'without_others': asdict(view.rest) if view.rest else None,
    }


def _bins(values: Iterable[Decimal]) -> dict[str, int]:
    """Number of scores in each bin of a histogram, by the least score of the bin."""
    return {str(column.first): column.count for column in histogram(values).columns}


def _elsewhere(corpus: Corpus, within: EpisodeScope) -> Json:
    view = elsewhere(corpus, within)
    few, many = view.printed.recommending
    return {
        'reviews': view.reviews,
        'unscored': {
            'praise': view.unscored.praise.count,
            'mixed': view.unscored.mixed.count,
            'criticism': view.unscored.criticism.count,
            'unjudged': view.unscored.unjudged.count,
        },
        'positive_share': {
            'positive': view.share.positive,
            'negative': view.share.negative,
            'undecided': view.share.undecided,
            'needed': SHARE_NEEDED,
            **_bounds(view.share.percent),
        },
        'imputed_mean': {
            'printed': view.imputed.printed,
            'imputed': view.imputed.imputed,
            'needed': MEAN_NEEDED,
            **_bounds(view.imputed.mean),
        },
        'printed_mean': {
            'printed': view.printed.printed,
            'needed': PRINTED_NEEDED,
            'mean': None if view.printed.mean is None else rounded(view.printed.mean),
            'recommended': _bounds(view.printed.percent),
            'recommending': {'low': few, 'high': many},
        },
    }


def _bounds(bounds: Bounds | None) -> Json:
    low, high = map(rounded, bounds) if bounds else (None, None)
    return {'low': low, 'high': high}


def _split(corpus: Corpus, within: EpisodeScope) -> Json:
    split = main_split(corpus, within).split
    if split is None:
        return None
    return {
        'aspect': split.row.aspect,
        'praise': _voice(corpus, split.praise),
        'criticism': _voice(corpus, split.criticism),
    }


def _voice(corpus: Corpus, voice: Voice) -> Json:
    return {
        'critic': review_id(corpus, voice.critic),
        'quote': voice.quote,
        'says': voice.statement.says,
        'spoils': voice.statement.spoils or None,
    }


def _matrix(corpus: Corpus, within: EpisodeScope) -> Json:
    table = matrix(corpus, within)
    return {
        aspect: {
            review_id(corpus, critic): cells[index].value.value for critic, cells in table.rows
        }
        for index, (aspect, _anchor) in enumerate(table.aspects)
    }


def critics_data(corpus: Corpus) -> Json:
    """Every critic who is counted, by the slug of the name; an unnamed one by the review."""
    every = reviews_by_critic(corpus)
    scores = {voice.critic.docname: voice for voice in season_scores(corpus)}
    keys = critic_keys(corpus)
    data: dict[str, Json] = {}
    for critic in all_critics(corpus):
        first = critic.reviews[0]
        own = critic_figures(corpus, critic)
        score = scores.get(critic.docname)
        data[keys[critic.docname]] = {
            'name': critic.name,
            'names': list(first.facts.critics),
            'reviews': [entry.id for entry in every[critic.docname]],
            'counted': [entry.id for entry in critic.reviews],
            'score': {'printed': score.printed, 'common': rounded(score.common)} if score else None,
            'scores': _set_data(review_scores([critic])),
            'episodes': episode_figures_data(own),
            'distance': _distance(distances(corpus).get(critic.docname)),
        }
    return data


def _set_data(scores: ScoreSet | None) -> Json:
    return figures_data(scores.figures) if scores else None


def _distance(distance: Distance | None) -> Json:
    if distance is None:
        return None
    points = abs(distance.mean)
    return {'episodes': distance.episodes, 'mean': distance.mean, 'points': points}


def bylines(corpus: Corpus) -> dict[str, str]:
    """Names of authors and outlets, by themselves."""
    return {name: name for name in sorted(reviews_by_name(corpus), key=sort_key)}


def byline_data(corpus: Corpus, name: str) -> Json:
    """JSON of an author or outlet: the figures of all reviews that name them."""
    sums = byline(corpus, name)
    return {
        'reviews': sums.reviews,
        'critics': sums.critics,
        'scores': _binned(sums.of_reviews),
        'episodes': _binned(sums.of_episodes),
        'aspects': {row.aspect: asdict(row.tally) for row in sums.aspects},
    }


def pages_of_byline(corpus: Corpus, name: str) -> set[str]:
    """Docnames of all reviews by the critics whose reviews name an author or outlet."""
    by_review, reviews = critic_by_review(corpus), reviews_by_critic(corpus)
    critics = {by_review[review.docname].docname for review in reviews_by_name(corpus)[name]}
    return {review.docname for critic in critics for review in reviews[critic]}


def _binned(scores: ScoreSet | None) -> Json:
    return {**figures_data(scores.figures), 'bins': _bins(scores.values)} if scores else None


def review_id(corpus: Corpus, critic: Critic) -> str:
    """Page id of the review by a critic."""
    return corpus.pages[critic.docname].id


def printed_data(score: PrintedScore | None) -> Json:
    """JSON of a score as printed, with its common value."""
    return {'printed': score.printed, 'common': score.common} if score else None


def figures_data(figures: Figures) -> Json:
    """JSON of descriptive statistics on one scale."""
    return {
        'count': figures.count,
        'mean': figures.mean,
        'median': figures.median,
        'low': figures.low,
        'high': figures.high,
        'best': best_number(figures.best),
    }


def episode_figures_data(row: CriticFigures | None) -> Json:
    """JSON of the statistics of a critic's episode scores."""
    return {**figures_data(row.figures), 'trend': trend_data(row.trend)} if row else None


def trend_data(trend: Trend | None) -> Json:
    """JSON of the test for a trend."""
    if trend is None:
        return None
    return {
        'tau': round(trend.tau, 3),
        'p': round(trend.p, 3),
        'significant': trend.significant,
    }


def best_number(text: str) -> float:
    """The best score of a scale as a number."""
    return float(text) if '.' in text else int(text)
