"""Generated pages of critics: reviews, figures and aspects of each, and the index of all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from criticwiki.cached_view import cached_view
from criticwiki.corpus.aspects import aspect_anchor
from criticwiki.corpus.critics import critic_by_review, critics_of, in_scope
from criticwiki.corpus.generated_docnames import critic_pages, reviews_by_name
from criticwiki.i18n import _, counted, counted_noop, ngettext, separator
from criticwiki.model.judgements import Stance
from criticwiki.text import sort_key

from .charts import chart_data, histogram, score_histogram
from .common import (
    MAX_NAMED,
    Critic,
    PrintedScore,
    Ref,
    Tally,
    aspects_of,
    critic_of,
    numbered_ref,
    printed_score,
    review_score,
)
from .components import (
    common_value,
    critic_link,
    date_text,
    episode_link,
    headline,
    name_link,
    order_note,
    scope_heads,
    scope_label,
    scope_with_basis,
    score,
    score_cell,
    score_with_verdict,
    stance,
    tally_label,
)
from .critic_figures import (
    MIN_COMMON,
    Distance,
    ScoreSet,
    distances,
    episode_score_set,
    review_scores,
)
from .elements import (
    STACKED,
    Drawing,
    Element,
    LazyRows,
    PageSection,
    cells,
    data_number,
    definition,
    definitions,
    joined,
    link,
    para,
    phrase,
    scored,
    span,
    table,
    text_of,
)
from .episode import EpisodeScore, marked_score, printed_by
from .episode_scores import critic_figures, critic_sentence, shared_note
from .pointers import below, pointer_field, pointer_to_byline, pointer_to_review
from .season_score import statistics_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from criticwiki.corpus.corpus import Corpus, ReviewEntry
    from criticwiki.corpus.critics import CriticEntry
    from criticwiki.model.numbering import EpisodePlace

    from .elements import Piece, Pieces
    from .episode_scores import CriticFigures


@dataclass(frozen=True, slots=True)
class Byline:
    """Figures of the reviews of an author or outlet."""

    reviews: int
    critics: int
    """Number of critics whose reviews these are; two who write together are one."""
    of_reviews: ScoreSet | None
    of_episodes: ScoreSet | None
    """None where it would only repeat the scores of reviews."""
    aspects: tuple[AspectStances, ...]


@cached_view
def byline(corpus: Corpus, name: str) -> Byline:
    """Figures of the reviews of an author or outlet, by name."""
    reviews = reviews_by_name(corpus)[name]
    critics = critics_of(corpus, reviews)
    at = pointer_to_byline(name)
    return Byline(
        len(reviews),
        len(critics),
        review_scores(critics, below(at, 'scores')),
        episode_score_set(corpus, critics, below(at, 'episodes')),
        tuple(_aspects(corpus, reviews)),
    )


# -- the page of a critic -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CriticReview:
    """One review of a critic."""

    critic: Critic
    author: str | None
    outlet: str | None
    published: str | None
    """ISO date."""
    score: PrintedScore | None
    verdict: str | None
    seen_inferred: bool
    replaced: bool
    """Whether another review replaces it, so that it counts nowhere."""


@dataclass(frozen=True, slots=True)
class AspectStances:
    """A critic's stances on one aspect, by review."""

    aspect: str
    tally: Tally
    stances: tuple[tuple[Stance, Ref, Critic], ...]
    """Stances with their evidence; empty above `MAX_NAMED` reviews."""


@dataclass(frozen=True, slots=True)
class ReviewEpisodeScore:
    """A score that a review prints for one episode."""

    place: EpisodePlace
    episode: Ref | None
    given: EpisodeScore
    """The score, and the review that prints it."""


@dataclass(frozen=True, slots=True)
class CriticPage:
    """View of the page of a critic, or of an outlet."""

    name: str
    is_author: bool
    outlets: tuple[str, ...]
    """Outlets of the reviews of an author."""
    distances: tuple[tuple[str, Distance], ...]
    """Of the critic of that name, and of those who write together under several."""
    verdicts: tuple[CriticReview, ...]
    sums: Byline
    episodes: tuple[ReviewEpisodeScore, ...]
    figures: tuple[CriticFigures, ...]
    """Statistics of the episode scores of the critic, alone and with others."""
    at: str = pointer_field()
    """Pointer to the name in `wiki.json`."""


