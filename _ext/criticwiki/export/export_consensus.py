"""The part of `wiki.json` that sums up all reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from criticwiki.panels.consensus import agreements, brief, matrix, tallies
from criticwiki.panels.fragility import without_each
from criticwiki.panels.season import compared, headline, season
from criticwiki.panels.split import divide

if TYPE_CHECKING:
    from criticwiki.corpus.corpus import Corpus
    from criticwiki.panels.common import Critic
    from criticwiki.panels.season import Figures
    from criticwiki.panels.split import Voice

Json = Any


def consensus_data(corpus: Corpus) -> Json:
    """What critics as a whole say, in figures and in the words of two of them."""
    top = headline(corpus)
    known = top.figures
    groups = agreements(corpus)
    short = brief(corpus)
    stretch = compared(corpus)
    return {
        'mean': known.mean if known else None,
        'median': known.median if known else None,
        'low': known.low if known else None,
        'high': known.high if known else None,
        'scored': known.count if known else 0,
        'reviews': top.reviews,
        'provisional': top.provisional,
        'unscored': [review_id(corpus, critic) for critic in top.unscored],
        'without': {
            review_id(corpus, critic): {'mean': left} for critic, left in without_each(corpus)
        },
        'aspects': {
            row.aspect: {
                'praise': row.tally.praise,
                'mixed': row.tally.mixed,
                'criticism': row.tally.criticism,
                'discussing': row.tally.discussing,
                'in_scope': row.in_scope,
                'evidence': row.tally.evidence.value,
                'agreement': row.tally.agreement.value if row.tally.agreement else None,
            }
            for row in tallies(corpus)
        },
        'agreed': {
            'praised': [row.aspect for row in short.praised],
            'criticised': [row.aspect for row in short.criticised],
        },
        'splits': [row.aspect for row in groups.splits],
        'split': _split(corpus),
        'matrix': _matrix(corpus),
        'compared': None
        if stretch is None
        else {
            'early': stretch.early,
            'rest': stretch.rest,
            'critics': {
                review_id(corpus, row.critic): {
                    'early': figures_data(row.early),
                    'rest': figures_data(row.rest),
                }
                for row in stretch.rows
            },
        },
        'episode_mean': season(corpus).mean,
    }


def _split(corpus: Corpus) -> Json:
    told = divide(corpus).split
    if told is None:
        return None
    return {
        'aspect': told.row.aspect,
        'praise': _voice(corpus, told.praise),
        'criticism': _voice(corpus, told.criticism),
    }


def _voice(corpus: Corpus, voice: Voice) -> Json:
    return {
        'critic': review_id(corpus, voice.critic),
        'quote': voice.quote,
        'says': voice.said.says,
        'spoils': voice.said.spoils or None,
    }


def _matrix(corpus: Corpus) -> Json:
    known = matrix(corpus)
    return {
        aspect: {review_id(corpus, critic): cells[index].value for critic, cells in known.rows}
        for index, (aspect, _anchor) in enumerate(known.aspects)
    }


def review_id(corpus: Corpus, critic: Critic) -> str:
    """The id of the review that a critic wrote."""
    return corpus.pages[critic.docname].id


def figures_data(figures: Figures) -> Json:
    """Figures on their scale."""
    return {
        'count': figures.count,
        'mean': figures.mean,
        'median': figures.median,
        'low': figures.low,
        'high': figures.high,
        'best': float(figures.best) if '.' in figures.best else int(figures.best),
    }
