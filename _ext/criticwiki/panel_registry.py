"""Registry of panels: where each may stand, which stand by themselves; those added by others.

A panel is a :class:`Panel` in a module of :mod:`criticwiki.panels`, which is imported lazily:
every build needs the names, few need all the panels.
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
    """A panel: its view, its drawing and its title."""

    view: Callable[[Corpus, Page], Any]
    """Pure function that returns plain data for a page."""
    draw: Callable[[Any], list[Element]]
    """Pure function that turns the view into elements."""
    title: Callable[[], str] | None = None
    """Heading of an injected panel, and title of its continuation pages."""
    calm: bool = False
    """Whether it has no heading where it is injected."""


@dataclass(frozen=True)
class PanelEntry:
    """Entry of the registry."""

    name: str
    """Name of the directive."""
    path: str
    """Import path of the :class:`Panel`, below :mod:`criticwiki.panels`: `module.NAME`."""
    on: str = ''
    """Kinds of pages that may have it, separated by blanks; all if empty."""
    part: str = ''
    """Argument of the directive that selects it; empty for a directive without one."""
    injected: str = ''
    """Kinds of pages that have it after their body, unless a directive places it."""
    leads: bool = False
    """Whether it stands before the body where it is injected."""
    former: bool = False
    """Whether the part is a former name, which older pages may have, of what another part shows."""
    searched: bool = False
    """Whether the search index has its text; most panels repeat what other pages say."""
    aggregate: bool = False
    """Whether it aggregates all reviews, so that an edit of any of them invalidates it."""

    @property
    def panel(self) -> Panel:
        """The panel; imports its module."""
        module, _, name = self.path.partition('.')
        panel: Panel = getattr(import_module(f'criticwiki.panels.{module}'), name)
        return panel


ENTRIES: Final = (
    # injected panels stand in the order of these lines
    PanelEntry('facts', 'facts.FACTS', on='series', searched=True),
    PanelEntry('facts', 'episode_facts.FACTS', on='episode', searched=True),
    PanelEntry('facts', 'character.FACTS', on='character', searched=True),
    PanelEntry('facts', 'review.FACTS', on='review', searched=True),
    PanelEntry('going-on', 'standing.GOING_ON', on='episode', injected='episode', leads=True),
    PanelEntry('going-on', 'standing.WHEREVER', on='series', aggregate=True),
    PanelEntry('reception', 'episode.RECEPTION', on='episode', injected='episode', leads=True),
    PanelEntry('scores', 'episode.SCORES', on='episode'),
    PanelEntry('coverage', 'episode.COVERAGE', on='episode'),
    PanelEntry('cast', 'episode.CAST', on='episode', injected='episode'),
    PanelEntry('mentions', 'character.MENTIONS', on='character', injected='character'),
    PanelEntry('appearances', 'character.APPEARANCES', on='character', injected='character'),
    PanelEntry('scores', 'review.SCORES', on='review', injected='review'),
    PanelEntry('aspects', 'review.ASPECTS', on='review', injected='review', searched=True),
    PanelEntry('remarks', 'review.REMARKS', on='review', injected='review', searched=True),
    PanelEntry('season', 'episode_strip.STRIP', injected='series', aggregate=True),
    PanelEntry('episode-scores', 'episode_scores.EPISODE_SCORES', aggregate=True),
    PanelEntry(
        'related', 'related.RELATED',
        on='episode character review', injected='episode character review',
    ),
    PanelEntry(
        'backlinks', 'related.BACKLINKS', injected='episode character review page'
    ),
    PanelEntry('consensus', 'consensus_summary.BRIEF', part='brief', searched=True, aggregate=True),
    PanelEntry('consensus', 'aspect_bars.BARS', part='bars', aggregate=True),
    PanelEntry('consensus', 'consensus_summary.SPLIT', part='split', aggregate=True),
    PanelEntry('consensus', 'seasons.SEASONS', part='seasons', aggregate=True),
    PanelEntry(
        'consensus', 'season_score.HEADLINE', part='headline', searched=True, aggregate=True
    ),
    PanelEntry(
        'consensus', 'aspect_table.ASPECTS', part='aspects', searched=True, aggregate=True
    ),
    PanelEntry(
        'consensus', 'aspect_table.AGREEMENT', part='agreement', former=True,
        searched=True, aggregate=True,
    ),
    PanelEntry(
        'consensus', 'aspect_table.MATRIX', part='matrix', former=True,
        searched=True, aggregate=True,
    ),
    PanelEntry('consensus', 'episode_scores.EPISODE_SCORES', part='episodes', aggregate=True),
    PanelEntry('consensus', 'episode_scores.COMPARED', part='compared', aggregate=True),
    PanelEntry('consensus', 'season_score.FRAGILITY', part='fragility', aggregate=True),
    PanelEntry('consensus', 'statistics.STATISTICS', part='statistics', aggregate=True),
    PanelEntry('consensus', 'elsewhere.ELSEWHERE', part='elsewhere', aggregate=True),
    PanelEntry('consensus', 'reference.METHOD', part='method', aggregate=True),
    PanelEntry('notations', 'reference.NOTATIONS'),
    PanelEntry('front-matter', 'reference.SERIES_FIELDS', part='series'),
    PanelEntry('front-matter', 'reference.EPISODE_FIELDS', part='episode'),
    PanelEntry('front-matter', 'reference.CHARACTER_FIELDS', part='character'),
    PanelEntry('front-matter', 'reference.REVIEW_FIELDS', part='review'),
    PanelEntry('front-matter', 'reference.PAGE_FIELDS', part='page'),
    PanelEntry('front-matter', 'reference.THEME_FIELDS', part='beside'),
    PanelEntry('problem-codes', 'reference.CODES'),
    PanelEntry('settings', 'settings.SETTINGS'),
    PanelEntry('allowed', 'settings.DIRECTIVES', part='directives'),
    PanelEntry('allowed', 'settings.PANELS', part='panels'),
    PanelEntry('allowed', 'settings.ROLES', part='roles'),
    PanelEntry('pages', 'page_list.PAGES', aggregate=True),
)  # fmt: skip

ASPECT_TABLES: Final = frozenset(('consensus', part) for part in ('aspects', 'agreement', 'matrix'))
"""Names and parts of the table of aspects; a page shows it once."""

_KINDS: Final = ('series', 'episode', 'character', 'review', 'page')

RETIRED: Final = {
    'neighbours': 'the foot of every page leads to the previous and the next one',
}
"""Names of panels that are no more, each with what there is instead."""

NAMES: Final = tuple(sorted({*RETIRED, *(entry.name for entry in ENTRIES if not entry.part)}))
"""Names of directives without an argument."""

PARTED: Final[dict[str, tuple[str, ...]]] = {
    name: tuple(entry.part for entry in ENTRIES if entry.name == name)
    for name in sorted({entry.name for entry in ENTRIES if entry.part})
}
"""Parts of directives with an argument."""

ALL_PARTS: Final[dict[str, tuple[str, ...]]] = {
    name: tuple(entry.part for entry in ENTRIES if entry.name == name and not entry.former)
    for name in PARTED
}
"""Parts that a directive without an argument stands for, in order."""

INJECTED: Final[dict[str, tuple[str, ...]]] = {
    kind: tuple(entry.name for entry in ENTRIES if kind in entry.injected.split())
    for kind in _KINDS
}
"""Names of injected panels by kind of page, in order."""

_LEADING: Final = frozenset(entry.name for entry in ENTRIES if entry.leads)

PLACES: Final = {
    (entry.name, entry.part, kind): entry for entry in ENTRIES for kind in entry.on.split() or ('',)
}
"""Entries by name, part and kind of page; the empty kind stands for any."""


@dataclass(frozen=True)
class AddedEntry(PanelEntry):
    """Entry of a panel that another extension has added."""

    added: Panel | None = None

    @property
    def panel(self) -> Panel:
        """The panel."""
        assert self.added
        return self.added


_ADDED: Final[dict[str, AddedEntry]] = {}
"""Entries of other extensions, by name, for the application that has been set up last."""


def added() -> tuple[AddedEntry, ...]:
    """Entries of other extensions, in the order in which they were added."""
    return tuple(_ADDED.values())


def add(name: str, panel: Panel, *, on: str = '', injected: str = '', leads: bool = False) -> None:
    """Add the panel of another extension.

    It counts as an aggregate, so that an edit of the facts of any page invalidates it.

    :raises ValueError: where the name is taken, or there is no such kind of page.
    """
    if name in NAMES or name in PARTED or name in _ADDED:
        raise ValueError(f'there is a panel {name!r} already')
    for kind in (*on.split(), *injected.split()):
        if kind not in _KINDS:
            raise ValueError(f'panel {name!r}: there are no pages of kind {kind!r}')
    entry = AddedEntry(name, '', on, '', injected, leads, aggregate=True, added=panel)
    _ADDED[name] = entry


def forget_added() -> None:
    """Forget the panels of other extensions: another application is being set up."""
    _ADDED.clear()


def injected_on(kind: str, page: str) -> tuple[str, ...]:
    """Names of the panels that a page has by itself; an index page does not say who links to it."""
    names = INJECTED[kind]
    names += tuple(entry.name for entry in added() if kind in entry.injected.split())
    return names if page != 'index' else tuple(name for name in names if name != 'backlinks')


def is_leading(name: str) -> bool:
    """Whether an injected panel stands before the body."""
    return name in _LEADING or (name in _ADDED and _ADDED[name].leads)


def find_panel(name: str, part: str, kind: str) -> Panel | None:
    """The panel of a name and part on a kind of page; None where that kind has none."""
    entry = _entry(name, part, kind)
    return entry.panel if entry else None


def is_searched(name: str, part: str, kind: str) -> bool:
    """Whether the search index has the text of a panel."""
    entry = _entry(name, part, kind)
    return entry is not None and entry.searched


def is_aggregate(name: str, part: str, kind: str) -> bool:
    """Whether a panel aggregates all reviews on a kind of page."""
    entry = _entry(name, part, kind)
    return entry is not None and entry.aggregate


def has_place(name: str, part: str, kind: str) -> bool:
    """Whether a kind of page may have a panel."""
    return _entry(name, part, kind) is not None


def _entry(name: str, part: str, kind: str) -> PanelEntry | None:
    if entry := _ADDED.get(name):
        return entry if not entry.on or kind in entry.on.split() else None
    return PLACES.get((name, part, kind)) or PLACES.get((name, part, ''))


def view_of(corpus: Corpus, page: Page, name: str, part: str) -> Any:
    """The view of a panel on a page; None where its kind has none."""
    panel = find_panel(name, part, page.kind)
    return panel.view(corpus, page) if panel else None
