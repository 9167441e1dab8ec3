"""What a number is made of: told when a reader asks, without a script."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from criticwiki.i18n import _
from criticwiki.model.vocabulary import Stance

from .common import MANY
from .elements import (
    critic_in_head,
    figure,
    joined,
    link,
    para,
    phrase,
    scope_words,
    score,
    span,
    stance,
)
from .pieces import Element

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .common import Critic, Group, Printed
    from .consensus import AspectTally
    from .pieces import Piece, Pieces
    from .season import Headline

Row = TypeVar('Row')


def asked(words: str, *body: Element) -> Element:
    """A number with what it is made of, which a web page shows when the number is asked."""
    return Element('asked', body, ('wiki-asked',), words)


def critic_at(known: Critic, anchor: str) -> Element:
    """A link to where a critic says it, by a name that is short enough for a line."""
    named = critic_in_head(known)
    return link(named.children, known.docname, anchor)


def summary(view: Headline) -> list[Piece]:
    """The season score in a sentence, or why there is none."""
    if view.figures is None:
        return [_no_score(view.reviews)]
    template = _('%(mean)s of 100, from %(scored)s of %(reviews)s reviews; %(low)s to %(high)s.')
    if view.reviews == 1:
        template = _('%(mean)s of 100, from the only review.')
    elif view.figures.count == 1:
        template = _('%(mean)s of 100, from 1 of %(reviews)s reviews.')
    elif view.figures.low == view.figures.high:
        template = _('%(mean)s of 100, from %(scored)s of %(reviews)s reviews, all alike.')
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


def _no_score(reviews: int) -> str:
    if not reviews:
        return _('No review is in the wiki yet.')
    if reviews == 1:
        return _('No score: the only review prints none for the whole season.')
    words = _('No score: none of %(reviews)d reviews prints one for the whole season.')
    return words % {'reviews': reviews}


def scorers(view: Headline) -> list[Element]:
    """Whose scores the headline is made of, and whose reviews print none for the season."""
    made = []
    if view.scored:
        names = _names(view.scored, _with_score)
        made.append(para(phrase(_('Counted: %(critics)s.'), critics=names)))
    if view.unscored:
        words = _('Without a score for the season, and given none: %(critics)s.')
        made.append(para(phrase(words, critics=_names(view.unscored, _with_scope))))
    return made


def holders(row: AspectTally) -> list[Element]:
    """Who holds what of an aspect, who is silent, and who had not seen what it needs."""
    known = row.holders
    made = []
    for held, side in (
        (Stance.PRAISE, known.praise),
        (Stance.MIXED, known.mixed),
        (Stance.CRITICISM, known.criticism),
    ):
        if side.count:
            names = _group(side, lambda one: critic_at(one, row.anchor))
            words = _('%(stance)s: %(critics)s')
            made.append(para(phrase(words, stance=stance(held), critics=names)))
    for words, group in (
        (_('Say nothing of it: %(critics)s.'), known.silent),
        (_('Out of scope, having seen too little: %(critics)s.'), known.out_of_scope),
    ):
        if group.count:
            made.append(para(phrase(words, critics=_group(group, _with_scope))))
    return made


def agreed(row: AspectTally, held: Stance) -> Element:
    """Who holds what most hold of an aspect, and how many say nothing of it."""
    known = row.holders
    if held is Stance.PRAISE:
        template, side = (
            _('%(aspect)s: praised by %(count)s of %(all)s (%(critics)s).'),
            known.praise,
        )
    else:
        template = _('%(aspect)s: faulted by %(count)s of %(all)s (%(critics)s).')
        side = known.criticism
    made = phrase(
        template,
        aspect=row.aspect,
        count=str(side.count),
        all=str(row.tally.discussing),
        critics=_group(side, lambda one: critic_at(one, row.anchor)),
    )
    if known.silent.count:
        made += [' ', _('Silent: %(count)d.') % {'count': known.silent.count}]
    if known.out_of_scope.count:
        made += [' ', _('Had not seen it: %(count)d.') % {'count': known.out_of_scope.count}]
    return para(made)


def _names(rows: Sequence[Row], draw: Callable[[Row], Pieces]) -> Sequence[Piece]:
    """All by name, or their number where that would be too many."""
    if len(rows) > MANY:
        return [_counted(len(rows))]
    return joined(draw(row) for row in rows)


def _group(known: Group, draw: Callable[[Critic], Pieces]) -> Sequence[Piece]:
    return _names(known.critics, draw) if known.critics else [_counted(known.count)]


def _counted(count: int) -> str:
    return _('%(count)d critics') % {'count': count}


def _with_score(row: tuple[Critic, Printed]) -> Pieces:
    known, printed = row
    template = _('%(critic)s %(score)s, which is %(common)s of 100')
    common = figure(printed.common)
    return phrase(template, critic=critic_at(known, ''), score=score(printed), common=common)


def _with_scope(known: Critic) -> Pieces:
    template = _('%(critic)s (%(scope)s)')
    return phrase(template, critic=critic_at(known, ''), scope=scope_words(known))
