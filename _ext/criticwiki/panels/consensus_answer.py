"""Panels that answer in one screen: the consensus in brief, and the main split."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from criticwiki.cached_view import remembered
from criticwiki.i18n import _
from criticwiki.model.fields import Stance
from criticwiki.panel_registry import Panel

from .common import Critic, critic_of, said
from .consensus import agreements, brief
from .elements import (
    NO_SEARCH,
    Element,
    agreed,
    asked,
    critic_at,
    guarded,
    holders,
    joined,
    para,
    phrase,
    scope_words,
    scorers,
    span,
    stance,
    summary,
    tally_words,
)
from .review import in_scope

if TYPE_CHECKING:
    from collections.abc import Sequence

    from criticwiki.corpus.corpus import Corpus, ReviewEntry
    from criticwiki.model.kinds import Judgement

    from .common import Said
    from .consensus import AspectTally, Brief

NAMED: Final = 5
"""More aspects than that are too many for a line."""


def draw_brief(view: Brief) -> list[Element]:
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


def draw_split(view: Divide) -> list[Element]:
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


@dataclass(frozen=True, slots=True)
class Voice:
    """One critic who speaks for a side."""

    critic: Critic
    said: Said

    @property
    def quote(self) -> str | None:
        """The critic's own words that are shown: the first that the editors chose."""
        return self.said.quotes[0] if self.said.quotes else None


@dataclass(frozen=True, slots=True)
class Split:
    """An aspect that some praise and others criticise, with a voice of each side."""

    row: AspectTally
    praise: Voice
    criticism: Voice


@dataclass(frozen=True, slots=True)
class Divide:
    """What divides critics most, or what is known where nothing does."""

    reviews: int
    comparable: int
    """How many aspects two critics or more discuss."""
    split: Split | None


@remembered
def divide(corpus: Corpus) -> Divide:
    """The widest split, by the order of splits."""
    known = brief(corpus)
    return Divide(known.headline.reviews, known.comparable, _widest(corpus))


def _widest(corpus: Corpus) -> Split | None:
    rows = agreements(corpus).splits
    if not rows:
        return None
    praise, criticism = (
        _voice(corpus, rows[0].aspect, s) for s in (Stance.PRAISE, Stance.CRITICISM)
    )
    return Split(rows[0], praise, criticism)


def _voice(corpus: Corpus, name: str, stance: Stance) -> Voice:
    """Who speaks for a side.

    Those whose words give nothing away go first, then those who are quoted, then the first
    in the order of reviews, which begins with those that saw most.
    """
    assert corpus.series
    aspect = corpus.series.aspects[name]

    def rank(pair: tuple[ReviewEntry, Judgement]) -> tuple[bool, bool]:
        held = pair[1]
        return bool(held.spoils), not held.quotes

    side = [
        (review, review.facts.aspects[name])
        for review in corpus.reviews
        if name in review.facts.aspects
        and review.facts.aspects[name].stance is stance
        and in_scope(aspect, review)
    ]
    review, held = min(side, key=rank)
    return Voice(critic_of(corpus, review), said(held))


BRIEF: Final = Panel(lambda corpus, _page: brief(corpus), draw_brief)
SPLIT: Final = Panel(lambda corpus, _page: divide(corpus), draw_split)
