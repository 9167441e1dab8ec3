"""Typed front matter of reviews: who judges, what they had seen, and what they hold."""

from __future__ import annotations

from pydantic import ConfigDict, Field, model_validator

from criticwiki.i18n import N_
from criticwiki.problems import Code

from .choices import BasisField, StanceField
from .facts import Model, PageFacts
from .fields import (
    Address,
    Date,
    Digest,
    EpisodeKey,
    EpisodeNumber,
    Episodes,
    Line,
    PrintedScore,
    Quote,
    Subject,
    Text,
    refuse,
)
from .vocabulary import Basis


class Judgement(Model):
    """What a critic holds of an aspect, and the words that show it."""

    stance: StanceField = Field(
        description=N_(
            'What the critic holds. Mixed is for praise and blame that both have weight.'
        ),
        examples=['mixed'],
    )
    says: Text = Field(
        description=N_('What the critic says, in your own words.'),
        examples=['Likes the idea and misses the steps between.'],
    )
    quotes: tuple[Quote, ...] = Field(
        default=(),
        strict=False,
        description=N_(
            'Phrases of the review that show it, exactly as printed: at most 12 words and 100'
            ' characters each.'
        ),
        examples=[['a light at last']],
    )
    spoils: EpisodeNumber | None = Field(
        default=None,
        description=N_('The episode that this gives away. Readers then open it themselves.'),
        examples=[4],
    )


class Remark(Judgement):
    """What a critic holds of one character or episode."""

    about: Subject = Field(
        description=N_(
            'Whom or what it is about: the id of a character, or the number of an episode.'
        ),
        examples=['ida-lund'],
    )


class Source(Model):
    """The private copy that quotations are proved against."""

    file: Line = Field(
        description=N_('The name of the private copy of the review, without its ending.'),
        examples=['harbour-post'],
    )
    sha256: Digest = Field(
        description=N_('The SHA-256 sum of that file: 64 digits and letters from a to f.'),
        examples=['b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9'],
    )


class Review(PageFacts):
    """One published review."""

    model_config = ConfigDict(
        json_schema_extra={
            'if': {
                'properties': {'covers_basis': {'const': Basis.INFERRED.value}},
                'required': ['covers_basis'],
            },
            'then': {
                'properties': {'access': {'not': {'type': 'null'}}},
                'required': ['access'],
            },
        }
    )

    headline: Line = Field(
        description=N_('The headline, as printed.'),
        examples=['A light at last'],
    )
    outlet: Line | None = Field(
        description=N_('Where the review stands. `null` where the review does not say.'),
        examples=['The Harbour Post'],
    )
    author: Line | None = Field(
        description=N_('Who wrote it. `null` where the review does not say; never a guess.'),
        examples=['Ann Hale'],
    )
    url: Address | None = Field(
        description=N_('The address of the review. `null` where it is not known.'),
        examples=['https://example.org/review'],
    )
    published: Date | None = Field(
        description=N_('The day it was published. `null` where the review does not say.'),
        examples=['2024-04-12'],
    )
    covers: Episodes = Field(
        description=N_('The episodes that the critic had seen.'),
        examples=['1-4'],
    )
    covers_basis: BasisField = Field(
        default=Basis.STATED,
        description=N_(
            'Whether the review states what its critic had seen, or the editors inferred it. An'
            ' inferred one says why under `access`.'
        ),
        examples=['stated'],
    )
    access: Text | None = Field(
        default=None,
        description=N_('How the critic saw it.'),
        examples=['screener of episode 4'],
    )
    score: PrintedScore | None = Field(
        default=None,
        description=N_('The score, as printed. Leave it out where the review prints none.'),
        examples=['6/10'],
    )
    verdict: Line | None = Field(
        default=None,
        description=N_('A word that is printed with the score.'),
        examples=['Good'],
    )
    episode_scores: dict[EpisodeKey, PrintedScore] = Field(
        default_factory=dict,
        description=N_('Scores of single episodes: the number of the episode, then the score.'),
        examples=[{'1': '3/5', '2': '3.5/5'}],
    )
    categories: dict[Line, PrintedScore] = Field(
        default_factory=dict,
        description=N_("Scores by category, under the critic's own names for them."),
        examples=[{'Story': '5/10', 'Sound': '8/10'}],
    )
    aspects: dict[Line, Judgement] = Field(
        default_factory=dict,
        description=N_(
            'What the critic holds, aspect by aspect of the list on the index page. Leave out'
            ' what the review does not discuss.'
        ),
        examples=[
            {
                'story': {
                    'stance': 'mixed',
                    'says': 'Likes the idea and misses the steps.',
                    'quotes': ['a light at last'],
                    'spoils': 4,
                }
            }
        ],
    )
    remarks: tuple[Remark, ...] = Field(
        default=(),
        strict=False,
        description=N_(
            'What the critic says of one character or one episode. It is shown on that page too.'
        ),
        examples=[[{'about': 1, 'stance': 'praise', 'says': 'Enjoys the storm.'}]],
    )
    source: Source | None = Field(
        default=None,
        description=N_(
            'The private copy of the review that its quotations are proved against. It is no'
            ' part of the wiki.'
        ),
        examples=[
            {
                'file': 'harbour-post',
                'sha256': 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9',
            }
        ],
    )

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
