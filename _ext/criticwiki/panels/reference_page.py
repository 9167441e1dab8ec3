"""How the references for editors are drawn: fields of the front matter, codes of problems."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from criticwiki.i18n import _

from .codes import place_of
from .elements import bullets, definition, definitions, joined, link, para, phrase, span
from .pieces import NO_SEARCH, Element

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .codes import CodeRow
    from .pieces import Piece
    from .reference import FieldRow, FieldType

_CODE: Final = re.compile('`([^`]+)`')


def code(text: str) -> Element:
    """Words of a page or a program."""
    return Element('code', [text])


def source(text: str, language: str) -> Element:
    """Lines of a page; they stay out of the search, which would find examples for pages."""
    return Element('source', [text], (NO_SEARCH,), language)


def with_code(text: str) -> list[Piece]:
    """A sentence, with what stands in backticks as code."""
    parts = _CODE.split(text)
    return [code(part) if index % 2 else part for index, part in enumerate(parts) if part]


def fields(view: tuple[str, str, tuple[FieldRow, ...]]) -> list[Element]:
    """The fields of one kind of page."""
    docname, prefix, rows = view
    return [definitions([_field(row, docname, prefix) for row in rows], 'wiki-reference')]


def theme_keys(rows: Sequence[tuple[str, str]]) -> list[Element]:
    """What may stand beside the mapping of a page."""
    items = [definition([code(name)], [para(with_code(_(words)))]) for name, words in rows]
    other = _('What programs show of a link to the page, such as `og:title`.')
    items.append(definition([code('og:…')], [para(with_code(other))]))
    return [definitions(items, 'wiki-reference')]


def _field(row: FieldRow, docname: str, prefix: str) -> Element:
    place = f'{prefix}-{row.name.replace("_", "-")}'
    need = _('required') if row.required else _('may be left out')
    badge = span(need, 'field-need', *(['field-required'] if row.required else []))
    body = [
        para(with_code(_(row.means))),
        para(_type_line(row), classes=['field-type']),
        source(row.example, 'yaml'),
    ]
    if row.fields:
        inner = [_field(one, docname, place) for one in row.fields]
        body += [para(_('Inside it:')), definitions(inner, 'wiki-reference')]
    return definition([link([code(row.name)], docname, place), ' ', badge], body, place)


def _type_line(row: FieldRow) -> list[Piece]:
    words = type_words(row.type)
    if row.nullable:
        return [*phrase(_('Takes %(what)s, or %(null)s.'), what=words, null=code('null'))]
    return [*phrase(_('Takes %(what)s.'), what=words)]


def type_words(kind: FieldType) -> list[Piece]:
    """What a field takes, in words for people who never saw YAML."""
    if kind.form == 'choice':
        return phrase(_('one of %(words)s'), words=joined(code(word) for word in kind.choices))
    if kind.form == 'mapping':
        return [_('lines of its own, indented')]
    if kind.form == 'either':
        first, *others = map(type_words, kind.inside)
        made = first
        for other in others:
            made = phrase(_('%(one)s, or %(other)s'), one=made, other=other)
        return made
    if kind.form == 'list':
        return phrase(_('a list; each entry is %(what)s'), what=type_words(kind.inside[0]))
    if kind.form == 'lines':
        template = _('indented lines: %(key)s, a colon, and %(what)s')
        return phrase(template, key=with_code(_(kind.words)), what=type_words(kind.inside[0]))
    words = _(kind.words)
    if kind.least is not None:
        words = _('%(what)s from %(number)d up') % {'what': words, 'number': kind.least}
    if kind.longest is not None:
        counted = {'what': words, 'number': kind.longest}
        words = _('%(what)s of at most %(number)d characters') % counted
    return with_code(words)


def codes(view: tuple[str, tuple[CodeRow, ...]]) -> list[Element]:
    """Every code of a problem, below a list that leads to each."""
    docname, rows = view
    short = [[para(link([code(row.code)], docname, place_of(row.code)))] for row in rows]
    items = [_code(row, docname) for row in rows]
    return [bullets(short, 'wiki-codes'), definitions(items, 'wiki-reference')]


def _code(row: CodeRow, docname: str) -> Element:
    place = place_of(row.code)
    right = phrase(_('Right in %(path)s:'), path=code(row.path))
    wrong = phrase(_('Wrong in %(path)s:'), path=code(row.path))
    language = 'yaml' if re.match(r'[a-z_]+:', row.wrong) else 'markdown'
    body = [
        para(with_code(_(row.means))),
        para(wrong, classes=['wiki-wrong']),
        source(row.wrong, language),
        para(_('The check says:')),
        source(row.message, 'text'),
        para(right, classes=['wiki-right']),
        source(row.right, language),
    ]
    return definition([link([code(row.code)], docname, place)], body, place)
