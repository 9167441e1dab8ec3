"""gettext functions `_` and `N_` for every text shown to readers and editors.

The module does not import Sphinx, which loads the message catalog: see :func:`translate_by`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def _(message: str) -> str:
    """The translation of a message into the language of the wiki."""
    return _Catalog.translate(message)


def N_(message: str) -> str:  # noqa: N802 - the name that gettext has for it
    """Marker of a message for the catalog; :func:`_` translates it where it is shown."""
    return message


def translate_by(translate: Callable[[str], str]) -> None:
    """Set the function that translates a message; without one, messages stay English."""
    _Catalog.translate = staticmethod(translate)


class _Catalog:
    translate: Callable[[str], str] = str
