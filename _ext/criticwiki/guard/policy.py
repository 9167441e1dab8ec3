"""What a page may use: directives with their options, roles, languages, addresses, pictures."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from criticwiki.panel_registry import NAMES, PARTED

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

Argument = Literal['none', 'words', 'picture', 'language']
Body = Literal['none', 'markdown', 'card', 'code', 'pages', 'quotation', 'terms']


def words(text: str) -> frozenset[str]:
    """The words of a list written in a line."""
    return frozenset(text.replace(',', ' ').split())


SCHEMES: Final = ('http', 'https', 'mailto')
"""Addresses that may leave the wiki begin with one of these."""
PICTURES: Final = ('.avif', '.gif', '.jpeg', '.jpg', '.png', '.svg', '.webp')
"""How the name of a picture may end."""
LANGUAGES: Final = words('bash,console,css,html,json,markdown,md,none,python,sh,text,yaml,yml')
"""Languages of code: each is read by patterns of another project, so a page gets few."""
SYNTAX: Final = words('colon_fence,deflist,fieldlist,replacements,smartquotes,strikethrough')
"""Syntax of MyST that a wiki may switch on: the rest runs code, styles, or loads a script."""

FREE: Final = frozenset({'alt', 'caption', 'link-alt', 'name'})
"""Options that take any words."""
ADDRESSES: Final = frozenset({'link', 'target'})
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
class Directive:
    """What a directive reads, so that a page can be judged before it is run."""

    options: frozenset[str] = frozenset()
    argument: Argument = 'none'
    """What stands beside its name; with `none`, that is the first line of its body."""
    body: Body = 'markdown'


def _directive(
    options: str = '', argument: Argument = 'none', body: Body = 'markdown'
) -> Directive:
    return Directive(words(options), argument, body)


_NOTE: Final = _directive()
_PICTURE: Final = 'alt width height align name target'
_CARD: Final = 'columns link link-type link-alt shadow text-align width'
DIRECTIVES: Final[Mapping[str, Directive]] = {
    **dict.fromkeys(NAMES, _directive(body='none')),
    **dict.fromkeys(PARTED, _directive('', 'words', 'none')),
    'spoiler': _directive('', 'words'),
    **dict.fromkeys(
        words('attention,caution,danger,error,hint,important,note,seealso,tip,warning'), _NOTE
    ),
    'admonition': _directive('', 'words'),
    'card': _directive(_CARD, 'words', 'card'),
    'code-block': _directive('linenos emphasize-lines', 'language', 'code'),
    'dropdown': _directive('open', 'words'),
    'epigraph': _directive(body='quotation'),
    'figure': _directive(_PICTURE, 'picture'),
    'glossary': _directive('sorted', body='terms'),
    'grid': _directive('gutter margin padding outline reverse', 'words'),
    'grid-item': _directive('columns margin padding outline child-direction child-align'),
    'grid-item-card': _directive(_CARD, 'words', 'card'),
    'image': _directive(_PICTURE, 'picture', 'none'),
    'list-table': _directive('header-rows stub-columns widths align name', 'words'),
    'rubric': _directive('', 'words', 'none'),
    'sidebar': _directive('', 'words'),
    'table': _directive('align widths name', 'words'),
    'toctree': _directive(
        'caption glob hidden includehidden maxdepth name numbered reversed titlesonly',
        body='pages',
    ),
    'topic': _directive('', 'words'),
}
"""Directives of a page; `criticwiki_directives` adds to them."""
ROLES: Final = words(
    'abbr,any,character,data-file,doc,emphasis,episode,ja,kbd,nolink,ref,review,'
    'strong,sub,subscript,sup,superscript,term,value,'
    'wiki:character,wiki:data-file,wiki:episode,wiki:page,wiki:review'
)
"""Roles of a page; `criticwiki_roles` adds to them. `numref` is none of them: Sphinx loads the
whole page that it leads to for each one, and numbers nothing unless `numfig` is set."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the pages of one wiki may use."""

    directives: Mapping[str, Directive] = field(default_factory=lambda: DIRECTIVES)
    roles: Collection[str] = ROLES
    guarded: bool = True
    """False where everybody who writes pages is trusted as the one who writes conf.py is."""


def allowed_of(values: Mapping[str, Any]) -> Allowed:
    """The same from the names that conf.py sets.

    :raises ValueError: where one cannot be used.
    """
    directives = dict(DIRECTIVES)
    added = values.get('criticwiki_directives', {})
    if not isinstance(added, dict):
        raise ValueError("criticwiki_directives must be {'name': ['option', ...]}")
    for name, options in added.items():
        if isinstance(options, str):
            raise ValueError(f'criticwiki_directives[{name!r}] must be a list of options')
        known = directives.get(name, Directive(argument='words'))
        directives[name] = Directive(known.options | frozenset(options), known.argument, known.body)
    roles = ROLES | set(values.get('criticwiki_roles', ()))
    return Allowed(directives, roles, bool(values.get('criticwiki_guard', True)))
