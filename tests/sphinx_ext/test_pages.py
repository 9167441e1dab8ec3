"""What a page says of itself: figures, languages, descriptions, drafts, theme keys."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from .pages import with_pages
from .test_same_problems import told_by_build, told_by_check

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Build

PAGES = with_pages(
    {
        'notes.md': """\
            ---
            page:
              summary: 'Notes on <salt> & "camels".'
            ---

            # Notes

            The mean is {value}`consensus.mean`, from {value}`consensus.scored` of
            {value}`consensus.reviews` reviews; episodes have
            {value}`reviews.gazette.episodes.mean` and {value}`reviews.gazette.score.printed`,
            and the series is {value}`series.title`. {value}`consensus.reviews in Words` reviews, by
            {value}`consensus.critics in words` critics; {value}`consensus.mean in words`.

            In Japanese: {ja}`塩の道`.
            """,
        'episodes/03-bread.md': """\
            ---
            episode:
              number: 3
              title: Bread
              title_ja: パン
              aired: 2020-01-15
              director: [Lu Chen, Bo Ek]
              script: null
              confidence: {director: one source}
            ---

            # Bread

            They bake.
            """,
        'episodes/04-draft.md': """\
            ---
            episode: {number: 4, title: Unwritten, draft: true}
            ---

            # Unwritten

            Mara sleeps.
            """,
        'characters/pilgrim.md': """\
            ---
            character: {name: Pilgrim, appears_in: 1-4, draft: true}
            ---

            # Pilgrim

            Nobody yet.
            """,
        'reviews/draft.md': """\
            ---
            review:
              headline: Not yet read
              outlet: Draft Post
              author: null
              url: null
              published: null
              covers: 1-4
              score: 2/10
              episode_scores: {1: 1/5}
              aspects:
                plot: {stance: criticism, says: Unread.}
              remarks:
                - {about: mara-voss, stance: criticism, says: Unread too.}
              draft: true
            ---

            # Not yet read

            The Pilgrim waits. See {episode}`1`.
            """,
        'drafts.md': '# Drafts\n\nThe Pilgrim reads the Draft Post; {review}`this <draft>`.\n',
    }
)


@pytest.fixture(scope='module')
def made(wiki: Callable[..., Build]) -> Build:
    return wiki(PAGES)


def test_no_warnings(made: Build) -> None:
    assert made.warnings == []


def test_figures_come_from_the_data(made: Build) -> None:
    text = ' '.join(made.body('notes').get_text().split())
    assert (
        'The mean is 80, from 1 of 2 reviews; episodes have 3.5 and 8/10,'
        ' and the series is Salt Road. Two reviews, by two critics; 80.'
    ) in text


def test_japanese_is_marked(made: Build) -> None:
    assert made.body('notes').find(attrs={'lang': 'ja'}).get_text() == '塩の道'
    assert made.body('episodes/03-bread').find(attrs={'lang': 'ja'}).get_text() == 'パン'


def test_facts_say_how_well_they_are_known(made: Build) -> None:
    facts = ' '.join(made.body('episodes/03-bread').select_one('.wiki-facts').get_text().split())
    assert 'Episode 3 of 4' in facts
    assert '15 January 2020' in facts
    assert 'Lu Chen, Bo Ek one source' in facts
    assert 'Script' not in facts
    assert 'Storyboard' not in facts


def test_description(made: Build) -> None:
    page = made.html('notes')
    assert page.find('meta', attrs={'name': 'description'})['content'] == (
        'Notes on <salt> & "camels".'
    )
    assert page.find('meta', attrs={'property': 'og:title'})['content'] == 'Notes'
    assert page.find('meta', attrs={'name': 'robots'}) is None
    assert made.html('drafts').find('meta', attrs={'name': 'description'}) is None


def test_theme_keys_survive(wiki: Callable[..., Build]) -> None:
    text = """\
        ---
        html_meta:
          keywords: salt, camels
          "property=og:type": article
        page: {summary: Short.}
        ---

        # Notes
        """
    made = wiki(with_pages({'notes.md': text}))
    page = made.html('notes')
    assert page.find('meta', attrs={'name': 'keywords'})['content'] == 'salt, camels'
    assert page.find('meta', attrs={'property': 'og:type'})['content'] == 'article'
    assert page.find('meta', attrs={'name': 'description'})['content'] == 'Short.'
    assert made.warnings == []


FOREIGN = """\
---
tags: [salt, "a: b"]
blogpost: true
html_theme.sidebar_secondary.remove: true
ratings: {deep: {down: null}, words: 7.5 camels}
draft_of: x
---

