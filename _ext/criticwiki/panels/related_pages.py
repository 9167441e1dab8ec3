"""How the list of pages that are near is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from criticwiki.i18n import _

from .elements import listed, para, ref, span
from .pieces import NO_SEARCH

if TYPE_CHECKING:
    from .pieces import Element
    from .related import Related


def related(view: tuple[Related, ...]) -> list[Element]:
    """Each page with the reason; nothing where no page is near."""
    return [listed(view, _item, 'wiki-related', NO_SEARCH)] if view else []


def _item(row: Related) -> list[Element]:
    return [para(ref(row.page), ' ', span(_reason(row), 'summary'))]


def _reason(row: Related) -> str:
    shared = ', '.join(row.shared)
    one = shared.isdecimal()
    templates = {
        'episodes': _('also in episode %(shared)s') if one else _('also in episodes %(shared)s'),
        'critics': _('also singled out by %(shared)s'),
        'coverage': (
            _('covered by the same review')
            if shared == '1'
            else _('covered by the same %(shared)s reviews')
        ),
        'critic': _('also by %(shared)s'),
        'outlet': _('also in %(shared)s'),
        'season': _('also of the whole season'),
        'scope': _('also of episode %(shared)s') if one else _('also of episodes %(shared)s'),
    }
    return templates[row.reason] % {'shared': shared}
