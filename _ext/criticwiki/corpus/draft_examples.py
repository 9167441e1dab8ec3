"""Examples of fields that hold in a certain wiki: its aspects, its pages, its episodes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from .corpus import Corpus

_ONE_EPISODE: Final = frozenset({'spoils', 'episode', 'needs'})
_EPISODES: Final = frozenset({'covers', 'appears_in'})


def fitting(corpus: Corpus, key: str, example: Any) -> Any:
    """An example as an editor of this wiki could write it."""
    if key == 'confidence':
        return example
    if key in _ONE_EPISODE:
        return min(int(example), corpus.season or 1)
    if key in _EPISODES:
        return 1
    if key == 'episode_scores':
        return {'1': example['1']}
    if key == 'variants':
        return dict.fromkeys(example, _first(corpus, 'review', 'some-review'))
    if key == 'aspects':
        return {_aspect(corpus): fitting(corpus, '', *example.values())}
    if isinstance(example, dict):
        return {name: fitting(corpus, name, inner) for name, inner in example.items()}
    if isinstance(example, list):
        return [fitting(corpus, '', inner) for inner in example]
    return example


def _first(corpus: Corpus, kind: str, otherwise: str) -> str:
    return next((page.id for page in corpus.pages.values() if page.kind == kind), otherwise)


def _aspect(corpus: Corpus) -> str:
    """An aspect that a critic of the first episode alone can be asked about."""
    aspects = corpus.series.aspects if corpus.series else {}
    return next((name for name, one in aspects.items() if (one.needs or 1) <= 1), 'story')
