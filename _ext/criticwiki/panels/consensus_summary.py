"""Panels that sum up the consensus: the verdict with the scores, and the main split."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from criticwiki.cached_view import cached_view
from criticwiki.i18n import _, clause_separator, counted, counted_noop
from criticwiki.model.judgements import Stance
from criticwiki.panel_registry import Panel

from .common import MAX_NAMED, Critic, critic_of, statement
from .components import (
    critic_link,
    critic_list,
    critic_with_scope,
    group_count,
    quotation,
    scope_label,
    stance,
    tally_label,
)
from .consensus import (
    agreements,
    discussed_by,
    opinions,
    tallies,
)
from .elements import (
    NO_SEARCH,
    Element,
    Row,
    data_number,
    details,
    guarded,
    joined,
    link,
    para,
    phrase,
    sequence,
    span,
)
from .pointers import below
from .season_score import headline_sentence, listed, season_score, with_score

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from criticwiki.corpus.corpus import Corpus, ReviewEntry
    from criticwiki.corpus.critics import EpisodeScope
    from criticwiki.model.review import Judgement

    from .common import Statement, Tally
    from .consensus import AspectTally
    from .elements import Piece, Pieces
    from .season_score import SeasonScore

MAX_ASPECTS: Final = 5
"""Longest enumeration of aspects in a line."""


@dataclass(frozen=True, slots=True)
class Brief:
    """View of the consensus in brief."""

    headline: SeasonScore
    praised: tuple[AspectTally, ...]
    """Aspects of high agreement whose commonest stance is praise."""
    criticised: tuple[AspectTally, ...]
    split: AspectTally | None
    """The widest split."""
    comparable: int
    """Number of aspects that enough critics discuss, two or more of them the same episodes."""
    any_split: bool
    """Whether any aspect is split, if only among two of many critics."""
    apart: bool = False
    """Whether only critics of different episodes hold opposite stances, which is no split."""
    verdict: str = ''
    """What critics hold in the editors' words; empty for a season, and where none is written."""


@cached_view
def brief(corpus: Corpus, within: EpisodeScope = None) -> Brief:
    """The season score, the aspects of high agreement, and the widest split.

    Only aspects that enough critics discuss stand in it: three, or all in scope.
    """
    groups = agreements(corpus, within)
    rows = tallies(corpus, within)
    shared = [row for row in groups.shared if row.widely_discussed]
    return Brief(
        season_score(corpus, within),
        praised=tuple(row for row in shared if row.tally.praise > row.tally.mixed),
        criticised=tuple(row for row in shared if row.tally.criticism > row.tally.mixed),
        split=next((row for row in groups.splits if row.widely_discussed), None),
        comparable=sum(row.shared.discussing > 1 and row.widely_discussed for row in rows),
        any_split=bool(groups.splits),
        apart=any(row.tally.split and not row.split for row in rows),
        verdict=(corpus.series.verdict or '') if within is None and corpus.series else '',
    )


def draw_brief(view: Brief) -> list[Element]:
    """The verdict, the season score, and what critics agree on, with a breakdown on asking.

    A verdict says what critics agree on, so that nothing need be made of the counts.
    """
    blocks = [para(view.verdict, classes=['verdict'])] if view.verdict else []
    blocks.append(para(headline_sentence(view.headline), classes=['headline']))
    if lines := _lines(view):
        blocks.append(para(joined(lines, ' '), classes=['brief-lines']))
    counts = [] if view.verdict else _counts(view)
    if breakdown := [*_scorers(view.headline), *counts]:
        blocks.append(details(_('What this is made of'), *breakdown))
    return [Element('container', blocks, ('wiki-brief', NO_SEARCH))]


