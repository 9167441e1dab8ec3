"""Phrases in prose that are told of: numbers of all critics or reviews, what no source says.

Prose is the text of a page, and what editors write in its front matter.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from criticwiki.model.page import WrittenCount, quotation_spans
from criticwiki.problems import Code, Problem

from .parser import Walk
from .value_role import WORDS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from markdown_it.token import Token

    from criticwiki.config import Settings
    from criticwiki.model.front_matter import FrontMatter, KeyPath, Value

    from .parser import Env

_MARKS: Final = re.compile('[*_`]')
_FIELDS: Final = frozenset({'summary', 'says', 'fact'})
"""Fields of front matter that are prose."""


# -- numbers of all critics or reviews ------------------------------------------------------

_NUMBERS: Final = {word: number for number, word in enumerate(WORDS) if number > 1}
_WORD: Final = '|'.join(_NUMBERS)
_NUMBER: Final = rf'(?P<number>{_WORD}|[1-9]\d{{0,2}})'
_NOUN: Final = r'(?:published )?(?P<noun>(?-i:critics|reviews))\b'
_WHICH: Final = (
    r'who|whom|whose|that|which|where|when|while|with|without|from|of|in|on|at|by|for|to|as|about'
    r'|under|above|below|before|after|since|until|up|he|she|they|we|you|I|it|there|elsewhere'
    r'|named|listed|quoted|cited|needed|required|chosen|picked|asked|invited|present'
)
_SOME: Final = rf'(?:{_WORD}|one|each|all|none|most|many|some|any|half|every one|either|\d{{1,3}})'
_COUNT: Final = (
    rf'\b(?:all (?:of )?(?:the |these |our )?|the |these |our |{_SOME} of ){_NUMBER} {_NOUN}'
    rf'(?! (?:{_WHICH})\b(?! this wiki\b)|, (?:{_WHICH})\b|[\w’\'(-]| \()'
)


@cache
def _counting() -> re.Pattern[str]:
    """Pattern of all phrases, compiled for the first page that may have one."""
    return re.compile(_COUNT.replace(' ', r'\s+'), re.IGNORECASE)


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
    """Every number of all critics or reviews on a page, as in `all four critics`.

    Only what speaks of all of them is matched: a number after *all*, *the* or *of*, without words
    behind it that say which ones. Other numbers, as in `three critics like it`, are left alone, and
    so is a wiki that is not English.
    """
    if not settings.language.startswith('en') or not _may_count('\n'.join(lines)):
        return ()
    phrases = _find_phrases(_counting(), _FIELDS | {'verdict'}, lines, matter, settings, env)
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


# -- what no source says --------------------------------------------------------------------

_SAY: Final = (
    r'(?:says?|tells?|told|mentions?|names?|gives?|states?|explains?|confirms?|records?|reports?'
    r'|prints?|repeats?|identif(?:y|ies)|supports?|bears? (?:it|this|that) out|bears? out)'
)
_SOURCES: Final = r'(?:sources?|accounts?|recaps?|synops[ie]s|captions?|articles?|posts?|credits)'
_TEXTS: Final = rf'(?:{_SOURCES}|reviews?|reviewers?|critics?|pages?|wikis?|wikipedia|listings?)'
_ONE: Final = r'(?:(?:other|second|single|known|further|third|one) ){0,2}'
_TO_SAY: Final = rf'(?:\w+ )?(?:(?:to|that|which|who) {_SAY}|for\b)'
_NEAR: Final = r'[^.;:!?]{0,40}?'
_SILENCES: Final = (
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


@cache
def _silence() -> re.Pattern[str]:
    """Pattern of all phrases, compiled where a wiki asks for it."""
    return re.compile(rf'\b(?:{"|".join(_SILENCES)})\b'.replace(' ', r'\s+'), re.IGNORECASE)


def check_silence(
    lines: Sequence[str], matter: FrontMatter, settings: Settings, env: Env | None = None
) -> list[Problem]:
    """Problems of sentences on what no source says, in text and prose of the front matter, sorted.

    Nothing unless the wiki asks for it, and is written in English. Problems have an empty path.
    """
    if Code.SILENCE not in settings.checks or not settings.language.startswith('en'):
        return []
    phrases = _find_phrases(_silence(), _FIELDS, lines, matter, settings, env)
    return sorted({_problem(phrase) for phrase in phrases})


def _problem(phrase: _Phrase) -> Problem:
    message = (
        f'{phrase.text!r} tells of what no source says; say what a source says, or leave the'
        ' sentence out'
    )
    return Problem('', phrase.line, phrase.column, Code.SILENCE, message)


# -- the search --------------------------------------------------------------------------


class _Phrase(NamedTuple):
    """A phrase on a page, and where it stands."""

    line: int
    column: int
    match: re.Match[str]
    key: str = ''
    """The field of the front matter; empty for the text of the page."""

    @property
    def text(self) -> str:
        """The phrase in one line."""
        return ' '.join(self.match[0].split())


def _find_phrases(
    pattern: re.Pattern[str],
    fields: Collection[str],
    lines: Sequence[str],
    matter: FrontMatter,
    settings: Settings,
    env: Env | None = None,
) -> Iterator[_Phrase]:
    """Matches in the text of a page and in these fields of its front matter.

    Quotations, code, roles and footnote marks are left out.
    """
    reader = _PhraseReader(pattern, lines, settings, env)
    reader.read('\n'.join(lines[matter.end :]), matter.end + 1)
    yield from reader.phrases
    for path, text in _prose_of(matter.values, (), fields):
        for match in _unquoted(pattern, text):
            yield _Phrase(*matter.place(path), match, str(path[-1]))


def _prose_of(
    value: Value, path: KeyPath, fields: Collection[str]
) -> Iterator[tuple[KeyPath, str]]:
    """Prose in front matter, with the path of its key."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _prose_of(inner, (*path, key), fields)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _prose_of(inner, (*path, number), fields)
    elif isinstance(value, str) and path and path[-1] in fields:
        yield path, value


def _unquoted(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Matches outside of quotation marks."""
    quoted = quotation_spans(text)
    for match in pattern.finditer(text):
        if not any(start < match.end() and match.start() < end for start, end in quoted):
            yield match


class _PhraseReader(Walk):
    """Visitor that collects the phrases in the text of a page."""

    def __init__(
        self,
        pattern: re.Pattern[str],
        lines: Sequence[str],
        settings: Settings,
        env: Env | None,
    ) -> None:
        super().__init__(settings, env)
        self.phrases: list[_Phrase] = []
        self._pattern = pattern
        self._lines = lines

    def visit_inline(self, text: str, line: int) -> None:
        """Visit a paragraph, without what is code in it."""
        if not self._pattern.search(_MARKS.sub('', text)):
            return
        tokens = self.parse_inline(text, always=True)
        for token in tokens:
            if token.type == 'myst_role' and token.meta['name'] == 'spoiler':
                self.visit_spoiler_role(token.content, line)
        for match in _unquoted(self._pattern, _words(tokens)):
            place = self._place(match[0], line, text.count('\n'))
            self.phrases.append(_Phrase(*place, match))

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
