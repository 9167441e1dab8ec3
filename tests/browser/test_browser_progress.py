"""Readers say how far they have seen: spoilers open up to there, and no further."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from playwright.sync_api import expect
from site_build import html, of_kind
from test_browser_pages import PAGES, go, visit

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Locator, Page, Route
    from wiki_build import Build

pytestmark = pytest.mark.browser

NAOMI = 'characters/naomi-orthmann.html'
TWELFTH = 'episodes/12-mask-graveyard.html'
BLOCKED = """for (const name of ['localStorage', 'sessionStorage'])
    Object.defineProperty(window, name, {
        get() { throw new DOMException('blocked', 'SecurityError'); }});"""


def field(page: Page) -> Locator:
    return page.locator('.wiki-seen select:visible').first


def reset(page: Page) -> Locator:
    return page.locator('.wiki-seen-reset:visible').first


def last_block(page: Page) -> Locator:
    """The last block that is not in something else that opens."""
    return page.locator('details.spoiler').filter(visible=True).last


def states(page: Page) -> dict[float, bool]:
    """By episode, whether its blocks are open; all blocks of an episode must agree."""
    pairs = page.evaluate(
        """() => [...document.querySelectorAll('details.spoiler')].map(
            node => [Number(node.dataset.episode), node.open])"""
    )
    found = dict(pairs)
    assert all(found[episode] is is_open for episode, is_open in pairs)
    return found


def open_up_to(page: Page, number: int) -> None:
    """All is open up to there, and the rest closed; there is something of both kinds."""
    found = states(page)
    assert {episode for episode, is_open in found.items() if is_open} == {
        episode for episode in found if episode <= number
    }
    assert max(found) > number


def test_blocks_open_up_to_the_episode_and_close_again(page: Page, site: str) -> None:
    page.goto(f'{site}{NAOMI}')
    open_up_to(page, 0)
    expect(page.locator('.sidebar-tree').get_by_label('I have seen').first).to_be_visible()
    assert field(page).locator('option').count() == 14
    field(page).select_option('7')
    open_up_to(page, 7)
    field(page).select_option(label='up to episode 4')
    open_up_to(page, 4)


def test_it_tells_how_many_stay_closed(page: Page, site: str) -> None:
    page.goto(f'{site}{NAOMI}')
    words = page.locator('.sidebar-tree .wiki-seen output')
    expect(words).to_be_empty()
    field(page).select_option('5')
    closed = page.locator('details.spoiler:not([open])').count()
    expect(words).to_have_text(f'Still closed on this page: {closed}')
    field(page).select_option('13')
    expect(words).to_be_empty()


def test_a_block_opened_by_hand_stays_open_when_more_is_seen(page: Page, site: str) -> None:
    page.goto(f'{site}{NAOMI}')
    last = last_block(page)
    last.locator('summary').click()
    field(page).select_option('3')
    expect(last.locator('.spoiler-body')).to_be_visible()


def test_it_is_kept_on_the_device(page: Page, site: str) -> None:
    page.goto(f'{site}{NAOMI}')
    field(page).select_option('6')
    page.reload()
    expect(field(page)).to_have_value('6')
    open_up_to(page, 6)
    visit(page, site, 'review')
    expect(field(page)).to_have_value('6')
    assert 'seen' not in page.url


def test_other_open_pages_follow(page: Page, site: str) -> None:
    page.goto(f'{site}{NAOMI}')
    other = page.context.new_page()
    other.goto(f'{site}{NAOMI}')
    field(other).select_option('6')
    expect(field(page)).to_have_value('6')
    open_up_to(page, 6)


def test_what_is_chosen_elsewhere_leaves_alone_what_was_opened_by_hand(
    page: Page, site: str
) -> None:
    page.goto(f'{site}{NAOMI}')
    block = last_block(page)
    block.locator('summary').click()
    other = page.context.new_page()
    other.goto(f'{site}glossary.html')
    other.evaluate("localStorage.setItem('theme', 'dark'); localStorage.setItem('done', '1')")
    page.wait_for_function("localStorage.getItem('done')")
    expect(block.locator('.spoiler-body')).to_be_visible()


def test_a_page_that_comes_back_as_it_was_left_follows(page: Page, site: str) -> None:
    page.goto(f'{site}{NAOMI}')
    page.evaluate(
        """localStorage.setItem('seen: Metallic Rouge', '6');
        dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))"""
    )
    open_up_to(page, 6)
    expect(field(page)).to_have_value('6')


def test_an_address_counts_for_the_visit_and_is_kept_only_if_the_reader_says_so(
    page: Page, site: str
) -> None:
    page.goto(f'{site}{NAOMI}')
    field(page).select_option('4')
    page.goto(f'{site}{NAOMI}?seen=9')
    open_up_to(page, 9)
    question = page.locator('.wiki-keep')
    expect(question).to_contain_text('This address opens all up to episode 9, for this visit.')
    page.goto(f'{site}{NAOMI}')
    open_up_to(page, 9)
    later = page.context.new_page()  # the next visit
    later.goto(f'{site}{NAOMI}')
    open_up_to(later, 4)
    page.goto(f'{site}{NAOMI}?seen=9')
    question.get_by_role('button', name='Back to 4').click()
    open_up_to(page, 4)
    expect(question).to_be_hidden()
    assert 'seen' not in page.url
    page.goto(f'{site}{NAOMI}?seen=9')
    question.get_by_role('button', name='Keep 9').click()
    later.reload()
    open_up_to(later, 9)


def test_an_address_that_says_what_is_kept_asks_nothing(page: Page, site: str) -> None:
    page.goto(f'{site}{NAOMI}')
    field(page).select_option('4')
    page.goto(f'{site}{NAOMI}?seen=4')
    open_up_to(page, 4)
    expect(page.locator('.wiki-keep')).to_be_hidden()


def test_an_address_may_close_all_for_the_visit(page: Page, site: str) -> None:
    page.goto(f'{site}{NAOMI}')
    field(page).select_option('4')
    page.goto(f'{site}{NAOMI}?seen=0')
    open_up_to(page, 0)
    question = page.locator('.wiki-keep')
    expect(question).to_contain_text('This address closes all, for this visit.')
    question.get_by_role('button', name='Back to 4').click()
    open_up_to(page, 4)


def test_a_choice_replaces_that_of_the_address(page: Page, site: str) -> None:
    page.goto(f'{site}{NAOMI}?seen=4')
    field(page).select_option('5')
    assert page.url == f'{site}{NAOMI}'
    page.reload()
    open_up_to(page, 5)


def test_a_link_with_the_progress_is_copied(
    new_context: Callable[..., BrowserContext], site: str
) -> None:
    page = new_context(permissions=['clipboard-read', 'clipboard-write']).new_page()
    page.goto(f'{site}{NAOMI}')
    field(page).select_option('6')
    box = page.locator('.sidebar-tree .wiki-seen')
    box.locator('summary').click()
    box.get_by_role('button', name='Copy a link with my progress').click()
    expect(box.locator('output')).to_have_text('The link is copied.')
    link = page.evaluate('navigator.clipboard.readText()')
    assert link == f'{site}{NAOMI}?seen=6'


def test_where_nothing_can_be_copied_the_link_is_shown(page: Page, site: str) -> None:
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('no'));")
    page.goto(f'{site}{NAOMI}')
    field(page).select_option('6')
    box = page.locator('.sidebar-tree .wiki-seen')
    box.locator('summary').click()
    expect(box.locator('.wiki-seen-link')).to_be_hidden()
    box.get_by_role('button', name='Copy a link with my progress').click()
    expect(box.get_by_label('Link with my progress')).to_be_visible()
    expect(box.get_by_label('Link with my progress')).to_have_value(f'{site}{NAOMI}?seen=6')


@pytest.mark.parametrize(('asked', 'number'), [('0', 0), ('', 3), ('x', 3), ('-1', 3), ('1e1', 3)])
def test_an_address_that_names_no_episode(page: Page, site: str, asked: str, number: int) -> None:
    page.goto(f'{site}{NAOMI}?seen=3')
    page.goto(f'{site}{NAOMI}?seen={asked}')
    open_up_to(page, number)


def test_an_episode_beyond_the_last_is_the_last(page: Page, site: str) -> None:
    page.goto(f'{site}{NAOMI}?seen=99')
    expect(field(page)).to_have_value('13')


@pytest.mark.parametrize('address', [NAOMI, f'{NAOMI}?seen=8'])
def test_reset_closes_and_forgets(page: Page, site: str, address: str) -> None:
    page.goto(f'{site}{address}')
    field(page).select_option('8')
    last_block(page).locator('summary').click()
    reset(page).click()
    open_up_to(page, 0)
    expect(field(page)).to_be_focused()
    expect(page.locator('.wiki-seen-reset:visible')).to_have_count(0)
    assert page.url == f'{site}{NAOMI}'
    assert page.evaluate('localStorage.length') == 0
    page.reload()
    open_up_to(page, 0)


def test_blocked_storage_breaks_nothing(page: Page, site: str) -> None:
    # furo's own script for its colours fails then, and nothing else may
    errors: list[str] = []
    page.on('pageerror', lambda error: errors.append(error.stack or str(error)))
    page.add_init_script(BLOCKED)
    page.goto(f'{site}{NAOMI}')
    field(page).select_option('6')
    open_up_to(page, 6)
    page.reload()
    open_up_to(page, 6)
    page.locator('.sidebar-tree a', has_text='Critic consensus').click()
    expect(page).to_have_url(f'{site}consensus.html?seen=6')
    into = page.locator('[role=main] a[href*="#"]:not([href^="#"])')
    into.filter(visible=True).first.click()
    expect(page).to_have_url(re.compile(r'\?seen=6#'))
    expect(field(page)).to_have_value('6')
    reset(page).click()
    assert 'seen' not in page.url
    assert [error for error in errors if 'progress.js' in error] == []


def test_a_reader_with_the_keyboard(page: Page, site: str) -> None:
    page.goto(f'{site}{NAOMI}')
    for _ in range(30):
        page.keyboard.press('Tab')
        if field(page).evaluate('node => node === document.activeElement'):
            break
    expect(field(page)).to_be_focused()
    assert field(page).evaluate("node => getComputedStyle(node).outlineStyle !== 'none'")
    for _ in range(3):
        page.keyboard.press('ArrowDown')
    open_up_to(page, 3)
    page.keyboard.press('Tab')
    page.keyboard.press('Enter')
    open_up_to(page, 0)


def test_a_reader_with_a_finger(new_context: Callable[..., BrowserContext], site: str) -> None:
    page = new_context(
        viewport={'width': 390, 'height': 844}, has_touch=True, is_mobile=True
    ).new_page()
    page.goto(f'{site}{NAOMI}')
    block = last_block(page)
    block.locator('summary').tap()
    expect(block.locator('.spoiler-body')).to_be_visible()
    page.locator('label.nav-overlay-icon').tap()
    expect(field(page)).to_be_in_viewport()
    place = field(page).bounding_box()
    assert place is not None
    assert place['height'] >= 44
    assert field(page).evaluate('node => parseFloat(getComputedStyle(node).fontSize)') >= 16
    field(page).tap()
    field(page).select_option('4')
    reset(page).tap()
    open_up_to(page, 0)


# -- The plot of an episode, and its scores ------------------------------------------------


def test_whoever_says_that_they_have_seen_an_episode_is_there(page: Page, site: str) -> None:
    page.goto(f'{site}{TWELFTH}')
    plot = page.locator('details.plot').first
    expect(plot.locator('> .spoiler-body')).to_be_hidden()
    page.get_by_role('button', name='I have seen it').click()
    expect(plot.locator('> .spoiler-body')).to_be_visible()
    expect(field(page)).to_have_value('12')
    page.goto(f'{site}{NAOMI}')
    open_up_to(page, 12)


def test_whoever_does_not_mind_opens_this_plot_for_this_visit(page: Page, site: str) -> None:
    page.goto(f'{site}{TWELFTH}')
    plot = page.locator('details.plot').first
    page.get_by_role('button', name='I do not mind').click()
    expect(plot.locator('> .spoiler-body')).to_be_visible()
    page.goto(f'{site}{NAOMI}')
    open_up_to(page, 0)
    page.goto(f'{site}{TWELFTH}')
    expect(plot.locator('> .spoiler-body')).to_be_visible()
    expect(page.locator('.plot-choice:visible')).to_have_count(0)
    assert page.evaluate('localStorage.length') == 0
    later = page.context.new_page()  # the next visit
    later.goto(f'{site}{TWELFTH}')
    expect(later.locator('details.plot > .spoiler-body').first).to_be_hidden()
    expect(later.locator('.plot-choice:visible')).to_have_count(1)


def test_a_folded_plot_says_where_the_reader_is(page: Page, site: str) -> None:
    page.goto(f'{site}{TWELFTH}?seen=5')
    summary = page.locator('details.plot > summary').first
    shown = 'node => getComputedStyle(node, "::after").content'
    assert summary.get_attribute('data-at') == 'you are at 5'
    assert summary.evaluate(shown) != 'none'
    expect(page.locator('.plot-choice:visible')).to_have_count(0)
    field(page).select_option('12')
    assert summary.evaluate(shown) == 'none'


def test_scores_of_later_episodes_are_hidden_on_demand(page: Page, site: str) -> None:
    other = page.context.new_page()
    for one in (page, other):
        one.goto(f'{site}{TWELFTH}')
    later = page.locator('[data-score-of="12"]').first
    expect(later).to_be_visible()
    field(page).select_option('5')
    page.locator('.sidebar-tree .wiki-seen-more > summary').click()
    page.locator('.sidebar-tree').get_by_label('Hide scores of episodes I have not seen').check()
    expect(later).to_be_hidden()
    assert later.evaluate("node => getComputedStyle(node, '::after').content") == '"–"'
    expect(other.locator('[data-score-of="12"]').first).to_be_hidden()
    summary = other.locator('.sidebar-tree .wiki-seen-more > summary')
    hidden = summary.evaluate("node => getComputedStyle(node, '::after').content")
    assert 'data-on' in hidden or 'scores are hidden' in hidden
    page.reload()
    expect(later).to_be_hidden()
    field(page).select_option('12')
    expect(later).to_be_visible()


# -- Addresses into a block -----------------------------------------------------------------


def hidden_anchor(page: Page) -> Locator:
    """Something with an id in a closed block."""
    return page.locator('details.spoiler:not([open]) .spoiler-body [id]').last


def test_an_address_into_a_block_opens_it(page: Page, site: str) -> None:
    page.goto(f'{site}{NAOMI}')
    anchor = hidden_anchor(page).get_attribute('id')
    goal = page.locator(f'#{anchor}')
    expect(goal).to_be_hidden()
    page.evaluate('id => { location.hash = id; }', anchor)
    expect(goal).to_be_visible()
    expect(goal).to_be_in_viewport()
    expect(page.locator('details.spoiler[open]')).to_have_count(1)
    page.goto(f'{site}glossary.html')
    page.goto(f'{site}{NAOMI}#{anchor}')
    expect(goal).to_be_in_viewport()
    expect(page.locator('details.spoiler[open]')).to_have_count(1)


def test_the_same_link_opens_a_block_again(page: Page, site: str) -> None:
    page.goto(f'{site}{NAOMI}')
    anchor = hidden_anchor(page).get_attribute('id')
    page.locator('h1').evaluate(
        "(node, id) => node.insertAdjacentHTML('afterend', `<a href='#${id}'>There</a>`)", anchor
    )
    goal = page.locator(f'#{anchor}')
    for _ in range(2):
        page.get_by_role('link', name='There').click()
        expect(goal).to_be_visible()
        page.evaluate("document.querySelectorAll('details').forEach(node => node.open = false)")


def test_a_strange_address_does_no_harm(page: Page, site: str, complaints: list[str]) -> None:
    page.goto(f'{site}{NAOMI}?seen=3#%E0%A4%A')
    open_up_to(page, 3)
    assert complaints == []


def test_closed_words_are_found_by_no_search_in_the_page(page: Page, site: str) -> None:
    page.goto(f'{site}{NAOMI}')
    words = last_block(page).locator('.spoiler-body')
    start = words.evaluate('node => node.textContent.trim().split(/\\s+/).slice(0, 4).join(" ")')
    find = 'words => window.find(words, true)'
    assert page.evaluate(find, start) is False
    page.goto(f'{site}glossary.html')
    page.goto(f'{site}{NAOMI}#:~:text={quote(start)}')
    expect(page.locator('details.spoiler[open]')).to_have_count(0)
    field(page).select_option('13')
    assert page.evaluate(find, start) is True


# -- Before the first paint, on phones ------------------------------------------------------

SHIFTS = """() => new Promise(done => {
    let sum = 0;
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
    }).observe({type: 'layout-shift', buffered: true});
    setTimeout(() => done(sum), 50);
})"""
"""How much moved so far, for a page that has been there for a while."""


LISTS = ('episodes/index.html', 'characters/index.html', 'reviews/index.html', 'search.html')


@pytest.mark.parametrize(('width', 'seen'), [(320, None), (390, '13'), (1280, None), (1280, '13')])
def test_nothing_moves_while_a_page_is_loaded(
    new_context: Callable[..., BrowserContext], site: str, width: int, seen: str | None
) -> None:
    context = new_context(viewport={'width': width, 'height': 900})
    if seen:
        context.add_init_script(f"localStorage.setItem('seen: Metallic Rouge', '{seen}')")
    moved = {}
    pages = {}
    for name in (*PAGES.values(), *LISTS, *of_kind('critics')[:1], 'episodes/10', 'nowhere'):
        pages[name] = context.new_page()
        go(pages[name], f'{site}{name}')
        pages[name].wait_for_function("!document.querySelector('[data-waits]')")
    pages[name].wait_for_timeout(300)
    for name, page in pages.items():
        moved[name] = page.evaluate(SHIFTS)
    assert {name: value for name, value in moved.items() if value > 0.02} == {}


def test_who_goes_back_to_an_address_sees_what_they_have_said_since(page: Page, site: str) -> None:
    page.goto(f'{site}{NAOMI}?seen=9')
    open_up_to(page, 9)
    page.goto(f'{site}glossary.html')
    field(page).select_option('')
    page.go_back()
    expect(page.locator('html[data-seen]')).to_have_count(0)
    expect(page.locator('details.spoiler[open]')).to_have_count(0)
    page.goto(f'{site}glossary.html')
    expect(page.locator('html[data-seen]')).to_have_count(0)


def test_the_question_follows_what_another_tab_says(page: Page, site: str) -> None:
    page.goto(f'{site}{NAOMI}?seen=9')
    question = page.locator('.wiki-keep')
    expect(question).to_contain_text('Keep')
    other = page.context.new_page()
    other.goto(f'{site}glossary.html')
    field(other).select_option('6')
    expect(question.get_by_role('button', name='Back to 6')).to_be_visible()
    question.get_by_role('button', name='Back to 6').click()
    assert page.evaluate("localStorage.getItem('seen: Metallic Rouge')") == '6'


def test_the_controls_count_what_is_closed(page: Page, site: str) -> None:
    page.goto(f'{site}{NAOMI}')
    page.evaluate("document.querySelectorAll('details.spoiler').forEach(one => one.open = true)")
    field(page).select_option('6')
    told = page.locator('.wiki-seen output').first
    expect(told).to_have_text('')


def test_escape_closes_a_drawer_with_the_focus_in_it(page: Page, site: str) -> None:
    page.set_viewport_size({'width': 390, 'height': 800})
    page.goto(f'{site}{NAOMI}')
    page.keyboard.press('Control+k')
    drawer = page.locator('.sidebar-drawer')
    expect(drawer).to_be_in_viewport()
    page.keyboard.press('Escape')
    expect(drawer).not_to_be_in_viewport()


def test_what_was_said_stands_there_before_the_controls_work(page: Page, site: str) -> None:
    page.goto(f'{site}{NAOMI}')
    field(page).select_option('5')
    page.route('**/progress.js*', lambda route: route.abort())
    page.reload()
    expect(field(page)).to_have_value('5')
    open_up_to(page, 5)


def test_a_server_that_forbids_scripts_in_pages_breaks_nothing(page: Page, site: str) -> None:
    def guarded(route: Route) -> None:
        answer = route.fetch()
        headers = {**answer.headers, 'content-security-policy': "script-src 'self'"}
        route.fulfill(response=answer, headers=headers)

    errors: list[str] = []
    page.on('pageerror', lambda error: errors.append(error.stack or str(error)))
    page.goto(f'{site}{NAOMI}')
    anchor = hidden_anchor(page).get_attribute('id')
    page.route('**/*.html*', guarded)
    page.goto(f'{site}{NAOMI}?seen=9#{anchor}')
    expect(page.locator(f'#{anchor}')).to_be_in_viewport()
    expect(page.locator('.wiki-seen:visible')).to_have_count(0)
    assert [error for error in errors if 'progress.js' in error] == []


def test_all_pages_have_one_script_so_that_one_hash_allows_it() -> None:
    scripts = {
        re.search(r'<script>(\(\(wiki, .*?)</script>', page.read_text('utf-8'), re.DOTALL)
        for page in html().rglob('*.html')
    }
    assert len({found and found[1] for found in scripts}) == 1


def test_a_phone_has_it_in_the_header(
    new_context: Callable[..., BrowserContext], site: str
) -> None:
    page = new_context(viewport={'width': 390, 'height': 844}, has_touch=True).new_page()
    page.goto(f'{site}{NAOMI}')
    chip = page.locator('.wiki-chip > summary')
    assert chip.get_attribute('aria-label') == 'How far?'
    chip.tap()
    page.locator('.wiki-chip select').select_option('5')
    assert chip.get_attribute('aria-label') == 'seen 5'
    open_up_to(page, 5)
    page.keyboard.press('Escape')
    expect(page.locator('.wiki-chip select')).to_be_hidden()
    expect(chip).to_be_focused()
    chip.tap()
    expect(page.locator('.wiki-chip select')).to_be_visible()
    page.touchscreen.tap(20, 600)
    expect(page.locator('.wiki-chip select')).to_be_hidden()
    page.locator('label.nav-overlay-icon').tap()
    expect(field(page)).to_be_in_viewport()
    page.keyboard.press('Escape')
    expect(page.locator('.sidebar-drawer')).not_to_be_in_viewport()


def test_the_landing_page_begins_with_it(page: Page, site: str) -> None:
    page.goto(f'{site}index.html')
    first = page.locator('h1 + *')
    expect(first.get_by_label('How far have you seen?')).to_be_visible()
    expect(page.locator('.wiki-seen:visible')).to_have_count(1)
    first.locator('select').select_option('3')
    visit(page, site, 'consensus')
    expect(page.locator('.sidebar-tree .wiki-seen select')).to_have_value('3')


# -- Paper, no script, no server, another theme ---------------------------------------------


def test_print_leaves_closed_blocks_closed_and_named(page: Page, site: str) -> None:
    page.goto(f'{site}{NAOMI}?seen=4')
    page.emulate_media(media='print')
    open_up_to(page, 4)
    expect(page.locator('.wiki-seen:visible')).to_have_count(0)
    closed = page.locator('details.spoiler:not([open])').filter(visible=True)
    names = closed.locator('> summary').all_inner_texts()
    assert {'Spoiler: episode 7', 'Spoiler: episode 9'} <= set(names)


def test_without_a_script_nothing_is_offered(
    new_context: Callable[..., BrowserContext], site: str
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f'{site}{NAOMI}?seen=13')
    expect(page.locator('.wiki-seen:visible')).to_have_count(0)
    expect(page.locator('details.spoiler[open]')).to_have_count(0)
    block = page.locator('details.spoiler').first
    block.locator('summary').click()
    expect(block.locator('.spoiler-body')).to_be_visible()


def test_from_files(page: Page, complaints: list[str]) -> None:
    page.goto((html() / NAOMI).as_uri())
    field(page).select_option('6')
    open_up_to(page, 6)
    page.goto((html() / PAGES['review']).as_uri())
    expect(field(page)).to_have_value('6')
    page.goto(f'{(html() / NAOMI).as_uri()}?seen=3')
    open_up_to(page, 3)
    field(page).select_option('4')
    assert 'seen' not in page.url
    assert complaints == []


SERIES = """\
---
series: {{title: Long Road, episodes: {episodes}, aspects: {{plot: What happens.}}}}
---

