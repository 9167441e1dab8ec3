"""How the list of a folder's pages is drawn: compact, since it is never cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from criticwiki.i18n import _

from .elements import critic_link, joined, para, ref, rubric
from .pieces import NO_SEARCH, Drawn, Element

if TYPE_CHECKING:
    from .common import Ref
    from .page_list import PageGroup


def lead_to(critics: str) -> list[Element]:
    """The way to the page that lists all critics, on that of a folder of reviews."""
    if not critics:
        return []
    label = _('Critics')
    words = para(critic_link(_('All critics, each with everything they said'), critics))
    return [Element('leads', [words], ('wiki-critics', NO_SEARCH), label)]


def page_list(view: tuple[PageGroup, ...]) -> list[Element]:
    """Every page by its title; in a long list with links to each letter or number."""
    if not view:
        return [para(_('The folder has no other page yet.'))]
    made: list[Element] = []
    names: tuple[str, ...] = ('wiki-pages', NO_SEARCH)
    if len(view) > 1:
        names = ('wiki-pages', 'by-group', NO_SEARCH)
        links = (
            Element('link', [group.name], (), ('', _anchor(index)))
            for index, group in enumerate(view, 1)
        )
        leads = para(joined(links, ' '))
        made.append(Element('leads', [leads], ('wiki-jumps', NO_SEARCH), _('Within the list')))
    for index, group in enumerate(view, 1):
        if group.name:
            made.append(rubric(group.name, _anchor(index)))
        made.append(Element('entries', Drawn(group.pages, _entry), names))
    return made


def _anchor(index: int) -> str:
    return f'pages-{index}'


def _entry(page: Ref) -> Element:
    return Element('item', [Element('line', [ref(page)])])
