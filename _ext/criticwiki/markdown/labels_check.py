"""Names of places that lead somewhere else than to the place: given twice, or taken already."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from criticwiki.cached_view import remembered
from criticwiki.problems import Code, Problem

from .slugs import anchor_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.model.page import Page
    from criticwiki.model.prose import Label

    from .footnotes_check import Mark
    from .headings_check import Heading

RESERVED: Final = frozenset(
    {
        '__navigation',
        '__toc',
        'furo-main-content',
        'furo-readthedocs-versions',
        'furo-sidebar-ad-placement',
        'searchbox',
        'searchlabel',
        'svg-arrow-right',
        'svg-eye',
        'svg-menu',
        'svg-moon',
        'svg-moon-with-sun',
        'svg-pencil',
        'svg-sun',
        'svg-sun-with-moon',
        'svg-toc',
        'wiki-preview',
    }
)
"""Ids that furo, the basic theme of Sphinx and the scripts of this extension put on pages.

A test builds a wiki with each theme and looks for others outside of the text.
"""
STANDARD: Final = frozenset({'genindex', 'modindex', 'py-modindex', 'search'})
"""Labels of pages that Sphinx makes itself."""


def check_reserved(
    marks: Iterable[Label], headings: Iterable[Heading], notes: Iterable[Mark]
) -> Iterator[Problem]:
    """Labels, headings and footnotes of a page that double an id of the theme around it."""
    for mark in marks:
        if not RESERVED.isdisjoint({mark.name, _id_of(mark.name)}) or mark.name in STANDARD:
            message = f'every page has a place {mark.name!r} already; give this one another name'
            yield Problem('', mark.line, mark.column, Code.DUPLICATE_ID, message)
    for note in notes:
        if _id_of(note.label) in RESERVED:
            message = f'every page has a place {note.label!r} already; name the footnote otherwise'
            yield Problem('', note.line, note.column, Code.DUPLICATE_ID, message)
    for heading in headings:
        ids = (_id_of(heading.text), heading.text.strip().lower().replace(' ', '-'))
        for name in [one for one in ids if one in RESERVED][:1]:
            message = f'every page has a place {name!r} already; word the heading otherwise'
            yield Problem('', heading.line, heading.column, Code.DUPLICATE_ID, message)


def _id_of(name: str) -> str:
    """The id that docutils makes of a name: it begins with a letter."""
    return anchor_of(name).lstrip('-0123456789')


def twice_on(page: Page) -> frozenset[str]:
    """Labels that a page gives twice, so that they lead nowhere."""
    counted = Counter(mark.name for mark in page.marks)
    return frozenset(name for name, count in counted.items() if count > 1)


@remembered
def given_twice(corpus: Corpus) -> frozenset[str]:
    """The same of all pages: links to them are no problem of their own."""
    return frozenset().union(*map(twice_on, corpus.pages.values()))


def check_labels(corpus: Corpus) -> Iterator[Problem]:
    """Labels that stand twice in a wiki, or that are the name of something else in it."""
    places: dict[str, list[tuple[Page, Label]]] = defaultdict(list)
    for page in corpus.pages.values():
        for mark in page.marks:
            places[mark.name].append((page, mark))
    taken = {term.text.lower() for page in corpus.pages.values() for term in page.terms}
    for name, found in places.items():
        for page, mark in found:
            if other := next((one for one in found if one != (page, mark)), None):
                place = f'{other[0].path}:{other[1].line}:{other[1].column}'
                message = f'the label {name!r} is given at {place} too; give one another name'
            elif name in corpus.pages or corpus.find('any', name):
                message = f'the label {name!r} is the name of a page too; give it another name'
            elif name in taken:
                message = f'the label {name!r} is a word of the glossary too; give it another name'
            else:
                continue
            yield Problem(page.path, mark.line, mark.column, Code.DUPLICATE_ID, message)
