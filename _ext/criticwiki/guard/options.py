"""Guard of directive options: their values, as MyST splits and parses them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from criticwiki.model.yaml import EscapeError, decoded_escapes, hidden_escapes

from .policy import ADDRESSES, FREE
from .urls import harm_of_link

if TYPE_CHECKING:
    from collections.abc import Iterator

    from criticwiki.markdown.directives import Form

_QUOTED_SCALAR: Final = re.compile(r'"((?:[^"\\]|\\.)*)"|\'((?:[^\']|\'\')*)\'')
_COMMENT: Final = re.compile(r'(?:^|\s)#')


def decoded_value(written: str) -> str:
    """What a value stands for.

    :raises EscapeError: where MyST cannot read it, or not all of it.
    """
    if written.startswith(('"', "'")):
        return _decoded_quotation(written)
    if written.startswith(('|', '>')):
        raise EscapeError(f'put quotation marks round a value that begins with {written[0]}')
    if '\t' in written:
        raise EscapeError('a tab ends a value; write a blank')
    if _COMMENT.search(written):
        raise EscapeError("'#' begins a comment here; put quotation marks round the value")
    return written


def harm_of_value(written: str) -> str | None:
    """Why MyST could not read a value, or None."""
    try:
        decoded_value(written)
    except EscapeError as error:
        return str(error)
    return None


def hidden_in_value(written: str) -> Iterator[tuple[int, str]]:
    """Offset of each escape that stands for what cannot be seen, and what to say of it."""
    if written.startswith('"'):
        yield from hidden_escapes(written, line_breaks=True)


def _decoded_quotation(written: str) -> str:
    found = _QUOTED_SCALAR.match(written)
    if found is None:
        raise EscapeError(f'the quotation mark {written[0]} that begins here is not closed')
    if found.end() < len(written):
        raise EscapeError('the value goes on behind its closing quotation mark')
    if written[0] == "'":
        return found[2].replace("''", "'")
    return decoded_escapes(found[1])


_OPTION: Final = re.compile(r'[ \t]*:([a-z][a-z-]*):(?: +(.*?))? *')
_VALUE: Final = re.compile(r'(?!.*\d{5})[\w .,%/-]{0,80}')
_YAML_MARK: Final = re.compile(r'[\'"|>&*!{\[%@`]')
_TARGET: Final = re.compile(r'[\w./-]+')
_WEB: Final = re.compile(r'https?://[^\s"\'<>]+')
_SEPARATOR: Final = re.compile(r'(?:\^{3,}|\+{3,})\s*')
_FORMAT: Final = re.compile(r'(?:[^{}%]|%s|\{name\}|\{number\})*')
_MATTER: Final = re.compile(r'(?:[ \t]*\n)*---')
_ATTRIBUTION: Final = re.compile(r'((?:---?(?!-)|\u2014) *)(.+)')
_ENTRY: Final = re.compile(r'[\w .*?/,+()-]+(?:\.md)?')
_STARS: Final = re.compile(r'\*\*?|\?')
MAX_STARS: Final = 3
MAX_OPTION: Final = 500
"""Characters of an option, of an entry, of a role: they are matched against patterns."""


@dataclass(frozen=True, slots=True)
class Parts:
    """A directive's content, split."""

    options: tuple[tuple[int, str, str], ...]
    """Offset of the line, name and value of each."""
    body: str
    offset: int
    """Number of lines before the body."""
    odd: int | None = None
    """Offset of a line among the options that is none."""


def harm_of_format(content: str) -> str | None:
    """What is wrong with the words of a {numref}, which Sphinx takes for a format of Python."""
    if _FORMAT.fullmatch(content):
        return None
    return 'a {numref} can have %s, {name} and {number}, and no other % or brace'


def split(content: str) -> Parts:
    """Take the options off, where there are some."""
    if content.startswith('---'):
        return Parts((), '', 0, 0)
    if not content.lstrip().startswith(':'):
        return Parts((), content, 0)
    lines = content.split('\n')
    options: list[tuple[int, str, str]] = []
    for offset, line in enumerate(lines):
        start = line.lstrip()
        if not start.startswith(':') or start.startswith(':::'):
            return Parts(tuple(options), '\n'.join(lines[offset:]), offset)
        found = _OPTION.fullmatch(line) if len(line) <= MAX_OPTION else None
        if not found:
            return Parts(tuple(options), '', 0, offset)
        options.append((offset, found[1], found[2] or ''))
    return Parts(tuple(options), '', len(lines))


