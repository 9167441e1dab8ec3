"""Two states of a wiki, of which most pages are the same and are read once."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import cache, cached_property
from typing import TYPE_CHECKING

from criticwiki.checks.wiki import Wiki, read_page
from criticwiki.corpus.corpus import Corpus
from criticwiki.model.encoding import decoded
from criticwiki.model.front_matter import end_of_front_matter
from criticwiki.panels.carry import carry_over

from .page_prose import read_prose
from .shown import edited_pages, panels_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from criticwiki.config import Settings
    from criticwiki.model.prose import Block
    from criticwiki.problems import Problem


class States:
    """The pages before a change and after it."""

    def __init__(
        self, before: Mapping[str, bytes], after: Mapping[str, bytes], settings: Settings
    ) -> None:
        """Take what every page held and holds, by path, and how both are read."""
        self._settings = settings
        self._prose = cache(lambda text, docname: read_prose(text, docname, settings))
        read = cache(lambda path, text: read_page(path, text, settings))
        self._wikis = [
            Wiki(_as_text(pages), settings, read=lambda path, text, _: read(path, text))
            for pages in (before, after)
        ]

    @cached_property
    def problems_before(self) -> list[Problem]:
        """What was wrong with the pages."""
        return self._wikis[0].problems

    @cached_property
    def problems(self) -> list[Problem]:
        """What is wrong with them."""
        return self._wikis[1].problems

    @property
    def same(self) -> bool:
        """Whether every page is as it was."""
        return self._wikis[0].texts == self._wikis[1].texts

    @cached_property
    def before(self) -> Corpus:
        """What the pages said."""
        return self._corpus(self._wikis[0])

    @cached_property
    def after(self) -> Corpus:
        """What they say, with what is known of it because it was so before."""
        corpus = self._corpus(self._wikis[1])
        if self.before.pages.keys() == corpus.pages.keys():
            carry_over(self.before, corpus, edited_pages(self.before, corpus))
        return corpus

    def _corpus(self, wiki: Wiki) -> Corpus:
        """The pages with their prose and all their panels, known by their own words."""
        texts = {page.docname: str(wiki.texts[page.path]) for page in wiki.corpus.pages.values()}

        def prose(docname: str) -> Sequence[Block]:
            return self._prose(texts[docname], docname)

        pages = [
            replace(page, source=_words(texts[name]), panels=tuple(panels_of(wiki.corpus, page)))
            for name, page in wiki.corpus.pages.items()
        ]
        return Corpus(pages, wiki.corpus.labels, self._settings.notations, prose)


def _words(text: str) -> str:
    """A digest of a page's own words: front matter shows in its panels, or nowhere."""
    lines = text.split('\n')[end_of_front_matter(text) :]
    words = '\n'.join(lines).strip().encode('utf-8', 'replace')
    return hashlib.sha256(words).hexdigest()


def _as_text(pages: Mapping[str, bytes]) -> dict[str, str]:
    return {path: decoded(content)[0] for path, content in pages.items()}
