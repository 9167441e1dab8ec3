"""How a review's panels are drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from criticwiki.i18n import _

from .charts import category_chart, numbers
from .elements import (
    by,
    cells,
    critic_link,
    field,
    figure,
    judgements,
    link,
    not_stated,
    para,
    phrase,
    ref,
    scope_words,
    score,
    sortable,
    span,
)
from .fact_box import fact_box, shown
from .pieces import Element
from .review import Silence

if TYPE_CHECKING:
    from .pieces import Piece
    from .review import AspectRow, Check, Disclosure, ScoreCard, SubjectRow


def facts(view: Disclosure) -> list[Element]:
    """Who says it, where, and after how much of the series."""
    fields = [
        field(_('Critic'), para(_author(view))),
        field(_('Outlet'), para(_outlet(view))),
        field(_('Published'), para(_published(view))),
        field(_('Address'), para(_address(view))),
        field(_('Covers'), para(_covers(view))),
        field(_('Seen as'), para(view.access or not_stated())),
        field(_('Score'), para(_score(view))),
    ]
    return [fact_box(_('About this review'), fields, draft=view.draft)]


def _author(view: Disclosure) -> Element:
    return critic_link(view.author, view.critic.page) if view.author else not_stated()


def _outlet(view: Disclosure) -> Element:
    return critic_link(view.outlet, view.outlet_page) if view.outlet else not_stated()


def _published(view: Disclosure) -> str | Element:
    return shown('aired', view.published) if view.published else not_stated()


def _address(view: Disclosure) -> Element:
    if view.url is None:
        return span(_('not known'), 'unstated')
    host = view.url.split('/')[2].removeprefix('www.')
    return Element('address', [host], (), view.url)


def _covers(view: Disclosure) -> str:
    words = scope_words(view.critic)
    return _('%(scope)s (inferred)') % {'scope': words} if view.inferred else words


def _score(view: Disclosure) -> list[Piece]:
    if view.score is None:
        return [span(_('none printed'), 'unstated')]
    if view.verdict:
        return phrase(_('%(score)s, “%(verdict)s”'), score=score(view.score), verdict=view.verdict)
    return [score(view.score)]


def scores(view: ScoreCard) -> list[Element]:
    """The printed scores and whether they add up."""
    if not (view.score or view.categories or view.episodes):
        return [para(_('This review prints no score, and the wiki makes none up for it.'))]
    made: list[Element] = []
    if view.score:
        template = _('Printed score: %(score)s, which is %(common)s of 100.')
        if view.verdict:
            template = _('Printed score: %(score)s “%(verdict)s”, which is %(common)s of 100.')
        made.append(
            para(
                phrase(
                    template,
                    score=score(view.score),
                    common=figure(view.score.common),
                    verdict=view.verdict or '',
                )
            )
        )
    if view.categories:
        rows = [
            cells(name, by(printed.common, score(printed)), figure(printed.common))
            for name, printed in view.categories
        ]
        head = cells(_('Category'), _('Score as printed'), _('Of 100'))
        by_category = sortable(head, rows, 'scores')
        drawn = category_chart(view.categories)
        made += [drawn, numbers(by_category)] if drawn else [by_category]
        made += _arithmetic(view.category_check, _('categories'), view)
    if view.episodes:
        rows = []
        for number, episode, printed in view.episodes:
            named = _('%(number)d. %(title)s') % {
                'number': number,
                'title': episode.text if episode else '',
            }
            cell = link(named, episode.docname) if episode else str(number)
            rows.append(cells(cell, by(printed.common, score(printed)), figure(printed.common)))
        head = cells(_('Episode'), _('Score as printed'), _('Of 100'))
        made.append(sortable(head, rows, 'scores'))
        made += _arithmetic(view.episode_check, _('episodes'), view)
    return made


def _arithmetic(check: Check | None, what: str, view: ScoreCard) -> list[Element]:
    if check is None:
        return []
    values = {
        'count': check.count,
        'what': what,
        'mean': figure(check.mean),
        'best': check.best,
    }
    words = [_('The mean of the %(count)d %(what)s is %(mean)s of %(best)s.') % values]
    if view.episodes and view.episode_check is check and view.episode_sum is not None:
        assert view.episode_median is not None
        words.append(
            _('Their sum is %(sum)s and their median %(median)s.')
            % {'sum': figure(view.episode_sum), 'median': figure(view.episode_median)}
        )
    if check.on_verdict_scale is not None:
        words.append(
            _('On the scale of the printed score that is %(mean)s of %(best)s.')
            % {'mean': figure(check.on_verdict_scale), 'best': check.verdict_best}
        )
    if check.matches is True:
        words.append(_('It is exactly what the critic prints for the whole.'))
    elif check.matches is False and view.score:
        words.append(
            _('The critic prints %(score)s for the whole; both stand as they are.')
            % {'score': view.score.printed}
        )
    return [para(' '.join(words), classes=['arithmetic'])]


def aspects(view: tuple[AspectRow, ...]) -> list[Element]:
    """What the critic holds of each aspect, and what they leave out."""
    made = judgements(((row.aspect, row.said, row.anchor) for row in view if row.said), 'aspects')
    for silence, template in (
        (Silence.NOT_DISCUSSED, _('Not discussed: %(aspects)s.')),
        (Silence.OUT_OF_SCOPE, _('Out of scope, since the critic had not seen it: %(aspects)s.')),
    ):
        names = [row.aspect for row in view if row.silence is silence]
        if names:
            made.append(para(template % {'aspects': ', '.join(names)}))
    return made or [para(_('The wiki lists no aspects.'))]


def remarks(view: tuple[SubjectRow, ...]) -> list[Element]:
    """What the critic says of single episodes and characters."""
    if not view:
        return [para(_('The critic singles out no episode and no character.'))]
    return judgements((ref(row.subject), row.said, '') for row in view)
