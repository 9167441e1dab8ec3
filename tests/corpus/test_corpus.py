"""All pages together: what is found, in which order, and what links to what."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_wiki import block, character, episode, page, prose, review, series, wiki

from criticwiki.corpus.corpus import Corpus
from criticwiki.corpus.names import backlinks
from criticwiki.model.page import LanguageSpan, Link, Run, Term, kind_of
from criticwiki.panels.related import link_rows


def sentences(corpus: Corpus, docname: str) -> list[tuple[str, str, int]]:
    """What links to a page: the other page, the sentence, what it gives away here."""
    return [
        (row.page.docname, ''.join(words.text for words in row.sentence), row.spoils)
        for row in link_rows(corpus, docname)
    ]


def link(role: str, target: str, text: str = 'it', *, explicit: bool = True) -> Run:
    return Run(text, open=False, link=Link(role, target, 1, explicit))


# -- kinds and ids ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ('docname', 'kind'),
    [
        ('index', 'series'),
        ('episodes/01-part', 'episode'),
        ('characters/ida', 'character'),
        ('reviews/post', 'review'),
        ('episodes/index', 'page'),
        ('reviews/old/post', 'page'),
        ('guide/method', 'page'),
        ('glossary', 'page'),
        ('episodes', 'page'),
    ],
)
def test_the_folder_says_the_kind(docname: str, kind: str) -> None:
    assert kind_of(docname, 'index') == kind


def test_folders_are_a_setting() -> None:
    folders = {'folgen': 'episode', 'a/b': 'review'}
    assert kind_of('folgen/01', 'start', folders) == 'episode'
    assert kind_of('a/b/x', 'start', folders) == 'review'
    assert kind_of('episodes/01', 'start', folders) == 'page'
    assert kind_of('start', 'start', folders) == 'series'
    assert kind_of('index', 'start', folders) == 'page'


def test_the_file_name_is_the_id() -> None:
    assert review('buoy-post').id == 'buoy-post'
    assert episode(1).id == '01-part'


def test_finding_pages() -> None:
    corpus = wiki(episode(7), character('Ida Lund'), review('post'), page('notes'))

    def find(role: str, target: str) -> str | None:
        found = corpus.find(role, target)
        return found.docname if found else None

    assert find('episode', '7') == 'episodes/07-part'
    assert find('episode', '07') == 'episodes/07-part'
    assert find('episode', '07-part') == 'episodes/07-part'
    assert find('any', '7') == 'episodes/07-part'
    assert find('character', 'ida-lund') == 'characters/ida-lund'
    assert find('any', 'post') == 'reviews/post'
    assert find('review', 'ida-lund') is None
    assert find('character', '7') is None
    assert find('episode', '8') is None
    assert find('any', 'notes') is None
    assert find('any', 'index') is None


def test_a_draft_can_be_found() -> None:
    corpus = wiki(episode(7, draft='true'), review('post', draft='true'))
    for role, target in (('review', 'post'), ('episode', '07-part'), ('episode', '7')):
        assert corpus.find(role, target) is not None, target


@pytest.mark.parametrize(
    ('role', 'target', 'docname'),
    [
        ('doc', 'notes', 'notes'),
        ('doc', 'nowhere', None),
        ('term', 'Nean', 'glossary'),
        ('term', 'nean', 'glossary'),
        ('term', 'Neanderthal', None),
        ('any', 'a-label', 'notes'),
        ('any', 'ida', 'characters/ida'),
        ('review', 'a-label', None),
        ('character', 'ida', 'characters/ida'),
        ('character', 'idda', None),
    ],
)
def test_resolving_links(role: str, target: str, docname: str | None) -> None:
    pages = [page('notes'), page('glossary', terms=(Term('Nean', 'term-Nean'),)), character('Ida')]
    corpus = Corpus(pages, labels={'a-label': 'notes'})
    assert corpus.resolve(Link(role, target, 1)) == docname


# -- orders -----------------------------------------------------------------------------


def test_the_order_of_pages() -> None:
    corpus = wiki(
        episode(10), episode(2), episode(1), character('bo'), character('Cy'), character('Ann')
    )
    assert [entry.facts.number for entry in corpus.episodes] == [1, 2, 10]
    assert [entry.facts.name for entry in corpus.characters] == ['Ann', 'bo', 'Cy']


def test_the_order_of_reviews() -> None:
    corpus = wiki(
        review('a', covers='1', author='Ann'),
        review('b', covers='1-4'),
        review('c', covers='1-4', outlet='zoom'),
        review('d', covers='1-4', author='Abe', outlet='Zoom'),
        review('e', covers='1-6', outlet='Yes'),
        review('f', covers='[1, 3, 4, 6]', author='Bea'),
        review('g', covers='2-5'),
    )
    # those that saw most, then by critic without regard to case, the unnamed last
    assert [entry.id for entry in corpus.reviews] == ['e', 'd', 'f', 'c', 'b', 'g', 'a']


def test_drafts_are_shown_but_never_counted() -> None:
    corpus = wiki(
        episode(1, draft='true'), character('Ida', draft='true', appears_in='1'),
        review('post', draft='true', outlet='Buoy'), character('Bo', appears_in='1-2'),
        page('notes', **prose('Ida and Buoy and Bo.')),
    )  # fmt: skip
    assert 'reviews/post' in corpus.pages
    assert corpus.episodes == corpus.reviews == ()
    assert corpus.episode_by_number == {}
    assert [entry.facts.name for entry in corpus.characters] == ['Bo']
    assert [entry.facts.name for entry in corpus.cast[1]] == ['Bo']
    assert [mention.name.text for mention in corpus.mentions('notes')] == ['Bo']


def test_the_cast_of_an_episode() -> None:
    corpus = wiki(
        character('Cy', appears_in='2-3'), character('Ida', appears_in='1, 3'), character('Bo')
    )
    names = {n: [e.facts.name for e in entries] for n, entries in corpus.cast.items()}
    assert names == {1: ['Ida'], 2: ['Cy'], 3: ['Cy', 'Ida']}


def test_without_an_index_page() -> None:
    corpus = Corpus([episode(1), review('post')])
    assert corpus.series is None
    assert corpus.numbering.total == 0
    assert len(corpus.episodes) == len(corpus.reviews) == 1


# -- what links here --------------------------------------------------------------------


def test_a_mention_and_a_written_link_are_links() -> None:
    corpus = wiki(
        character('Ida'),
        page('a', **prose('First. Then Ida comes. Last.')),
        page('b', **prose(block('See ', link('character', 'ida', 'her'), ' there. Not here.'))),
        page('c', **prose('Nobody comes.')),
    )
    assert sentences(corpus, 'characters/ida') == [
        ('a', 'Then Ida comes.', 0),
        ('b', 'See her there.', 0),
    ]
    assert sentences(corpus, 'a') == []


def test_a_page_does_not_link_to_itself() -> None:
    here = prose(block('I am ', link('character', 'ida'), ', Ida.'))
    assert sentences(wiki(character('Ida', page_=here)), 'characters/ida') == []


def test_one_sentence_for_each_page() -> None:
    corpus = wiki(
        character('Ida'),
        page('a', **prose('One Ida. Two.', block('Then Ida.', section='two'))),
    )
    assert sentences(corpus, 'characters/ida') == [('a', 'One Ida.', 0)]


def test_the_sentence_that_gives_nothing_away() -> None:
    corpus = wiki(
        character('Ida'),
        page(
            'a',
            **prose(
                block('Late Ida dies.', section='s5', spoils=5),
                block('Then Ida falls.', section='s2', spoils=2),
                block('Later Ida rises.', section='s2b', spoils=2),
                block('Here Ida lives.', section='end'),
            ),
        ),
        page(
            'b',
            **prose(
                block('Late Ida dies.', section='s5', spoils=5),
                block('Then Ida falls.', section='s2', spoils=2),
                block('Later Ida rises.', section='s2b', spoils=2),
            ),
        ),
    )
    assert sentences(corpus, 'characters/ida') == [
        ('a', 'Here Ida lives.', 0),
        ('b', 'Then Ida falls.', 2),
    ]


def test_a_sentence_gives_away_what_closes_around_it() -> None:
    corpus = wiki(
        character('Ida', page_=prose('Bo helps.')),
        character('Bo'),
        episode(3, page_=prose('Ida meets Bo.', block('See ', link('episode', '4'), '.'))),
        episode(4, page_=prose(block('As in ', link('episode', '3'), '.'))),
    )
    assert sentences(corpus, 'characters/ida') == [('episodes/03-part', 'Ida meets Bo.', 0)]
    assert sentences(corpus, 'episodes/04-part') == [('episodes/03-part', 'See it.', 0)]
    assert sentences(corpus, 'episodes/03-part') == [('episodes/04-part', 'As in it.', 0)]


def test_the_order_of_what_links_here() -> None:
    text = prose('Ida.')
    corpus = wiki(
        character('Ida'),
        page('a-note', **text),
        character('Bo', page_=text),
        review('z', page_=text),
        review('a', covers='1', page_=text),
        episode(10, page_=text),
        episode(2, page_=text),
        review('draft', draft='true', page_=text),
    )
    assert [docname for docname, _, _ in sentences(corpus, 'characters/ida')] == [
        'episodes/02-part', 'episodes/10-part', 'characters/bo', 'reviews/z', 'reviews/a',
        'a-note',
    ]  # fmt: skip


@pytest.mark.parametrize('before', ['', 'It rains. ', 'Read of Bo. '])
def test_a_link_without_text_shows_the_title_of_its_target(before: str) -> None:
    corpus = wiki(
        review('post', page_={'title': 'A very long title indeed'}),
        character('Ida'),
        page(
            'a',
            **prose(
                block(
                    before, 'See ', link('review', 'post', '', explicit=False),
                    ' of old. Then Ida came. All went.',
                )
            ),
        ),
    )  # fmt: skip
    assert sentences(corpus, 'reviews/post') == [('a', 'See A very long title indeed of old.', 0)]
    assert sentences(corpus, 'characters/ida') == [('a', 'Then Ida came.', 0)]


def test_a_title_that_is_shown_may_end_like_a_sentence() -> None:
    corpus = wiki(
        episode(1, page_={'title': 'Who Goes There?'}),
        page(
            'a', **prose(block('It ends. See ', link('episode', '1', '', explicit=False), ' Ida.'))
        ),
    )
    ((_, sentence, _),) = sentences(corpus, 'episodes/01-part')
    assert 'Who Goes There?' in sentence


def test_words_of_another_language_keep_it() -> None:
    corpus = wiki(
        character('Ida'),
        page('a', **prose(block('Ida is ', Run('アイダ', language='ja'), '. Last.'))),
    )
    (row,) = link_rows(corpus, 'characters/ida')
    assert row.sentence == (
        LanguageSpan('Ida is '),
        LanguageSpan('アイダ', 'ja'),
        LanguageSpan('.'),
    )


@settings(deadline=None, max_examples=50)
@given(st.permutations(range(6)))
def test_the_order_in_which_pages_come_does_not_matter(order: list[int]) -> None:
    pages = [
        series(), character('Ida', page_=prose('Bo knows.')), character('Bo'),
        episode(2, page_=prose('Ida meets Bo.')), review('a', page_=prose('Ida is good.')),
        review('b', covers='1'),
    ]  # fmt: skip
    one, other = Corpus(pages), Corpus([pages[index] for index in order])
    assert list(one.pages) == list(other.pages)
    assert [entry.id for entry in one.reviews] == [entry.id for entry in other.reviews]
    assert backlinks(one) == backlinks(other)
