"""Exported data: `wiki.json`, and dotted paths into it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from criticwiki.corpus.corpus import slug
from criticwiki.corpus.critics import all_critics, reviews_by_critic
from criticwiki.model.dates import PartialDate
from criticwiki.model.page import id_of
from criticwiki.model.scores import rounded
from criticwiki.panels.audience import audience_scores
from criticwiki.panels.character import remarks as character_remarks
from criticwiki.panels.common import episodes_reviewed, statement
from criticwiki.panels.consensus import agreements, matrix, tallies
from criticwiki.panels.consensus_answer import brief, main_split
from criticwiki.panels.critics import distances, review_scores
from criticwiki.panels.elsewhere import (
    MEAN_NEEDED,
    PRINTED_NEEDED,
    SHARE_NEEDED,
    elsewhere,
)
from criticwiki.panels.episode import episode_scores, episode_voices
from criticwiki.panels.headline import headline, season_scores, without_each
from criticwiki.panels.review import aspect_rows, scale_text, score_card
from criticwiki.panels.season import compared, critic_figures, review_figures, season
from criticwiki.panels.standing import outlook, standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from criticwiki.corpus.corpus import (
        CharacterEntry,
        Corpus,
        EpisodeEntry,
        PageEntry,
        ReviewEntry,
    )
    from criticwiki.corpus.critics import ScoreVoice, Stretch
    from criticwiki.model.kinds import Audience, DeclaredValue, PageFacts, Revelation
    from criticwiki.model.numbering import Number
    from criticwiki.panels.common import Critic, PrintedScore, Statement, Trend
    from criticwiki.panels.consensus_answer import Voice
    from criticwiki.panels.critics import Distance, ScoreSet
    from criticwiki.panels.elsewhere import Bounds
    from criticwiki.panels.headline import Figures
    from criticwiki.panels.standing import Outlook


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


def _consensus_on(corpus: Corpus, stretch: Stretch = None) -> Json:
    """JSON of the consensus: statistics of all critics, and two opposed judgements."""
    summary = headline(corpus, stretch)
    figures = summary.figures
    groups = agreements(corpus, stretch)
    brief_view = brief(corpus, stretch)
    comparison = compared(corpus, stretch)
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
        'unscored': [review_id(corpus, critic) for critic in summary.unscored],
        'without': {
            review_id(corpus, critic): {'mean': left}
            for critic, left in without_each(corpus, stretch)
        },
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
            }
            for row in tallies(corpus, stretch)
        },
        'agreed': {
            'praised': [row.aspect for row in brief_view.praised],
            'criticised': [row.aspect for row in brief_view.criticised],
        },
        'splits': [row.aspect for row in groups.splits],
        'split': _split(corpus, stretch),
        'matrix': _matrix(corpus, stretch),
        'compared': None
        if comparison is None
        else {
            'early': comparison.early,
            'rest': comparison.rest,
            'critics': {
                review_id(corpus, row.critic): {
                    'early': figures_data(row.early),
                    'rest': figures_data(row.rest),
                }
                for row in comparison.rows
            },
        },
        'episode_mean': season(corpus, stretch).mean,
        'elsewhere': _elsewhere(corpus, stretch),
    }


def _elsewhere(corpus: Corpus, stretch: Stretch) -> Json:
    view = elsewhere(corpus, stretch)
    return {
        'reviews': view.reviews,
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
        },
    }


def _bounds(bounds: Bounds | None) -> Json:
    low, high = map(rounded, bounds) if bounds else (None, None)
    return {'low': low, 'high': high}


def _split(corpus: Corpus, stretch: Stretch) -> Json:
    split = main_split(corpus, stretch).split
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


def _matrix(corpus: Corpus, stretch: Stretch) -> Json:
    table = matrix(corpus, stretch)
    return {
        aspect: {
            review_id(corpus, critic): cells[index].value.value for critic, cells in table.rows
        }
        for index, (aspect, _anchor) in enumerate(table.aspects)
    }


def _set_data(scores: ScoreSet | None) -> Json:
    return figures_data(scores.figures) if scores else None


def _distance(distance: Distance | None) -> Json:
    return {'episodes': distance.episodes, 'mean': distance.mean} if distance else None


def review_id(corpus: Corpus, critic: Critic) -> str:
    """Page id of the review by a critic."""
    return corpus.pages[critic.docname].id


def figures_data(figures: Figures) -> Json:
    """JSON of descriptive statistics on one scale."""
    return {
        'count': figures.count,
        'mean': figures.mean,
        'median': figures.median,
        'low': figures.low,
        'high': figures.high,
        'best': _best(figures.best),
    }


def _best(text: str) -> float:
    """The best score of a scale as a number."""
    return float(text) if '.' in text else int(text)


VERSION: Final = 1
"""Version of the format of `wiki.json`; incremented by incompatible changes."""

Json = Any


def wiki_data(corpus: Corpus) -> dict[str, Json]:
    """All data of `wiki.json`: facts, scores, statistics and judgements.

    Statistics are rounded as on pages, so that page and data never differ; printed scores are
    included, so that statistics can be recomputed.
    """
    data = {key: make(corpus) for key, make in TOP_LEVEL.items()}
    for key, section in SECTIONS.items():
        data[key] = {entry.id: section.make(corpus, entry) for entry in section.entries(corpus)}
    return data


def as_json(data: Json) -> str:
    """Serialise data as indented JSON, in insertion order, with a final newline."""
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
        'kind': corpus.series.kind.value,
        'episodes': corpus.numbering.total if corpus.work.has_episodes else 0,
        'seasons': [
            {'title': season.title or None, 'episodes': len(season.numbers)}
            for season in corpus.numbering.seasons
            if corpus.work.has_episodes
        ],
        'specials': dict(corpus.numbering.specials),
        'summary': corpus.series.summary,
        'fields': _declared(corpus.series),
        'audience': _audience(corpus.series.audience),
        'aspects': {
            name: {'means': aspect.means, 'needs': aspect.needs}
            for name, aspect in corpus.series.aspects.items()
        },
        'groups': list(corpus.series.groups),
    }


def _declared(facts: PageFacts) -> Json:
    """Values of the fields that the wiki declares, by name; dates as written."""
    return {name: _plain(value) for name, value in facts.declared.items()}


def _plain(value: DeclaredValue) -> Json:
    if isinstance(value, PartialDate):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


def _audience(rows: Iterable[Audience]) -> Json:
    return [
        {
            'source': row.source,
            **_printed(row.score),
            'votes': row.votes or None,
            'date': row.date,
            'url': row.url or None,
        }
        for row in audience_scores(rows)
    ]


def _trend(trend: Trend | None) -> Json:
    if trend is None:
        return None
    return {
        'tau': round(trend.tau, 3),
        'p': round(trend.p, 3),
        'significant': trend.significant,
    }


def _printed(score: PrintedScore | None) -> Json:
    return {'printed': score.printed, 'common': score.common} if score else None


def _said(judgement: Statement) -> Json:
    return {
        'stance': judgement.stance.value if judgement.stance else None,
        'says': judgement.says,
        'quotes': list(judgement.quotes),
        'spoils': judgement.spoils or None,
    }


def _episode(corpus: Corpus, entry: EpisodeEntry) -> Json:
    facts = entry.facts
    number = facts.number
    scores = episode_scores(corpus, number)
    covering = corpus.covering_page(number)
    spoken = {review.docname for review in covering}
    said_by: dict[str, list[Json]] = {}
    for one in facts.numbers:
        for review, remark in corpus.remarks.get(one, ()):
            if review.docname in spoken:
                said_by.setdefault(review.id, []).append(_said(statement(remark, review)))
    cast = {entry.id: None for one in facts.numbers for entry in corpus.cast.get(one, ())}
    return {
        'number': number,
        'numbers': list(facts.numbers),
        'title': facts.title,
        'title_ja': facts.titles.get('ja'),
        'titles': dict(facts.titles),
        'aired': str(facts.aired) if facts.aired else None,
        'director': list(facts.director or ()),
        'storyboard': list(facts.storyboard or ()),
        'script': list(facts.script or ()),
        'confidence': {field: confidence.value for field, confidence in facts.confidence.items()},
        'fields': _declared(facts),
        'summary': facts.summary,
        'covered_by': [review.id for review in covering],
        'reviewed_by': {
            review.id: list(numbers)
            for review in covering
            if (numbers := episodes_reviewed(corpus, review))
        },
        'scores': {
            voice.review.id: {
                'printed': row.score.printed,
                'common': row.score.common,
                'shared': _shared_episodes(voice),
            }
            for row, voice in zip(scores.rows, episode_voices(corpus, number), strict=True)
        },
        'mean': scores.mean,
        'place': asdict(place) if (place := standing(corpus, number)) else None,
        'outlook': _outlook(outlook(corpus, number)),
        'audience': _audience(facts.audience),
        'said': said_by,
        'cast': list(cast),
    }


def _outlook(view: Outlook | None) -> Json:
    """Means of the scores up to an episode and after it."""
    if view is None:
        return None
    return {
        'critics': view.critics,
        'best': _best(view.best),
        'before': view.before,
        'after': view.after,
        'until': view.last,
    }


def _shared_episodes(voice: ScoreVoice) -> list[Number] | None:
    """The episodes that a score is for, where these are two."""
    if not voice.shared:
        return None
    return sorted({number for review in voice.reviews for number in review.facts.covers})


def _character(corpus: Corpus, entry: CharacterEntry) -> Json:
    facts = entry.facts
    view = character_remarks(corpus, entry)
    return {
        'name': facts.name,
        'name_ja': facts.names.get('ja'),
        'names': dict(facts.names),
        'aliases': list(facts.aliases),
        'misspellings': list(facts.misspellings),
        'kind': facts.kind,
        'group': facts.group,
        'voices': {code: list(names or ()) for code, names in facts.voices.items()},
        'appears_in': list(facts.appears_in or ()),
        'revealed': [_revealed(fact) for fact in facts.revealed],
        'confidence': {field: confidence.value for field, confidence in facts.confidence.items()},
        'fields': _declared(facts),
        'summary': facts.summary,
        'said': {
            review_id(corpus, row.critic): [_said(remark) for remark in row.remarks] for row in view
        },
    }


def _revealed(fact: Revelation) -> Json:
    appears_in = list(fact.appears_in) if fact.appears_in else None
    fields = {**fact.model_dump(exclude={'appears_in'}), 'appears_in': appears_in}
    return {key: value for key, value in fields.items() if value is not None}


def _review(corpus: Corpus, entry: ReviewEntry) -> Json:
    facts = entry.facts
    card = score_card(corpus, entry)
    own = review_figures(corpus, entry)
    return {
        'headline': facts.headline,
        'label': facts.label,
        'outlet': facts.outlet,
        'author': ' & '.join(facts.authors) or None,
        'authors': list(facts.authors),
        'critic': facts.critic,
        'url': facts.url,
        'published': str(facts.published) if facts.published else None,
        'replaces': facts.replaces,
        'counted': entry.id not in corpus.replacements,
        'language': facts.language,
        'covers': list(facts.covers) if corpus.work.has_episodes else [],
        'covers_basis': facts.covers_basis.value,
        'access': facts.access,
        'score': _printed(card.score),
        'scale': scale_text(corpus, facts),
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
            row.aspect: _said(row.statement)
            if row.statement
            else {'stance': None, 'why': str(row.silence)}
            for row in aspect_rows(corpus, entry)
        },
        'fields': _declared(facts),
        'summary': facts.summary,
    }


def critics_data(corpus: Corpus) -> Json:
    """Every critic who is counted, by the slug of the name; an unnamed one by the review."""
    every = reviews_by_critic(corpus)
    scores = {voice.critic.docname: voice for voice in season_scores(corpus)}
    data: dict[str, Json] = {}
    for critic in all_critics(corpus):
        first = critic.reviews[0]
        own = critic_figures(corpus, critic)
        score = scores.get(critic.docname)
        data[_free_key(data, slug(critic.name, first.id) if critic.name else first.id)] = {
            'name': critic.name,
            'names': list(first.facts.critics),
            'reviews': [entry.id for entry in every[critic.docname]],
            'counted': [entry.id for entry in critic.reviews],
            'score': {'printed': score.printed, 'common': rounded(score.common)} if score else None,
            'scores': _set_data(review_scores([critic])),
            'episodes': {**figures_data(own.figures), 'trend': _trend(own.trend)} if own else None,
            'distance': _distance(distances(corpus).get(critic.docname)),
        }
    return data


def _free_key(data: Mapping[str, Json], key: str) -> str:
    """A key that the data does not have yet: critics of another script may share a slug."""
    number = 1
    candidate = key
    while candidate in data:
        number += 1
        candidate = f'{key}-{number}'
    return candidate


@dataclass(frozen=True, slots=True)
class DataSection:
    """Top-level object of the data with one value per page of a kind."""

    entries: Callable[[Corpus], Iterable[PageEntry]]
    make: Callable[[Corpus, Any], Json]


TOP_LEVEL: Final[dict[str, Callable[[Corpus], Json]]] = {
    '$schema': lambda _corpus: 'wiki.schema.json',
    'version': lambda _corpus: VERSION,
    'series': _series,
    'consensus': consensus_data,
    'critics': critics_data,
}
"""Serialisers of the leading top-level keys, which depend on all pages."""
SECTIONS: Final = {
    'episodes': DataSection(lambda corpus: corpus.episodes, _episode),
    'characters': DataSection(lambda corpus: corpus.characters, _character),
    'reviews': DataSection(lambda corpus: corpus.reviews, _review),
}
"""Sections that follow, with one value per page id."""


SPOILER_KEYS: Final = ('spoils', 'episode')
"""Keys whose value is the episode that their whole object gives away."""


class LazyMapping(Mapping[str, Any]):
    """Mapping whose values are computed on first access."""

    def __init__(self, factories: Mapping[str, Callable[[], Any]]) -> None:
        """Store a factory for each value."""
        self._factories = factories
        self._values: dict[str, Any] = {}

    def __getitem__(self, key: str) -> Any:
        """Value of a key, computed once."""
        if key not in self._values:
            self._values[key] = self._factories[key]()
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the keys; computes no value."""
        return iter(self._factories)

    def __len__(self) -> int:
        """Number of keys."""
        return len(self._factories)


