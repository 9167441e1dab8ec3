"""Metadata of pages: JSON-LD, the Atom feed, link previews."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from criticwiki.cached_view import cached_view
from criticwiki.i18n import _, separator
from criticwiki.model.judgements import Confidence
from criticwiki.model.kinds import Episode
from criticwiki.model.numbering import UNKNOWN
from criticwiki.model.scores import exact_decimal
from criticwiki.model.works import WorkKind
from criticwiki.panels.common import MAX_NAMED, critic_of
from criticwiki.panels.components import date_text, scope_label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from criticwiki.corpus.corpus import Corpus, ReviewEntry
    from criticwiki.model.kinds import Character, Series
    from criticwiki.model.notations import Notations
    from criticwiki.model.numbering import EpisodePlace, Number, Season, SeriesKey
    from criticwiki.model.page import Page
    from criticwiki.model.page_facts import PageFacts
    from criticwiki.model.review import Review
    from criticwiki.model.scores import Score
    from criticwiki.panels.common import Critic

FEED_PATH: Final = 'data/reviews.atom'
"""Path of the feed on the web site."""
ATOM: Final = 'http://www.w3.org/2005/Atom'
_NOT_XML: Final = re.compile('[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]')
MAX_ENTRIES: Final = 50
"""Entries of the feed: a feed is for what is new, and readers of feeds ask for it often."""
_UNKNOWN: Final = dt.date(1970, 1, 1)
"""`updated` of a feed without entries."""


@dataclass(frozen=True, slots=True)
class WebSite:
    """The web site, as its metadata describes it."""

    title: str
    editors: str
    language: str
    address: Callable[[str], str]
    """Function from docname to URL; an empty docname is the site itself."""
    base: str = ''
    """URL of the site, with a slash at its end; empty if it is unknown."""
    license: str = ''
    """URL of the licence of the texts; empty without one."""
    image: str = ''
    """URL of the picture that links to the site are shown with; empty without one."""


def reviews_atom(corpus: Corpus, site: WebSite) -> str:
    """Serialise the feed: the newest entries first, reproducible."""
    entries = sorted(_dated_reviews(corpus), key=lambda entry: (-entry[0].toordinal(), entry[1].id))
    del entries[MAX_ENTRIES:]
    title = corpus.series.title if corpus.series else site.title
    feed = ET.Element('feed', {'xmlns': ATOM, 'xml:lang': site.language})
    _add_element(feed, 'id', _permanent_id(title))
    _add_element(feed, 'title', site.title)
    _add_element(feed, 'updated', _timestamp(entries[0][0] if entries else _UNKNOWN))
    _add_element(ET.SubElement(feed, 'author'), 'name', site.editors)
    ET.SubElement(feed, 'link', {'href': site.address('')})
    if site.base:
        ET.SubElement(feed, 'link', {'rel': 'self', 'href': f'{site.base}{FEED_PATH}'})
    if site.license:
        ET.SubElement(feed, 'link', {'rel': 'license', 'href': site.license})
    for day, review in entries:
        critic = critic_of(corpus, review)
        entry = ET.SubElement(feed, 'entry')
        _add_element(entry, 'id', _permanent_id(title, review.id))
        _fill_entry(entry, review, critic, day, site.address(review.docname))
    ET.indent(feed, ' ')
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(feed, encoding="unicode")}\n'


def _dated_reviews(corpus: Corpus) -> Iterator[tuple[dt.date, ReviewEntry]]:
    """Reviews with their dates, those of a month or year with its first day.

    Reviews without a date are left out.
    """
    for review in corpus.reviews:
        last = corpus.episode_by_number.get(review.facts.covers.numbers[-1])
        if day := review.facts.published or (last and last.facts.aired):
            yield day.first_day, review


def _fill_entry(
    entry: ET.Element, review: ReviewEntry, critic: Critic, day: dt.date, address: str
) -> None:
    facts = review.facts
    _add_element(entry, 'title', review.page.title or facts.headline)
    _add_element(entry, 'updated', _timestamp(day))
    if facts.published and facts.published.is_whole:
        _add_element(entry, 'published', _timestamp(facts.published.first_day))
    if critic.name:
        _add_element(ET.SubElement(entry, 'author'), 'name', critic.name)
    ET.SubElement(entry, 'link', {'href': address})
    if facts.url:
        ET.SubElement(entry, 'link', {'rel': 'related', 'href': _xml_text(facts.url)})
    _add_element(entry, 'summary', _entry_summary(facts, critic))


def _entry_summary(facts: Review, critic: Critic) -> str:
    """Who reviews what, with the printed score; then the summary of the page."""
    names = dict.fromkeys(filter(None, (critic.name, facts.outlet)))
    values = {
        'critic': separator().join(names) or critic.label or _('unnamed critic'),
        'scope': scope_label(critic),
        'score': facts.score.printed if facts.score else '',
    }
    if critic.scope:
        with_score, without = (
            _('%(critic)s on %(scope)s: %(score)s.'),
            _('%(critic)s on %(scope)s.'),
        )
    else:
        with_score, without = _('%(critic)s: %(score)s.'), _('%(critic)s.')
    template = with_score if facts.score else without
    words = [template % values, facts.summary]
    if facts.published and not facts.published.is_whole:
        date = date_text(str(facts.published))
        words.append(_('Published in %(date)s; the day is not known.') % {'date': date})
    return ' '.join(filter(None, words))


def _add_element(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = _xml_text(text)


def _xml_text(text: str) -> str:
    """Text with characters that XML forbids replaced by U+FFFD."""
    return _NOT_XML.sub('\ufffd', text)


def _permanent_id(*parts: str) -> str:
    """Permanent id of a feed or entry, a UUID URN that is independent of the URL."""
    return uuid5(NAMESPACE_URL, '\n'.join(('criticwiki', *parts))).urn


def _timestamp(day: dt.date) -> str:
    return f'{day.isoformat()}T00:00:00Z'


Thing: TypeAlias = 'dict[str, Any]'

CONTEXT: Final = 'https://schema.org'
_ESCAPES: Final = str.maketrans(
    {character: f'\\u{ord(character):04x}' for character in '<>&\u2028\u2029'}
)


def verdict_on(corpus: Corpus, page: Page) -> str:
    """The verdict of critics as a page gives it first: the index page, and one with the brief."""
    if page.kind != 'series' and ('consensus', 'brief') not in page.panels:
        return ''
    return (corpus.series.verdict if corpus.series else None) or ''


def description_of(corpus: Corpus, page: Page) -> str:
    """Description of a page for search engines and shared links: the verdict, then its summary."""
    summary = page.facts.summary if page.facts else None
    return ' '.join(filter(None, (verdict_on(corpus, page), summary)))


@dataclass(frozen=True, slots=True)
class PagePlace:
    """Place of a page on its web site."""

    site: WebSite
    docname: str
    path: tuple[tuple[str, str], ...] = ()
    """Docnames and titles from the first page to this one; empty for the first page."""

    @property
    def url(self) -> str:
        """URL of the page; empty if that of the site is unknown."""
        return self.site.address(self.docname) if self.site.base else ''


def linked_data(
    page: Page,
    series: SeriesKey | None,
    notations: Notations,
    verdict: str = '',
    place: PagePlace | None = None,
) -> Thing | None:
    """JSON-LD object of a page, with the verdict that it gives first; None for a draft."""
    if page.facts is None or page.draft:
        return None
    if page.kind == 'review':
        thing = _review(page.title, cast('Review', page.facts), series, notations)
    else:
        thing = _KINDS.get(page.kind, _other)(page.title, page.facts, series)
    return _placed({**thing, 'description': verdict}, place)


def linked_data_of_generated(
    title: str, series: SeriesKey | None, season: int, place: PagePlace
) -> Thing:
    """JSON-LD object of a generated page: of a season by its number, or 0 for any other."""
    thing = _other(title, None, series)
    if season and series:
        one = series.numbering.seasons[season - 1]
        thing = _season(series, one, numberOfEpisodes=len(one.numbers))
    return _placed(thing, place)


_OF_PAGES: Final = frozenset({'Article', 'WebPage'})
"""Types of what is the page itself; any other is what the page is about."""


def _placed(thing: Thing, place: PagePlace | None) -> Thing:
    """An object with its context, and with what is known of its page.

    A work is not under the licence of the wiki, nor in its language: the page about it is.
    """
    if place is None:
        return {'@context': CONTEXT, **_without_empty(thing)}
    page = _web_page(place)
    crumbs = _breadcrumbs(place)
    if thing['@type'] == 'WebPage':
        thing = {**thing, '@id': place.url, **page, 'breadcrumb': crumbs}
    elif thing['@type'] in _OF_PAGES:
        whole = {'@type': 'WebPage', '@id': place.url, 'breadcrumb': crumbs}
        thing = {**thing, '@id': place.url and f'{place.url}#article', **page}
        thing['mainEntityOfPage'] = _without_empty(whole) if place.url else None
    else:
        whole = {'@type': 'WebPage', '@id': place.url, **page, 'breadcrumb': crumbs}
        thing = {**thing, '@id': place.url and f'{place.url}#about'}
        thing['mainEntityOfPage'] = _without_empty(whole)
    return {'@context': CONTEXT, **_without_empty(thing)}


def _web_page(place: PagePlace) -> Thing:
    """What is known of a page on the web site."""
    site = place.site
    return _without_empty(
        {
            'url': place.url,
            'inLanguage': site.language,
            'license': site.license,
            'isPartOf': _thing(
                'WebSite', site.title, **{'@id': site.base and f'{site.base}#site'}, url=site.base
            ),
            'author': _thing('Organization', site.editors),
            'image': site.image,
        }
    )


def _breadcrumbs(place: PagePlace) -> Thing | None:
    """The way from the first page, where addresses are known."""
    if not place.url or not place.path:
        return None
    items = [
        {
            '@type': 'ListItem',
            'position': position,
            'name': title,
            'item': {'@id': place.site.address(docname)},
        }
        for position, (docname, title) in enumerate(place.path, 1)
    ]
    return {'@type': 'BreadcrumbList', 'itemListElement': items}


def script_text(data: Thing) -> str:
    """JSON for a `<script>` element, with `<`, `>` and `&` escaped."""
    text = json.dumps(data, ensure_ascii=False, separators=(',', ':'))
    return text.translate(_ESCAPES)


def _without_empty(thing: Thing) -> Thing:
    return {key: value for key, value in thing.items() if value}


def _thing(kind: str, name: str | None, **more: object) -> Thing | None:
    return _without_empty({'@type': kind, 'name': name, **more}) if name else None


_WORKS: Final[Mapping[str, str]] = {
    WorkKind.SERIES: 'TVSeries',
    WorkKind.FILM: 'Movie',
    WorkKind.GAME: 'VideoGame',
    WorkKind.BOOK: 'Book',
    WorkKind.ALBUM: 'MusicAlbum',
    WorkKind.PODCAST: 'PodcastSeries',
}
"""Type of a work by its kind, in the words of schema.org."""
_EPISODES: Final[Mapping[str, str]] = {
    WorkKind.SERIES: 'TVEpisode',
    WorkKind.PODCAST: 'PodcastEpisode',
}
"""Type of an episode by the kind of the work; a part of another is a `CreativeWork`."""
_SEASONS: Final[Mapping[str, str]] = {
    WorkKind.SERIES: 'TVSeason',
    WorkKind.PODCAST: 'PodcastSeason',
}
_PART: Final = 'CreativeWork'


def _series_of(series: SeriesKey | None) -> Thing | None:
    return _thing(_WORKS[series.numbering.work.kind], series.title) if series else None


def _season_of(series: SeriesKey | None, place: EpisodePlace) -> Thing | None:
    """Season of an episode, in a series or podcast of several."""
    if series is None or not place.season:
        return None
    name = place.title or f'{series.title}, season {place.season}'
    kind = _SEASONS.get(series.numbering.work.kind)
    if kind is None:
        return _thing(_PART, name, position=place.season)
    return _thing(kind, name, seasonNumber=place.season)


def _season(series: SeriesKey, season: Season, **more: object) -> Thing:
    """A season in its series; of any other work, a part of it."""
    thing = _season_of(series, series.numbering.place(season.first)) or {}
    if thing.get('@type') == _PART:
        return {**thing, 'isPartOf': _series_of(series)}
    return {**thing, 'partOfSeries': _series_of(series), **more}


def _part(series: SeriesKey | None, place: EpisodePlace) -> Thing:
    """An episode of a series or podcast, or a part of another work."""
    kind = _EPISODES.get(series.numbering.work.kind if series else WorkKind.SERIES)
    number = place.name or place.within or str(place)
    if kind is None:
        return {'@type': _PART, 'position': number, 'isPartOf': _series_of(series)}
    return {
        '@type': kind,
        'episodeNumber': number,
        'partOfSeason': _season_of(series, place),
        'partOfSeries': _series_of(series),
    }


def _people(names: Iterable[str] | None) -> list[Thing | None]:
    return [_thing('Person', name) for name in names or ()]


def _series(_title: str, facts: PageFacts, _key: SeriesKey | None) -> Thing:
    series = cast('Series', facts)
    numbering = series.numbering
    # only a series has these properties
    serial = series.kind is WorkKind.SERIES and numbering.work.has_episodes
    return {
        '@type': _WORKS[series.kind],
        'name': series.title,
        'numberOfEpisodes': numbering.total if serial else None,
        'numberOfSeasons': len(numbering.seasons) if serial and numbering.several else None,
    }


def _episode(_title: str, facts: PageFacts, series: SeriesKey | None) -> Thing:
    episode = cast('Episode', facts)
    place = (series.numbering if series else UNKNOWN).place(*episode.numbers)
    confirmed = {
        field: getattr(episode, field)
        for field in ('aired', 'director')
        if facts.confidence_of(field) is Confidence.CONFIRMED and getattr(episode, field)
    }
    names = _confirmed_by_language(facts, 'title', episode.titles)
    part = _part(series, place)
    return {
        '@type': part.pop('@type'),
        'name': episode.title,
        'alternateName': names[0] if len(names) == 1 else names,
        'datePublished': str(confirmed.get('aired', '')),
        'director': _people(confirmed.get('director')) if part.get('episodeNumber') else None,
        **part,
    }


def _confirmed_by_language(
    facts: PageFacts, field: str, values: Mapping[str, str | None]
) -> list[str]:
    confirmed = (
        value
        for code, value in values.items()
        if facts.confidence_of(f'{field}_{code}') is Confidence.CONFIRMED
    )
    return [value for value in confirmed if value]


def _character(title: str, facts: PageFacts, series: SeriesKey | None) -> Thing:
    character = cast('Character', facts)
    names = _confirmed_by_language(facts, 'name', character.names)
    if facts.confidence_of('aliases') is Confidence.CONFIRMED:
        names += character.aliases
    about = [_thing('Thing', character.name, alternateName=names), _series_of(series)]
    return {'@type': 'Article', 'headline': title, 'about': [thing for thing in about if thing]}


def _review(title: str, review: Review, series: SeriesKey | None, notations: Notations) -> Thing:
    return {
        '@type': 'Article',
        'headline': title,
        'citation': _without_empty(
            {
                '@type': 'CriticReview',
                'name': review.headline,
                'url': review.url,
                'inLanguage': review.language,
                'datePublished': str(review.published or ''),
                'author': _one_or_list(_thing('Person', name) for name in review.authors),
                'publisher': _thing('Organization', review.outlet),
                **_reviewed(review, series),
                'reviewRating': _one_or_list(_ratings(review, notations)),
            }
        ),
    }


def _one_or_list(things: Iterable[Thing | None]) -> Thing | list[Thing] | None:
    several = [thing for thing in things if thing]
    return several if len(several) > 1 else next(iter(several), None)


def _reviewed(review: Review, key: SeriesKey | None) -> Thing:
    """Subject of the review: the series, a season, or the episodes that it covers."""
    series = _series_of(key)
    numbering = key.numbering if key else UNKNOWN
    numbers = review.covers.numbers
    if not numbering.work.has_episodes:
        return {'itemReviewed': series}
    if len(numbers) == 1 and numbering.total != 1:
        return {'itemReviewed': _without_empty(_part(key, numbering.place(*numbers)))}
    seasons = key.seasons if key else ()
    regular = {number for season in seasons for number in season.numbers}
    if key is None or len(numbers) > MAX_NAMED or (regular and regular.issubset(numbers)):
        return {'itemReviewed': series}
    for season in numbering.seasons:
        if numbering.several and tuple(season.numbers) == tuple(numbers):
            return {'itemReviewed': _season(key, season)}
    return {'itemReviewed': [_without_empty(_part(key, numbering.place(n))) for n in numbers]}


def _ratings(review: Review, notations: Notations) -> Iterator[Thing]:
    """The score of the whole, and those of the categories that the critic prints."""
    if review.score:
        yield _rating(review.score, notations)
    for name, score in review.categories.items():
        yield {**_rating(score, notations), 'reviewAspect': name}


def _rating(score: Score, notations: Notations) -> Thing:
    """Rating as printed, with its best, and with its worst where the critic states it."""
    step = notations.name_of_step(score)
    value, best = step or (exact_decimal(score.value), exact_decimal(score.best))
    worst = '' if score.worst is None else exact_decimal(score.worst)
    rating = {'@type': 'Rating', 'ratingValue': value, 'bestRating': best, 'worstRating': worst}
    return _without_empty(rating)


def _other(title: str, _facts: PageFacts | None, series: SeriesKey | None) -> Thing:
    return {'@type': 'WebPage', 'name': title, 'about': _series_of(series)}


_KINDS: Final[Mapping[str, Callable[[str, PageFacts, SeriesKey | None], Thing]]] = {
    'series': _series,
    'episode': _episode,
    'character': _character,
}


@dataclass(frozen=True, slots=True)
class Preview:
    """Content of the preview that a link to a page shows."""

    kind: str
    title: str
    summary: str
    place: EpisodePlace | None = None
    """Place of an episode."""

    @property
    def later(self) -> Number:
        """The episode that opens the summary; 0 for one that stays open, as the first one's."""
        number = self.place.until if self.place else 0
        return number if number > 1 else 0


