"""The search index: words, names, and what each episode opens."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from search_files import index_of, words_of_index
from small_wiki import SERIES, character, episode, page, review

from criticwiki.checks.loader import Wiki
from criticwiki.config import Settings
from criticwiki.corpus.corpus import Corpus
from criticwiki.export.search_index import (
    LastIndex,
    SearchEntry,
    collect,
    critic_entries,
    index_scripts,
    page_entries,
    page_words,
    stale_shards,
    term_entries,
    words_of,
)
from criticwiki.export.search_passages import (
    SearchPassage,
    page_script,
    panel_passages,
    read_page_script,
)
from criticwiki.model.page import Page, Term
from criticwiki.panels.elements import (
    Element,
    definition,
    definitions,
    field,
    para,
    span,
    spoiler,
    table,
)

WORDS = {
    'Rouge’s': ['rouge', 's'],
    'Café ÉCLAIR': ['cafe', 'eclair'],
    'Ep.07, 7.2/10.0 and 3,5': ['ep', '7', '7_2', '10', 'and', '3_5'],
    '나오미': ['나오미'],
    'ナオミ': ['ナオ', 'オミ', 'ミ'],
    'ﾅｵﾐ ガ': ['ナオ', 'オミ', 'ミ', 'ガ'],
    'ＮＡＯＭＩ': ['naomi'],
    'हिन्दी': ['हिन्दी'],
    '[ ( % \\': [],
    '第12話': ['第', '12', '話'],
}


@pytest.mark.parametrize('text', WORDS)
def test_words_of_a_text(text: str) -> None:
    assert words_of(text) == WORDS[text]


def the_entry(made: Page) -> SearchEntry:
    (only,) = page_entries(Corpus([made]), {made.docname: made.title}, ['guide/*'])
    return only


def test_a_character_has_names_and_those_that_an_episode_reveals() -> None:
    mara = character(
        'Mara Voss',
        name_ja='マーラ',
        aliases='[Mara]',
        misspellings='[Marra]',
        revealed='[{episode: 2, alias: The Spy, kind: spy}]',
    )
    names = ('Mara Voss', 'マーラ', 'Mara', 'Marra')
    docname = 'characters/mara-voss'
    entry = SearchEntry(docname, '', 'character', mara.title, names, ((2, 'The Spy'),))
    assert the_entry(mara) == entry


def test_critics_are_found_by_their_pages_and_not_by_their_reviews() -> None:
    gazette = review('gazette', outlet='Gazette', author='Ann Lee')
    assert the_entry(gazette).names == ('Gazette', 'A review')
    assert the_entry(gazette).note == 'Ann Lee · Gazette'
    (critic,) = critic_entries(Corpus([gazette]))
    assert (critic.title, critic.kind, critic.note) == ('Ann Lee', 'critic', 'Gazette')


def test_an_episode_by_number_title_and_variants() -> None:
    dust = episode(7, title='Dust', title_ja='塵', variants='{Dusk: gazette}')
    assert the_entry(dust).names == ('7', 'Dust', '塵', 'Dusk')


def test_terms_that_mean_the_same_are_one_unless_an_episode_is_given_away() -> None:
    terms = (Term('flat', 'term-flat'), Term('flats', 'term-flat'), Term('beast', 'term-beast', 3))
    (term,) = term_entries(Corpus([page('glossary', terms=terms, title='Glossary')]))
    expected = SearchEntry('glossary', 'term-flat', 'other', 'flat', ('flats',), note='Glossary')
    assert term == expected


PLOT = """\
---
episode:
  number: 2
  title: Dust
  open: [Making]
---

# Dust

```{glossary}
above
  A sentence.
```

## What happens

### Then

```{glossary}
below
  A sentence with the {term}`above`.
```

## Making

### Where

