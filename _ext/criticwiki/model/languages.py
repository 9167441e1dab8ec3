"""Language codes (BCP 47), such as `ja` and `pt-BR`, and names of languages, from Babel."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from criticwiki.i18n import language_data

if TYPE_CHECKING:
    from collections.abc import Mapping

    from babel import Locale

LANGUAGE_PATTERN: Final = '[A-Za-z]{2,3}([-_][A-Za-z]{4})?([-_]([A-Za-z]{2}|[0-9]{3}))?'
"""Regular expression, for JSON Schema, of language, script and region."""
_CODE: Final = re.compile(
    '(?P<language>[A-Za-z]{2,3})(?:[-_](?P<script>[A-Za-z]{4}))?'
    '(?:[-_](?P<region>[A-Za-z]{2}|[0-9]{3}))?'
)


def parse_language(text: str) -> str:
    """Language code in the canonical form: `pt-BR` for `pt_br`.

    :raises ValueError: with a message for the editor, if there is no such language.
    """
    match = _CODE.fullmatch(text)
    parts = _parts(match) if match else ()
    tables = (_english().languages, _english().scripts, _english().territories)
    if parts and all(not part or part in table for part, table in zip(parts, tables, strict=True)):
        return '-'.join(filter(None, parts))
    raise ValueError(f'{text!r} is no language code, such as en, ja or pt-BR{_hint(text)}')


def language_name(code: str) -> str:
    """Name of a language: `Brazilian Portuguese` for `pt-BR`; of an unknown one its code.

    It is in the language of the wiki; in German `Japanisch`.

    >>> language_name('ja')
    'Japanese'
    """
    locale = language_data()
    names = locale.languages
    match = _CODE.fullmatch(code)
    if not match:
        return code
    language, script, region = _parts(match)
    if whole := names.get('_'.join(filter(None, (language, script, region)))):
        return str(whole)
    details = [locale.scripts.get(script), locale.territories.get(region)]
    name = str(names.get(language, code))
    return f'{name} ({", ".join(filter(None, details))})' if any(details) else name


def _parts(match: re.Match[str]) -> tuple[str, str, str]:
    """Language, script and region with the case of letters that BCP 47 recommends."""
    script, region = match['script'] or '', match['region'] or ''
    return match['language'].lower(), script.title(), region.upper()


def _hint(text: str) -> str:
    """Suggestion for the code of a country, or for the name of a language."""
    from babel.languages import get_official_languages

    official = get_official_languages(text.upper())
    if official:
        return f'; did you mean {official[0]!r}?'
    code = _codes_by_name().get(text.casefold())
    return f'; did you mean {code!r}?' if code else ''


@cache
def _codes_by_name() -> Mapping[str, str]:
    names = _english().languages.items()
    return {str(name).casefold(): code.replace('_', '-') for code, name in names}


@cache
def _english() -> Locale:
    """Babel's data in English; imported late, since a build without a change needs none of it."""
    from babel import Locale

    return Locale('en')
