"""Lint of spoiler blocks: near misses, and fences that leave hidden text in the open."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple
from unicodedata import normalize

from criticwiki.guard.policy import LANGUAGES
from criticwiki.problems import Code, Problem

from .directives import head, is_episode, read_directive
from .lint import CURE, is_meant
from .parser import FENCES, SourceLines, Walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

    from criticwiki.config import Settings

    from .directives import Directive, Form
    from .parser import Env

MAX_STRAYS: Final = 8
"""After each stray line the page is read again without it; this often at most."""
_BARE: Final = re.compile(r'[ \t>]*(:{3,}|`{3,}|~{3,})[ \t\r]*')
_TOO_FEW: Final = re.compile(r'(:{1,2}|`{1,2})\{([\w:.+-]+)\}(?:[ \t]+[^`]*)?[ \t\r]*')


def check_fences(
    lines: Sequence[str], first: int, settings: Settings, env: Env | None = None
) -> list[Problem]:
    """Problems of stray, unclosed and too short fences of a page, from line `first` on, sorted.

    `env` is the parse cache of the page. Problems have an empty path.
    """
    reader = _FenceReader(lines, settings, env)
    reader.read('\n'.join(lines[first - 1 :]), first)
    return sorted(reader.problems)


class _FenceReader(Walk):
    """Visitor that checks how fences begin and end."""

    def __init__(self, lines: Sequence[str], settings: Settings, env: Env | None) -> None:
        super().__init__(settings, env)
        self.problems: list[Problem] = []
        self._lines = SourceLines(lines)
        self._rows: list[str] = []
        self._first = 1
        self._around = ''
        self._strays = 0

    def read(self, text: str, first: int) -> None:
        before = self._rows, self._first
        self._rows, self._first = text.split('\n'), first
        super().read(text, first)
        self._rows, self._first = before

    def parse(self, text: str) -> list[Token]:
        """Block tokens of a text without its stray lines, each of which is reported."""
        tokens = super().parse(text)
        begun = self._too_short(tokens)
        while (stray := next(filter(_is_stray, tokens), None)) and self._strays < MAX_STRAYS:
            self._strays += 1
            row = stray.map[0] if stray.map else 0
            if begun and begun[0] < row:
                begun.pop(0)  # it ends what should have begun there
            else:
                self._tell(
                    self._first + row,
                    stray.markup,
                    "a line of ':::' ends nothing; around a block inside a block, write more"
                    ' colons',
                )
            self._rows[row] = self._rows[row].replace(':', ' ')
            tokens = super().parse('\n'.join(self._rows))
        return tokens

    def _tell(self, line: int, written: str, message: str) -> None:
        column = self._lines.column(line, written)
        self.problems.append(Problem('', line, column, Code.FENCE, message))

    def visit(self, token: Token, line: int) -> None:
        if token.type in FENCES and not _is_stray(token):
            self.visit_fence(token, line)

    def visit_fence(self, token: Token, line: int) -> None:
        what = f'{token.markup}{token.info.strip()}'
        closed = _is_closed(token, self._rows)
        if not closed:
            message = f'the block {what!r} is never closed'
            if self._around.startswith(f"'{token.markup[0]}"):
                message += f'; the next line of {token.markup[0] * 3!r} ends {self._around}'
            self._tell(line, token.markup, message)
        directive = read_directive(token, line, self.form_of)
        if directive is not None:
            before = self._around
            self._around = f'{what!r} of line {line}' if closed else ''
            self.visit_body(directive)
            self._around = before

    def holds_blocks(self, form: Form | None) -> bool:
        return form is None or form.is_markdown

    def visit_glossary(self, directive: Directive) -> None:
        self.read(directive.content, directive.start)

    def _too_short(self, tokens: Sequence[Token]) -> list[int]:
        """Rows that begin a block with too few marks, all of which are reported."""
        rows = []
        for token in tokens:
            if token.type != 'inline' or token.map is None or '{' not in token.content:
                continue
            for row, line in enumerate(token.content.split('\n'), token.map[0]):
                short = _TOO_FEW.fullmatch(line)
                if short is None or not self._is_name(short):
                    continue
                marks = short[1][0] * 3
                message = f'a block begins with three marks or more: {marks}{{{short[2]}}}'
                self._tell(self._first + row, short[1], message)
                if marks == ':::':
                    rows.append(row)
        return rows

    def _is_name(self, short: re.Match[str]) -> bool:
        """Whether a block was meant; code in a line may begin with a brace."""
        return short[1][0] == ':' or self.form_of(short[2]) is not None


def _is_stray(token: Token) -> bool:
    return token.type == 'colon_fence' and not token.info.strip()


def _is_closed(token: Token, rows: Sequence[str]) -> bool:
    """Whether the last line of a fence is its end, and no content."""
    start, end = token.map or (0, 0)
    last = _BARE.fullmatch(rows[end - 1]) if end - start >= 2 and end <= len(rows) else None
    if last is None or not last[1].startswith(token.markup):
        return False
    within = token.content.count('\n') + (token.content[-1:] not in {'', '\n'})
    return within == end - start - 2


_COULD: Final = re.compile(
    r'spo|\[details|\[/?hide|\|\||!<|>!|\}`|[\u2460-\u24ff\uff01-\uff5e\U0001d400-\U0001d7ff]',
    re.IGNORECASE,
)
"""Without one of these in a paragraph there is nothing to look for."""
_FENCES: Final = re.compile(r'[:`~]{3,}[ \t]*[\[{<]|[:`~]{3}[ \t]*\w*spo', re.IGNORECASE)
_WORD: Final = r'[\w-]{0,20}spoil\w{0,20}'
_OPENING: Final = re.compile(
    rf'\{{[ \t{{%<]*[./#!]?{_WORD}'  # braces, whatever is before them
    rf'|(?m:^)[ \t>]*(?:(?:[:`][ \t]*){{2,}}|~{{3,}}[ \t]*)\{{?{_WORD}'
    rf'|(?m:^)[ \t>]*(?:\.\.[ \t]+{_WORD}[ \t]*::|[!?]{{3}}\+?[ \t]+{_WORD}[ \t]*(?:"|(?m:$)))'
    rf'|\[[ \t]*[!/]?{_WORD}[ \t]*(?:\]|=)'
    rf'|(?<![\w:]):{_WORD}(?::(?![\w:])|\[)'
    r'|\[(?:details[ \t]*=|/?hide\])',
    re.IGNORECASE,
)
"""A block, or a mark of BBCode, GitHub, MkDocs or reStructuredText."""
_BARS: Final = re.compile(r'(?<![\w|\\])\|\|(?=[^\s|])([^|]+?)(?<=[^\s|])\|\|(?![\w|])')
"""`||hidden||` of chats, and neither a table nor `a || b`."""
_LETTERS: Final = re.compile(r'[^\W\d_]{2}[^|]*[^\W\d_]')
_REDDIT: Final = re.compile(r'(?:(?<![^\s(\u201c"])>|\A)!(?=\S).+?(?<=\S)!<', re.DOTALL)
_QUOTED_MARK: Final = re.compile(r'(?:[ \t>*+-]|\d{1,9}[.)])*>!(?=[^\s\[=])')
"""The same at the beginning of a quotation, also in a list, where its end may be missing."""
_CLOSING: Final = re.compile(r'\S!<')
_FENCED: Final = re.compile(rf'[ \t>]*(?:[:`~][ \t]*){{2,}}\{{?{_WORD}', re.IGNORECASE)
_NAMED: Final = re.compile(r'[ \t>]*(?::{3,}|`{3,}|~{3,})\{([\w-]{1,40})\}')
_WRAPPED: Final = re.compile(
    rf'(?m:^)[ \t>]*(?:(?:[:`][ \t]*){{2,}}|~{{3,}}[ \t]*)\{{?{_WORD}(?=[^`\n]*(?m:$))',
    re.IGNORECASE,
)
"""The beginning of a block that is the beginning of code in a line: it ends lines below."""
_OPEN_FACT: Final = (
    'front matter is open, and no mark hides words in it; use spoils: or revealed:, or leave it out'
)
_QUOTES: Final = re.compile('["\']')
_LISTED: Final = (
    'the sidebar of every page shows what a table of contents lists; put it outside of the spoiler'
    ' block'
)
_UNSEEN: Final = frozenset({'myst_line_comment', 'myst_target'})


class NearSpoilers(NamedTuple):
    """Near misses of a page."""

    problems: list[Problem]
    """With an empty path."""
    opened: bool
    """Whether the page would show what was meant to be hidden."""


def mentions_spoiler(lines: Sequence[str], first: int) -> bool:
    """Whether a page has, from a line on, something like a spoiler block."""
    return any(_OPENING.search(normalize('NFKC', line)) for line in lines[first - 1 :])


def near_spoilers(
    lines: Sequence[str], first: int, settings: Settings, env: Env | None = None
) -> NearSpoilers:
    """Near misses of a page, from line `first` on; `env` is the parse cache of the page."""
    text = '\n'.join(lines[first - 1 :])
    matter = '\n'.join(lines[: first - 1])
    reader = _NearMissReader(lines, settings, env)
    if _COULD.search(matter):
        reader.read_matter(first - 1)
    if _COULD.search(text) or _FENCES.search(text):
        reader.read(text, first)
    return NearSpoilers(sorted(reader.problems), opened=bool(reader.problems) or reader.opened)


class _NearMissReader(Walk):
    """Visitor that reports near misses: markup of other programs, and misspelt spoiler blocks."""

    def __init__(self, lines: Sequence[str], settings: Settings, env: Env | None) -> None:
        super().__init__(settings, env)
        self.problems: set[Problem] = set()
        self.opened = False
        self._lines = lines
        self._closed = 0

    def read_matter(self, end: int) -> None:
        """Check front matter, which has no blocks: `spoils` and `revealed` hide text there."""
        for number, line in enumerate(self._lines[:end], 1):
            if _COULD.search(line):
                plain = line if _QUOTES.search(line) else line.partition(' #')[0]
                for written, _ in _near_misses(normalize('NFKC', plain)):
                    self._tell(number, written, _OPEN_FACT)

    def visit(self, token: Token, line: int) -> None:
        if token.type in FENCES:
            self.visit_fence(token, line)
        elif token.type == 'code_block':
            self._code(token.content, line)
        elif token.content and token.type not in _UNSEEN:
            self.visit_inline(token.content, line)

    def visit_fence(self, token: Token, line: int) -> None:
        directive = read_directive(token, line, self.form_of)
        if directive is not None:
            if directive.name not in self.settings.allowed.directives:
                # it is shown as a note, or as code
                numbered = is_episode(directive.argument)
                self.opened |= numbered or is_meant(directive.name)
                self.opened |= token.type == 'fence' and bool(_OPENING.search(directive.content))
            self.visit_directive(directive)
        elif head(token.info)[0] not in LANGUAGES and is_meant(token.info.strip('{}[]<>.#! ')):
            written = f'{token.markup}{" ".join(token.info.split())[:40]}'
            self._tell(line, token.markup, f'{written!r} begins no spoiler block; {CURE}')
        elif token.type == 'colon_fence':
            self.read(token.content, line + 1)

    def visit_directive(self, directive: Directive) -> None:
        if directive.argument and directive.name in self.settings.allowed.directives:
            self.visit_inline(directive.argument, directive.line)
        if directive.name == 'toctree' and self._closed:
            self._tell(directive.line, '{toctree}', _LISTED)
        self._closed += directive.name == 'spoiler'
        self.visit_body(directive)
        self._closed -= directive.name == 'spoiler'

    def holds_blocks(self, form: Form | None) -> bool:
        return form is None or form.is_markdown or form.content == 'nothing'

    def _code(self, content: str, line: int) -> None:
        """Check a block of code, which an indent of four blanks makes of a spoiler block."""
        for number, row in enumerate(content.split('\n'), line):
            if written := _written_block(normalize('NFKC', row)):
                message = (
                    'a spoiler block that is indented by four blanks or a tab is shown as code;'
                    ' begin it at the margin, or put an example between ```text and ```'
                )
                self._tell(number, written, message)

    def visit_inline(self, content: str, line: int) -> None:
        if content.startswith('!') and _QUOTED_MARK.match(self._lines[line - 1]):
            self._tell(line, '>!', f"'>!' hides nothing here; {CURE}")
            return
        if not _COULD.search(content):
            return
        tokens = self.parse_inline(content, always=True)
        for token in tokens:
            if token.type == 'myst_role' and token.meta['name'] not in self.settings.allowed.roles:
                self.opened |= is_meant(token.meta['name'])
        whole = normalize('NFKC', content)
        for written, message in (*_near_misses(_shown(tokens)), *_openings(_WRAPPED, whole)):
            self._tell(line, written, message, content.count('\n'))

    def _tell(self, line: int, written: str, message: str, within: int = 0) -> None:
        """Report a near miss at the first position from a line on where it is written."""
        first = written.split('\n')[0]
        for number in range(line, min(line + within, len(self._lines)) + 1):
            source = self._lines[number - 1]
            for at in (source.find(first), normalize('NFKC', source).find(first)):
                if at >= 0:
                    self.problems.add(Problem('', number, at + 1, Code.SPOILER, message))
                    return
        self.problems.add(Problem('', line, 1, Code.SPOILER, message))


def _written_block(row: str) -> str | None:
    """First line of a spoiler block, or of a misspelt one, in a row of code."""
    if match := _FENCED.match(row) or _OPENING.match(row.lstrip()):
        return match[0].strip()
    named = _NAMED.match(row)
    return named[0].strip() if named and is_meant(named[1]) else None


def _shown(tokens: Sequence[Token]) -> str:
    """Text of a paragraph as it is shown, without code, links and escapes."""
    words: list[str] = []
    for token in tokens:
        if token.type == 'text':
            words.append(token.content)
        elif token.type in {'softbreak', 'hardbreak'}:
            words.append('\n')
        elif token.type in {'code_inline', 'text_special', 'myst_role', 'image', 'footnote_ref'}:
            words.append('\0')
    return normalize('NFKC', ''.join(words))


def _openings(pattern: re.Pattern[str], text: str) -> Iterator[tuple[str, str]]:
    for match in pattern.finditer(text):
        yield match[0].strip(), f'{match[0].strip()!r} begins no spoiler block here; {CURE}'


def _near_misses(text: str) -> Iterator[tuple[str, str]]:
    """Near misses in a text: what is written, and the message."""
    yield from _openings(_OPENING, text)
    for match in _BARS.finditer(text):
        if _LETTERS.search(match[1]):
            yield '||', f"'||' hides nothing here; {CURE}"
    closings = [match.end() for match in _CLOSING.finditer(text)]
    # what follows the last one is not searched again and again for another
    for match in _REDDIT.finditer(text[: closings[-1]] if closings else ''):
        yield '>!' if match[0].startswith('>') else '!', f"'>!' hides nothing here; {CURE}"
