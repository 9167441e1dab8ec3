"""Lint rules: directives, roles, panels, headings, footnotes and fences; the reader runs them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple
from unicodedata import normalize

from criticwiki.panel_registry import ALL_PARTS, NAMES, PARTED, RETIRED, has_place
from criticwiki.problems import Code, Problem, did_you_mean

from .directives import EXTERNAL, INTERSPHINX, read_directive, spoiler_episode
from .links import DATA_FILES, label_of, target_in
from .parser import FENCES, SourceLines, Walk

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from markdown_it.token import Token

    from criticwiki.config import Settings
    from criticwiki.model.numbering import Number, Numbering

    from .directives import Directive, Form, Forms
    from .parser import Env

_RST: Final = 'eval-rst'
BLOCK_CURE: Final = "a spoiler block is a line ':::{spoiler} 9', the words, and a line ':::'"
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
                hint = f'; {BLOCK_CURE}'
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
    if argument.endswith((':::', '```')):  # the end of the block, which is reported
        return
    if name == 'spoiler':
        if argument and not spoiler_episode(argument, numbering):
            yield f'spoiler: {no_spoiler(argument, numbering)}', True
        if not directive.content.strip():
            yield '{spoiler} needs content: the words that it hides', False
    elif argument and argument not in PARTED.get(name, (argument,)):
        hint = did_you_mean(argument, PARTED[name])
        yield f'the {name} has no part {argument!r}{hint}', True


def no_spoiler(argument: str, numbering: Numbering, example: str = '{spoiler} 9') -> str:
    """Message on the argument of a spoiler block or role that names no episode from 1 on."""
    if numbering.find(argument) is not None:
        return f'what {argument} tells comes before episode 1 and gives nothing away'
    try:
        numbering.number(argument)
    except ValueError as error:
        if numbering.is_season_number(argument):
            return str(error)
    return f'{argument!r} is no episode number; write {example}'


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
        if name.startswith(EXTERNAL):
            hint = f'; {INTERSPHINX} is not among the extensions of conf.py'
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
            if key[0] in RETIRED:
                message = f'{{{key[0]}}} is no more: {RETIRED[key[0]]}; take it out'
            elif not has_place(*key, self._kind):
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
    if valid := PARTED.get(directive.name):
        parts = (directive.argument,) if directive.argument in valid else ()
        every = parts if directive.argument else ALL_PARTS[directive.name]
        return [(directive.name, part) for part in every]
    return []


class Heading(NamedTuple):
    """A heading of the page itself, in no block."""

    level: int
    text: str
    line: int
    column: int
    plain: str = ''
    """Its text without roles and pictures, of which its slug is made."""
    spoils: Number = 0
    """Episode that the surrounding spoiler block gives away; 0 outside one."""


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
    if tops[0].level == tops[1].level == 1:
        message += "; begin all but the first with '##'"
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


class FootnoteMark(NamedTuple):
    """A footnote, or a reference to one."""

    label: str
    line: int
    column: int


_NOTE_SLIP: Final = re.compile(
    r'(?m:^)\[(?:\^[ \t]*(?P<label>\w[\w-]{0,20})[ \t]*|(?P<bare>\d{1,3}))\][ \t]*:(?=[ \t]+\S)'
)
SPACED_CALL: Final = r'\[\^(?:[ \t]+[\w-]{1,20}[ \t]*|[\w-]{1,20}[ \t]+)\](?![ \t]*:)'
"""Pattern of a call for a footnote that has a space in it, of which no parser makes a call."""
_SPACED_CALL: Final = re.compile(SPACED_CALL)


class FootnoteSlip(NamedTuple):
    """The beginning of a line that was meant for a footnote."""

    label: str
    written: str
    offset: int


def footnote_slips(text: str) -> Iterator[FootnoteSlip]:
    """What was meant for footnotes in a paragraph: `[^ 2]: words`, `[1]: words`."""
    if text.startswith('[') or '\n[' in text:
        for match in _NOTE_SLIP.finditer(text):
            yield FootnoteSlip(match['label'] or match['bare'], match[0], match.start())


def spaced_calls(text: str) -> Iterator[str]:
    """Labels of calls for footnotes that have a space in them, of which another check tells."""
    for match in _SPACED_CALL.finditer(text) if '[^' in text else ():
        yield match[0].strip('[^ \t]')


def check_footnotes(
    calls: Sequence[FootnoteMark],
    notes: Sequence[FootnoteMark],
    labels: Collection[str],
    slips: Mapping[FootnoteMark, str],
    spaced: Collection[str],
) -> Iterator[Problem]:
    """Problems of footnotes: duplicates, unused and undefined ones, and names of `labels`.

    `slips` were meant for footnotes, with what is written; `spaced` are labels that calls with a
    slip have.
    """
    first: dict[str, FootnoteMark] = {}
    called = {call.label for call in calls if call not in slips} | {*spaced}
    for slip, written in slips.items():
        message = f"a footnote begins with '[^{slip.label}]:', not with {written!r}"
        if slip.label not in called:
            message += f'; write [^{slip.label}] where it belongs'
        yield Problem('', slip.line, slip.column, Code.FOOTNOTE, message)
    meant = {slip.label for slip in slips}
    calls = [call for call in calls if call.label not in meant]
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
    missing = [call for call in calls if call.label not in first]
    begun = {call.label for call in missing if call.column == 1}
    called_again = {call.label for call in missing if call.column > 1}
    for label, line, column in missing:
        message = f"there is no footnote [^{label}]; write a line '[^{label}]: ...' below"
        if label in begun & called_again:
            if column > 1:
                continue
            message = f"there is no footnote [^{label}]; it has a colon: '[^{label}]: ...'"
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
        if what.endswith(token.markup) and len(what) > len(token.markup):
            name = what.partition('}')[0].partition(' ')[0] + '}'
            cure = (
                BLOCK_CURE
                if is_meant(name)
                else (f'write {name!r}, the words, and {token.markup!r}, each in a line of its own')
            )
            self._tell(line, token.markup, f'the block begins and ends in one line; {cure}')
            return  # what follows is no part of it
        if not closed:
            message = f'the block {what!r} is never closed'
            rows = enumerate(token.content.split('\n'), line + 1)
            if end := next((row for row, text in rows if text.rstrip().endswith(token.markup)), 0):
                message += f'; put {token.markup!r} at the end of line {end} into a line of its own'
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
