"""What keeps an editor's slip from doing harm in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from search_files import open_texts

from .pages import with_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Build


def test_an_id_in_the_same_folder_is_no_file_name(wiki: Callable[..., Build]) -> None:
    pages = with_pages(
        {
            'characters/zoe.md': """\
                ---
                character: {name: Zoe}
                ---

                # Zoe

                With [her *friend*](#oren) and [](#mara-voss).
                """,
        }
    )
    made = wiki(pages)
    assert made.warnings == []
    links = made.body('characters/zoe').select('section > p a.reference')
    assert [link['href'] for link in links[:2]] == ['oren.html', 'mara-voss.html']
    assert [link.get_text() for link in links[:2]] == ['her friend', 'Mara Voss']
    assert links[0].em.get_text() == 'friend'


def test_blocks_of_colons_need_no_setting(wiki: Callable[..., Build]) -> None:
    notes = '# Notes\n\n:::{spoiler} 3\nIt is xylophan.\n:::\n'
    made = wiki(with_pages({'notes.md': notes}), myst_enable_extensions=[])
    assert made.warnings == []
    assert 'xylophan' in made.body('notes').select_one('details.spoiler').get_text()
    assert 'xylophan' not in open_texts(made.out)


def test_a_block_that_ends_too_early_is_told(wiki: Callable[..., Build]) -> None:
    notes = """\
        # Notes

        :::{spoiler} 3
        Hidden.

        :::{note}
        More.
        :::

        Open by mistake.
        :::
        """
    made = wiki(with_pages({'notes.md': notes}))
    assert [line.split(': WARNING')[0] for line in made.warnings] == [
        'notes.md:6:1',
        'notes.md:11:1',
    ]
    assert all(line.endswith('[wiki.fence]') for line in made.warnings)


def test_a_faulty_value_hides_no_other_problem(wiki: Callable[..., Build]) -> None:
    review = """\
        ---
        review:
          headline: A review
          outlet: null
          author: Ann
          url: null
          published: 31.1.2024
          covers: 1-4
          score: 16/10
          aspects:
            plott: {stance: praise, says: Good.}
          remarks:
            - {about: 9, stance: praise, says: Good.}
            - {about: nobody, stance: praise, says: Good.}
        ---

        # A review
        """
    made = wiki(with_pages({'reviews/faulty.md': review}))
    places = [line.split(': WARNING')[0] for line in made.warnings]
    assert places == [
        f'reviews/faulty.md:{place}' for place in ('7:3', '9:3', '11:5', '13:8', '14:8')
    ]


def test_a_faulty_scope_is_one_problem(wiki: Callable[..., Build]) -> None:
    review = """\
        ---
        review:
          headline: A review
          outlet: null
          author: Ann
          url: null
          published: null
          covers: 4-1
          episode_scores: {2: 3/5}
        ---

        # A review
        """
    made = wiki(with_pages({'reviews/faulty.md': review}))
    assert [line.split(': WARNING')[0] for line in made.warnings] == ['reviews/faulty.md:8:3']


def test_two_unnamed_critics_can_be_told_apart(wiki: Callable[..., Build]) -> None:
    facts = (
        '  outlet: null\n  author: null\n  url: null\n  published: null\n  covers: 1-4\n'
        '  aspects: {plot: {stance: mixed, says: So so.}}'
    )
    pages = {
        f'reviews/{name}.md': (
            f'---\nreview:\n  headline: Headline {name}\n{facts}\n---\n\n# {name}\n'
        )
        for name in ('one', 'two')
    }
    made = wiki(with_pages(pages))
    heads = [cell.get_text() for cell in made.body('consensus').select('table.aspects thead th')]
    assert 'unnamed critic (Headline one)' in heads
    assert 'unnamed critic (Headline two)' in heads


def test_an_unnamed_critic_is_called_by_the_label_of_the_review(wiki: Callable[..., Build]) -> None:
    faceless = """\
        ---
        review:
          headline: Thirteen words are far too many for the head of a column
          label: Early review
          outlet: null
          author: null
          url: null
          published: null
          covers: 1-4
          aspects: {plot: {stance: mixed, says: So so.}}
        ---

        # Faceless
        """
    made = wiki(with_pages({'reviews/faceless.md': faceless}))
    heads = [cell.get_text() for cell in made.body('consensus').select('table.aspects thead th')]
    assert 'Early review' in heads
    assert 'unnamed critic' not in made.body('consensus').get_text()
    assert made.data['reviews']['faceless']['label'] == 'Early review'


def test_a_draft_of_any_kind_says_so_and_counts_nowhere(wiki: Callable[..., Build]) -> None:
    draft = """\
        ---
        page: {draft: true}
        ---

        # Words

        Oren is here.

        ```{glossary}
        gangplank
        : A board.
        ```
        """
    pages = with_pages({'words.md': draft, 'notes.md': '# Notes\n\nOver the gangplank.\n'})
    made = wiki(pages)
    assert 'This page is a draft' in made.body('words').get_text()
    assert not made.body('notes').select('section > p a')
    assert 'Words' not in made.body('characters/oren').select_one('#backlinks').get_text()


def test_a_name_over_the_end_of_a_line_is_one_name(wiki: Callable[..., Build]) -> None:
    made = wiki(
        with_pages(
            {'notes.md': '# Notes\n\nThere stands Mara\nVoss, and *waits for Mara\nVoss*.\n'}
        )
    )
    (link,) = made.body('notes').select('section > p a')
    assert link.get_text() == 'Mara\nVoss'
    assert link['href'] == 'characters/mara-voss.html'
