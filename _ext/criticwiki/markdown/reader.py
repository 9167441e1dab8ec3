"""Reader of a page: headings, links, labels, terms, lint; links to what spoilers hide."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from criticwiki.cached_view import cached_view
from criticwiki.model.page import FileReference, Label, Link, Spoiler, Term, ValueReference
from criticwiki.problems import Code, Problem

from .directives import split_spoiler_role, spoiler_episode
from .links import (
    HEADING,
    check_reserved,
    file_at,
    heading_id,
    id_of_slug,
    label_of,
    link_of_address,
    link_of_role,
    listed_pages,
    slugs_of,
    target_in,
)
from .lint import (
    FootnoteMark,
    Heading,
    Panels,
    check_data_file,
    check_directive,
    check_footnotes,
    check_headings,
    check_role,
    footnote_slips,
    panels_of,
    spaced_calls,
)
from .parser import FENCES, SourceLines, Walk, plain_text, words_of
from .toctrees import ToctreeEntry
from .value_role import split_value_role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from markdown_it.token import Token

    from criticwiki.config import Settings
    from criticwiki.corpus.corpus import Corpus
    from criticwiki.model.numbering import Number

    from .directives import Directive
    from .parser import Env


def hidden_in(marks: Iterable[Label]) -> dict[str, Number]:
    """Labels in the spoiler blocks of one page, each with the latest episode that they spoil."""
    hidden: dict[str, Number] = {}
    for mark in marks:
        if mark.spoils:
            hidden[mark.name] = max(mark.spoils, hidden.get(mark.name, 0))
    return hidden


def check_hidden(links: Iterable[Link], hidden: Mapping[str, Number]) -> Iterator[Problem]:
    """Problems of links into spoiler blocks of the same page, whose text would be the hidden title.

    A URL with a text of its own shows nothing of its target.
    """
    for link in links:
        episode = hidden.get(link.target, 0) if link.role in {'any', 'numref'} else 0
        if not episode or (link.prefers_own_page and (link.explicit or link.spoils >= episode)):
            continue
        message = (
            f'{link.target!r} is inside a spoiler block, and a link must not show what that'
            f' hides; give it words of its own: [words](#{link.target})'
        )
        yield Problem('', link.line, link.column, Code.DANGLING_LINK, message)


@cached_view
def hidden_labels(corpus: Corpus) -> Mapping[str, str]:
    """Labels that stand in spoiler blocks only, each with its page."""
    return {
        name: page.docname
        for page in corpus.pages.values()
        for name in hidden_in(page.written_labels)
        if name not in corpus.labels
    }


@cached_view
def terms_of(corpus: Corpus) -> Mapping[str, tuple[str, Term]]:
    """Glossary terms by name in lower case, with their page; those outside of spoilers win."""
    terms: dict[str, tuple[str, Term]] = {}
    for page in corpus.pages.values():
        for term in page.terms:
            name = term.text.lower()
            if name not in terms or not term.hidden_until or terms[name][1].hidden_until:
                terms[name] = (page.docname, term)
    return terms


def page_of_term(corpus: Corpus, link: Link) -> str | None:
    """The page with the term that a link names, unless the term spoils more than the link may."""
    docname, term = terms_of(corpus).get(link.target.lower(), (None, None))
    return None if term is None or term.spoils > link.spoils else docname


def hidden_term(corpus: Corpus, target: str) -> tuple[str, str] | None:
    """Page and anchor of a term that Sphinx is not told of, as it is closed; None for others."""
    docname, term = terms_of(corpus).get(target.lower(), ('', None))
    return (docname, term.anchor) if term is not None and term.hidden_until else None


def message_on_hidden(corpus: Corpus, link: Link) -> str | None:
    """Message on a link into a spoiler block of another page, or None."""
    if link.role == 'term' and link.target.lower() in terms_of(corpus):
        return (
            f'the term {link.target!r} is inside a spoiler block; name it inside a spoiler block'
            ' of that episode or a later one'
        )
    if link.role in {'any', 'numref', 'path'} and link.target in hidden_labels(corpus):
        path = corpus.pages[hidden_labels(corpus)[link.target]].path
        return (
            f'{link.target!r} is inside a spoiler block, where no link from elsewhere leads; link'
            f' to its page: [words](/{path})'
        )
    return None


@dataclass(slots=True)
class PageText:
    """Content of a page, in source order."""

    title: str = ''
    links: list[Link] = field(default_factory=list)
    spoilers: list[Spoiler] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    values: list[ValueReference] = field(default_factory=list)
    files: list[FileReference] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    slugs: list[tuple[str, str]] = field(default_factory=list)
    written_labels: list[Label] = field(default_factory=list)
    places: set[str] = field(default_factory=set)
    panels: list[tuple[str, str]] = field(default_factory=list)
    toctrees: list[tuple[ToctreeEntry, ...]] = field(default_factory=list)
    toctree_weight: int = 0
    outline: tuple[Heading, ...] = ()
    """Headings of the page itself."""
    sections: tuple[str, ...] = ()
    """Headings of the second level."""
    sections_of_terms: list[str] = field(default_factory=list)
    """For each term, the heading of the second level that it stands below; empty above them."""
    problems: list[Problem] = field(default_factory=list)


def read_page_text(
    lines: Sequence[str],
    first: int,
    page: tuple[str, str],
    settings: Settings,
    env: Env | None = None,
) -> PageText:
    """Content of a page from line `first` on; problems have an empty path.

    `page` is its docname and its kind, `env` the parse cache of the page.
    """
    reader = _Reader(lines, page, settings, env)
    reader.read('\n'.join(lines[first - 1 :]), first)
    return reader.finish(first)


class _Reader(Walk):
    """Visitor that collects what a page says, and what is wrong with it."""

    def __init__(
        self, lines: Sequence[str], page: tuple[str, str], settings: Settings, env: Env | None
    ) -> None:
        super().__init__(settings, env)
        self.docname, kind = page
        self.page = PageText()
        self.lines = SourceLines(lines)
        self.headings: list[Heading] = []
        self._every: list[Heading] = []
        self._calls: list[FootnoteMark] = []
        self._notes: list[FootnoteMark] = []
        self._slips: dict[FootnoteMark, str] = {}
        self._spaced: set[str] = set()
        self._panels = Panels(kind)
        self._heading: Token | None = None

    def finish(self, first: int) -> PageText:
        """Content of the page, checked as a whole; its text begins in line `first`."""
        page = self.page
        names = [mark.name for mark in page.written_labels]
        if self.settings.forms.closed:
            page.problems += check_footnotes(
                self._calls, self._notes, names, self._slips, self._spaced
            )
        slugs = slugs_of(self._every, self.settings.syntax.anchors)
        hidden = hidden_in(page.written_labels)
        page.problems += check_hidden(page.links, hidden)
        page.problems += check_reserved(page.written_labels, self._every, self._notes)
        here = {*names, *slugs}
        page.links = [
            link._replace(role=HEADING) if link.role == 'any' and link.target in slugs else link
            for link in page.links
            if link.role not in {'any', 'numref'} or link.target not in here.difference(slugs)
        ]
        texts = (heading.text for heading in self._every)
        notes = (note.label for note in self._notes)
        page.places = {*here, *map(id_of_slug, slugs), *map(heading_id, (*names, *texts, *notes))}
        page.labels = [name for name in names if name not in hidden]
        page.slugs = [(slug, heading.text) for slug, heading in slugs.items() if not heading.spoils]
        page.toctree_weight += len(self.headings)
        page.title = next((heading.text for heading in self.headings), '')
        page.outline = tuple(self.headings)
        page.sections = tuple(heading.text for heading in self.headings if heading.level == 2)
        page.problems += check_headings(self.headings, first)
        return page

    def visit(self, token: Token, line: int) -> None:
        """Visit a block: a paragraph or heading, a fence, a footnote, a label."""
        kind = token.type
        if kind == 'inline':
            children = self.visit_inline(token.content, line)
            if self._heading:
                self._end_heading(self._heading, token.content, children, line)
        elif kind == 'heading_open':
            self._heading = token
        elif kind in FENCES:
            self.visit_fence(token, line)
        elif kind == 'footnote_reference_open':
            label = token.meta['label']
            self._notes.append(FootnoteMark(label, line, self.lines.column(line, f'[^{label}]')))
        elif kind == 'myst_target':
            self._mark(token.content, line, self.lines.column(line, '('))

    def _mark(self, name: str, line: int, column: int) -> None:
        self.page.written_labels.append(Label(label_of(name), line, column, self.spoils))

    def _end_heading(self, token: Token, text: str, children: list[Token], line: int) -> None:
        shown = plain_text(children) if children else text
        column = self.lines.column(line, '#')
        plain = words_of(text, self.settings.syntax, self.env)
        heading = Heading(int(token.tag[1]), shown.strip(), line, column, plain, self.spoils)
        self._every.append(heading)
        if self.depth == 1 and not token.level:
            self.headings.append(heading)
        self._heading = None

    def visit_inline(self, text: str, line: int) -> list[Token]:
        """Visit the links, roles, pictures and footnote calls of a paragraph; its tokens."""
        children = self.parse_inline(text)
        for token in children:
            if token.type == 'myst_role':
                self._role(token, text, line)
            elif token.type == 'link_open':
                self._link(token, text, line, children)
            elif token.type == 'image':
                self._image(token, text, line)
            elif token.type == 'footnote_ref':
                place = self.lines.place(line, text, token.meta['at'])
                self._calls.append(FootnoteMark(token.meta['label'], *place))
        self._spaced.update(spaced_calls(text))
        for slip in footnote_slips(text):
            place = self.lines.place(line, text, slip.offset)
            self._slips[FootnoteMark(slip.label, *place)] = slip.written
        return children

    def _role(self, token: Token, text: str, line: int) -> None:
        name, at = token.meta['name'], token.meta['at']
        place = self.lines.place(line, text, at)
        self.page.problems += check_role(name, self.settings.forms, *place)
        ticks = len(text[at:]) - len(text[at + len(name) + 2 :].lstrip('`'))
        if name == 'spoiler':
            self._spoiler_role(token.content, text, at + ticks, line)
            return
        _, inside, _ = target_in(token.content)
        start = self.lines.place(line, text, at + ticks + inside)
        if name.removeprefix('wiki:') == 'data-file':
            self.page.problems += check_data_file(token.content, *start)
        elif name == 'value':
            path, _form = split_value_role(token.content)
            self.page.values.append(ValueReference(path, *start, self.spoils))
        else:
            self._lead(link_of_role(name, token.content, self.docname), *start)

    def _spoiler_role(self, content: str, text: str, start: int, line: int) -> None:
        """Collect a spoiler role and what is in it; its content begins at an offset of a text."""
        written = split_spoiler_role(content)[1]
        if episode := spoiler_episode(written, self.settings.numbering):
            place = self.lines.place(line, text, start + content.rindex('<') + 1)
            self.page.spoilers.append(Spoiler(episode, *place))
        self.visit_spoiler_role(content, line + text.count('\n', 0, start))

    def _link(self, token: Token, text: str, line: int, children: list[Token]) -> None:
        at, end = token.meta['at'], token.meta['end']
        written = text[at:end]
        offset = 0
        if token.info == 'auto':
            offset = 1
        elif written.endswith(')'):
            offset = written.rfind('](') + 2
            offset += len(written[offset:]) - len(written[offset:].lstrip(' \n<'))
        address = str(token.attrGet('href') or '')
        for prefix in ('project:', '#'):
            if offset and written.startswith(prefix, offset):
                offset += len(prefix)
        after = children[children.index(token) + 1]
        explicit = token.info != 'auto' and after.type != 'link_close'
        target = link_of_address(
            address,
            self.docname,
            self.settings.syntax,
            auto=token.info == 'auto',
            explicit=explicit,
        )
        self._lead(target, *self.lines.place(line, text, at + offset))

    def _image(self, token: Token, text: str, line: int) -> None:
        at, end = token.meta['at'], token.meta['end']
        written = text[at:end]
        offset = written.rfind('](') + 2 if written.endswith(')') else 0
        self._file(str(token.attrGet('src') or ''), *self.lines.place(line, text, at + offset))
        if not token.content.strip():
            place = self.lines.place(line, text, at)
            message = 'the picture has no words; write what it shows: ![a lamp](lamp.png)'
            self.page.problems.append(Problem('', *place, Code.PICTURE, message))

    def _file(self, address: str, line: int, column: int) -> None:
        if address and '://' not in address and not address.startswith('data:'):
            self.page.files.append(FileReference(file_at(self.docname, address), line, column))

    def _lead(self, target: Link | FileReference | None, line: int, column: int) -> None:
        if isinstance(target, Link):
            placed = target._replace(line=line, column=column, spoils=self.spoils)
            self.page.links.append(placed)
        elif target is not None:
            self.page.files.append(target._replace(line=line, column=column))

    def visit_directive(self, directive: Directive) -> None:
        """Visit a directive: its name, its argument, its options, its body."""
        column = self.lines.column(directive.line, f'{{{directive.name}}}')
        self.page.problems += check_directive(directive, self.settings, self.lines)
        self.page.problems += self._panels.check(directive, column)
        self.page.panels += panels_of(directive)
        if directive.argument:
            self._argument(directive)
        self._options(directive)
        if spoils := directive.spoils(self.settings.numbering):
            at = self.lines.column(directive.line, directive.argument)
            self.page.spoilers.append(Spoiler(spoils, directive.line, at))
        if directive.name == 'toctree':
            self._contents(directive)
        else:
            self.visit_body(directive)

    def visit_term(self, text: str, line: int) -> None:
        """Visit a term of a glossary."""
        self.visit_inline(text, line)
        self.page.terms.append(Term(text, '', self.spoils))
        self.page.sections_of_terms.append(self._section)

    @property
    def _section(self) -> str:
        """The heading of the second level that the text stands below; empty above the first."""
        upper = (heading for heading in reversed(self.headings) if heading.level <= 2)
        heading = next(upper, None)
        return heading.text if heading and heading.level == 2 else ''

    def _contents(self, directive: Directive) -> None:
        entries: list[ToctreeEntry] = []
        for number, name, target, is_pattern in listed_pages(directive.content, self.docname):
            line = directive.start + number
            column = self.lines.column(line, name)
            if not is_pattern:
                self._lead(Link('toctree', target, 0), line, column)
            if not is_pattern or directive.option('glob'):
                entries.append(ToctreeEntry(target, line, column, is_pattern))
        self.page.toctrees.append(tuple(entries))
        self.page.toctree_weight += directive.content.count('://')

    def _argument(self, directive: Directive) -> None:
        column = self.lines.column(directive.line, directive.argument)
        if directive.name in {'figure', 'image'}:
            alt = directive.option('alt')
            if alt is None or not alt.value:
                message = "the picture has no words; write what it shows: ':alt: a lamp'"
                place = (directive.line, column)
                self.page.problems.append(Problem('', *place, Code.PICTURE, message))
            self._file(directive.argument, directive.line, column)
        elif directive.form and directive.form.argument == 'title':
            self.visit_inline(directive.argument, directive.line)

    def _options(self, directive: Directive) -> None:
        name, link, kind = (directive.option(key) for key in ('name', 'link', 'link-type'))
        if name and name.value and 'name' in (directive.form.options if directive.form else ()):
            column = self.lines.column(name.line, name.value)
            self._mark(name.value.strip('"\''), name.line, column)
        if link and kind and kind.value in {'doc', 'ref', 'any'}:
            column = self.lines.column(link.line, link.value)
            self._lead(link_of_role(kind.value, link.value, self.docname), link.line, column)
