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
_START: Final = """([rules, without]) => {
    const options = {resultTypes: ['violations'], preload: false, rules: {}};
    if (rules.length) options.runOnly = {type: 'rule', values: rules};
    for (const rule of without) options.rules[rule] = {enabled: false};
    window.axeRun = axe.run(options);
}"""
_END: Final = """async () => (await window.axeRun).violations.flatMap(rule => rule.nodes.map(
    node => `${rule.id}: ${node.html.slice(0, 150)}: ${node.failureSummary}`))
"""
_OF_COLOURS: Final = (
    'color-contrast', 'link-in-text-block', 'image-alt', 'svg-img-alt', 'role-img-alt',
    'link-name', 'button-name',
)  # fmt: skip
"""Rules on what another scheme can change: colours, and pictures that are for one scheme."""
_CONTRAST: Final = 'color-contrast'
"""The rule that takes most of the time: longer than all others together."""


def open_all(page: Page) -> None:
    """Open every closed block, and whatever else waits for a hand."""
    page.evaluate("document.querySelectorAll('details').forEach(node => { node.open = true; })")


def barriers(page: Page) -> list[str]:
    """Every violation of a rule of axe on the page as it stands."""
    _start(page)
    return _end(page)


def _start(page: Page, rules: Sequence[str] = (), without: Sequence[str] = ()) -> None:
    """Begin to look; pages of several contexts are looked at side by side."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    page.evaluate(_START, [[*rules], [*without]])


def _end(page: Page) -> list[str]:
    found: list[str] = page.evaluate(_END)
    return found


def barriers_in_every_look(*pages: Page, contrast_once: bool = False) -> list[list[str]]:
    """The same of each page in light and dark, on a phone and a wide screen, all blocks open.

    With `contrast_once` a phone is not asked for contrasts, nor in dark: they are those of the
    wide screen wherever a phone shows nothing of its own.
    """
    found: list[list[str]] = [[] for _ in pages]
    for page in pages:
        open_all(page)
    for width in WIDTHS:
        spared = contrast_once and width == min(WIDTHS)
        for scheme in SCHEMES[:1] if spared else SCHEMES:
            for page in pages:
                page.set_viewport_size({'width': width, 'height': 900})
                page.emulate_media(color_scheme=scheme, reduced_motion='reduce')  # type: ignore[arg-type]
                rules = () if scheme == SCHEMES[0] else _OF_COLOURS
                _start(page, rules, (_CONTRAST,) if spared else ())
            for page, its in zip(pages, found, strict=True):
                its += (f'{scheme} {width}: {one}' for one in _end(page))
    return found
