"""What axe finds on a page, in every way that the page can look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from axe_playwright_python.base import AXE_SCRIPT

if TYPE_CHECKING:
    from playwright.sync_api import Page

WIDTHS: Final = (390, 1280)
SCHEMES: Final = ('light', 'dark')
# loading style sheets once more is for rules that are off
_RUN: Final = """async () => {
    const found = await axe.run({resultTypes: ['violations'], preload: false});
    return found.violations.flatMap(rule => rule.nodes.map(
        node => `${rule.id}: ${node.html.slice(0, 150)}: ${node.failureSummary}`));
}"""


def open_all(page: Page) -> None:
    """Open every closed block, and whatever else waits for a hand."""
    page.evaluate("document.querySelectorAll('details').forEach(node => { node.open = true; })")


def barriers(page: Page) -> list[str]:
    """Every violation of a rule of axe on the page as it stands."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(_RUN)
    return found


def barriers_in_every_look(page: Page) -> list[str]:
    """The same in light and dark, on a phone and a wide screen, with all blocks open."""
    open_all(page)
    found: list[str] = []
    for width in WIDTHS:
        page.set_viewport_size({'width': width, 'height': 900})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme, reduced_motion='reduce')  # type: ignore[arg-type]
            found += (f'{scheme} {width}: {one}' for one in barriers(page))
    return found