def critic_page(corpus: Corpus, name: str) -> CriticPage:
    """The page of a critic or outlet of that name."""
    reviews = reviews_by_name(corpus)[name]
    return CriticPage(
        name,
        any(name in entry.facts.authors for entry in reviews),
        _outlets(reviews, name),
        tuple(_distances(corpus, name, critics_of(corpus, reviews))),
        # sorted() keeps the order of reviews among those of one day, or without a date
        tuple(
            sorted(
                (_review(corpus, entry) for entry in reviews),
                key=lambda row: row.published or '',
                reverse=True,
            )
        ),
        byline(corpus, name),
        tuple(sorted(_episodes(corpus, reviews), key=lambda row: row.place.number)),
        tuple(_figures(corpus, name, reviews)),
        pointer_to_byline(name),
    )


def _outlets(reviews: Sequence[ReviewEntry], name: str) -> tuple[str, ...]:
    outlets = dict.fromkeys(entry.facts.outlet for entry in reviews if entry.facts.outlet)
    return tuple(outlet for outlet in outlets if outlet != name)


def _distances(
    corpus: Corpus, name: str, critics: Iterable[CriticEntry]
) -> Iterator[tuple[str, Distance]]:
    for critic in critics:
        facts = critic.reviews[0].facts
        key = critic_by_review(corpus)[critic.docname].docname
        if name in facts.critics and key in distances(corpus):
            yield facts.critic or name, distances(corpus)[key]


def _review(corpus: Corpus, entry: ReviewEntry) -> CriticReview:
    facts = entry.facts
    return CriticReview(
        critic_of(corpus, entry),
        ' & '.join(facts.authors) or None,
        facts.outlet,
        str(facts.published) if facts.published else None,
        review_score(corpus, entry.page, facts),
        facts.verdict,
        facts.covers_basis == 'inferred',
        entry.id in corpus.replacements,
    )


def _aspects(corpus: Corpus, reviews: Sequence[ReviewEntry]) -> Iterator[AspectStances]:
    for name, aspect in aspects_of(corpus).items():
        entries = [
            entry
            for entry in reviews
            if name in entry.facts.aspects
            and in_scope(aspect, entry)
            and entry.id not in corpus.replacements
        ]
        if not entries:
            continue
        tally = Tally.of(entry.facts.aspects[name].stance for entry in entries)
        stances = (
            (
                entry.facts.aspects[name].stance,
                Ref(entry.facts.headline, entry.docname, aspect_anchor(name)),
                critic_of(corpus, entry),
            )
            for entry in (entries if len(reviews) <= MAX_NAMED else ())
        )
        yield AspectStances(name, tally, tuple(stances))


def _episodes(corpus: Corpus, reviews: Sequence[ReviewEntry]) -> Iterator[ReviewEpisodeScore]:
    for entry in reviews if corpus.work.has_episodes else ():
        for numbers, value, shared in printed_by(corpus, entry):
            episode, critic = numbered_ref(corpus, numbers[0]), critic_of(corpus, entry)
            alone = value is entry.facts.episode_scores.get(numbers[0])
            keys = ('episode_scores', f'{numbers[0]}') if alone else ('score',)
            at = below(pointer_to_review(corpus, entry.docname), *keys)
            given = EpisodeScore(critic, printed_score(value, at), (critic,) if shared else ())
            yield ReviewEpisodeScore(corpus.numbering.place(*numbers), episode, given)


def _figures(corpus: Corpus, name: str, reviews: Sequence[ReviewEntry]) -> Iterator[CriticFigures]:
    by_review = critic_by_review(corpus)
    critics = {
        critic.docname: critic
        for entry in reviews
        if name in entry.facts.critics and (critic := by_review.get(entry.docname))
    }
    for critic in critics.values():
        if figures := critic_figures(corpus, critic):
            yield figures


