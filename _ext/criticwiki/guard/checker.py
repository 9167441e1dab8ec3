"""Whether a page may be given to the parser: every harm on it, with its place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from criticwiki.markdown.directive_text import head
from criticwiki.markdown.parser import read_blocks, read_inline
from criticwiki.problems import did_you_mean

from .budget import Budget, OverBudget, hold_terms
from .limits import MAX_BLOCK, harm_of_marks, harms_of_characters, harms_of_size
from .notes import Notes
from .option_value import hidden_in_value
from .options import (
    MAX_OPTION,
    attribution_of,
    harm_of_format,
    harms_of_card,
    harms_of_entries,
    harms_of_options,
    pieces_of_terms,
    place_of_matter,
    split,
)
from .pictures import file_linked_to, harm_of_picture_file
from .policy import BLOCKS, HARMLESS, INLINE, LANGUAGES
from .spelled import may_spell
from .urls import harm_of_link, harm_of_picture, left_out, no_page, path_in_wiki

if TYPE_CHECKING:
    from pathlib import Path

    from markdown_it.token import Token

    from criticwiki.config import Settings
    from criticwiki.markdown.parser import Env

_MANY: Final = 50
"""Stars and dashes in a paragraph from which on it is worth a look how deep they go."""


def harms_of_page(
    path: str,
    text: str,
    body: int,
    settings: Settings,
    *,
    source: Path | None = None,
    env: Env | None = None,
) -> Notes:
    """Everything that the page `path` may not hold, with an empty path.

    `body` is the number of lines that its front matter takes. Pictures are looked at below
    `source`; who reads the same page again passes the same `env`.
    """
    lines = text.removeprefix('\ufeff').replace('\r\n', '\n').split('\n')
    notes = Notes(lines)
    notes.found |= {*harms_of_size(text, lines), *harms_of_characters(lines)}
    if not notes.found:  # else no parser should meet it
        reader = _Reader(path, notes, settings, source, {} if env is None else env)
        reader.block('\n'.join(lines[body:]), body)
    return notes


class _Reader:
    """Reads a page as MyST would, and notes what it may not hold."""

    def __init__(
        self,
        path: str,
        notes: Notes,
        settings: Settings,
        source: Path | None,
        env: Env,
    ) -> None:
        self._notes = notes
        self._path = path
        self._settings = settings
        self._allowed = settings.allowed
        self._forms = settings.forms
        # what is switched off is told as well
        disabled = (name for name in settings.syntax.disabled if not name.startswith('html_'))
        self._syntax = replace(settings.syntax, disabled=tuple(disabled))
        self._source = source
        self._env = env
        self._budget = Budget()
        self._depth = 0

    def block(self, text: str, line: int) -> None:
        """Judge a text of which the first line is `line`, counted from 0."""
        try:
            self._block(text, line)
        except OverBudget as over:
            self._notes.too_large(over.line, over.message)

    def _block(self, text: str, line: int) -> None:
        known = set(self._env.get('references', ()))
        here = line
        for token in read_blocks(text, self._syntax, self._env):
            here = line + token.map[0] if token.map else here
            self._budget.token(token, here)
            if token.type not in HARMLESS:
                self._judge(token, here)
        for name, reference in self._env.get('references', {}).items():
            if name not in known:
                here = line + reference['map'][0]
                self._address(str(reference['href']), here, reference['href'])
                self._notes.refuse_in_reference(line, reference)

    def _judge(self, token: Token, line: int) -> None:
        kind = token.type.removesuffix('_open').removesuffix('_close')
        if token.type == 'html_block':
            first = next(filter(None, map(str.strip, token.content.split('\n'))), '')
            self._notes.refuse_html(line, first)
        elif kind not in BLOCKS:
            self._notes.refuse(line, '', f'{kind} cannot stand on a page')
        elif kind in {'inline', 'heading'} and token.content:
            self._inline(token.content, line)
        elif kind in {'fence', 'colon_fence'}:
            self._fence(token, line)
        elif len(token.content) > MAX_BLOCK:
            self._notes.too_large(line, f'code has at most {MAX_BLOCK} characters')

    def _fence(self, token: Token, line: int) -> None:
        name, argument = head(token.info)
        if name.startswith('{') and name.endswith('}'):
            self._directive(name[1:-1], argument, token, line)
        elif token.type == 'colon_fence' and not name:
            self._nested('markdown', token.content, line + 1)
        elif token.type == 'colon_fence':
            self._notes.refuse(line, ':::', 'a block of colons names what it is: :::{note}')
        else:
            self._code(name, token.content, line)

    def _code(self, language: str, content: str, line: int) -> None:
        if language and language not in LANGUAGES:
            hint = did_you_mean(language, LANGUAGES)
            self._notes.refuse(
                line, language, f'code in {language!r} is not shown here; write ```text{hint}'
            )
        if len(content) > MAX_BLOCK:
            self._notes.too_large(line, f'code has at most {MAX_BLOCK} characters')

    def _directive(self, name: str, argument: str, token: Token, line: int) -> None:
        known = self._allowed.directives.get(name)
        if known is None:
            hint = did_you_mean(name, self._allowed.directives)
            instead = '{note}' if token.type == 'colon_fence' else 'text'
            unknown = self._forms.closed and self._forms.directive(name) is None
            self._notes.refuse_name(line, name, hint, instead, unknown=unknown)
            return
        content = token.content
        parts = split(content)
        for offset, message in harms_of_options(parts, name, known, self._path):
            self._notes.refuse(line + 1 + offset, ':', message)
        for offset, _, value in parts.options:
            for at, message in hidden_in_value(value):
                self._notes.refuse_in_option(line + 1 + offset, value, at, message)
        if parts.odd is not None:
            return
        body, start = parts.body, line + 1 + parts.offset
        if known.argument == 'none' and argument:
            body, start = f'{argument}\n{body}', start - 1
        elif known.argument == 'words' and argument:
            self._inline(argument, line)
        elif known.argument == 'picture':
            self._picture(argument, line)
        elif known.argument == 'language':
            self._code(argument, body, line)
        self._nested(known.body, body, start)

    def _nested(self, sort: str, body: str, line: int) -> None:
        self._depth += 1
        self._budget.depth(self._depth, line - 1)
        if sort == 'pages':
            self._budget.contents(body, line - 1)
            for offset, message in harms_of_entries(body):
                self._notes.refuse(line + offset, '', message)
        elif sort == 'terms':
            self._terms(body, line)
        elif sort in {'markdown', 'card', 'quotation'}:
            if sort == 'card':
                for offset, message in harms_of_card(body):
                    self._notes.refuse(line + offset, '', message)
            if sort == 'quotation' and (said := attribution_of(body)):
                self._attribution(*said, body, line)
            self._part(body, line)
        self._depth -= 1

    def _attribution(self, offset: int, words: str, body: str, line: int) -> None:
        """Judge who says a quotation; docutils takes that off before anything is parsed."""
        blocks = (t for t in read_blocks(body, self._syntax, {}) if t.type.endswith('fence'))
        if any(block.map[0] < offset < block.map[1] for block in blocks if block.map):
            message = 'the line that says whose words these are stands behind all blocks'
            self._notes.refuse(line + offset, '', message)
        self._inline(words, line + offset)

    def _part(self, text: str, line: int) -> None:
        """Judge what the parser reads as a text of its own."""
        place = place_of_matter(text)
        if place is None:
            self._block(text, line)
        else:
            message = "'---' cannot begin a block: it would be read as front matter, and left out"
            self._notes.refuse(line + place, '---', message)

    def _terms(self, body: str, line: int) -> None:
        terms: set[int] = set()
        for piece in pieces_of_terms(body):
            if not isinstance(piece, int):
                terms = {*terms, piece[0]} if piece[2] else set()
                hold_terms(len(terms), line + piece[0])
            if isinstance(piece, int):
                message = 'a line stands to the left of the definition that it belongs to'
                self._notes.refuse(line + piece, '', message)
            elif piece[2]:
                self._inline(piece[1], line + piece[0])
            else:
                self._part(piece[1], line + piece[0])

    def _inline(self, content: str, line: int) -> None:
        if message := harm_of_marks(content):
            self._notes.too_large(line, message)
            return
        self._budget.paragraph(content, line)
        many = len(content) > _MANY < content.count('*') + content.count('_') + content.count('~')
        spells = may_spell(content)
        tokens = read_inline(content, self._syntax, self._env, always=many or spells)
        if spells:
            self._notes.refuse_spelled(line, content, tokens)
        after = 0
        if not tokens:
            self._budget.plain_words(content, line)
        for token in tokens:
            if token.type == 'text':
                self._budget.token(token, line)
                continue
            at = token.meta.get('at', after)
            here = line + content.count('\n', 0, at)
            self._budget.token(token, here)
            written = content[at : token.meta.get('end', at)].split('\n')[0]
            kind = token.type.removesuffix('_open').removesuffix('_close')
            if kind == 'html_inline':
                after = content.find(token.content, after) + len(token.content)
                at = after - len(token.content)
                self._notes.refuse_html(line + content.count('\n', 0, at), token.content)
            elif token.type == 'link_open':
                self._address(str(token.attrGet('href') or ''), here, written)
            elif token.type == 'image':
                self._picture(str(token.attrGet('src') or ''), here, written)
            elif kind == 'myst_role':
                self._role(token.meta['name'], token.content, here)
            elif kind not in INLINE:
                self._notes.refuse(here, '', f'{kind} cannot stand on a page')

    def _role(self, name: str, content: str, line: int) -> None:
        if len(content) > MAX_OPTION:
            self._notes.too_large(line, f'{{{name}}} takes at most {MAX_OPTION} characters')
        if name == 'any':
            self._budget.pieces(1, line)  # every domain is asked for it
        if name == 'kbd':
            self._budget.keys(content, line)
        if name not in self._allowed.roles:
            hint = did_you_mean(name, self._allowed.roles)
            unknown = self._forms.closed and not self._forms.knows_role(name)
            self._notes.refuse_name(line, name, hint, unknown=unknown)
        elif name == 'numref' and (message := harm_of_format(content)):
            self._notes.refuse(line, f'{{{name}}}', message)

    def _address(self, address: str, line: int, written: str) -> None:
        message = harm_of_link(address, self._path)
        if message is None and self._source:
            file = file_linked_to(self._source, address, self._path)
            message = no_page(address) if file else None
            self._notes.pictures |= {file} if file else set()
        if message:
            self._notes.refuse(line, written, message)

    def _picture(self, address: str, line: int, written: str = '') -> None:
        message = harm_of_picture(address, self._path)
        if message is None and self._source:
            file = path_in_wiki(address, self._path)
            message = harm_of_picture_file(self._source, file)
            if self._settings.leaves_out(file):
                message = left_out(file)
            self._notes.pictures.add(file)
        if message:
            self._notes.refuse(line, written or address, message)
