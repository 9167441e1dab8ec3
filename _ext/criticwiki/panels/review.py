"""Panels of review pages: facts, score card, aspects, remarks on single subjects."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from criticwiki.cached_view import remembered
from criticwiki.corpus.corpus import ReviewEntry
from criticwiki.corpus.critics import page_of_critic
from criticwiki.i18n import _
from criticwiki.model.kinds import Character, Review
from criticwiki.model.scores import COMMON_BEST, exact_decimal, mean, median, rounded
from criticwiki.panel_registry import Panel

from .charts import category_chart, numbers
from .common import Critic, Printed, Ref, Said, aspect_anchor, critic_of, episode_ref, printed, said
from .elements import (
    Element,
    by,
    cells,
    critic_link,
    fact_box,
    field,
    figure,
    judgements,
    link,
    not_stated,
    para,
    phrase,
    ref,
    scope_words,
    score,
    shown,
    sortable,
    span,
)

if TYPE_CHECKING:
    from decimal import Decimal

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.model.kinds import Aspect
    from criticwiki.model.page import Page
    from criticwiki.model.scores import Score

    from .elements import Piece


class Silence(StrEnum):
    """Why a critic has no stance on an aspect."""

    NOT_DISCUSSED = 'not discussed'
    OUT_OF_SCOPE = 'out of scope'


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Who says it, where, and after how much of the series."""

    critic: Critic
    headline: str
    outlet: str | None
    author: str | None
    outlet_page: str
    """The page of the outlet, where it has one."""
    url: str | None
    published: str | None
    inferred: bool
    """Whether what was seen is inferred rather than stated."""
    access: str | None
    score: Printed | None
    verdict: str | None
    draft: bool


@dataclass(frozen=True, slots=True)
class Check:
    """A mean of printed scores beside what is printed for the whole."""

    count: int
    mean: Decimal
    best: str
    """The best value of their scale."""
    on_verdict_scale: Decimal | None
    """The mean on the scale of the printed score, where that is another."""
    verdict_best: str | None
    matches: bool | None
    """Whether the exact mean is what is printed; None without a printed score."""


@dataclass(frozen=True, slots=True)
class ScoreCard:
    """The scores of a review and their arithmetic."""

    score: Printed | None
    verdict: str | None
    categories: tuple[tuple[str, Printed], ...]
    category_check: Check | None
    episodes: tuple[tuple[int, Ref | None, Printed], ...]
    episode_check: Check | None
    episode_sum: Decimal | None
    """Sum of the episode scores on their own scale, where all share one."""
    episode_median: Decimal | None


@dataclass(frozen=True, slots=True)
class AspectRow:
    """One aspect: what the critic holds, or why nothing."""

    aspect: str
    anchor: str
    said: Said | None
    silence: Silence | None


@dataclass(frozen=True, slots=True)
class SubjectRow:
    """What a critic says of one character or episode."""

    subject: Ref
    said: Said


def disclosure(corpus: Corpus, entry: ReviewEntry) -> Disclosure:
    """Who, where, covers what, how seen."""
    facts = entry.facts
    return Disclosure(
        critic=critic_of(corpus, entry),
        headline=facts.headline,
        outlet=facts.outlet,
        author=facts.author,
        outlet_page=page_of_critic(corpus, facts.outlet),
        url=facts.url,
        published=str(facts.published) if facts.published else None,
        inferred=facts.covers_basis == 'inferred',
        access=facts.access,
        score=printed(facts.score) if facts.score else None,
        verdict=facts.verdict,
        draft=facts.draft,
    )


@remembered
def score_card(corpus: Corpus, entry: ReviewEntry) -> ScoreCard:
    """The scores and whether they add up."""
    facts = entry.facts
    scores = [facts.episode_scores[number] for number in sorted(facts.episode_scores)]
    values = _own_values(scores)
    episodes = []
    for number, scored in sorted(facts.episode_scores.items()):
        page = corpus.episode_by_number.get(number)
        episodes.append((number, episode_ref(page) if page else None, printed(scored)))
    best = scores[0].best if scores else Fraction(1)
    return ScoreCard(
        score=printed(facts.score) if facts.score else None,
        verdict=facts.verdict,
        categories=tuple((name, printed(score)) for name, score in facts.categories.items()),
        category_check=_check(list(facts.categories.values()), facts.score),
        episodes=tuple(episodes),
        episode_check=_check(scores, facts.score),
        episode_sum=rounded(sum(values, Fraction(0)), best) if values else None,
        episode_median=rounded(median(values), best) if values else None,
    )


