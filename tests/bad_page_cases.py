"""Bad pages as text: `bad_pages/README.txt` says how one is written."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final, NamedTuple

CASES: Final = Path(__file__).parent / 'bad_pages'
_CASE: Final = re.compile(
    r'^== (?P<title>[^\n]+)\n(?P<path>[\w/.-]+)\n>>>>\n'
    r'(?P<source>.*?)^<<<<\n(?P<expected>.*?)(?=^== |\Z)',
    re.MULTILINE | re.DOTALL,
)


class BadPage(NamedTuple):
    title: str
    path: str
    source: str
    expected: tuple[str, ...]
    """`line:column: error: message [code]` for each problem."""


def bad_pages() -> list[BadPage]:
    """All cases of all files."""
    found = []
    for file in sorted(CASES.glob('[a-z]*.txt')):
        text = file.read_text('utf-8')
        assert len(_CASE.findall(text)) == len(re.findall('^== ', text, re.MULTILINE)), file
        for case in _CASE.finditer(text):
            expected = tuple(line for line in case['expected'].splitlines() if line.strip())
            found.append(BadPage(case['title'], case['path'], case['source'], expected))
    return found


def around() -> dict[str, str]:
    """The good pages that stand beside a bad one."""
    return {
        'index.md': _INDEX,
        'glossary.md': '# Words\n\n```{glossary}\nlamp room\n  Where the light is.\n```\n',
        'guide/marked.md': '# Marked\n\n(the-mark)=\nA marked place.\n',
        'episodes/01-first.md': _page('episode', 'number: 1', 'title: First'),
        'characters/keeper.md': _page('character', 'name: Keeper', 'aliases: [Warden]'),
        'reviews/beacon.md': _page(
            'review', 'headline: A light', 'outlet: Beacon', 'author: null',
            'url: https://beacon.example/light',
            'published: null', 'covers: 1-4', 'score: 3/5',
        ),
    }  # fmt: skip


def _page(kind: str, *lines: str) -> str:
    facts = ''.join(f'  {line}\n' for line in lines)
    return f'---\n{kind}:\n{facts}---\n\n# A {kind}\n\nWords.\n'


_INDEX: Final = """\
---
series:
  title: Harbour
  episodes: 6
  aspects:
    plot: What happens.
    finale: {means: How it ends., needs: 6}
---

# Harbour

```{toctree}
:glob:
:hidden:

*
*/*
```
"""
