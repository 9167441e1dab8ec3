"""Rules of the guard: names, URLs and options that may be, directives, roles and syntax."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from criticwiki.markdown.directives import ALLOWED_DIRECTIVES, ALLOWED_ROLES, Form, Option
from criticwiki.markdown.intersphinx import inventories_of, inventory_link_violation
from criticwiki.model.yaml import EscapeError, decode_escapes, hidden_escapes
from criticwiki.problems import login_message
from criticwiki.text import DEVICE, HIDDEN, character_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from criticwiki.markdown.directives import Directive

SCHEMES: Final = ('http', 'https', 'mailto')
"""Schemes of links that lead out of the wiki."""
PICTURES: Final = ('.avif', '.gif', '.jpeg', '.jpg', '.png', '.svg', '.webp')
"""How the name of a picture may end."""
MAX_NAME: Final = 120
_NAME: Final = re.compile(r"[\w][\w .,+()'@-]*")
_ODD: Final = re.compile(r"[^\w .,+()'@-]|\A[^\w]+")
_OUTPUT: Final = re.compile(
    r'mimetype|META-INF|.*\.(?:atom|css|csv|epub|html?|inv|js|json|map|ncx|opf|txt|xhtml|xml)',
    re.IGNORECASE,
)
"""A page or a folder of pages of such a name would stand where a file has to be written."""
_GENERATED: Final = frozenset({'404', 'epub-cover', 'genindex', 'nav', 'search'})
"""Pages at the top that Sphinx and its extensions make themselves, `nav` and the cover in books.

A folder of such a name has its first page at the same address where addresses have no suffix.
"""
_WORD: Final = re.compile(r'[^\W\d_]+')
_ALPHABETS: Final = ('CYRILLIC', 'GREEK', 'LATIN')
"""Alphabets with letters that look alike."""


def name_violation(name: str, what: str) -> str | None:
    """What is wrong with the name of a file or folder, where `what` says what it is; or None."""
    if composed := composed_name(name):
        return (
            f'{name!r} cannot be the name of {what}: some of its letters are stored in a second'
            f' spelling, so it would have two names; rename it to {composed!r}, typed anew'
        )
    if hidden := HIDDEN.search(name):  # Hangul fillers count as letters
        return (
            f'{name!r} cannot be the name of {what}: {character_name(hidden[0])} cannot be seen;'
            ' take it out'
        )
    if len(name) > MAX_NAME or not _NAME.fullmatch(name):
        return f'{name!r} cannot be the name of {what}: {_why_no_name(name)}'
    if DEVICE.fullmatch(name.partition('.')[0]) or name.endswith(('.', ' ')):
        return f'{name!r} cannot be the name of {what}: Windows cannot store it; rename it'
    if mixed := _mixed_word(name):
        return (
            f'{name!r} cannot be the name of {what}: {mixed!r} mixes letters of two alphabets'
            ' that look alike; write it in one'
        )
    return None


_DASHES: Final = re.compile('[\u2010-\u2015\u2212]')


def _why_no_name(name: str) -> str:
    """What is wrong with the characters of a name, and another name where one is at hand."""
    rule = (
        'it begins with a letter or digit,'
        f" goes on with these, blanks and - _ . , + @ ( ) ', and has at most {MAX_NAME} characters"
    )
    plain = ' '.join(_ODD.sub('', _DASHES.sub('-', name)).split())
    other = len(name) <= MAX_NAME and plain != name and _NAME.fullmatch(plain)
    return f'{rule}; rename it, for instance to {plain!r}' if other else rule


def page_name_violation(name: str, what: str, suffix: str = '', *, top: bool = False) -> str | None:
    """The same of a page, or of a folder of pages: each becomes a file or folder of the output.

    `top` says that it lies in the source folder itself.
    """
    stem = name.removesuffix(suffix)
    if stem.endswith(('.', ' ')):
        return f'{name!r} cannot be the name of {what}: it has no dot and no blank at its end'
    if _OUTPUT.fullmatch(stem) or (top and stem.lower() in _GENERATED):
        return f'{name!r} cannot be the name of {what}: a build writes such a file; rename it'
    return name_violation(name, what)


def page_path_violation(path: str) -> str | None:
    """The same of a page by its path: of its name, and of the folders that it lies in."""
    *folders, name = path.split('/')
    violations = [
        page_name_violation(folder, 'a folder of pages', top=not place)
        for place, folder in enumerate(folders)
    ]
    violations.append(page_name_violation(name, 'a page', '.md', top=not folders))
    return next(filter(None, violations), None)


def dirhtml_collisions(names: Iterable[str], firsts: Collection[str], suffix: str) -> Iterator[str]:
    """Pages of a folder with the address of the first page of a folder beside them.

    `firsts` are the folders that have a first page. The builder dirhtml writes both as one file.
    """
    taken = {folder.casefold() for folder in firsts}
    for name in names:
        if name.endswith(suffix) and name.removesuffix(suffix).casefold() in taken:
            yield name


def composed_name(name: str) -> str | None:
    """The NFC form of a name that is stored in another form, else None."""
    composed = unicodedata.normalize('NFC', name)
    return None if composed == name else composed


def case_collisions(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each name of a folder that Windows and macOS hold for another, with that other name.

    The one in lower case keeps its name.
    """
    owners: dict[str, str] = {}
    for name in sorted(names, key=lambda name: (name != name.lower(), name)):
        owner = owners.setdefault(unicodedata.normalize('NFC', name).casefold(), name)
        if owner != name:
            yield name, owner


