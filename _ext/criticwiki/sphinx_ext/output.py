"""The files of pages: what images are called, what is written, how it is removed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

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