def draw_critic_page(view: CriticPage) -> Drawing:
    """Page of a critic: a section each for reviews, aspects and episode scores."""
    reviews = _counted(view.sums.reviews, view.at)
    template = _('%(name)s: %(reviews)s, with every verdict, stance and episode score.')
    summary = template % {'name': view.name, 'reviews': ''.join(map(text_of, reviews))}
    sections = [PageSection('', 'critic', [para(_lead(view, reviews))])]
    if figures := _draw_figures(view):
        sections.append(PageSection(_('How they score'), 'figures', figures))
    dated = any(row.published for row in view.verdicts)
    order = [order_note(dated=True)] if dated and len(view.verdicts) > 1 else []
    sections.append(PageSection(_('Verdicts'), 'verdicts', [*order, _draw_reviews(view)]))
    if view.sums.aspects:
        sections.append(PageSection(_('Aspect by aspect'), 'aspects', _draw_aspects(view)))
    if view.episodes:
        blocks = [_draw_episodes(view), *(para(critic_sentence(row)) for row in view.figures)]
        blocks += shared_note(row.given for row in view.episodes)
        sections.append(PageSection(_('Episode scores'), 'episodes', blocks))
    return Drawing(view.name, summary, sections)


def _counted(reviews: int, at: str) -> list[Piece]:
    """The number of the reviews of a name, whose pointer is given."""
    template = ngettext('%(count)d review', '%(count)d reviews', reviews)
    return phrase(template, count=data_number(reviews, below(at, 'reviews')))


def _lead(view: CriticPage, reviews: Pieces) -> list[Piece]:
    template = _('Critic; %(reviews)s in this wiki.')
    if not view.is_author:
        template = _('Outlet; %(reviews)s in this wiki.')
        if view.sums.critics > 1:
            template = counted(
                'Outlet; %(reviews)s by %(critics)d critics in this wiki.', view.sums.critics
            )
    elif view.outlets:
        template = _('Critic, for %(outlets)s; %(reviews)s in this wiki.')
    critics = data_number(view.sums.critics, below(view.at, 'critics'))
    outlets = separator().join(view.outlets)
    return phrase(template, outlets=outlets, reviews=reviews, critics=critics)


def _draw_figures(view: CriticPage) -> list[Element]:
    """Statistics of their scores, charts of many, and the distance from other critics."""
    blocks: list[Element] = []
    sums = view.sums
    for scores, apart, alike, title in (
        (
            sums.of_reviews,
            counted_noop(
                'Scores of %(count)s reviews: mean %(mean)s of 100, median %(median)s, from'
                ' %(low)s to %(high)s.'
            ),
            counted_noop('Scores of %(count)s reviews: %(mean)s of 100, all alike.'),
            _('Printed scores of reviews on 0 to 100'),
        ),
        (
            sums.of_episodes,
            counted_noop(
                'Scores of %(count)s episodes: mean %(mean)s of 100, median %(median)s, from'
                ' %(low)s to %(high)s.'
            ),
            counted_noop('Scores of %(count)s episodes: %(mean)s of 100, all alike.'),
            _('Printed scores of episodes on 0 to 100'),
        ),
    ):
        if scores and scores.figures.count > 1:
            template = counted(alike if scores.alike else apart, scores.figures.count)
            blocks += _draw_score_set(scores, template, title)
    for name, distance in view.distances:
        sentence = _distance_sentence(distance)
        if len(view.distances) > 1 or name != view.name:
            template = _('%(critic)s: %(sentence)s')
            sentence = phrase(template, critic=name, sentence=sentence)
        blocks.append(para(sentence))
    if view.distances:
        rule = _(
            'Episode by episode: the score on 0 to 100, less the mean of the other critics’ scores;'
            ' then the mean of these differences. It is given from %(count)d common episodes up.'
        )
        blocks.append(para(span(rule % {'count': MIN_COMMON}, 'summary')))
    return blocks


