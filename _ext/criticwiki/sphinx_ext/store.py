"""Keeps pages packed, so that an environment is loaded and saved in a moment.

A build that changes nothing, or little, looks at few pages; unpacking all of them takes
longer than all else that such a build does.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypedDict

from criticwiki.gc_pause import uncollected

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinx.environment import BuildEnvironment

    from criticwiki.corpus.backlinks import Outgoing
    from criticwiki.model.page import Page
    from criticwiki.model.prose import Block


class Packed(TypedDict):
    """What of the pages goes into the environment, by docname."""

    pages: dict[str, bytes]
    """Each page without its prose."""
    prose: dict[str, bytes]
    """The blocks of each page."""
    stamps: dict[str, tuple[int, int]]
    """What tells the file of each page from an earlier state of it."""
    names: dict[str, tuple[str, str]]
    """Kind and title of each page."""
    outgoing: dict[str, bytes]
    """The sentences of each page that link to others, where they are known."""
    outgoing_key: str
    """What those sentences depend on, beside the page itself."""


class PageStore(Mapping[str, 'Page']):
    """Pages by docname, unpacked when they are asked for."""

    def __init__(self, packed: Packed, unpacked: dict[bytes, Page] | None = None) -> None:
        """Take the packed pages; changes go into them. `unpacked` is shared by copies."""
        self._packed = packed
        self._unpacked: dict[bytes, Page] = {} if unpacked is None else unpacked

    def __getitem__(self, docname: str) -> Page:
        """The page of that name, without its prose."""
        packed = self._packed['pages'][docname]
        page = self._unpacked.get(packed)
        if page is None:
            page = self._unpacked[packed] = pickle.loads(packed)
        return page

    def __iter__(self) -> Iterator[str]:
        """All docnames, in the order of reading."""
        return iter(self._packed['pages'])

    def __len__(self) -> int:
        """How many pages there are."""
        return len(self._packed['pages'])

    def __contains__(self, docname: object) -> bool:
        """Whether there is such a page."""
        return docname in self._packed['pages']

    def all(self) -> list[Page]:
        """Every page, without its prose."""
        with uncollected():
            return [self[docname] for docname in self]

    def prose(self, docname: str) -> tuple[Block, ...]:
        """The prose of a page; it is not kept unpacked."""
        blocks: tuple[Block, ...] = pickle.loads(self._packed['prose'][docname])
        return blocks

    def put(self, page: Page) -> None:
        """Keep a page, in place of an earlier state of it."""
        self.drop(page.docname)
        self._packed['prose'][page.docname] = pickle.dumps(page.blocks, 5)
        self._packed['pages'][page.docname] = pickle.dumps(replace(page, blocks=()), 5)
        self._packed['stamps'][page.docname] = page.stamp
        self._packed['names'][page.docname] = (page.kind, page.title)

    def drop(self, docname: str) -> None:
        """Forget a page."""
        self._unpacked.pop(self._packed['pages'].get(docname, b''), None)
        for kept in (*self._tables(self._packed), self._packed['outgoing']):
            kept.pop(docname, None)

    def clear(self) -> None:
        """Forget all pages."""
        self._unpacked.clear()
        for kept in (*self._tables(self._packed), self._packed['outgoing']):
            kept.clear()

    def copy(self) -> PageStore:
        """The pages as they are now."""
        packed: Any = {
            name: dict(table) if isinstance(table, dict) else table
            for name, table in self._packed.items()
        }
        return PageStore(packed, self._unpacked)

    def take(self, docname: str, other: Packed) -> None:
        """Take over a page that another process read."""
        self.drop(docname)
        for kept, found in zip(self._tables(self._packed), self._tables(other), strict=True):
            kept[docname] = found[docname]

    def outgoing(self, key: str) -> dict[str, Sequence[Outgoing]]:
        """The sentences that link from page to page, as far as they are known for `key`."""
        if self._packed['outgoing_key'] != key:
            self._packed['outgoing'].clear()
            self._packed['outgoing_key'] = key
        with uncollected():
            return {name: pickle.loads(rows) for name, rows in self._packed['outgoing'].items()}

    def keep_outgoing(self, known: Mapping[str, Sequence[Outgoing]]) -> None:
        """Keep those sentences for the next build."""
        packed = self._packed['outgoing']
        for docname in known.keys() - packed.keys():
            packed[docname] = pickle.dumps(known[docname], 5)

    @property
    def stamps(self) -> Mapping[str, tuple[int, int]]:
        """The stamp of every page."""
        return self._packed['stamps']

    @property
    def names(self) -> Mapping[str, tuple[str, str]]:
        """Kind and title of every page."""
        return self._packed['names']

    @staticmethod
    def _tables(packed: Packed) -> tuple[dict[str, Any], ...]:
        return packed['pages'], packed['prose'], packed['stamps'], packed['names']


def stamp_of(env: BuildEnvironment, docname: str) -> tuple[int, int]:
    """What tells a file from an earlier state of it."""
    return file_stamp(f'{env.srcdir}/{env.doc2path(docname, base=False)}')


def file_stamp(path: str) -> tuple[int, int]:
    """Modification time in nanoseconds and size of a file; zeros where there is none."""
    try:
        known = os.stat(path)  # noqa: PTH116 - a Path for each of thousands takes longer
    except OSError:
        return (0, 0)
    return (known.st_mtime_ns, known.st_size)
