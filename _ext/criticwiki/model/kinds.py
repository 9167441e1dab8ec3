"""Typed front matter: what each kind of page may say, and must."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import BeforeValidator, Field

from criticwiki.i18n import N_

from .choices import CharacterField, ConfidenceField, EpisodeField
from .facts import Model, PageFacts, Plate
from .fields import Date, EpisodeNumber, Episodes, Line, Names, Text
from .review_facts import Judgement, Remark, Review, Source

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    'KINDS', 'THEME_KEYS', 'Aspect', 'Character', 'Episode', 'Judgement', 'Model', 'PageFacts',
    'Plate', 'Remark', 'Revelation', 'Review', 'Series', 'Source', 'Voices',
]  # fmt: skip


class Aspect(Model):
    """One thing that critics are compared on."""

    means: Text = Field(
        description=N_('The line that editors judge by.'),
        examples=['How the story ends.'],
    )
    needs: EpisodeNumber | None = Field(
        default=None,
        description=N_('The episode that a critic must have seen to be asked about it.'),
        examples=[6],
    )


def _aspect(value: Any) -> Any:
    return {'means': value} if isinstance(value, str) else value


AspectField = Annotated[Aspect, BeforeValidator(_aspect, json_schema_input_type=Text | Aspect)]


class Series(PageFacts):
    """The series, on the index page."""

    title: Line = Field(
        description=N_('What the series is called.'),
        examples=['Harbour Lights'],
    )
    episodes: EpisodeNumber = Field(
        description=N_('How many episodes it has.'),
        examples=[6],
    )
    aspects: dict[Line, AspectField] = Field(
        description=N_(
            'What critics are compared on, in the order shown. Each has a name and the line that'
            ' editors judge by.'
        ),
        examples=[
            {
                'story': 'What happens, and whether it holds together.',
                'ending': {'means': 'How the story ends.', 'needs': 6},
            }
        ],
    )
    unlinked: tuple[Line, ...] = Field(
        default=(),
        strict=False,
        description=N_('Names too ordinary to become links by themselves.'),
        examples=[['Ash', 'Will']],
    )


class Episode(PageFacts):
    """One episode."""

    number: EpisodeNumber = Field(
        description=N_('Its place in the series, counted from 1.'),
        examples=[4],
    )
    title: Line = Field(
        description=N_('The title in the language of this wiki.'),
        examples=['The Lamp Room'],
    )
    title_ja: Line | None = Field(
        default=None,
        description=N_('The title in Japanese.'),
        examples=['灯台'],
    )
    aired: Date | None = Field(
        default=None,
        description=N_('The day it was first broadcast.'),
        examples=['2024-01-31'],
    )
    director: Names | None = Field(
        default=None,
        description=N_('Who directed it: one name, or a list.'),
        examples=['Ann Hale'],
    )
    storyboard: Names | None = Field(
        default=None,
        description=N_('Who drew the storyboard: one name, or a list.'),
        examples=['Bo Kay'],
    )
    script: Names | None = Field(
        default=None,
        description=N_('Who wrote it: one name, or a list.'),
        examples=[['Ann Hale', 'Bo Kay']],
    )
    variants: dict[Line, Line] = Field(
        default_factory=dict,
        description=N_('Other spellings of the title, and the id of the review that prints each.'),
        examples=[{'The Lamp-Room': 'harbour-post'}],
    )
    confidence: dict[EpisodeField, ConfidenceField] = Field(
        default_factory=dict,
        description=N_(
            'How well a field of this page is known. All but confirmed is marked on the page.'
        ),
        examples=[{'title': 'one source'}],
    )


class Voices(Model):
    """Who speaks a character, by language."""

    ja: Names | None = Field(
        default=None,
        description=N_('In Japanese: one name, or a list.'),
        examples=['Ann Hale'],
    )
    en: Names | None = Field(
        default=None,
        description=N_('In English: one name, or a list.'),
        examples=['Bo Kay'],
    )


class Revelation(Model):
    """A fact that spoils, with the episode that reveals it."""

    episode: EpisodeNumber = Field(
        description=N_('The episode that reveals it.'),
        examples=[5],
    )
    kind: Line | None = Field(
        default=None,
        description=N_('What they turn out to be.'),
        examples=['ghost'],
    )
    alias: Line | None = Field(
        default=None,
        description=N_(
            'What they turn out to be called. It becomes a link only where it is known.'
        ),
        examples=['The First Keeper'],
    )
    fact: Text | None = Field(
        default=None,
        description=N_('Anything else, as a sentence.'),
        examples=['She lit the lamp herself.'],
    )
    appears_in: Episodes | None = Field(
        default=None,
        description=N_('Episodes of which it is a surprise that they are in them.'),
        examples=['2-3'],
    )


class Character(PageFacts):
    """One character."""

    name: Line = Field(
        description=N_('The name that the wiki uses.'),
        examples=['Ida Lund'],
    )
    name_ja: Line | None = Field(
        default=None,
        description=N_('The name in Japanese.'),
        examples=['アイダ・ルンド'],
    )
    aliases: tuple[Line, ...] = Field(
        default=(),
        strict=False,
        description=N_('Other names. The first mention of any name becomes a link.'),
        examples=[['Ida', 'the keeper']],
    )
    misspellings: tuple[Line, ...] = Field(
        default=(),
        strict=False,
        description=N_('Wrong spellings that reviews print. They become links and are found too.'),
        examples=[['Ida Lundt']],
    )
    kind: Line | None = Field(
        default=None,
        description=N_('What they are, as far as it gives nothing away.'),
        examples=['human'],
    )
    voices: Voices = Field(
        default_factory=Voices,
        description=N_('Who speaks them, by language.'),
        examples=[{'ja': 'Ann Hale', 'en': 'Bo Kay'}],
    )
    appears_in: Episodes | None = Field(
        default=None,
        description=N_('The episodes that they are in.'),
        examples=['1-4'],
    )
    revealed: tuple[Revelation, ...] = Field(
        default=(),
        strict=False,
        description=N_('Facts that spoil, each with the episode that reveals it.'),
        examples=[[{'episode': 5, 'fact': 'She lit the lamp herself.'}]],
    )
    confidence: dict[CharacterField, ConfidenceField] = Field(
        default_factory=dict,
        description=N_(
            'How well a field of this page is known. All but confirmed is marked on the page.'
        ),
        examples=[{'appears_in': 'one source'}],
    )


KINDS: Final[dict[str, type[PageFacts]]] = {
    'series': Series,
    'episode': Episode,
    'character': Character,
    'review': Review,
    'page': Plate,
}
"""The mapping that a page's front matter holds, by the kind of the page."""

THEME_KEYS: Final[Mapping[str, str]] = {
    'orphan': N_('`true` for a page that stands in no list of contents, on purpose.'),
    'tocdepth': N_('How many levels of headings the contents of the page show.'),
    'hide-toc': N_('`true` hides the contents of the page.'),
    'html_meta': N_('What stands in the head of the web page, name by name.'),
}
"""Top-level keys that themes and Sphinx read; beside them, all that begin with `og:`."""
