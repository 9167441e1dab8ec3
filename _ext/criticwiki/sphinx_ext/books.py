"""Books: spoilers boxed, gathered or left out, a notice at the front, chapters, index, pages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from criticwiki.config import GATHERED, LEFT_OUT
from criticwiki.i18n import _
from criticwiki.panels.components import spoiler_title
from criticwiki.sphinx_ext import lazy

from .directives import MENTION, inline_spoiler, make_spoiler, plot, spoiler
from .domain import wiki_of
from .footnotes import seen_from
from .output import site_of
from .spoiler_appendix import SpoilerAppendix, ancestors, outermost_spoilers, put_in_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.config import Config

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.model.numbering import Number
    from criticwiki.model.page import Page

_OF_PLATEX: Final = frozenset({'jsbook', 'jreport', 'ujbook', 'ujreport'})
_STYLE: Final = Path(__file__).parent.parent / 'latex' / 'criticwikibook.sty'


def add_latex_style(app: Sphinx, config: Config) -> None:
    """Handler of `config-inited`: load our LaTeX package, which finds a font for every letter."""
    config.latex_additional_files = [*config.latex_additional_files, str(_STYLE)]
    app.add_latex_package(_STYLE.stem, after_hyperref=True)
    language = (config.language or 'en').replace('_', '-')
    preamble = config.latex_elements.get('preamble', '')
    spoken = f'\\hypersetup{{pdflang={{{language}}}}}\n'  # screen readers ask for it
    config.latex_elements = {**config.latex_elements, 'preamble': preamble + spoken}
    manual, howto = config.latex_docclass.get('manual'), config.latex_docclass.get('howto')
    if config.latex_engine in {'xelatex', 'lualatex'} and manual in _OF_PLATEX:
        # Sphinx has these for Japanese whatever the engine, and each stops without pLaTeX
        config.latex_docclass = {'manual': 'report', 'howto': 'article'} | (
            {} if howto in _OF_PLATEX else {'howto': howto}
        )


class BookTransform(SphinxPostTransform):
    """Base of post-transforms for all outputs but web sites."""

    def is_supported(self) -> bool:
        """Whether the output is no web site."""
        return not site_of(self.env).is_web

    @property
    def is_epub(self) -> bool:
        """Whether the output is EPUB, whose readers can fold."""
        return site_of(self.env).is_html


class MarkSpoilers(BookTransform):
    """Post-transform for books: a spoiler is folded, or has a title that names the episode.

    EPUB folds the blocks. In print, what the page of an episode folds on the web is open, as a
    chapter about it is in a book; other blocks are boxes, and words in a line stand in brackets.
    A wiki may have all of them gathered at the end, or left out.
    """

    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        """Replace each spoiler by what the output can show of it."""
        del kwargs
        output = site_of(self.env).format
        if self.config.criticwiki_book_spoilers == GATHERED:
            appendix = SpoilerAppendix(self.document, self.env.docname, self.env.titles)
            appendix.gather(self._title)
        if output not in {'latex', 'texinfo'}:  # these set a footnote where it is called
            for note in list(self.document.findall(nodes.footnote)):
                if number := seen_from(note):
                    # `replace_self` would give the block the id of the footnote too
                    note.parent.replace(note, make_spoiler(number, note.deepcopy()))
        for node in list(self.document.findall(spoiler)):
            if _closed_around(node) >= node['episode'] and not isinstance(node, inline_spoiler):
                node.replace_self(node.children)  # the block around it says the same
        if self.config.criticwiki_book_spoilers == LEFT_OUT:
            self._leave_out()
            return
        for node in list(self.document.findall(spoiler)):
            if isinstance(node, inline_spoiler):
                mark = nodes.strong('', self._title(node))
                marked = [nodes.Text('['), mark, nodes.Text(' '), *node.children, nodes.Text(']')]
                node.replace_self(nodes.inline('', '', *marked, classes=['spoiler-inline']))
            elif output == 'latex':
                title = nodes.title('', self._title(node))
                box = nodes.admonition('', title, *node.children, classes=node['classes'])
                node.replace_self(box)
            elif not self.is_epub:
                head = nodes.paragraph('', '', nodes.strong('', self._title(node)))
                node.replace_self([head, nodes.block_quote('', *node.children)])
        if not self.is_epub:
            for fold in list(self.document.findall(plot)):
                fold.replace_self(fold.children)

    def _title(self, node: nodes.Element) -> str:
        return spoiler_title(wiki_of(self.env).numbering.place(node['episode']))

    def _leave_out(self) -> None:
        """Replace each spoiler by a word on what is not there, which links still lead to."""
        for node in list(outermost_spoilers(self.document)):
            words = _('[%(spoiler)s, left out]') % {'spoiler': self._title(node)}
            names = [name for inner in node.findall(nodes.Element) for name in inner['ids']]
            put_in_place(node, nodes.Text(words), dict.fromkeys(names))
        self._forget_calls()

    def _forget_calls(self) -> None:
        """Remove the links from footnotes to what is left out, and notes that nothing calls."""
        calls = list(self.document.findall(nodes.footnote_reference))
        called = {call['refid'] for call in calls if 'refid' in call}
        here = {name for call in calls for name in call['ids']}
        for note in list(self.document.findall(nodes.footnote)):
            note['backrefs'] = [name for name in note['backrefs'] if name in here]
            if called.isdisjoint(note['ids']):
                note.parent.remove(note)


def _closed_around(node: nodes.Element) -> Number:
    """The episode of the spoiler block around a node; 0 without one."""
    around = (one['episode'] for one in ancestors(node) if isinstance(one, spoiler))
    return next(around, 0)


class AddSpoilerNotice(BookTransform):
    """Post-transform that says at the front of a book what it does with spoilers."""

    default_priority = 6

    def run(self, **kwargs: Any) -> None:
        """Put the words below the title of the root."""
        del kwargs
        root = self.config.root_doc
        if self.env.docname != root or wiki_of(self.env).series is None:
            return
        title = next(iter(self.document.findall(nodes.title)), None)
        if title is None or not wiki_of(self.env).corpus.work.has_episodes:
            return
        place = title.parent.index(title) + 1
        title.parent.insert(place, nodes.note('', nodes.paragraph('', self._words())))

    def _words(self) -> str:
        if self.config.criticwiki_book_spoilers == LEFT_OUT:
            return _(
                'This book leaves out what gives an episode away, and says so where something is'
                ' missing.'
            )
        if self.config.criticwiki_book_spoilers == GATHERED:
            return self._words_on_appendix()
        if self.is_epub:
            return _(
                'This book does not know how far you are. What gives an episode away is folded'
                ' under the name of the episode until you open it, where your reader can'
                ' fold, and stands open under that name where it cannot.'
            )
        return _(
            'This book does not know how far you are. What gives an episode away stands'
            ' under a title that names the episode, and a chapter about an episode tells its plot.'
        )

    def _words_on_appendix(self) -> str:
        if next(self.document.findall(addnodes.start_of_file), None):
            return _(
                'This book does not know how far you are. What gives an episode away is gathered'
                ' at the end, under the name of the episode; at its place stands where to find it.'
            )
        return _(
            'This book does not know how far you are. What gives an episode away is gathered at the'
            ' end of each page, under the name of the episode; a link leads there from its place.'
        )


class ArrangePrint(SphinxPostTransform):
    """Post-transform for print: the root page is the first chapter, and each folder is another.

    Sphinx prints the sections of the root page as chapters of their own, behind all others.
    """

    default_priority = 7
    formats = ('latex', 'texinfo')

    def run(self, **kwargs: Any) -> None:
        """Join what the root page holds beside its contents, and put it before them."""
        del kwargs
        roots = [node for node in self.document.children if isinstance(node, nodes.section)]
        if len(roots) != 1:
            return
        root = roots[0]
        title, *parts = root.children
        chapters = [part for part in parts if next(part.findall(addnodes.start_of_file), None)]
        own = [part for part in parts if part not in chapters]
        if not isinstance(title, nodes.title) or not own or not chapters:
            return
        if any(isinstance(part, nodes.section) for part in chapters):
            return  # contents inside a section: the editor has arranged them
        first = nodes.section('', title.deepcopy(), *own, ids=[])
        root.children = []
        root += [title, first, *chapters]


class IndexPages(SphinxPostTransform):
    """Post-transform for print: episodes, characters and critics are in the index."""

    default_priority = 8
    formats = ('latex', 'texinfo')

    def run(self, **kwargs: Any) -> None:
        """Put the entries of each page behind its heading."""
        del kwargs
        corpus = wiki_of(self.env).corpus
        for start in list(self.document.findall(addnodes.start_of_file)):
            page = corpus.pages.get(start['docname'])
            title = next(start.findall(nodes.title), None)
            if page is None or title is None:
                continue
            entries = [
                ('single', entry.replace(';', ','), '', '', None)
                for entry in dict.fromkeys(_index_entries(corpus, page))
            ]
            if entries:
                place = title.parent.index(title) + 1
                title.parent.insert(place, addnodes.index(entries=entries))


def _index_entries(corpus: Corpus, page: Page) -> Iterator[str]:
    """Words under which a page is looked up; none that gives something away."""
    facts = page.facts
    if isinstance(facts, lazy.kinds.Episode):
        for number in facts.numbers:
            yield _('%(title)s (episode %(number)s)') % {
                'title': facts.title,
                'number': corpus.place(number),
            }
    elif isinstance(facts, lazy.kinds.Character):
        yield from (facts.name, *facts.aliases)
    elif isinstance(facts, lazy.review.Review):
        yield from facts.bylines


class PrintPageNumbers(SphinxPostTransform):
    """Post-transform for print: a link that an editor or a list has is followed by its page.

    Not those on names in a sentence, of which there are thousands, nor those in tables.
    """

    default_priority = 900  # references are resolved
    formats = ('latex',)

    def run(self, **kwargs: Any) -> None:
        """Add the number of the page behind each of these links."""
        del kwargs
        before: tuple[object, str] = (None, '')
        for link in list(self.document.findall(nodes.reference)):
            address = str(link.get('refuri', ''))
            if not address.startswith('%') or _is_bare(link):
                continue
            docname, _hash, anchor = address[1:].partition('#')
            label = f'{docname}:{anchor}' if anchor else f'{docname}::doc'
            if before == (link.parent, docname):
                continue  # told a few words before
            before = (link.parent, docname)
            if any(mark in label for mark in '{}\\%'):
                continue
            number = f'\\wikipage{{\\detokenize{{{label}}}}}'
            link.parent.insert(link.parent.index(link) + 1, nodes.raw('', number, format='latex'))


_BARE: Final = (nodes.entry, nodes.title, nodes.rubric, nodes.term, nodes.caption, nodes.topic)
"""Nodes in which no page number stands."""


def _is_bare(link: nodes.Element) -> bool:
    if any(node.get(MENTION) for node in link.findall(nodes.inline)):
        return True
    if any('std-term' in node['classes'] for node in link.findall(nodes.Element)):
        return True
    return any(isinstance(around, _BARE) for around in ancestors(link))
