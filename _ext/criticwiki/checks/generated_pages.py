"""Pages that builds make by themselves, and pages that somebody wrote at the address of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from criticwiki.corpus.generated_docnames import (
    FOLDER,
    INDEX,
    NAMES_FOLDER,
    critic_pages,
    critics_index,
    shared_name_pages,
)
from criticwiki.panels import seasons
from criticwiki.problems import Code, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from criticwiki.corpus.corpus import Corpus


def generated_pages(corpus: Corpus) -> dict[str, str]:
    """What each generated page is about, by docname."""
    pages = {page: f'of {name}' for name, page in critic_pages(corpus).items()}
    if index := critics_index(corpus):
        pages[index] = 'of all critics'
    for name, page in shared_name_pages(corpus).items():
        pages[page] = f'of the name {name!r}'
    for page, season in seasons.season_pages(corpus).items():
        pages[page] = f'of season {corpus.numbering.season_of(season.first)}'
    return pages


def address_key(docname: str) -> str:
    """Key of an address: as in folders, and as on disks that know no capitals.

    >>> address_key('Characters/index') == address_key('characters')
    True
    """
    folder, _slash, name = docname.casefold().rpartition('/')
    return folder if name == INDEX else docname.casefold()


def written_over(corpus: Corpus) -> Iterator[Problem]:
    """Pages at the address of a generated one, which has moved to another folder for them."""
    meant: dict[str, tuple[str, str]] = {}
    for docname, about in generated_pages(corpus).items():
        folder, _slash, name = docname.partition('/')
        first = next(one for one in _FOLDERS if folder.startswith(one))
        if folder != first:
            meant[address_key(f'{first}/{name}')] = about, docname
    for page in corpus.pages.values() if meant else ():
        if found := meant.get(address_key(page.docname)):
            about, now = found
            message = (
                f'builds make the page {page.docname!r} themselves, {about}, and put it at'
                f' {now!r} as long as this page is here; rename or delete this page'
            )
            yield page.problem(Code.DUPLICATE_ID, message)


_FOLDERS: Final = (FOLDER, NAMES_FOLDER, seasons.FOLDER)
