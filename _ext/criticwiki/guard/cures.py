"""Cures: what a page writes in place of HTML, of blocks of other dialects and of programs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from criticwiki.markdown.directives import ALLOWED_DIRECTIVES
from criticwiki.problems import did_you_mean

from .policy import words

if TYPE_CHECKING:
    from collections.abc import Iterable

_CODE: Final = 'write Markdown; to show HTML as code, put it between backticks'
_PLAIN: Final = 'write the words without it'
_TABLE: Final = "write a table, '| words | 7 |', with a row of dashes below its heads"
_TAGS: Final = {
    'a': 'write [words](https://example.org/)',
    'abbr': 'write {abbr}`TV (television)`',
    'b strong mark': 'write **words**',
    'i em cite dfn var': 'write *words*',
    'br wbr': (
        "for a new line, end the one above with a backslash; in a table, write ':::{list-table}',"
        ' whose cells take paragraphs'
    ),
    'big center div font p small span u': _PLAIN,
    'blockquote q': "write '> words'",
    'code nowiki pre samp syntaxhighlight tt': 'write code between backticks',
    'del s strike': 'take the words out',
    'dd dl dt li ol ul': "write a list, each item after '- '",
    'figure img picture': 'write ![what it shows](/_static/pictures/name.webp)',
    'h1 h2 h3 h4 h5 h6': "write '## words'",
    'hr': "write a line '---'",
    'audio embed form iframe object script style video': (
        'nothing is run or shown from elsewhere; write a link, [words](https://example.org/)'
    ),
    'kbd': 'write {kbd}`Ctrl`',
    'ref references': ("write a mark [^1], and a line '[^1]: words' at the end of the section"),
    'sub': 'write {sub}`2`',
    'sup': 'write {sup}`2`',
    'table tbody td th thead tr': _TABLE,
}
_CURES: Final = {tag: cure for tags, cure in _TAGS.items() for tag in tags.split()}
_TAG: Final = re.compile(r'</?([A-Za-z][A-Za-z0-9-]*)')
_PROGRAMS: Final = words(
    'base,button,chart,dataview,dataviewjs,dot,excalidraw,graphviz,kanban,latex,math,mermaid,'
    'plantuml,query,tasks,tikz,timeline'
)
"""Languages of code that other programs run."""
_LIKE: Final = {'info': 'note', 'success': 'tip', 'details': 'dropdown', 'quote': 'epigraph'}


_DIRECTIVES: Final = {
    'contents': 'the contents of a page stand beside it',
    'tab-set tab-item tab-set-code tabs tab': 'write a heading for each part',
    'include literalinclude raw csv-table': 'a page takes in no file; write the words',
    'math': 'no formula is drawn; write it in words',
    'mermaid graphviz uml plantuml': 'nothing is drawn; write in words or a table what it shows',
    'code sourcecode literal-block': 'write ```text',
    'aside margin': "write ':::{sidebar}' or ':::{note}'",
    'details accordion toggle collapse': "write ':::{dropdown} Title', or ':::{spoiler} 9'",
    'image-gallery figure-md': "write ':::{figure} /_static/pictures/name.webp'",
    'embed video youtube iframe': 'nothing from elsewhere is shown; write a link',
    'index': 'the search finds all words; take it out',
    'only ifconfig': 'every reader gets the same page; take it out',
    'bibliography cite': "write a mark [^1], and a line '[^1]: words' at the end of the section",
}
_INSTEAD: Final = {name: cure for names, cure in _DIRECTIVES.items() for name in names.split()}


def hint_on_directive(name: str, allowed: Iterable[str]) -> str:
    """Suffix of a message: what to write in place of a directive that no page may use, or ''."""
    cure = _INSTEAD.get(name.lower())
    return f'; {cure}' if cure else did_you_mean(name, allowed)


def instead_of_html(written: str) -> str:
    """What a page writes in place of a tag or a comment."""
    if written.startswith('<!--'):
        return "begin each line of a comment with '% ', which readers do not see"
    tag = _TAG.match(written)
    return _CURES.get(tag[1].lower(), _CODE) if tag else _CODE


def message_on_code(language: str, hint: str) -> str:
    """Message on a block of code in a language that is not coloured here."""
    if language.startswith('ad-'):
        block = named_block(language.removeprefix('ad-'))
        return f"{language!r} makes no box here; a box is a line {block!r}, the words, and ':::'"
    if language in _PROGRAMS:
        return f'{language!r} is not run here; write in words or a table what it shows'
    return f'code in {language!r} is not shown here; write ```text{hint}'


def named_block(name: str) -> str:
    """First line of the block that is meant by the name behind its colons."""
    plain = re.split(r'[\[{]', name)[0].lower()
    plain = _LIKE.get(plain, plain)
    if plain not in ALLOWED_DIRECTIVES:
        near = did_you_mean(plain, ALLOWED_DIRECTIVES).split("'")
        plain = near[1] if len(near) > 1 else 'note'
    return f':::{{{plain}}}'
