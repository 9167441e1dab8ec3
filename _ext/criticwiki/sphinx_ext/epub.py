"""EPUB builder: a cover, metadata on accessibility, one identifier for the book."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final

from sphinx.builders.epub3 import Epub3Builder

from criticwiki.i18n import _

from .output import files_of_pages, write_changed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.config import Config

COVER: Final = '_static/wiki-cover.svg'
_MOVING: Final = ('.avif', '.gif', '.webp')
"""How the names of pictures end that may move, and so may flash."""


def set_cover(_app: Sphinx, config: Config) -> None:
    """Handler of `config-inited`: a cover with the title, unless the wiki has one of its own."""
    if not config.epub_cover:
        config.epub_cover = (COVER, 'epub-cover.html')


class WikiEpubBuilder(Epub3Builder):
    """Builder `epub`."""

    def build_content(self) -> None:
        """Write `content.opf`, with what Sphinx's template leaves out."""
        cover = str(self.config.epub_cover[0])
        if cover == COVER:
            title, author = self.config.epub_title, self.config.epub_author
            write_changed(Path(self.outdir, COVER), draw_cover(title, author))
        # Sphinx takes the one of the last build for a page of the wiki
        Path(self.outdir, self.coverpage_name).unlink(missing_ok=True)
        super().build_content()
        file = Path(self.outdir, 'content.opf')
        text = file.read_text('utf-8')
        lines = ''.join(f'    {line}\n' for line in self._accessibility())
        text = text.replace('  </metadata>', f'{lines}  </metadata>', 1)
        item = re.compile(rf'(<item id="[^"]*" href="{re.escape(escape(cover))}"[^>]*?) ?/>')
        text = item.sub(r'\1 properties="cover-image" />', text, count=1)
        file.write_text(text, 'utf-8', newline='\n')

    def toc_metadata(self, level: int, navpoints: list[Any]) -> dict[str, Any]:
        """Values of `toc.ncx`, whose identifier has to be that of the book."""
        values = super().toc_metadata(level, navpoints)
        return {**values, 'uid': escape(self.config.epub_identifier)}

    def _accessibility(self) -> Iterator[str]:
        """Elements by which shelves and readers tell whom the book suits."""
        pictures = [name for name in files_of_pages(self.app) if name.startswith(self.imagedir)]
        moving = any(name.lower().endswith(_MOVING) for name in pictures)
        values = [('accessMode', 'textual')]
        values += [('accessMode', 'visual'), ('accessibilityFeature', 'alternativeText')] * bool(
            pictures
        )
        values += [
            ('accessModeSufficient', 'textual'),
            ('accessibilityFeature', 'displayTransformability'),
            ('accessibilityFeature', 'readingOrder'),
            ('accessibilityFeature', 'structuralNavigation'),
            ('accessibilityFeature', 'tableOfContents'),
            ('accessibilityHazard', 'unknown' if moving else 'none'),
            ('accessibilitySummary', _accessibility_summary()),
        ]
        for name, value in values:
            yield f'<meta property="schema:{name}">{escape(value)}</meta>'


def _accessibility_summary() -> str:
    return _(
        'All that the book says is text; its charts are tables, and its pictures are described.'
        ' Every page is in the contents. What gives an episode away is in a block that names the'
        ' episode.'
    )


_LETTERS: Final = 16
"""How many letters a line of the title has on the cover."""


def draw_cover(title: str, author: str) -> str:
    """A cover as SVG: the title in a few lines, and who stands behind the book."""
    wide = any(ord(letter) > 0x2E80 for letter in title)
    lines = wrap(title, _LETTERS // 2 if wide else _LETTERS)[:6]
    rows = ''.join(
        f'<text x="600" y="{640 + 150 * index}" font-size="120">{escape(line)}</text>\n'
        for index, line in enumerate(lines)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 1800" role="img">\n'
        f'<title>{escape(title)}</title>\n'
        '<rect width="1200" height="1800" fill="#22252b"/>\n'
        '<rect x="60" y="60" width="1080" height="1680" fill="none" stroke="#fff"'
        ' stroke-width="6"/>\n'
        '<g fill="#fff" font-family="serif" text-anchor="middle">\n'
        f'{rows}'
        f'<text x="600" y="1620" font-size="52">{escape(" ".join(wrap(author, 40)[:1]))}</text>\n'
        '</g>\n</svg>\n'
    )
