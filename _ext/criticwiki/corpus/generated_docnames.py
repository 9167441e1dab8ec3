"""Docnames of generated pages of critics and shared names; reviews by critic and outlet."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from criticwiki.cached_view import cached_view
from criticwiki.text import DEVICE, composed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .corpus import Corpus, ReviewEntry

FOLDER: Final = 'critics'
"""Folder of generated pages of critics, if no page of the wiki uses it."""
NAMES_FOLDER: Final = 'names'
"""Folder of generated pages of shared names, if no page of the wiki uses it."""
INDEX: Final = 'index'
MANY: Final = 60
"""Maximum number of critics up to which each has a page, even with a single review."""
_OTHERS: Final = re.compile('[^a-z0-9]+')


@cached_view
def reviews_by_name(corpus: Corpus) -> Mapping[str, tuple[ReviewEntry, ...]]:
    """Reviews by name of critic, in the order of reviews.

    Outlets are included if they published two or more reviews, also by named authors.
    """
    by_critic: set[str] = set()
    entries_by_name: dict[str, list[ReviewEntry]] = defaultdict(list)
    for entry in corpus.reviews:
        by_critic.update(entry.facts.critics)
        for name in entry.facts.bylines:
            entries_by_name[name].append(entry)
    return {
        name: tuple(entries)
        for name, entries in sorted(entries_by_name.items())
        if name in by_critic or len(entries) > 1
    }


@cached_view
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
        pages[name] = f'{folder}/{_free_slug(slug(name), taken)}'
    return pages


@cached_view
def critics_folder(corpus: Corpus) -> str:
    """Folder of the generated pages of critics."""
    return free_folder(corpus, FOLDER)


def free_folder(corpus: Corpus, folder: str) -> str:
    """Folder of generated pages, which does not collide with pages of the wiki."""
    pages = (*corpus.pages, *corpus.labels.values())
    used = {part.casefold() for page in pages for part in (page, page.partition('/')[0])}
    while folder in used:
        folder += '-pages'
    return folder


@cached_view
def shared_name_pages(corpus: Corpus) -> Mapping[str, str]:
    """Docname of the generated page of each name that two characters or more openly share."""
    names = [
        text
        for text, claims in sorted(corpus.shared_names.items())
        if len({claim.docname for claim in claims if not claim.spoils}) > 1
    ]
    if not names:
        return {}
    folder = free_folder(corpus, NAMES_FOLDER)
    taken: set[str] = set()
    return {text: f'{folder}/{_free_slug(slug(text, "name"), taken)}' for text in names}


def _free_slug(base: str, taken: set[str]) -> str:
    """A slug that no other page has, numbered from 2 where others have it; added to `taken`."""
    candidate, number = base, 1
    while candidate in taken:
        number += 1
        candidate = f'{base}-{number}'
    taken.add(candidate)
    return candidate


def critics_index(corpus: Corpus) -> str:
    """Docname of the generated index of critics; empty if there is none."""
    return f'{critics_folder(corpus)}/{INDEX}' if reviews_by_name(corpus) else ''


def page_of_critic(corpus: Corpus, name: str | None) -> str:
    """Docname of the page of a critic or outlet; empty if there is none."""
    return critic_pages(corpus).get(name, '') if name else ''


def find_critic(corpus: Corpus, target: str) -> str | None:
    """Name of the critic or outlet that `{critic}` refers to, in any case or as a slug."""
    names = reviews_by_name(corpus)
    if target in names:
        return target
    wanted = composed(target).casefold()
    same = (name for name in names if composed(name).casefold() == wanted)
    return next(same, None) or next((name for name in names if slug(name) == target), None)


def page_of_verdicts(corpus: Corpus, name: str) -> str:
    """Docname of the page of a critic or outlet; of one without a page, their only review."""
    return page_of_critic(corpus, name) or reviews_by_name(corpus)[name][0].docname


def page_of_byline(corpus: Corpus, name: str, claimants: Iterable[str]) -> str:
    """Docname of the critic page for a name that only reviews have; else empty."""
    page = page_of_critic(corpus, name)
    reviews = {entry.docname for entry in reviews_by_name(corpus).get(name, ())}
    return page if page and reviews.issuperset(claimants) else ''


def slug(name: str, otherwise: str = 'critic') -> str:
    """URL slug of a name: lower-case ASCII letters, digits and hyphens; else `otherwise`.

    Windows stores no file with the name of a device.
    """
    plain = unicodedata.normalize('NFKD', name).encode('ascii', 'ignore').decode()
    text = _OTHERS.sub('-', plain.replace("'", '').lower()).strip('-') or otherwise
    return f'{text}-{otherwise}' if DEVICE.fullmatch(text) else text
