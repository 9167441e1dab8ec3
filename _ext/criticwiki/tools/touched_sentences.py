"""Sentences on pages that print a value of the data which a change makes another.

They are to be read again: the number follows by itself, the words around it do not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from criticwiki.export.wiki_data import format_value, get_path, lazy_wiki_data
from criticwiki.markdown.directives import split_spoiler_role
from criticwiki.markdown.links import target_in
from criticwiki.markdown.parser import Walk
from criticwiki.markdown.value_role import in_form, split_value_role
from criticwiki.model.front_matter import end_of_front_matter
from criticwiki.model.page import sentence_at

from .impact_report import PagePath, PlainText

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from markdown_it.token import Token

    from criticwiki.config import Settings
    from criticwiki.corpus.corpus import Corpus

    from .impact_report import Sentence

MAX_TOUCHED: Final = 60
"""Sentences to read again; the rest are counted."""


class SentenceText(PlainText):
    """A sentence of a page, in full unless it is very long."""

    limit = 400


@dataclass(frozen=True, slots=True)
class _Values:
    """Values of the data before and after the change."""

    old: Mapping[str, object]
    new: Mapping[str, object]

    def texts(self, path: str) -> tuple[str | None, str | None]:
        """The value at a path as it was, and as it is; None where there is none."""
        was, now = (_text_at(data, path) for data in (self.old, self.new))
        return was, now

    def changes(self, path: str) -> bool:
        """Whether the value at a path is another."""
        was, now = self.texts(path)
        return was != now


def _text_at(data: Mapping[str, object], path: str) -> str | None:
    try:
        return format_value(get_path(data, path))
    except KeyError:
        return None


def touched_sentences(
    old: Corpus, new: Corpus, texts: Mapping[str, str], settings: Settings
) -> list[Sentence]:
    """Report on sentences that print a changed value, or stand beside one in a paragraph.

    :param texts: sources of the pages after the change, by docname.
    """
    values = _Values(lazy_wiki_data(old), lazy_wiki_data(new))
    sentences: list[Sentence] = []
    for docname, page in sorted(new.pages.items()):
        if any(values.changes(reference.path) for reference in page.values):
            reader = _ValueReader(settings, values)
            start = end_of_front_matter(texts[docname])
            lines = texts[docname].removeprefix('\ufeff').split('\n')[start:]
            reader.read('\n'.join(lines), start + 1)
            for passage in reader.passages:
                sentences += _passage_sentences(page.path, passage, values)
    if rest := sentences[MAX_TOUCHED:]:
        return [*sentences[:MAX_TOUCHED], (f'and {len(rest)} more sentences to read again',)]
    return sentences


class _Passage(NamedTuple):
    """A paragraph, a cell or a heading that prints values."""

    line: int
    text: str
    """Its text after the change, in the lines of the file."""
    uses: tuple[tuple[int, str], ...]
    """Where it prints a value, and the path of it."""


def _passage_sentences(path: str, passage: _Passage, values: _Values) -> Iterator[Sentence]:
    changed = [use for use in passage.uses if values.changes(use[1])]
    if not changed:
        return
    for start, end in _sentences(passage.text):
        words = passage.text[start:end]
        line = passage.line + passage.text.count('\n', 0, start)
        paths = dict.fromkeys(name for place, name in changed if start <= place < end)
        reason = '; '.join(_change_text(name, values) for name in paths)
        yield (
            'read again: ',
            PagePath(f'{path}:{line}'),
            ' says \u201c',
            SentenceText(words),
            f'\u201d ({reason or "beside it"})',
        )


def _change_text(path: str, values: _Values) -> str:
    was, now = (text if text is not None else 'none' for text in values.texts(path))
    return f'{path} was {PlainText(was)}, is now {PlainText(now)}'


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence."""
    place = 0
    while rest := re.search(r'\S', text[place:]):
        place += rest.start()
        start, end = sentence_at(text, place)
        yield start, end
        place = max(end, place + 1)


class _ValueReader(Walk):
    """Visitor that collects every paragraph with a `{value}`."""

    def __init__(self, settings: Settings, values: _Values) -> None:
        super().__init__(settings)
        self.passages: list[_Passage] = []
        self._values = values

    def visit_inline(self, text: str, line: int) -> None:
        """Visit a paragraph, and what its spoiler roles hold."""
        if '{' not in text:
            return
        words: list[str] = []
        uses: list[tuple[int, str]] = []
        length = 0
        for token in self.parse_inline(text, always=True):
            shown = self._shown(token, line)
            if token.type == 'myst_role' and token.meta['name'] == 'value':
                uses.append((length, split_value_role(token.content)[0]))
            words.append(shown)
            length += len(shown)
        if uses:
            self.passages.append(_Passage(line, ''.join(words), tuple(uses)))

    def _shown(self, token: Token, line: int) -> str:
        if token.type in {'softbreak', 'hardbreak'}:
            return '\n'
        if token.type != 'myst_role':
            written = token.type in {'text', 'text_special', 'code_inline'}
            return token.content if written else ''
        name = token.meta['name']
        if name == 'spoiler':
            self.visit_spoiler_role(token.content, line)
            return split_spoiler_role(token.content)[0]
        if name == 'value':
            path, form = split_value_role(token.content)
            return in_form(self._values.texts(path)[1] or '\u2026', form)
        target, start, titled = target_in(token.content)
        return token.content[: max(start - 1, 0)].strip() if titled else target
