"""Panel of the episodes as a strip: each with its score, and which have the best and the lowest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from criticwiki.i18n import _
from criticwiki.panel_registry import Panel

from .common import MAX_NAMED
from .components import figure, review_link
from .elements import NO_SEARCH, Element, LazyRows, joined, link, para, phrase, rubric, scored, span
from .episode import marked_score
from .headline import listed
from .season import season, shared_note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .elements import Piece
    from .season import SeasonRow

MAX_OPEN: Final = 3
"""Most seasons whose strips stand open on one page."""
MAX_PRINTED: Final = 5
"""Most characters of a printed score that fit into a cell; beside longer ones, all are of 100."""
MAX_LISTED: Final = 6
"""Most episodes in the line of the best and the lowest; of more there is no telling them apart."""


def draw_strip(view: Sequence[SeasonRow] | None) -> list[Element]:
    """Cells of the episodes by season, and a line on their scores; nothing without episodes."""
    if view is None:
        return []
    if not view:
        return [para(_('No episode has a page yet.'))]
    printed = _are_printed(view)
    groups = _by_season(view)
    blocks: list[Element] = []
    for number, rows in groups:
        cells = LazyRows(rows, _draw_cell, printed)
        strip = Element('bullets', cells, ('wiki-strip', NO_SEARCH))
        title = _('Season %(number)d') % {'number': number}
        if len(groups) > MAX_OPEN:
            blocks.append(Element('details', [strip], ('wiki-asked',), title))
        else:
            blocks += [rubric(title), strip] if number and len(groups) > 1 else [strip]
    notes = [*_whose_scores(view, printed=printed), *_extremes(view, printed=printed)]
    if notes:
        blocks.append(para(joined([[note] for note in notes], ' '), classes=['strip-note']))
    return [*blocks, *shared_note(one for row in view for one in row.scores.rows)]


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
    pieces: list[Piece] = [
        span(label, 'number'),
        ' ',
        span(title, 'title'),
        ' ',
        _score_of(row, printed),
    ]
    cell = Element('inline', pieces, ('cell',))
    if row.episode:
        cell = link(pieces, row.episode.docname)
    return Element('item', [para(cell)])


def _score_of(row: SeasonRow, printed: bool) -> Element:
    if row.spread is None:
        return span('–', 'unscored')
    shown = marked_score(row.scores.rows[0]) if printed else [span(figure(row.spread.mean))]
    return scored(row.last, shown, 'cell-score', common=row.spread.mean)


def _whose_scores(rows: Sequence[SeasonRow], *, printed: bool) -> list[Element]:
    critics = {one.critic.key: one.critic for row in rows for one in row.scores.rows}
    if printed:
        template = _('Scores as printed by %(critics)s.')
    elif any(row.spread for row in rows):
        if not 0 < len(critics) <= MAX_NAMED:
            return [span(_('Scores are means on 0 to 100.'))]
        template = _('Scores are means on 0 to 100, of what is printed by %(critics)s.')
        if len(critics) == 1:
            template = _('Scores as printed by %(critics)s, put on 0 to 100.')
    else:
        return []
    names = phrase(template, critics=joined(map(review_link, critics.values())))
    return [Element('inline', names)]


def _extremes(rows: Sequence[SeasonRow], *, printed: bool) -> list[Element]:
    """The best and the lowest episodes, by as many scores as most have; none if all are alike."""
    scored_rows = [row for row in rows if row.spread]
    voices = min(2, max((row.spread.count for row in scored_rows if row.spread), default=0))
    counted = [row for row in scored_rows if row.spread and row.spread.count >= voices]
    values = {row.spread.mean for row in counted if row.spread}
    if len(values) < 2:
        return []
    last = max(row.last for row in scored_rows)
    templates = {max(values): _('Best: %(episodes)s (%(score)s).'),
                 min(values): _('Lowest: %(episodes)s (%(score)s).')}  # fmt: skip
    sentences = []
    for value, template in templates.items():
        members = [row for row in counted if row.spread and row.spread.mean == value]
        score = members[0].scores.rows[0].score.printed if printed else figure(value)
        names = _('%(count)d episodes') % {'count': len(members)}
        if len(members) <= MAX_LISTED:
            names = listed(str(row.place) for row in members)
        sentences.append(template % {'episodes': names, 'score': score})
    return [scored(last, [' '.join(sentences)])]


STRIP: Final = Panel(
    lambda corpus, _page: season(corpus).rows if corpus.work.has_episodes else None,
    draw_strip,
    lambda: _('The season at a glance'),
)
