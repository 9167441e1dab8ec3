"""Directives, roles and nodes: panels, spoiler blocks, figures, text without links."""

from __future__ import annotations

import re
from html import escape
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, ClassVar, Final

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import _ as of_sphinx
from sphinx.util.docutils import SphinxDirective, SphinxRole

from criticwiki.i18n import _
from criticwiki.markdown.directives import split_spoiler_role, spoiler_episode
from criticwiki.markdown.value_role import split_value_role
from criticwiki.model.page import SUFFIX
from criticwiki.panel_registry import ALL_PARTS, NAMES, PARTED
from criticwiki.panels.components import plot_title, spoiler_title
from criticwiki.panels.elements import (
    JAPANESE,
    LATER,
    UNTIL,
    VALUE,
    Element,
    foreign,
    opening_rows,
    row_name,
    sequence,
    shown_from,
    text_of,
)

from .domain import KINDS, ShortRole, wiki_of
from .output import site_of
from .patches import EpigraphDirective, FigureDirective

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sphinx.application import Sphinx
    from sphinx.util.docutils import SphinxTranslator

    from criticwiki.model.numbering import Number
    from criticwiki.panels.elements import Piece
    from criticwiki.sphinx_ext.html.pages import PageContext

PANEL_CLASS: Final = 'wiki-panel'
"""Class of the section of a panel that has a heading."""

EMPTIED: Final = 'criticwiki_emptied'
"""Attribute of a document: ids of the sections that were left out, since their panel is empty."""
NO_LINK: Final = 'nolink'
"""Class of text in which no mention becomes a link."""


class panel(nodes.Element):  # noqa: N801 - docutils names nodes in lower case
    """Placeholder of a panel: its `name`, `part`, and the `docname` of its page.

    With `ids` it is injected, and has a heading unless it is calm. On a web page it stays, with
    the panel as `html`, its heading as `title`, and its `passages` for the search.
    """


class value(nodes.Inline, nodes.Element):  # noqa: N801
    """Placeholder of a figure from the exported data: its `path`."""


class number(nodes.inline):  # noqa: N801
    """Number from the exported data: its `pointer`."""


class spoiler(nodes.General, nodes.Element):  # noqa: N801
    """Spoiler block: content that gives away an `episode`."""

    def opened(self) -> nodes.Element:
        """Its content where the plot of that episode may be read, still out of the search."""
        return nodes.container('', *self.children, classes=['no-search'])


class inline_spoiler(spoiler, nodes.Inline, nodes.TextElement):  # noqa: N801
    """Inline spoiler: words in a paragraph that give away an `episode`."""

    def astext(self) -> str:
        """Nothing: titles, descriptions and sentences are made of the text of nodes."""
        return ''

    def opened(self) -> nodes.Element:
        """Its words, as a part of the line."""
        return nodes.inline('', '', *self.children, classes=['no-search'])


class plot(nodes.General, nodes.Element):  # noqa: N801
    """Fold of text on the page of an episode: the `numbers` of the page, the last as `episode`."""


def make_spoiler(episode: Number, *children: nodes.Node) -> spoiler:
    """Create a spoiler block, which the search index skips."""
    return spoiler('', *children, episode=episode, classes=['spoiler', 'no-search'])


def _skip(_translator: SphinxTranslator, _node: nodes.Element) -> None:
    raise nodes.SkipNode


def _nothing(_translator: SphinxTranslator, _node: nodes.Element) -> None:
    """Depart from a node without output."""


def _visit_panel_html(translator: Any, node: panel) -> None:
    """Write the HTML of a panel, under its heading if it has one."""
    title, html = node.get('title'), node.get('html', '')
    names = f'{PANEL_CLASS} leads' if node.get('leads') else PANEL_CLASS
    seen = node.get('seen')
    later = f' {LATER}" data-episode="{seen}' if seen else ''
    start = f'class="{names}{later}" id="{escape(node["ids"][0])}"' if node['ids'] else ''
    if title is None:
        translator.body.append(f'<div {start}>\n{html}</div>\n' if start else html)
        raise nodes.SkipNode
    level = min(translator.section_level + translator.initial_header_level, 6)
    translator.body.append(f'<section {start}>\n<h{level}>')
    translator.body.append(escape(title, quote=False))
    translator.add_permalink_ref(node, of_sphinx('Link to this heading'))
    translator.body.append(f'</h{level}>\n{html}</section>\n')
    raise nodes.SkipNode


