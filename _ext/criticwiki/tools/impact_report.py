"""What single critics hold otherwise: scores, stances, remarks, trends."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from criticwiki.export.lookup import shown_value
from criticwiki.model.scores import rounded
from criticwiki.model.vocabulary import Stance
from criticwiki.panels.character import remarks
from criticwiki.panels.episode import coverage
from criticwiki.panels.season import compared, figures_by_critic

from .sentences import Name, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from criticwiki.corpus.corpus import CharacterEntry, Corpus, ReviewEntry
    from criticwiki.model.scores import Score
    from criticwiki.panels.character import RemarkRow
    from criticwiki.panels.episode import CoverageRow
    from criticwiki.panels.season import Comparison, CriticFigures

    from .sentences import Sentence


def critic_changes(old: Corpus, new: Corpus) -> Iterator[Sentence]:
    """What the critics who are counted before and after hold otherwise, in their order."""
    before = {entry.docname: entry for entry in old.reviews}
    for entry in new.reviews:
        if entry.docname in before:
            who = _critic(entry)
            for told in _of_critic(before[entry.docname], entry):
                yield (who, ': ', *told)
    yield from _trends(old, new)
    yield from _stretches(old, new)


def remark_changes(old: Corpus, new: Corpus) -> Iterator[Sentence]:
    """Characters and episodes of which critics say something else."""
    before = {entry.docname: entry for entry in old.characters}
    for entry in new.characters:
        known = before.get(entry.docname)
        was = _stances(old, known) if known else _counts(Counter())
        now = _stances(new, entry)
        if was != now:
            yield ('remarks on ', Name(entry.facts.name), f': was {was}, now {now}')
    for number in range(1, max(old.season, new.season) + 1):
        was, now = (_said(coverage(corpus, number).rows) for corpus in (old, new))
        if was != now:
            yield (f'remarks on episode {number}: was {was}, now {now}',)


def _stances(corpus: Corpus, entry: CharacterEntry) -> str:
    return _said(remarks(corpus, entry).rows)


def _said(rows: Iterable[RemarkRow | CoverageRow]) -> str:
    """How many remarks there are, by stance."""
    said = chain.from_iterable(row.remarks for row in rows)
    return _counts(Counter(remark.stance for remark in said))


def _counts(held: Mapping[Stance, int]) -> str:
    told = [f'{held[stance]} {stance}' for stance in Stance if held.get(stance)]
    return listed(told) if told else 'none'


def _critic(entry: ReviewEntry) -> Name:
    return Name(entry.facts.critic or f'unnamed critic of {entry.facts.headline}')


def _of_critic(old: ReviewEntry, new: ReviewEntry) -> Iterator[Sentence]:
    was, now = old.facts, new.facts
    if was.covers != now.covers:
        yield (f'covers episodes {now.covers}, no longer {was.covers}',)
    if was.critic != now.critic:
        yield ('was ', _critic(old))
    yield from _score('the score', was.score, now.score)
    for number in sorted(was.episode_scores.keys() | now.episode_scores.keys()):
        scores = (was.episode_scores.get(number), now.episode_scores.get(number))
        yield from _score(f'the score of episode {number}', *scores)
    for name in dict.fromkeys((*was.categories, *now.categories)):
        scores = (was.categories.get(name), now.categories.get(name))
        for sentence in _score('', *scores):
            yield ('the score for ', Name(name), *sentence)
    for name in dict.fromkeys((*was.aspects, *now.aspects)):
        before, after = (facts.aspects.get(name) for facts in (was, now))
        stances = [held.stance if held else 'not discussed' for held in (before, after)]
        if stances[0] != stances[1]:
            yield (Name(name), f' was {stances[0]}, is now {stances[1]}')


def _score(what: str, was: Score | None, now: Score | None) -> Iterator[Sentence]:
    if was == now:
        return
    yield (f'{what} was ', *_printed(was), ', is now ', *_printed(now))


def _printed(score: Score | None) -> Sentence:
    if score is None:
        return ('none',)
    return (Name(score.printed), f' ({shown_value(rounded(score.common))} of 100)')


def _trends(old: Corpus, new: Corpus) -> Iterator[Sentence]:
    """Where a trend over the episodes is claimed now, or no longer."""
    before, after = figures_by_critic(old), figures_by_critic(new)
    for docname in dict.fromkeys((*before, *after)):
        was, now = _trend(before.get(docname)), _trend(after.get(docname))
        if was == now:
            continue
        row = after.get(docname) or before[docname]
        who = Name(row.critic.name or row.critic.headline)
        gone = f'no {was} trend is claimed any more' if was else ''
        come = f'a {now} trend over the episodes is claimed now' if now else ''
        yield (who, ': ', '; '.join(filter(None, (gone, come))))


def _trend(row: CriticFigures | None) -> str:
    if row is None or row.trend is None or not row.trend.significant:
        return ''
    return 'rising' if row.trend.tau > 0 else 'falling'


def _stretches(old: Corpus, new: Corpus) -> Iterator[Sentence]:
    """What those who score episodes gave the part that the early reviews saw, and the rest."""
    before, after = compared(old), compared(new)
    was, now = (known.early if known else '' for known in (before, after))
    if was != now:
        told = f'episodes {now}, was {was}' if was and now else f'episodes {now}' if now else 'none'
        yield (f'the part that the early reviews saw is now {told}',)
    rows = {row.critic.docname: row for row in before.rows} if before else {}
    for row in after.rows if after else ():
        known = rows.get(row.critic.docname)
        if known and _means(known) != _means(row):
            who = Name(row.critic.name or row.critic.headline)
            told = f': early and late episodes were {_means(known)}, are now {_means(row)}'
            yield (who, told)


def _means(row: Comparison) -> str:
    early, rest = (shown_value(part.mean) for part in (row.early, row.rest))
    return f'{early} and {rest} of {row.early.best}'
