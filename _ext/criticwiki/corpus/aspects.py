"""Aspects as destinations: the page with the table of aspects, and the anchor of each on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from criticwiki.cached_view import remembered
from criticwiki.panel_registry import ASPECT_TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .corpus import Corpus


@remembered
def aspect_page(corpus: Corpus) -> str:
    """Docname of the first page with the table of aspects; empty without one."""
    pages = corpus.pages.values()
    return min((one.docname for one in pages if ASPECT_TABLES & {*one.panels}), default='')


@remembered
def aspect_places(corpus: Corpus) -> Mapping[str, tuple[str, str]]:
    """Docname and anchor of each aspect in the table of aspects; empty without that table."""
    docname = aspect_page(corpus)
    if not docname or not corpus.series:
        return {}
    return dict.fromkeys(corpus.series.aspects, (docname, ''))
