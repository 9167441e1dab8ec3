"""A partial build writes the pages whose bytes change, and no others but those that it reads."""

from __future__ import annotations

import random
import shutil
from typing import TYPE_CHECKING

import pytest

from .editor import EDITED, Editor

if TYPE_CHECKING:
    from collections.abc import Callable

    from .quick import QuickBuild

KINDS = tuple(kind for kind in Editor.kinds if kind not in {'broken', 'mend'})
NO_PAGES = {'genindex.html', 'search.html'}
"""What Sphinx writes in every build."""


RENUMBERING = frozenset({'scope', 'narrow', 'place', 'seasons', 'work'})
"""Edits after which a page may be written again as it was: two scopes may have one label."""


def changed_pages(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    pages = {name for name in after if name.endswith('.html')} - NO_PAGES
    generated = ('critics/', 'seasons/', 'names/')  # no source, no document
    pages = {name for name in pages if not name.startswith(generated)}
    return {name.removesuffix('.html') for name in pages if before.get(name) != after[name]}


@pytest.mark.parametrize('part', [0, 1])
def test_only_what_changes_is_written(
    seed: int, part: int, quick: Callable[[], QuickBuild]
) -> None:
    made = quick()
    made.begin(EDITED, html_theme='furo')
    made.rebuild()
    assert made.warnings == []
    editor = Editor(made, f'{seed} {part}')
    for kind in random.Random(seed).sample(KINDS, len(KINDS))[part::2]:
        before = made.tree()
        told = f'seed {seed}: {editor.make(kind)}'
        made.rebuild()
        written, changed = set(made.notes['written']), changed_pages(before, made.tree())
        assert changed <= written, told
        if kind not in RENUMBERING:
            assert written <= changed | set(made.notes['read']), told
    shutil.rmtree(made.folder.parent)


def test_a_title_is_written_where_it_stands(quick: Callable[[], QuickBuild]) -> None:
    made = quick()
    made.begin(EDITED, html_theme='furo')
    made.rebuild()
    editor = Editor(made, '1')
    for name in editor.pages():
        before = made.tree()
        editor.change(name, r'^# .*$', f'# Heading of {name}')
        made.rebuild()
        changed = changed_pages(before, made.tree())
        assert changed <= set(made.notes['written']) <= changed | set(made.notes['read']), name


def test_a_problem_is_told_without_writing_its_page(quick: Callable[[], QuickBuild]) -> None:
    made = quick()
    made.begin(EDITED, html_theme='furo')
    editor = Editor(made, '1')
    editor.append('characters/oren.md', 'See {character}`nobody`.')
    made.rebuild()
    assert len(made.warnings) == 1
    made.rebuild()
    assert len(made.warnings) == 1
    assert made.notes['written'] == []
