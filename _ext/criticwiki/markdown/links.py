"""Markdown links: targets of roles, URLs and toctrees; slugs; duplicate and reserved ids."""

from __future__ import annotations

import posixpath
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final
from unicodedata import normalize
from urllib.parse import unquote

from criticwiki.cached_view import cached_view
from criticwiki.model.page import SUFFIX, FileReference, Link
from criticwiki.problems import Code, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from criticwiki.corpus.corpus import Corpus
    from criticwiki.model.page import Label, Page

    from .lint import FootnoteMark, Heading
    from .parser import Syntax

_TITLED: Final = re.compile(r'^(.+?)\s*(?<!\x00)<(.*?)>$', re.DOTALL)
_SCHEME: Final = re.compile(r'^([a-zA-Z][a-zA-Z0-9+.-]*):')
DATA_FILES: Final = (
    'wiki.json',
    'wiki.schema.json',
    'front-matter.schema.json',
    'scores.csv',
    'reviews.atom',
)
"""Targets of `{data-file}`."""
_KINDS: Final = ('episode', 'character', 'review', 'aspect', 'critic')


HEADING: Final = 'heading'
"""Role of a link to a heading of the same page."""


def markdown_link(words: str, address: str) -> str:
    """A link as it is written, in which an address with spaces stands between angle brackets."""
    return f'[{words}](<{address}>)' if re.search('[ \t]', address) else f'[{words}]({address})'


def target_in(text: str) -> tuple[str, int, bool]:
    """Target in the text of a role, its offset, and whether the role has an explicit title."""
    match = _TITLED.match(text)
    if match:
        return match[2], match.start(2), True
    return text, 0, False


def link_of_role(name: str, text: str, docname: str) -> Link | FileReference | None:
    """Link or file that a role refers to, without its position; None for none."""
    target, _, explicit = target_in(text)
    target = ' '.join(target.split())
    short = name.removeprefix('wiki:').removeprefix('std:')
    if short in _KINDS:
        return None if text.startswith('!') else Link(short, target, 0, explicit)
    if text.startswith('!'):
        return None
    if short in {'term', 'ref'}:
        return Link('term' if short == 'term' else 'any', target.lower(), 0, explicit)
    if short == 'numref':
        return Link('numref', target.lower(), 0, explicit)
    if short == 'doc':
        return Link('doc', file_at(docname, target), 0, explicit)
    if short == 'any':
        return Link('any', target, 0, explicit)
    if name == 'download' and '://' not in target:
        return FileReference(file_at(docname, target))
    return None


def link_of_address(
    address: str, docname: str, syntax: Syntax, *, auto: bool, explicit: bool
) -> Link | FileReference | None:
    """Link or file that `[text](address)` or `<address>` refers to, without its position."""
    if address.startswith('#'):
        return Link('any', _readable(address[1:]), 0, explicit, prefers_own_page=True)
    scheme = _SCHEME.match(address)
    if scheme and scheme[1] in syntax.schemes:
        return None
    if scheme and scheme[1] == 'inv':
        return None
    if scheme and scheme[1] == 'path':
        return FileReference(file_at(docname, _readable(address).removeprefix('path:')))
    project = scheme is not None and scheme[1] == 'project'
    if auto and not project:
        return None
    written = _readable(address).removeprefix('project:')
    if written.startswith('#'):
        return Link('any', written[1:], 0, explicit, prefers_own_page=True)
    path, _, anchor = written.partition('#')
    if path.endswith(SUFFIX):
        target = file_at(docname, path).removesuffix(SUFFIX)
        return Link('doc', target, 0, explicit, anchor=anchor)
    return Link('path', written, 0, explicit)


def listed_pages(content: str, docname: str) -> Iterator[tuple[int, str, str, bool]]:
    """Entries of a toctree: line in it, text, docname, and whether that is a glob pattern.

    External URLs are left out.
    """
    for number, line in enumerate(content.split('\n')):
        name, _, _ = target_in(line.strip())
        if name and name != 'self' and '://' not in name:
            is_pattern = bool(set(name) & set('*?['))
            target = name if is_pattern else name.removesuffix(SUFFIX)
            yield number, name, file_at(docname, target), is_pattern


def file_at(docname: str, path: str) -> str:
    """Path, relative to the source folder, of a file that a page names."""
    if path.startswith('/'):
        return posixpath.normpath(path.lstrip('/'))
    return posixpath.normpath(posixpath.join(posixpath.dirname(docname), path))


def _readable(address: str) -> str:
    """URL without percent-encoding: the parser encodes what is no ASCII."""
    return unquote(address)


_NO_ANCHOR: Final = re.compile(r'[^a-z0-9]+')
_NO_SLUG: Final = re.compile(r'[^\w\u4e00-\u9fff\- ]')


def label_of(name: str) -> str:
    """Name as docutils normalizes it."""
    return ' '.join(name.lower().split())


def label_id(label: str) -> str:
    """Id that docutils derives from a label."""
    plain = normalize('NFKD', label).encode('ascii', 'ignore').decode('ascii')
    return _NO_ANCHOR.sub('-', plain.lower()).strip('-')