def lazy_wiki_data(corpus: Corpus) -> LazyMapping:
    """Lazy equivalent of :func:`wiki_data`."""
    factories: dict[str, Callable[[], Any]] = {
        key: partial(make, corpus) for key, make in TOP_LEVEL.items()
    }
    for key, section in SECTIONS.items():
        factories[key] = partial(_entries, corpus, section)
    return LazyMapping(factories)


def _entries(corpus: Corpus, section: DataSection) -> LazyMapping:
    return LazyMapping({e.id: partial(section.make, corpus, e) for e in section.entries(corpus)})


def get_path(data: Any, path: str) -> Any:
    """Value at a dotted path.

    :raises KeyError: with the first part of the path that does not exist.
    """
    for part in path.split('.'):
        if not isinstance(data, Mapping) or part not in data:
            raise KeyError(part)
        data = data[part]
    return data


def latest_spoiler(data: Any, path: str) -> Number:
    """Latest episode that the value at a path gives away; 0 for none.

    An object of the data says so itself, and so of all that is in it: see `Statement` and
    `Revelation` in the schema of the data.
    """
    latest: Number = 0
    for part in (*path.split('.'), ''):
        if not isinstance(data, Mapping):
            break
        numbers = (data.get(key) for key in SPOILER_KEYS)
        latest = max([latest, *(n for n in numbers if type(n) is int or isinstance(n, Decimal))])
        data = data.get(part)
    return latest


