"""Finds, in everything that a build has written, words that stand outside their spoiler blocks.

A canary is a word like `zorbvak` whose letters say which kind of spoiler it stands in.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from bs4 import BeautifulSoup, Comment, NavigableString, Tag
from search_files import texts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

WORD: Final = re.compile('zor[a-z]{1,2}vak', re.IGNORECASE)
MARK: Final = re.compile(r'(?:Spoiler:|What happens in) episode (\d+)')
BRACKETS: Final = {
    suffix: re.compile(rf'{begin}[^\[\]]{{0,40}}?Spoiler:\s+episode\s+(\d+).*?{end}', re.DOTALL)
    for suffix, begin, end in (
        ('.tex', r'\{\[\}', r'\{\]\}'),
        *((suffix, r'\[', r'\]') for suffix in ('.texi', '.1', '.txt')),
    )
}
"""A spoiler in a line of a book, with its episode."""
PAIRS: Final = {
    '.tex': (r'\begin{sphinxadmonition}', r'\end{sphinxadmonition}'),
    '.texi': ('@quotation', '@end quotation'),
    '.1': ('.INDENT', '.UNINDENT'),
}
"""What begins and ends a marked section, by the ending of a file's name."""


class Canary(NamedTuple):
    """A word that gives away an episode."""

    kind: str
    episode: int
    page: str
    """The page that it is written for."""
    open_on: str = ''
    """The page of an episode that tells it, in a book in the open."""


class Seen(NamedTuple):
    """A canary in a file: what it stands in, 0 for the open."""

    word: str
    episode: int
    where: str


def seen_in(name: str, content: bytes) -> list[Seen]:
    """Every canary of a file, and in its name."""
    found = [Seen(word.lower(), 0, f'{name}: name of the file') for word in WORD.findall(name)]
    if name.endswith(('.html', '.xhtml')):
        return found + list(_in_page(name, content.decode('utf-8')))
    if name.startswith('search/'):
        texts = texts_of(name, content.decode('utf-8'))
        return found + [
            Seen(word.lower(), int(episode), name)
            for episode, text in texts
            for word in WORD.findall(text)
        ]
    if name.endswith('.epub'):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            for member in book.namelist():
                found += seen_in(f'{name}/{member}', book.read(member))
        return found
    if name.endswith('wiki.json'):
        return found + list(_in_data(name, json.loads(content), 0))
    if name.endswith('objects.inv'):
        content += zlib.decompress(content.split(b'\n', 4)[4])
    return found + list(_in_lines(name, content.decode('utf-8', 'replace').splitlines()))


def _in_page(name: str, text: str) -> Iterator[Seen]:
    """Words, attributes and comments, each by the closed blocks around them."""
    page = BeautifulSoup(text, 'html.parser')
    for node in page.find_all(True):
        for key, value in node.attrs.items():
            for word in WORD.findall(str(value)):
                yield Seen(word.lower(), _closed(node), f'{name}: {key} of {node.name}')
    for words in page.find_all(string=True):
        assert isinstance(words, NavigableString)
        kind = 'comment' if isinstance(words, Comment) else words.parent.name
        for word in WORD.findall(str(words)):
            yield Seen(word.lower(), _closed(words), f'{name}: {kind}')


def _closed(node: Tag | NavigableString) -> int:
    """The latest episode that the closed parts around a node, or itself, name."""
    latest = 0
    for around in (node, *node.parents):
        classes = set(around.get('class') or ()) if isinstance(around, Tag) else set()
        if classes & {'wiki-later', 'wiki-open', 'spoiler-words'} == {'wiki-later'}:
            latest = max(latest, int(around['data-episode']))
    for around in node.parents:
        if {'spoiler-words', 'spoiler-inline'}.intersection(around.get('class') or ()):
            latest = max(latest, _closed_words(around))
        if 'spoiler' not in (around.get('class') or ()):
            continue
        title = around.find('summary') if around.name == 'details' else None
        title = title or around.select_one('.admonition-title')
        mark = MARK.fullmatch(title.get_text()) if title else None
        if around.has_attr('open') or mark is None or title in node.parents:
            continue
        if around.get('data-episode', mark[1]) == mark[1]:
            latest = max(latest, int(mark[1]))
    return latest


