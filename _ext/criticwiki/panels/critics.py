"""Generated pages of critics: verdicts, aspects and episodes of each, and the list of all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from criticwiki.cached_view import remembered
from criticwiki.corpus.critics import critic_pages, reviews_by_name
from criticwiki.i18n import _
from criticwiki.model.fields import Stance

from .common import (
    MANY,
    Critic,
    Printed,
    Ref,
    Tally,
    aspect_anchor,
    critic_of,
    episode_ref,
    printed,
)
from .elements import (
    Drawn,
    Element,
    bullets,
    cells,
    critic_link,
    definition,
    definitions,
    figure,
    joined,
    link,
    para,
    phrase,
    scope_words,
    score,
    shown,
    span,
    stance,
    table,
    tally_words,
)
from .review import in_scope

if TYPE_CHECKING:
    from collections.abc import Sequence

    from criticwiki.corpus.corpus import Corpus, ReviewEntry

    from .elements import Piece, Pieces


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page; the first has no title."""

    title: str
    anchor: str
    pieces: list[Element]


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a page shows."""

    title: str
    summary: str
    sections: list[Section]


def critics_index_title() -> str:
    """What the list of critics is called."""
    return _('Critics')


def draw_critic_page(view: CriticPage) -> Drawing:
    """All that a critic said, and where."""
    counted = _counted(len(view.verdicts))
    template = _('%(name)s: %(reviews)s, with every verdict, stance and episode score.')
    summary = template % {'name': view.name, 'reviews': counted}
    sections = [Section('', 'critic', [para(_lead(view, counted))])]
    sections.append(Section(_('Verdicts'), 'verdicts', _verdicts(view)))
    if view.aspects:
        sections.append(Section(_('Aspect by aspect'), 'aspects', _draw_aspects(view)))
    if view.episodes:
        sections.append(Section(_('Episode scores'), 'episodes', _draw_episodes(view)))
    return Drawing(view.name, summary, sections)


def _counted(count: int) -> str:
    return _('1 review') if count == 1 else _('%(count)d reviews') % {'count': count}


def _lead(view: CriticPage, counted: str) -> str:
    if view.is_author and view.outlets:
        template = _('Critic, for %(outlets)s; %(reviews)s in this wiki.')
        return template % {'outlets': ', '.join(view.outlets), 'reviews': counted}
    words = _('Critic; %(reviews)s in this wiki.')
    if not view.is_author:
        words = _('Outlet; %(reviews)s in this wiki.')
    return words % {'reviews': counted}


def _verdicts(view: CriticPage) -> list[Element]:
    """A line for each review; who or where, and when, only where some review says it."""
    beside = (
        any(_other(row, view.name, of_author=view.is_author) for row in view.verdicts)
        and len(view.verdicts) > 1
    )
    dated = any(row.published for row in view.verdicts)
    scored = any(row.score for row in view.verdicts)
    head = [_('Review')]
    head += [_('Outlet') if view.is_author else _('Critic')] if beside else []
    head += [_('Covers'), _('Score as printed')]
    head += [*([_('Of 100')] if scored else []), *([_('Published')] if dated else [])]
    rows = Drawn(view.verdicts, _draw_verdict, view.name, view.is_author, beside, scored, dated)
    return [table(cells(*head), rows, 'scores', 'verdicts')]


def _draw_verdict(
    row: Verdict, name: str, of_author: bool, beside: bool, scored: bool, dated: bool
) -> Element:
    made: list[Pieces] = [link(row.critic.headline, row.critic.docname)]
    if beside:
        made.append(_other(row, name, of_author=of_author) or '–')
    made += [_scope(row), _score(row)]
    if scored:
        made.append(figure(row.score.common) if row.score else '–')
    if dated:
        made.append(shown('aired', row.published) if row.published else _unstated())
    return cells(*made)


def _other(row: Verdict, name: str, *, of_author: bool) -> str:
    """The outlet of an author's review, or the author of an outlet's."""
    other = (row.outlet if of_author else row.author) or ''
    return '' if other == name else other


def _unstated() -> Element:
    return span(_('not stated'), 'unstated')


def _scope(row: Verdict) -> str:
    words = scope_words(row.critic)
    return _('%(scope)s (inferred)') % {'scope': words} if row.seen_inferred else words


def _score(row: Verdict) -> Pieces:
    if row.score is None:
        return span(_('none printed'), 'unstated')
    if row.verdict:
        return phrase(_('%(score)s, “%(verdict)s”'), score=score(row.score), verdict=row.verdict)
    return score(row.score)


def _draw_aspects(view: CriticPage) -> list[Element]:
    """Every stance leads to its evidence; those of very many reviews are counted."""
    several = len(view.verdicts) > 1
    if any(not row.held for row in view.aspects):
        head = cells(_('Aspect'), _('Stances'))
        rows = [cells(row.aspect, tally_words(row.tally)) for row in view.aspects]
        return [table(head, rows, 'tallies')]
    items = _by_aspect(view.aspects) if several else _by_stance(view.aspects)
    words = _('Each link leads to the words that show it.')
    return [para(words), definitions(items, 'judgements', 'held')]


def _by_stance(rows: tuple[AspectStances, ...]) -> list[Element]:
    """What one review praises, what not."""
    items = []
    for held in Stance:
        links = [
            link(row.aspect, evidence.docname, evidence.anchor)
            for row in rows
            for found, evidence, _known in row.held
            if found is held
        ]
        if links:
            items.append(definition([stance(held)], [para(joined(links))]))
    return items


def _by_aspect(rows: tuple[AspectStances, ...]) -> list[Element]:
    """What several reviews hold, one beside the other."""
    items = []
    for row in rows:
        held = (_chip(one, at, known) for one, at, known in row.held)
        items.append(definition([row.aspect], [para(joined(held, ' '))]))
    return items


def _chip(held: Stance, at: Ref, known: Critic) -> list[Piece]:
    chip = link([stance(held)], at.docname, at.anchor)
    return [chip, ' ', span(scope_words(known), 'summary')]


def _draw_episodes(view: CriticPage) -> list[Element]:
    several = len(view.verdicts) > 1
    columns = [_('Episode'), _('Score as printed'), _('Of 100')]
    head = cells(*columns, *([_('Review')] if several else []))
    return [table(head, Drawn(view.episodes, _scored_episode, several), 'scores')]


def _scored_episode(row: EpisodeVerdict, several: bool) -> Element:
    made: list[Pieces] = [_episode(row), score(row.score), figure(row.score.common)]
    if several:
        made.append(link(row.review.headline, row.review.docname))
    return cells(*made)


def _episode(row: EpisodeVerdict) -> Piece:
    if row.episode is None:
        return str(row.number)
    words = _('%(number)d. %(title)s') % {'number': row.number, 'title': row.episode.text}
    return link(words, row.episode.docname)


def draw_critics_index(view: Critics) -> Drawing:
    """Every critic and outlet with a page, and the reviews that name none."""
    head = cells(_('Critic'), _('Outlet'), _('Reviews'), _('Scores as printed'))
    words = _('Everyone whose verdict is in this wiki, each with all they said.')
    pieces = [para(words), table(head, Drawn(view.rows, _row), 'scores', 'critics')]
    if view.unnamed:
        pieces.append(para(_('Reviews that name neither a critic nor an outlet:')))
        pieces.append(
            bullets([[para(link(known.headline, known.docname))] for known in view.unnamed])
        )
    return Drawing(critics_index_title(), words, [Section('', 'critics', pieces)])


def _row(row: CriticRow) -> Element:
    scores: Pieces = joined(score(printed) for printed in row.scores)
    return cells(
        critic_link(row.name, row.page, row.review),
        ', '.join(row.outlets) or '–',
        str(row.reviews),
        scores or span(_('none printed'), 'unstated'),
    )


@dataclass(frozen=True, slots=True)
class Verdict:
    """One review of a critic."""

    critic: Critic
    """As the review names them, with what they had seen."""
    author: str | None
    outlet: str | None
    published: str | None
    score: Printed | None
    verdict: str | None
    seen_inferred: bool


@dataclass(frozen=True, slots=True)
class AspectStances:
    """What a critic holds of one aspect, review by review."""

    aspect: str
    tally: Tally
    held: tuple[tuple[Stance, Ref, Critic], ...]
    """With the evidence; empty where the reviews are too many to name."""


@dataclass(frozen=True, slots=True)
class EpisodeVerdict:
    """A score that a critic prints for one episode."""

    number: int
    episode: Ref | None
    score: Printed
    review: Critic


@dataclass(frozen=True, slots=True)
class CriticPage:
    """All that one critic, or all critics of one outlet, said."""

    name: str
    is_author: bool
    outlets: tuple[str, ...]
    """Where the reviews of an author stand."""
    verdicts: tuple[Verdict, ...]
    aspects: tuple[AspectStances, ...]
    episodes: tuple[EpisodeVerdict, ...]


@dataclass(frozen=True, slots=True)
class CriticRow:
    """A critic in the list of all."""

    name: str
    page: str
    """Empty where their only review stands for it."""
    review: str
    """The first of their reviews."""
    reviews: int
    outlets: tuple[str, ...]
    scores: tuple[Printed, ...]
    """What their reviews print for the whole, where these are few."""


@dataclass(frozen=True, slots=True)
class Critics:
    """All critics by name, and the reviews that name none."""

    rows: tuple[CriticRow, ...]
    unnamed: tuple[Critic, ...]


def critic_page(corpus: Corpus, name: str) -> CriticPage:
    """The page of a critic or outlet."""
    reviews = reviews_by_name(corpus)[name]
    return CriticPage(
        name,
        any(entry.facts.author == name for entry in reviews),
        _outlets(reviews, name),
        tuple(_verdict(corpus, entry) for entry in reviews),
        tuple(_aspects(corpus, reviews)),
        tuple(_episodes(corpus, reviews)),
    )


@remembered
def critics(corpus: Corpus) -> Critics:
    """All critics by name."""
    pages = critic_pages(corpus)
    rows = [
        CriticRow(
            name,
            pages.get(name, ''),
            reviews[0].docname,
            len(reviews),
            _outlets(reviews, name)[:MANY],
            tuple(printed(r.facts.score) for r in reviews[:MANY] if r.facts.score),
        )
        for name, reviews in reviews_by_name(corpus).items()
    ]
    unnamed = (critic_of(corpus, entry) for entry in corpus.reviews if not entry.facts.critic)
    return Critics(
        tuple(sorted(rows, key=lambda row: (row.name.casefold(), row.name))), tuple(unnamed)
    )


def _outlets(reviews: Sequence[ReviewEntry], name: str) -> tuple[str, ...]:
    found = dict.fromkeys(entry.facts.outlet for entry in reviews if entry.facts.outlet)
    return tuple(outlet for outlet in found if outlet != name)


def _verdict(corpus: Corpus, entry: ReviewEntry) -> Verdict:
    facts = entry.facts
    return Verdict(
        critic_of(corpus, entry),
        facts.author,
        facts.outlet,
        str(facts.published) if facts.published else None,
        printed(facts.score) if facts.score else None,
        facts.verdict,
        facts.covers_basis == 'inferred',
    )


def _aspects(corpus: Corpus, reviews: Sequence[ReviewEntry]) -> list[AspectStances]:
    made = []
    for name, aspect in (corpus.series.aspects if corpus.series else {}).items():
        found = [
            (entry.facts.aspects[name].stance, entry)
            for entry in reviews
            if name in entry.facts.aspects and in_scope(aspect, entry)
        ]
        if not found:
            continue
        held = [
            (
                stance,
                Ref(entry.facts.headline, entry.docname, aspect_anchor(name)),
                critic_of(corpus, entry),
            )
            for stance, entry in (found if len(reviews) <= MANY else ())
        ]
        made.append(AspectStances(name, Tally.of([stance for stance, _ in found]), tuple(held)))
    return made


def _episodes(corpus: Corpus, reviews: Sequence[ReviewEntry]) -> list[EpisodeVerdict]:
    made = []
    for entry in reviews:
        for number, scored in entry.facts.episode_scores.items():
            page = corpus.episode_by_number.get(number)
            ref = episode_ref(page) if page else None
            made.append(EpisodeVerdict(number, ref, printed(scored), critic_of(corpus, entry)))
    return sorted(made, key=lambda row: row.number)
