"""Circles that Sphinx would not come out of: of tables of contents, and of footnotes.

It says so of contents itself when the pages are written, and then leaves them as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from criticwiki.markdown.toctrees import depth_first, surplus_entries

from .domain import wiki_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Set

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_ALL: Final = 'criticwiki_entries'
"""Where a table of contents keeps all its entries while some are left out."""


def without_circles(
    children: Mapping[str, Sequence[str]], root: str | None = None
) -> dict[str, list[str]]:
    """The same lists, followed from the root on, without what leads back to where it came from."""
    _, back = depth_first(children, root)
    return {
        name: [child for place, child in enumerate(listed) if place not in back[name]]
        for name, listed in children.items()
    }


def cut_circles(_app: Sphinx, env: BuildEnvironment) -> None:
    """Take circles and surplus out of what Sphinx knows; each time anew from what pages say."""
    if wiki_of(env).changed:
        cut_contents(env)


def cut_contents(env: BuildEnvironment) -> None:
    """The same, for whoever has read pages outside of a build."""
    toctrees = {
        docname: list(env.tocs[docname].findall(addnodes.toctree))
        for docname in env.toctree_includes
    }
    _cut_surplus(toctrees, env)
    written = {
        docname: [name for toctree in found for name in toctree['includefiles']]
        for docname, found in toctrees.items()
    }
    env.toctree_includes.update(without_circles(written, env.config.root_doc))


def _cut_surplus(toctrees: Mapping[str, Sequence[addnodes.toctree]], env: BuildEnvironment) -> None:
    """Take out of the contents of each page the entries that are told as too many.

    All entries are kept beside the others, since an edit of another page can make room again.
    """
    listed = {
        docname: [
            (toctree, number, target)
            for toctree in found
            for number, (_, target) in enumerate(toctree.get(_ALL, toctree['entries']))
            if target in env.all_docs
        ]
        for docname, found in toctrees.items()
    }
    children = {docname: [target for *_, target in entries] for docname, entries in listed.items()}
    headings = {page.docname: page.headings for page in wiki_of(env).pages.values()}
    surplus = surplus_entries(children, headings, env.config.root_doc)
    for docname, found in toctrees.items():
        places = [listed[docname][one.place] for one in surplus.get(docname, ())]
        for toctree in found:
            _leave_out(toctree, {number for one, number, _ in places if one is toctree}, env)


def _leave_out(toctree: addnodes.toctree, numbers: Set[int], env: BuildEnvironment) -> None:
    if not numbers and _ALL not in toctree:
        return
    entries = toctree.attributes.setdefault(_ALL, toctree['entries'])
    kept = [entry for number, entry in enumerate(entries) if number not in numbers]
    toctree['entries'] = kept
    toctree['includefiles'] = [target for _, target in kept if target in env.all_docs]
    if not numbers:
        del toctree[_ALL]


class LeaveOutSurplus(SphinxPostTransform):
    """The same on the page itself, before Sphinx draws what its tables of contents list."""

    default_priority = 1

    def run(self, **_options: Any) -> None:
        """Take over what is left of each table of contents."""
        docname = self.env.current_document.docname
        kept = (
            [*self.env.tocs[docname].findall(addnodes.toctree)] if docname in self.env.tocs else []
        )
        if not any(_ALL in toctree for toctree in kept):
            return
        for toctree, left in zip(self.document.findall(addnodes.toctree), kept, strict=False):
            toctree['entries'] = left['entries']
            toctree['includefiles'] = left['includefiles']


def open_footnotes(_app: Sphinx, doctree: nodes.document) -> None:
    """Make words of what leads from a footnote back to it: no book could be set of it."""
    notes = {note['ids'][0]: note for note in doctree.findall(nodes.footnote)}
    leads = {
        name: [note for note in found.findall(nodes.footnote_reference) if 'refid' in note]
        for name, found in notes.items()
    }
    kept = without_circles({name: [to['refid'] for to in found] for name, found in leads.items()})
    for name, found in leads.items():
        for to in found:
            if to['refid'] not in kept[name]:
                back = notes[to['refid']]['backrefs']
                back[:] = [other for other in back if other not in to['ids']]
                to.parent.replace(to, nodes.Text(f'[{to.astext()}]'))


def setup_circles(app: Sphinx) -> None:
    """Connect before anything that follows the contents."""
    app.connect('doctree-read', open_footnotes, priority=300)
    app.connect('env-updated', cut_circles, priority=10)
    app.add_post_transform(LeaveOutSurplus)
