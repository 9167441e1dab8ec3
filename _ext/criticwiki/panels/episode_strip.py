"""Panel of all episodes in a row, with scores, the highest and lowest marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from criticwiki.cached_view import cached_view
from criticwiki.i18n import _, counted
from criticwiki.panel_registry import Panel

from .components import critic_link
from .elements import (
    NO_SEARCH,
    Element,
    LazyRows,
    data_number,
    details,
    figure,
    joined,
    link,
    para,
    phrase,
    rubric,
    scored,
    span,
)
from .episode import marked_score
from .episode_scores import episode_score_table, shared_note
from .pointers import below, pointer_field
from .season_score import listed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.model.numbering import EpisodePlace, Number

    from .common import Critic, Ref
    from .elements import Piece, Pieces
    from .episode import EpisodeScore
    from .episode_scores import SeasonRow

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


@dataclass(frozen=True, slots=True)
class Cell:
    """An episode of the strip."""

    place: EpisodePlace
    episode: Ref | None
    """None where it has no page, and critics score it."""
    printed: EpisodeScore | None
    """Its score where the cells have scores as printed."""
    mean: Decimal | None
    """Of its scores, on 0 to 100; None without one."""
    at: str = pointer_field()
    """Pointer to that mean in `wiki.json`."""


@dataclass(frozen=True, slots=True)
class Extreme:
    """The episodes that have the best score, or the lowest."""

    places: tuple[EpisodePlace, ...]
    score: str
    """As printed where the cells have scores as printed, else on 0 to 100."""
    at: str = pointer_field()
    """Pointer to the score in `wiki.json`, of the first of the episodes."""


@dataclass(frozen=True, slots=True)
class Extremes:
    """The best and the lowest episodes."""

    best: Extreme
    lowest: Extreme
    all: bool
    """Whether every scored episode is compared; else only those with two scores or more are."""
    last: Number
    """The last of all scored episodes: who has seen it may see which are the best."""


@dataclass(frozen=True, slots=True)
class Strip:
    """View of the episodes as a strip: what it shows of the rows of a season, and no more."""

    cells: tuple[Cell, ...]
    critics: tuple[Critic, ...]
    """Who print the scores; none where they are too many to name, or nobody does."""
    as_printed: bool
    """Whether the cells have scores as printed."""
    extremes: Extremes | None
    """None where all scores are equal."""


@cached_view
def strip(corpus: Corpus) -> Strip | None:
    """The strip of all episodes; None for a work without episodes."""
    return strip_of(episode_score_table(corpus).rows) if corpus.work.has_episodes else None


def strip_of(rows: Sequence[SeasonRow]) -> Strip:
    """The strip of the rows of a season."""
    scores = [one for row in rows for one in row.scores.rows]
    critics = {one.critic.key: one.critic for one in scores}
    as_printed = len(critics) == 1 and all(len(one.score.printed) <= MAX_PRINTED for one in scores)
    return Strip(
        tuple(_cell_of(row, as_printed=as_printed) for row in rows),
        tuple(critics.values()) if len(critics) <= MAX_WHO else (),
        as_printed,
        _extremes(rows, as_printed=as_printed),
    )


def _cell_of(row: SeasonRow, *, as_printed: bool) -> Cell:
    return Cell(
        row.place,
        row.episode,
        row.scores.rows[0] if as_printed and row.scores.rows else None,
        row.spread.mean if row.spread else None,
        below(row.scores.at, 'spread', 'mean'),
    )


def _extremes(rows: Sequence[SeasonRow], *, as_printed: bool) -> Extremes | None:
    """The best and the lowest episodes, of those with two scores where any has; none if all tie."""
    spreads = [(row, row.spread) for row in rows if row.spread]
    least = 2 if any(spread.count > 1 for _row, spread in spreads) else 1
    counted = [(row, spread.mean) for row, spread in spreads if spread.count >= least]
    means = {mean for _row, mean in counted}
    if len(means) < 2:
        return None

    def extreme(value: Decimal) -> Extreme:
        at = [row for row, mean in counted if mean == value]
        places = tuple(row.place for row in at)
        if as_printed:
            printed = at[0].scores.rows[0].score
            return Extreme(places, printed.printed, below(printed.at, 'printed'))
        return Extreme(places, figure(value), below(at[0].scores.at, 'spread', 'mean'))

    last = max(row.place.until for row, _spread in spreads)
    everything = len(counted) == len(spreads)
    return Extremes(extreme(max(means)), extreme(min(means)), everything, last)


def draw_strip(view: Strip | None) -> list[Element]:
    """Cells of the episodes by season, and a line on their scores; nothing without episodes."""
    if view is None:
        return []
    if not view.cells:
        return [para(_('No episode has a page yet.'))]
    classes: tuple[str, ...] = ('wiki-strip', NO_SEARCH)
    is_scored = any(cell.mean is not None for cell in view.cells)
    if not is_scored:
        classes = (*classes, 'plain')
    groups = _by_season(view.cells)
    blocks: list[Element] = []
    for number, cells in groups:
        drawn = Element('bullets', LazyRows(cells, _draw_cell), classes)
        title = _('Season %(number)d') % {'number': number}
        if number and len(groups) > MAX_OPEN:
            drawn = details(title, drawn)
        elif number and len(groups) > 1:
            blocks.append(rubric(title))
        blocks.append(drawn)
    if is_scored:
        blocks.append(para(joined(_notes(view), ' '), classes=['strip-note']))
    return [*blocks, *shared_note(cell.printed for cell in view.cells if cell.printed)]


def _by_season(cells: Sequence[Cell]) -> list[tuple[int, list[Cell]]]:
    """Cells by season, 0 where the series has only one; a special goes with the one before it."""
    groups: list[tuple[int, list[Cell]]] = []
    for cell in cells:
        if not groups or cell.place.season not in {0, groups[-1][0]}:
            groups.append((cell.place.season, []))
        groups[-1][1].append(cell)
    return groups


def _draw_cell(cell: Cell) -> Element:
    label = str(cell.place._replace(season=0))  # the season stands above
    title = cell.episode.text if cell.episode else _('no page yet')
    pieces = joined([span(label, 'number'), span(title, 'title'), _draw_score(cell)], ' ')
    drawn = Element('inline', pieces, ('cell',))
    if cell.episode:
        drawn = link(pieces, cell.episode.docname)
    return Element('item', [para(drawn)], ('named',) if len(label) > MAX_NUMBER else ())


def _draw_score(cell: Cell) -> Element:
    if cell.mean is None:
        return span('–', 'unscored')
    shown = marked_score(cell.printed) if cell.printed else [data_number(cell.mean, cell.at)]
    return scored(cell.place.until, shown, 'cell-score', common=cell.mean)


def _notes(view: Strip) -> list[Pieces]:
    """Whose scores these are, and which episodes have the best and the lowest.

    Whoever hides scores sees the latter when they have seen every episode that it compares.
    """
    notes: list[Pieces] = [_whose_scores(view)]
    if view.extremes:
        template = _('Best: %(best)s. Lowest: %(lowest)s.')
        if not view.extremes.all:
            template = _('Of those with two scores or more, best: %(best)s; lowest: %(lowest)s.')
        words = {'best': _words(view.extremes.best), 'lowest': _words(view.extremes.lowest)}
        notes.append([scored(view.extremes.last, phrase(template, **words))])
    return notes


def _whose_scores(view: Strip) -> Pieces:
    """Who prints the scores, by name while they are few."""
    if not view.critics:
        return _('Scores are means on 0 to 100.')
    template = _('Scores are means on 0 to 100, of what is printed by %(critics)s.')
    if view.as_printed:
        template = _('Scores as printed by %(critics)s.')
    elif len(view.critics) == 1:
        template = _('Scores as printed by %(critics)s, put on 0 to 100.')
    return phrase(template, critics=joined(map(critic_link, view.critics)))


def _words(view: Extreme) -> list[Piece]:
    """The episodes of one score, with that score: `2, 3 and 11 (3.5/5)`."""
    count = len(view.places)
    names = counted('%(count)d episodes', count) % {'count': count}
    if len(view.places) <= MAX_LISTED:
        names = listed(map(str, view.places))
    template = _('%(episodes)s (%(score)s)')
    return phrase(template, episodes=names, score=data_number(view.score, view.at))


STRIP: Final = Panel(
    lambda corpus, _page: strip(corpus), draw_strip, lambda: _('The season at a glance')
)
