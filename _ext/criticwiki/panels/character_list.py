"""Lists of characters: those of a folder, with voice and stances; those who share a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from criticwiki.corpus.critics import critic_by_review
from criticwiki.i18n import _, counted, separator
from criticwiki.model.judgements import Stance
from criticwiki.model.kinds import Character
from criticwiki.model.languages import language_name

from .common import Ref, Tally, character_ref, page_ref
from .components import counted_stances, drafted, episode_words, name_in
from .elements import (
    NO_SEARCH,
    Drawing,
    Element,
    LazyRows,
    PageSection,
    bullets,
    later,
    para,
    ref,
    span,
)
from .pointers import below, pointer_field

if TYPE_CHECKING:
    from collections.abc import Iterable

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.model.numbering import EpisodePlace
    from criticwiki.model.page import Page

    from .elements import Piece


@dataclass(frozen=True, slots=True)
class CharacterRow:
    """A character in a list; one with faulty front matter has only their page."""

    page: Ref
    name: tuple[str, str] = ('', '')
    """Name in another language, and the code of that."""
    summary: str = ''
    voice: tuple[str, str] = ('', '')
    """Who speaks them, and the name of the language; the first that is stated."""
    first: EpisodePlace | None = None
    """Their first episode, as far as it gives nothing away; None without one."""
    tally: Tally | None = None
    """Critics by their open stance on the character."""
    at: str = pointer_field()
    """Pointer to that tally in `wiki.json`."""
    draft: bool = False


@dataclass(frozen=True, slots=True)
class CharacterList:
    """Characters in a list, in order."""

    rows: tuple[CharacterRow, ...]


def character_list(corpus: Corpus, pages: Iterable[Page]) -> CharacterList:
    """List of the characters of these pages."""
    return CharacterList(tuple(_row(corpus, page) for page in pages))


def _row(corpus: Corpus, page: Page) -> CharacterRow:
    facts = page.facts
    if not isinstance(facts, Character):
        return CharacterRow(page_ref(page))
    voices = (
        (separator().join(who), language_name(code)) for code, who in facts.voices.items() if who
    )
    first = next(iter(facts.appears_in or ()), None) if corpus.work.has_episodes else None
    return CharacterRow(
        page_ref(page),
        next(((text, code) for code, text in facts.names.items() if text), ('', '')),
        facts.summary or '',
        next(voices, ('', '')),
        None if first is None else corpus.place(first),
        open_tally(corpus, page),
        '' if facts.draft else below('/characters', page.id, 'stances'),
        facts.draft,
    )


def open_tally(corpus: Corpus, page: Page) -> Tally:
    """Stances of remarks that give nothing away, each once a critic."""
    critics = critic_by_review(corpus)
    held = {
        (critics[review.docname].docname, remark.stance)
        for review, remark in corpus.remarks.get(page.id, ())
        if not remark.spoils
    }
    return Tally.of(stance for _critic, stance in held if isinstance(stance, Stance))


def draw_characters(view: CharacterList) -> list[Element]:
    """List of the characters, a few lines each."""
    rows = LazyRows(view.rows, _draw_row)
    return [Element('bullets', rows, ('wiki-people', NO_SEARCH))]


def _draw_row(row: CharacterRow) -> Element:
    name: list[Piece] = [ref(row.page)]
    if row.name[0]:
        name += [' ', name_in(*row.name)]
    blocks = [para(drafted(name, draft=row.draft))]
    if row.summary:
        blocks.append(para(row.summary))
    if facts := _draw_facts(row):
        blocks.append(para(facts, classes=['summary']))
    return Element('item', blocks)


def _draw_facts(row: CharacterRow) -> list[Piece]:
    pieces: list[Piece] = []
    if row.voice[0]:
        voiced = {'names': row.voice[0], 'language': row.voice[1]}
        pieces.append(span(_('%(language)s voice: %(names)s') % voiced))
    if row.first:
        words = _('first in %(episode)s') % {'episode': episode_words(row.first)}
        seen = row.first.number if row.first.number >= 1 else 0
        # the mark between the two is seen no earlier than the words
        pieces.append(later(seen, span(f' · {words}' if pieces else words)))
    for held in counted_stances(row.tally, row.at) if row.tally else ():
        pieces += [' ', held] if pieces else [held]
    return pieces


# -- characters who share a name, on a generated page ------------------------------------------


@dataclass(frozen=True, slots=True)
class SharedName:
    """A name, and those who openly go by it: view of the page that leads to them."""

    name: str
    characters: tuple[tuple[Ref, str], ...]
    """References with summaries, which may be empty, by name."""


def shared_name(corpus: Corpus, name: str) -> SharedName:
    """The characters of a shared name; whom a spoiler gives that name is not among them."""
    claims = corpus.shared_names[name]
    docnames = {claim.docname for claim in claims if not claim.spoils}
    rows = [
        (character_ref(entry), entry.facts.summary or '')
        for entry in corpus.characters
        if entry.docname in docnames
    ]
    return SharedName(name, tuple(rows))


def draw_shared_name(view: SharedName) -> Drawing:
    """List of the characters with their summaries."""
    count = len(view.characters)
    lead = counted('%(count)d characters go by this name.', count) % {'count': count}
    items = []
    for character, summary in view.characters:
        words: list[Piece] = [' ', span(summary, 'summary')] if summary else []
        items.append([para(ref(character), words)])
    blocks = [para(lead), bullets(items, 'wiki-cast')]
    return Drawing(view.name, lead, [PageSection('', 'characters', blocks)])
