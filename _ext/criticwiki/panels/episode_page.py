"""How an episode's panels are drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from criticwiki.i18n import _

from .elements import (
    bullets,
    by,
    cells,
    critic,
    critic_with_review,
    critic_with_scope,
    critics,
    field,
    figure,
    guarded,
    judgements,
    link,
    para,
    phrase,
    ref,
    scope_words,
    score,
    sortable,
    span,
)
from .fact_box import fact_box, fact_field

if TYPE_CHECKING:
    from .common import Ref
    from .episode import CastRow, Coverage, EpisodeFacts, EpisodeScores, Neighbours
    from .pieces import Element, Piece


def facts(view: EpisodeFacts) -> list[Element]:
    """The fact box of an episode."""
    names = {
        'title_ja': _('Japanese title'),
        'aired': _('First aired'),
        'director': _('Episode director'),
        'storyboard': _('Storyboard'),
        'script': _('Script'),
    }
    fields = [fact_field(names[fact.key], fact) for fact in view.facts]
    for text, who in view.variants:
        template = _('“%(title)s” in the review of %(critic)s')
        fields.append(
            field(_('Also printed as'), para(phrase(template, title=text, critic=critic(who))))
        )
    if view.season:
        numbers = {'number': view.number, 'season': view.season}
        title = _('Episode %(number)d of %(season)d') % numbers
    else:
        title = _('Episode %(number)d') % {'number': view.number}
    return [fact_box(title, fields, draft=view.draft)]


def scores(view: EpisodeScores) -> list[Element]:
    """The printed scores of an episode."""
    if not view.rows:
        return [para(_('No critic prints a score for this episode.'))]
    rows = [
        cells(
            critic(row.critic),
            by(row.score.common, score(row.score)),
            figure(row.score.common),
            by(row.critic.seen, link(scope_words(row.critic), row.critic.docname)),
        )
        for row in view.rows
    ]
    head = cells(_('Critic'), _('Score as printed'), _('Of 100'), _('The review covers'))
    made: list[Element] = [sortable(head, rows, 'scores')]
    if view.mean is not None:
        template = _('Mean: %(mean)s of 100, from %(count)s printed scores.')
        made.append(para(phrase(template, mean=figure(view.mean), count=str(len(view.rows)))))
    return made


def coverage(view: Coverage) -> list[Element]:
    """Which reviews cover an episode and what they say of it."""
    count = {'covering': view.covering, 'reviews': view.reviews}
    made: list[Element] = [
        para(
            (
                _('%(covering)d of %(reviews)d reviews covers this episode.')
                if view.covering == 1
                else _('%(covering)d of %(reviews)d reviews cover this episode.')
            )
            % count
        )
    ]
    made += judgements(
        ((critic_with_review(row.critic), said, '') for row in view.rows for said in row.remarks),
        'no-search',
    )
    if view.silent.count:
        names = critics(view.silent, _('%(count)d critics'), critic_with_scope)
        template = _('Covered, but not singled out, by %(critics)s.')
        made.append(para(phrase(template, critics=names)))
    return made


def cast(view: tuple[CastRow, ...]) -> list[Element]:
    """The characters who appear in an episode."""
    if not view:
        return [para(_('The sources place no character of this wiki in the episode.'))]
    by_episode: dict[int, list[list[Element]]] = {}
    for row in view:
        summary: list[Piece] = [' ', span(row.summary, 'summary')] if row.summary else []
        item = [para(ref(row.character), summary)]
        by_episode.setdefault(row.spoils, []).append(item)
    made: list[Element] = []
    for spoils, items in sorted(by_episode.items()):
        made += guarded(spoils, [bullets(items, 'wiki-cast')])
    return made


def neighbours(view: Neighbours) -> list[Element]:
    """Links to the episodes before and after."""

    def named(pair: tuple[int, Ref]) -> Element:
        number, target = pair
        words = _('%(number)d. %(title)s') % {'number': number, 'title': target.text}
        return link(words, target.docname)

    made: list[list[Element]] = []
    if view.previous:
        made.append([para(phrase(_('Before: %(episode)s'), episode=named(view.previous)))])
    if view.following:
        made.append([para(phrase(_('After: %(episode)s'), episode=named(view.following)))])
    if not made:
        return [para(_('No other episode has a page.'))]
    return [bullets(made, 'wiki-neighbours')]
