"""Allow-lists and limits of the guard: directives, options, roles, languages, sizes, nesting."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from criticwiki.markdown.directives import ALLOWED_DIRECTIVES, ALLOWED_ROLES, Form, Option
from criticwiki.model.yaml import EscapeError, decode_escapes, hidden_escapes
from criticwiki.problems import Code, Problem
from criticwiki.text import HIDDEN, character_name

from .urls import harm_of_link

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from markdown_it.token import Token

    from criticwiki.markdown.directives import Directive


def words(text: str) -> frozenset[str]:
    """The set of the words of a text."""
    return frozenset(text.replace(',', ' ').split())


LANGUAGES: Final = words('bash,console,css,html,json,markdown,md,none,python,sh,text,yaml,yml')
"""Languages of code: each is read by patterns of another project, so a page gets few."""
SYNTAX: Final = words('colon_fence,deflist,fieldlist,replacements,smartquotes,strikethrough')
"""Syntax of MyST that a wiki may switch on: the rest runs code, styles, or loads a script."""

FREE: Final = frozenset({'alt', 'caption', 'link-alt', 'name'})
"""Options that take any words."""
ADDRESSES: Final = frozenset({'link', 'target'})
"""Options that take an address."""


BLOCKS: Final = words(
    'paragraph,heading,bullet_list,ordered_list,list_item,blockquote,hr,code_block,fence,'
    'colon_fence,table,thead,tbody,tr,th,td,dl,dt,dd,footnote_block,footnote_reference,'
    'footnote_anchor,myst_target,myst_line_comment,myst_block_break,inline,field_list,'
    'fieldlist_name,fieldlist_body'
)
"""Blocks of Markdown that a page is made of, as its parser calls them."""
HARMLESS: Final = frozenset(
    f'{kind}_{end}' for kind in BLOCKS - {'heading'} for end in ('open', 'close')
) | {'heading_close'}
"""Tokens that hold nothing by themselves, which are nine of ten."""
INLINE: Final = words(
    'text,text_special,softbreak,hardbreak,code_inline,em,strong,s,link,image,footnote_ref,'
    'myst_role'
)
"""What a line is made of."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """Allow-list of one wiki."""

    directives: Mapping[str, Form] = field(default_factory=lambda: ALLOWED_DIRECTIVES)
    """`criticwiki_directives` adds to them,"""
    roles: Collection[str] = ALLOWED_ROLES
    """and `criticwiki_roles` to these."""
    guarded: bool = True
    """False where everybody who writes pages is trusted as the one who writes conf.py is."""


_ADDED: Final = Form(0, 1, 'words', 'words', frozenset())
"""What is assumed of a directive that only conf.py names: that all of it is Markdown."""


def allowed_of(values: Mapping[str, Any]) -> Allowed:
    """The allow-list that the values of conf.py configure.

    :raises ValueError: where one is invalid.
    """
    directives = dict(ALLOWED_DIRECTIVES)
    added = values.get('criticwiki_directives', {})
    if not isinstance(added, dict):
        raise ValueError("criticwiki_directives must be {'name': ['option', ...]}")
    for name, options in added.items():
        if isinstance(options, str):
            raise ValueError(f'criticwiki_directives[{name!r}] must be a list of options')
        form = directives.get(name, _ADDED)
        allowed = (form.allowed or frozenset()) | frozenset(options)
        directives[name] = replace(form, allowed=allowed)
    roles = ALLOWED_ROLES | set(values.get('criticwiki_roles', ()))
    return Allowed(directives, roles, bool(values.get('criticwiki_guard', True)))


_QUOTED_SCALAR: Final = re.compile(r'"((?:[^"\\]|\\.)*)"|\'((?:[^\']|\'\')*)\'')
_COMMENT: Final = re.compile(r'(?:^|\s)#')


def decoded_value(written: str) -> str:
    """Value of an option, parsed as YAML.

    :raises EscapeError: where MyST could not parse it, or not all of it.
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
    """Message on a value that MyST could not parse, or None."""
    try:
        decoded_value(written)
    except EscapeError as error:
        return str(error)
    return None


def hidden_in_value(written: str) -> Iterator[tuple[int, str]]:
    """Offset of each escape of an invisible character, and the message."""
    if written.startswith('"'):
        yield from hidden_escapes(written, line_breaks=True)


def _decoded_quotation(written: str) -> str:
    match = _QUOTED_SCALAR.match(written)
    if match is None:
        raise EscapeError(f'the quotation mark {written[0]} that begins here is not closed')
    if match.end() < len(written):
        raise EscapeError('the value goes on behind its closing quotation mark')
    if written[0] == "'":
        return match[2].replace("''", "'")
    return decode_escapes(match[1])


