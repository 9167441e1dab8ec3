"""How the reviews of a folder are drawn: a table to sort, and to narrow down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from criticwiki.i18n import _

from .elements import MANY_ROWS, by, cells, phrase, ref, scope_words, sortable, span
from .elements import score as shown_score
from .filters import Filters, Select, filters, told
from .page_list_drawing import lead_to, page_list
from .review_list import ReviewRow

if TYPE_CHECKING:
    from .common import Critic
    from .page_list import PageGroup
    from .pieces import Element, Piece


def review_list(
    view: tuple[tuple[PageGroup, ...] | tuple[ReviewRow, ...], str],
) -> list[Element]:
    """Every review with its critic, what it covers and its score; else every page by title."""
    listed, critics = view
    return [*lead_to(critics), *_listed(listed)]


def _listed(view: tuple[PageGroup, ...] | tuple[ReviewRow, ...]) -> list[Element]:
    rows = [row for row in view if isinstance(row, ReviewRow)]
    if not rows:
        return page_list(tuple(group for group in view if not isinstance(group, ReviewRow)))
    head = cells(_('Review'), _('Critic'), _('Covers'), _('Score'))
    drawn = sortable(head, [_row(row) for row in rows], 'reviews')
    return [filters(_form(rows)), drawn] if len(rows) > MANY_ROWS else [drawn]


def _row(row: ReviewRow) -> Element:
    known = row.critic
    named: list[Piece] = [ref(row.page)]
    if row.draft:
        named = phrase(_('%(review)s (draft)'), review=named)
    if known is None:
        return cells(named, '–', '–', '–')
    printed = (
        by(row.score.common, shown_score(row.score))
        if row.score
        else by('', span(_('none for the season'), 'unstated'))
    )
    made = cells(
        named,
        _name(known) if known.name else by('', span(_name(known), 'unstated')),
        by(known.seen, scope_words(known)),
        printed,
    )
    values = {'critic': known.name or '-', 'covers': _covers(known)}
    return told(made, {**values, 'scored': 'yes' if row.score else 'no'})


def _name(known: Critic) -> str:
    return known.name or _('unnamed critic')


def _covers(known: Critic) -> str:
    if known.whole:
        return 'whole'
    return 'part' if known.seen > 1 else 'one'


def _form(rows: list[ReviewRow]) -> Filters:
    critics = {row.critic.name or '-': _name(row.critic) for row in rows if row.critic}
    return Filters(
        label=_('Choose reviews'),
        selects=(
            Select(
                'critic',
                _('Critic'),
                _('all'),
                tuple(sorted(critics.items(), key=lambda one: (one[0] == '-', one[1].casefold()))),
            ),
            Select(
                'covers',
                _('Covers'),
                _('any stretch'),
                (
                    ('whole', _('the whole season')),
                    ('part', _('part of the season')),
                    ('one', _('a single episode')),
                ),
            ),
            Select(
                'scored',
                _('Season score'),
                _('with or without'),
                (('yes', _('with a score')), ('no', _('without a score'))),
            ),
        ),
        clear=_('Clear'),
        shown=_('%(shown)s of %(total)s reviews are shown.'),
    )
