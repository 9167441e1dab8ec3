"""Output files: names and URLs of pages, images and data files, and their removal."""

from __future__ import annotations

import posixpath
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sphinx.util.osutil import relative_uri

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


def name_images(env: BuildEnvironment) -> None:
    """Give each image the name in the output that a clean build gives it.

    Two of one name in different folders need different ones, which Sphinx gives in the
    order in which it meets them.
    """
    named = type(env.images)()
    for path, (docnames, _name) in sorted(env.images.items()):
        for docname in sorted(docnames):
            named.add_file(docname, path)
    env.images = named


def write_changed(file: Path, text: str) -> None:
    """Write a text where the file holds another, so that its time tells when it changed."""
    if not file.exists() or file.read_text('utf-8') != text:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, 'utf-8', newline='\n')


def write_whole(file: Path, text: str) -> None:
    """Write a file that holds the text of before or all of this one, whenever we are cut off."""
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f'{file.name}.new')
    new.write_text(text, 'utf-8', newline='\n')
    new.replace(file)


def output_of(builder: Builder, docname: str) -> str:
    """The file that a builder writes for a page; empty where it writes none for each."""
    if path_of := getattr(builder, 'get_output_path', None):
        return Path(path_of(docname)).relative_to(builder.outdir).as_posix()
    suffix = getattr(builder, 'out_suffix', '')
    return f'{docname}{suffix}' if suffix else ''


def files_of_pages(app: Sphinx) -> set[str]:
    """The images and downloads that pages have, as an HTML builder copies them."""
    if app.builder.format != 'html':
        return set()
    images = {f'{app.builder.imagedir}/{name}' for _pages, name in app.env.images.values()}
    return images | {f'_downloads/{name}' for _pages, name in app.env.dlfiles.values()}


def remove_doctree(app: Sphinx, docname: str) -> None:
    """Remove what Sphinx keeps of a page."""
    remove(app.doctreedir, f'{docname}.doctree')


def remove(root: Path, name: str) -> None:
    """Remove a file below a folder, and the folders that are empty without it."""
    file = Path(root, name)
    file.unlink(missing_ok=True)
    folder = file.parent
    while folder != Path(root) and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


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
