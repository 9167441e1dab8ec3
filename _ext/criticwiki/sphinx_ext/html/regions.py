"""Tables that scroll in a region of their own: it has a name, and keys can scroll it."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING, Any, Final

from criticwiki.i18n import _
from criticwiki.sphinx_ext.addresses import writes_data

from .scripts import add_script

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

_PARTS: Final = re.compile(
    r'<(?:'
    r'h(?P<level>[1-6])[ >].*?</h(?P=level)>'
    r'|p class="rubric".*?</p>'
    r'|(?P<box>div class="table-wrapper\b[^"]*")'
    r'|(?P<caption>p class="caption" role="heading")'
    r'|(?P<open>details\b)'
    r'|(?P<close>/details>)'
    r')',
    re.DOTALL,
)
_NOT_NAMED: Final = re.compile(r'<a class="headerlink".*?</a>|<[^>]*>', re.DOTALL)


class _Regions:
    """Goes through a page from its first heading to its last table."""

    def __init__(self) -> None:
        self.found = False
        """Whether there is a table that scrolls."""
        self._heading = ''
        self._level = 1
        self._around: list[tuple[str, int]] = []
        """The headings before each closed block that is open here: what one hides stays in it."""
        self._named: dict[str, int] = {}

    def mark(self, body: str) -> str:
        """The same page, with its regions."""
        return _PARTS.sub(self._part, body)

    def _part(self, part: re.Match[str]) -> str:
        text = part[0]
        if part['box']:
            self.found = True
            return f'{text} role="region" tabindex="0" aria-label="{escape(self._name())}"'
        if part['caption']:  # Sphinx gives no level, and a heading without one has none
            return f'{text} aria-level="{min(self._level + 1, 6)}"'
        if part['open']:
            self._around.append((self._heading, self._level))
        elif part['close']:
            if self._around:
                self._heading, self._level = self._around.pop()
        else:
            self._heading = ' '.join(unescape(_NOT_NAMED.sub('', text)).split())
            self._level = int(part['level'] or self._level)
        return text

    def _name(self) -> str:
        number = self._named[self._heading] = self._named.get(self._heading, 0) + 1
        words = {'heading': self._heading, 'number': number}
        if number > 1:
            return _('Table %(number)d: %(heading)s') % words
        return _('Table: %(heading)s') % words


def mark_regions(
    app: Sphinx, _pagename: str, _template: str, context: dict[str, Any], _doctree: nodes.document
) -> None:
    """Name the tables of a page after the headings they stand under."""
    if not writes_data(app.builder) or 'body' not in context:
        return
    regions = _Regions()
    context['body'] = regions.mark(context['body'])
    if regions.found:
        add_script(app, 'regions.js')


def setup_regions(app: Sphinx) -> None:
    """Connect late: whatever writes into a page has written it."""
    app.connect('html-page-context', mark_regions, priority=800)
