"""Pages that are written wrong cost themselves something, and never the build."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .pages import with_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Build

NOTHING = '\n\n \n'
ONLY_ADDRESS = '[here]: characters/oren.md\n'
PAGES = {
    'odd/figure-blank': f':::{{figure}} /a.png\n{NOTHING}:::',
    'odd/figure-address': f':::{{figure}} /a.png\n{ONLY_ADDRESS}:::',
    'odd/epigraph-blank': f':::{{epigraph}}\n{NOTHING}:::',
    'odd/epigraph-address': f':::{{epigraph}}\n{ONLY_ADDRESS}:::',
    'odd/table': ':::{list-table}\n- One level.\n:::\n\nWith Oren here.',
}


def test_nothing_in_a_block_stops_no_build(wiki: Callable[..., Build]) -> None:
    texts = {f'{name}.md': f'# Odd\n\n{text}\n\nWords.\n' for name, text in PAGES.items()}
    made = wiki(with_pages(texts))
    for name in PAGES:
        assert 'Words.' in made.body(name).get_text(), made.warnings
    assert len(made.body('odd/figure-blank').select('figure img')) == 1
    assert made.body('odd/epigraph-blank').select('blockquote') == []
    link = made.body('odd/table').select_one('section > p a.reference')
    assert link is not None
    assert link.get_text() == 'Oren'


def test_a_page_may_end_in_an_empty_list(wiki: Callable[..., Build]) -> None:
    made = wiki(with_pages({'odd.md': '# Odd\n\n% a\n\n> - \n> \n> '}))
    assert made.body('odd').select('blockquote ul')


def contents(*names: str) -> str:
    return '# Odd\n\n```{toctree}\n' + '\n'.join(names) + '\n```\n'


def test_contents_in_a_circle_stop_no_build(wiki: Callable[..., Build]) -> None:
    made = wiki(
        with_pages(
            {
                'odd/a.md': contents('b'),
                'odd/b.md': contents('c', '/index'),
                'odd/c.md': contents('a'),
            }
        )
    )
    assert [line for line in made.warnings if 'toc.circular' in line]
    made.edit('odd/c.md', '# Odd\n\nNo more.\n')
    clean = made.rebuild_and_clean()
    assert made.tree() == clean.tree()
    made.edit('odd/c.md', contents('b'))
    clean = made.rebuild_and_clean()
    assert made.tree() == clean.tree()


def test_footnotes_in_a_circle_stop_no_book(wiki: Callable[..., Build]) -> None:
    notes = '# Odd\n\nA.[^a] B.[^b]\n\n[^a]: One [^a] [^b].\n\n[^b]: Two [^a].\n'
    made = wiki(with_pages({'odd.md': notes}))
    assert made.warnings == []
    ids = {tag['id'] for tag in made.body('odd').select('[id]')}
    leads = [a['href'] for a in made.body('odd').select('a[href^="#"]')]
    assert [to for to in leads if to[1:] not in ids] == []
    assert made.also('latex').returned == 0


@pytest.mark.parametrize(
    ('written', 'shown'),
    [
        ("Made in '95, not '1995 it was.", 'Made in ’95, not ‘1995 it was.'),
        ("'95 was late. *'03* came, and ('04).", '’95 was late. ’03 came, and (’04).'),
        ("The '80s don't end.", 'The ’80s don’t end.'),
        ("They say '24 hours' of it.", 'They say ‘24 hours’ of it.'),
        ("It's 'good', he said.", 'It’s ‘good’, he said.'),
        ("Code `'95` stays.", "Code '95 stays."),
    ],
)
def test_a_year_is_shortened_by_an_apostrophe(
    wiki: Callable[..., Build], written: str, shown: str
) -> None:
    made = wiki(with_pages({'odd.md': f'# Odd\n\n{written}\n'}))
    assert made.body('odd').select_one('section > p').get_text() == shown


def test_an_apostrophe_stays_as_typed_where_quotes_do(wiki: Callable[..., Build]) -> None:
    made = wiki(with_pages({'odd.md': "# Odd\n\nMade in '95.\n"}), smartquotes=False)
    assert made.body('odd').select_one('section > p').get_text() == "Made in '95."
