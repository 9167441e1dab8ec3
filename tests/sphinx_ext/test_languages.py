"""A wiki in another language: its words, its formats, its pages in translation, its search."""

from __future__ import annotations

import html
import io
import re
from typing import TYPE_CHECKING, Final

import pytest
from babel.messages.pofile import write_po

import messages
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
    pages['conf.py'] = conf.replace('alabaster', 'furo') + 'html_title = project\n'
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


def test_scripts_have_no_words_of_their_own(marked: Build) -> None:
    """What scripts say is handed to them by the page or the data, in the language of the wiki."""
    handed = marked.text('search/index.js') + marked.text('index.html')
    assert '⟦Nothing found for' in handed
    assert '⟦seen %s⟧' in handed
    for script in sorted((messages.PACKAGE / 'static').glob('*.js')):
        code = re.sub(r'/\*.*?\*/|//[^\n]*', '', script.read_text('utf-8'), flags=re.DOTALL)
        assert re.findall(r"""['"`][A-Z][a-z]+ [a-z][^'"`]*['"`]""", code) == []


@pytest.fixture(scope='module')
def german(wiki: Callable[..., Build]) -> Build:
    return wiki(scored('de'))


def scored(language: str) -> dict[str, str]:
    """The wiki with a score that has a decimal point."""
    pages = harbour(language)
    name = 'kritiken/signal-box.md'
    pages[name] = pages[name].replace('score: B+', 'score: 7.2/10')
    return pages


def test_a_german_wiki(german: Build) -> None:
    assert german.warnings == []
    assert german.html('index').html['lang'] == 'de'
    critic = ' '.join(german.body('critics/nell-farrow').get_text().split())
    assert 'wertet 6 Folgen: Durchschnitt 3,5 von 5, Median 3,25, von 3 bis 4,5.' in critic
    review = german.body('kritiken/signal-box').get_text()
    assert '7.2/10' in review
    assert '7,2/10' not in review
    facts = german.html('folgen/01-first-watch').select_one('aside.wiki-facts')
    assert 'Erstausstrahlung' in facts.get_text()
    assert '1. November 2019' in facts.get_text()
    assert 'Kritiker' in german.body('consensus').get_text()


def test_what_a_theme_has_in_english_only_is_german(german: Build) -> None:
    page = german.text('consensus.html')
    for words in ('Zum Inhalt springen', 'Auf dieser Seite', 'Link zu dieser Überschrift'):
        assert words in page
    for words in ('Skip to content', 'On this page', 'Toggle', '<title>Menu', 'Link to this'):
        assert words not in page


def test_data_files_are_the_same_in_every_language(
    german: Build, wiki: Callable[..., Build]
) -> None:
    english = wiki(scored('en'))
    assert english.warnings == []
    assert german.text('data/wiki.json') == english.text('data/wiki.json')
    assert german.text('data/scores.csv') == english.text('data/scores.csv')


TRANSLATED: Final = {
    'What happens on the island, and why.': '島で何が、なぜ起こるか。',
    'A lighthouse keeper, a stranger and a storm. Harbour Lights ran for six nights.': (
        '灯台守イダ・ルンドと嵐。'
    ),
}


@pytest.fixture(scope='module')
def templates(wiki: Callable[..., Build]) -> Build:
    return wiki(harbour('en'), builder='gettext')


def test_translators_get_the_prose_of_the_front_matter(templates: Build) -> None:
    index = templates.text('index.pot')
    assert 'msgid "What happens on the island, and why."' in index
    assert 'msgid "Six nights on an island with one lighthouse' in index
    reviews = templates.text('kritiken.pot')
    for review in sorted((templates.source / 'kritiken').glob('*.md')):
        for says in re.findall(r'says: (\w[^,}\n]+)', review.read_text('utf-8')):
            assert says.strip() in reviews
    assert 'critics' not in re.findall('msgid "(.+)"', reviews)


def test_a_translation_has_translated_panels_and_links(wiki: Callable[..., Build]) -> None:
    pages = harbour('ja')
    catalog = ''.join(
        f'msgid "{text}"\nmsgstr "{japanese}"\n\n' for text, japanese in TRANSLATED.items()
    )
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    pages['locales/ja/LC_MESSAGES/index.po'] = head + catalog
    made = wiki(pages)
    assert made.warnings == []
    assert '島で何が、なぜ起こるか。' in made.body('consensus').get_text()
    assert made.data['series']['aspects']['plot']['means'] == '島で何が、なぜ起こるか。'
    link = made.body('index').find('a', string='イダ・ルンド')
    assert link['href'] == 'figuren/ida-lund.html'
    assert '第1話' in made.text('search/index.js')


@pytest.mark.parametrize('language', ['zh_CN', 'ru', 'ar', 'th', 'tr', 'hu'])
def test_the_search_of_every_language_is_written(wiki: Callable[..., Build], language: str) -> None:
    made = wiki(harbour(language))
    assert [line for line in made.warnings if '[wiki.language]' not in line] == []
    index = made.text('search/index.js')
    assert 'Ida Lund' in index
