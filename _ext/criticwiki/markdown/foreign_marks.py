"""Marks of other programs, which a page would show as they stand: each with its cure."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from criticwiki.problems import Code, Problem
from criticwiki.text import in_one_line

from .links import markdown_link, slug_of
from .lint import SPACED_CALL
from .parser import Walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from markdown_it.token import Token

    from criticwiki.config import Settings
    from criticwiki.model.front_matter import FrontMatter, KeyPath, Value

    from .directives import Directive
    from .parser import Env

_BY_THEMSELVES: Final = 'names of characters, critics and terms become links by themselves'
_LINK: Final = f'write [words](#id), where the id is the file name of the page; {_BY_THEMSELVES}'
_PICTURE: Final = 'a picture is ![what it shows](/_static/pictures/name.webp)'
_ADDRESS: Final = 'a link is [words](https://example.org/)'
_CONTENTS: Final = 'the contents of a page stand beside it; take it out'
_BLOCK: Final = "a block is a line ':::{note}', the words, and a line ':::'"
_EMPHASIS: Final = 'write *words* or **words**'
_HEADING: Final = "a heading is a line '## words'"
_NO_TAGS: Final = 'pages have no tags; the folder of a page says what it is'
_FOOTNOTE: Final = "a footnote is a mark [^1] and a line '[^1]: words' at the end of the section"
_PLACE: Final = "a place that links lead to is a line '(name)=' above it"
_IN_WORDS: Final = 'nothing is worked out or drawn here; write it in words'
_FACTS: Final = 'facts stand in the front matter'
_COMMENT: Final = "it hides nothing here; begin each line of a comment with '% '"


class Mark(NamedTuple):
    """A mark of other programs."""

    pattern: str
    """How it looks in a paragraph, in which code is the character `_CODE`."""
    cure: str | Callable[[str], str]
    """What to write instead; it may depend on what is written."""
    unless: tuple[str, ...] = ()
    """Extensions of the parser that give it a meaning."""
    hides: bool = False
    """Whether it hides words in another program."""


def linked(written: str) -> str:
    """Cure of a link of Obsidian or MediaWiki: the link in Markdown."""
    inner = written.lstrip('#').strip('[]').replace('\\|', '|')
    target, _, words = inner.partition('|')
    page, _, heading = (part.strip() for part in target.partition('#'))
    words = words.strip() or (heading if not heading.startswith('^') else '') or page
    place = page or slug_of(heading)
    if not words or not place or '\n' in inner or _CODE in inner:
        return _LINK
    cure = f'write {markdown_link(words, f"#{place}")}'
    return f'{cure}; {_BY_THEMSELVES}' if page else cure


def embedded(written: str) -> str:
    """Cure of an embedded picture or page of Obsidian."""
    name = written.strip('![]').partition('|')[0].partition('#')[0].strip()
    if _PICTURE_FILE.search(name):
        stem, _, ending = name.rpartition('/')[2].rpartition('.')
        plain = re.sub('[^A-Za-z0-9_.]+', '-', stem).strip('-.') or 'name'
        file = f'{plain.lower()}.{ending.lower()}'
        return f'write ![what it shows](/_static/pictures/{file}), and put the file there'
    if '.' in name[-5:] and not name.endswith('.md'):
        return f'only pictures are shown; {_PICTURE}'
    return f'no page is shown inside another; {linked(written.lstrip("!"))}'


def _in_angles(link: str) -> str:
    """A link of which the address has spaces, as it is to be written."""
    words, _, address = link.removesuffix(')').partition('](')
    return markdown_link(words.removeprefix('['), address)


_CODE: Final = '\0'
_PICTURE_FILE: Final = re.compile(r'\.(?:avif|bmp|gif|jpe?g|png|svg|webp)\Z', re.IGNORECASE)
_BBCODE: Final = r'(?:b|i|u|s|url|img|quote|code|size|color|center|list)'
_LETTER: Final = r'[^\W\d_]'
_FIELD: Final = rf'{_LETTER}[\w-]{{0,30}}(?: [\w-]{{1,30}}){{0,2}}'
_TAG: Final = r'#[A-Za-z][\w/-]{0,40}'
_WORDS: Final = rf'(?=[^\[\]\n]*{_LETTER})[^\[\]\n]+'
_DAY: Final = r'\d{4}-\d\d(?:-\d\d)?(?:[|#][^\[\]\n]*)?'
"""Name of a daily note."""
_FILE: Final = r'\.(?:md|html?|png|jpe?g|webp)'
_ROLES: Final = 'aspect|character|critic|episode|ja|nolink|review|sub|sup|value'
_BOLD: Final = rf'{_LETTER}(?:[^*\n]*[^\s*])?'
_OURS: Final = r'(?:https?://|/|#|\.{1,2}/)'
"""Beginning of an address."""
MARKS: Final = (
    Mark(r'(?<![%\w])%%(?=[^%])[^%]+%%(?!%)', _COMMENT, hides=True),
    # MediaWiki, Obsidian, Roam
    Mark(r'\[\[[ \t]*_?(?:TOC|toc)_?[ \t]*\]\]|\[TOC\]', _CONTENTS),
    Mark(r'\[\[[ \t]*[Cc]ategory:[^\[\]\n]+\]\]', _NO_TAGS),
    Mark(r'!\[\[[^\[\]\n]+\]\]', embedded),
    Mark(r'\[\[[ \t]*(?:[Ff]ile|[Ii]mage):[^\[\]\n]+\]\]', _PICTURE),
    Mark(rf'#?\[\[(?:{_WORDS}(?:\]\]|\Z)|{_DAY}\]\])', linked),
    Mark(
        rf'\{{\{{(?=[^{{}}]*{_LETTER})[^{{}}]+\}}\}}',
        f'no template is filled in here; {_FACTS}, and words in the text',
        ('substitution',),
    ),
    Mark(r'\{%[^{}\n]*%\}|<%[^<>\n]*%>', _IN_WORDS),
    Mark(r"(?<![\w'])'{2,3}(?=[^\s'])[^'\n]+'{2,3}(?![\w'])", f'{_EMPHASIS}, or "words"'),
    Mark(r'(?m:^)={3}!?[ \t]+"[^"\n]+"', f'there are no tabs; {_HEADING}'),
    Mark(r'(?m:^)(?P<marks>={2,6})(?=[^=\n]*[^=\s])[^=\n]+(?P=marks)[ \t]*(?m:$)', _HEADING),
    Mark(r'(?m:^)h[1-6]\.[ \t]+[^\W\d_a-z][^\n]*', _HEADING),
    Mark(r'\[https?://[^\s\[\]]+[ \t]+[^\[\]\n]+\](?!\()', _ADDRESS),
    Mark(r'\A\{\|[^\n]*', 'a table has a row of heads, a row of dashes, and rows: | words | 7 |'),
    Mark(r'\A#(?:REDIRECT|redirect)\b[^\n]*', 'no page leads to another one; take it out'),
    Mark(r'(?:(?<=\s)|(?<=--))~~~~[ \t]*(?m:$)', 'pages are not signed; take it out'),
    Mark(r'\A:{2,6}[ \t]+\S[^\n]*', 'an indent means nothing here; take the colons out'),
    # Obsidian, Pandoc, Markdown Extra, CriticMarkup
    Mark(
        r'\{(?:\+\+|--|>>|==|~~)[^{}\n]+(?:\+\+|--|<<|==|~~)\}',
        'no change is marked here; write the text as it is to be',
    ),
    Mark(r'(?<![=\w!<>])==(?=[^\s=])[^=\n]*(?<=\S)==(?![=\w])', _EMPHASIS),
    Mark(
        r'(?<![~\w])~~(?=[^\s~])[^~\n]*(?<=\S)~~(?![~\w])',
        'no words are struck out here; take them out',
        ('strikethrough',),
    ),
    Mark(r'(?<![+\w])\+\+(?=[^\s+])(?=[^+\n]*[^\W\d_]{2})[^+\n]*(?<=\S)\+\+(?![+\w])', _EMPHASIS),
    Mark(r'(?<![\^\w])\^\^(?=[^\s^])[^\^\n]*(?<=\S)\^\^(?![\^\w])', _EMPHASIS),
    Mark(r'(?<=[A-Za-z0-9)])\^[A-Za-z0-9+-]{1,12}\^(?![\w^])', 'write {sup}`2` behind the word'),
    Mark(r'(?<=[A-Za-z])~[A-Za-z0-9+-]{1,8}~(?!~)', 'write {sub}`2` behind the word'),
    Mark(r'\^\[[^\[\]\n]+\]', _FOOTNOTE, ('inline_footnote',)),
    Mark(r'(?:(?m:^)|(?<=\s))\^[A-Za-z0-9][A-Za-z0-9-]+[ \t]*\Z', _PLACE),
    Mark(r'\(\((?=[\w-]*\d)[0-9A-Za-z_-]{8,}\)\)', _LINK),
    Mark(r'\[-?@[A-Za-z][^\[\]\n]*\]', _FOOTNOTE),
    Mark(
        rf'(?m:^){_FIELD}::[ \t]+\S[^\n]*|[\[(]{_FIELD}::[ \t]+[^\[\]()\n]+[\])]',
        f'{_FACTS}, with one colon, where the page has such a field; say the rest in words',
    ),
    Mark(r'(?m:^)\*\[[^\[\]\n]+\]:[^\n]*', 'write {abbr}`TV (television)` where the word stands'),
    Mark(
        r'(?m:^)\{:[^{}\n]*\}|\{[#.][A-Za-z][\w-]*(?:[ \t]+[^{}\n]*)?\}(?=\s|\Z)',
        f'take it out; {_PLACE}',
        ('attrs_inline', 'attrs_block'),
    ),
    # GitHub, chats
    Mark(
        r'(?<![\w@/\\.:-])(?:https?://|www\.)(?:[\w-]+\.)+[a-z]{2,}(?:[^\s\0<>]*[\w/=&#-])?',
        'an address alone is no link; put it between < and >, or write [words](https://…)',
        ('linkify',),
    ),
    Mark(
        r'(?<![\w:/\0])(?::[a-z][a-z0-9_]{1,30}:|:[+-]1:)(?![\w:\0])', 'write the sign itself: 🙂'
    ),
    Mark(r'<(?:[@#][!&]?\d+|a?:\w+:\d+|t:\d+(?::[A-Za-z])?)>', 'write what it stands for'),
    Mark(r'(?m:^)-#[ \t]+\S[^\n]*', 'no words are small here; write them without it'),
    # reStructuredText, AsciiDoc, BBCode, LaTeX
    Mark(r'(?m:^)\.\.[ \t]+[a-z][\w-]*::[^\n]*', _BLOCK),
    Mark(r'(?m:^)\.\.[ \t]+_[^\n:]+:', _PLACE),
    Mark(r'(?<![\w:]):[a-z][\w+:-]*:\0', 'the name of a role stands in braces: {character}`id`'),
    Mark(r'\0__?(?![\w_])', _ADDRESS),
    Mark(r'\b(?:image::?|link:|xref:)[^\s\[\]]+\[[^\[\]\n]*\]', f'{_ADDRESS}; {_PICTURE}'),
    Mark(
        rf'\[(?P<tag>{_BBCODE})(?:=[^\[\]\n]*)?\][^\[\]\0]*\[/(?P=tag)\]|\[/{_BBCODE}\]',
        f'{_EMPHASIS}; {_ADDRESS}',
    ),
    Mark(
        r'\$\$[^$]+\$\$|(?<![\w$])\$(?=[^\s$\d])(?=[^$\n]*[\\^_{}=])[^$\n]*(?<=\S)\$(?![\w$])',
        _IN_WORDS,
        ('dollarmath',),
    ),
    Mark(
        r'\\(?:[a-z]+\{[^{}\n]*\}|(?:newpage|pagebreak|clearpage|tableofcontents)\b)',
        f'LaTeX means nothing here; {_EMPHASIS}',
    ),
    # Markdown with a slip
    Mark(
        rf"\{{(?:{_ROLES})\}}[ \t]*(?:\0|[`'´\u2018\u2019][^`'´\u2018\u2019\n]*[`'´\u2018\u2019]?)",
        'a role is its name in braces and then, without a space, `…`: {character}`id`',
    ),
    Mark(
        rf'(?<![\w*\\])\*\*(?:[ \t]{_BOLD}[ \t]?|{_BOLD}[ \t])\*\*(?![\w*])',
        'no space stands inside the asterisks: **words**',
    ),
    Mark(
        rf'(?m:^)-{_LETTER}[^\n]*(?:\n-{_LETTER}[^\n]*)+',
        "an item of a list has a space behind the hyphen: '- words'",
    ),
    Mark(
        SPACED_CALL,
        'the mark of a footnote has no space in it: [^1]',
    ),
    Mark(
        rf'!?\[{_WORDS}\]\((?:{_OURS}[^()\s]*|[^()\s]+{_FILE}\b)(?![^()\n]*\))[^\s]*',
        "a link ends with ')', right behind the address",
    ),
    Mark(
        rf'!?\[{_WORDS}\][ \t]+\((?:{_OURS}[^()\s]*|[^()\s]+{_FILE})\)',
        'a link has no space between ] and (',
    ),
    Mark(rf'\([^()\n]+\)\[{_OURS}[^\[\]\n]*\]', _ADDRESS),
    Mark(
        r'!\[[^\[\]\n]*\]\((?=[^()<>\n]*[ \t])[^()<>\n]+\)',
        'a file with a space in its name is not shown; rename it, with hyphens',
    ),
    Mark(
        rf'\[[^\[\]\n]+\]\((?=[^()<>\n"]*[ \t])'
        rf'(?:{_OURS}[^()<>\n"]*|[^()<>\n"]*{_FILE})\)',
        lambda link: f'an address with a space stands between < and >: {_in_angles(link)}',
    ),
    Mark(
        rf'!?\[(?=[^\[\]\n]{{2}}){_WORDS}\]\[(?:(?=[^\[\]\n]{{2}}){_WORDS})?\]',
        'no line below says which address that is; write [words](https://…)',
    ),
    Mark(
        r'(?m:^)(?:\|[^\n]*\|[ \t]*(?:\n|\Z)){2}',
        'a table has a row of dashes below its heads, with as many cells: | --- | --- |',
    ),
    Mark(
        rf'(?m:^){_TAG}(?:[ \t]+{_TAG})+[ \t]*(?m:$)|(?<=\s){_TAG}(?:[ \t]+{_TAG}){{1,10}}[ \t]*\Z'
        rf'|(?<=[.!?\u2026\u3002][ \t]){_TAG}[ \t]*\Z'
        r'|(?:(?m:^)|(?<=\s))#[a-z][\w-]*/[a-z][\w/-]*(?!\S)',
        _NO_TAGS,
    ),
    Mark(
        r'\A#(?=[^\s#\d])[^\n.!?,;]{1,60}\Z|(?m:^)#{2,6}(?=[^\s#])[^\n]+',
        f"a heading has a space behind '#'; {_NO_TAGS}",
    ),
)
"""The marks; where two begin at one place, the earlier one counts."""
_CHARACTERS: Final = r'(?=[^\w\s,;?")}\]]|\b[hwilx]|(?m:^)\w)'
"""With one of these every mark begins; most places in a text are left by it at once."""
_SIGNS: Final = re.compile(
    r"(?=[\[\](){}<'=~+%^_:`$\\*#|]|\n[.#|h-]|www|[ \t]#)(?:"  # which is quick to look for
    r"\[\[|\{\{|\{%|<%|''|==|~~|\+\+|%%|\^\^|\[/|\[TOC|__|::|\]\[|\]\(|\)\[|\][ \t]+\(|\[@|\[-@"
    r'|\[\^[\w-]{0,20}[ \t]|(?<!\[)\^[\[A-Za-z0-9]|~[A-Za-z0-9]|\(\(|\{[|:.#+>=~-]|://|www\.|:[a-z+-][a-z0-9_+:-]*[:`]'
    r'|<[@#:at]|`_|`\$?=|\n[*#]{2}|\$|\\[a-z]|\*\[|\n\.\.[ \t]|\n#|\n\||[ \t]#|\nh[1-6]\.'
    r"|\n-|(?<!\S)\*\*(?!\w)|\{[a-z]+\}(?:[ \t'´\u2018\u2019]|`[^`\n]*(?:\n|\Z))"
    r'|:[^\s\[\]]{0,200}\[|\[https?:)'
)
"""Without one of these in a paragraph, or `_FIRST` at its beginning, there is nothing to find."""
_FIRST: Final = re.compile(
    r'#|\||-#|\.\.|h[1-6]\.|\[[ xX/<>!?*-]\]|\[!|[!?]{3}|\*\[|\{\||::|__|={2,}'
)
_BOX: Final = re.compile(r'\[!([\w-]+)\][+-]?')
_ADMONITION: Final = re.compile(
    r'[!?]{3}\+?[ \t]+(note|abstract|info|tip|success|question|warning|failure|danger|bug|example'
    r'|quote|important|caution|hint)\b'
)
_BOXES: Final = frozenset(
    {'attention', 'caution', 'danger', 'error', 'hint', 'important', 'note', 'tip', 'warning'}
)
_TASK: Final = re.compile(r'\[[ xX/<>!?*-]\](?=[ \t]|\Z)')
_MAGIC: Final = re.compile(r'__(?:NO|FORCE)?[A-Z]*TOC__')
_DEEPER: Final = re.compile(r'(?m:^)[*#]{2,}[ \t]+\S[^\n]*')
_QUERY: Final = re.compile(r'\$?=[ \t]*(?:this\b|dv\.|\[\[|\w+\((?:this\b|dv\.|\[\[))')
_FACT: Final = re.compile(r'[ \t]*(?:- )?[A-Za-z_][\w-]*:(?:[ \t].*)?')
_CELLS: Final = re.compile(r'(?<!\\)\|')
_IN_FACT: Final = re.compile(
    rf'!?\[\[{_WORDS}\]\]|%%[^%]+%%|</?(?:b|i|u|em|strong|br|sup|sub)\b[^<>]*>'
)
_SHORT: Final = 40


class ForeignMarks(NamedTuple):
    """Marks of other programs on a page."""

    problems: list[Problem]
    """With an empty path."""
    opened: bool
    """Whether the page would show what a mark hides in its own program."""


def foreign_marks(
    lines: Sequence[str], matter: FrontMatter, settings: Settings, env: Env | None = None
) -> ForeignMarks:
    """Marks of other programs in the text and the facts of a page; `env` is its parse cache."""
    reader = _MarkReader(lines, settings, env)
    for path, text in _texts_of(matter.values, ()):
        if match := _IN_FACT.search(text):
            reader.tell(*matter.place(path), match[0], _cure_in_fact(match[0]))
    reader.read('\n'.join(lines[matter.end :]), matter.end + 1)
    return ForeignMarks(sorted(reader.problems), reader.opened)


def _cure_in_fact(written: str) -> str:
    """Cure of a mark in front matter, where nothing is read as Markdown."""
    if written.startswith('[['):
        words = written.strip('[]').rpartition('|')[2].strip()
        return f'facts are shown as they stand; write the words alone: {words}'
    return 'facts are shown as they stand; take it out'


def _texts_of(value: Value, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    """Texts in front matter, with their paths."""
    if isinstance(value, str):
        yield path, value
    elif value:
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in pairs:
            yield from _texts_of(inner, (*path, key))


@cache
def _table(enabled: tuple[str, ...]) -> tuple[re.Pattern[str], dict[str, Mark]]:
    """Pattern of the marks that no extension gives a meaning, and the mark of each group."""
    marks = {
        f'mark{number}': mark
        for number, mark in enumerate(MARKS)
        if not set(mark.unless).intersection(enabled)
    }
    groups = (f'(?P<{name}>{mark.pattern})' for name, mark in marks.items())
    return re.compile(f'{_CHARACTERS}(?:{"|".join(groups)})'), marks


class _MarkReader(Walk):
    """Visitor that reports marks of other programs."""

    def __init__(self, lines: Sequence[str], settings: Settings, env: Env | None) -> None:
        super().__init__(settings, env)
        self.problems: set[Problem] = set()
        self.opened = False
        self._lines = lines
        self._pattern, self._marks = _table(settings.syntax.enabled)
        self._before = ''
        """Type of the block that the next paragraph is the first of."""
        self._columns = 0
        self._comment = 0
        """Line of a `%%` that nothing has closed yet."""
        self._said = False
        """Whether words have followed it."""

    def tell(self, line: int, column: int, written: str, cure: str) -> None:
        """Report a mark at a place."""
        short = in_one_line(written.replace(_CODE, '`…`'))
        short = short if len(short) <= _SHORT else f'{short[: _SHORT - 1]}…'
        message = f'{short!r} is shown as it stands; {cure}'
        self.problems.add(Problem('', line, column, Code.MARKUP, message))

    def visit(self, token: Token, line: int) -> None:
        """Visit a block: those that begin with a mark, tables, comments."""
        kind = token.type
        if kind in {'list_item_open', 'blockquote_open', 'hr'}:
            self._before = kind
        elif kind == 'heading_open':
            self._before = 'facts' if self._before == 'hr' and token.markup == '-' else ''
        elif kind in {'table_open', 'th_open'}:
            self._columns = self._columns + 1 if kind == 'th_open' else 0
        elif kind == 'tr_open':
            self._row(line)
        elif kind == 'myst_line_comment':
            self._comments(token.content, line)
        elif kind == 'inline' and self._before == 'facts' and _are_facts(token.content):
            cure = f'{_FACTS}, at the very top of the page'
            self._find(line, token.content, token.content, cure)
        elif kind != 'paragraph_open':
            super().visit(token, line)
            self._before = ''

    def visit_directive(self, directive: Directive) -> None:
        """Visit a directive, and its title."""
        if directive.argument and directive.form and directive.form.argument == 'title':
            self.visit_inline(directive.argument, directive.line)
        super().visit_directive(directive)

    def _row(self, line: int) -> None:
        """Report the first cell of a row that is one too many, and is not shown."""
        row = self._lines[min(line, len(self._lines)) - 1]
        cells = _CELLS.split(row.strip(' \t>').removeprefix('|').removesuffix('|'))
        lost = ' '.join(cell.strip() for cell in cells[self._columns :]).strip()
        if self._columns and lost and '[[' not in row:
            message = (
                f'the row has {len(cells)} cells, its table {self._columns}, so'
                f' {lost[:_SHORT]!r} is not shown; a bar inside a cell is \\|'
            )
            column = row.rfind(cells[self._columns]) + 1
            self.problems.add(Problem('', line, column or 1, Code.MARKUP, message))

    def _comments(self, content: str, line: int) -> None:
        """Follow comments between `%%` and `%%`, which hide nothing but the lines of the marks."""
        for number, row in enumerate(content.split('\n'), line):
            within, closing, after = row.removeprefix('%').partition('%%')
            if not row.startswith('%'):
                continue
            if after.strip():
                self.tell(
                    number, 1, f'%%{within}%%{after}', "a line that begins with '%' is left out"
                )
            elif closing or (self._comment and not within.strip()):
                self._close_comment()
            else:
                self._comment, self._said = number, False

    def _close_comment(self) -> None:
        if self._comment and self._said:
            self.opened = True
            self.tell(self._comment, 1, '%% … %%', _COMMENT)
        self._comment = 0

    def visit_inline(self, text: str, line: int) -> None:
        """Visit a paragraph, a cell, a title."""
        self._said = True
        if self._comment and text.rstrip().endswith('%%'):
            self._close_comment()
        begins = _FIRST.match(text)
        if (begins or self._before == 'list_item_open') and not self._begins(text, line):
            return
        if not (begins or _SIGNS.search(text)):
            return
        tokens = self.parse_inline(text, always=True)
        for token in tokens:
            at = line + text.count('\n', 0, token.meta.get('at', 0))
            if token.type == 'myst_role' and token.meta['name'] == 'spoiler':
                self.visit_spoiler_role(token.content, at)
            elif token.type == 'code_inline' and _QUERY.match(token.content):
                self._find(line, text, token.content, _IN_WORDS)
        shown = _shown(tokens)
        if not (begins or _SIGNS.search(shown.replace(_CODE, '`'))):
            return
        for match in self._pattern.finditer(shown):
            mark = self._marks[match.lastgroup or '']
            self.opened |= mark.hides
            cure = mark.cure if isinstance(mark.cure, str) else mark.cure(match[0])
            self._find(line, text, match[0], cure, shown.count('\n', 0, match.start()))

    def _begins(self, text: str, line: int) -> bool:
        """Report a paragraph that begins with a mark of a block; whether to look for more in it."""
        before, self._before = self._before, ''
        if before == 'blockquote_open' and (box := _BOX.match(text)):
            name = box[1].lower() if box[1].lower() in _BOXES else 'note'
            cure = f"a box is a line ':::{{{name}}}', the words, and a line ':::'"
            if box[1].lower() in {'quote', 'cite'}:
                cure = "take it out: lines that begin with '> ' are a quotation"
            self._find(line, text, box[0], cure)
            return True
        in_list = before == 'list_item_open'
        if (in_list or text.startswith('[ ]')) and (task := _TASK.match(text)):
            self._find(line, text, task[0], 'there is no box to tick; say in words what is done')
        if in_list and (item := _DEEPER.search(text)):
            cure = "an item inside an item is indented by two blanks: '  - words'"
            self._find(line, text, item[0], cure)
        if magic := _MAGIC.match(text):
            self._find(line, text, magic[0], _CONTENTS)
        if box := _ADMONITION.match(text):
            self._find(line, text, box[0], _BLOCK)
        return True

    def _find(self, line: int, text: str, written: str, cure: str, row: int = 0) -> None:
        """Report a mark at the first position from a row of a paragraph on where it is written."""
        whole = next(filter(None, re.split(f'[\n{_CODE}]', written)), '')
        for piece in (whole, whole.partition('|')[0]):
            for number in range(line + row, min(line + text.count('\n'), len(self._lines)) + 1):
                at = self._lines[number - 1].find(piece)
                if at >= 0:
                    self.tell(number, at + 1, written, cure)
                    return
        self.tell(min(line, len(self._lines)), 1, written, cure)


def _are_facts(text: str) -> bool:
    """Whether each line of a text looks like `key: value`."""
    return all(map(_FACT.fullmatch, text.split('\n')))


def _shown(tokens: Sequence[Token]) -> str:
    """Text of a paragraph without code, roles, links that show their address, and escapes."""
    words: list[str] = []
    start = 0
    for token in tokens:
        if token.type == 'text':
            words.append(token.content)
        elif token.type in {'softbreak', 'hardbreak'}:
            words.append('\n')
        elif token.type == 'link_open':
            start = len(words)
        elif token.type == 'link_close':
            text = ''.join(words[start:])
            words[start:] = [_CODE if '://' in text or 'www.' in text else text]
        elif token.type in {'code_inline', 'myst_role'}:
            words.append(_CODE)
        elif token.type == 'text_special' and token.content.startswith('\\'):
            words.append(token.content)  # a backslash before a letter is shown
        elif token.type in {'text_special', 'image', 'footnote_ref'}:
            words.append('\ufffc')
    return ''.join(words)