def _mixed_word(name: str) -> str | None:
    if name.isascii():
        return None
    for word in _WORD.findall(name):
        alphabets = {unicodedata.name(letter, '').split(' ')[0] for letter in word}
        if len(alphabets.intersection(_ALPHABETS)) > 1:
            return str(word)
    return None


_BLANK: Final = re.compile('[\x00-\x20\x7f-\xa0]')
_HOST: Final = re.compile(r'//[^/?#]')
_LOGIN: Final = re.compile(r'//[^/?#]*@')
_SCHEME: Final = re.compile(r'([a-z][a-z0-9+.-]*):', re.IGNORECASE)
_CONTROL: Final = re.compile('[\x00-\x1f\x7f]')
MAX_PART: Final = 255
"""Bytes of a file's name: systems raise an error where they are asked for a longer one."""
MAX_PATH: Final = 1000
_SPACE: Final = re.compile(r'\s')
_INSIDE: Final = frozenset({'project'})
_PICTURE: Final = 'put the picture into the folder of the wiki and name it by its path'


def link_violation(
    address: str, path: str, inventories: Collection[str] | None = None
) -> str | None:
    """What is wrong with the address of a link on the page `path`, or None.

    `inventories` are those that an address may lead to by `inv:`, where it may lead there at all.
    """
    plain = _BLANK.sub('', address)
    scheme = _SCHEME.match(plain)
    if scheme and scheme[1].lower() in _INSIDE:
        plain = plain[scheme.end() :]
    elif scheme and scheme[1] == 'inv' and inventories is not None:
        return inventory_link_violation(address, inventories)
    elif scheme:
        if scheme[1].lower() in SCHEMES:
            if scheme[1].lower() != 'mailto' and _LOGIN.match(plain, scheme.end()):
                return login_message(_shown(address))
            whole = scheme[1].lower() == 'mailto' or _HOST.match(plain, scheme.end())
            return None if whole else f'{address!r} is no whole address; write https://example.org/'
        return f'an address cannot begin with {scheme[0]!r}; write https://'
    if plain.startswith(('//', '\\')) or '\\' in plain:
        return f'{address!r} is no address; write https://'
    plain = path_of(plain)
    if violation := _path_violation(plain, path):
        return violation
    suffixes = {posixpath.splitext(form)[1].lower() for form in (plain, unquote(plain))}
    return no_page_message(plain) if suffixes - {'', '.md'} else None


def path_of(address: str) -> str:
    """An address without what it asks, and without the place on the page."""
    return address.removeprefix('project:').split('#')[0].split('?')[0]


_HYPHENS: Final = 'rename the file, with hyphens, and write that name here'