def _visit_number_html(translator: Any, node: number) -> None:
    """Begin a number, with its pointer; a book has no data beside it."""
    in_book = translator.builder.name == 'epub'
    pointer = '' if in_book else f' data-{VALUE}="{escape(node["pointer"])}"'
    translator.body.append(f'<span{pointer}>')


def _depart_number_html(translator: Any, _node: number) -> None:
    translator.body.append('</span>')


def _visit_spoiler_html(translator: Any, node: spoiler) -> None:
    numbering = wiki_of(translator.builder.env).numbering
    _begin_details(translator, node, spoiler_title(numbering.place(node['episode'])))


def _visit_plot_html(translator: Any, node: plot) -> None:
    numbering = wiki_of(translator.builder.env).numbering
    title = spoiler_title if node.get('further') else plot_title
    _begin_details(translator, node, title(numbering.place(*node['numbers'])))


def _depart_plot_html(translator: Any, node: plot) -> None:
    """End the fold, and offer those who have not said how far they are to do so."""
    _depart_spoiler_html(translator, node)
    if not site_of(translator.builder.env).is_web:
        return  # no script runs in a book
    seen, no_matter = map(translator.encode, (_('I have seen it'), _('I do not mind')))
    translator.body.append(
        f'<p class="plot-choice"><button type="button" value="{node["episode"]}">{seen}</button>'
        f'<button type="button">{no_matter}</button></p>\n'
    )


def _begin_details(translator: Any, node: nodes.Element, title: str) -> None:
    attributes = {'data-episode': str(node['episode'])}
    translator.body.append(translator.starttag(node, 'details', **attributes))
    words = translator.encode(title)
    # search engines read no book, and an attribute without a value is no XML
    unquoted = ' data-nosnippet' if site_of(translator.builder.env).is_web else ''
    translator.body.append(f'<summary>{words}</summary>\n<div class="spoiler-body"{unquoted}>\n')


def _depart_spoiler_html(translator: Any, _node: nodes.Element) -> None:
    translator.body.append('</div>\n</details>\n')


def _visit_inline_spoiler_html(translator: Any, node: inline_spoiler) -> None:
    """Begin closed words, behind a switch that opens them without a script."""
    numbering = wiki_of(translator.builder.env).numbering
    title = translator.encode(spoiler_title(numbering.place(node['episode'])))
    place = f' data-episode="{node["episode"]}"'
    translator.body.append(
        f'<span class="spoiler-inline"{place}><label class="wiki-until"{place}>'
        f'<input type="checkbox" role="switch" autocomplete="off">{title} </label>'
        f'<span class="spoiler-words wiki-later"{place} data-nosnippet>'
    )


def _depart_inline_spoiler_html(translator: Any, _node: inline_spoiler) -> None:
    translator.body.append('</span></span>')


def setup_nodes(app: Sphinx) -> None:
    """Register the nodes, with visitors that skip placeholders."""
    skip = (_skip, None)
    html = (_visit_panel_html, None)
    app.add_node(panel, html=html, latex=skip, text=skip, man=skip, texinfo=skip)
    app.add_node(value, html=skip, latex=skip, text=skip, man=skip, texinfo=skip)
    plain = (_nothing, _nothing)
    for kind, of_html in (
        (spoiler, (_visit_spoiler_html, _depart_spoiler_html)),
        (plot, (_visit_plot_html, _depart_plot_html)),
        (number, (_visit_number_html, _depart_number_html)),
        (inline_spoiler, (_visit_inline_spoiler_html, _depart_inline_spoiler_html)),
    ):
        app.add_node(kind, html=of_html, latex=plain, text=plain, man=plain, texinfo=plain)


MAX_COLUMN: Final = 40
"""Largest width of a column in plain text, in characters."""


