"""Adapter to the theme furo: own sidebar and page template, and fixes of its markup."""

from __future__ import annotations

import re
from functools import partial
from html import escape
from os.path import relpath
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes
from sphinx.locale import _ as of_sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from criticwiki.i18n import N_, _, counted
from criticwiki.sphinx_ext.generated_pages import PARENT

from .progress import is_landing_page, progress_chip, progress_control

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sphinx.application import Sphinx
    from sphinx.config import Config

    from criticwiki.markdown.toctrees import Item

    from .pages import PageContext

_TOCTREE: Final = 'toctree'
_KEPT: Final = 'criticwiki_toctree'


class OneIdPerTable(SphinxPostTransform):
    """Post-transform that removes ids which the wrapper of furo copies from a table.

    furo's WrapTableAndMathInAContainerTransform (500) copies all attributes.
    """

    default_priority = 501
    formats = ('html',)

    def run(self, **kwargs: Any) -> None:
        """Clear them."""
        del kwargs
        if self.config.html_theme != 'furo':
            return
        for node in self.document.findall(nodes.container):
            if 'table-wrapper' in node['classes']:
                node['ids'] = []


def withhold_toctree(_app: Sphinx, page: PageContext) -> None:
    """Page context, before furo: withhold the toctree, which furo would resolve for every page.

    That makes a build quadratic: https://github.com/pradyunsg/furo/pull/939
    """
    page.context[_KEPT] = page.context.get(_TOCTREE)
    page.context[_TOCTREE] = _no_toctree


def _no_toctree(**_options: Any) -> str:
    return ''


def add_sidebar(app: Sphinx, page: PageContext) -> None:
    """Page context, after furo: the sidebar, in the markup of its style sheet."""
    context, wiki = page.context, page.wiki
    context[_TOCTREE] = context.pop(_KEPT)
    docname = context.get(PARENT, page.name)
    items = wiki.tree.sidebar(docname)
    sidebar = _Sidebar(context['pathto'], here=docname == page.name)
    control = '' if is_landing_page(app, page) else progress_control(wiki.series)
    context['furo_navigation_tree'] = control + sidebar.render(items) + _SCROLL


_SCROLL: Final = (
    '<script>(() => {'
    "const a = document.querySelector('.sidebar-tree .current-page > a');"
    "const box = a?.closest('.sidebar-scroll');"
    'const show = () => {'
    'const y = a.getBoundingClientRect().bottom - box.getBoundingClientRect().bottom;'
    'if (y > 0) box.scrollTop += y + box.clientHeight / 2};'
    "if (box) show(), addEventListener('DOMContentLoaded', () => requestAnimationFrame(show))"
    '})()</script>'
)
"""Script that scrolls the sidebar to the page as soon as it is parsed, before it is shown.

It looks again once other scripts have put what they have into the sidebar.
"""


class _Sidebar:
    """HTML writer of the sidebar, with the markup of furo."""

    def __init__(self, path_to: Callable[[str], str], *, here: bool) -> None:
        self._path_to = path_to
        self._here = here
        """Whether the current page is the one shown, or that of a further page."""
        self._boxes = 0

    def render(self, items: Sequence[Item], level: int = 1) -> str:
        """A nested list; empty without items."""
        if not items:
            return ''
        current = ' class="current"' if any(item.on_path for item in items) else ''
        inner = '\n'.join(self._item(item, level) for item in items)
        return f'<ul{current}>\n{inner}\n</ul>'

    def _item(self, item: Item, level: int) -> str:
        # furo's style sheet knows the first level alone
        classes = ['toctree-l1'] if level == 1 else []
        if item.on_path:
            classes.append('current')
        if item.children:
            classes.append('has-children')
        if item.is_page:
            classes.append('current-page')
        below = self._switch(item) + self._below(item, level) if item.children else ''
        named = f' class="{" ".join(classes)}"' if classes else ''
        return f'<li{named}>{self._link(item)}{below}</li>'

    def _link(self, item: Item) -> str:
        title = escape(item.title)
        if '://' in item.target:
            return f'<a class="reference external" href="{escape(item.target)}">{title}</a>'
        if item.is_page:
            address = self._address(item)
            mark = 'page' if self._here else 'true'
            return (
                f'<a class="current reference" href="{address}" aria-current="{mark}">{title}</a>'
            )
        address = self._address(item)
        return f'<a class="reference" href="{address}">{title}</a>'

    def _address(self, item: Item) -> str:
        return '#' if item.is_page and self._here else escape(self._path_to(item.target))

    def _switch(self, item: Item) -> str:
        """Checkbox and label by which the style sheet of furo opens and closes a list."""
        self._boxes += 1
        name = f'toctree-checkbox-{self._boxes}'
        words = escape(_('Toggle navigation of %(title)s') % {'title': item.title})
        checked = ' checked=""' if item.on_path else ''
        return (
            f'<input aria-label="{words}"{checked} class="toctree-checkbox" id="{name}"'
            f' role="switch" type="checkbox">'
            f'<label for="{name}"><span class="icon">'
            '<svg><use href="#svg-arrow-right"></use></svg></span></label>'
        )

    def _below(self, item: Item, level: int) -> str:
        inner = self.render(item.children, level + 1)
        if not item.hidden:
            return inner
        words = escape(counted('… and %(count)d more', item.hidden) % {'count': item.hidden})
        address = self._address(item)
        more = f'<li><a class="reference" href="{address}">'
        return inner.removesuffix('</ul>') + f'{more}{words}</a></li>\n</ul>'


