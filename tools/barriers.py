"""What axe finds on a page, in every way that the page can look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from axe_playwright_python.base import AXE_SCRIPT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Page

WIDTHS: Final = (390, 1280)
SCHEMES: Final = ('light', 'dark')
# loading style sheets once more is for rules that are off
_VIOLATIONS: Final = """async ([rules, without, each]) => {
    const options = {resultTypes: ['violations'], preload: false, rules: {}};
    if (rules.length) options.runOnly = {type: 'rule', values: rules};
    for (const rule of without) options.rules[rule] = {enabled: false};
    const found = await axe.run(each ? {include: (%s)()} : document, options);
    return found.violations.flatMap(rule => rule.nodes.map(
        node => `${rule.id}: ${node.html.slice(0, 150)}: ${node.failureSummary}`));
}"""
_OF_EACH_COLOUR: Final = """() => {
    const papers = new Map([[null, '']]);
    const paper = node => {
        if (!papers.has(node)) {
            const {backgroundColor, backgroundImage, opacity, filter, position} =
                getComputedStyle(node);
            const own = [backgroundColor, backgroundImage, opacity, filter,
                         position === 'static' ? '' : position].join();
            const plain = own === 'rgba(0, 0, 0, 0),none,1,none,';
            papers.set(node, paper(node.parentElement) + (plain ? '' : `|${own}`));
        }
        return papers.get(node);
    };
    const first = new Map();
    for (const node of document.body.querySelectorAll('*')) {
        const text = [...node.childNodes].some(
            part => part.nodeType === Node.TEXT_NODE && part.data.trim());
        if (!(text || node.matches('input, select, textarea')) || !node.checkVisibility())
            continue;
        const {color, fontSize, fontWeight, textShadow} = getComputedStyle(node);
        const around = getComputedStyle(node.parentElement).color;
        const look = [color, around, fontSize, fontWeight, textShadow, paper(node)].join();
        if (!first.has(look)) first.set(look, node);
    }
    return [...first.values()];
}"""
"""The first element with text of each colour and size, in text and on a background of each."""
_OF_COLOURS: Final = ('color-contrast', 'link-in-text-block')
"""Rules that take most of the time: for all text longer than all others together."""
_OF_PICTURES: Final = ('image-alt', 'svg-img-alt', 'role-img-alt', 'link-name', 'button-name')
"""Rules on what else another scheme can change: pictures that are for one scheme."""


def open_all(page: Page) -> None:
    """Open every closed block, and whatever else waits for a hand."""
    page.evaluate("document.querySelectorAll('details').forEach(node => { node.open = true; })")


def barriers(page: Page, *, all_text: bool = False) -> list[str]:
    """What axe finds on the page as it stands, in light and dark.

    Text of one colour on one background is judged once, or with `all_text` wherever it stands,
    which takes six times as long on a page of many words.
    """
    found: list[str] = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme, reduced_motion='reduce')  # type: ignore[arg-type]
        first = scheme == SCHEMES[0]
        its = _violations(page, without=_OF_COLOURS) if first else _violations(page, _OF_PICTURES)
        its += _violations(page, _OF_COLOURS, each_colour=not all_text)
        found += (f'{scheme}: {one}' for one in its)
    return found


def barriers_in_every_look(page: Page, *, all_text: bool = False) -> list[str]:
    """The same on a phone and a wide screen, with all blocks open."""
    open_all(page)
    found: list[str] = []
    for width in WIDTHS:
        page.set_viewport_size({'width': width, 'height': 900})
        found += (f'{width} {one}' for one in barriers(page, all_text=all_text))
    return found


def _violations(
    page: Page,
    rules: Sequence[str] = (),
    without: Sequence[str] = (),
    *,
    each_colour: bool = False,
) -> list[str]:
    """Violations of some rules, or of all but some; in the whole page or text of each colour."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    script = _VIOLATIONS % _OF_EACH_COLOUR
    found: list[str] = page.evaluate(script, [[*rules], [*without], each_colour])
    return found
