"""Allow-list check of one page: reports forbidden Markdown and hidden characters, with cures."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote

from markdown_it.common.utils import unescapeAll

from criticwiki.markdown.directives import (
    EXTERNAL,
    attribution_of,
    head,
    place_of_matter,
    read_directive,
    split_glossary,
)
from criticwiki.markdown.intersphinx import hint_on_external_role
from criticwiki.markdown.parser import FENCES, SourceLines, Walk, read_blocks
from criticwiki.problems import Code, Problem, did_you_mean
from criticwiki.text import hidden_in, hidden_message, invisible_escape_message

from .cures import hint_on_directive, instead_of_html, message_on_code, named_block
from .files import file_linked_to, picture_file_violation
from .limits import (
    MAX_BLOCK,
    Budget,
    OverBudget,
    check_terms,
    marks_violation,
    size_violations,
)
from .policy import (
    BLOCKS,
    HARMLESS,
    INLINE,
    LANGUAGES,
    MAX_OPTION,
    SCHEMES,
    card_violations,
    entry_violations,
    format_violation,
    hidden_in_value,
    left_out_message,
    link_violation,
    no_page_message,
    option_violations,
    options_of,
    path_in_wiki,
    picture_violation,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import Any

    from markdown_it.token import Token

    from criticwiki.config import Settings
    from criticwiki.markdown.directives import Directive, Form
    from criticwiki.markdown.parser import Env

_TAG: Final = re.compile(r'<(/?)([A-Za-z][A-Za-z0-9-]*)')
_SPELLING: Final = re.compile(
    r'&(?:#[xX][0-9a-fA-F]{1,6}|#[0-9]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});'
    r'|%(?:[0-7][0-9a-fA-F]|[c-dC-D][0-9a-fA-F]%[89abAB][0-9a-fA-F]'
    r'|[eE][0-9a-fA-F](?:%[89abAB][0-9a-fA-F]){2}|[fF][0-7](?:%[89abAB][0-9a-fA-F]){3})'
)
_ROW_AND_CELL: Final = frozenset({1, 3})
"""Levels of the items of lists that are the rows and the cells of a table."""
_SHORT: Final = 40
"""Characters of a spelling that a message repeats."""
_RAW: Final = frozenset({'code_inline', 'myst_role'})


class Spelled(NamedTuple):
    """An invisible character that an entity or escape stands for."""

    offset: int
    written: str
    message: str


def may_spell(text: str) -> bool:
    """Whether a text may have an entity or escape that stands for an invisible character.

    Entities and backslashes may spell the signs of a spelling; names of hosts have one of their
    own, which only the parser reads.
    """
    is_foreign = 'xn--' in text.lower()
    if not (is_foreign or '&' in text or '%' in text):
        return False
    if is_foreign or any(map(_hides, _SPELLING.finditer(text))):
        return True
    return bool(hidden_in(unquote(unescapeAll(text))))


def spelled_in_line(text: str, tokens: Sequence[Token]) -> Iterator[Spelled]:
    """Invisible characters in the parsed text, titles and internal URLs of a paragraph.

    External URLs are shown as they are written: their escapes are for another server.
    """
    reached = until = 0
    for token in tokens:
        reached = max(reached, token.meta.get('at', 0))
        if token.type == 'link_open':
            until = token.meta.get('end', 0)
        elif token.type == 'link_close':
            reached, until = max(reached, until), 0
        if token.type in _RAW:
            inside = text.find(token.content, reached)
            reached = inside + len(token.content) if inside >= 0 else reached
        elif shows := list(_shown(token)):
            end = token.meta.get('end', until or len(text))
            for one in _spelled(text, reached, end, shows):
                yield one
                reached = one.offset + len(one.written)


def spelled_in_reference(text: str, reference: Mapping[str, Any]) -> Iterator[Spelled]:
    """Invisible characters in a reference definition."""
    shows = _of_address(str(reference['href'])) + str(reference.get('title') or '')
    return _spelled(text, 0, len(text), _hidden_in(shows))


def _shown(token: Token) -> Iterator[str]:
    """Invisible characters in the content and attributes of a token."""
    yield from _hidden_in(token.content)
    for name, value in token.attrs.items():
        yield from _hidden_in(_of_address(str(value)) if name in {'href', 'src'} else str(value))
    for child in token.children or ():
        yield from _shown(child)


def _of_address(address: str) -> str:
    leaves = address.partition(':')[0].lower() in SCHEMES
    return address if leaves else unquote(address)


def _hidden_in(text: str) -> list[str]:
    return re.findall('\n', text) + [sign for match in hidden_in(text) for sign in match[0]]


def _spelled(text: str, start: int, end: int, shows: Sequence[str]) -> Iterator[Spelled]:
    """Position of the escape of each invisible character; the whole text where there is none."""
    hidden = list(shows)
    for match in _SPELLING.finditer(text, start, end):
        character = _meant(match)
        if character in hidden:
            hidden.remove(character)
            yield Spelled(match.start(), match[0], invisible_escape_message(match[0], character))
    if hidden:
        whole = text[start:end].partition('\n')[0][:_SHORT]
        yield Spelled(start, '', invisible_escape_message(whole, hidden[0]))


def _meant(match: re.Match[str]) -> str:
    return unescapeAll(match[0]) if match[0].startswith('&') else unquote(match[0])


def _hides(match: re.Match[str]) -> bool:
    return bool(_hidden_in(_meant(match)))


class Mend(NamedTuple):
    """A replacement that makes a page acceptable."""

    line: int
    """Counted from 0, as the columns are."""
    start: int
    end: int
    instead: str


class Notes:
    """Report on one page: its problems, and how to mend them."""

    def __init__(self, lines: Sequence[str]) -> None:
        """Take the lines of the page."""
        self.problems: set[Problem] = set()
        self.unknown: set[Problem] = set()
        """Those of `problems` that are names which stand for nothing anywhere."""
        self.mends: dict[Problem, Mend] = {}
        self.pictures: set[str] = set()
        self._lines = lines
        self._open_tags: Counter[str] = Counter()

    def refuse(self, line: int, written: str, message: str) -> Problem:
        """Report a problem in a line, at the text that is `written` there."""
        here = min(line, len(self._lines))
        source = self._lines[here - 1]
        at = source.find(written) if written else -1
        column = at + 1 if at >= 0 else len(source) - len(source.lstrip()) + 1
        problem = Problem('', here, column, Code.FORBIDDEN, message)
        self.problems.add(problem)
        return problem

    def refuse_name(
        self, line: int, name: str, hint: str, instead: str = '', *, unknown: bool = False
    ) -> None:
        """Report a directive or role off the allow-list, and what could replace it.

        It may be `unknown` to all extensions. A role in other brackets is text and code of the
        same length, so that columns stay as they are.
        """
        message = f'{{{name}}} cannot stand on a page{hint}'
        written = f'{{{name}}}' if instead else f'{{{name}}}`'
        problem = self.refuse(line, written, message)
        if unknown:
            self.unknown.add(problem)
        source = self._lines[problem.line - 1]
        start = problem.column - 1
        if source.startswith(written, start):
            end = len(source) if instead else start + len(written) - 1
            self.mends[problem] = Mend(
                problem.line - 1, start, end, instead or f'\u2039{name}\u203a'
            )

    def refuse_html(self, line: int, written: str) -> None:
        """Report HTML: a tag, a comment, a declaration."""
        first = written.split('\n')[0]
        name = _TAG.match(first)
        tag = name[2].lower() if name else ''
        if name and name[1] and self._open_tags[tag]:
            self._open_tags[tag] -= 1  # the tag that it closes is reported
            return
        if name and f'</{tag}' not in written:
            self._open_tags[tag] += 1
        cure = instead_of_html(first)
        self.refuse(line, first, f'HTML cannot stand on a page: {first[:40]!r}; {cure}')

    def refuse_spelled(self, line: int, text: str, tokens: Sequence[Token]) -> None:
        """Report invisible characters in the tokens of a text that begins in a line."""
        places = SourceLines(self._lines)
        for one in spelled_in_line(text, tokens):
            self._character(*places.place(line, text, one.offset), one.message)

    def refuse_in_reference(self, line: int, reference: Mapping[str, Any]) -> None:
        """Report invisible characters in a reference definition of a text that begins in a line."""
        first, end = (line + number for number in reference['map'])
        text = '\n'.join(self._lines[first - 1 : end - 1])
        for one in spelled_in_reference(text, reference):
            number = first + text.count('\n', 0, one.offset)
            self._character(number, one.offset - text.rfind('\n', 0, one.offset), one.message)

    def refuse_in_option(self, line: int, value: str, offset: int, message: str) -> None:
        """Report an invisible character in the value of an option."""
        here = min(line, len(self._lines))
        self._character(here, max(self._lines[here - 1].find(value), 0) + offset + 1, message)

    def _character(self, line: int, column: int, message: str) -> None:
        self.problems.add(Problem('', line, column, Code.CHARACTER, message))

    def too_large(self, line: int, message: str) -> None:
        """Report a limit that is exceeded."""
        self.problems.add(Problem('', min(line, len(self._lines)), 1, Code.TOO_LARGE, message))

    @property
    def mended(self) -> str | None:
        """The page with its mends, which is to be judged again; None where some harm has none."""
        if self.problems - self.mends.keys():
            return None
        lines = list(self._lines)
        for line, start, end, instead in self.mends.values():
            same = instead.ljust(end - start)
            lines[line] = f'{lines[line][:start]}{same}{lines[line][end:]}'
        return '\n'.join(lines)


_MANY: Final = 50
"""Stars and dashes in a paragraph above which their nesting is checked."""
MAX_TOLD: Final = 100
"""Invisible characters that are told of a page."""


def character_violations(lines: Sequence[str]) -> Iterator[Problem]:
    """Problems of invisible characters, and of those that reorder a text: the first on a page."""
    return islice(_character_violations(lines), MAX_TOLD)


def _character_violations(lines: Sequence[str]) -> Iterator[Problem]:
    for number, line in enumerate(lines, 1):
        for match in hidden_in(line):
            place = (number, match.start() + 1)
            yield Problem('', *place, Code.CHARACTER, hidden_message(match[0]))


def page_violations(
    path: str,
    text: str,
    body: int,
    settings: Settings,
    *,
    source: Path | None = None,
    env: Env | None = None,
) -> Notes:
    """Report on the page `path`; problems have an empty path.

    `body` is the number of lines that its front matter takes. Pictures are looked up below
    `source`; `env` is the parse cache of the page.
    """
    lines = text.removeprefix('\ufeff').replace('\r\n', '\n').split('\n')
    notes = Notes(lines)
    notes.problems |= {*size_violations(text, lines), *character_violations(lines)}
    if not notes.problems:  # else no parser should meet it
        guard = _Guard(path, notes, settings, source, env)
        guard.judge('\n'.join(lines[body:]), body + 1)
    return notes


class _Guard(Walk):
    """Visitor that reports what is off the allow-list; it visits a page before all others."""

    def __init__(
        self,
        path: str,
        notes: Notes,
        settings: Settings,
        source: Path | None,
        env: Env | None,
    ) -> None:
        super().__init__(settings, env)
        self._notes = notes
        self._path = path
        self._allowed = settings.allowed
        # disabled HTML is reported as well
        disabled = (name for name in settings.syntax.disabled if not name.startswith('html_'))
        self.syntax = replace(settings.syntax, disabled=tuple(disabled))
        self._source = source
        self._budget = Budget()

    def judge(self, text: str, first: int) -> None:
        """Judge a page of which the text begins in line `first`."""
        try:
            self.read(text, first)
        except OverBudget as over:
            self._notes.too_large(over.line, over.message)

    def read(self, text: str, first: int) -> None:
        before = set(self.env.get('references', ()))
        super().read(text, first)
        for name, reference in self.env.get('references', {}).items():
            if name not in before:
                line = first + reference['map'][0]
                self._address(str(reference['href']), line, reference['href'])
                self._notes.refuse_in_reference(first, reference)

    def visit(self, token: Token, line: int) -> None:
        self._budget.token(token, line)
        if token.type in HARMLESS:
            return
        kind = token.type.removesuffix('_open').removesuffix('_close')
        if token.type == 'html_block':
            first = next(filter(None, map(str.strip, token.content.split('\n'))), '')
            self._notes.refuse_html(line, first)
        elif kind not in BLOCKS:
            self._notes.refuse(line, '', f'{kind} cannot stand on a page')
        elif kind in {'inline', 'heading'} and token.content:
            self.visit_inline(token.content, line)
        elif kind in FENCES:
            self.visit_fence(token, line)
        elif len(token.content) > MAX_BLOCK:
            self._notes.too_large(line, f'code has at most {MAX_BLOCK} characters')

    def visit_fence(self, token: Token, line: int) -> None:
        directive = read_directive(token, line, self.form_of, strict=True)
        language = head(token.info)[0]
        if directive is not None and directive.form is not None:
            self.visit_directive(directive)
        elif directive is not None:
            hint = hint_on_directive(directive.name, self._allowed.directives)
            instead = '{note}' if token.type == 'colon_fence' else 'text'
            forms = self.settings.forms
            unknown = forms.closed and forms.directive(directive.name) is None
            self._notes.refuse_name(line, directive.name, hint, instead, unknown=unknown)
        elif token.type != 'colon_fence':
            self._code(language, token.content, line)
        elif language:
            message = f'the name of a block stands in braces: {named_block(language)!r}'
            self._notes.refuse(line, ':::', message)
        else:
            self._budget.depth(self.depth, line)
            self._part(token.content, line + 1)

    def form_of(self, name: str) -> Form | None:
        return self._allowed.directives.get(name)

    def _code(self, language: str, content: str, line: int) -> None:
        if language and language not in LANGUAGES:
            hint = did_you_mean(language, LANGUAGES)
            self._notes.refuse(line, language, message_on_code(language, hint))
        if len(content) > MAX_BLOCK:
            self._notes.too_large(line, f'code has at most {MAX_BLOCK} characters')

    def visit_directive(self, directive: Directive) -> None:
        options, odd = options_of(directive)
        for option in options:
            for at, message in hidden_in_value(option.value):
                self._notes.refuse_in_option(option.line, option.value, at, message)
        if odd is not None:
            self._notes.refuse(odd, ':', "an option is a line of its own: ':name: value'")
            return
        for line, message in option_violations(directive, options, self._path):
            self._notes.refuse(line, ':', message)
        self._argument(directive)
        self._budget.depth(self.depth, directive.start - 1)
        self.visit_body(directive)

    def _argument(self, directive: Directive) -> None:
        sort = directive.form.argument if directive.form else ''
        if sort == 'picture':
            self._picture(directive.argument, directive.line)
        elif sort == 'language':
            self._code(directive.argument, directive.body, directive.line)
        elif directive.argument:
            self.visit_inline(directive.argument, directive.line)

    def visit_body(self, directive: Directive) -> None:
        sort = directive.form.content if directive.form else ''
        body, start = directive.content, directive.start
        if sort == 'pages':
            self._budget.contents(directive.body, start - 1)
            for offset, message in entry_violations(body):
                self._notes.refuse(start + offset, '', message)
        elif sort == 'card':
            for offset, message in card_violations(body):
                self._notes.refuse(start + offset, '', message)
        elif sort == 'quotation' and (said := attribution_of(body)):
            self._attribution(*said, body, start)
        if sort == 'glossary':
            self.visit_glossary(directive)
        elif self.holds_blocks(directive.form):
            self._part(body, start)
        if directive.name == 'list-table':
            self._rows(body, start)

    def _rows(self, body: str, line: int) -> None:
        """Count the columns of a table that is written as a list of lists, which has been read."""
        cells = 0
        for token in self.parse(body):
            if token.type == 'list_item_open' and token.map and token.level in _ROW_AND_CELL:
                cells = cells + 1 if token.level > 1 else 0
                self._budget.columns(cells, line + token.map[0])

    def _attribution(self, offset: int, words: str, body: str, line: int) -> None:
        """Judge the attribution of a quotation, which docutils splits off before it parses."""
        blocks = (t for t in read_blocks(body, self.syntax, {}) if t.type.endswith('fence'))
        if any(block.map[0] < offset < block.map[1] for block in blocks if block.map):
            message = 'the line that says whose words these are stands behind all blocks'
            self._notes.refuse(line + offset, '', message)
        self.visit_inline(words, line + offset)

    def _part(self, text: str, line: int) -> None:
        """Judge a nested text, which MyST parses as a document of its own."""
        place = place_of_matter(text)
        if place is None:
            self.read(text, line)
        else:
            message = "'---' cannot begin a block: it would be read as front matter, and left out"
            self._notes.refuse(line + place, '---', message)

    def visit_glossary(self, directive: Directive) -> None:
        terms = 0
        for entry in split_glossary(directive.content):
            line = directive.start + entry.offset
            terms = terms + 1 if entry.is_term else 0
            check_terms(terms, line)
            for offset in entry.cut:
                message = 'a line stands to the left of the definition that it belongs to'
                self._notes.refuse(directive.start + offset, '', message)
            if not entry.is_term:
                self._part(entry.text, line)
                continue
            self.visit_inline(entry.text, line)
            if entry.term != entry.text:
                self.visit_inline(entry.term, line)

    def visit_inline(self, content: str, line: int) -> None:
        if message := marks_violation(content):
            self._notes.too_large(line, message)
            return
        self._budget.paragraph(content, line)
        many = len(content) > _MANY < content.count('*') + content.count('_') + content.count('~')
        spells = may_spell(content)
        tokens = self.parse_inline(content, always=many or spells)
        if spells:
            self._notes.refuse_spelled(line, content, tokens)
        after = 0
        if not tokens:
            self._budget.inline_marks(content, line)
        for token in tokens:
            if token.type == 'text':
                self._budget.token(token, line)
                continue
            at = token.meta.get('at', after)
            here = line + content.count('\n', 0, at)
            self._budget.token(token, here)
            written = content[at : token.meta.get('end', at)].split('\n')[0]
            kind = token.type.removesuffix('_open').removesuffix('_close')
            if kind == 'html_inline':
                after = content.find(token.content, after) + len(token.content)
                at = after - len(token.content)
                self._notes.refuse_html(line + content.count('\n', 0, at), token.content)
            elif token.type == 'link_open':
                self._address(str(token.attrGet('href') or ''), here, written)
            elif token.type == 'image':
                self._picture(str(token.attrGet('src') or ''), here, written)
            elif kind == 'myst_role':
                self._role(token.meta['name'], token.content, here)
            elif kind not in INLINE:
                self._notes.refuse(here, '', f'{kind} cannot stand on a page')

    def _role(self, name: str, content: str, line: int) -> None:
        if len(content) > MAX_OPTION:
            self._notes.too_large(line, f'{{{name}}} takes at most {MAX_OPTION} characters')
        if name == 'any':
            self._budget.pieces(1, line)  # every domain is asked for it
        if name == 'kbd':
            self._budget.keys(content, line)
        unknown = self.settings.forms.closed and not self.settings.forms.knows_role(name)
        if name not in self._allowed.roles and name.startswith(EXTERNAL):
            if hint := hint_on_external_role(name, self._allowed.inventories):
                self._notes.refuse_name(line, name, hint, unknown=unknown)
        elif name not in self._allowed.roles:
            hint = did_you_mean(name, self._allowed.roles)
            self._notes.refuse_name(line, name, hint, unknown=unknown)
        elif name == 'numref' and (message := format_violation(content)):
            self._notes.refuse(line, f'{{{name}}}', message)
        elif name == 'spoiler':
            self._budget.depth(self.depth + 1, line)
            self.visit_spoiler_role(content, line)

    def _address(self, address: str, line: int, written: str) -> None:
        message = link_violation(address, self._path, self._allowed.inventories)
        if message is None and self._source:
            file = file_linked_to(self._source, address, self._path)
            message = no_page_message(address) if file else None
            self._notes.pictures |= {file} if file else set()
        if message:
            self._notes.refuse(line, written, message)

    def _picture(self, address: str, line: int, written: str = '') -> None:
        message = picture_violation(address, self._path)
        if message is None and self._source:
            file = path_in_wiki(address, self._path)
            message = picture_file_violation(self._source, file)
            if self.settings.is_excluded(file):
                message = left_out_message(file)
            self._notes.pictures.add(file)
        if message:
            self._notes.refuse(line, written or address, message)