def preview_of(corpus: Corpus, docname: str) -> Preview | None:
    """The preview of a page; None for a draft and for a page without a summary."""
    page = corpus.pages.get(docname)
    if page is None or page.draft or page.facts is None or not page.facts.summary:
        return None
    place = None
    if isinstance(page.facts, Episode):
        place = corpus.numbering.place(*page.facts.numbers)
    return Preview(page.kind, page.title, page.facts.summary, place)


def linked_pages(corpus: Corpus, page: Page) -> Iterator[str]:
    """Docnames that the text of a page links to, by links and by mentions; with repetitions."""
    for link in page.links:
        if target := corpus.resolve(link):
            yield target
    for mention in corpus.mentions(page.docname):
        yield mention.name.docname


def previews_in(corpus: Corpus, key: Any) -> tuple[Preview, ...]:
    """The previews of pages that a cache key of rows names, in views or as strings."""
    if not has_previews(corpus):
        return ()
    names = dict.fromkeys((*pages_named(key), *_strings(key)))
    return tuple(preview for name in names if (preview := preview_of(corpus, name)))


@cached_view
def has_previews(corpus: Corpus) -> bool:
    """Whether any page has a preview."""
    return any(preview_of(corpus, docname) for docname in corpus.pages)


def _strings(key: Any) -> Iterator[str]:
    for part in key:
        if isinstance(part, str):
            yield part
        elif isinstance(part, tuple):
            yield from _strings(part)


def pages_named(view: Any) -> Iterator[str]:
    """The docname of every page that a view may link to as a whole, with repetitions.

    That is each `docname` in the view; of what has an attribute `previewed`, that instead.
    """
    stack = [view]
    while stack:
        value = stack.pop()
        if isinstance(value, (tuple, list)):
            stack += [part for part in value if type(part) not in _PLAIN]
        elif isinstance(value, dict):
            stack += value.values()
        elif attributes := _attributes(cast('type', type(value))):
            target, names = attributes
            if target and (docname := getattr(value, target)):
                yield docname
            parts = [getattr(value, name) for name in names]
            stack += [part for part in parts if type(part) not in _PLAIN]


_PLAIN: Final = {str, int, bool, type(None), Fraction, Decimal}
"""Types of most parts of views, which name no page."""


@cache
def _attributes(kind: Any) -> tuple[str, tuple[str, ...]] | None:
    """The attribute of a view with the docname that it links to, empty without one; its fields."""
    if not is_dataclass(kind):
        return None
    names = [field.name for field in fields(kind)]
    target = 'docname' if 'docname' in names else ''
    return 'previewed' if hasattr(kind, 'previewed') else target, tuple(names)
