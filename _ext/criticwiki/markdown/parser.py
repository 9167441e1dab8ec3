"""Markdown parser: the markdown-it set-up of MyST, as tokens, without docutils."""

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

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token


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
    'lheading': re.compile(r'[=-][ \t]*$', re.MULTILINE),
    'myst_line_comment': re.compile('%'),
    'myst_block_break': re.compile(r'\+[ \t]*\+[ \t]*\+'),
    'myst_target': re.compile(r'\)='),
    'html_block': re.compile('<'),
    'html_inline': re.compile('<'),
    'reference': re.compile(r'\]:'),
    'footnote_def': re.compile(r'\[\^'),
    'deflist': re.compile(r'^[ \t>]*[:~][ \t]', re.MULTILINE),
    'code': re.compile('    |\t'),
}
"""A pattern for each rule of the parser: a rule is disabled for texts without a match."""


_HTML: Final = frozenset({'html_block', 'html_inline'})


@dataclass(frozen=True, slots=True)
class Syntax:
    """Markdown dialect of a wiki, as conf.py configures it."""

    enabled: tuple[str, ...] = ('colon_fence',)
    """`myst_enable_extensions`; this extension enables `colon_fence` itself."""
    disabled: tuple[str, ...] = ()
    """`myst_disable_syntax`."""
    anchors: int = 0
    """Level down to which headings get a slug: `myst_heading_anchors`."""
    schemes: tuple[str, ...] = ('http', 'https', 'mailto', 'ftp')
    """Schemes of external URLs: `myst_url_schemes`."""


def syntax_of(values: Mapping[str, Any]) -> Syntax:
    """The syntax that the values of conf.py configure."""
    schemes = values.get('myst_url_schemes')
    return Syntax(
        tuple(sorted({*(values.get('myst_enable_extensions') or ()), 'colon_fence'})),
        tuple(sorted(values.get('myst_disable_syntax') or ())),
        int(values.get('myst_heading_anchors') or 0),
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


def plain_text(tokens: Sequence[Token]) -> str:
    """Text content of inline tokens."""
    words = []
    for token in tokens:
        if token.type in {'text', 'code_inline', 'text_special'} or token.type == 'myst_role':
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
