"""Lint of one page: directives, roles, headings, footnotes, fences and spoiler blocks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple
from unicodedata import normalize

from criticwiki.guard.policy import LANGUAGES
from criticwiki.panel_registry import NAMES, PARTED, has_place
from criticwiki.problems import Code, Problem, did_you_mean

from .directives import head, read_directive, split_spoiler_role, spoiler_episode
from .links import DATA_FILES, label_of, target_in
from .parser import FENCES, SourceLines, Walk

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from markdown_it.token import Token

    from criticwiki.config import Settings
    from criticwiki.model.numbering import Numbering

    from .directives import Directive, Form, Forms
    from .parser import Env

_RST: Final = 'eval-rst'
CURE: Final = "a spoiler block is a line ':::{spoiler} 9', the words, and a line ':::'"
"""Hint of messages: how a spoiler block is written, where 9 stands for the episode."""


INLINE_CURE: Final = (
    "{spoiler}`the words <9>` closes words in a line, and ':::{spoiler} 9' with a line ':::' below"
    ' closes paragraphs'
)
"""Hint of messages on what stands in a line."""


def check_directive(
    directive: Directive, settings: Settings, lines: SourceLines
) -> Iterator[Problem]:
    """Problems of a directive that does not match its form; their path is empty."""
    name, form, forms = directive.name, directive.form, settings.forms
    column = lines.column(directive.line, f'{{{name}}}')

    def problem(message: str, line: int = directive.line, at: int = column) -> Problem:
        return Problem('', line, at, Code.DIRECTIVE, message)

    if form is None:
        if forms.closed and name != _RST:
            hint = did_you_mean(name, forms.directives)
            if not hint and is_meant(name):
                hint = f'; {CURE}'
            message = f'there is no directive {{{name}}}{hint}'
            yield Problem('', directive.line, column + 1, Code.UNKNOWN_DIRECTIVE, message)
        return
    for option in directive.options:
        if option.name not in form.options:
            hint = did_you_mean(option.name, form.options)
            message = f'{{{name}}} has no option {option.name!r}{hint}'
            yield problem(message, option.line, lines.column(option.line, option.name))
    if form.required and not directive.argument:
        example = ', as in {spoiler} 9' if name == 'spoiler' else ''
        yield problem(f'{{{name}}} needs an argument{example}')
    if form.content == 'nothing' and directive.content.strip():
        yield problem(f'{{{name}}} takes no content')
    at_argument = lines.column(directive.line, directive.argument)
    for message, of_argument in _ours(directive, settings.numbering):
        yield problem(message, at=at_argument if of_argument else column)


def _ours(directive: Directive, numbering: Numbering) -> Iterator[tuple[str, bool]]:
    """Messages on a directive of this extension, and whether its argument is at fault."""
    name, argument = directive.name, directive.argument
    if name == 'spoiler':
        if argument and not spoiler_episode(argument, numbering):
            yield f'spoiler: {_no_spoiler(argument, numbering)}', True
        if not directive.content.strip():
            yield '{spoiler} needs content: the words that it hides', False
    elif argument and argument not in PARTED.get(name, (argument,)):
        hint = did_you_mean(argument, PARTED[name])
        yield f'the {name} has no part {argument!r}{hint}', True


def _no_spoiler(argument: str, numbering: Numbering) -> str:
    """Message on the argument of a spoiler block that names no episode from 1 on."""
    if numbering.find(argument) is not None:
        return f'what {argument} tells comes before episode 1 and gives nothing away'
    try:
        numbering.number(argument)
    except ValueError as error:
        if numbering.is_season_number(argument):
            return str(error)
    return f'{argument!r} is no episode number; write {{spoiler}} 9'


def is_meant(name: str) -> bool:
    """Whether the name of a directive or a role is close to `spoiler`."""
    plain = normalize('NFKC', name).casefold()
    return 'spoil' in plain or bool(did_you_mean(plain, ['spoiler']))


def check_role(name: str, forms: Forms, line: int, column: int) -> Iterator[Problem]:
    """Problem of a role that does not exist."""
    if forms.closed and not forms.knows_role(name):
        hint = did_you_mean(name, forms.roles)
        if is_meant(name):
            hint = f'; {INLINE_CURE}'
        message = f'there is no role {{{name}}}{hint}'
        yield Problem('', line, column + 1, Code.UNKNOWN_ROLE, message)


def check_data_file(written: str, line: int, column: int) -> Iterator[Problem]:
    """Problem of a link to a data file that does not exist; '!' in front makes it no link."""
    target = target_in(written)[0]
    if target not in DATA_FILES and not written.startswith('!'):
        hint = did_you_mean(target, DATA_FILES) or f'; there are {", ".join(DATA_FILES)}'
        message = f'there is no data file {target!r}{hint}'
        yield Problem('', line, column, Code.DANGLING_LINK, message)


class Panels:
    """Check of the panels that an editor placed on a page."""

    def __init__(self, kind: str) -> None:
        """Take the kind of the page."""
        self._kind = kind
        self._placed: set[tuple[str, str]] = set()

    def check(self, directive: Directive, column: int) -> Iterator[Problem]:
        """Problems of a panel: on a page of another kind, or a duplicate."""
        for key in panels_of(directive):
            message = None
            if not has_place(*key, self._kind):
                message = f'{{{key[0]}}} has nothing to show on a page of kind {self._kind!r}'
            elif key in self._placed:
                message = f'{{{key[0]}}} stands twice on this page'
            self._placed.add(key)
            if message:
                yield Problem('', directive.line, column, Code.PANEL, message)


def panels_of(directive: Directive) -> list[tuple[str, str]]:
    """The panels that a directive places, by name and part."""
    if directive.name in NAMES:
        return [(directive.name, '')]
    if all_parts := PARTED.get(directive.name):
        parts = (directive.argument,) if directive.argument in all_parts else ()
        return [(directive.name, part) for part in (parts if directive.argument else all_parts)]
    return []


class Heading(NamedTuple):
    """A heading of the page itself, in no block."""

    level: int
    text: str
    line: int
    column: int


def check_headings(headings: Sequence[Heading], first: int) -> Iterator[Problem]:
    """Problems of the headings of a page; a missing title is reported in its line `first`."""
    if all(heading.level > 1 for heading in headings):
        where = 'below the block' if first > 1 else 'at its top'
        place = (headings[0].line, headings[0].column) if headings else (first, 1)
        message = f"the page has no title: write a line '# ...' {where}"
        yield Problem('', *place, Code.HEADING, message)
        return
    tops = _tops(headings)
    if len(tops) == 1 and tops[0].text:
        yield from _skipped(headings)
        return
    if len(tops) == 1:
        message = 'the first heading is empty'
        yield Problem('', tops[0].line, tops[0].column, Code.HEADING, message)
        return
    message = f'a page needs one first-level heading; this one has {len(tops)}'
    yield Problem('', tops[1].line, tops[1].column, Code.HEADING, message)


def _tops(headings: Sequence[Heading]) -> list[Heading]:
    """The headings that no other heading is above."""
    tops: list[Heading] = []
    for heading in headings:
        if not tops or heading.level <= min(above.level for above in tops):
            tops.append(heading)
    return tops


def _skipped(headings: Sequence[Heading]) -> Iterator[Problem]:
    """Problems of headings that skip a level."""
    above: list[int] = [0]
    for heading in headings:
        while above[-1] >= heading.level:
            above.pop()
        if heading.level > above[-1] + 1:
            marks, right = '#' * heading.level, '#' * (above[-1] + 1)
            message = f'the heading skips a level: {right!r} would follow, not {marks!r}'
            yield Problem('', heading.line, heading.column, Code.HEADING, message)
        above.append(heading.level)


class Mark(NamedTuple):
    """A footnote, or a reference to one."""

    label: str
    line: int
    column: int


def check_footnotes(
    calls: Sequence[Mark], notes: Sequence[Mark], labels: Collection[str]
) -> Iterator[Problem]:
    """Problems of footnotes: duplicates, unused and undefined ones, and names of `labels`."""
    first: dict[str, Mark] = {}
    called = {call.label for call in calls}
    for note in notes:
        label, line, column = note
        before = first.setdefault(label, note)
        message = ''
        if before is not note:
            message = f'the footnote [^{label}] stands twice; it is first in line {before.line}'
        elif label_of(label) in labels:
            message = f'the footnote [^{label}] has the name of a label on this page'
        elif label not in called:
            message = (
                f'nothing calls for the footnote [^{label}]; write [^{label}] where it belongs'
            )
        if message:
            yield Problem('', line, column, Code.FOOTNOTE, message)
    for label, line, column in calls:
        if label not in first:
            message = f"there is no footnote [^{label}]; write a line '[^{label}]: ...' below"
            yield Problem('', line, column, Code.FOOTNOTE, message)


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
        self._open_to_all = ''
        """What is read now and is shown outside of its page too, such as a heading; else empty."""

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
        elif token.type in {'heading_open', 'heading_close'}:
            self._open_to_all = 'a heading' if token.type == 'heading_open' else ''
        elif token.content and token.type not in _UNSEEN:
            self.visit_inline(token.content, line)

    def visit_fence(self, token: Token, line: int) -> None:
        directive = read_directive(token, line, self.form_of)
        if directive is not None:
            if directive.name not in self.settings.allowed.directives:
                # it is shown as a note, or as code
                numbered = bool(spoiler_episode(directive.argument, self.settings.numbering))
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
        if content.startswith('!') and _QUOTED_MARK.match(self._lines[line - 1]):
            self._tell(line, '>!', f"'>!' hides nothing here; {CURE}")
            return
        if not _COULD.search(content):
            return
        tokens = self.parse_inline(content, always=True)
        before = self._open_to_all
        for token in tokens:
            if token.type in {'link_open', 'link_close'}:
                self._open_to_all = 'the words of a link' if token.nesting > 0 else before
            elif token.type == 'myst_role':
                self._role(token, line + content.count('\n', 0, token.meta['at']))
            for child in token.children or ():
                if child.type == 'myst_role' and child.meta['name'] == 'spoiler':
                    self._tell(line, '{spoiler}', _OPEN_ROLE.format('the words for a picture'))
        whole = normalize('NFKC', content)
        for written, message in (*_near_misses(_shown(tokens)), *_openings(_WRAPPED, whole)):
            self._tell(line, written, message, content.count('\n'))

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
            message = f'spoiler: {_no_spoiler(number, self.settings.numbering)}'
            self._tell(line, f'<{number}>', message)
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
            yield '||', f"'||' hides nothing here; {INLINE_CURE}"
    closings = [match.end() for match in _CLOSING.finditer(text)]
    # what follows the last one is not searched again and again for another
    for match in _REDDIT.finditer(text[: closings[-1]] if closings else ''):
        yield '>!' if match[0].startswith('>') else '!', f"'>!' hides nothing here; {INLINE_CURE}"
