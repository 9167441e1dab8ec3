"""Numbers of a built site, compared with the values that they point to in the data of the site."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from lxml import html
from wiki_build import html_tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

ROWS: Final = 'window.wikiRows='
FIGURES: Final = frozenset(
    [
        *('score', 'headline-figure', 'figure', 'aspect-counts', 'wiki-bars', 'arithmetic'),
        'season-score',
    ]
)
"""Classes of what holds figures, and no number of another kind."""

WORDS: Final = (
    'zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten',
    'eleven', 'twelve',
)  # fmt: skip
"""Words of the numbers that sentences may spell out."""


class Printed(NamedTuple):
    """A number as a page prints it."""

    file: str
    pointer: str
    text: str

    def __str__(self) -> str:
        return f'{self.file}: {self.text!r} at {self.pointer}'


class Numbers(NamedTuple):
    """The numbers of a site."""

    printed: list[Printed]
    """Every number with a pointer."""
    wrong: list[str]
    """Numbers that are another than the value that they point to."""
    unmarked: list[str]
    """Figures without a pointer."""


def parts_of(site: Path) -> Iterator[tuple[str, HtmlElement]]:
    """Every page of a site, and every file of further rows of a long table."""
    for file in sorted(site.rglob('*')):
        name = file.relative_to(site).as_posix()
        if file.suffix == '.html':
            yield name, html_tree(file)
        elif file.suffix == '.js' and (text := file.read_text('utf-8')).startswith(ROWS):
            rows = json.loads(text.removeprefix(ROWS).rstrip(';\n'))
            yield name, html.fragment_fromstring(''.join(rows), create_parent='table')


def numbers_of(site: Path) -> Numbers:
    """The numbers of all pages, each of which is parsed once."""
    text = (site / 'data' / 'wiki.json').read_text('utf-8')
    data = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    printed: list[Printed] = []
    unmarked: list[str] = []
    for name, page in parts_of(site):
        printed += (
            Printed(name, tag.get('data-value'), tag.text_content())
            for tag in page.iterfind('.//*[@data-value]')
        )
        unmarked += (
            f'{name}: {tag.text_content()}'
            for tag in page.iterfind('.//*[@class]')
            if not FIGURES.isdisjoint(tag.classes)
            and not any('data-value' in parent.attrib for parent in tag.iterancestors())
            and re.search(r'\d', re.sub(r'\bof 100\b', '', _rest(tag)))
        )
    wrong = [str(one) for one in printed if not _is_equal(one.text, data, one.pointer)]
    return Numbers(printed, wrong, unmarked)


def _is_equal(text: str, data: Any, pointer: str) -> bool:
    value = resolve(data, pointer)
    if isinstance(value, str):
        return text == value
    if text.lower() in WORDS:
        return WORDS.index(text.lower()) == value
    return Decimal(text.replace('\N{MINUS SIGN}', '-').replace(',', '')) == value


def resolve(data: Any, pointer: str) -> Any:
    """The value at a JSON Pointer (RFC 6901).

    :raises LookupError: if there is none.
    """
    assert pointer.startswith('/')
    for token in pointer.split('/')[1:]:
        key = token.replace('~1', '/').replace('~0', '~')
        data = data[int(key)] if isinstance(data, list) else data[key]
    return data


def _rest(tag: HtmlElement) -> str:
    """The text of an element without numbers that point to data, links and other scales."""
    if 'data-value' in tag.attrib or tag.tag == 'a' or 'shared-scope' in tag.classes:
        return ''
    children = (_rest(child) + (child.tail or '') for child in tag)
    return (tag.text or '') + ''.join(children)


def run_example(site: Path) -> str:
    """What the program on the page about the data prints, run on the data of a site."""
    page = (Path(__file__).parents[1] / 'guide' / 'data.md').read_text('utf-8')
    (program,) = re.findall(r'^```python\n(.*?)^```$', page, re.MULTILINE | re.DOTALL)
    done = subprocess.run(
        [sys.executable, '-X', 'utf8', '-c', program],
        cwd=site / 'data',
        capture_output=True,
        text=True,
        encoding='utf-8',
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
