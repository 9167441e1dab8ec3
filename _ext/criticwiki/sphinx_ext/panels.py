"""Which panels there are: what each shows, on pages of which kind, under which heading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from criticwiki.core.models import KINDS
from criticwiki.core.views.panels import VIEWS
from criticwiki.sphinx_ext.render import (
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
from criticwiki.sphinx_ext.render import review_list as review_table
from criticwiki.sphinx_ext.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from criticwiki.core.corpus import Corpus
    from criticwiki.core.pages import Page
    from criticwiki.sphinx_ext.render.pieces import Element

ANY: Final = frozenset({'series', 'episode', 'character', 'review', 'page'})


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel: a pure view of the corpus, and how it is drawn."""

    view: Callable[[Corpus, Page], Any]
    render: Callable[[Any], list[Element]]
    kinds: frozenset[str] = ANY
    title: Callable[[], str] | None = None
    """Its heading where it is put after the body, and what its further pages are called."""


_EPISODE: Final = frozenset({'episode'})
_CHARACTER: Final = frozenset({'character'})
_REVIEW: Final = frozenset({'review'})


PANELS: Final[dict[tuple[str, str], Panel]] = {
    # name of the panel and its variant: the kind of page, or the part asked for
    ('facts', 'episode'): Panel(
        VIEWS['facts', 'episode'],
        episode_page.facts,
        _EPISODE,
    ),
    ('facts', 'character'): Panel(
        VIEWS['facts', 'character'],
        character_page.facts,
        _CHARACTER,
    ),
    ('facts', 'review'): Panel(
        VIEWS['facts', 'review'],
        review_page.facts,
        _REVIEW,
    ),
    ('scores', 'episode'): Panel(
        VIEWS['scores', 'episode'],
        episode_page.scores,
        _EPISODE,
        lambda: _('Scores'),
    ),
    ('scores', 'review'): Panel(
        VIEWS['scores', 'review'],
        review_page.scores,
        _REVIEW,
        lambda: _('Score card'),
    ),
    ('coverage', 'episode'): Panel(
        VIEWS['coverage', 'episode'],
        episode_page.coverage,
        _EPISODE,
        lambda: _('What critics say'),
    ),
    ('cast', 'episode'): Panel(
        VIEWS['cast', 'episode'],
        episode_page.cast,
        _EPISODE,
        lambda: _('Characters'),
    ),
    ('neighbours', 'episode'): Panel(
        VIEWS['neighbours', 'episode'],
        episode_page.neighbours,
        _EPISODE,
        lambda: _('Before and after'),
    ),
    ('mentions', 'character'): Panel(
        VIEWS['mentions', 'character'],
        character_page.remarks,
        _CHARACTER,
        lambda: _('What critics say'),
    ),
    ('appearances', 'character'): Panel(
        VIEWS['appearances', 'character'],
        character_page.appearances,
        _CHARACTER,
        lambda: _('Appearances'),
    ),
    ('aspects', 'review'): Panel(
        VIEWS['aspects', 'review'],
        review_page.aspects,
        _REVIEW,
        lambda: _('Aspect by aspect'),
    ),
    ('remarks', 'review'): Panel(
        VIEWS['remarks', 'review'],
        review_page.remarks,
        _REVIEW,
        lambda: _('On single episodes and characters'),
    ),
    ('season', ''): Panel(
        VIEWS['season', ''],
        season_page.glance,
        title=lambda: _('The season at a glance'),
    ),
    ('episode-scores', ''): Panel(
        VIEWS['episode-scores', ''],
        season_page.episode_scores,
        title=lambda: _('Episode scores'),
    ),
    ('notations', ''): Panel(VIEWS['notations', ''], method_page.notations),
    ('consensus', 'brief'): Panel(VIEWS['consensus', 'brief'], consensus_answer.brief),
    ('consensus', 'split'): Panel(VIEWS['consensus', 'split'], consensus_answer.split),
    ('consensus', 'headline'): Panel(
        VIEWS['consensus', 'headline'],
        consensus_page.headline,
        title=lambda: _('The season score'),
    ),
    ('consensus', 'agreement'): Panel(
        VIEWS['consensus', 'agreement'],
        consensus_page.agreement,
        title=lambda: _('Agreement'),
    ),
    ('consensus', 'matrix'): Panel(
        VIEWS['consensus', 'matrix'],
        consensus_page.matrix,
        title=lambda: _('Aspect by aspect'),
    ),
    ('consensus', 'episodes'): Panel(
        VIEWS['consensus', 'episodes'],
        season_page.episode_scores,
        title=lambda: _('Episode scores'),
    ),
    ('consensus', 'compared'): Panel(
        VIEWS['consensus', 'compared'],
        consensus_page.compared,
        title=lambda: _('The same episodes compared'),
    ),
    ('consensus', 'fragility'): Panel(VIEWS['consensus', 'fragility'], consensus_page.fragility),
    ('consensus', 'method'): Panel(VIEWS['consensus', 'method'], method_page.rules),
    **{
        ('front-matter', part): Panel(VIEWS['front-matter', part], reference_page.fields)
        for part in KINDS
    },
    ('front-matter', 'beside'): Panel(VIEWS['front-matter', 'beside'], reference_page.theme_keys),
    ('problem-codes', ''): Panel(VIEWS['problem-codes', ''], reference_page.codes),
    ('pages', ''): Panel(
        VIEWS['pages', ''],
        review_table.review_list,
    ),
    ('related', ''): Panel(
        VIEWS['related', ''],
        related_pages.related,
        _EPISODE | _CHARACTER | _REVIEW,
        lambda: _('Related pages'),
    ),
    ('backlinks', ''): Panel(
        VIEWS['backlinks', ''],
        link_list.backlinks,
        title=lambda: _('What links here'),
    ),
}


def find_panel(name: str, part: str, kind: str) -> Panel | None:
    """The panel of that name on a page of that kind, or None where it has no place there."""
    for variant in (part, kind, ''):
        found = PANELS.get((name, variant))
        if found and kind in found.kinds:
            return found
    return None
