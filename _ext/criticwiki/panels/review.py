"""Panels of review pages: facts, score card, aspects, remarks on single subjects."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import starmap
from typing import TYPE_CHECKING, Final

from criticwiki.cached_view import cached_view
from criticwiki.corpus.aspects import aspect_anchor
from criticwiki.corpus.corpus import CharacterEntry, ReviewEntry
from criticwiki.corpus.critics import in_scope
from criticwiki.corpus.generated_docnames import page_of_critic
from criticwiki.i18n import _, separator
from criticwiki.model.kinds import Character
from criticwiki.model.languages import language_name
from criticwiki.model.scores import COMMON_BEST, exact_decimal, mean, median, rounded
from criticwiki.panel_registry import Panel
from criticwiki.text import SortKey, sort_key

from .charts import category_chart, chart_data
from .common import (
    Critic,
    PrintedScore,
    Ref,
    Statement,
    aspects_of,
    character_ref,
    covers_all,
    critic_of,
    entry_of,
    numbered_ref,
    places_of,
    printed_score,
    review_ref,
    review_score,
    statement,
)
from .components import (
    common_value,
    date_text,
    episode_link,
    fact_box,
    name_link,
    scope_label,
    scope_with_basis,
    score,
    score_cells,
    score_with_verdict,
    statement_list,
)
from .elements import (
    Element,
    bullets,
    cell_by,
    cells,
    data_number,
    field,
    joined,
    link,
    para,
    phrase,
    ref,
    scored,
    sortable,
)
from .facts import Fact, address, declared_facts, fact_field
from .pointers import below, pointer_field, pointer_to_review

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.model.numbering import EpisodePlace, Number
    from criticwiki.model.review import Review
    from criticwiki.model.scores import Score

    from .elements import Pieces


@dataclass(frozen=True, slots=True)
class Disclosure:
    """View of the fact box of a review: its author, source and scope."""

    critic: Critic
    outlet: str | None
    authors: tuple[tuple[str, str], ...]
    """Names, each with the docname of its page."""
    outlet_page: str
    """The page of the outlet, where it has one."""
    url: str | None
    published: str | None
    """ISO date."""
    inferred: bool
    """Whether the scope is inferred rather than stated."""
    episodes: tuple[tuple[EpisodePlace, Ref | None], ...]
    """Pages of the episodes that it covers; empty where it covers many."""
    access: str | None
    language: str
    """Language of the review, where it is not that of the pages."""
    declared: tuple[Fact, ...]
    """Fields that the wiki declares."""
    score: PrintedScore | None
    scale: str | None
    """Scale of the scores, where the review or conf.py states it."""
    verdict: str | None
    replaces: Ref | None
    """An earlier review of the critic that this one replaces."""
    replaced_by: Ref | None
    draft: bool


def disclosure(corpus: Corpus, entry: ReviewEntry) -> Disclosure:
    """Author, source and scope of a review."""
    facts = entry.facts
    return Disclosure(
        critic=critic_of(corpus, entry),
        outlet=facts.outlet,
        authors=tuple((name, page_of_critic(corpus, name)) for name in facts.authors),
        outlet_page=page_of_critic(corpus, facts.outlet),
        url=facts.url,
        published=str(facts.published) if facts.published else None,
        inferred=facts.covers_basis == 'inferred',
        episodes=_covered_pages(corpus, entry),
        access=facts.access,
        language=facts.language or '',
        declared=tuple(declared_facts(corpus, entry.page)),
        score=review_score(corpus, entry.page, facts),
        scale=scale_text(corpus, facts),
        verdict=facts.verdict,
        replaces=_review_ref(corpus.review_by_id.get(facts.replaces or '')),
        replaced_by=_review_ref(corpus.replacements.get(entry.id)),
        draft=facts.draft,
    )


MAX_LINKED: Final = 4
"""Most episodes of a scope that the fact box of a review links to."""


def _covered_pages(
    corpus: Corpus, entry: ReviewEntry
) -> tuple[tuple[EpisodePlace, Ref | None], ...]:
    covers = entry.facts.covers
    if len(covers) > MAX_LINKED or (len(covers) > 1 and covers_all(corpus, entry)):
        return ()
    return tuple((place, page) for place, _numbers, page in places_of(corpus, covers))


def _review_ref(entry: ReviewEntry | None) -> Ref | None:
    return review_ref(entry) if entry else None


def scale_text(corpus: Corpus, facts: Review) -> str | None:
    """Scale that the review states, else conf.py for its critic or outlet."""
    stated = corpus.notations.scale_of(facts.bylines)
    return facts.scale or (stated.name if stated else None)


def draw_facts(view: Disclosure) -> list[Element]:
    """Fact box of a review."""
    outlet = name_link(view.outlet, view.outlet_page) if view.outlet else ''
    rows: list[tuple[str, Pieces]] = [
        (_('Critic'), joined(starmap(name_link, view.authors))),
        (_('Outlet'), outlet),
        (_('Published'), date_text(view.published) if view.published else ''),
        (_('Address'), address(view.url) if view.url else ''),
    ]
    more: list[tuple[str, Pieces]] = [
        (_('Seen as'), view.access or ''),
        (_('Language'), language_name(view.language) if view.language else ''),
        (_('Score'), score_with_verdict(view.score, view.verdict)),
    ]
    fields = [
        *_stated(rows),
        *_covers(view),
        *_stated(more),
        *map(fact_field, view.declared),
    ]
    if view.scale:
        fields.append(field(_('Scale of its scores'), para(view.scale)))
    if view.replaces:
        fields.append(field(_('Replaces'), para(ref(view.replaces))))
    if view.replaced_by:
        counted = phrase(_('%(review)s; only that one counts'), review=ref(view.replaced_by))
        fields.append(field(_('Replaced by'), para(counted)))
    return [fact_box(_('About this review'), fields, draft=view.draft)]


def _covers(view: Disclosure) -> list[Element]:
    """The field of the scope; none where the work has no episodes."""
    return [field(_('Covers'), *_draw_scope(view))] if view.critic.scope else []


def _draw_scope(view: Disclosure) -> list[Element]:
    """The scope of a review, with links to its episodes where they are few."""
    paged = [(place, episode) for place, episode in view.episodes if episode]
    if len(view.episodes) != 1 or not paged:
        label = para(scope_with_basis(view.critic, inferred=view.inferred))
        links = (episode_link(*one) for one in paged)
        return [label, *([bullets([para(one)] for one in links)] if paged else [])]
    ((_place, episode),) = paged
    values = {'scope': scope_label(view.critic), 'title': episode.text}
    scope = link(_('%(scope)s, %(title)s') % values, episode.docname)
    template = _('%(scope)s (inferred)') if view.inferred else '%(scope)s'
    return [para(phrase(template, scope=scope))]


def _stated(rows: Iterable[tuple[str, Pieces]]) -> list[Element]:
    """Fields with a value."""
    return [field(name, para(value)) for name, value in rows if value]


FACTS: Final = Panel(
    lambda corpus, page: disclosure(corpus, entry_of(ReviewEntry, page)), draw_facts
)


@dataclass(frozen=True, slots=True)
class Check:
    """Comparison of the mean of printed scores with the score of the whole."""

    count: int
    mean: Decimal
    best: str
    """The best value of their scale."""
    on_verdict_scale: Decimal | None
    """The mean on the scale of the score of the whole, where that is another."""
    verdict_best: str | None
    matches: bool | None
    """Whether the exact mean equals the score of the whole; None where there is none."""
    at: str = pointer_field()
    """Pointer to it in `wiki.json`."""

    def figure(self, value: Decimal | int | str | None, key: str) -> Element:
        """A number, which the data has under a key."""
        return data_number('' if value is None else value, below(self.at, key))


@dataclass(frozen=True, slots=True)
class ScoreCard:
    """View of the scores of a review, with their arithmetic."""

    score: PrintedScore | None
    verdict: str | None
    categories: tuple[tuple[str, PrintedScore], ...]
    category_check: Check | None
    episodes: tuple[tuple[EpisodePlace, Ref | None, PrintedScore], ...]
    episode_check: Check | None
    episode_sum: Decimal | None
    """Sum of the episode scores on their own scale, where all share one."""
    episode_median: Decimal | None


@cached_view
def score_card(corpus: Corpus, entry: ReviewEntry) -> ScoreCard:
    """Scores of a review, and whether their means match its score."""
    facts = entry.facts
    by_number = sorted(facts.episode_scores.items())
    scores = [score for _number, score in by_number]
    values = _own_values(scores)
    best = scores[0].best if scores else Fraction(1)
    at = pointer_to_review(corpus, entry.docname)
    return ScoreCard(
        score=review_score(corpus, entry.page, facts),
        verdict=facts.verdict,
        categories=tuple(
            (name, printed_score(score, below(at, 'categories', name)))
            for name, score in facts.categories.items()
        ),
        category_check=_check(
            list(facts.categories.values()), facts.score, below(at, 'arithmetic', 'categories')
        ),
        episodes=tuple(
            (
                corpus.place(number),
                numbered_ref(corpus, number),
                printed_score(score, below(at, 'episode_scores', f'{number}')),
            )
            for number, score in by_number
        ),
        episode_check=_check(scores, facts.score, below(at, 'arithmetic', 'episodes')),
        episode_sum=rounded(sum(values, Fraction(0)), best) if values else None,
        episode_median=rounded(median(values), best) if values else None,
    )


def _own_values(scores: list[Score]) -> list[Fraction]:
    """Values on the scale that all scores share; empty where they share none."""
    return [s.value for s in scores] if len({s.best for s in scores}) == 1 else []


def _check(scores: list[Score], whole: Score | None, at: str) -> Check | None:
    if len(scores) < 2:
        return None
    values = _own_values(scores)
    best = scores[0].best if values else Fraction(COMMON_BEST)
    exact = mean(values or [score.common for score in scores])
    share = exact / best
    other = whole if whole and whole.best != best else None
    return Check(
        count=len(scores),
        mean=rounded(exact, best),
        best=exact_decimal(best),
        on_verdict_scale=rounded(share * other.best, other.best) if other else None,
        verdict_best=exact_decimal(other.best) if other else None,
        matches=share * whole.best == whole.value if whole else None,
        at=at,
    )


def draw_scores(view: ScoreCard) -> list[Element]:
    """Printed scores of a review in tables, with their arithmetic."""
    if not (view.score or view.categories or view.episodes):
        return [para(_('This review prints no score, and the wiki makes none up for it.'))]
    blocks: list[Element] = []
    if view.score:
        template = _('Printed score: %(score)s, which is %(common)s of 100.')
        if view.verdict:
            template = _('Printed score: %(score)s “%(verdict)s”, which is %(common)s of 100.')
        printed, common = score(view.score), common_value(view.score)
        words = phrase(template, score=printed, common=common, verdict=view.verdict or '')
        blocks.append(para(words))
    if view.categories:
        head = cells(_('Category'), _('Score as printed'), _('Of 100'))
        rows = [cells(name, *score_cells(printed)) for name, printed in view.categories]
        table = sortable(head, rows, 'scores')
        chart = category_chart(view.categories)
        blocks += [chart, chart_data(table)] if chart else [table]
        blocks += _arithmetic(view.category_check, _('categories'), view)
    if view.episodes:
        head = cells(_('Episode'), _('Score as printed'), _('Of 100'))
        rows = [
            cells(
                episode_link(place, episode),
                cell_by(printed.common, scored(place.until, score(printed))),
                scored(place.until, common_value(printed)),
            )
            for place, episode, printed in view.episodes
        ]
        blocks.append(sortable(head, rows, 'scores'))
        blocks += _arithmetic(view.episode_check, _('episodes'), view)
    return blocks


def _arithmetic(check: Check | None, what: str, view: ScoreCard) -> list[Element]:
    if check is None:
        return []
    sentences: list[Pieces] = [
        phrase(
            _('The mean of the %(count)d %(what)s is %(mean)s of %(best)s.'),
            count=check.figure(check.count, 'count'),
            what=what,
            mean=check.figure(check.mean, 'mean'),
            best=check.figure(check.best, 'best'),
        )
    ]
    if view.episodes and view.episode_check is check and view.episode_sum is not None:
        sentences.append(
            phrase(
                _('Their sum is %(sum)s and their median %(median)s.'),
                sum=check.figure(view.episode_sum, 'sum'),
                median=check.figure(view.episode_median, 'median'),
            )
        )
    if check.on_verdict_scale is not None:
        sentences.append(
            phrase(
                _('On the scale of the printed score that is %(mean)s of %(best)s.'),
                mean=check.figure(check.on_verdict_scale, 'on_verdict_scale'),
                best=check.figure(check.verdict_best, 'verdict_best'),
            )
        )
    if check.matches is True:
        sentences.append(_('It is exactly what the critic prints for the whole.'))
    elif check.matches is False and view.score:
        template = _('The critic prints %(score)s for the whole; both stand as they are.')
        sentences.append(phrase(template, score=score(view.score)))
    return [para(joined(sentences, ' '), classes=['arithmetic'])]


SCORES: Final = Panel(
    lambda corpus, page: score_card(corpus, entry_of(ReviewEntry, page)),
    draw_scores,
    lambda: _('Score card'),
)


class Silence(StrEnum):
    """Reason why a critic has no stance on an aspect."""

    NOT_DISCUSSED = 'not discussed'
    OUT_OF_SCOPE = 'out of scope'


@dataclass(frozen=True, slots=True)
class AspectRow:
    """An aspect with a critic's statement, or the reason why there is none."""

    aspect: str
    anchor: str
    statement: Statement | None
    silence: Silence | None


