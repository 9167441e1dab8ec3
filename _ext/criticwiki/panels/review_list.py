"""Lists of reviews: the table of a folder with its filters, and labels for the sidebar."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from criticwiki.cached_view import cached_view
from criticwiki.corpus.corpus import ReviewEntry
from criticwiki.corpus.folders import MAX_UNGROUPED, published
from criticwiki.i18n import _
from criticwiki.model.review import Review
from criticwiki.text import natural_key, sort_key

from .common import MAX_NAMED, Critic, PrintedScore, Ref, critic_of, page_ref, review_score
from .components import (
    critic_link,
    date_text,
    drafted,
    name_link,
    order_note,
    scope_cells,
    scope_heads,
    scope_label,
    score_cell,
)
from .elements import (
    STACKED,
    Element,
    Filters,
    LazyRows,
    Select,
    cell_by,
    cells,
    filters,
    phrase,
    ref,
    row_group,
    sortable,
    span,
    way,
    ways,
    with_data,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.model.page import Page

    from .elements import Piece, Pieces

MIN_FILTERED: Final = 8
"""Fewest reviews that are worth filters."""


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A review in a table; one with faulty front matter has only its page."""

    page: Ref
    critic: Critic | None
    score: PrintedScore | None
    outlet: str = ''
    """Where it stands, if that is not the name of the critic."""
    published: str = ''
    """ISO date; empty where it is not known."""
    season: int = 0
    """Season of all that it covers, where the series has several; 0 if it covers several."""
    draft: bool = False
    replaced: bool = False
    """Whether another review replaces it, so that it counts nowhere."""


@dataclass(frozen=True, slots=True)
class ReviewList:
    """Reviews in a list, in order."""

    rows: tuple[ReviewRow, ...]


def review_list(corpus: Corpus, pages: Iterable[Page]) -> ReviewList:
    """List of the reviews of these pages."""
    return ReviewList(tuple(_row(corpus, page) for page in pages))


def _row(corpus: Corpus, page: Page) -> ReviewRow:
    facts = page.facts
    if not isinstance(facts, Review):
        return ReviewRow(page_ref(page), None, None)
    return ReviewRow(
        page_ref(page),
        critic_of(corpus, ReviewEntry(page, facts)),
        review_score(corpus, page, facts),
        outlet=facts.outlet or '' if facts.authors else '',
        published=published(page),
        season=_season_of(corpus, facts),
        draft=facts.draft,
        replaced=page.id in corpus.replacements,
    )


def _season_of(corpus: Corpus, facts: Review) -> int:
    numbering = corpus.numbering
    if not numbering.several:
        return 0
    seasons = {numbering.season_of(number) for number in facts.covers}
    return seasons.pop() if len(seasons) == 1 else 0


def draw_reviews(rows: Sequence[ReviewRow]) -> list[Element]:
    """Table of reviews; above a long one filters, and ways into it that need no script."""
    dated = any(row.published for row in rows)
    blocks = []
    if dated or len(rows) > MAX_UNGROUPED:
        blocks.append(order_note(dated=dated))
    if len(rows) > MAX_UNGROUPED:
        blocks += _draw_ways(rows, dated=dated)
    if len(rows) >= MIN_FILTERED:
        blocks.append(filters(_filters(rows)))
    return [*blocks, _review_table(rows, dated=dated)]


def _review_table(rows: Sequence[ReviewRow], *, dated: bool) -> Element:
    critics = [row.critic for row in rows if row.critic]
    scopes = scope_heads(critics, _('Covers')) if critics else [_('Covers')]
    days = [_('Published')] if dated else []
    head = cells(_('Critic'), _('Review'), _('Score'), *scopes, *days)
    return sortable(head, LazyRows(rows, _draw_review, dated, len(scopes)), 'reviews', STACKED)


def _draw_review(row: ReviewRow, dated: bool, scopes: int) -> Element:
    critic = row.critic
    title = drafted([ref(row.page)], draft=row.draft)
    if row.replaced and not row.draft:
        title = phrase(_('%(review)s (replaced, not counted)'), review=title)
    if critic is None:
        return cells('–', title, '–', *['–'] * scopes, *(['–'] if dated else []))
    name = critic.name or critic.label
    who: list[Piece] = [critic_link(critic) if name else span(_('unnamed critic'), 'unstated')]
    if row.outlet:
        who += [' ', span(row.outlet, 'summary')]
    day = date_text(row.published) if row.published else span(_('not stated'), 'unstated')
    columns = cells(
        cell_by(name, who),
        title,
        score_cell(row.score),
        *scope_cells(critic),
        *([cell_by(row.published, day)] if dated else []),
    )
    return with_data(columns, {option.name: option.value(row) for option in OPTIONS})