def _lines(view: Brief) -> list[Element]:
    if not view.headline.reviews:
        return []
    if view.headline.critics == 1 or not view.comparable:
        return [span(_nothing_to_compare(view.headline), 'brief-line')]
    if view.verdict:
        return []
    sentences = [
        *(
            Element('inline', sequence(words), ('brief-line', 'brief-praise'))
            for words in _agreed(view.praised, Stance.PRAISE)
        ),
        *(
            Element('inline', sequence(words), ('brief-line', 'brief-criticism'))
            for words in _agreed(view.criticised, Stance.CRITICISM)
        ),
    ]
    if view.split:
        text = _('Critics are split most on the %(aspect)s.') % {'aspect': view.split.aspect}
        sentences.append(span(text, 'brief-line', 'brief-split'))
    elif not (view.any_split and sentences):
        sentences.append(span(_no_split(view), 'brief-line'))
    return sentences


def _nothing_to_compare(view: SeasonScore) -> str:
    if view.reviews == 1:
        return _('One review alone cannot show what critics agree on, or what splits them.')
    if view.critics == 1:
        return _('One critic alone cannot show what critics agree on, or what splits them.')
    return _('Too few critics discuss the same aspect of the same episodes to compare them.')


def _no_split(view: Brief | MainSplit) -> str:
    """Why no aspect is told as the widest split, where critics can be compared."""
    if view.any_split:
        return _('Critics split only on what fewer than three of them discuss.')
    if view.apart:
        return _('Of critics who judged the same episodes, none criticises what another praises.')
    return _('Nothing that one critic praises is criticised by another.')


def _agreed(rows: Sequence[AspectTally], side: Stance) -> Iterator[Pieces]:
    """Sentences on the aspects of high agreement, one for each count of critics."""
    groups: dict[tuple[int, int, int, int], list[AspectTally]] = {}
    for row in _first(rows):
        count = row.tally.praise if side is Stance.PRAISE else row.tally.criticism
        key = count, row.tally.discussing, row.in_scope, row.critics
        groups.setdefault(key, []).append(row)
    for members in groups.values():
        yield _agreed_sentence(members[0], side, [row.aspect for row in members])
    if len(rows) > len(_first(rows)):
        more = len(rows) - len(_first(rows))
        if side is Stance.PRAISE:
            yield counted('Praised as well: %(count)d more aspects.', more) % {'count': more}
        else:
            yield counted('Faulted as well: %(count)d more aspects.', more) % {'count': more}


def _agreed_sentence(row: AspectTally, side: Stance, aspects: Sequence[str]) -> list[Piece]:
    """How many critics hold the majority stance; those who are silent are never hidden.

    The row is the first of those with the same counts.
    """
    praise = side is Stance.PRAISE
    count = _count_of(side, row.tally)
    discussing, scope, critics = row.tally.discussing, row.in_scope, row.critics
    if count == scope == critics:
        template = counted('All %(count)d criticise the %(aspects)s.', count)
        if praise:
            template = counted('All %(count)d praise the %(aspects)s.', count)
        if count == 2:
            template = _('Both critics criticise the %(aspects)s.')
            if praise:
                template = _('Both critics praise the %(aspects)s.')
    elif count == scope:
        template = counted('All %(count)d who had seen it criticise the %(aspects)s.', count)
        if praise:
            template = counted('All %(count)d who had seen it praise the %(aspects)s.', count)
        if count == 2:
            template = _('Both who had seen it criticise the %(aspects)s.')
            if praise:
                template = _('Both who had seen it praise the %(aspects)s.')
    elif scope < critics:
        template = counted(
            '%(count)d of %(scope)d who had seen it criticise the %(aspects)s%(rest)s.', count
        )
        if praise:
            template = counted(
                '%(count)d of %(scope)d who had seen it praise the %(aspects)s%(rest)s.', count
            )
    else:
        template = counted('%(count)d of %(scope)d criticise the %(aspects)s%(rest)s.', count)
        if praise:
            template = counted('%(count)d of %(scope)d praise the %(aspects)s%(rest)s.', count)
    rest: list[Piece] = []
    if discussing > count:
        otherwise = discussing - count
        others = data_number(otherwise, below(row.at, 'otherwise', side.value))
        rest += phrase(counted(', %(others)d otherwise', otherwise), others=others)
    if scope > discussing:
        silent = scope - discussing
        rest += phrase(counted(', %(silent)d silent', silent), silent=row.count(silent, 'silent'))
    return phrase(
        template,
        count=row.count(count, side.value),
        scope=row.count(scope, 'in_scope'),
        rest=rest,
        aspects=listed(aspects),
    )


