"""One line of the inventory for each object, and none that a page has worded."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from small_pictures import PNG

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
    made.write('p.png', PNG)
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
        made.write('p.png', PNG)
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


ASPECTS = {
    'consensus.md': '# Consensus\n\n## Plot\n\n```{consensus} aspects\n```\n',
    'guide.md': '# Guide\n\n{aspect}`plot`, {aspect}`how it looks <Looks>`, {aspect}`lokks`.\n',
}


def test_an_aspect_is_linked_to_by_its_name(wiki: Callable[..., Build]) -> None:
    build = wiki(with_pages(ASPECTS))
    (warning,) = build.warnings
    assert "there is no aspect 'lokks'; did you mean 'looks'?" in warning
    first, second = build.body('guide').select('p a[href^="consensus"]')
    assert (first.get_text(), second.get_text()) == ('plot', 'how it looks')
    # a heading of the page goes before the aspect of the same name
    assert (first['href'], second['href']) == ('consensus.html#aspect-plot', 'consensus.html#looks')
    page = build.body('consensus')
    for anchor in ('aspect-plot', 'looks'):
        assert len(page.select(f'#{anchor}')) == 1
    assert page.select_one('#plot h2')
    assert 'looks wiki:aspect 1 consensus.html#$ -' in lines_of(build)


def test_a_page_that_links_to_an_aspect_follows_its_anchor(wiki: Callable[..., Build]) -> None:
    build = wiki(with_pages({**ASPECTS, 'guide.md': '# Guide\n\n{aspect}`plot`.\n'}))
    build.replace('consensus.md', '## Plot', '## In short')
    build.rebuild()
    assert build.body('guide').select_one('p a')['href'] == 'consensus.html#plot'


def test_former_names_draw_the_table_once(wiki: Callable[..., Build]) -> None:
    text = '# Consensus\n\n```{consensus} agreement\n```\n\n```{consensus} matrix\n```\n'
    build = wiki(with_pages({'consensus.md': text}))
    assert build.warnings == []
    page = build.body('consensus')
    assert len(page.select('table.aspects')) == 1
    assert 'What each critic holds stands in the table of the aspects.' in page.get_text()
