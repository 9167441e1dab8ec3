"""Links, files and figures that lead to nothing: what only all pages together can tell."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Final

from criticwiki.corpus.corpus import episode_number
from criticwiki.export.lookup import closed_until, known_parts, lookup, shown_value
from criticwiki.markdown.hidden_places import told_of_hidden
from criticwiki.markdown.labels_check import given_twice
from criticwiki.markdown.links import file_at
from criticwiki.markdown.slugs import anchor_of
from criticwiki.model.page import SUFFIX
from criticwiki.problems import Code, Problem, did_you_mean

from .locate import find_target
from .meant import did_you_mean_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.export.lookup import Made
    from criticwiki.model.page import Page
    from criticwiki.model.prose import Link

STANDARD_LABELS: Final = {
    'genindex': 'genindex',
    'modindex': 'py-modindex',
    'py-modindex': 'py-modindex',
    'search': 'search',
}
"""Labels that every Sphinx project has, with where they lead."""

MAX_HINTS: Final = 20
"""For how many faults of a page it is looked up what was meant: each asks all pages."""


def labels_of(pages: Mapping[str, Page]) -> dict[str, str]:
    """Every label of a wiki, with the page it leads to, as Sphinx would know them."""
    labels = {docname: docname for docname in pages}
    for docname, page in pages.items():
        labels |= {term.text.lower(): docname for term in page.terms if not term.spoils}
    labels |= STANDARD_LABELS
    for docname, page in pages.items():
        labels |= dict.fromkeys(page.labels, docname)
    return labels


class LinksCheck:
    """Judges what the pages of a corpus lead to."""

    def __init__(
        self,
        corpus: Corpus,
        lines_of: Callable[[Page], Sequence[str]],
        *,
        has_file: Callable[[str], bool] | None = None,
        foreign: frozenset[str] = frozenset(),
    ) -> None:
        """Take a corpus, and what gives the lines of a page, for links without a place.

        `has_file` tells whether there is a file of a path below the source folder; without
        it, files are not judged. Links of `foreign` roles may lead out of the wiki.
        """
        self._corpus = corpus
        self._lines_of = lines_of
        self._has_file = has_file
        self._foreign = foreign
        self._unread = [page for page in corpus.pages.values() if page.facts is None]
        self._hints_left = 0
        self._places: dict[str, set[str]] = {}
        self._not_in_data = tuple(f'{page.kind}s.{page.id}.' for page in self._unread)

    def leads_nowhere(self, link: Link, docname: str) -> bool:
        """Whether a link leads to nothing."""
        if link.role == 'toctree':
            return link.target not in self._corpus.pages and link.target not in STANDARD_LABELS
        if link.role == 'numref':  # Sphinx tells of one that is nowhere
            return told_of_hidden(self._corpus, link) is not None
        if link.role in self._foreign or self._corpus.resolve(link) is not None:
            return False
        if link.role != 'path':
            return True
        path = file_at(docname, link.target.partition('#')[0])
        return self._has_file is not None and not self._has_file(path)

    def dangling(self, page: Page) -> Iterator[Problem]:
        """Every link of a page to nothing."""
        seen: Counter[tuple[int, str]] = Counter()
        self._hints_left = MAX_HINTS
        for link in page.links:
            if self.leads_nowhere(link, page.docname):
                if self._may_be_unread(link) or link.target in given_twice(self._corpus):
                    continue
                message = told_of_hidden(self._corpus, link) or self._told(link)
            elif link.anchor and link.anchor not in self._places_on(link.target):
                message = self._told_of_place(link)
            else:
                continue
            place = (link.line, link.column)
            if not link.column:
                key = (link.line, link.target)
                place = find_target(self._lines_of(page), *key, seen[key])
                seen[key] += 1
            yield Problem(page.path, *place, Code.DANGLING_LINK, message)

    def _places_on(self, docname: str) -> set[str]:
        if docname not in self._places:
            labels = self._corpus.pages[docname].labels
            self._places[docname] = {*labels, *map(anchor_of, labels)}
        return self._places[docname]

    def _hint(self, look_up: Callable[[], str]) -> str:
        """What was meant, as long as there are few faults on the page."""
        self._hints_left -= 1
        return look_up() if self._hints_left >= 0 else ''

    def _told_of_place(self, link: Link) -> str:
        hidden = [mark.name for mark in self._corpus.pages[link.target].marks if mark.spoils]
        if link.anchor in {*hidden, *map(anchor_of, hidden)}:
            return (
                f'{link.anchor!r} is inside a spoiler block, where no link from elsewhere leads;'
                f' leave out {"#" + link.anchor!r}'
            )
        hint = self._hint(lambda: did_you_mean(link.anchor, self._places_on(link.target)))
        return f'there is no place {link.anchor!r} on {link.target + SUFFIX!r}{hint}'

    def _told(self, link: Link) -> str:
        if link.role in {'doc', 'toctree'}:
            target = link.target + SUFFIX
            names = (name + SUFFIX for name in self._corpus.pages)
            hint = self._hint(lambda: did_you_mean(target, names))
            return f'there is no page {target!r}{hint}'
        if link.role == 'path' and not link.target:
            return 'the link has no address; write one between ( and )'
        if link.role == 'character':
            hint = self._hint(lambda: did_you_mean_page(self._corpus, link.role, link.target))
        else:
            hint = self._hint(lambda: did_you_mean(link.target, self._known(link.role)))
        what = 'page' if link.role in {'any', 'path'} else link.role
        return f'there is no {what} {link.target!r}{hint}'

    def _known(self, role: str) -> set[str]:
        if role == 'term':
            return {term.text for page in self._corpus.pages.values() for term in page.terms}
        anything = role in {'any', 'path'}
        pages = self._corpus.by_id.values()
        ids = {page.id for page in pages if anything or role == page.kind}
        return ids | set(self._corpus.labels) if anything else ids

    def _may_be_unread(self, link: Link) -> bool:
        """Whether a link names an episode by number while one could not be read.

        That page has a problem of its own, and one is enough.
        """
        number = episode_number(link.target)
        if link.role in {'doc', 'toctree'} or not 0 < number <= (self._corpus.season or number):
            return False
        return any(page.kind == 'episode' for page in self._unread)

    def files(self, page: Page) -> Iterator[Problem]:
        """Every file that a page shows or offers and that is not there."""
        for file in page.files:
            if self._has_file is not None and not self._has_file(file.path):
                message = f'there is no file {file.path!r}'
                yield Problem(page.path, file.line, file.column, Code.MISSING_FILE, message)

    def values(self, page: Page, data: Made) -> Iterator[Problem]:
        """Every `{value}` role of a page that asks for what is not in the data."""
        self._hints_left = MAX_HINTS
        for figure in page.values:
            path = figure.path
            if path.startswith(self._not_in_data):
                continue
            try:
                shown = shown_value(lookup(data, path))
            except KeyError as error:
                part = str(error.args[0])
                message = f'the data has no {path!r}: {self._why_not(data, path, part)}'
            else:
                episode = closed_until(data, path)
                if shown is None:
                    message = f'{path!r} is no single value in the data'
                elif episode > figure.spoils:
                    message = (
                        f'{path!r} gives away episode {episode}; print it only inside a'
                        f" block ':::{{spoiler}} {episode}'"
                    )
                else:
                    continue
            yield Problem(page.path, figure.line, figure.column, Code.VALUE_PATH, message)

    def _why_not(self, data: Made, path: str, part: str) -> str:
        """Why there is nothing at a path, of which `part` leads nowhere."""
        for page in self._by_any_id.get(part, ()):
            if page.draft and path.startswith(f'{page.kind}s.{part}'):
                return f'that {page.kind} is a draft and counts nowhere'
        hint = self._hint(lambda: did_you_mean(part, known_parts(data, path)))
        return f'{part!r} leads nowhere{hint}'

    @cached_property
    def _by_any_id(self) -> Mapping[str, Sequence[Page]]:
        table: dict[str, list[Page]] = defaultdict(list)
        for page in self._corpus.pages.values():
            table[page.id].append(page)
        return table
