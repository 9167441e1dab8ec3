"""Identity of critics, characters and reviews: names and URLs that differ in form only."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections import defaultdict
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from criticwiki.model.review import Review
from criticwiki.problems import Code, Problem
from criticwiki.text import NO_ACCENT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.model.numbering import EpisodeRanges, Number
    from criticwiki.model.page import Page

# -- names --------------------------------------------------------------------------------

_ACCENT: Final = re.compile('[\u0300-\u036f\ufe00-\ufe0f\U000e0100-\U000e01ef]')
"""Combining marks of Latin, Greek and Cyrillic, in other scripts they make another letter; and
selectors of the form in which a character is drawn."""
_SEPARATORS: Final = frozenset({'Zs', 'Pd', 'Pi', 'Pf', 'Cf'})
"""Unicode categories of spaces, dashes, quotation marks and joiners."""
_MARKS: Final = frozenset('.,\'"`_\u00b4\u00b7\u02bc\u30fb')
"""Other characters that some print in a name and some leave out."""


_LOOK_ALIKES: Final = str.maketrans(
    '\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u04bb\u0501\u051b\u051d'
    '\u043a\u043c\u0442\u0432\u043d\u03b1\u03bf\u03c1\u03bd\u03b9\u03ba\u03c4\u03c7\u03b5\u03b7\u03b6\u03bc\u03b2\u03c5',
    'aeopcyxijshdqwkmtbhaopviktxenzmby',
)
"""Latin letters by those of Cyrillic and Greek that look like them, large or small:
https://www.unicode.org/reports/tr39/#Confusable_Detection"""


class _Place(NamedTuple):
    """Place of a name in the front matter of a page."""

    page: Page
    path: tuple[str | int, ...]

    def __str__(self) -> str:
        line, column = self.page.place(*self.path)
        return f'{self.page.path}:{line}:{column}'


@cache
def name_key(name: str) -> str:
    """Key of a name without case, accents, dots, dashes, quotation marks, spaces and alphabet.

    >>> name_key('Zoë O’Brien-Hale Jr.') == name_key('Zoe OBrien Hale JR')
    True
    """
    plain = _ACCENT.sub('', unicodedata.normalize('NFKD', name)).casefold().translate(NO_ACCENT)
    plain = plain.translate(_LOOK_ALIKES)
    return ''.join(
        char
        for char in plain
        if char not in _MARKS and unicodedata.category(char) not in _SEPARATORS
    )


def similar_names(corpus: Corpus) -> Iterator[Problem]:
    """Names that are probably one: of critics and outlets, and of characters; each told once."""
    different = set(corpus.series.different_names) if corpus.series else set()
    for entries in (_names_of_critics(corpus), _names_of_characters(corpus)):
        places: defaultdict[str, list[_Place]] = defaultdict(list)
        for name, place in entries:
            places[name].append(place)
        groups: defaultdict[str, list[str]] = defaultdict(list)
        for name in places:
            if name not in different:
                groups[name_key(name)].append(name)
        for key, names in groups.items():
            if key and len(names) > 1:
                commonest, *rarer = sorted(names, key=lambda name: -len(places[name]))
                for name in rarer:
                    yield from _similar(name, places[name], commonest, places[commonest])


def _similar(
    name: str, places: Sequence[_Place], other: str, places_of_other: Sequence[_Place]
) -> Iterator[Problem]:
    """The problem of a name; none where both are names of one character."""
    owners = {place.page.docname for place in places_of_other if place.page.kind == 'character'}
    elsewhere = [place for place in places if place.page.docname not in owners]
    if elsewhere:
        first = elsewhere[0]
        count = f' ({len(elsewhere)} times)' if len(elsewhere) > 1 else ''
        message = (
            f'{name!r}{count} is probably {other!r} of {places_of_other[0]}; write both alike, or'
            " list both below 'different_names' on the index page"
        )
        yield first.page.problem(Code.SIMILAR_NAME, message, *first.path)


def _names_of_critics(corpus: Corpus) -> Iterator[tuple[str, _Place]]:
    """Authors and outlets, of drafts too, by page."""
    for page in corpus.pages.values():
        if isinstance(page.facts, Review):
            for index, author in enumerate(page.facts.authors):
                yield author, _Place(page, ('author', index))
            if page.facts.outlet:
                yield page.facts.outlet, _Place(page, ('outlet',))


def _names_of_characters(corpus: Corpus) -> Iterator[tuple[str, _Place]]:
    """Names, aliases and misspellings, by page."""
    for entry in sorted(corpus.characters, key=lambda entry: entry.docname):
        facts = entry.facts
        yield facts.name, _Place(entry.page, ('name',))
        for field, names in (('aliases', facts.aliases), ('misspellings', facts.misspellings)):
            for index, name in enumerate(names):
                yield name, _Place(entry.page, (field, index))
        for index, revealed in enumerate(facts.revealed):
            if revealed.alias:
                yield revealed.alias, _Place(entry.page, ('revealed', index, 'alias'))


# -- URLs ---------------------------------------------------------------------------------

