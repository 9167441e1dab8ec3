"""What each panel shows: the views of pages, by the name of the panel and its variant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from criticwiki.corpus.corpus import CharacterEntry, EpisodeEntry, ReviewEntry
from criticwiki.model.kinds import KINDS, Character, Episode, Review
from criticwiki.panels import character as characters
from criticwiki.panels import codes, fragility, links, related, review_list, season, split
from criticwiki.panels import consensus as agreement
from criticwiki.panels import episode as episodes
from criticwiki.panels import page_list as folder
from criticwiki.panels import reference as front_matter
from criticwiki.panels import review as reviews

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.model.page import Page


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


def _fields_of(kind: str) -> Callable[[Corpus, Page], Any]:
    return lambda _corpus, page: (page.docname, kind, front_matter.field_rows(kind))


VIEWS: Final[Mapping[tuple[str, str], Callable[[Corpus, Page], Any]]] = {
    # name of the panel and its variant: the kind of page, or the part asked for
    ('facts', 'episode'): lambda corpus, page: episodes.episode_facts(corpus, _episode(page)),
    ('facts', 'character'): lambda _corpus, page: characters.character_facts(_character(page)),
    ('facts', 'review'): lambda corpus, page: reviews.disclosure(corpus, _review(page)),
    ('scores', 'episode'): lambda corpus, page: episodes.episode_scores(corpus, _number(page)),
    ('scores', 'review'): lambda corpus, page: reviews.score_card(corpus, _review(page)),
    ('coverage', 'episode'): lambda corpus, page: episodes.coverage(corpus, _number(page)),
    ('cast', 'episode'): lambda corpus, page: episodes.cast(corpus, _number(page)),
    ('neighbours', 'episode'): lambda corpus, page: episodes.neighbours(corpus, _number(page)),
    ('mentions', 'character'): lambda corpus, page: characters.remarks(corpus, _character(page)),
    ('appearances', 'character'): lambda corpus, page: characters.appearances(
        corpus, _character(page)
    ),
    ('aspects', 'review'): lambda corpus, page: reviews.aspect_rows(corpus, _review(page)),
    ('remarks', 'review'): lambda corpus, page: reviews.subject_rows(corpus, _review(page)),
    ('season', ''): lambda corpus, _page: season.season(corpus).rows,
    ('episode-scores', ''): lambda corpus, _page: season.season(corpus),
    ('notations', ''): lambda corpus, _page: corpus.notations,
    ('consensus', 'brief'): lambda corpus, _page: agreement.brief(corpus),
    ('consensus', 'split'): lambda corpus, _page: split.divide(corpus),
    ('consensus', 'headline'): lambda corpus, _page: season.headline(corpus),
    ('consensus', 'agreement'): lambda corpus, _page: agreement.agreements(corpus),
    ('consensus', 'matrix'): lambda corpus, _page: agreement.matrix(corpus),
    ('consensus', 'episodes'): lambda corpus, _page: season.season(corpus),
    ('consensus', 'compared'): lambda corpus, _page: season.compared(corpus),
    ('consensus', 'fragility'): lambda corpus, _page: fragility.fragility(corpus),
    ('consensus', 'method'): lambda _corpus, _page: None,
    **{('front-matter', kind): _fields_of(kind) for kind in KINDS},
    ('front-matter', 'beside'): lambda _corpus, _page: front_matter.theme_rows(),
    ('problem-codes', ''): lambda _corpus, page: (page.docname, codes.code_rows()),
    ('pages', ''): lambda corpus, page: (
        review_list.review_list(corpus, page.docname),
        folder.critics_beside(corpus, page.docname),
    ),
    ('related', ''): related.related,
    ('backlinks', ''): lambda corpus, page: links.link_rows(corpus, page.docname),
}


def view_of(corpus: Corpus, page: Page, name: str, part: str) -> Any:
    """What a panel shows on a page; None where it has nothing."""
    for variant in (part, page.kind, ''):
        if view := VIEWS.get((name, variant)):
            return view(corpus, page)
    return None
