"""Panel of the pages of a folder: lists of episodes, characters and reviews, or titles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from criticwiki.corpus.folders import folder_groups
from criticwiki.corpus.generated_docnames import critics_index
from criticwiki.i18n import _
from criticwiki.panel_registry import Panel

from .character_list import CharacterList, character_list, draw_characters
from .common import Ref, page_ref
from .components import name_link
from .elements import NO_SEARCH, Element, LazyRows, joined, link, para, ref, rubric
from .episode_list import EpisodeList, draw_episodes, episode_list
from .review_list import ReviewList, draw_reviews, review_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.model.page import Page


@dataclass(frozen=True, slots=True)
class Titles:
    """Titles alone: of pages of several kinds or of none, and of very many characters."""

    pages: tuple[Ref, ...]


Rows: TypeAlias = Titles | EpisodeList | CharacterList | ReviewList


@dataclass(frozen=True, slots=True)
class PageGroup:
    """Group of pages in a list."""

    name: str
    """Empty for the only group."""
    rows: Rows


def page_groups(corpus: Corpus, docname: str) -> tuple[PageGroup, ...]:
    """The pages in the folder of `docname`, drafts too, in groups."""
    groups = folder_groups(corpus, docname)
    kinds = {page.kind for group in groups for page in group.pages}
    kind = kinds.pop() if len(kinds) == 1 else ''
    if kind == 'character' and any(group.is_letter for group in groups):
        kind = ''
    return tuple(PageGroup(group.name, _rows(corpus, kind, group.pages)) for group in groups)


def _rows(corpus: Corpus, kind: str, pages: Sequence[Page]) -> Rows:
    match kind:
        case 'episode':
            return episode_list(corpus, pages)
        case 'character':
            return character_list(corpus, pages)
        case 'review':
            return review_list(corpus, pages)
        case _:
            return Titles(tuple(map(page_ref, pages)))


def critics_beside(corpus: Corpus, docname: str) -> str:
    """Docname of the index of critics, if the folder of `docname` holds reviews; else empty."""
    groups = folder_groups(corpus, docname)
    has_reviews = any(page.kind == 'review' for group in groups for page in group.pages)
    return critics_index(corpus) if has_reviews else ''


def draw_pages(view: tuple[tuple[PageGroup, ...], str]) -> list[Element]:
    """The groups of a list, with links to each, below a link to the index of critics."""
    groups, critics = view
    blocks = [_index_link(critics)] if critics else []
    if not groups:
        return [*blocks, para(_('The folder has no other page yet.'))]
    if len(groups) > 1:
        jumps = (link(group.name, '', _anchor(index)) for index, group in enumerate(groups, 1))
        body = para(joined(jumps, ' '))
        blocks.append(Element('nav', [body], ('wiki-jumps', NO_SEARCH), _('Within the list')))
    for index, group in enumerate(groups, 1):
        if group.name:
            blocks.append(rubric(group.name, _anchor(index)))
        blocks += _draw_rows(group.rows, grouped=len(groups) > 1)
    return blocks


def _index_link(critics: str) -> Element:
    body = para(name_link(_('All critics, each with everything they said'), critics))
    return Element('nav', [body], ('wiki-critics', NO_SEARCH), _('Critics'))


def _draw_rows(rows: Rows, *, grouped: bool) -> list[Element]:
    match rows:
        case EpisodeList():
            return draw_episodes(rows)
        case CharacterList():
            return draw_characters(rows)
        case ReviewList():
            return draw_reviews(rows.rows)
        case Titles():
            entries = LazyRows(rows.pages, _draw_title)
            classes = ('wiki-pages', *(['by-group'] if grouped else []), NO_SEARCH)
            return [Element('entries', entries, classes)]


def _draw_title(page: Ref) -> Element:
    return Element('item', [Element('line', [ref(page)])])


def _anchor(index: int) -> str:
    return f'pages-{index}'


PAGES: Final = Panel(
    lambda corpus, page: (
        page_groups(corpus, page.docname),
        critics_beside(corpus, page.docname),
    ),
    draw_pages,
)
