"""Prose of the front matter in the gettext catalogs of a wiki: extracted, and translated.

Sphinx translates what is in the text of a page. These nodes hold what is in its front matter, for
the builder `gettext` and for the transform that translates.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from criticwiki.i18n import languages_of
from criticwiki.model.page import Page

from . import lazy
from .plot import STASH

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_EXTRACTS: Final = 'gettext'
"""Name of the builder that extracts messages."""


class front_matter_text(nodes.Invisible, nodes.Element, addnodes.translatable):  # noqa: N801
    """A text of the front matter: `message`, and its `translation`, if there is one."""

    def preserve_original_messages(self) -> None:
        """Keep the message; it never changes."""

    def apply_translated_message(self, original_message: str, translated_message: str) -> None:
        """Take the translation over."""
        del original_message
        self['translation'] = ' '.join(translated_message.split())

    def extract_original_messages(self) -> list[str]:
        """The message."""
        return [self['message']]


class OfferFrontMatter(SphinxTransform):
    """Transform that puts the prose of the front matter where Sphinx looks for messages."""

    default_priority = 5  # Sphinx notes messages at 10, and translates them at 20

    def apply(self, **kwargs: Any) -> None:
        """Add a node for each text."""
        del kwargs
        page = self.env.temp_data.get(STASH)
        if not isinstance(page, Page) or page.facts is None:
            return
        for text in lazy.prose.prose_of(page.facts):
            node = front_matter_text('', message=text)
            node.source, node.line = self.document['source'], 1
            self.document += node


class LeaveOutFrontMatter(SphinxPostTransform):
    """Post-transform that removes these nodes from what is written, unless messages are."""

    default_priority = 3

    def run(self, **kwargs: Any) -> None:
        """Remove them."""
        del kwargs
        for node in list(self.document.findall(front_matter_text)):
            node.parent.remove(node)


def translated(page: Page, doctree: nodes.document) -> Page:
    """A page with the translations of its front matter, as far as there are any."""
    if page.facts is None:
        return page
    texts = {
        node['message']: node['translation']
        for node in doctree.findall(front_matter_text)
        if 'translation' in node
    }
    if not texts:
        return page
    return replace(
        page, facts=lazy.prose.with_prose(page.facts, lambda text: texts.get(text, text))
    )


def offer_front_matter(app: Sphinx) -> None:
    """Handler of `builder-inited`: have the texts in doctrees where anybody asks for them."""
    extracts = app.builder.name == _EXTRACTS
    folders = [Path(app.srcdir, folder) for folder in app.config.locale_dirs]
    codes = languages_of(app.config.language)
    if extracts or any((folder / code).is_dir() for folder in folders for code in codes):
        app.add_transform(OfferFrontMatter)
        if not extracts:
            app.add_post_transform(LeaveOutFrontMatter)
