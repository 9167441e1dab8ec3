"""Numbers of all critics or reviews that prose writes out, as in `all four critics`.

Only what speaks of all of them is matched: a number after *all*, *the* or *of*, without words
behind it that say which ones. Other numbers, as in `three critics like it`, are left alone.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from criticwiki.model.page import WrittenCount

from .phrases import find_phrases
from .value_role import WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from criticwiki.config import Settings
    from criticwiki.model.front_matter import FrontMatter

    from .parser import Env

_NUMBERS: Final = {word: number for number, word in enumerate(WORDS) if number > 1}
_FIELDS: Final = frozenset({'summary', 'says', 'fact', 'verdict'})
"""Fields of front matter that are prose of editors and are shown."""
_WORD: Final = '|'.join(_NUMBERS)
_NUMBER: Final = rf'(?P<number>{_WORD}|[1-9]\d{{0,2}})'
_NOUN: Final = r'(?:published )?(?P<noun>(?-i:critics|reviews))\b'
_WHICH: Final = (
    r'who|whom|whose|that|which|where|when|while|with|without|from|of|in|on|at|by|for|to|as|about'
    r'|under|above|below|before|after|since|until|up|he|she|they|we|you|I|it|there|elsewhere'
    r'|named|listed|quoted|cited|needed|required|chosen|picked|asked|invited|present'
)
_SOME: Final = rf'(?:{_WORD}|one|each|all|none|most|many|some|any|half|every one|either|\d{{1,3}})'
_PATTERN: Final = (
    rf'\b(?:all (?:of )?(?:the |these |our )?|the |these |our |{_SOME} of ){_NUMBER} {_NOUN}'
    rf'(?! (?:{_WHICH})\b(?! this wiki\b)|, (?:{_WHICH})\b|[\w’\'(-]| \()'
)


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(_PATTERN.replace(' ', r'\s+'), re.IGNORECASE)


_NOUNS: Final = re.compile('critics|reviews')
_BEFORE: Final = re.compile(rf'(?:{_WORD}|\d)\W+(?:published\W+)?\Z', re.IGNORECASE)


def _may_count(text: str) -> bool:
    """Whether a page may have such a phrase: quick, and before any parsing."""
    return any(
        _BEFORE.search(text, max(noun.start() - 40, 0), noun.start())
        for noun in _NOUNS.finditer(text)
    )


def written_counts(
    lines: Sequence[str], matter: FrontMatter, settings: Settings, env: Env | None = None
) -> tuple[WrittenCount, ...]:
    """Every number of all critics or reviews on a page; none in a wiki that is not English."""
    if not settings.language.startswith('en') or not _may_count('\n'.join(lines)):
        return ()
    phrases = find_phrases(_pattern(), _FIELDS, lines, matter, settings, env)
    return tuple(
        WrittenCount(
            _number(phrase.match['number']),
            phrase.match['noun'].lower(),
            phrase.text,
            phrase.key,
            phrase.line,
            phrase.column,
        )
        for phrase in phrases
    )


def _number(word: str) -> int:
    return _NUMBERS.get(word.lower()) or int(word)
