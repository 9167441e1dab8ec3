"""Sentences on what no source says: an optional check of the prose of an English wiki."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from criticwiki.model.page import quotation_spans
from criticwiki.problems import Code, Problem

from .parser import Walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

    from criticwiki.config import Settings
    from criticwiki.model.front_matter import FrontMatter, KeyPath, Value

    from .parser import Env

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
_MARKS: Final = re.compile('[*_`]')
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
    reader = _Reader(lines, settings, env)
    reader.read('\n'.join(lines[matter.end :]), matter.end + 1)
    problems = reader.problems
    for path, text in _prose_of(matter.values, ()):
        place = matter.place(path)
        problems |= {_problem(*place, phrase) for phrase in _phrases(text)}
    return sorted(problems)


def _prose_of(value: Value, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    """Prose in front matter, with the path of its key."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _prose_of(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _prose_of(inner, (*path, number))
    elif isinstance(value, str) and _FIELDS.intersection(path[-1:]):
        yield path, value


def _phrases(text: str) -> Iterator[str]:
    """Phrases of the table in a text, outside of quotation marks."""
    quoted = quotation_spans(text)
    for match in _table().finditer(text):
        if not any(start < match.end() and match.start() < end for start, end in quoted):
            yield match[0]


def _problem(line: int, column: int, phrase: str) -> Problem:
    message = (
        f'{" ".join(phrase.split())!r} tells of what no source says; say what a source says, or'
        ' leave the sentence out'
    )
    return Problem('', line, column, Code.SILENCE, message)


class _Reader(Walk):
    """Visitor that collects such sentences."""

    def __init__(self, lines: Sequence[str], settings: Settings, env: Env | None) -> None:
        super().__init__(settings, env)
        self.problems: set[Problem] = set()
        self._lines = lines

    def visit_inline(self, text: str, line: int) -> None:
        """Visit a paragraph, without what is code in it."""
        if not _table().search(_MARKS.sub('', text)):
            return
        tokens = self.parse_inline(text, always=True)
        for token in tokens:
            if token.type == 'myst_role' and token.meta['name'] == 'spoiler':
                self.visit_spoiler_role(token.content, line)
        for phrase in _phrases(_words(tokens)):
            self.problems.add(_problem(*self._place(phrase, line, text.count('\n')), phrase))

    def _place(self, phrase: str, line: int, within: int) -> tuple[int, int]:
        """Line and column of a phrase, among the marks of Markdown that may stand in it."""
        source = '\n'.join(self._lines[line - 1 : line + within])
        written = re.search(r'\W+'.join(map(re.escape, re.findall(r'\w+', phrase))), source)
        if written is None:
            return line, 1
        start = written.start()
        return line + source.count('\n', 0, start), start - source.rfind('\n', 0, start)


def _words(tokens: Sequence[Token]) -> str:
    """Text of a paragraph without code, roles and calls for footnotes."""
    words = []
    for token in tokens:
        if token.type in {'text', 'text_special'}:
            words.append(token.content)
        elif token.type in {'softbreak', 'hardbreak'}:
            words.append(' ')
        elif token.type in {'code_inline', 'myst_role'}:
            words.append('\u2026')
    return ''.join(words)
