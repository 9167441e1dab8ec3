"""What is wrong with a wiki: problems of each page, between pages, of links and figures."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

from criticwiki.core.checks import LASTING, check
from criticwiki.core.corpus import episode_number
from criticwiki.core.locate import find_target
from criticwiki.core.lookup import known_parts, lookup, shown_value
from criticwiki.core.problems import Code, Problem, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from criticwiki.core.pages import Page
    from criticwiki.core.prose import Link
    from criticwiki.sphinx_ext.domain import WikiDomain

_LASTING: Final = LASTING | {Code.DANGLING_LINK}


def problems(domain: WikiDomain) -> list[Problem]:
    """All problems of a wiki, sorted."""
    found = set(check(domain.corpus))
    for page in domain.pages.values():
        found.update(_dangling(domain, page))
        found.update(_values(domain, page))
    return sorted(found)


def problems_after(
    domain: WikiDomain, before: Iterable[Problem], edited: Collection[str]
) -> list[Problem]:
    """The same after an edit of a few pages that cannot show on any page, from those before it."""
    pages = [domain.pages[docname] for docname in edited if docname in domain.pages]
    paths = {page.path for page in pages}
    found = {p for p in before if p.code in _LASTING and p.path not in paths}
    found.update(check(domain.corpus, edited))
    for page in pages:
        found.update(_dangling(domain, page))
    for page in domain.pages.values():
        found.update(_values(domain, page))
    return sorted(found)


def _dangling(domain: WikiDomain, page: Page) -> Iterator[Problem]:
    lines: list[str] | None = None
    seen: Counter[tuple[int, str]] = Counter()
    for link in page.links:
        if not domain.leads_nowhere(link) or _may_be_unread(domain, link):
            continue
        lines = _source(domain, page) if lines is None else lines
        key = (link.line, link.target)
        place = find_target(lines, link.line, link.target, seen[key])
        seen[key] += 1
        known = _known(domain, link.role)
        what = 'page' if link.role in {'any', 'doc'} else link.role
        message = f'there is no {what} {link.target!r}{did_you_mean(link.target, known)}'
        yield Problem(page.path, *place, Code.DANGLING_LINK, message)


def _may_be_unread(domain: WikiDomain, link: Link) -> bool:
    """Whether a link names an episode by number while one could not be read.

    That page has a problem of its own, and one is enough.
    """
    number = episode_number(link.target)
    if link.role == 'doc' or not 0 < number <= (domain.corpus.season or number):
        return False
    return any(page.kind == 'episode' and page.facts is None for page in domain.pages.values())


def _known(domain: WikiDomain, role: str) -> set[str]:
    corpus = domain.corpus
    if role == 'doc':
        return set(corpus.pages)
    ids = {page.id for page in corpus.by_id.values() if role in {page.kind, 'any'}}
    return ids | set(corpus.labels) if role == 'any' else ids


def _values(domain: WikiDomain, page: Page) -> Iterator[Problem]:
    if not page.values:
        return
    unread = [
        f'{other.kind}s.{other.id}.' for other in domain.pages.values() if other.facts is None
    ]
    for path, line in page.values:
        if any(path.startswith(place) for place in unread):
            continue
        try:
            shown = shown_value(lookup(domain.exported, path))
        except KeyError as error:
            part = str(error.args[0])
            hint = did_you_mean(part, known_parts(domain.exported, path))
            message = f'the data has no {path!r}: {part!r} leads nowhere{hint}'
        else:
            if shown is not None:
                continue
            message = f'{path!r} is no single value in the data'
        place = find_target(_source(domain, page), line, path)
        yield Problem(page.path, *place, Code.VALUE_PATH, message)


def _source(domain: WikiDomain, page: Page) -> list[str]:
    file = Path(domain.env.srcdir, page.path)
    return file.read_text('utf-8', 'replace').split('\n')
