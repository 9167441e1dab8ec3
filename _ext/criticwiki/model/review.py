"""Pydantic model of the front matter of a review, with its judgements, remarks and sources.

Docstrings of models, their titles and descriptions of fields are part of the JSON Schema.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)

from criticwiki.i18n import N_
from criticwiki.problems import Code

from .episode_fields import (
    EpisodeKey,
    Episodes,
    SpoilerNumber,
    Subject,
    check_episode_keys,
)
from .fields import (
    SELF_STATED_FORMAT,
    Address,
    Authors,
    BasisField,
    Date,
    Digest,
    LanguageCode,
    Line,
    Name,
    PrintedScore,
    Quote,
    RemarkStanceField,
    ScaleText,
    StanceField,
    Text,
    field_error,
)
from .judgements import Basis
from .numbering import EpisodeRanges

if TYPE_CHECKING:
    from decimal import Decimal

    from .dates import PartialDate

    DeclaredValue = str | tuple[str, ...] | Decimal | PartialDate | bool | None

    from pydantic.config import JsonDict


from .page_facts import Model, PageFacts


class Passage(Model):
    """What a critic says of something, with or without a stance, and the words that show it."""

    stance: RemarkStanceField = Field(
        description=N_(
            'What the critic holds. Mixed is for praise and blame that both have weight; `none` is'
            ' for a critic who only names the character or episode.'
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
    spoils: SpoilerNumber | None = Field(
        default=None,
        description=N_('The episode that this gives away. Readers then open it themselves.'),
        examples=[4],
    )


class Judgement(Passage):
    """What a critic holds of an aspect, and the words that show it."""

    stance: StanceField = Field(
        description=N_(
            'What the critic holds. Mixed is for praise and blame that both have weight.'
        ),
        examples=['mixed'],
    )


class Remark(Passage):
    """What a critic says of one character or episode."""

    about: Subject = Field(
        description=N_(
            'Whom or what it is about: the id of a character, or the number of an episode.'
        ),
        examples=['ida-lund'],
    )


_SCORE_WITHOUT_SCALE: Final[JsonDict] = {
    'anyOf': [{'type': ['object', 'null']}, {'type': ['string'], 'format': SELF_STATED_FORMAT}]
}
SCORES_WITHOUT_SCALE: Final[JsonDict] = {
    'if': {'properties': {'scale': {'type': 'null'}}},
    'then': {
        'properties': {
            'score': _SCORE_WITHOUT_SCALE,
            'episode_scores': {'additionalProperties': _SCORE_WITHOUT_SCALE},
            'categories': {'additionalProperties': _SCORE_WITHOUT_SCALE},
        }
    },
}
"""JSON Schema of a review: a score that leaves its scale open needs one that is stated."""


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
            'allOf': [
                {
                    'if': {
                        'properties': {'covers_basis': {'const': Basis.INFERRED.value}},
                        'required': ['covers_basis'],
                    },
                    'then': {
                        'properties': {'access': {'not': {'type': 'null'}}},
                        'required': ['access'],
                    },
                },
                SCORES_WITHOUT_SCALE,
            ]
        }
    )

    headline: Line = Field(
        description=N_('The headline, as printed.'),
        examples=['A light at last'],
    )
    label: Name | None = Field(
        default=None,
        description=N_(
            'A short name for this review in lists, tables and the sidebar: of use where it names'
            ' no critic, or where one critic wrote several. No two reviews share one.'
        ),
        examples=['First look'],
    )
    outlet: Name | None = Field(
        description=N_('Where the review stands. `null` where the review does not say.'),
        examples=['The Harbour Post'],
    )
    author: Authors | None = Field(
        description=N_(
            'Who wrote it: one name, or a list: `[Ann Hale, Bo Kay]`. `null` where the review does'
            ' not say; never a guess. One name that reads like two is a list too: `[John Day and'
            ' Ann Night]`.'
        ),
        examples=['Ann Hale'],
    )
    url: Address | None = Field(
        description=N_('The address of the review. `null` where it is not known.'),
        examples=['https://example.org/review'],
    )
    published: Date | None = Field(
        description=N_(
            'When it was published: the day, or the month or year where no more is known.'
            ' `null` where the review does not say.'
        ),
        examples=['2024-04-12'],
    )
    replaces: Name | None = Field(
        default=None,
        description=N_(
            'The id of an earlier review of the same critic that this one replaces. The earlier'
            ' one is still shown, and counted nowhere.'
        ),
        examples=['harbour-post-first-look'],
    )
    language: LanguageCode | None = Field(
        default=None,
        description=N_(
            'The language it is written in, where it is not that of this wiki, so that its'
            ' headline and quotations are read aloud as such.'
        ),
        examples=['fr'],
    )
    covers: Episodes = Field(
        default_factory=lambda: EpisodeRanges((1,)),  # a work without episodes is one piece
        description=N_(
            'The episodes that the critic had seen: `3`, `1-4`, `[1, 3]`, `season 2`,'
            ' `S1E4-S2E3`, a special by its name. `all` grows when the series does.'
        ),
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
    scale: ScaleText | None = Field(
        default=None,
        description=N_(
            'The scale of all scores that this review prints without one: how many it has, and of'
            ' what, like `4 stars`, `10`, `12 points`, `1-5` or `letters`; or the name of a scale'
            ' of `conf.py`.'
        ),
        examples=['10 points'],
    )
    score: PrintedScore | None = Field(
        default=None,
        description=N_(
            'The score, as printed. Leave it out where the review prints none. One that is in no'
            ' known notation is written with its value: `{printed: two lamps lit, value: 2, best:'
            ' 4}`.'
        ),
        examples=['6/10'],
    )
    verdict: Line | None = Field(
        default=None,
        description=N_('A word that is printed with the score.'),
        examples=['Good'],
    )
    episode_scores: Annotated[
        dict[EpisodeKey, PrintedScore], BeforeValidator(check_episode_keys)
    ] = Field(
        default_factory=dict,
        description=N_(
            'Scores of single episodes: the number of the episode, then the score, as under'
            ' `score`.'
        ),
        examples=[{'1': '6/10', '2': '7.5/10'}],
    )
    categories: dict[Line, PrintedScore] = Field(
        default_factory=dict,
        description=N_(
            "Scores by category, under the critic's own names for them; each as under `score`."
        ),
        examples=[{'Story': '5/10', 'Sound': '8/10'}],
    )
    aspects: dict[Name, Judgement] = Field(
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
            raise field_error(
                Code.MISSING_KEY, "needs the key 'access': say what 'covers' is inferred from"
            )
        return self

    @property
    def authors(self) -> tuple[str, ...]:
        """Names of the authors; empty where the review does not say."""
        return self.author or ()

    @property
    def critics(self) -> tuple[str, ...]:
        """Names that the critic goes by: the authors, else the outlet; empty without either."""
        return self.authors or ((self.outlet,) if self.outlet else ())

    @property
    def critic(self) -> str | None:
        """Name of the critic as a byline prints it, or None; two authors are one critic."""
        return ' & '.join(self.critics) or None

    @property
    def bylines(self) -> tuple[str, ...]:
        """Names of the authors and of the outlet, each once."""
        return tuple(dict.fromkeys((*self.authors, *((self.outlet,) if self.outlet else ()))))
