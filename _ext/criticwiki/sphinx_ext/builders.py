"""HTML builders that skip unchanged pages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx.builders.dirhtml import DirectoryHTMLBuilder
from sphinx.builders.html import INVENTORY_FILENAME, StandaloneHTMLBuilder

from .patches import pass_for_builders_of_sphinx
from .search import INDEX, PassageWriter

if TYPE_CHECKING:
    from collections.abc import Set

    from sphinx.application import Sphinx
    from sphinx.config import Config

_MORE: Final = ('html_additional_pages', 'html_split_index', 'html_use_opensearch')
"""Settings that produce further files; with one of them, all are written in every build."""


class SkipsUnchanged(StandaloneHTMLBuilder):
    """HTML builder that skips pages, indices and search files whose content is unchanged."""

    stays: Set[str] = frozenset()
    """Docnames that were not read again and show what they showed when last written."""

    settled = False
    """Whether no page has changed since the last build."""
    is_last = True
    """Whether no other build follows in this process; one that follows needs the theme loaded.

    The first page that is drawn also settles for the whole process what pages say of the files
    that they load, and furo writes one of these anew at the end of a build.
    """
    _idle = False

    def prepare_writing(self, docnames: Set[str]) -> None:
        """Prepare the pages that are to be written."""
        needed = self._needed(docnames)
        self._idle = self.is_last and self.settled and not needed and self._has_all()
        super().prepare_writing(needed)

    def write_documents(self, docnames: Set[str]) -> None:
        """Write pages."""
        if needed := self._needed(docnames):
            super().write_documents(needed)

    def write_genindex(self) -> None:
        """Write the general index, unless nothing is written."""
        if not self._idle:
            super().write_genindex()

    def gen_additional_pages(self) -> None:
        """Write the search page, unless nothing is written."""
        if not self._idle:
            super().gen_additional_pages()

    def dump_inventory(self) -> None:
        """Write the inventory, unless nothing is written."""
        if not self._idle:
            super().dump_inventory()

    def _needed(self, docnames: Set[str]) -> Set[str]:
        """Those of the pages that may have changed; all of them, if all pages were asked for."""
        if docnames >= self.env.found_docs:
            return docnames
        parents = {one for name in docnames for one in self.env.files_to_rebuild.get(name, ())}
        return {
            name
            for name in docnames
            if name not in parents
            or name not in self.stays
            or not self.get_output_path(name).exists()
        }

    def _has_all(self) -> bool:
        """Whether all indices and search files exist: a deleted one is written again."""
        pages = ['search', *(['genindex'] if self.use_index else [])]
        files = [Path(self.get_outfilename(page)) for page in pages]
        files += [Path(self.outdir, INDEX)]
        files += [Path(self.outdir, INVENTORY_FILENAME)]
        more = any(self.config[name] for name in _MORE)
        return not more and all(file.exists() for file in files)


class WikiBuilder(SkipsUnchanged, PassageWriter):
    """Base of our HTML builders."""

    def render_partial(self, node: nodes.Node | None) -> dict[str, str]:
        """Render parts of a node as HTML; of a title, a copy.

        Sphinx puts the node into a new document, which the titles of all pages would keep alive.
        """
        return super().render_partial(node.deepcopy() if isinstance(node, nodes.title) else node)


class WikiHTMLBuilder(WikiBuilder):
    """Builder `html`."""

    name = 'html'


class WikiDirectoryHTMLBuilder(WikiBuilder, DirectoryHTMLBuilder):
    """Builder `dirhtml`."""

    name = 'dirhtml'


def introduce_builders(_app: Sphinx, _config: Config) -> None:
    """Handler of `config-inited`: let all extensions that are loaded know our builders."""
    pass_for_builders_of_sphinx(WikiHTMLBuilder, WikiDirectoryHTMLBuilder)
