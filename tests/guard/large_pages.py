"""The largest pages that the guard lets through, each made of one construct again and again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from criticwiki.config import Settings, settings_of
from criticwiki.guard.limits import MARKS, MAX_BLOCK, MAX_LINE, MAX_LINES, MAX_MARKS, MAX_PAGE
from criticwiki.guard.page_guard import guard_page
from criticwiki.markdown.directives import ALLOWED_DIRECTIVES, ALLOWED_ROLES
from criticwiki.model.front_matter import read_front_matter
from criticwiki.panel_registry import NAMES
from criticwiki.problems import Code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass(frozen=True)
class Construct:
    """Something that a page can be filled with."""

    unit: Callable[[int], str]
    """The n-th of them."""
    joint: str = '\n\n'
    """What stands between two; a blank: some to a paragraph."""
    before: str = ''
    after: str = ''
    each: int = MAX_BLOCK
    """The most of them in a paragraph."""

    def page(self, number: int) -> str:
        """A page with so many of them."""
        if self.joint == ' ':
            body = '\n\n'.join(self._paragraphs(number))
        else:
            body = self.joint.join(map(self.unit, range(number)))
        return f'# Title\n\n{self.before}{body}{self.after}\n'

    def _paragraphs(self, number: int) -> Iterator[str]:
        first = self.unit(0)
        most = min(self.each, MAX_MARKS // (max(map(first.count, MARKS)) or 1) - 2)
        words: list[str] = []
        size = line = 0
        for word in map(self.unit, range(number)):
            if len(words) >= most or size + len(word) > MAX_BLOCK - 100:
                yield ' '.join(words)
                words, size, line = [], 0, 0
            if line + len(word) > MAX_LINE - 100:
                word, line = f'\n{word}', 0
            words.append(word)
            size += len(word) + 1
            line += len(word) + 1
        yield ' '.join(words)

    def largest(self, *roles: str) -> tuple[int, str]:
        """How many of them a page may have where further roles are allowed, and that page."""
        settings = settings_of({'criticwiki_roles': roles})
        low, high = 1, 2
        while high < 2 * MAX_PAGE and is_let_through(self.page(high), settings):
            low, high = high, 2 * high
        while high - low > max(1, low // 32):
            middle = (low + high) // 2
            fits = is_let_through(self.page(middle), settings)
            low, high = (middle, high) if fits else (low, middle)
        return low, self.page(low)


def is_let_through(page: str, settings: Settings) -> bool:
    """Whether the guard shows a page, and finds nothing too large on it."""
    if len(page) > MAX_PAGE or page.count('\n') > MAX_LINES:
        return False
    verdict = guard_page('a.md', page, read_front_matter(page), settings)
    return verdict.shown and all(one.code is not Code.TOO_LARGE for one in verdict.problems)


def inline(text: str, each: int = 8) -> Construct:
    """Words in a line; `{}` is their number. Paragraphs with few leave room for more of them."""
    return Construct(lambda number: text.replace('{}', str(number)), ' ', each=each)


def block(text: str) -> Construct:
    """A block; `{}` is its number."""
    return Construct(lambda number: text.replace('{}', str(number)))


def line(text: str, before: str = '', after: str = '') -> Construct:
    """A line of one block; `{}` is its number."""
    return Construct(lambda number: text.replace('{}', str(number)), '\n', before, after)


def fence(name: str, body: str = 'a') -> Construct:
    """A directive, with what stands behind its name in braces."""
    head, _, argument = name.partition(' ')
    return block(f'```{{{head}}} {argument}\n{body}\n```')


def nested(mark: str, depth: int) -> Construct:
    """A block in blocks."""
    opening = '\n'.join(f'{":" * (24 - level)}{{{mark}}}' for level in range(depth))
    closing = '\n'.join(':' * (24 - level) for level in reversed(range(depth)))
    return block(f'{opening}\na {{}}\n{closing}')


ARGUMENTS: Final = {
    'abbr': 'A (b)', 'abbreviation': 'A (b)', 'any': 'label', 'aspect': 'plot', 'character': 'ash',
    'critic': 'Ann Lee', 'data-file': 'wiki.json', 'doc': 'glossary', 'episode': '1', 'kbd': 'A-B',
    'ref': 'label', 'review': 'gazette', 'spoiler': 'a <3>', 'term': 'word',
    'value': 'series.title', 'page': 'glossary',
}  # fmt: skip
"""What roles lead to; others take any word."""
FENCES: Final = {
    'admonition': 'admonition Title', 'card': 'card Title\n:link: https://a.example\n',
    'code-block': 'code-block python\n:linenos:\n', 'dropdown': 'dropdown Title',
    'figure': 'figure /_static/pictures/a.png\n:alt: a\n:name: f{}\n',
    'grid-item': '', 'grid-item-card': '', 'image': 'image /_static/pictures/a.png\n:alt: a\n',
    'list-table': '', 'rubric': 'rubric Title', 'sidebar': 'sidebar Title', 'spoiler': 'spoiler 3',
    'table': '', 'topic': 'topic Title', 'toctree': '', 'glossary': '',
    'grid': '',
}  # fmt: skip
"""Arguments and options of directives; those without any stand below as they are."""

CONSTRUCTS: Final[dict[str, Construct]] = {
    **{
        f'role {name}': inline(f'{{{name}}}`{ARGUMENTS.get(name.partition(":")[2] or name, "a")}`')
        for name in sorted(ALLOWED_ROLES)
    },
    **{
        f'directive {name}': fence(FENCES.get(name, name), '' if name in NAMES else 'a')
        for name in sorted(ALLOWED_DIRECTIVES)
        if FENCES.get(name, name)
    },
    'directive grid': block(
        '::::{grid} 1 2 3 4\n:::{grid-item-card} T\na\n:::\n:::{grid-item}\na\n:::\n::::'
    ),
    'directive table': block('```{table} T\n:name: t{}\n\n|a|\n|-|\n|b|\n```'),
    'directive list-table': block('```{list-table} T\n\n* - a\n  - b\n* - c\n  - d\n```'),
    'rows of a list-table': line('* - a\n  - b', '````{list-table} T\n', '\n````'),
    'directive glossary': block('```{glossary}\nterm {}\n  Words.\n```'),
    'directive toctree': block('```{toctree}\nglossary\n```'),
    'pages of a toctree': line('glossary', '```{toctree}\n', '\n```'),
    'addresses of a toctree': line('A <https://a.example/{}>', '```{toctree}\n', '\n```'),
    'terms of a glossary': Construct(
        lambda number: f'term {number}\n  Words.', '\n\n', '```{glossary}\n', '\n```'
    ),
    'synonyms of a glossary': Construct(
        lambda number: '\n'.join(f't{number}-{one}' for one in range(20)) + '\n  Words.',
        *('\n\n', '```{glossary}\n', '\n```'),
    ),
    'sorted terms of a glossary': Construct(
        lambda number: f'term {number}\n  Words.', '\n\n', '```{glossary}\n:sorted:\n\n', '\n```'
    ),
    'keys': inline('{kbd}`A-B-C-D-E-F-G-H-I-J`'),
    # links
    **{
        f'{role} that leads nowhere': inline(f'{{{role}}}`{argument}`')
        for role, argument in {
            'any': 'x{}',
            'character': 'x{}',
            'critic': 'x{}',
            'doc': 'x{}',
            'episode': '9{}',
            'ref': 'x{}',
            'review': 'x{}',
            'term': 'x{}',
            'value': 'x{}',
        }.items()
    },
    'links to pages': inline('[a](glossary.md)'),
    'links to places': inline('[](#ash)'),
    'links to headings of a page': inline('[](glossary.md#section)'),
    'links to pages that are not there': inline('[a](x{}.md)'),
    'links to places that are not there': inline('[](#x{})'),
    'links to no heading': inline('[a](glossary.md#x{})'),
    'links out': inline('[a](https://a.example/{})'),
    'addresses in brackets': inline('<https://a.example/{}>'),
    'links by a definition': inline('[r{}]'),
    'definitions of links': line('[r{}]: https://a.example'),
    'pictures': inline('![a](_static/pictures/a.png)'),
    'pictures that are not there': inline('![a](x{}.png)'),
    'pictures in links': inline('[![a](_static/pictures/a.png)](https://a.example)'),
    'names in a sentence': inline('Ash leads.', MAX_BLOCK),
    'an open link': inline('[a](', MAX_BLOCK),
    # marks in a line
    'italics': inline('*a*'),
    'bold': inline('**a**'),
    'both': inline('***a***'),
    'code': inline('`a`'),
    'bold in italics': inline('*a **b** c*'),
    'quotation marks': inline('"a"', MAX_BLOCK),
    'apostrophes': inline("it's", MAX_BLOCK),
    'dashes': inline('a -- b', MAX_BLOCK),
    'entities': inline('&amp;', MAX_BLOCK),
    'escapes': inline('\\*'),
    'words': inline('word', MAX_BLOCK),
    'words of all sorts': inline('word{}', MAX_BLOCK),
    'a long word': Construct(lambda _number: 'a' * 900, ' '),
    'kanji': inline('日本語の本文', MAX_BLOCK),
    'hard breaks': line('a\\'),
    'open brackets': inline('[', MAX_BLOCK),
    'open braces': inline('{', MAX_BLOCK),
    'open stars': inline('*', MAX_BLOCK),
    # blocks
    'paragraphs': block('a'),
    'headings': block('## Heading {}'),
    'headings of all levels': Construct(lambda number: f'{"#" * (2 + number % 5)} a'),
    'the same heading': block('## a'),
    'labels': block('(l{})=\n## a'),
    'rules': block('***'),
    'comments': block('% a'),
    'thematic breaks': block('+++'),
    'items': line('- a'),
    'items with paragraphs': block('- a'),
    'numbered items': line('{}. a'),
    'lists': Construct(lambda number: f'{"-+*"[number % 3]} a', '\n'),
    'lists in lists': Construct(lambda number: f'{"  " * (number % 15)}- a', '\n'),
    'quotations': block('> a'),
    'quotations in quotations': block(f'{">" * 14} a'),
    'lists in quotations': block(f'{"> - " * 7}a'),
    'code in fences': block('```python\nprint(1)\n```'),
    'long code': block('```python\n' + 'def f(a): return [a, 1, "x"]\n' * 600 + '```'),
    'lines that are marked': block('```{code-block} text\n:emphasize-lines: 1-9999\n\na\n```'),
    'indented code': block('a\n\n    b'),
    'rows': line('|a|b|', '|a|b|\n|-|-|\n'),
    'rows with links': line('|[a](https://a.example)|*b*|', '|a|b|\n|-|-|\n'),
    'wide rows': line('|' + 'a|' * 100, '|' + 'a|' * 100 + '\n|' + '-|' * 100 + '\n'),
    'rows without cells': line('|a', '|' + 'a|' * 100 + '\n|' + '-|' * 100 + '\n'),
    'tables': block('|a|\n|-|\n|a|'),
    'definitions': block('a\n: b'),
    'definitions of one term': line(': b', 'a\n'),
    'fields': block(':a: b'),
    'footnotes': block('a[^n{}]\n\n[^n{}]: b'),
    'calls for one footnote': Construct(inline('[^n]').unit, ' ', '[^n]: a\n\n'),
    'footnotes that nothing calls': block('[^n{}]: b'),
    'calls without a footnote': inline('[^n{}]'),
    'footnotes in footnotes': Construct(
        lambda number: f'[^n{number}]: b[^n{number + 1}]', '\n\n', 'a[^n0]\n\n'
    ),
    'blocks in blocks': nested('note', 14),
    'spoilers in blocks': block('::::{note}\n:::{spoiler} 3\na\n:::\n::::'),
    'unknown roles': inline('{nothing}`a`'),
    'unknown roles of all sorts': inline('{nothing-{}}`a`'),
    'unknown directives': fence('nothing'),
    'unknown directives in each other': nested('nothing', 9),
    'blocks that nothing closes': line(':::{note}'),
    'colons that close nothing': block(':::'),
}

NUMREFS: Final = Construct(
    lambda _number: '{numref}`f`',
    '\n\n',
    '```{figure} /_static/pictures/a.png\n:alt: a\n:name: f\n\nA\n```\n\n',
)  # fmt: skip
"""References by number, which a wiki may allow by a setting."""


def _contents(*names: str, option: str = '') -> str:
    lines = '\n'.join(names)
    return f'```{{toctree}}\n{option}{lines}\n```\n\n'


WIKIS: Final[dict[str, dict[str, str]]] = {
    'twice the next page, 16 pages': {
        f'p{number}.md': f'# P\n\n{_contents(f"p{number + 1}") * 2 if number < 15 else ""}'
        for number in range(16)
    },
    'two pages a level, 24 levels': {
        f'{side}{number}.md': '# P\n\n'
        + (_contents(f'a{number + 1}', f'b{number + 1}') if number < 23 else '')
        for number in range(24)
        for side in 'ab'
    },
    'a chain of 100 pages': {
        f'p{number:03}.md': f'# P\n\n{_contents(f"p{number + 1:03}") if number < 99 else ""}'
        for number in range(100)
    },
    '60 pages that list all': {
        f'p{number}.md': '# P\n\n' + _contents('/*', option=':glob:\n') for number in range(60)
    },
    '12 pages of 495 headings, listed by one': {
        **{f'h/p{number}.md': '# P\n\n' + '## H\n\n' * 495 for number in range(12)},
        'a.md': '# A\n\n' + _contents('h/*', option=':glob:\n') * 20,
    },
    '20 patterns over 300 pages': {
        **{f'n/p{number}.md': '# P\n\nWords.\n' for number in range(300)},
        'a.md': '# A\n\n' + _contents('n/*', option=':glob:\n') * 20,
    },
    '1000 references by number': {'a.md': NUMREFS.page(1000)},
    '3800 references by number': {'a.md': NUMREFS.page(3800)},
    '4000 terms of one definition': {
        'a.md': '# A\n\n```{glossary}\n' + 'term\n' * 4000 + '  Words.\n```\n'
    },
    '550 {kbd} of 240 keys': {'a.md': '# A\n\n' + ('{kbd}`' + 'a-' * 239 + 'a`\n\n') * 550},
    '800 patterns': {'a.md': '# A\n\n' + _contents('/*', option=':glob:\n') * 800},
    '490 open footnotes in 290 paragraphs': {
        'a.md': '# A\n\n' + '\n\n'.join(f'{number} ' + '[^' * 490 for number in range(290))
    },
}
"""Wikis whose pages grow by each other, and pages that once took minutes."""
