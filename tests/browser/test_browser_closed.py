"""Nothing on any page tells what a reader has not seen, however far they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from closed import closed_words, leaks, say, say_elsewhere, told
from playwright.sync_api import expect
from site_build import html
from sphinx_ext.test_canaries import CANARIES, PAGES

from serving import serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from closed import Leak
    from playwright.sync_api import Page
    from wiki_build import Build

pytestmark = pytest.mark.browser
WIKI: Final = 'Metallic Rouge'
ROY: Final = 'characters/roy-junghardt.html'
PUPPETMASTER: Final = 'characters/the-puppetmaster.html'
LEVELS: Final = re.compile(r'data-(?:episode|later)="([\d.]+)"')
"""Episodes at which something opens or closes."""
EDITORS: Final = ('guide/', 'search.html', 'genindex.html', '404.html')
"""Pages that explain the wiki; a search has a test of its own."""


def pages_of(folder: Path) -> list[str]:
    files = sorted(folder.rglob('*.html'))
    return [file.relative_to(folder).as_posix() for file in files if '_static' not in file.parts]


@pytest.fixture(scope='module')
def canaries(wiki: Callable[..., Build]) -> Iterator[tuple[str, Path]]:
    """The address and the folder of a wiki with a word in every kind of spoiler."""
    made = wiki(PAGES, html_theme='furo', criticwiki_guard=False)
    assert made.warnings == []
    with serve(made.out) as address:
        yield address, made.out


def leaks_on(
    page: Page, site: str, names: list[str], closed: dict[str, float], seen: float
) -> dict[str, list[Leak]]:
    """What pages tell too early, by page."""
    tree = page.context.new_cdp_session(page)
    found = {}
    for name in names:
        page.goto(f'{site}{name}', wait_until='domcontentloaded')
        if early := leaks(told(page, tree), closed, seen):
            found[name] = sorted(early)
    return found


def test_no_page_of_this_wiki_tells_what_is_closed(page: Page, site: str) -> None:
    names = [name for name in pages_of(html()) if not name.startswith(EDITORS)]
    closed = closed_words(html() / name for name in names)
    assert min(closed[word] for word in ('gravity', 'unmasked', 'parasol')) > 4
    # of each folder the largest: what a kind of block tells a screen reader, canaries show too
    by_size = sorted(names, key=lambda name: (html() / name).stat().st_size)
    heard = {name.rpartition('/')[0] or name: name for name in by_size}.values()
    tree = page.context.new_cdp_session(page)
    found = {}
    say(page, site, WIKI, 0)
    for name in names:
        page.goto(f'{site}{name}', wait_until='domcontentloaded')
        levels = LEVELS.findall((html() / name).read_text('utf-8'))
        # where nothing opens up to an episode, that is the page of whoever has seen none
        for seen in (0, 4) if any(0 < float(level) <= 4 for level in levels) else (0,):
            say_elsewhere(page, WIKI, seen)
            if early := leaks(told(page, tree if name in heard else None), closed, seen):
                found[name, seen] = sorted(early)
    assert found == {}


def test_whoever_has_seen_all_reads_all(page: Page, site: str) -> None:
    say(page, site, WIKI, 13)
    for name in (ROY, PUPPETMASTER, 'glossary.html', 'episodes/12-mask-graveyard.html'):
        page.goto(f'{site}{name}')
        expect(page.locator('details.spoiler:not([open])')).to_have_count(0)
        expect(page.locator('.wiki-later:not(.wiki-open)')).to_have_count(0)


@pytest.mark.parametrize('seen', [0, 2, 3, 4])
def test_no_page_tells_a_planted_word(page: Page, canaries: tuple[str, Path], seen: int) -> None:
    site, folder = canaries
    closed = {word: float(canary.episode) for word, canary in CANARIES.items()}
    say(page, site, 'Salt Road', seen)
    assert leaks_on(page, site, pages_of(folder), closed, seen) == {}


def test_whoever_has_seen_it_reads_it(page: Page, canaries: tuple[str, Path]) -> None:
    site, _folder = canaries
    say(page, site, 'Salt Road', 2)
    page.goto(f'{site}episodes/02-dust.html')
    text = page.locator('[role=main]').inner_text()
    assert {word for word in CANARIES if word in text.lower()} >= {'zoruvak', 'zorvvak', 'zorbbvak'}
    assert 'zorwvak' not in text


@pytest.mark.parametrize('word', ['zoruvak', 'zoravak', 'zormvak', 'zorbavak'])
def test_the_search_finds_no_closed_word(page: Page, canaries: tuple[str, Path], word: str) -> None:
    site, _folder = canaries
    page.goto(f'{site}search.html?q={word}')
    expect(page.locator('.wiki-search').get_by_role('status')).to_contain_text(word)
    expect(page.locator('#search-results li')).to_have_count(0)


PLANTS: Final = {
    'text': "document.querySelector('h1').append(' zoravak')",
    'title': "document.title += ' zoravak'",
    'meta': "document.querySelector('meta[content]').content = 'zoravak'",
    'aria-label': "document.querySelector('main, [role=main]').ariaLabel = 'zoravak'",
    'accessible name': "document.querySelector('a').setAttribute('aria-label', 'zoravak')",
    'preview': "document.querySelector('a').dataset.preview = 'Page\\nNotes\\nZoravak.'",
    'href': "document.querySelector('a').href = '#zoravak'",
    'text of an open block': "document.querySelector('details.spoiler').open = true",
    'text of a block that anybody opens':
        "document.querySelector('h1').insertAdjacentHTML("
        "'afterend', '<details><summary>More</summary>zoravak</details>')",
    'text of a list': "document.querySelector('.wiki-later').classList.add('wiki-open')",
}  # fmt: skip


def test_planted_leaks_are_found(page: Page, canaries: tuple[str, Path]) -> None:
    site, _folder = canaries
    tree = page.context.new_cdp_session(page)
    closed = {word: float(canary.episode) for word, canary in CANARIES.items()}
    missed = {}
    for plant, script in PLANTS.items():
        page.goto(f'{site}notes.html')
        assert leaks(told(page, tree), closed, 0) == set()
        page.evaluate(script)
        found = {leak.where for leak in leaks(told(page, tree), closed, 0)}
        if plant.split(' of ')[0] not in found:
            missed[plant] = found
    assert missed == {}


def test_two_names_of_one_betray_each_other_nowhere(page: Page, site: str) -> None:
    for seen in (0, 4, 11):
        say(page, site, WIKI, seen)
        for name, other in ((ROY, 'Puppetmaster'), (PUPPETMASTER, 'Roy')):
            page.goto(f'{site}{name}')
            assert seen == 11 or other not in page.locator('[role=main]').inner_text()
            expect(page.locator('#related')).to_be_hidden()
            expect(page.get_by_text('unmasked').first).to_be_hidden()
    say(page, site, WIKI, 13)
    page.goto(f'{site}{ROY}')
    expect(page.locator('#related')).to_be_visible()
    expect(page.locator('#related')).to_contain_text('Eden Varock (also in episodes 5, 8, 12–13)')


def test_a_list_of_appearances_ends_where_the_reader_is(page: Page, site: str) -> None:
    for seen, rows in ((0, []), (5, [5]), (8, [5, 8]), (13, [5, 8, 12, 13])):
        say(page, site, WIKI, seen)
        page.goto(f'{site}{ROY}')
        shown = page.locator('#appearances li').filter(visible=True).all_inner_texts()
        assert [int(row.partition('.')[0]) for row in shown] == rows
        expect(page.get_by_text('None that you have seen.')).to_be_visible(visible=not rows)


def test_a_box_shows_the_latest_kind_that_is_seen(page: Page, site: str) -> None:
    for seen, kind in ((0, 'human'), (8, 'human'), (9, 'Nean'), (13, 'Nean')):
        say(page, site, WIKI, seen)
        page.goto(f'{site}characters/naomi-orthmann.html')
        box = page.locator('.wiki-facts')
        expect(box.locator('dt:text-is("Kind") + dd')).to_have_text(kind, use_inner_text=True)
        expect(box.get_by_text('Kind: Nean')).to_be_hidden()


def test_a_footnote_of_a_block_opened_by_hand_is_there(page: Page, site: str) -> None:
    page.goto(f'{site}characters/naomi-orthmann.html')
    note = page.locator('aside.footnote.wiki-later').first
    expect(note).to_be_hidden()
    call = page.locator(f'a.footnote-reference[href="#{note.get_attribute("id")}"]').first
    page.locator('details.spoiler', has=call).first.locator('summary').click()
    call.click()
    expect(note).to_be_visible()


def test_a_preview_tells_what_a_later_episode_is_about_once_it_is_seen(
    page: Page, site: str
) -> None:
    for seen, shown in ((0, False), (9, False), (10, True)):
        say(page, site, WIKI, seen)
        page.goto(f'{site}reviews/review-geek-season-1.html')
        link = page.locator('[role=main] a[data-preview][href*="10-family"]').first
        link.hover()
        expect(page.locator('#wiki-preview')).to_contain_text('Family Portrait')
        summary = page.locator('.wiki-preview-summary')
        assert bool(summary.inner_text()) is shown
