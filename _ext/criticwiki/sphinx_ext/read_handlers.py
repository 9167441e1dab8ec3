"""Handlers of source-read and doctree-read: take front matter, place panels, record the page."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from docutils import nodes
from myst_parser.mdit_to_docutils.base import html_meta_to_nodes
from sphinx import addnodes
from sphinx.errors import ConfigError
from sphinx.util.nodes import clean_astext

from criticwiki.checks.loader import read_page_source
from criticwiki.config import with_numbering
from criticwiki.guard.page_guard import front_matter_for_myst
from criticwiki.markdown.reader import hidden_in
from criticwiki.model.encodings import decoded
from criticwiki.model.keys import is_passed_on, require_free_names
from criticwiki.model.page import SUFFIX, Page
from criticwiki.model.review import Review
from criticwiki.panel_registry import has_place, injected_on, is_leading
from criticwiki.panels.components import draft_note

from .config import settings
from .directives import as_nodes, give_heading, make_panel, panel, plot
from .doctree import DoctreeSummary, merge_text, prose_blocks, remove_harms, remove_hidden
from .domain import join_titles, stamp_of, wiki_of
from .guard import withheld
from .plot import STASH, withhold_headings
from .transforms import ids_in, remove_hidden_names
from .translation import translated

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from sphinx.application import Sphinx

    from criticwiki.model.declared_fields import DeclaredFields
    from criticwiki.model.front_matter import FrontMatter, Value
    from criticwiki.model.page import Link
    from criticwiki.problems import Problem

REPLACED: Final = '\N{REPLACEMENT CHARACTER}'
"""Character in place of a byte that could not be decoded."""
_META: Final = 'criticwiki_meta'


def take_front_matter(app: Sphinx, docname: str, content: list[str]) -> None:
    """Read the front matter, and blank our part of it, so that line numbers stay.

    Sphinx and MyST would turn every value into text of another form:
    https://github.com/executablebooks/MyST-Parser/issues/947
    """
    path = app.env.doc2path(docname, base=False).as_posix()
    if not path.endswith(SUFFIX):
        return
    stored = _as_stored(app, path, content[0])
    read_by = with_numbering(settings(app.config), wiki_of(app.env).numbering)
    try:
        require_free_names(read_by.declared)
    except ValueError as error:
        raise ConfigError(str(error)) from error
    page, matter, verdict = read_page_source(path, stored, read_by, Path(app.srcdir))
    app.env.temp_data[STASH] = replace(page, stamp=stamp_of(app.env, docname))
    app.env.temp_data[_META] = matter.values.get('html_meta') if verdict.shown else None
    if verdict.text is None:
        content[0] = withheld()
        for picture in sorted(verdict.pictures):  # Sphinx notes those of pages that are shown
            app.env.note_dependency(Path(app.srcdir, picture))
    else:
        text = content[0] if verdict.text == stored else verdict.text
        # a rule of a plugin of the parser fails where a text ends in an empty list without it
        content[0] = f'{_without_ours(text, matter, read_by.declared)}\n'


def _as_stored(app: Sphinx, path: str, text: str) -> str | bytes:
    """The text that Sphinx has read, or the bytes of the file if they are not UTF-8."""
    if REPLACED not in text and '\0' not in text:
        return text
    stored = Path(app.srcdir, path).read_bytes()
    read = decoded(stored.decode('utf-8', 'replace'))[0]
    return stored if read.removeprefix('\ufeff') == text else text


def _without_ours(text: str, matter: FrontMatter, declared: DeclaredFields) -> str:
    """Source of the page, its front matter reduced to the keys that others read."""
    if not matter.end:
        return text
    lines = text.removeprefix('\ufeff').split('\n')
    kept: dict[str, Value] = {}
    if not matter.problems:
        kept = {
            key: value
            for key, value in matter.values.items()
            if declared.is_foreign(key)
            or (is_passed_on(key, declared) and not isinstance(value, list | dict))
        }
    return '\n'.join([*front_matter_for_myst(kept, matter.end), *lines[matter.end :]])


def _add_html_meta(doctree: nodes.document, tags: object) -> None:
    """Add the meta tags of `html_meta`, which MyST only reads inside a key of its own."""
    if isinstance(tags, dict):
        doctree += html_meta_to_nodes(tags, doctree, 1, doctree.reporter)


def _leaves_out(app: Sphinx, path: str) -> bool:
    """Whether a file is excluded; the output folders always are."""
    file = Path(os.path.normpath(app.srcdir / path))
    builds = (Path(app.outdir), Path(app.doctreedir))
    return settings(app.config).is_excluded(path) or any(map(file.is_relative_to, builds))


def note_page(app: Sphinx, doctree: nodes.document) -> None:
    """Record a page in the domain, and insert nodes for its panels."""
    record = app.env.temp_data.get(STASH)
    if not isinstance(record, Page) or record.docname != app.env.docname:
        return
    record = translated(record, doctree)
    _add_html_meta(doctree, app.env.temp_data.get(_META))
    domain = wiki_of(app.env)
    violations: list[Problem] = []
    if app.config.criticwiki_guard:
        violations += remove_hidden(doctree)
        violations += remove_harms(
            doctree,
            record.path,
            Path(app.srcdir),
            partial(_leaves_out, app),
        )
    join_titles(doctree)
    merge_text(doctree)
    remove_hidden_names(app.env, record.docname, doctree)
    folded = {name for fold in doctree.findall(plot) for name in ids_in(fold)}
    withhold_headings(app.env, record.docname, _title(doctree), folded)
    _mark_language(doctree, record)
    if record.facts and record.facts.draft and not has_place('facts', '', record.kind):
        _mark_draft(doctree)
    summary = DoctreeSummary(doctree)
    domain.note_page(
        replace(
            record,
            title=_title(doctree),
            blocks=tuple(prose_blocks(doctree)),
            links=(*record.links, *further_links(record.links, _open(record, summary.links()))),
            terms=tuple(summary.terms()),
            lists_pages=summary.lists_pages(),
            links_elsewhere=summary.links_elsewhere(),
            panels=_place_panels(doctree, record, app.config.criticwiki_folders),
            problems=(*record.problems, *violations),
        )
    )


def _sections(doctree: nodes.document) -> list[nodes.section]:
    return [node for node in doctree.children if isinstance(node, nodes.section)]


def _title(doctree: nodes.document) -> str:
    """The first heading, without markup; a table or a box in a block has a title too."""
    sections = doctree.findall(nodes.section)
    title = next((node[0] for node in sections if isinstance(node[0], nodes.title)), None)
    return clean_astext(title) if title is not None else ''


def further_links(written: Iterable[Link], seen: Iterable[Link]) -> Iterator[Link]:
    """Links that only Sphinx sees, such as those in a directive of another extension."""
    known = {(link.role, link.target) for link in written}
    known |= {('any', target) for role, target in known if role == 'path'}
    return (link for link in seen if (link.role, link.target) not in known)


def _open(page: Page, seen: Iterable[Link]) -> Iterator[Link]:
    """Links but for those to places in spoiler blocks of the page itself, which are judged."""
    hidden = hidden_in(page.written_labels)
    return (link for link in seen if link.target not in hidden)


def _mark_language(doctree: nodes.document, page: Page) -> None:
    """Mark the heading of a review in another language, where it is the printed headline."""
    facts = page.facts
    if not isinstance(facts, Review) or not facts.language or _title(doctree) != facts.headline:
        return
    for section in _sections(doctree)[:1]:
        title = section[0]
        assert isinstance(title, nodes.title)
        words = nodes.inline('', '', *title.children, classes=[f'language-{facts.language}'])
        title.children = []
        title += words


def _mark_draft(doctree: nodes.document) -> None:
    """Say of a page without a fact box that it is a draft."""
    for section in _sections(doctree)[:1]:
        section.insert(1, as_nodes([draft_note()]))


def _place_panels(
    doctree: nodes.document, page: Page, folders: Collection[str]
) -> tuple[tuple[str, str], ...]:
    """Keep panels where an editor put them, insert the others; returns name and part of each."""
    placed: list[tuple[str, str]] = []
    for node in list(doctree.findall(panel)):
        key = (node['name'], node['part'])
        if has_place(*key, page.kind) and key not in placed and page.facts is not None:
            placed.append(key)
        else:
            node.parent.remove(node)
    sections = _sections(doctree)
    if not sections or page.facts is None:
        return tuple(placed)
    section = sections[0]
    names = {name for name, _ in placed}
    if 'facts' not in names and has_place('facts', '', page.kind):
        section.insert(1, make_panel('facts', '', page.docname))
        placed.append(('facts', ''))
    if 'pages' not in names and _lists_none(doctree, page, folders):
        first_section = section.first_child_matching_class(nodes.section)
        place = len(section) if first_section is None else first_section
        section.insert(place, make_panel('pages', '', page.docname))
        placed.append(('pages', ''))
    boxed = len(section) > 1 and isinstance(section[1], panel) and section[1]['name'] == 'facts'
    place = 2 if boxed else 1
    for name in injected_on(page.kind, page.id):
        if name in names:
            continue
        injected = make_panel(name, '', page.docname)
        give_heading(injected, doctree)
        if is_leading(name):
            injected['leads'] = True
            section.insert(place, injected)
            place += 1
        else:
            section += injected
        placed.append((name, ''))
    return tuple(placed)


def _lists_none(doctree: nodes.document, page: Page, folders: Collection[str]) -> bool:
    """Whether the page is the index of a folder of the wiki and has no visible toctree."""
    path = PurePosixPath(page.docname)
    if path.name != 'index' or str(path.parent) not in folders:
        return False
    return all(node['hidden'] for node in doctree.findall(addnodes.toctree))
