"""The data that others may use, `wiki.json`, and the paths into it."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from criticwiki.core.views.agreement import agreements, matrix, tallies
from criticwiki.core.views.base import said
from criticwiki.core.views.characters import remarks as character_remarks
from criticwiki.core.views.episodes import episode_scores
from criticwiki.core.views.fragility import without_each
from criticwiki.core.views.reviews import aspect_rows, score_card
from criticwiki.core.views.season import (
    Figures,
    compared,
    figures_by_critic,
    headline,
    season,
)

if TYPE_CHECKING:
    from criticwiki.core.consensus import Trend
    from criticwiki.core.corpus import CharacterEntry, Corpus, EpisodeEntry, ReviewEntry
    from criticwiki.core.models import Revelation
    from criticwiki.core.views.base import Critic, Printed, Said

VERSION: Final = 1
"""Raised when a key of `wiki.json` changes its meaning or goes."""

Json = Any


def wiki_data(corpus: Corpus) -> dict[str, Json]:
    """Everything that pages say with a number, and the judgements behind it.

    Figures are rounded as pages show them, so that page and data never differ; printed
    scores stand beside them, so that anybody can compute anew.
    """
    return {
        '$schema': 'wiki.schema.json',
        'version': VERSION,
        'series': _series(corpus),
        'consensus': _consensus(corpus),
        'episodes': {entry.id: _episode(corpus, entry) for entry in corpus.episodes},
        'characters': {entry.id: _character(corpus, entry) for entry in corpus.characters},
        'reviews': {entry.id: _review(corpus, entry) for entry in corpus.reviews},
    }


def as_json(data: Json) -> str:
    """The data as a file: readable, in stable order, with a line end at the end."""
    return json.dumps(data, ensure_ascii=False, indent=1, default=_number) + '\n'


def _number(value: object) -> int | float:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f'{type(value).__name__} is no data')


def lookup(data: Json, path: str) -> Json:
    """The value at a dotted path.

    :raises KeyError: with the part of the path that leads nowhere.
    """
    for part in path.split('.'):
        if not isinstance(data, dict) or part not in data:
            raise KeyError(part)
        data = data[part]
    return data


def known_parts(data: Json, path: str) -> list[str]:
    """What may stand where `path` goes wrong, for a hint."""
    for part in path.split('.'):
        if not isinstance(data, dict):
            return []
        if part not in data:
            return list(data)
        data = data[part]
    return []


def shown_value(value: Json) -> str | None:
    """A value as prose prints it, or None for a list or a mapping."""
    if isinstance(value, bool) or value is None or isinstance(value, (dict, list)):
        return None
    return f'{value:f}' if isinstance(value, Decimal) else str(value)


def _series(corpus: Corpus) -> Json:
    if corpus.series is None:
        return None
    return {
        'title': corpus.series.title,
        'episodes': corpus.series.episodes,
        'summary': corpus.series.summary,
        'aspects': {
            name: {'means': aspect.means, 'needs': aspect.needs}
            for name, aspect in corpus.series.aspects.items()
        },
    }


def _consensus(corpus: Corpus) -> Json:
    top = headline(corpus)
    known = top.figures
    groups = agreements(corpus)
    stretch = compared(corpus)
    return {
        'mean': known.mean if known else None,
        'median': known.median if known else None,
        'low': known.low if known else None,
        'high': known.high if known else None,
        'scored': known.count if known else 0,
        'reviews': top.reviews,
        'provisional': top.provisional,
        'unscored': [_id(corpus, critic) for critic in top.unscored],
        'without': {_id(corpus, critic): {'mean': left} for critic, left in without_each(corpus)},
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
        'splits': [row.aspect for row in groups.splits],
        'matrix': _matrix(corpus),
        'compared': None
        if stretch is None
        else {
            'early': stretch.early,
            'rest': stretch.rest,
            'critics': {
                _id(corpus, row.critic): {'early': _figures(row.early), 'rest': _figures(row.rest)}
                for row in stretch.rows
            },
        },
        'episode_mean': season(corpus).mean,
    }


def _matrix(corpus: Corpus) -> Json:
    known = matrix(corpus)
    return {
        aspect: {_id(corpus, critic): cells[index].value for critic, cells in known.rows}
        for index, (aspect, _anchor) in enumerate(known.aspects)
    }


def _id(corpus: Corpus, critic: Critic) -> str:
    return corpus.pages[critic.docname].id


def _figures(figures: Figures) -> Json:
    return {
        'count': figures.count,
        'mean': figures.mean,
        'median': figures.median,
        'low': figures.low,
        'high': figures.high,
        'best': float(figures.best) if '.' in figures.best else int(figures.best),
    }


def _trend(trend: Trend | None) -> Json:
    if trend is None:
        return None
    return {
        'tau': round(trend.tau, 3),
        'p': round(trend.p, 3),
        'significant': trend.significant,
    }


def _printed(score: Printed | None) -> Json:
    return {'printed': score.printed, 'common': score.common} if score else None


def _said(judgement: Said) -> Json:
    return {
        'stance': judgement.stance.value,
        'says': judgement.says,
        'quotes': list(judgement.quotes),
        'spoils': judgement.spoils or None,
    }


def _episode(corpus: Corpus, entry: EpisodeEntry) -> Json:
    facts = entry.facts
    number = facts.number
    scores = episode_scores(corpus, number)
    covering = corpus.covering.get(number, ())
    spoken = {review.docname for review in covering}
    said_by: dict[str, list[Json]] = {}
    for review, remark in corpus.remarks.get(number, ()):
        if review.docname in spoken:
            said_by.setdefault(review.id, []).append(_said(said(remark)))
    return {
        'number': number,
        'title': facts.title,
        'title_ja': facts.title_ja,
        'aired': str(facts.aired) if facts.aired else None,
        'director': list(facts.director or ()),
        'storyboard': list(facts.storyboard or ()),
        'script': list(facts.script or ()),
        'confidence': {field: known.value for field, known in facts.confidence.items()},
        'summary': facts.summary,
        'covered_by': [review.id for review in covering],
        'scores': {_id(corpus, row.critic): _printed(row.score) for row in scores.rows},
        'mean': scores.mean,
        'said': said_by,
        'cast': [character.id for character in corpus.cast.get(number, ())],
    }


def _character(corpus: Corpus, entry: CharacterEntry) -> Json:
    facts = entry.facts
    found = character_remarks(corpus, entry)
    return {
        'name': facts.name,
        'name_ja': facts.name_ja,
        'aliases': list(facts.aliases),
        'misspellings': list(facts.misspellings),
        'kind': facts.kind,
        'voices': {'ja': list(facts.voices.ja or ()), 'en': list(facts.voices.en or ())},
        'appears_in': list(facts.appears_in or ()),
        'revealed': [_revealed(fact) for fact in facts.revealed],
        'confidence': {field: known.value for field, known in facts.confidence.items()},
        'summary': facts.summary,
        'said': {
            _id(corpus, row.critic): [_said(remark) for remark in row.remarks] for row in found.rows
        },
    }


def _revealed(fact: Revelation) -> Json:
    appears_in = list(fact.appears_in) if fact.appears_in else None
    known = {**fact.model_dump(exclude={'appears_in'}), 'appears_in': appears_in}
    return {key: value for key, value in known.items() if value is not None}


def _review(corpus: Corpus, entry: ReviewEntry) -> Json:
    facts = entry.facts
    card = score_card(corpus, entry)
    own = figures_by_critic(corpus).get(entry.docname)
    return {
        'headline': facts.headline,
        'outlet': facts.outlet,
        'author': facts.author,
        'critic': facts.critic,
        'url': facts.url,
        'published': str(facts.published) if facts.published else None,
        'covers': list(facts.covers),
        'covers_basis': facts.covers_basis.value,
        'access': facts.access,
        'score': _printed(card.score),
        'verdict': facts.verdict,
        'categories': {name: _printed(score) for name, score in card.categories},
        'category_mean': card.category_check.mean if card.category_check else None,
        'episodes': {
            **_figures(own.figures),
            'trend': _trend(own.trend),
            'sum': card.episode_sum,
            'on_verdict_scale': card.episode_check.on_verdict_scale if card.episode_check else None,
        }
        if own
        else None,
        'aspects': {
            row.aspect: _said(row.said) if row.said else {'stance': None, 'why': str(row.silence)}
            for row in aspect_rows(corpus, entry)
        },
        'summary': facts.summary,
    }
