"""Aspects as destinations: the page with the table of aspects, and the anchor of each on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from criticwiki.cached_view import cached_view
from criticwiki.markdown.links import RESERVED
from criticwiki.panel_registry import ASPECT_TABLES, NAMES, PARTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .corpus import Corpus

_OF_PANELS: Final = frozenset({*NAMES, *PARTED})
"""Ids that headings of panels have."""


def aspect_slug(aspect: str) -> str:
    """Name of an aspect as an anchor: `supporting-cast`."""
    return '-'.join(aspect.lower().split())


def aspect_anchor(aspect: str) -> str:
    """Anchor of an aspect on the page of a review."""
    return f'aspect-{aspect_slug(aspect)}'


def plain_anchors(aspects: Iterable[str], taken: Iterable[str] = ()) -> dict[str, str]:
    """Anchor of each aspect on a page with the table of aspects: its name, unless that is taken."""
    others = {*taken, *RESERVED, *_OF_PANELS}
    return {
        aspect: aspect_anchor(aspect) if aspect_slug(aspect) in others else aspect_slug(aspect)
        for aspect in aspects
    }


@cached_view
def aspect_page(corpus: Corpus) -> str:
    """Docname of the first page with the table of aspects; empty without one."""
    pages = corpus.pages.values()
    return min((one.docname for one in pages if ASPECT_TABLES & {*one.panels}), default='')


@cached_view
def aspect_places(corpus: Corpus) -> Mapping[str, tuple[str, str]]:
    """Docname and anchor of each aspect in the table of aspects; empty without that table."""
    docname = aspect_page(corpus)
    if not docname:
        return {}
    anchors = anchors_on(corpus, docname)
    return {aspect: (docname, anchor) for aspect, anchor in anchors.items()}


def anchors_on(corpus: Corpus, docname: str) -> dict[str, str]:
    """Anchor of each aspect in the table of aspects on a page, whose headings go before."""
    aspects = corpus.series.aspects if corpus.series else ()
    return plain_anchors(aspects, corpus.pages[docname].ids)


def find_aspect(corpus: Corpus, target: str) -> str | None:
    """Name of the aspect that `{aspect}` refers to, in any case or as an anchor; None for none."""
    wanted = aspect_slug(target)
    return next((one for one in aspect_places(corpus) if aspect_slug(one) == wanted), None)