def _closed_words(words: Tag) -> int:
    """The episode of words that are closed in a line, behind their switch or in a book's brackets.

    0 where they are open.
    """
    if 'spoiler-inline' in words['class']:
        if not words.get_text().endswith(']'):
            return 0
        mark = MARK.fullmatch(words.strong.get_text())
        return int(mark[1]) if mark else 0
    label = words.find_previous_sibling('label')
    mark = MARK.fullmatch(label.get_text().strip()) if label else None
    if mark is None or label.select('[checked]') or not words.has_attr('data-nosnippet'):
        return 0
    episodes = {words.get('data-episode'), words.parent.get('data-episode'), mark[1]}
    later = 'wiki-later' in words['class'] and 'wiki-open' not in words['class']
    return int(mark[1]) if later and len(episodes) == 1 else 0


def _in_data(name: str, value: Any, episode: int) -> Iterator[Seen]:
    """Words of the data, each by the episode that stands beside it."""
    if isinstance(value, dict):
        episode = value.get('spoils') or value.get('episode') or episode
        value = [*value.items()]
    if isinstance(value, (list, tuple)):
        for one in value:
            yield from _in_data(name, one, episode)
    else:
        for word in WORD.findall(str(value)):
            yield Seen(word.lower(), episode, name)


def _in_lines(name: str, lines: Iterable[str]) -> Iterator[Seen]:
    """Words of plain files, each by the marked section around it."""
    suffix = next((suffix for suffix in (*PAIRS, '.txt') if name.endswith(suffix)), '')
    if suffix:
        text = '\n'.join(lines)
        for part in BRACKETS[suffix].finditer(text):
            for word in WORD.findall(part[0]):
                yield Seen(word.lower(), int(part[1]), f'{name}: in brackets')
        lines = BRACKETS[suffix].sub('', text).split('\n')
    levels = (
        _by_indent(lines) if suffix == '.txt' else _by_pairs(lines, *PAIRS.get(suffix, ('', '')))
    )
    for number, (episode, line) in enumerate(levels, 1):
        for word in WORD.findall(line):
            yield Seen(word.lower(), episode, f'{name}:{number}')


def _by_indent(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    around: list[tuple[int, int]] = []
    for line in lines:
        indent = len(line) - len(line.lstrip())
        while line.strip() and around and indent <= around[-1][0]:
            around.pop()
        yield max((episode for _, episode in around), default=0), line
        if mark := MARK.search(line):
            around.append((indent, int(mark[1])))


def _by_pairs(lines: Iterable[str], begin: str, end: str) -> Iterator[tuple[int, str]]:
    around: list[int] = []
    marked = 0
    for line in lines:
        if end and end in line:
            around.pop()
        elif mark := MARK.search(line):
            marked = int(mark[1])
        if begin and begin in line and end not in line:
            around.append(marked)
            marked = 0
        yield max(around, default=0), line


def leaks(
    tree: Mapping[str, bytes], canaries: Mapping[str, Canary], *, one_file: bool = False
) -> list[str]:
    """Where canaries can be read by somebody who has not opened their block.

    Where all pages are in one file, a page on which a word may be read is somewhere in it.
    """
    found = []
    for name, content in tree.items():
        for word, episode, where in seen_in(name, content):
            canary = canaries.get(word)
            if canary and (
                _is_closed(canary, episode, name) or _may_be_open(canary, where, one_file)
            ):
                continue
            kind = canary.kind if canary else 'of no kind'
            found.append(f'{where}: {word} ({kind}) as episode {episode}')
    return found


def _is_closed(canary: Canary, episode: int, name: str) -> bool:
    # the page of a later episode closes all its text at once, and the search too
    return episode == canary.episode or (name.startswith('search/') and episode > canary.episode)


def _may_be_open(canary: Canary, where: str, one_file: bool) -> bool:
    place = where.partition(':')[0]
    if place.endswith(('.html', '.js')):
        return False
    return bool(canary.open_on) and (one_file or canary.open_on in place)


def closed_in(tree: Mapping[str, bytes]) -> set[str]:
    """The canaries that stand in a block somewhere: a test of none proves nothing."""
    seen = (found for name, content in tree.items() for found in seen_in(name, content))
    return {found.word for found in seen if found.episode}
