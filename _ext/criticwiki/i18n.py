"""Translation of all that is said to readers and editors, by the message catalog of the extension.

It does not import Sphinx, which loads the catalog: see :func:`translate_by`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class _Catalog:
    translate: Callable[[str], str] = str


def translate_by(translate: Callable[[str], str]) -> None:
    """Set the function that translates a message; without one, messages stay English."""
    _Catalog.translate = staticmethod(translate)


def _(message: str) -> str:
    """The message in the language of the wiki."""
    return _Catalog.translate(message)


def N_(message: str) -> str:  # noqa: N802 - the name that gettext has for it
    """Mark a message for the catalog; whoever shows it translates it then."""
    return message
