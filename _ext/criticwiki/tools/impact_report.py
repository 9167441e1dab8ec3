"""Report of an impact: sentences on scores, aspects, critics, episodes and pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from criticwiki.corpus.critics import critic_pages, critics_index
from criticwiki.corpus.invalidation import dependents
from criticwiki.export.wiki_data import data_of, lookup, shown_value
from criticwiki.model.fields import Scope, Stance
from criticwiki.model.scores import rounded
from criticwiki.panel_registry import INJECTED, has_place, view_of
from criticwiki.panels.character import remarks
from criticwiki.panels.common import season_key
from criticwiki.panels.consensus import agreements, brief, tallies, without_each
from criticwiki.panels.critics import critic_page, critics
from criticwiki.panels.episode import coverage
from criticwiki.panels.previews import linked_pages, pages_named, preview_of
from criticwiki.panels.season import compared, figures_by_critic, headline, season

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from criticwiki.corpus.corpus import CharacterEntry, Corpus, ReviewEntry
    from criticwiki.model.page import Page
    from criticwiki.model.scores import Score
    from criticwiki.panels.character import RemarkRow
    from criticwiki.panels.common import Tally
    from criticwiki.panels.consensus import AspectTally
    from criticwiki.panels.episode import CoverageRow
    from criticwiki.panels.season import Comparison, CriticFigures, Headline, SeasonRow, Spread

MOST: Final = 12
"""Of one sort so many are told one by one."""
_LONGEST: Final = 100
_MARKUP: Final = re.compile(r'([\\`*_{}\[\]()<>#+\-.!|~@&:"])')
_ODD: Final = re.compile(
    r'[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+'
)


@dataclass(frozen=True, slots=True)
class Name:
    """Words that an editor or a critic chose: never markup, never more than a line."""

    text: str

    def __str__(self) -> str:
        """The words in one line, of which none has a hidden sign."""
        words = ' '.join(_ODD.sub(' ', self.text).split())
        return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + '\u2026'

    @property
    def markdown(self) -> str:
        """The words for a comment, where no sign of them is markup or calls a user."""
        escaped = _MARKUP.sub(r'\\\1', str(self))
        return escaped.replace('\\@', '@\u2060').replace('\\<', '&lt;').replace('\\&', '&amp;')


@dataclass(frozen=True, slots=True)
class File(Name):
    """The path of a page, to be copied as it stands."""

    @property
    def markdown(self) -> str:
        """The path as code: between more backticks than it has itself."""
        words = str(self)
        fence = '`' * (max(map(len, re.findall('`+', words)), default=0) + 1)
        space = ' ' if words.startswith('`') or words.endswith('`') else ''
        return f'{fence}{space}{words}{space}{fence}'


Sentence: TypeAlias = 'tuple[str | Name, ...]'


def as_text(sentences: Iterable[Sentence]) -> str:
    """A line for each."""
    return ''.join(f'{"".join(map(str, sentence))}\n' for sentence in sentences)


def as_markdown(sentences: Sequence[Sentence]) -> str:
    """A comment with an item for each; nothing where there is none."""
    if not sentences:
        return ''
    lines = (
        ''.join(part.markdown if isinstance(part, Name) else part for part in sentence)
        for sentence in sentences
    )
    return ''.join(('**What this change does to the consensus**\n\n', *(f'* {x}\n' for x in lines)))


def shortened(sentences: Iterable[Sentence], others: str) -> Iterator[Sentence]:
    """The first of many, and how many `others` there are."""
    found = list(sentences)
    yield from found[:MOST]
    if left := found[MOST:]:
        yield (f'and {len(left)} more {others}',)


def listed(parts: Iterable[str]) -> str:
    """Words as a list: `a, b and c`."""
    *first, last = parts
    return f'{", ".join(first)} and {last}' if first else last


def plural(count: int, one: str, many: str = '') -> str:
    """A number with its word."""
    return f'{count} {one if count == 1 else many or one + "s"}'


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
        was = _stances(old, known) if known else _stance_counts(Counter())
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
    return _stance_counts(Counter(remark.stance for remark in said))


def _stance_counts(held: Mapping[Stance, int]) -> str:
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


def changed_pages(old: Corpus, new: Corpus) -> int:
    """How many pages are there before and after, and show something else."""
    return len(which_change(old, new))


def which_change(old: Corpus, new: Corpus) -> list[str]:
    """These pages; those of critics too, which are made of reviews."""
    data = data_of(old), data_of(new)
    reach = dependents(old, new, edited_pages(old, new))
    found = [
        docname
        for docname in sorted(new.pages if reach.everywhere else reach.near)
        if docname in old.pages
        and list(_shown(old, old.pages[docname], data[0]))
        != list(_shown(new, new.pages[docname], data[1]))
    ]
    before, after = _of_critics(old), _of_critics(new)
    return found + [page for page, view in after.items() if before.get(page, view) != view]


def edited_pages(old: Corpus, new: Corpus) -> list[str]:
    """The pages that say something else themselves, that come or go."""
    names = sorted(old.pages.keys() | new.pages.keys())
    return [name for name in names if old.pages.get(name) != new.pages.get(name)]


def _shown(corpus: Corpus, page: Page, data: Any) -> Iterator[object]:
    """All that a page shows, as plain data."""
    yield page.source, page.title, season_key(corpus)
    views = [view_of(corpus, page, name, part) for name, part in panels_of(corpus, page)]
    yield views
    yield [
        (mention.start, mention.block, mention.name) for mention in corpus.mentions(page.docname)
    ]
    for link in page.links:
        target = corpus.resolve(link)
        yield target, corpus.pages[target].title if target in corpus.pages else None
    for figure in page.values:
        try:
            yield lookup(data, figure.path)
        except KeyError:
            yield None
    named = (*linked_pages(corpus, page), *(name for view in views for name in pages_named(view)))
    for target in dict.fromkeys(named):
        yield target, preview_of(corpus, target)


def panels_of(corpus: Corpus, page: Page) -> list[tuple[str, str]]:
    """The panels of a page: those that an editor placed, and those that stand by themselves."""
    names = {name for name, _ in page.panels}
    added = ('facts', *INJECTED[page.kind])
    if page.id == 'index' and any(
        other.kind not in {'page', 'series'}
        for other in corpus.pages.values()
        if other.docname.rpartition('/')[0] == page.docname.rpartition('/')[0]
    ):
        added = (*added, 'pages')
    every = [*page.panels, *((name, '') for name in added if name not in names)]
    return [key for key in every if page.facts and has_place(*key, page.kind)]


def _of_critics(corpus: Corpus) -> dict[str, object]:
    """What the pages of critics show, by their docname."""
    found: dict[str, object] = {
        page: critic_page(corpus, name) for name, page in critic_pages(corpus).items()
    }
    if index := critics_index(corpus):
        found[index] = critics(corpus)
    return found


def aspect_changes(old: Corpus, new: Corpus) -> Iterator[Sentence]:
    """Every aspect of which critics hold something else, as listed; then the splits."""
    before = {row.aspect: row for row in tallies(old)}
    after = {row.aspect: row for row in tallies(new)}
    for name in before:
        if name not in after:
            yield (Name(name), ': is no aspect any more')
    for name, row in after.items():
        if name not in before:
            yield (Name(name), f': is a new aspect, {_tally_counts(row.tally)}')
        elif told := '; '.join(_differences(before[name], row)):
            yield (Name(name), f': {told}')
    yield from _splits(old, new)
    yield from _agreed(old, new)


def _differences(old: AspectTally, new: AspectTally) -> Iterator[str]:
    was, now = old.tally, new.tally
    if was != now:
        yield f'was {_tally_counts(was)}, now {_tally_counts(now)}'
    if was.agreement != now.agreement:
        lost = f'no longer {was.agreement}' if was.agreement else ''
        told = f'now {now.agreement}' if now.agreement else ''
        yield 'agreement ' + ', '.join(filter(None, (lost, told)))
    if was.evidence != now.evidence:
        yield f'evidence was {was.evidence}, now {now.evidence}'


def _tally_counts(tally: Tally) -> str:
    held = (
        (tally.praise, 'praise'),
        (tally.mixed, 'mixed'),
        (tally.criticism, 'criticism'),
    )
    told = [f'{count} {word}' for count, word in held if count]
    return f'{listed(told)} of {tally.discussing}' if told else 'not discussed'


def _splits(old: Corpus, new: Corpus) -> Iterator[Sentence]:
    """Which aspects critics are split on, and on which the widest."""
    was = [row.aspect for row in agreements(old).splits]
    now = [row.aspect for row in agreements(new).splits]
    yield from _comings(was, now, 'critics now split on ', 'critics no longer split on ')
    if now and was and was[0] != now[0]:
        yield ('the widest split is now on ', Name(now[0]), ', no longer on ', Name(was[0]))


def _agreed(old: Corpus, new: Corpus) -> Iterator[Sentence]:
    before, after = brief(old), brief(new)
    for was, now, held in (
        (before.praised, after.praised, 'praise'),
        (before.criticised, after.criticised, 'criticise'),
    ):
        names = ([row.aspect for row in was], [row.aspect for row in now])
        yield from _comings(
            *names, f'critics now agree to {held} ', f'no longer agreed to {held}: '
        )


def _comings(was: list[str], now: list[str], come: str, gone: str) -> Iterator[Sentence]:
    for words, names in ((come, [n for n in now if n not in was]),
                         (gone, [n for n in was if n not in now])):  # fmt: skip
        if names:
            parts: list[str | Name] = [words]
            for name in names:
                parts += [Name(name), ', ']
            yield tuple(parts[:-1])


def headline_stays(old: Corpus, new: Corpus) -> Sentence | None:
    """That mean, range and number of scores are as they were; None where they are not."""
    before, after = headline(old), headline(new)
    if before.figures != after.figures:
        return None
    if after.figures is None:
        return ('there is still no season score',)
    more = f', now from {_share(after)}' if before.reviews != after.reviews else ''
    return (f'the headline stays: {shown_value(after.figures.mean)} of 100{more}',)


def headline_changes(old: Corpus, new: Corpus) -> Iterator[Sentence]:
    """Mean, range, how many critics stand behind it, and whether it is provisional."""
    before, after = headline(old), headline(new)
    if before.figures != after.figures:
        yield (f'the headline: was {_headline_text(before)}; is now {_headline_text(after)}',)
    if before.figures and after.figures and before.provisional != after.provisional:
        word = 'provisional again' if after.provisional else 'no longer provisional'
        yield (f'the headline is {word}',)
    if len(before.unscored) != len(after.unscored):
        numbers = f'was {len(before.unscored)}, now {len(after.unscored)}'
        yield (f'reviews that print no season score: {numbers}',)
    was, now = _left(old), _left(new)
    if was != now:
        yield (f'the mean without one critic: was {was}, now {now}',)


def _headline_text(top: Headline) -> str:
    known = top.figures
    if known is None:
        return 'no season score'
    low, high, mean = map(shown_value, (known.low, known.high, known.mean))
    wide = f' ({low} to {high})' if known.count > 1 else ''
    return f'{mean} of 100{wide}, from {_share(top)}'


def _share(top: Headline) -> str:
    count = top.figures.count if top.figures else 0
    return f'{count} of {plural(top.reviews, "review")}'


def _left(corpus: Corpus) -> str:
    """The lowest and the highest mean without one critic."""
    found = [left for _, left in without_each(corpus) if left is not None]
    if not found:
        return 'not known'
    low, high = shown_value(min(found)), shown_value(max(found))
    return f'{low} to {high}' if low != high else f'{low}'


def episode_changes(old: Corpus, new: Corpus) -> Iterator[Sentence]:
    """Episodes whose mean is another, by number."""
    was, now = season(old), season(new)
    before, after = _rows(was.rows), _rows(now.rows)
    for number in sorted(before.keys() | after.keys()):
        spreads = [rows[number].spread if number in rows else None for rows in (before, after)]
        told = [_spread_text(spread) for spread in spreads]
        if told[0] != told[1]:
            yield (f'episode {number}: was {told[0]}, now {told[1]}',)


def season_changes(old: Corpus, new: Corpus) -> Iterator[Sentence]:
    """The mean over all episode scores."""
    was, now = (shown_value(season(corpus).mean) for corpus in (old, new))
    if was != now:
        yield (f'the mean of all episode scores: was {was or "none"}, now {now or "none"}',)


def coverage_changes(old: Corpus, new: Corpus) -> Iterator[Sentence]:
    """How many reviews cover the episodes, where that is another number; alike ones in one."""
    found: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number in range(1, max(old.season, new.season) + 1):
        counts = tuple(len(corpus.covering.get(number, ())) for corpus in (old, new))
        if counts[0] != counts[1]:
            found[counts[0], counts[1]].append(number)
    for (was, now), numbers in found.items():
        what = 'episode' if len(numbers) == 1 else 'episodes'
        covered = f'{Scope(tuple(numbers))}: covered by {plural(was, "review")}, now by {now}'
        yield (f'{what} {covered}',)


def _rows(rows: tuple[SeasonRow, ...]) -> dict[int, SeasonRow]:
    return {row.number: row for row in rows}


def _spread_text(spread: Spread | None) -> str:
    if spread is None:
        return 'not scored'
    return f'{shown_value(spread.mean)} of 100 from {plural(spread.count, "score")}'


_PLAIN: Final = frozenset({'page', 'series'})


def page_changes(old: Corpus, new: Corpus) -> Iterator[Sentence]:
    """Every page that comes, goes or is renamed, and every draft that becomes a page."""
    gone = {name: page for name, page in old.pages.items() if name not in new.pages}
    for docname, page in new.pages.items():
        before = old.pages.get(docname)
        if before is None and (former := _former(page, gone)):
            del gone[former.docname]
            yield ('renamed: ', File(former.path), ' is now ', File(page.path))
            before = former
        elif before is None:
            yield (f'new {_kind(page)}: ', File(page.path))
            continue
        if before and before.draft != page.draft:
            now = 'is a draft now, and counts no longer' if page.draft else 'is no draft any more'
            yield (File(page.path), f' {now}')
    for page in gone.values():
        yield (f'removed {_kind(page)}: ', File(page.path))


def _former(page: Page, gone: dict[str, Page]) -> Page | None:
    """The page that one is under another name: with the same words, or the same facts."""
    alike = [known for known in gone.values() if known.kind == page.kind]
    told = page.kind not in _PLAIN
    same = (known for known in alike if told and known.facts == page.facts)
    return next(same, None) or next((k for k in alike if k.source == page.source), None)


def _kind(page: Page) -> str:
    kind = 'page' if page.kind in _PLAIN else page.kind
    return f'draft of {"an" if kind[0] in "aeiou" else "a"} {kind}' if page.draft else kind


def impact(old: Corpus, new: Corpus) -> list[Sentence]:
    """What leads from one state of a wiki to the next; empty where readers see no change."""
    consensus = list(_consensus(old, new))
    around = list(shortened(page_changes(old, new), 'pages come, go or move'))
    pages = changed_pages(old, new)
    if not (consensus or around or pages):
        return []
    stays = headline_stays(old, new)
    first: list[Sentence] = [stays] if stays and consensus else []
    if not consensus:
        first = [('the consensus stays',)]
    verb = 'changes' if pages == 1 else 'change'
    last: list[Sentence] = [(f'{plural(pages, "page")} {verb}',)] if pages else []
    return [*around, *first, *consensus, *last]


def _consensus(old: Corpus, new: Corpus) -> Iterator[Sentence]:
    yield from headline_changes(old, new)
    yield from shortened(aspect_changes(old, new), 'changes of aspects')
    yield from shortened(critic_changes(old, new), 'changes of critics')
    yield from shortened(remark_changes(old, new), 'changes of remarks')
    yield from shortened(episode_changes(old, new), 'episodes')
    yield from season_changes(old, new)
    yield from shortened(coverage_changes(old, new), 'episodes')
