"""Typed front matter: what each kind of page may say, and must."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from criticwiki.core.fields import (
    Address,
    Date,
    Digest,
    EpisodeKey,
    EpisodeNumber,
    Episodes,
    Flag,
    Names,
    PrintedScore,
    Quote,
    Subject,
    Text,
    refuse,
    shown,
)
from criticwiki.core.problems import Code, did_you_mean
from criticwiki.core.vocabulary import Basis, Confidence, Stance

if TYPE_CHECKING:
    from enum import StrEnum


def _one_of(kind: type[StrEnum]) -> BeforeValidator:
    def read(value: Any) -> StrEnum:
        words = [member.value for member in kind]
        if isinstance(value, str) and value in words:
            return kind(value)
        known = ', '.join(words)
        hint = did_you_mean(str(value), words)
        raise refuse(Code.BAD_VALUE, f'must be one of {known}, not {shown(value)}{hint}')

    return BeforeValidator(read)


StanceField = Annotated[Stance, _one_of(Stance)]
ConfidenceField = Annotated[Confidence, _one_of(Confidence)]
BasisField = Annotated[Basis, _one_of(Basis)]


def _field_names(*names: str) -> BeforeValidator:
    def read(value: Any) -> str:
        if value not in names:
            hint = did_you_mean(str(value), names)
            raise refuse(Code.UNKNOWN_KEY, f'no such field; known are {", ".join(names)}{hint}')
        return str(value)

    return BeforeValidator(read)


EpisodeField = Annotated[
    str, _field_names('number', 'title', 'title_ja', 'aired', 'director', 'storyboard', 'script')
]
CharacterField = Annotated[
    str,
    _field_names('name', 'name_ja', 'aliases', 'kind', 'voices.ja', 'voices.en', 'appears_in'),
]


class Model(BaseModel):
    """The rules of all front matter: nothing unknown, nothing converted, nothing changed."""

    model_config = ConfigDict(strict=True, frozen=True, extra='forbid')


class PageFacts(Model):
    """What every kind of page may say."""

    summary: Text | None = None
    """One spoiler-free sentence for lists, previews and descriptions."""
    draft: Flag = False
    """A draft is shown as one and never counted."""

    def known(self, field: str) -> Confidence:
        """How well `field` is known; without a mark it is confirmed."""
        marks: dict[str, Confidence] = getattr(self, 'confidence', {})
        return marks.get(field, Confidence.CONFIRMED)


class Plate(PageFacts):
    """A page of no kind: a folder's first page, the glossary, the guide."""


class Aspect(Model):
    """One thing that critics are compared on."""

    means: Text
    """The line that editors judge by."""
    needs: EpisodeNumber | None = None
    """The episode a critic must have seen to be in scope."""


def _aspect(value: Any) -> Any:
    return {'means': value} if isinstance(value, str) else value


class Series(PageFacts):
    """The series, on the index page."""

    title: Text
    episodes: EpisodeNumber
    """How many there are."""
    aspects: dict[Text, Annotated[Aspect, BeforeValidator(_aspect)]]
    """In the order shown."""
    unlinked: tuple[Text, ...] = Field(default=(), strict=False)
    """Names too ordinary to become links by themselves."""


class Episode(PageFacts):
    """One episode."""

    number: EpisodeNumber
    title: Text
    title_ja: Text | None = None
    aired: Date | None = None
    director: Names | None = None
    storyboard: Names | None = None
    script: Names | None = None
    variants: dict[Text, Text] = Field(default_factory=dict)
    """Other spellings of the title, and the review that prints each."""
    confidence: dict[EpisodeField, ConfidenceField] = Field(default_factory=dict)


class Voices(Model):
    """Who speaks a character, by language."""

    ja: Names | None = None
    en: Names | None = None


class Revelation(Model):
    """A fact that spoils, with the episode that reveals it."""

    episode: EpisodeNumber
    kind: Text | None = None
    alias: Text | None = None
    fact: Text | None = None
    appears_in: Episodes | None = None
    """Episodes of which it is a surprise that the character is in them."""


class Character(PageFacts):
    """One character."""

    name: Text
    name_ja: Text | None = None
    aliases: tuple[Text, ...] = Field(default=(), strict=False)
    misspellings: tuple[Text, ...] = Field(default=(), strict=False)
    kind: Text | None = None
    voices: Voices = Voices()
    appears_in: Episodes | None = None
    revealed: tuple[Revelation, ...] = Field(default=(), strict=False)
    confidence: dict[CharacterField, ConfidenceField] = Field(default_factory=dict)


class Judgement(Model):
    """What a critic holds of an aspect, and the words that show it."""

    stance: StanceField
    says: Text
    """In the editor's own words."""
    quotes: tuple[Quote, ...] = Field(default=(), strict=False)
    """Exact, short phrases of the source."""
    spoils: EpisodeNumber | None = None
    """The episode that what is said gives away."""


class Remark(Judgement):
    """What a critic holds of one character or episode."""

    about: Subject


class Source(Model):
    """The private copy that quotations are proved against."""

    file: Text
    sha256: Digest


class Review(PageFacts):
    """One published review."""

    headline: Text
    outlet: Text | None
    author: Text | None
    url: Address | None
    published: Date | None
    covers: Episodes
    covers_basis: BasisField = Basis.STATED
    access: Text | None = None
    score: PrintedScore | None = None
    verdict: Text | None = None
    episode_scores: dict[EpisodeKey, PrintedScore] = Field(default_factory=dict)
    categories: dict[Text, PrintedScore] = Field(default_factory=dict)
    aspects: dict[Text, Judgement] = Field(default_factory=dict)
    remarks: tuple[Remark, ...] = Field(default=(), strict=False)
    source: Source | None = None

    @model_validator(mode='after')
    def _says_why(self) -> Review:
        if self.covers_basis is Basis.INFERRED and not self.access:
            raise refuse(
                Code.MISSING_KEY, "needs the key 'access': say what 'covers' is inferred from"
            )
        return self

    @property
    def critic(self) -> str | None:
        """Who judges: the author, else the outlet; None when neither is known."""
        return self.author or self.outlet


KINDS: Final[dict[str, type[PageFacts]]] = {
    'series': Series,
    'episode': Episode,
    'character': Character,
    'review': Review,
    'page': Plate,
}
"""The mapping that a page's front matter holds, by the kind of the page."""

THEME_KEYS: Final = frozenset({'orphan', 'tocdepth', 'hide-toc', 'html_meta'})
"""Top-level keys that themes and Sphinx read; beside them, all that begin with `og:`."""
