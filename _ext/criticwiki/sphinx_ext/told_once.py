"""Keeps Sphinx and MyST from telling in words of their own what is one of our problems.

What they tell has a line at most. Where an extension is there that we do not know, we do not
judge what it adds, and leave it to them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from criticwiki.core.directive_forms import forms_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

TOLD: Final = (
    'download.not_readable',
    'image.not_readable',
    'myst.directive_unknown',
    'myst.header',
    'myst.role_unknown',
    'myst.xref_missing',
    'ref.footnote',
    'toc.not_readable',
)
"""What we tell of: missing files, unknown names, levels, footnotes, links and lists to nothing."""


def tell_once(_app: Sphinx, config: Config) -> None:
    """Silence what would be told twice."""
    if forms_of(tuple(config.extensions)).closed:
        config.suppress_warnings = [*config.suppress_warnings, *TOLD]


def setup_told_once(app: Sphinx) -> None:
    """Connect when settings are known."""
    app.connect('config-inited', tell_once)
