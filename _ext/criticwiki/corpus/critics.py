"""Critics and outlets: their reviews, and the docnames of their generated pages."""

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
"""Folder of generated pages of critics, if no page of the wiki uses it."""
INDEX: Final = 'index'
MANY: Final = 60
"""Maximum number of critics up to which each has a page, even with a single review."""
_OTHERS: Final = re.compile('[^a-z0-9]+')


@remembered
def reviews_by_name(corpus: Corpus) -> Mapping[str, tuple[ReviewEntry, ...]]:
    """Reviews by name of critic, in the order of reviews.

    Outlets are included if they published two or more reviews, also by named authors.
    """
    by_critic = {entry.facts.critic for entry in corpus.reviews}
    entries_by_name: dict[str, list[ReviewEntry]] = defaultdict(list)
    for entry in corpus.reviews:
        for name in filter(None, dict.fromkeys((entry.facts.author, entry.facts.outlet))):
            entries_by_name[name].append(entry)
    return {
        name: tuple(entries)
        for name, entries in sorted(entries_by_name.items())
        if name in by_critic or len(entries) > 1
    }


@remembered
def critic_pages(corpus: Corpus) -> Mapping[str, str]:
    """Docname of the generated page of each critic and outlet, by name.

    With more than `MANY` critics, those with a single review have no page.
    """
    folder = critics_folder(corpus)
    pages: dict[str, str] = {}
    taken = {INDEX}
    names = reviews_by_name(corpus)
    many = len(names) > MANY
    for name, reviews in names.items():
        if many and len(reviews) == 1:
            continue
        base = candidate = slug(name)
        number = 1
        while candidate in taken:
            number += 1
            candidate = f'{base}-{number}'
        taken.add(candidate)
        pages[name] = f'{folder}/{candidate}'
    return pages


@remembered
def critics_folder(corpus: Corpus) -> str:
    """Folder of the generated pages, which does not collide with pages of the wiki."""
    pages = (*corpus.pages, *corpus.labels.values())
    used = {part.casefold() for page in pages for part in (page, page.partition('/')[0])}
    folder = FOLDER
    while folder in used:
        folder += '-pages'
    return folder


def critics_index(corpus: Corpus) -> str:
    """Docname of the generated index of critics; empty if there is none."""
    return f'{critics_folder(corpus)}/{INDEX}' if reviews_by_name(corpus) else ''


def page_of_critic(corpus: Corpus, name: str | None) -> str:
    """Docname of the page of a critic or outlet; empty if there is none."""
    return critic_pages(corpus).get(name, '') if name else ''


def shared_name(corpus: Corpus, name: str, claimants: Iterable[str]) -> str:
    """Docname of the critic page for a name that only reviews share; else empty."""
    page = page_of_critic(corpus, name)
    reviews = {entry.docname for entry in reviews_by_name(corpus).get(name, ())}
    return page if page and reviews.issuperset(claimants) else ''


def slug(name: str, otherwise: str = 'critic') -> str:
    """URL slug of a name: lower-case ASCII letters, digits and hyphens; else `otherwise`."""
    plain = unicodedata.normalize('NFKD', name).encode('ascii', 'ignore').decode()
    return _OTHERS.sub('-', plain.replace("'", '').lower()).strip('-') or otherwise
