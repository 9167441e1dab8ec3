"""Directives and roles in source text: their signatures, which the guard allows, and splitters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, cast

from criticwiki.panel_registry import NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from markdown_it.token import Token

    from criticwiki.model.numbering import Number, Numbering


Argument = Literal['words', 'title', 'picture', 'language']
Content = Literal['nothing', 'words', 'card', 'quotation', 'glossary', 'pages', 'code', 'text']


@dataclass(frozen=True, slots=True)
class Form:
    """Signature of a directive, and its entry in the allow-list of the guard."""

    required: int
    """Minimum number of arguments."""
    most: int
    """Maximum number of arguments; with 0, text after the name is the first line of the body."""
    argument: Argument
    """Kind of argument: only a `title` may have links and roles; `words` is any other text."""
    content: Content
    """Kind of content: Markdown for `words`, `card` and `quotation`; docnames for `pages`."""
    options: frozenset[str]
    allowed: frozenset[str] | None = None
    """The options that pages may use; None where they may not use the directive."""

    @property
    def is_markdown(self) -> bool:
        """Whether its body is parsed as Markdown, as a whole."""
        return self.content in MARKDOWN


MARKDOWN: Final = frozenset({'words', 'card', 'quotation'})

# name, arguments, content, options; '+' marks what the guard lets a page use
_OF_SPHINX: Final = """\
acks 0-0 text
+admonition 1-1:title words class collapsible name
+attention 0-0 words class collapsible name
+caution 0-0 words class collapsible name
centered 1-1:title nothing
class 1-1 text
code 0-1 text class force name number-lines
+code-block 0-1:language code caption class dedent +emphasize-lines force lineno-start +linenos \
  name
compound 0-0 words class name
container 0-1 words name
contents 0-1 nothing backlinks class depth local
cssclass 1-1 text
csv-table 0-1:title text align class delim encoding escape file header header-rows keepspace name \
  quote stub-columns url width widths
+danger 0-0 words class collapsible name
default-domain 1-1 nothing
default-role 0-1 nothing
deprecated 1-2 words
+epigraph 0-0 quotation
+error 0-0 words class collapsible name
+figure 1-1:picture words +align +alt class figclass figname figwidth +height loading +name \
  scale +target +width
figure-md 0-1:title words align class name width
footer 0-0 words
header 0-0 words
highlight 1-1 nothing force linenothreshold
highlights 0-0 words
+hint 0-0 words class collapsible name
hlist 0-0 words columns
+image 1-1:picture nothing +align +alt class +height loading +name scale +target +width
+important 0-0 words class collapsible name
include 1-1 nothing class code encoding end-before end-line literal name number-lines parser \
  start-after start-line tab-width
index 1-1 nothing name
line-block 0-0 text class name
+list-table 0-1:title words +align class +header-rows +name +stub-columns width +widths
literalinclude 1-1 nothing append caption class dedent diff emphasize-lines encoding end-at \
  end-before force language lineno-match lineno-start linenos lines name prepend pyobject \
  start-after start-at tab-width
math 0-1 text class label name no-wrap nowrap
meta 0-0 text
+note 0-0 words class collapsible name
only 1-1 words
parsed-literal 0-0 text class name
pull-quote 0-0 words
raw 1-1 text class encoding file url
role 0-0 text
rst-class 1-1 text
+rubric 1-1:title nothing class heading-level name
section-numbering 0-0 nothing depth prefix start suffix
sectnum 0-0 nothing depth prefix start suffix
+seealso 0-0 words class collapsible name
+sidebar 0-1:title words class name subtitle
sourcecode 0-1 text caption class dedent emphasize-lines force lineno-start linenos name
+table 0-1:title words +align class +name width +widths
tabularcolumns 1-1 nothing
+tip 0-0 words class collapsible name
title 1-1 nothing
+toctree 0-0 pages +caption class +glob +hidden +includehidden +maxdepth +name +numbered \
  +reversed +titlesonly
