"""A stranger's page does no harm: it is told, it is not shown, and nothing of it is run."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

import pytest
from attacked import LINKS, NAMES, Attacked, attack
from attacks import EVIL, PAGES, PICTURES
from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bs4 import Tag
    from conftest import Build

FRAMES = ('iframe', 'frame', 'object', 'embed', 'base', 'applet')
BUILDERS = ('html', 'epub', 'json')


def files_of(built: Build) -> Iterator[tuple[str, bytes]]:
    """Every file that was built, and every file in a book."""
    for name, content in built.tree().items():
        yield name, content
        if name.endswith('.epub'):
            with zipfile.ZipFile(io.BytesIO(content)) as book:
                for member in book.namelist():
                    yield f'{name}/{member}', book.read(member)


def markup_of(name: str, content: bytes) -> str:
    """The HTML in a file, if there is any."""
    if name.endswith(('.html', '.xhtml')):
        return content.decode()
    if name.endswith('.fjson'):
        page = json.loads(content)
        parts = [page.get(key) or '' for key in ('body', 'title', 'toc', 'metatags')]
        parts += [(page.get(key) or {}).get('title', '') for key in ('next', 'prev')]
        return '\n'.join(parts)
    return ''


def violations(markup: str) -> Iterator[str]:
    """What a browser would run, frame or send somewhere, if it came from a page."""
    page = BeautifulSoup(markup, 'html.parser')
    for element in page.find_all(True):
        if element.name in FRAMES or 'pwned' in element.name:
            yield str(element)
        if element.name in {'script', 'style'}:
            text = element.get_text()
            if '__pwned' in text and not is_data(element):
                yield str(element)
        if element.name == 'meta' and element.get('http-equiv', '').lower() == 'refresh':
            yield str(element)
        for key, value in element.attrs.items():
            address = re.sub(r'[\x00-\x20]', '', html.unescape(str(value))).lower()
            runs = address.startswith(('javascript:', 'vbscript:', 'data:text', 'file:'))
            foreign = element.name != 'a' and EVIL in address and element.name != 'meta'
            if key.startswith('on') or (key in {'href', 'src', 'action'} and (runs or foreign)):
                yield str(element)[:200]


def is_data(element: Tag) -> bool:
    """Whether it is data that no browser runs, and that nothing in it can end."""
    text = element.get_text()
    if element.get('type') != 'application/ld+json' or re.search('[<>&]', text):
        return False
    return isinstance(json.loads(text), dict)


@pytest.fixture(scope='module', params=BUILDERS)
def output(request: pytest.FixtureRequest, attacked: Attacked) -> Build:
    """The output of each builder."""
    name = request.param
    return attacked.build if name == 'html' else attacked.build.also(name)


def test_every_attack_is_told_at_its_place(attacked: Attacked) -> None:
    told = attacked.told()
    pages = {f'{docname}.md': list(page.refused) for docname, page in PAGES.items()}
    wrong = {name: found for name, want in pages.items() if (found := told.pop(name, [])) != want}
    assert wrong == {}
    assert told == {name: ['1:1 forbidden'] for name in (*LINKS, *NAMES)}
    assert len(PAGES) + len(LINKS) + len(NAMES) >= 80


def test_no_page_reads_a_file(attacked: Attacked, output: Build) -> None:
    names = [name for name, content in files_of(output) if attacked.token.encode() in content]
    assert names == []


def test_no_page_runs_a_script(output: Build) -> None:
    found = {name: list(violations(markup_of(name, content))) for name, content in files_of(output)}
    assert {name: bad for name, bad in found.items() if bad} == {}


def test_no_drawing_runs_a_script(output: Build) -> None:
    drawings = [(name, text) for name, text in files_of(output) if name.endswith('.svg')]
    assert [name for name, text in drawings if b'__pwned' in text] == []


def test_the_book_is_well_formed(attacked: Attacked) -> None:
    book = attacked.build.also('epub')
    pages = [(name, content) for name, content in files_of(book) if name.endswith('.xhtml')]
    assert len(pages) > len(PAGES)
    for name, content in pages:
        try:
            expat.ParserCreate().Parse(content, True)
        except expat.ExpatError as error:
            pytest.fail(f'{name}: {error}')


def test_data_stays_data(attacked: Attacked) -> None:
    review = attacked.build.data['reviews']['evil-review']
    assert review['headline'].startswith('</script><script>')
    rows = attacked.build.text('data/scores.csv').splitlines()
    assert not [row for row in rows if re.search(r'(?:^|,)"?[=+@-]', row)]


REAL = {
    'include': lambda page, token: token in page,
    'include-cut-glossary': lambda page, token: token in page,
    'literalinclude': lambda page, token: token in page,
    'raw-file': lambda page, token: token in page,
    'eval-rst': lambda page, token: token in page,
    'script': lambda page, token: list(violations(page)),
    'script-in-table': lambda page, token: list(violations(page)),
    'foreign-image': lambda page, token: list(violations(page)),
    'javascript-toctree': lambda page, token: list(violations(page)),
    'javascript-card': lambda page, token: list(violations(page)),
    'meta-refresh': lambda page, token: list(violations(page)),
    'download-link': lambda page, token: '_downloads' in page,
}  # fmt: skip


def test_the_attacks_are_real(wiki: Callable[..., Build]) -> None:
    texts = {f'attacks/{name}': PAGES[f'attacks/{name}'].text for name in REAL}
    made = attack(wiki, texts, criticwiki_guard=False)
    for name, came_through in REAL.items():
        assert came_through(made.build.text(f'attacks/{name}.html'), made.token), name


def test_what_is_run_reads_nothing(wiki: Callable[..., Build]) -> None:
    """Directives that conf.py lets pages use are still kept from files."""
    names = ('include', 'csv-file', 'raw-file', 'raw-url', 'literalinclude')
    texts = {f'attacks/{name}': PAGES[f'attacks/{name}'].text for name in names}
    allowed = {name: ['file', 'url'] for name in ('include', 'csv-table', 'raw')}
    made = attack(wiki, texts, criticwiki_directives=allowed)
    assert not [name for name, content in files_of(made.build) if made.token.encode() in content]


EVERYTHING = """\
# Everything

