"""Which pages come, go, get another name, begin or cease to count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .sentences import File

if TYPE_CHECKING:
    from collections.abc import Iterator

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.model.page import Page

    from .sentences import Sentence

_PLAIN: Final = frozenset({'page', 'series'})


def page_changes(old: Corpus, new: Corpus) -> Iterator[Sentence]:
    """Every page that comes, goes or is renamed, and every draft that becomes a page."""
    gone = {name: page for name, page in old.pages.items() if name not in new.pages}
    for docname, page in new.pages.items():
        before = old.pages.get(docname)
        if before is None and (former := _former(page, gone)):
            del gone[former.docname]
            yield ('renamed: ', File(former.path), ' is now ', File(page.path))
            before = former
        elif before is None:
            yield (f'new {_kind(page)}: ', File(page.path))
            continue
        if before and before.draft != page.draft:
            now = 'is a draft now, and counts no longer' if page.draft else 'is no draft any more'
            yield (File(page.path), f' {now}')
    for page in gone.values():
        yield (f'removed {_kind(page)}: ', File(page.path))


def _former(page: Page, gone: dict[str, Page]) -> Page | None:
    """The page that one is under another name: with the same words, or the same facts."""
    alike = [known for known in gone.values() if known.kind == page.kind]
    told = page.kind not in _PLAIN
    same = (known for known in alike if told and known.facts == page.facts)
    return next(same, None) or next((k for k in alike if k.source == page.source), None)


def _kind(page: Page) -> str:
    kind = 'page' if page.kind in _PLAIN else page.kind
    return f'draft of {"an" if kind[0] in "aeiou" else "a"} {kind}' if page.draft else kind
