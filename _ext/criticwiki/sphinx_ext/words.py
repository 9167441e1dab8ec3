"""The message catalog of the extension, as Sphinx loads it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sphinx.locale import get_translation

from criticwiki.i18n import translate_by

if TYPE_CHECKING:
    from sphinx.application import Sphinx

CATALOG: Final = 'criticwiki'
LOCALE_DIR: Final = Path(__file__).parent.parent / 'locale'


def setup_words(app: Sphinx) -> None:
    """Register the catalog."""
    app.add_message_catalog(CATALOG, LOCALE_DIR)
    translate_by(get_translation(CATALOG))