_OPTION: Final = re.compile(r'[ \t]*:([a-z][a-z-]*):(?: +(.*?))? *')
_VALUE: Final = re.compile(r'(?!.*\d{5})[\w .,%/-]{0,80}')
_YAML_MARK: Final = re.compile(r'[\'"|>&*!{\[%@`]')
_TARGET: Final = re.compile(r'[\w./-]+')
_WEB: Final = re.compile(r'https?://[^\s"\'<>]+')
_SEPARATOR: Final = re.compile(r'(?:\^{3,}|\+{3,})\s*')
_FORMAT: Final = re.compile(r'(?:[^{}%]|%s|\{name\}|\{number\})*')
_ENTRY: Final = re.compile(r'[\w .*?/,+()-]+(?:\.md)?')
_STARS: Final = re.compile(r'\*\*?|\?')
MAX_STARS: Final = 3
MAX_OPTION: Final = 500
"""Characters of an option, of an entry, of a role: they are matched against patterns."""


def harm_of_format(content: str) -> str | None:
    """Message on the title of a {numref}, which Sphinx uses as a format string, or None."""
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
    """Line and message of options that are off the allow-list, or have an invalid value."""
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
    """Offset and message of entries of a toctree that cannot be docnames."""
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
    """Whether a glob pattern may backtrack without bound before it fails to match."""
    stars = [len(_STARS.findall(part)) for part in pattern.split('/')]
    return sum(stars) > MAX_STARS or max(stars) > 2


def harms_of_card(body: str) -> Iterator[tuple[int, str]]:
    """Offset and message of separators of a card: they count even in nested blocks."""
    for offset, line in enumerate(body.split('\n')):
        if _SEPARATOR.fullmatch(line):
            yield offset, 'a line of ^^^ or +++ splits no card here; leave it out'


MAX_PIECES: Final = 20_000
"""Paragraphs, list items, cells, links, words in italics: all that a page is made of."""
MAX_EFFORT: Final = 20_000_000
"""Marks of one sort times characters of their paragraph, over the page: a parser that looks for
the other half of each mark reads on to the end of its paragraph."""
MAX_LABELS: Final = 200
"""Names for places, each in a line of its own: docutils hands each on to all that follow."""
MAX_CONTENTS: Final = 20
"""Tables of contents on a page."""
MAX_PATTERNS: Final = 20
"""Entries with stars on a page, each of which is matched against all pages."""
MAX_TERMS: Final = 20
"""Terms of a glossary that share a definition, which each of them repeats."""
MAX_KEYS: Final = 10
"""Keys of a {kbd}, each of which becomes an element of its own."""
MAX_DEPTH: Final = 16
"""Lists in lists, quotations in quotations, blocks in blocks, italics in italics."""
MARKS: Final = '[<{*_`~&\u201c'
"""Marks of Markdown that a parser looks for the other half of."""
_BETWEEN_KEYS: Final = re.compile(r'(?<=.)(?:[-+^]|\s+)(?=.)')
"""As Sphinx parts keys: `sphinx.builders.html.transforms.KeyboardTransform`."""


_DEEP: Final = f'words and blocks stand at most {MAX_DEPTH} deep in each other'
_PIECES: Final = f'a page is made of at most {MAX_PIECES} pieces: lines, cells, links'
_MARKED: Final = (
    'the long paragraphs of this page hold too many brackets and other marks; make more and'
    ' shorter paragraphs of them'
)


class OverBudget(Exception):  # noqa: N818 - it is no error of the program
    """A limit is exceeded, so that the rest of a page is not parsed."""

    def __init__(self, line: int, message: str) -> None:
        """Take the line, and the message."""
        super().__init__(message)
        self.line = line
        self.message = message


