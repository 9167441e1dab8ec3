"""sphinxext-opengraph, where it is loaded: what it may say of a page."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from criticwiki.sphinx_ext import lazy

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from .pages import PageContext

EXTENSION: Final = 'sphinxext.opengraph'
_LENGTH: Final = 'ogp_description_length'
_DESCRIPTION: Final = 'og:description'
_ALT: Final = 'og:image:alt'


def describe_to_opengraph(app: Sphinx, page: PageContext) -> None:
    """Describe a page by its summary, in place of the first words that the extension finds.

    It cuts them out of the document, closed blocks included, for tags, for the words on a card
    and for what stands in place of that; a description of no length leaves all of them out.
    """
    if EXTENSION not in app.extensions or page.doctree is None:
        return
    source = page.source
    stated = page.context.get('meta') or {}
    words = lazy.metadata.description_of(page.wiki.corpus, source) if source else ''
    title = source.title if source else ''
    given = {_DESCRIPTION: escape(words), _ALT: escape(words or title)}
    given = {name: text for name, text in given.items() if text}
    page.context['meta'] = {**given, **stated, _LENGTH: '0'}