+topic 1-1:title words class name
version-added 1-2 words
version-changed 1-2 words
version-deprecated 1-2 words
version-removed 1-2 words
versionadded 1-2 words
versionchanged 1-2 words
versionremoved 1-2 words
+warning 0-0 words class collapsible name
+glossary 0-0 glossary +sorted
"""
_OF_DESIGN: Final = """\
accordion 0-0 words class flush
article-info 0-0 nothing author avatar avatar-alt avatar-link avatar-outline class-avatar \
  class-container date read-time
aside 0-1:title words align class class-body class-title margin name width
button-link 1-1 words align class click-parent color expand new-tab outline ref-type shadow \
  tooltip
button-ref 1-1 words align class click-parent color expand new-tab outline ref-type shadow \
  tooltip
+card 0-1:title card class-body class-card class-footer class-header class-img-bottom \
  class-img-top class-title footer header img-alt img-background img-bottom img-top +link \
  +link-alt link-new-tab +link-type margin +shadow +text-align +width
card-carousel 1-1 words class
card-footer 0-0 words class
card-header 0-0 words class
div 0-1 words name style
+dropdown 0-1:title words animate chevron class-body class-container class-title color icon margin \
  name +open
+grid 0-1 words class-container class-row +gutter +margin +outline +padding +reverse
+grid-item 0-0 words +child-align +child-direction class +columns +margin +outline +padding
+grid-item-card 0-1:title card class-body class-card class-footer class-header class-img-bottom \
  class-img-top class-item class-title +columns footer header img-alt img-background img-bottom \
  img-top +link +link-alt link-new-tab +link-type margin padding +shadow +text-align +width
step 0-1:title words class class-content class-title
steps 0-0 words class color start
tab-item 1-1:title words class-container class-content class-label name selected sync
tab-set 0-0 words class orientation sync-group
tab-set-code 0-0 words class-item class-set no-sync orientation sync-group
"""
_OURS: Final = """\
+spoiler 1-1 words
+consensus 0-1 nothing
+front-matter 0-1 nothing
+allowed 0-1 nothing
"""
_ROLES: Final = """\
+abbr abbreviation +any c:* code command cpp:* cve cwe +data-file dfn +doc download +emphasis eq
file guilabel index js:* +kbd keyword literal manpage math menuselection mimetype newsgroup numref
option pep program py:* raw +ref regexp rfc rst:* samp std:* +strong +sub sub-ref +subscript +sup
+superscript +term title-reference token +aspect +character +critic +episode +ja +nolink +review
+spoiler +value wiki:*
"""
_ROLES_OF_WIKI: Final = (
    'aspect',
    'character',
    'critic',
    'data-file',
    'episode',
    'page',
    'review',
)
ALLOWED_ROLES: Final = frozenset(
    [name[1:] for name in _ROLES.split() if name.startswith('+')]
    + [f'wiki:{name}' for name in _ROLES_OF_WIKI]
)
"""Allow-list of roles. `numref` is none of them: Sphinx loads the whole page that it leads to for
each one, and numbers nothing unless `numfig` is set."""
_ROLES_OF_DESIGN: Final = 'bdg bdg-* button-* fa fa-* fab far fas material-* octicon'
INTERSPHINX: Final = 'sphinx.ext.intersphinx'
EXTERNAL: Final = ('external:', 'external+')
"""How the names of the roles begin by which intersphinx links to other projects."""
_EXTENSIONS: Final = frozenset(
    f"""\
