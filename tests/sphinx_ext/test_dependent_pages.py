"""What a page shows of others, beside facts, is the clean build's after an edit of those."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .pages import SMALL, with_pages
from .quick import QuickBuild, different

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from workshop import Workshop

    Begun = Callable[[Mapping[str, str], Mapping[str, object]], QuickBuild]

OREN = 'characters/oren.md'
NESTED = with_pages(
    {
        'index.md': SMALL['index.md'].replace(
            ':glob:\n:hidden:\n\n*\n*/*\n', ':glob:\n\n*\nguide/index\n*/*\n'
        ),
        'guide/index.md': '# Guide\n\n```{toctree}\nfurther/index\n```\n',
        'guide/further/index.md': '# Further\n\n```{toctree}\nlast\nother\n```\n',
        'guide/further/last.md': '# Last\n\n## Part\n\nOf salt.\n\nSee {numref}`nothing`.\n',
        'guide/further/other.md': '# Other\n\nOf the road.\n',
    }
)
LAST = 'guide/further/last.md'


@pytest.fixture(scope='module')
def begun(workshop: Workshop, tmp_path_factory: pytest.TempPathFactory) -> Begun:
    """Build a wiki, or come back to it where it was built before."""
    known: dict[str, tuple[QuickBuild, list[str]]] = {}

    def begin(pages: Mapping[str, str], conf: Mapping[str, object]) -> QuickBuild:
        key = repr((sorted(pages.items()), sorted(conf.items())))
        if key not in known:
            made = QuickBuild(tmp_path_factory.mktemp('wiki') / 'quick', workshop)
            made.begin(pages, **conf)
            made.rebuild()
            made.save()
            known[key] = made, made.warnings
        made, warnings = known[key]
        made.restore()
        made.warnings = warnings
        return made

    return begin


def settle(
    begun: Begun,
    edit: Callable[[QuickBuild], None],
    pages: Mapping[str, str] = NESTED,
    **conf: object,
) -> None:
    """Build, edit and build again, which must be the clean build."""
    made = begun(pages, conf)
    edit(made)
    clean = made.rebuild_and_clean()
    assert made.warnings == clean.warnings
    assert different(made, clean) == []


@pytest.mark.parametrize('theme', ['furo', 'basic'])
@pytest.mark.parametrize(
    ('name', 'old', 'new'),
    [
        ('guide/index.md', '# Guide', '# The guide'),
        ('guide/index.md', '# Guide', '# *Guide*'),
        (LAST, '# Last', '# `Last`'),
        (LAST, '# Last', '---\ntocdepth: 1\n---\n\n# Last'),
        (OREN, '# Oren', '# *Oren*'),
    ],
)
def test_a_heading(begun: Begun, theme: str, name: str, old: str, new: str) -> None:
    settle(begun, lambda made: made.replace(name, old, new), html_theme=theme)


@pytest.mark.parametrize(
    ('name', 'old', 'new'),
    [
        (OREN, 'He carries the map.\n', 'He lost it.\n'),
        (OREN, '  summary: He carries the map.\n', ''),
        ('episodes/02-dust.md', 'A storm comes up.', 'It is dusty.'),
        ('reviews/herald.md', 'An early word.', 'A word.'),
        ('reviews/herald.md', '  covers: 1\n', '  covers: 1\n  score: 3/5\n'),
    ],
)
def test_what_is_told_of_a_linked_page(begun: Begun, name: str, old: str, new: str) -> None:
    index = '# Reviews\n\nSee [Dust](#02-dust).\n'
    pages = {**NESTED, 'reviews/index.md': index, 'mara.md': '# Of Mara\n\nOren and Ann Lee.\n'}
    settle(begun, lambda made: made.replace(name, old, new), pages)


@pytest.mark.parametrize('draft', ['', '  draft: true\n'])
@pytest.mark.parametrize(
    ('name', 'old', 'new'),
    [
        ('reviews/gazette.md', '2: 3/5', '2: 5/5'),
        ('characters/oren.md', 'summary: He carries the map.', 'summary: He lost it.'),
        ('episodes/02-dust.md', 'summary: A storm comes up.', 'summary: It is dusty.'),
        ('episodes/01-departure.md', 'title: Departure', 'title: Leaving'),
    ],
)
def test_a_second_episode_of_a_number_and_drafts(
    begun: Begun, draft: str, name: str, old: str, new: str
) -> None:
    pages = {
        **NESTED,
        'episodes/second.md': NESTED['episodes/02-dust.md'].replace(
            'episode:\n', f'episode:\n{draft}'
        ),
        'characters/second.md': NESTED[OREN].replace('character:\n', f'character:\n{draft}'),
        'reviews/second.md': NESTED['reviews/gazette.md'].replace('review:\n', f'review:\n{draft}'),
    }
    assert old in pages[name]
    settle(begun, lambda made: made.replace(name, old, new), pages)


@pytest.mark.parametrize('heading', ['## Part', '## *Part* two', '## Another part'])
def test_a_sidebar_with_all_sections(begun: Begun, heading: str) -> None:
    sidebar = '{{ toctree(collapse=False) }}'
    pages = {**NESTED, 'templates/whole.html': sidebar}
    settle(
        begun,
        lambda made: made.replace(LAST, '## Part', heading),
        pages,
        html_sidebars={'**': ['whole.html']},
        templates_path=['templates'],
    )


@pytest.mark.parametrize('silent', [[], ['toc']])
def test_a_page_that_a_table_of_contents_names(begun: Begun, silent: list[str]) -> None:
    settle(begun, lambda made: made.delete(LAST), suppress_warnings=silent)
    pages = {name: text for name, text in NESTED.items() if name != LAST}
    settle(begun, lambda made: made.write(LAST, NESTED[LAST]), pages, suppress_warnings=silent)


def test_a_warning_of_one_builder(begun: Begun) -> None:
    def build_others(made: QuickBuild) -> None:
        assert len(made.warnings) == 1
        made.also('text')
        made.rebuild(only=('consensus.md',))

    settle(begun, build_others)


def test_two_images_of_one_name(begun: Begun) -> None:
    pages = with_pages(
        {
            'two.md': '# Two\n\n![A mark](two/mark.svg)\n',
            'one/mark.svg': '<svg xmlns="http://www.w3.org/2000/svg" id="one"/>\n',
            'two/mark.svg': '<svg xmlns="http://www.w3.org/2000/svg" id="two"/>\n',
        }
    )
    settle(begun, lambda made: made.write('one.md', '# One\n\n![A mark](one/mark.svg)\n'), pages)
