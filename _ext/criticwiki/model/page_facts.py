"""Base model of front matter: fields of all kinds of pages (summary, draft, old addresses).

Docstrings of models, their titles and descriptions of fields are part of the JSON Schema.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
)

from criticwiki.i18n import N_

from .fields import (
    Flag,
    Name,
    OldAddresses,
    Text,
)
from .judgements import Confidence

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from .dates import PartialDate

    DeclaredValue = str | tuple[str, ...] | Decimal | PartialDate | bool | None


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