def _draw_score_set(scores: ScoreSet, template: str, title: str) -> list[Element]:
    figures = scores.figures
    blocks = [para(phrase(template, **statistics_of(figures)))]
    if figures.count >= MIN_COMMON and not scores.alike:
        rows = [
            cells(
                _('%(low)d–%(high)d') % {'low': one.first, 'high': one.last},
                data_number(one.count, below(figures.at, 'bins', one.first)),
            )
            for one in histogram(scores.values).columns
        ]
        bins = table(cells(_('Of 100'), _('Scores')), rows, 'scores')
        blocks += [score_histogram(scores.values, figures, title), chart_data(bins)]
    return blocks


def _distance_sentence(distance: Distance) -> list[Piece]:
    count = distance.episodes
    template = counted(
        'On the %(count)d episodes that others score too, less than half a point from the mean of'
        ' the other critics.',
        count,
    )
    if distance.mean > 0:
        template = counted(
            'On the %(count)d episodes that others score too, %(points)s of 100 above the mean of'
            ' the other critics.',
            count,
        )
    elif distance.mean < 0:
        template = counted(
            'On the %(count)d episodes that others score too, %(points)s of 100 below the mean of'
            ' the other critics.',
            count,
        )
    return phrase(
        template,
        count=data_number(count, below(distance.at, 'episodes')),
        points=data_number(abs(distance.mean), below(distance.at, 'points')),
    )


def _draw_reviews(view: CriticPage) -> Element:
    """Table of the reviews; a column that would be empty is left out."""
    by_others = len(view.verdicts) > 1 and any(
        _other_name(row, view.name, of_author=view.is_author) for row in view.verdicts
    )
    dated = any(row.published for row in view.verdicts)
    scored = any(row.score for row in view.verdicts)
    head = cells(
        _('Review'),
        *([_('Outlet') if view.is_author else _('Critic')] if by_others else []),
        *scope_heads((row.critic for row in view.verdicts), _('Covers')),
        _('Score as printed'),
        *([_('Of 100')] if scored else []),
        *([_('Published')] if dated else []),
    )
    options = view.name, view.is_author, by_others, scored, dated
    return table(head, LazyRows(view.verdicts, _draw_review, *options), 'scores', 'verdicts')


def _draw_review(
    row: CriticReview, name: str, of_author: bool, by_others: bool, scored: bool, dated: bool
) -> Element:
    columns: list[Pieces] = [replaced_mark(row.critic, replaced=row.replaced)]
    if by_others:
        columns.append(_other_name(row, name, of_author=of_author) or '–')
    if row.critic.scope:
        columns.append(scope_with_basis(row.critic, inferred=row.seen_inferred))
    columns.append(score_with_verdict(row.score, row.verdict))
    if scored:
        columns.append(common_value(row.score) if row.score else '–')
    if dated:
        unstated = span(_('not stated'), 'unstated')
        columns.append(date_text(row.published) if row.published else unstated)
    return cells(*columns)


def replaced_mark(critic: Critic, *, replaced: bool) -> list[Piece]:
    """Link to a review, marked where another one replaces it."""
    review = link(headline(critic), critic.docname)
    return phrase(_('%(review)s (replaced, not counted)'), review=review) if replaced else [review]


def _other_name(row: CriticReview, name: str, *, of_author: bool) -> str:
    """The outlet of an author's review, or the author of an outlet's; empty if the same."""
    other = (row.outlet if of_author else row.author) or ''
    return '' if other == name else other


def _draw_aspects(view: CriticPage) -> list[Element]:
    """Stances linked to their evidence; those of many reviews as tallies."""
    aspects = view.sums.aspects
    if any(not row.stances for row in aspects):
        head = cells(_('Aspect'), _('Stances'))
        at = below(view.at, 'aspects')
        rows = [cells(row.aspect, tally_label(row.tally, below(at, row.aspect))) for row in aspects]
        return [table(head, rows, 'tallies')]
    items = _by_aspect(aspects) if len(view.verdicts) > 1 else _by_stance(aspects)
    note = _('Each link leads to the words that show it.')
    return [para(note), definitions(items, 'judgements', 'held')]


