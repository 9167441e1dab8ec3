"""Panels for owners of a wiki: settings of conf.py, and the directives and roles of pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from criticwiki import panel_registry
from criticwiki.config import SETTINGS as VALUES
from criticwiki.i18n import _
from criticwiki.markdown.directives import ALLOWED_DIRECTIVES, ALLOWED_ROLES
from criticwiki.panel_registry import Panel

from .elements import cells, definition, definitions, joined, link, para, phrase, table
from .reference import code, with_code

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from criticwiki.config import Setting
    from criticwiki.corpus.corpus import Corpus
    from criticwiki.markdown.directives import Form
    from criticwiki.model.page import Page

    from .elements import Element, Piece


def draw_settings(docname: str) -> list[Element]:
    """Definition list of the configuration values of the extension."""
    return [definitions((_draw_setting(one, docname) for one in VALUES), 'wiki-reference')]


def _draw_setting(setting: Setting, docname: str) -> Element:
    anchor = f'setting-{setting.name.replace("_", "-")}'
    if setting.choices:
        takes = phrase(_('one of %(words)s'), words=_codes(map(repr, setting.choices)))
    else:
        names = ('None' if one is type(None) else one.__name__ for one in setting.types)
        takes = _codes(names)
    sentence = phrase(
        _('Type: %(type)s. Unless set: %(default)s.'),
        type=takes,
        default=code(repr(setting.default)),
    )
    body = [para(with_code(_(setting.means))), para(sentence, classes=['field-type'])]
    return definition([link([code(setting.name)], docname, anchor)], body, anchor)


def _codes(names: Iterable[str]) -> list[Piece]:
    return joined([code(name) for name in names], ', ')


SETTINGS: Final = Panel(lambda _corpus, page: page.docname, draw_settings)


def directives(_corpus: Corpus, _page: Page) -> tuple[tuple[str, Form], ...]:
    """View: directives that pages may use, without panels, by name."""
    panels = {*panel_registry.NAMES, *panel_registry.PARTED}
    return tuple(
        (name, form) for name, form in sorted(ALLOWED_DIRECTIVES.items()) if name not in panels
    )


def draw_directives(view: Sequence[tuple[str, Form]]) -> list[Element]:
    """Table of directives with what each takes."""
    head = cells(_('Directive'), _('Argument'), _('Holds'), _('Options'))
    rows = [
        cells(code(name), _argument(form), _content(form), _codes(sorted(form.allowed or ())))
        for name, form in view
    ]
    return [table(head, rows)]


def _argument(form: Form) -> str:
    if form.required:
        return _('needed')
    return _('optional') if form.most else _('none')


def _content(form: Form) -> str:
    if form.content == 'nothing':
        return _('nothing')
    return 'Markdown' if form.is_markdown else _('text')


DIRECTIVES: Final = Panel(directives, draw_directives)


def panels(_corpus: Corpus, _page: Page) -> tuple[tuple[str, str, str, str], ...]:
    """View: each panel with its part, the kinds of pages that may have it and that have it."""
    entries = (*panel_registry.ENTRIES, *panel_registry.added())
    return tuple((one.name, one.part, one.on, one.injected) for one in entries if not one.former)


def draw_panels(view: Sequence[tuple[str, str, str, str]]) -> list[Element]:
    """Table of panels with where they stand."""
    head = cells(_('Directive'), _('Part'), _('Pages that may have it'), _('Pages that have it'))
    rows = [
        cells(
            code(name),
            code(part) if part else '',
            _codes(on.split()) if on else _('all'),
            _codes(injected.split()),
        )
        for name, part, on, injected in view
    ]
    return [table(head, rows)]


PANELS: Final = Panel(panels, draw_panels)
ROLES: Final = Panel(
    lambda _corpus, _page: tuple(sorted(ALLOWED_ROLES)), lambda view: [para(_codes(view))]
)
