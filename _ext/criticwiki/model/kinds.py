"""Pydantic models of front matter: series, episode, character, review, and other pages.

Docstrings of models, their titles and descriptions of fields are part of the JSON Schema.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    model_validator,
)

from criticwiki.i18n import N_
from criticwiki.problems import Code

from .episode_fields import (
    EpisodeKey,
    EpisodeNumber,
    Episodes,
    PageNumbers,
    Seasons,
    Specials,
    SpoilerNumber,
    Subject,
    check_episode_keys,
    numbering_error,
)
from .fields import (
    SELF_STATED_FORMAT,
    Address,
    BasisField,
    CharacterField,
    ConfidenceField,
    Count,
    Date,
    Digest,
    EpisodeCount,
    EpisodeField,
    Flag,
    Ids,
    LanguageCode,
    Line,
    Name,
    Names,
    OldAddresses,
    PrintedScore,
    Quote,
    RemarkStanceField,
    ScaleText,
    StanceField,
    Text,
    Verdict,
    Votes,
    WorkField,
    field_error,
)
from .numbering import EpisodeRanges, NumberingError, joined_numbering
from .page import Basis, Confidence
from .works import WorkKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from .dates import PartialDate

    DeclaredValue = str | tuple[str, ...] | Decimal | PartialDate | bool | None

    from pydantic.config import JsonDict

    from .numbering import Number, Numbering


class Model(BaseModel):
    """The rules of all front matter: nothing unknown, nothing converted, nothing changed."""

    model_config = ConfigDict(strict=True, frozen=True, extra='forbid')


class PageFacts(Model):
    """What every kind of page may say."""

    summary: Text | None = Field(
        default=None,
        description=N_(
            'One sentence about the page that gives nothing away. It stands in lists, in search'
            ' results and in the previews of links.'
        ),
        examples=['A keeper, a stranger and a light that will not go out.'],
    )
    draft: Flag = Field(
        default=False,
        description=N_('A draft is shown as one and counted nowhere, until this line goes.'),
        examples=[True],
    )
    means: dict[Name, Name] = Field(
        default_factory=dict,
        description=N_(
            'Whom this page means by a name that several characters share: the name, then the id'
            ' of the character. See `shared_names` of the index page.'
        ),
        examples=[{'The Keeper': 'ida-lund'}],
    )
    was: OldAddresses = Field(
        default=(),
        description=N_(
            'Where the page stood before it was renamed or moved: its old path without `.md`, or a'
            ' list. The web site leads on from there.'
        ),
        examples=[['episodes/old-name']],
    )
    _declared: dict[str, DeclaredValue] = PrivateAttr(default_factory=dict)

    @property
    def declared(self) -> Mapping[str, DeclaredValue]:
        """Values of the fields that the wiki declares itself, by name, as far as written."""
        return self._declared

    def with_declared(self, values: Mapping[str, DeclaredValue]) -> Self:
        """A copy with the values of declared fields."""
        copy = self.model_copy()
        copy._declared = dict(values)
        return copy

    def states(self, field: str) -> bool:
        """Whether the page has the key of a field, be it with null."""
        return field in self.model_fields_set

    def __eq__(self, other: object) -> bool:
        """Compare keys as well: the data tell null from a key that is not there."""
        if isinstance(other, PageFacts) and self.model_fields_set != other.model_fields_set:
            return False
        return super().__eq__(other)

    def confidence_of(self, field: str) -> Confidence:
        """Confidence of a field; confirmed by default."""
        marks: dict[str, Confidence] = getattr(self, 'confidence', {})
        return marks.get(field, Confidence.CONFIRMED)


class OtherPage(PageFacts):
    """A page of no kind: a folder's first page, the glossary, the guide."""

    model_config = ConfigDict(title='Page')


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
    author: Names | None = Field(
        description=N_(
            'Who wrote it: one name, or a list. `null` where the review does not say; never a'
            ' guess.'
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


class Audience(Model):
    """A score that the visitors of a site gave; it is shown beside the critics, never counted."""

    source: Line = Field(
        description=N_('The site whose visitors gave it.'),
        examples=['Harbour Forum'],
    )
    score: PrintedScore = Field(
        description=N_('The score, as the site prints it.'),
        examples=['6.4/10'],
    )
    date: Date = Field(
        description=N_('The day on which it stood so: such scores change.'),
        examples=['2024-05-01'],
    )
    votes: Votes | None = Field(
        default=None,
        description=N_('How many people gave one.'),
        examples=[12000],
    )
    url: Address | None = Field(
        default=None,
        description=N_('Where it can be read.'),
        examples=['https://example.org/harbour-lights'],
    )


AUDIENCE_EXAMPLE: Final = {
    'source': 'Harbour Forum',
    'score': '6.4/10',
    'date': '2024-05-01',
    'votes': 12000,
}


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
    """The work that the wiki is about, on the index page: a series, or a film, a game, a book."""

    model_config = ConfigDict(
        json_schema_extra={
            'if': {
                'properties': {'kind': {'enum': [k.value for k in WorkKind if not k.is_serial]}},
                'required': ['kind'],
            },
            'else': {'anyOf': [{'required': ['episodes']}, {'required': ['seasons']}]},
        }
    )

    title: Name = Field(
        description=N_('What the series is called.'),
        examples=['Harbour Lights'],
    )
    kind: WorkField = Field(
        default=WorkKind.SERIES,
        description=N_('What kind of work it is. The words and the panels of all pages follow it.'),
        examples=['film'],
    )
    episodes: EpisodeCount = Field(
        default=0,
        description=N_(
            'How many episodes it has. It can be left out where `seasons` say so, and of a film, a'
            ' game, a book or an album.'
        ),
        examples=[6],
    )
    seasons: Seasons = Field(
        default=(),
        description=N_(
            'How many episodes each season has. One with a title (a part, a cour, an arc) is a'
            ' mapping: `{title: Part 1, episodes: 4}`.'
        ),
        examples=[[4, 2]],
    )
    specials: Specials = Field(
        default=(),
        description=N_(
            'Names of episodes beside the regular ones, each with its place in the order: 0 is'
            ' before the first, 4.5 follows the fourth.'
        ),
        examples=[{'Pilot': 0, 'OVA': 4.5}],
    )
    aspects: dict[Name, AspectField] = Field(
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
    verdict: Verdict | None = Field(
        default=None,
        description=N_(
            'What critics hold, in one or two sentences that give nothing away. It stands first in'
            ' the summary of the consensus, in descriptions for search engines and in the data.'
        ),
        examples=['Critics love the light and doubt the stairs; both who finished it are moved.'],
    )
    verdict_critics: Count | None = Field(
        default=None,
        description=N_(
            'How many critics the verdict was written from. With another number of them the check'
            ' asks for it to be read again.'
        ),
        examples=[4],
    )
    audience: tuple[Audience, ...] = Field(
        default=(),
        strict=False,
        description=N_(
            'Scores of audiences, each with its source and date. They are shown beside the score of'
            ' the critics and never mixed with it.'
        ),
        examples=[[AUDIENCE_EXAMPLE]],
    )
    unlinked: tuple[Name, ...] = Field(
        default=(),
        strict=False,
        description=N_('Names too ordinary to become links by themselves.'),
        examples=[['Ash', 'Will']],
    )
    different_names: tuple[Name, ...] = Field(
        default=(),
        strict=False,
        description=N_(
            'Names that look like one and are not: they differ only in capitals, accents, dots,'
            ' hyphens or spaces.'
        ),
        examples=[['Jo Ann Hale', 'Joann Hale']],
    )
    shared_names: dict[Name, Ids] = Field(
        default_factory=dict,
        description=N_(
            'Names that several characters go by: the name, then the ids of the characters. A'
            ' mention leads to a choice of them, unless the page says whom it `means`.'
        ),
        examples=[{'The Keeper': ['ida-lund', 'old-tom']}],
    )

    groups: tuple[Name, ...] = Field(
        default=(),
        strict=False,
        description=N_(
            'Groups of characters, in the order of their list and of the sidebar. A character says'
            ' its `group`; those without one come last.'
        ),
        examples=[['Leads', 'The crew', 'The town']],
    )

    @model_validator(mode='after')
    def _agrees(self) -> Series:
        try:
            _ = self.numbering
        except NumberingError as error:
            raise numbering_error(error) from None
        return self

    @property
    def numbering(self) -> Numbering:
        """Seasons and specials of the series."""
        return joined_numbering(self.episodes, self.seasons, self.specials, self.kind)


class Episode(PageFacts):
    """One episode."""

    numbers: PageNumbers = Field(
        alias='number',
        description=N_(
            'Its place in the series, counted from 1, or in a season: `S2E3`. A special has 0 or'
            ' a place between two, as 13.5, or its name; a page about two episodes has `[6, 7]`.'
        ),
        examples=[4],
    )
    title: Name = Field(
        description=N_('The title in the language of this wiki.'),
        examples=['The Lamp Room'],
    )
    titles: dict[LanguageCode, Name | None] = Field(
        default_factory=dict,
        description=N_(
            'The title in other languages: the code of the language, then the title. `title_fr:`'
            ' and the title in one line says the same.'
        ),
        examples=[{'fr': 'La Chambre de la lampe', 'ja': '灯台'}],
    )
    aired: Date | None = Field(
        default=None,
        description=N_(
            'When it was first broadcast: the day, or the month or year where no more is known.'
        ),
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
    audience: tuple[Audience, ...] = Field(
        default=(),
        strict=False,
        description=N_(
            'Scores of audiences for this episode, each with its source and date. They are shown'
            ' beside the scores of the critics and never mixed with them.'
        ),
        examples=[[AUDIENCE_EXAMPLE]],
    )
    variants: dict[Line, Line] = Field(
        default_factory=dict,
        description=N_('Other spellings of the title, and the id of the review that prints each.'),
        examples=[{'The Lamp-Room': 'harbour-post'}],
    )
    open_sections: Names = Field(
        default=(),
        alias='open',
        description=N_(
            'Headings of the sections that tell no plot: how it was made, how it was received. All'
            ' other sections are closed to readers who have not seen the episode.'
        ),
        examples=[['Making', 'Notes']],
    )
    confidence: dict[EpisodeField, ConfidenceField] = Field(
        default_factory=dict,
        description=N_(
            'How well a field of this page is known. All but confirmed is marked on the page.'
        ),
        examples=[{'title': 'one source'}],
    )

    @property
    def number(self) -> Number:
        """Number of the episode, the first where the page is about several."""
        return self.numbers[0]


class Revelation(Model):
    """A fact that spoils, with the episode that reveals it."""

    episode: SpoilerNumber = Field(
        description=N_('The episode that reveals it.'),
        examples=[5],
    )
    kind: Name | None = Field(
        default=None,
        description=N_('What they turn out to be.'),
        examples=['ghost'],
    )
    alias: Name | None = Field(
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

    name: Name = Field(
        description=N_('The name that the wiki uses.'),
        examples=['Ida Lund'],
    )
    names: dict[LanguageCode, Name | None] = Field(
        default_factory=dict,
        description=N_(
            'The name in other languages: the code of the language, then the name. `name_fr:` and'
            ' the name in one line says the same. It becomes a link too.'
        ),
        examples=[{'fr': 'Ida de Lund', 'ja': 'アイダ・ルンド'}],
    )
    aliases: tuple[Name, ...] = Field(
        default=(),
        strict=False,
        description=N_('Other names. The first mention of any name becomes a link.'),
        examples=[['Ida', 'the keeper']],
    )
    misspellings: tuple[Name, ...] = Field(
        default=(),
        strict=False,
        description=N_('Wrong spellings that reviews print. They become links and are found too.'),
        examples=[['Ida Lundt']],
    )
    kind: Name | None = Field(
        default=None,
        description=N_('What they are, as far as it gives nothing away.'),
        examples=['human'],
    )
    group: Name | None = Field(
        default=None,
        description=N_(
            'The group under which lists have them, one of the `groups` of the index page. It is'
            ' open to all: a group that gives something away is none to list them in.'
        ),
        examples=['Leads'],
    )
    voices: dict[LanguageCode, Names | None] = Field(
        default_factory=dict,
        description=N_(
            'Who speaks them: the code of the language, then one name or a list. `null` where no'
            ' source says; leave the line out where there is no such version.'
        ),
        examples=[{'en': 'Bo Kay', 'fr': ['Ann Hale', 'Cy Orr']}],
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
        examples=[{'kind': 'one source'}],
    )


KINDS: Final[dict[str, type[PageFacts]]] = {
    'series': Series,
    'episode': Episode,
    'character': Character,
    'review': Review,
    'page': OtherPage,
}
"""Model of the front matter by kind of page, which is also its top-level key."""


def schema_name(kind: str) -> str:
    """Key of the model of a kind of page among the `$defs` of the JSON Schema."""
    model = KINDS[kind]
    return model.model_config.get('title') or model.__name__


THEME_KEYS: Final[Mapping[str, str]] = {
    'orphan': N_('`true` for a page that stands in no list of contents, on purpose.'),
    'tocdepth': N_('How many levels of headings the contents of the page show.'),
    'hide-toc': N_('`true` hides the contents of the page.'),
    'html_meta': N_('What stands in the head of the web page, name by name.'),
}
"""Descriptions of top-level keys of Sphinx and themes; keys that begin with `og:` are too."""

SERIAL_FIELDS: Final = frozenset(
    {
        *('episodes', 'seasons', 'specials', 'needs', 'appears_in'),
        *('covers', 'covers_basis', 'episode_scores'),
    }
)
"""Names of fields that are of use only where the work has episodes."""
NEEDED_BY_SERIALS: Final[Mapping[str, str]] = {'review': 'covers'}
"""Field that a work with episodes needs and others do not, by kind of page."""