def aspect_rows(corpus: Corpus, entry: ReviewEntry) -> tuple[AspectRow, ...]:
    """Every aspect of the series, in its order."""
    rows = []
    for name, aspect in aspects_of(corpus).items():
        judgement = entry.facts.aspects.get(name)
        visible = in_scope(aspect, entry)
        row_statement = statement(judgement, entry) if judgement and visible else None
        silence = Silence.NOT_DISCUSSED if visible else Silence.OUT_OF_SCOPE
        rows.append(
            AspectRow(name, aspect_anchor(name), row_statement, None if row_statement else silence)
        )
    return tuple(rows)


def draw_aspects(view: tuple[AspectRow, ...]) -> list[Element]:
    """Statements by aspect, then the aspects without one."""
    blocks = statement_list(
        ((row.aspect, row.statement, row.anchor) for row in view if row.statement), 'aspects'
    )
    for silence, template in (
        (Silence.NOT_DISCUSSED, _('Not discussed: %(aspects)s.')),
        (Silence.OUT_OF_SCOPE, _('Out of scope, since the critic had not seen it: %(aspects)s.')),
    ):
        names = [row.aspect for row in view if row.silence is silence]
        if names:
            blocks.append(para(template % {'aspects': separator().join(names)}))
    return blocks or [para(_('The wiki lists no aspects.'))]