def _by_stance(rows: tuple[AspectStances, ...]) -> Iterator[Element]:
    """Aspects of a single review, grouped by stance."""
    for group in Stance:
        links = [
            link(row.aspect, evidence.docname, evidence.anchor)
            for row in rows
            for value, evidence, _critic in row.stances
            if value is group
        ]
        if links:
            yield definition([stance(group)], [para(joined(links))])


def _by_aspect(rows: tuple[AspectStances, ...]) -> Iterator[Element]:
    """Stances of several reviews, grouped by aspect."""
    for row in rows:
        stances = (_stance_link(*held) for held in row.stances)
        yield definition([row.aspect], [para(joined(stances, ' '))])


def _stance_link(value: Stance, evidence: Ref, critic: Critic) -> list[Piece]:
    target = link([stance(value)], evidence.docname, evidence.anchor)
    return [target, ' ', span(scope_label(critic), 'summary')] if critic.scope else [target]


def _draw_episodes(view: CriticPage) -> Element:
    several = len(view.verdicts) > 1
    columns = [_('Episode'), _('Score as printed'), _('Of 100')]
    head = cells(*columns, *([_('Review')] if several else []))
    return table(head, LazyRows(view.episodes, _draw_episode, several), 'scores')


def _draw_episode(row: ReviewEpisodeScore, several: bool) -> Element:
    return cells(
        episode_link(row.place, row.episode),
        scored(row.place.until, marked_score(row.given)),
        scored(row.place.until, common_value(row.given.score)),
        *([link(headline(row.given.critic), row.given.critic.docname)] if several else []),
    )


# -- the index of critics -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CriticRow:
    """A critic or outlet in the index."""

    name: str
    page: str
    """Docname of their page; empty if they have no page but their only review."""
    review: str
    """The first of their reviews."""
    reviews: int
    outlets: tuple[str, ...]
    scores: tuple[PrintedScore, ...]
    """Scores of the first `MAX_NAMED` reviews."""


@dataclass(frozen=True, slots=True)
class Critics:
    """View of the index of critics."""

    rows: tuple[CriticRow, ...]
    """By name."""
    unnamed: tuple[tuple[Critic, PrintedScore | None], ...]
    """Reviews that name neither a critic nor an outlet, with their scores."""


@cached_view
def critics(corpus: Corpus) -> Critics:
    """All critics and outlets by name, and the reviews that name none."""
    pages = critic_pages(corpus)
    rows = [
        CriticRow(
            name,
            pages.get(name, ''),
            reviews[0].docname,
            len(reviews),
            _outlets(reviews, name)[:MAX_NAMED],
            tuple(
                score
                for entry in reviews[:MAX_NAMED]
                if (score := review_score(corpus, entry.page, entry.facts))
            ),
        )
        for name, reviews in reviews_by_name(corpus).items()
    ]
    unnamed = (
        (critic_of(corpus, entry), review_score(corpus, entry.page, entry.facts))
        for entry in corpus.reviews
        if not entry.facts.critic
    )
    return Critics(tuple(sorted(rows, key=lambda row: sort_key(row.name))), tuple(unnamed))


def critics_index_title() -> str:
    """Title of the index of critics."""
    return _('Critics')


def draw_critics_index(view: Critics) -> Drawing:
    """Index of critics: a table of names, with the reviews without one at its end."""
    head = cells(_('Critic'), _('Outlet'), _('Reviews'), _('Scores as printed'))
    summary = _('Everyone whose verdict is in this wiki, each with all they said.')
    rows = LazyRows((*view.rows, *view.unnamed), _draw_row)
    blocks = [para(summary), table(head, rows, 'scores', 'critics', STACKED)]
    return Drawing(critics_index_title(), summary, [PageSection('', 'critics', blocks)])


def _draw_row(row: CriticRow | tuple[Critic, PrintedScore | None]) -> Element:
    if isinstance(row, tuple):
        critic, printed = row
        return cells(critic_link(critic), '', _counted(1, ''), score_cell(printed))
    scores: Pieces = joined(map(score, row.scores))
    return cells(
        name_link(row.name, row.page, row.review),
        separator().join(row.outlets),
        _counted(row.reviews, pointer_to_byline(row.name)),
        scores or span(_('none printed'), 'unstated'),
    )
