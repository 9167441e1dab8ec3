"""What all front matter has in common: its rules, and the fields of every kind of page.

The description and the example of a field are the one source of what the JSON Schema, the
reference page and new drafts say of it.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from criticwiki.i18n import N_

from .fields import Flag, Text
from .vocabulary import Confidence


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

    def known(self, field: str) -> Confidence:
        """How well `field` is known; without a mark it is confirmed."""
        marks: dict[str, Confidence] = getattr(self, 'confidence', {})
        return marks.get(field, Confidence.CONFIRMED)


class Plate(PageFacts):
    """A page of no kind: a folder's first page, the glossary, the guide."""
