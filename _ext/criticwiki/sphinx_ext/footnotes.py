"""Calls for footnotes that are not there: they stay words, and docutils does not tell of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.transforms.references import Footnotes
from sphinx.transforms import SphinxTransform

from criticwiki.markdown.directives import forms_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class LeaveUnknown(SphinxTransform):
    """Makes words of what calls for no footnote, which is one of our problems."""

    default_priority = Footnotes.default_priority - 10  # before MyST sorts them by their calls

    def apply(self, **kwargs: Any) -> None:
        """Take them off the lists of the document."""
        del kwargs
        if not forms_of(tuple(self.config.extensions)).closed:
            return
        document = self.document
        notes = (*document.footnotes, *document.autofootnotes)
        known = {name for note in notes for name in (*note['names'], *note['dupnames'])}
        for call in list(document.findall(nodes.footnote_reference)):
            name = call.get('refname')
            if name is None or name in known:
                continue
            calls = document.footnote_refs.get(name, [])
            calls[:] = [other for other in calls if other is not call]
            document.autofootnote_refs[:] = [
                other for other in document.autofootnote_refs if other is not call
            ]
            for identifier in call['ids']:
                del document.ids[identifier]
            call.parent.replace(call, nodes.Text(call.rawsource))


def setup_footnotes(app: Sphinx) -> None:
    """Register the transform."""
    app.add_transform(LeaveUnknown)
