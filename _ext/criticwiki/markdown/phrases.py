"""Search for phrases in the prose of a page: in its text, and in its front matter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from criticwiki.model.page import quotation_spans

from .parser import Walk

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from markdown_it.token import Token

    from criticwiki.config import Settings
    from criticwiki.model.front_matter import FrontMatter, KeyPath, Value

    from .parser import Env

_MARKS: Final = re.compile('[*_`]')


class Phrase(NamedTuple):
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


def find_phrases(
    pattern: re.Pattern[str],
    fields: Collection[str],
    lines: Sequence[str],
    matter: FrontMatter,
    settings: Settings,
    env: Env | None = None,
) -> Iterator[Phrase]:
    """Matches in the text of a page and in these fields of its front matter.

    Quotations, code, roles and footnote marks are left out.
    """
    reader = _PhraseReader(pattern, lines, settings, env)
    reader.read('\n'.join(lines[matter.end :]), matter.end + 1)
    yield from reader.phrases
    for path, text in _prose_of(matter.values, (), fields):
        for match in _unquoted(pattern, text):
            yield Phrase(*matter.place(path), match, str(path[-1]))


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
        self.phrases: list[Phrase] = []
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
            self.phrases.append(Phrase(*place, match))

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