_FORM_OF_HOST: Final = re.compile(r'^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.)')
"""Subdomain of a host that serves the same pages, in another form."""
_ARCHIVED: Final = re.compile(r'^https?://web\.archive\.org/web/\w+/(?=https?://)', re.IGNORECASE)
"""Start of the address of a copy that an archive keeps of a page."""
_SESSION: Final = re.compile(r'(?:;|%3B)jsessionid(?:=|%3D)[^/]*', re.IGNORECASE)
_INDEX: Final = re.compile(r'/(?:index\.(?:html?|php)|amp)?$', re.IGNORECASE)
_TRACKING: Final = re.compile(
    r'(?:utm|mtm|pk|ga|hsa)_.*|at_(?:medium|campaign)|_ga|_gl|_hsenc|_hsmi|mc_[ce]id|ref|ref_.*'
    r'|referr?er|.*clid|gclsrc|igsh(?:id)?|s_kwcid|cmpid|ocid|smid|xtor|spm|feature|si|share'
    r'|guccounter|guce_.*|__twitter_impression|amp|outputtype|fb_(?:action|source).*|[wg]braid',
    re.IGNORECASE,
)
"""Parameters of a query that say where a reader came from, not what is shown."""
_PLACE_OF_WHOLE: Final = frozenset(
    {'', 'top', 'content', 'main', 'comments', 'respond', 'disqus_thread', 'more'}
)
"""Fragments that name no section of a page."""


@cache
def url_key(url: str) -> str:
    """Key of the page at a URL, the same for all forms of its URL; without the fragment.

    >>> url_key('http://www.Example.org:80/a/?utm_source=x#top') == url_key('https://example.org/a')
    True
    """
    parts = urlsplit(_ARCHIVED.sub('', url))
    try:
        number = parts.port
    except ValueError:  # out of range
        return url
    host = (parts.hostname or '').rstrip('.')
    if not host.isascii():
        with suppress(UnicodeError):
            host = host.encode('idna').decode()
    host = _FORM_OF_HOST.sub('', host)
    port = '' if number in {None, 80, 443} else f':{number}'
    # a slash that is written as %2F is part of a name
    path = quote(unquote(parts.path.replace('%2F', '%252F').replace('%2f', '%252F')))
    path = posixpath.normpath(_SESSION.sub('', path)) if path else ''
    path = f'/{path.strip("/")}' if path.strip('/.') else ''
    query = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.fullmatch(name) and (name, value) != ('output', 'amp')
    ]
    route = parts.fragment if parts.fragment.startswith(('!', '/')) else ''
    return f'{host}{port}{_INDEX.sub("", path)}?{urlencode(sorted(query))}#{route}'


def section_of(url: str) -> str:
    """Section that the fragment of a URL names; empty where it names the whole page."""
    fragment = unquote(urlsplit(url).fragment).partition(':~:')[0]
    return '' if fragment.casefold() in _PLACE_OF_WHOLE else fragment


def duplicate_urls(corpus: Corpus) -> Iterator[Problem]:
    """Reviews at one URL, unless they name different authors, or sections on other episodes.

    A review that another one replaces is no duplicate: it counts nowhere.
    """
    groups: defaultdict[str, list[_ReviewAt]] = defaultdict(list)
    for page in corpus.pages.values():
        facts = page.facts
        if isinstance(facts, Review) and facts.url and not _is_replaced(corpus, page, facts):
            authors = tuple(map(name_key, facts.authors))
            review = _ReviewAt(page, authors, section_of(facts.url), facts.covers)
            groups[url_key(facts.url)].append(review)
    for entries in groups.values():
        yield from _duplicates(entries)


def _is_replaced(corpus: Corpus, page: Page, facts: Review) -> bool:
    """Whether another review of the same critic replaces a review."""
    successor = corpus.replacements.get(page.id)
    return bool(successor and set(successor.facts.critics).intersection(facts.critics))


class _ReviewAt(NamedTuple):
    """A review at a URL."""

    page: Page
    authors: tuple[str, ...]
    """Keys of the names of the authors; empty if there is none."""
    section: str
    covers: EpisodeRanges


class _Seen:
    """Index of reviews at one URL, in which the earlier page of a review is looked up."""

    def __init__(self) -> None:
        self._first: _ReviewAt | None = None
        self._whole: _ReviewAt | None = None
        self._by_section: dict[str, _ReviewAt] = {}
        self._by_covers: dict[tuple[Number, ...], _ReviewAt] = {}

    def add(self, review: _ReviewAt) -> None:
        self._first = self._first or review
        if not review.section:
            self._whole = self._whole or review
        self._by_section.setdefault(review.section, review)
        self._by_covers.setdefault(review.covers.numbers, review)

    def same(self, review: _ReviewAt) -> _ReviewAt | None:
        """The earlier page, unless both name sections and these are on other episodes."""
        if not review.section:
            return self._first
        return (
            self._whole
            or self._by_section.get(review.section)
            or self._by_covers.get(review.covers.numbers)
        )


def _duplicates(reviews: Sequence[_ReviewAt]) -> Iterator[Problem]:
    """Problems of reviews at one URL; a review without an author may be anybody's."""
    anybody = _Seen()
    by_author: defaultdict[str, _Seen] = defaultdict(_Seen)
    for review in reviews:
        authors = review.authors or ('',)
        candidates = [by_author[author] for author in (*authors, '')]
        if not review.authors:
            candidates = [anybody]
        same = next(filter(None, (seen.same(review) for seen in candidates)), None)
        for seen in (anybody, *(by_author[author] for author in authors)):
            seen.add(review)
        if same:
            line, column = same.page.place('url')
            message = (
                f'the review of this address is {same.page.path}:{line}:{column}; keep one, with'
                " the scores of single episodes below 'episode_scores'; or end each address in"
                ' the #section that is on other episodes'
            )
            yield review.page.problem(Code.DUPLICATE_URL, message, 'url')
