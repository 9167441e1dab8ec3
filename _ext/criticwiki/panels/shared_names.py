"""Generated page of a name that several characters share: a choice between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from criticwiki.i18n import counted

from .common import Ref, character_ref
from .critics import Drawing, PageSection
from .elements import bullets, para, ref, span

if TYPE_CHECKING:
    from criticwiki.corpus.corpus import Corpus

    from .elements import Piece


@dataclass(frozen=True, slots=True)
class SharedName:
    """View of the page: the name, and those who openly go by it."""

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
