"""Types of front-matter fields that take one of a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

from criticwiki.problems import Code, did_you_mean

from .fields import refuse, shown
from .vocabulary import Basis, Confidence, Stance

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


def _words(kind: type[StrEnum]) -> WithJsonSchema:
    return WithJsonSchema({'enum': [member.value for member in kind]})


StanceField = Annotated[Stance, _one_of(Stance), _words(Stance)]
ConfidenceField = Annotated[Confidence, _one_of(Confidence), _words(Confidence)]
BasisField = Annotated[Basis, _one_of(Basis), _words(Basis)]


def _field_names(*names: str) -> tuple[BeforeValidator, WithJsonSchema]:
    def read(value: Any) -> str:
        if value not in names:
            hint = did_you_mean(str(value), names)
            raise refuse(Code.UNKNOWN_KEY, f'no such field; known are {", ".join(names)}{hint}')
        return str(value)

    pattern = f'^({"|".join(names)})$'.replace('.', r'\.')
    return BeforeValidator(read), WithJsonSchema({'title': ', '.join(names), 'pattern': pattern})


EpisodeField = Annotated[
    str, *_field_names('number', 'title', 'title_ja', 'aired', 'director', 'storyboard', 'script')
]
CharacterField = Annotated[
    str,
    *_field_names('name', 'name_ja', 'aliases', 'kind', 'voices.ja', 'voices.en', 'appears_in'),
]
