"""Labels that are given twice are told in our words alone, and ids of the theme are known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from search_files import open_texts

from criticwiki.markdown.links import RESERVED

from .pages import with_pages
from .test_same_problems import told_by_build, told_by_check

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Build

TWICE: Final = with_pages(
    {
        'notes.md': '# Notes\n\n(same)=\n## One\n\n(same)=\n## Two\n\n(other)=\n## Three\n\n'
        '(oren)=\n(camel)=\n(search)=\n(notes)=\n## Four\n\n'
        '[](#same) [](#other) [](#oren) [](#camel) [](#search)\n',
        'other.md': '# Other\n\n(other)=\n## Five\n\n```{glossary}\ncamel\n  A beast.\n```\n\n'
        '[](#same) {ref}`other` [](#oren) [](#camel) [](#notes) [](notes.md#same)\n',
    }
)  # fmt: skip


@pytest.mark.parametrize('parallel', [1, 2])
def test_each_is_told_as_the_check_tells_it(wiki: Callable[..., Build], parallel: int) -> None:
    made = wiki(TWICE)
    made.doctrees.rename(made.folder / 'before')
    made.rebuild(parallel=parallel)
    found = told_by_check(made)
    assert len([line for line in found if line.endswith('[duplicate-id]')]) == 8
    assert told_by_build(made) == found
    assert len(made.warnings) == len(found)


@pytest.mark.parametrize('theme', ['basic', 'furo'])
def test_ids_around_the_text_are_reserved(wiki: Callable[..., Build], theme: str) -> None:
    buttons = {'top_of_page_buttons': ['edit', 'view'], 'source_repository': 'https://a.example'}
    options = {'html_theme_options': buttons} if theme == 'furo' else {}
    made = wiki(with_pages({}), html_theme=theme, **options)
    for docname in ('index', 'reviews/gazette', 'episodes/01-departure', 'consensus'):
        page = made.html(docname)
        text = page.find('article') or page.find(attrs={'role': 'main'})
        text.decompose()
        assert {tag['id'] for tag in page.find_all(id=True)} <= RESERVED, docname


EDGES: Final = with_pages(
    {
        'notes.md': """\
            # Notes

            (of-the-block)=
            ::::{spoiler} 3
            ```{toctree}
            :caption: Zoravak
            ```

            Words.

            (at-its-end)=
            ::::

            ## Open

            [](#of-the-block) [](#at-its-end) [words](#at-its-end) {ref}`words <of-the-block>`
            """,
        'other.md': """\
            # Other

            [words](#of-the-block) [](#of-the-block) {ref}`words <of-the-block>` [](#at-its-end)
            """,
        'withheld.md': """\
            # Withheld

            (shut-away)=
            ## One

            He ||is dead||.

            ```{glossary}
            shut word
              Words.
            ```
            """,
        'third.md': '# Third\n\n[](#shut-away) {term}`shut word` [](withheld.md#shut-away)\n',
    }
)


def test_labels_at_the_edges_of_a_block_and_on_withheld_pages(wiki: Callable[..., Build]) -> None:
    made = wiki(EDGES)
    found = told_by_check(made)
    assert {line.partition(':')[0] for line in found} >= {'notes.md', 'other.md', 'third.md'}
    assert told_by_build(made) == found
    assert len(made.warnings) == len(found)
    assert 'oravak' not in made.text('other.html') + open_texts(made.out)
