"""A whole wiki from the text of its pages, without Sphinx."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from criticwiki.corpus.corpus import Corpus
from criticwiki.export.lookup import data_of

from .between_pages import check
from .links_check import LinksCheck, labels_of
from .loader import read_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from criticwiki.config import Settings
    from criticwiki.model.page import Page
    from criticwiki.problems import Problem

__all__ = ['Wiki', 'read_page']


@dataclass(frozen=True)
class Wiki:
    """Pages by their path, as they stand in a folder or in a revision of it."""

    texts: Mapping[str, str | bytes]
    """What every page holds, by its path below the source folder."""
    settings: Settings
    has_file: Callable[[str], bool] | None = None
    """Tells whether there is a file of a path; without it, pictures are not looked for."""
    read: Callable[[str, str | bytes, Settings], Page] = read_page
    """Reads a page; whoever compares two states keeps what is the same in both."""

    @cached_property
    def corpus(self) -> Corpus:
        """What the pages say."""
        found = [self.read(path, text, self.settings) for path, text in self.texts.items()]
        pages = {page.docname: page for page in found}
        return Corpus(pages.values(), labels_of(pages), self.settings.notations)

    @cached_property
    def problems(self) -> list[Problem]:
        """What is wrong with them, sorted by place."""
        return sorted({*check(self.corpus), *self._links()})

    def _links(self) -> Iterator[Problem]:
        judge = LinksCheck(self.corpus, self._lines, has_file=self.has_file)
        data = data_of(self.corpus)
        for page in self.corpus.pages.values():
            yield from judge.dangling(page)
            yield from judge.files(page)
            yield from judge.values(page, data)

    def _lines(self, page: Page) -> Sequence[str]:
        text = self.texts[page.path]
        return (text if isinstance(text, str) else text.decode('utf-8', 'replace')).split('\n')
