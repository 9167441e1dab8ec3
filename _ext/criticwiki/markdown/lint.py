"""Lint of one page: directives, roles, headings and footnotes that MyST would not accept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple
from unicodedata import normalize

from criticwiki.panel_registry import NAMES, PARTED, has_place
from criticwiki.problems import Code, Problem, did_you_mean

from .directives import is_episode
from .links import DATA_FILES, label_of, target_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from .directives import Directive, Forms
    from .parser import SourceLines

_RST: Final = 'eval-rst'
CURE: Final = "a spoiler block is a line ':::{spoiler} 9', the words, and a line ':::'"
"""Hint of messages: how a spoiler block is written, where 9 stands for the episode."""


def check_directive(directive: Directive, forms: Forms, lines: SourceLines) -> Iterator[Problem]:
    """Problems of a directive that does not match its form; their path is empty."""
    name, form = directive.name, directive.form
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
    for message, of_argument in _ours(directive):
        yield problem(message, at=at_argument if of_argument else column)


def _ours(directive: Directive) -> Iterator[tuple[str, bool]]:
    """Messages on a directive of this extension, and whether its argument is at fault."""
    name, argument = directive.name, directive.argument
    if name == 'spoiler':
        if argument and not is_episode(argument):
            message = f'spoiler: {argument!r} is no episode number; write {{spoiler}} 9'
            yield message, True
        if not directive.content.strip():
            yield '{spoiler} needs content: the words that it hides', False
    elif argument and argument not in PARTED.get(name, (argument,)):
        hint = did_you_mean(argument, PARTED[name])
        yield f'the {name} has no part {argument!r}{hint}', True


def is_meant(name: str) -> bool:
    """Whether the name of a directive or a role is close to `spoiler`."""
    plain = normalize('NFKC', name).casefold()
    return 'spoil' in plain or bool(did_you_mean(plain, ['spoiler']))


def check_role(name: str, forms: Forms, line: int, column: int) -> Iterator[Problem]:
    """Problem of a role that does not exist."""
    if forms.closed and not forms.knows_role(name):
        hint = did_you_mean(name, forms.roles)
        if is_meant(name):
            hint = f'; {CURE}'
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
