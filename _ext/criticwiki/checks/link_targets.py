"""Checks of link targets, headings, files and {value} paths, with suggestions for each error."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Final

from criticwiki.corpus.aspects import aspect_places
from criticwiki.corpus.corpus import names_of
from criticwiki.corpus.drafts import id_from
from criticwiki.corpus.generated_docnames import reviews_by_name
from criticwiki.export.wiki_data import format_value, get_path, latest_spoiler, valid_keys
from criticwiki.markdown.links import (
    HEADING,
    duplicate_labels,
    file_at,
    find_target,
    label_id,
    markdown_link,
)
from criticwiki.markdown.reader import message_on_hidden
from criticwiki.model.kinds import Character
from criticwiki.model.numbering import format_number
from criticwiki.model.page import SUFFIX
from criticwiki.problems import Code, Problem, did_you_mean

from .old_addresses import moved_to

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.export.wiki_data import LazyMapping
    from criticwiki.model.numbering import Number
    from criticwiki.model.page import Link, Page


def episode_name(corpus: Corpus, number: Number) -> str:
    """An episode in a message: by its number through the series, with that in its season."""
    label, plain = str(corpus.place(number)), format_number(number)
    return f'episode {plain}' if label == plain else f'episode {plain} ({label})'


def did_you_mean_page(corpus: Corpus, kind: str, word: str) -> str:
    """Suffix of a message: the id of the page of a kind that is meant, or an empty string."""
    ids = {page.id for page in corpus.pages.values() if page.kind == kind}
    if moved := moved_to(corpus, word, kind):
        return moved
    matches = set(_ids_by_name(corpus, word)) if kind == 'character' else set()
    matches = matches or {one for one in ids if word and one.startswith(f'{id_from(word)}-')}
    return f'; did you mean {matches.pop()!r}?' if len(matches) == 1 else did_you_mean(word, ids)


def _ids_by_name(corpus: Corpus, word: str) -> Iterator[str]:
    """Ids of characters with a name, spoilers excluded."""
    folded = word.casefold()
    for page in corpus.pages.values():
        facts = page.facts or page.partial_facts
        names = names_of(facts) if isinstance(facts, Character) else ()
        if any(name.casefold() == folded for name in names):
            yield page.id


_OF_SCORES: Final = frozenset(f'consensus.{name}' for name in ('mean', 'median', 'low', 'high'))
"""Values that need the printed score of a review of the whole work."""


STANDARD_LABELS: Final = {
    'genindex': 'genindex',
    'modindex': 'py-modindex',
    'py-modindex': 'py-modindex',
    'search': 'search',
}
"""Built-in labels of Sphinx, with their docnames."""

MAX_HINTS: Final = 20
"""Maximum number of suggestions per page: each compares with all pages."""


def labels_of(pages: Mapping[str, Page]) -> dict[str, str]:
    """Docnames by label, as Sphinx collects them."""
    labels = {docname: docname for docname in pages}
    for docname, page in pages.items():
        labels |= {term.text.lower(): docname for term in page.terms if not term.hidden_until}
    labels |= STANDARD_LABELS
    for docname, page in pages.items():
        labels |= dict.fromkeys(page.labels, docname)
    return labels


class LinkChecker:
    """Checker of links, file references and `{value}` roles."""

    def __init__(
        self,
        corpus: Corpus,
        lines_of: Callable[[Page], Sequence[str]],
        *,
        has_file: Callable[[str], bool] | None = None,
        foreign: frozenset[str] = frozenset(),
    ) -> None:
        """Prepare a corpus; `lines_of` returns the lines of a page, to locate links.

        `has_file` tells whether a file exists, by path relative to the source folder; without
        it, files are not checked. Links of `foreign` roles belong to other extensions.
        """
        self._corpus = corpus
        self._lines_of = lines_of
        self._has_file = has_file
        self._foreign = foreign
        self._invalid_pages = [page for page in corpus.pages.values() if page.facts is None]
        self._hints_left = 0
        self._anchors: dict[str, set[str]] = {}
        self._invalid_prefixes = tuple(f'{page.kind}s.{page.id}.' for page in self._invalid_pages)

    def is_broken(self, link: Link, docname: str) -> bool:
        """Whether a link has no target."""
        if link.role == 'toctree':
            return link.target not in self._corpus.pages and link.target not in STANDARD_LABELS
        if link.role == 'numref':  # Sphinx reports unknown ones
            return message_on_hidden(self._corpus, link) is not None
        if link.role == HEADING:
            return False
        if link.role in self._foreign or self._corpus.resolve(link) is not None:
            return False
        if link.role != 'path':
            return True
        path = file_at(docname, link.target.partition('#')[0])
        return self._has_file is not None and not self._has_file(path)

    def dangling(self, page: Page) -> Iterator[Problem]:
        """Problems of the links of a page: unknown targets and anchors."""
        seen: Counter[tuple[int, str]] = Counter()
        self._hints_left = MAX_HINTS
        for link in page.links:
            if self.is_broken(link, page.docname):
                if self._may_be_invalid_page(link) or link.target in duplicate_labels(self._corpus):
                    continue
                message = message_on_hidden(self._corpus, link) or self._target_message(link)
            elif link.anchor and link.anchor not in self._anchors_on(link.target):
                message = self._anchor_message(link)
            elif link.role == HEADING and (other := self._corpus.find('any', link.target)):
                message = (
                    f'{link.target!r} is a heading of this page and the page {other.path}; write'
                    f' [words](/{page.path}#{link.target}) or [words](/{other.path})'
                )
            else:
                continue
            place = (link.line, link.column)
            if not link.column:
                key = (link.line, link.target)
                place = find_target(self._lines_of(page), *key, seen[key])
                seen[key] += 1
            yield Problem(page.path, *place, Code.DANGLING_LINK, message)

    def _anchors_on(self, docname: str) -> set[str]:
        if docname not in self._anchors:
            page = self._corpus.pages[docname]
            slugs = (slug for slug, _text in page.slugs)
            self._anchors[docname] = {*page.labels, *map(label_id, page.labels), *slugs}
        return self._anchors[docname]

    def _hint(self, look_up: Callable[[], str]) -> str:
        """Suggestion for a message, up to `MAX_HINTS` per page."""
        self._hints_left -= 1
        return look_up() if self._hints_left >= 0 else ''

    def _anchor_message(self, link: Link) -> str:
        hidden = [
            mark.name for mark in self._corpus.pages[link.target].written_labels if mark.spoils
        ]
        if link.anchor in {*hidden, *map(label_id, hidden)}:
            return (
                f'{link.anchor!r} is inside a spoiler block, where no link from elsewhere leads;'
                f' leave out {"#" + link.anchor!r}'
            )
        places = aspect_places(self._corpus)
        if aspect := next((a for a in places if places[a] == (link.target, link.anchor)), None):
            return f'{link.anchor!r} is an aspect; link to it by {{aspect}}`{aspect}`'
        hint = self._hint(lambda: did_you_mean(link.anchor, self._anchors_on(link.target)))
        return f'there is no place {link.anchor!r} on {link.target + SUFFIX!r}{hint}'

    def _near_page(self, docname: str) -> str:
        """Suffix of a message: the page whose name begins so, or is most similar."""
        names = self._corpus.pages
        longer = [name for name in names if name.startswith(f'{docname}-')]
        if len(longer) == 1:
            return f'; did you mean {longer[0] + SUFFIX!r}?'
        return did_you_mean(docname + SUFFIX, (name + SUFFIX for name in names))

    def _target_message(self, link: Link) -> str:
        if link.role in {'doc', 'toctree'}:
            target = link.target + SUFFIX
            moved = moved_to(self._corpus, link.target)
            hint = moved or self._hint(lambda: self._near_page(link.target))
            return f'there is no page {target!r}{hint}'
        if link.role == 'path' and not link.target:
            return 'the link has no address; write one between ( and )'
        if link.role == 'any' and (pages := self._pages_by_slug.get(link.target)):
            return (
                f'no heading of this page is {link.target!r}, but one of {pages[0]!r} is: write'
                f' {markdown_link("words", f"/{pages[0]}#{link.target}")}'
            )
        name, hash_, place = link.target.partition('#')
        if link.role == 'path' and hash_ and (page := self._corpus.find('any', name)):
            link_there = markdown_link('words', f'/{page.path}#{place}')
            return f'there is no page {link.target!r}; write {link_there}'
        if link.role == 'character':
            hint = self._hint(lambda: did_you_mean_page(self._corpus, link.role, link.target))
        else:
            kind = '' if link.role in {'any', 'path'} else link.role
            old = link.target.removesuffix(SUFFIX)
            moved = moved_to(self._corpus, old, kind)
            hint = moved or self._hint(lambda: self._near_target(link))
        what = 'page' if link.role in {'any', 'path'} else link.role
        return f'there is no {what} {link.target!r}{hint}'

    def _near_target(self, link: Link) -> str:
        """Suffix of a message: the id of the character of that name, or the nearest target."""
        named = set(_ids_by_name(self._corpus, link.target)) if link.role == 'any' else set()
        if len(named) == 1:
            return f'; did you mean {named.pop()!r}?'
        return did_you_mean(link.target, self._candidates(link.role))

    def _candidates(self, role: str) -> set[str]:
        if role == 'aspect':
            return set(aspect_places(self._corpus))
        if role == 'critic':
            return set(reviews_by_name(self._corpus))
        if role == 'term':
            return {term.text for page in self._corpus.pages.values() for term in page.terms}
        anything = role in {'any', 'path'}
        pages = self._corpus.by_id.values()
        ids = {page.id for page in pages if anything or role == page.kind}
        return ids | set(self._corpus.labels) if anything else ids

    def _may_be_invalid_page(self, link: Link) -> bool:
        """Whether a link to an episode number may refer to an episode with invalid front matter.

        That page has a problem of its own.
        """
        number = self._corpus.numbering.find(link.target)
        if link.role in {'doc', 'toctree'} or number is None:
            return False
        if self._corpus.numbering.is_beyond(number):
            return False
        return any(page.kind == 'episode' for page in self._invalid_pages)

    def files(self, page: Page) -> Iterator[Problem]:
        """Problems of references to files that do not exist."""
        for file in page.files:
            if self._has_file is not None and not self._has_file(file.path):
                message = f'there is no file {file.path!r}'
                yield Problem(page.path, file.line, file.column, Code.MISSING_FILE, message)

    def values(self, page: Page, data: LazyMapping) -> Iterator[Problem]:
        """Problems of `{value}` roles: unknown paths, composite values and spoilers."""
        self._hints_left = MAX_HINTS
        for figure in page.values:
            path = figure.path
            if path.startswith(self._invalid_prefixes):
                continue
            try:
                value = get_path(data, path)
                shown = format_value(value)
            except KeyError as error:
                part = str(error.args[0])
                message = f'the data has no {path!r}: {self._why_not(data, path, part)}'
            else:
                episode = latest_spoiler(data, path)
                if value is None:
                    message = f'{path!r} has no value now{self._why_none(path)}'
                elif shown is None:
                    message = f'{path!r} is no single value in the data'
                    if value is None:
                        few = path.startswith('consensus.')
                        why = 'too few reviews print a score' if few else 'no page states it'
                        message = f'{path!r} has no value yet: {why}'
                elif episode > figure.spoils:
                    name = episode_name(self._corpus, episode)
                    message = (
                        f'{path!r} gives away {name}; print it only inside'
                        f" a block ':::{{spoiler}} {self._corpus.place(episode)}'"
                    )
                else:
                    continue
            yield Problem(page.path, figure.line, figure.column, Code.VALUE_PATH, message)

    def _why_none(self, path: str) -> str:
        """Explanation why a value of the consensus is not there."""
        if path not in _OF_SCORES:
            return ''
        whole = 'the whole' if not self._corpus.work.has_episodes else 'every episode so far'
        return f': no review that covers {whole} prints a score'

    def _why_not(self, data: LazyMapping, path: str, part: str) -> str:
        """Explanation why `part` of a path does not exist."""
        for page in self._by_any_id.get(part, ()):
            if page.draft and path.startswith(f'{page.kind}s.{part}'):
                return f'that {page.kind} is a draft and counts nowhere'
        hint = self._hint(lambda: did_you_mean(part, valid_keys(data, path)))
        return f'{part!r} leads nowhere{hint}'

    @cached_property
    def _pages_by_slug(self) -> Mapping[str, Sequence[str]]:
        """Paths of the pages with a heading of that slug."""
        paths: dict[str, list[str]] = defaultdict(list)
        for page in self._corpus.pages.values():
            for slug, _text in page.slugs:
                paths[slug].append(page.path)
        return paths

    @cached_property
    def _by_any_id(self) -> Mapping[str, Sequence[Page]]:
        table: dict[str, list[Page]] = defaultdict(list)
        for page in self._corpus.pages.values():
            table[page.id].append(page)
        return table