Words with [a link](https://a.example), {kbd}`A`, {sub}`b`, {abbr}`AB (a and b)`, `code`.[^a]

![A picture](../pictures/clean.png)

[^a]: A footnote.

:::{note}
A note.
:::

:::{admonition} With a *title*
Words.
:::

:::{dropdown} Folded
Words.
:::

::::{grid} 1
:::{grid-item-card} A card
:link: https://a.example
Words.
:::
::::

:::{figure} /pictures/clean.svg
:alt: A drawing
:width: 50%
Words below.
:::

:::{list-table} A table
:header-rows: 1

* - A
  - B
* - 1
  - 2
:::

```{code-block} yaml
:linenos:
a: b
```

```{rubric} Words
```

% A comment.

Term
: Meaning.
"""


def test_what_a_page_may_use_works_in_a_book(wiki: Callable[..., Build]) -> None:
    made = attack(wiki, {'attacks/everything': EVERYTHING})
    assert [line for line in made.build.warnings if 'everything' in line] == []
    assert made.build.body('attacks/everything').select_one('details, .sd-card, figure, table')
    for name, content in files_of(made.build.also('epub')):
        if name.endswith('.xhtml'):
            expat.ParserCreate().Parse(content, True)


def test_a_name_that_is_not_known_hides_no_other_problem(wiki: Callable[..., Build]) -> None:
    text = (
        '# Title\n\n{nothing}`x` and {episode}`9`.\n\n'
        ':::{nonsense} ../../canary.txt\nWith {include}`y`.\n:::\n'
    )
    made = attack(wiki, {'attacks/names': text})
    assert made.told()['attacks/names.md'] == [
        '3:2 unknown-role',
        '3:28 dangling-link',
        '5:5 unknown-directive',
        '6:6 forbidden',
    ]
    assert 'and 9.' in made.build.body('attacks/names').get_text()
    assert not made.build.body('attacks/names').find(string=re.compile('withheld'))


def test_a_page_is_shown_when_its_picture_is_mended(wiki: Callable[..., Build]) -> None:
    made = attack(wiki, {'attacks/svg': PAGES['attacks/svg-script'].text}).build
    assert not made.body('attacks/svg').img
    made.write('pictures/script.svg', PICTURES['clean.svg'])
    made.rebuild()
    assert made.body('attacks/svg').img
    made.write('pictures/script.svg', PICTURES['script.svg'])
    made.rebuild()
    assert not made.body('attacks/svg').img
    assert [line.split(': ')[0] for line in made.warnings if '/svg.md' in line] == [
        'attacks/svg.md:3:1'
    ]


def test_a_page_is_shown_when_the_file_it_led_to_is_gone(wiki: Callable[..., Build]) -> None:
    made = attack(wiki, {'attacks/plain': PAGES['attacks/download-plain'].text}).build
    assert not made.body('attacks/plain').find(string='Title')
    made.delete('PLAIN')
    made.rebuild()
    assert made.body('attacks/plain').find(string='Title')


def settings_that_harm() -> dict[str, Any]:
    return {
        'myst_enable_extensions': ['colon_fence', 'substitution', 'attrs_inline', 'html_image'],
        'myst_url_schemes': ['https', 'javascript'],
        'myst_gfm_only': True,
    }


def test_settings_cannot_open_the_door_by_mistake(wiki: Callable[..., Build]) -> None:
    texts = {
        'attacks/jinja': '# Title\n\n{{ env.srcdir }}\n',
        'attacks/attributes': '# Title\n\n[a](https://a.example){onclick="window.__pwned=1"}\n',
    }
    made = attack(wiki, texts, **settings_that_harm())
    assert str(made.build.source) not in made.build.text('attacks/jinja.html')
    assert not list(violations(made.build.text('attacks/attributes.html')))
    told = [line for line in made.build.warnings if line.startswith('conf.py')]
    assert len(told) == 4


def test_pages_of_other_markup_are_no_pages(wiki: Callable[..., Build]) -> None:
    made = attack(wiki, {'attacks/plain': '# Title\n'})
    made.build.write('attacks/other.rst', 'Title\n=====\n\n.. include:: ../../canary.txt\n')
    made.build.rebuild()
    assert not (made.build.out / 'attacks/other.html').exists()
