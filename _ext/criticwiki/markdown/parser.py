"""Markdown parser: the markdown-it set-up of MyST, as tokens, and the visitor that walks them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import make_fence_rule
from markdown_it.rules_inline import autolink, image, link
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.field_list import fieldlist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_ref
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.myst_role import myst_role_plugin
from mdit_py_plugins.myst_role.index import myst_role

from .directives import read_directive, split_glossary, split_spoiler_role, spoiler_episode

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

    from criticwiki.config import Settings
    from criticwiki.model.numbering import Number

    from .directives import Directive, Form

Env = dict[str, Any]

_ALT: Final[RuleOptionsType] = {
    'alt': ['paragraph', 'reference', 'blockquote', 'list', 'footnote_def']
}
_WORTH: Final = re.compile(r'[\[<]|\{[a-zA-Z0-9_+:-]+\}`')


_SIGNS: Final = {
    'table': re.compile(r'\|'),
    'fence': re.compile('```|~~~'),
    'colon_fence': re.compile(':::'),
    'blockquote': re.compile('>'),
    'hr': re.compile(r'([*_-])[ \t]*\1[ \t]*\1'),
    'heading': re.compile('#'),
    'lheading': re.compile(r'[=-][ \t]*(?:\r|$)', re.MULTILINE),
    'myst_line_comment': re.compile('%'),
    'myst_block_break': re.compile(r'\+[ \t]*\+[ \t]*\+'),
    'myst_target': re.compile(r'\)='),
    'html_block': re.compile('<'),
    'html_inline': re.compile('<'),
    'reference': re.compile(r'\]:'),
    'footnote_def': re.compile(r'\[\^'),
    'deflist': re.compile(r'(?:\r|^)[ \t>]*[:~][ \t]', re.MULTILINE),
    'code': re.compile('    |\t'),
}
"""A pattern for each rule of the parser: a rule is disabled for texts without a match."""


_HTML: Final = frozenset({'html_block', 'html_inline'})


ALL_LEVELS: Final = 6
"""Levels of headings."""


@dataclass(frozen=True, slots=True)
class Syntax:
    """Markdown dialect of a wiki, as conf.py configures it."""

    enabled: tuple[str, ...] = ('colon_fence',)
    """`myst_enable_extensions`; this extension enables `colon_fence` itself."""
    disabled: tuple[str, ...] = ()
    """`myst_disable_syntax`."""
    anchors: int = ALL_LEVELS
    """Level down to which headings are places to link to: `myst_heading_anchors`."""
    schemes: tuple[str, ...] = ('http', 'https', 'mailto', 'ftp')
    """Schemes of external URLs: `myst_url_schemes`."""


def syntax_of(values: Mapping[str, Any]) -> Syntax:
    """The syntax that the values of conf.py configure."""
    schemes = values.get('myst_url_schemes')
    return Syntax(
        tuple(sorted({*(values.get('myst_enable_extensions') or ()), 'colon_fence'})),
        tuple(sorted(values.get('myst_disable_syntax') or ())),
        int(values.get('myst_heading_anchors') or ALL_LEVELS),
        Syntax().schemes if schemes is None else tuple(schemes),
    )


def read_blocks(text: str, syntax: Syntax, env: Env) -> list[Token]:
    """Block tokens of a text, cached in `env`, which all texts of a page share."""
    unused: dict[str, set[str]] = env.setdefault('unused', {})
    if text not in unused:
        unused[text] = {name for name, sign in _SIGNS.items() if not sign.search(text)}
    key = (text, frozenset(unused[text].union(syntax.disabled)))
    read: dict[tuple[str, frozenset[str]], list[Token]] = env.setdefault('blocks', {})
    if key not in read:
        read[key] = parse_blocks(text, syntax, env, unused[text])
    return read[key]


def parse_blocks(text: str, syntax: Syntax, env: Env, unused: Collection[str] = ()) -> list[Token]:
    """Block tokens of a text, parsed without the rules in `unused`."""
    # as MyST does: a rule of a plugin looks for one more character
    return _parser(syntax, unused).parse(f'{text}\n', env)


def read_inline(text: str, syntax: Syntax, env: Env, *, always: bool = False) -> list[Token]:
    """Inline tokens of a line or paragraph, cached; empty where it has no links, roles or HTML.

    Links, images, roles and references of footnotes have the range of `text` that they are
    written in as `at` and `end` in their `meta`.
    """
    if not (always or _WORTH.search(text)):
        return []
    key = (text, frozenset(syntax.disabled if '<' in text else _HTML.union(syntax.disabled)))
    read: dict[tuple[str, frozenset[str]], list[Token]] = env.setdefault('lines', {})
    if key not in read:
        read[key] = parse_inline(text, syntax, env)
    return read[key]


_MARKED: Final = re.compile(r'[_&\\<\[{!$"\'().~-]')
"""Sign in a heading that may be no part of its words, apart from those that no slug has."""


def words_of(text: str, syntax: Syntax, env: Env) -> str:
    """Words of a heading of which MyST makes its slug: without roles and pictures."""
    if not _MARKED.search(text):
        return text
    tokens = read_inline(text, syntax, env, always=True)
    return ''.join(one.content for one in tokens if one.type in _WORDS)


_WORDS: Final = frozenset({'text', 'text_special', 'code_inline'})


def plain_text(tokens: Sequence[Token]) -> str:
    """Text content of inline tokens, without what a spoiler role hides."""
    words = []
    for token in tokens:
        if token.type in {'text', 'code_inline', 'text_special'} or (
            token.type == 'myst_role' and token.meta['name'] != 'spoiler'
        ):
            words.append(token.content)
        elif token.type in {'softbreak', 'hardbreak'}:
            words.append(' ')
    return ''.join(words)


def parse_inline(text: str, syntax: Syntax, env: Env) -> list[Token]:
    """Inline tokens of a line or paragraph, parsed."""
    parser = _parser(syntax)
    tokens: list[Token] = []
    parser.inline.parse(text, parser, env, tokens)
    return tokens


class _Parser(MarkdownIt):
    """Parser that accepts every URL: a harmful one is reported, instead of being shown as text."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the name it has there
        """Whether a URL may be that of a link."""
        del url
        return True


