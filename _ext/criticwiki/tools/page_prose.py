"""The prose of a page from its Markdown, without Sphinx: mentions and backlinks come of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from criticwiki.markdown.directive_text import read_directive
from criticwiki.markdown.glossary_text import read_glossary
from criticwiki.markdown.links import link_of_address, link_of_role, target_in
from criticwiki.markdown.lint import is_episode
from criticwiki.markdown.parser import read_blocks, read_inline
from criticwiki.markdown.reader import MAX_DEPTH
from criticwiki.model.front_matter import end_of_front_matter
from criticwiki.model.prose import Block, Link, Run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

    from criticwiki.config import Settings
    from criticwiki.markdown.directive_text import Directive
    from criticwiki.markdown.parser import Env

_NO_PROSE: Final = frozenset({'blockquote', 'footnote', 'footnote_reference', 'dt', 'heading'})
_CODE: Final = re.compile(r'(`+)(?!`).+?(?<!`)\1(?!`)', re.DOTALL)
_CARDS: Final = frozenset({'card', 'grid-item-card', 'toctree', 'figure'})
_OPEN: Final = frozenset({'ja', 'abbr', 'sub', 'sup'})


def read_prose(text: str, docname: str, settings: Settings) -> tuple[Block, ...]:
    """Every block of prose of a page, in order."""
    reader = _Reader(docname, settings)
    reader.read('\n'.join(text.removeprefix('\ufeff').split('\n')[end_of_front_matter(text) :]))
    return tuple(reader.blocks)


class _Reader:
    """Goes through a page and what its directives hold."""

    def __init__(self, docname: str, settings: Settings) -> None:
        self.blocks: list[Block] = []
        self._docname = docname
        self._settings = settings
        self._env: Env = {}
        self._sections = self._closed = self._depth = self._spoils = 0
        self._inside = ''

    def read(self, text: str, _first: int = 1) -> None:
        if self._depth >= MAX_DEPTH:
            return
        self._depth += 1
        shut = 0
        for token in read_blocks(text, self._settings.syntax, self._env):
            kind, _, step = token.type.rpartition('_')
            if kind in _NO_PROSE:
                shut += {'open': 1, 'close': -1}.get(step, 0)
                self._sections += token.type == 'heading_open'
            elif token.type == 'inline' and not shut:
                self._words(token.content)
            elif token.type in {'fence', 'colon_fence'}:
                self._fence(token)
        self._depth -= 1

    def _words(self, text: str) -> None:
        if runs := tuple(self._runs(text)):
            self.blocks.append(Block(f'{self._sections}{self._inside}', runs, self._spoils))

    def _fence(self, token: Token) -> None:
        found = read_directive(token, 1, self._settings.forms)
        if found is not None:
            self._directive(found)
        elif token.type == 'colon_fence':
            self.read(token.content)

    def _directive(self, found: Directive) -> None:
        form = found.form
        if form is None or found.name in _CARDS:
            return
        before = self._inside, self._spoils
        if found.name == 'spoiler' and is_episode(found.argument):
            self._closed += 1
            self._inside = f'/{self._closed}'
            self._spoils = max(self._spoils, int(found.argument))
        if form.content == 'glossary':
            list(read_glossary(found, self._spoils, self.read, lambda _text, _line: None))
        elif form.content == 'words':
            self.read(found.content)
        self._inside, self._spoils = before

    def _runs(self, text: str) -> Iterator[Run]:
        tokens = read_inline(text, self._settings.syntax, self._env)
        if not tokens:
            yield from _plain(text)
            return
        link: Link | None = None
        closed = False
        for token in tokens:
            if token.type == 'link_open':
                address = str(token.attrGet('href') or '')
                found = link_of_address(
                    address, self._docname, self._settings.syntax, auto=False, explicit=True
                )
                link, closed = (found if isinstance(found, Link) else None), True
            elif token.type == 'link_close':
                link, closed = None, False
            elif token.type == 'myst_role':
                yield self._role(token)
            elif token.type in {'softbreak', 'hardbreak'}:
                yield Run('\n', not closed)
            elif token.content and token.type in {'text', 'text_special', 'code_inline'}:
                yield Run(token.content, not closed and token.type != 'code_inline', link)

    def _role(self, token: Token) -> Run:
        name = token.meta['name']
        found = link_of_role(name, token.content, self._docname)
        target, start, titled = target_in(token.content)
        shown = token.content[: max(start - 1, 0)].strip() if titled else target
        if name == 'value':
            shown = '\u2026'
        return Run(shown, name in _OPEN, found if isinstance(found, Link) else None)


def _plain(text: str) -> Iterator[Run]:
    """Words without links and roles, where code may stand."""
    start = 0
    for found in _CODE.finditer(text):
        yield Run(text[start : found.start()].replace('*', ''))
        yield Run(found[0], open=False)
        start = found.end()
    yield Run(text[start:].replace('*', ''))
