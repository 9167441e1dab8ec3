"""What stands in quotation marks in the Markdown of a page, with its place.

Markup is blanked, character for character, so that every place is one in the file.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple

from criticwiki.model.prose import sentence_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_NOTED: Final = '\x01'
_NEAR: Final = 500
"""So many characters around a quotation are asked who speaks: blocks may be of any length."""
_GONE: Final = '\x00'
_QUOTED: Final = re.compile(
    '\u201c([^\u201c\u201d]*)\u201d|\u201e([^\u201e\u201c\u201d]*)[\u201c\u201d]'
    '|\u00ab([^\u00ab\u00bb]*)\u00bb|(?<!\\w)"(?=\\S)([^"]*?)(?<=\\S)"(?!\\w)'
)
_FENCE: Final = re.compile(r'[ \t>]*(`{3,}|~{3,}|:{3,})[ \t]*(\{([\w:-]+)\})?')
_CODE: Final = frozenset({
    '', 'code', 'code-block', 'sourcecode', 'highlight', 'literalinclude', 'math', 'toctree',
    'raw', 'include', 'parsed-literal', 'eval-rst', 'productionlist',
})  # fmt: skip
_BREAK: Final = re.compile(r'[ \t]*(?:[-*+][ \t]|\d+[.)][ \t]|#|\||>|:[ \t]|(?:=+|-+)[ \t]*$)')
_NOTE: Final = re.compile(r'[ \t]*\[[^\]\n]+\]:')
_ASIDE: Final = re.compile(r'[ \t]*(?:%|:[\w-]+:([ \t]|$))')
_WORDS_IN: Final = r'(?P<words>[^`<\n]*?)(?:[ \t]*<[^<>`\n]*>)?'
_MARKUP: Final = re.compile(
    rf'(?P<role>\{{(?!value\b)[\w:-]+\}}`){_WORDS_IN}(?P<end>`)'
    r'|(?:\{[\w:-]+\})?(?<!`)(?P<ticks>`+)(?!`).{1,1000}?(?<!`)(?P=ticks)(?!`)'
    r'|(?P<note>\[\^[^\[\]\n]*\])'
    r'|\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\]\[[^\]\n]*\]|\]?\{[^{}\n]*\}'
    r'|</?[A-Za-z][^<>]*>|<!--.{,1000}?-->|<https?:[^<>\s]*>'
    r'|[\[\]*]|\\(?=[^\w\s])|(?<!\w)_+|_+(?!\w)',
    re.DOTALL,
)


class Quoted(NamedTuple):
    """Words in quotation marks."""

    words: str
    line: int
    """Line of the opening mark in the file, from 1."""
    column: int
    noted: bool
    """Whether a footnote is called for right behind them."""
    sentence_noted: bool
    """Whether one is called for in their sentence."""
    before: str
    """The sentence before them, with its markup."""
    block: str
    """What is near of the paragraph, list item or row that they stand in, with its markup."""


def quoted_words(lines: Sequence[str], first: int = 1) -> Iterator[Quoted]:
    """Everything in double quotation marks among `lines`, of which the first has number `first`.

    Code and footnotes hold none: a footnote names another source than a review.
    """
    for start, block in _blocks(lines):
        source = '\n'.join(block)
        if not any(mark in source for mark in '"\u201c\u201e\u00ab'):
            continue
        text = _MARKUP.sub(_blank, source)
        ends = list(accumulate(len(line) + 1 for line in block))
        for found in _QUOTED.finditer(text):
            row = bisect_right(ends, found.start())
            column = found.start() - (ends[row - 1] if row else 0) + 1
            begin, end = _sentence(text, found.start())
            words = next(group for group in found.groups() if group is not None)
            yield Quoted(
                ' '.join(words.replace(_GONE, '').replace(_NOTED, '').split()),
                first + start + row,
                column,
                re.match(f'[.,;:!?]?{_NOTED}', text[found.end() : found.end() + 2]) is not None,
                _NOTED in text[begin : end + _notes_after(text, end)],
                source[begin : found.start()],
                source[max(0, found.start() - _NEAR) : found.end() + _NEAR],
            )


def _sentence(text: str, offset: int) -> tuple[int, int]:
    """Where the sentence around an offset begins and ends, as far as it is near."""
    start = max(0, offset - _NEAR)
    begin, end = sentence_at(text[start : offset + _NEAR], offset - start)
    return start + begin, start + end


def _notes_after(text: str, end: int) -> int:
    """How many characters after a sentence belong to the footnotes it calls for."""
    found = re.match(f'[{_NOTED}{_GONE} ]*', text[end : end + _NEAR])
    return found.end() if found else 0


def _blocks(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Runs of lines that are one paragraph, item or row, with the index of the first."""
    found: list[str] = []
    start = 0
    for index, line in _prose(lines):
        if found and (line is None or index != start + len(found) or _BREAK.match(line)):
            yield start, found
            found = []
        if line is not None:
            start = start if found else index
            found.append(line)
    if found:
        yield start, found


def _prose(lines: Sequence[str]) -> Iterator[tuple[int, str | None]]:
    """Every line with its index; None for one that is no prose."""
    opened: list[tuple[str, bool]] = []  # the marks of each open fence, and whether it is code
    noted = False
    for index, raw in enumerate(lines):
        line = raw.rstrip('\r')
        fence = _FENCE.match(line)
        marks, bare = (fence[1], not line[fence.end(1) :].strip()) if fence else ('', False)
        if fence and opened and bare and marks.startswith(opened[-1][0]):
            opened.pop()
        elif fence and not (opened and opened[-1][1]) and not (bare and marks[0] == ':'):
            opened.append((marks, (fence[3] or '') in _CODE and (marks[0] != ':' or not bare)))
        elif not (opened and opened[-1][1]):
            fence = None
        if fence or (opened and opened[-1][1]):
            yield index, None
            continue
        blank = not line.strip()
        noted = bool(_NOTE.match(line)) or (noted and (blank or line.startswith((' ', '\t'))))
        yield index, None if blank or noted or _ASIDE.match(line) else line


def _blank(found: re.Match[str]) -> str:
    """As many characters that are no words, but for those that a reader sees."""
    if found['note']:
        return _NOTED + _GONE * (len(found[0]) - 1)
    if not found['role']:
        return re.sub(r'[^\n]', _GONE, found[0])
    after = len(found[0]) - len(found['role']) - len(found['words'])
    return _GONE * len(found['role']) + found['words'] + _GONE * after
