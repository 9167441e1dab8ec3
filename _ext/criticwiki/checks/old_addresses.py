"""Old addresses of pages: where readers are led on from, and which addresses cannot be one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from criticwiki.cached_view import cached_view
from criticwiki.guard.files import MAX_FOLDERS
from criticwiki.guard.policy import page_name_violation
from criticwiki.model.page import SUFFIX, id_of
from criticwiki.panels.pagination import look_alikes
from criticwiki.problems import Code, Problem

from .generated_pages import address_key, generated_pages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.model.page import Page


@dataclass(frozen=True, slots=True)
class OldAddresses:
    """The old addresses that pages state under `was`."""

    leads: dict[str, str] = field(default_factory=dict)
    """Docname of the page, by the docname that it had before."""
    problems: list[Problem] = field(default_factory=list)
    """Those that lead nowhere: a page stands there, or no page could."""


@cached_view
def old_addresses(corpus: Corpus) -> OldAddresses:
    """All old addresses, judged by the pages that there are now."""
    stated = list(_stated(corpus))
    view = OldAddresses()
    if not stated:
        return view
    pages = {address_key(docname): page for docname, page in corpus.pages.items()}
    generated = {address_key(name): name for name in generated_pages(corpus)}
    first: dict[str, tuple[Page, tuple[str | int, ...]]] = {}
    for page, path, old in stated:
        message, code = _harm(old), Code.BAD_VALUE
        if message is None:
            message, code = _taken(corpus, page, old, pages, generated), Code.DUPLICATE_ID
        if message is None:
            other, place = first.setdefault(address_key(old), (page, path))
            if (other, place) != (page, path):
                line, column = other.place(*place)
                message = (
                    f'{old!r} is an old address of {other.path}:{line}:{column} too; readers can'
                    ' be led to one page only'
                )
        if message is None:
            view.leads[old] = page.docname
        else:
            view.problems.append(page.problem(code, f'was: {message}', *path))
    return view


def _stated(corpus: Corpus) -> Iterator[tuple[Page, tuple[str | int, ...], str]]:
    """Each old address with its page and its place in the front matter, by docname."""
    for _docname, page in sorted(corpus.pages.items()):
        facts = page.facts or page.partial_facts
        for index, old in enumerate(facts.was if facts else ()):
            yield page, ('was', index), old


def _harm(old: str) -> str | None:
    """Message of why no page can stand at an address."""
    parts = old.split('/')
    if len(parts) > MAX_FOLDERS:
        return f'{old!r} stands more than {MAX_FOLDERS} folders deep, where no page was'
    if old.startswith('_'):
        return f'a build keeps files of its own in {parts[0]!r}, so no page was at {old!r}'
    for index, part in enumerate(parts):
        what = 'a page' if index == len(parts) - 1 else 'a folder of pages'
        if violation := page_name_violation(part, what, top=not index):
            return f'{violation.partition("; rename it")[0]}; so none was at {old!r}'
    return None


def _taken(
    corpus: Corpus, page: Page, old: str, pages: Mapping[str, Page], generated: Mapping[str, str]
) -> str | None:
    """Message of which page stands at an address."""
    if old == page.docname:
        return f'{old!r} is where this page stands now; delete the line'
    if old.casefold() == page.docname.casefold():
        return (
            f'{old!r} differs from where this page stands in capitals only, which is one file on'
            ' many disks; delete the line'
        )
    other = pages.get(address_key(old))
    if other is not None and other is not page:
        return f'{old!r} is the address of {other.path}, so nothing can lead on from there'
    owner = next((name for name in look_alikes([old]) if name in corpus.pages), None)
    if owner or address_key(old) in generated:
        return f'{old!r} is the address of a page that the web site makes itself'
    return None


def moved_to(corpus: Corpus, word: str, kind: str = '') -> str:
    """Suffix of a message: where the page stands that had an id or docname, if it was moved."""
    for old, docname in old_addresses(corpus).leads.items():
        page = corpus.pages[docname]
        if word in {old, id_of(old)} and kind in {'', page.kind}:
            now = docname + SUFFIX if '/' in word else page.id
            return f'; the page is {now!r} now'
    return ''
