"""One style sheet for a site, joined of parts: each page asks for one file, not for ten."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from criticwiki.sphinx_ext.addresses import writes_data
from criticwiki.sphinx_ext.output import write_changed

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PARTS: Final = (
    'criticwiki',
    'consensus',
    'charts',
    'progress',
    'previews',
    'tables',
    'ways',
    'reference',
)
"""In the order in which they are read."""
OF_THEMES: Final = {'furo': ('furo', 'furo-access')}
"""What follows for one theme."""
SHEET: Final = 'criticwiki.css'
STATIC: Final = Path(__file__).parents[2] / 'static'
_STYLES: Final = Path(__file__).parents[2] / 'styles'
_JOINED: Final = 'criticwiki-static-{builder}'


def add_styles(app: Sphinx) -> None:
    """Give HTML builders the style sheet, and what else the static folder has."""
    if app.builder.format != 'html':
        return
    of_theme = OF_THEMES.get(app.config.html_theme, ()) if writes_data(app.builder) else ()
    names = (*PARTS, *of_theme)
    text = '\n'.join((_STYLES / f'{name}.css').read_text('utf-8') for name in names)
    sheet = Path(app.doctreedir, _JOINED.format(builder=app.builder.name), SHEET)
    write_changed(sheet, text)
    app.config.html_static_path += [str(STATIC), str(sheet.parent)]
    app.add_css_file(SHEET)


def setup_styles(app: Sphinx) -> None:
    """Connect where the builder is known."""
    app.connect('builder-inited', add_styles)