# -- filters, and groups of a long table --------------------------------------------------

NO_VALUE: Final = '-'
"""Value of a filter for rows without one."""
BAND: Final = 20
"""Width of a band of scores on 0 to 100; the last one includes 100."""


def _critic_value(row: ReviewRow) -> str:
    return (row.critic and (row.critic.name or row.critic.label)) or NO_VALUE


def _scope_value(row: ReviewRow) -> str:
    if row.critic is None:
        return NO_VALUE
    if row.critic.whole:
        return 'whole'
    return 'part' if row.critic.seen > 1 else 'one'


def _band_value(row: ReviewRow) -> str:
    if row.score is None:
        return NO_VALUE
    return str(min(int(row.score.common) // BAND * BAND, 100 - BAND))


def _year_value(row: ReviewRow) -> str:
    return row.published[:4] or NO_VALUE


def _season_value(row: ReviewRow) -> str:
    return str(row.season) if row.season else NO_VALUE


def _scope_option(value: str, several: bool) -> str:
    labels = {
        'whole': _('the whole series') if several else _('the whole season'),
        'part': _('part of the series') if several else _('part of the season'),
        'one': _('a single episode'),
    }
    return labels.get(value, value)


def _season_label(value: str, _several: bool) -> str:
    if value == NO_VALUE:
        return _('several seasons, or a special')
    return _('season %(number)s') % {'number': value}


def _band_label(value: str, _several: bool) -> str:
    if value == NO_VALUE:
        return _('none printed')
    first = int(value)
    last = 100 if first == 100 - BAND else first + BAND - 1
    return _('%(low)d–%(high)d') % {'low': first, 'high': last}


def _year_label(value: str, _several: bool) -> str:
    return _('not stated') if value == NO_VALUE else value


def _critic_label(value: str, _several: bool) -> str:
    return _('unnamed critic') if value == NO_VALUE else value


@dataclass(frozen=True, slots=True)
class FilterOption:
    """Property of reviews by which a table is narrowed down and a long one grouped."""

    name: str
    """Name of the data attribute of rows, and in the docnames of groups."""
    value: Callable[[ReviewRow], str]
    label: Callable[[str, bool], str]
    """Label of a value; the flag is set where the series has several seasons."""
    title: Callable[[], str]
    any: Callable[[], str]
    order: Callable[[str], tuple[bool, str]]
    """Sort key of values; the absent one is last."""


def _by_word(value: str) -> tuple[bool, str]:
    return value == NO_VALUE, sort_key(value)[0]


def _by_width(value: str) -> tuple[bool, str]:
    return value == NO_VALUE, str(('whole', 'part', 'one', NO_VALUE).index(value))


def _upwards(value: str) -> tuple[bool, str]:
    """Sort key of numbers, the least first."""
    return value == NO_VALUE, natural_key(value)


def _from_the_top(value: str) -> tuple[bool, str]:
    """Sort key of numbers, the greatest first."""
    return value == NO_VALUE, '' if value == NO_VALUE else f'{9999 - int(value):04}'


OPTIONS: Final = (
    FilterOption(
        'critic', _critic_value, _critic_label,
        lambda: _('Critic'), lambda: _('all'), _by_word,
    ),
    FilterOption(
        'covers', _scope_value, _scope_option,
        lambda: _('Covers'), lambda: _('any stretch'), _by_width,
    ),
    FilterOption(
        'season', _season_value, _season_label,
        lambda: _('Season'), lambda: _('any season'), _upwards,
    ),
    FilterOption(
        'score', _band_value, _band_label,
        lambda: _('Score of 100'), lambda: _('any score, or none'), _from_the_top,
    ),
    FilterOption(
        'year', _year_value, _year_label,
        lambda: _('Published'), lambda: _('any year'), _from_the_top,
    ),
)  # fmt: skip
"""Filters of a table of reviews."""


def _grouped(rows: Sequence[ReviewRow], option: FilterOption) -> dict[str, list[ReviewRow]]:
    """Rows by value of an option, in the order of values."""
    groups: dict[str, list[ReviewRow]] = defaultdict(list)
    for row in rows:
        if row.critic:
            groups[option.value(row)].append(row)
    return {value: groups[value] for value in sorted(groups, key=option.order)}


def _filters(rows: Sequence[ReviewRow]) -> Filters:
    selects = (_select(rows, option) for option in OPTIONS)
    shown = _('%(shown)s of %(total)s reviews are shown.')
    if len(rows) > MAX_UNGROUPED:
        shown = _('%(shown)s of %(total)s reviews.')
    return Filters(
        label=_('Choose reviews'),
        selects=tuple(select for select in selects if len(select.options) > 1),
        clear=_('Clear'),
        shown=shown,
    )


def _select(rows: Sequence[ReviewRow], option: FilterOption) -> Select:
    values = list(_grouped(rows, option))
    if option.name == 'critic':
        values = _critics_to_choose(rows, option)
    several = _has_seasons(rows)
    labels = tuple((value, option.label(value, several)) for value in values)
    return Select(option.name, option.title(), option.any(), labels)


def _has_seasons(rows: Sequence[ReviewRow]) -> bool:
    return any(row.critic and row.critic.several for row in rows)


def _critics_to_choose(rows: Sequence[ReviewRow], option: FilterOption) -> list[str]:
    """All critics or, of many, those with most reviews, if these are two or more."""
    groups = _grouped(rows, option)
    if len(groups) <= MAX_UNGROUPED:
        return list(groups)
    several = [value for value in groups if len(groups[value]) > 1]
    most = sorted(several, key=lambda value: -len(groups[value]))[:MAX_UNGROUPED]
    return [value for value in groups if value in most]


def _draw_ways(rows: Sequence[ReviewRow], *, dated: bool) -> list[Element]:
    """Links to the pages of critics, and to pages of the reviews of each group."""
    lines = []
    several = _has_seasons(rows)
    by_critic, *others = OPTIONS
    if critics := list(_critic_links(_grouped(rows, by_critic))):
        lines.append(way(by_critic.title(), critics))
    for option in others:
        groups = _grouped(rows, option)
        if len(groups) > 1:
            pages = (
                row_group(_label(option, value), _group_title(option, value, several), table)
                for value, members in groups.items()
                for table in [_review_table(members, dated=dated)]
            )
            lines.append(way(option.title(), pages))
    return [ways(_('Ways into the list'), *lines)] if lines else []


def _critic_links(groups: Mapping[str, Sequence[ReviewRow]]) -> Iterator[Pieces]:
    """Links to the pages of the critics with most reviews."""
    most = sorted(groups.items(), key=lambda group: -len(group[1]))
    for value, members in most[:MAX_NAMED]:
        critic = members[0].critic
        if critic and critic.page:
            counted = {'group': value, 'count': len(members)}
            label = _('%(group)s (%(count)d)') % counted
            if len(critic.pages) == 1:
                yield name_link(label, critic.page)
            else:
                yield phrase(
                    _('%(critic)s (%(count)s)'), critic=critic_link(critic), count=str(len(members))
                )


def _label(option: FilterOption, value: str) -> str:
    """Label of a group in docnames: letters, then digits."""
    if value == NO_VALUE:
        return f'no{option.name}'
    return f'{option.name}{value}' if value.isdecimal() else value


def _group_title(option: FilterOption, value: str, several: bool) -> str:
    if option.name == 'score' and value == NO_VALUE:
        return _('no score')
    if option.name == 'year' and value == NO_VALUE:
        return _('no date')
    return option.label(value, several)


# -- labels for the sidebar ---------------------------------------------------------------


@cached_view
def short_labels(corpus: Corpus) -> Mapping[str, str]:
    """Label of each review by docname: its own, or its critic, with the scope of one of several.

    A review without either is called by its title, and so is one that shares all of these.
    """
    reviews = [
        ReviewEntry(page, page.facts)
        for page in corpus.pages.values()
        if isinstance(page.facts, Review)
    ]
    names = {one.docname: one.facts.label or one.facts.critic or '' for one in reviews}
    count = Counter(names.values())
    scoped = {
        one.docname: _scoped(corpus, one, names[one.docname])
        for one in reviews
        if count[names[one.docname]] > 1
    }
    scoped_count = Counter(scoped.values())
    labels: dict[str, str] = {}
    for one in reviews:
        name = names[one.docname]
        label = name if count[name] == 1 else scoped[one.docname]
        unique = name and (count[name] == 1 or scoped_count[label] == 1)
        labels[one.docname] = label if unique else one.page.title or one.docname
    return labels


def _scoped(corpus: Corpus, review: ReviewEntry, name: str) -> str:
    """Name of a critic with the scope of a review, if there is one."""
    scope = scope_label(critic_of(corpus, review))
    return _('%(critic)s, %(scope)s') % {'critic': name, 'scope': scope} if scope else name