def slug_of(words: str) -> str:
    """Slug of a heading of these words, as GitHub and MyST derive it."""
    return _NO_SLUG.sub('', words.lower().replace(' ', '-'))


def slugs_of(headings: Iterable[Heading], level: int) -> dict[str, Heading]:
    """Headings of a page down to a level, by slug, as GitHub and MyST derive it."""
    slugs: dict[str, Heading] = {}
    for heading in headings:
        if heading.level > level:
            continue
        slug = wanted = slug_of(heading.plain)
        number = 1
        while slug and slug in slugs:
            slug, number = f'{wanted}-{number}', number + 1
        if slug:
            slugs[slug] = heading
    return slugs


def id_of_slug(slug: str) -> str:
    """Id of a heading that docutils would only number: it begins with a letter, as EPUB wants."""
    return slug if slug[:1].isalpha() else f'section-{slug.strip("-_")}'.strip('-')


RESERVED: Final = frozenset(
    {
        '__navigation',
        '__toc',
        'furo-main-content',
        'furo-readthedocs-versions',
        'furo-sidebar-ad-placement',
        'searchbox',
        'searchlabel',
        'svg-arrow-right',
        'svg-eye',
        'svg-menu',
        'svg-moon',
        'svg-moon-with-sun',
        'svg-pencil',
        'svg-sun',
        'svg-sun-with-moon',
        'svg-toc',
        'wiki-preview',
    }
)
"""Ids that furo, the basic theme of Sphinx and the scripts of this extension put on pages.

A test builds a wiki with each theme and looks for others outside of the text.
"""
STANDARD: Final = frozenset({'genindex', 'modindex', 'py-modindex', 'search'})
"""Labels of pages that Sphinx makes itself."""


def check_reserved(
    marks: Iterable[Label], headings: Iterable[Heading], notes: Iterable[FootnoteMark]
) -> Iterator[Problem]:
    """Problems of labels, headings and footnotes that have an id of the theme."""
    for mark in marks:
        if not RESERVED.isdisjoint({mark.name, heading_id(mark.name)}) or mark.name in STANDARD:
            message = f'every page has a place {mark.name!r} already; give this one another name'
            yield Problem('', mark.line, mark.column, Code.DUPLICATE_ID, message)
    for note in notes:
        if heading_id(note.label) in RESERVED:
            message = f'every page has a place {note.label!r} already; name the footnote otherwise'
            yield Problem('', note.line, note.column, Code.DUPLICATE_ID, message)
    for heading in headings:
        ids = (heading_id(heading.text), heading.text.strip().lower().replace(' ', '-'))
        for name in [one for one in ids if one in RESERVED][:1]:
            message = f'every page has a place {name!r} already; word the heading otherwise'
            yield Problem('', heading.line, heading.column, Code.DUPLICATE_ID, message)


def heading_id(name: str) -> str:
    """Id that docutils derives from a heading or a label: it begins with a letter."""
    return label_id(name).lstrip('-0123456789')


def duplicate_labels_on(page: Page) -> frozenset[str]:
    """Duplicate labels of a page, which are no targets."""
    counted = Counter(mark.name for mark in page.written_labels)
    return frozenset(name for name, count in counted.items() if count > 1)


@cached_view
def duplicate_labels(corpus: Corpus) -> frozenset[str]:
    """Duplicate labels of all pages: links to them are no problem of their own."""
    return frozenset().union(*map(duplicate_labels_on, corpus.pages.values()))


def check_labels(corpus: Corpus) -> Iterator[Problem]:
    """Problems of duplicate labels, and of labels that are a page or a term as well."""
    places: dict[str, list[tuple[Page, Label]]] = defaultdict(list)
    for page in corpus.pages.values():
        for mark in page.written_labels:
            places[mark.name].append((page, mark))
    taken = {term.text.lower() for page in corpus.pages.values() for term in page.terms}
    for name, givers in places.items():
        for page, mark in givers:
            if other := next((one for one in givers if one != (page, mark)), None):
                place = f'{other[0].path}:{other[1].line}:{other[1].column}'
                message = f'the label {name!r} is given at {place} too; give one another name'
            elif name in corpus.pages or corpus.find('any', name):
                message = f'the label {name!r} is the name of a page too; give it another name'
            elif name in taken:
                message = f'the label {name!r} is a word of the glossary too; give it another name'
            else:
                continue
            yield Problem(page.path, mark.line, mark.column, Code.DUPLICATE_ID, message)


MAX_LINES: Final = 200
"""Maximum number of lines below the start of its block in which a link is searched."""


def find_target(
    lines: Sequence[str], line: int, target: str, occurrence: int = 0
) -> tuple[int, int]:
    """Line and column, from 1, of the target of a link in a page.

    `line` is the first line of the block with the link; `occurrence` counts links to the same
    target in that block, from 0. Falls back to the start of the block.
    """
    pattern = re.compile(rf'(?<=[(#`</]){re.escape(target)}(?=[)#`>\s])')
    count = 0
    for number in range(max(line, 1), min(line + MAX_LINES, len(lines)) + 1):
        for match in pattern.finditer(lines[number - 1]):
            if count == occurrence:
                return number, match.start() + 1
            count += 1
    return max(line, 1), 1
