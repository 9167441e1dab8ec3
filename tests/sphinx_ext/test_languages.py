"""A wiki in another language: its words, its formats, its pages in translation, its search."""

from __future__ import annotations

import html
import io
import re
from typing import TYPE_CHECKING, Final

import messages
import pytest
from babel.messages.pofile import read_po, write_po

from criticwiki.model import kinds
from criticwiki.model.kinds import Model

from .pages import HARBOUR, texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from babel.messages.catalog import Catalog
    from conftest import Build

REFERENCE: Final = """\
---
orphan: true
---

# All that is generated

```{front-matter} review
```

```{front-matter} episode
```

```{front-matter} series
```

```{front-matter} beside
```

```{problem-codes}
```

```{notations}
```

```{consensus} method
```

```{consensus} statistics
```

```{consensus} elsewhere
```
"""
MODELS: Final = [
    kind for kind in vars(kinds).values() if isinstance(kind, type) and issubclass(kind, Model)
]
IN_ENGLISH: Final = (
    'Furo',
    'Sphinx',
    '@pradyunsg',
)
"""Names at the foot of each page."""


def harbour(language: str, **more: str) -> dict[str, str]:
    """The wiki of the lighthouse in another language, by the theme furo."""
    pages = texts(HARBOUR) | more
    conf = pages['conf.py'].replace("language = 'en'", f"language = '{language}'")
    pages['conf.py'] = conf.replace('alabaster', 'furo') + "html_title = project\n"
    return pages


def as_po(catalog: Catalog) -> str:
    file = io.BytesIO()
    write_po(file, catalog, no_location=True)
    return file.getvalue().decode('utf-8')


def pseudo() -> str:
    """A catalog that marks each message, to tell them from words that are in none."""
    catalog = messages.template()
    catalog.locale = 'ga'
    for message in catalog:
        if not message.id:
            continue
        if message.pluralizable:
            one, several = (f'⟦{form}⟧' for form in message.id)
            message.string = (one, *[several] * (catalog.num_plurals - 1))
        else:
            message.string = f'⟦{message.id}⟧'
    return as_po(catalog)


@pytest.fixture(scope='module')
def marked(wiki: Callable[..., Build]) -> Build:
    """The wiki in a language whose words are the English ones, between brackets."""
    pages = harbour('ga', **{'reference.md': REFERENCE})
    pages['locales/ga/LC_MESSAGES/criticwiki.po'] = pseudo()
    return wiki(pages)


def outside(markup: str) -> Iterator[str]:
    """What readers see or hear of a page that is in no bracket."""
    body = re.sub(r'<(style|script|pre|code)\b.*?</\1>', '', markup, flags=re.DOTALL)
    depth, kept = 0, []
    for piece in re.split(r'(<[^>]+>)', body):
        if piece.startswith('<'):
            kept.append('\n')
            for words in re.findall(r'\b(?:aria-label|title|alt|placeholder)="([^"]*)"', piece):
                yield _unmarked(html.unescape(words))
            continue
        for character in html.unescape(piece):
            depth += (character == '⟦') - (character == '⟧')
            if not depth and character != '⟧':
                kept.append(character)
    assert depth == 0
    yield from ''.join(kept).split('\n')


def _unmarked(words: str) -> str:
    while (less := re.sub('⟦[^⟦⟧]*⟧', ' ', words)) != words:
        words = less
    return words


def _plain(words: str) -> str:
    return ' '.join(re.findall(r'\w+', words))


def _examples(model: type[Model]) -> Iterator[str]:
    """Examples of the fields, which reference pages show."""
    for field in model.model_fields.values():
        yield from map(str, field.examples or ())


def test_no_word_of_a_page_is_outside_the_catalog(marked: Build) -> None:
    assert marked.warnings == []
    sources = harbour('ga', **{'reference.md': REFERENCE})
    examples = [text for model in MODELS for text in _examples(model)]
    own = _plain(re.sub(r'\]\([^)]*\)', ' ', ' '.join([*sources.values(), *examples])))
    titles = re.findall('^# (.+)', '\n'.join(sources.values()), re.MULTILINE)
    breaks = re.compile('|'.join([*map(re.escape, titles), '[0-9]+', ' - ']))
    left = {
        f'{file.relative_to(marked.out).as_posix()}: {words.strip()}'
        for file in sorted(marked.out.rglob('*.html'))
        for fragment in outside(file.read_text('utf-8'))
        for words in breaks.split(fragment)
        if re.search('[A-Za-z]{2}', words)
        and _plain(words) not in own
        and words.strip() not in IN_ENGLISH
    }
    assert '\n'.join(sorted(left)) == ''
