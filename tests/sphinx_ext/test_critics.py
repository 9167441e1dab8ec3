"""The pages of critics: what they say, where they are, and that they are written when they must."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .pages import with_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from wiki_build import Build

SECOND = """\
    ---
    review:
      headline: The long way
      outlet: Gazette
      author: Ann Lee
      url: null
      published: null
      covers: 1-2
      aspects:
        plot: {stance: criticism, says: Turns in circles.}
    ---

    # The long way

    Ann Lee walks again, for the Gazette.
    """
PAGES = with_pages(
    {
        'reviews/gazette-2.md': SECOND,
        'reviews/index.md': '# Reviews\n\n```{toctree}\n:glob:\n:hidden:\n\n*\n```\n',
        'notes.md': '# Notes\n\nWhat Ann Lee says in the Gazette.\n',
    }
)


@pytest.fixture(scope='module')
def made(wiki: Callable[..., Build]) -> Build:
    return wiki(PAGES)


def text(build: Build, docname: str) -> str:
    return ' '.join(build.body(docname).get_text(' ').split())


def test_a_critic_has_a_page_with_every_verdict(made: Build) -> None:
    assert made.warnings == []
    page = made.body('critics/ann-lee')
    assert page.h1.get_text() == 'Ann Lee'
    rows = [[cell.get_text() for cell in row('th') + row('td')] for row in page.table('tr')]
    assert [row[0] for row in rows[1:]] == ['Dry and good', 'The long way']
    assert ['8/10' in row for row in rows[1:]] == [True, False]
    assert 'none printed' in rows[2]
    links = [a['href'] for a in page.select('#aspects dd a')]
    assert '../reviews/gazette.html#aspect-plot' in links
    assert '../reviews/gazette-2.html#aspect-plot' in links
    for link in links:
        target, _, anchor = link.removeprefix('../').partition('#')
        assert made.body(target.removesuffix('.html')).find(id=anchor)
    assert '1. Departure' in text(made, 'critics/ann-lee')


def test_an_outlet_of_several_reviews_has_one_too(made: Build) -> None:
    assert '2 reviews' in text(made, 'critics/gazette')
    assert made.html('critics/herald').h1.get_text() == 'Herald'


def test_names_lead_there(made: Build) -> None:
    facts = made.body('reviews/gazette').select('.wiki-facts a')
    assert [a['href'] for a in facts[:2]] == ['../critics/ann-lee.html', '../critics/gazette.html']
    coverage = made.body('episodes/01-departure').select('#reception dt a')
    assert [a['href'] for a in coverage] == [
        *('../critics/ann-lee.html', '../reviews/gazette.html#remark-1'),
    ]


def test_a_name_that_reviews_share_leads_there_from_prose(made: Build) -> None:
    links = {a.get_text(): a['href'] for a in made.body('notes').select('p a')}
    assert links == {'Ann Lee': 'critics/ann-lee.html', 'Gazette': 'critics/gazette.html'}


def test_all_critics_are_listed_and_the_reviews_lead_to_the_list(made: Build) -> None:
    names = [row.th.get_text() for row in made.body('critics/index').select('tbody tr')]
    assert names == ['Ann Lee', 'Gazette', 'Herald']
    leads = made.body('reviews/index').select('.wiki-critics a')
    assert [a['href'] for a in leads] == ['../critics/index.html']


@pytest.mark.parametrize('builder', ['text', 'latex', 'epub', 'singlehtml'])
def test_other_outputs_have_no_such_pages_and_no_links_to_them(made: Build, builder: str) -> None:
    other = made.also(builder)
    assert other.warnings == []
    assert not [name for name in other.tree() if 'critics/' in name]
    written = b''.join(content for name, content in other.tree().items() if '_static' not in name)
    assert b'critics/' not in written


def test_in_folders(made: Build) -> None:
    other = made.also('dirhtml')
    assert other.html('critics/ann-lee').h1.get_text() == 'Ann Lee'
    leads = other.body('reviews/gazette').select('.wiki-facts a')
    assert leads[0]['href'] == '../../critics/ann-lee/'


def test_a_page_of_the_wiki_keeps_its_address(wiki: Callable[..., Build]) -> None:
    made = wiki({**PAGES, 'critics/ann-lee.md': '# Of Ann Lee\n\nWritten by hand.\n'})
    assert 'Written by hand.' in text(made, 'critics/ann-lee')
    assert made.html('critics-pages/ann-lee').h1.get_text() == 'Ann Lee'
    made.delete('critics/ann-lee.md')
    made.rebuild()
    assert made.html('critics/ann-lee').h1.get_text() == 'Ann Lee'
    assert made.tree() == made.clean().tree()


def test_after_edits_they_are_those_of_a_clean_build(wiki: Callable[..., Build]) -> None:
    made = wiki(PAGES)
    before = made.tree()
    made.rebuild()
    assert made.tree() == before
    made.replace('reviews/gazette.md', 'score: 8/10', 'score: 9/10')
    made.replace('notes.md', 'says', 'tells')
    clean = made.rebuild_and_clean()
    assert '9/10' in text(made, 'critics/ann-lee')
    assert made.tree() == clean.tree()
    made.delete('reviews/gazette-2.md')
    made.replace('reviews/herald.md', 'outlet: Herald', 'outlet: Bugle')
    clean = made.rebuild_and_clean()
    assert not (made.out / 'critics/herald.html').exists()
    assert not (made.out / 'critics/gazette.html').exists()
    assert made.html('critics/bugle').h1.get_text() == 'Bugle'
    assert made.tree() == clean.tree()


def test_only_those_that_say_something_else_are_written(wiki: Callable[..., Build]) -> None:
    made = wiki(PAGES)
    files = {name: made.out / f'critics/{name}.html' for name in ('ann-lee', 'herald')}
    before = {name: file.stat().st_mtime_ns for name, file in files.items()}
    made.replace('reviews/gazette.md', 'score: 8/10', 'score: 9/10')
    made.rebuild()
    assert files['ann-lee'].stat().st_mtime_ns != before['ann-lee']
    assert files['herald'].stat().st_mtime_ns == before['herald']


def test_a_critic_of_very_many_reviews_has_further_pages(wiki: Callable[..., Build]) -> None:
    many = {f'reviews/long-{number}.md': SECOND for number in range(120)}
    made = wiki(with_pages(many))
    page = made.body('critics/ann-lee')
    assert len(page.select('#verdicts tbody tr')) == 50
    assert '120 criticise' in page.select_one('#aspects').get_text()
    assert len(made.body('critics/ann-lee-verdicts-3').select('tbody tr')) == 21
    assert len(made.text('critics/ann-lee.html')) < 30_000