def picture_violation(address: str, path: str) -> str | None:
    """What is wrong with a picture on the page `path`, or None."""
    plain = _BLANK.sub('', address)
    if _SCHEME.match(plain) or plain.startswith('//') or '\\' in plain:
        return f'a picture cannot come from elsewhere: {_shown(address)}; {_PICTURE}'
    if _SPACE.search(address):
        return f'a picture has no space in its name: {_shown(address)}; {_HYPHENS}'
    if not plain.lower().endswith(PICTURES) or '*' in plain:
        return f'{_shown(address)} is no picture; its name ends with {", ".join(PICTURES)}'
    if violation := _path_violation(plain, path):
        return violation
    if ' ' in unquote(plain):
        return f'a picture has no space in its name: {_shown(unquote(plain))}; {_HYPHENS}'
    if '%' in plain:
        return (
            f'{_shown(unquote(plain))}: in ![](...) the name of a picture is written with the'
            ' letters a to z; rename the picture, or show it by ```{image}'
        )
    return picture_name_violation(path_in_wiki(plain, path))


def picture_name_violation(path: str) -> str | None:
    """What is wrong with a name on the path of a picture, or None.

    Sphinx writes it into TeX as it is: https://github.com/sphinx-doc/sphinx/issues/13189
    """
    *folders, name = path.split('/')
    violations = [name_violation(folder, 'a folder of pictures') for folder in folders]
    return next(filter(None, [*violations, name_violation(name, 'a picture')]), None)


def path_in_wiki(address: str, path: str) -> str:
    """Where below the source folder something lies that the page `path` names."""
    if address.startswith('/'):  # Sphinx counts such a path from the source folder
        return posixpath.normpath(address[1:])
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), address))


def _path_violation(plain: str, path: str) -> str | None:
    """What is wrong with a path, as it is written and as an address is decoded."""
    for form in (plain, unquote(plain)):
        if not form:
            continue
        whole = path_in_wiki(form, path)
        if _CONTROL.search(form):
            return f'{_shown(plain)} is no address: it holds a character that cannot be seen'
        if len(form) > MAX_PATH or any(map(_too_long, whole.split('/'))):
            return f'{_shown(plain)} is too long for the path of a file'
        if form.startswith('~') or whole.split('/')[0] == '..':
            return f'{plain!r} leads out of the wiki'
        if any(part.startswith('.') and part != '.' for part in whole.split('/')):
            return f'{plain!r} leads to a hidden file'
    return None


def _too_long(part: str) -> bool:
    return len(part.encode('utf-8', 'replace')) > MAX_PART


def no_page_message(address: str) -> str:
    """What to say of the address of a file that is not a page."""
    if address.lower().startswith('www.'):
        return f'{address!r} is no page of the wiki; a web address begins with https://'
    if address.lower().endswith(('.html', '.htm')):
        written = f'{address.rpartition(".")[0]}.md'
        return f'{address!r} is no page of the wiki; a link to a page ends with .md: {written!r}'
    return f'{address!r} is no page of the wiki; link to a page, or to a web address'


def left_out_message(path: str) -> str:
    """What to say of a picture that is no part of the wiki."""
    return (
        f'{path!r} is no part of the wiki: exclude_patterns leaves it out, or builds write'
        ' there; put the picture elsewhere'
    )


def _shown(address: str) -> str:
    return repr(address if len(address) <= 60 else f'{address[:60]}…')


def words(text: str) -> frozenset[str]:
    """The set of the words of a text."""
    return frozenset(text.replace(',', ' ').split())


LANGUAGES: Final = words('bash,console,css,html,json,markdown,md,none,python,sh,text,yaml,yml')
"""Languages of code: each is read by patterns of another project, so a page gets few."""
SYNTAX: Final = words('colon_fence,deflist,fieldlist,replacements,smartquotes,strikethrough')
"""Syntax of MyST that a wiki may switch on: the rest runs code, styles, or loads a script."""

TEXT_OPTIONS: Final = frozenset({'alt', 'caption', 'link-alt', 'name'})
"""Options that take any words."""
ADDRESS_OPTIONS: Final = frozenset({'link', 'target'})
"""Options that take an address."""