def as_nodes(pieces: Iterable[Piece]) -> list[nodes.Node]:
    """Docutils nodes of elements, for every builder but those of web sites.

    What leads about on a web page has no node, nor has a chart, whose table follows it.
    """
    return [
        nodes.Text(piece) if isinstance(piece, str) else _node(piece)
        for piece in pieces
        if isinstance(piece, str) or (piece.tag in _MAKERS and not _is_left_out(piece))
    ]


def _is_left_out(piece: Element) -> bool:
    """Whether a book leaves an element out: words that a spoiler block of the same box tells too.

    A book does not know how far its reader has seen.
    """
    return LATER in piece.classes and piece.tag in {'inline', 'field'}


def _node(piece: Element) -> nodes.Element:
    """Node of an element; what readers see later is marked as a spoiler, a list as a whole."""
    node = _MAKERS[piece.tag](piece)
    rows = piece.children if piece.tag == 'bullets' else ()
    number = max(shown_from(one) for one in (piece, *rows) if not isinstance(one, str))
    return make_spoiler(number, node) if number and piece.tag != 'item' else node


MENTION: Final = 'criticwiki_mention'
"""Attribute of the words of a link on a name in a sentence."""


def page_link(
    children: Sequence[nodes.Node], docname: str, anchor: str, *, mention: bool = False
) -> addnodes.pending_xref:
    """Cross-reference to a page of the wiki."""
    words = nodes.inline('', '', *children)
    if mention:
        words[MENTION] = True
    return addnodes.pending_xref(
        '',
        words,
        refdomain='wiki',
        reftype='page',
        reftarget=docname,
        refanchor=anchor,
        refexplicit=True,
        refwarn=False,
    )


def _of(kind: type[nodes.Element]) -> Callable[[Element], nodes.Element]:
    def make(piece: Element) -> nodes.Element:
        return _plain(kind, piece)

    return make


def _plain(kind: type[nodes.Element], piece: Element) -> nodes.Element:
    children = as_nodes(piece.children)
    classes = _classes(piece)
    if issubclass(kind, nodes.TextElement):
        return kind('', '', *children, classes=classes)
    return kind('', *children, classes=classes)


def _classes(piece: Element) -> list[str]:
    """Classes of an element in a book, where nothing closes by progress."""
    return [name for name in piece.classes if name not in {LATER, UNTIL}]


def _inline(piece: Element) -> nodes.Element:
    if 'known' in piece.classes:  # a badge beside the words, which print would run into them
        piece = piece.holding(['(', *piece.children, ')'])
    classes = [f'language-{piece.extra}'] if piece.extra else _classes(piece)
    return nodes.inline('', '', *as_nodes(piece.children), classes=classes)


def _link(piece: Element) -> nodes.Element:
    return page_link(as_nodes(piece.children), *piece.extra)


def _critic(piece: Element) -> nodes.Element:
    """Reference to the page of a critic, or its text: only web sites have these pages."""
    _page, review = piece.extra
    words = as_nodes(piece.children)
    return page_link(words, review, '') if review else nodes.inline('', '', *words)


def _address(piece: Element) -> nodes.Element:
    return nodes.reference('', text_of(piece), refuri=piece.extra, internal=False)


def _data(piece: Element) -> nodes.Element:
    name = piece.extra
    return addnodes.pending_xref(
        '',
        nodes.literal('', name),
        refdomain='wiki',
        reftype='data-file',
        reftarget=name,
        refwarn=False,
    )


def _definition(piece: Element) -> nodes.Element:
    term, *described = as_nodes(piece.children)
    if piece.extra:
        assert isinstance(term, nodes.Element)
        term['ids'].append(piece.extra)
    return nodes.definition_list_item('', term, *described)


def _field(piece: Element) -> nodes.Element:
    body = nodes.field_body('', *as_nodes(piece.children))
    return nodes.field('', nodes.field_name('', piece.extra), body)


def _sidebar(piece: Element) -> nodes.Element:
    title = nodes.title('', piece.extra)
    return nodes.sidebar('', title, *as_nodes(piece.children), classes=list(piece.classes))


