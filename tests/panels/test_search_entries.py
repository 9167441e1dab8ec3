"""What a page can be looked up by: its names, and nothing that an episode gives away."""

from __future__ import annotations

from small_wiki import character, episode, page, review

from criticwiki.corpus.corpus import Corpus
from criticwiki.export.metadata import MAX_SUMMARY, SearchEntry, search_entries
from criticwiki.model.page import Page, Term


def found(made: Page) -> SearchEntry:
    (only,) = search_entries(Corpus([made]))
    return only


def test_a_character_by_aliases_and_misspellings_but_not_by_what_is_revealed() -> None:
    mara = character(
        'Mara Voss',
        name_ja='マーラ',
        aliases='[Mara]',
        misspellings='[Marra]',
        revealed='[{episode: 2, alias: The Spy, kind: spy}]',
        summary='She leads.',
    )
    names = ('Mara Voss', 'マーラ', 'Mara', 'Marra')
    assert found(mara) == SearchEntry('characters/mara-voss', 'character', 'She leads.', names, ())


def test_a_review_by_critic_and_outlet() -> None:
    assert found(review('gazette', outlet='Gazette')).names == ('Gazette', 'A review')
    names = ('Ann Lee', 'Gazette', 'A review')
    assert found(review('gazette', outlet='Gazette', author='Ann Lee')).names == names


def test_an_episode_by_number_title_and_variants() -> None:
    dust = episode(7, title='Dust', title_ja='塵', variants='{Dusk: gazette}')
    assert found(dust).names == ('7', 'Dust', '塵', 'Dusk')


def test_its_title_is_not_told_twice() -> None:
    names = page('characters/mara', 'character: {name: Mara}', title='Mara')
    assert found(names).names == ()


def test_a_term_unless_it_gives_an_episode_away() -> None:
    terms = (Term('flat', 'term-flat'), Term('beast', 'term-beast', 3))
    glossary = page('glossary', terms=terms)
    assert found(glossary) == SearchEntry('glossary', 'other', '', (), (('flat', 'term-flat'),))


def test_a_page_with_faulty_front_matter_is_still_found() -> None:
    faulty = Page('episodes/07', 'episodes/07.md', 'episode', 'Dust')
    assert found(faulty) == SearchEntry('episodes/07', 'episode', '', (), ())


def test_a_long_summary_ends_with_a_whole_word() -> None:
    summary = found(page('notes', f'page: {{summary: {"dusty " * 99}end.}}')).summary
    assert summary.endswith('dusty …')
    assert len(summary) <= MAX_SUMMARY + 2
