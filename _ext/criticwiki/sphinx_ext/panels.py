"""Which panels there are: what each shows, on pages of which kind, under which heading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from criticwiki.core.corpus import CharacterEntry, EpisodeEntry, ReviewEntry
from criticwiki.core.models import KINDS, Character, Episode, Review
from criticwiki.core.views import (
    agreement,
    characters,
    codes,
    episodes,
    folder,
    fragility,
    front_matter,
    links,
    related,
    review_list,
    reviews,
    season,
    split,
)
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


def _number(page: Page) -> int:
    assert isinstance(page.facts, Episode)
    return page.facts.number


def _episode(page: Page) -> EpisodeEntry:
    assert isinstance(page.facts, Episode)
    return EpisodeEntry(page, page.facts)


def _character(page: Page) -> CharacterEntry:
    assert isinstance(page.facts, Character)
    return CharacterEntry(page, page.facts)


def _review(page: Page) -> ReviewEntry:
    assert isinstance(page.facts, Review)
    return ReviewEntry(page, page.facts)


_EPISODE: Final = frozenset({'episode'})
_CHARACTER: Final = frozenset({'character'})
_REVIEW: Final = frozenset({'review'})


def _fields_of(kind: str) -> Panel:
    return Panel(
        lambda _corpus, page: (page.docname, kind, front_matter.field_rows(kind)),
        reference_page.fields,
    )


PANELS: Final[dict[tuple[str, str], Panel]] = {
    # name of the panel and its variant: the kind of page, or the part asked for
    ('facts', 'episode'): Panel(
        lambda corpus, page: episodes.episode_facts(corpus, _episode(page)),
        episode_page.facts,
        _EPISODE,
    ),
    ('facts', 'character'): Panel(
        lambda _corpus, page: characters.character_facts(_character(page)),
        character_page.facts,
        _CHARACTER,
    ),
    ('facts', 'review'): Panel(
        lambda corpus, page: reviews.disclosure(corpus, _review(page)),
        review_page.facts,
        _REVIEW,
    ),
    ('scores', 'episode'): Panel(
        lambda corpus, page: episodes.episode_scores(corpus, _number(page)),
        episode_page.scores,
        _EPISODE,
        lambda: _('Scores'),
    ),
    ('scores', 'review'): Panel(
        lambda corpus, page: reviews.score_card(corpus, _review(page)),
        review_page.scores,
        _REVIEW,
        lambda: _('Score card'),
    ),
    ('coverage', 'episode'): Panel(
        lambda corpus, page: episodes.coverage(corpus, _number(page)),
        episode_page.coverage,
        _EPISODE,
        lambda: _('What critics say'),
    ),
    ('cast', 'episode'): Panel(
        lambda corpus, page: episodes.cast(corpus, _number(page)),
        episode_page.cast,
        _EPISODE,
        lambda: _('Characters'),
    ),
    ('neighbours', 'episode'): Panel(
        lambda corpus, page: episodes.neighbours(corpus, _number(page)),
        episode_page.neighbours,
        _EPISODE,
        lambda: _('Before and after'),
    ),
    ('mentions', 'character'): Panel(
        lambda corpus, page: characters.remarks(corpus, _character(page)),
        character_page.remarks,
        _CHARACTER,
        lambda: _('What critics say'),
    ),
    ('appearances', 'character'): Panel(
        lambda corpus, page: characters.appearances(corpus, _character(page)),
        character_page.appearances,
        _CHARACTER,
        lambda: _('Appearances'),
    ),
    ('aspects', 'review'): Panel(
        lambda corpus, page: reviews.aspect_rows(corpus, _review(page)),
        review_page.aspects,
        _REVIEW,
        lambda: _('Aspect by aspect'),
    ),
    ('remarks', 'review'): Panel(
        lambda corpus, page: reviews.subject_rows(corpus, _review(page)),
        review_page.remarks,
        _REVIEW,
        lambda: _('On single episodes and characters'),
    ),
    ('season', ''): Panel(
        lambda corpus, _page: season.season(corpus).rows,
        season_page.glance,
        title=lambda: _('The season at a glance'),
    ),
    ('episode-scores', ''): Panel(
        lambda corpus, _page: season.season(corpus),
        season_page.episode_scores,
        title=lambda: _('Episode scores'),
    ),
    ('notations', ''): Panel(lambda corpus, _page: corpus.notations, method_page.notations),
    ('consensus', 'brief'): Panel(
        lambda corpus, _page: agreement.brief(corpus), consensus_answer.brief
    ),
    ('consensus', 'split'): Panel(
        lambda corpus, _page: split.divide(corpus), consensus_answer.split
    ),
    ('consensus', 'headline'): Panel(
        lambda corpus, _page: season.headline(corpus),
        consensus_page.headline,
        title=lambda: _('The season score'),
    ),
    ('consensus', 'agreement'): Panel(
        lambda corpus, _page: agreement.agreements(corpus),
        consensus_page.agreement,
        title=lambda: _('Agreement'),
    ),
    ('consensus', 'matrix'): Panel(
        lambda corpus, _page: agreement.matrix(corpus),
        consensus_page.matrix,
        title=lambda: _('Aspect by aspect'),
    ),
    ('consensus', 'episodes'): Panel(
        lambda corpus, _page: season.season(corpus),
        season_page.episode_scores,
        title=lambda: _('Episode scores'),
    ),
    ('consensus', 'compared'): Panel(
        lambda corpus, _page: season.compared(corpus),
        consensus_page.compared,
        title=lambda: _('The same episodes compared'),
    ),
    ('consensus', 'fragility'): Panel(
        lambda corpus, _page: fragility.fragility(corpus), consensus_page.fragility
    ),
    ('consensus', 'method'): Panel(lambda _corpus, _page: None, method_page.rules),
    **{('front-matter', kind): _fields_of(kind) for kind in KINDS},
    ('front-matter', 'beside'): Panel(
        lambda _corpus, _page: front_matter.theme_rows(), reference_page.theme_keys
    ),
    ('problem-codes', ''): Panel(
        lambda _corpus, page: (page.docname, codes.code_rows()), reference_page.codes
    ),
    ('pages', ''): Panel(
        lambda corpus, page: (
            review_list.review_list(corpus, page.docname),
            folder.critics_beside(corpus, page.docname),
        ),
        review_table.review_list,
    ),
    ('related', ''): Panel(
        related.related,
        related_pages.related,
        _EPISODE | _CHARACTER | _REVIEW,
        lambda: _('Related pages'),
    ),
    ('backlinks', ''): Panel(
        lambda corpus, page: links.link_rows(corpus, page.docname),
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
