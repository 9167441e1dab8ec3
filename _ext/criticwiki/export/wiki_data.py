"""Exported data: `wiki.json`, and dotted paths into it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from criticwiki.model.dates import PartialDate
from criticwiki.panels import pointers
from criticwiki.panels.audience import audience_scores
from criticwiki.panels.character import remarks as character_remarks
from criticwiki.panels.character_list import open_tally
from criticwiki.panels.common import episodes_reviewed, printed_score, statement
from criticwiki.panels.episode import episode_scores, episode_voices
from criticwiki.panels.episode_list import episode_row
from criticwiki.panels.episode_scores import episode_score_table, review_figures, spread_of
from criticwiki.panels.review import aspect_rows, scale_text, score_card
from criticwiki.panels.standing import outlook, standing

from .consensus_data import (
    best_number,
    byline_data,
    bylines,
    consensus_data,
    critics_data,
    figures_data,
    pages_of_byline,
    printed_data,
    review_id,
    trend_data,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from criticwiki.corpus.corpus import (
        CharacterEntry,
        Corpus,
        EpisodeEntry,
        PageEntry,
        ReviewEntry,
    )
    from criticwiki.corpus.critics import ScoreVoice
    from criticwiki.model.kinds import Audience, DeclaredValue, Revelation
    from criticwiki.model.numbering import Number
    from criticwiki.model.page_facts import PageFacts
    from criticwiki.panels.common import Statement
    from criticwiki.panels.review import Check
    from criticwiki.panels.standing import Outlook

VERSION: Final = 1
"""Version of the format of `wiki.json`; incremented by incompatible changes."""

Json = Any


@dataclass(frozen=True, slots=True)
class Publication:
    """Where the data is published, and on what terms."""

    base: str = ''
    """Address of the web site, with a slash at its end; empty where it is not known."""
    license: str = ''
    """Address of the licence of the texts; empty without one."""


def wiki_data(corpus: Corpus, published: Publication = Publication()) -> dict[str, Json]:
    """All data of `wiki.json`: facts, scores, statistics and judgements.

    Statistics are rounded as on pages, so that page and data never differ; printed scores are
    included, so that statistics can be recomputed.
    """
    data = _leading(corpus, published)
    for key, section in SECTIONS.items():
        entries = section.entries(corpus)
        data[key] = {name: section.make(corpus, entry) for name, entry in entries.items()}
    return data


def _leading(corpus: Corpus, published: Publication) -> dict[str, Json]:
    """Values of the leading top-level keys."""
    made = {key: make(corpus) for key, make in TOP_LEVEL.items()}
    return {**_about_the_data(published), **made}


def _about_the_data(published: Publication) -> dict[str, Json]:
    return {
        '$schema': 'wiki.schema.json',
        'version': VERSION,
        'site': published.base or None,
        'license': published.license or None,
    }


def as_json(data: Json) -> str:
    """Serialise data as indented JSON, in insertion order, with a final newline."""
    return json.dumps(data, ensure_ascii=False, indent=1, default=_number) + '\n'


def _number(value: object) -> int | float:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f'{type(value).__name__} is no data')


_on_one_line: Final = json.JSONEncoder(ensure_ascii=False, default=_number).encode


def as_lines(data: Mapping[str, Json]) -> str:
    """Serialise data as JSON with a line for each entry of each top-level object.

    So `diff` shows what changed, and the serialiser of the C library does the work.
    """
    return _file(_member(key, value) for key, value in data.items())


def _file(members: Iterable[str]) -> str:
    return '{\n' + ',\n'.join(members) + '\n}\n'


def _member(key: str, value: Json) -> str:
    """A top-level key with its value."""
    if isinstance(value, dict):
        return _object(key, (_line(name, _on_one_line(entry)) for name, entry in value.items()))
    return f' "{key}": {_on_one_line(value)}'


def _object(key: str, lines: Iterable[str]) -> str:
    inner = ',\n'.join(lines)
    return f' "{key}": {{\n{inner}\n }}' if inner else f' "{key}": {{}}'


def _line(name: str, entry: str) -> str:
    return f'  {_on_one_line(name)}: {entry}'


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
            **printed_data(row.score),
            'votes': row.votes or None,
            'date': row.date,
            'url': row.url or None,
        }
        for row in audience_scores(rows, '')
    ]


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
    row = episode_row(corpus, entry.page)
    covering = corpus.reviews_of_page(number)
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
        'reviews': len(covering),
        'critics': row.covering,
        'speaking': row.speaking,
        **_scores_of(corpus, number),
        'place': asdict(place) if (place := standing(corpus, number)) else None,
        'outlook': _outlook(outlook(corpus, number)),
        'audience': _audience(facts.audience),
        'said': said_by,
        'cast': list(cast),
    }


def _scores_of(corpus: Corpus, number: Number) -> dict[str, Json]:
    """Scores of an episode with their statistics."""
    scores = episode_scores(corpus, number)
    spread = spread_of(scores)
    return {
        'scores': {
            voice.review.id: {
                'printed': row.score.printed,
                'common': row.score.common,
                'shared': _shared_episodes(voice),
            }
            for row, voice in zip(scores.rows, episode_voices(corpus, number), strict=True)
        },
        'mean': scores.mean,
        'spread': asdict(spread) if spread else None,
    }


def unpaged_data(corpus: Corpus) -> Json:
    """Episodes that critics score and that have no page, by number."""
    return {
        f'{row.number}': {'reviews': row.covering, **_scores_of(corpus, row.number)}
        for row in episode_score_table(corpus).rows
        if row.episode is None
    }


def _outlook(view: Outlook | None) -> Json:
    """Means of the scores up to an episode and after it."""
    if view is None:
        return None
    return {
        'critics': view.critics,
        'best': best_number(view.best),
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
        'stances': asdict(open_tally(corpus, entry.page)),
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
        'score': printed_data(card.score),
        'scale': scale_text(corpus, facts),
        'verdict': facts.verdict,
        'categories': {name: printed_data(score) for name, score in card.categories},
        'category_mean': card.category_check.mean if card.category_check else None,
        'episode_scores': {
            f'{number}': printed_data(printed_score(score))
            for number, score in sorted(facts.episode_scores.items())
        },
        'arithmetic': {
            'categories': _arithmetic(card.category_check, None, None),
            'episodes': _arithmetic(card.episode_check, card.episode_sum, card.episode_median),
        },
        'episodes': {
            **figures_data(own.figures),
            'trend': trend_data(own.trend),
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


def _arithmetic(check: Check | None, total: Decimal | None, median: Decimal | None) -> Json:
    """Mean of printed scores, compared with the score of the whole."""
    if check is None:
        return None
    return {
        'count': check.count,
        'mean': check.mean,
        'best': best_number(check.best),
        'sum': total,
        'median': median,
        'on_verdict_scale': check.on_verdict_scale,
        'verdict_best': None if check.verdict_best is None else best_number(check.verdict_best),
        'matches': check.matches,
    }


@dataclass(frozen=True, slots=True)
class DataSection:
    """Top-level object of the data whose values each depend on a few pages."""

    entries: Callable[[Corpus], Mapping[str, Any]]
    """What there is a value for, by its key."""
    make: Callable[[Corpus, Any], Json]
    pages: Callable[[Corpus, Any], Iterable[str]]
    """Docnames of the pages that a value depends on."""


TOP_LEVEL: Final[dict[str, Callable[[Corpus], Json]]] = {
    'series': _series,
    'consensus': consensus_data,
    'critics': critics_data,
    'unpaged': unpaged_data,
}
"""Serialisers of top-level keys that depend on all pages."""


def _by_id(entries: Iterable[PageEntry]) -> dict[str, PageEntry]:
    return {entry.id: entry for entry in entries}


def _page_of(_corpus: Corpus, entry: PageEntry) -> tuple[str]:
    return (entry.docname,)


SECTIONS: Final = {
    'bylines': DataSection(bylines, byline_data, pages_of_byline),
    'episodes': DataSection(lambda corpus: _by_id(corpus.episodes), _episode, _page_of),
    'characters': DataSection(lambda corpus: _by_id(corpus.characters), _character, _page_of),
    'reviews': DataSection(lambda corpus: _by_id(corpus.reviews), _review, _page_of),
}
"""Sections that follow, by key."""


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
        key: partial(_itself, value) for key, value in _about_the_data(Publication()).items()
    }
    factories |= {key: partial(make, corpus) for key, make in TOP_LEVEL.items()}
    for key, section in SECTIONS.items():
        factories[key] = partial(_entries, corpus, section)
    return LazyMapping(factories)


def _itself(value: Json) -> Json:
    return value


def _entries(corpus: Corpus, section: DataSection) -> LazyMapping:
    entries = section.entries(corpus)
    return LazyMapping({key: partial(section.make, corpus, one) for key, one in entries.items()})


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


def pointer_of(path: str) -> str:
    """JSON Pointer to the value at a dotted path."""
    return pointers.pointer_of(*path.split('.'))


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


@dataclass(frozen=True, slots=True)
class Earlier:
    """`wiki.json` as it was written before an edit, whose lines are used again."""

    text: str
    stale: Collection[str]
    """Docnames of the pages that may have other data now."""

    def lines(self, key: str) -> dict[str, str]:
        """Lines of a section, by the key of the entry as it is serialised."""
        _, start, rest = self.text.partition(f'\n "{key}": {{\n')
        inner = rest[: rest.index('\n }')].split(',\n') if start else ()
        return {line[2 : _end_of_key(line)]: line for line in inner}


_KEY: Final = re.compile(r'  "(?:[^"\\]|\\.)*"')


def _end_of_key(line: str) -> int:
    match = _KEY.match(line)
    return match.end() if match else 0


def wiki_json(
    corpus: Corpus,
    published: Publication = Publication(),
    earlier: Earlier = Earlier('', ()),
) -> str:
    """Serialise `wiki.json`, equal to `as_lines(wiki_data(corpus))`, with the lines that stay."""
    members = [_member(key, value) for key, value in _leading(corpus, published).items()]
    stale = set(earlier.stale)
    for key, section in SECTIONS.items():
        written = earlier.lines(key)
        lines = []
        for name, entry in section.entries(corpus).items():
            line = written.get(_on_one_line(name))
            if line is None or not stale.isdisjoint(section.pages(corpus, entry)):
                line = _line(name, _on_one_line(section.make(corpus, entry)))
            lines.append(line)
        members.append(_object(key, lines))
    return _file(members)
