"""Two wikis link to each other by intersphinx; `check` says what a build says of such links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest

from criticwiki.checks.loader import Wiki
from criticwiki.tools.source_files import pages_in, read_settings

from .pages import with_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Build

BASE: Final = 'https://salt.example/en'
ASPECTS: Final = '# Consensus\n\n```{consensus} aspects\n```\n'
LINKS: Final = [
    ('{external+salt:wiki:character}`mara-voss`', 'characters/mara-voss', 'Mara Voss'),
    ('{external+salt:wiki:character}`her <mara-voss>`', 'characters/mara-voss', 'her'),
    ('{external+salt:wiki:episode}`02-dust`', 'episodes/02-dust', 'Dust'),
    ('{external+salt:wiki:episode}`2`', 'episodes/02-dust', 'Dust'),
    ('{external+salt:wiki:review}`gazette`', 'reviews/gazette', 'Dry and good'),
    ('{external+salt:wiki:critic}`Ann Lee`', 'critics/ann-lee', 'Ann Lee'),
    ('{external+salt:wiki:critic}`ann-lee`', 'critics/ann-lee', 'Ann Lee'),
    ('{external+salt:wiki:aspect}`looks`', 'consensus', 'looks'),
    ('{external:wiki:character}`oren`', 'characters/oren', 'Oren'),
    ('{external+salt:doc}`consensus`', 'consensus', 'Consensus'),
    ('{external+salt:term}`camel`', 'glossary', 'camel'),
    ('[](inv:salt:wiki:episode#2)', 'episodes/02-dust', 'Dust'),
    ('[the guide](inv:salt:wiki:character#mara-voss)', 'characters/mara-voss', 'the guide'),
    ('<inv:salt:wiki:critic#Ann%20Lee>', 'critics/ann-lee', 'Ann Lee'),
    ('[](inv:salt:*:*#gazette)', 'reviews/gazette', 'Dry and good'),
]
GLOSSARY: Final = '# Glossary\n\n```{glossary}\ncamel\n  An animal.\n```\n'


def conf(build: Build | None = None, **more: Any) -> dict[str, Any]:
    file = str(build.out / 'objects.inv') if build else None
    return {
        'extensions': ['myst_parser', 'sphinx.ext.intersphinx', 'criticwiki'],
        'intersphinx_mapping': {'salt': (BASE, file)},
        **more,
    }


@pytest.fixture(scope='module')
def salt(wiki: Callable[..., Build]) -> Build:
    """The wiki that is linked to."""
    return wiki(with_pages({'consensus.md': ASPECTS, 'glossary.md': GLOSSARY}))


@pytest.fixture(scope='module')
def other(wiki: Callable[..., Build], salt: Build) -> Build:
    """Another wiki, all of whose pages have another name, which links there."""
    text = '# Sea Road\n\n' + '\n\n'.join(line for line, _, _ in LINKS) + '\n'
    front = '---\nseries:\n  title: Sea Road\n  episodes: 1\n  aspects: {plot: All.}\n---\n\n'
    hull = '---\ncharacter:\n  name: Hull\n---\n\n# Hull\n'
    pages = {'index.md': front + text + '\n```{toctree}\n:glob:\n*/*\n```\n'}
    return wiki({**pages, 'characters/hull.md': hull}, **conf(salt))


def reported(build: Build) -> tuple[list[str], list[str]]:
    """What the build said, and what `check` says, each as place and code."""
    settings = read_settings(build.source)
    check = Wiki(pages_in(build.source, settings), settings, None).problems
    built = [line.partition(': WARNING')[0] for line in build.warnings]
    return built, [f'{one.path}:{one.line}:{one.column}' for one in check]


def test_one_wiki_links_to_another(other: Build) -> None:
    assert reported(other) == ([], [])
    links = other.body('index').select('p > a.external')
    led = [(a['href'].partition('.html')[0], a.get_text()) for a in links]
    assert led == [(f'{BASE}/{page}', text) for _, page, text in LINKS]


def test_and_back(wiki: Callable[..., Build], other: Build) -> None:
    line = '{external+salt:wiki:character}`hull`, [](inv:salt:wiki:character#hull).'
    back = wiki(with_pages({'notes.md': f'# Notes\n\n{line}\n'}), **conf(other))
    assert reported(back) == ([], [])
    assert [a.get_text() for a in back.body('notes').select('a.external')] == ['Hull', 'Hull']


def test_links_to_elsewhere_stay_the_same_in_a_partial_build(other: Build) -> None:
    other.replace('characters/hull.md', '# Hull', '# Hull\n\nWords. {external:wiki:episode}`1`.')
    clean = other.rebuild_and_clean()
    assert other.tree() == clean.tree()


@pytest.mark.parametrize(
    ('line', 'says'),
    [
        ('{external+salz:wiki:character}`oren`', "names no project 'salz'; did you mean 'salt'?"),
        ('{external+salt:character}`oren`', "did you mean 'external+salt:wiki:character'?"),
        ('{external+salt:py:func}`oren`', 'cannot stand on a page'),
        ('[](inv:salz:wiki:character#oren)', "names no project 'salz'; did you mean 'salt'?"),
        ('[](inv:salt:wiki:character)', 'write it as inv:project:wiki:episode#7'),
        ('[](inv:salt:*:*#*a*b)', 'has at most 3 stars'),
        ('[](inv:salt:wiki:episode:more#y)', 'names nothing in another project'),
        ('[](inv://[x#y)', "names no project '//[x'"),
        ('[](INV:salt:wiki:character#oren)', "an address cannot begin with 'INV:'"),
    ],
)
def test_the_guard_lets_pages_link_only_to_what_conf_names(
    wiki: Callable[..., Build], salt: Build, line: str, says: str
) -> None:
    made = wiki(with_pages({'notes.md': f'# Notes\n\nWords {line}.\n'}), **conf(salt))
    (warning,) = made.warnings
    assert says in warning
    built, check = reported(made)
    assert built == check


def test_what_another_project_lacks_is_told_once(wiki: Callable[..., Build], salt: Build) -> None:
    words = '{external+salt:wiki:character}`orren`\n\n[x](inv:salt:wiki:episode#9)\n\n[y](#nowhere)'
    made = wiki(with_pages({'notes.md': f'# Notes\n\n{words}\n'}), **conf(salt))
    places = sorted(line.partition(': WARNING')[0] for line in made.warnings)
    assert [place.rpartition('notes.md:')[2] for place in places] == ['3', '5', '7']
    made.rebuild()
    assert len(made.warnings) == 3, 'told in the next build too'


CRITICS: Final = """\
# Notes