def _first(rows: Sequence[AspectTally]) -> Sequence[AspectTally]:
    return rows if len(rows) <= MAX_ASPECTS else rows[: MAX_ASPECTS - 1]


def _scorers(view: SeasonScore) -> list[Element]:
    """Critics whose scores make the headline, and those who print none for the season."""
    blocks = []
    if view.scored:
        scored = below(view.at, 'scored')
        scores = _all_or_count(view.scored, with_score, scored, clause_separator())
        blocks.append(para(phrase(_('Counted: %(critics)s.'), critics=scores)))
    if view.unscored and not view.series:
        template = _('Without a score for the season, and given none: %(critics)s.')
        unscored = below(view.at, 'unscored_critics')
        critics = _all_or_count(view.unscored, critic_with_scope, unscored)
        blocks.append(para(phrase(template, critics=critics)))
    return blocks


def _all_or_count(
    rows: Sequence[Row], draw: Callable[[Row], Pieces], at: str, between: str | None = None
) -> Sequence[Piece]:
    if len(rows) > MAX_NAMED:
        return phrase(counted('%(count)d critics', len(rows)), count=data_number(len(rows), at))
    return joined(map(draw, rows), between)


def _counts(view: Brief) -> list[Element]:
    """Tallies of the aspects in these lines."""
    blocks = [
        *(_count(row, Stance.PRAISE) for row in _first(view.praised)),
        *(_count(row, Stance.CRITICISM) for row in _first(view.criticised)),
    ]
    if view.split:
        tally = tally_label(view.split.tally, view.split.at)
        words = phrase(_('%(aspect)s: %(tally)s.'), aspect=view.split.aspect, tally=tally)
        blocks.append(para(words))
    return blocks


def _count(row: AspectTally, majority: Stance) -> Element:
    """How many critics hold the majority stance on an aspect, and how many none."""
    holders = row.holders
    side = holders.praise if majority is Stance.PRAISE else holders.criticism
    template = _('%(aspect)s: criticised by %(count)s of %(all)s.')
    if majority is Stance.PRAISE:
        template = _('%(aspect)s: praised by %(count)s of %(all)s.')
    if side.critics:
        template = _('%(aspect)s: criticised by %(count)s of %(all)s (%(critics)s).')
        if majority is Stance.PRAISE:
            template = _('%(aspect)s: praised by %(count)s of %(all)s (%(critics)s).')
    sentences = phrase(
        template,
        aspect=row.aspect,
        count=group_count(side),
        all=row.count(row.tally.discussing, 'discussing'),
        critics=critic_list(side, counted_noop('%(count)d critics')),
    )
    if holders.silent.count:
        silent = counted('Silent: %(count)d.', holders.silent.count)
        sentences += [' ', *phrase(silent, count=group_count(holders.silent))]
    if holders.out_of_scope.count:
        out = counted('Had not seen it: %(count)d.', holders.out_of_scope.count)
        sentences += [' ', *phrase(out, count=group_count(holders.out_of_scope))]
    return para(sentences)


BRIEF: Final = Panel(lambda corpus, _page: brief(corpus), draw_brief)


@dataclass(frozen=True, slots=True)
class Voice:
    """A critic who speaks for one side of a split."""

    critic: Critic
    side: Stance
    statement: Statement

    @property
    def quote(self) -> str | None:
        """The first quotation, if there is one."""
        return self.statement.quotes[0] if self.statement.quotes else None


@dataclass(frozen=True, slots=True)
class Split:
    """An aspect that some praise and others criticise, with a voice of each side."""

    row: AspectTally
    praise: Voice
    criticism: Voice


