"""Seasons of a series that has several: the list of them, and a generated page for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from criticwiki.cached_view import cached_view
from criticwiki.corpus.aspects import plain_anchors
from criticwiki.corpus.generated_docnames import free_folder
from criticwiki.i18n import _, clause_separator, separator
from criticwiki.panel_registry import Panel

from .aspect_table import aspect_table, draw_aspects
from .common import MAX_NAMED
from .components import name_link, score
from .consensus_summary import brief, draw_brief
from .elements import (
    Drawing,
    Element,
    PageSection,
    bullets,
    cells,
    data_number,
    joined,
    para,
    phrase,
    span,
    table,
)
from .episode_scores import (
    draw_early_comparison,
    draw_episode_scores,
    early_comparison,
    episode_score_table,
)
from .episode_strip import draw_strip, strip_of
from .pointers import below
from .season_score import (
    draw_fragility,
    draw_season_score,
    fragility,
    mean_of,
    season_score,
    who_scores,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.corpus.critics import EpisodeScope
    from criticwiki.model.numbering import Season

    from .aspect_table import AspectTable
    from .consensus_summary import Brief
    from .elements import Pieces
    from .episode_scores import EarlyComparison, EpisodeScoreTable
    from .season_score import Fragility, SeasonScore

FOLDER: Final = 'seasons'
"""Folder of the generated pages, if no page of the wiki uses it."""


@dataclass(frozen=True, slots=True)
class SeasonName:
    """A season as readers are told it."""

    number: int
    title: str
    """Title of its own, such as that of a part or an arc; empty without one."""
    page: str
    """Docname of its generated page, which web sites have."""


@dataclass(frozen=True, slots=True)
class SeasonSummary:
    """A season with its score and what critics agree on, for the list of seasons."""

    season: SeasonName
    episodes: int
    headline: SeasonScore
    praised: tuple[str, ...]
    """Aspects of high agreement."""
    criticised: tuple[str, ...]
    split: str
    """Aspect of the widest split; empty without one."""


@dataclass(frozen=True, slots=True)
class SeasonPage:
    """View of the page of a season."""

    season: SeasonName
    brief: Brief
    headline: SeasonScore
    aspects: AspectTable
    episodes: EpisodeScoreTable
    compared: EarlyComparison | None
    fragility: Fragility
    neighbours: tuple[SeasonName, ...]
    """The season before and the one after it."""


@cached_view
def season_pages(corpus: Corpus) -> Mapping[str, Season]:
    """Seasons by docname of their generated page; empty for a series of one season."""
    if len(corpus.seasons) < 2:
        return {}
    folder = free_folder(corpus, FOLDER)
    return {
        f'{folder}/season-{corpus.numbering.season_of(one.first)}': one for one in corpus.seasons
    }


def _scope_of(one: Season) -> EpisodeScope:
    return frozenset(one.numbers)


def _name(corpus: Corpus, page: str, one: Season) -> SeasonName:
    return SeasonName(corpus.numbering.season_of(one.first), one.title, page)


@cached_view
def seasons(corpus: Corpus) -> tuple[SeasonSummary, ...]:
    """Every season with its score, in order; none for a series of one season."""
    return tuple(_summary(corpus, page, one) for page, one in season_pages(corpus).items())


def _summary(corpus: Corpus, page: str, one: Season) -> SeasonSummary:
    within = _scope_of(one)
    words = brief(corpus, within)
    return SeasonSummary(
        _name(corpus, page, one),
        len(one.numbers),
        season_score(corpus, within),
        tuple(row.aspect for row in words.praised),
        tuple(row.aspect for row in words.criticised),
        words.split.aspect if words.split else '',
    )


@cached_view
def season_page(corpus: Corpus, page: str) -> SeasonPage:
    """The page of a season, by docname."""
    names = [_name(corpus, docname, one) for docname, one in season_pages(corpus).items()]
    one = season_pages(corpus)[page]
    within = _scope_of(one)
    at = next(index for index, name in enumerate(names) if name.page == page)
    return SeasonPage(
        names[at],
        brief(corpus, within),
        season_score(corpus, within),
        aspect_table(corpus, within),
        episode_score_table(corpus, within),
        early_comparison(corpus, within),
        fragility(corpus, within),
        tuple(names[index] for index in (at - 1, at + 1) if 0 <= index < len(names)),
    )


def season_title(name: SeasonName) -> str:
    """Title of a season: its number, and the title that it has."""
    if name.title:
        return _('Season %(number)d: %(title)s') % {'number': name.number, 'title': name.title}
    return _('Season %(number)d') % {'number': name.number}


def draw_seasons(view: tuple[SeasonSummary, ...]) -> list[Element]:
    """Table of the seasons, each with its scores and what critics agree on."""
    if not view:
        return []
    head = cells(_('Season'), _('Episodes'), _('Score of 100'), _('Critics'), _('In short'))
    return [table(head, [_draw_summary(row) for row in view], 'scores', 'seasons')]


def _draw_summary(row: SeasonSummary) -> Element:
    figures = row.headline.figures
    count = figures.count if figures else 0
    scored: Pieces = span(_('none'), 'unstated')
    if figures and count <= MAX_NAMED and row.headline.provisional:
        scored = joined(score(printed) for _critic, printed in row.headline.scored)
    elif figures:
        scored = mean_of(figures)
    return cells(
        name_link(season_title(row.season), row.season.page),
        data_number(row.episodes, below('/series/seasons', row.season.number - 1, 'episodes')),
        scored,
        phrase(_('%(scored)d of %(critics)d'), **who_scores(row.headline)),
        clause_separator().join(_in_short(row)) or '–',
    )


def _in_short(row: SeasonSummary) -> list[str]:
    parts = []
    if row.praised:
        parts.append(_('praised: %(aspects)s') % {'aspects': separator().join(row.praised)})
    if row.criticised:
        parts.append(_('criticised: %(aspects)s') % {'aspects': separator().join(row.criticised)})
    if row.split:
        parts.append(_('split: %(aspect)s') % {'aspect': row.split})
    return parts


SEASONS: Final = Panel(
    lambda corpus, _page: seasons(corpus), draw_seasons, lambda: _('Season by season')
)


SECTIONS: Final = (
    'season', 'score', 'aspects', 'strip', 'episodes', 'compared', 'fragility', 'seasons',
)  # fmt: skip
"""Anchors of the sections of the page of a season."""


def draw_season_page(view: SeasonPage) -> Drawing:
    """Page of a season: what the consensus page says of the series, of this season alone."""
    title = season_title(view.season)
    summary = _('%(season)s: scores, what critics agree on and where they split.')
    names = [row.tally.aspect for row in view.aspects.rows]
    anchors = plain_anchors(names, SECTIONS)
    sections = [
        PageSection('', 'season', draw_brief(view.brief)),
        PageSection(
            _('Score of the season'), 'score', draw_season_score(view.headline, with_sentence=False)
        ),
        PageSection(_('Aspect by aspect'), 'aspects', draw_aspects(view.aspects, anchors)),
        PageSection(_('Its episodes'), 'strip', draw_strip(strip_of(view.episodes.rows))),
        PageSection(_('Episode scores'), 'episodes', draw_episode_scores(view.episodes)),
    ]
    if view.compared:
        section = draw_early_comparison(view.compared)
        sections.append(PageSection(_('The same episodes compared'), 'compared', section))
    if view.fragility.figures:
        section = draw_fragility(view.fragility)
        sections.append(PageSection(_('How fragile it is'), 'fragility', section))
    if view.neighbours:
        links = [[para(name_link(season_title(one), one.page))] for one in view.neighbours]
        sections.append(PageSection(_('Other seasons'), 'seasons', [bullets(links)]))
    return Drawing(title, summary % {'season': title}, sections)
