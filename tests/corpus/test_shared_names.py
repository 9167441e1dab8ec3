"""Names that characters share, and names in scripts without spaces or in other forms of Unicode."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from small_wiki import SERIES, block, character, episode, page, prose, wiki

from criticwiki.checks.between_pages import check
from criticwiki.corpus.invalidation import after
from criticwiki.corpus.names import backlinks
from criticwiki.panels.standing import pages_placed_anew

if TYPE_CHECKING:
    from criticwiki.corpus.corpus import Corpus
    from criticwiki.model.page import Page

DAX = '{Dax: [jadzia-dax, ezri-dax]}'
SHARED = f'{SERIES}  shared_names: {DAX}\n'
JADZIA = character('Jadzia Dax', aliases='[Dax, Jadzia]')
EZRI = character('Ezri Dax', aliases='[Dax, Ezri]')


def linked(corpus: Corpus, docname: str) -> list[tuple[str, str]]:
    """Words that become links on a page, with their targets."""
    texts = [one.text for one in corpus.blocks(docname)]
    return [
        (texts[one.block][one.start : one.end], one.name.docname)
        for one in corpus.mentions(docname)
    ]


def told(corpus: Corpus) -> list[str]:
    return [f'{one.path}: {one.message} [{one.code}]' for one in check(corpus)]


def test_a_shared_name_leads_to_a_choice() -> None:
    notes = page('notes', **prose('Dax and Jadzia Dax and Dax.'))
    corpus = wiki(JADZIA, EZRI, notes, front=SHARED)
    assert told(corpus) == []
    assert linked(corpus, 'notes') == [
        ('Dax', 'names/dax'),
        ('Jadzia Dax', 'characters/jadzia-dax'),
    ]


def test_without_the_list_it_is_a_problem_with_its_cure() -> None:
    notes = page('notes', **prose('Dax waits.'))
    corpus = wiki(JADZIA, EZRI, notes)
    assert linked(corpus, 'notes') == []
    (line,) = told(corpus)
    assert line.startswith("characters/jadzia-dax.md: the name 'Dax' is taken by characters/ezri")
    assert line.endswith("list their ids under 'shared_names' in index.md [duplicate-name]")


def test_a_third_one_who_is_not_listed_is_told() -> None:
    corpus = wiki(JADZIA, EZRI, character('Curzon Dax', aliases='[Dax]'), front=SHARED)
    assert [line.rpartition(' [')[2] for line in told(corpus)] == ['duplicate-name]'] * 2


def test_a_page_says_whom_it_means() -> None:
    notes = page('notes', 'page: {means: {Dax: ezri-dax}}', **prose('Dax waits.'))
    others = page('others', **prose('Dax waits.'))
    corpus = wiki(JADZIA, EZRI, notes, others, front=SHARED)
    assert told(corpus) == []
    assert linked(corpus, 'notes') == [('Dax', 'characters/ezri-dax')]
    assert linked(corpus, 'others') == [('Dax', 'names/dax')]
    assert [link.docname for link in backlinks(corpus)['characters/ezri-dax']] == ['notes']


def test_on_the_page_of_one_of_them_it_is_their_own() -> None:
    jadzia = character('Jadzia Dax', aliases='[Dax]', page_=prose('Dax, before Ezri Dax.'))
    corpus = wiki(jadzia, EZRI, front=SHARED)
    assert linked(corpus, 'characters/jadzia-dax') == [('Ezri Dax', 'characters/ezri-dax')]


def test_whom_a_spoiler_gives_the_name_is_in_no_choice() -> None:
    ezri = character('Ezri', revealed='[{episode: 4, alias: Dax}]')
    front = SERIES + '  shared_names: {Dax: [jadzia-dax, ezri]}\n'
    open_page = page('open', **prose('Dax waits.'))
    means = page(
        'means',
        'page: {means: {Dax: ezri}}',
        **prose(block('Dax.'), block('Dax.', section='s', spoils=4)),
    )
    corpus = wiki(JADZIA, ezri, open_page, means, front=front)
    assert told(corpus) == []
    assert linked(corpus, 'open') == [('Dax', 'characters/jadzia-dax')]
    assert linked(corpus, 'means') == [
        ('Dax', 'characters/jadzia-dax'),
        ('Dax', 'characters/ezri'),
    ]


@pytest.mark.parametrize(
    ('front', 'notes', 'message'),
    [
        (
            '{Dax: [jadzia-dax, ezri-dex]}',
            '',
            "there is no character 'ezri-dex'; did you mean 'ezri-dax'?",
        ),
        (
            '{Dex: [jadzia-dax, ezri-dax]}',
            '',
            "'jadzia-dax' does not go by 'Dex'; add it to 'aliases'",
        ),
        (DAX, '{Dax: curzon}', "there is no character 'curzon'"),
        (DAX, '{Ezri: ezri-dax}', "'Ezri' is no name that characters share"),
        (DAX, '{Dax: quark}', "'quark' is not among those who share"),
    ],
)
def test_what_cannot_be_meant_is_told(front: str, notes: str, message: str) -> None:
    pages = [JADZIA, EZRI, character('Quark')]
    if notes:
        pages.append(page('notes', f'page: {{means: {notes}}}'))
    problems = told(wiki(*pages, front=f'{SERIES}  shared_names: {front}\n'))
    assert any(message in line for line in problems), problems


def test_an_edit_of_what_a_page_means_invalidates_both_targets() -> None:
    def notes(target: str) -> Page:
        return page('notes', f'page: {{means: {{Dax: {target}}}}}', **prose('Dax waits.'))

    old = wiki(JADZIA, EZRI, notes('jadzia-dax'), front=SHARED)
    new = wiki(JADZIA, EZRI, notes('ezri-dax'), front=SHARED)
    stale = after(old, new, ['notes'], pages_placed_anew)
    assert {'notes', 'characters/jadzia-dax', 'characters/ezri-dax'} <= set(stale.docnames)


# -- scripts without spaces, and forms of Unicode ------------------------------------------


@pytest.mark.parametrize(
    ('names', 'text', 'found'),
    [
        (['ルビー'], 'ルビーは強い。', ['ルビー']),
        (['ルビー', 'ルビー・レッド'], '昔ルビー・レッドが来た。', ['ルビー・レッド']),
        (['ルビー'], 'トルビーノは弱い。', []),
        (['紅玉'], '私は紅玉です。', ['紅玉']),
        (['李梅'], '昨天李梅来了。', ['李梅']),
        (['花'], '花火を見た。', []),
        (['花'], '「花」を見た。', ['花']),
        (['루비'], '루비는 강하다.', ['루비']),
        (['สมชาย'], 'วันนี้สมชายมา', ['สมชาย']),
        (['กา'], 'มีกาํ', []),
        (['ノイド262'], 'ノイド262が来た。ノイド2625も。', ['ノイド262']),
        (['Ida'], 'Idaは灯台にいる。', ['Ida']),
        (['Ida'], 'Idas Lampe', []),
    ],
)
def test_names_need_no_spaces_where_the_script_has_none(
    names: list[str], text: str, found: list[str]
) -> None:
    people = [character(f'P{number}', aliases=f'["{name}"]') for number, name in enumerate(names)]
    corpus = wiki(*people, page('notes', **prose(text)))
    assert [words for words, _target in linked(corpus, 'notes')] == found


def test_a_name_in_another_language_links() -> None:
    ida = character('Ida', name_ja='アイダ', names='{ru: Ида}')
    corpus = wiki(ida, page('notes', **prose('アイダは強い。', 'Пришла Ида.')))
    assert linked(corpus, 'notes') == [('アイダ', 'characters/ida')]
    sections = prose(block('アイダ'), block('Ида', section='more'))
    assert len(linked(wiki(ida, page('notes', **sections)), 'notes')) == 2


def test_composed_and_decomposed_names_are_one() -> None:
    zoe = character('Zoé Brûlé')
    text = unicodedata.normalize('NFD', 'Déjà vu: Zoé Brûlé à côté.')
    corpus = wiki(zoe, page('notes', **prose(text)))
    ((words, target),) = linked(corpus, 'notes')
    assert unicodedata.normalize('NFC', words) == 'Zoé Brûlé'
    assert target == 'characters/zoé-brûlé'
    longer = wiki(character('Zo'), page('notes', **prose(unicodedata.normalize('NFD', 'Zoé'))))
    assert linked(longer, 'notes') == []
    assert linked(wiki(character('Irene'), page('n', **prose('Irene\u0301e'))), 'n') == []


def test_accents_do_not_move_a_name_to_the_end() -> None:
    names = ['Zoe', 'Édouard', 'Eddy', 'Øyvind', 'Oz', 'ann', 'Ann', 'Łukasz', 'Lund']
    corpus = wiki(*(character(name, page_={'title': name}) for name in names if name != 'ann'))
    assert [entry.facts.name for entry in corpus.characters] == [
        'Ann', 'Eddy', 'Édouard', 'Łukasz', 'Lund', 'Øyvind', 'Oz', 'Zoe',
    ]  # fmt: skip


def test_titles_in_other_languages_do_not_link() -> None:
    corpus = wiki(episode(1, title_ja='灯台'), page('notes', **prose('灯台へ。')))
    assert linked(corpus, 'notes') == []
