"""The pages that an impact counts are those whose HTML a build makes otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bs4 import BeautifulSoup

from criticwiki.config import Settings
from criticwiki.tools.impact import States
from criticwiki.tools.impact_report import changed_pages
from sphinx_ext.pages import SMALL

if TYPE_CHECKING:
    from collections.abc import Callable

    from wiki_build import Build

GAZETTE: Final = 'reviews/gazette.md'
OREN: Final = 'characters/oren.md'
EDITS: Final[list[tuple[str, str, str]]] = [
    (GAZETTE, '8/10', '9/10'),
    (GAZETTE, 'plot: {stance: praise', 'plot: {stance: mixed'),
    (GAZETTE, 'walks along.', 'walks along with Oren.'),
    (OREN, 'He carries the map.\n---', 'He lost it.\n---'),
    (OREN, '# Oren', '# Oren the guide'),
    (GAZETTE, '2: 3/5', '2: 5/5'),
    (OREN, 'name: Oren', 'name: Oren\n  aliases: [caravan]'),
    ('reviews/herald.md', 'summary:', 'draft: true\n  summary:'),
    ('consensus.md', '# Consensus', '# Consensus\n\n{value}`consensus.mean` is the mean.'),
    (GAZETTE, 'author: Ann Lee', 'author: Ann Leigh'),
    ('index.md', 'plot: What happens.', "plot: 'What happens.'"),
]


def pages_of(build: Build) -> dict[str, str]:
    """Every page that readers see, as it was written."""
    files = ((file.relative_to(build.out), file) for file in build.out.rglob('*.html'))
    pages = {name.with_suffix('').as_posix(): file.read_text('utf-8') for name, file in files}
    return {name: text for name, text in pages.items() if name not in {'search', 'genindex'}}


def body(text: str) -> str:
    """What stands on a page, without what is around it."""
    return str(BeautifulSoup(text, 'html.parser').find(attrs={'role': 'main'}))


def changed(texts: dict[str, str], edited: dict[str, str]) -> list[str]:
    pages = [
        {name: text.encode() for name, text in files.items() if name.endswith('.md')}
        for files in (texts, edited)
    ]
    states = States(*pages, Settings())
    assert states.problems == []
    return sorted(changed_pages(states.before, states.after))


def test_pages_that_change(wiki: Callable[..., Build]) -> None:
    build = wiki(SMALL)
    texts, before = dict(SMALL), pages_of(build)
    for name, old, new in EDITS:
        assert old in texts[name]
        edited = {**texts, name: texts[name].replace(old, new)}
        build.write(name, edited[name])
        build.rebuild()
        assert build.warnings == []
        after = pages_of(build)
        found = sorted(
            name
            for name in before.keys() & after
            if before[name] != after[name] and body(before[name]) != body(after[name])
        )
        assert changed(texts, edited) == found, (name, new)
        texts, before = edited, after
