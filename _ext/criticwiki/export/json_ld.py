"""What a page says of itself to programs: JSON-LD in the words of schema.org.

Only facts that stand open on the page and are confirmed, since there is no mark for doubt.
What is not known is left out. A review of ours is an article that cites the critic's, and
a mean of several critics is nobody's rating, so there is none.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

from criticwiki.model.fields import Confidence
from criticwiki.model.scores import exact_decimal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from criticwiki.model.kinds import Character, Episode, PageFacts, Review, Series
    from criticwiki.model.page import Page
    from criticwiki.model.scores import Notations, Score

Season: TypeAlias = 'tuple[str, int] | None'
"""Title and number of episodes of the series."""
Thing: TypeAlias = 'dict[str, Any]'

CONTEXT: Final = 'https://schema.org'
_ESCAPES: Final = str.maketrans({sign: f'\\u{ord(sign):04x}' for sign in '<>&\u2028\u2029'})


def linked_data(page: Page, season: Season, notations: Notations) -> Thing | None:
    """What is said of a page; None of a draft."""
    if page.facts is None or page.draft:
        return None
    if page.kind == 'review':
        found = _review(page.title, cast('Review', page.facts), season, notations)
    else:
        found = _KINDS.get(page.kind, _other)(page.title, page.facts, season)
    return {'@context': CONTEXT, **_known(found)}


def script_text(data: Thing) -> str:
    """The data as it may stand in a script element, which no word in it can end."""
    text = json.dumps(data, ensure_ascii=False, separators=(',', ':'))
    return text.translate(_ESCAPES)


def _known(thing: Thing) -> Thing:
    return {key: value for key, value in thing.items() if value}


def _thing(kind: str, name: str | None, **more: object) -> Thing | None:
    return _known({'@type': kind, 'name': name, **more}) if name else None


def _series_of(season: Season) -> Thing | None:
    return _thing('TVSeries', season[0]) if season else None


def _people(names: Iterable[str] | None) -> list[Thing | None]:
    return [_thing('Person', name) for name in names or ()]


def _series(_title: str, facts: PageFacts, _season: Season) -> Thing:
    series = cast('Series', facts)
    return {'@type': 'TVSeries', 'name': series.title, 'numberOfEpisodes': series.episodes}


def _episode(_title: str, facts: PageFacts, season: Season) -> Thing:
    episode = cast('Episode', facts)
    sure = {
        field: getattr(episode, field)
        for field in ('title_ja', 'aired', 'director')
        if facts.confidence_of(field) is Confidence.CONFIRMED and getattr(episode, field)
    }
    return {
        '@type': 'TVEpisode',
        'name': episode.title,
        'alternateName': sure.get('title_ja'),
        'episodeNumber': episode.number,
        'datePublished': str(sure.get('aired', '')),
        'director': _people(sure.get('director')),
        'partOfSeries': _series_of(season),
    }


def _character(title: str, facts: PageFacts, season: Season) -> Thing:
    character = cast('Character', facts)
    fields = {'name_ja': (character.name_ja,), 'aliases': character.aliases}
    names = [
        name
        for field, values in fields.items()
        if facts.confidence_of(field) is Confidence.CONFIRMED
        for name in values
        if name
    ]
    about = [_thing('Thing', character.name, alternateName=names), _series_of(season)]
    return {'@type': 'Article', 'headline': title, 'about': [one for one in about if one]}


def _review(title: str, review: Review, season: Season, notations: Notations) -> Thing:
    return {
        '@type': 'Article',
        'headline': title,
        'citation': _known(
            {
                '@type': 'CriticReview',
                'name': review.headline,
                'url': review.url,
                'datePublished': str(review.published or ''),
                'author': _thing('Person', review.author),
                'publisher': _thing('Organization', review.outlet),
                **_reviewed(review, season),
                'reviewRating': _rating(review.score, notations) if review.score else None,
            }
        ),
    }


def _reviewed(review: Review, season: Season) -> Thing:
    """What the review is about: the series, an episode, or the part that its critic had seen."""
    series = _series_of(season)
    numbers = review.covers.numbers
    if len(numbers) == 1 and season != (season and season[0], 1):
        episode = {'@type': 'TVEpisode', 'episodeNumber': numbers[0], 'partOfSeries': series}
        return {'itemReviewed': _known(episode)}
    whole = season is not None and numbers == tuple(range(1, season[1] + 1))
    return {'itemReviewed': series, 'reviewAspect': None if whole else f'episodes {review.covers}'}


def _rating(score: Score, notations: Notations) -> Thing:
    """A score as printed, between the ends of its own scale."""
    value, best, worst = exact_decimal(score.value), exact_decimal(score.best), '0'
    steps: Mapping[str, Any]
    for steps in (notations.letters, *(scale.steps for scale in notations.scales)):
        if score.printed in steps:
            value = score.printed
            best, worst = max(steps, key=steps.__getitem__), min(steps, key=steps.__getitem__)
    return {'@type': 'Rating', 'ratingValue': value, 'bestRating': best, 'worstRating': worst}


def _other(title: str, _facts: PageFacts, season: Season) -> Thing:
    return {'@type': 'WebPage', 'name': title, 'about': _series_of(season)}


_KINDS: Final[Mapping[str, Callable[[str, PageFacts, Season], Thing]]] = {
    'series': _series,
    'episode': _episode,
    'character': _character,
}
