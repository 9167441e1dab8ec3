"""What a spoiler block hides comes out in no figure, and is told once, by check and build."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from criticwiki.markdown.links import RESERVED

from .pages import with_pages
from .test_same_problems import told_by_build, told_by_check

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Build


def test_a_term_with_a_capital_is_told_once(wiki: Callable[..., Build]) -> None:
    glossary = '::::{spoiler} 3\n```{glossary}\nXylophant\n  The beast.\n```\n::::'
    made = wiki(
        with_pages(
            {
                'glossary.md': f'# Glossary\n\n{glossary}\n',
                'notes.md': '# Notes\n\nThe {term}`Xylophant` and {term}`it <Xylophant>`.\n',
            }
        )
    )
    told = told_by_check(made)
    assert told_by_build(made) == told
    assert len(made.warnings) == len(told)
    assert {line.partition(' error')[0] for line in told} >= {'notes.md:3:12:'}


def test_a_figure_that_begins_to_spoil_is_taken_back(wiki: Callable[..., Build]) -> None:
    review = (
        '---\nreview: {headline: L, outlet: L, author: null, url: null, published: null,'
        ' covers: 1-4, aspects: {end: {stance: praise, says: Xylophant wins.}}}\n---\n\n# L\n'
    )
    notes = '# Notes\n\nSays {value}`reviews.late.aspects.end.says`\n'
    made = wiki(with_pages({'reviews/late.md': review, 'notes.md': notes}))
    assert 'Xylophant wins.' in made.text('notes.html')
    made.replace('reviews/late.md', 'wins.}', 'wins., spoils: 4}')
    fresh = made.rebuild_and_clean()
    assert made.warnings == fresh.warnings != []
    assert made.text('notes.html') == fresh.text('notes.html')
    assert 'Xylophant' not in made.text('notes.html')


@pytest.mark.parametrize(
    'text',
    ['Words.[^{0}]\n\n[^{0}]: A note.', ':::{{note}}\n### {0}\n:::', '## {0}', '({0})=\n## A'],
)
def test_no_name_doubles_an_id_of_the_frame(wiki: Callable[..., Build], text: str) -> None:
    names = enumerate(sorted(RESERVED))
    pages = {f'framed-{number}.md': f'# W\n\n{text.format(name)}\n' for number, name in names}
    made = wiki(with_pages(pages), html_theme='furo', myst_heading_anchors=3)
    told = told_by_check(made)
    assert told_by_build(made) == told
    assert len(made.warnings) == len(told)
    for name in pages:
        ids = [one['id'] for one in made.html(name.removesuffix('.md')).find_all(id=True)]
        if len(ids) > len(set(ids)):
            assert [line for line in told if line.startswith(f'{name}:')], name


def test_a_name_in_quotes_is_the_same(wiki: Callable[..., Build]) -> None:
    table = '```{table} T\n:name: "same"\n\n| A |\n| - |\n```'
    made = wiki(with_pages({'a.md': f'# A\n\n{table}\n', 'b.md': '# B\n\n(same)=\n## C\n'}))
    told = told_by_check(made)
    assert [line.partition(':')[0] for line in told] == ['a.md', 'b.md']
    assert told_by_build(made) == told
    assert len(made.warnings) == 2
