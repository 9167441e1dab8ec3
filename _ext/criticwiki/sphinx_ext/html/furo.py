"""What is done for the theme furo, and for no other."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from criticwiki.i18n import _
from criticwiki.sphinx_ext.addresses import writes_data
from criticwiki.sphinx_ext.domain import wiki_of
from criticwiki.sphinx_ext.sourceless import PARENT

from .progress import progress_control

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sphinx.application import Sphinx

    from criticwiki.markdown.navigation import Item

_TOCTREE: Final = 'toctree'
_KEPT: Final = 'criticwiki_toctree'


class OneIdPerTable(SphinxPostTransform):
    """Takes from furo's wrapper of a table the ids that it copies from the table.

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


def _serves(app: Sphinx) -> bool:
    return app.config.html_theme == 'furo' and writes_data(app.builder)


def withhold_toctree(
    app: Sphinx, _pagename: str, _template: str, context: dict[str, Any], _doctree: nodes.document
) -> None:
    """Keep furo from resolving and parsing the whole tree for every page.

    That makes a build quadratic: https://github.com/pradyunsg/furo/pull/939
    """
    if _serves(app):
        context[_KEPT] = context.get(_TOCTREE)
        context[_TOCTREE] = _no_toctree


def _no_toctree(**_options: Any) -> str:
    return ''


def add_sidebar(
    app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: nodes.document
) -> None:
    """Give furo the sidebar, in the markup that its style sheet knows."""
    if not _serves(app):
        return
    context[_TOCTREE] = context.pop(_KEPT)
    page = context.get(PARENT, pagename)
    wiki = wiki_of(app.env)
    items = wiki.tree.sidebar(page)
    sidebar = _Sidebar(context['pathto'], here=page == pagename)
    context['furo_navigation_tree'] = progress_control(wiki.season) + sidebar.render(items)


class _Sidebar:
    """Writes the entries of a sidebar as furo's own code would."""

    def __init__(self, path_to: Callable[[str], str], *, here: bool) -> None:
        self._path_to = path_to
        self._here = here
        """Whether the current page is the one shown, or that of a further page."""
        self._boxes = 0

    def render(self, items: Sequence[Item], level: int = 1) -> str:
        """A nested list, or nothing without items."""
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
        """The box and label by which furo's style sheet opens and closes a list."""
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
        words = escape(_('… and %(count)d more') % {'count': item.hidden})
        address = self._address(item)
        more = f'<li><a class="reference" href="{address}">'
        return inner.removesuffix('</ul>') + f'{more}{words}</a></li>\n</ul>'


def setup_furo(app: Sphinx) -> None:
    """Register what is done for furo; its own handler of pages runs at 500."""
    app.add_post_transform(OneIdPerTable)
    app.connect('html-page-context', withhold_toctree, priority=400)
    app.connect('html-page-context', add_sidebar, priority=600)
