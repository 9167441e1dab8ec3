"""Themes other than furo: tags in the head of pages, whatever the theme prints there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from criticwiki.sphinx_ext.output import site_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx

_TAGS: Final = 'metatags'
_END: Final = '</head>'


def print_head_tags(app: Sphinx) -> None:
    """Handler of `builder-inited`: have all pages printed with the tags of their head.

    Layouts that are not derived from that of the theme basic may leave `metatags` out, as those
    of shibuya and sphinx_immaterial do: without them nothing opens what a reader has seen.
    """
    site = site_of(app.env)
    templates = getattr(app.builder, 'templates', None)
    if site.is_web and not site.is_furo and templates is not None:
        templates.render = partial(_render, templates.render)


def _render(render: Callable[..., str], template: str, context: dict[str, Any]) -> str:
    html = render(template, context)
    tags = str(context.get(_TAGS) or '').strip()
    if not tags or tags in html:
        return html
    head, end, rest = html.partition(_END)
    return f'{head}{tags}\n{end}{rest}' if end else html
