"""Pydantic models of front matter: series, episode, character, review, and other pages.

Docstrings of models, their titles and descriptions of fields are part of the JSON Schema.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)

from criticwiki.i18n import N_

from .declared_numbering import joined_numbering
from .episode_fields import (
    EpisodeNumber,
    Episodes,
    PageNumbers,
    Seasons,
    Specials,
    SpoilerNumber,
    numbering_error,
)
from .fields import (
    Address,
    CharacterField,
    ConfidenceField,
    Count,
    Date,
    EpisodeCount,
    EpisodeField,
    Ids,
    LanguageCode,
    Line,
    Name,
    Names,
    PrintedScore,
    Text,
    Verdict,
    Votes,
    WorkField,
)
from .numbering import NumberingError
from .works import WorkKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from .dates import PartialDate

    DeclaredValue = str | tuple[str, ...] | Decimal | PartialDate | bool | None

    from .numbering import Number, Numbering


from .page_facts import Model, PageFacts
from .review import Review


class OtherPage(PageFacts):
    """A page of no kind: a folder's first page, the glossary, the guide."""

    model_config = ConfigDict(title='Page')


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

    def closes(self, numbering: Numbering) -> Number:
        """Number of the episode until which the plot on the page is closed; 0 where it is open.

        A special before the first episode gives nothing away.
        """
        last = self.numbers[-1]
        return last if numbering.work.has_episodes and last >= 1 else 0


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