TEMPLATES: Final = Path(__file__).parents[2] / 'templates' / 'furo'
_MENDED: Final = 'criticwiki_mended'

_BACK: Final = '<a href="#" class="back-to-top'
_SIDEBAR: Final = '<aside class="sidebar-drawer"'
_TREE: Final = '<div class="sidebar-tree"'
_CONTENTS: Final = '<aside class="toc-drawer'
_TOOLS: Final = '<div class="content-icon-container">'
_HEADER: Final = '<div class="header-right">'
_BRAND: Final = re.compile(r'(<div class="brand">).*?(</div>)', re.DOTALL)
_TOGGLE: Final = re.compile(r'(<button class="theme-toggle") aria-label="[^"]*"')
_ICON: Final = '<svg class="theme-icon-when-%s"'
_MAIN: Final = '<article role="main" id="furo-main-content">'
_END: Final = '</article>'
_WORDS: Final = (
    N_('Contents'), N_('Expand'), N_('Menu'), N_('Toggle site navigation sidebar'),
    N_('Toggle table of contents sidebar'), N_('Light mode'), N_('Dark mode'),
    N_('Auto light/dark, in light mode'), N_('Auto light/dark, in dark mode'),
)  # fmt: skip
"""Names of icons and switches, which furo does not translate."""
_SKIP: Final = N_('Skip to content')
_RIGHTS: Final = re.compile(r'\bCopyright(</a>)? &#169;')


def with_landmarks(frame: str, *, heading: str, chip: str = '', brand: str = '') -> str:
    """The frame of a page with names for its landmarks, and a heading if it has none.

    The chip of the viewing progress stands in the header of phones, beside a short name of the
    site. The button of the theme is named by the icon that it shows, so its state is heard.
    """
    frame = frame.replace(_HEADER, _HEADER + chip, 1)
    if brand:
        frame = _BRAND.sub(lambda tags: tags[1] + brand + tags[2], frame, 1)
    frame = _TOGGLE.sub(r'\1', frame)
    for state, words in (
        ('auto-light', _('Colours: as the system has them')),
        ('auto-dark', _('Colours: as the system has them')),
        ('dark', _('Colours: dark')),
        ('light', _('Colours: light')),
    ):
        icon = _ICON % state
        frame = frame.replace(icon, f'{icon} role="img" aria-label="{escape(words)}"')
    # what stands in no landmark is missed by those who go from one to the next
    frame = _moved(frame, _BACK, _TOOLS)
    for tag, attributes, words in (
        (_SIDEBAR, 'aria-label="%s"', _('Pages')),
        (_TREE, 'role="navigation" aria-label="%s"', _('All pages')),
        (_TOOLS, 'role="region" aria-label="%s"', _('Tools')),
        (_CONTENTS, 'aria-label="%s"', _('This page')),
    ):
        start, end = tag.split(' ', 1)
        frame = frame.replace(tag, f'{start} {attributes % escape(words)} {end}', 1)
    frame = _translated(frame)
    start, main, rest = frame.partition(_MAIN)
    if main and '<h1' not in rest.partition(_END)[0]:
        return f'{start}{main}\n<h1>{heading}</h1>{rest}'
    return frame


def _translated(frame: str) -> str:
    """The frame with furo's own words in the language of the wiki."""
    for words in _WORDS:
        if (text := _(words)) != words:
            frame = frame.replace(f'<title>{words}</title>', f'<title>{escape(text)}</title>')
            frame = frame.replace(f'aria-label="{words}"', f'aria-label="{escape(text)}"')
    if (text := _(_SKIP)) != _SKIP:
        frame = frame.replace(f'\n  {_SKIP}\n', f'\n  {escape(text)}\n', 1)
    if (text := _('Copyright')) != 'Copyright':
        frame = _RIGHTS.sub(lambda match: f'{escape(text)}{match[1] or ""} &#169;', frame, 1)
    return frame


def _moved(frame: str, link: str, into: str) -> str:
    """The frame with a link moved to the start of another part."""
    start = frame.find(link)
    end = frame.find('</a>', start) + len('</a>')
    if start < 0 or into not in frame:
        return frame
    without = frame[:start] + frame[end:]
    return without.replace(into, into + frame[start:end], 1)


def add_templates(app: Sphinx, config: Config) -> None:
    """Let furo's page be ours; a project's own templates come first."""
    if config.html_theme != 'furo':
        return
    try:
        # the same on every machine: Sphinx builds all anew when a setting changes
        place = Path(relpath(TEMPLATES, app.confdir)).as_posix()
    except ValueError:  # another drive, on Windows
        place = str(TEMPLATES)
    config.templates_path = [*config.templates_path, place]


def add_landmarks(_app: Sphinx, page: PageContext) -> None:
    """Give the template what mends a frame."""
    heading = page.context.get('title') or escape(of_sphinx('Search'))
    page.context[_MENDED] = partial(
        with_landmarks,
        heading=heading,
        chip=progress_chip(page.wiki.series),
        brand=page.context.get('shorttitle', ''),
    )
