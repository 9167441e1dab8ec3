"""How the consensus is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from criticwiki.i18n import _
from criticwiki.model.vocabulary import Stance

from .charts import headline_chart, numbers
from .common import MANY
from .elements import (
    bullets,
    by,
    cells,
    critic,
    critic_in_head,
    critic_with_scope,
    critics,
    figure,
    link,
    para,
    phrase,
    rubric,
    scope_words,
    score,
    sortable,
    span,
    stance,
    table,
    tally_words,
)
from .made_of import asked, holders, summary
from .pieces import Drawn, Element
from .review import Silence

if TYPE_CHECKING:
    from .common import Critic, Printed
    from .consensus import Agreements, AspectTally, Cell, Matrix
    from .consensus_view import Tally
    from .fragility import Fragility
    from .season import Compared, Comparison, Headline


def headline(view: Headline) -> list[Element]:
    """Mean and range of the printed season scores, and every review by name."""
    made: list[Element] = [para(summary(view), classes=['season-score'])]
    rows = [*view.scored, *((known, None) for known in view.unscored)]
    if rows:
        head = cells(_('Critic'), _('Score as printed'), _('Of 100'), _('The review covers'))
        scores = sortable(head, Drawn(rows, _scored), 'scores')
        drawn = headline_chart(view)
        made += [drawn, numbers(scores)] if drawn else [scores]
    if view.figures:
        words = _('Mean %(mean)s and median %(median)s of 100.')
        known = {'mean': figure(view.figures.mean), 'median': figure(view.figures.median)}
        made.append(para(words % known))
    return made


def _scored(row: tuple[Critic, Printed | None]) -> Element:
    known, printed = row
    if printed is None:
        none = span(_('none for the season'), 'unstated')
        return cells(critic(known), by('', none), '–', by(known.seen, scope_words(known)))
    return cells(
        critic(known),
        by(printed.common, score(printed)),
        figure(printed.common),
        by(known.seen, scope_words(known)),
    )


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
                    tally_words(row.tally),
                    asked(of, *holders(row)),
                ],
                found[row.tally.evidence.value],
                agreed[row.tally.agreement.value] if row.tally.agreement else '–',
            )
        )
    return table(head, made, 'tallies')


def _strip(tally: Tally) -> Element:
    """Says nothing: style sheets draw a shape for each critic, as long as they can be counted."""
    if tally.discussing > MANY:
        return span('', 'stance-strip')
    held = (
        [Stance.PRAISE] * tally.praise
        + [Stance.MIXED] * tally.mixed
        + [Stance.CRITICISM] * tally.criticism
    )
    shapes = (span('', 'stance', f'stance-{one.value}') for one in held)
    return Element('inline', list(shapes), ('stance-strip',))


def matrix(view: Matrix) -> list[Element]:
    """Every aspect by every critic; each stance leads to its evidence."""
    if not view.aspects or not view.rows:
        return [para(_('No review judges an aspect yet.'))]
    names = [name for name, _anchor in view.aspects]
    if len(view.rows) > MANY:
        head = cells(_('Critic'), *names)
        by_critic = Drawn(view.rows, _held, view.aspects)
        return [table(head, by_critic, 'matrix', 'by-critic')]
    head = cells(_('Aspect'), *(critic_in_head(known) for known, _held in view.rows))
    rows = [
        cells(name, *(_cell(held[index], known, anchor) for known, held in view.rows))
        for index, (name, anchor) in enumerate(view.aspects)
    ]
    return [table(head, rows, 'matrix')]


def _held(row: tuple[Critic, tuple[Cell, ...]], aspects: tuple[tuple[str, str], ...]) -> Element:
    known, held = row
    found = zip(held, aspects, strict=True)
    return cells(critic(known), *(_cell(cell, known, at) for cell, (_name, at) in found))


def _cell(cell: Cell, known: Critic, anchor: str) -> Element:
    if isinstance(cell, Stance):
        return link([stance(cell)], known.docname, anchor)
    words = {
        Silence.NOT_DISCUSSED: _('not discussed'),
        Silence.OUT_OF_SCOPE: _('out of scope'),
    }
    kind = 'silent' if cell is Silence.NOT_DISCUSSED else 'out'
    return span(words[cell], 'stance', f'stance-{kind}')


def compared(view: Compared | None) -> list[Element]:
    """The stretch that early reviews saw, against the rest, by those who score both."""
    if view is None:
        words = _(
            'There is nothing to compare: either no review stops early, or those that do'
            ' cover the season together.'
        )
        return [para(words)]
    names = critics(view.partial, '%(count)d', critic_with_scope)
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
    made.append(table(head, Drawn(view.rows, _stretches), 'scores'))
    return made


def _stretches(row: Comparison) -> Element:
    return cells(critic(row.critic), figure(row.early.mean), figure(row.rest.mean), row.early.best)


def fragility(view: Fragility) -> list[Element]:
    """The headline without each critic in turn."""
    if view.figures is None:
        return [para(_('There is no headline to take a critic from.'))]
    items: list[list[Element]] = []
    for known, left in view.without:
        if left is None:
            template = _('Without %(critic)s there is no score at all.')
            items.append([para(phrase(template, critic=critic(known)))])
        else:
            template = _('Without %(critic)s: %(mean)s.')
            items.append([para(phrase(template, critic=critic(known), mean=figure(left)))])
    total = _('With every printed score: %(mean)s of 100.') % {'mean': figure(view.figures.mean)}
    made = [para(total), bullets(items)]
    if view.rest:
        words = _('Without any one of the other %(count)d critics it moves by at most %(most)s.')
        made.append(para(words % {'count': view.rest.count, 'most': figure(view.rest.most)}))
    return made