# Notes
"""


def test_keys_of_other_extensions_reach_them(wiki: Callable[..., Build]) -> None:
    keys = ['blogpost', 'html_theme.*', 'ratings', 'tags']
    made = wiki(with_pages({'notes.md': FOREIGN}), criticwiki_foreign_keys=keys)
    (warning,) = made.warnings
    assert warning.startswith('notes.md:6:1: ')
    assert "unknown key 'draft_of'" in warning
    made.replace('notes.md', 'draft_of: x\n', '')
    made.write('conf.py', (made.source / 'conf.py').read_text('utf-8') + PRINTING)
    assert made.rebuild().warnings == []
    assert json.loads(made.text('metadata.json')) == {
        'blogpost': 'True',
        'html_theme.sidebar_secondary.remove': 'True',
        'ratings': '{"deep": {"down": null}, "words": "7.5 camels"}',
        'tags': '["salt", "a: b"]',
    }
    pattern = json.loads(made.text('data/front-matter.schema.json'))['patternProperties']
    assert '^tags$' in pattern
    assert '^html_theme\\.' in pattern


PRINTING = """
def setup(app):
    import json, pathlib
    def keep(app, _error):
        kept = {k: v for k, v in app.env.metadata['notes'].items() if isinstance(v, str)}
        pathlib.Path(app.outdir, 'metadata.json').write_text(json.dumps(kept))
    app.connect('build-finished', keep)
"""


def test_previews_are_kept_out_of_search_engines(wiki: Callable[..., Build]) -> None:
    pages = with_pages({})
    preview = wiki(pages, criticwiki_noindex=True)
    for file in sorted(preview.out.rglob('*.html')):
        docname = file.relative_to(preview.out).as_posix().removesuffix('.html')
        robots = preview.html(docname).find_all('meta', attrs={'name': 'robots'})
        assert {tag['content'] for tag in robots} == {'noindex'}, docname


def test_drafts_are_shown_as_such(made: Build) -> None:
    for docname in ('episodes/04-draft', 'characters/pilgrim', 'reviews/draft'):
        facts = made.body(docname).select_one('.wiki-facts')
        assert 'This page is a draft and counts nowhere.' in facts.get_text()
    assert 'draft' not in made.body('episodes/03-bread').select_one('.wiki-facts').get_text()


def test_drafts_count_nowhere(made: Build) -> None:
    data = made.data
    assert set(data['episodes']) == {'01-departure', '02-dust', '03-bread'}
    assert set(data['characters']) == {'mara-voss', 'oren'}
    assert set(data['reviews']) == {'gazette', 'herald'}
    assert data['consensus']['mean'] == 80
    assert data['consensus']['aspects']['plot']['criticism'] == 0
    assert 'draft' not in made.text('data/scores.csv')
    for docname in ('index', 'consensus', 'episodes/01-departure'):
        page = made.body(docname)
        for links in page.select('#backlinks'):
            links.decompose()
        for name in ('Draft Post', 'Unwritten', 'Pilgrim', 'Not yet read'):
            assert name not in page.get_text()
    assert 'Unread' not in made.body('characters/mara-voss').get_text()
    assert 'Draft Post' not in made.body('characters/mara-voss').get_text()
    assert not made.html('episodes/03-bread').select('link[rel=next]')


def test_names_of_drafts_do_not_link_but_roles_do(made: Build) -> None:
    paragraph = made.body('drafts').p
    assert [(a.get_text(), a['href']) for a in paragraph.find_all('a')] == [
        ('this', 'reviews/draft.html')
    ]


@pytest.mark.parametrize(
    'matter',
    [
        'page: {summary: Short.}\n',
        'orphan: true\npage:\n  summary: >\n    Long,\n    over lines.\n',
        'page:\n  summary: Short.\n\n# a comment\norphan: true\n\ntocdepth: 2\n',
        'og:type: article\npage:\n  summary: Short.\nhide-toc: true\n',
    ],
)
def test_lines_below_front_matter_keep_their_numbers(
    wiki: Callable[..., Build], matter: str
) -> None:
    text = f'---\n{matter}---\n\n# Lines\n\nOne.\n\n{{nosuchrole}}`x`\n'
    line = text[: text.index('{nosuchrole}')].count('\n') + 1
    made = wiki(with_pages({'lines.md': text}))
    assert [warning for warning in made.warnings if warning.startswith(f'lines.md:{line}:')]
    assert not [warning for warning in made.warnings if not warning.startswith('lines.md:')]


def test_an_orphan_needs_no_contents_list(wiki: Callable[..., Build]) -> None:
    pages = with_pages(
        {'far/away/alone.md': '---\norphan: true\npage: {summary: Far.}\n---\n\n# Alone\n'}
    )
    made = wiki(pages)
    assert made.warnings == []
    made.edit('far/away/alone.md', '---\npage: {summary: Far.}\n---\n\n# Alone\n')
    made.rebuild()
    assert len(made.warnings) == 1
    assert (
        'far/away/alone.md:1:1: WARNING: no table of contents lists this page' in made.warnings[0]
    )
    assert told_by_check(made) == told_by_build(made)
