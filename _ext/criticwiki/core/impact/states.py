"""Two states of a wiki, of which most pages are the same and are read once."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import cache, cached_property
from typing import TYPE_CHECKING

from criticwiki.core.corpus import Corpus
from criticwiki.core.encoding import decoded
from criticwiki.core.frontmatter import read_front_matter
from criticwiki.core.links_check import labels_of
from criticwiki.core.page_prose import read_prose
from criticwiki.core.wiki import Wiki, read_page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from criticwiki.core.pages import Page
    from criticwiki.core.problems import Problem
    from criticwiki.core.prose import Block
    from criticwiki.core.settings import Settings


class States:
    """The pages before a change and after it."""

    def __init__(
        self, before: Mapping[str, bytes], after: Mapping[str, bytes], settings: Settings
    ) -> None:
        """Take what every page held and holds, by path, and how both are read."""
        self._texts = [_as_text(before), _as_text(after)]
        self._settings = settings
        self._page = cache(self._read)
        self._blocks = cache(self._prose)

    @cached_property
    def before(self) -> Corpus:
        """What the pages said."""
        return self._corpus(self._texts[0])

    @cached_property
    def after(self) -> Corpus:
        """What they say."""
        return self._corpus(self._texts[1])

    @cached_property
    def problems_before(self) -> list[Problem]:
        """What was wrong with them."""
        return Wiki(self._texts[0], self._settings).problems

    @cached_property
    def problems(self) -> list[Problem]:
        """What is wrong with them."""
        return Wiki(self._texts[1], self._settings).problems

    def _corpus(self, texts: Mapping[str, str]) -> Corpus:
        found = [self._page(path, text) for path, text in texts.items()]
        pages: dict[str, Page] = {page.docname: page for page in found}
        prose: Callable[[str], Sequence[Block]] = lambda name: self._blocks(  # noqa: E731
            name, texts[pages[name].path]
        )
        return Corpus(pages.values(), labels_of(pages), self._settings.notations, prose)

    def _read(self, path: str, text: str) -> Page:
        """A page, whose own words are what stands below its front matter."""
        lines = text.split('\n')[read_front_matter(text).end :]
        words = hashlib.sha256('\n'.join(lines).strip().encode('utf-8', 'replace')).hexdigest()
        return replace(read_page(path, text, self._settings), source=words)

    def _prose(self, docname: str, text: str) -> Sequence[Block]:
        return read_prose(text, docname, self._settings)


def _as_text(pages: Mapping[str, bytes]) -> dict[str, str]:
    return {path: decoded(content)[0] for path, content in pages.items()}