def _cell(piece: Element) -> nodes.Element:
    blocks = [one for one in piece.children if not isinstance(one, str) and one.tag == 'details']
    words = [one for one in piece.children if one not in blocks]
    return nodes.entry('', nodes.paragraph('', '', *as_nodes(words)), *as_nodes(blocks))


def _table(piece: Element) -> nodes.Element:
    """Table; what its rows open to follows it, each under the name of the row."""
    if opening := opening_rows(piece):
        closed = [row for _piece, row, _blocks in opening]
        table = _table(Element('table', closed, piece.classes, piece.extra))
        below: list[nodes.Node] = []
        for one, row, blocks in opening:
            # LaTeX has a label for a target alone
            below.append(nodes.target('', '', ids=[one.extra]))
            below.append(nodes.rubric('', '', nodes.Text(row_name(row))))
            below += as_nodes(blocks)
        return nodes.container('', table, *below)
    rows = [piece.extra, *piece.children]
    head, *body = as_nodes(rows)
    columns = len(head.children)
    group = nodes.tgroup(cols=columns)
    for index in range(columns):
        column = nodes.colspec(colwidth=_width(rows, index))
        if index == 0:
            column['stub'] = 1
        group += column
    group += nodes.thead('', head)
    group += nodes.tbody('', *body)
    return nodes.table('', group, classes=list(piece.classes))


def _width(rows: Sequence[Piece], index: int) -> int:
    """Width of a column in plain text, in characters; web pages find their own."""
    longest = max(len(text_of(row.children[index])) for row in rows if not isinstance(row, str))
    return min(max(longest, 3), MAX_COLUMN)


def _spoiler(piece: Element) -> nodes.Element:
    return make_spoiler(piece.extra, *as_nodes(piece.children))


def _details(piece: Element) -> nodes.Element:
    """What a web page tells when asked is printed under its name."""
    title = nodes.paragraph('', '', nodes.strong('', '', *as_nodes(sequence(piece.extra))))
    return nodes.container('', title, *as_nodes(piece.children), classes=list(piece.classes))


def _source(piece: Element) -> nodes.Element:
    text, classes = text_of(piece), list(piece.classes)
    parts = re.split(f'({JAPANESE.pattern})', text)
    if len(parts) == 1:
        return nodes.literal_block(text, text, language=piece.extra, classes=classes)
    # another raw source than its words makes Sphinx keep the marks inside, without colours
    block = nodes.literal_block('', '', classes=classes)
    for index, words in enumerate(parts):
        ours = nodes.inline('', words, classes=['language-ja']) if index % 2 else nodes.Text(words)
        block += ours
    return block


_MAKERS: Final[dict[str, Callable[[Element], nodes.Element]]] = {
    'paragraph': _of(nodes.paragraph),
    'inline': _inline,
    'link': _link,
    'critic': _critic,
    'address': _address,
    'data': _data,
    'rubric': _of(nodes.rubric),
    'container': _of(nodes.container),
    'bullets': _of(nodes.bullet_list),
    'entries': _of(nodes.bullet_list),
    'line': _of(addnodes.compact_paragraph),
    'item': _of(nodes.list_item),
    'definitions': _of(nodes.definition_list),
    'definition': _definition,
    'term': _of(nodes.term),
    'description': _of(nodes.definition),
    'fields': _of(nodes.field_list),
    'field': _field,
    'sidebar': _sidebar,
    'table': _table,
    'row': _of(nodes.row),
    'cell': _cell,
    'spoiler': _spoiler,
    'details': _details,
    'numbers': _of(nodes.container),
    'code': _of(nodes.literal),
    'source': _source,
    'scored': _of(nodes.inline),
}


def give_heading(holder: panel, document: nodes.document) -> None:
    """Give a panel a heading, with an id that no other part of the page has."""
    name = holder['name']
    identifier = name if name not in document.ids else f'panel-{name}'
    holder['ids'] = [identifier]
    document.ids[identifier] = holder


def in_section(holder: panel, title: str, children: Sequence[nodes.Node]) -> nodes.section:
    """Section with the heading of a panel and its docutils nodes."""
    heading = nodes.title('', title, translatable=False)
    return nodes.section('', heading, *children, ids=holder['ids'], classes=[PANEL_CLASS])


