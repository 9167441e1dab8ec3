"""gettext functions `_` and `N_` for every text shown to readers and editors.

The module does not import Sphinx, which loads the message catalog: see :func:`translate_by`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def _(message: str) -> str:
    """The text of a message in this wiki: its own words, else those of its kind, translated."""
    word = _Catalog.by_kind.get(message, message)
    own = _Catalog.own
    if own and (text := own.get(message) or own.get(word)):
        return text
    return _Catalog.translate(word)


def N_(message: str) -> str:  # noqa: N802 - the name that gettext has for it
    """Marker of a message for the catalog; :func:`_` translates it where it is shown."""
    return message


def translate_by(translate: Callable[[str], str]) -> None:
    """Set the function that translates a message; without one, messages stay English."""
    _Catalog.translate = staticmethod(translate)


def use_words(by_kind: Mapping[str, str], own: Mapping[str, str]) -> None:
    """Set the messages for the kind of the work, and the texts that the wiki prefers, by message.

    A text of the wiki is already in its language; it may replace a message of the kind, too.
    """
    _Catalog.by_kind = by_kind
    _Catalog.own = own


class _Catalog:
    translate: Callable[[str], str] = str
    by_kind: Mapping[str, str] = {}
    own: Mapping[str, str] = {}
