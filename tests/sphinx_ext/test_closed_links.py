"""No link, figure or near miss of a spoiler block opens what a block hides, in any output."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import pytest
from search_files import open_texts

from .canaries import Canary, leaks
from .pages import with_pages

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from conftest import Build

NAMES: Final = ('in-heading', 'in-table', 'in-figure', 'in-words')
"""Labels in the block."""
LINKS: Final = '\n'.join(
    f'[](#{name}) <project:#{name}> {{ref}}`{name}` {{any}}`{name}` {{numref}}`{name}`'
    f' [](notes.md#{name}) [](/notes.md#{name}) [words](#{name})\n'
    for name in (*NAMES, 'open-name')
)
CARD: Final = ':::{card} Card\n:link: in-heading\n:link-type: ref\n:::\n'
FIGURES: Final = '\n'.join(
    f'A {{value}}`{path}`.'
    for path in (
        'reviews.gazette.aspects.plot.says',
        'reviews.gazette.aspects.plot.quotes',
        'reviews.gazette.aspects.plot',
        'characters.mara-voss.revealed',
        'characters.mara-voss.revealed.0.fact',
        'episodes.02-dust.said.gazette',
        'characters.oren.said.gazette',
        'consensus.split.praise.says',
        'consensus.split.praise.quote',
    )
)
CANARIES: Final = {
    'zoravak': Canary('heading in a block', 3, 'notes'),
    'zorbvak': Canary('caption of a table', 3, 'notes'),
    'zorcvak': Canary('caption of a figure', 3, 'notes'),
    'zordvak': Canary('words of a block', 3, 'notes'),
    'zorovak': Canary('aspect of a review', 4, 'reviews/gazette'),
    'zorpvak': Canary('quotation for an aspect', 4, 'reviews/gazette'),
    'zorqvak': Canary('remark on a character', 4, 'reviews/gazette'),
    'zorlvak': Canary('revealed kind', 2, 'characters/mara-voss'),
    'zornvak': Canary('revealed fact', 2, 'characters/mara-voss'),
}
PAGES: Final = with_pages(
    {
        'other.md': f'# Other\n\n{LINKS}\n{FIGURES}\n',
        'notes.md': f'# Notes\n\n{LINKS}\n{CARD}\n{FIGURES}\n'
        '\n::::::{spoiler} 3\n(in-heading)=\n## Zoravak found\n\n'
        ':::{list-table} Zorbvak\n:name: in-table\n\n* - A\n:::\n\n'
        ':::{figure} /a.png\n:name: in-figure\n:alt: A\n\nZorcvak\n:::\n\n'
        '(in-words)=\nAll is zordvak.\n\n' + LINKS + '\n::::::\n\n(open-name)=\n## Open\n\n'
        ':::{spoiler} 4\nIt {value}`reviews.gazette.aspects.plot.says`\n:::\n',
        'characters/mara-voss.md': """\
            ---
            character:
              name: Mara Voss
              revealed:
                - {episode: 2, kind: zorlvak, fact: She is zornvak.}
            ---

            # Mara Voss

            She leads.
            """,
        'reviews/gazette.md': """\
            ---
            review:
              headline: Dry and good
              outlet: Gazette
              author: Ann Lee
              url: null
              published: null
              covers: 1-4
              aspects:
                plot: {stance: praise, says: Ends zorovak., quotes: [zorpvak], spoils: 4}
              remarks:
                - {about: oren, stance: mixed, says: Zorqvak., spoils: 4}
            ---

            # Dry and good

            Ann Lee walks along.
            """,
    }
)  # fmt: skip
BOOKS: Final = ('epub', 'text', 'latex', 'singlehtml')


@pytest.fixture(
    scope='module',
    params=[(0, True), (3, True), (3, False)],
    ids=['plain', 'with anchors', 'with anchors and no guard'],
)
def linked(wiki: Callable[..., Build], request: pytest.FixtureRequest) -> Build:
    anchors, guard = request.param
    settings = {'myst_heading_anchors': anchors, 'criticwiki_guard': guard, 'numfig': True}
    return wiki(
        PAGES,
        extensions=['myst_parser', 'sphinx_design', 'criticwiki'],
        html_copy_source=False,
        **settings,
    )


@pytest.fixture(scope='module')
def tree_of(linked: Build) -> Callable[[str], Mapping[str, bytes]]:
    return cache(lambda builder: (linked if builder == 'html' else linked.also(builder)).tree())


@pytest.mark.parametrize('builder', ['html', 'dirhtml', *BOOKS])
def test_nothing_is_opened(tree_of: Callable[[str], Mapping[str, bytes]], builder: str) -> None:
    tree = tree_of(builder)
    assert tree
    assert leaks(tree, CANARIES, one_file=builder in {'latex', 'singlehtml'}) == []


def test_links_with_words_of_their_own_still_lead_into_a_block(linked: Build) -> None:
    page = linked.body('notes')
    for block in page.select('details.spoiler'):
        block.decompose()
    worded = [a['href'] for a in page.select('a.reference') if a.get_text() == 'words']
    assert worded == [f'#{name}' for name in (*NAMES, 'open-name')]


def test_links_inside_the_block_show_it(linked: Build) -> None:
    block = linked.body('notes').select_one('details.spoiler[data-episode="3"]')
    assert block.select_one('a[href="#in-heading"]').get_text() == 'Zoravak found'


def test_figures_are_printed_in_a_block_of_their_episode(linked: Build) -> None:
    block = linked.body('notes').select_one('details.spoiler[data-episode="4"]')
    assert 'It Ends zorovak.' in block.get_text()


@pytest.mark.parametrize('guarded', [True, False])
def test_the_anchor_of_a_hidden_heading_shows_no_more_than_itself(
    wiki: Callable[..., Build], guarded: bool
) -> None:
    links = '[](#the-ghost) <project:#the-ghost> [](/notes.md#the-ghost)\n'
    made = wiki(
        with_pages(
            {
                'notes.md': f'# Notes\n\n{links}\n:::{{spoiler}} 3\n## The ghost\n:::\n',
                'other.md': f'# Other\n\n{links}',
            }
        ),
        myst_heading_anchors=3,
        criticwiki_guard=guarded,
    )
    for docname in ('notes', 'other'):
        page = made.body(docname)
        for block in page.select('details.spoiler'):
            block.decompose()
        assert 'The ghost' not in str(page)
    told = [line.rpartition(': ')[0].partition(' WARNING')[0] for line in made.warnings]
    assert {line.partition(':')[0] for line in told} == {'notes.md', 'other.md'}
    assert 'The ghost' not in open_texts(made.out)


TERM: Final = with_pages(
    {
        'notes.md': """\
            # Notes

            ::::{spoiler} 3
            ```{glossary}
            salt eater
              A beast.
            ```
            ::::

            ::::{spoiler} 4
            By the {term}`Salt Eater` and {term}`beasts <salt eater>`.
            ::::
            """
    }
)


def test_a_term_of_a_block_is_led_to_from_later_ones(wiki: Callable[..., Build]) -> None:
    made = wiki(TERM)
    assert made.warnings == []
    links = made.body('notes').select('details[data-episode="4"] a.reference')
    assert [(a.get_text(), a['href']) for a in links] == [
        ('Salt Eater', '#term-salt-eater'),
        ('beasts', '#term-salt-eater'),
    ]


def test_a_label_that_moves_into_a_block(wiki: Callable[..., Build]) -> None:
    """Whoever links to it is told anew, and shows what a clean build shows."""
    text = '# Other\n\nA (b).\n\n(moved)=\n## Salt found\n\nWords.\n'
    made = wiki(with_pages({'notes.md': '# Notes\n\nSee [](#moved).\n', 'other.md': text}))
    assert made.warnings == []
    hidden = text.replace('(moved)=', ':::{spoiler} 3\n(moved)=') + ':::\n'
    for edited in (hidden, hidden.replace('moved', 'gone'), text):
        made.write('other.md', edited)
        fresh = made.rebuild_and_clean()
        assert made.warnings == fresh.warnings
        assert made.tree() == fresh.tree()
        assert ('Salt found' in made.body('notes').get_text()) == (edited == text)


HIDDEN: Final = {
    'indented': '    :::{spoiler} 3\n    Zoravak.\n    :::',
    'by a tab': '\t```{spoiler} 3\n\tZoravak.\n\t```',
    'below words': 'Words.\n    ```{spoiler} 3\n    Zoravak.\n    ```',
    'in capitals': ':::{Spoiler} 3\nZoravak.\n:::',
    'as code': '```{spoilers} 3\nZoravak.\n```',
    'in an unknown block': '````{unknown}\n:::{spoiler} 3\nZoravak.\n:::\n````',
    'in a forbidden block': '````{only} html\n:::{spoiler} 3\nZoravak.\n:::\n````',
    'with too few': '::{spoiler} 3\nZoravak.\n::',
    'in wide colons': '：：：{spoiler} 3\nZoravak.\n：：：',
    'without braces': ':::spoiler 3\nZoravak.\n:::',
    'as a role': 'He {spoiler}`zoravak`.',
    'in a quotation': '> ::{spoiler} 3\n> Zoravak.',
    'in a list': '- A\n\n      :::{spoiler} 3\n      Zoravak.',
    'in open code': '```\nWords.\n\n:::{spoiler} 3\nZoravak.\n:::',
    'ended too early': ':::{spoiler} 3\n:::{note}\nA.\n:::\nZoravak.\n:::',
    'by bars': 'He is ||the zoravak||.',
    'by Reddit': '>!He is the zoravak.!<',
    'by BBCode': '[spoiler]He is the zoravak.[/spoiler]',
    'by reStructuredText': '.. spoiler:: 3\n\n   Zoravak.',
    'by GitHub': '> [!SPOILER]\n> Zoravak.',
}


def test_near_misses_are_told_and_not_shown(wiki: Callable[..., Build]) -> None:
    pages = {f'near-{n}.md': f'# Notes\n\n{text}\n' for n, text in enumerate(HIDDEN.values())}
    made = wiki(
        with_pages(pages),
        extensions=['myst_parser', 'sphinx_design', 'criticwiki'],
        html_copy_source=True,
    )
    told = {line.partition(':')[0] for line in made.warnings}
    assert told == pages.keys()
    shown = [name for name, content in made.tree().items() if b'oravak' in content.lower()]
    assert [name for name in shown if not name.startswith('_sources/')] == []


TITLES: Final = {'zorxvak': Canary('title in a block', 3, 'notes')}


def test_a_title_in_a_block_is_not_that_of_the_page(wiki: Callable[..., Build]) -> None:
    box = '::::{spoiler} 3\n:::{admonition} Zorxvak\nWords.\n:::\n::::\n\n'
    links = 'See [](notes.md), {doc}`notes` and [](#boxed).'
    made = wiki(
        with_pages(
            {
                'notes.md': f'{box}# Notes\n\nWords.\n',
                'characters/boxed.md': f'---\ncharacter: {{name: Boxed}}\n---\n\n{box}# Boxed\n',
                'other.md': f'# Other\n\n{links}\n',
            }
        )
    )
    assert made.warnings == []
    assert leaks(made.tree(), TITLES) == []


def test_a_name_before_a_block_leads_to_it(wiki: Callable[..., Build]) -> None:
    hidden = '```{list-table} Zorxvak\n* - a\n```'
    links = '[](#before) [Words](#before) {ref}`Words <before>`'
    made = wiki(
        with_pages(
            {
                'notes.md': f'# Notes\n\n{links}\n\n(before)=\n::::{{spoiler}} 3\n{hidden}\n::::\n',
                'other.md': '# Other\n\n[Words](#before) {ref}`Words <before>`\n',
            }
        )
    )
    assert made.warnings == []
    assert leaks(made.tree(), TITLES) == []
    for name in ('notes', 'other'):
        links = [link['href'] for link in made.body(name).select('p a')]
        assert {link.rpartition('#')[2] for link in links if '#' in link} == {'before'}