def add_to_contents(app: Sphinx, page: PageContext) -> None:
    """Page context: contents of the page with the headings of panels, without empty sections."""
    context = page.context
    if not page.doctree or app.env.metadata.get(page.name, {}).get('tocdepth') == 1:
        return
    emptied: list[str] = page.doctree.get(EMPTIED, [])
    for identifier in emptied:
        entry = rf'<li><a class="[^"]*" href="#{re.escape(identifier)}">.*?</a></li>\n?'
        context['toc'] = re.sub(entry, '', context.get('toc', ''), flags=re.DOTALL)
    panels = list(page.doctree.findall(panel))
    titled = [holder for holder in panels if 'title' in holder]
    opening = [holder for holder in panels if 'rows' in holder]
    if not context.get('toc'):
        return
    if opening and app.env.metadata.get(page.name, {}).get('tocdepth') != 2:
        for holder in opening:
            context['toc'] = _with_rows(context['toc'], holder)
    if titled:
        leading = [holder for holder in titled if holder.get('leads')]
        following = [holder for holder in titled if not holder.get('leads')]
        context['toc'] = _with_entries(context['toc'], leading, following)
        context['display_toc'] = True
        if 'furo_hide_toc' in context:
            context['furo_hide_toc'] = 'hide-toc' in (context.get('meta') or {})


def _with_rows(contents: str, holder: panel) -> str:
    """Table of contents with the rows of a panel below the heading over it, if that is listed."""
    section = holder.parent
    while section is not None and not isinstance(section, nodes.section):
        section = section.parent
    heading = f'href="#{escape(section["ids"][0])}"' if section is not None else ''
    before, found, after = contents.partition(heading) if heading else (contents, '', '')
    end = after.find('</a>') + len('</a>')
    if not found or end < len('</a>'):
        return contents
    entries, rest = _entries(holder['rows']), after[end:]
    if rest.lstrip().startswith('<ul>'):
        rest = rest.replace('<ul>', f'<ul>\n{entries}', 1)
    else:
        rest = f'<ul>\n{entries}</ul>\n{rest}'
    return f'{before}{found}{after[:end]}{rest}'


def _entries(targets: Iterable[tuple[str, str]]) -> str:
    """Entries of a table of contents, for anchors with their titles."""
    return ''.join(
        f'<li><a class="reference internal" href="#{escape(anchor)}">'
        f'{escape(title, quote=False)}</a></li>\n'
        for anchor, title in targets
    )


def _with_entries(contents: str, leading: Iterable[panel], following: Iterable[panel]) -> str:
    """Table of contents with entries for panels before its first heading and after its last."""
    first, last = ''.join(map(_entry, leading)), ''.join(map(_entry, following))
    top = contents.rstrip().removesuffix('</ul>').rstrip().removesuffix('</li>').rstrip()
    if top.endswith('</ul>'):
        before, listing, headings = top.removesuffix('</ul>').partition('</a><ul>\n')
        return f'{before}{listing}{first}{headings}{last}</ul>\n</li>\n</ul>\n'
    return f'{top}<ul>\n{first}{last}</ul>\n</li>\n</ul>\n'


def _entry(holder: panel) -> str:
    identifier, title = escape(holder['ids'][0]), escape(holder['title'], quote=False)
    link = f'<a class="reference internal" href="#{identifier}">{title}</a>'
    return f'<li{_seen(holder)}>{link}</li>\n'


def _seen(holder: panel) -> str:
    """Attributes of an entry for a panel all of which readers see from an episode on."""
    seen = holder.get('seen')
    return f' class="{LATER}" data-episode="{seen}"' if seen else ''


def make_panel(name: str, part: str, docname: str) -> panel:
    """Placeholder node of a panel, which a post-transform draws."""
    return panel('', name=name, part=part, docname=docname)


class _Checked(SphinxDirective):
    """Base of our directives, which the guard has checked in the source of a Markdown page."""

    def refuse(self, message: str) -> list[nodes.Node]:
        """Insert nothing; on a page that is not Markdown, and so not checked, warn."""
        if self.env.doc2path(self.env.docname, base=False).suffix == SUFFIX:
            return []
        raise self.error(message)


