"""Critics and outlets: who judges, and the generated page of each."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from criticwiki.cached_view import remembered

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .corpus import Corpus, ReviewEntry

FOLDER: Final = 'critics'
"""Where the pages of critics are, unless pages of the wiki are there."""
INDEX: Final = 'index'
MANY: Final = 60
"""From more critics than these a page for each would be half of a wiki, and say little more."""
_OTHERS: Final = re.compile('[^a-z0-9]+')


@remembered
def reviews_by_name(corpus: Corpus) -> Mapping[str, tuple[ReviewEntry, ...]]:
    """Reviews by the name of their critic, in the order of reviews.

    An outlet has its own entry too where it printed two reviews or more, whoever wrote them.
    """
    by_critic = {entry.facts.critic for entry in corpus.reviews}
    found: dict[str, list[ReviewEntry]] = defaultdict(list)
    for entry in corpus.reviews:
        for name in filter(None, dict.fromkeys((entry.facts.author, entry.facts.outlet))):
            found[name].append(entry)
    return {
        name: tuple(entries)
        for name, entries in sorted(found.items())
        if name in by_critic or len(entries) > 1
    }


@remembered
def critic_pages(corpus: Corpus) -> Mapping[str, str]:
    """By name: the page of each critic and outlet, as Sphinx names pages.

    Among many critics one with a single review has none: their review is that page.
    """
    folder = critics_folder(corpus)
    pages: dict[str, str] = {}
    taken = {INDEX}
    known_names = reviews_by_name(corpus)
    many = len(known_names) > MANY
    for name, reviews in known_names.items():
        if many and len(reviews) == 1:
            continue
        plain = known = slug(name)
        number = 1
        while known in taken:
            number += 1
            known = f'{plain}-{number}'
        taken.add(known)
        pages[name] = f'{folder}/{known}'
    return pages


@remembered
def critics_folder(corpus: Corpus) -> str:
    """The folder of these pages: one that no page of the wiki is in, or is called."""
    pages = (*corpus.pages, *corpus.labels.values())
    used = {part.casefold() for page in pages for part in (page, page.partition('/')[0])}
    folder = FOLDER
    while folder in used:
        folder += '-pages'
    return folder


def critics_index(corpus: Corpus) -> str:
    """The page that lists all critics; empty where there is none."""
    return f'{critics_folder(corpus)}/{INDEX}' if reviews_by_name(corpus) else ''


def page_of_critic(corpus: Corpus, name: str | None) -> str:
    """The page of a critic or outlet; empty where they have none."""
    return critic_pages(corpus).get(name, '') if name else ''


def shared_name(corpus: Corpus, name: str, claimants: Iterable[str]) -> str:
    """The page that a name leads to which several reviews share, and nothing else has."""
    page = page_of_critic(corpus, name)
    reviews = {entry.docname for entry in reviews_by_name(corpus).get(name, ())}
    return page if page and reviews.issuperset(claimants) else ''


def slug(name: str, otherwise: str = 'critic') -> str:
    """A name as part of an address: plain lower-case letters and figures, if it has any."""
    plain = unicodedata.normalize('NFKD', name).encode('ascii', 'ignore').decode()
    return _OTHERS.sub('-', plain.replace("'", '').lower()).strip('-') or otherwise
