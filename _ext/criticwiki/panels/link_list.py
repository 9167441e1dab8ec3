"""How the list of what links to a page is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from criticwiki.i18n import _

from .elements import foreign, guarded, joined, listed, para, ref

if TYPE_CHECKING:
    from .links import LinkRow
    from .pieces import Element


def backlinks(view: tuple[LinkRow, ...]) -> list[Element]:
    """Pages that link here, with the sentence; those that give an episode away are closed.

    They are closed with the name of the page, which may tell as much as the sentence.
    """
    if not view:
        return [para(_('No other page mentions this one.'))]
    by_episode: dict[int, list[LinkRow]] = {}
    for row in view:
        by_episode.setdefault(row.spoils, []).append(row)
    made: list[Element] = []
    for spoils, rows in sorted(by_episode.items()):
        made += guarded(spoils, [listed(rows, _item, 'backlinks', 'no-search')])
    return made


def _item(row: LinkRow) -> list[Element]:
    words = (
        foreign(piece.text, piece.language) if piece.language else piece.text
        for piece in row.sentence
    )
    return [para(ref(row.page)), para(joined(words, ''), classes=['sentence'])]
