"""How a character's panels are drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from criticwiki.i18n import _

from .elements import (
    bullets,
    critic_with_review,
    critics,
    field,
    judgements,
    known_mark,
    link,
    para,
    phrase,
    spoiler,
)
from .fact_box import fact_box, fact_field

if TYPE_CHECKING:
    from .character import Appearances, CharacterFacts, Remarks, Revealed
    from .common import Ref
    from .pieces import Element


def facts(view: CharacterFacts) -> list[Element]:
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
        blocks = [spoiler(revealed.episode, _revealed(revealed)) for revealed in view.revealed]
        fields.append(field(_('Revealed later'), *blocks))
    return [fact_box(_('Facts'), fields, draft=view.draft)]


def _revealed(revealed: Revealed) -> Element:
    templates = {
        'kind': _('Kind: %(words)s'),
        'alias': _('Also called %(words)s'),
        'fact': '%(words)s',
    }
    return bullets([[para(phrase(templates[key], words=words))] for key, words in revealed.facts])


def remarks(view: Remarks) -> list[Element]:
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


def appearances(view: Appearances) -> list[Element]:
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
