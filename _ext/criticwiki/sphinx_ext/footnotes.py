"""Footnotes: closed as long as all of their references are, with links back to open ones only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from docutils import nodes

from criticwiki.panels.elements import LATER, NO_SEARCH

from .doctree import spoils_of
from .output import site_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx

    from criticwiki.model.numbering import Number

CLOSED_CALLS: Final = 'closed_calls'
"""Attribute of a footnote: the episode that opens each reference, by its id; 0 for none."""


def note_closed_calls(_app: Sphinx, doctree: nodes.document) -> None:
    """Handler of `doctree-read`: note of each footnote which of its references are closed."""
    calls: dict[str, list[nodes.footnote_reference]] = {}
    for call in doctree.findall(nodes.footnote_reference):
        calls.setdefault(str(call.get('refid', '')), []).append(call)
    notes = {name: note for note in doctree.findall(nodes.footnote) for name in note['ids']}
    levels: dict[str, Mapping[str, Number]] = {}

    def level_of(node: nodes.Element) -> Number:
        """The episode that opens a reference; one in a footnote opens with that."""
        around = node.parent
        while around is not None and not isinstance(around, nodes.footnote):
            around = around.parent
        return max(spoils_of(node), opened_by(around) if around is not None else 0)

    def opened_by(note: nodes.footnote) -> Number:
        name = note['ids'][0]
        if name not in levels:  # there are no circles any more
            levels[name] = {call['ids'][0]: level_of(call) for call in calls.get(name, ())}
            if any(levels[name].values()):
                note[CLOSED_CALLS] = levels[name]
        return min(levels[name].values(), default=0)

    for note in notes.values():
        opened_by(note)
        if seen_from(note):
            note['classes'].append(NO_SEARCH)


def seen_from(note: nodes.footnote) -> Number:
    """The episode from which readers see a footnote; 0 for one that is as open as its place."""
    number: Number = min(note.get(CLOSED_CALLS, {'': 0}).values())
    return number if number > spoils_of(note) else 0


def visit_footnote(translator: Any, node: nodes.footnote) -> None:
    """Begin a footnote; one that is closed names its episode."""
    number = _seen_on_web(translator, node)
    if number:
        node['classes'].append(LATER)
    translator.__class__.visit_footnote(translator, node)
    if number:
        node['classes'].remove(LATER)
        tag = translator.body[-1]
        translator.body[-1] = tag.replace('<aside ', f'<aside data-episode="{number}" ', 1)


def depart_footnote(translator: Any, node: nodes.footnote) -> None:
    """End a footnote."""
    translator.__class__.depart_footnote(translator, node)


def visit_label(translator: Any, node: nodes.label) -> None:
    """Begin the number of a footnote."""
    translator.__class__.visit_label(translator, node)


def depart_label(translator: Any, node: nodes.label) -> None:
    """End the number of a footnote, with the links back, of which some are closed."""
    note = node.parent
    number = _seen_on_web(translator, note)
    start = len(translator.body)
    translator.__class__.depart_label(translator, node)
    back = list(note.get('backrefs', ()))
    closed: Mapping[str, Number]
    closed = note.get(CLOSED_CALLS, {}) if site_of(translator.builder.env).is_web else {}
    if len(back) < 2 or not any(level > number for level in closed.values()):
        return
    links = []
    for index, name in enumerate(sorted(back, key=lambda name: closed.get(name, 0)), 1):
        mark = f'{", " if index > 1 else ""}<a role="doc-backlink" href="#{name}">{index}</a>'
        level = closed.get(name, 0)
        if level > number:
            mark = f'<span class="{LATER}" data-episode="{level}">{mark}</span>'
        links.append(mark)
    del translator.body[start + 1 :]
    translator.body.append(f'<span class="backrefs">({"".join(links)})</span>\n')


def setup_footnotes(app: Sphinx) -> None:
    """Register the visitors for HTML."""
    app.add_node(nodes.footnote, override=True, html=(visit_footnote, depart_footnote))
    app.add_node(nodes.label, override=True, html=(visit_label, depart_label))


def _seen_on_web(translator: Any, note: nodes.Element) -> Number:
    is_web = site_of(translator.builder.env).is_web
    return seen_from(note) if is_web and isinstance(note, nodes.footnote) else 0
