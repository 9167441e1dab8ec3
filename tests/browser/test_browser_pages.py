"""One page of each kind in a browser: width, errors, what stands where, what leads where."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from site_build import html, of_kind

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

PAGES = {
    'index': 'index.html',
    'consensus': 'consensus.html',
    'episode': 'episodes/09-the-ones-who-visited.html',
    'character': 'characters/rouge-redstar.html',
    'review': 'reviews/review-geek-season-1.html',
    'glossary': 'glossary.html',
    'method': 'guide/method.html',
}
KINDS = list(PAGES)
WITH_FACTS = ('episode', 'character', 'review')
WIDTHS = (390, 768, 1280)

pytestmark = pytest.mark.browser


def go(page: Page, address: str) -> None:
    """Open a page; the 404 page is whole once it knows its root."""
    page.goto(address)
    page.wait_for_function("!document.documentElement.hidden && document.readyState === 'complete'")


def visit(page: Page, site: str, kind: str, width: int = 1280) -> None:
    page.set_viewport_size({'width': width, 'height': 900})
    go(page, f'{site}{PAGES[kind]}')


def overflowing(page: Page) -> str:
    """What is wider than the page; nothing where all fits or scrolls in a box of its own.

    A page that cuts off what is too wide does not scroll, but is no better.
    """
    found: str = page.evaluate(
        """() => {
            const root = document.documentElement;
            const main = document.querySelector('[role=main]');
            const scrolls = node => {
                for (let up = node.parentElement; up !== main; up = up.parentElement)
                    if (/auto|scroll/.test(getComputedStyle(up).overflowX)) return true;
                return false;
            };
            const wide = [...main.querySelectorAll('*')].filter(node => {
                const rect = node.getBoundingClientRect();
                return rect.width && (rect.right > root.clientWidth + 0.5 || rect.left < -0.5)
                    && !scrolls(node);
            });
            window.scrollTo(10000, window.scrollY);
            const moved = root.scrollWidth > root.clientWidth || window.scrollX !== 0;
            const names = wide.slice(0, 5).map(node => node.outerHTML.slice(0, 120)).join(' | ');
            return moved || names ? `${root.scrollWidth} px: ${names}` : '';
        }"""
    )
    return found


def test_no_page_scrolls_sideways(page: Page, site: str) -> None:
    wide = {}
    for kind in KINDS:
        visit(page, site, kind)
        for width in WIDTHS:
            page.set_viewport_size({'width': width, 'height': 900})
            page.evaluate("document.querySelectorAll('details').forEach(node => node.open = true)")
            if found := overflowing(page):
                wide[kind, width] = found
    assert wide == {}


def test_a_page_that_is_too_wide_is_found(page: Page, site: str) -> None:
    visit(page, site, 'index', 390)
    page.evaluate("document.querySelector('h1').style.width = '900px'")
    assert '<h1' in overflowing(page)


def test_nothing_fails_and_nothing_is_asked_elsewhere(
    page: Page, site: str, complaints: list[str]
) -> None:
    for kind in KINDS:
        visit(page, site, kind)
        page.wait_for_load_state('networkidle')
        assert complaints == [], kind


def test_what_fails_is_found(page: Page, site: str, complaints: list[str]) -> None:
    visit(page, site, 'index')
    page.evaluate(
        """async () => {
            await fetch('no-such-file').catch(() => 0);
            await fetch('http://localhost:9/').catch(() => 0);
        }"""
    )
    said = ' '.join(complaints)
    assert '404' in said
    assert 'asks http://localhost:9/' in said


# -- Fact boxes -------------------------------------------------------------------------


def box(found: Locator) -> dict[str, float]:
    made = found.bounding_box()
    assert made is not None
    return {**made, 'right': made['x'] + made['width'], 'bottom': made['y'] + made['height']}


def text_after_facts(page: Page) -> Locator:
    return page.locator('aside.wiki-facts ~ p, aside.wiki-facts ~ section p').first


@pytest.mark.parametrize('kind', WITH_FACTS)
def test_facts_stand_beside_the_text_when_wide(page: Page, site: str, kind: str) -> None:
    visit(page, site, kind)
    facts, text = box(page.locator('aside.wiki-facts')), text_after_facts(page)
    whole = box(page.locator('[role=main]'))
    assert facts['width'] < whole['width'] / 2
    assert facts['right'] == pytest.approx(whole['right'], abs=2)
    assert box(text)['y'] < facts['bottom']
    lines = text.evaluate(
        """node => {
            const range = document.createRange();
            range.selectNodeContents(node);
            return [...range.getClientRects()].map(line => [line.top + scrollY, line.right]);
        }"""
    )
    beside = [right for top, right in lines if facts['y'] < top < facts['bottom']]
    assert beside
    assert max(beside) <= facts['x']


@pytest.mark.parametrize('kind', WITH_FACTS)
def test_facts_stand_above_the_text_on_a_phone(page: Page, site: str, kind: str) -> None:
    visit(page, site, kind, 390)
    facts, whole = box(page.locator('aside.wiki-facts')), box(page.locator('[role=main]'))
    assert facts['width'] > whole['width'] * 0.95
    assert box(text_after_facts(page))['y'] >= facts['bottom']
    assert box(page.locator('h1'))['bottom'] <= facts['y']


# -- Spoilers ---------------------------------------------------------------------------


@pytest.mark.parametrize('kind', ['character', 'review', 'glossary'])
def test_spoilers_open_by_click(page: Page, site: str, kind: str) -> None:
    visit(page, site, kind)
    block = page.locator('details.spoiler').first
    body = block.locator('.spoiler-body')
    expect(body).to_be_hidden()
    block.locator('summary').click()
    expect(body).to_be_visible()
    block.locator('summary').click()
    expect(body).to_be_hidden()


def test_spoilers_open_by_key(page: Page, site: str) -> None:
    visit(page, site, 'character')
    block = page.locator('details.spoiler').first
    summary = block.locator('summary')
    for _ in range(200):  # by Tab, as a reader without a mouse gets there
        page.keyboard.press('Tab')
        if summary.evaluate('node => node === document.activeElement'):
            break
    expect(summary).to_be_focused()
    assert summary.evaluate("node => getComputedStyle(node).outlineStyle !== 'none'")
    page.keyboard.press('Enter')
    expect(block.locator('.spoiler-body')).to_be_visible()
    page.keyboard.press('Space')
    expect(block.locator('.spoiler-body')).to_be_hidden()


def test_every_spoiler_is_closed_at_first(page: Page, site: str) -> None:
    for kind in KINDS:
        visit(page, site, kind)
        shown = page.evaluate(
            """() => [...document.querySelectorAll('.spoiler-body')].filter(
                node => node.checkVisibility()).map(node => node.textContent.slice(0, 60))"""
        )
        assert shown == [], kind


# -- Links ------------------------------------------------------------------------------


@pytest.mark.parametrize('width', [390, 1280])
def test_matrix_leads_to_the_evidence(page: Page, site: str, width: int) -> None:
    visit(page, site, 'consensus', width)
    page.locator('#pacing tr').first.locator('td a').nth(1).click()
    expect(page).to_have_url(re.compile(r'/en/latest/reviews/review-geek-season-1\.html#.+'))
    goal = page.locator('dt:target')
    expect(goal).to_be_in_viewport()
    expect(goal).to_have_text(re.compile('pacing.*criticism'))
    expect(goal.locator('xpath=following-sibling::dd[1]')).to_contain_text('poor structuring')
    hidden_by = goal.evaluate(
        """node => {
            const rect = node.getBoundingClientRect();
            const top = document.elementFromPoint(rect.left + 5, rect.top + rect.height / 2);
            return node.contains(top) ? '' : top.outerHTML.slice(0, 100);
        }"""
    )
    assert hidden_by == ''


def test_name_in_prose_leads_to_its_page(page: Page, site: str) -> None:
    visit(page, site, 'index')
    page.locator('[role=main] section > p a', has_text='Naomi').first.click()
    expect(page).to_have_url(f'{site}characters/naomi-orthmann.html')
    expect(page.locator('h1')).to_contain_text('Naomi Orthmann')


def test_landing_page_leads_to_every_way_in(page: Page, site: str) -> None:
    visit(page, site, 'index')
    for goal, heading in {
        'episodes/index.html': 'Episodes',
        'characters/index.html': 'Characters',
        'reviews/index.html': 'Reviews',
        'consensus.html': 'Critic consensus',
        'glossary.html': 'Glossary',
        'guide/index.html': 'About this wiki',
    }.items():
        page.goto(f'{site}index.html')
        page.locator(f'article a[href="{goal}"]').first.click()
        expect(page.locator('h1')).to_contain_text(heading)


def test_episodes_lead_through_the_season(page: Page, site: str) -> None:
    names = of_kind('episodes')
    page.goto(f'{site}{names[0]}.html')
    for name in names[1:]:
        page.locator('.related-pages a.next-page').click()
        expect(page).to_have_url(f'{site}{name}.html')


@pytest.mark.parametrize('width', [320, 1280])
def test_critics_come_before_the_plot_of_an_episode(page: Page, site: str, width: int) -> None:
    page.set_viewport_size({'width': width, 'height': 900})
    page.goto(f'{site}episodes/04-freedom-and-phantoms.html')
    parts = page.locator(
        'aside.wiki-facts, .wiki-going-on, #reception, #reception + *, #cast, #backlinks'
    )
    names = parts.evaluate_all('nodes => nodes.map(node => node.id || node.classList[0])')
    assert names[:3] == ['wiki-facts', 'wiki-going-on', 'reception']
    assert names[4:] == ['cast', 'backlinks']
    tops = parts.evaluate_all('nodes => nodes.map(node => node.getBoundingClientRect().top)')
    beside = 1 if width == 1280 else 0  # where there is room, the box stands beside the others
    assert tops[beside:] == sorted(tops[beside:])
    expect(page.locator('aside.wiki-facts')).to_contain_text('1st to 4th of 13')
    expect(page.locator('.toc-tree li li a').first).to_contain_text('Reception')


def test_an_episode_without_words_of_critics_has_no_heading_for_them(page: Page, site: str) -> None:
    page.goto(f'{site}episodes/06-nameless-guest.html')
    expect(page.get_by_role('heading', name='What critics say')).to_have_count(0)
    expect(page.locator('.wiki-going-on')).to_contain_text('gives 2.9 of 5 on average')


def test_backlinks_open_by_a_tap_on_their_line(page: Page, site: str) -> None:
    visit(page, site, 'character', 390)
    line = page.locator('#backlinks > details > summary')
    first = page.locator('#backlinks li a').first
    expect(first).to_be_hidden()
    box = line.bounding_box()
    assert box is not None
    assert box['height'] >= 44
    line.click()
    expect(first).to_be_visible()


def test_navigation_opens_on_a_phone(page: Page, site: str) -> None:
    visit(page, site, 'episode', 390)
    entry = page.locator('.sidebar-tree a', has_text='Critic consensus')
    expect(entry).not_to_be_in_viewport()
    page.locator('label.nav-overlay-icon').click()
    expect(entry).to_be_in_viewport()
    entry.click()
    expect(page.locator('h1')).to_contain_text('Critic consensus')


# -- Without a server, without scripts ----------------------------------------------------


def test_site_can_be_read_from_files(page: Page, complaints: list[str]) -> None:
    page.goto((html() / 'index.html').as_uri())
    expect(page.locator('h1')).to_contain_text('Metallic Rouge')
    page.locator('.wiki-strip a').first.click()
    expect(page.locator('h1')).to_contain_text('Episode 1')
    page.locator('details:has(.wiki-cast) > summary').click()
    page.locator('.wiki-cast a', has_text='Rouge Redstar').click()
    expect(page.locator('h1')).to_contain_text('Rouge Redstar')
    page.locator('.sidebar-tree a', has_text='Critic consensus').click()
    page.locator('table.aspects td a').first.click()
    expect(page.locator('dt:target')).to_be_in_viewport()
    assert complaints == []
