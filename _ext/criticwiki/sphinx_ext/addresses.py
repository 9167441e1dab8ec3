"""Addresses of pages and data files as one page of a web site names them."""

from __future__ import annotations

import posixpath
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from sphinx.util.osutil import relative_uri

if TYPE_CHECKING:
    from sphinx.builders import Builder

DATA_FOLDER: Final = 'data'
"""Where a web site has the data files, below its root."""
_KEPT: Final = 1 << 15


def writes_data(builder: Builder) -> bool:
    """Whether a builder makes a web site: EPUB is HTML, but none."""
    return builder.format == 'html' and builder.name != 'epub'


def data_address(builder: Builder, docname: str, name: str) -> str:
    """The address of a data file from a page."""
    here = builder.get_relative_uri(docname, builder.config.root_doc).partition('#')[0]
    return posixpath.join(posixpath.dirname(here), DATA_FOLDER, name)


class Addresses:
    """Relative addresses in a web site that has a file for each page."""

    def __init__(self, builder: Builder) -> None:
        """Take the builder of the site."""
        self._builder = builder
        self._from_folder = lru_cache(_KEPT)(self._relative)

    @classmethod
    def of(cls, builder: Builder) -> Addresses | None:
        """The addresses of a builder, or None for one that joins pages or writes no site."""
        return cls(builder) if builder.name in {'html', 'dirhtml'} else None

    def page(self, docname: str, target: str, anchor: str = '') -> str:
        """The address of `target` on the page `docname`."""
        if docname == target:
            return f'#{anchor}'
        folder = self._builder.get_target_uri(docname).rpartition('/')[0]
        address = self._from_folder(folder, target)
        return f'{address}#{anchor}' if anchor else address

    def data(self, docname: str, name: str) -> str:
        """The address of the data file `name` on the page `docname`."""
        return data_address(self._builder, docname, name)

    def _relative(self, folder: str, target: str) -> str:
        here = f'{folder}/' if folder else ''
        return relative_uri(here, self._builder.get_target_uri(target))