myst_parser sphinx_design notfound.extension criticwiki {INTERSPHINX}
sphinx.ext.coverage sphinx.ext.duration sphinx.ext.githubpages sphinx.ext.imgmath
sphinx.ext.linkcode sphinx.ext.mathjax sphinx.ext.viewcode
sphinx_comments sphinx_copybutton sphinx_favicon sphinx_last_updated_by_git sphinx_reredirects
sphinx_sitemap sphinx_tippy sphinxcontrib.jquery sphinxext.opengraph sphinxext.rediraffe
""".split()
)
"""Extensions whose directives and roles stand in the tables, most of which add none."""


def _forms(table: str) -> dict[str, Form]:
    forms = {}
    for line in table.splitlines():
        name, arguments, content, *options = line.split()
        number, _, argument = arguments.partition(':')
        required, most = map(int, number.split('-'))
        allowed = frozenset(option[1:] for option in options if option.startswith('+'))
        forms[name.removeprefix('+')] = Form(
            required,
            most,
            cast('Argument', argument or 'words'),
            cast('Content', content),
            frozenset(option.removeprefix('+') for option in options),
            allowed if name.startswith('+') else None,
        )
    return forms


_PANEL: Final = Form(0, 0, 'words', 'nothing', frozenset(), frozenset())
_FORMS: Final = _forms(_OF_SPHINX) | _forms(_OURS) | dict.fromkeys(NAMES, _PANEL)
_FORMS_OF_DESIGN: Final = _forms(_OF_DESIGN)
_UNDESCRIBED: Final = Form(0, 99, 'words', 'text', frozenset())
"""A directive of a domain, like `{py:function}`: no table describes these."""
ALLOWED_DIRECTIVES: Final = {
    name: form for name, form in (_FORMS | _FORMS_OF_DESIGN).items() if form.allowed is not None
}
"""Allow-list of directives, whatever the extensions are."""


class Forms:
    """The directives and roles that the extensions of a wiki offer."""

    def __init__(self, extensions: Iterable[str] = ()) -> None:
        """Take `extensions` of conf.py."""
        names = frozenset(extensions)
        self.closed = names <= _EXTENSIONS
        """Whether there are no others: an extension unknown here may add any."""
        design = 'sphinx_design' in names
        self.directives = _FORMS | (_FORMS_OF_DESIGN if design else {})
        roles = [name.removeprefix('+') for name in _ROLES.split()]
        roles += _ROLES_OF_DESIGN.split() if design else ()
        self.roles = frozenset(name for name in roles if not name.endswith('*'))
        """Every role that has a name of its own."""
        groups = tuple(name.removesuffix('*') for name in roles if name.endswith('*'))
        self._groups = (*groups, *EXTERNAL) if INTERSPHINX in names else groups

    def knows_role(self, name: str) -> bool:
        """Whether there is such a role; in some groups any name counts as one."""
        return name in self.roles or name.startswith(self._groups)

    def directive(self, name: str) -> Form | None:
        """The form of a directive, also under its long name."""
        form = self.directives.get(name.removeprefix('std:'))
        return _UNDESCRIBED if form is None and ':' in name else form


@cache
def forms_of(extensions: tuple[str, ...]) -> Forms:
    """The forms that some extensions offer, cached."""
    return Forms(extensions)


_NAME: Final = re.compile(r'\{(.*)\}\Z')
_OPTION: Final = re.compile(r':?([^:\s][^:]*):(?:\s+(.*))?\Z')


class Option(NamedTuple):
    """One option of a directive."""

    name: str
    value: str
    line: int
    """Its line in the file, from 1."""


@dataclass(frozen=True, slots=True)
class Directive:
    """A directive as it is written, split as MyST does."""

    name: str
    line: int
    """The line of the file with its name, from 1."""
    form: Form | None
    """Its row in the table, where it has one."""
    argument: str
    option_lines: tuple[str, ...]
    """The lines below its name that hold its options, as they are written."""
    body: str
    """All that is left."""
    start: int
    """The line of the file in which the body begins."""

    @property
    def content(self) -> str:
        """The body without the line breaks at its end."""
        return self.body.rstrip('\n')

    @property
    def options(self) -> list[Option]:
        """The options; lines among them that hold none are left out."""
        return [
            Option(match[1].rstrip(), match[2] or '', number)
            for number, line in enumerate(self.option_lines, self.line + 1)
            if not line.startswith('---') and (match := _OPTION.match(line.strip()))
        ]

    def option(self, name: str) -> Option | None:
        """An option by its name; the last counts."""
        return next((option for option in reversed(self.options) if option.name == name), None)

    def spoils(self, numbering: Numbering) -> Number:
        """The episode up to which a spoiler block gives away the plot; 0 for all else."""
        return spoiler_episode(self.argument, numbering) if self.name == 'spoiler' else 0


def spoiler_episode(argument: str, numbering: Numbering) -> Number:
    """The episode that the argument of a spoiler block names; 0 if it names none from 1 on."""
    number = numbering.find(argument)
    return number if number is not None and number >= 1 else 0


def split_spoiler_role(content: str) -> tuple[str, str]:
    """Words and episode of a spoiler role, `He goes <9>`; the episode is empty where none is."""
    words, mark, rest = content.rstrip().rpartition('<')
    if not mark or not rest.endswith('>'):
        return content, ''
    return words.strip(), rest[:-1].strip()


def head(info: str) -> tuple[str, str]:
    """The first word of the info string of a fence, and the rest."""
    parts = info.strip().split(maxsplit=1)
    return (parts[0] if parts else '', parts[1] if len(parts) > 1 else '')


def read_directive(
    token: Token, line: int, form_of: Callable[[str], Form | None], *, strict: bool = False
) -> Directive | None:
    """The directive that a fence is, or None for a block of code or a plain container.

    A directive without options has such lines in its body; `strict` takes them for options.
    """
    name, argument = head(token.info)
    match = _NAME.match(name)
    if match is None:
        return None
    form = form_of(match[1])
    lines = token.content.split('\n')
    end = _end_of_options(lines) if form and (strict or form.options) else 0
    body, start = '\n'.join(lines[end:]), line + end + 1
    if form and not form.most and argument:
        body, start, argument = f'{argument}\n{body}', start - 1, ''
    return Directive(match[1], line, form, argument, tuple(lines[:end]), body, start)


def _end_of_options(lines: list[str]) -> int:
    """How many lines the options take: a block of YAML, or lines that begin with a colon."""
    if lines[0].startswith('---'):
        ends = (number for number, line in enumerate(lines[1:], 2) if line.startswith('---'))
        return next(ends, len(lines))
    return next((n for n, line in enumerate(lines) if not _is_option(line)), len(lines))


def _is_option(line: str) -> bool:
    start = line.lstrip()
    return start.startswith(':') and not start.startswith(':::')


class GlossaryLine(NamedTuple):
    """A line with a term of a glossary, or a definition."""

    text: str
    offset: int
    """The number of lines before it."""
    is_term: bool
    cut: tuple[int, ...] = ()
    """Offsets of lines that stand to the left of the definition that they belong to: Sphinx
    cuts words off them, and reads the rest as something else than it shows."""

    @property
    def term(self) -> str:
        """The term without its classifier."""
        return _CLASSIFIER.split(self.text)[0]


_CLASSIFIER: Final = re.compile(' +: +')


def split_glossary(body: str) -> Iterator[GlossaryLine]:
    """The terms and definitions of a glossary, as Sphinx parses them."""
    definition: list[str] = []
    start = 0
    for offset, line in enumerate(body.split('\n')):
        if line and not line[0].isspace():
            if definition:
                yield _definition(definition, start)
                definition = []
            yield GlossaryLine(line, offset, is_term=True)
        elif line or definition:  # a line of blanks can be the first of a definition
            start = start if definition else offset
            definition.append(line)
    if definition:
        yield _definition(definition, start)


def _definition(lines: list[str], offset: int) -> GlossaryLine:
    """A definition without the indent of its first line."""
    indent = len(lines[0]) - len(lines[0].lstrip())
    cut = tuple(offset + n for n, line in enumerate(lines) if line[:indent].strip())
    return GlossaryLine('\n'.join(line[indent:] for line in lines), offset, is_term=False, cut=cut)


_MATTER: Final = re.compile(r'(?:[ \t]*\n)*---')
_ATTRIBUTION: Final = re.compile(r'((?:---?(?!-)|\u2014) *)(.+)')


def place_of_matter(body: str) -> int | None:
    """Offset of the line with which a text begins that MyST reads as front matter.

    It leaves that out without a word, and what follows begins anew, also inside of code.
    """
    match = _MATTER.match(body)
    return match[0].count('\n') if match else None


def attribution_of(body: str) -> tuple[int, str] | None:
    """Who says it, below an epigraph: offset and text, which is no part of what is above."""
    lines = body.split('\n')
    for offset, line in enumerate(lines[1:], 1):
        match = None if lines[offset - 1].strip() else _ATTRIBUTION.match(line)
        if match:
            said = [match[2]]
            for further in lines[offset + 1 :]:
                rest = further[len(match[1]) :]
                if len(rest) != len(further.lstrip()):
                    break
                said.append(rest)
            return offset, '\n'.join(said)
    return None
