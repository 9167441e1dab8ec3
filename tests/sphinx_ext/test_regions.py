"""Tables have a region with a name, in any theme; what a block hides names none outside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .pages import with_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Build

TABLE = """\
| a | b |
| --- | --- |
| 1 | 2 |
"""
NOTES = f"""\
# Notes

{TABLE}
## First & *second* "third"

{TABLE}
:::{{spoiler}} 3
```{{rubric}} xylophan
```

{TABLE}
:::

{TABLE}
"""
LIST = """\
# List

## Here

```{toctree}
:caption: Episodes

/episodes/01-departure
```
"""


def names(page: Build, docname: str) -> list[str]:
    return [box['aria-label'] for box in page.body(docname).select('.table-wrapper[role=region]')]


@pytest.fixture(scope='module')
def furo(wiki: Callable[..., Build]) -> Build:
    made = wiki(with_pages({'notes.md': NOTES, 'list.md': LIST}), html_theme='furo')
    assert made.warnings == []
    return made


def test_a_table_is_named_after_its_heading(furo: Build) -> None:
    assert names(furo, 'notes') == [
        'Table: Notes',
        'Table: First & second “third”',
        'Table: xylophan',
        'Table 2: First & second “third”',
    ]
    outside = furo.body('notes')
    outside.select_one('details').decompose()
    assert 'xylophan' not in str(outside)


def test_panels_have_regions_in_any_theme(wiki: Callable[..., Build], furo: Build) -> None:
    plain = wiki(with_pages({}))
    for build in (plain, furo):
        assert names(build, 'reviews/gazette') == ['Table: Score card']
        assert build.html('reviews/gazette').select('script[src*="regions.js"][defer]')
        assert not build.html('characters/oren').select('script[src*="regions.js"]')


def test_a_caption_of_contents_has_a_level(furo: Build) -> None:
    (caption,) = furo.body('list').select('p.caption[role=heading]')
    assert caption['aria-level'] == '3'


def test_parts_of_the_frame_have_names(furo: Build) -> None:
    for name in ('index', 'search', 'genindex', 'consensus'):
        page = furo.html(name)
        assert len(page.select('h1')) == 1, name
        asides = [aside['aria-label'] for aside in page.body.select('.page > aside, .main > aside')]
        assert len(asides) == len(set(asides)) == 2, name
        assert not page.select('link[rel=prefetch]')
        assert page.select_one('[role=region] .back-to-top')


def test_a_template_of_the_project_comes_first(wiki: Callable[..., Build]) -> None:
    own = (
        '{% extends "!page.html" %}{% block content %}{{ super() }}<p>Own words.</p>{% endblock %}'
    )
    files = with_pages({'_templates/page.html': own})
    made = wiki(files, html_theme='furo', templates_path=['_templates'])
    assert made.warnings == []
    assert 'Own words.' in made.body('index').get_text()
