"""Reads each page once: front matter from its source, the rest from its document."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from docutils import nodes
from myst_parser.mdit_to_docutils.base import html_meta_to_nodes
from sphinx import addnodes
from sphinx.util.nodes import clean_astext

from criticwiki.core.fences import check_fences
from criticwiki.core.frontmatter import read_front_matter
from criticwiki.core.guard.matter import passed_on
from criticwiki.core.pages import Page, kind_of
from criticwiki.core.panel_names import INJECTED
from criticwiki.core.problems import Code, Problem
from criticwiki.core.salvage import salvage
from criticwiki.core.validate import is_theme_key, validate
from criticwiki.sphinx_ext import extract
from criticwiki.sphinx_ext.directives import make_panel
from criticwiki.sphinx_ext.domain import wiki_of
from criticwiki.sphinx_ext.guard import judge_page, withheld
from criticwiki.sphinx_ext.headings import give_heading
from criticwiki.sphinx_ext.hidden import withhold_names
from criticwiki.sphinx_ext.net import caught
from criticwiki.sphinx_ext.nodes import panel
from criticwiki.sphinx_ext.panels import find_panel
from criticwiki.sphinx_ext.reading import stamp_of
from criticwiki.sphinx_ext.render.as_nodes import as_nodes
from criticwiki.sphinx_ext.render.fact_box import draft_note
from criticwiki.sphinx_ext.settings import notations

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sphinx.application import Sphinx

    from criticwiki.core.frontmatter import FrontMatter, Value
    from criticwiki.core.guard.verdict import Verdict

_STASH: Final = 'criticwiki_page'
_META: Final = 'criticwiki_meta'
_SUFFIX: Final = '.md'


def take_front_matter(app: Sphinx, docname: str, content: list[str]) -> None:
    """Read our part of the front matter, and blank it, so that lines keep their numbers.

    It happens here because Sphinx's own way turns every value into text of another form:
    https://github.com/executablebooks/MyST-Parser/issues/947
    """
    path = app.env.doc2path(docname, base=False).as_posix()
    if not path.endswith(_SUFFIX):
        return
    matter = read_front_matter(content[0])
    kind = kind_of(docname, app.config.root_doc, app.config.criticwiki_folders)
    known = notations(app.config)
    facts, problems = validate(matter, kind, known)
    verdict = judge_page(app, path, content[0], matter)
    facts = facts if verdict.counted else None
    app.env.current_document[_STASH] = Page(
        docname=docname,
        path=path,
        kind=kind,
        facts=facts,
        salvaged=None if facts else salvage(matter, kind, known),
        places=matter.places,
        stamp=stamp_of(app.env, docname),
        source=hashlib.sha256(content[0].encode('utf-8', 'replace')).hexdigest(),
        problems=(*problems, *verdict.problems, *_fences(content[0], matter, verdict)),
    )
    app.env.current_document[_META] = matter.values.get('html_meta') if verdict.shown else None
    content[0] = withheld() if verdict.text is None else _without_ours(verdict.text, matter)


def _fences(text: str, matter: FrontMatter, verdict: Verdict) -> Iterable[Problem]:
    if not verdict.shown:
        return ()
    return check_fences(text.split('\n')[matter.end :], matter.end + 1)


def _without_ours(text: str, matter: FrontMatter) -> str:
    """The page with only those keys of the front matter that themes read."""
    if not matter.end:
        return text
    lines = text.removeprefix('\ufeff').split('\n')
    kept: dict[str, Value] = {}
    if not matter.problems:
        kept = {key: value for key, value in matter.values.items() if is_theme_key(key)}
    return '\n'.join([*passed_on(kept, matter.end), *lines[matter.end :]])


def _add_html_meta(doctree: nodes.document, tags: object) -> None:
    """Add the `html_meta` of front matter, which MyST wants inside a block of its own."""
    if isinstance(tags, dict):
        doctree += html_meta_to_nodes(tags, doctree, 1, doctree.reporter)


def note_page(app: Sphinx, doctree: nodes.document) -> None:
    """Record what a page says, and hold the places of its panels."""
    found = app.env.current_document.get(_STASH)
    if not isinstance(found, Page) or found.docname != app.env.docname:
        return
    _add_html_meta(doctree, app.env.current_document.get(_META))
    domain = wiki_of(app.env)
    harms = (
        list(caught(doctree, found.path, Path(app.srcdir))) if app.config.criticwiki_guard else []
    )
    extract.merge_text(doctree)
    withhold_names(app.env, found.docname, doctree)
    problems = [*found.problems, *harms, *_heading(doctree)]
    if found.facts and found.facts.draft and not find_panel('facts', '', found.kind):
        _mark_draft(doctree)
    seen = extract.Found(doctree)
    domain.note_page(
        replace(
            found,
            title=_title(doctree),
            blocks=tuple(extract.prose_blocks(doctree)),
            links=tuple(seen.links()),
            spoilers=tuple(seen.spoilers()),
            terms=tuple(seen.terms()),
            values=tuple(seen.values()),
            lists_pages=seen.lists_pages(),
            links_elsewhere=seen.links_elsewhere(),
            panels=_place_panels(doctree, found, problems, app.config.criticwiki_folders),
            problems=tuple(problems),
        )
    )


def _sections(doctree: nodes.document) -> list[nodes.section]:
    return [node for node in doctree.children if isinstance(node, nodes.section)]


def _title(doctree: nodes.document) -> str:
    """The first heading, without markup."""
    title = next(iter(doctree.findall(nodes.title)), None)
    return clean_astext(title) if title is not None else ''


def _heading(doctree: nodes.document) -> list[Problem]:
    sections = _sections(doctree)
    if len(sections) == 1 and _title(doctree):
        return []
    if len(sections) == 1:
        line = extract.line_of(sections[0])
        return [Problem('', max(line - 1, 1), 1, Code.HEADING, 'the first heading is empty')]
    message = f'a page needs one first-level heading; this one has {len(sections)}'
    line = extract.line_of(sections[1]) if sections else 1
    return [Problem('', max(line - 1, 1) if sections else 1, 1, Code.HEADING, message)]


def _mark_draft(doctree: nodes.document) -> None:
    """Say of a page without a fact box that it is a draft."""
    for section in _sections(doctree)[:1]:
        section.insert(1, as_nodes([draft_note()]))


def _place_panels(
    doctree: nodes.document, page: Page, problems: list[Problem], folders: Collection[str]
) -> tuple[tuple[str, str], ...]:
    """Check the panels that an editor placed, and put the others where they belong."""
    placed: list[tuple[str, str]] = []
    for node in list(doctree.findall(panel)):
        key = (node['name'], node['part'])
        message = None
        if find_panel(*key, page.kind) is None:
            message = f'{{{key[0]}}} has nothing to show on a page of kind {page.kind!r}'
        elif key in placed:
            message = f'{{{key[0]}}} stands twice on this page'
        if message:
            problems.append(Problem('', extract.line_of(node), 1, Code.PANEL, message))
            node.parent.remove(node)
        elif page.facts is None:
            node.parent.remove(node)
        else:
            placed.append(key)
    sections = _sections(doctree)
    if not sections or page.facts is None:
        return tuple(placed)
    section = sections[0]
    names = {name for name, _ in placed}
    if 'facts' not in names and find_panel('facts', '', page.kind):
        section.insert(1, make_panel('facts', '', page.docname))
        placed.append(('facts', ''))
    if 'pages' not in names and _lists_none(doctree, page, folders):
        after_words = section.first_child_matching_class(nodes.section)
        place = len(section) if after_words is None else after_words
        section.insert(place, make_panel('pages', '', page.docname))
        placed.append(('pages', ''))
    for name in INJECTED[page.kind]:
        if name not in names:
            made = make_panel(name, '', page.docname)
            give_heading(made, doctree)
            section += made
            placed.append((name, ''))
    return tuple(placed)


def _lists_none(doctree: nodes.document, page: Page, folders: Collection[str]) -> bool:
    """Whether it is the index of a folder of the wiki and shows none of its pages."""
    path = PurePosixPath(page.docname)
    if path.name != 'index' or str(path.parent) not in folders:
        return False
    return all(node['hidden'] for node in doctree.findall(addnodes.toctree))
