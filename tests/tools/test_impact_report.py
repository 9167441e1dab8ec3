"""What a change does to what critics say together, in sentences."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from small_wiki import SERIES, character, episode, page, review, series

from criticwiki.corpus.corpus import Corpus
from criticwiki.tools.impact_report import (
    MAX_SENTENCES,
    PagePath,
    PlainText,
    as_markdown,
    as_text,
    impact,
)

if TYPE_CHECKING:
    from criticwiki.model.page import Page

SCORES = '{1: 5/5, 2: 4/5, 3: 4/5, 4: 3/5, 5: 3/5, 6: 2/5}'


def post(**facts: Any) -> Page:
    known = {
        'author': 'Ann Lee', 'score': '6/10',
        'episode_scores': '{1: 3/5, 2: 4/5}',
        'aspects': '{story: {stance: praise, says: Yes.}, music: {stance: praise, says: Yes.}}',
        'remarks': '[{about: ida-kerr, stance: praise, says: Fine.}]',
    }  # fmt: skip
    return review('post', **(known | facts))


def mail(**facts: Any) -> Page:
    known = {
        'author': 'Ben Ray',
        'score': '72%',
        'aspects': '{story: {stance: praise, says: Yes.}}',
    }
    return review('mail', **(known | facts))


PAGES_STORY = '{story: {stance: praise, says: Yes.}}'
PAGES = [
    series(),
    page('consensus', panels=(('consensus', 'headline'), ('consensus', 'agreement'))),
    page('guide'),
    *(episode(number) for number in range(1, 7)),
    character('Ida Kerr', appears_in='1-3'),
    post(),
    mail(),
    review(
        'early',
        outlet='The Log',
        covers='1-2',
        aspects='{story: {stance: praise, says: Yes.}}',
    ),
    review('draft', author='Dee', score='9/10', draft='true'),
]
NEW = review('new', author='Cy', aspects='{story: {stance: criticism, says: No.}}')


def told(*edited: Page, without: str = '') -> list[str]:
    old = Corpus(PAGES)
    pages = {known.docname: known for known in (*PAGES, *edited) if known.docname != without}
    return as_text(impact(old, Corpus(pages.values()))).splitlines()


def consensus(*edited: Page) -> list[str]:
    """What is told, without the number of pages."""
    found = told(*edited)
    if found[-1].startswith('on '):
        del found[-1]
    assert re.match('[0-9]+ pages? changes?: ', found[-1])
    return found[:-1]


def test_nothing_is_said_where_nothing_changes() -> None:
    assert told() == []
    assert told(replace(PAGES[2], stamp=(1, 1), places={})) == []
    assert as_markdown([]) == ''


STAYS = 'the headline stays: 66 of 100'


@pytest.mark.parametrize(
    ('edited', 'expected'),
    [
        (
            [NEW],
            [
                'new review: reviews/new.md',
                f'{STAYS}, now from 2 of 4 critics',
                'critics who print no season score: was 1, now 2',
                ('story: was 3 praise of 3, now 3 praise and 1 criticism of 4;'
                ' agreement no longer high, now medium'),
                'critics now split on story',
                'no longer agreed to praise: story',
                'episodes 1–2: covered by 3 reviews, now by 4',
                'episodes 3–6: covered by 2 reviews, now by 3',
            ],
        ),
        (
            [post(score='8/10')],
            [
                ('the headline: was 66 of 100 (60 to 72), from 2 of 3 critics;'
                ' is now 76 of 100 (72 to 80), from 2 of 3 critics'),
                'the mean without one critic: was 60 to 72, now 72 to 80',
                'Ann Lee: the score was 6/10 (60 of 100), is now 8/10 (80 of 100)',
            ],
        ),
        (
            [post(aspects='{story: {stance: criticism, says: No.}}')],
            [
                STAYS,
                ('story: was 3 praise of 3, now 2 praise and 1 criticism of 3;'
                ' agreement no longer high, now medium'),
                'music: was 1 praise of 1, now not discussed; evidence was single, now none',
                'critics now split on story',
                'no longer agreed to praise: story',
                'Ann Lee: story was praise, is now criticism',
                'Ann Lee: music was praise, is now not discussed',
            ],
        ),
        (
            [post(episode_scores=SCORES)],
            [
                STAYS,
                'Ann Lee: the score of episode 1 was 3/5 (60 of 100), is now 5/5 (100 of 100)',
                *(
                    f'Ann Lee: the score of episode {n} was none, is now {s}/5 ({20 * s} of 100)'
                    for n, s in ((3, 4), (4, 3), (5, 3), (6, 2))
                ),
                'Ann Lee: a falling trend over the episodes is claimed now',
                'episode 1: was 60 of 100 from 1 score, now 100 of 100 from 1 score',
                *(
                    f'episode {n}: was not scored, now {20 * s} of 100 from 1 score'
                    for n, s in ((3, 4), (4, 3), (5, 3), (6, 2))
                ),
            ],
        ),
        (
            [mail(episode_scores='{1: 50%}')],
            [
                STAYS,
                'Ben Ray: the score of episode 1 was none, is now 50% (50 of 100)',
                'episode 1: was 60 of 100 from 1 score, now 55 of 100 from 2 scores',
                'the mean of all episode scores: was none, now 63',
            ],
        ),
        (
            [post(remarks='[{about: ida-kerr, stance: mixed, says: So so.}]')],
            [STAYS, 'remarks on Ida Kerr: was 1 praise, now 1 mixed'],
        ),
        (
            [mail(remarks='[{about: 4, stance: mixed, says: So so.}]')],
            [STAYS, 'remarks on episode 4: was none, now 1 mixed'],
        ),
        (
            [
                review(
                    'early', outlet='The Log', covers='1-2', score='8/10',
                    aspects='{story: {stance: praise, says: Yes.}}',
                    remarks='[{about: 1, stance: none, says: Named.}]',
                )
            ],
            [
                STAYS,
                'The Log: the score was none, is now 8/10 (80 of 100)',
                'remarks on episode 1: was none, now 1 mention',
                'episode 1: was 60 of 100 from 1 score, now 70 of 100 from 2 scores',
                'episode 2: was 80 of 100 from 1 score, now 80 of 100 from 2 scores',
                'the mean of all episode scores: was none, now 75',
            ],
        ),
        (
            [review('draft', author='Dee', score='90%')],
            [
                'reviews/draft.md is no draft any more',
                ('the headline: was 66 of 100 (60 to 72), from 2 of 3 critics;'
                ' is now 74 of 100 (60 to 90), from 3 of 4 critics'),
                'the mean without one critic: was 60 to 72, now 66 to 81',
                'episodes 1–2: covered by 3 reviews, now by 4',
                'episodes 3–6: covered by 2 reviews, now by 3',
            ],
        ),
        (
            [mail(draft='true')],
            [
                'reviews/mail.md is a draft now, and counts no longer',
                ('the headline: was 66 of 100 (60 to 72), from 2 of 3 critics;'
                ' is now 60 of 100, from 1 of 2 critics'),
                'the mean without one critic: was 60 to 72, now not known',
                'story: was 3 praise of 3, now 2 praise of 2; evidence was medium, now limited',
                'episodes 1–2: covered by 3 reviews, now by 2',
                'episodes 3–6: covered by 2 reviews, now by 1',
            ],
        ),
        (
            [mail(covers='1-5')],
            [
                ('the headline: was 66 of 100 (60 to 72), from 2 of 3 critics;'
                ' is now 60 of 100, from 1 of 3 critics'),
                'critics who print no season score: was 1, now 2',
                'the mean without one critic: was 60 to 72, now not known',
                'Ben Ray: covers episodes 1–5, no longer 1–6',
                'episode 6: covered by 2 reviews, now by 1',
            ],
        ),
        (
            [review('early', outlet='The Log', covers='1-3', aspects=PAGES_STORY)],
            [
                STAYS,
                'The Log: covers episodes 1–3, no longer 1–2',
                ('episodes 1–2 are no longer compared with the rest,'
                ' as the part that early reviews saw'),
                'episode 3: covered by 2 reviews, now by 3',
            ],
        ),
        (
            [post(categories='{Art: 5/10}')],
            [STAYS, 'Ann Lee: the score for Art was none, is now 5/10 (50 of 100)'],
        ),
        (
            [series(SERIES.replace('music: The songs.', 'sound: What is heard.'))],
            [
                STAYS,
                'music: is no aspect any more',
                'sound: is a new aspect, not discussed',
            ],
        ),
        ([mail(headline='Another')], ['the consensus stays']),
        ([mail(summary='A word.')], ['the consensus stays']),
        ([replace(PAGES[2], source='other')], ['the consensus stays']),
    ],
    ids=lambda value: value[0].docname if isinstance(value, list) and value and hasattr(
        value[0], 'docname') else '',
)  # fmt: skip
def test_what_an_edit_does(edited: list[Page], expected: list[str]) -> None:
    assert consensus(*edited) == expected


def test_pages_are_counted_that_show_something_else() -> None:
    found = told(replace(PAGES[2], source='other'))
    assert found == ['the consensus stays', '1 page changes: 1 other page']
    # the consensus, the review, the critic's page, the list of critics
    assert told(post(score='8/10'))[-1] == '4 pages change: 1 review, 2 critics and 1 other page'


def test_a_new_review_changes_the_pages_that_it_is_about() -> None:
    new = review('new', author='Cy', covers='2', score='6/10')
    # episode 2, the list of critics, the landing page and the consensus
    assert told(new)[-1] == '4 pages change: 1 episode, 1 critic and 2 other pages'
    about = review(
        'new', author='Cy', covers='2', remarks='[{about: ida-kerr, stance: mixed, says: x}]'
    )
    # without a score, nothing on the landing page
    counts = '4 pages change: 1 episode, 1 character, 1 critic and 1 other page'
    assert told(about)[-1] == counts


def test_a_page_that_goes_and_one_that_is_renamed() -> None:
    assert told(without='guide') == ['removed page: guide.md', 'the consensus stays']
    moved = replace(mail(), docname='reviews/post-office', path='reviews/post-office.md')
    found = told(moved, without='reviews/mail')
    assert found[:2] == [
        'renamed: reviews/mail.md is now reviews/post-office.md',
        'the consensus stays',
    ]


def test_the_widest_split_is_another() -> None:
    def critics(*stances: str) -> list[Page]:
        return [
            review(f'r{number}', author=f'Critic {number}', aspects=held)
            for number, held in enumerate(stances)
        ]

    def held(story: str, music: str) -> str:
        words = (('story', story), ('music', music))
        told = (f'{name}: {{stance: {stance}, says: So.}}' for name, stance in words)
        return f'{{{", ".join(told)}}}'

    first = critics(held('praise', 'praise'), held('criticism', 'mixed'), held('mixed', 'mixed'))
    more = critics(
        held('praise', 'praise'), held('mixed', 'criticism'), held('mixed', 'mixed'),
    )  # fmt: skip
    found = as_text(impact(Corpus([series(), *first]), Corpus([series(), *more])))
    assert 'critics now split on music\ncritics no longer split on story\n' in found
    assert 'the widest split is now on music, no longer on story\n' in found


def test_many_changes_are_counted_rather_than_told() -> None:
    many = [
        review(f'r{n:02}', author=f'Critic {n:02}', score='50%') for n in range(MAX_SENTENCES + 5)
    ]
    less = [
        review(f'r{n:02}', author=f'Critic {n:02}', score='40%') for n in range(MAX_SENTENCES + 5)
    ]
    found = as_text(impact(Corpus([series(), *many]), Corpus([series(), *less]))).splitlines()
    assert sum('the score was 50%' in line for line in found) == MAX_SENTENCES
    assert 'and 5 more changes of critics' in found


@pytest.mark.parametrize(
    ('name', 'text', 'markdown'),
    [
        ('story', 'story', 'story'),
        ('a\nb\u202e  c', 'a b c', 'a b c'),
        ('<b>&amp;', '<b>&amp;', '&lt;b\\>&amp;amp;'),
        ('[x](javascript:y)', '[x](javascript:y)', '\\[x\\]\\(javascript\\:y\\)'),
        ('@team #1 `a` *b* _c_ |', '@team #1 `a` *b* _c_ |',
         '@\u2060team \\#1 \\`a\\` \\*b\\* \\_c\\_ \\|'),
        ('x' * 200, 'x' * 99 + '…', 'x' * 99 + '…'),
    ],
)  # fmt: skip
def test_names_are_no_markup(name: str, text: str, markdown: str) -> None:
    sentences = [('on ', PlainText(name), ': done')]
    assert as_text(sentences) == f'on {text}: done\n'
    assert as_markdown(sentences).splitlines()[-1] == f'* on {markdown}: done'


@pytest.mark.parametrize(
    ('path', 'markdown'),
    [
        ('reviews/the-orbit-1.md', '`reviews/the-orbit-1.md`'),
        ('a`b``c.md', '```a`b``c.md```'),
        ('`@team` <b>\n', '`` `@team` <b> ``'),
    ],
)
def test_a_path_is_code(path: str, markdown: str) -> None:
    assert as_markdown([('new: ', PagePath(path))]).splitlines()[-1] == f'* new: {markdown}'