{critic}`Ann Lee`, {critic}`ann lee`, {critic}`the one <Ann Lee>`, {wiki:critic}`Herald`.
"""


def test_a_critic_is_linked_to_by_name(wiki: Callable[..., Build]) -> None:
    second = {'reviews/second.md': _second_review()}
    made = wiki(with_pages({'notes.md': CRITICS, **second}))
    assert made.warnings == []
    links = made.body('notes').select('p > a')
    assert [a.get_text() for a in links] == ['Ann Lee', 'Ann Lee', 'the one', 'Herald']
    assert [a['href'] for a in links] == ['critics/ann-lee.html'] * 3 + ['critics/herald.html']
    book = made.also('epub')
    assert book.warnings == []
    found = book.body('notes').select('p a')
    assert [a['href'] for a in found] == ['reviews/herald.xhtml'], 'Ann Lee wrote two'


def _second_review() -> str:
    facts = {
        'headline': 'Again',
        'outlet': 'Gazette',
        'author': 'Ann Lee',
        'url': 'null',
        'published': 'null',
        'covers': '2',
    }
    lines = ''.join(f'  {key}: {value}\n' for key, value in facts.items())
    return f'---\nreview:\n{lines}---\n\n# Again\n'


def test_a_link_to_a_critic_follows_their_page(wiki: Callable[..., Build]) -> None:
    made = wiki(with_pages({'notes.md': '# Notes\n\n{critic}`Ann Lee`\n'}))
    made.replace('reviews/gazette.md', 'author: Ann Lee', 'author: Ann Leigh')
    made.rebuild()
    assert ["there is no critic 'Ann Lee'" in line for line in made.warnings] == [True]
    made.replace('reviews/gazette.md', 'author: Ann Leigh', 'author: Ann Lee')
    clean = made.rebuild_and_clean()
    assert (made.warnings, made.tree()) == ([], clean.tree())
