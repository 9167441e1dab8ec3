"""Spoiler marks that hide nothing: those of other programs, and near misses of our own."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, NamedTuple
from unicodedata import normalize

from criticwiki.guard.policy import LANGUAGES
from criticwiki.problems import Code, Problem

from .directives import head, read_directive, split_spoiler_role, spoiler_episode
from .lint import BLOCK_CURE, INLINE_CURE, is_meant, no_spoiler
from .parser import FENCES, Walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

    from criticwiki.config import Settings

    from .directives import Directive, Form
    from .parser import Env

_COULD: Final = re.compile(
    r'spo|poil|details|\[/?hide|\[[/!]|\{\{|::|\|\\?\||!<|>!|~!|!~|\]\([/#]s|\}`'
    r'|[\u2460-\u24ff\uff01-\uff5e\U0001d400-\U0001d7ff]'
)
"""Without one of these in a paragraph, in lower case, there is nothing to look for."""
_FENCES: Final = re.compile(r'[:`~]{3}[ \t]*(?:[\[{<]|[\w-]{5,})')
_WORD: Final = r'[\w-]{0,20}spoil\w{0,20}'
_OPENING: Final = re.compile(
    rf'\{{[ \t{{%<]{{0,9}}[./#!]?{_WORD}'  # braces, whatever is before them
    rf'|(?m:^)[ \t>]*(?:(?:[:`][ \t]*){{2,}}|~{{3,}}[ \t]*)\{{?{_WORD}'
    rf'|(?m:^)[ \t>]*(?:\.\.[ \t]+{_WORD}[ \t]*::|[!?]{{3}}\+?[ \t]+{_WORD}[ \t]*(?:"|(?m:$)))'
    rf'|\[[ \t]*[!/]?{_WORD}[ \t]*(?:\]|=|\|)'
    r'|\[![\w-]{1,20}\][+-]?\s*\W{0,3}spoil\w*'
    rf'|<{_WORD}|<\w[^<>\n]{{0,80}}spoil'
    rf'|\{{\{{[^{{}}\n]{{0,40}}\|[ \t]*{_WORD}'
    rf'|\0{_WORD}\}}\0'  # an escaped brace, and code
    rf'|(?<![\w:]):{_WORD}(?::(?![\w:])|\[)'
    r'|\[(?:details[ \t]*=|/?hide\])',
    re.IGNORECASE,
)
"""A block, or a mark of BBCode, GitHub, HTML, MediaWiki, MkDocs or reStructuredText."""
_FOLDED: Final = re.compile(r'<details\b', re.IGNORECASE)
"""A fold of HTML, which only a wiki without a guard may use."""
_MISSPELT: Final = re.compile(
    r'(?m:^)[ \t>]*(?:(?:[:`][ \t]*){2,}|~{3,}[ \t]*)\{?([\w-]{5,12})'
    r'|\{\{[ \t]*[#/]?([\w-]{5,12})|\[[!/]([\w-]{5,12})'
)
"""What begins like one of them, with a name that may be misspelt."""
_BARS: Final = re.compile(
    r'(?<![\w|\\])\|\|(?=[^\s|])([^|]+?)(?<=[^\s|])\|\|(?![\w|])'
    r'|(?<=\w)\|\|(?=[^\s|]+\s)([^|\n]+(?:\n[^|\n]*)?)(?<=[^\s|])\|\|'  # joined to a word
    r'|(?<![\w|\\])\|\|[ \t]([^|\n]+?)[ \t]\|\|(?![\w|])'
)
"""`||hidden||` of chats, and neither a table nor `a || b`."""
_LETTERS: Final = re.compile(r'[^\W\d_]{2}[^|]*[^\W\d_]|[^\W\d_]{2}[^|]*\0|\ufffc')
_WORDS: Final = re.compile(r'[^\W\d_]{2,}')
"""Words: between bars with blanks, fewer than three are terms of a program."""
_REDDIT: Final = re.compile(
    r'(?:(?<![^\s(\u201c"])>|\A)!(?:(?=\S).+?(?<=\S)|[ \t]+[^\W\d_]\S*[ \t]+\S.*?\s)!<', re.DOTALL
)
_QUOTED_MARK: Final = re.compile(
    r'(?:[ \t>*+-]|\d{1,9}[.)])*>!(?=[^\s\[=]|[ \t]+[^\W\d_]|[ \t]*\Z)'
)
"""The same at the beginning of a quotation, also in a list, where its end may be missing."""
_REDDIT_LINKS: Final = frozenset({'/s', '#s', '/spoiler', '#spoiler'})
"""Addresses of links of which the title was the spoiler."""
_REDDIT_PAGES: Final = frozenset({'/s', '/spoiler'})
"""Those of which the words of the link were the spoiler."""
_LONG: Final = (
    ('||', re.compile(r'\A\|\|(?=[^\s|])[^|]*\Z'), re.compile(r'\A[^|]*[^\s|]\|\|\Z')),
    (
        '~!',
        re.compile(r'\A~!(?=\S)(?!.*!~)', re.DOTALL),
        re.compile(r'\A(?!.*~!).*\S!~\Z', re.DOTALL),
    ),
    (
        '>!',
        re.compile(r'\A>?!(?=\S)(?!.*!<)', re.DOTALL),
        re.compile(r'\A(?!.*>!).*\S!<\Z', re.DOTALL),
    ),
)
"""Marks that hide several paragraphs: how the first one begins, and how the last one ends."""
_ANILIST: Final = re.compile(r'~!(?=\S).+?!~', re.DOTALL)
_CODED: Final = re.compile(rf'\{{{_WORD}\}}[^`]*\S\s*<[^<>`]+>\s*', re.IGNORECASE)
"""A role of which the braces stand inside of the backticks."""
_IN_ONE_LINE: Final = re.compile(rf'`{{3,}}\{{{_WORD}\}}[^\n]*[^\W\d_]', re.IGNORECASE)
"""A block that ends in the line in which it begins, so that it is code in a line."""
_CELLS: Final = re.compile(r'(?<!\\)\|')
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
_LABEL: Final = re.compile(r'\[[^\W\d_]+\]')
"""A label such as `[Spoilers]`, which outlets print in headlines, and which nothing closes."""
_QUOTES: Final = re.compile('["\']')
_LISTED: Final = (
    'the sidebar of every page shows what a table of contents lists; put it outside of the spoiler'
    ' block'
)
_OPEN_ROLE: Final = '{{spoiler}} hides nothing in {}; put it into the text of the page'
_NO_ROLE: Final = (
    'the role {spoiler} needs words and behind them an episode in angle brackets, as in'
    ' {spoiler}`He is the copy <9>`'
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


def _could_hide(text: str) -> bool:
    """Whether there may be a near miss in a text; which is quick to tell."""
    return _COULD.search(text.lower()) is not None


def near_spoilers(
    lines: Sequence[str], first: int, settings: Settings, env: Env | None = None
) -> NearSpoilers:
    """Near misses of a page, from line `first` on; `env` is the parse cache of the page."""
    text = '\n'.join(lines[first - 1 :])
    matter = '\n'.join(lines[: first - 1])
    reader = _NearMissReader(lines, settings, env)
    if _could_hide(matter):
        reader.read_matter(first - 1)
    if _could_hide(text) or _FENCES.search(text):
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
        self._columns = 0
        self._begun: dict[str, int] = {}
        """Lines of marks that a later paragraph may close."""
        self._open_to_all = ''
        """What is read now and is shown outside of its page too, such as a heading; else empty."""

    def read_matter(self, end: int) -> None:
        """Check front matter, which has no blocks: `spoils` and `revealed` hide text there."""
        for number, line in enumerate(self._lines[:end], 1):
            if _could_hide(line):
                plain = line if _QUOTES.search(line) else line.partition(' #')[0]
                for written, _ in _near_misses(normalize('NFKC', plain)):
                    if not _LABEL.fullmatch(written) or '[/' in line:
                        self._tell(number, written, _OPEN_FACT)

    def visit(self, token: Token, line: int) -> None:
        if token.type in FENCES:
            self.visit_fence(token, line)
        elif token.type == 'code_block':
            self._code(token.content, line)
        elif token.type in {'heading_open', 'heading_close'}:
            self._open_to_all = 'a heading' if token.type == 'heading_open' else ''
        elif token.type in {'table_open', 'th_open'}:
            self._columns = self._columns + 1 if token.type == 'th_open' else 0
        elif token.type == 'tr_open':
            self._row(line)
        elif token.content and token.type not in _UNSEEN:
            self.visit_inline(token.content, line)

    def _row(self, line: int) -> None:
        """Check the row of a table, in which bars make more cells than there are columns."""
        row = self._lines[min(line, len(self._lines)) - 1].strip()
        cells = len(_CELLS.split(row.removeprefix('|').removesuffix('|')))
        if cells > self._columns > 0 and '`' not in row and any(_bars(row)):
            self._tell(line, '||', f"'||' hides nothing here; {INLINE_CURE}")

    def visit_fence(self, token: Token, line: int) -> None:
        directive = read_directive(token, line, self.form_of)
        if directive is not None:
            if directive.name not in self.settings.allowed.directives:
                # it is shown as a note, or as code
                numbered = bool(spoiler_episode(directive.argument, self.settings.numbering))
                self.opened |= numbered or is_meant(directive.name)
                self.opened |= token.type == 'fence' and bool(_OPENING.search(directive.content))
            self.visit_directive(directive)
        elif head(token.info)[0] not in LANGUAGES and any(
            is_meant(words.strip('{}[]<>.#! ')) for words in (token.info, head(token.info)[0])
        ):
            written = f'{token.markup}{" ".join(token.info.split())[:40]}'
            self._tell(line, token.markup, f'{written!r} begins no spoiler block; {BLOCK_CURE}')
        elif token.type == 'colon_fence':
            self.read(token.content, line + 1)

    def visit_directive(self, directive: Directive) -> None:
        if directive.argument and directive.name in self.settings.allowed.directives:
            self._visit_open('a title', directive.argument, directive.line)
        if directive.name == 'toctree' and self._closed:
            self._tell(directive.line, '{toctree}', _LISTED)
        self._closed += directive.name == 'spoiler'
        self.visit_body(directive)
        self._closed -= directive.name == 'spoiler'

    def holds_blocks(self, form: Form | None) -> bool:
        return form is None or form.is_markdown or form.content == 'nothing'

    def visit_term(self, text: str, line: int) -> None:
        self._visit_open('a term', text, line)

    def _visit_open(self, what: str, text: str, line: int) -> None:
        before, self._open_to_all = self._open_to_all, what
        self.visit_inline(text, line)
        self._open_to_all = before

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
        if content.startswith('!') or '\n!' in content:
            rows = self._lines[line - 1 : line + content.count('\n')]
            for number, (source, row) in enumerate(zip(rows, content.split('\n'), strict=False)):
                if row.startswith('!') and _QUOTED_MARK.match(source):
                    self._tell(line + number, '>!', f"'>!' hides nothing here; {BLOCK_CURE}")
                    return
        if not _could_hide(content):
            return
        self._find_long(content, line)
        tokens = self.parse_inline(content, always=True)
        before = self._open_to_all
        for token in tokens:
            if token.type in {'link_open', 'link_close'}:
                self._open_to_all = 'the words of a link' if token.nesting > 0 else before
            elif token.type == 'myst_role':
                self._role(token, line + content.count('\n', 0, token.meta['at']))
            elif token.type == 'code_inline' and _CODED.fullmatch(token.content):
                self._tell(line, token.content, _NO_ROLE, content.count('\n'))
            elif token.type == 'code_inline' and _is_block(token.markup + token.content, content):
                message = f'a block does not end in its first line; {BLOCK_CURE}'
                self._tell(line, token.markup, message, content.count('\n'))
            href = token.attrGet('href')
            titled = token.attrGet('title') and href in _REDDIT_LINKS
            if titled or (token.type == 'link_open' and href in _REDDIT_PAGES):
                message = f'a link hides nothing; {INLINE_CURE}'
                self._tell(line, f']({token.attrGet("href")}', message, content.count('\n'))
            for child in token.children or ():
                if child.type == 'myst_role' and child.meta['name'] == 'spoiler':
                    self._tell(line, '{spoiler}', _OPEN_ROLE.format('the words for a picture'))
        whole = normalize('NFKC', content)
        shown = _shown(tokens)
        near = [*_near_misses(shown), *_openings(_WRAPPED, whole)]
        near += _openings(_FOLDED, shown) if self.settings.allowed.guarded else ()
        for written, message in near:
            self._tell(line, written, message, content.count('\n'))

    def _find_long(self, content: str, line: int) -> None:
        """Report marks around several paragraphs, at the first of them."""
        for mark, begins, ends in _LONG:
            if mark in self._begun and ends.search(content):
                begun = self._begun.pop(mark)
                self._tell(begun, mark, f'{mark!r} hides nothing here; {BLOCK_CURE}')
            elif begins.search(content):
                self._begun.setdefault(mark, line)

    def _role(self, token: Token, line: int) -> None:
        """Check a role, and what a spoiler role holds."""
        name, content = token.meta['name'], token.content
        if name != 'spoiler':
            self.opened |= name not in self.settings.allowed.roles and is_meant(name)
            return
        words, number = split_spoiler_role(content)
        if self._open_to_all:
            self._tell(line, '{spoiler}', _OPEN_ROLE.format(self._open_to_all))
        elif not number or not words:
            self._tell(line, '{spoiler}', _NO_ROLE)
        elif not spoiler_episode(number, self.settings.numbering):
            message = no_spoiler(number, self.settings.numbering, '{spoiler}`words <9>`')
            self._tell(line, f'<{number}>', f'spoiler: {message}')
        self.visit_spoiler_role(content, line)

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


def _is_block(written: str, text: str) -> bool:
    """Whether code in a line of a text was meant for a spoiler block."""
    return bool(_IN_ONE_LINE.match(written)) and written in text


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
        if token.type in {'text', 'html_inline'}:
            words.append(token.content)
        elif token.type in {'softbreak', 'hardbreak'}:
            words.append('\n')
        elif token.type == 'myst_role':
            words.append('\ufffc')
        elif token.type in {'code_inline', 'text_special', 'image', 'footnote_ref'}:
            words.append('\0')
    return normalize('NFKC', ''.join(words))


def _openings(pattern: re.Pattern[str], text: str) -> Iterator[tuple[str, str]]:
    for match in pattern.finditer(text):
        before = text[: match.start()].rpartition('\n')[2]
        cure = BLOCK_CURE if match[0].strip()[0] in ':`~' or not before.strip() else INLINE_CURE
        yield match[0].strip(), f'{match[0].strip()!r} begins no spoiler block here; {cure}'


def _near_misses(text: str) -> Iterator[tuple[str, str]]:
    """Near misses in a text: what is written, and the message."""
    yield from _openings(_OPENING, text)
    for match in _MISSPELT.finditer(text):
        name = next(filter(None, match.groups()))
        near = get_close_matches(name.lower(), ['spoiler', 'spoilers'], cutoff=0.75)
        if near and 'spoil' not in name.lower():  # else it is one of those above
            yield (
                match[0].strip(),
                f'{match[0].strip()!r} begins no spoiler block here; {BLOCK_CURE}',
            )
    for written in (*_bars(text), *_between(_ANILIST, '!~', text)):
        yield written, f'{written!r} hides nothing here; {INLINE_CURE}'
    for written in _between(_REDDIT, '!<', text):
        yield written, f"'>!' hides nothing here; {INLINE_CURE}"


def _bars(text: str) -> Iterator[str]:
    """Bars around words that a chat would hide."""
    for match in _BARS.finditer(text):
        close, joined, wide = match.groups()
        if _LETTERS.search(close or joined or '') or len(_WORDS.findall(wide or '')) > 2:
            yield '||'


def _between(pattern: re.Pattern[str], closing: str, text: str) -> Iterator[str]:
    """First two characters of each match; what follows the last closing mark is not searched."""
    end = text.rfind(closing) + len(closing)
    for match in pattern.finditer(text, 0, end if closing in text else 0):
        yield match[0][:2] if match[0][0] != '!' else '!'
