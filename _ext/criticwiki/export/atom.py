"""The reviews as an Atom feed, `reviews.atom` (RFC 4287).

Atom wants of each entry when it was last another. Nothing here knows that, and the day of a
build is none. So an entry bears the day on which its review was published or, where the
review does not say, the day on which the last episode that it covers was shown; `published`
is only there where the review says it. A review with neither is in no feed.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from criticwiki.corpus.corpus import Corpus, ReviewEntry

ATOM: Final = 'http://www.w3.org/2005/Atom'
_NO_XML: Final = re.compile('[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]')
_UNKNOWN: Final = dt.date(1970, 1, 1)
"""Of a feed without an entry."""


@dataclass(frozen=True, slots=True)
class Site:
    """What a feed has to know of its web site."""

    title: str
    editors: str
    language: str
    address: Callable[[str], str]
    """The address of a page, as a link in the feed; of the site itself by no name."""
    own: str = ''
    """The address of the feed, where that of the site is known."""


def reviews_atom(corpus: Corpus, site: Site) -> str:
    """The feed: newest first, the same for the same pages."""
    entries = sorted(_dated(corpus), key=lambda found: (-found[0].toordinal(), found[1].id))
    title = corpus.series.title if corpus.series else site.title
    feed = ET.Element('feed', {'xmlns': ATOM, 'xml:lang': site.language})
    _put(feed, 'id', _name(title))
    _put(feed, 'title', site.title)
    _put(feed, 'updated', _moment(entries[0][0] if entries else _UNKNOWN))
    _put(ET.SubElement(feed, 'author'), 'name', site.editors)
    ET.SubElement(feed, 'link', {'href': site.address('')})
    if site.own:
        ET.SubElement(feed, 'link', {'rel': 'self', 'href': site.own})
    for day, review in entries:
        _put_entry(feed, review, day, title, site)
    ET.indent(feed, ' ')
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(feed, encoding="unicode")}\n'


def _dated(corpus: Corpus) -> Iterator[tuple[dt.date, ReviewEntry]]:
    """Each review with its day; what is known of neither day is left out."""
    for review in corpus.reviews:
        last = corpus.episode_by_number.get(review.facts.covers.numbers[-1])
        if day := review.facts.published or (last and last.facts.aired):
            yield day, review


def _put_entry(feed: ET.Element, review: ReviewEntry, day: dt.date, title: str, site: Site) -> None:
    facts = review.facts
    entry = ET.SubElement(feed, 'entry')
    _put(entry, 'id', _name(title, review.id))
    _put(entry, 'title', review.page.title or facts.headline)
    _put(entry, 'updated', _moment(day))
    if facts.published:
        _put(entry, 'published', _moment(facts.published))
    ET.SubElement(entry, 'link', {'href': site.address(review.docname)})
    if facts.url:
        ET.SubElement(entry, 'link', {'rel': 'related', 'href': _clean(facts.url)})
    if facts.summary:
        _put(entry, 'summary', facts.summary)


def _put(parent: ET.Element, name: str, words: str) -> None:
    ET.SubElement(parent, name).text = _clean(words)


def _clean(words: str) -> str:
    """Words without signs that no XML may have."""
    return _NO_XML.sub('\ufffd', words)


def _name(*parts: str) -> str:
    """A name that stays when the site moves."""
    return uuid5(NAMESPACE_URL, '\n'.join(('criticwiki', *parts))).urn


def _moment(day: dt.date) -> str:
    return f'{day.isoformat()}T00:00:00Z'