def _own_values(scores: list[Score]) -> list[Fraction]:
    """The values on their own scale, or none where they are of several."""
    return [s.value for s in scores] if len({s.best for s in scores}) == 1 else []


def _check(scores: list[Score], whole: Score | None) -> Check | None:
    if len(scores) < 2:
        return None
    own = _own_values(scores)
    best = scores[0].best if own else Fraction(COMMON_BEST)
    exact = mean(own or [score.common for score in scores])
    share = exact / best
    other = whole if whole and whole.best != best else None
    return Check(
        count=len(scores),
        mean=rounded(exact, best),
        best=exact_decimal(best),
        on_verdict_scale=rounded(share * other.best, other.best) if other else None,
        verdict_best=exact_decimal(other.best) if other else None,
        matches=share * whole.best == whole.value if whole else None,
    )


def in_scope(aspect: Aspect, entry: ReviewEntry) -> bool:
    """Whether the critic had seen what the aspect needs."""
    return aspect.needs is None or aspect.needs in entry.facts.covers


def aspect_rows(corpus: Corpus, entry: ReviewEntry) -> tuple[AspectRow, ...]:
    """Every aspect of the wiki's list, in its order."""
    rows = []
    for name, aspect in (corpus.series.aspects if corpus.series else {}).items():
        judgement = entry.facts.aspects.get(name)
        visible = in_scope(aspect, entry)
        silence = Silence.NOT_DISCUSSED if visible else Silence.OUT_OF_SCOPE
        found = said(judgement) if judgement and visible else None
        rows.append(AspectRow(name, aspect_anchor(name), found, None if found else silence))
    return tuple(rows)


def subject_rows(corpus: Corpus, entry: ReviewEntry) -> tuple[SubjectRow, ...]:
    """What the critic says of single episodes, then of characters, by name."""
    episodes: list[tuple[int, SubjectRow]] = []
    characters: list[tuple[str, SubjectRow]] = []
    for remark in entry.facts.remarks:
        if isinstance(remark.about, int):
            episode = corpus.episode_by_number.get(remark.about)
            if episode:
                row = SubjectRow(episode_ref(episode), said(remark))
                episodes.append((remark.about, row))
            continue
        page = corpus.by_id.get(remark.about)
        if page and isinstance(page.facts, Character):
            row = SubjectRow(Ref(page.facts.name, page.docname), said(remark))
            characters.append((page.facts.name.casefold(), row))
    ordered = sorted(episodes, key=lambda pair: pair[0])
    named = sorted(characters, key=lambda pair: (pair[0], pair[1].said.spoils))
    return tuple(row for _, row in (*ordered, *named))


def draw_facts(view: Disclosure) -> list[Element]:
    """Who says it, where, and after how much of the series."""
    fields = [
        field(_('Critic'), para(_author(view))),
        field(_('Outlet'), para(_outlet(view))),
        field(_('Published'), para(_published(view))),
        field(_('Address'), para(_address(view))),
        field(_('Covers'), para(_covers(view))),
        field(_('Seen as'), para(view.access or not_stated())),
        field(_('Score'), para(_score(view))),
    ]
    return [fact_box(_('About this review'), fields, draft=view.draft)]


def _author(view: Disclosure) -> Element:
    return critic_link(view.author, view.critic.page) if view.author else not_stated()


def _outlet(view: Disclosure) -> Element:
    return critic_link(view.outlet, view.outlet_page) if view.outlet else not_stated()


def _published(view: Disclosure) -> str | Element:
    return shown('aired', view.published) if view.published else not_stated()


def _address(view: Disclosure) -> Element:
    if view.url is None:
        return span(_('not known'), 'unstated')
    host = view.url.split('/')[2].removeprefix('www.')
    return Element('address', [host], (), view.url)


def _covers(view: Disclosure) -> str:
    words = scope_words(view.critic)
    return _('%(scope)s (inferred)') % {'scope': words} if view.inferred else words


def _score(view: Disclosure) -> list[Piece]:
    if view.score is None:
        return [span(_('none printed'), 'unstated')]
    if view.verdict:
        return phrase(_('%(score)s, “%(verdict)s”'), score=score(view.score), verdict=view.verdict)
    return [score(view.score)]


