"""JSON Pointers (RFC 6901) to the values in `wiki.json` that views show."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

from criticwiki.model.page import id_of

if TYPE_CHECKING:
    from criticwiki.corpus.corpus import Corpus
    from criticwiki.corpus.critics import EpisodeScope
    from criticwiki.model.numbering import Number


def pointer_field() -> Any:
    """Field of a view with a pointer: equal views may be of different places in the data."""
    return field(default='', compare=False)


def below(pointer: str, *keys: str | int) -> str:
    """Pointer to a value further down; empty if `pointer` is, for what the data does not have."""
    return pointer and pointer + pointer_of(*keys)


def pointer_of(*keys: str | int) -> str:
    """Pointer to a value by the keys of the objects that it is in."""
    escaped = (str(key).replace('~', '~0').replace('/', '~1') for key in keys)
    return ''.join(f'/{key}' for key in escaped)


def pointer_to_consensus(corpus: Corpus, within: EpisodeScope) -> str:
    """Pointer to the consensus on the series, or on the season that is the scope."""
    if within is None:
        return '/consensus'
    return below('/consensus/seasons', corpus.numbering.season_of(min(within)))


def pointer_to_episode(corpus: Corpus, number: Number) -> str:
    """Pointer to the episode of a number, which may have no page."""
    entry = corpus.episode_by_number.get(number)
    return below('/episodes', entry.id) if entry else below('/unpaged', f'{number}')


def pointer_to_review(corpus: Corpus, docname: str) -> str:
    """Pointer to a review; empty for a draft, which is not in the data."""
    entry = corpus.review_by_id.get(id_of(docname))
    return below('/reviews', entry.id) if entry and entry.docname == docname else ''


def pointer_to_byline(name: str) -> str:
    """Pointer to what the data has of an author or outlet, by name."""
    return below('/bylines', name)
