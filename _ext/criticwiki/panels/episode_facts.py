"""Fact box of an episode: facts, score and place, and the critics whose reviews cover it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from criticwiki.corpus.corpus import EpisodeEntry
from criticwiki.corpus.critics import critics_of
from criticwiki.i18n import _, counted, counted_noop
from criticwiki.panel_registry import Panel

from .common import Critic, Group, critic_of, entry_of, group
from .components import critic_link, critic_list, episode_title, fact_box
from .elements import NO_SEARCH, Element, field, para, phrase, scored
from .episode import EpisodeScores, count_of, draw_mean, episode_scores, marked_score
from .facts import Fact, declared_facts, fact_field, facts_by_language, stated_fact
from .pointers import below, pointer_to_episode
from .standing import Standing, draw_standing, standing

if TYPE_CHECKING:
    from criticwiki.corpus.corpus import Corpus
    from criticwiki.model.numbering import EpisodePlace


@dataclass(frozen=True, slots=True)
class EpisodeFacts:
    """View of the fact box of an episode."""

    place: EpisodePlace
    season_length: int
    """Number of episodes in its season; 0 for a special, or where the series does not say."""
    facts: tuple[Fact, ...]
    variants: tuple[tuple[str, Critic], ...]
    """Other spellings of the title, with the critic who prints each."""
    scores: EpisodeScores
    standing: Standing | None
    """Its place by score; None where there is nothing to compare."""
    covering: Group
    """Critics with a review that covers it."""
    draft: bool


def episode_facts(corpus: Corpus, entry: EpisodeEntry) -> EpisodeFacts:
    """Facts of an episode, its score and place, and spellings of its title."""
    facts = entry.facts
    rows = (
        *facts_by_language(facts, 'titles'),
        *stated_fact(facts, 'aired', 'date'),
        *stated_fact(facts, 'director'),
        *stated_fact(facts, 'storyboard'),
        *stated_fact(facts, 'script'),
        *declared_facts(corpus, entry.page),
    )
    variants = tuple(
        (text, critic_of(corpus, review))
        for text, name in facts.variants.items()
        if (review := corpus.review_by_id.get(name))
    )
    place = corpus.numbering.place(*facts.numbers)
    season = corpus.numbering.season_of(facts.number) if place.within else 0
    count = len(corpus.numbering.seasons[season - 1].numbers) if season else 0
    return EpisodeFacts(
        place,
        count,
        rows,
        variants,
        episode_scores(corpus, facts.number),
        standing(corpus, facts.number),
        _covering(corpus, entry),
        facts.draft,
    )


def _covering(corpus: Corpus, entry: EpisodeEntry) -> Group:
    """The critics with a review that covers an episode, each by the first one."""
    critics = critics_of(corpus, corpus.reviews_of_page(entry.facts.number))
    at = below(pointer_to_episode(corpus, entry.facts.number), 'critics')
    return group(corpus, (critic.reviews[0] for critic in critics), len(critics), at)


def draw_facts(view: EpisodeFacts) -> list[Element]:
    """Fact box of an episode."""
    fields = [*_draw_score(view), *(fact_field(fact) for fact in view.facts)]
    for text, critic in view.variants:
        template = _('“%(title)s” in the review of %(critic)s')
        variant = phrase(template, title=text, critic=critic_link(critic))
        fields.append(field(_('Also printed as'), para(variant)))
    if view.covering.count:
        covering = critic_list(view.covering, counted_noop('%(count)d critics'))
        fields.append(field(_('Covered by'), para(covering), classes=[NO_SEARCH]))
    return [fact_box(_facts_title(view), fields, draft=view.draft)]


def _draw_score(view: EpisodeFacts) -> list[Element]:
    """The score of the one critic who prints one, or the mean of several, and its place."""
    scores = view.scores
    if not scores.rows:
        return []
    if scores.mean is None:
        (row,) = scores.rows
        value = scored(scores.number, marked_score(row))
        critic = critic_link(row.critic)
        lines = [para(phrase(_('%(score)s, %(critic)s'), score=value, critic=critic))]
    else:
        template = counted('%(mean)s of 100, mean of %(count)s critics', len(scores.rows))
        mean = draw_mean(scores, 'score')
        lines = [para(phrase(template, mean=mean, count=count_of(scores)))]
    if view.standing:
        place = Element('inline', draw_standing(view.standing, scores.at), ('summary',))
        lines.append(para(scored(scores.number, place)))
    # readers may hide scores until they have seen the episode
    return [field(_('Score'), *lines, classes=[NO_SEARCH])]


def _facts_title(view: EpisodeFacts) -> str:
    """Episode of how many: `Episode 3 of 12, season 2`."""
    place = view.place
    if place.name or not view.season_length:
        return episode_title(place)
    number = f'{place.within}–{place.last}' if place.last else str(place.within)
    template = (
        _('Episodes %(number)s of %(season)d')
        if place.last
        else _('Episode %(number)s of %(season)d')
    )
    title = template % {'number': number, 'season': view.season_length}
    if not place.season:
        return title
    season = place.title or _('season %(number)s') % {'number': place.season}
    return _('%(episode)s, %(season)s') % {'episode': title, 'season': season}


FACTS: Final = Panel(
    lambda corpus, page: episode_facts(corpus, entry_of(EpisodeEntry, page)), draw_facts
)
