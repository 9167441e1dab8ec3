"""A panel that another extension adds, as the guide shows it: `guide/extending.md`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from .pages import with_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Build

GUIDE: Final = Path(__file__).parents[2] / 'guide' / 'extending.md'
MODULE, CONF = re.findall(r'^```python\n(.*?)^```', GUIDE.read_text('utf-8'), re.M | re.S)
NAME: Final = 'seen_by_others'


@pytest.fixture(scope='module')
def added(wiki: Callable[..., Build]) -> Build:
    """A wiki with the panel on its reviews."""
    made = wiki(with_pages({}))
    made.write(f'{NAME}.py', MODULE)
    conf = (made.source / 'conf.py').read_text('utf-8')
    made.write('conf.py', f'{conf}\n{CONF}')
    return made.rebuild(warnings_are_errors=True)


def reviews(made: Build) -> dict[str, str]:
    """Text of the panel by docname of its page."""
    pages = sorted(path.stem for path in (made.source / 'reviews').glob('*.md'))
    sections = {name: made.html(f'reviews/{name}').find(id='seen-by-others') for name in pages}
    return {name: ' '.join(one.get_text().split()) for name, one in sections.items() if one}


def same(partial: Build, clean: Build) -> None:
    assert partial.warnings == clean.warnings == []
    assert partial.tree() == clean.tree()


def test_it_stands_on_its_pages(added: Build) -> None:
    texts = reviews(added)
    assert len(texts) > 1
    for name, text in texts.items():
        assert text.startswith('Episodes seen')
        assert re.search(r'Episodes seen: \d+\. By others:', text), name
    assert added.html('consensus').find(id='seen-by-others') is None


def test_another_output_has_it_too(added: Build) -> None:
    name = next(iter(reviews(added)))
    assert 'By others:' in added.also('text').text(f'reviews/{name}.txt')


def test_a_parallel_build_is_the_same(added: Build) -> None:
    same(added.also('html', parallel=2), added.clean())


def test_an_edit_shows_on_the_pages_of_others(added: Build) -> None:
    edited = next(
        path
        for path in sorted((added.source / 'reviews').glob('*.md'))
        if re.search(r'covers: (?!1-4)', path.read_text('utf-8'))
    )
    other = next(name for name in reviews(added) if name != edited.stem)
    before = reviews(added)[other]
    edited.write_text(re.sub('covers: .*', 'covers: 1-4', edited.read_text('utf-8')), 'utf-8')
    same(added, added.rebuild_and_clean())
    assert reviews(added)[other] != before


def test_its_directive_places_it(added: Build) -> None:
    name = next(iter(reviews(added)))
    path = f'reviews/{name}.md'
    text = (added.source / path).read_text('utf-8')
    added.write(path, f'{text}\n```{{seen-by-others}}\n```\n\nWords after it.\n')
    same(added, added.rebuild_and_clean())
    text = added.body(f'reviews/{name}').get_text()
    assert text.index('By others:') < text.index('Words after it.')
    assert text.count('By others:') == 1


def test_another_drawing_has_all_its_pages_written(added: Build) -> None:
    added.replace(f'{NAME}.py', 'By others:', 'And others:')
    same(added, added.rebuild_and_clean())
    texts = reviews(added)
    assert texts
    assert all('And others:' in text for text in texts.values())


@pytest.mark.parametrize(
    ('old', 'new', 'said'),
    [
        ("'seen-by-others'", "'consensus'", "there is a panel 'consensus' already"),
        ("on='review'", "on='critic'", "there are no pages of kind 'critic'"),
    ],
)
def test_what_cannot_be_added_is_told(
    wiki: Callable[..., Build], old: str, new: str, said: str
) -> None:
    made = wiki(with_pages({}))
    made.write(f'{NAME}.py', MODULE.replace(old, new))
    conf = (made.source / 'conf.py').read_text('utf-8')
    made.write('conf.py', f'{conf}\n{CONF}')
    made.rebuild()
    assert made.returned != 0
    assert said in '\n'.join(made.warnings)
