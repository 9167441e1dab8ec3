"""Panels of character pages: facts, remarks of critics, appearances."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from criticwiki.corpus.corpus import CharacterEntry
from criticwiki.i18n import _
from criticwiki.panel_registry import Panel

from .common import (
    Critic,
    CriticRemarks,
    Ref,
    Statement,
    critic_of,
    entry_of,
    places_of,
    statement,
    unscoped,
)
from .components import (
    confidence_note,
    episode_link,
    fact_box,
    remarks_by_critic,
)
from .elements import bullets, field, para, phrase, spoiler
from .facts import Fact, declared_facts, fact_field, facts_by_language, stated_fact

if TYPE_CHECKING:
    from criticwiki.corpus.corpus import Corpus
    from criticwiki.model.kinds import Character
    from criticwiki.model.numbering import EpisodePlace, Number
    from criticwiki.model.page import Confidence

    from .elements import Element


@dataclass(frozen=True, slots=True)
class Revealed:
    """Facts that one episode reveals."""

    episode: Number
    facts: tuple[tuple[str, str], ...]
    """Pairs of a key, `kind`, `alias` or `fact`, and the text."""


@dataclass(frozen=True, slots=True)
class CharacterFacts:
    """View of the fact box of a character."""

    facts: tuple[Fact, ...]
    spellings: tuple[str, ...]
    """Misspellings in sources."""
    revealed: tuple[Revealed, ...]
    draft: bool


def character_facts(corpus: Corpus, entry: CharacterEntry) -> CharacterFacts:
    """Facts of a character, misspellings, and facts by the episode that reveals them."""
    facts = entry.facts
    rows = [*facts_by_language(facts, 'names')]
    if facts.aliases:
        rows += stated_fact(facts, 'aliases')
    if facts.kind or not any(fact.kind for fact in facts.revealed):
        rows += stated_fact(facts, 'kind')
    rows += facts_by_language(facts, 'voices')
    rows += declared_facts(corpus, entry.page)
    return CharacterFacts(tuple(rows), facts.misspellings, _revealed(facts), facts.draft)


def _revealed(facts: Character) -> tuple[Revealed, ...]:
    """Facts by episode: kinds, aliases in one line, then other facts."""
    revealed = []
    for number in sorted({fact.episode for fact in facts.revealed}):
        here = [fact for fact in facts.revealed if fact.episode == number]
        aliases = ', '.join(fact.alias for fact in here if fact.alias)
        pairs = [('kind', fact.kind) for fact in here]
        pairs += [('alias', aliases), *(('fact', fact.fact) for fact in here)]
        revealed.append(Revealed(number, tuple((key, text) for key, text in pairs if text)))
    return tuple(revealed)


def draw_facts(view: CharacterFacts) -> list[Element]:
    """Fact box of a character, with revealed facts in spoiler blocks."""
    fields = [fact_field(fact) for fact in view.facts]
    if view.spellings:
        fields.append(field(_('Also misspelt'), para(', '.join(view.spellings))))
    if view.revealed:
        blocks = [spoiler(revealed.episode, _draw_revealed(revealed)) for revealed in view.revealed]
        fields.append(field(_('Revealed later'), *blocks))
    return [fact_box(_('Facts'), fields, draft=view.draft)]


def _draw_revealed(revealed: Revealed) -> Element:
    templates = {
        'kind': _('Kind: %(words)s'),
        'alias': _('Also called %(words)s'),
        'fact': '%(words)s',
    }
    return bullets([[para(phrase(templates[key], words=text))] for key, text in revealed.facts])


FACTS: Final = Panel(
    lambda corpus, page: character_facts(corpus, entry_of(CharacterEntry, page)), draw_facts
)


def remarks(corpus: Corpus, entry: CharacterEntry) -> tuple[CriticRemarks, ...]:
    """Statements on a character, by critic; a critic without one is not spoken of."""
    by_review: dict[str, tuple[Critic, list[Statement]]] = {}
    for review, remark in corpus.remarks.get(entry.id, ()):
        row = by_review.setdefault(review.docname, (unscoped(critic_of(corpus, review)), []))
        row[1].append(statement(remark, review))
    return tuple(
        CriticRemarks(critic, tuple(statements)) for critic, statements in by_review.values()
    )


def draw_remarks(view: tuple[CriticRemarks, ...]) -> list[Element]:
    """Statements on a character; nothing without one."""
    return remarks_by_critic(view)


MENTIONS: Final = Panel(
    lambda corpus, page: remarks(corpus, entry_of(CharacterEntry, page)),
    draw_remarks,
    lambda: _('What critics say'),
)

Episodes: TypeAlias = 'tuple[tuple[EpisodePlace, Ref | None], ...]'
"""Episodes by number; one without a page has no reference."""


@dataclass(frozen=True, slots=True)
class Appearances:
    """View of the episodes that sources place a character in."""

    episodes: Episodes
    confidence: Confidence
    all: bool
    revealed: tuple[tuple[Number, Episodes], ...] = ()
    """More episodes, after the number of the one that reveals them."""


def appearances(corpus: Corpus, entry: CharacterEntry) -> Appearances | None:
    """Episodes a character appears in; None where the work has none."""
    if not corpus.work.has_episodes:
        return None
    numbers = tuple(entry.facts.appears_in or ())
    later: dict[Number, set[Number]] = defaultdict(set)
    for fact in entry.facts.revealed:
        later[fact.episode].update(set(fact.appears_in or ()).difference(numbers))
    everywhere = corpus.is_whole(numbers)
    return Appearances(
        () if everywhere else places_of(corpus, numbers),
        entry.facts.confidence_of('appears_in'),
        everywhere,
        tuple((by, places_of(corpus, sorted(also))) for by, also in sorted(later.items()) if also),
    )


def draw_appearances(view: Appearances | None) -> list[Element]:
    """List of the episodes, revealed ones in spoiler blocks; nothing without episodes."""
    if view is None:
        return []
    if view.all:
        blocks = [para(_('In every episode.'), confidence_note(view.confidence))]
    elif not view.episodes:
        blocks = [para(_('The sources place this character in no episode.'))]
    else:
        lead = _('Episodes in which the sources place this character:')
        blocks = [para(lead, confidence_note(view.confidence)), _draw_episodes(view.episodes)]
    return blocks + [spoiler(number, _draw_episodes(also)) for number, also in view.revealed]


def _draw_episodes(episodes: Episodes) -> Element:
    return bullets([[para(episode_link(*episode))] for episode in episodes], 'wiki-episodes')


APPEARANCES: Final = Panel(
    lambda corpus, page: appearances(corpus, entry_of(CharacterEntry, page)),
    draw_appearances,
    lambda: _('Appearances'),
)
