"""How panels are drawn, and under which heading; what they show is in the core."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from criticwiki.i18n import _
from criticwiki.model.kinds import KINDS
from criticwiki.panel_registry import has_place
from criticwiki.panels import (
    character_page,
    consensus_answer,
    consensus_page,
    episode_page,
    link_list,
    method_page,
    reference_page,
    related_pages,
    review_page,
    season_page,
)
from criticwiki.panels import review_list_drawing as review_table

if TYPE_CHECKING:
    from collections.abc import Callable

    from .pieces import Element


@dataclass(frozen=True, slots=True)
class Panel:
    """How one panel is drawn from its view: see :mod:`criticwiki.panels.views`."""

    render: Callable[[Any], list[Element]]
    title: Callable[[], str] | None = None
    """Its heading where it is put after the body, and what its further pages are called."""


PANELS: Final[dict[tuple[str, str], Panel]] = {
    # name of the panel and its variant: the kind of page, or the part asked for
    ('facts', 'episode'): Panel(episode_page.facts),
    ('facts', 'character'): Panel(character_page.facts),
    ('facts', 'review'): Panel(review_page.facts),
    ('scores', 'episode'): Panel(episode_page.scores, lambda: _('Scores')),
    ('scores', 'review'): Panel(review_page.scores, lambda: _('Score card')),
    ('coverage', 'episode'): Panel(episode_page.coverage, lambda: _('What critics say')),
    ('cast', 'episode'): Panel(episode_page.cast, lambda: _('Characters')),
    ('neighbours', 'episode'): Panel(episode_page.neighbours, lambda: _('Before and after')),
    ('mentions', 'character'): Panel(character_page.remarks, lambda: _('What critics say')),
    ('appearances', 'character'): Panel(character_page.appearances, lambda: _('Appearances')),
    ('aspects', 'review'): Panel(review_page.aspects, lambda: _('Aspect by aspect')),
    ('remarks', 'review'): Panel(
        review_page.remarks, lambda: _('On single episodes and characters')
    ),
    ('season', ''): Panel(season_page.glance, title=lambda: _('The season at a glance')),
    ('episode-scores', ''): Panel(season_page.episode_scores, title=lambda: _('Episode scores')),
    ('notations', ''): Panel(method_page.notations),
    ('consensus', 'brief'): Panel(consensus_answer.brief),
    ('consensus', 'split'): Panel(consensus_answer.split),
    ('consensus', 'headline'): Panel(consensus_page.headline, title=lambda: _('The season score')),
    ('consensus', 'agreement'): Panel(consensus_page.agreement, title=lambda: _('Agreement')),
    ('consensus', 'matrix'): Panel(consensus_page.matrix, title=lambda: _('Aspect by aspect')),
    ('consensus', 'episodes'): Panel(season_page.episode_scores, title=lambda: _('Episode scores')),
    ('consensus', 'compared'): Panel(
        consensus_page.compared, title=lambda: _('The same episodes compared')
    ),
    ('consensus', 'fragility'): Panel(consensus_page.fragility),
    ('consensus', 'method'): Panel(method_page.rules),
    **{('front-matter', part): Panel(reference_page.fields) for part in KINDS},
    ('front-matter', 'beside'): Panel(reference_page.theme_keys),
    ('problem-codes', ''): Panel(reference_page.codes),
    ('pages', ''): Panel(review_table.review_list),
    ('related', ''): Panel(related_pages.related, lambda: _('Related pages')),
    ('backlinks', ''): Panel(link_list.backlinks, title=lambda: _('What links here')),
}


def find_panel(name: str, part: str, kind: str) -> Panel | None:
    """The panel of that name on a page of that kind, or None where it has no place there."""
    if not has_place(name, part, kind):
        return None
    variants = (part, kind, '')
    return next((PANELS[name, one] for one in variants if (name, one) in PANELS), None)