```{glossary}
quarry
  A sentence.
```
"""
INDEX = f'---{SERIES}---\n\n# A\n\n```{{toctree}}\n:glob:\n*/*\n```\n'


def test_terms_in_a_plot_are_in_no_list_though_links_lead_there() -> None:
    notes = '# Notes\n\nSee {term}`below` and {term}`quarry`.\n'
    texts = {'index.md': INDEX, 'episodes/02-dust.md': PLOT, 'guide/notes.md': notes}
    read = Wiki(texts, Settings())
    assert list(read.problems) == []
    terms = read.corpus.pages['episodes/02-dust'].terms
    assert [(term.text, term.plot) for term in terms] == [('above', 2), ('below', 2), ('quarry', 0)]
    assert [entry.title for entry in term_entries(read.corpus)] == ['quarry']
    spoils = {name.text: name.spoils for name in read.corpus.names.all}
    assert [spoils[term.text] for term in terms] == [2, 2, 0]


def test_pages_for_editors_come_last() -> None:
    assert the_entry(page('guide/method')).last
    assert not the_entry(page('consensus')).last


def test_a_page_with_faulty_front_matter_is_still_found() -> None:
    faulty = Page('episodes/07', 'episodes/07.md', 'episode', 'Dust')
    assert the_entry(faulty) == SearchEntry('episodes/07', '', 'episode', 'Dust')


PASSAGES = [
    SearchPassage('', '', 0, 'The caravan starts at dawn.'),
    SearchPassage('in-the-story', 'In the story', 0, ''),
    SearchPassage('in-the-story', 'In the story', 3, 'The caravan-master is a spy.'),
]


def test_passages_are_read_as_they_are_written() -> None:
    script = page_script('notes', 'Notes', PASSAGES)
    assert read_page_script(script) == ('Notes', PASSAGES)


def test_the_index_has_each_word_with_the_episode_that_opens_it() -> None:
    scripts = [page_script('a', 'A', PASSAGES), page_script('b', 'B', PASSAGES[:1])]
    pages = [page_words(script) for script in scripts]
    assert [page.title for page in pages] == ['A', 'B']
    files = index_scripts([SearchEntry('a', '', 'other', 'A')], pages, {})
    words = words_of_index(index_of(files['index.js'] or '')['words'])
    assert words['caravan'] == [0]
    assert 'spy' not in words
    later = words_of_index(index_of(files['later.js'] or '')[1])
    assert later['spy'] == later['caravanmaster'] == later['is'] == [3]
    assert collect(pages, later=False)['story'][0].much == {0}


def test_a_large_index_is_divided_by_the_first_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [SearchPassage('', '', 0, 'Ø 7 go a'), SearchPassage('', '', 3, 'spy')]
    monkeypatch.setattr('criticwiki.export.search_index.LARGE', 1)
    files = index_scripts([], [page_words(page_script('a', 'A', texts))], {})
    names = {'words-0', 'words-a', 'words-g', 'words-other', 'later-s'}
    assert set(files) == {'index.js', *(f'{name}.js' for name in names)}
    assert set(index_of(files['index.js'] or '')['scripts']) == names


SOME_WORDS = st.lists(st.sampled_from(['ash', 'Ash', 'bee', 'oak', '7', 'Ø', '火星']), max_size=9)
TEXTS = st.lists(
    st.builds(
        SearchPassage, st.just(''), st.just(''), st.sampled_from([0, 3]), SOME_WORDS.map(' '.join)
    ),
    max_size=3,
)


@settings(deadline=None)
@given(before=st.lists(TEXTS, min_size=2, max_size=2), after=TEXTS, large=st.integers(1, 20))
def test_shards_that_stay_after_an_edit_are_those_of_a_clean_build(
    before: list[list[SearchPassage]], after: list[SearchPassage], large: int
) -> None:
    old, new = (
        [page_words(page_script('a', 'A', one)) for one in side]
        for side in (before, [after, before[1]])
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr('criticwiki.export.search_index.LARGE', large)
        written = index_scripts([], old, {})
        last = LastIndex(written.keys(), stale_shards(zip(old, new, strict=True)))
        updated = index_scripts([], new, {}, last)
        clean = index_scripts([], new, {})
    assert {
        name: written[name] if text is None else text for name, text in updated.items()
    } == clean


def test_a_panel_tells_facts_and_what_critics_say_but_no_tables_and_no_remarks() -> None:
    facts = Element(
        'fields',
        [
            field('Voice', para('Ada Bell'), span('one source', 'known')),
            field('Kind', span('not stated', 'unstated')),
            field('Revealed', spoiler(3, para('a spy'))),
        ],
    )
    words = definitions([definition(['music'], [para('Sings.')], 'aspect-music')])
    rows = table(Element('row'), [])
    assert panel_passages([facts, words, rows], 'facts', 'Facts') == [
        SearchPassage('facts', 'Facts', 0, 'Voice: Ada Bell'),
        SearchPassage('facts', 'Facts', 3, 'a spy'),
        SearchPassage('aspect-music', 'music', 0, 'Sings.'),
    ]
