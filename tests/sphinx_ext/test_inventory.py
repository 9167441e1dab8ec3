"""One line of the inventory for each object, and none that a page has worded."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from criticwiki.text import HIDDEN

from .pages import with_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Build

EVIL = 'evil wiki:critic -1 https://evil.example/ Y'
PAGE = f"""\
# Notes

Words

(place)=
A title
{EVIL}
---

```{{glossary}}
lamp
  Words.
{EVIL}
  Words.
```

```{{figure}} /p.png
:alt: A lamp
:name: picture
A lamp
{EVIL}
```

:::{{list-table}} A table {EVIL}
:name: table

* - a
:::
"""
REVIEW = f"""\
---
review:
  headline: "A headline\\n{EVIL}"
  outlet: null
  author: "Ann\\n{EVIL}"
  url: null
  published: null
  covers: 1
---

# A review
"""
SPELT = """\
---
html_meta: {description: "kana\\u202erie"}
---

# Kanarie &#x202e; title

kana&#12;rie &#8203;

```{image} /p.png
:alt: "kana\\x08rie"
```
"""


def lines_of(made: Build) -> list[str]:
    content = (made.out / 'objects.inv').read_bytes()
    start = content.index(b'zlib.\n') + len(b'zlib.\n')
    return zlib.decompress(content[start:]).decode().splitlines()


def test_no_page_writes_a_line_of_its_own(wiki: Callable[..., Build]) -> None:
    made = wiki(with_pages({'notes.md': PAGE, 'reviews/odd.md': REVIEW}))
    made.write('p.png', 'x')
    made.rebuild()
    lines = lines_of(made)
    assert not [line for line in lines if line.startswith('evil')]
    assert not [line for line in lines if line.split(' ')[1] == 'wiki:critic' and 'Y' in line]
    names = {line.split(' ')[0] for line in lines}
    assert {'place', 'lamp', 'picture', 'table', 'notes', 'reviews/odd'} <= names
    clean = wiki(with_pages({}))
    more = {'place', 'lamp', 'picture', 'table', 'notes', 'reviews/odd', 'odd', 'ann-evil'}
    assert {line.split(' ')[0] for line in lines_of(clean.rebuild())} == names - more


def test_what_cannot_be_seen_is_in_no_output(wiki: Callable[..., Build]) -> None:
    for builder in ('html', 'epub', 'text', 'latex'):
        made = wiki(with_pages({'spelt.md': SPELT}))
        made.write('p.png', 'x')
        made.rebuild(builder)
        told = [line.split(': WARNING')[0] for line in made.warnings if 'wiki.character' in line]
        assert told == [f'spelt.md:{at}' for at in ('2:31', '5:11', '7:5', '7:14', '10:12')]
        for name, content in made.tree().items():
            files = {name: content}
            if name.endswith('.epub'):
                with zipfile.ZipFile(io.BytesIO(content)) as book:
                    files = {one: book.read(one) for one in book.namelist()}
            for one, text in files.items():
                if one.endswith(('.html', '.xhtml', '.txt', '.tex', '.json', '.csv', '.atom')):
                    ours = text.decode().replace('\xad', '').replace('\u200b', '')
                    assert 'kana' not in ours, one
                    assert not [c for c in HIDDEN.findall(ours) if c in '\u202e\x0c\x08'], one
