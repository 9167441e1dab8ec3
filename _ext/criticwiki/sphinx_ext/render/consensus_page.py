"""How the consensus is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from criticwiki.core.models import Stance
from criticwiki.core.views.reviews import Silence
from criticwiki.sphinx_ext.render.build import (
    bullets,
    cells,
    critic,
    critic_in_head,
    figure,
    joined,
    link,
    para,
    phrase,
    rubric,
    scope_words,
    score,
    span,
    stance,
    table,
    tally_words,
)
from criticwiki.sphinx_ext.render.pieces import NO_SEARCH, Element
from criticwiki.sphinx_ext.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from criticwiki.core.consensus import Tally
    from criticwiki.core.views.agreement import Agreements, AspectTally, Brief, Matrix
    from criticwiki.core.views.base import Critic
    from criticwiki.core.views.reviews import AspectRow
    from criticwiki.core.views.season import Compared, Fragility, Headline
    from criticwiki.sphinx_ext.render.pieces import Piece


def headline(view: Headline) -> list[Element]:
    """Mean and range of the printed season scores, and every review by name."""
    made: list[Element] = [para(_summary(view), classes=['headline'])]
    rows = [
        cells(critic(known), score(printed), figure(printed.common), scope_words(known))
        for known, printed in view.scored
    ]
    rows += [
        cells(critic(known), span(_('none for the season'), 'unstated'), '–', scope_words(known))
        for known in view.unscored
    ]
    if rows:
        head = cells(_('Critic'), _('Score as printed'), _('Of 100'), _('The review covers'))
        made.append(table(head, rows, 'scores'))
    if view.figures:
        words = _('Mean %(mean)s and median %(median)s of 100.')
        known = {'mean': figure(view.figures.mean), 'median': figure(view.figures.median)}
        made.append(para(words % known))
    return made


def _summary(view: Headline) -> list[Piece]:
    if view.figures is None and not view.reviews:
        return [_('No review is in the wiki yet.')]
    if view.figures is None:
        words = _('No score: none of %(reviews)d reviews prints one for the whole season.')
        return [words % {'reviews': view.reviews}]
    template = _('%(mean)s of 100, from %(scored)s of %(reviews)s reviews; %(low)s to %(high)s.')
    if view.figures.count == 1:
        template = _('%(mean)s of 100, from 1 of %(reviews)s reviews.')
    made = phrase(
        template,
        mean=span(figure(view.figures.mean), 'headline-figure'),
        scored=str(view.figures.count),
        reviews=str(view.reviews),
        low=figure(view.figures.low),
        high=figure(view.figures.high),
    )
    if view.provisional:
        words = _('Provisional: fewer than four critics print a score for the season.')
        made += [' ', span(words, 'provisional')]
    return made


def brief(view: Brief) -> list[Element]:
    """The consensus in two lines."""
    lines: list[Element] = [para(_summary(view.headline), classes=['headline'])]
    words: list[Element] = []
    if view.praised:
        aspects = _list(view.praised)
        told = _('Praised by all who discuss it: %(aspects)s.') % {'aspects': aspects}
        words.append(span(told, 'brief-line', 'brief-praise'))
    if view.criticised:
        aspects = _list(view.criticised)
        told = _('Criticised by all who discuss it: %(aspects)s.') % {'aspects': aspects}
        words.append(span(told, 'brief-line', 'brief-criticism'))
    if view.split:
        told = _('Critics are split most on the %(aspect)s.') % {'aspect': view.split}
        words.append(span(told, 'brief-line', 'brief-split'))
    if words:
        lines.append(para(joined(words, ' ')))
    return [Element('container', lines, ('wiki-brief', NO_SEARCH))]


def _list(words: Sequence[str]) -> str:
    if len(words) < 2:
        return ''.join(words)
    return _('%(all)s and %(last)s') % {'all': ', '.join(words[:-1]), 'last': words[-1]}


def agreement(view: Agreements) -> list[Element]:
    """Where critics split, where they agree, and what lies between."""
    made: list[Element] = []
    for title, rows in (
        (_('Where they split'), view.splits),
        (_('Where they agree'), view.shared),
        (_('In between'), view.others),
    ):
        if rows:
            made.append(rubric(title))
            made.append(_tallies(rows))
    if view.undiscussed:
        words = _('Discussed by no critic: %(aspects)s.') % {'aspects': ', '.join(view.undiscussed)}
        made.append(para(words))
    return made or [para(_('No review judges an aspect yet.'))]


def _tallies(rows: tuple[AspectTally, ...]) -> Element:
    head = cells(_('Aspect'), _('Stances'), _('Evidence'), _('Agreement'))
    agreed = {'high': _('high'), 'medium': _('medium'), 'low': _('low')}
    found = {
        'single': _('single'),
        'limited': _('limited'),
        'medium': _('medium'),
        'robust': _('robust'),
    }
    made = []
    for row in rows:
        counts = {'discussing': row.tally.discussing, 'scope': row.in_scope}
        of = _('%(discussing)d of %(scope)d who saw it discuss it') % counts
        made.append(
            cells(
                row.aspect,
                [
                    _strip(row.tally),
                    f'{tally_words(row.tally)} ',
                    span(f'({of})', 'summary'),
                ],
                found[row.tally.evidence.value],
                agreed[row.tally.agreement.value] if row.tally.agreement else '–',
            )
        )
    return table(head, made, 'tallies')


def _strip(tally: Tally) -> Element:
    """Says nothing: style sheets draw a shape for each critic."""
    held = (
        [Stance.PRAISE] * tally.praise
        + [Stance.MIXED] * tally.mixed
        + [Stance.CRITICISM] * tally.criticism
    )
    shapes = (span('', 'stance', f'stance-{one.value}') for one in held)
    return Element('inline', list(shapes), ('stance-strip',))


def matrix(view: Matrix) -> list[Element]:
    """Every aspect by every critic; each stance leads to its evidence."""
    if not view.critics or not view.rows:
        return [para(_('No review judges an aspect yet.'))]
    head = cells(_('Aspect'), *(critic_in_head(known) for known in view.critics))
    rows = [
        cells(name, *(_cell(cell, known) for cell, known in zip(found, view.critics, strict=True)))
        for name, found in view.rows
    ]
    return [table(head, rows, 'matrix')]


def _cell(cell: AspectRow, known: Critic) -> Element:
    if cell.said:
        return link([stance(cell.said.stance)], known.docname, cell.anchor)
    words = {
        Silence.NOT_DISCUSSED: _('not discussed'),
        Silence.OUT_OF_SCOPE: _('out of scope'),
    }
    assert cell.silence is not None
    kind = 'silent' if cell.silence is Silence.NOT_DISCUSSED else 'out'
    return span(words[cell.silence], 'stance', f'stance-{kind}')


def compared(view: Compared | None) -> list[Element]:
    """The stretch that early reviews saw, against the rest, by those who score both."""
    if view is None:
        words = _(
            'There is nothing to compare: either no review stops early, or those that do'
            ' cover the season together.'
        )
        return [para(words)]
    names = joined(
        phrase(_('%(critic)s (%(scope)s)'), critic=critic(known), scope=scope_words(known))
        for known in view.partial
    )
    template = _('Reviews of less than the season: %(critics)s.')
    made: list[Element] = [para(phrase(template, critics=names))]
    if not view.rows:
        made.append(para(_('No critic prints scores for episodes of both stretches.')))
        return made
    head = cells(
        _('Critic'),
        _('Mean of episodes %(numbers)s') % {'numbers': view.early},
        _('Mean of episodes %(numbers)s') % {'numbers': view.rest},
        _('Out of'),
    )
    rows = [
        cells(critic(row.critic), figure(row.early.mean), figure(row.rest.mean), row.early.best)
        for row in view.rows
    ]
    made.append(table(head, rows, 'scores'))
    return made


def fragility(view: Fragility) -> list[Element]:
    """The headline without each critic in turn."""
    if view.figures is None:
        return [para(_('There is no headline to take a critic from.'))]
    items = []
    for known, left in view.without:
        if left is None:
            template = _('Without %(critic)s there is no score at all.')
            items.append([para(phrase(template, critic=critic(known)))])
        else:
            template = _('Without %(critic)s: %(mean)s.')
            items.append([para(phrase(template, critic=critic(known), mean=figure(left)))])
    total = _('With every printed score: %(mean)s of 100.') % {'mean': figure(view.figures.mean)}
    return [para(total), bullets(items)]