def _parser(syntax: Syntax, unused: Collection[str] = ()) -> MarkdownIt:
    return _create_parser(syntax.enabled, frozenset({*unused, *syntax.disabled}))


@cache
def _create_parser(enabled: tuple[str, ...], off: frozenset[str]) -> MarkdownIt:
    """Parser with some extensions and without some rules, set up as MyST does it, and cached.

    See `myst_parser.parsers.mdit.create_md_parser`.
    """
    parser = _Parser('commonmark').enable('table').use(myst_block_plugin).use(myst_role_plugin)
    parser.use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True)
    if 'strikethrough' in enabled:
        parser.enable('strikethrough')
    if 'dollarmath' in enabled:
        parser.use(dollarmath_plugin)
    if 'colon_fence' in enabled:
        rule = make_fence_rule(markers=(':',), token_type='colon_fence')
        parser.block.ruler.before('fence', 'colon_fence', rule, _ALT)
    if 'deflist' in enabled:
        parser.use(deflist_plugin)
    if 'fieldlist' in enabled:
        parser.use(fieldlist_plugin)
    parser.inline.ruler.at('link', _placed(link, 'link_open'))
    parser.inline.ruler.at('autolink', _placed(autolink, 'link_open'))
    parser.inline.ruler.at('image', _placed(image, 'image'))
    footnote = partial(footnote_ref, always_match=True)
    parser.inline.ruler.at('footnote_ref', _placed(footnote, 'footnote_ref'))
    parser.inline.ruler.at('myst_role', _placed(myst_role, 'myst_role'))
    unwanted = ['inline', 'smartquotes', 'replacements', 'text_join', *sorted(off)]
    return parser.disable(unwanted, ignoreInvalid=True)


def _placed(
    rule: Callable[[StateInline, bool], bool], kind: str
) -> Callable[[StateInline, bool], bool]:
    """Inline rule that adds the source range of its token to the `meta` of that token."""

    def noting(state: StateInline, silent: bool) -> bool:
        at, before = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        if not silent:
            token = next(token for token in state.tokens[before:] if token.type == kind)
            token.meta = {**token.meta, 'at': at, 'end': state.pos}
        return True

    return noting


MAX_DEPTH: Final = 20
"""Blocks nested deeper than this are not visited."""
FENCES: Final = frozenset({'fence', 'colon_fence'})


