"""Sentences on what no source says: an optional check of the prose of an English wiki."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from criticwiki.problems import Code, Problem

from .phrases import find_phrases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from criticwiki.config import Settings
    from criticwiki.model.front_matter import FrontMatter

    from .parser import Env
    from .phrases import Phrase

_SAY: Final = (
    r'(?:says?|tells?|told|mentions?|names?|gives?|states?|explains?|confirms?|records?|reports?'
    r'|prints?|repeats?|identif(?:y|ies)|supports?|bears? (?:it|this|that) out|bears? out)'
)
_SOURCES: Final = r'(?:sources?|accounts?|recaps?|synops[ie]s|captions?|articles?|posts?|credits)'
_TEXTS: Final = rf'(?:{_SOURCES}|reviews?|reviewers?|critics?|pages?|wikis?|wikipedia|listings?)'
_ONE: Final = r'(?:(?:other|second|single|known|further|third|one) ){0,2}'
_TO_SAY: Final = rf'(?:\w+ )?(?:(?:to|that|which|who) {_SAY}|for\b)'
_NEAR: Final = r'[^.;:!?]{0,40}?'
PHRASES: Final = (
    rf'(?<!on\s)(?<!of\s)no {_ONE}{_SOURCES}\b(?! of\b)',
    rf'no {_ONE}{_TEXTS} (?:\w+ )?{_SAY}',
    rf'(?:none|neither|not one) of (?:\w+ ){{0,3}}{_SOURCES}',
    rf'(?:none|neither|not one) of (?:\w+ ){{0,3}}{_TEXTS}{_NEAR} {_SAY}',
    rf'only (?:\S+ ){{0,4}}?{_TEXTS}{_NEAR} {_SAY}',
    r'only (?-i:[A-Z]\S*(?: (?:of|the|[A-Z]\S*)){0,4}) (?:says|mentions|reports|states|names)',
    rf'the (?:only|one) (?:one|source|account|review|critic|page) {_TO_SAY}',
    rf'{_SOURCES} (?:of \S+ \S+ )?alone\b',
    r'\balone,? (?:says|reports|mentions|prints|states|repeats)',
    r'\balone in (?:this|that|doing so|saying|naming|reporting)',
    r'(?:is|are|was|were) (?:not|nowhere|never) (?:recorded|stated|attested)',
    rf'not (?:told|said|named|explained|mentioned|given) (?:in|by) (?:\S+ ){{0,2}}{_TEXTS}',
    r'could (?:not|never) be (?:established|confirmed|verified|determined|traced)',
    r'not stated in the source',
    rf'(?:nobody|no one|nothing) else (?:\w+ )?{_SAY}',
    rf'{_SAY} {_NEAR} and (?:nobody|no one|nowhere) else(?=[.,;:)])',
    r'(?:nobody|no one) (?:mentions|reports|confirms|says exactly)',
    r'no \w+ (?:is|was) (?:recorded|attested)',
    r'nothing else (?:found|known|consulted)',
    rf'nothing (?:outside|beyond|besides) {_NEAR}{_SAY}',
    rf'{_SOURCES} {_NEAR}leaves? {_NEAR}\bopen\b',
    rf'left open (?:in|by) (?:\S+ ){{0,2}}{_SOURCES}',
    r'an open question here',
    rf'any {_SOURCES} (?:used|consulted|found|known|here)',
    r'(?:everything|anything|nothing) (?:consulted|found here)',
    rf'(?:accounts|recaps|captions|credits|the sources) do not {_SAY}',
    r'no (?:\w+ ){0,2}(?:page|mention|credits?) (?:\S+ ){0,6}?(?:turned up|(?:was|were|be) found)',
    r'without support elsewhere',
)
"""Phrases by which a sentence tells what the sources do not say, or that only one says it."""
_FIELDS: Final = frozenset({'summary', 'says', 'fact'})
"""Fields of front matter that are prose."""


@cache
def _table() -> re.Pattern[str]:
    """Pattern of all phrases, compiled where a wiki asks for it."""
    return re.compile(rf'\b(?:{"|".join(PHRASES)})\b'.replace(' ', r'\s+'), re.IGNORECASE)


def check_silence(
    lines: Sequence[str], matter: FrontMatter, settings: Settings, env: Env | None = None
) -> list[Problem]:
    """Problems of sentences on what no source says, in text and prose of the front matter, sorted.

    Nothing unless the wiki asks for it, and is written in English. Problems have an empty path.
    """
    if Code.SILENCE not in settings.checks or not settings.language.startswith('en'):
        return []
    phrases = find_phrases(_table(), _FIELDS, lines, matter, settings, env)
    return sorted({_problem(phrase) for phrase in phrases})


def _problem(phrase: Phrase) -> Problem:
    message = (
        f'{phrase.text!r} tells of what no source says; say what a source says, or leave the'
        ' sentence out'
    )
    return Problem('', phrase.line, phrase.column, Code.SILENCE, message)