def draw_scores(view: ScoreCard) -> list[Element]:
    """The printed scores and whether they add up."""
    if not (view.score or view.categories or view.episodes):
        return [para(_('This review prints no score, and the wiki makes none up for it.'))]
    made: list[Element] = []
    if view.score:
        template = _('Printed score: %(score)s, which is %(common)s of 100.')
        if view.verdict:
            template = _('Printed score: %(score)s “%(verdict)s”, which is %(common)s of 100.')
        made.append(
            para(
                phrase(
                    template,
                    score=score(view.score),
                    common=figure(view.score.common),
                    verdict=view.verdict or '',
                )
            )
        )
    if view.categories:
        rows = [
            cells(name, by(printed.common, score(printed)), figure(printed.common))
            for name, printed in view.categories
        ]
        head = cells(_('Category'), _('Score as printed'), _('Of 100'))
        by_category = sortable(head, rows, 'scores')
        drawn = category_chart(view.categories)
        made += [drawn, numbers(by_category)] if drawn else [by_category]
        made += _arithmetic(view.category_check, _('categories'), view)
    if view.episodes:
        rows = []
        for number, episode, printed in view.episodes:
            named = _('%(number)d. %(title)s') % {
                'number': number,
                'title': episode.text if episode else '',
            }
            cell = link(named, episode.docname) if episode else str(number)
            rows.append(cells(cell, by(printed.common, score(printed)), figure(printed.common)))
        head = cells(_('Episode'), _('Score as printed'), _('Of 100'))
        made.append(sortable(head, rows, 'scores'))
        made += _arithmetic(view.episode_check, _('episodes'), view)
    return made


def _arithmetic(check: Check | None, what: str, view: ScoreCard) -> list[Element]:
    if check is None:
        return []
    values = {
        'count': check.count,
        'what': what,
        'mean': figure(check.mean),
        'best': check.best,
    }
    words = [_('The mean of the %(count)d %(what)s is %(mean)s of %(best)s.') % values]
    if view.episodes and view.episode_check is check and view.episode_sum is not None:
        assert view.episode_median is not None
        words.append(
            _('Their sum is %(sum)s and their median %(median)s.')
            % {'sum': figure(view.episode_sum), 'median': figure(view.episode_median)}
        )
    if check.on_verdict_scale is not None:
        words.append(
            _('On the scale of the printed score that is %(mean)s of %(best)s.')
            % {'mean': figure(check.on_verdict_scale), 'best': check.verdict_best}
        )
    if check.matches is True:
        words.append(_('It is exactly what the critic prints for the whole.'))
    elif check.matches is False and view.score:
        words.append(
            _('The critic prints %(score)s for the whole; both stand as they are.')
            % {'score': view.score.printed}
        )
    return [para(' '.join(words), classes=['arithmetic'])]


def draw_aspects(view: tuple[AspectRow, ...]) -> list[Element]:
    """What the critic holds of each aspect, and what they leave out."""
    made = judgements(((row.aspect, row.said, row.anchor) for row in view if row.said), 'aspects')
    for silence, template in (
        (Silence.NOT_DISCUSSED, _('Not discussed: %(aspects)s.')),
        (Silence.OUT_OF_SCOPE, _('Out of scope, since the critic had not seen it: %(aspects)s.')),
    ):
        names = [row.aspect for row in view if row.silence is silence]
        if names:
            made.append(para(template % {'aspects': ', '.join(names)}))
    return made or [para(_('The wiki lists no aspects.'))]


def draw_remarks(view: tuple[SubjectRow, ...]) -> list[Element]:
    """What the critic says of single episodes and characters."""
    if not view:
        return [para(_('The critic singles out no episode and no character.'))]
    return judgements((ref(row.subject), row.said, '') for row in view)


def _entry(page: Page) -> ReviewEntry:
    assert isinstance(page.facts, Review)
    return ReviewEntry(page, page.facts)


FACTS: Final = Panel(lambda corpus, page: disclosure(corpus, _entry(page)), draw_facts)
SCORES: Final = Panel(
    lambda corpus, page: score_card(corpus, _entry(page)),
    draw_scores,
    lambda: _('Score card'),
)
ASPECTS: Final = Panel(
    lambda corpus, page: aspect_rows(corpus, _entry(page)),
    draw_aspects,
    lambda: _('Aspect by aspect'),
)
REMARKS: Final = Panel(
    lambda corpus, page: subject_rows(corpus, _entry(page)),
    draw_remarks,
    lambda: _('On single episodes and characters'),
)
