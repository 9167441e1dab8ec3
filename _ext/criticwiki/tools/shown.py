"""How many pages show something else: their own words, their panels, what they link to.

What stands around every page does not count: a new page is in every sidebar. A page may be
counted whose panels are drawn alike from what is new, but none is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from criticwiki.corpus.critics import critic_pages, critics_index
from criticwiki.corpus.invalidation import dependents
from criticwiki.export.lookup import data_of, lookup
from criticwiki.panel_registry import INJECTED, has_place
from criticwiki.panels.common import season_key
from criticwiki.panels.critics_view import critic_page, critics
from criticwiki.panels.previews import linked_pages, pages_named, preview_of
from criticwiki.panels.views import view_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.model.page import Page


def changed_pages(old: Corpus, new: Corpus) -> int:
    """How many pages are there before and after, and show something else."""
    return len(which_change(old, new))


def which_change(old: Corpus, new: Corpus) -> list[str]:
    """These pages; those of critics too, which are made of reviews."""
    data = data_of(old), data_of(new)
    reach = dependents(old, new, edited_pages(old, new))
    found = [
        docname
        for docname in sorted(new.pages if reach.everywhere else reach.near)
        if docname in old.pages
        and list(_shown(old, old.pages[docname], data[0]))
        != list(_shown(new, new.pages[docname], data[1]))
    ]
    before, after = _of_critics(old), _of_critics(new)
    return found + [page for page, view in after.items() if before.get(page, view) != view]


def edited_pages(old: Corpus, new: Corpus) -> list[str]:
    """The pages that say something else themselves, that come or go."""
    names = sorted(old.pages.keys() | new.pages.keys())
    return [name for name in names if old.pages.get(name) != new.pages.get(name)]


def _shown(corpus: Corpus, page: Page, data: Any) -> Iterator[object]:
    """All that a page shows, as plain data."""
    yield page.source, page.title, season_key(corpus)
    views = [view_of(corpus, page, name, part) for name, part in panels_of(corpus, page)]
    yield views
    yield [
        (mention.start, mention.block, mention.name) for mention in corpus.mentions(page.docname)
    ]
    for link in page.links:
        target = corpus.resolve(link)
        yield target, corpus.pages[target].title if target in corpus.pages else None
    for figure in page.values:
        try:
            yield lookup(data, figure.path)
        except KeyError:
            yield None
    named = (*linked_pages(corpus, page), *(name for view in views for name in pages_named(view)))
    for target in dict.fromkeys(named):
        yield target, preview_of(corpus, target)


def panels_of(corpus: Corpus, page: Page) -> list[tuple[str, str]]:
    """The panels of a page: those that an editor placed, and those that stand by themselves."""
    names = {name for name, _ in page.panels}
    added = ('facts', *INJECTED[page.kind])
    if page.id == 'index' and any(
        other.kind not in {'page', 'series'}
        for other in corpus.pages.values()
        if other.docname.rpartition('/')[0] == page.docname.rpartition('/')[0]
    ):
        added = (*added, 'pages')
    every = [*page.panels, *((name, '') for name in added if name not in names)]
    return [key for key in every if page.facts and has_place(*key, page.kind)]


def _of_critics(corpus: Corpus) -> dict[str, object]:
    """What the pages of critics show, by their docname."""
    found: dict[str, object] = {
        page: critic_page(corpus, name) for name, page in critic_pages(corpus).items()
    }
    if index := critics_index(corpus):
        found[index] = critics(corpus)
    return found