class Budget:
    """Counters of one page, each with a bound.

    Every method raises :exc:`OverBudget` where its bound is passed.
    """

    def __init__(self) -> None:
        """Begin with nothing spent."""
        self._pieces = 0
        self._effort = 0
        self._labels = 0
        self._contents = 0
        self._patterns = 0

    def token(self, token: Token, line: int) -> None:
        """Count one token of the parser, and look how deep it stands."""
        if token.type == 'myst_target':
            self._labels += 1
            _hold(self._labels, MAX_LABELS, line, f'a page has at most {MAX_LABELS} labels')
        self._pieces += 1
        if token.level > 2 * MAX_DEPTH:
            raise OverBudget(line, _DEEP)
        if self._pieces > MAX_PIECES:
            raise OverBudget(line, _PIECES)

    def pieces(self, number: int, line: int) -> None:
        """Count elements that something on the page becomes."""
        self._pieces += number
        _hold(self._pieces, MAX_PIECES, line, _PIECES)

    def paragraph(self, content: str, line: int) -> None:
        """Count what it costs to look for the other half of each mark in a paragraph."""
        self._effort += len(content) * max(map(content.count, MARKS))
        _hold(self._effort, MAX_EFFORT, line, _MARKED)

    def escape_markdown(self, content: str, line: int) -> None:
        """Count code and italics in a paragraph that has nothing else, by their marks."""
        self.pieces(sum(map(content.count, '`*_~')) // 2, line)

    def keys(self, content: str, line: int) -> None:
        """Count the keys that stand in a {kbd}."""
        keys = 1 + len(_BETWEEN_KEYS.findall(content))
        _hold(keys, MAX_KEYS, line, f'{{kbd}} takes at most {MAX_KEYS} keys')
        self.pieces(keys, line)

    def contents(self, body: str, line: int) -> None:
        """Count a table of contents, and its entries as pieces."""
        self._contents += 1
        message = f'a page has at most {MAX_CONTENTS} tables of contents'
        _hold(self._contents, MAX_CONTENTS, line, message)
        self._patterns += sum('*' in entry or '?' in entry for entry in body.split('\n'))
        message = f'tables of contents of a page have at most {MAX_PATTERNS} patterns'
        _hold(self._patterns, MAX_PATTERNS, line, message)
        self.pieces(body.count('\n'), line)

    def depth(self, depth: int, line: int) -> None:
        """Check the nesting depth of blocks."""
        _hold(depth, MAX_DEPTH, line, f'blocks stand at most {MAX_DEPTH} deep in each other')


def hold_terms(number: int, line: int) -> None:
    """Check how many terms of a glossary share a definition.

    :raises OverBudget: where they are more than `MAX_TERMS`.
    """
    message = f'at most {MAX_TERMS} terms share a definition; write it below each'
    _hold(number, MAX_TERMS, line, message)


def _hold(number: int, most: int, line: int, message: str) -> None:
    if number > most:
        raise OverBudget(line, message)


MAX_PAGE: Final = 300_000
"""Characters of a page."""
MAX_LINES: Final = 10_000
MAX_LINE: Final = 10_000
"""Characters of a line."""
MAX_BLOCK: Final = 20_000
"""Characters of a paragraph, of code, of all that is read as one piece."""
MAX_MARKS: Final = 500
"""Brackets, or stars, or any one mark of Markdown, in a paragraph: parsers look for its pair."""
MAX_HEADINGS: Final = 500

_OPENING: Final = re.compile(r'[ \t>*+\d.)-]*')
_MARK: Final = re.compile(r'>|[*+-](?=[ \t])|\d+[.)](?=[ \t])')
_HEADING: Final = re.compile(r'#{1,6}[ \t]|={3,}[ \t]*\Z|-{3,}[ \t]*\Z')


def harms_of_size(text: str, lines: Sequence[str]) -> Iterator[Problem]:
    """Problems of a page that is too large for any parser."""
    if len(text) > MAX_PAGE:
        yield _large(1, f'a page has at most {MAX_PAGE} characters, and this one {len(text)}')
    if len(lines) > MAX_LINES:
        yield _large(MAX_LINES + 1, f'a page has at most {MAX_LINES} lines')
    headings = 0
    for number, line in enumerate(lines, 1):
        if len(line) > MAX_LINE:
            yield _large(number, f'a line has at most {MAX_LINE} characters', MAX_LINE + 1)
            return
        headings += bool(_HEADING.match(line))
        if headings > MAX_HEADINGS:
            yield _large(number, f'a page has at most {MAX_HEADINGS} headings')
            return
        opening = _OPENING.match(line)
        if opening and len(_MARK.findall(opening[0])) > MAX_DEPTH:
            yield _large(number, f'blocks stand at most {MAX_DEPTH} deep in each other')
            return


def harms_of_characters(lines: Sequence[str]) -> Iterator[Problem]:
    """Problems of invisible characters, and of those that reorder a text."""
    for number, line in enumerate(lines, 1):
        for match in HIDDEN.finditer(line):
            message = f'{character_name(match[0])} cannot be seen; take it out'
            yield Problem('', number, match.start() + 1, Code.CHARACTER, message)


def harm_of_marks(content: str) -> str | None:
    """Message on a paragraph that exceeds a limit, or None."""
    if len(content) > MAX_BLOCK:
        return f'a paragraph has at most {MAX_BLOCK} characters'
    for mark in MARKS if len(content) > MAX_MARKS else ():
        if content.count(mark) > MAX_MARKS:
            return f'a paragraph has at most {MAX_MARKS} of {mark!r}'
    return None


def _large(line: int, message: str, column: int = 1) -> Problem:
    return Problem('', line, column, Code.TOO_LARGE, message)
