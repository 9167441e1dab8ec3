"""Tables of contents that would be drawn a million times: told, and drawn in moments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .pages import with_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Build

LAST = 'odd/p12.md'


def twice_each() -> dict[str, str]:
    pages = {
        f'odd/p{n:02}.md': f'# Odd\n\n```{{toctree}}\np{n + 1:02}\n```\n\n'
        f'```{{toctree}}\np{n + 1:02}\n```\n'
        for n in range(12)
    }
    return {**pages, LAST: '# Last\n'}


def all_each(number: int) -> dict[str, str]:
    names = [f'p{n:02}' for n in range(number)]
    return {
        f'odd/{name}.md': '# Odd\n\n```{toctree}\n'
        + '\n'.join(o for o in names if o != name)
        + '\n```\n'
        for name in names
    }


@pytest.mark.parametrize('builder', ['html', 'epub', 'singlehtml'])
def test_what_is_drawn_stays_small(wiki: Callable[..., Build], builder: str) -> None:
    for pages in (twice_each(), all_each(12)):
        made = wiki(with_pages(pages)).rebuild(builder)
        told = [line for line in made.warnings if 'wiki.too-large' in line]
        assert told
        sizes = [len(content) for name, content in made.tree().items() if '/p' in name]
        assert max(sizes, default=0) < 300_000


def test_an_edit_that_makes_room_is_a_clean_build(wiki: Callable[..., Build]) -> None:
    made = wiki(with_pages(twice_each()))
    assert any('wiki.too-large' in line for line in made.warnings)
    for text in ('# One\n\n```{toctree}\np02\n```\n', '# One\n', twice_each()['odd/p01.md']):
        made.edit('odd/p01.md', text)
        clean = made.rebuild_and_clean()
        assert made.warnings == clean.warnings
        assert made.tree() == clean.tree()
