"""Panels of character pages: facts, remarks of critics, appearances."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from criticwiki.corpus.corpus import CharacterEntry
from criticwiki.i18n import _, separator
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
from .elements import (
    UNTIL,
    Element,
    LazyRows,
    field,
    later,
    on_screen,
    para,
    phrase,
    spoiler,
    until,
)
from .facts import Fact, declared_facts, fact_field, facts_by_language, stated_fact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.model.judgements import Confidence
    from criticwiki.model.kinds import Character
    from criticwiki.model.numbering import EpisodePlace, Number

    from .elements import Piece


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
    kinds: tuple[tuple[Number, str], ...] = ()
    """The kind as far as it is known, by the episode that reveals it; 0 for the first."""


def character_facts(corpus: Corpus, entry: CharacterEntry) -> CharacterFacts:
    """Facts of a character, misspellings, and facts by the episode that reveals them."""
    facts = entry.facts
    rows = (
        *facts_by_language(facts, 'names'),
        *stated_fact(facts, 'aliases'),
        *stated_fact(facts, 'kind'),  # what a reader may not know looks like what nobody knows
        *facts_by_language(facts, 'voices'),
        *declared_facts(corpus, entry.page),
    )
    return CharacterFacts(rows, facts.misspellings, _revealed(facts), facts.draft, _kinds(facts))


def _kinds(facts: Character) -> tuple[tuple[Number, str], ...]:
    """Kinds by the episode that reveals them, in order; the first is 0 where it is open."""
    kinds: dict[Number, str] = {0: facts.kind} if facts.kind else {}
    for fact in sorted(facts.revealed, key=lambda fact: fact.episode):
        if fact.kind:
            kinds[fact.episode] = fact.kind
    return tuple(kinds.items())


def _revealed(facts: Character) -> tuple[Revealed, ...]:
    """Facts by episode: kinds, aliases in one line, then other facts."""
    revealed = []
    for number in sorted({fact.episode for fact in facts.revealed}):
        here = [fact for fact in facts.revealed if fact.episode == number]
        aliases = separator().join(fact.alias for fact in here if fact.alias)
        pairs = [('kind', fact.kind) for fact in here]
        pairs += [('alias', aliases), *(('fact', fact.fact) for fact in here)]
        if told := tuple((key, text) for key, text in pairs if text):  # else it is an appearance
            revealed.append(Revealed(number, told))
    return tuple(revealed)


def draw_facts(view: CharacterFacts) -> list[Element]:
    """Fact box of a character, with revealed facts in spoiler blocks."""
    rows = {fact.key: fact for fact in view.facts}
    fields = [fact_field(fact) for fact in view.facts if fact.key != 'kind']
    if view.kinds:
        names = [fact for fact in view.facts if fact.group == 'names' or fact.key == 'aliases']
        fields.insert(len(names), _kind_field(view.kinds, rows.get('kind')))
    if view.spellings:
        fields.append(field(_('Also misspelt'), para(separator().join(view.spellings))))
    if view.revealed:
        blocks = [_draw_revealed(revealed) for revealed in view.revealed]
        passing = all(UNTIL in block.classes for block in blocks)
        last = view.revealed[-1].episode if passing else 0
        fields.append(until(last, field(_('Revealed later'), *blocks)))
    return [fact_box(_('Facts'), fields, draft=view.draft)]


def _kind_field(kinds: tuple[tuple[Number, str], ...], stated: Fact | None) -> Element:
    """Field of the latest kind that a reader may know, of which the first may be a stated one."""
    pieces: list[Piece] = []
    ends = (*(episode for episode, _kind in kinds[1:]), 0)
    for (episode, kind), end in zip(kinds, ends, strict=True):
        note = confidence_note(stated.confidence) if stated and not episode else []
        words = Element('inline', [kind, *note])
        pieces.append(until(end, Element('inline', [later(episode, words)])))
    return later(kinds[0][0], field(_('Kind'), para(pieces)))


def _draw_revealed(revealed: Revealed) -> Element:
    """Spoiler block of an episode.

    Whoever has seen the episode reads the kind in its own field, and not here again.
    """
    templates = {
        'kind': _('Kind: %(words)s'),
        'alias': _('Also called %(words)s'),
        'fact': '%(words)s',
    }
    items = [
        until(
            revealed.episode if key == 'kind' else 0,
            Element('item', [para(phrase(templates[key], words=text))]),
        )
        for key, text in revealed.facts
    ]
    block = spoiler(revealed.episode, Element('bullets', items))
    if all(key == 'kind' for key, _text in revealed.facts):
        return until(revealed.episode, block)
    return block


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


@dataclass(frozen=True, slots=True)
class Appearance:
    """An episode with a character."""

    place: EpisodePlace
    page: Ref | None
    """None where the episode has no page."""
    seen: Number
    """The episode from which a reader may know of it; 0 for one that gives nothing away."""


@dataclass(frozen=True, slots=True)
class Appearances:
    """View of the episodes that sources place a character in."""

    episodes: tuple[Appearance, ...]
    confidence: Confidence
    all: bool


def appearances(corpus: Corpus, entry: CharacterEntry) -> Appearances | None:
    """Episodes a character appears in; None where the work has none."""
    if not corpus.work.has_episodes:
        return None
    numbers = tuple(entry.facts.appears_in or ())
    seen: dict[Number, Number] = {}
    for fact in entry.facts.revealed:
        for number in set(fact.appears_in or ()).difference(numbers):
            seen[number] = max(number, min(fact.episode, seen.get(number, fact.episode)))
    seen |= {number: number if number >= 1 else 0 for number in numbers}
    return Appearances(
        tuple(
            Appearance(place, page, _seen_with(place, [seen[number] for number in there]))
            for place, there, page in places_of(corpus, sorted(seen))
        ),
        entry.facts.confidence_of('appears_in'),
        corpus.is_whole(numbers),
    )


def _seen_with(place: EpisodePlace, seen: Iterable[Number]) -> Number:
    """The episode that opens the row of a page, which may be about several."""
    by = max(seen)
    return max(by, place.until) if by else 0


def draw_appearances(view: Appearances | None) -> list[Element]:
    """List of the episodes that a reader has seen; nothing without episodes.

    Where a list ends tells who dies, and a gap who comes back.
    """
    if view is None:
        return []
    lead = _('Episodes in which the sources place this character, as far as you have seen:')
    none = on_screen(para(_('None that you have seen.')))
    if not view.episodes:
        return [on_screen(para(lead)), none]
    first, last = min(one.seen for one in view.episodes), max(one.seen for one in view.episodes)
    listed = Element('bullets', LazyRows(view.episodes, _draw_appearance), ('wiki-episodes',))
    note = confidence_note(view.confidence)
    if not view.all:
        blocks = [_lead(lead, note), listed]
    else:
        every = later(last, para(_('In every episode.'), note))
        blocks = [until(last, _lead(lead, note)), until(last, listed), every]
    return [*blocks, until(first, none)] if first else blocks


def _lead(words: str, note: list[Piece]) -> Element:
    """Words above the list; a book, which shows all of it, has them for the note's sake only."""
    lead = para(words, note)
    return lead if note else on_screen(lead)


def _draw_appearance(view: Appearance) -> Element:
    return later(view.seen, Element('item', [para(episode_link(view.place, view.page))]))


APPEARANCES: Final = Panel(
    lambda corpus, page: appearances(corpus, entry_of(CharacterEntry, page)),
    draw_appearances,
    lambda: _('Appearances'),
)
