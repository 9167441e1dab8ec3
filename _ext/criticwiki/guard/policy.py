"""Allow-lists and limits of the guard: directives, roles, languages, sizes, nesting."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from criticwiki.markdown.directives import ALLOWED_DIRECTIVES, ALLOWED_ROLES, Form
from criticwiki.problems import Code, Problem
from criticwiki.text import HIDDEN, described

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from markdown_it.token import Token


def words(text: str) -> frozenset[str]:
    """The words of a list written in a line."""
    return frozenset(text.replace(',', ' ').split())


SCHEMES: Final = ('http', 'https', 'mailto')
"""Addresses that may leave the wiki begin with one of these."""
PICTURES: Final = ('.avif', '.gif', '.jpeg', '.jpg', '.png', '.svg', '.webp')
"""How the name of a picture may end."""
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
    """The same from the names that conf.py sets.

    :raises ValueError: where one cannot be used.
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
    """A page is larger than it may be, and is not read on; a line of it, and why."""

    def __init__(self, line: int, message: str) -> None:
        """Take where it became too large."""
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

    def plain_words(self, content: str, line: int) -> None:
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
        """Look how deep blocks stand in each other."""
        _hold(depth, MAX_DEPTH, line, f'blocks stand at most {MAX_DEPTH} deep in each other')


def hold_terms(number: int, line: int) -> None:
    """Look how many terms of a glossary share a definition.

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
    """Where a page is more than any reader of it should meet."""
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
    """Characters that cannot be seen, or that show a text as another than it is."""
    for number, line in enumerate(lines, 1):
        for found in HIDDEN.finditer(line):
            message = f'{described(found[0])} cannot be seen; take it out'
            yield Problem('', number, found.start() + 1, Code.CHARACTER, message)


def harm_of_marks(content: str) -> str | None:
    """What is too much in a paragraph, or None."""
    if len(content) > MAX_BLOCK:
        return f'a paragraph has at most {MAX_BLOCK} characters'
    for mark in MARKS if len(content) > MAX_MARKS else ():
        if content.count(mark) > MAX_MARKS:
            return f'a paragraph has at most {MAX_MARKS} of {mark!r}'
    return None


def _large(line: int, message: str, column: int = 1) -> Problem:
    return Problem('', line, column, Code.TOO_LARGE, message)