ASPECTS: Final = Panel(
    lambda corpus, page: aspect_rows(corpus, entry_of(ReviewEntry, page)),
    draw_aspects,
    lambda: _('Aspect by aspect'),
)


@dataclass(frozen=True, slots=True)
class SubjectRow:
    """A critic's statement on an episode or a character."""

    subject: Ref
    statement: Statement
    about: str
    """Number of the episode or id of the character: the end of the anchor of the remark."""


def subject_rows(corpus: Corpus, entry: ReviewEntry) -> tuple[SubjectRow, ...]:
    """Statements on single episodes by number, then on characters by name."""
    episodes: list[tuple[Number, SubjectRow]] = []
    characters: list[tuple[SortKey, SubjectRow]] = []
    for remark in entry.facts.remarks:
        row_statement = statement(remark, entry)
        if not isinstance(remark.about, str):
            if episode := numbered_ref(corpus, remark.about):
                episodes.append(
                    (remark.about, SubjectRow(episode, row_statement, str(remark.about)))
                )
            continue
        page = corpus.by_id.get(remark.about)
        if page and isinstance(page.facts, Character):
            row = SubjectRow(
                character_ref(CharacterEntry(page, page.facts)), row_statement, remark.about
            )
            characters.append((sort_key(page.facts.name), row))
    by_number = sorted(episodes, key=lambda pair: pair[0])
    by_name = sorted(characters, key=lambda pair: (pair[0], pair[1].statement.spoils))
    return tuple(row for _key, row in (*by_number, *by_name))


def draw_remarks(view: tuple[SubjectRow, ...]) -> list[Element]:
    """Statements on single episodes and characters; nothing without one."""
    count: Counter[str] = Counter()
    rows = []
    for row in view:
        anchor = f'remark-{row.about}'
        count[anchor] += 1
        if count[anchor] > 1:
            anchor += f'-{count[anchor]}'
        rows.append((ref(row.subject), row.statement, anchor))
    return statement_list(rows)


REMARKS: Final = Panel(
    lambda corpus, page: subject_rows(corpus, entry_of(ReviewEntry, page)),
    draw_remarks,
    lambda: _('On single episodes and characters'),
)
