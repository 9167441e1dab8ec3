"""Registry of panels: one line for each says where it stands and which module defines it.

A panel is a :class:`Panel` in a module of :mod:`criticwiki.panels`. That module is imported when
the panel is shown for the first time; every build needs the names, few need all the panels.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.model.page import Page
    from criticwiki.panels.elements import Element


class Panel(NamedTuple):
    """What a panel shows, how it is drawn, and its heading."""

    view: Callable[[Corpus, Page], Any]
    """The view: a pure function that returns plain data, or None where there is nothing to show."""
    draw: Callable[[Any], list[Element]]
    """Draws what the view returned."""
    title: Callable[[], str] | None = None
    """Heading of an injected panel, and name of its continuation pages."""


@dataclass(frozen=True)
class Entry:
    """One line of the registry."""

    name: str
    """Name of the directive."""
    where: str
    """`module.NAME` of the :class:`Panel`, below :mod:`criticwiki.panels`."""
    on: str = ''
    """Kinds of pages that may have the panel, all if empty."""
    part: str = ''
    """Part that the argument of the directive selects."""
    injected: str = ''
    """Kinds of pages that show it after their body, unless a directive puts it elsewhere."""
    aggregate: bool = False
    """Whether it sums up all reviews, so that an edit of any of them invalidates it."""

    @property
    def panel(self) -> Panel:
        """The panel; imports its module."""
        module, _, name = self.where.partition('.')
        panel: Panel = getattr(import_module(f'criticwiki.panels.{module}'), name)
        return panel


ENTRIES: Final = (
    # injected panels follow the body in the order of these lines
    Entry('facts', 'episode.FACTS', on='episode'),
    Entry('facts', 'character.FACTS', on='character'),
    Entry('facts', 'review.FACTS', on='review'),
    Entry('scores', 'episode.SCORES', on='episode', injected='episode'),
    Entry('coverage', 'episode.COVERAGE', on='episode', injected='episode'),
    Entry('cast', 'episode.CAST', on='episode', injected='episode'),
    Entry('neighbours', 'episode.NEIGHBOURS', on='episode', injected='episode'),
    Entry('mentions', 'character.MENTIONS', on='character', injected='character'),
    Entry('appearances', 'character.APPEARANCES', on='character', injected='character'),
    Entry('scores', 'review.SCORES', on='review', injected='review'),
    Entry('aspects', 'review.ASPECTS', on='review', injected='review'),
    Entry('remarks', 'review.REMARKS', on='review', injected='review'),
    Entry('season', 'season.GLANCE', injected='series', aggregate=True),
    Entry('episode-scores', 'season.EPISODE_SCORES', aggregate=True),
    Entry(
        'related', 'related.RELATED',
        on='episode character review', injected='episode character review',
    ),
    Entry(
        'backlinks', 'related.BACKLINKS', injected='series episode character review page'
    ),
    Entry('consensus', 'consensus_answer.BRIEF', part='brief', aggregate=True),
    Entry('consensus', 'consensus_answer.SPLIT', part='split', aggregate=True),
    Entry('consensus', 'consensus.HEADLINE', part='headline', aggregate=True),
    Entry('consensus', 'consensus.AGREEMENT', part='agreement', aggregate=True),
    Entry('consensus', 'consensus.MATRIX', part='matrix', aggregate=True),
    Entry('consensus', 'season.EPISODE_SCORES', part='episodes', aggregate=True),
    Entry('consensus', 'consensus.COMPARED', part='compared', aggregate=True),
    Entry('consensus', 'consensus.FRAGILITY', part='fragility', aggregate=True),
    Entry('consensus', 'reference.METHOD', part='method', aggregate=True),
    Entry('notations', 'reference.NOTATIONS'),
    Entry('front-matter', 'reference.SERIES_FIELDS', part='series'),
    Entry('front-matter', 'reference.EPISODE_FIELDS', part='episode'),
    Entry('front-matter', 'reference.CHARACTER_FIELDS', part='character'),
    Entry('front-matter', 'reference.REVIEW_FIELDS', part='review'),
    Entry('front-matter', 'reference.PAGE_FIELDS', part='page'),
    Entry('front-matter', 'reference.THEME_FIELDS', part='beside'),
    Entry('problem-codes', 'reference.CODES'),
    Entry('pages', 'page_list.PAGES', aggregate=True),
)  # fmt: skip

_KINDS: Final = ('series', 'episode', 'character', 'review', 'page')

NAMES: Final = tuple(sorted({entry.name for entry in ENTRIES if not entry.part}))
"""Panels with a directive of their own name."""

PARTED: Final[dict[str, tuple[str, ...]]] = {
    name: tuple(entry.part for entry in ENTRIES if entry.name == name)
    for name in sorted({entry.name for entry in ENTRIES if entry.part})
}
"""Panels of several parts: a directive selects one of them, or stands for all in order."""

INJECTED: Final[dict[str, tuple[str, ...]]] = {
    kind: tuple(entry.name for entry in ENTRIES if kind in entry.injected.split())
    for kind in _KINDS
}
"""Names of the panels that follow the body of a page, by its kind."""

AGGREGATES: Final = frozenset(entry.name for entry in ENTRIES if entry.aggregate)
"""Names of the panels that sum up all reviews."""

PLACES: Final = {
    (entry.name, entry.part, kind): entry for entry in ENTRIES for kind in entry.on.split() or ('',)
}
"""Entries by name, part and kind of page; an empty kind stands for any."""


def find_panel(name: str, part: str, kind: str) -> Panel | None:
    """The panel of that name on a page of that kind, or None where it has no place there."""
    entry = PLACES.get((name, part, kind)) or PLACES.get((name, part, ''))
    return entry.panel if entry else None


def has_place(name: str, part: str, kind: str) -> bool:
    """Whether a panel has something to show on a page of a kind."""
    return (name, part, kind) in PLACES or (name, part, '') in PLACES


def view_of(corpus: Corpus, page: Page, name: str, part: str) -> Any:
    """What a panel shows on a page; None where it has nothing."""
    panel = find_panel(name, part, page.kind)
    return panel.view(corpus, page) if panel else None
