"""Checks of the wiki during a build: the problems between pages, and when to ask."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from criticwiki.checks.between_pages import STABLE_CODES, LinkChecker, check
from criticwiki.guard.files import is_file
from criticwiki.problems import Code, Problem

from .transforms import external_roles

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from criticwiki.model.page import Page

    from .domain import WikiDomain

_LASTING: Final = STABLE_CODES | {Code.DANGLING_LINK}


def problems(domain: WikiDomain) -> list[Problem]:
    """All problems of a wiki, sorted."""
    return _sorted(domain, check(domain.corpus), domain.pages.values())


def problems_after(
    domain: WikiDomain, before: Iterable[Problem], edited: Collection[str]
) -> list[Problem]:
    """The same after an edit of a few pages that cannot show on any page, from those before it."""
    pages = [domain.pages[docname] for docname in edited if docname in domain.pages]
    paths = {page.path for page in pages}
    found = [p for p in before if p.code in _LASTING and p.path not in paths]
    return _sorted(domain, [*found, *check(domain.corpus, edited)], pages)


def _sorted(domain: WikiDomain, found: Iterable[Problem], edited: Iterable[Page]) -> list[Problem]:
    """Beside what was found, the links of edited pages, and what all pages show from elsewhere."""
    source = Path(domain.env.srcdir)
    judge = LinkChecker(
        domain.corpus,
        lambda page: (source / page.path).read_text('utf-8', 'replace').split('\n'),
        has_file=partial(is_file, source),
        foreign=external_roles(domain),
    )
    told = set(found)
    for page in edited:
        told.update(judge.dangling(page))
    for page in domain.pages.values():
        told.update(judge.files(page))
        told.update(judge.values(page, domain.exported))
    return sorted(told)
