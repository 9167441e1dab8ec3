"""After any edits a partial build is the clean one, byte for byte, and warns the same."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pytest

from .editor import EDITED, Editor
from .further_edits import FURTHER, FurtherEditor
from .hooks import CUT, Cut
from .quick import QuickBuild, different, doctrees

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

STEPS: Final = int(os.environ.get('WIKI_EDITS', '4'))
"""How many groups of edits each case makes; more for a long search."""
EVENTS: Final = (
    *('env-get-outdated', 'env-before-read-docs', 'source-read', 'doctree-read', 'env-updated'),
    *('env-check-consistency', 'write-started', 'doctree-resolved', 'html-page-context'),
    *('html-collect-pages', 'build-finished'),
)
"""Where a build may be cut off, in the order in which they come."""
OFTEN: Final = {'source-read', 'doctree-read', 'doctree-resolved', 'html-page-context'}
"""Those of them that come once for every page."""


@dataclass(frozen=True)
class Case:
    """How the builds after random edits are made."""

    builder: str = 'html'
    theme: str = 'furo'
    parallel: int = 1
    cut: tuple[str, ...] = ()
    """How a build before the one that is compared may end too early."""
    pages: type[Editor] = Editor


CASES: Final = {
    'html': Case(),
    'parallel': Case(parallel=2),
    'dirhtml': Case('dirhtml'),
    'another theme': Case(theme='basic'),
    'cut off': Case(cut=('raise', 'stop')),
    'cut off, parallel': Case(theme='basic', parallel=2, cut=('raise', 'stop')),
    'killed': Case(cut=('kill',)),
    'further edits': Case(pages=FurtherEditor),
}


def a_cut(random: random.Random, how: tuple[str, ...]) -> Cut:
    event = random.choice(EVENTS)
    times = random.randint(1, 4) if event in OFTEN else 1
    return Cut(event, times, random.choice((1, 999)), random.choice(how))


@pytest.mark.parametrize('name', CASES)
def test_partial_builds_are_clean_ones(
    name: str, seed: int, quick: Callable[[], QuickBuild]
) -> None:
    case = CASES[name]
    made = quick()
    pages = FURTHER if case.pages is FurtherEditor else EDITED
    made.begin(pages, html_theme=case.theme)
    editor = case.pages(made, f'{seed} {name}')
    how: dict[str, Any] = {'builder': case.builder, 'parallel': case.parallel}
    made.rebuild(**how)
    for step in range(STEPS):
        told = [f'seed {seed}, step {step}', *editor.edits()]
        if case.cut:
            cut = a_cut(editor.random, case.cut)
            made.rebuild(**how, environment={CUT: str(cut)})
            told += [f'{cut}: {made.returned}', *(editor.edits() if step % 2 else ())]
        clean = made.rebuild_and_clean(**how)
        assert made.returned == clean.returned, told
        if case.parallel > 1:
            assert sorted(made.warnings) == sorted(clean.warnings), told
        else:
            assert made.warnings == clean.warnings, told
        assert different(made, clean) == [], told
        assert doctrees(made) == doctrees(clean), told
    shutil.rmtree(made.folder.parent)
