"""Lines of a page in colours, as Sphinx draws blocks of code."""

from __future__ import annotations

from functools import cache

from sphinx.highlighting import PygmentsBridge

from .pieces import JAPANESE


@cache
def _bridge() -> PygmentsBridge:
    return PygmentsBridge('html')


def highlighted(text: str, language: str) -> str:
    """A block of code as HTML; its colours are those of the style sheet."""
    block = JAPANESE.sub(r'<span lang="ja">\g<0></span>', _bridge().highlight_block(text, language))
    return f'<div class="highlight-{language} notranslate">{block}</div>\n'
