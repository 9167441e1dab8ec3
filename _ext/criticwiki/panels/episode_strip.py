"""Panel of the episodes as a strip: each with its score, and which have the best and the lowest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from criticwiki.i18n import _
from criticwiki.panel_registry import Panel

from .components import critic_link, figure
from .elements import (
    NO_SEARCH,
    Element,
    LazyRows,
    details,
    joined,
    link,
    para,
    phrase,
    rubric,
    scored,
    span,
)
from .episode import marked_score
from .headline import listed
from .season import season, shared_note

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from .elements import Pieces
    from .season import SeasonRow

MAX_OPEN: Final = 3
"""Most seasons whose strips stand open on one page."""
MAX_PRINTED: Final = 5
"""Most characters of a printed score that fit into a cell; beside longer ones, all are of 100."""
MAX_NUMBER: Final = 3
"""Most characters of a number that fits into a cell; a name takes two."""
MAX_WHO: Final = 3
"""Most critics whom the line on scores names."""
MAX_LISTED: Final = 6
"""Most episodes in the line of the best and the lowest; of more there is no telling them apart."""


def draw_strip(view: Sequence[SeasonRow] | None) -> list[Element]:
    """Cells of the episodes by season, and a line on their scores; nothing without episodes."""
    if view is None:
        return []
    if not view:
        return [para(_('No episode has a page yet.'))]
    printed = _are_printed(view)
    classes: tuple[str, ...] = ('wiki-strip', NO_SEARCH)
    if not any(row.spread for row in view):
        classes = (*classes, 'plain')
    groups = _by_season(view)
    blocks: list[Element] = []
    for number, rows in groups:
        strip = Element('bullets', LazyRows(rows, _draw_cell, printed), classes)
        title = _('Season %(number)d') % {'number': number}
        if number and len(groups) > MAX_OPEN:
            strip = details(title, strip)
        elif number and len(groups) > 1:
            blocks.append(rubric(title))
        blocks.append(strip)
    notes = [*_whose_scores(view, printed=printed), *_extremes(view, printed=printed)]
    if notes:
        blocks.append(para(joined(notes, ' '), classes=['strip-note']))
    if printed:
        blocks += shared_note(one for row in view for one in row.scores.rows)
    return blocks


def _are_printed(rows: Sequence[SeasonRow]) -> bool:
    """Whether cells have scores as printed: those of one critic, if they fit."""
    printed = [one for row in rows for one in row.scores.rows]
    scorers = {one.critic.key for one in printed}
    return len(scorers) == 1 and all(len(one.score.printed) <= MAX_PRINTED for one in printed)


def _by_season(rows: Sequence[SeasonRow]) -> list[tuple[int, list[SeasonRow]]]:
    """Rows by season, 0 where the series has only one; a special goes with the one before it."""
    groups: list[tuple[int, list[SeasonRow]]] = []
    for row in rows:
        if not groups or row.place.season not in {0, groups[-1][0]}:
            groups.append((row.place.season, []))
        groups[-1][1].append(row)
    return groups


def _draw_cell(row: SeasonRow, printed: bool) -> Element:
    label = str(row.place._replace(season=0))  # the season stands above
    title = row.episode.text if row.episode else _('no page yet')
    pieces = joined([span(label, 'number'), span(title, 'title'), _score_of(row, printed)], ' ')
    cell = Element('inline', pieces, ('cell',))
    if row.episode:
        cell = link(pieces, row.episode.docname)
    return Element('item', [para(cell)], ('named',) if len(label) > MAX_NUMBER else ())


def _score_of(row: SeasonRow, printed: bool) -> Element:
    if row.spread is None:
        return span('–', 'unscored')
    shown = marked_score(row.scores.rows[0]) if printed else [span(figure(row.spread.mean))]
    return scored(row.last, shown, 'cell-score', common=row.spread.mean)


def _whose_scores(rows: Sequence[SeasonRow], *, printed: bool) -> list[Pieces]:
    """Who prints the scores, by name while they are few."""
    if not any(row.spread for row in rows):
        return []
    critics = {one.critic.key: one.critic for row in rows for one in row.scores.rows}
    if not 0 < len(critics) <= MAX_WHO:
        return [_('Scores are means on 0 to 100.')]
    template = _('Scores are means on 0 to 100, of what is printed by %(critics)s.')
    if printed:
        template = _('Scores as printed by %(critics)s.')
    elif len(critics) == 1:
        template = _('Scores as printed by %(critics)s, put on 0 to 100.')
    return [phrase(template, critics=joined(map(critic_link, critics.values())))]


def _extremes(rows: Sequence[SeasonRow], *, printed: bool) -> list[Pieces]:
    """The best and the lowest episodes, of those with two scores where any has; none if all tie.

    Whoever hides scores sees the line when they have seen every episode that it compares.
    """
    found = [(row, row.spread) for row in rows if row.spread]
    least = 2 if any(spread.count > 1 for _row, spread in found) else 1
    counted = [(row, spread.mean) for row, spread in found if spread.count >= least]
    values = {mean for _row, mean in counted}
    if len(values) < 2:
        return []
    template = _('Best: %(best)s. Lowest: %(lowest)s.')
    if len(counted) < len(found):
        template = _('Of those with two scores or more, best: %(best)s; lowest: %(lowest)s.')
    best, lowest = (
        _all_at([row for row, mean in counted if mean == value], value, printed=printed)
        for value in (max(values), min(values))
    )
    last = max(row.last for row, _spread in found)
    return [scored(last, template % {'best': best, 'lowest': lowest})]


def _all_at(rows: Sequence[SeasonRow], value: Decimal, *, printed: bool) -> str:
    """The episodes of one score, with that score: `2, 3 and 11 (3.5/5)`."""
    names = _('%(count)d episodes') % {'count': len(rows)}
    if len(rows) <= MAX_LISTED:
        names = listed(str(row.place) for row in rows)
    score = rows[0].scores.rows[0].score.printed if printed else figure(value)
    return _('%(episodes)s (%(score)s)') % {'episodes': names, 'score': score}


STRIP: Final = Panel(
    lambda corpus, _page: season(corpus).rows if corpus.work.has_episodes else None,
    draw_strip,
    lambda: _('The season at a glance'),
)
