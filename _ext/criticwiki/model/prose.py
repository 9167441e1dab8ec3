"""Prose of the front matter: the sentences that editors write there, for translation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

from .kinds import Aspect, Character, Revelation, Series
from .page_facts import Model, PageFacts
from .review import Passage, Review

if TYPE_CHECKING:
    from collections.abc import Callable

_FIELDS: Final[tuple[tuple[type[Model], frozenset[str]], ...]] = (
    (PageFacts, frozenset({'summary'})),
    (Series, frozenset({'verdict'})),
    (Aspect, frozenset({'means'})),
    (Review, frozenset({'access'})),
    (Passage, frozenset({'says'})),
    (Character, frozenset({'kind'})),
    (Revelation, frozenset({'kind', 'fact'})),
)
"""Fields in the words of the editors; names, and what reviews print, stay as they are."""

AnyModel = TypeVar('AnyModel', bound=Model)


def prose_of(facts: Model) -> list[str]:
    """Every text of the editors in the front matter of a page, in order, each once."""
    texts: dict[str, None] = {}

    def note(text: str) -> str:
        texts[text] = None
        return text

    with_prose(facts, note)
    return list(texts)


def with_prose(facts: AnyModel, replacement: Callable[[str], str]) -> AnyModel:
    """The front matter with another text for each text of the editors."""
    prose = {name for kind, names in _FIELDS if isinstance(facts, kind) for name in names}
    changed = {}
    for name in type(facts).model_fields:
        before = getattr(facts, name)
        if isinstance(before, str):
            after = replacement(before) if name in prose else before
        else:
            after = _within(before, replacement)
        if after is not before:
            changed[name] = after
    return facts.model_copy(update=changed) if changed else facts


def _within(value: Any, replacement: Callable[[str], str]) -> Any:
    """A value with the texts of the models in it replaced; the same object where none is."""
    if isinstance(value, Model):
        return with_prose(value, replacement)
    if isinstance(value, dict):
        mapping = {key: _within(one, replacement) for key, one in value.items()}
        return mapping if any(mapping[key] is not value[key] for key in mapping) else value
    if isinstance(value, tuple):
        items = tuple(_within(one, replacement) for one in value)
        return items if any(a is not b for a, b in zip(items, value, strict=True)) else value
    return value
