"""The tags that load style sheets and scripts, each made once for all pages of one depth.

Sphinx works out the address and the checksum of each file again on each page, for which it
looks where the file lies on the disk:
https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/builders/html/_assets.py#L109
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from criticwiki.sphinx_ext.domain import wiki_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from docutils import nodes
    from sphinx.application import Sphinx

_MAKERS: Final = ('css_tag', 'js_tag')
_FOLDER: Final = '_static/'
"""Where the files are; to a page in there they have other addresses."""


class AssetTags:
    """The tags that were made in a build."""

    def __init__(self) -> None:
        """Begin with none."""
        self._made: dict[Hashable, str] = {}

    def forget(self, *_event: object) -> None:
        """A build begins to write: the files may be others."""
        self._made.clear()

    def remember(
        self,
        app: Sphinx,
        pagename: str,
        _template: str,
        context: dict[str, Any],
        _doctree: nodes.document,
    ) -> None:
        """Let a page take the tags of another of its depth."""
        if wiki_of(app.env).addresses is None or pagename.startswith(_FOLDER):
            return
        for name in _MAKERS:
            context[name] = partial(self._tag, context[name], (name, context['content_root']))

    def _tag(self, make: Callable[[Any], str], place: tuple[str, str], asset: Any) -> str:
        if isinstance(asset, str):  # of a template, and anywhere
            return make(asset)
        key = (*place, asset)
        if key not in self._made:
            self._made[key] = make(asset)
        return self._made[key]


def setup_asset_tags(app: Sphinx) -> None:
    """Connect to the events of web sites, before others see what makes tags."""
    tags = AssetTags()
    app.connect('write-started', tags.forget)
    app.connect('html-page-context', tags.remember, priority=100)
