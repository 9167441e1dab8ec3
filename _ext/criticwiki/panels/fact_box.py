"""The box of facts that stands beside the text."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from criticwiki.i18n import _

from .elements import field, foreign, joined, known_mark, not_stated, para
from .pieces import NO_SEARCH, Element

if TYPE_CHECKING:
    from .common import Fact


def draft_note() -> Element:
    """What a draft says of itself."""
    return para(_('This page is a draft and counts nowhere.'), classes=['draft'])


def fact_box(title: str, fields: list[Element], *, draft: bool = False) -> Element:
    """A box beside the text, or above it on a phone."""
    body: list[Element] = []
    if draft:
        body.append(draft_note())
    body.append(Element('fields', fields))
    return Element('box', body, ('wiki-facts', NO_SEARCH), title)


def fact_field(name: str, fact: Fact) -> Element:
    """One fact, with how well it is known, or that it is not stated."""
    if not fact.values:
        return field(name, para(not_stated()))
    values = [
        foreign(text, fact.language) if fact.language else shown(fact.key, text)
        for text in fact.values
    ]
    return field(name, para(joined(values), known_mark(fact.known)))


def shown(key: str, text: str) -> str:
    """A fact as readers write it: dates in words."""
    if key != 'aired':
        return text
    day = dt.date.fromisoformat(text)
    return _('%(day)d %(month)s %(year)d') % {
        'day': day.day,
        'month': _months()[day.month - 1],
        'year': day.year,
    }


def _months() -> list[str]:
    return [
        _('January'), _('February'), _('March'), _('April'), _('May'), _('June'), _('July'),
        _('August'), _('September'), _('October'), _('November'), _('December'),
    ]  # fmt: skip
