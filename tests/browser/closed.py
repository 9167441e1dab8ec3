"""Finds words that a reader must not see yet in all that a page in a browser tells.

That is text, titles and other attributes, the accessibility tree, previews of links, and the head
of the page. Words in `<details>` that anybody may open count as told.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from bs4 import BeautifulSoup, Comment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from playwright.sync_api import CDPSession, Page

WORD: Final = re.compile(r'[^\W\d_]{4,}')
_NO_WORDS: Final = frozenset({'script', 'style', 'template'})
_TOLD: Final = """() => {
    const seen = Number(document.documentElement.dataset.seen ?? 0);
    const told = [['title', document.title]];
    for (const meta of document.querySelectorAll('meta[content]'))
        told.push(['meta', meta.content]);
    for (const data of document.querySelectorAll('[type="application/ld+json"]'))
        told.push(['data', data.textContent]);
    const hidden = node => getComputedStyle(node).display === 'none';
    const known = new Map();
    const closed = node => {
        if (!node || node === document.body) return false;
        if (known.has(node)) return known.get(node);
        const up = node.parentElement;
        const block = up?.matches('details.spoiler:not([open])') && node.tagName !== 'SUMMARY';
        const later = node.matches('.wiki-later, .wiki-until, .spoiler-words') && hidden(node);
        known.set(node, block || later || closed(up));
        return known.get(node);
    };
    for (const node of document.body.querySelectorAll('*')) {
        if (/^(SCRIPT|STYLE|TEMPLATE)$/.test(node.tagName) || closed(node)) continue;
        for (const part of node.childNodes)
            if (part.nodeType === Node.TEXT_NODE) told.push(['text', part.data]);
        for (const name of ['title', 'alt', 'aria-label', 'href', 'id'])
            if (node.hasAttribute(name)) told.push([name, decodeURI(node.getAttribute(name))]);
        const { preview, later } = node.dataset;
        if (preview)
            told.push(['preview', later > seen ? preview.split('\\n', 2).join(' ') : preview]);
    }
    return told;
}"""


class Leak(NamedTuple):
    """A word that is told too early, and by what."""

    where: str
    word: str


def told(page: Page, tree: CDPSession | None) -> list[tuple[str, str]]:
    """All that a page tells: what tells it, and the words; without a session not by its tree."""
    words: list[tuple[str, str]] = [(where, text) for where, text in page.evaluate(_TOLD)]
    if tree is None:
        return words
    for node in tree.send('Accessibility.getFullAXTree')['nodes']:
        parts = () if node['ignored'] else ('name', 'description', 'value')
        words += [
            (f'accessible {part}', str(node.get(part, {}).get('value', ''))) for part in parts
        ]
    return words


def leaks(said: Iterable[tuple[str, str]], closed: Mapping[str, float], seen: float) -> set[Leak]:
    """Words among those said that a later episode than the one seen opens."""
    return {
        Leak(where, word)
        for where, text in said
        for word in map(str.lower, WORD.findall(text))
        if closed.get(word, 0) > seen
    }


def closed_words(pages: Iterable[Path]) -> dict[str, float]:
    """Words that stand in closed parts of all pages only, by the first episode that opens one."""
    first: dict[str, float] = {}
    for file in pages:
        soup = BeautifulSoup(file.read_text('utf-8'), 'html.parser')
        for text in soup.find_all(string=True):
            data = text.parent.get('type') == 'application/ld+json'
            if (text.parent.name in _NO_WORDS and not data) or isinstance(text, Comment):
                continue
            level = _level(text.parents)
            for word in map(str.lower, WORD.findall(text)):
                first[word] = min(level, first.get(word, level))
        for node in soup.find_all(True):
            open_ones = ('title', 'alt', 'aria-label', 'href', 'id', 'content', 'data-preview')
            texts = [str(node[name]) for name in open_ones if node.has_attr(name)]
            for word in map(str.lower, WORD.findall(' '.join(texts))):
                level = _level([node, *node.parents])
                first[word] = min(level, first.get(word, level))
    return {word: level for word, level in first.items() if level}


def _level(around: Iterable[object]) -> float:
    """The latest episode that the parts around a text close."""
    latest = 0.0
    for node in around:
        if node.name == 'summary':
            break
        if {'spoiler', 'wiki-later'} & set(node.get('class') or ()) and node.has_attr(
            'data-episode'
        ):
            latest = max(latest, float(node['data-episode']))
    return latest


def say(page: Page, site: str, wiki: str, number: float) -> None:
    """Say on the device of a reader how far they have seen."""
    page.goto(f'{site}index.html')
    script = '([key, seen]) => seen ? localStorage.setItem(key, seen) : localStorage.clear()'
    page.evaluate(script, [f'seen: {wiki}', number])


def say_elsewhere(page: Page, wiki: str, number: float) -> None:
    """Say so in another tab of the same device."""
    script = """([key, seen]) => {
        seen ? localStorage.setItem(key, seen) : localStorage.clear();
        dispatchEvent(new StorageEvent('storage', {key}));
    }"""
    page.evaluate(script, [f'seen: {wiki}', number])
    assert page.evaluate('Number(document.documentElement.dataset.seen ?? 0)') == number