def valid_keys(data: Any, path: str) -> list[str]:
    """Keys that exist where `path` fails, for a suggestion; empty if it does not fail."""
    for part in path.split('.'):
        if not isinstance(data, Mapping):
            return []
        if part not in data:
            return list(data)
        data = data[part]
    return []


def format_value(value: Any) -> str | None:
    """Text of a number or string; None for other values."""
    if isinstance(value, bool) or value is None or isinstance(value, (Mapping, list)):
        return None
    return f'{value:f}' if isinstance(value, Decimal) else str(value)


Fragments: TypeAlias = 'dict[tuple[str, str], str]'
"""Serialised values of the sections, by section and escaped id."""


def wiki_json(corpus: Corpus, kept: Mapping[tuple[str, str], str]) -> str:
    """Serialise `wiki.json`, equal to `as_json(wiki_data(corpus))`, reusing `kept` fragments."""
    parts = [as_json({key: make(corpus) for key, make in TOP_LEVEL.items()}).removesuffix('\n}\n')]
    for key, section in SECTIONS.items():
        entries = {entry.id: entry for entry in section.entries(corpus)}
        lines = []
        for identifier, entry in entries.items():
            name = _name(identifier)
            text = kept.get((key, name))
            if text is None:
                text = as_json(section.make(corpus, entry)).rstrip('\n').replace('\n', '\n  ')
            lines.append(f'  "{name}": {text}')
        inner = ',\n'.join(lines)
        parts.append(f' "{key}": {{\n{inner}\n }}' if lines else f' "{key}": {{}}')
    return ',\n'.join(parts) + '\n}\n'


def fragments_in(text: str, without: Iterable[str]) -> Fragments:
    """Split `wiki.json` into fragments, except for those of the docnames `without`."""
    fragments: Fragments = {}
    for key in SECTIONS:
        # only lines of a section itself begin with one space, those of its entries with two
        _, start, rest = text.partition(f'\n "{key}": {{\n')
        if start:
            inner = f'\n{rest[: rest.index(_END)]}'
            for entry in inner.split('\n  "')[1:]:
                name, _, fragment = entry.partition('": ')
                fragments[key, name] = fragment.removesuffix(',')
    for docname in without:
        for key in SECTIONS:
            fragments.pop((key, _name(id_of(docname))), None)
    return fragments


_END = '\n }'


def _name(identifier: str) -> str:
    return json.dumps(identifier, ensure_ascii=False)[1:-1]