@dataclass(frozen=True, slots=True)
class MainSplit:
    """View of the widest split, or of why there is none."""

    headline: SeasonScore
    comparable: int
    """Number of aspects that enough critics discuss, two or more of them the same episodes."""
    any_split: bool
    """Whether any aspect is split, if only among two of many critics."""
    split: Split | None
    apart: bool = False
    """Whether only critics of different episodes hold opposite stances, which is no split."""


@cached_view
def main_split(corpus: Corpus, within: EpisodeScope = None) -> MainSplit:
    """The widest split with a voice of each side."""
    summary = brief(corpus, within)
    split = None
    if row := summary.split:
        sides = Stance.PRAISE, Stance.CRITICISM
        voices = (_voice(corpus, row, side, within) for side in sides)
        split = Split(row, *voices)
    return MainSplit(summary.headline, summary.comparable, summary.any_split, split, summary.apart)


def _voice(corpus: Corpus, tally: AspectTally, side: Stance, within: EpisodeScope) -> Voice:
    """The critic who speaks for a side, among those who judged the same episodes.

    First those whose statement has no spoiler, then those who are quoted, then the first in
    the order of critics, which begins with the widest scope.
    """

    def rank(pair: tuple[ReviewEntry, Judgement]) -> tuple[bool, bool]:
        judgement = pair[1]
        return bool(judgement.spoils), not judgement.quotes

    judgements = [
        (row.review, row.review.facts.aspects[tally.aspect])
        for _critic, row in opinions(corpus, tally.aspect, within)
        if row.voice
        and row.cell is side
        and (tally.shared_episode is None or row.voice.judges(tally.shared_episode.number))
    ]
    review, judgement = min(judgements, key=rank)
    return Voice(critic_of(corpus, review), side, statement(judgement, review))


def draw_split(view: MainSplit) -> list[Element]:
    """The widest split with a voice of each side, or the reason why there is none."""
    if view.split:
        return [_draw_voices(view.split)]
    if not view.headline.reviews:
        text = _('No review is in the wiki yet.')
    elif view.headline.critics == 1 or not view.comparable:
        text = _nothing_to_compare(view.headline)
    else:
        text = _no_split(view)
    return [para(text)]


def _draw_voices(split: Split) -> Element:
    row = split.row
    lead = phrase(_('What splits critics most: %(aspect)s.'), aspect=span(row.aspect, 'aspect'))
    sides = [_draw_voice(split.praise, row), _draw_voice(split.criticism, row)]
    return Element(
        'container',
        [
            para(lead, ' ', span(row.means, 'summary'), classes=['split-lead']),
            Element('container', sides, ('split-sides',)),
            discussed_by(row),
        ],
        ('wiki-split', NO_SEARCH),
    )


def _draw_voice(voice: Voice, row: AspectTally) -> Element:
    """The count of one side with its voice: a quotation, or else the summary."""
    side = voice.side
    counted = phrase(
        _('%(count)d of %(discussing)d'),
        count=row.count(_count_of(side, row.tally), side.value),
        discussing=row.count(row.tally.discussing, 'discussing'),
    )
    head = para(stance(side), ' ', Element('inline', counted, ('summary',)))
    body = para(voice.statement.says, classes=['says'])
    if voice.quote:
        quote = quotation(voice.quote, voice.statement.language)
        body = para(link([quote], voice.critic.docname, row.anchor), classes=['voice'])
    who: Sequence[Piece] = [critic_link(voice.critic)]
    if voice.critic.scope:
        template = _('%(critic)s, on %(scope)s')
        who = phrase(template, critic=who, scope=scope_label(voice.critic))
    blocks = [head, *guarded(voice.statement.spoils, [body]), para(who, classes=['who'])]
    return Element('container', blocks, ('split-side', f'side-{side.value}'))


def _count_of(side: Stance, tally: Tally) -> int:
    return tally.praise if side is Stance.PRAISE else tally.criticism


SPLIT: Final = Panel(lambda corpus, _page: main_split(corpus), draw_split)
