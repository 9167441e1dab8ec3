"""A review wiki: pages about episodes, characters and reviews, and what critics made of them.

Put `criticwiki` into `extensions`. Importing this package does not import Sphinx.
"""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

    from criticwiki.panel_registry import Panel

__version__ = '0.1.0'


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything with Sphinx."""
    from criticwiki.sphinx_ext import extension

    extension.setup(app)
    return {
        'version': __version__,
        'env_version': _code_version(),
        'parallel_read_safe': True,
        'parallel_write_safe': True,
    }


def add_panel(app: Sphinx, name: str, panel: Panel, **options: Any) -> None:
    """Add a panel from the `setup` of another extension.

    :func:`criticwiki.sphinx_ext.added_panels.add_panel` has the options.
    """
    from criticwiki.sphinx_ext import added_panels

    added_panels.add_panel(app, name, panel, **options)


def _code_version() -> int:
    """A number that changes with this package's code and with the libraries that make pages.

    Sphinx itself watches neither.
    """
    import docutils
    import markdown_it
    import myst_parser
    import pygments
    import sphinx

    package = Path(__file__).parent
    files = sorted([*package.rglob('*.py'), *package.glob('checks/*.txt')])
    libraries = (sphinx, docutils, myst_parser, markdown_it, pygments)
    versions = ' '.join(library.__version__ for library in libraries)
    return zlib.crc32(b''.join([versions.encode(), *(file.read_bytes() for file in files)])) or 1
