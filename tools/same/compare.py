"""Differences between two recordings, and their report as lines of text."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .recording import Recording, Step

LARGEST_DIFF: Final = 4_000_000
"""No diff is made of larger files."""
LINE_LENGTH: Final = 160
NAMED: Final = 400
"""How many differences of a job are named: enough for every page of a wiki."""
DIFFS: Final = 6
DIFF_LINES: Final = 14
LONG_LINE: Final = re.compile(r'(?<=[>,;}])')
"""Where a line of minified code is broken for a diff."""


@dataclass(frozen=True)
class Difference:
    """One file, warning or message that is not the same."""

    step: str
    what: str
    diff: tuple[str, ...] = ()


def differences(base: Recording, tree: Recording) -> Iterator[Difference]:
    """All that is different; a file with the same two contents in a later step is left out."""
    reported: set[tuple[str, str | None, str | None]] = set()
    names = [step.name for step in base.steps], [step.name for step in tree.steps]
    if names[0] != names[1]:
        yield Difference('', 'other steps', text_diff(*names))
    for before, after in zip(base.steps, tree.steps, strict=False):
        yield from _said(before, after)
        for path in sorted(before.files.keys() | after.files.keys()):
            pair = before.files.get(path), after.files.get(path)
            if pair[0] != pair[1] and (path, *pair) not in reported:
                reported.add((path, *pair))
                yield _file(before.name, path, base, tree, pair)


def _said(before: Step, after: Step) -> Iterator[Difference]:
    if before.exit_code != after.exit_code:
        yield Difference(before.name, f'exit code: {before.exit_code}, now {after.exit_code}')
    lines = 'warnings' if before.kind == 'build' else 'stderr'
    if before.lines != after.lines:
        yield Difference(before.name, lines, text_diff(before.lines, after.lines))
    if before.printed != after.printed:
        yield Difference(before.name, 'stdout', text_diff(before.printed, after.printed))


def _file(
    step: str, path: str, base: Recording, tree: Recording, pair: tuple[str | None, str | None]
) -> Difference:
    before, after = pair
    if before is None or after is None:
        return Difference(step, f'{path}: {"new" if before is None else "missing"}')
    return Difference(step, path, content_diff(base.blobs[before], tree.blobs[after]))


def content_diff(before: bytes, after: bytes) -> tuple[str, ...]:
    """The unified diff of two files; a remark in its place where they are no text or too large."""
    if len(before) + len(after) > LARGEST_DIFF:
        return (f'{len(before)} bytes, now {len(after)} bytes',)
    try:
        texts = before.decode(), after.decode()
    except UnicodeDecodeError:
        return (f'binary: {len(before)} bytes, now {len(after)} bytes',)
    return text_diff(*(text.splitlines() for text in texts))


def text_diff(before: Sequence[str], after: Sequence[str]) -> tuple[str, ...]:
    """The unified diff of lines, with line numbers; long lines are broken into pieces."""
    start = next(
        (n for n, (one, two) in enumerate(zip(before, after, strict=False)) if one != two),
        min(len(before), len(after)),
    )
    rest = _pieces(before[start:]), _pieces(after[start:])
    end = 0
    while end < min(map(len, rest)) and rest[0][-1 - end] == rest[1][-1 - end]:
        end += 1
    one, two = (lines[: len(lines) - end] for lines in rest)
    hunks = list(difflib.unified_diff(one, two, n=1, lineterm=''))
    shown = [line[: LINE_LENGTH + 1] for line in hunks[2:] if not line.startswith('@@')]
    if not shown:  # line ends, or no line break at the end
        return ('the lines are the same, their ends are not',)
    return (f'line {start + 1}:', *shown)


def _pieces(lines: Sequence[str]) -> list[str]:
    return [
        piece
        for line in lines
        for piece in (LONG_LINE.split(line) if len(line) > LINE_LENGTH else [line])
    ]


def report(job: str, found: Sequence[Difference]) -> Iterator[str]:
    """Lines that name each difference; a diff only for the first ones, and each diff once."""
    shown: set[tuple[str, ...]] = set()
    steps: set[str] = set()  # the edits before a step are named once
    for difference in found[:NAMED]:
        new = difference.step not in steps
        steps.add(difference.step)
        step = difference.step if new else difference.step.partition(':')[0]
        yield f'{job}: {difference.what}{f" [{step}]" if step else ""}'
        body = difference.diff[1:] or difference.diff
        if body and body not in shown and len(shown) < DIFFS:
            shown.add(body)
            yield from (f'    {line}' for line in difference.diff[:DIFF_LINES])
            if len(difference.diff) > DIFF_LINES:
                yield f'    ... {len(difference.diff) - DIFF_LINES} more lines'
    if len(found) > NAMED:
        yield f'{job}: ... {len(found) - NAMED} more differences'
