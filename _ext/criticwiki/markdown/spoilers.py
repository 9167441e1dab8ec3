"""Lint of spoiler blocks: near misses, and fences that leave hidden text in the open."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple
from unicodedata import normalize

from criticwiki.guard.policy import LANGUAGES
from criticwiki.problems import Code, Problem

from .directives import head, read_directive, read_glossary
from .lint import CURE, is_episode, is_meant
from .parser import read_blocks, read_inline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

    from criticwiki.config import Settings

    from .directives import Directive
    from .parser import Env

MAX_DEPTH: Final = 20
"""Blocks nested deeper than this are not looked into."""
MAX_STRAYS: Final = 8
"""After each stray line the page is read again without it; this often at most."""
_BARE: Final = re.compile(r'[ \t>]*(:{3,}|`{3,}|~{3,})[ \t\r]*')
_TOO_FEW: Final = re.compile(r'(:{1,2}|`{1,2})\{([\w:.+-]+)\}(?:[ \t]+[^`]*)?[ \t\r]*')


def check_fences(
    lines: Sequence[str], first: int, settings: Settings, env: Env | None = None
) -> list[Problem]:
    """Stray, unclosed and too short fences of a page, from its line `first` on, by place.

    Who has read the page before passes the same `env`. Problems have an empty path.
    """
    reader = _FenceReader(lines, settings, {} if env is None else env)
    reader.read('\n'.join(lines[first - 1 :]), first)
    return sorted(reader.found)


class _FenceReader:
    """Goes through a page, and through the blocks in its blocks."""

    def __init__(self, lines: Sequence[str], settings: Settings, env: Env) -> None:
        self.found: list[Problem] = []
        self._lines = lines
        self._settings = settings
        self._env = env
        self._depth = 0
        self._strays = 0

    def read(self, text: str, first: int, around: str = '') -> None:
        """Read a text that begins in line `first`, and `around` which there may be a block."""
        if self._depth >= MAX_DEPTH:
            return
        self._depth += 1
        rows = text.split('\n')
        tokens = self._blocks(text)
        begun = self._too_short(tokens, first)
        while (stray := next(filter(_is_stray, tokens), None)) and self._strays < MAX_STRAYS:
            self._strays += 1
            row = stray.map[0] if stray.map else 0
            if begun and begun[0] < row:
                begun.pop(0)  # it ends what should have begun there
            else:
                self._tell(
                    first + row,
                    stray.markup,
                    "a line of ':::' ends nothing; around a block inside a block, write more"
                    ' colons',
                )
            rows[row] = rows[row].replace(':', ' ')
            tokens = self._blocks('\n'.join(rows))
        for token in tokens:
            if token.type in {'fence', 'colon_fence'} and not _is_stray(token):
                self._fence(token, rows, first, around)
        self._depth -= 1

    def _blocks(self, text: str) -> list[Token]:
        return read_blocks(text, self._settings.syntax, self._env)

    def _tell(self, line: int, written: str, message: str) -> None:
        at = self._lines[line - 1].find(written) if line <= len(self._lines) else 0
        self.found.append(Problem('', line, max(at, 0) + 1, Code.FENCE, message))

    def _fence(self, token: Token, rows: Sequence[str], first: int, around: str) -> None:
        start = token.map[0] if token.map else 0
        what = f'{token.markup}{token.info.strip()}'
        closed = _is_closed(token, rows)
        if not closed:
            message = f'the block {what!r} is never closed'
            if around.startswith(f"'{token.markup[0]}"):
                message += f'; the next line of {token.markup[0] * 3!r} ends {around}'
            self._tell(first + start, token.markup, message)
        directive = read_directive(token, first + start, self._settings.forms)
        if directive is None:
            return
        form = directive.form
        if form is None or form.is_markdown or form.content == 'glossary':
            here = f'{what!r} of line {first + start}' if closed else ''
            self.read(directive.content, directive.start, here)

    def _too_short(self, tokens: Sequence[Token], first: int) -> list[int]:
        """The rows that begin a block with too few marks, all told of."""
        found = []
        for token in tokens:
            if token.type != 'inline' or token.map is None or '{' not in token.content:
                continue
            for row, line in enumerate(token.content.split('\n'), token.map[0]):
                short = _TOO_FEW.fullmatch(line)
                if short is None or not self._is_name(short):
                    continue
                marks = short[1][0] * 3
                message = f'a block begins with three marks or more: {marks}{{{short[2]}}}'
                self._tell(first + row, short[1], message)
                if marks == ':::':
                    found.append(row)
        return found

    def _is_name(self, short: re.Match[str]) -> bool:
        """Whether a block was meant; code in a line may begin with a brace."""
        return short[1][0] == ':' or self._settings.forms.directive(short[2]) is not None


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
    """What was found on a page."""

    problems: list[Problem]
    """Near misses, with an empty path."""
    opened: bool
    """Whether the page would show what was meant to be hidden."""


def mentions_spoiler(lines: Sequence[str], first: int) -> bool:
    """Whether a page has, from a line on, something like a spoiler block."""
    return any(_OPENING.search(normalize('NFKC', line)) for line in lines[first - 1 :])


def near_spoilers(
    lines: Sequence[str], first: int, settings: Settings, env: Env | None = None
) -> NearSpoilers:
    """Near misses of a page, from its line `first` on, by place.

    Who has read the page before passes the same `env`.
    """
    text = '\n'.join(lines[first - 1 :])
    matter = '\n'.join(lines[: first - 1])
    reader = _NearMissReader(lines, settings, {} if env is None else env)
    if _COULD.search(matter):
        reader.read_matter(first - 1)
    if _COULD.search(text) or _FENCES.search(text):
        reader.read(text, first)
    return NearSpoilers(sorted(reader.found), opened=bool(reader.found) or reader.opened)


class _NearMissReader:
    """Goes through a page, and through the blocks in its blocks."""

    def __init__(self, lines: Sequence[str], settings: Settings, env: Env) -> None:
        self.found: set[Problem] = set()
        self.opened = False
        self._lines = lines
        self._settings = settings
        self._env = env
        self._depth = 0
        self._closed = 0

    def read_matter(self, end: int) -> None:
        """Look through front matter, which knows no blocks: `spoils` and `revealed` close words."""
        for number, line in enumerate(self._lines[:end], 1):
            if _COULD.search(line):
                plain = line if _QUOTES.search(line) else line.partition(' #')[0]
                for written, _ in _near_misses(normalize('NFKC', plain)):
                    self._tell(number, written, _OPEN_FACT)

    def read(self, text: str, first: int) -> None:
        if self._depth >= MAX_DEPTH:
            return
        self._depth += 1
        for token in read_blocks(text, self._settings.syntax, self._env):
            line = first + (token.map[0] if token.map else 0)
            if token.type in {'fence', 'colon_fence'}:
                self._fence(token, line)
            elif token.type == 'code_block':
                self._code(token.content, line)
            elif token.content and token.type not in _UNSEEN:
                self._words(token.content, line)
        self._depth -= 1

    def _fence(self, token: Token, line: int) -> None:
        directive = read_directive(token, line, self._settings.forms)
        name = head(token.info)[0]
        if directive is None:
            if name not in LANGUAGES and is_meant(token.info.strip('{}[]<>.#! ')):
                written = f'{token.markup}{" ".join(token.info.split())[:40]}'
                self._tell(line, token.markup, f'{written!r} begins no spoiler block; {CURE}')
            elif token.type == 'colon_fence':
                self.read(token.content, line + 1)
            return
        if directive.name not in self._settings.allowed.directives:
            # it is shown as a note, or as code
            numbered = is_episode(directive.argument)
            self.opened |= numbered or is_meant(directive.name)
            self.opened |= token.type == 'fence' and bool(_OPENING.search(directive.content))
        elif directive.argument:
            self._words(directive.argument, line)
        if directive.name == 'toctree' and self._closed:
            self._tell(line, '{toctree}', _LISTED)
        self._closed += directive.name == 'spoiler'
        self._inside(directive)
        self._closed -= directive.name == 'spoiler'

    def _inside(self, directive: Directive) -> None:
        form = directive.form
        if form is not None and form.content == 'glossary':
            for _ in read_glossary(directive, 0, self.read, self._words):
                pass
        elif form is None or form.is_markdown or form.content == 'nothing':
            self.read(directive.content, directive.start)

    def _code(self, content: str, line: int) -> None:
        """A block that is indented so far is code."""
        for number, row in enumerate(content.split('\n'), line):
            if written := _written_block(normalize('NFKC', row)):
                message = (
                    'a spoiler block that is indented by four blanks or a tab is shown as code;'
                    ' begin it at the margin, or put an example between ```text and ```'
                )
                self._tell(number, written, message)

    def _words(self, content: str, line: int) -> None:
        if content.startswith('!') and _QUOTED_MARK.match(self._lines[line - 1]):
            self._tell(line, '>!', f"'>!' hides nothing here; {CURE}")
            return
        if not _COULD.search(content):
            return
        tokens = read_inline(content, self._settings.syntax, self._env, always=True)
        for token in tokens:
            if token.type == 'myst_role' and token.meta['name'] not in self._settings.allowed.roles:
                self.opened |= is_meant(token.meta['name'])
        whole = normalize('NFKC', content)
        for written, message in (*_near_misses(_shown(tokens)), *_openings(_WRAPPED, whole)):
            self._tell(line, written, message, content.count('\n'))

    def _tell(self, line: int, written: str, message: str, within: int = 0) -> None:
        """Note a near miss at the first place from a line on where it is written."""
        first = written.split('\n')[0]
        for number in range(line, min(line + within, len(self._lines)) + 1):
            source = self._lines[number - 1]
            for at in (source.find(first), normalize('NFKC', source).find(first)):
                if at >= 0:
                    self.found.add(Problem('', number, at + 1, Code.SPOILER, message))
                    return
        self.found.add(Problem('', line, 1, Code.SPOILER, message))


def _written_block(row: str) -> str | None:
    """The beginning of a spoiler block in a row of code, or of what is meant for one."""
    if found := _FENCED.match(row) or _OPENING.match(row.lstrip()):
        return found[0].strip()
    named = _NAMED.match(row)
    return named[0].strip() if named and is_meant(named[1]) else None


def _shown(tokens: Sequence[Token]) -> str:
    """The words of a paragraph as they are shown, without code, links and what is escaped."""
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
    for found in pattern.finditer(text):
        yield found[0].strip(), f'{found[0].strip()!r} begins no spoiler block here; {CURE}'


def _near_misses(text: str) -> Iterator[tuple[str, str]]:
    """What is written, and what to say of it."""
    yield from _openings(_OPENING, text)
    for found in _BARS.finditer(text):
        if _LETTERS.search(found[1]):
            yield '||', f"'||' hides nothing here; {CURE}"
    closings = [found.end() for found in _CLOSING.finditer(text)]
    # what follows the last one is not searched again and again for another
    for found in _REDDIT.finditer(text[: closings[-1]] if closings else ''):
        yield '>!' if found[0].startswith('>') else '!', f"'>!' hides nothing here; {CURE}"
