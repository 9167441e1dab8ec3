"""Links to headings: every heading is a place, whose address stays when others come and go."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from .pages import with_pages
from .test_same_problems import told_by_build, told_by_check

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Build

HEADINGS = {
    'Plain heading': 'plain-heading',
    'Twice': 'twice',
    '*Twice*': 'twice-1',
    '見出し': '見出し',
    '見出し ': '見出し-1',
    'Überblick & mehr': 'überblick--mehr',
    'A &amp; B \\_ `code`': 'a--b-_-code',
    'Ελληνικά': 'ελληνικά',
    '3. Numbered': '3-numbered',
    '13.5': '135',
    '１話': '１話',
    'C': 'c',
    'C++': 'c-1',
}
"""Slug by heading; each is used as it is written here."""
LABELLED = '(marked)=\n(labelled)=\n## Labelled\n\nWords.\n\n:::{note}\n## In a note\n:::\n\n'
DEEP = '### Deep\n\n#### Deeper\n\n##### Deepest\n\n###### Sixth\n\nWords.\n'
BODY = '# Method\n\n' + ''.join(f'## {text}\n\nWords.\n\n' for text in HEADINGS) + LABELLED + DEEP
SLUGS = (*HEADINGS.values(), 'labelled', 'in-a-note', 'deep', 'deepest', 'sixth')
FAR = '# Far\n\n' + ''.join(
    f'[a](method.md#{slug}) <project:method.md#{slug}> [](/guide/method.md#{slug})\n\n'
    for slug in SLUGS
)
NEAR = '\n' + ''.join(f'[a](#{slug}) <project:#{slug}>\n\n' for slug in SLUGS)
PAGES = with_pages({'guide/method.md': BODY + NEAR, 'guide/far.md': FAR})


def ids(build: Build) -> dict[str, str]:
    """Address of each heading on the page by its words."""
    headings = build.body('guide/method').select('section > :is(h2, h3, h4, h5, h6)')
    return {
        f'{heading.get_text()} {number}': str(heading.find_parent('section')['id'])
        for number, heading in enumerate(headings)
    }


@pytest.mark.parametrize('builder', ['html', 'dirhtml', 'text', 'latex', 'epub'])
def test_every_heading_is_a_place(wiki: Callable[..., Build], builder: str) -> None:
    made = wiki(PAGES, builder=builder)
    assert made.warnings == []
    assert told_by_check(made) == []
    if builder not in {'html', 'dirhtml'}:
        return
    page = made.body('guide/method')
    places = {str(tag['id']): tag.get_text() for tag in page.find_all(id=True)}
    assert not any(name.removeprefix('id').isdigit() for name in places)
    assert all(name[0].isalpha() for name in places)  # else it is no id in an EPUB
    for docname in ('guide/method', 'guide/far'):
        links = [a for a in made.body(docname).select('a.reference') if '#' in a['href']]
        assert len(links) >= 2 * len(SLUGS)
        for link in links:
            assert unquote(link['href'].partition('#')[2]) in places, link
    twice = made.body('guide/far').select('a[href$="#twice-1"]')
    assert [a.get_text() for a in twice] == ['a', 'Twice', 'Twice']


def test_an_address_stays_when_another_heading_is_put_in(wiki: Callable[..., Build]) -> None:
    made = wiki(PAGES)
    before = list(ids(made).values())
    more = '## 新しい\n\nWords.\n\n## Another\n\n## ...\n\n'
    made.replace('guide/method.md', '## Plain heading', f'{more}## Plain heading')
    made.rebuild()
    assert [name for name in ids(made).values() if name in before] == before
    assert made.warnings == []


def test_a_heading_that_is_renamed(wiki: Callable[..., Build]) -> None:
    text = '# Method\n\n## Scores\n\nWords.\n\n## Other\n\nWords.\n'
    far = '# Far\n\n[](method.md#scores) and [words](method.md#other)\n'
    made = wiki(with_pages({'guide/method.md': text, 'guide/far.md': far}))
    assert made.warnings == []
    for old, new in (('## Scores', '## SCORES'), ('## SCORES', '## Points'), ('Points', 'Scores')):
        made.replace('guide/method.md', old, new)
        fresh = made.rebuild_and_clean()
        assert made.warnings == fresh.warnings
        assert made.tree() == fresh.tree()
        assert told_by_build(made) == told_by_check(made)
        assert bool(made.warnings) == (new == '## Points')


def test_a_hidden_heading_counts_among_those_of_its_words(wiki: Callable[..., Build]) -> None:
    text = '# Method\n\n:::{spoiler} 2\n## Scores\n:::\n\n## Scores\n\nWords.\n'
    far = '# Far\n\n[a](method.md#scores) [b](method.md#scores-1)\n'
    made = wiki(with_pages({'guide/method.md': text, 'guide/far.md': far}))
    assert told_by_build(made) == told_by_check(made)
    assert len(made.warnings) == 1
    assert "there is no place 'scores' on 'guide/method.md'" in made.warnings[0]


def test_a_link_may_mean_a_heading_or_a_page(wiki: Callable[..., Build]) -> None:
    text = '# Method\n\n## Oren\n\n[a](#oren) [b](/guide/method.md#oren) {character}`oren`\n'
    made = wiki(with_pages({'guide/method.md': text}))
    assert told_by_build(made) == told_by_check(made)
    assert len(made.warnings) == 1
    assert "'oren' is a heading of this page and the page characters/oren.md" in made.warnings[0]