class Walk:
    """Visitor of the blocks of a page, depth first, like `ast.NodeVisitor`.

    Subclasses override the `visit` methods. All lines count from 1, in the file.
    """

    def __init__(self, settings: Settings, env: Env | None = None) -> None:
        """Take the settings of the wiki; walks over the same page share `env`, its parse cache."""
        self.settings = settings
        self.syntax = settings.syntax
        self.env: Env = {} if env is None else env
        self.depth = 0
        """How many texts are open: the page is the first, each directive another."""
        self.spoils: Number = 0
        """The latest episode that the spoiler blocks around give away."""

    def read(self, text: str, first: int) -> None:
        """Visit every block of a text that begins in line `first`."""
        if self.depth >= MAX_DEPTH:
            return
        self.depth += 1
        line = first
        for token in self.parse(text):
            line = first + token.map[0] if token.map else line
            self.visit(token, line)
        self.depth -= 1

    def parse(self, text: str) -> list[Token]:
        """The blocks of a text."""
        return read_blocks(text, self.syntax, self.env)

    def parse_inline(self, text: str, *, always: bool = False) -> list[Token]:
        """The inline tokens of a paragraph; see :func:`.parser.read_inline`."""
        return read_inline(text, self.syntax, self.env, always=always)

    def visit(self, token: Token, line: int) -> None:
        """Visit one block."""
        if token.type == 'inline':
            self.visit_inline(token.content, line)
        elif token.type in FENCES:
            self.visit_fence(token, line)

    def visit_inline(self, text: str, line: int) -> object:
        """Visit a paragraph, a cell, a term, a title."""

    def visit_fence(self, token: Token, line: int) -> None:
        """Visit a fence: a directive, code, or a container of more blocks."""
        directive = read_directive(token, line, self.form_of)
        if directive is not None:
            self.visit_directive(directive)
        elif token.type == 'colon_fence':
            self.read(token.content, line + 1)

    def form_of(self, name: str) -> Form | None:
        """The form of a directive."""
        return self.settings.forms.directive(name)

    def visit_directive(self, directive: Directive) -> None:
        """Visit a directive, and what it holds."""
        self.visit_body(directive)

    def visit_body(self, directive: Directive) -> None:
        """Visit what a directive holds."""
        before = self.spoils
        self.spoils = max(before, directive.spoils(self.settings.numbering))
        if directive.form is not None and directive.form.content == 'glossary':
            self.visit_glossary(directive)
        elif self.holds_blocks(directive.form):
            self.read(directive.content, directive.start)
        self.spoils = before

    def visit_spoiler_role(self, content: str, line: int) -> None:
        """Visit the words in a spoiler role."""
        words, number = split_spoiler_role(content)
        before = self.spoils
        self.spoils = max(before, spoiler_episode(number, self.settings.numbering))
        self.depth += 1
        self.visit_inline(words, line)
        self.depth -= 1
        self.spoils = before

    def holds_blocks(self, form: Form | None) -> bool:
        """Whether the blocks in a directive are to be visited."""
        return form is not None and form.is_markdown

    def visit_glossary(self, directive: Directive) -> None:
        """Visit the terms and definitions of a glossary."""
        for entry in split_glossary(directive.content):
            line = directive.start + entry.offset
            if not entry.is_term:
                self.read(entry.text, line)
            elif not entry.text.startswith('.. '):
                self.visit_term(entry.term.strip(), line)

    def visit_term(self, text: str, line: int) -> None:
        """Visit a term of a glossary."""
        self.visit_inline(text, line)


class SourceLines:
    """Source map of a page: lines and columns of what the parser returns."""

    def __init__(self, lines: Sequence[str]) -> None:
        """Take the lines, without their ends."""
        self._lines = lines
        self._reached: dict[int, int] = {}

    def place(self, first: int, text: str, offset: int) -> tuple[int, int]:
        """Line and column, from 1, of a place in a text that the parser made of some lines.

        The parser leaves out the marks of lists and quotations and the indent before each
        line, so what it leaves is the end of the line; a cell of a table is a part of it.
        """
        line = first + text.count('\n', 0, offset)
        start = text.rfind('\n', 0, offset) + 1
        end = text.find('\n', start)
        piece = (text[start:] if end < 0 else text[start:end]).rstrip()
        if not 1 <= line <= len(self._lines):
            return max(1, min(line, len(self._lines))), 1
        whole = self._lines[line - 1].rstrip()
        if whole.endswith(piece):
            return line, len(whole) - len(piece) + offset - start + 1
        # cells of one row are asked for from left to right
        at = whole.find(piece, self._reached.get(line, 0))
        at = whole.find(piece) if at < 0 else at
        if at < 0:
            return line, 1
        self._reached[line] = at
        return line, at + offset - start + 1

    def column(self, line: int, text: str) -> int:
        """The column, from 1, at which a text first stands in a line; else 1."""
        if not 1 <= line <= len(self._lines):
            return 1
        return self._lines[line - 1].find(text) + 1 or 1