BLOCKS: Final = words(
    'paragraph,heading,bullet_list,ordered_list,list_item,blockquote,hr,code_block,fence,'
    'colon_fence,table,thead,tbody,tr,th,td,dl,dt,dd,footnote_block,footnote_reference,'
    'footnote_anchor,myst_target,myst_line_comment,myst_block_break,inline,field_list,'
    'fieldlist_name,fieldlist_body'
)
"""Blocks of Markdown that a page is made of, as its parser calls them."""
HARMLESS: Final = frozenset(
    f'{kind}_{end}' for kind in BLOCKS - {'heading'} for end in ('open', 'close')
) | {'heading_close'}
"""Tokens that hold nothing by themselves, which are nine of ten."""
INLINE: Final = words(
    'text,text_special,softbreak,hardbreak,code_inline,em,strong,s,link,image,footnote_ref,'
    'myst_role'
)
"""What a line is made of."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """Allow-list of one wiki."""

    directives: Mapping[str, Form] = field(default_factory=lambda: ALLOWED_DIRECTIVES)
    """`criticwiki_directives` adds to them,"""
    roles: Collection[str] = ALLOWED_ROLES
    """and `criticwiki_roles` to these."""
    inventories: frozenset[str] = frozenset()
    """Other projects that pages may link to: `intersphinx_mapping`."""
    guarded: bool = True
    """False where everybody who writes pages is trusted as the one who writes conf.py is."""


_ADDED: Final = Form(0, 1, 'words', 'words', frozenset())
"""What is assumed of a directive that only conf.py names: that all of it is Markdown."""


def allowed_of(values: Mapping[str, Any]) -> Allowed:
    """The allow-list that the values of conf.py configure.

    :raises ValueError: where one is invalid.
    """
    directives = dict(ALLOWED_DIRECTIVES)
    added = values.get('criticwiki_directives', {})
    if not isinstance(added, dict):
        raise ValueError("criticwiki_directives must be {'name': ['option', ...]}")
    for name, options in added.items():
        if isinstance(options, str):
            raise ValueError(f'criticwiki_directives[{name!r}] must be a list of options')
        form = directives.get(name, _ADDED)
        allowed = (form.allowed or frozenset()) | frozenset(options)
        directives[name] = replace(form, allowed=allowed)
    roles = ALLOWED_ROLES | set(values.get('criticwiki_roles', ()))
    guarded = bool(values.get('criticwiki_guard', True))
    return Allowed(directives, roles, inventories_of(values), guarded)


_QUOTED_SCALAR: Final = re.compile(r'"((?:[^"\\]|\\.)*)"|\'((?:[^\']|\'\')*)\'')
_COMMENT: Final = re.compile(r'(?:^|\s)#')


def decoded_value(written: str) -> str:
    """Value of an option, parsed as YAML.

    :raises EscapeError: where MyST could not parse it, or not all of it.
    """
    if written.startswith(('"', "'")):
        return _decoded_quotation(written)
    if written.startswith(('|', '>')):
        raise EscapeError(f'put quotation marks round a value that begins with {written[0]}')
    if '\t' in written:
        raise EscapeError('a tab ends a value; write a blank')
    if _COMMENT.search(written):
        raise EscapeError("'#' begins a comment here; put quotation marks round the value")
    return written


def value_violation(written: str) -> str | None:
    """Message on a value that MyST could not parse, or None."""
    try:
        decoded_value(written)
    except EscapeError as error:
        return str(error)
    return None


def hidden_in_value(written: str) -> Iterator[tuple[int, str]]:
    """Offset of each escape of an invisible character, and the message."""
    if written.startswith('"'):
        yield from hidden_escapes(written, line_breaks=True)


def _decoded_quotation(written: str) -> str:
    match = _QUOTED_SCALAR.match(written)
    if match is None:
        raise EscapeError(f'the quotation mark {written[0]} that begins here is not closed')
    if match.end() < len(written):
        raise EscapeError('the value goes on behind its closing quotation mark')
    if written[0] == "'":
        return match[2].replace("''", "'")
    return decode_escapes(match[1])


_OPTION: Final = re.compile(r'[ \t]*:([a-z][a-z-]*):(?: +(.*?))? *')
_VALUE: Final = re.compile(r'(?!.*\d{5})[\w .,%/-]{0,80}')
_YAML_MARK: Final = re.compile(r'[\'"|>&*!{\[%@`]')
_TARGET: Final = re.compile(r'[\w./-]+')
_WEB: Final = re.compile(r'https?://[^\s"\'<>]+')
_SEPARATOR: Final = re.compile(r'(?:\^{3,}|\+{3,})\s*')
_FORMAT: Final = re.compile(r'(?:[^{}%]|%s|\{name\}|\{number\})*')
_ENTRY: Final = re.compile(r'[\w .*?/,+()-]+(?:\.md)?')
_STARS: Final = re.compile(r'\*\*?|\?')
MAX_STARS: Final = 3
MAX_OPTION: Final = 500
"""Characters of an option, of an entry, of a role: they are matched against patterns."""


def format_violation(content: str) -> str | None:
    """Message on the title of a {numref}, which Sphinx uses as a format string, or None."""
    if _FORMAT.fullmatch(content):
        return None
    return 'a {numref} can have %s, {name} and {number}, and no other % or brace'


def options_of(directive: Directive) -> tuple[list[Option], int | None]:
    """The options of a directive up to the first line that is not plain, and that line.

    Other ways to write them, like a block of YAML, are refused.
    """
    options: list[Option] = []
    for number, line in enumerate(directive.option_lines, directive.line + 1):
        match = _OPTION.fullmatch(line) if len(line) <= MAX_OPTION else None
        if match is None:
            return options, number
        options.append(Option(match[1], match[2] or '', number))
    return options, None


def option_violations(
    directive: Directive, options: list[Option], path: str
) -> Iterator[tuple[int, str]]:
    """Line and message of options that are off the allow-list, or have an invalid value."""
    allowed = (directive.form.allowed if directive.form else None) or frozenset()
    values = {option.name: option.value for option in options}
    for option, value, line in options:
        if violation := value_violation(value):
            yield line, f'{option}: {violation}'
        elif option not in allowed:
            can = ', '.join(sorted(allowed)) or 'none'
            message = f'{{{directive.name}}} cannot have the option {option!r} here'
            yield line, f'{message}; it can have: {can}'
        elif option in ADDRESS_OPTIONS:
            if violation := _target_violation(value, values.get('link-type'), path):
                yield line, f'{option}: {violation}'
        elif option not in TEXT_OPTIONS and not _VALUE.fullmatch(value):
            yield line, f'{option}: {value!r} cannot be a value here'


def _target_violation(value: str, sort: str | None, path: str) -> str | None:
    if _YAML_MARK.match(value):
        return 'write the address without quotation marks'
    if sort in {'doc', 'ref', 'any'}:
        return None if _TARGET.fullmatch(value) else f'{value!r} names no page'
    return link_violation(value, path)


def entry_violations(body: str) -> Iterator[tuple[int, str]]:
    """Offset and message of entries of a toctree that cannot be docnames."""
    for offset, line in enumerate(body.split('\n')):
        entry = line.strip()
        titled = entry.endswith('>') and '<' in entry
        target = entry[entry.rfind('<') + 1 : -1].strip() if titled else entry
        if not target or (titled and _WEB.fullmatch(target)):
            continue
        if len(entry) > MAX_OPTION:
            yield offset, f'an entry has at most {MAX_OPTION} characters'
        elif not _ENTRY.fullmatch(target) or '..' in target.split('/'):
            yield offset, f'{target!r} names no page of this wiki'
        elif _is_slow(target):
            message = f'a pattern has at most {MAX_STARS} stars, two of them between two slashes'
            yield offset, f'{message}, as in characters/*-vane*'


def _is_slow(pattern: str) -> bool:
    """Whether a glob pattern may backtrack without bound before it fails to match."""
    stars = [len(_STARS.findall(part)) for part in pattern.split('/')]
    return sum(stars) > MAX_STARS or max(stars) > 2


def card_violations(body: str) -> Iterator[tuple[int, str]]:
    """Offset and message of separators of a card: they count even in nested blocks."""
    for offset, line in enumerate(body.split('\n')):
        if _SEPARATOR.fullmatch(line):
            yield offset, 'a line of ^^^ or +++ splits no card here; leave it out'