class PanelDirective(_Checked):
    """Directive of a panel, which places it where it is written: `{scores}`."""

    has_content = True  # so that it is for us to say that it takes none

    def run(self) -> list[nodes.Node]:
        """Insert the placeholder."""
        node = make_panel(self.name, '', self.env.docname)
        self.set_source_info(node)
        return [node]


class PartedDirective(_Checked):
    """Directive of a panel with parts: `{consensus} matrix`, or all parts without argument."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Insert a placeholder for each part."""
        valid_keys = PARTED[self.name]
        if self.arguments and self.arguments[0] not in valid_keys:
            return self.refuse(f'the {self.name} has no part {self.arguments[0]!r}')
        parts = (self.arguments[0],) if self.arguments else ALL_PARTS[self.name]
        placeholders = [make_panel(self.name, part, self.env.docname) for part in parts]
        for node in placeholders:
            self.set_source_info(node)
        return list(placeholders)


class SpoilerDirective(_Checked):
    """Directive of a spoiler block, with the number of an episode: `{spoiler} 9`."""

    optional_arguments = 1  # without its one it shows nothing
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[dict[str, Callable[[str], object]]] = {}

    def run(self) -> list[nodes.Node]:
        """Parse the content into a spoiler node."""
        number = self.arguments[0] if self.arguments else ''
        episode = spoiler_episode(number, wiki_of(self.env).numbering)
        if not episode or not any(line.strip() for line in self.content):
            return self.refuse('spoiler: write {spoiler} 9, and in it what it hides')
        block = make_spoiler(episode, *self.parse_content_to_nodes())
        self.set_source_info(block)
        return [block]


class SpoilerRole(SphinxRole):
    """Role of words that give away an episode: `` {spoiler}`He goes <9>` ``."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Parse the words, with their links and emphasis, into an inline spoiler.

        Without words or an episode it shows nothing, as the directive does.
        """
        words, number = split_spoiler_role(self.text)
        episode = spoiler_episode(number, wiki_of(self.env).numbering)
        if not episode or not words:
            return [], []
        inliner = self.inliner
        memo = SimpleNamespace(
            document=inliner.document, reporter=inliner.reporter, language=inliner.language
        )
        node = inline_spoiler('', '', episode=episode, classes=['no-search'])
        children, messages = inliner.parse(words, self.lineno - 1, memo, inliner.parent)
        node += children
        self.set_source_info(node)
        return [node], messages


class ValueRole(SphinxRole):
    """Role of a figure from the exported data, by its dotted path: `{value}`."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Insert the placeholder."""
        path, form = split_value_role(self.text)
        node = value('', path=path, form=form)
        self.set_source_info(node)
        return [node], []


class NoLinkRole(SphinxRole):
    """Role of text in which no mention becomes a link."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Insert an inline node with the class."""
        return [nodes.inline(self.rawtext, self.text, classes=[NO_LINK])], []


class JapaneseRole(SphinxRole):
    """Role of Japanese text, which gets a `lang` attribute."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Insert an inline node with the class of the language."""
        return as_nodes([foreign(self.text, 'ja')]), []


def setup_directives(app: Sphinx) -> None:
    """Register directives and roles, some of which replace those of docutils and Sphinx."""
    for name in NAMES:
        app.add_directive(name, PanelDirective)
    for name in PARTED:
        app.add_directive(name, PartedDirective)
    app.add_directive('spoiler', SpoilerDirective)
    app.add_role('spoiler', SpoilerRole())
    app.add_role('value', ValueRole())
    app.add_role('nolink', NoLinkRole())
    app.add_role('ja', JapaneseRole())
    for kind in KINDS:
        app.add_role(kind, ShortRole(kind, nodes.inline))
    for name in ('aspect', 'critic'):
        app.add_role(name, ShortRole(name, nodes.inline))
    app.add_role('data-file', ShortRole('data-file', nodes.literal))
    app.add_directive('figure', FigureDirective, override=True)
    app.add_directive('epigraph', EpigraphDirective, override=True)
