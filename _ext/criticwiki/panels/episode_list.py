"""List of the episodes of a folder: title, date, printed scores, and how many critics speak."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from criticwiki.corpus.critics import critics_of
from criticwiki.i18n import _, ngettext
from criticwiki.model.kinds import Episode

from .common import Ref, page_ref, unscoped
from .components import critic_link, date_text, drafted, episode_link, name_in
from .elements import (
    STACKED,
    LazyRows,
    cell_by,
    cells,
    data_number,
    para,
    phrase,
    ref,
    scored,
    sortable,
)
from .episode import EpisodeScore, episode_scores, marked_score
from .pointers import below, pointer_field

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.corpus.critics import CriticKey
    from criticwiki.model.numbering import EpisodePlace
    from criticwiki.model.page import Page

    from .common import Critic
    from .elements import Element, Piece, Pieces

MAX_COLUMNS: Final = 3
"""Most critics who have a column each; of more, the mean is shown."""


@dataclass(frozen=True, slots=True)
class EpisodeRow:
    """An episode in a list; one with faulty front matter has only its page."""

    page: Ref
    place: EpisodePlace | None = None
    title: tuple[str, str] = ('', '')
    """Title in another language, and the code of that."""
    aired: str = ''
    """ISO date, as far as it is known; empty without one."""
    scores: tuple[EpisodeScore, ...] = ()
    mean: Decimal | None = None
    """Of the scores, on 0 to 100; None without one."""
    covering: int = 0
    """Number of critics who cover it."""
    speaking: int = 0
    """Number of those who say something of it in particular."""
    draft: bool = False
    at: str = pointer_field()
    """Pointer to the episode in `wiki.json`."""


@dataclass(frozen=True, slots=True)
class EpisodeList:
    """Episodes in a list, in order."""

    rows: tuple[EpisodeRow, ...]
    scorers: tuple[Critic, ...]
    """Critics who score one of them."""


def episode_list(corpus: Corpus, pages: Iterable[Page]) -> EpisodeList:
    """List of the episodes of these pages."""
    rows = tuple(episode_row(corpus, page) for page in pages)
    scorers = {score.critic.key: score.critic for row in rows for score in row.scores}
    return EpisodeList(rows, tuple(scorers.values()))


def episode_row(corpus: Corpus, page: Page) -> EpisodeRow:
    """Row of the page of an episode."""
    facts = page.facts
    if not isinstance(facts, Episode):
        return EpisodeRow(page_ref(page))
    number = facts.number
    scores = episode_scores(corpus, number)
    values = [row.score.common for row in scores.rows]
    covering = critics_of(corpus, corpus.reviews_of_page(number))
    remarks = (remark for one in facts.numbers for remark in corpus.remarks.get(one, ()))
    return EpisodeRow(
        Ref(facts.title, page.docname),
        corpus.numbering.place(*facts.numbers),
        next(((text, code) for code, text in facts.titles.items() if text), ('', '')),
        str(facts.aired) if facts.aired else '',
        tuple(replace(row, critic=unscoped(row.critic)) for row in scores.rows),
        values[0] if len(values) == 1 else scores.mean,
        len(covering),
        len(critics_of(corpus, (review for review, _remark in remarks))),
        facts.draft,
        scores.at,
    )


def draw_episodes(view: EpisodeList) -> list[Element]:
    """Table of the episodes; a column that would be empty is left out."""
    columns = _score_columns(view)
    dated = any(row.aired for row in view.rows)
    covered = any(row.covering for row in view.rows)
    head = cells(
        _('Episode'),
        *columns,
        *([_('First aired')] if dated else []),
        *([_('Critics')] if covered else []),
    )
    keys = tuple(critic.key for critic in view.scorers) if len(columns) == len(view.scorers) else ()
    options = keys, len(columns), dated, covered
    table = sortable(head, LazyRows(view.rows, _draw_row, *options), 'episodes', STACKED)
    if len(view.scorers) != 1:
        return [table]
    note = phrase(_('Scores are those of %(critic)s.'), critic=critic_link(view.scorers[0]))
    return [para(note, classes=['summary']), table]


def _score_columns(view: EpisodeList) -> list[Pieces]:
    """Heads of the columns of scores: one of each critic, or one of the means."""
    if len(view.scorers) == 1:
        return [_('Score')]
    if len(view.scorers) > MAX_COLUMNS:
        return [_('Mean of 100')]
    return [critic_link(critic) for critic in view.scorers]


def _draw_row(
    row: EpisodeRow, critics: tuple[CriticKey, ...], columns: int, dated: bool, covered: bool
) -> Element:
    title: list[Piece] = [episode_link(row.place, row.page)] if row.place else [ref(row.page)]
    if row.title[0]:
        title += [' ', name_in(*row.title)]
    scores = [_mean_cell(row)] if columns and not critics else []
    scores += [_score_cell(row, key) for key in critics]
    aired = date_text(row.aired) if row.aired else '–'
    return cells(
        cell_by(row.place.until if row.place else '', drafted(title, draft=row.draft)),
        *scores,
        *([cell_by(row.aired, aired)] if dated else []),
        *([_coverage_cell(row)] if covered else []),
    )


def _score_cell(row: EpisodeRow, key: CriticKey) -> Element:
    printed = [one for one in row.scores if one.critic.key == key]
    if not printed or row.place is None:
        return cell_by('', '–')
    return cell_by(printed[0].score.common, scored(row.place.until, marked_score(printed[0])))


def _mean_cell(row: EpisodeRow) -> Element:
    if row.mean is None or row.place is None:
        return cell_by('', '–')
    count = len(row.scores)
    words = ngettext('%(mean)s, of %(count)d score', '%(mean)s, of %(count)d scores', count)
    spread = below(row.at, 'spread')
    scores = data_number(count, below(spread, 'count'))
    shown = phrase(words, mean=data_number(row.mean, below(spread, 'mean')), count=scores)
    return cell_by(row.mean, scored(row.place.until, shown))


def _coverage_cell(row: EpisodeRow) -> Element:
    """Cell with the number of critics who cover an episode, and of those who speak of it."""
    if not row.covering:
        return cell_by('', '–')
    cover = ngettext('%(count)d covers it', '%(count)d cover it', row.covering)
    words = phrase(cover, count=data_number(row.covering, below(row.at, 'critics')))
    if row.speaking:
        speak = ngettext(
            '%(cover)s, %(count)d speaks of it', '%(cover)s, %(count)d speak of it', row.speaking
        )
        speaking = data_number(row.speaking, below(row.at, 'speaking'))
        words = phrase(speak, cover=words, count=speaking)
    return cell_by(f'{row.covering}.{row.speaking:03}', words)
