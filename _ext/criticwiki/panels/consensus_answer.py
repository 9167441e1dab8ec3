"""How the answer is drawn: the consensus in two lines, and the split that matters most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from criticwiki.i18n import _
from criticwiki.model.vocabulary import Stance

from .elements import guarded, joined, para, phrase, scope_words, span, stance, tally_words
from .made_of import agreed, asked, critic_at, holders, scorers, summary
from .pieces import NO_SEARCH, Element

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .consensus import AspectTally, Brief
    from .split import Divide, Split, Voice

NAMED: Final = 5
"""More aspects than that are too many for a line."""


def brief(view: Brief) -> list[Element]:
    """The consensus in two lines: the season score, then what is agreed on and what is not."""
    lines = [para(summary(view.headline), classes=['headline'])]
    second = _second_line(view)
    if second:
        lines.append(para(joined(second, ' '), classes=['brief-lines']))
    told = [*scorers(view.headline), *_counts(view)]
    if told:
        lines.append(asked(_('What this is made of'), *told))
    return [Element('container', lines, ('wiki-brief', NO_SEARCH))]


def _second_line(view: Brief) -> list[Element]:
    if not view.headline.reviews:
        return []
    if view.headline.reviews == 1 or not view.comparable:
        return [span(_nothing_to_compare(view.headline.reviews), 'brief-line')]
    told = []
    if view.praised:
        words = _('Most praise the %(aspects)s.') % {'aspects': _list(view.praised)}
        told.append(span(words, 'brief-line', 'brief-praise'))
    if view.criticised:
        words = _('Most fault the %(aspects)s.') % {'aspects': _list(view.criticised)}
        told.append(span(words, 'brief-line', 'brief-criticism'))
    if view.split:
        words = _('They are split most on the %(aspect)s.')
        if not told:
            words = _('Critics are split most on the %(aspect)s.')
        told.append(span(words % {'aspect': view.split.aspect}, 'brief-line', 'brief-split'))
    else:
        told.append(span(_no_split(), 'brief-line'))
    return told


def _nothing_to_compare(reviews: int) -> str:
    if reviews == 1:
        return _('One review alone cannot show what critics agree on, or what splits them.')
    return _('No two critics discuss the same aspect yet, so nothing can be compared.')


def _no_split() -> str:
    return _('Nothing that one critic praises is faulted by another.')


def _list(rows: Sequence[AspectTally]) -> str:
    """Aspects in a row; of too many the first, and how many more."""
    words = [row.aspect for row in _named(rows)]
    if len(rows) > len(words):
        words.append(_('%(count)d more') % {'count': len(rows) - len(words)})
    if len(words) == 1:
        return words[0]
    return _('%(all)s and %(last)s') % {'all': ', '.join(words[:-1]), 'last': words[-1]}


def _named(rows: Sequence[AspectTally]) -> Sequence[AspectTally]:
    return rows if len(rows) <= NAMED else rows[: NAMED - 1]


def _counts(view: Brief) -> list[Element]:
    """Who holds it, for each aspect that the second line names."""
    told = [
        *(agreed(row, Stance.PRAISE) for row in _named(view.praised)),
        *(agreed(row, Stance.CRITICISM) for row in _named(view.criticised)),
    ]
    if view.split:
        words = _('%(aspect)s: %(tally)s.')
        known = {'aspect': view.split.aspect, 'tally': tally_words(view.split.tally)}
        told.append(para(words % known))
    return told


def split(view: Divide) -> list[Element]:
    """The aspect on which critics are split most, told by one of each side."""
    if view.split:
        return [_told(view.split)]
    if not view.reviews:
        words = _('No review is in the wiki yet.')
    elif view.reviews == 1 or not view.comparable:
        words = _nothing_to_compare(view.reviews)
    else:
        words = _no_split()
    return [para(words)]


def _told(view: Split) -> Element:
    row = view.row
    lead = phrase(_('What splits critics most: %(aspect)s.'), aspect=span(row.aspect, 'aspect'))
    sides = [_side(view.praise, row), _side(view.criticism, row)]
    counts = {'discussing': row.tally.discussing, 'scope': row.in_scope}
    of = _('%(discussing)d of %(scope)d who saw it discuss it') % counts
    return Element(
        'container',
        [
            para(lead, ' ', span(row.means, 'summary'), classes=['split-lead']),
            Element('container', sides, ('split-sides',)),
            asked(of, *holders(row)),
        ],
        ('wiki-split', NO_SEARCH),
    )


def _side(voice: Voice, row: AspectTally) -> Element:
    """One side: how many hold it, and the words of one who does, closed where they spoil."""
    held = voice.said.stance
    count = row.tally.praise if held is Stance.PRAISE else row.tally.criticism
    share = {'count': count, 'discussing': row.tally.discussing}
    words = para(voice.said.says, classes=['says'])
    if voice.quote:
        quote = span(_('“%(words)s”') % {'words': voice.quote}, 'quote')
        words = para(quote, classes=['voice'])
    who = phrase(
        _('%(critic)s, on %(scope)s'),
        critic=critic_at(voice.critic, row.anchor),
        scope=scope_words(voice.critic),
    )
    head = para(stance(held), ' ', span(_('%(count)d of %(discussing)d') % share, 'summary'))
    body = [head, *guarded(voice.said.spoils, [words]), para(who, classes=['who'])]
    return Element('container', body, ('split-side', f'side-{held.value}'))
