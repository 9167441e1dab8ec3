"""Panels of character pages: facts, remarks of critics, appearances."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from criticwiki.corpus.corpus import CharacterEntry
from criticwiki.i18n import _
from criticwiki.model.kinds import Character
from criticwiki.panel_registry import Panel

from .common import Critic, Fact, Group, Ref, Said, critic_of, episode_ref, group, said
from .elements import (
    bullets,
    critic_with_review,
    critics,
    fact_box,
    fact_field,
    field,
    judgements,
    known_mark,
    link,
    para,
    phrase,
    spoiler,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.model.fields import Confidence
    from criticwiki.model.page import Page

    from .elements import Element


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
        Fact(
            'name_ja',
            (facts.name_ja,) if facts.name_ja else (),
            facts.confidence_of('name_ja'),
            'ja',
        ),
        Fact('voices.ja', facts.voices.ja or (), facts.confidence_of('voices.ja')),
        Fact('voices.en', facts.voices.en or (), facts.confidence_of('voices.en')),
    ]
    if facts.kind or not any(fact.kind for fact in facts.revealed):
        one.insert(
            1, Fact('kind', (facts.kind,) if facts.kind else (), facts.confidence_of('kind'))
        )
    if facts.aliases:
        one.insert(1, Fact('aliases', facts.aliases, facts.confidence_of('aliases')))
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
        entry.facts.confidence_of('appears_in'),
        everywhere,
        tuple((by, _refs(corpus, sorted(also))) for by, also in sorted(later.items()) if also),
    )


def _refs(corpus: Corpus, numbers: Iterable[int]) -> tuple[tuple[int, Ref | None], ...]:
    found = [(number, corpus.episode_by_number.get(number)) for number in numbers]
    return tuple((number, episode_ref(episode) if episode else None) for number, episode in found)


def draw_facts(view: CharacterFacts) -> list[Element]:
    """The fact box of a character; what an episode reveals is closed."""
    names = {
        'name_ja': _('In Japanese'),
        'aliases': _('Also called'),
        'kind': _('Kind'),
        'voices.ja': _('Japanese voice'),
        'voices.en': _('English voice'),
    }
    fields = [fact_field(names[fact.key], fact) for fact in view.facts]
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
    return bullets([[para(phrase(templates[key], words=words))] for key, words in revealed.facts])


def draw_remarks(view: Remarks) -> list[Element]:
    """What each critic says of a character, and who does not."""
    made = judgements(
        (critic_with_review(row.critic), said, '') for row in view.rows for said in row.remarks
    )
    if view.silent.count:
        counted = _('%(count)d critics')
        if view.unseen.count:
            counted = _('%(count)d critics who saw an appearance')
        template = _('Not singled out by %(critics)s.')
        made.append(para(phrase(template, critics=critics(view.silent, counted))))
    if view.unseen.count:
        names = critics(view.unseen, _('%(count)d critics'))
        template = _('Not known to appear in the episodes that %(critics)s had seen.')
        made.append(para(phrase(template, critics=names)))
    return made or [para(_('No review is in the wiki yet.'))]


def draw_appearances(view: Appearances) -> list[Element]:
    """The episodes that sources place a character in."""
    if not view.episodes:
        made = [para(_('The sources place this character in no episode.'))]
    elif view.all:
        made = [para(_('In every episode.'), known_mark(view.known))]
    else:
        words = _('Episodes in which the sources place this character:')
        made = [para(words, known_mark(view.known)), _episodes(view.episodes)]
    return made + [spoiler(number, _episodes(found)) for number, found in view.revealed]


def _episodes(found: tuple[tuple[int, Ref | None], ...]) -> Element:
    numbered = [
        link(
            _('%(number)d. %(title)s') % {'number': number, 'title': episode.text}, episode.docname
        )
        if episode
        else str(number)
        for number, episode in found
    ]
    return bullets([[para(item)] for item in numbered], 'wiki-episodes')


def _entry(page: Page) -> CharacterEntry:
    assert isinstance(page.facts, Character)
    return CharacterEntry(page, page.facts)


FACTS: Final = Panel(lambda _corpus, page: character_facts(_entry(page)), draw_facts)
MENTIONS: Final = Panel(
    lambda corpus, page: remarks(corpus, _entry(page)),
    draw_remarks,
    lambda: _('What critics say'),
)
APPEARANCES: Final = Panel(
    lambda corpus, page: appearances(corpus, _entry(page)),
    draw_appearances,
    lambda: _('Appearances'),
)
