"""Ways about a web site: the path above the first heading, and the episodes before and after."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Final

from sphinx.locale import _ as of_sphinx

from criticwiki.i18n import _
from criticwiki.sphinx_ext.domain import wiki_of
from criticwiki.sphinx_ext.sourceless import PARENT

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

    from criticwiki.sphinx_ext.domain import WikiDomain

_KEYS: Final = {'next': 'N', 'prev': 'P'}
"""By what Sphinx tells apart the pages that one leads to."""


def add_path(
    app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: nodes.document
) -> None:
    """Put the path to a page above its first heading; the root has none."""
    if wiki_of(app.env).addresses is None or pagename == app.config.root_doc:
        return
    if pagename not in app.env.found_docs and PARENT not in context:
        return
    root = context['pathto'](app.config.root_doc)
    steps = [(root, escape(app.config.html_short_title))]
    steps += [(one['link'], one['title']) for one in context.get('parents') or ()]
    items = ''.join(f'<li><a href="{escape(to)}">{title}</a></li>' for to, title in steps)
    label = escape(_('Path to this page'))
    path = f'<nav class="wiki-path" aria-label="{label}"><ol>{items}</ol></nav>\n'
    context['body'] = path + context.get('body', '')


def lead_through_episodes(
    app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: nodes.document
) -> None:
    """On an episode, lead back and on to episodes by number, as its panel does.

    The table of contents may have them in another order.
    """
    domain = wiki_of(app.env)
    page = domain.pages.get(pagename)
    if domain.addresses is None or page is None or page.kind != 'episode':
        return
    from criticwiki.model.kinds import Episode
    from criticwiki.panels.episode import neighbours

    if not isinstance(page.facts, Episode):
        return
    near = neighbours(domain.corpus, page.facts.number)
    links = [one for one in context.get('rellinks') or () if one[2] not in _KEYS.values()]
    for name, found in (('next', near.following), ('prev', near.previous)):
        if found is None:
            if _leads_to_episode(domain, context, name):
                context[name] = None
            else:
                links += [one for one in context.get('rellinks') or () if one[2] == _KEYS[name]]
            continue
        number, episode = found
        words = _('%(number)d. %(title)s') % {'number': number, 'title': episode.text}
        address = domain.addresses.page(pagename, episode.docname)
        context[name] = {'link': address, 'title': escape(words)}
        label = of_sphinx('next') if name == 'next' else of_sphinx('previous')
        links.append((episode.docname, escape(words), _KEYS[name], label))
    context['rellinks'] = links


def _leads_to_episode(domain: WikiDomain, context: dict[str, Any], name: str) -> bool:
    """Whether the table of contents leads from an end of the season into its middle."""
    found = (one[0] for one in context.get('rellinks') or () if one[2] == _KEYS[name])
    return any(to in domain.pages and domain.pages[to].kind == 'episode' for to in found)


def setup_ways(app: Sphinx) -> None:
    """Connect to the events of HTML builders."""
    app.connect('html-page-context', lead_through_episodes)
    app.connect('html-page-context', add_path, priority=600)
