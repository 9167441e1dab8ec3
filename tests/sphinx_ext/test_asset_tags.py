"""Every page loads its style sheets and scripts from where they are, however deep it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .pages import SMALL, with_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from bs4 import BeautifulSoup
    from conftest import Build

PAGES = {
    'notes.md': '# Notes\n',
    'essays/late.md': '# Late\n',
    'essays/older/early.md': '# Early\n',
    '_static/odd.md': '# Odd\n',
    '_static/odder/still.md': '# Still\n',
}


@pytest.mark.parametrize('builder', ['html', 'dirhtml'])
@pytest.mark.parametrize('theme', ['furo', 'alabaster'])
def test_what_a_page_loads_is_there(wiki: Callable[..., Build], builder: str, theme: str) -> None:
    made = wiki(with_pages(PAGES), builder=builder, html_theme=theme)
    pages = [name for name in made.tree() if name.endswith('.html')]
    assert len([name for name in pages if 'odd' in name or 'early' in name]) >= 3
    for name in pages:
        page = made.html(name.removesuffix('.html'))
        loaded = [tag['href'] for tag in page.select('link[rel=stylesheet]')]
        loaded += [tag['src'] for tag in page.select('script[src]')]
        assert len(loaded) > 2
        for address in loaded:
            file = address.partition('?')[0]
            assert ((made.out / name).parent / file).resolve().is_file(), (name, address)


def loaded(page: BeautifulSoup) -> set[str]:
    links = (tag.get('href') or tag.get('src') for tag in page.select('link[href], script[src]'))
    return {str(link).partition('?')[0].rpartition('/')[2] for link in links}


UNUSED = {'documentation_options.js', 'doctools.js', 'sphinx_highlight.js'}


def test_a_page_loads_no_script_of_sphinx_that_nothing_on_it_uses(
    wiki: Callable[..., Build],
) -> None:
    plain = wiki(SMALL, html_theme='furo')
    assert not loaded(plain.html('index')) & {*UNUSED, 'furo-extensions.css', 'pygments.css'}
    other = wiki(SMALL, html_theme='furo', html_js_files=['own.js'], criticwiki_guard=False)
    kept = loaded(other.html('index'))
    assert {'documentation_options.js', 'doctools.js', 'furo-extensions.css'} <= kept
    basic = wiki(SMALL, html_theme='basic')
    assert {'documentation_options.js', 'doctools.js'} <= loaded(basic.html('index'))


def test_keys_of_the_theme_keep_its_script(wiki: Callable[..., Build]) -> None:
    made = wiki(SMALL, html_theme='furo', html_theme_options={'navigation_with_keys': True})
    assert 'doctools.js' in loaded(made.html('index'))
