"""Drafts of every kind, built beside the pages of a wiki: shown as drafts, counted nowhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from criticwiki.tools.new import main

from .pages import HARBOUR, texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Build

NEW = (
    ['review', '--title', 'A light: *at* last < 2 & {more} $5'],
    ['character', 'somebody-new'],
    ['page', 'about/notes'],
    ['episode', '--title', 'The Seventh Watch'],
)
TITLE = 'A light: *at* last < 2 & {more} $5'


def test_drafts_build_and_change_no_number(wiki: Callable[..., Build]) -> None:
    files = texts(HARBOUR)
    files['index.md'] = re.sub(r'(?m)^  episodes: 6', '  episodes: 7', files['index.md'])
    made = wiki(files)
    shown = {name: made.body(name).get_text() for name in ('consensus', 'kritiken/index')}
    data, scores, said = made.text('data/wiki.json'), made.text('data/scores.csv'), made.warnings
    before = set(made.source.rglob('*.md'))
    for arguments in NEW:
        assert main([*arguments, '--source', str(made.source)]) == 0
    made.rebuild()
    assert made.warnings == said
    assert (made.text('data/wiki.json'), made.text('data/scores.csv')) == (data, scores)
    assert made.body('consensus').get_text() == shown['consensus']
    written = sorted(set(made.source.rglob('*.md')) - before)
    names = [file.relative_to(made.source).with_suffix('').as_posix() for file in written]
    assert names == [
        'about/notes',
        'figuren/somebody-new',
        'folgen/07-the-seventh-watch',
        'kritiken/a-light-at-last-2-more-5',
    ]
    for name in names:
        body = made.body(name)
        assert 'This page is a draft' in body.get_text()
        assert 'notes to you' not in made.text(f'{name}.html')
    heading = made.body(names[3]).h1
    assert heading is not None
    assert heading.get_text().startswith(TITLE)
