"""Exported data: `wiki.json`, the paths into it, and `scores.csv`."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from criticwiki.model.page import id_of
from criticwiki.model.scores import exact_decimal, rounded
from criticwiki.panels.character import remarks as character_remarks
from criticwiki.panels.common import covers_all, statement
from criticwiki.panels.consensus import agreements, matrix, tallies
from criticwiki.panels.consensus_answer import brief, main_split
from criticwiki.panels.episode import episode_scores
from criticwiki.panels.headline import headline, without_each
from criticwiki.panels.review import aspect_rows, score_card
from criticwiki.panels.season import compared, figures_by_critic, season

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from criticwiki.corpus.corpus import CharacterEntry, Corpus, Entry, EpisodeEntry, ReviewEntry
    from criticwiki.model.kinds import Revelation
    from criticwiki.model.scores import Score
    from criticwiki.panels.agreement import Trend
    from criticwiki.panels.common import Critic, PrintedScore, Statement
    from criticwiki.panels.consensus_answer import Voice
    from criticwiki.panels.headline import Figures


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
    told = main_split(corpus).split
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
        'says': voice.statement.says,
        'spoils': voice.statement.spoils or None,
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


def _printed(score: PrintedScore | None) -> Json:
    return {'printed': score.printed, 'common': score.common} if score else None


def _said(judgement: Statement) -> Json:
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
            said_by.setdefault(review.id, []).append(_said(statement(remark)))
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
            row.aspect: _said(row.statement)
            if row.statement
            else {'stance': None, 'why': str(row.silence)}
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


TELLS: Final = ('spoils', 'episode')
"""Keys of an object of the data with the number of the episode that all of it gives away."""


class Made(Mapping[str, Any]):
    """A mapping whose values are made when they are asked for."""

    def __init__(self, makers: Mapping[str, Callable[[], Any]]) -> None:
        """Take what makes each value."""
        self._makers = makers
        self._made: dict[str, Any] = {}

    def __getitem__(self, key: str) -> Any:
        """The value, which is made once."""
        if key not in self._made:
            self._made[key] = self._makers[key]()
        return self._made[key]

    def __iter__(self) -> Iterator[str]:
        """All keys."""
        return iter(self._makers)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._makers)


def data_of(corpus: Corpus) -> Made:
    """The same as `wiki_data`, for those who need little of it."""
    makers: dict[str, Callable[[], Any]] = {
        key: partial(make, corpus) for key, make in FRONT.items()
    }
    for key, section in SECTIONS.items():
        makers[key] = partial(_entries, corpus, section)
    return Made(makers)


def _entries(corpus: Corpus, section: Section) -> Made:
    return Made({e.id: partial(section.make, corpus, e) for e in section.entries(corpus)})


def lookup(data: Any, path: str) -> Any:
    """The value at a dotted path.

    :raises KeyError: with the part of the path that leads nowhere.
    """
    for part in path.split('.'):
        if not isinstance(data, Mapping) or part not in data:
            raise KeyError(part)
        data = data[part]
    return data


def closed_until(data: Any, path: str) -> int:
    """The latest episode that the value at a path gives away, or 0.

    An object of the data says so itself, and so of all that is in it: see `Statement` and
    `Revelation` in the schema of the data.
    """
    latest = 0
    for part in (*path.split('.'), ''):
        if not isinstance(data, Mapping):
            break
        told = [data.get(key) for key in TELLS]
        latest = max(latest, *(number for number in told if type(number) is int), 0)
        data = data.get(part)
    return latest


def known_parts(data: Any, path: str) -> list[str]:
    """What may stand where `path` goes wrong, for a hint."""
    for part in path.split('.'):
        if not isinstance(data, Mapping):
            return []
        if part not in data:
            return list(data)
        data = data[part]
    return []


def shown_value(value: Any) -> str | None:
    """A value as prose prints it, or None for a list or a mapping."""
    if isinstance(value, bool) or value is None or isinstance(value, (Mapping, list)):
        return None
    return f'{value:f}' if isinstance(value, Decimal) else str(value)


Fragments: TypeAlias = 'dict[tuple[str, str], str]'
"""By section and id, as they stand in the file."""


def wiki_json(corpus: Corpus, kept: Mapping[tuple[str, str], str]) -> str:
    """The file, byte for byte as `as_json(wiki_data(corpus))`; fragments are made if not `kept`."""
    parts = [as_json({key: make(corpus) for key, make in FRONT.items()}).removesuffix('\n}\n')]
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
    """The fragments of a file, without those of some pages."""
    found: Fragments = {}
    for key in SECTIONS:
        # only lines of a section itself begin with one space, those of its entries with two
        _, start, rest = text.partition(f'\n "{key}": {{\n')
        if start:
            inner = f'\n{rest[: rest.index(_END)]}'
            for entry in inner.split('\n  "')[1:]:
                name, _, fragment = entry.partition('": ')
                found[key, name] = fragment.removesuffix(',')
    for docname in without:
        for key in SECTIONS:
            found.pop((key, _name(id_of(docname))), None)
    return found


_END = '\n }'


def _name(identifier: str) -> str:
    return json.dumps(identifier, ensure_ascii=False)[1:-1]


COLUMNS: Final = (
    'review', 'critic', 'what', 'subject', 'printed', 'value', 'best', 'common', 'covers',
)  # fmt: skip
_FORMULA: Final = re.compile(
    r'(^|[;\t\n\r])(?=[\s"\']*[-=+@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b]|[\t\n\r])'
)
"""Where a cell begins like a formula: some programs read full-width signs as the others.

In half of Europe a spreadsheet ends a cell at a semicolon, whatever stands around it.
"""


def scores_csv(corpus: Corpus) -> str:
    """Every printed score, one a line, as comma-separated values."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator='\n')
    writer.writerow(COLUMNS)
    for entry in corpus.reviews:
        for what, subject, score in _scores(corpus, entry):
            critic = entry.facts.critic or ''
            worth = (exact_decimal(score.value), exact_decimal(score.best), rounded(score.common))
            row = (entry.id, critic, what, subject, score.printed, *worth, entry.facts.covers)
            writer.writerow(map(_cell, row))
    return out.getvalue()


def _cell(value: object) -> str:
    """A cell that a spreadsheet reads as words or a number: what begins like a formula is quoted.

    See https://owasp.org/www-community/attacks/CSV_Injection
    """
    return _FORMULA.sub(r"\1'", str(value))


def _scores(corpus: Corpus, entry: ReviewEntry) -> Iterator[tuple[str, str, Score]]:
    facts = entry.facts
    alone = facts.covers.numbers[0] if len(facts.covers) == 1 else None
    if facts.score and alone and alone not in facts.episode_scores:
        yield 'episode', str(alone), facts.score
    elif facts.score:
        yield 'season' if covers_all(corpus, entry) else 'covered episodes', '', facts.score
    for name, score in facts.categories.items():
        yield 'category', name, score
    for number, score in sorted(facts.episode_scores.items()):
        yield 'episode', str(number), score
