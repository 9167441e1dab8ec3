"""Every page loads its style sheets and scripts from where they are, however deep it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .pages import with_pages

if TYPE_CHECKING:
    from collections.abc import Callable

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
