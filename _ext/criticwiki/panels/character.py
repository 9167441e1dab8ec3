"""What a character's page shows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .common import Critic, Fact, Group, Ref, Said, critic_of, episode_ref, group, said

if TYPE_CHECKING:
    from collections.abc import Iterable

    from criticwiki.corpus.corpus import CharacterEntry, Corpus
    from criticwiki.model.kinds import Character
    from criticwiki.model.vocabulary import Confidence


@dataclass(frozen=True, slots=True)
class Revealed:
    """Facts that one episode reveals."""

    episode: int
    facts: tuple[tuple[str, str], ...]
    """Pairs of `kind`, `alias` or `fact` and the words."""


@dataclass(frozen=True, slots=True)
class CharacterFacts:
    """The fact box of a character."""

    facts: tuple[Fact, ...]
    spellings: tuple[str, ...]
    """Wrong spellings found in sources."""
    revealed: tuple[Revealed, ...]
    draft: bool


@dataclass(frozen=True, slots=True)
class RemarkRow:
    """What one critic says of a character."""

    critic: Critic
    remarks: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Remarks:
    """What critics say of a character, and who says nothing."""

    rows: tuple[RemarkRow, ...]
    silent: Group
    """Critics who had seen the character and do not single them out."""
    unseen: Group
    """Critics whose episodes the character is not known to appear in."""


@dataclass(frozen=True, slots=True)
class Appearances:
    """The episodes that sources place a character in."""

    episodes: tuple[tuple[int, Ref | None], ...]
    known: Confidence
    all: bool
    revealed: tuple[tuple[int, tuple[tuple[int, Ref | None], ...]], ...] = ()
    """More episodes, after the number of the one that reveals it."""


def character_facts(entry: CharacterEntry) -> CharacterFacts:
    """The fact box."""
    facts = entry.facts
    one = [
        Fact('name_ja', (facts.name_ja,) if facts.name_ja else (), facts.known('name_ja'), 'ja'),
        Fact('voices.ja', facts.voices.ja or (), facts.known('voices.ja')),
        Fact('voices.en', facts.voices.en or (), facts.known('voices.en')),
    ]
    if facts.kind or not any(fact.kind for fact in facts.revealed):
        one.insert(1, Fact('kind', (facts.kind,) if facts.kind else (), facts.known('kind')))
    if facts.aliases:
        one.insert(1, Fact('aliases', facts.aliases, facts.known('aliases')))
    return CharacterFacts(tuple(one), facts.misspellings, _revealed(facts), facts.draft)


def _revealed(facts: Character) -> tuple[Revealed, ...]:
    """What each episode reveals: kinds, other names in one line, then facts."""
    found = []
    for number in sorted({fact.episode for fact in facts.revealed}):
        here = [fact for fact in facts.revealed if fact.episode == number]
        aliases = ', '.join(fact.alias for fact in here if fact.alias)
        pairs = [('kind', fact.kind) for fact in here]
        pairs += [('alias', aliases), *(('fact', fact.fact) for fact in here)]
        found.append(Revealed(number, tuple((key, words) for key, words in pairs if words)))
    return tuple(found)


def remarks(corpus: Corpus, entry: CharacterEntry) -> Remarks:
    """What each critic says of a character.

    A critic is judged only on what they had seen: one whose episodes the character is
    not known to appear in is told apart from one who is silent.
    """
    spoken: dict[str, tuple[Critic, list[Said]]] = {}
    for review, remark in corpus.remarks.get(entry.id, ()):
        row = spoken.setdefault(review.docname, (critic_of(corpus, review), []))
        row[1].append(said(remark))
    appears = entry.facts.appears_in or ()
    seen = {review.docname for number in appears for review in corpus.covering.get(number, ())}
    others = len(corpus.reviews) - len(spoken)
    silent = len(seen - spoken.keys()) if appears else others
    # walked through only where few are to be named
    rest = [(r for r in corpus.reviews if r.docname not in spoken) for _ in range(2)]
    return Remarks(
        tuple(RemarkRow(critic, tuple(words)) for critic, words in spoken.values()),
        group(corpus, (r for r in rest[0] if not appears or r.docname in seen), silent),
        group(corpus, (r for r in rest[1] if appears and r.docname not in seen), others - silent),
    )


def appearances(corpus: Corpus, entry: CharacterEntry) -> Appearances:
    """The episodes a character appears in."""
    numbers = tuple(entry.facts.appears_in or ())
    everywhere = bool(corpus.season) and len(numbers) >= corpus.season
    later: dict[int, set[int]] = defaultdict(set)
    for fact in entry.facts.revealed:
        later[fact.episode].update(set(fact.appears_in or ()).difference(numbers))
    return Appearances(
        _refs(corpus, numbers),
        entry.facts.known('appears_in'),
        everywhere,
        tuple((by, _refs(corpus, sorted(also))) for by, also in sorted(later.items()) if also),
    )


def _refs(corpus: Corpus, numbers: Iterable[int]) -> tuple[tuple[int, Ref | None], ...]:
    found = [(number, corpus.episode_by_number.get(number)) for number in numbers]
    return tuple((number, episode_ref(episode) if episode else None) for number, episode in found)
