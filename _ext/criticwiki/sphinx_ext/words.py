"""Everything the extension says to readers and editors goes through its own catalog."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sphinx.locale import get_translation

if TYPE_CHECKING:
    from sphinx.application import Sphinx

CATALOG: Final = 'criticwiki'
LOCALE_DIR: Final = Path(__file__).parent.parent / 'locale'

_ = get_translation(CATALOG)


def setup_words(app: Sphinx) -> None:
    """Register the catalog."""
    app.add_message_catalog(CATALOG, LOCALE_DIR)
