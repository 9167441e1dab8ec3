"""Impact report: sentences on what a change does to scores, aspects, critics and pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeAlias

from criticwiki.corpus.generated_docnames import critic_pages, critics_index
from criticwiki.corpus.invalidation import after
from criticwiki.export.metadata import linked_pages, pages_named, preview_of
from criticwiki.export.wiki_data import format_value, get_path, lazy_wiki_data
from criticwiki.i18n import _
from criticwiki.model.judgements import Stance
from criticwiki.model.kinds import Episode
from criticwiki.model.numbering import EpisodeRanges, format_number
from criticwiki.model.scores import rounded
from criticwiki.panel_registry import has_place, injected_on, view_of
from criticwiki.panels.character import remarks
from criticwiki.panels.common import series_key
from criticwiki.panels.consensus import agreements, tallies
from criticwiki.panels.consensus_summary import brief
from criticwiki.panels.critics import critic_page, critics
from criticwiki.panels.episode import coverage
from criticwiki.panels.episode_scores import early_comparison, episode_score_table
from criticwiki.panels.season_score import season_score, without_each
from criticwiki.panels.standing import pages_placed_anew

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from criticwiki.corpus.corpus import Corpus, ReviewEntry
    from criticwiki.model.numbering import Number
    from criticwiki.model.page import Page
    from criticwiki.model.scores import Score
    from criticwiki.panels.common import CriticRemarks, Tally
    from criticwiki.panels.consensus import AspectTally
    from criticwiki.panels.episode import EpisodeReview
    from criticwiki.panels.episode_scores import CriticComparison, CriticFigures, SeasonRow
    from criticwiki.panels.season_score import SeasonScore

MAX_SENTENCES: Final = 12
"""Sentences of one kind; the rest are counted."""
_MARKDOWN: Final = re.compile(r'([\\`*_{}\[\]()<>#+\-.!|~@&:"])')
_INVISIBLE: Final = re.compile(
    r'[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+'
)
_PLAIN_KINDS: Final = frozenset({'page', 'series'})
"""Kinds of pages that have no facts of their own to recognise them by."""


def impact(
    old: Corpus, new: Corpus, renames: Mapping[str, str] = MappingProxyType({})
) -> list[Sentence]:
    """Sentences on the difference of two corpora; empty where readers see no change.

    :param renames: former docnames of renamed pages, by docname; others are told by their facts.
    """
    former = former_pages(old, new, renames)
    consensus = list(_consensus_changes(old, new, former))
    moves = list(shortened(page_changes(old, new, former), 'pages come, go or move'))
    pages = list(_page_counts(old, new))
    if not (consensus or moves or pages):
        return []
    unchanged = unchanged_season_score(old, new)
    first: list[Sentence] = [unchanged] if unchanged and consensus else []
    if not consensus:
        first = [('the consensus stays',)]
    return [*moves, *first, *consensus, *pages]


def _consensus_changes(old: Corpus, new: Corpus, former: Mapping[str, Page]) -> Iterator[Sentence]:
    yield from headline_changes(old, new)
    yield from shortened(aspect_changes(old, new), 'changes of aspects')
    yield from shortened(critic_changes(old, new, former), 'changes of critics')
    yield from shortened(remark_changes(old, new, former), 'changes of remarks')
    yield from shortened(episode_changes(old, new), 'episodes')
    yield from season_changes(old, new)
    yield from shortened(coverage_changes(old, new), 'episodes')


# -- text of sentences


@dataclass(frozen=True, slots=True)
class PlainText:
    """Text that an editor or a critic chose: shown in one line, and never as markup."""

    limit: ClassVar[int] = 100
    """Characters of a text that an editor or a critic chose."""
    text: str

    def __str__(self) -> str:
        """The text in one line, without invisible characters, shortened."""
        line = ' '.join(_INVISIBLE.sub(' ', self.text).split())
        return line if len(line) <= self.limit else line[: self.limit - 1] + '\u2026'

    @property
    def markdown(self) -> str:
        """The text escaped for a comment, where it is no markup and mentions no user."""
        escaped = _MARKDOWN.sub(r'\\\1', str(self))
        return escaped.replace('\\@', '@\u2060').replace('\\<', '&lt;').replace('\\&', '&amp;')


@dataclass(frozen=True, slots=True)
class PagePath(PlainText):
    """Path of a page, which Markdown shows as code so that it can be copied."""

    @property
    def markdown(self) -> str:
        """The path in a code span, whose fence is longer than any backticks in it."""
        path = str(self)
        fence = '`' * (max(map(len, re.findall('`+', path)), default=0) + 1)
        space = ' ' if path.startswith('`') or path.endswith('`') else ''
        return f'{fence}{space}{path}{space}{fence}'


Sentence: TypeAlias = 'tuple[str | PlainText, ...]'


def as_text(sentences: Iterable[Sentence]) -> str:
    """The report as plain text, one line for each sentence."""
    return ''.join(f'{"".join(map(str, sentence))}\n' for sentence in sentences)


def as_markdown(sentences: Sequence[Sentence]) -> str:
    """The report as a Markdown comment with a list; '' without sentences."""
    if not sentences:
        return ''
    lines = (
        ''.join(part.markdown if isinstance(part, PlainText) else part for part in sentence)
        for sentence in sentences
    )
    return ''.join(('**What this change does to the consensus**\n\n', *(f'* {x}\n' for x in lines)))


def shortened(sentences: Iterable[Sentence], others: str) -> Iterator[Sentence]:
    """The first sentences, then the number of the remaining `others`."""
    every = list(sentences)
    yield from every[:MAX_SENTENCES]
    if rest := every[MAX_SENTENCES:]:
        yield (f'and {len(rest)} more {others}',)


def listed(parts: Iterable[str]) -> str:
    """Text of an enumeration: `a, b and c`."""
    *first, last = parts
    return f'{", ".join(first)} and {last}' if first else last


def plural(count: int, noun: str) -> str:
    """A number with its noun, in singular or plural."""
    return f'{count} {noun if count == 1 else noun + "s"}'


def _change(subject: Sentence, old: str, new: str) -> Iterator[Sentence]:
    """The sentence on a value that differs; none where it is the same."""
    if old != new:
        yield (*subject, f': was {old}, now {new}')


# -- headline


def unchanged_season_score(old: Corpus, new: Corpus) -> Sentence | None:
    """The sentence that mean, range and number of scores are the same; None where not."""
    before, after = season_score(old), season_score(new)
    if before.figures != after.figures:
        return None
    if after.figures is None:
        return (_('there is still no season score'),)
    more = f', now from {_share(after)}' if before.critics != after.critics else ''
    return (f'the headline stays: {format_value(after.figures.mean)} of 100{more}',)


def headline_changes(old: Corpus, new: Corpus) -> Iterator[Sentence]:
    """Sentences on the season score: mean, range, number of critics, provisional or not."""
    before, after = season_score(old), season_score(new)
    if before.figures != after.figures:
        yield (f'the headline: was {_headline_text(before)}; is now {_headline_text(after)}',)
    if before.figures and after.figures and before.provisional != after.provisional:
        state = 'provisional again' if after.provisional else 'no longer provisional'
        yield (f'the headline is {state}',)
    if len(before.unscored) != len(after.unscored):
        numbers = f'was {len(before.unscored)}, now {len(after.unscored)}'
        template = _('critics who print no season score: %(numbers)s')
        yield (template % {'numbers': numbers},)
    yield from _change(('the mean without one critic',), _range_without(old), _range_without(new))


def _headline_text(top: SeasonScore) -> str:
    figures = top.figures
    if figures is None:
        return _('no season score')
    low, high, mean = map(format_value, (figures.low, figures.high, figures.mean))
    limits = f' ({low} to {high})' if figures.count > 1 else ''
    return f'{mean} of 100{limits}, from {_share(top)}'


def _share(top: SeasonScore) -> str:
    count = top.figures.count if top.figures else 0
    return f'{count} of {plural(top.critics, "critic")}'


def _range_without(corpus: Corpus) -> str:
    """The lowest and the highest mean that leaving out one critic gives."""
    means = [mean for _, mean in without_each(corpus) if mean is not None]
    if not means:
        return 'not known'
    low, high = format_value(min(means)), format_value(max(means))
    return f'{low} to {high}' if low != high else f'{low}'


# -- aspects


def aspect_changes(old: Corpus, new: Corpus) -> Iterator[Sentence]:
    """Sentences on every aspect with another tally, then on what critics agree or split."""
    before = {row.aspect: row for row in tallies(old)}
    after = {row.aspect: row for row in tallies(new)}
    for name in before:
        if name not in after:
            yield (PlainText(name), ': is no aspect any more')
    for name, row in after.items():
        if name not in before:
            yield (PlainText(name), f': is a new aspect, {_tally_text(row.tally)}')
        elif text := '; '.join(_tally_changes(before[name], row)):
            yield (PlainText(name), f': {text}')
    yield from _split_changes(old, new)
    yield from _agreement_changes(old, new)


def _tally_changes(old: AspectTally, new: AspectTally) -> Iterator[str]:
    before, after = old.tally, new.tally
    if before != after:
        yield f'was {_tally_text(before)}, now {_tally_text(after)}'
    if old.agreement != new.agreement:
        removed = f'no longer {old.agreement}' if old.agreement else ''
        added = f'now {new.agreement}' if new.agreement else ''
        yield 'agreement ' + ', '.join(filter(None, (removed, added)))
    if before.evidence != after.evidence:
        yield f'evidence was {before.evidence}, now {after.evidence}'


def _tally_text(tally: Tally) -> str:
    stances = (
        (tally.praise, 'praise'),
        (tally.mixed, 'mixed'),
        (tally.criticism, 'criticism'),
    )
    counts = [f'{count} {stance}' for count, stance in stances if count]
    return f'{listed(counts)} of {tally.discussing}' if counts else 'not discussed'


def _split_changes(old: Corpus, new: Corpus) -> Iterator[Sentence]:
    """Sentences on the aspects that critics are split on, and on the widest split."""
    before = [row.aspect for row in agreements(old).splits]
    after = [row.aspect for row in agreements(new).splits]
    yield from _list_changes(before, after, 'critics now split on ', 'critics no longer split on ')
    if after and before and before[0] != after[0]:
        widest, former = PlainText(after[0]), PlainText(before[0])
        yield ('the widest split is now on ', widest, ', no longer on ', former)


def _agreement_changes(old: Corpus, new: Corpus) -> Iterator[Sentence]:
    before, after = brief(old), brief(new)
    for old_rows, new_rows, verb in (
        (before.praised, after.praised, 'praise'),
        (before.criticised, after.criticised, 'criticise'),
    ):
        yield from _list_changes(
            [row.aspect for row in old_rows],
            [row.aspect for row in new_rows],
            f'critics now agree to {verb} ',
            f'no longer agreed to {verb}: ',
        )


def _list_changes(
    old: list[str], new: list[str], if_added: str, if_removed: str
) -> Iterator[Sentence]:
    """The sentences that list names added to a list, and names removed from it."""
    added = [name for name in new if name not in old]
    removed = [name for name in old if name not in new]
    for beginning, names in ((if_added, added), (if_removed, removed)):
        if names:
            parts: list[str | PlainText] = [beginning]
            for name in names:
                parts += [PlainText(name), ', ']
            yield tuple(parts[:-1])


# -- critics


def critic_changes(old: Corpus, new: Corpus, former: Mapping[str, Page]) -> Iterator[Sentence]:
    """Sentences on what critics who are counted before and after judge differently."""
    before = {entry.docname: entry for entry in old.reviews}
    for entry in new.reviews:
        if was := before.get(_former_name(entry.docname, former)):
            critic = _critic(entry)
            for change in _review_changes(was, entry, serial=new.work.has_episodes):
                yield (critic, ': ', *change)
    yield from _trend_changes(old, new)
    yield from _comparison_changes(old, new)


def _critic(entry: ReviewEntry) -> PlainText:
    return PlainText(
        entry.facts.critic or entry.facts.label or f'unnamed critic of {entry.facts.headline}'
    )


def _review_changes(old: ReviewEntry, new: ReviewEntry, *, serial: bool) -> Iterator[Sentence]:
    before, after = old.facts, new.facts
    if before.replaces != after.replaces:
        yield (f'replaces {after.replaces or "none"}, was {before.replaces or "none"}',)
    if before.covers != after.covers and serial:
        yield (f'covers episodes {after.covers}, no longer {before.covers}',)
    if before.critic != after.critic:
        yield ('was ', _critic(old))
    yield from _score_change('the score', before.score, after.score)
    for number in sorted(before.episode_scores.keys() | after.episode_scores.keys()):
        scores = (before.episode_scores.get(number), after.episode_scores.get(number))
        yield from _score_change(f'the score of episode {format_number(number)}', *scores)
    for name in dict.fromkeys((*before.categories, *after.categories)):
        scores = (before.categories.get(name), after.categories.get(name))
        for change in _score_change('', *scores):
            yield ('the score for ', PlainText(name), *change)
    for name in dict.fromkeys((*before.aspects, *after.aspects)):
        opinions = (facts.aspects.get(name) for facts in (before, after))
        was, now = (opinion.stance if opinion else 'not discussed' for opinion in opinions)
        if was != now:
            yield (PlainText(name), f' was {was}, is now {now}')


def _score_change(subject: str, old: Score | None, new: Score | None) -> Iterator[Sentence]:
    if old != new:
        yield (f'{subject} was ', *_score_text(old), ', is now ', *_score_text(new))


def _score_text(score: Score | None) -> Sentence:
    if score is None:
        return ('none',)
    return (PlainText(score.printed), f' ({format_value(rounded(score.common))} of 100)')


def _trend_changes(old: Corpus, new: Corpus) -> Iterator[Sentence]:
    """Sentences on significant trends over the episodes that appear or disappear."""
    before, after = (
        {row.critic.key: row for row in episode_score_table(corpus).critics}
        for corpus in (old, new)
    )
    for docname in dict.fromkeys((*before, *after)):
        was, now = _trend(before.get(docname)), _trend(after.get(docname))
        if was == now:
            continue
        row = after.get(docname) or before[docname]
        critic = PlainText(row.critic.name or row.critic.headline)
        removed = f'no {was} trend is claimed any more' if was else ''
        added = f'a {now} trend over the episodes is claimed now' if now else ''
        yield (critic, ': ', '; '.join(filter(None, (removed, added))))


def _trend(row: CriticFigures | None) -> str:
    if row is None or row.trend is None or not row.trend.significant:
        return ''
    return 'rising' if row.trend.tau > 0 else 'falling'


def _comparison_changes(old: Corpus, new: Corpus) -> Iterator[Sentence]:
    """Sentences on the mean scores of early and late episodes by critic."""
    before, after = early_comparison(old), early_comparison(new)
    was, now = (comparison.early if comparison else '' for comparison in (before, after))
    if was and now:
        yield from _change(('the first third of the season',), was, now)
    elif was or now:
        text = (
            f'episodes {now} are now compared' if now else f'episodes {was} are no longer compared'
        )
        yield (f'{text} with the rest, as the part that early reviews saw',)
    rows = {row.critic.docname: row for row in before.rows} if before else {}
    for row in after.rows if after else ():
        former = rows.get(row.critic.docname)
        if former and _means(former) != _means(row):
            critic = PlainText(row.critic.name or row.critic.headline)
            text = f': early and late episodes were {_means(former)}, are now {_means(row)}'
            yield (critic, text)


def _means(row: CriticComparison) -> str:
    early, rest = (format_value(part.mean) for part in (row.early, row.rest))
    return f'{early} and {rest} of {row.early.best}'


# -- remarks


def remark_changes(old: Corpus, new: Corpus, former: Mapping[str, Page]) -> Iterator[Sentence]:
    """Sentences on characters, then episodes, with another number of remarks by stance."""
    before = {entry.docname: entry for entry in old.characters}
    for entry in new.characters:
        earlier = before.get(_former_name(entry.docname, former))
        was = _stance_counts(remarks(old, earlier) if earlier else ())
        now = _stance_counts(remarks(new, entry))
        yield from _change(('remarks on ', PlainText(entry.facts.name)), was, now)
    serial = old.work.has_episodes and new.work.has_episodes
    for number in _covered(old, new) if serial else ():
        was, now = (_stance_counts(_said_of_episode(corpus, number)) for corpus in (old, new))
        yield from _change((f'remarks on {_episode(new, number)}',), was, now)


def _covered(*corpora: Corpus) -> list[Number]:
    """Numbers of the episodes that reviews cover, ascending."""
    return sorted({number for corpus in corpora for number in corpus.reviews_by_episode})


def _episode(corpus: Corpus, number: Number) -> str:
    """An episode in a sentence: `episode 3`, `S2E3`, the name of a special."""
    place = corpus.place(number)
    return str(place) if place.season or place.name else f'episode {place}'


def _said_of_episode(corpus: Corpus, number: Number) -> Iterator[CriticRemarks | EpisodeReview]:
    view = coverage(corpus, number)
    yield from view.about
    yield from view.rows


def _stance_counts(rows: Iterable[CriticRemarks | EpisodeReview]) -> str:
    """How many remarks there are of each stance."""
    every = chain.from_iterable(row.remarks for row in rows)
    counts = Counter(remark.stance for remark in every)
    texts = [f'{counts[stance]} {stance}' for stance in Stance if counts[stance]]
    if counts[None]:
        texts.append(plural(counts[None], 'mention'))
    return listed(texts) if texts else 'none'


# -- episodes


def episode_changes(old: Corpus, new: Corpus) -> Iterator[Sentence]:
    """Sentences on episodes with another mean score, by number."""
    before, after = (
        {row.number: row for row in episode_score_table(corpus).rows} for corpus in (old, new)
    )
    for number in sorted(before.keys() | after.keys()):
        was, now = (_spread_text(rows.get(number)) for rows in (before, after))
        yield from _change((_episode(new, number),), was, now)


def _spread_text(row: SeasonRow | None) -> str:
    if row is None or row.spread is None:
        return 'not scored'
    return f'{format_value(row.spread.mean)} of 100 from {plural(row.spread.count, "score")}'


def season_changes(old: Corpus, new: Corpus) -> Iterator[Sentence]:
    """The sentence on the mean of all episode scores."""
    was, now = (format_value(episode_score_table(corpus).mean) or 'none' for corpus in (old, new))
    yield from _change(('the mean of all episode scores',), was, now)


def coverage_changes(old: Corpus, new: Corpus) -> Iterator[Sentence]:
    """Sentences on how many reviews cover an episode; one for all with the same change."""
    if not (old.work.has_episodes and new.work.has_episodes):
        return
    numbers_by_counts: dict[tuple[int, int], list[Number]] = defaultdict(list)
    for number in _covered(old, new):
        was, now = (len(corpus.reviews_by_episode.get(number, ())) for corpus in (old, new))
        if was != now:
            numbers_by_counts[was, now].append(number)
    for (was, now), numbers in numbers_by_counts.items():
        noun = 'episode' if len(numbers) == 1 else 'episodes'
        label = new.numbering.label(EpisodeRanges(tuple(numbers)))
        yield (f'{noun} {label}: covered by {plural(was, "review")}, now by {now}',)


# -- pages


def former_pages(old: Corpus, new: Corpus, renames: Mapping[str, str]) -> dict[str, Page]:
    """Pages as they were before they were renamed, by docname; `renames` are known already."""
    removed = {name: page for name, page in old.pages.items() if name not in new.pages}
    former: dict[str, Page] = {}
    for docname, before in renames.items():
        if docname in new.pages and before in removed:
            former[docname] = removed.pop(before)
    for docname, page in new.pages.items():
        if docname not in old.pages and docname not in former and (was := _former(page, removed)):
            former[docname] = removed.pop(was.docname)
    return former


def _former_name(docname: str, former: Mapping[str, Page]) -> str:
    """The docname that a page had before the change."""
    return former[docname].docname if docname in former else docname


def page_changes(old: Corpus, new: Corpus, former: Mapping[str, Page]) -> Iterator[Sentence]:
    """Sentences on pages added, removed and renamed, and on drafts that become pages."""
    renamed = {page.docname for page in former.values()}
    removed = [page for name, page in old.pages.items() if name not in new.pages.keys() | renamed]
    for docname, page in new.pages.items():
        before = old.pages.get(docname) or former.get(docname)
        if docname in former:
            yield ('renamed: ', PagePath(former[docname].path), ' is now ', PagePath(page.path))
        elif before is None:
            yield (f'new {_kind(page)}: ', PagePath(page.path))
            continue
        if before and before.draft != page.draft:
            yield (PagePath(page.path), f' {_state(before, page)}')
    for page in removed:
        yield (f'removed {_kind(page)}: ', PagePath(page.path))


def _state(before: Page, page: Page) -> str:
    """What a page is now that one of both is a draft, or has facts that are not valid."""
    if page.draft:
        what = 'a draft' if page.facts else 'without valid facts'
        return f'is {what} now, and counts no longer'
    return 'is no draft any more' if before.facts else 'has valid facts now, and counts'


def _former(page: Page, removed: dict[str, Page]) -> Page | None:
    """The removed page that a new one renames: of one kind, with the same facts or text."""
    pages = [other for other in removed.values() if other.kind == page.kind]
    has_facts = page.kind not in _PLAIN_KINDS
    with_same_facts = (other for other in pages if has_facts and other.facts == page.facts)
    with_same_text = (other for other in pages if other.source == page.source)
    return next(chain(with_same_facts, with_same_text), None)


def _kind(page: Page) -> str:
    kind = 'page' if page.kind in _PLAIN_KINDS else page.kind
    return f'draft of {"an" if kind[0] in "aeiou" else "a"} {kind}' if page.draft else kind


_KIND_NAMES: Final = {
    'episode': 'episode',
    'character': 'character',
    'review': 'review',
    'critic': 'critic',
    'other': 'other page',
}


def _page_counts(old: Corpus, new: Corpus) -> Iterator[Sentence]:
    """The sentence on how many pages change, by kind."""
    if changed := changed_pages(old, new):
        kinds = Counter(_counted_kind(new, docname) for docname in changed)
        counts = [plural(kinds[kind], noun) for kind, noun in _KIND_NAMES.items() if kinds[kind]]
        verb = 'changes' if len(changed) == 1 else 'change'
        yield (f'{plural(len(changed), "page")} {verb}: {listed(counts)}',)


def _counted_kind(corpus: Corpus, docname: str) -> str:
    page = corpus.pages.get(docname)
    kind = page.kind if page else 'critic'
    return kind if kind in _KIND_NAMES else 'other'


def changed_pages(old: Corpus, new: Corpus) -> list[str]:
    """Docnames of pages in both corpora that show something else, with those of critics."""
    data = lazy_wiki_data(old), lazy_wiki_data(new)
    stale = after(old, new, edited_pages(old, new), pages_placed_anew)
    changed: list[str] = []
    for docname in sorted(new.pages if stale.all_pages else stale.docnames):
        before, now = (
            list(_shown(corpus, corpus.pages[docname], values)) if docname in corpus.pages else None
            for corpus, values in zip((old, new), data, strict=True)
        )
        if None not in (before, now) and before != now:
            changed.append(docname)
    old_views, new_views = _critic_views(old), _critic_views(new)
    changed += (page for page, view in new_views.items() if old_views.get(page, view) != view)
    return changed


def edited_pages(old: Corpus, new: Corpus) -> list[str]:
    """Docnames of pages that are edited, added or removed; sorted."""
    names = sorted(old.pages.keys() | new.pages.keys())
    return [name for name in names if old.pages.get(name) != new.pages.get(name)]


def _shown(corpus: Corpus, page: Page, data: Any) -> Iterator[object]:
    """All that a page shows, as plain data."""
    yield page.source, page.title, series_key(corpus)
    panels = panels_of(corpus, page)
    views = [view_of(corpus, page, name, part) for name, part in panels]
    yield views
    yield [
        (mention.start, mention.block, mention.name) for mention in corpus.mentions(page.docname)
    ]
    for link in page.links:
        target = corpus.resolve(link)
        yield target, corpus.pages[target].title if target in corpus.pages else None
    for figure in page.values:
        try:
            yield get_path(data, figure.path)
        except KeyError:
            yield None
    # a link in the folded plot has no preview, nor has one in the list of a cast
    linked = () if _folds_all(page) else linked_pages(corpus, page)
    shown = (view for (name, _part), view in zip(panels, views, strict=True) if name != 'cast')
    named = (*linked, *(name for view in shown for name in pages_named(view)))
    for target in dict.fromkeys(named):
        yield target, preview_of(corpus, target)


def _folds_all(page: Page) -> bool:
    """Whether all text of a page is folded: it is on an episode that names no open section."""
    facts = page.facts
    return isinstance(facts, Episode) and not facts.open_sections and facts.numbers[-1] >= 1


def panels_of(corpus: Corpus, page: Page) -> list[tuple[str, str]]:
    """The panels of a page: those that an editor placed, and those that stand by themselves."""
    names = {name for name, _ in page.panels}
    added = ('facts', *injected_on(page.kind, page.id))
    if page.id == 'index' and any(
        other.kind not in {'page', 'series'}
        for other in corpus.pages.values()
        if other.docname.rpartition('/')[0] == page.docname.rpartition('/')[0]
    ):
        added = (*added, 'pages')
    every = [*page.panels, *((name, '') for name in added if name not in names)]
    return [key for key in every if page.facts and has_place(*key, page.kind)]


def _critic_views(corpus: Corpus) -> dict[str, object]:
    """Views of the generated pages of critics, by docname."""
    views: dict[str, object] = {
        docname: critic_page(corpus, name) for name, docname in critic_pages(corpus).items()
    }
    if index := critics_index(corpus):
        views[index] = critics(corpus)
    return views
