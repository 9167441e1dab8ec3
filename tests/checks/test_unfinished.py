"""A draft that is none any more: what it left is told, and it counts nowhere until that is gone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from bad_page_cases import around

from criticwiki.checks.loader import Wiki
from criticwiki.config import Settings
from criticwiki.problems import Code
from criticwiki.tools.new import new_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from criticwiki.model.page import Page

NEW = {
    'review': ('review', 'likely-systems-season-1', ''),
    'a titled review': ('review', '', 'The light that failed'),
    'episode': ('episode', '03-a-light', ''),
    'special': ('episode', '2.5', ''),
    'untitled episode': ('episode', '', ''),
    'character': ('character', 'bo-kay', ''),
    'page': ('page', 'guide/notes', ''),
    'page at the top': ('page', 'notes', ''),
}
WIKI = Wiki({**around()}, Settings())


def draft(name: str) -> tuple[str, str]:
    """Path and text of a new page."""
    page = new_page(WIKI, *NEW[name])
    return page.path, page.text


def told(path: str, text: str) -> tuple[list[str], Page]:
    """Places where an unfinished page is told, and the page; nothing else is wrong with it."""
    wiki = Wiki({**around(), path: text}, Settings())
    assert {problem.code for problem in wiki.problems} <= {Code.UNFINISHED}
    assert {problem.path for problem in wiki.problems} <= {path}
    places = [f'{problem.line}:{problem.column}' for problem in wiki.problems]
    return places, wiki.corpus.pages[path.removesuffix('.md')]


def no_draft(text: str) -> str:
    return text.replace('  draft: true\n', '')


def no_notes(text: str) -> str:
    """What is left where one deletes the notes, as the draft says."""
    matter, _, body = no_draft(text).partition('\n---\n')
    matter = re.sub(r'(?m)^ *## .*\n', '', matter)
    return matter + '\n---\n' + re.sub(r'(?m)^% .*\n', '', body)


def written(text: str) -> str:
    """A finished page: its summary and its sections are written."""
    text = no_notes(text).replace('  # summary:', '  summary:')
    text = text.replace('A keeper, a stranger and a light that will not go out.', 'A light.')
    return re.sub(r'(?m)^(##? .*\n)\n', r'\1\nWords.\n\n', text)


@pytest.mark.parametrize('name', NEW)
def test_a_draft_that_is_only_no_draft_counts_nowhere(name: str) -> None:
    path, text = draft(name)
    assert told(path, text)[0] == []
    places, page = told(path, no_draft(text))
    assert '3:3' in places
    assert page.facts is None


@pytest.mark.parametrize('name', NEW)
def test_a_draft_that_is_finished_as_it_says_is_good(name: str) -> None:
    path, text = draft(name)
    places, page = told(path, written(text))
    assert places == []
    assert page.facts is not None
    assert not page.draft


def test_whatever_is_left_is_told_by_itself() -> None:
    path, text = draft('episode')
    good = written(text)
    note = next(line.strip() for line in text.split('\n') if '  ## ' in line)
    left: dict[str, Callable[[str], str]] = {
        'a note of a field': lambda page: page.replace('  title:', f'  {note}\n  title:', 1),
        'a note': lambda page: page + text[text.rindex('\n% ') + 1 :],
        'the example of a summary': lambda page: page.replace(
            '  summary: A light.',
            '  # summary: A keeper, a stranger and a light that will not go out.',
        ),
        'an empty section': lambda page: page.replace('## Making\n\nWords.', '## Making'),
        'an empty section in between': lambda page: page.replace(
            '## What happens\n\nWords.', '## What happens\n\n% Tell it.\n'
        ),
        'the heading': lambda page: page.replace('title: A light', 'title: A Lamp').replace(
            '  summary: A light.\n', ''
        ),
    }
    for what, leave in left.items():
        assert leave(good) != good, what
        places, page = told(path, leave(good))
        assert len(places) == 1, what
        assert page.facts is None, what


@pytest.mark.parametrize(
    'text',
    [
        '# Bo\n\n% a note of mine\n\nWords.\n',
        '# Bo\n\n## One\n\n### Two\n\nWords.\n',
        '# Bo\n\n## One\n\n```{nothing}\n```\n',
        '# Bo\n\n## One\n\n(here)=\n### Two\n\n- Words.\n',
        '# Bo\n',
    ],
)
def test_what_is_no_rest_of_a_draft_is_left_alone(text: str) -> None:
    front = '---\ncharacter:\n  ## mine\n  name: Bo\n  # summary: later\n---\n\n'
    wiki = Wiki({**around(), 'characters/bo-kay.md': front + text}, Settings())
    assert Code.UNFINISHED not in {problem.code for problem in wiki.problems}
    assert wiki.corpus.pages['characters/bo-kay'].facts is not None


@pytest.mark.parametrize(
    ('heading', 'headline', 'summary', 'rest'),
    [
        ('Some outlet season 1', 'A light', 'S.', True),
        ('Some outlet season 1', 'Some Outlet, season 1', 'S.', True),
        ('Some Outlet season 1', 'A light', 'S.', False),
        ('Some outlet season 1', 'Some outlet season 1', 'null', False),
        ('A light', 'A light', 'null', False),
    ],
)
def test_a_heading_that_is_the_name_of_the_file(
    heading: str, headline: str, summary: str, rest: bool
) -> None:
    source = (
        f'---\nreview: {{headline: "{headline}", outlet: null, author: null, url: null,'
        f' published: null, covers: 1, summary: {summary}}}\n---\n\n# {heading}\n\nWords.\n'
    )
    places, page = told('reviews/some-outlet-season-1.md', source)
    assert places == (['5:1'] if rest else [])
    assert (page.facts is None) is rest
