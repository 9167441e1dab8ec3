"""The data that others may use, `wiki.json`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from criticwiki.panels.character import remarks as character_remarks
from criticwiki.panels.common import said
from criticwiki.panels.episode import episode_scores
from criticwiki.panels.review import aspect_rows, score_card
from criticwiki.panels.season import figures_by_critic

from .export_consensus import consensus_data, figures_data, review_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from criticwiki.corpus.corpus import CharacterEntry, Corpus, Entry, EpisodeEntry, ReviewEntry
    from criticwiki.model.kinds import Revelation
    from criticwiki.panels.common import Printed, Said
    from criticwiki.panels.consensus_view import Trend

VERSION: Final = 1
"""Raised when a key of `wiki.json` changes its meaning or goes."""

Json = Any


def wiki_data(corpus: Corpus) -> dict[str, Json]:
    """Everything that pages say with a number, and the judgements behind it.

    Figures are rounded as pages show them, so that page and data never differ; printed
    scores stand beside them, so that anybody can compute anew.
    """
    data = {key: make(corpus) for key, make in FRONT.items()}
    for key, section in SECTIONS.items():
        data[key] = {entry.id: section.make(corpus, entry) for entry in section.entries(corpus)}
    return data


def as_json(data: Json) -> str:
    """The data as a file: readable, in stable order, with a line end at the end."""
    return json.dumps(data, ensure_ascii=False, indent=1, default=_number) + '\n'


def _number(value: object) -> int | float:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f'{type(value).__name__} is no data')


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
        'scores': {review_id(corpus, row.critic): _printed(row.score) for row in scores.rows},
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
            review_id(corpus, row.critic): [_said(remark) for remark in row.remarks]
            for row in found.rows
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
            **figures_data(own.figures),
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


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the data with an entry for each page of a kind."""

    entries: Callable[[Corpus], Iterable[Entry]]
    make: Callable[[Corpus, Any], Json]


FRONT: Final[dict[str, Callable[[Corpus], Json]]] = {
    '$schema': lambda _corpus: 'wiki.schema.json',
    'version': lambda _corpus: VERSION,
    'series': _series,
    'consensus': consensus_data,
}
"""What the data begins with: what all pages say together."""
SECTIONS: Final = {
    'episodes': Section(lambda corpus: corpus.episodes, _episode),
    'characters': Section(lambda corpus: corpus.characters, _character),
    'reviews': Section(lambda corpus: corpus.reviews, _review),
}
"""What the data goes on with: what each page says."""
