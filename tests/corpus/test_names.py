"""Names in prose: which become links, and which never do."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_wiki import block, character, page, prose, review, wiki

from criticwiki.corpus.names import Mention, NameTable, PageName, critics_named, find_mentions
from criticwiki.model.page import Block, Link, Run

HERE = 'episodes/01-part'
ROUGE = PageName('Rouge', 'characters/rouge')
REDSTAR = PageName('Rouge Redstar', 'characters/rouge')
SERIES = PageName('Metallic Rouge', '')
NEAN = PageName('Nean', 'glossary', 'term-Nean')
PROTO = PageName('Proto-Nean', 'glossary', 'term-Proto-Nean')
NOID = PageName('Noid 262', 'characters/noid-262')
SECRET = PageName('Crimson', 'characters/rouge', spoils=9)
NAMES = NameTable([ROUGE, REDSTAR, SERIES, NEAN, PROTO, NOID, SECRET])


def found(*blocks: Block | str, docname: str = HERE) -> list[str]:
    """The words that become links, block by block."""
    made = [entry if isinstance(entry, Block) else block(entry) for entry in blocks]
    mentions = find_mentions(made, NAMES, docname)
    for mention in mentions:
        text = made[mention.block].text[mention.start : mention.end]
        assert text.replace('\n', ' ') == mention.name.text
    return [mention.name.text for mention in mentions]


def test_a_mention_is_told_by_block_and_offset() -> None:
    blocks = [block('Nobody here.'), block('It is Rouge who ', Run('runs'))]
    assert find_mentions(blocks, NAMES, HERE) == [Mention(1, 6, 11, ROUGE)]


@pytest.mark.parametrize(
    ('text', 'names'),
    [
        ('Rouge Redstar runs.', ['Rouge Redstar']),
        ('Rouge Redstarling runs.', ['Rouge']),
        ('a Proto-Nean', ['Proto-Nean']),
        ('a Proto-Nean and a Nean', ['Proto-Nean', 'Nean']),
        ('Noid 262 and Noid 26', ['Noid 262']),
        ('Noid 2620', []),
    ],
)
def test_the_longest_name_wins(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    'text',
    ['Rouge', 'Rouge.', '(Rouge)', '—Rouge—', 'Rouge’s', "Rouge's", 'Rouge/x', 'x/Rouge', '*Rouge*',
     'Rouge- and', '- Rouge', 'Rouge–', 'Rouge…', '‘Rouge’', '«Rouge»'],
)  # fmt: skip
def test_a_whole_word_is_found(text: str) -> None:
    assert found(text) == ['Rouge']


@pytest.mark.parametrize(
    'text',
    ['Rouges', 'Barouge', 'xRouge', 'Rouge_', '_Rouge', 'Rouge2', '2Rouge', 'Rougeé', 'éRouge',
     'Rouge-like', 'Rouge\u2011like', 'Rouge\u2010like', 'anti-Rouge', 'anti\u2011Rouge',
     'Rouge-9', '9-Rouge'],
)  # fmt: skip
def test_a_part_of_a_word_is_not(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize('text', ['rouge', 'ROUGE', 'rOuge', 'proto-nean'])
def test_case_is_as_written(text: str) -> None:
    assert found(text) == []


def test_a_name_over_the_end_of_a_line_is_one_name() -> None:
    assert found('Rouge\nRedstar') == ['Rouge Redstar']


# -- once per section -------------------------------------------------------------------


def test_the_first_in_a_section() -> None:
    assert found('Rouge and Rouge', 'Rouge again, Nean') == ['Rouge', 'Nean']
    assert find_mentions([block('x Rouge, Rouge')], NAMES, HERE)[0].start == 2


def test_every_section_has_its_own_first() -> None:
    one, two = block('Rouge', section='one'), block('Rouge', section='two')
    assert found(one, two, one, two) == ['Rouge', 'Rouge']


def test_two_names_of_one_page_count_as_one() -> None:
    assert found('Rouge Redstar, or Rouge') == ['Rouge Redstar']


def test_two_terms_of_one_page_are_two() -> None:
    assert found('Nean, Proto-Nean') == ['Nean', 'Proto-Nean']


# -- where no link may stand ------------------------------------------------------------


def test_closed_runs() -> None:
    assert found(block('See ', Run('Rouge', open=False), '.')) == []
    linked = Run('Rouge', open=False, link=Link('character', 'rouge', 1))
    assert found(block('See ', linked, ', and Rouge.')) == ['Rouge']
    blocks = [block('See ', Run('Rouge', open=False), ', and Rouge.')]
    assert find_mentions(blocks, NAMES, HERE)[0].start == len('See Rouge, and ')


@pytest.mark.parametrize('text', ['“so Rouge said”', '"so Rouge said"', '“Rouge”'])
def test_quotations(text: str) -> None:
    assert found(text) == []
    assert found(f'{text} of Rouge') == ['Rouge']


def test_a_quotation_over_several_runs() -> None:
    assert found(block('It is “so ', Run('very'), ' Rouge” here')) == []


def test_a_name_over_the_border_of_two_runs() -> None:
    assert found(block('Rouge ', Run('Redstar'))) == []
    assert found(block('Rouge', Run(' runs'))) == ['Rouge']
    assert found(block('See ', Run('Rouge'), Run('Redstar', open=False))) == []


def test_never_to_the_page_itself() -> None:
    assert found('Rouge and Nean', docname='characters/rouge') == ['Nean']
    assert found('Rouge and Nean', docname='glossary') == ['Rouge']


def test_the_series_title_leads_nowhere() -> None:
    assert found('In Metallic Rouge it rains.') == []
    assert found('In Metallic Rouge it is Rouge who runs.') == ['Rouge']
    assert found(block('In ', Run('Metallic'), ' Rouge it rains.')) == []


# -- names that spoil -------------------------------------------------------------------


@pytest.mark.parametrize(
    ('spoils', 'names'), [(0, []), (8, []), (9, ['Crimson']), (10, ['Crimson'])]
)
def test_a_revealed_alias(spoils: int, names: list[str]) -> None:
    assert found(block('It is Crimson.', spoils=spoils)) == names


def test_an_alias_that_is_not_revealed_yet_hides_no_other_name() -> None:
    names = NameTable([ROUGE, PageName('Rouge Prime', 'characters/x', spoils=5)])
    shown = find_mentions([block('Rouge Prime')], names, HERE)
    assert [mention.name for mention in shown] == [ROUGE]
    later = find_mentions([block('Rouge Prime', spoils=5)], names, HERE)
    assert [mention.name.text for mention in later] == ['Rouge Prime']


# -- the names of a wiki ----------------------------------------------------------------


def linked(text: str | Block, *, docname: str = 'notes') -> list[tuple[str, str]]:
    """What becomes a link on a page of a small wiki, and the page it leads to."""
    front = """
    series:
      title: Harbour Lights
      episodes: 6
      aspects: {story: Whether it holds together.}
      unlinked: [Ash, Signal Box]
    """
    corpus = wiki(
        character('Ida Lund', aliases='[Ida, Ash]', misspellings='[Ida Lunt]',
                  revealed='[{episode: 4, alias: The Keeper}]'),
        character('Harbour'),
        character('One', aliases='[Twin]'),
        character('Two', aliases='[Twin]'),
        character('Nobody Yet', draft='true'),
        review('post', outlet='Buoy Post', author='Ann Hale'),
        review('post-2', outlet='Signal Box', covers='1-4'),
        review('tide-1', outlet='Tidewatch'),
        review('tide-2', outlet='Tidewatch', covers='1'),
        review('unborn', outlet='Unborn Weekly', draft='true'),
        page('notes', **prose(text)),
        front=front,
    )  # fmt: skip
    return [(mention.name.text, mention.name.docname) for mention in corpus.mentions(docname)]


@pytest.mark.parametrize(
    ('text', 'name', 'leads_to'),
    [
        ('Then Ida Lund came.', 'Ida Lund', 'characters/ida-lund'),
        ('Then Ida came.', 'Ida', 'characters/ida-lund'),
        ('Then Ida Lunt came.', 'Ida Lunt', 'characters/ida-lund'),
        ('Then Ann Hale wrote.', 'Ann Hale', 'critics/ann-hale'),
        ('In the Buoy Post.', 'Buoy Post', 'reviews/post'),
        ('The Harbour.', 'Harbour', 'characters/harbour'),
        ('In Tidewatch.', 'Tidewatch', 'critics/tidewatch'),
    ],
)
def test_what_links_by_itself(text: str, name: str, leads_to: str) -> None:
    assert linked(text) == [(name, leads_to)]


@pytest.mark.parametrize(
    'text',
    ['Harbour Lights is on.', 'Then Ash came.', 'In the Signal Box.', 'A Twin.',
     'Nobody Yet', 'Unborn Weekly', 'The Keeper came.', 'post', 'ida-lund', 'Title 1'],
)  # fmt: skip
def test_what_does_not(text: str) -> None:
    assert linked(text) == []


def test_a_revealed_alias_of_a_wiki() -> None:
    assert linked(block('The Keeper came.', spoils=3)) == []
    assert linked(block('The Keeper came.', spoils=4)) == [('The Keeper', 'characters/ida-lund')]


def test_a_page_that_is_not_there_mentions_nothing() -> None:
    assert linked('Ida', docname='nowhere') == []


# -- properties -------------------------------------------------------------------------

WORD = st.sampled_from(
    ['Rouge', 'Redstar', 'Metallic', 'Nean', 'Proto-Nean', 'Noid', '262', 'Crimson']
)
TEXT = st.lists(
    st.one_of(WORD, st.sampled_from([' ', ' ', '-', '. ', '“', '”', '"', '\n', 'é', '_', '('])),
    max_size=12,
).map(''.join)
RUN = st.builds(Run, TEXT, st.booleans())
BLOCK = st.builds(
    Block,
    st.sampled_from(['one', 'two']),
    st.lists(RUN, max_size=3).map(tuple),
    st.sampled_from([0, 9]),
)


@settings(deadline=None, max_examples=150)
@given(st.lists(BLOCK, max_size=3))
def test_mentions_lie_inside_and_apart(blocks: list[Block]) -> None:
    mentions = find_mentions(blocks, NAMES, HERE)
    seen = set()
    last = (-1, 0)
    for mention in mentions:
        here, text = blocks[mention.block], blocks[mention.block].text
        assert 0 <= mention.start < mention.end <= len(text)
        words = text[mention.start : mention.end].replace('\n', ' ')  # over the end of a line
        assert words == mention.name.text
        assert (mention.block, mention.start) >= last
        last = (mention.block, mention.end)
        assert mention.name.docname
        assert mention.name.spoils <= here.spoils
        key = (here.section, mention.name.docname, mention.name.anchor)
        assert key not in seen
        seen.add(key)
        around = text[mention.start - 1 : mention.start] + text[mention.end : mention.end + 1]
        assert not re.search(r'\w', around)
        edges = [0]
        for run in here.runs:
            edges.append(edges[-1] + len(run.text))
        inside = [
            run.open
            for run, start, end in zip(here.runs, edges, edges[1:], strict=False)
            if start <= mention.start and mention.end <= end and run.text
        ]
        assert inside == [True]


@settings(deadline=None, max_examples=50)
@given(st.permutations([ROUGE, REDSTAR, SERIES, NEAN, PROTO, SECRET]), TEXT)
def test_the_order_of_names_does_not_matter(names: list[PageName], text: str) -> None:
    blocks = [block(text)]
    again = NameTable([ROUGE, REDSTAR, SERIES, NEAN, PROTO, SECRET])
    assert find_mentions(blocks, NameTable(names), HERE) == find_mentions(blocks, again, HERE)


# -- composed and decomposed names ------------------------------------------------------


DECOMPOSED = unicodedata.normalize('NFD', 'Éden Prévost')


@pytest.mark.parametrize('written', ['Éden Prévost', DECOMPOSED])
@pytest.mark.parametrize('named', ['Éden Prévost', DECOMPOSED])
def test_a_name_is_a_link_in_either_form_of_unicode(named: str, written: str) -> None:
    text = f'There is {written} again.'
    corpus = wiki(character('Eden', aliases=f'[{named}]'), page('notes', **prose(text)))
    (mention,) = corpus.mentions('notes')
    assert text[mention.start : mention.end] == written
    assert mention.name.docname == 'characters/eden'


def test_a_name_is_not_the_beginning_of_a_decomposed_word() -> None:
    decomposed = unicodedata.normalize('NFD', 'José went.')
    corpus = wiki(character('Jose'), page('notes', **prose(decomposed)))
    assert corpus.mentions('notes') == []


def test_a_page_is_found_by_its_decomposed_id() -> None:
    corpus = wiki(character('éden'))
    target = corpus.find('character', unicodedata.normalize('NFD', 'éden'))
    assert target is not None
    assert target.docname == 'characters/éden'


def test_a_critic_is_recognised_in_a_decomposed_text() -> None:
    corpus = wiki(review('post', author='Ánna Hále'))
    text = unicodedata.normalize('NFD', 'As Ánna Hále says.')
    assert critics_named(corpus, text) == ['reviews/post']


@pytest.mark.parametrize(
    ('name', 'text', 'links'),
    [
        ('山田 太郎', '山田太郎が来た。', ['山田太郎']),
        ('山田 太郎', '山田\u3000太郎が来た。', ['山田\u3000太郎']),
        ('山田\u3000太郎', '山田 太郎が来た。', ['山田 太郎']),
        ('김 철수', '김철수는 갔다', ['김철수']),
        ('ナオミ・オルト', 'ナオミ・オルトは', ['ナオミ・オルト']),
        ('Ida Lund', 'Then Ida\u00a0Lund came.', ['Ida\u00a0Lund']),
        ('Ida Lund', 'Then Ida\u202fLund came.', ['Ida\u202fLund']),
        ('Ida Lund', 'Then IdaLund came.', []),
        ('ルビー', 'スタールビーは', []),
        ('ルビー', 'ルビー\u3000スター', ['ルビー']),
    ],
)
def test_a_name_is_the_same_with_other_spaces(name: str, text: str, links: list[str]) -> None:
    here = page('notes', **prose(text))
    corpus = wiki(character('Eden', aliases=f'["{name}"]'), here)
    assert [text[m.start : m.end] for m in corpus.mentions('notes')] == links
