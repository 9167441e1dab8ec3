"""Guard of directive options: their values, as MyST splits and parses them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from criticwiki.markdown.directives import Option
from criticwiki.model.yaml import EscapeError, decoded_escapes, hidden_escapes

from .policy import ADDRESSES, FREE
from .urls import harm_of_link

if TYPE_CHECKING:
    from collections.abc import Iterator

    from criticwiki.markdown.directives import Directive

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


def harm_of_format(content: str) -> str | None:
    """What is wrong with the words of a {numref}, which Sphinx takes for a format of Python."""
    if _FORMAT.fullmatch(content):
        return None
    return 'a {numref} can have %s, {name} and {number}, and no other % or brace'


def options_of(directive: Directive) -> tuple[list[Option], int | None]:
    """The options of a directive up to the first line that is not plain, and that line.

    Other ways to write them, like a block of YAML, are refused.
    """
    options: list[Option] = []
    for number, line in enumerate(directive.option_lines, directive.line + 1):
        match = _OPTION.fullmatch(line) if len(line) <= MAX_OPTION else None
        if match is None:
            return options, number
        options.append(Option(match[1], match[2] or '', number))
    return options, None


def harms_of_options(
    directive: Directive, options: list[Option], path: str
) -> Iterator[tuple[int, str]]:
    """Line, and what is wrong with the option in it."""
    allowed = (directive.form.allowed if directive.form else None) or frozenset()
    values = {option.name: option.value for option in options}
    for option, value, line in options:
        if harm := harm_of_value(value):
            yield line, f'{option}: {harm}'
        elif option not in allowed:
            can = ', '.join(sorted(allowed)) or 'none'
            message = f'{{{directive.name}}} cannot have the option {option!r} here'
            yield line, f'{message}; it can have: {can}'
        elif option in ADDRESSES:
            if harm := _harm_of_target(value, values.get('link-type'), path):
                yield line, f'{option}: {harm}'
        elif option not in FREE and not _VALUE.fullmatch(value):
            yield line, f'{option}: {value!r} cannot be a value here'


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