def harms_of_options(parts: Parts, name: str, known: Form, path: str) -> Iterator[tuple[int, str]]:
    """Offset of the line, and what is wrong with an option."""
    if parts.odd is not None:
        yield parts.odd, "an option is a line of its own: ':name: value'"
        return
    given = {option: value for _, option, value in parts.options}
    for offset, option, value in parts.options:
        if harm := harm_of_value(value):
            yield offset, f'{option}: {harm}'
        elif option not in (known.allowed or ()):
            can = ', '.join(sorted(known.allowed or ())) or 'none'
            yield offset, f'{{{name}}} cannot have the option {option!r} here; it can have: {can}'
        elif option in ADDRESSES:
            if message := _harm_of_target(value, given.get('link-type'), path):
                yield offset, f'{option}: {message}'
        elif option not in FREE and not _VALUE.fullmatch(value):
            yield offset, f'{option}: {value!r} cannot be a value here'


def _harm_of_target(value: str, sort: str | None, path: str) -> str | None:
    if _YAML_MARK.match(value):
        return 'write the address without quotation marks'
    if sort in {'doc', 'ref', 'any'}:
        return None if _TARGET.fullmatch(value) else f'{value!r} names no page'
    return harm_of_link(value, path)


def harms_of_entries(body: str) -> Iterator[tuple[int, str]]:
    """Offset and message of lines in a table of contents that name no pages."""
    for offset, line in enumerate(body.split('\n')):
        entry = line.strip()
        titled = entry.endswith('>') and '<' in entry
        target = entry[entry.rfind('<') + 1 : -1].strip() if titled else entry
        if not target or (titled and _WEB.fullmatch(target)):
            continue
        if len(entry) > MAX_OPTION:
            yield offset, f'an entry has at most {MAX_OPTION} characters'
        elif not _ENTRY.fullmatch(target) or '..' in target.split('/'):
            yield offset, f'{target!r} names no page of this wiki'
        elif _is_slow(target):
            message = f'a pattern has at most {MAX_STARS} stars, two of them between two slashes'
            yield offset, f'{message}, as in characters/*-vane*'


def _is_slow(pattern: str) -> bool:
    """Whether a pattern may be tried in steps without number before it fails to match."""
    stars = [len(_STARS.findall(part)) for part in pattern.split('/')]
    return sum(stars) > MAX_STARS or max(stars) > 2


def harms_of_card(body: str) -> Iterator[tuple[int, str]]:
    """Offset and message of lines that split a card, whatever they stand in."""
    for offset, line in enumerate(body.split('\n')):
        if _SEPARATOR.fullmatch(line):
            yield offset, 'a line of ^^^ or +++ splits no card here; leave it out'


def place_of_matter(body: str) -> int | None:
    """Offset of the line with which a text begins that MyST reads as front matter.

    It leaves that out without a word, and what follows begins anew, also inside of code.
    """
    found = _MATTER.match(body)
    return found[0].count('\n') if found else None


def attribution_of(body: str) -> tuple[int, str] | None:
    """Who says it, below an epigraph: offset and text, which is no part of what is above."""
    lines = body.split('\n')
    for offset, line in enumerate(lines[1:], 1):
        found = None if lines[offset - 1].strip() else _ATTRIBUTION.match(line)
        if found:
            said = [found[2]]
            for further in lines[offset + 1 :]:
                rest = further[len(found[1]) :]
                if len(rest) != len(further.lstrip()):
                    break
                said.append(rest)
            return offset, '\n'.join(said)
    return None


def pieces_of_terms(body: str) -> Iterator[tuple[int, str, bool] | int]:
    """What a glossary reads as one: offset, text, whether it is a term.

    A bare number is the offset of a line that stands to the left of its definition: Sphinx
    would cut words off it, and read the rest as something else than it shows.
    """
    indent = 0
    begun: tuple[int, list[str]] | None = None
    for offset, line in enumerate(body.split('\n')):
        if not line:  # one of blanks is a line of a definition, and can be the first
            if begun:
                begun[1].append('')
        elif not line[0].isspace():
            if begun:
                yield begun[0], '\n'.join(begun[1]), False
            begun = None
            yield offset, line, True
            if ' :' in line:
                yield offset, re.split(r' +: +', line)[0], True
        else:
            if begun is None:
                indent = len(line) - len(line.lstrip())
                begun = (offset, [])
            if line[:indent].strip():
                yield offset
            begun[1].append(line[indent:])
    if begun:
        yield begun[0], '\n'.join(begun[1]), False