# Long Road

:::{{spoiler}} 2
A word.
:::

:::{{spoiler}} 70
Another.
:::
"""


@pytest.mark.parametrize('theme', ['alabaster', 'basic'])
def test_another_theme_and_a_long_series(
    page: Page, wiki: Callable[..., Build], complaints: list[str], theme: str
) -> None:
    made = wiki({'index.md': SERIES.format(episodes=100)}, html_theme=theme)
    assert made.warnings == []
    page.goto((made.out / 'index.html').as_uri())
    number = page.get_by_label('I have seen up to episode')
    number.fill('30')
    number.press('Enter')
    open_up_to(page, 30)
    page.reload()
    expect(number).to_have_value('30')
    assert complaints == []
    made.edit('index.md', SERIES.format(episodes=71))
    made.rebuild()
    page.reload()
    assert number.get_attribute('max') == '71'


SEASONS = """\
---
series:
  title: Long Road
  seasons: [3, 2]
  specials: {Film: 3.5, Pilot: 0}
  aspects: {plot: What happens.}
---

# Long Road

:::{spoiler} 3
A word.
:::

:::{spoiler} Film
Another.
:::

:::{spoiler} S2E1
A third.
:::
"""


def test_seasons_and_specials(
    page: Page, wiki: Callable[..., Build], complaints: list[str]
) -> None:
    made = wiki({'index.md': SEASONS}, html_theme='alabaster')
    assert made.warnings == []
    address = (made.out / 'index.html').as_uri()
    page.goto(f'{address}?seen=3.5')
    assert states(page) == {3: True, 3.5: True, 4: False}
    expect(field(page)).to_have_value('3.5')
    field(page).select_option(label='up to season 2, episode 1')
    assert states(page) == {3: True, 3.5: True, 4: True}
    field(page).select_option(label='up to season 1, episode 3')
    assert states(page) == {3: True, 3.5: False, 4: False}
    for seen in ('0', '0.5', 'x', '-1'):
        page.goto(f'{address}?seen={seen}')
        expect(field(page)).not_to_have_value('3.5')
        assert states(page)[4] is False
    page.goto(f'{address}?seen=4.2')
    expect(field(page)).to_have_value('4')
    page.goto(f'{address}?seen=99')
    assert all(states(page).values())
    assert complaints == []
