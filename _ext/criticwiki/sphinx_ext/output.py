"""Output of a builder: its state (site), URLs of pages and data, files written and removed."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sphinx.util.osutil import relative_uri
from sphinxcontrib.serializinghtml import SerializingHTMLBuilder

from .patches import builder_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

    from .builders import WikiBuilder
    from .generated_pages import ContinuationPages, CriticPages, SeasonPages, SharedNamePages
    from .moved_pages import MovedPages


def name_images(env: BuildEnvironment) -> None:
    """Name image files as a clean build does.

    Sphinx numbers images of one name in the order in which it reads their pages, which differs
    in a partial build.
    """
    named = type(env.images)()
    for path, (docnames, _name) in sorted(env.images.items()):
        for docname in sorted(docnames):
            named.add_file(docname, path)
    env.images = named


def write_changed(file: Path, text: str) -> None:
    """Write a file only if its text differs, so that its modification time stays meaningful."""
    if not file.exists() or file.read_bytes() != text.encode():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, 'utf-8', newline='\n')


def write_whole(file: Path, content: str | bytes) -> None:
    """Write a file atomically, by way of a temporary file beside it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f'{file.name}.new')
    new.write_bytes(content if isinstance(content, bytes) else content.encode())
    new.replace(file)


def output_of(builder: Builder, docname: str) -> str:
    """Output file of a page, below the output folder; empty if pages have no file each."""
    if path_of := getattr(builder, 'get_output_path', None):
        return Path(path_of(docname)).relative_to(builder.outdir).as_posix()
    suffix = getattr(builder, 'out_suffix', '')
    return f'{docname}{suffix}' if suffix else ''


def files_of_pages(app: Sphinx) -> set[str]:
    """Images and downloads that an HTML builder copies, below the output folder."""
    if not site_of(app.env).is_html:
        return set()
    images = {f'{app.builder.imagedir}/{name}' for _pages, name in app.env.images.values()}
    return images | {f'_downloads/{name}' for _pages, name in app.env.dlfiles.values()}


def remove_doctree(app: Sphinx, docname: str) -> None:
    """Delete the pickled doctree of a page."""
    remove(app.doctreedir, f'{docname}.doctree')


def remove(root: Path, name: str) -> None:
    """Delete a file below `root`, and the folders that are then empty."""
    file = Path(root, name)
    file.unlink(missing_ok=True)
    folder = file.parent
    while folder != Path(root) and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


DATA_FOLDER: Final = 'data'
"""Folder of the data files, below the root of a web site."""
_CACHED: Final = 1 << 15


def data_url(builder: Builder, docname: str, name: str) -> str:
    """Relative URL of a data file from a page."""
    here = builder.get_relative_uri(docname, builder.config.root_doc).partition('#')[0]
    return posixpath.join(posixpath.dirname(here), DATA_FOLDER, name)


def base_url(config: Config) -> str:
    """Address of the web site, with a slash at its end; empty where it is not known."""
    return f'{config.html_baseurl.rstrip("/")}/' if config.html_baseurl else ''


class PageURLs:
    """Relative URLs between pages of a web site that has a file for each page."""

    def __init__(self, builder: Builder) -> None:
        """Create them for a builder."""
        self._builder = builder
        self._from_folder = lru_cache(_CACHED)(self._relative)

    def page(self, docname: str, target: str, anchor: str = '') -> str:
        """URL of the page `target` relative to the page `docname`."""
        if docname == target:
            return f'#{anchor}'
        folder = self._builder.get_target_uri(docname).rpartition('/')[0]
        url = self._from_folder(folder, target)
        return f'{url}#{anchor}' if anchor else url

    def on(self, docname: str) -> tuple[Callable[[str, str], str], Callable[[str], str]]:
        """The functions `page` and `data` for URLs on one page."""
        return partial(self.page, docname), partial(self.data, docname)

    def data(self, docname: str, name: str) -> str:
        """URL of the data file `name` relative to the page `docname`."""
        return data_url(self._builder, docname, name)

    def _relative(self, folder: str, target: str) -> str:
        here = f'{folder}/' if folder else ''
        return relative_uri(here, self._builder.get_target_uri(target))


@dataclass(slots=True)
class DataFilesState:
    """State of the data files: before they are written, and after."""

    settled: bool = False
    """Whether they are up to date: no fact or title has changed since they were written."""
    stale: Collection[str] | None = None
    """Docnames whose entries in `wiki.json` may be out of date; None for all."""
    digest: str = ''
    """Digest of the text of `wiki.json`, as it was written."""


class Site:
    """State of a builder: the kind of its output, URLs, generated pages, data files.

    Builders share an environment, so nothing of this belongs to a domain.
    """

    def __init__(self, builder: Builder) -> None:
        """Read, once in a build, what the builder writes."""
        self.format = builder.format
        self.is_html = builder.format == 'html'
        self.is_web = self.is_html and builder.name != 'epub'
        """Whether the output is a web site: EPUB is HTML, but none."""
        self.has_frame = self.is_web and not isinstance(builder, SerializingHTMLBuilder)
        """Whether a theme draws the pages: the builders `json` and `pickle` have none."""
        self.is_furo = self.has_frame and builder.config.html_theme == 'furo'
        """Whether the theme of the web site is furo."""
        self.in_folders = builder.name == 'dirhtml'
        """Whether each page is the index of a folder of its own."""
        self.addresses = PageURLs(builder) if builder.name in {'html', 'dirhtml'} else None
        """URLs, if each page has a file of its own."""
        self.wiki_builder: WikiBuilder | None = None
        """The builder, if it is ours, which skips what is unchanged."""
        self.continuations: ContinuationPages | None = None
        """Continuation pages, if each page has a file of its own."""
        self.critics: CriticPages | None = None
        """Pages of critics, likewise."""
        self.shared_names: SharedNamePages | None = None
        """Pages of names that characters share, likewise."""
        self.seasons: SeasonPages | None = None
        """Pages of seasons, likewise."""
        self.moved: MovedPages | None = None
        """Pages at old addresses, likewise."""
        self.unread: frozenset[str] = frozenset()
        """Paths of files that seem to be meant for pages, and are not read."""
        self.data_files = DataFilesState()
        self.asset_tags: dict[Hashable, str] = {}
        """Cache of the tags of style sheets and scripts."""


_SITE: Final = 'criticwiki_site'


def begin_site(app: Sphinx) -> Site:
    """Create the site of the builder, which lives as long as the builder does."""
    site = Site(app.builder)
    setattr(app.builder, _SITE, site)
    return site


def site_of(env: BuildEnvironment) -> Site:
    """The site of the builder that an environment is used by."""
    site: Site = getattr(builder_of(env), _SITE)
    return site
