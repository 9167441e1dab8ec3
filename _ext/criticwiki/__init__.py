"""A review wiki: pages about episodes, characters and reviews, and what critics made of them.

Put `criticwiki` into `extensions`. Importing this package does not import Sphinx.
"""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = '0.1.0'


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything with Sphinx."""
    from criticwiki.sphinx_ext.builders import setup_builders
    from criticwiki.sphinx_ext.config import setup_settings, setup_words
    from criticwiki.sphinx_ext.data_files import setup_data_files
    from criticwiki.sphinx_ext.directives import setup_directives, setup_empty
    from criticwiki.sphinx_ext.domain import setup_domain, setup_inventory
    from criticwiki.sphinx_ext.generated_pages import setup_critics, setup_further
    from criticwiki.sphinx_ext.guard import setup_guard
    from criticwiki.sphinx_ext.html.assets import (
        setup_asset_tags,
        setup_styles,
        setup_unused,
    )
    from criticwiki.sphinx_ext.html.body import setup_previews, setup_regions, setup_tables
    from criticwiki.sphinx_ext.html.furo import setup_furo, setup_furo_page
    from criticwiki.sphinx_ext.html.pages import (
        setup_html,
        setup_linked_data,
        setup_missing,
        setup_progress,
        setup_ways,
    )
    from criticwiki.sphinx_ext.html.search import setup_search_page
    from criticwiki.sphinx_ext.incremental import setup_freshness
    from criticwiki.sphinx_ext.memory import setup_lean
    from criticwiki.sphinx_ext.nodes import setup_headings, setup_nodes
    from criticwiki.sphinx_ext.reading import setup_reading
    from criticwiki.sphinx_ext.search import setup_stems
    from criticwiki.sphinx_ext.spoilers import setup_blocks, setup_hidden
    from criticwiki.sphinx_ext.transforms import setup_circles, setup_footnotes, setup_resolve
    from criticwiki.sphinx_ext.warnings import setup_lasting, setup_told_once

    setup_settings(app)
    setup_told_once(app)
    setup_guard(app)
    setup_words(app)
    setup_nodes(app)
    setup_domain(app)
    setup_inventory(app)
    setup_directives(app)
    setup_blocks(app)
    setup_hidden(app)
    setup_empty(app)
    setup_footnotes(app)
    setup_reading(app)
    setup_circles(app)
    setup_resolve(app)
    setup_further(app)
    setup_critics(app)
    setup_freshness(app)
    setup_lasting(app)
    setup_search_page(app)
    setup_stems(app)
    setup_builders(app)
    setup_headings(app)
    setup_lean(app)
    setup_html(app)
    setup_asset_tags(app)
    setup_linked_data(app)
    setup_styles(app)
    setup_data_files(app)
    setup_progress(app)
    setup_furo(app)
    setup_previews(app)
    setup_tables(app)
    setup_ways(app)
    setup_missing(app)
    setup_furo_page(app)
    setup_regions(app)
    setup_unused(app)
    return {
        'version': __version__,
        'env_version': _code_version(),
        'parallel_read_safe': True,
        'parallel_write_safe': True,
    }


def _code_version() -> int:
    """A number that changes with this package's code, which Sphinx itself does not watch."""
    package = Path(__file__).parent
    files = sorted([*package.rglob('*.py'), *package.glob('checks/*.txt')])
    return zlib.crc32(b''.join(file.read_bytes() for file in files)) or 1
