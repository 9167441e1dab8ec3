"""What stands in the files of the search, each word with the episode that opens it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from criticwiki.export.search_passages import read_page_script

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

INDEX = 'search/index.js'
PAGES = 'search/pages'


def index_of(script: str) -> Any:
    """The index that a script holds."""
    return json.loads(script[script.index('(') + 1 : script.rindex(')')])


def words_of_index(packed: str) -> dict[str, list[float]]:
    """The episodes that open each word of a packed index, 0 for one in the open."""
    words: dict[str, list[float]] = {}
    before = ''
    for line in packed.split('\n') if packed else ():
        start, _, postings = line.partition(' ')
        before = before[: int(start[0], 36)] + start[1:]
        numbers = [one.rpartition(':')[0] for one in postings.split(';')]
        words[before] = [float(number or 0) for number in numbers]
    return words


def texts_of(name: str, script: str) -> Iterator[tuple[float, str]]:
    """Every text in a file of the search, with the episode that opens it."""
    if name.startswith(PAGES):
        title, passages = read_page_script(script)
        yield 0, title
        for one in passages:
            yield float(one.number), f'{one.heading} {one.text}'
        return
    index = index_of(script)
    if name != INDEX:
        yield from _words(index[1])
        return
    for _docname, _kind, *rest in index['entries']:
        title, names, later, *more = [*rest, [], []][: max(3, len(rest))]
        yield 0, ' '.join([title, *names, *map(str, more)])
        yield from ((float(number), alias) for number, alias in later)
    yield from _words(index['words'])


def _words(packed: str) -> Iterator[tuple[float, str]]:
    for word, numbers in words_of_index(packed).items():
        yield min(numbers), word


def open_texts(site: Path, seen: float = 0) -> str:
    """All that the search of a site has for a reader who has seen so much."""
    files = sorted((site / 'search').rglob('*.js'))
    return '\n'.join(
        text
        for file in files
        for number, text in texts_of(file.relative_to(site).as_posix(), file.read_text('utf-8'))
        if number <= seen
    )
